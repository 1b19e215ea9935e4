# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of furat for fish; the program itself says what may stand where.

function __furat_complete
    set -l before (commandline -opc)
    set -l last (commandline -ct)
    set -l program $before[1]
    for line in ($program complete -- $before[2..-1] "$last" 2>/dev/null)
        set -l parts (string split \t -- $line)
        switch $parts[1]
            case @files @folders
                set -l typed (string sub --start (math (string length -- "$parts[3]") + 1) -- "$last")
                set -l names (complete -C "'' $typed" | string split --fields 1 \t)
                for name in $names
                    if string match -q '*/' -- $name
                        echo $parts[3]$name
                    else if test $parts[1] = @files
                        if test "$parts[2]" = '*'; or string match -qr "\.($parts[2])\$" -- $name
                            echo $parts[3]$name
                        end
                    end
                end
            case '*'
                echo $line
        end
    end
end

complete -c furat -k -f -a '(__furat_complete)'
