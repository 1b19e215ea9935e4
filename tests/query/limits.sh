#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Queries that go on and on are answered or refused with a sentence: they neither run out
# of stack nor take all memory.
. "$top_srcdir/tests/support/tap.sh"
echo '<http://example.org/a> <http://example.org/p> "1" .' >"$tap_dir/data.nt"

# NAME STATUS N BEFORE PART AFTER: the query has the part N times; %d in it counts.
repeated() {
  awk -v n="$3" -v before="$4" -v part="$5" -v after="$6" 'BEGIN {
    printf "%s", before
    for (i = 0; i < n; i++) { p = part; gsub(/%d/, i, p); printf "%s", p }
    printf "%s", after }' >"$tap_dir/query.rq"
  tap_exit "$1" "$2" "$FURAT" query --data "$tap_dir/data.nt" --query "$tap_dir/query.rq"
}

repeated 'some OPTIONAL' 0 300 'ASK {' 'OPTIONAL { ?s ?p ?o } ' '}'
repeated 'many OPTIONAL' 3 50000 'ASK {' 'OPTIONAL { ?s ?p ?o } ' '}'
repeated 'many UNION' 3 50000 'ASK { {}' ' UNION { ?s ?p ?o } ' '}'
repeated 'many groups' 3 50000 'ASK {' '{ ?s ?p ?o } ' '}'
repeated 'many MINUS' 3 50000 'ASK { ?s ?p ?o ' 'MINUS { ?s ?p 2 } ' '}'
repeated 'some BIND' 0 100 'ASK {' 'BIND(1 AS ?v%d) ' '}'
repeated 'many BIND' 3 2000 'ASK {' 'BIND(1 AS ?v%d) ' '}'
repeated 'many columns' 3 1000 'SELECT ' '(1 AS ?v%d) ' '{}'
repeated 'many aggregates' 3 1000 'SELECT ' '(SUM(%d) AS ?v%d) ' '{}'
tap_case 'the message is a sentence' grep -q 'too many parts' "$tap_dir/err"

# A limit beyond all numbers of rows, on more rows than are sorted at once.
awk 'BEGIN { for (i = 0; i < 10000; i++)
  printf "<http://example.org/a> <http://example.org/p> \"%d\" .\n", i }' \
  >"$tap_dir/data.nt"
repeated 'greatest LIMIT' 0 1 'SELECT ?o { ?s ?p ?o } ORDER BY ?o LIMIT ' \
  18446744073709551615 ''
tap_case 'all rows are sorted' test "$(wc -l <"$tap_dir/out")" -eq 10001

# Each of these would be compared with each of 10,000 rows: for minutes.
repeated 'an IN of many' 0 20000 'SELECT ?o { ?s ?p ?o FILTER(?o IN ("%d"' ', "%d"' ')) }'
tap_case 'finds all' test "$(wc -l <"$tap_dir/out")" -eq 10001
repeated 'a NOT IN of many' 0 20000 'SELECT ?o { ?s ?p ?o FILTER(?o NOT IN (0' ', %d' ')) }'
repeated 'a disjunction of many' 0 20000 'SELECT ?o { ?s ?p ?o FILTER(?o = 0' \
  ' || ?o = "%d"' ') }'
tap_case 'finds all, too' test "$(wc -l <"$tap_dir/out")" -eq 10001

# Texts that grow by each step.
awk 'BEGIN { printf "SELECT (STRLEN(?v40) AS ?n) { BIND(\"0123456789\" AS ?v0) "
  for (i = 0; i < 40; i++) printf "BIND(CONCAT(?v%d, ?v%d) AS ?v%d) ", i, i, i + 1
  print "}" }' >"$tap_dir/query.rq"
tap_exit 'texts that double' 3 "$FURAT" query --data "$tap_dir/data.nt" \
  --memory 64M --query "$tap_dir/query.rq"
awk 'BEGIN { for (i = 0; i < 9; i++) s = s "REPLACE("
  printf "SELECT (STRLEN(%s\"a\"", s
  for (i = 0; i < 9; i++) printf ", \"a\", \"aaaaaaaaaa\")"
  print ") AS ?n) {}" }' >"$tap_dir/query.rq"
tap_exit 'replacements that grow' 3 "$FURAT" query --data "$tap_dir/data.nt" \
  --memory 64M --query "$tap_dir/query.rq"
tap_done
