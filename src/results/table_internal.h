// SPDX-License-Identifier: GPL-3.0-or-later
// A table in the making: what table.c measures and table_draw.c draws.
#ifndef FURAT_RESULTS_TABLE_INTERNAL_H
#define FURAT_RESULTS_TABLE_INTERNAL_H

#include "base/vec.h"
#include "results/table.h"

enum { FURAT_TABLE_MAX_LINES = 16 }; // of a cell that is wrapped

// One rendered cell: `len_bytes` of the text that the row or the sample keeps.
typedef struct table_cell {
  size_t start;
  size_t len_bytes;
  size_t width;
  size_t tag_bytes; // at the end of the text: a language and the " @" before it
  bool flush_right;
  bool has_rtl;
  bool rtl;      // the first letter is
  bool keep_end; // IRIs differ at their end: that is what stays when they are cut
  bool clipped;  // the term is longer than the text
  unsigned char color;
} table_cell;

// What the lines are drawn with, in ASCII or in Unicode.
typedef struct table_border {
  const char *horizontal;
  const char *vertical;
  const char *corners[3][3]; // top, middle, bottom; left, between, right
  const char *ellipsis;
  size_t ellipsis_width;
} table_border;

extern const table_border furat_table_ascii;
extern const table_border furat_table_unicode;

struct furat_table {
  furat_output *output;
  furat_table_options options;
  const table_border *border;
  size_t n_columns;     // that are rendered: more have no room in any case
  size_t n_shown;       // of these, once the widths are known
  size_t n_all_columns; // of the solutions
  uint64_t n_rows;
  bool sampling;
  int64_t start_ns;
  size_t *widths;     // of the columns, in cells
  size_t *contents;   // of what is below their headings, in the sample
  size_t *usual;      // of nearly all of that
  char **tags;        // of the columns: the language that stands in the heading, or NULL
  furat_buffer texts; // of the cells at hand: the heading and the sample, later one row
  furat_vec cells;    // n_columns for each row at hand
  furat_buffer line;  // being written
  furat_buffer scratch;
  size_t *offsets; // where the next line of each cell starts
};

/// The text of a cell, and the language at its end.
furat_str
furat_table_cell_text(const furat_table *table, const table_cell *one);

furat_str
furat_table_cell_tag(const furat_table *table, const table_cell *one);

/// What follows has that colour, until it ends.
void
furat_table_start_color(furat_table *table, furat_color color);

void
furat_table_end_color(furat_table *table, furat_color color);

/// The rule above (0), inside (1) or below (2).
void
furat_table_append_rule(furat_table *table, size_t which);

/// A row in as many lines as it takes.
void
furat_table_append_row(furat_table *table, const table_cell *cells);

#endif
