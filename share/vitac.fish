# Completions of vitac for fish.
set -l commands build watch check styles new schema cache doctor
set -l building "not __fish_seen_subcommand_from watch check styles new schema cache doctor"
set -l making "not __fish_seen_subcommand_from check styles new schema cache doctor"
set -l reading "not __fish_seen_subcommand_from styles new schema cache doctor"

function __vitac_styles
    vitac styles list 2>/dev/null | string match -rg '^  (\S+)'
end

complete -c vitac -n "not __fish_seen_subcommand_from $commands" -a build -d 'make the documents of records'
complete -c vitac -n "not __fish_seen_subcommand_from $commands" -a watch -d 'make them again whenever something changes'
complete -c vitac -n "not __fish_seen_subcommand_from $commands" -a check -d 'say what is wrong or doubtful'
complete -c vitac -n "not __fish_seen_subcommand_from $commands" -a styles -d 'list, show, export and check styles'
complete -c vitac -n "not __fish_seen_subcommand_from $commands" -a new -d 'write a record to start from'
complete -c vitac -n "not __fish_seen_subcommand_from $commands" -a schema -d 'print the format as JSON Schema'
complete -c vitac -n "not __fish_seen_subcommand_from $commands" -a cache -d 'what is kept to save time'
complete -c vitac -n "not __fish_seen_subcommand_from $commands" -a doctor -d 'what this machine has'
complete -c vitac -n "__fish_seen_subcommand_from styles" -f -a 'list show check names export'
complete -c vitac -n "__fish_seen_subcommand_from cache" -f -a 'info clear'
complete -c vitac -n "__fish_seen_subcommand_from schema" -f -l markdown -d 'print it as a page to read instead'
complete -c vitac -n "__fish_seen_subcommand_from new" -s s -l style -x -a '(__vitac_styles)' -d 'the style that it is for'

complete -c vitac -s h -l help -d help
complete -c vitac -l version -d 'the version of vitac'
complete -c vitac -n "$reading" -s d -l document -x -d 'this document only'
complete -c vitac -n "$reading" -s s -l style -r -a '(__vitac_styles)' -d 'draw it in this style'
complete -c vitac -n "$reading" -l explain -d 'tell what each document shows'
complete -c vitac -n "$reading" -l set -x -d 'change a value of the record for this run'
complete -c vitac -n "$reading" -l untrusted -d 'for records of strangers'
complete -c vitac -n "$reading" -l option -x -d 'set an option of the style'
complete -c vitac -n "$reading" -l strict -d 'take warnings for errors'
complete -c vitac -n "$reading" -l message-format -x -a 'human short json' -d 'how problems are printed'
complete -c vitac -n "$reading" -l color -x -a 'auto always never' -d 'color in messages'
complete -c vitac -n "$reading" -s q -l quiet -d 'errors and warnings only'
complete -c vitac -n "$making" -s t -l to -x -a 'pdf tex' -d 'what to make'
complete -c vitac -n "$making" -s o -l output -r -d 'a file, a folder or a pattern'
complete -c vitac -n "$making" -l engine -x -a 'auto pdflatex lualatex xelatex' -d 'the TeX engine'
complete -c vitac -n "$making" -l timeout -x -d 'seconds that a pass of TeX may take'
complete -c vitac -n "$making" -s j -l jobs -x -d 'TeX engines at once'
complete -c vitac -n "$building" -l depfile -d 'write what the outputs were made of'
complete -c vitac -n "$building" -l shard -x -d 'the Ith of every N records only: I/N'
complete -c vitac -n "$building" -l fail-fast -d 'begin nothing after the first record with errors'
complete -c vitac -n "$building" -l force -d 'run TeX even where nothing has changed'
complete -c vitac -n "$making" -s v -l verbose -d 'all that TeX writes'
