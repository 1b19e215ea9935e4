#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# make install puts the program, its manual page and the shipped graph below DESTDIR, where the
# program runs and finds its data; make uninstall leaves nothing behind.
. "$top_srcdir/tests/support/tap.sh"

# in_build TARGET: make without the options of the make that runs the tests.
in_build() {
  env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s -C "$top_builddir" "$1" DESTDIR="$tap_dir/stage" \
    prefix=/opt/furat
}

# data FOLDER: the data files of a source folder or an installed one, sorted.
data() {
  (cd "$1" && find ontology triples queries \( -name '*.ttl' -o -name '*.rq' \)) |
    sort
}

installed="$tap_dir/stage/opt/furat"
tap_case "make install" in_build install
for command in "" $("$top_builddir/furat" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z]*\) .*/-\1/p'); do
  tap_case "the manual page furat$command(1) is there" test -s "$installed/share/man/man1/furat$command.1"
done
tap_case "the manual page furat-sparql(7) is there" test -s "$installed/share/man/man7/furat-sparql.7"
for file in bash-completion/completions/furat zsh/site-functions/_furat fish/vendor_completions.d/furat.fish; do
  tap_case "the completion $file is there" test -s "$installed/share/$file"
done
data "$top_srcdir" >"$tap_dir/expected"
data "$installed/share/furat" >"$tap_dir/found"
tap_case "there is data to install" test -s "$tap_dir/expected"
tap_same "all of it is there" "$tap_dir/expected" "$tap_dir/found"
tap_exit "the program runs from there" 0 "$installed/bin/furat" help

tap_case "make uninstall" in_build uninstall
find "$tap_dir/stage" ! -type d >"$tap_dir/left"
tap_same "nothing is left" /dev/null "$tap_dir/left"
tap_case "no folder of its own is left" test ! -e "$installed/share/furat"
tap_done
