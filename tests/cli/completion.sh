#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion: what the program offers, and what bash, zsh and fish make of it.
. "$top_srcdir/tests/support/tap.sh"
mkdir "$tap_dir/here" "$tap_dir/here/folder" "$tap_dir/bin"
cd "$tap_dir/here" || exit 99
printf '#!/bin/sh\nexec "%s" "$@"\n' "$FURAT" >"$tap_dir/bin/furat"
chmod +x "$tap_dir/bin/furat"
PATH=$tap_dir/bin:$PATH
export PATH
: >data.ttl
: >data.txt
: >my.furat
: >question.rq

# offers NAME EXPECTED WORD...: the program offers these words (space separated, = every one)
offers() {
  tap_name=$1
  tap_want=$2
  shift 2
  "$FURAT" complete -- "$@" >"$tap_dir/out" 2>"$tap_dir/err"
  tap_got=$(cut -f 1 "$tap_dir/out" | tr '\n' ' ')
  tap_case "$tap_name: $tap_want, not $tap_got" test "$tap_got" = "$tap_want"
}
# ---- the program
offers "commands" "check " ch
offers "no hidden ones" "" comp
offers "what is no command" "" nosuch ""
offers "options" "--results " query --res
offers "both forms of a flag" "--union-default-graph " query --uni
offers "the other one" "--no-union-default-graph " query --no-u
offers "not those that stand already" "" query --results=json --res
offers "but those that may be repeated" "--param " query --param x=1 --par
offers "options of all commands" "--color " diff --col
offers "options without a command" "--version " --vers
offers "choices behind an option" "never " query --color n
offers "choices behind its sign" "--color=never " query --color=n
offers "choices behind a letter" "csv " query -r cs
offers "operands behind an option's value" "fought " run -r csv foug
offers "commands to help with" "version " help ver
offers "words of SPARQL" "STRBEFORE " help STRB
offers "in small letters" "optional " help opti
offers "those of two words" "GROUP BY GROUP_CONCAT " help GROU
offers "the command where a word is called so, too" "load " help loa
offers "canned queries" "fought " run foug
offers "their parameters" "actor= language= " run fought ""
offers "each once" "language= " run fought actor=isis ""
offers "values of parameters" "language=en language=ar " run fought language=
offers "things by their names" "actor=داعش " run fought actor=داعش
offers "in another spelling" "place=الموصل " run held-by place=موصل
offers "by a word inside" "actor=Civilians in Mosul " run fought actor=mos
offers "with the article that was typed" "place=الرقة " run held-by place=الرق
offers "by their IRIs" "place=place:mosul " run held-by place=place:mosu
"$FURAT" complete -- run fought actor= >"$tap_dir/out"
tap_case "what the data have, without a letter" grep -q '^actor=actor:isis	ISIS$' "$tap_dir/out"
tap_case "each once" sh -c 'test -z "$(sort "$1" | uniq -d)"' - "$tap_dir/out"
mkdir -p "$tap_dir/data/furat/queries"
printf '#+ title: One of my own\nSELECT * { ?x fur:earliestBegin ?_when_xsd_date }\n' >"$tap_dir/data/furat/queries/mine-alone.rq"
export XDG_DATA_HOME="$tap_dir/data"
offers "queries of one's own" "mine-alone " run mine
offers "their parameters" "when= " run mine-alone ""
offers "texts and dates that stand there" "when=1999-01-01 " run mine-alone when=1999
offers "an option's value that is no option" "" query --base --res
offers "operands behind --" "" query -- --res
offers "nothing inside a query" "" query "SELECT"
offers "nothing for an unknown parameter" "" run fought nosuch=
"$FURAT" complete -- load -s "" >"$tap_dir/out"
tap_case "stores" grep -q '^@files	furat' "$tap_dir/out"
"$FURAT" complete -- query --data= >"$tap_dir/out"
tap_case "documents" grep -q '^@files	.*ttl.*	--data=$' "$tap_dir/out"
printf '<http://e/g1> { <http://e/a> <http://e/p> 1 } <http://e/g2> { <http://e/a> <http://e/p> 2 }\n' >"$tap_dir/graphs.trig"
"$FURAT" load -qs "$tap_dir/graphs.furat" "$tap_dir/graphs.trig"
offers "graphs of the shipped graph" "graph:entities " export -g graph:ent
offers "graphs of documents" "docgraph:004 " export -g docgraph:004
offers "without escapes" "graph:doc/004 " export -g graph:doc/004
offers "graphs of a store" "http://e/g1 http://e/g2 " export -s "$tap_dir/graphs.furat" --graph http://e
offers "behind =, and to load into" "--graph=http://e/g1 --graph=http://e/g2 " load -s "$tap_dir/graphs.furat" --graph=
offers "none of a store that is none" "" export -s "$tap_dir/graphs.trig" -g http
"$FURAT" complete -- query --named-graph http://e/g= >"$tap_dir/out"
tap_case "documents of a named graph" grep -q '^@files	.*	http://e/g=$' "$tap_dir/out"
"$FURAT" complete -- export --release "" >"$tap_dir/out"
tap_case "folders" grep -q '^@folders' "$tap_dir/out"
tap_exit "completion without words" 0 "$FURAT" complete --
tap_case "offers the commands" grep -q '^query	' "$tap_dir/out"
tap_case "the list of commands does not have it" sh -c '! "$FURAT" --help | grep -q "^  complete"'

# ---- the shells
bash_offers() { # NAME EXPECTED LINE
  tap_got=$(bash --norc -c '
    . "$1"
    COMP_LINE=$2 COMP_POINT=${#2}
    # As readline does it: at spaces, and = and : are words.
    rest=$2
    COMP_WORDS=()
    while [[ $rest ]]; do
      if [[ $rest == " "* ]]; then rest=${rest#" "}; last_space=1; continue; fi
      last_space=
      if [[ $rest == [=:]* ]]; then word=${rest:0:1}; else word=${rest%%[ =:]*}; fi
      COMP_WORDS+=("$word")
      rest=${rest#"$word"}
    done
    [[ $last_space ]] && COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _furat
    printf "%s|" "${COMPREPLY[@]}"
  ' - "$top_srcdir/completion/furat.bash" "$3" 2>"$tap_dir/err")
  tap_case "bash: $1: $2, not $tap_got" test "$tap_got" = "$2"
  tap_case "bash: without a word" test ! -s "$tap_dir/err"
}
if command -v bash >/dev/null; then
  bash_offers "commands" 'query|' 'furat que'
  bash_offers "options" '--results|' 'furat query --res'
  bash_offers "values" 'json|jsonl|jsonld|' 'furat query --results js'
  bash_offers "values behind =" 'json|jsonl|jsonld|' 'furat query --results=js'
  bash_offers "right behind =" 'auto|always|never|' 'furat query --color='
  bash_offers "documents and folders" 'folder|data.ttl|' 'furat load -s my.furat '
  bash_offers "stores" 'my.furat|' 'furat info -s m'
  bash_offers "documents behind =" 'data.ttl|' 'furat query --data=da'
  bash_offers "documents of a named graph" 'data.ttl|' 'furat query --named-graph http://e/g=da'
  bash_offers "requests" 'question.rq|' 'furat query --query q'
  bash_offers "what there is, if nothing fits" 'data.txt|' 'furat query --query data.tx'
  bash_offers "folders" 'folder|' 'furat export --release '
  bash_offers "canned queries" 'fought|' 'furat run foug'
  bash_offers "parameters" 'actor=|language=|' 'furat run fought '
  bash_offers "their values" 'en|ar|' 'furat run fought language='
  bash_offers "names" 'داعش|' 'furat run fought actor=داعش'
  bash_offers "names with spaces, quoted" 'Abu\ Bakr\ al-Baghdadi|' 'furat run led leader=Abu-Bakr'
  bash --norc -c '. "$1"; complete -p furat' - "$top_srcdir/completion/furat.bash" >"$tap_dir/out"
  tap_case "bash: it is the completion of furat" grep -q -e '-F _furat furat' "$tap_dir/out"
else
  tap_skip "completion in bash" "bash is missing (Debian package: bash)"
fi

if command -v fish >/dev/null; then
  fish_offers() { # NAME EXPECTED LINE
    tap_got=$(HOME=$tap_dir fish --no-config -c '
      source $argv[1]
      complete -C $argv[2] | string split --fields 1 \t | string join "|"
    ' "$top_srcdir/completion/furat.fish" "$3" 2>"$tap_dir/err")
    tap_case "fish: $1: $2, not $tap_got" test "$tap_got" = "$2"
    tap_case "fish: without a word" test ! -s "$tap_dir/err"
  }
  fish_offers "commands" 'query' 'furat que'
  fish_offers "options" '--results' 'furat query --res'
  fish_offers "values" 'json|jsonl|jsonld' 'furat query --results js'
  fish_offers "values behind =" '--color=never' 'furat query --color=n'
  fish_offers "documents and folders" 'data.ttl|folder/' 'furat load -s my.furat '
  fish_offers "stores" 'my.furat' 'furat info -s m'
  fish_offers "documents behind =" '--data=data.ttl' 'furat query --data=da'
  fish_offers "canned queries" 'fought' 'furat run foug'
  fish_offers "parameters" 'actor=|language=' 'furat run fought '
  fish_offers "names" 'actor=داعش' 'furat run fought actor=داعش'
  fish_offers "by a word inside" 'actor=Civilians in Mosul' 'furat run fought actor=mos'
  fish_offers "in quotes" 'place=Baghdad airport' 'furat run held-by place="Baghdad a'
  fish_offers "one of one's own" 'mine-alone' 'furat run mine'
else
  tap_skip "completion in fish" "fish is missing (Debian package: fish)"
fi
tap_done
