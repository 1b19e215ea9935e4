// SPDX-License-Identifier: GPL-3.0-or-later
// The check and rewriting in front of serd: takes a Turtle or TriG document, hands serd a
// plain form of it in which it can do no harm.  docs/READERS.md lists what is mended.
//                                      turtle_lexer -> [turtle_filter] -> reader_turtle
#ifndef FURAT_IO_TURTLE_FILTER_H
#define FURAT_IO_TURTLE_FILTER_H

#include "io/reading.h"
#include "io/turtle_lexer.h"
#include "rdf/prefixes.h"

/// Where a token of the plain form stands in the document.
typedef struct furat_turtle_place {
  uint64_t offset; ///< of its first byte in the plain form
  uint64_t line;
  uint64_t column;
  furat_turtle_kind kind;
  char mark;
} furat_turtle_place;

typedef struct furat_turtle_filter {
  furat_reading *reading;
  bool graphs; ///< TriG
  furat_turtle_lexer lexer;
  furat_prefixes prefixes;
  furat_buffer base;
  furat_buffer scratch[2];
  furat_buffer out;         ///< the plain form that serd has not taken yet
  uint64_t out_offset;      ///< of its first byte in all of the plain form
  uint64_t text_end;        ///< where the spaces that fill the last page begin
  size_t taken;             ///< bytes of `out` that serd took
  furat_vec places;         ///< furat_turtle_place, of the tokens in `out` and one before
  furat_turtle_token token; ///< the token at hand
  bool token_waits;         ///< a directive that must wait until serd took what is before
  furat_turtle_kind previous;
  char previous_mark;
  bool at_statement; ///< a statement can begin
  bool in_graph;
  int subject; ///< an anonymous subject: 1 behind its '[', 2 behind its ']'
  size_t depth;
  furat_status status; ///< of what stopped it, told in `problem`
  furat_error problem;
} furat_turtle_filter;

/// The first byte of a string in the plain form: its text is as it is, or behind
/// FURAT_TURTLE_CODED coded so that it has no NUL: 01 30 is NUL and 01 31 is 01.
/// (Neither begins a number.)
#define FURAT_TURTLE_PLAIN '='
#define FURAT_TURTLE_CODED '*'

/// The first byte of a label that the document gives; those of serd begin with 'b'.
#define FURAT_TURTLE_LABEL 'u'

FURAT_NODISCARD furat_status
furat_turtle_filter_open(furat_turtle_filter *filter, furat_reading *reading, bool graphs,
                         furat_str base, furat_error *err);

void
furat_turtle_filter_close(furat_turtle_filter *filter);

/// Take `page_bytes` bytes of the plain form, filled with spaces but for the last page:
/// serd takes a short page for the end.  Returns 0 at the end, and when `status` tells
/// why it was stopped.  A directive takes effect when everything before it was taken.
size_t
furat_turtle_filter_take(furat_turtle_filter *filter, char *page, size_t page_bytes);

/// Whether the filter failed at this place of the plain form: what serd misses there was
/// not to be had.
bool
furat_turtle_filter_failed_at(const furat_turtle_filter *filter, uint32_t offset);

/// The token that holds or follows byte `offset` (modulo 2^32) of the plain form.
const furat_turtle_place *
furat_turtle_filter_place(const furat_turtle_filter *filter, uint32_t offset);

#endif
