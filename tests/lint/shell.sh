#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The scripts, as shellcheck reads them.  shell.sh [ROOT]
. "$top_srcdir/tests/support/tap.sh"
root=${1:-$top_srcdir}

command -v shellcheck >/dev/null || tap_skip_all "shellcheck is missing"
cd "$root" || exit 99
{
  find src tests -name '*.sh'
  find autogen.sh .ci/run 2>/dev/null
} | sort >"$tap_dir/scripts"
# The path of tap.sh, and what the test environment holds, are known only when a test runs.
xargs shellcheck --severity=warning --format=gcc --exclude=SC1090,SC1091,SC2154 <"$tap_dir/scripts" >"$tap_dir/findings" 2>&1
if test -s "$tap_dir/findings"; then
  tap_not_ok shell "$(head -n 60 "$tap_dir/findings")"
else
  tap_ok shell
fi
tap_done
