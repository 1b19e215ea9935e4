#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What make install gives to other programs: the example of docs/ compiles against it by way of
# pkg-config and runs, as C and as C++; the library shows what furat.h declares and nothing else.
. "$top_srcdir/tests/support/tap.sh"
test "${FURAT_INSTRUMENTED-no}" = no || tap_skip_all "an instrumented library wants an instrumented program"
command -v pkg-config >/dev/null || tap_skip_all "pkg-config is missing"

in_build() {
  env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s -C "$top_builddir" "$1" DESTDIR="$tap_dir/stage" \
    prefix=/opt/furat
}

# flags OPTION...: what pkg-config says of the library in the stage.
flags() {
  PKG_CONFIG_PATH="$installed/lib/pkgconfig" pkg-config \
    --define-variable=prefix="$installed" "$@" furat
}

# compile COMPILER FLAG... SOURCE: a program that uses the installed library.
compile() {
  # shellcheck disable=SC2046 # words are wanted
  "$@" $(flags --cflags) -o "$tap_dir/program" $(flags --libs)
}

# run ARGUMENT...: the program, with the library of the stage.
run() {
  LD_LIBRARY_PATH="$installed/lib" "$tap_dir/program" "$@"
}

installed="$tap_dir/stage/opt/furat"
tap_case "make install" in_build install
tap_same "its version" "$(printf '%s\n' "$(flags --modversion)" >"$tap_dir/v1"; echo "$tap_dir/v1")" \
  "$("$FURAT" version | sed -n '1s/^furat //p' >"$tap_dir/v2"; echo "$tap_dir/v2")"

cp "$top_srcdir/docs/example.c" "$tap_dir/example.c"
strict='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Werror'
for compiler in gcc clang; do
  command -v "$compiler" >/dev/null || continue
  # shellcheck disable=SC2086
  tap_case "the example compiles: $compiler" compile "$compiler" -std=c17 $strict "$tap_dir/example.c"
  run >"$tap_dir/out" 2>&1
  tap_same "it says what it should" "$top_srcdir/docs/example.expected" "$tap_dir/out"
  run "$tap_dir/$compiler.furat" >"$tap_dir/out" 2>&1
  tap_same "with a store too" "$top_srcdir/docs/example.expected" "$tap_dir/out"
  tap_exit "which is one" 0 "$FURAT" check --store "$tap_dir/$compiler.furat"
done

cp "$tap_dir/example.c" "$tap_dir/example.cc"
for compiler in g++ clang++; do
  command -v "$compiler" >/dev/null || continue
  for standard in c++11 c++17 c++20; do
    tap_case "it is C++ as well: $compiler $standard" compile "$compiler" -std=$standard -Wall \
      -Wextra -Wpedantic -Werror -Wno-missing-field-initializers "$tap_dir/example.cc"
    run >"$tap_dir/out" 2>&1
    tap_same "and says the same" "$top_srcdir/docs/example.expected" "$tap_dir/out"
  done
done

grep -oE '^furat_[a-z0-9_]+\(' "$installed/include/furat.h" | tr -d '(' | sort >"$tap_dir/declared"
nm -D --defined-only "$installed/lib/libfurat.so" | awk '{ print $NF }' | sort >"$tap_dir/shown"
tap_case "functions are declared" test "$(wc -l <"$tap_dir/declared")" -gt 40
tap_same "the library shows what the header declares" "$tap_dir/declared" "$tap_dir/shown"
tap_case "the library has a name of its version" sh -c \
  "readelf -d '$installed/lib/libfurat.so' | grep -q 'SONAME.*libfurat\.so\.0'"

tap_case "make uninstall" in_build uninstall
tap_done
