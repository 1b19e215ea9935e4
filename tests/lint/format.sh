#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# C is laid out as clang-format 14 does it with .clang-format (make format mends it).
# format.sh [ROOT]
. "$top_srcdir/tests/support/tap.sh"
root=${1:-$top_srcdir}

for tool in clang-format-14 clang-format none; do
  "$tool" --version 2>/dev/null | grep -q 'version 14\.' && break
done
test "$tool" != none || tap_skip_all "clang-format 14 is missing (Debian package: clang-format-14)"

(cd "$root" && find src tests -name '*.[ch]' -print0 |
  xargs -0 -r "$tool" --style="file:$(cd "$top_srcdir" && pwd)/.clang-format" --dry-run 2>&1) |
  grep 'warning:' | sed 's/ code should be clang-formatted.*/ laid out otherwise by clang-format/' |
  sort -u >"$tap_dir/findings"
if test -s "$tap_dir/findings"; then
  tap_not_ok format "$(head -n 60 "$tap_dir/findings")"
else
  tap_ok format
fi
tap_done
