// SPDX-License-Identifier: GPL-3.0-or-later
// A borrowed run of bytes: passed by value, never owned, not terminated, may hold NUL
// bytes. Lengths are bytes (the one place where the unit is not in the name: it is in the
// type).
#ifndef FURAT_BASE_STR_H
#define FURAT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

/// Bytes of somebody else's: not terminated, may hold NUL bytes.
typedef struct furat_str {
  const char *data;
  size_t len;
} furat_str;

/// The view of a string literal, and the empty view {NULL, 0}.
#ifdef __cplusplus
#  define FURAT_STR(literal) (furat_str{"" literal, sizeof(literal) - 1})
#  define FURAT_STR_NONE     (furat_str{nullptr, 0})
#else
#  define FURAT_STR(literal) ((furat_str){"" literal, sizeof(literal) - 1})
#  define FURAT_STR_NONE     ((furat_str){NULL, 0})
#endif

/// printf("%.*s", FURAT_STR_ARGS(s)); for text known to be short and without NUL.
#define FURAT_STR_ARGS(s) (int)(s).len, (s).data ? (s).data : ""

/// The view of a terminated string; NULL gives the empty view.
FURAT_API furat_str
furat_str_of(const char *terminated);

/// The same bytes.
FURAT_API bool
furat_str_equal(furat_str a, furat_str b);

/// Order of bytes, which in UTF-8 is the order of code points: <0, 0, >0.
int
furat_str_compare(furat_str a, furat_str b);

/// Equal when ASCII letters are folded (keywords, language tags).
bool
furat_str_equal_nocase(furat_str a, furat_str b);

bool
furat_str_starts_with(furat_str s, furat_str prefix);

bool
furat_str_ends_with(furat_str s, furat_str suffix);

/// The part from `start` (at most `s.len`) of at most `len` bytes.
furat_str
furat_str_slice(furat_str s, size_t start, size_t len);

/// The position of the first/last byte `c`, or `s.len` when there is none.
size_t
furat_str_find_byte(furat_str s, char c);

size_t
furat_str_rfind_byte(furat_str s, char c);

/// The byte where `part` first stands in `s`, or s.len + 1; an empty part stands at 0.
/// Linear.
size_t
furat_str_find(furat_str s, furat_str part);

#endif
