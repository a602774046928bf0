# Completions of vitac for bash.
_vitac() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=build i
  local commands='build watch check styles new schema cache doctor'
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      build | watch | check | styles | new | schema | cache | doctor)
        command=${COMP_WORDS[i]}
        break
        ;;
    esac
  done
  local choices=''
  case $before in
    -s | --style) choices=$(vitac styles list 2>/dev/null | awk '/^  [^ ]/ { print $1 }') ;;
    -t | --to) choices='pdf tex' ;;
    --engine) choices='auto pdflatex lualatex xelatex' ;;
    --message-format) choices='human short json' ;;
    --color) choices='auto always never' ;;
    -d | --document | --option | --set | --timeout | -j | --jobs | --shard) return ;;
  esac
  if [[ -n $choices ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
    return
  fi
  if [[ $word == -* ]]; then
    local subject='--document --style --explain --set --option --untrusted --strict --message-format --color --quiet --help'
    case $command in
      build)
        choices="$subject --to --output --engine --timeout --jobs --depfile --shard --fail-fast --force --verbose --version"
        ;;
      watch) choices="$subject --to --output --engine --timeout --jobs --verbose" ;;
      check) choices=$subject ;;
      new) choices='--style --help' ;;
      schema) choices='--markdown --help' ;;
      *) choices='--help' ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
    return
  fi
  case $command in
    styles) choices='list show check names export' ;;
    cache) choices='info clear' ;;
    build) ((COMP_CWORD == 1)) && choices=$commands ;;
  esac
  mapfile -t COMPREPLY < <(
    compgen -W "$choices" -- "$word"
    compgen -f -X '!*.@(yaml|yml)' -- "$word"
    compgen -d -- "$word"
  )
}
complete -o filenames -F _vitac vitac
