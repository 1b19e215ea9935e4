#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each failed case counts once, and nothing that went wrong counts as passed.
. "$top_srcdir/tests/support/tap.sh"
run_tap="$top_srcdir/tests/support/run_tap.sh"
sum="$top_srcdir/tests/support/sum.sh"

# counted NAME STATUS OUTPUT SCRIPT: what run_tap.sh makes of a test that is this script.
counted() {
  printf '%s\n' "$4" >"$tap_dir/test.sh"
  printf '%s' "$3" >"$tap_dir/expected"
  sh "$run_tap" sh "$tap_dir/test.sh" >"$tap_dir/all"
  status=$?
  # A shell may say a word about a crash.
  grep -v 'Segmentation fault' "$tap_dir/all" >"$tap_dir/found"
  if test "$status" -ne "$2"; then
    tap_not_ok "$1" "status $status, not $2"
  else
    tap_same "$1" "$tap_dir/expected" "$tap_dir/found"
  fi
}

counted "a passed case stays" 0 'ok 1 - a
' 'echo "ok 1 - a"'
counted "a failed case is not counted again by the status" 0 'not ok 1 - a
' 'echo "not ok 1 - a"; exit 1'
counted "a status without a failed case stays" 3 'ok 1 - a
' 'echo "ok 1 - a"; exit 3'
counted "a crash stays, beside a failed case too" 139 'not ok 1 - a
' 'echo "not ok 1 - a"; kill -SEGV $$'
counted "a skip of cmocka is a skip" 0 'ok 2 # SKIP a
' 'echo "not ok 2 # SKIP a"; exit 0'
counted "a last line without newline is kept" 0 'ok 1 - a
1..1
' 'echo "ok 1 - a"; printf 1..1'
counted "standard input is empty" 0 '' 'cat'

# summed NAME STATUS EXPECTED LOG: the closing line for a log with this head.
summed() {
  printf '%s\n' "$4" >"$tap_dir/suite.log"
  tap_exit "$1 (status)" "$2" sh "$sum" "$tap_dir/suite.log"
  printf '%s\n' "$3" >"$tap_dir/expected"
  tap_same "$1" "$tap_dir/expected" "$tap_dir/out"
}

head='# TOTAL: 10
# PASS:  4
# SKIP:  3
# XFAIL: 0'
summed "failures and errors are failed" 1 '4 passed, 3 failed, 3 skipped' "$head
# FAIL:  2
# XPASS: 0
# ERROR: 1
# PASS:  900"
summed "all passed" 0 '4 passed, 0 failed, 3 skipped' "$head
# FAIL:  0
# XPASS: 0
# ERROR: 0"
summed "no case at all is a failure" 1 '0 passed, 1 failed' ''
tap_exit "no log is a failure" 1 sh "$sum" "$tap_dir/none"
tap_done
