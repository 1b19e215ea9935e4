# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# TAP for shell tests; source it first:  . "$top_srcdir/tests/support/tap.sh"
#
#   tap_case NAME COMMAND [ARGUMENT...]   one case: passes when the command exits 0
#   tap_ok NAME / tap_not_ok NAME [TEXT]  one case by its outcome
#   tap_skip NAME REASON                  one case that cannot run here
#   tap_skip_all REASON                   the whole script cannot run here
#   tap_same NAME EXPECTED ACTUAL         one case: the two files are equal, else their diff
#   tap_exit NAME STATUS COMMAND...       one case: the command ends with that exit status;
#                                         its output is left in $tap_dir/out and $tap_dir/err
#   tap_done                              the plan; must be the last line of the script
#
# $tap_dir is an empty folder that goes away when all cases passed.  A script that stops
# before tap_done has printed no plan, so it counts as failed.

tap_n=0
tap_failed=0
tap_dir=$(mktemp -d "${TMPDIR:-/tmp}/furat-test.XXXXXX") || exit 99
trap 'test "$tap_failed" -ne 0 || rm -rf "$tap_dir"' EXIT
trap 'exit 130' INT TERM

tap_ok() {
  tap_n=$((tap_n + 1))
  printf 'ok %d - %s\n' "$tap_n" "$1"
}

tap_not_ok() {
  tap_n=$((tap_n + 1))
  tap_failed=$((tap_failed + 1))
  printf 'not ok %d - %s\n' "$tap_n" "$1"
  test -z "$2" || printf '%s\n' "$2" | sed 's/^/# /'
}

tap_skip() {
  tap_n=$((tap_n + 1))
  printf 'ok %d - %s # SKIP %s\n' "$tap_n" "$1" "$2"
}

tap_skip_all() {
  printf '1..0 # SKIP %s\n' "$1"
  exit 0
}

tap_case() {
  tap_name=$1
  shift
  if "$@" >"$tap_dir/case.out" 2>&1; then
    tap_ok "$tap_name"
  else
    tap_not_ok "$tap_name" "exit status $? of: $*
$(head -c 4000 "$tap_dir/case.out")"
  fi
}

tap_same() {
  if tap_diff=$(diff -u "$2" "$3" 2>&1); then
    tap_ok "$1"
  else
    tap_not_ok "$1" "$(printf '%s\n' "$tap_diff" | head -n 60)"
  fi
}

tap_exit() {
  tap_name=$1
  tap_want=$2
  shift 2
  "$@" >"$tap_dir/out" 2>"$tap_dir/err" </dev/null
  tap_got=$?
  if test "$tap_got" -eq "$tap_want"; then
    tap_ok "$tap_name"
  else
    tap_not_ok "$tap_name" "exit status $tap_got, not $tap_want, of: $*
$(head -c 4000 "$tap_dir/err")"
  fi
}

tap_done() {
  printf '1..%d\n' "$tap_n"
  test "$tap_failed" -eq 0 || echo "# files kept in $tap_dir"
  test "$tap_failed" -eq 0
  exit
}
