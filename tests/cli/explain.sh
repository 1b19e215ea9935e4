#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What furat explain and .explain show: trees for people, JSON for programs.
. "$top_srcdir/tests/support/tap.sh"

cat >"$tap_dir/a.ttl" <<'EOF'
@prefix : <http://e/> .
:s1 :p :o1 ; :q 1 . :s2 :p :o1 ; :q 2 . :s3 :p :o2 .
EOF
explain() {
  "$FURAT" explain --data "$tap_dir/a.ttl" "$@"
}
json() {
  "$PYTHON" -c "import json, sys
plan = json.load(open('$tap_dir/out'))
sys.exit(not ($1))"
}

tap_exit "a plan is a tree" 0 explain 'SELECT ?s { ?s <http://e/p> ?o FILTER(?o != <http://e/o2> || ?s IN (1, "x"@en)) }'
cat >"$tap_dir/expected" <<'EOF'
 estimate  plan
        3  project ?s
        3  └─ filter ?o != :o2 || ?s IN (1, "x"@en)
        3     └─ scan ?s :p ?o
EOF
tap_case "with estimates and the filter as it was written" diff "$tap_dir/expected" "$tap_dir/out"
tap_exit "EXISTS has a plan of its own" 0 explain 'PREFIX : <http://e/> SELECT * { ?s :p ?o FILTER(?o = 1 || NOT EXISTS { ?s :q ?n }) }'
tap_case "below the filter" grep -q 'exists: scan ?s :q ?n' "$tap_dir/out"
tap_exit "a query can be run for its figures" 0 explain --analyze 'SELECT ?s { ?s <http://e/p> ?o }'
tap_case "solutions and starts are counted" grep -qE '^ +3 +3 +1 +[0-9.]+ +[0-9]+  project \?s$' "$tap_dir/out"
tap_case "and the time is told" grep -qE '^planned in [0-9.]+ ms, ran in [0-9.]+ ms$' "$tap_dir/out"
tap_exit "the first of all" 0 explain -a 'SELECT ?s { ?s <http://e/p> ?o } ORDER BY STR(?s) LIMIT 2'
tap_case "are estimated and given as so many" grep -qE '^ +2 +2 +1 .* top 2 by' "$tap_dir/out"
tap_exit "where an index has the order" 0 explain -a 'SELECT ?s { ?s <http://e/p> ?o } ORDER BY ?s LIMIT 2'
tap_case "they are given as they come" grep -qE '^ +2 +2 +1 .* first in order 2 by' "$tap_dir/out"
tap_exit "or has it the other way round" 0 explain -a 'SELECT ?s { ?s <http://e/p> ?o } ORDER BY DESC(?s) LIMIT 2'
tap_case "they are read from the end" grep -q 'scan ?s :p ?o descending by ?s$' "$tap_dir/out"
tap_exit "in JSON" 0 explain --json 'SELECT ?s { ?s <http://e/p> ?o } ORDER BY DESC(?s)'
tap_case "by a field" json "plan['plan']['inputs'][0]['inputs'][0]['descending'] and plan['plan']['inputs'][0]['inputs'][0]['order']"
"$PYTHON" -c "
print('@prefix : <http://e/> .')
for i in range(2000): print(f':s{i} :p :o{i} ; :q {i} .')
print(':s7 a :T . :s8 a :T .')" >"$tap_dir/many.ttl"
tap_exit "a look-up" 0 "$FURAT" explain --data "$tap_dir/many.ttl" \
  'PREFIX : <http://e/> SELECT ?n { ?s a :T ; :q ?n }'
tap_case "tells its variable, which nobody above needs" grep -qF 'look-up join on ?s' "$tap_dir/out"
tap_exit "a plan as JSON" 0 explain --json 'SELECT ?s { ?s <http://e/p> ?o }'
tap_case "has the tree" json "plan['plan']['operator'] == 'project' and plan['plan']['inputs'][0]['description'] == '?s :p ?o' and 'rows' not in plan['plan']"
tap_exit "a run as JSON" 0 explain --json -a 'ASK { ?s <http://e/p> ?o FILTER EXISTS { ?s <http://e/q> 1 } }'
tap_case "has figures" json "plan['plan']['rows'] == 1 and plan['execution_ms'] > 0"
printf 'INSERT DATA { <http://e/a> <http://e/b> 1 }; DELETE { ?s ?p 1 } WHERE { ?s <http://e/q> 1 ; ?p 1 }' >"$tap_dir/u.ru"
tap_exit "an update is explained" 0 explain --update "$tap_dir/u.ru"
tap_case "operation by operation" grep -q '^operation 1 has no pattern$' "$tap_dir/out"
tap_case "by its patterns" grep -q 'scan ?s :q 1' "$tap_dir/out"
tap_exit "as JSON too" 0 explain --json --update "$tap_dir/u.ru"
tap_case "in a list" json "plan['operations'][0]['plan'] is None and plan['operations'][1]['plan']['operator']"
tap_exit "but it is not run" 2 explain --analyze --update "$tap_dir/u.ru"
tap_exit "a mistake is shown in the query" 1 explain 'SELECT ?s { ?s ?p }'
tap_case "with carets" grep -qF '^' "$tap_dir/err"
tap_exit "rasqal has no plans" 77 explain --engine redland 'ASK {}'
tap_exit "controls in data do not reach the terminal" 0 explain 'ASK { ?s ?p "\u001B[31m" }'
tap_case "as they are" sh -c "! grep -q \"$(printf '\033')\" '$tap_dir/out'"
printf '.explain on\nASK {}\n.explain analyze\nASK {}\n.explain off\nASK {}\n' >"$tap_dir/script"
tap_exit "the shell shows plans" 0 sh -c "'$FURAT' shell <'$tap_dir/script'"
tap_case "until it shows answers again" test "$(sed -n '2p;$p' "$tap_dir/out" | tr '\n' ' ')" = "        1  one empty solution true "
tap_exit ".explain takes three words" 1 sh -c "echo .explain perhaps | '$FURAT' shell"
# ---- parameters
{
  i=0
  while test $i -lt 300; do
    i=$((i + 1))
    printf '<http://e/s%d> <http://e/p> <http://e/o%d> ; <http://e/q> %d .\n' $i $((i % 7)) $i
  done
} >"$tap_dir/params.ttl"
# plan NAME QUERY ARGUMENT...: the plan of a query over that, without names of terms
plan() {
  out=$1
  query=$2
  shift 2
  "$FURAT" explain --data "$tap_dir/params.ttl" "$@" "$query" | sed 's/<http:..e.s9>/?s/' >"$tap_dir/$out"
}
plan given 'SELECT ?n { ?s <http://e/p> ?o . ?x <http://e/p> ?o . ?x <http://e/q> ?n }' --param 's=<http://e/s9>'
plan written 'SELECT ?n { <http://e/s9> <http://e/p> ?o . ?x <http://e/p> ?o . ?x <http://e/q> ?n }'
tap_same "a parameter is planned for as if it stood in the query" "$tap_dir/written" "$tap_dir/given"
plan nothing 'SELECT ?n { ?s <http://e/p> ?o . ?x <http://e/p> ?o }' --param 's=<http://e/nosuch>'
tap_case "what is not there has no solutions" grep -Eq '^ +0 .*scan \?s <http://e/p> \?o' "$tap_dir/nothing"
tap_exit "passes can be left out" 0 "$FURAT" explain --disable sort-order 'SELECT * { ?s rdfs:label ?o } ORDER BY DESC(?o) LIMIT 5'
tap_case "of plans over the shipped graph, too" grep -q 'top 5 by DESC' "$tap_dir/out"
tap_exit "and only those that there are" 2 "$FURAT" explain --disable nothing 'ASK {}'
tap_done
