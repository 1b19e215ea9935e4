#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The queries of the benchmark over a small graph: each has its expected answer.
: "${top_srcdir:?}" "${top_builddir:?}"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
"$top_builddir/tests/bench/generate" 10000 7 >"$folder/g.nt" 2>/dev/null &&
  "$FURAT" load --quiet --store "$folder/g.furat" "$folder/g.nt" || exit 1
${PYTHON:-python3} "$top_srcdir/tests/bench/queries.py" quick --limit 120 \
  --bench "$top_builddir/tests/bench/query_bench" "$folder/g.furat"
