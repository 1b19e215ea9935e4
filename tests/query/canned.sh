#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each canned query, with the arguments of cases.txt, answers as in expected/ when it is asked of
# the invented graph small.trig; each query has a case.  The Redland engine gives the same answer
# or refuses, and it answers five queries at least.  What the shipped graph answers is in
# questions.py.
# FURAT_EXPECT=DIR writes the answers to DIR instead, to be read and taken over.
. "$top_srcdir/tests/support/tap.sh"
here=$top_srcdir/tests/query
: >"$tap_dir/redland"
small=$tap_dir/small.furat
"$FURAT" load --quiet --store "$small" "$here/small.trig" "$top_srcdir/ontology/furat.ttl" \
  "$top_srcdir/ontology/concepts.ttl" </dev/null

# ask QUERY ARGUMENT...: of the invented graph
ask() {
  "$FURAT" run --store "$small" --union-default-graph --results tsv "$@" </dev/null
}

# by_redland CASE QUERY ARGUMENT...: the second engine agrees with what is expected
by_redland() {
  case=$1
  shift
  ask "$@" --engine redland >"$tap_dir/$case.redland" 2>"$tap_dir/err"
  case $? in
  0)
    echo "$1" >>"$tap_dir/redland"
    tap_same "$case by rasqal" "$here/expected/$case.tsv" "$tap_dir/$case.redland"
    ;;
  77) tap_ok "$case is refused by rasqal" ;;
  *) tap_not_ok "$case by rasqal" "$(cat "$tap_dir/err")" ;;
  esac
}

while read -r case query arguments; do
  case $case in
  '' | '#'*) continue ;;
  esac
  # shellcheck disable=SC2086 # words are wanted
  if ask "$query" $arguments >"$tap_dir/$case.tsv" 2>"$tap_dir/err"; then
    test -z "${FURAT_EXPECT-}" || cp "$tap_dir/$case.tsv" "$FURAT_EXPECT"
    tap_same "$case" "$here/expected/$case.tsv" "$tap_dir/$case.tsv"
  else
    tap_not_ok "$case" "$(cat "$tap_dir/err")"
  fi
  # shellcheck disable=SC2086
  by_redland "$case" "$query" $arguments
done <"$here/cases.txt"

tap_case "rasqal answers five queries" test "$(sort -u "$tap_dir/redland" | wc -l)" -ge 5

for file in "$top_srcdir"/queries/*.rq; do
  query=$(basename "$file" .rq)
  tap_case "$query has a case" grep -q "^[^# ]* $query\( \|\$\)" "$here/cases.txt"
  tap_case "$query explains itself" "$FURAT" run "$query" --help
  tap_case "$query has an Arabic title" grep -q '^#+ title@ar: ' "$file"
done
tap_done
