#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Where newcomers stumbled: a store or a folder in the place of a document, names of graphs,
# the shipped graph twice.  Each is told what would do instead.
. "$top_srcdir/tests/support/tap.sh"
cd "$tap_dir" || exit 99

cat >a.ttl <<'END'
PREFIX mine: <http://mine.example/>
mine:s mine:p 1 .
END
mkdir folder
"$FURAT" load -qs a.furat a.ttl

# says NAME TEXT: the last command said TEXT on standard error
says() {
  tap_case "$1" grep -qF -- "$2" "$tap_dir/err"
}

for command in parse canonicalize "load -s b.furat" "query ASK{} --data" "check --shapes"; do
  # shellcheck disable=SC2086 # words are wanted
  tap_exit "$command: a folder is no document" 2 "$FURAT" $command folder
  says "and is named" "folder is a folder, not a document"
  says "with what is one" "hint: name the documents in it, such as folder/*.ttl"
  # shellcheck disable=SC2086
  tap_exit "$command: a store is no document" 2 "$FURAT" $command a.furat
  says "and is named, too" "a.furat is a store, not a document"
  says "with how it is given" "-s a.furat"
done
tap_exit "diff has no use for a folder" 2 "$FURAT" diff folder a.ttl
says "and says so" "folder is a folder, not a document"
tap_exit "diff knows a store by its content" 0 "$FURAT" diff --exit-code a.furat a.ttl
cp a.furat misnamed.ttl
tap_exit "whatever its name is" 0 "$FURAT" diff --exit-code a.ttl misnamed.ttl
tap_exit "diff of one" 2 "$FURAT" diff a.ttl
says "is told how two are given" "hint: as in furat diff old.ttl new.ttl"
tap_exit "a document of no syntax" 2 "$FURAT" canonicalize folder/../a.furat-lock
for command in parse canonicalize; do
  tap_exit "$command of nothing" 2 "$FURAT" "$command"
  says "is told what it reads" "hint: furat $command data.ttl reads a document"
done

# ---- errors name the store
cp a.furat cut.furat
truncate -s 20000 cut.furat
tap_exit "a store that is cut" 3 "$FURAT" query -s cut.furat 'SELECT * { ?s ?p ?o }'
says "is named" 'cut.furat'
"$FURAT" load -qs damaged.furat --shipped
"$PYTHON" -c '
data = bytearray(open("damaged.furat", "rb").read())
for at in range(len(data) // 4, len(data) * 3 // 4, 7):
    data[at] ^= 0x5A
open("damaged.furat", "wb").write(data)'
tap_exit "a store that is damaged" 3 "$FURAT" query -s damaged.furat 'SELECT * { ?s ?p ?o }'
says "is named, too" 'damaged.furat: error:'
says "with what looks for more" 'hint: furat check -s damaged.furat tells what is damaged'
echo 'SELECT * { ?s ?p ?o };' >damaged.rq
tap_exit "in the shell" 3 "$FURAT" -s damaged.furat -f damaged.rq
says "it is named, too" 'damaged.rq:1: error: damaged.furat: '
says "with that hint, too" 'hint: furat check -s damaged.furat tells what is damaged'
: >empty.furat
tap_exit "an empty file is no store" 3 "$FURAT" query -s empty.furat 'ASK {}'
says "and is named, too" 'empty.furat'
tap_exit "nor is a document" 3 "$FURAT" info -s a.ttl
says "which is named, too" 'a.ttl'

# ---- one rule for IRIs
tap_exit "load takes a prefixed name for a graph" 0 "$FURAT" load -qs g.furat -g graph:mine a.ttl
"$FURAT" query -s g.furat 'SELECT ?g { GRAPH ?g { ?s ?p 1 } }' >graphs
tap_case "as export does" grep -qx '<https://w3id.org/furat/graph/mine>' graphs
tap_exit "export finds it by that name" 0 "$FURAT" export -s g.furat -g graph:mine
tap_case "and shows it" grep -q 'mine:p' "$tap_dir/out"
tap_exit "prefixes of the store count for both" 0 "$FURAT" load -qs g.furat -g mine:graph a.ttl
tap_exit "as here" 0 "$FURAT" export -s g.furat -g mine:graph
tap_exit "angle brackets are allowed" 0 "$FURAT" load -qs g.furat -g '<http://e/g>' a.ttl
tap_exit "to export, too" 0 "$FURAT" export -s g.furat -g '<http://e/g>'
tap_exit "a named graph by prefix" 0 "$FURAT" query --named-graph graph:x=a.ttl 'ASK { GRAPH graph:x { ?s ?p 1 } }'
tap_case "is that graph" grep -qx true "$tap_dir/out"
tap_exit "a base by prefix" 0 sh -c "echo '<x> <p> 1 .' | '$FURAT' parse -b fur:thing -"
tap_case "is that base" grep -q 'https://w3id.org/furat/x' "$tap_dir/out"
for option in "load -s g.furat a.ttl --graph" "export -s g.furat --graph" "parse a.ttl --base" \
  "query ASK{} --base" "canonicalize a.ttl --base" "export --base"; do
  # shellcheck disable=SC2086
  tap_exit "no IRI for $option" 2 "$FURAT" $option 'no iri'
  says "is refused" 'wants an IRI, not "no iri"'
done

# ---- the shipped graph
tap_exit "the shipped graph is loaded" 0 "$FURAT" load -qs s.furat --shipped
"$FURAT" export -s s.furat -f nquads --canonical >before
tap_exit "what is derived from it" 0 "$FURAT" derive -s s.furat -o stored.nq
tap_exit "and from its files" 0 "$FURAT" derive -o files.nq
tap_case "is something" grep -q 'ontology#fought' files.nq
tap_same "and the same" files.nq stored.nq
tap_exit "not twice" 1 "$FURAT" load -qs s.furat --shipped
says "as it is there already" "s.furat holds the shipped graph already"
"$FURAT" export -s s.furat -f nquads --canonical >after
tap_same "and nothing is doubled" before after
tap_exit "it is emptied as told" 0 "$FURAT" update -s s.furat 'CLEAR ALL'
tap_exit "and loaded anew" 0 "$FURAT" load -qs s.furat --shipped
# ---- statements
tap_exit "an end that comes too early" 1 "$FURAT" -c 'ASK {'
says "is told where the text ends" '-c:1:6: error'
says "on the line that there is" 'ASK {'
printf 'ASK {\n\n\n' >early.rq
tap_exit "in a file" 1 "$FURAT" query --query early.rq
says "too" 'early.rq:1:6: error'
tap_exit "of standard input" 1 sh -c "'$FURAT' query <early.rq"
says "as well" '<stdin>:1:6: error'
tap_exit "two queries on a line" 0 "$FURAT" -c 'ASK {}; ASK { FILTER(false) }'
tap_case "are both answered" test "$(tr '\n' ' ' <"$tap_dir/out")" = "true false "

# ---- canned queries
shell() {
  printf '%s\n' "$@" | "$FURAT" shell
}
tap_exit "all missing parameters" 2 "$FURAT" run between
says "are told at once" "between needs the parameters from, to"
says "with how they are given" "hint: as in furat run between from=... to=..."
tap_exit "in the shell" 1 shell '.run between to=2016-01-01'
says "what is missing" "between needs the parameter from"
says "is given by its own command" "hint: as in .run between from=..."
tap_exit "what a query does" 0 shell '.queries between'
tap_case "is told by the shell's command" grep -qF '.run between [param=value]...' "$tap_dir/out"
tap_exit "no query" 1 shell '.run nosuch'
says "is no reason to leave the shell" "hint: .queries lists them"
tap_exit "a text in no query" 1 shell '.queries zagros'
says "is told as such" "no canned query tells of zagros"
tap_exit "the languages of the session" 0 shell '.lang ar,en' '.run fought actor=isis'
tap_case "are those of canned queries" grep -q '^"داعش"@ar' "$tap_dir/out"
says "and of what was found" "actor: داعش actor:isis"
tap_exit "a language of one's own" 0 shell '.lang ar,en' '.run fought actor=isis language=en'
tap_case "goes first" grep -q '^"ISIS"@en' "$tap_dir/out"
tap_exit "a language that a query has not" 0 shell '.lang ku,en' '.run fought actor=isis'
tap_case "is passed over" grep -q '^"ISIS"@en' "$tap_dir/out"

# ---- parameters
ask() {
  tap_exit "$1" 0 "$FURAT" query --data a.ttl --param "s=$2" \
    'PREFIX my: <http://mine.example/> SELECT ?o { ?s my:p ?o }'
}
ask "a parameter may use a prefix of the request" my:s
tap_case "and finds what it names" grep -qx 1 "$tap_dir/out"
tap_case "and nothing is told" test ! -s "$tap_dir/err"
for text in http://mine.example/s other:s; do
  ask "$text is a text" "$text"
  says "but is told to be one" "--param s is the text \"$text\"; an IRI stands between < and >"
done
for text in '"mine:s"' 'mine: s' '<http://mine.example/s>'; do
  ask "$text is no doubtful one" "$text"
  tap_case "and nothing is told" test ! -s "$tap_dir/err"
done
# ---- times
for time in 0 0.5 .5 2. 500ms 1.5s 2m 2min 1h 99999999999999999999h; do
  tap_exit "a time limit of $time" 0 "$FURAT" query --timeout $time 'ASK {}'
done
for time in '' . s 1d 1e3 -1 0x10 '1 s' ٣ 1,5 nan 5minutes; do
  tap_exit "'$time' is no time" 2 "$FURAT" query --timeout "$time" 'ASK {}'
  says "and is told so" "--timeout wants a time, not \"$time\""
  says "with what is one" 'hint: such as 2 or 0.5 (seconds), 500ms, 2min, 1h; 0 is no limit'
done
"$FURAT" export -s s.furat -f nquads -o big.nq
sed 's/ <[^ ]*> \.$/ ./' big.nq >big.nt
long='SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER (STR(?c) < STR(?f)) }'
tap_exit "the least time" 3 "$FURAT" query --timeout 0.0001 "$long"
says "is a millisecond" 'the time limit of 1ms is over'
tap_exit "a tenth of a second" 3 "$FURAT" query --timeout .1 "$long"
says "ends a query" 'the time limit of 100ms is over'
printf '.timeout 0.1\n.timeout\n%s\n' "$long" >times.rq
tap_exit "in the shell, too" 3 "$FURAT" shell -f times.rq
tap_case "where it is shown" grep -qx 'timeout 100ms' "$tap_dir/out"
says "and told" 'the time limit of 100ms is over'
tap_exit "a file that is written" 3 "$FURAT" -s s.furat -c '.timeout 1ms' -c '.export late.ttl'
says "has its time, too" 'the time limit of 1ms is over'
tap_case "and does not appear" test ! -e late.ttl
tap_exit "a document that is read" 3 "$FURAT" query --data big.nt --timeout 1ms 'ASK {}'
says "is not to blame for it" 'furat: error: the time limit of 1ms is over'
tap_exit "no time there" 1 "$FURAT" shell -c '.timeout soon'
says "is told there" 'timeout cannot be soon'
says "with what is one there" 'hint: such as 2 or 0.5 (seconds)'
tap_exit "a check of a store" 3 "$FURAT" check -s s.furat --timeout 1ms
says "has its time limit" 'the time limit of 1ms is over'

# ---- what is forgotten, or stands in the place of something else
tap_exit "no request" 1 sh -c '"$FURAT" query </dev/null'
says "is told to be none" 'hint: there is no request in <stdin>; it stands in quotes'
tap_exit "a document for a store" 3 "$FURAT" query -s a.ttl 'ASK {}'
says "is told to be one" 'hint: --data a.ttl asks a document'
tap_exit "a query for a command" 2 "$FURAT" 'ASK { ?s ?p 1 }'
says "is told to be one, too" "hint: a query is asked with furat query '...'"
tap_exit "a store for a command" 2 "$FURAT" a.furat
says "is told its option" 'hint: furat -s a.furat asks a store'
tap_exit "a query's file in the place of a command" 2 "$FURAT" q.rq
says "is told its command" 'hint: furat query -f q.rq asks the query of a file'
tap_exit "and an update's" 2 "$FURAT" q.ru
says "its own" 'hint: furat update -f q.ru does the update of a file'
tap_exit "one row" 0 "$FURAT" query --data big.nt --max-rows 1 'SELECT ?s { ?s ?p ?o }'
says "is told to be the first" 'furat: only the first is shown, there are more'

# ---- names that are nearly right
nearly() {
  name=$1
  hint=$2
  shift 2
  tap_exit "$name is refused" 2 "$FURAT" "$@"
  says "and what is meant is told" "hint: $hint"
}
nearly --graf 'did you mean --graph?' export --graf x
nearly --reslts 'did you mean --results?' query --reslts csv 'ASK {}'
nearly --no-unon 'did you mean --no-union-default-graph?' query --no-unon-default-graph 'ASK {}'
nearly --m 'it may be: --memory --max-rows' query --m 1 'ASK {}'
nearly cvs 'did you mean csv? it is one of: table' query --results cvs 'ASK {}'
nearly turtl 'did you mean turtle? it is one of: turtle' export --format turtl
nearly ttl 'did you mean turtle?' parse --format ttl a.ttl
nearly nt 'did you mean ntriples?' export --format nt
nearly md 'did you mean markdown?' query -r md 'ASK {}'
nearly redlnd 'did you mean redland?' query --engine redlnd 'ASK {}'
nearly alwys 'did you mean always?' --color alwys
nearly xls 'it is one of: table' query -r xls 'ASK {}'
# ---- documents of another syntax
echo '<?xml version="1.0"?><r/>' >xml.ttl
tap_exit "XML is no Turtle" 1 "$FURAT" parse xml.ttl
says "and is known" "is it RDF/XML?"
echo '{}' >a.jsonld
tap_exit "JSON-LD is not read" 77 "$FURAT" parse a.jsonld
says "and what is instead is told" "hint: ntriples, nquads, turtle, trig, rdfxml and rdfa can"
tap_done
