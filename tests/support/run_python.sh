#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a Python test, or says that it is skipped: run_python.sh SCRIPT [ARGUMENT...]
# A script that imports rdflib is skipped as a whole where Python has no rdflib.
if test -z "$PYTHON"; then
  echo '1..0 # SKIP Python 3 is missing (Debian package: python3)'
  exit 0
fi
if grep -Eq '^(import|from) rdflib' "$1" && ! "$PYTHON" -c 'import rdflib' 2>/dev/null; then
  echo '1..0 # SKIP rdflib is missing (Debian package: python3-rdflib)'
  exit 0
fi
exec "$PYTHON" "$@"
