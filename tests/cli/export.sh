#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# furat export: what it writes, where, and what it leaves when it cannot.
. "$top_srcdir/tests/support/tap.sh"

cd "$tap_dir" || exit 99
cat >data.trig <<'END'
@prefix ex: <http://example.org/> .
ex:s ex:p _:a , "1"@en .  _:a ex:q ( 1 2 ) .
ex:g { ex:s ex:p 5 }
ex:h { ex:s ex:p 6 }
END

# --- formats -----------------------------------------------------------------------------

cat >expected.ttl <<'END'
@prefix ex: <http://example.org/> .

ex:s ex:p
        [
            ex:q ( 1 2 )
        ] ,
        "1"@en ,
        5 ,
        6 .
END
tap_exit 'Turtle holds the triples of all graphs' 0 \
  "$FURAT" export --data data.trig --format turtle
tap_same 'Turtle' expected.ttl out

for format in turtle trig ntriples nquads rdfxml jsonld dot; do
  tap_exit "$format is written" 0 "$FURAT" export --data data.trig -f "$format"
  cp out first
  tap_exit "$format is written again" 0 "$FURAT" export --data data.trig -f "$format"
  tap_same "$format is the same again" first out
done

for pair in a.ttl:turtle a.trig:trig a.nt:ntriples a.nq:nquads a.rdf:rdfxml a.jsonld:jsonld \
  a.dot:dot; do
  file=${pair%:*}
  tap_exit "the ending of $file" 0 "$FURAT" export --data data.trig -o "$file"
  "$FURAT" export --data data.trig -f "${pair#*:}" >out
  tap_same "tells ${pair#*:}" out "$file"
done

tap_exit 'unsorted N-Quads' 0 "$FURAT" export --data data.trig -f nquads --unsorted
tap_case 'are as many' test "$(wc -l <out)" -eq "$(wc -l <a.nq)"

# --- parts -------------------------------------------------------------------------------

printf '@prefix ex: <http://example.org/> .\n\nex:s ex:p 5 .\n' >expected
tap_exit 'one graph' 0 "$FURAT" export --data data.trig --graph http://example.org/g
tap_same 'is Turtle by default' expected out
tap_exit 'one graph as N-Quads' 0 \
  "$FURAT" export --data data.trig --graph http://example.org/g -f nquads
tap_case 'keeps its name' grep -q '<http://example.org/g> \.$' out
tap_exit 'two graphs' 0 "$FURAT" export --data data.trig -f nquads \
  --graph http://example.org/g --graph http://example.org/h
tap_case 'are both there' test "$(wc -l <out)" -eq 2
tap_exit 'the default graph' 0 "$FURAT" export --data data.trig --graph default -f nquads
tap_case 'is without the others' test "$(wc -l <out)" -eq 7
tap_exit 'no such graph' 1 "$FURAT" export --data data.trig --graph http://example.org/none
tap_case 'is named' grep -q '<http://example.org/none>' err
tap_exit 'a graph by a relative IRI' 2 "$FURAT" export --data data.trig --graph none

query='CONSTRUCT { ?s <http://example.org/r> ?o } WHERE { GRAPH ?g { ?s ?p ?o } }'
cat >expected <<'END'
<http://example.org/s> <http://example.org/r> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://example.org/s> <http://example.org/r> "6"^^<http://www.w3.org/2001/XMLSchema#integer> .
END
tap_exit 'a CONSTRUCT' 0 "$FURAT" export --data data.trig --construct "$query" -f ntriples
tap_same 'gives its triples' expected out
echo "$query" >query.rq
tap_exit 'a CONSTRUCT in a file' 0 "$FURAT" export --data data.trig --query query.rq -f ntriples
tap_same 'gives the same' expected out
tap_exit 'a SELECT' 2 "$FURAT" export --data data.trig --construct 'SELECT * { ?s ?p ?o }'
tap_exit 'a query that breaks the grammar' 1 \
  "$FURAT" export --data data.trig --construct 'CONSTRUCT { ?s ?p } WHERE {}' -o never.ttl
tap_case 'is shown with carets' grep -q '\^' err
tap_case 'leaves no file' test ! -e never.ttl
tap_exit 'a query and a graph' 2 \
  "$FURAT" export --data data.trig --construct "$query" --graph http://example.org/g

echo '<http://example.org/s> <http://example.org/p> 5 .' >plain.ttl
tap_exit 'relative to a base' 0 "$FURAT" export --data plain.ttl -f turtle \
  --base http://example.org/
printf '@base <http://example.org/> .\n\n<s> <p> 5 .\n' >expected
tap_same 'IRIs are short' expected out

tap_exit 'with a prefix' 0 "$FURAT" export --data plain.ttl -f turtle \
  --prefix ex=http://example.org/
printf '@prefix ex: <http://example.org/> .\n\nex:s ex:p 5 .\n' >expected
tap_same 'IRIs are abbreviated' expected out
tap_exit 'a prefix without an IRI' 2 "$FURAT" export --data data.trig --prefix ex

# --- other programs ----------------------------------------------------------------------

if command -v rapper >/dev/null; then
  n=$(wc -l <a.nt)
  for pair in ttl:turtle rdf:rdfxml nt:ntriples; do
    rapper -q -i "${pair#*:}" -o ntriples "a.${pair%:*}" >out 2>err
    tap_case "raptor reads ${pair#*:}" test "$(wc -l <out)" -eq "$n"
  done
else
  tap_skip 'raptor reads what is written' 'rapper is missing (Debian package: raptor2-utils)'
fi
cat >labels.trig <<'END'
<x:s> <x:p> "\"; evil [label=\"\\N &amp; <b>\u0007\u202E" , "long " , "l\ni\\ne"@ar .
_:g { _:b <x:p> _:b }
END
tap_exit 'labels with everything that dot could trip over' 0 \
  "$FURAT" export --data labels.trig -f dot
if command -v dot >/dev/null; then
  tap_case 'Graphviz draws them' dot -Tsvg out
  tap_case 'Graphviz draws a graph' dot -Tsvg a.dot
else
  tap_skip 'Graphviz draws them' 'dot is missing (Debian package: graphviz)'
fi

# --- what goes wrong ---------------------------------------------------------------------

tap_exit 'an ending that tells nothing' 2 "$FURAT" export --data data.trig -o a.xyz
tap_case 'is named' grep -q 'a\.xyz' err
printf '@prefix \360\237\230\200: <http://e/> .\n\360\237\230\200:a \360\237\230\200:b \360\237\230\200:c .\n' >own.ttl
tap_exit 'a prefix that the document declares' 0 "$FURAT" export --data own.ttl -f turtle
tap_case 'is used' grep -q 'a .*:b .*:c \.$' out
tap_case 'and declared' grep -q '^@prefix .*: <http://e/> \.$' out
tap_exit 'a base with a space' 2 "$FURAT" export --data data.trig --base 'http://a/ b'
tap_exit 'a graph with a space' 2 "$FURAT" export --data data.trig --graph 'http://a/ b'
tap_exit 'a prefix that is no name' 2 "$FURAT" export --data data.trig --prefix '1 x=http://a/'
for name in a.ttl.gz a.nt.zst a.ttl.bz2 A.TTL.XZ; do
  tap_exit "a packed file, $name" 2 "$FURAT" export --data data.trig -o "$name"
  tap_case 'is told' grep -q "no packed file is written, as $name would be" err
  tap_case 'with what to do' grep -q "^hint: write ${name%.*}, and pack it with" err
  tap_exit 'in the format that is asked for as well' 2 \
    "$FURAT" export --data data.trig -f turtle -o "$name"
  for command in .export .once .output; do
    tap_exit "$command refuses it, too" 1 "$FURAT" shell --data data.trig -c "$command $name" -c 'ASK {}'
    tap_case 'with the same words' grep -q "no packed file is written, as $name would be" err
  done
  tap_case 'and nothing is written' test ! -e "$name"
done
tap_exit 'nor is a packed page' 2 "$FURAT" document --data data.trig -o page.html.gz
printf '[] a <http://www.w3.org/ns/shacl#NodeShape> ; <http://www.w3.org/ns/shacl#targetNode> <http://e/x> .\n' >shape.ttl
tap_exit 'nor a packed report' 2 "$FURAT" check --data data.trig --shapes shape.ttl -o report.txt.xz
tap_case 'neither is written' test ! -e page.html.gz -a ! -e report.txt.xz
tap_exit 'an unknown format' 2 "$FURAT" export --data data.trig -f n3
tap_exit 'an operand' 2 "$FURAT" export --data data.trig a.ttl
tap_exit 'a file that is not there' 3 "$FURAT" export --data missing.ttl -o b.ttl
tap_case 'leaves no file' test ! -e b.ttl
echo 'ex:s ex:p' >bad.ttl
tap_exit 'a document that breaks its grammar' 1 "$FURAT" export --data bad.ttl -o b.ttl
tap_case 'leaves no file' test ! -e b.ttl
tap_exit 'a folder that is not there' 3 "$FURAT" export --data data.trig -o no/such/b.ttl
tap_case 'takes one line' test "$(wc -l <err)" -eq 1

echo '<x:s> <http://example.org/1> "a" .' >name.nt
tap_exit 'a predicate that is no name of XML' 77 "$FURAT" export --data name.nt -o b.rdf
tap_case 'is told' grep -q '<http://example.org/1>' err
tap_case 'leaves no file' test ! -e b.rdf
tap_exit 'the same to standard output' 77 "$FURAT" export --data name.nt -f rdfxml
tap_case 'writes nothing' test ! -s out
echo '<x:s> <http://example.org/p> "\u0001" .' >control.nt
tap_exit 'a character that XML has not' 77 "$FURAT" export --data control.nt -f rdfxml
tap_case 'writes nothing' test ! -s out

if test -w /dev/full; then
  "$FURAT" export --data data.trig -f turtle >/dev/full 2>err
  tap_case 'a full disk under standard output' test $? -eq 3
  tap_case 'takes one line' test "$(wc -l <err)" -eq 1
  tap_exit 'a full disk under a file' 3 "$FURAT" export --data data.trig -f turtle -o /dev/full
fi

if test -e /dev/stdout; then
  "$FURAT" export --data data.trig -f nquads >expected
  "$FURAT" export --data data.trig -f nquads -o /dev/stdout 2>err | cat >out
  tap_same 'a pipe by the name of /dev/stdout' expected out
else
  tap_skip 'a pipe by the name of /dev/stdout' 'there is no /dev/stdout'
fi

echo old >limited.nq
# Some megabytes that take little room in a store: the limit is to stop the output alone.
long=$(printf '%0600d' 0)
awk -v long="$long" 'BEGIN {
  for (i = 0; i < 8000; i++) print "<x:s> <http://example.org/" long "> <x:o" i "> ."
}' >many.nt
(
  # The signal that a file may not grow is not wanted, but the error behind it.
  trap '' XFSZ
  ulimit -f 2048
  "$FURAT" export --data many.nt -o limited.nq 2>err
  echo $? >status
)
tap_case 'a file that may not grow' test "$(cat status)" -eq 3
tap_case 'is named' grep -q 'limited\.nq' err
tap_case 'takes one line' test "$(wc -l <err)" -eq 1
echo old >expected
tap_same 'leaves the old file' expected limited.nq
tap_case 'and no other' test -z "$(find . -name '.furat*')"

# --- the shipped graph -------------------------------------------------------------------

tap_exit 'the shipped graph' 0 "$FURAT" export -o shipped.trig
cp shipped.trig first
tap_exit 'one of its graphs by a prefixed name' 0 "$FURAT" export -f ntriples --graph graph:doc/004
tap_case 'which is the same as the IRI' grep -q '/stmt/004-1> ' "$tap_dir/out"
cp "$tap_dir/out" one.nt
tap_exit 'documents have a prefix for their graphs' 0 "$FURAT" export -f ntriples --graph docgraph:004
tap_same 'which means the same' one.nt "$tap_dir/out"
tap_exit 'the shipped graph again' 0 "$FURAT" export -o shipped.trig
tap_same 'is byte for byte the same' first shipped.trig
"$FURAT" export -f nquads >before
tap_exit 'the shipped graph read back' 0 "$FURAT" export --data shipped.trig -f nquads
tap_same 'is the same graph' before out

tap_done
