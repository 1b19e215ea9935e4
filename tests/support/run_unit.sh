#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a cmocka program so that its TAP can be counted: run_unit.sh PROGRAM
# cmocka writes a skipped case as "not ok N # SKIP" and ends with the number of failed cases.
# Here a skip is a skip, and a status that only repeats "not ok" lines is dropped, so that
# each failed case counts once.  A crash keeps its status and counts as an error.
{ "$@"; echo "furat-status $?"; } 2>&1 | awk '
  /furat-status [0-9]+$/ {
    status = $NF
    sub(/furat-status [0-9]+$/, "")
    if ($0 == "") next
  }
  /^not ok [0-9]+ *# SKIP/ { sub(/^not /, "") }
  /^not ok [0-9]/ { failed++ }
  { print; fflush() }
  END { exit (status == failed) ? 0 : status }'
