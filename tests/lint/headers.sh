#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each header of src/ compiles alone, under gcc and clang; furat.h compiles as C++ too.
# headers.sh [ROOT]
. "$top_srcdir/tests/support/tap.sh"
root=${1:-$top_srcdir}
strict='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Werror'

# compile COMPILER LANGUAGE FLAG...: each header, read from a file that only includes it twice.
compile() {
  compiler=$1
  language=$2
  shift 2
  command -v "$compiler" >/dev/null || {
    tap_skip "headers alone: $compiler" "$compiler is missing"
    return
  }
  : >"$tap_dir/findings"
  while read -r header; do
    printf '#include "%s"\n#include "%s"\ntypedef int unit;\n' "$header" "$header" \
      >"$tap_dir/alone.$language"
    # shellcheck disable=SC2086 # words are wanted
    "$compiler" "$@" -I"$root/src" -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
      ${FURAT_LIB_CPPFLAGS-} -fsyntax-only "$tap_dir/alone.$language" >"$tap_dir/alone.err" 2>&1 ||
      { echo "src/$header:1: does not compile alone:" && head -n 5 "$tap_dir/alone.err"; } \
        >>"$tap_dir/findings"
  done
  if test -s "$tap_dir/findings"; then
    tap_not_ok "headers alone: $compiler" "$(head -n 60 "$tap_dir/findings")"
  else
    tap_ok "headers alone: $compiler"
  fi
}

# link COMPILER: C++ calls the functions of furat.h, and of what it includes, by their C names.
link() {
  command -v "$1" >/dev/null && command -v nm >/dev/null || {
    tap_skip "C++ finds the functions: $1" "$1 or nm is missing"
    return
  }
  printf '#include "engine/furat.h"\nvoid (*a)(furat_cancel *, uint64_t) = furat_cancel_init;\n' \
    >"$tap_dir/link.cc"
  printf 'void (*b)(furat_dataset *) = furat_dataset_close;\n' >>"$tap_dir/link.cc"
  "$1" -std=c++2b -I"$root/src" -c -o "$tap_dir/link.o" "$tap_dir/link.cc" 2>"$tap_dir/link.err"
  nm -u "$tap_dir/link.o" 2>>"$tap_dir/link.err" | awk '{ print $NF }' | sort >"$tap_dir/found"
  printf 'furat_cancel_init\nfurat_dataset_close\n' >"$tap_dir/expected"
  tap_same "C++ finds the functions: $1" "$tap_dir/expected" "$tap_dir/found"
}

(cd "$root/src" && find . -name '*.h' | sed 's|^\./||' | sort) >"$tap_dir/headers"
grep -x 'engine/furat\.h' "$tap_dir/headers" >"$tap_dir/public"
# shellcheck disable=SC2086
for compiler in gcc clang; do
  compile "$compiler" c -std=c17 $strict <"$tap_dir/headers"
done
for compiler in g++ clang++; do
  compile "$compiler" cc -std=c++2b -Wall -Wextra -Werror <"$tap_dir/public"
  test ! -s "$tap_dir/public" || link "$compiler"
done
tap_done
