#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the engine once answered wrongly: statements over a dataset and their results, as
# engine/NAME.rq, NAME.trig and NAME.tsv.
. "$top_srcdir/tests/support/tap.sh"
for statements in "$top_srcdir"/tests/query/engine/*.rq; do
  name=${statements%.rq}
  "$FURAT" shell --data "$name.trig" --results tsv <"$statements" >"$tap_dir/out" 2>&1
  tap_same "$(basename "$name")" "$name.tsv" "$tap_dir/out"
  "$FURAT" shell --data "$name.trig" --results tsv --disable apply,push <"$statements" \
    >"$tap_dir/out" 2>&1
  tap_same "$(basename "$name"), with another plan" "$name.tsv" "$tap_dir/out"
done
tap_done
