#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Redland's own rdfproc on the storage module.
. "$top_srcdir/tests/support/tap.sh"
command -v rdfproc >/dev/null || tap_skip_all "rdfproc is missing (Debian package: redland-utils)"
case ${FURAT_INSTRUMENTED-no} in
no) ;;
*) tap_skip_all "the module of an instrumented build needs instrumented programs" ;;
esac
REDLAND_MODULE_PATH=$top_builddir/.libs
export REDLAND_MODULE_PATH
cd "$tap_dir" || exit 99
e=https://example.org

cat >a.ttl <<'TURTLE'
@prefix e: <https://example.org/> .
e:a e:p e:b, 1, "x"@en .
e:b e:p e:c .
TURTLE
cat >b.nt <<'NTRIPLES'
<https://example.org/a> <https://example.org/q> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .
NTRIPLES

proc() {
  rdfproc -s furat -t "" s.furat "$@"
}
# says NAME PATTERN COMMAND...: what rdfproc says to the command matches.
says() {
  says_name=$1
  says_pattern=$2
  shift 2
  proc "$@" >said 2>&1
  if grep -q -e "$says_pattern" said; then
    tap_ok "$says_name"
  else
    tap_not_ok "$says_name" "$(cat said)"
  fi
}

tap_exit "parse" 0 proc -n parse a.ttl turtle
tap_exit "parse as a stream into a context" 0 proc parse-stream b.nt ntriples "$e/" "$e/g"
says "size" 'graph has 5 triples' size
says "contexts" "Context: <$e/g>" contexts
says "print" "<$e/a> <$e/p> \"x\"@en" print
says "find" 'matching triples: 4' find - "$e/p" -
says "find in a context" 'with context <https://example.org/g>' find - - - "$e/g"
says "contains" 'the graph contains the triple' contains "$e/b" "$e/p" "$e/c"
says "query" 'Query returned 1 results' query sparql - \
  "SELECT ?o { <$e/a> <$e/p> ?x . ?x <$e/p> ?o }"
says "targets" 'matching nodes: 3' targets "$e/a" "$e/p"
says "arcs out" 'matching arcs: 4' arcs-out "$e/a"
# rdfproc takes the property first, whatever its help says.
says "has an arc in" 'contains the arc' has-arc-in "$e/p" "$e/b"
tap_exit "add" 0 proc add "$e/n" "$e/p" new "$e/h"
says "added" 'graph has 6 triples' size
tap_exit "remove" 0 proc remove "$e/b" "$e/p" "$e/c"
says "removed" 'graph has 5 triples' size
tap_exit "remove a context" 0 proc remove-context "$e/h"
says "removed it" 'graph has 4 triples' size
tap_exit "furat reads the same store" 0 "$FURAT" export -s s.furat --format nquads
tap_case "with the context" grep -q "\"1.50\"^^<http://www.w3.org/2001/XMLSchema#decimal> <$e/g> ." out
tap_exit "and finds it sound" 0 "$FURAT" check --store s.furat
cp a.ttl other
rdfproc -s furat -n -t "" other parse b.nt ntriples >said 2>&1
tap_same "what is no store is never overwritten" a.ttl other
tap_case "but told of" grep -q 'other is not a Furat store' said
tap_done
