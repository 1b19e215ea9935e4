#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The short form of the differential test against other engines.
exec "$top_srcdir/tests/support/run_python.sh" \
  "$top_srcdir/tests/differential/differential.py" --tap --seed 20 --cases 2000
