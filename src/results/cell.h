// SPDX-License-Identifier: GPL-3.0-or-later
// Terms as people read them in a table or a list: short, on one line, harmless to a
// terminal. Not a syntax: what must be read back is written as TSV or JSON.
#ifndef FURAT_RESULTS_CELL_H
#define FURAT_RESULTS_CELL_H

#include "base/buffer.h"
#include "base/color.h"
#include "rdf/prefixes.h"
#include "rdf/term.h"

typedef struct furat_labels furat_labels;

/// What is done about right-to-left text where people read it.
typedef enum furat_bidi {
  FURAT_BIDI_NONE,    ///< nothing: a file
  FURAT_BIDI_ISOLATE, ///< put between FSI and PDI: who shows it orders it
  FURAT_BIDI_REORDER  ///< letters are joined and put in the order of the screen
} furat_bidi;

/// What a result is a part of, for formats whose results are not just put one behind the
/// other: pages of HTML, tables of Markdown.
typedef enum furat_page {
  FURAT_PAGE_WHOLE, ///< it stands alone
  FURAT_PAGE_FIRST, ///< others may follow
  FURAT_PAGE_NEXT   ///< others of the format stand before it
} furat_page;

/// How results look where they are made for reading.
typedef struct furat_style {
  const furat_prefixes *prefixes; ///< to abbreviate IRIs with; or NULL
  furat_labels *labels;           ///< shown in place of IRIs; or NULL
  bool names_too;                 ///< the IRI stands behind its label
  furat_str null_text;            ///< where a variable is unbound
  furat_bidi bidi;
  const furat_palette *palette; ///< NULL: no colours
  uint64_t max_rows;            ///< so many are shown; 0: all
  const char *more_hint;        ///< how to see the others; or NULL
  uint64_t n_left;              ///< rows that there are beside those that come
  const char *table_hint;       ///< how to see a table in place of lines; or NULL
  size_t width_cells;           ///< of the screen, to break long texts at; 0: no bound
  bool line_breaks;             ///< newlines and tabs of texts stay what they are
  bool counts;                  ///< integers are counts: 1,234,567
  furat_page page;
} furat_style;

/// All of the rows, full IRIs, nothing done to the text.
#define FURAT_STYLE_INIT \
  {                      \
    .prefixes = NULL     \
  }

/// Append `text` with all that could move the cursor, recolour the screen or turn the
/// direction of writing shown as an escape: \n, \t, \u202E, and \xFF for bytes that are
/// no UTF-8.
void
furat_text_write_visible(furat_buffer *out, furat_str text);

/// Append a term: IRIs as prefix:local or <iri>, literals as their text with @language or
/// ^^datatype behind it where they are not plain strings, numbers, booleans, dates or
/// times; nothing for FURAT_TERM_NONE.  `prefixes` may be NULL.
void
furat_term_write_cell(furat_buffer *out, const furat_term *term,
                      const furat_prefixes *prefixes);

/// The same in a style: unbound variables, labels.
void
furat_term_write_styled(furat_buffer *out, const furat_term *term,
                        const furat_style *style);

/// How many bytes at the end of a text that furat_term_write_styled() wrote are a
/// language and the " @" before it.
size_t
furat_term_tag_bytes(const furat_term *term, furat_str written);

/// What a term is coloured as.
furat_color
furat_term_color(const furat_term *term);

/// Whether the term is set flush right as numbers are.
bool
furat_term_is_numeric(const furat_term *term);

/// Whether the first character of a strong direction in `text` is of a right-to-left
/// script, and in `*has_rtl` whether there is any.
bool
furat_text_is_rtl(furat_str text, bool *has_rtl);

/// The byte length of the longest start of `text` that takes at most `max_cells`, whole
/// grapheme clusters only; the cells it takes in `*cells`.
size_t
furat_text_fit(furat_str text, size_t max_cells, size_t *cells);

/// The first line of a text that is broken to fit into `room` cells: at a blank where
/// there is one, else behind the last of : / # - _, if that does not leave most of the
/// line empty; never inside a grapheme cluster.  Its cells are in `*cells`; where the
/// next line begins, in `*next`.
furat_str
furat_text_first_line(furat_str text, size_t room, size_t *cells, size_t *next);

#endif
