#compdef vitac
# Completions of vitac for zsh.

_vitac_styles() {
  local -a names
  names=(${(f)"$(vitac styles list 2>/dev/null | awk '/^  [^ ]/ { print $1 }')"})
  _alternative 'styles:style:compadd -a names' 'folders:folder:_files -/'
}

_vitac() {
  local -a subject=(
    '(-h --help)'{-h,--help}'[help]'
    '(-d --document)'{-d,--document}'[this document only]:document:'
    '(-s --style)'{-s,--style}'[draw it in this style]:style:_vitac_styles'
    '--explain[tell what each document shows, and why not the rest]'
    '*--set[change a value of the record for this run]:PATH=VALUE:'
    '--untrusted[for records of strangers]'
    '*--option[set an option of the style]:NAME=VALUE:'
    '--strict[take warnings for errors]'
    '--message-format[how problems are printed]:format:(human short json)'
    '--color[color in messages]:when:(auto always never)'
    '(-q --quiet)'{-q,--quiet}'[errors and warnings only]'
    '*:record:_files -g "*.(yaml|yml)"'
  )
  local -a making=(
    '(-t --to)'{-t,--to}'[what to make]:kind:(pdf tex)'
    '(-o --output)'{-o,--output}'[a file, a folder or a pattern]:output:_files'
    '--engine[the TeX engine]:engine:(auto pdflatex lualatex xelatex)'
    '--timeout[what a pass of TeX may take]:seconds:'
    '(-j --jobs)'{-j,--jobs}'[TeX engines at once]:number:'
    '(-v --verbose)'{-v,--verbose}'[all that TeX writes]'
  )
  local -a build=(
    '--depfile=-[write what the outputs were made of]:file:_files'
    '--shard[the Ith of every N records only]:I/N:'
    '--fail-fast[begin nothing after the first record with errors]'
    '--force[run TeX even where nothing has changed]'
  )
  local -a commands=(
    'build:make the documents of records'
    'watch:make them again whenever something changes'
    'check:say what is wrong or doubtful in records'
    'styles:list, show, export and check styles'
    'new:write a record to start from'
    'schema:print the format of records as JSON Schema'
    'cache:what is kept to save time'
    'doctor:what this machine has of all that builds ask for'
  )
  if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
    _alternative 'commands:command:((${(@q)commands}))' 'records:record:_files -g "*.(yaml|yml)"'
    return
  fi
  local command=$words[2]
  case $command in
    check) shift words; ((CURRENT--)); _arguments -s $subject ;;
    styles) _values 'command' list show check names export ;;
    new) _arguments '(-s --style)'{-s,--style}'[the style that it is for]:style:_vitac_styles' '*:file:_files' ;;
    schema) _arguments '--markdown[print it as a page to read instead]' ;;
    cache) _values 'command' info clear ;;
    doctor) ;;
    watch) shift words; ((CURRENT--)); _arguments -s $making $subject ;;
    build) shift words; ((CURRENT--)); _arguments -s $making $build $subject ;;
    *) _arguments -s '--version[the version of vitac]' $making $build $subject ;;
  esac
}

_vitac "$@"
