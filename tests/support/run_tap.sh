#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a test so that each case counts once, however it fails: run_tap.sh COMMAND...
#
# cmocka writes a skipped case as "not ok N # SKIP"; here a skip is a skip.  An exit status that
# only repeats what "not ok" lines said is dropped.  A crash keeps its status and counts too, and
# so does a missing plan.
{ "$@" </dev/null 2>&1; echo "furat-status $?"; } | awk '
  /furat-status [0-9]+$/ {
    status = $NF
    sub(/furat-status [0-9]+$/, "")
    if ($0 == "") next
  }
  /^not ok [0-9]+ *# SKIP/ { sub(/^not /, "") }
  /^not ok/ { failed++ }
  { print }
  END { exit (failed && status < 126) ? 0 : status }'
