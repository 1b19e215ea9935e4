#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The short form of the differential test of plans against each other.
exec "$top_srcdir/tests/support/run_python.sh" \
  "$top_srcdir/tests/differential/differential.py" --tap --plans --seed 21 --cases 1000
