#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# configure names every missing library with its Debian package, all in one message.
. "$top_srcdir/tests/support/tap.sh"

test ! -f "$top_srcdir/config.status" || tap_skip_all "the source folder is configured itself"
# configure refuses an absolute path that holds a space.
mkdir "$tap_dir/build" "$tap_dir/modules" && ln -s "$top_srcdir" "$tap_dir/source" &&
  cd "$tap_dir/build" || exit 99
tap_exit "configure stops when no library is there" 1 \
  env PKG_CONFIG_PATH= PKG_CONFIG_LIBDIR="$tap_dir/modules" ../source/configure -q
cp "$tap_dir/err" "$tap_dir/message"
sed -n 's/^FURAT_LIB(\[[A-Z0-9]*\], \[\([^] ]*\).*\[\([^]]*\)\])$/\1 \2/p' \
  "$top_srcdir/configure.ac" >"$tap_dir/table"
tap_case "configure.ac has a table of libraries" test -s "$tap_dir/table"
while read -r module package; do
  tap_case "it names $module with its package" \
    grep -q "^  $module .*: install the Debian package $package\$" "$tap_dir/message"
done <"$tap_dir/table"
tap_exit "a folder that is not there is named" 1 \
  env ../source/configure -q --with-seeds=/nowhere/at/all
tap_case "with its option" grep -q -e '--with-seeds' "$tap_dir/err"
for name in FURAT_RDF_TESTS FURAT_SEEDS FURAT_SHARED; do
  # What a makefile defines, it hands on in place of the environment's.
  tap_case "make leaves $name to the environment" \
    test -z "$(grep "^$name *=" "$top_builddir/Makefile")"
done
tap_done
