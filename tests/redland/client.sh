#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A program of librdf on the storage module; see client.c.
folder=$(mktemp -d "${TMPDIR:-/tmp}/furat-test.XXXXXX") || exit 99
trap 'rm -rf "$folder"' EXIT
case ${FURAT_INSTRUMENTED-no} in
no) ;;
*)
  echo "1..0 # SKIP the module of an instrumented build needs instrumented programs"
  exit 0
  ;;
esac
REDLAND_MODULE_PATH=$top_builddir/.libs
export REDLAND_MODULE_PATH
"$top_builddir/tests/redland/client" "$folder/client.furat"
