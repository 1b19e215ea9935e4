#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The library has no variables of its own: nothing in .data, .bss or thread-local sections.
# Tables of constants are in .rodata, or in .data.rel.ro when they hold addresses.  And every name
# that it shows to the linker starts with furat_.
# globals.sh [ARCHIVE]
. "$top_srcdir/tests/support/tap.sh"
archive=${1:-$top_builddir/.libs/libfurat.a}

command -v nm >/dev/null || tap_skip_all "nm is missing (Debian package: binutils)"
test -f "$archive" || tap_skip_all "no static library was built"
case ${FURAT_INSTRUMENTED-no} in
no) ;;
*) tap_skip_all "instrumented code has variables of its tools" ;;
esac

# Lines such as  libfurat.a:x.o:name |address|class|type|size|line|section
nm -A -l -f sysv "$archive" 2>/dev/null | awk -F '|' '
  $NF ~ /^[ \t]*(\.t?bss|\.t?data|\*COM\*)/ && $NF !~ /\.data\.rel\.ro/ && $5 != "" {
    where = $1
    sub(/^[^:]*:/, "", where)
    gsub(/ +/, "", where)
    n = split(where, part, ":")
    # libtool renames the second of two objects of one name.
    sub(/^lt[0-9]+-/, "", part[1])
    print part[1] ":" part[n] ": a variable that lives as long as the program" \
      ($NF ~ /\t/ ? " (" substr($NF, index($NF, "\t") + 1) ")" : "")
  }' >"$tap_dir/all"
awk -v list="$top_srcdir/tests/lint/exemptions.txt" '
  BEGIN {
    while ((getline line < list) > 0)
      if (split(line, word, /[ \t]+/) > 3 && word[1] == "globals") excused[word[2] ":" word[3]] = 1
  }
  { split($1, part, ":") }
  !((part[1] ":" part[2]) in excused)' "$tap_dir/all" >"$tap_dir/findings"
if test -s "$tap_dir/findings"; then
  tap_not_ok globals "$(head -n 60 "$tap_dir/findings")"
else
  tap_ok globals
fi

nm -A -g --defined-only "$archive" 2>/dev/null | awk '
  NF >= 3 && $NF !~ /^furat_/ {
    sub(/^[^:]*:/, "", $1)
    sub(/:.*/, "", $1)
    print $1 ": " $NF " is visible outside and has no prefix furat_"
  }' >"$tap_dir/unprefixed"
if test -s "$tap_dir/unprefixed"; then
  tap_not_ok prefixes "$(head -n 60 "$tap_dir/unprefixed")"
else
  tap_ok prefixes
fi
tap_done
