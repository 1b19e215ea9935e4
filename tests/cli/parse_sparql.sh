#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# furat parse --query and --update: canonical text, places of errors, exit statuses.
. "$top_srcdir/tests/support/tap.sh"

request() {
  printf '%s\n' "$2" >"$tap_dir/$1"
}

request good.rq 'prefix : <http://e/> select ?x { ?x a :C ; :p 1 filter(?x != <>) }'
tap_exit "a good query ends with 0" 0 \
  "$FURAT" parse --query "$tap_dir/good.rq" --base http://b/c
cat >"$tap_dir/expected" <<'END'
BASE <http://b/c>
SELECT ?x
WHERE {
  ?x a <http://e/C> .
  ?x <http://e/p> 1 .
  FILTER (?x != <http://b/c>)
}
END
tap_same "it is written in its canonical form" "$tap_dir/expected" "$tap_dir/out"
cp "$tap_dir/out" "$tap_dir/canonical.rq"
tap_exit "the canonical form parses" 0 "$FURAT" parse --query "$tap_dir/canonical.rq"
tap_same "to itself" "$tap_dir/expected" "$tap_dir/out"
tap_exit "standard input is read" 0 \
  sh -c '"$FURAT" parse --query - <"$1"' - "$tap_dir/canonical.rq"
tap_same "and gives the same" "$tap_dir/expected" "$tap_dir/out"

tap_exit "without --base the file is the base" 0 "$FURAT" parse --query "$tap_dir/good.rq"
tap_case "as a file IRI" grep -q "^BASE <file:///.*good.rq>" "$tap_dir/out"

request bad.rq "select ?x
{ ?x foaf:name 'عرب' . foo }"
tap_exit "a bad query ends with 1" 1 "$FURAT" parse --query "$tap_dir/bad.rq"
cat >"$tap_dir/expected" <<END
$tap_dir/bad.rq:2:6: error: prefix foaf: is not declared
{ ?x foaf:name 'عرب' . foo }
     ^~~~~
hint: declare it: PREFIX foaf: <http://xmlns.com/foaf/0.1/>
END
tap_same "with its place, carets and a hint" "$tap_dir/expected" "$tap_dir/err"
tap_case "and nothing on standard output" test ! -s "$tap_dir/out"

request good.ru 'insert data { <http://a> <http://b> 1 } ; clear all'
tap_exit "a good update ends with 0" 0 "$FURAT" parse --update "$tap_dir/good.ru"
tap_exit "a query is no update" 1 "$FURAT" parse --update "$tap_dir/good.rq"
tap_case "and is told so" grep -q 'this is a query, not an update' "$tap_dir/err"
tap_exit "an update is no query" 1 "$FURAT" parse --query "$tap_dir/good.ru"

tap_exit "nothing stands beside a query" 2 \
  "$FURAT" parse --query "$tap_dir/good.rq" --format turtle
tap_exit "nor a document" 2 "$FURAT" parse --query "$tap_dir/good.rq" "$tap_dir/good.rq"
tap_exit "a base must be absolute" 2 "$FURAT" parse --query "$tap_dir/good.rq" --base b/c
tap_exit "a missing file ends with 3" 3 "$FURAT" parse --query "$tap_dir/none.rq"
tap_exit "a full disk ends with 3" 3 \
  sh -c '"$FURAT" parse --query "$1" >/dev/full' - "$tap_dir/good.rq"

tap_done
