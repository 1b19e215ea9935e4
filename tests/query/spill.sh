#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Groups, DISTINCT and sorts that have no room in memory answer as those that have, by way
# of temporary files that nobody sees afterwards.
. "$top_srcdir/tests/support/tap.sh"
mkdir "$tap_dir/temporary"
TMPDIR=$tap_dir/temporary
export TMPDIR
awk 'BEGIN {
  for (i = 0; i < 60000; i++) {
    x = (i * 7919) % 60000
    printf "<http://example.org/s%d> <http://example.org/p%d> ", x / 2, i % 3
    if (i % 4 == 0) printf "\"%d\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n", x
    else if (i % 4 == 1) printf "\"text %d\" .\n", x % 1000
    else if (i % 4 == 2) printf "\"%d.5\"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n", x
    else printf "<http://example.org/o%d> .\n", x % 5000
  }
}' >"$tap_dir/data.nt"
"$FURAT" load -s "$tap_dir/store" "$tap_dir/data.nt" >"$tap_dir/load" 2>&1

# NAME MEMORY ORDERED QUERY: the same answer within the memory, in the same order if 1.
within() {
  "$FURAT" query -s "$tap_dir/store" --results tsv "$4" >"$tap_dir/all" 2>"$tap_dir/err"
  tap_exit "$1: answers" 0 "$FURAT" query -s "$tap_dir/store" --results tsv --memory "$2" "$4"
  mv "$tap_dir/out" "$tap_dir/little"
  for file in all little; do
    if test "$3" = 1; then
      cp "$tap_dir/$file" "$tap_dir/$file.sorted"
    else
      sort "$tap_dir/$file" >"$tap_dir/$file.sorted"
    fi
  done
  tap_same "$1: the same" "$tap_dir/all.sorted" "$tap_dir/little.sorted"
}

within 'groups' 3M 0 \
  'SELECT ?s (COUNT(?o) AS ?n) (SUM(?o) AS ?t) (MAX(?o) AS ?m) { ?s ?p ?o } GROUP BY ?s'
within 'groups of two keys' 5M 0 \
  'SELECT ?p ?o (SAMPLE(?s) AS ?x) (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o FILTER(?p != ?o) }
   GROUP BY ?p ?o HAVING (COUNT(*) > 1)'
within 'distinct' 1500K 0 'SELECT DISTINCT ?o ?s { ?s ?p ?o FILTER(?s != ?o) }'
within 'a sort by ids' 3M 1 'SELECT ?s ?o { ?s ?p ?o } ORDER BY DESC(COALESCE(?s, ?o)) ?o'
within 'a sort of values' 5M 1 'SELECT ?o ?s { ?s ?p ?o } ORDER BY DESC(?o) ?s'
within 'a large limit' 3M 1 'SELECT ?s ?o { ?s ?p ?o } ORDER BY DESC(COALESCE(?s, ?o)) ?o LIMIT 50000'
within 'distinct behind a sort' 12M 1 \
  'SELECT DISTINCT ?o ?p { ?s ?p ?o } ORDER BY ?o ?p'
# NAME MEMORY QUERY: the same triples within the memory.
within_triples() {
  "$FURAT" query -s "$tap_dir/store" --results ntriples "$3" | LC_ALL=C sort >"$tap_dir/all"
  tap_exit "$1: answers" 0 "$FURAT" query -s "$tap_dir/store" --results ntriples --memory "$2" "$3"
  LC_ALL=C sort "$tap_dir/out" >"$tap_dir/little"
  tap_same "$1: the same" "$tap_dir/all" "$tap_dir/little"
  tap_case "$1: each triple once" test -z "$(uniq -d "$tap_dir/little")"
}
within_triples 'triples that are made' 2M \
  'CONSTRUCT { ?s ?p ?o . ?s a ?p . ?o a ?s } { ?s ?p ?o }'
within_triples 'triples that come again' 2M \
  'CONSTRUCT { ?s ?p ?o } { { ?s ?p ?o } UNION { ?s ?p ?o } }'
within_triples 'descriptions' 3M 'DESCRIBE ?s { ?s ?p ?o }'
tap_exit 'too little for anything' 3 "$FURAT" query -s "$tap_dir/store" --memory 100K \
  'SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o FILTER(?s != ?o) } GROUP BY ?s'
tap_case 'nothing is left behind' test -z "$(ls "$tap_dir/temporary")"
TMPDIR=$tap_dir/none
tap_exit 'no place for the file' 3 "$FURAT" query -s "$tap_dir/store" --memory 3M \
  'SELECT ?s ?o { ?s ?p ?o } ORDER BY DESC(COALESCE(?s, ?o)) ?o'
tap_case 'the message says so' grep -q 'temporary file' "$tap_dir/err"
tap_done
