#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# furat export --release: the folder is whole or not there, its bytes are the same each time, its
# checksums are right, and each of its forms reads back to the dataset.  What void.ttl counts is
# checked by release_counts.py.
. "$top_srcdir/tests/support/tap.sh"
cd "$tap_dir" || exit 99

# --- the shipped graph -------------------------------------------------------------------

tap_exit 'a release of the shipped graph' 0 "$FURAT" export --release one
tap_case 'says nothing' test ! -s out -a ! -s err
mkdir two
tap_exit 'another into an empty folder' 0 "$FURAT" export --release two/
tap_case 'has the same bytes' diff -r one two
tap_case 'its checksums are right' sh -c 'cd one && sha256sum --check --strict SHA256SUMS'
(cd one && LC_ALL=C ls -- *.*) >expected
sed 's/^[0-9a-f]*  //' one/SHA256SUMS | LC_ALL=C sort >listed
tap_same 'each file has one' expected listed
"$FURAT" export --canonical >whole.nq
tap_case 'the N-Quads are the canonical ones' cmp whole.nq one/dataset.nq
sum=$(sha256sum <whole.nq | cut -d ' ' -f 1)
tap_exit 'the description' 0 "$FURAT" query --data one/void.ttl --results csv '
  PREFIX spdx: <http://spdx.org/rdf/terms#>
  SELECT ?sum WHERE { <https://w3id.org/furat/dataset> dcat:distribution ?file .
    ?file dcat:mediaType <https://www.iana.org/assignments/media-types/application/n-quads> ;
      spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue ?sum ] }'
tap_case 'has their checksum' test "$(tail -n 1 out | tr -d '\r')" = "$sum"
tap_case 'the day that the catalogue says' grep -q 'dcterms:modified "[0-9-]*"^^xsd:date' one/void.ttl
tap_case 'and no clock time' test "$(grep -c 'xsd:dateTime\|[0-9]T[0-9]' one/void.ttl)" -eq 0

# load_graphs FOLDER: each Turtle file into its graph
load_graphs() {
  for file in "$1"/graph-*.ttl; do
    graph=$(basename "$file" .ttl | tr - /)
    "$FURAT" load --quiet --store back.furat --graph "https://w3id.org/furat/$graph" "$file" \
      </dev/null || return 1
  done
}
tap_case 'the Turtle files load' load_graphs one
tap_exit 'and are the dataset' 0 "$FURAT" diff --exit-code whole.nq back.furat
tap_exit 'a store of the shipped graph' 0 "$FURAT" load --quiet --store shipped.furat --shipped
tap_exit 'is released' 0 "$FURAT" export --store shipped.furat --release three
tap_case 'with the same bytes' diff -r one three

# --- somebody else's graph ---------------------------------------------------------------

cat >own.trig <<'END'
@prefix ex: <http://example.org/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
ex:about { ex:set a dcat:Catalog , void:Dataset ; void:uriSpace "http://example.org/" .
  ex:terms a owl:Ontology ; owl:versionInfo "7" }
ex:a-b { ex:s ex:p 1 , 2 }
<http://example.org/a/b> { ex:s ex:p _:x }
<http://example.org/%20> { ex:s ex:p "%20" }
_:g { ex:s ex:p "of a graph without an IRI" }
ex:s ex:p "of no graph" .
END
tap_exit 'a dataset of another' 0 "$FURAT" load --quiet --store own.furat own.trig
tap_exit 'is released, too' 0 "$FURAT" export --store own.furat --release own
cat >expected <<'END'
20.ttl
SHA256SUMS
a-b-2.ttl
a-b.ttl
about.ttl
dataset.jsonld
dataset.nq
default.ttl
void.ttl
END
LC_ALL=C ls own >listed
tap_same 'a file a graph, each with its own name' expected listed
tap_exit 'nothing is lost' 0 "$FURAT" diff --exit-code own.trig own/dataset.nq
tap_case 'files are where the set is' \
  grep -q '<http://example.org/release/7/dataset.nq>' own/void.ttl

# --- what goes wrong ---------------------------------------------------------------------

echo '<x:s> <x:p> 1 .' >plain.ttl
tap_exit 'data without a catalogue' 1 "$FURAT" export --data plain.ttl --release never
tap_case 'are told so' grep -q 'do not say what is released' err
tap_exit 'a folder with something in it' 2 "$FURAT" export --release one
tap_case 'stays as it is' diff -r one two
tap_exit 'a file in its place' 3 "$FURAT" export --release plain.ttl
tap_exit 'a folder that cannot be made' 3 "$FURAT" export --release no/such/folder
tap_exit 'with a format' 2 "$FURAT" export --release never -f turtle
tap_exit 'with a graph' 2 "$FURAT" export --release never --graph default
sed 's/"7"/"7 of 8"/; s/example.org/example.net/g' own.trig >space.trig
"$FURAT" load --quiet --store space.furat space.trig
tap_exit 'a version that makes no IRI' 1 "$FURAT" export --store space.furat --release never
tap_case 'nothing is left behind' sh -c '! ls -d never* one.part* 2>/dev/null'
tap_done
