# SPDX-License-Identifier: GPL-3.0-or-later
# furat check with shapes: reports in three forms, exit statuses, bad shapes graphs.
# shellcheck shell=sh disable=SC1091
. "$top_srcdir/tests/support/tap.sh"

cd "$tap_dir" || exit 99

cat >shapes.ttl <<'EOT'
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:RiverShape a sh:NodeShape ; sh:targetClass ex:River ;
  sh:property [ sh:path ex:length ; sh:minCount 1 ; sh:datatype xsd:integer ;
                sh:message "a river has a length in km" ] ;
  sh:property [ sh:path ( ex:flows ex:into ) ; sh:nodeKind sh:IRI ] .
EOT
printf '@prefix ex: <http://example.org/> .\nex:euphrates a ex:River ; ex:length 2800 .\n' >good.ttl
printf '@prefix ex: <http://example.org/> .\nex:tigris a ex:River ; ex:length "long" .\n' >bad.ttl

tap_exit "a graph that conforms" 0 "$FURAT" check --data good.ttl --shapes shapes.ttl
printf 'the graph conforms (1 node, 1 shape)\n' >expected
tap_same "is said to" expected out
tap_case "and nothing is told" test ! -s "$tap_dir/err"
tap_exit "one that does not" 1 "$FURAT" check --data bad.ttl --shapes shapes.ttl
cat >expected <<'EOT'
Violation of Datatype
  focus     ex:tigris
  path      ex:length
  value     long
EOT
grep -v '^  shape' out | head -4 >four-lines
tap_same "gets a report" expected four-lines
tap_case "that tells what is allowed" grep -qx '  allowed   sh:datatype xsd:integer' out
tap_case "and whose shape it is" grep -qx '  shape     a property of ex:RiverShape' out
printf '@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
[] a sh:NodeShape ; sh:targetClass ex:River ; sh:in ( ex:euphrates ex:orontes ) .' >in.ttl
tap_exit "a shape without a name" 1 "$FURAT" check --data bad.ttl --shapes in.ttl
tap_case "has none in the report" grep -qx '  shape     without a name' out
tap_case "and tells its list" grep -qx '  allowed   sh:in ex:euphrates, ex:orontes' out
tap_exit "a file without shapes" 1 "$FURAT" check --data good.ttl --shapes good.ttl
tap_case "finds nothing in order" grep -q 'there is nothing to check: good.ttl has no shape with a target' err
sed 's/ex:River\([ ;.]\)/ex:Rivre\1/; s/ex:RiverShape/ex:RivreShape/' shapes.ttl >idle.ttl
tap_exit "shapes with targets that select nothing" 0 "$FURAT" check --data good.ttl --shapes idle.ttl
printf 'the graph conforms (0 nodes, 1 shape)\n' >expected
tap_same "conform" expected out
tap_case "but are told to have checked nothing" grep -qx 'furat: nothing was checked: no node is a target of ex:RivreShape' err
tap_exit "but for who wants to hear nothing" 0 "$FURAT" check -q --data good.ttl --shapes idle.ttl
tap_case "who does not" test ! -s err
printf '@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
[] a sh:NodeShape ; sh:targetClass ex:Lake ; sh:nodeKind sh:IRI . ex:Off a sh:NodeShape ; sh:targetClass ex:Sea ; sh:deactivated true ; sh:nodeKind sh:IRI .
ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:length ; sh:targetNode ex:euphrates , ex:tigris ; sh:nodeKind sh:IRI .' >some.ttl
tap_exit "where only some select nothing" 0 "$FURAT" check --data good.ttl --shapes some.ttl --shapes shapes.ttl
printf 'the graph conforms (2 nodes, 3 shapes)\n' >expected
tap_same "nodes are counted once, shapes that are off not at all" expected out
tap_case "and those are named" grep -qx 'furat: no node is a target of one without a name' err
tap_exit "which JSON has too" 1 "$FURAT" check --data bad.ttl --shapes shapes.ttl -f json
cp out report.json
tap_exit "that is JSON" 0 "$PYTHON" -c 'import json; r = json.load(open("report.json")); assert not r["conforms"] and r["results"][0]["value"]["value"] == "long"'
tap_exit "and Turtle" 1 "$FURAT" check --data bad.ttl --shapes shapes.ttl -f turtle -o report.ttl
tap_exit "that Furat can read" 0 "$FURAT" query --data report.ttl \
  'PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?v { ?r a sh:ValidationResult ; sh:value ?v }' \
  --results tsv
printf '?v\n"long"\n' >expected
tap_same "with the value" expected out

"$FURAT" load --quiet --store bad.furat bad.ttl
tap_exit "a store is validated" 1 "$FURAT" check -q --store bad.furat --shapes shapes.ttl
tap_exit "or, without shapes, looked through" 0 "$FURAT" check --store bad.furat

printf '@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
ex:a sh:targetClass ex:River ; sh:node ex:b . ex:b sh:node ex:a .' >loop.ttl
tap_exit "recursive shapes are refused" 1 "$FURAT" check --data bad.ttl --shapes loop.ttl
cp err message
tap_exit "with the shape's name" 0 grep -q 'example.org/[ab]> that it is part of itself' message
printf '@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
ex:a sh:targetClass ex:River ; sh:property [ sh:path [ sh:inversePath _:p ] ] . _:p sh:inversePath _:p .' >path.ttl
tap_exit "a path that holds itself is refused" 1 "$FURAT" check --data bad.ttl --shapes path.ttl
tap_done
