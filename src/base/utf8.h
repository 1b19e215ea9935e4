// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8: decoding, validation, counting, and widths on a terminal.   [only place of
// utf8proc together with utf8_fold.c]
#ifndef FURAT_BASE_UTF8_H
#define FURAT_BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define FURAT_UTF8_BAD UINT32_MAX

/// Decode the code point at byte `*offset` (< s.len) and move the offset behind it.
/// Ill-formed input (overlong, surrogate, beyond U+10FFFF, cut) gives FURAT_UTF8_BAD and
/// moves one byte.
uint32_t
furat_utf8_decode(furat_str s, size_t *offset);

/// Write `code_point` (a scalar value) to `out`; returns 1 to 4, or 0 for no scalar
/// value.
size_t
furat_utf8_encode(uint32_t code_point, char out[4]);

/// The byte offset of the first ill-formed sequence, or s.len.
size_t
furat_utf8_valid_length(furat_str s);

/// Number of code points; an ill-formed byte counts as one.
size_t
furat_utf8_count(furat_str s);

/// The start of the code point that byte `offset` lies in.
size_t
furat_utf8_floor(furat_str s, size_t offset);

/// The end of the printable ASCII characters that begin at byte `offset`: each of them
/// takes a cell, but the last may be joined by what follows.
size_t
furat_utf8_ascii_end(furat_str s, size_t offset);

/// Cells that one code point takes on a terminal: 0 (marks, format characters), 1 or 2.
int
furat_utf8_width(uint32_t code_point);

/// Cells that `s` takes, by grapheme clusters (an emoji sequence is one cluster).
size_t
furat_utf8_text_width(furat_str s);

/// The end of the grapheme cluster that starts at byte `offset`; its cells in `*width`.
size_t
furat_utf8_next_cluster(furat_str s, size_t offset, size_t *width);

/// So many code points can the upper-case or lower-case form of one have.
#define FURAT_UTF8_CASE_MAX 4

/// The upper-case or lower-case form of a code point, or itself, by the full case mapping
/// without context: "ß" becomes "SS".  Gives the number of code points in `out`.
size_t
furat_utf8_upper(uint32_t out[FURAT_UTF8_CASE_MAX], uint32_t code_point);

size_t
furat_utf8_lower(uint32_t out[FURAT_UTF8_CASE_MAX], uint32_t code_point);

/// Unicode's condition Final_Sigma for the code point of `s` at bytes [begin, end): a
/// cased letter stands before it and none behind it, but for marks, apostrophes and the
/// like between, of which so many are looked at as any word has.
bool
furat_utf8_is_final(furat_str s, size_t begin, size_t end);

/// Whether the code point is of a right-to-left script (Arabic, Hebrew, Syriac ...).
bool
furat_utf8_is_rtl(uint32_t code_point);

/// Whether a terminal must not be sent it as it is: C0, C1, DEL, bidi controls, line and
/// paragraph separators, unassigned format characters.
bool
furat_utf8_is_unsafe(uint32_t code_point);

/// Whether the code point that begins at byte `begin` of `s` is to be told by its number:
/// it is unsafe, or nobody can see it (a zero-width space, a soft hyphen, a joiner ...)
/// and no orthography asks for it behind what stands there.
bool
furat_utf8_is_unsafe_at(furat_str s, size_t begin, uint32_t code_point);

#endif
