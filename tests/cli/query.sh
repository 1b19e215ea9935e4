#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What furat query, update and run answer: sources, formats, parameters, mistakes.
. "$top_srcdir/tests/support/tap.sh"

cat >"$tap_dir/a.trig" <<'EOF'
@prefix : <http://e/> .
:s :p "one" , 2 .
:g { :s :q :o }
EOF
printf '<http://e/n> <http://e/q> <rel> .\n' >"$tap_dir/n.ttl"
printf 'SELECT ?o { ?s <http://e/q> ?o }' >"$tap_dir/q.rq"
: >"$tap_dir/empty.ttl"

# says NAME TEXT: the last command said TEXT on standard error
says() {
  tap_case "$1" grep -qF -- "$2" "$tap_dir/err"
}
# gives NAME TEXT: the last command wrote exactly this line last
gives() {
  tap_case "$1" test "$(tail -n 1 "$tap_dir/out" | tr -d '\r')" = "$2"
}

# ---- sources
tap_exit "a file is the default graph" 0 "$FURAT" query --data "$tap_dir/a.trig" 'SELECT ?o { ?s ?p ?o FILTER(isNumeric(?o)) }'
gives "solutions are TSV in a pipe" 2
tap_exit "named graphs stand apart" 0 "$FURAT" query --data "$tap_dir/a.trig" --query "$tap_dir/q.rq"
gives "so nothing is found" '?o'
tap_exit "unless their union is asked for" 0 "$FURAT" query --data "$tap_dir/a.trig" --union-default-graph --query "$tap_dir/q.rq"
gives "which finds it" '<http://e/o>'
tap_exit "relative IRIs are those of the graph" 0 "$FURAT" query --named-graph "http://e/x?a=b=$tap_dir/n.ttl" 'SELECT ?o ?g { GRAPH ?g { ?s ?p ?o } }'
gives "and its name is whole" '<http://e/rel>	<http://e/x?a=b>'
tap_exit "a file that is not there" 3 "$FURAT" query --data "$tap_dir/no.ttl" 'ASK {}'
says "is named" "$tap_dir/no.ttl"
tap_exit "a bad named graph is usage" 2 "$FURAT" query --named-graph nothing 'ASK {}'
tap_exit "a query from standard input" 0 sh -c "printf 'ASK { }' | '$FURAT' query --data '$tap_dir/empty.ttl'"
gives "is answered" true
tap_exit "two queries are too many" 2 "$FURAT" query 'ASK {}' 'ASK {}'
says "and told how one is given" 'hint: put quotes around'
for command in info export shell; do
  tap_exit "$command takes no file for a source" 2 "$FURAT" "$command" "$tap_dir/a.trig"
  says "$command tells how one is given" '--data'
done
tap_exit "check takes no file for a store" 2 "$FURAT" check "$tap_dir/my.furat"
says "and tells how one is given" "hint: a store is given as -s $tap_dir/my.furat"
tap_exit "a file is no command" 2 "$FURAT" "$tap_dir/a.trig"
says "and told how one is asked" '--data'
tap_exit "a file is no query" 1 "$FURAT" query "$tap_dir/q.rq"
says "and told how one is read" "hint: --query $tap_dir/q.rq reads the file"
tap_exit "an update of the shipped graph that nobody sees" 2 "$FURAT" update 'INSERT DATA { <http://e/a> <http://e/b> 1 }'
says "is refused with advice" 'furat load -s my.furat --shipped'
tap_exit "one that is shown is made" 0 "$FURAT" update --dump nquads 'INSERT DATA { <http://e/a> <http://e/b> "seen" }'
tap_case "in a copy" grep -q '"seen"' "$tap_dir/out"

# ---- formats
for format in json xml csv tsv table markdown html; do
  tap_exit "solutions as $format" 0 "$FURAT" query --data "$tap_dir/a.trig" -r "$format" 'SELECT * { ?s ?p ?o }'
done
for format in turtle ntriples nquads trig rdfxml jsonld; do
  tap_exit "a graph as $format" 0 "$FURAT" query --data "$tap_dir/a.trig" -r "$format" 'CONSTRUCT WHERE { ?s ?p ?o }'
done
tap_exit "solutions are no Turtle" 2 "$FURAT" query --data "$tap_dir/a.trig" -r turtle 'ASK {}'
tap_exit "a graph is no CSV" 2 "$FURAT" query --data "$tap_dir/a.trig" -r csv 'CONSTRUCT WHERE { ?s ?p ?o }'
tap_exit "a full disk is told" 3 sh -c "'$FURAT' query --data '$tap_dir/a.trig' 'SELECT * { ?s ?p ?o }' >/dev/full"

: >"$tap_dir/a.unknown"
tap_exit "an ending without a syntax is usage" 2 "$FURAT" query --data "$tap_dir/a.unknown" 'ASK {}'
says "with a hint that fits" 'hint: give it with --data-format'

# ---- interrupted
mkfifo "$tap_dir/never"
interrupted() { # NAME COMMAND...: what waits is ended by a signal, with 130
  tap_name=$1
  shift
  "$@" 2>"$tap_dir/err" &
  tap_pid=$!
  sleep 1
  kill -TERM $tap_pid
  wait $tap_pid
  tap_status=$?
  tap_case "$tap_name ends with 130, not $tap_status" test $tap_status = 130
  says "$tap_name says why" 'error: interrupted'
}
exec 7<>"$tap_dir/never"
interrupted "waiting for a query" "$FURAT" query --data "$tap_dir/empty.ttl" --query "$tap_dir/never"
exec 7>&-
mkfifo "$tap_dir/full"
exec 8<>"$tap_dir/full"
interrupted "waiting for a reader" sh -c 'exec "$FURAT" export >"$1"' - "$tap_dir/full"
exec 8>&-

# ---- harmless to a terminal
printf '<http://x/\302\23331m> a <https://w3id.org/furat/ontology#Actor> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Foo"@en .\n' >"$tap_dir/c1.ttl"
tap_exit "a canned query over it" 0 "$FURAT" run fought --data "$tap_dir/c1.ttl" actor=Foo
says "what was found is told visibly" 'http://x/\u009B31m'
tap_exit "near names" 1 "$FURAT" run fought --data "$tap_dir/c1.ttl" actor=Fo
says "too" 'http://x/\u009B31m'
printf '<http://x/a> <http://x/\302\23331m> 1 .\n' >"$tap_dir/c2.ttl"
tap_exit "info" 0 "$FURAT" info --data "$tap_dir/c2.ttl"
gives "shows predicates so" '               1  <http://x/\u009B31m>'

printf '\357\273\277ASK {}' >"$tap_dir/marked.rq"
tap_exit "a byte order mark before a query is passed over" 0 "$FURAT" query --query "$tap_dir/marked.rq"
tap_exit "and before a script" 0 sh -c "'$FURAT' shell <'$tap_dir/marked.rq'"

# ---- mistakes
tap_exit "a syntax error ends with 1" 1 "$FURAT" query --data "$tap_dir/a.trig" 'SELECT ?x {
  ?x foo:bar ?y }'
says "with its place" 'query:2:6: error: '
says "and carets" '     ^~~~'
tap_exit "paths end with 77" 77 "$FURAT" query --engine redland --data "$tap_dir/a.trig" 'SELECT * { ?s <http://e/p>* ?o }'
tap_exit "updates end with 77" 77 "$FURAT" update --engine redland --data "$tap_dir/a.trig" 'DELETE WHERE { ?s ?p ?o }'
tap_exit "a wrong update ends with 1" 1 "$FURAT" update --engine redland --data "$tap_dir/a.trig" 'DELETE HERE'
tap_exit "bad UTF-8 ends with 1" 1 "$FURAT" query --data "$tap_dir/a.trig" "$(printf 'ASK { ?s ?p "\377" }')"
tap_exit "a time limit ends with 3" 3 "$FURAT" query --engine redland --timeout 1 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }'
tap_case "and with no answer" test ! -s "$tap_dir/out"

# ---- Ctrl-C
"$FURAT" query --engine redland 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }' >"$tap_dir/out" 2>"$tap_dir/err" &
pid=$!
sleep 1
kill -TERM "$pid"
wait "$pid"
tap_case "a signal ends a query with 130" test $? -eq 130

# ---- parameters
tap_exit "a parameter is a term" 0 "$FURAT" query --data "$tap_dir/a.trig" 'SELECT ?s { ?s ?p ?v }' --param v='"one"'
gives "and found" '<http://e/s>'
tap_exit "quotes and braces are text" 0 "$FURAT" query --data "$tap_dir/a.trig" 'SELECT ?v { ?s ?p 2 }' --param v='} { \ "x"'
tap_exit "a prefixed name is an IRI" 0 "$FURAT" query 'ASK { ?s a ?c }' --param c=fur:Battle
gives "and known" true
printf '@prefix own: <http://own.example/> . own:a own:p own:b .\n' >"$tap_dir/own.ttl"
tap_exit "a prefix of the data is known in a parameter" 0 "$FURAT" query --data "$tap_dir/own.ttl" --param s=own:a 'SELECT ?o { ?s ?p ?o }'
gives "as in the query" '<http://own.example/b>'
tap_exit "what is no IRI is refused" 1 "$FURAT" query 'ASK { ?s ?p ?v }' --param 'v=<a b>'
printf '%s\n' '<http://e/a> <http://e/p> 1 .' >"$tap_dir/given.ttl"
tap_exit "a parameter is bound behind an OPTIONAL, too" 0 "$FURAT" query --data "$tap_dir/given.ttl" --param v=2 \
  'ASK { ?s <http://e/p> ?o OPTIONAL { ?s <http://e/p> ?v } FILTER(!BOUND(?v)) }'
gives "so that nothing is left of what must not be bound" false
# A parameter is in every row, and in columns as in expressions.
tap_exit "an OPTIONAL that finds nothing leaves a parameter its value" 0 "$FURAT" query --data "$tap_dir/given.ttl" --param v=2 \
  --results tsv 'SELECT ?v (?v + 1 AS ?w) (BOUND(?v) AS ?b) { ?s ?p 1 OPTIONAL { ?s ?p ?v } FILTER(?v > 1) }'
gives "in its column too" '2	3	"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
tap_exit "so does a branch of a UNION" 0 "$FURAT" query --data "$tap_dir/given.ttl" --param v=2 \
  'SELECT ?v (COUNT(*) AS ?n) { { ?s ?p 1 } UNION { ?s ?p ?v } } GROUP BY ?v'
gives "and groups have it" '2	1'
tap_exit "an unknown variable is refused" 1 "$FURAT" query 'ASK { ?s ?p ?o }' --param v=1
tap_exit "a parameter without a value is usage" 2 "$FURAT" query 'ASK { ?s ?p ?v }' --param v

# ---- canned queries
tap_exit "run lists the queries" 0 "$FURAT" run
tap_case "by name and title" grep -q '^  fought  *Who fought whom$' "$tap_dir/out"
tap_exit "an alias finds the actor" 0 "$FURAT" run fought 'actor=تنظيمُ الدّولة الاسلاميه'
says "and tells which" 'actor: ISIS actor:isis'
tap_exit "an unknown name lists what is near" 1 "$FURAT" run fought actor=Iraqi
says "with IRIs" 'actor:iraqi-army'
tap_exit "a thing of another kind is not taken" 1 "$FURAT" run fought actor=Raqqa
says "and the kind is told" 'no Actor is called Raqqa'
tap_exit "an empty name is usage" 2 "$FURAT" run fought actor=
says "and says so" 'actor has no value'
tap_exit "hostile names are only names" 1 "$FURAT" run fought 'actor=" } ; DROP ALL # \ "'
tap_exit "an unknown query" 2 "$FURAT" run fougt
says "has a suggestion" 'did you mean fought?'
tap_exit "a missing parameter" 2 "$FURAT" run happened-in
tap_exit "an unknown parameter" 2 "$FURAT" run fought actr=x
says "has a suggestion too" 'did you mean actor=?'
tap_exit "a value that is not offered" 2 "$FURAT" run fought language=fr
tap_exit "a parameter given twice" 2 "$FURAT" run fought language=en language=ar

cat >"$tap_dir/mine.rq" <<'EOF'
#+ title: Mine
#+ defaults:
#+   - least: 1
SELECT ?s { ?s ?p ?o FILTER (?o > ?_least_integer) }
EOF
tap_exit "a query of one's own" 0 "$FURAT" run --data "$tap_dir/a.trig" "$tap_dir/mine.rq"
gives "is answered with its default" '<http://e/s>'
tap_exit "a value of another type is usage" 2 "$FURAT" run --data "$tap_dir/a.trig" "$tap_dir/mine.rq" least=few
says "and says so" 'least=few is no integer'
printf '#+ title: Bad\n#+ defaults:\n#+   - nothing: 1\nASK {}\n' >"$tap_dir/bad.rq"
tap_exit "a wrong header ends with 1" 1 "$FURAT" run "$tap_dir/bad.rq"
says "and has its line" 'bad.rq:3: error: the query has no parameter nothing'
printf '#+ titel: Bad\nASK {}\n' >"$tap_dir/bad.rq"
tap_exit "an unknown key ends with 1" 1 "$FURAT" run "$tap_dir/bad.rq"

# ambiguous: two things of one name
cat >"$tap_dir/two.ttl" <<'EOF'
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://e/1> skos:prefLabel "Same"@en . <http://e/2> skos:altLabel "same"@en ; skos:prefLabel "Other"@en .
EOF
printf '#+ title: T\nSELECT ?p { ?_thing_iri ?p ?o }\n' >"$tap_dir/t.rq"
tap_exit "an exact name is taken before a like one" 0 "$FURAT" run --data "$tap_dir/two.ttl" "$tap_dir/t.rq" thing=Same
tap_exit "a name of two things is refused" 1 "$FURAT" run --data "$tap_dir/two.ttl" "$tap_dir/t.rq" thing=SAME
says "with both" 'Other (same) <http://e/2>'

# ---- the shipped graph
tap_exit "the derived triples are those of the rules" 0 "$FURAT" derive
tap_same "and the build has them" "$top_builddir/share/furat/derived.nq" "$tap_dir/out"
tap_exit "without them they are derived" 0 env FURAT_DATADIR="$top_srcdir" "$FURAT" query 'ASK { ?a fur:fought ?b }'
gives "on the way" true
tap_exit "a data folder that is not there" 1 env FURAT_DATADIR="$tap_dir/no" "$FURAT" run
tap_done
