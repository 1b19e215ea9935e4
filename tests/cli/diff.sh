# SPDX-License-Identifier: GPL-3.0-or-later
# furat canonicalize and furat diff.
# shellcheck shell=sh disable=SC1091
. "$top_srcdir/tests/support/tap.sh"

cd "$tap_dir" || exit 99

printf '@prefix : <x:> . :a :p 1, [ :q 2 ], [ :q 2 ] . :b :p [ :q [ :r 5 ] ] .' >old.ttl
printf '@prefix : <x:> . :b :p [ :q [ :r 5 ] ] . :a :p [ :q 2 ], 3, 1 .' >new.ttl
cat >changes <<'EOT'
+ <x:a> <x:p> "3"^^<http://www.w3.org/2001/XMLSchema#integer> .
- <x:a> <x:p> _:r0 .
- _:r0 <x:q> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .
EOT

tap_exit "two documents are compared" 0 "$FURAT" diff old.ttl new.ttl
tap_same "what changed is told" changes out
tap_exit "a difference can be a status" 1 "$FURAT" diff --stat --exit-code old.ttl new.ttl
printf '2 removed, 1 added\n' >stat
tap_same "and be counted" stat out

"$FURAT" load --quiet --store new.furat new.ttl
tap_exit "a store and a document" 0 "$FURAT" diff --exit-code new.furat new.ttl
: >empty
tap_same "say the same" empty out
tap_exit "one operand is too few" 2 "$FURAT" diff old.ttl
tap_exit "three are too many" 2 "$FURAT" diff old.ttl old.ttl old.ttl
tap_exit "what is not there cannot be compared" 3 "$FURAT" diff old.ttl nothing.furat

printf '_:x <x:p> _:y .\n_:x <x:p> _:y .\n<x:a> <x:q> "\\u00E9" .\n' >labels.nq
printf '<x:a> <x:q> "é" .\n_:c14n0 <x:p> _:c14n1 .\n' >canonical
tap_exit "a document in its canonical form" 0 "$FURAT" canonicalize labels.nq
tap_same "is sorted, its blank nodes are named" canonical out
"$FURAT" export --canonical --data labels.nq >out
tap_same "export writes the same" canonical out
printf '{\n  "x": "c14n0",\n  "y": "c14n1"\n}\n' >map
tap_exit "the names are told" 0 "$FURAT" canonicalize --map labels.nq
tap_same "as JSON" map out
tap_exit "canonical Turtle there is not" 2 "$FURAT" export --canonical --format turtle
tap_done
