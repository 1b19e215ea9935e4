#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# From a fresh checkout to a running program:
#
#   ./autogen.sh         only generates configure
#   ./autogen.sh run     installs what is missing, builds in build/, and opens the shell on the
#                        shipped graph; without a terminal it answers three canned queries
#   ./autogen.sh check   the same up to the build, then runs the tests
#
# The environment may hold FURAT_CONFIGURE_OPTIONS (options for configure), and for the tests
# FURAT_RDF_TESTS, FURAT_SEEDS and FURAT_SHARED (folders; see docs/HACKING.md).

set -u
unset CDPATH
# libtool wants a standard input.
(: 3<&0) 2>/dev/null || exec </dev/null
here=$PWD
cd "$(dirname "$0")" || exit 3

say() {
  printf 'autogen.sh: %s\n' "$*" >&2
}

die() {
  say "error: $*"
  exit 3
}

usage() {
  sed -n '3,/^$/s/^# \{0,1\}//p' autogen.sh
}

# ---- packages --------------------------------------------------------------------------

# The tools, and the last column of the table of libraries in configure.ac.
packages_to_build() {
  echo gcc libc6-dev make autoconf automake libtool pkg-config
  sed -n 's/^FURAT_LIB(.*\[\([^]]*\)\])$/\1/p' configure.ac
}

packages_to_test() {
  echo libcmocka-dev python3 python3-rdflib python3-pyte raptor2-utils rasqal-utils konclude shellcheck mandoc man-db zsh fish
}

# missing_packages NAME...: those that dpkg does not know as installed, in one call.
missing_packages() {
  # shellcheck disable=SC2016 # the fields are dpkg-query's
  dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null |
    awk -v wanted="$*" '
      $2 == "installed" { have[$1] = 1 }
      END {
        n = split(wanted, name, " ")
        for (i = 1; i <= n; i++) if (!(name[i] in have)) printf "%s ", name[i]
      }'
}

as_root() {
  if test "$(id -u)" -eq 0; then
    "$@"
  else
    sudo "$@"
  fi
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

install_packages() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say "this is not Debian: nothing is installed, configure names what is missing"
    return
  fi
  missing=$(missing_packages "$@")
  test -n "$missing" || return 0
  if test "$(id -u)" -ne 0 && ! command -v sudo >/dev/null; then
    die "these Debian packages are missing, and only root or sudo can install them: $missing"
  fi
  say "installing these Debian packages: $missing"
  # A fresh image has no package lists, an old one has lists that no longer hold.
  lists=$(find /var/lib/apt/lists -name '*_Packages*' 2>/dev/null | head -n 1)
  # shellcheck disable=SC2086
  if test -z "$lists" || ! apt_get install --no-install-recommends $missing; then
    apt_get update || die "apt-get update failed"
    apt_get install --no-install-recommends $missing || die "apt-get could not install: $missing"
  fi
  # What configure found missing may be there now.
  rm -f build/autogen.stamp
  test ! -f config.status || quietly "configuring again" ./config.status --recheck
}

# ---- build -----------------------------------------------------------------------------

# quietly WHAT COMMAND...: the output goes to a log that is shown when the command fails.
quietly() {
  what=$1
  shift
  say "$what"
  if ! "$@" >autogen.log 2>&1; then
    tail -n 40 autogen.log >&2
    die "$what failed; all of its output is in $PWD/autogen.log"
  fi
  rm -f autogen.log
}

# What configure is made from; when this changes, everything is generated again.
fingerprint() {
  {
    find configure.ac Makefile.am data.mk src tests man completion -name '*.mk' -print
    echo configure.ac
    echo Makefile.am
  } | LC_ALL=C sort -u | while read -r file; do cksum "$file"; done
  echo "${CC-} ${CFLAGS-} ${FURAT_CONFIGURE_OPTIONS-}"
}

bootstrap() {
  command -v autoreconf >/dev/null || die "autoreconf is missing (Debian package: autoconf)"
  autoreconf --force --install
}

configure_in_build() {
  # shellcheck disable=SC2086 # words are wanted
  (cd build && ../configure ${FURAT_CONFIGURE_OPTIONS-})
}

build() {
  build_dir=build
  if test -f config.status; then
    say "the source folder is configured itself: building there"
    build_dir=.
  elif ! test -f build/config.status || ! test -f configure ||
    test "$(fingerprint)" != "$(cat build/autogen.stamp 2>/dev/null)"; then
    mkdir -p build || die "cannot make the folder build"
    rm -f build/autogen.stamp
    quietly "generating configure" bootstrap
    quietly "configuring" configure_in_build
    fingerprint >build/autogen.stamp
  fi
  make -s -C "$build_dir" -j"$(nproc 2>/dev/null || echo 1)" || die "the build failed"
}

# ---- commands --------------------------------------------------------------------------

run() {
  # shellcheck disable=SC2046
  install_packages $(packages_to_build)
  build
  unset FURAT_STORE # it is the shipped graph that this shows
  if test -t 0 && test -t 1; then
    exec "$build_dir/furat" shell
  fi
  answer fought actor=داعش
  answer changed-hands
  answer timeline
}

# answer NAME [PARAMETER=VALUE]: a canned query as a reader would ask it.
answer() {
  printf '\n$ furat run %s\n' "$*"
  "$build_dir/furat" run "$@" --results table || exit
}

# absolute DIR: relative folders in the environment are meant from where the user stands.
absolute() {
  case $1 in
  '' | /*) printf '%s' "$1" ;;
  *) (cd "$here" && cd "$1" && pwd) || die "$1 is not a folder" ;;
  esac
}

check() {
  # shellcheck disable=SC2046
  install_packages $(packages_to_build) $(packages_to_test)
  for name in FURAT_RDF_TESTS FURAT_SEEDS FURAT_SHARED; do
    eval "value=\${$name-}"
    # shellcheck disable=SC2154 # set by eval
    test -z "$value" || export "$name=$(absolute "$value")"
  done
  build
  rm -f "$build_dir/test-suite.log"
  # Thousands of cases pass: show the others.
  { make -s -C "$build_dir" -j"$(nproc 2>/dev/null || echo 1)" check || touch "$build_dir/check.failed"; } |
    sed '/^PASS: /d'
  if test -f "$build_dir/check.failed"; then
    rm -f "$build_dir/check.failed"
    test -f "$build_dir/test-suite.log" || die "the tests could not be built"
    say "some tests failed; their output is in $PWD/$build_dir/test-suite.log"
    exit 1
  fi
}

case ${1-} in
'')
  bootstrap
  ;;
run | check)
  test $# -eq 1 || { usage >&2; exit 2; }
  "$1"
  ;;
-h | --help)
  usage
  ;;
*)
  say "unknown command: $1"
  usage >&2
  exit 2
  ;;
esac
