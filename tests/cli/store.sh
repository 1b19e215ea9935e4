#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Store files by commands: load, query, info, check, backup and export.
. "$top_srcdir/tests/support/tap.sh"
cd "$tap_dir" || exit 99

cat >a.ttl <<'TURTLE'
@prefix e: <https://example.org/> .
e:a e:p 1, 2.5, "x", "س"@ar, [ e:q e:b ] .
TURTLE
cat >b.nq <<'NQUADS'
<https://example.org/a> <https://example.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <https://example.org/g> .
<https://example.org/c> <https://example.org/p> _:x <https://example.org/g> .
NQUADS
printf '<https://example.org/a> <https://example.org/p> "1" .\nnonsense\n' >bad.nt
gzip -c b.nq >b.nq.gz

count() {
  "$FURAT" query --results csv "$@" 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' | tr -d '\r' | tail -n 1
}
export_sorted() {
  "$FURAT" export --format nquads -s "$1"
}

# ---- what the default graph is
name='SELECT ?l { place:mosul skos:prefLabel ?l } ORDER BY ?l'
answers() {
  "$FURAT" query -r csv "$@" "$name" | tr -d '\r' | tail -n +2 | tr '\n' ' '
}
names='Mosul Mûsil الموصل '
tap_exit "a copy of the shipped graph" 0 "$FURAT" load -s twin.furat --shipped
tap_case "answers as the shipped graph" test "$(answers -s twin.furat)" = "$(answers)"
tap_case "with something" test "$(answers -s twin.furat)" = "$names"
tap_case "and by the second engine" test "$(answers -s twin.furat --engine redland)" = "$names"
tap_case "and in the shell" test "$(echo "$name;" | "$FURAT" -s twin.furat | wc -l)" = 4
tap_case "unless another default graph is wanted" test -z "$(answers -s twin.furat --no-union-default-graph)"
"$FURAT" info -s twin.furat >info
tap_case "info tells" grep -q '^default graph  *all graphs$' info
"$FURAT" info -s twin.furat --no-union-default-graph >info
tap_case "and .info" test "$(echo .info | "$FURAT" -s twin.furat | grep -c 'default graph.*all graphs')" = 1
tap_case "and what is wanted" grep -q '^default graph  *the unnamed one$' info
"$FURAT" info -j >info
tap_case "of the shipped graph, too" grep -q '"default_graph": "union",' info
"$FURAT" backup --quiet -s twin.furat twin2.furat
tap_case "a backup remembers it" test "$(answers -s twin2.furat)" = "$names"
"$FURAT" update -q -s twin2.furat 'CLEAR ALL'
"$FURAT" load -q -s twin2.furat --shipped
tap_case "an emptied store, too" test "$(answers -s twin2.furat)" = "$names"
tap_exit "an update tells what it did" 0 "$FURAT" update -s twin2.furat \
  'INSERT DATA { fur:a fur:b 1, 2 } ; DELETE DATA { fur:a fur:b 1 }'
tap_case "in numbers" test "$(cat err)" = '2 statements added, 1 removed'
tap_exit "or that it did nothing" 0 "$FURAT" update -s twin2.furat 'DELETE DATA { fur:a fur:b 1 }'
tap_case "in words" test "$(cat err)" = 'nothing was changed'
tap_exit "and is quiet when asked" 0 "$FURAT" update -q -s twin2.furat 'DELETE DATA { fur:a fur:b 2 }'
tap_case "then" test ! -s err
tap_case "a script of the shell is told nothing" test -z \
  "$(echo 'INSERT DATA { fur:a fur:b 1 };' | "$FURAT" -s twin2.furat 2>&1)"
tap_exit "check finds no fault with it" 0 "$FURAT" check --store twin2.furat
tap_exit "it is taken back" 0 "$FURAT" load -s twin2.furat --no-union-default-graph
tap_case "which is no load of data" grep -q '^loaded 0 statements' err
tap_case "and then the unnamed graph is asked" test -z "$(answers -s twin2.furat)"
"$FURAT" load -q -s mixed.furat b.nq
tap_exit "beside other data" 0 "$FURAT" load -s mixed.furat --shipped
tap_case "the default graph stays" test -z "$(answers -s mixed.furat)"
tap_case "which is told" grep -q 'load -s mixed.furat --union-default-graph' err
tap_exit "and can be changed as told" 0 "$FURAT" load -s mixed.furat --union-default-graph
tap_case "for all who ask" test "$(answers -s mixed.furat)" = "$names"
tap_exit "any store can say so" 0 "$FURAT" load -q -s own.furat --union-default-graph b.nq
tap_case "with its data" test "$(count -s own.furat)" = 2
tap_exit "a load that fails says nothing" 1 "$FURAT" load -q -s plain.furat --union-default-graph b.nq bad.nt
"$FURAT" load -q -s plain.furat b.nq
tap_case "and leaves SPARQL's own rule" test "$(count -s plain.furat)" = 0

# ---- loading
tap_exit "load makes a store" 0 "$FURAT" load -s s.furat a.ttl b.nq.gz
tap_case "and tells what it loaded" grep -q '^loaded 8 statements' err
tap_case "-q tells nothing" test -z "$("$FURAT" load -q -s q.furat a.ttl 2>&1)"
tap_case "the default graph of a store is the unnamed one" test "$(count -s s.furat)" = 6
tap_case "or the union of all" test "$(count -s s.furat --union-default-graph)" = 7
tap_exit "loading again" 0 "$FURAT" load -s s.furat a.ttl
tap_case "adds only blank nodes" test "$(count -s s.furat)" = 8

export_sorted s.furat >before.nq
tap_exit "bad data end with 1" 1 "$FURAT" load -s s.furat b.nq bad.nt
tap_case "name the place" grep -q '^bad.nt:2:1: error: ' err
export_sorted s.furat >after.nq
tap_same "and leave the store as it was" before.nq after.nq
tap_exit "a new store with bad data ends with 1" 1 "$FURAT" load -s new.furat bad.nt
tap_case "and does not stay" test ! -e new.furat -a ! -e new.furat-lock
mkfifo slow.nt
"$FURAT" load -q -s shared.furat slow.nt 2>slow.err &
slow=$!
exec 7>slow.nt
sleep 0.5
"$FURAT" load -q -s shared.furat b.nq 7>&- &
other=$!
sleep 0.5
echo nonsense >&7
exec 7>&-
wait $slow
tap_case "a failed load beside another ends with 1" test $? = 1
wait $other
tap_case "the other one succeeds" test $? = 0
tap_case "and what it loaded stays" test "$(count -s shared.furat --union-default-graph)" = 2
tap_exit "--keep-going loads the good lines" 0 "$FURAT" load --keep-going -s k.furat bad.nt
tap_case "reports the bad ones" grep -q '^bad.nt:2:1: error: ' err
tap_case "and counts them" grep -q 'left out 1 bad line' err
tap_case "the good one is there" test "$(count -s k.furat)" = 1
tap_exit "a graph for triples" 0 "$FURAT" load -s g.furat --graph https://example.org/h a.ttl
tap_case "takes them all" test "$("$FURAT" query -s g.furat 'ASK { ?s ?p ?o }')" = false
tap_case "and has them" test "$(count -s g.furat --union-default-graph)" = 6
tap_exit "standard input without a format is TriG" 0 sh -c \
  "echo '<http://e/g> { <http://e/a> <http://e/b> 1 }' | '$FURAT' load -q -s trig.furat -"
tap_case "with its graphs" test "$("$FURAT" query -s trig.furat 'ASK { GRAPH <http://e/g> { ?s ?p 1 } }')" = true
printf '<a> <b> <c> .' | "$FURAT" load -q -s i.furat -f turtle -b https://example.org/ - 2>err
tap_case "and is read with one" test "$(count -s i.furat)" = 1
tap_exit "load without files" 2 "$FURAT" load -s g.furat
tap_exit "load without a store" 2 "$FURAT" load a.ttl
tap_exit "a file that is not there" 3 "$FURAT" load -s g.furat nothing.ttl

tap_exit "info of a store" 0 "$FURAT" info -s s.furat
tap_case "counts statements" grep -q '^statements  *10$' out
tap_case "knows the prefixes of the data" grep -q ' e:p$' out
"$FURAT" info --json -s s.furat >info.json
tap_case "info in JSON" grep -q '"named_graphs": 1,' info.json
tap_exit "info of the shipped graph" 0 "$FURAT" info
tap_case "says what it is about" grep -q '^store .*the shipped graph$' "$tap_dir/out"

"$FURAT" backup --quiet -s s.furat changed.furat
tap_exit "the shell changes a store" 0 sh -c \
  "printf 'INSERT DATA { <http://e/new> <http://e/p> 1 };\n' | '$FURAT' shell -s changed.furat"
tap_exit "and keeps the change" 0 "$FURAT" query -s changed.furat 'ASK { <http://e/new> ?p 1 }'
tap_case "in the file" grep -qx true "$tap_dir/out"
tap_exit "but makes none" 3 sh -c "echo 'ASK {}' | '$FURAT' shell -s nowhere.furat"
tap_case "of a name" test ! -e nowhere.furat

tap_exit "check finds nothing" 0 "$FURAT" check --store s.furat
tap_exit "backup" 0 "$FURAT" backup -s s.furat copy.furat
export_sorted copy.furat >copy.nq
export_sorted s.furat >now.nq
tap_same "holds the same" now.nq copy.nq
tap_exit "never over a file that exists" 2 "$FURAT" backup -s s.furat copy.furat
tap_exit "unless asked to" 0 "$FURAT" backup --force -s i.furat copy.furat
tap_case "replaces it" test "$(count -s copy.furat)" = 1
tap_exit "backup into no folder" 3 "$FURAT" backup -s s.furat none/copy.furat

tap_exit "a store that is not there" 3 "$FURAT" query -s none.furat 'ASK {}'
tap_case "is not made" test ! -e none.furat
tap_exit "a document is no store" 3 "$FURAT" query -s a.ttl 'ASK {}'
tap_case "says so" grep -q 'a.ttl is not a Furat store' err
tap_exit "a folder is no store" 3 "$FURAT" info -s .
tap_exit "the Redland engine cannot update" 77 "$FURAT" update -s s.furat \
  --engine redland 'DELETE WHERE { ?s ?p ?o }'

# Where no compiled store is at hand the shipped graph is read from its files, and as little to be
# changed.
cp -r "$top_srcdir/ontology" "$top_srcdir/triples" "$top_srcdir/queries" .
echo 'INSERT DATA { <a:b> <a:c> <a:d> }' >insert.ru
tap_exit "the shipped graph stays as it is" 1 sh -c \
  "FURAT_DATADIR='$tap_dir' '$FURAT' shell <insert.ru"
tap_exit "a file that may not grow ends an export with 3" 3 sh -c \
  "ulimit -f 8; '$FURAT' export -o big.ttl"
tap_case "and leaves nothing" test ! -e big.ttl
tap_done
