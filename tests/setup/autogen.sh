#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What autogen.sh installs, as whom, and what it says when it may not.  Everything that would
# touch the system is replaced by a script that notes how it was called.
. "$top_srcdir/tests/support/tap.sh"

tree="$tap_dir/a tree"
bin="$tap_dir/bin"
mkdir -p "$tree" "$bin" && cp "$top_srcdir/autogen.sh" "$top_srcdir/configure.ac" "$tree" || exit 99
for tool in sh awk cat cksum dirname env find head mkdir rm sed sort tail; do
  ln -s "$(command -v "$tool")" "$bin/$tool"
done

# fake NAME COMMAND: a program that notes its call, then does that.
fake() {
  rm -f "$bin/$1"
  printf '#!/bin/sh\necho "%s $*" >>"%s/calls"\n%s\n' "$1" "$tap_dir" "$2" >"$bin/$1"
  chmod +x "$bin/$1"
}

# setup: autogen.sh run with the programs of $bin only, and no call noted yet.
setup() {
  : >"$tap_dir/calls"
  env -i PATH="$bin" sh "$tree/autogen.sh" run
}

fake id 'echo 1000'
fake apt-get 'exit 1'
fake autoreconf 'echo bootstrapped; exit 1'
# shellcheck disable=SC2016 # for the script that is written
fake dpkg-query 'shift 3
for package; do
  state=installed
  test "$package" != libserd-dev || state=config-files
  echo "$package $state"
done'

tap_exit "without root or sudo it stops" 3 setup
tap_case "and names the missing package alone" \
  grep -q 'only root or sudo can install them: libserd-dev $' "$tap_dir/err"
tap_case "and calls nothing that installs" test -z "$(grep apt-get "$tap_dir/calls")"

# shellcheck disable=SC2016
fake sudo 'exec "$@"'
tap_exit "an installation that fails ends it" 3 setup
tap_case "with a message" grep -q 'error: apt-get' "$tap_dir/err"
tap_case "having said before what it installs" \
  grep -q 'installing these Debian packages: libserd-dev' "$tap_dir/err"
tap_case "through sudo" grep -q '^sudo env .*apt-get' "$tap_dir/calls"

fake apt-get 'exit 0'
tap_exit "an installation that succeeds goes on to the bootstrap" 3 setup
tap_case "which reports its own failure with its output" grep -q bootstrapped "$tap_dir/err"

# shellcheck disable=SC2016
fake dpkg-query 'shift 3; for package; do echo "$package installed"; done'
setup >"$tap_dir/out" 2>"$tap_dir/err"
tap_case "nothing missing, nothing installed" test -z "$(grep -e apt-get -e sudo "$tap_dir/calls")"
tap_case "dpkg is asked once" test "$(grep -c dpkg-query "$tap_dir/calls")" -eq 1

fake autoreconf 'cat && exit 1'
setup <&- >"$tap_dir/out" 2>"$tap_dir/err"
tap_case "a closed standard input becomes an empty one" sh -c \
  "grep -q 'generating configure failed' '$tap_dir/err' && ! grep -q 'ad file' '$tap_dir/err'"

rm "$bin/apt-get"
setup >"$tap_dir/out" 2>"$tap_dir/err"
tap_case "elsewhere than on Debian it says so" grep -q 'this is not Debian' "$tap_dir/err"

for name in $(sed -n 's/^  answer \([a-z-]*\).*/\1/p' "$top_srcdir/autogen.sh"); do
  tap_case "without a terminal it answers $name, which is there" \
    test -f "$top_srcdir/queries/$name.rq"
done

tap_exit "an unknown command is a usage error" 2 sh "$tree/autogen.sh" frobnicate
tap_case "that shows the commands" grep -q 'autogen.sh check' "$tap_dir/err"
tap_done
