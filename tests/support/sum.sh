#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Prints how many test cases passed and failed: sum.sh test-suite.log
# Exits 1 when any failed, or when there is no log because the tests did not run.
if test ! -f "$1"; then
  echo '0 passed, 1 failed'
  exit 1
fi
awk '
  /^# (PASS|XFAIL): / { passed += $3 }
  /^# (FAIL|XPASS|ERROR): / { failed += $3 }
  /^# SKIP: / { skipped += $3 }
  /^# ERROR: / { exit }
  END {
    if (passed + failed + skipped == 0) failed = 1
    printf "%d passed, %d failed", passed, failed
    if (skipped) printf ", %d skipped", skipped
    printf "\n"
    exit failed > 0
  }' "$1"
