// SPDX-License-Identifier: GPL-3.0-or-later
// Control sequences of ECMA-48 that every terminal since the VT100 knows: cursor up (A),
// down (B), to a column (G), erase to the end of the row (K) and of the screen (J).
#include "shell/display.h"

#include <assert.h>

void
furat_display_init(furat_display *display)
{
  *display = (furat_display){.n_shown = 0};
  furat_layout_init(&display->shown);
  furat_layout_init(&display->next);
  furat_buffer_init(&display->bytes, SIZE_MAX / 2);
}

void
furat_display_clear(furat_display *display)
{
  furat_layout_clear(&display->shown);
  furat_layout_clear(&display->next);
  furat_buffer_clear(&display->bytes);
}

static const furat_layout_row *
row_at(const furat_layout *layout, size_t i)
{
  return &FURAT_VEC_AT(&layout->rows, furat_layout_row, i);
}

// To the start of row `to` (from the first that is shown), which is on the screen.
static void
move_to_row(furat_display *d, size_t to)
{
  furat_buffer_append_byte(&d->bytes, '\r');
  if (to < d->row) {
    furat_buffer_appendf(&d->bytes, "\033[%zuA", d->row - to);
  } else if (to > d->row) {
    furat_buffer_appendf(&d->bytes, "\033[%zuB", to - d->row);
  }
  d->row = to;
}

// The rows of the next layout that the screen has room for, with the cursor among them.
static size_t
choose_top(const furat_display *d, size_t n_rows)
{
  const furat_layout *next = &d->next;
  if (next->rows.n <= n_rows) {
    return 0;
  }
  size_t top = d->n_shown > 0 ? d->top : 0;
  if (next->cursor_row < top) {
    top = next->cursor_row;
  }
  if (next->cursor_row >= top + n_rows) {
    top = next->cursor_row - n_rows + 1;
  }
  return top + n_rows > next->rows.n ? next->rows.n - n_rows : top;
}

static bool
is_unchanged(const furat_display *d, size_t i, size_t top)
{
  return i < d->n_shown &&
         furat_str_equal(furat_layout_row_bytes(&d->shown, d->top + i),
                         furat_layout_row_bytes(&d->next, top + i)) &&
         row_at(&d->shown, d->top + i)->wrapped == row_at(&d->next, top + i)->wrapped;
}

// Go to row `i`; `flows`: the cursor is behind the last cell of the row before, which
// goes on in this one.
static void
reach_row(furat_display *d, size_t i, bool flows)
{
  if (flows) {
    furat_buffer_append_cstr(&d->bytes, " \r"); // the blank goes into the next row
    d->row = i;
  } else if (i < d->n_shown || i == 0) {
    move_to_row(d, i);
  } else {
    move_to_row(d, i - 1);
    furat_buffer_append_cstr(&d->bytes, "\r\n"); // scrolls where it must
    d->row = i;
  }
}

static void
draw_rows(furat_display *d, size_t top, size_t n)
{
  bool same_rows = top == d->top;
  bool flows = false;
  for (size_t i = 0; i < n; i++) {
    const furat_layout_row *row = row_at(&d->next, top + i);
    // A row that is new is reached by writing the one before it once more.
    bool leads = row->wrapped && i + 1 < n && i + 1 >= d->n_shown;
    if (same_rows && !leads && is_unchanged(d, i, top)) {
      flows = false;
      continue;
    }
    reach_row(d, i, flows);
    furat_buffer_append(&d->bytes, furat_layout_row_bytes(&d->next, top + i));
    if (row->n_cells < d->n_columns) {
      furat_buffer_append_cstr(&d->bytes, "\033[K");
    }
    flows = row->wrapped && row->n_cells == d->n_columns;
    if (i >= d->n_shown) {
      d->n_shown = i + 1;
    }
  }
}

static void
flush(furat_display *d, FILE *to)
{
  if (d->bytes.status == FURAT_OK && d->bytes.len > 0) {
    fwrite(d->bytes.data, 1, d->bytes.len, to);
  }
  fflush(to);
  furat_buffer_reset(&d->bytes);
}

void
furat_display_draw(furat_display *d, const furat_layout_text *text, size_t n_rows,
                   FILE *to)
{
  assert(n_rows > 0);
  if (furat_layout_make(&d->next, text) != FURAT_OK) {
    return;
  }
  d->n_columns = text->n_columns;
  size_t top = choose_top(d, n_rows);
  size_t n = d->next.rows.n - top < n_rows ? d->next.rows.n - top : n_rows;
  size_t n_before = d->n_shown;
  draw_rows(d, top, n);
  if (n_before > n) {
    move_to_row(d, n);
    furat_buffer_append_cstr(&d->bytes, "\033[J");
  }
  d->n_shown = n;
  d->top = top;
  move_to_row(d, d->next.cursor_row - top);
  furat_buffer_appendf(&d->bytes, "\033[%zuG", d->next.cursor_column + 1);
  furat_layout before = d->shown;
  d->shown = d->next;
  d->next = before;
  flush(d, to);
}

void
furat_display_forget(furat_display *d)
{
  d->n_shown = 0;
  d->top = 0;
  d->row = 0;
}

void
furat_display_leave(furat_display *d, bool newline, FILE *to)
{
  if (d->n_shown > 0) {
    move_to_row(d, d->n_shown - 1);
    const furat_layout_row *last = row_at(&d->shown, d->top + d->n_shown - 1);
    if (last->n_cells > 0) {
      furat_buffer_appendf(&d->bytes, "\033[%zuG", last->n_cells + 1);
    }
    furat_buffer_append_cstr(&d->bytes, newline ? "\r\n" : "");
  }
  furat_display_forget(d);
  flush(d, to);
}

// Cells of the line before the cursor, also those in rows above.
static size_t
cells_before_cursor(const furat_display *d)
{
  size_t cells = d->shown.cursor_column;
  for (size_t i = d->row; i > 0 && row_at(&d->shown, d->top + i - 1)->wrapped; i--) {
    cells += row_at(&d->shown, d->top + i - 1)->n_cells;
  }
  return cells;
}

size_t
furat_display_column_after(const furat_display *d, size_t n_columns, bool reflows)
{
  if (d->n_shown == 0) {
    return 0;
  }
  const size_t column = d->shown.cursor_column;
  return reflows              ? cells_before_cursor(d) % n_columns
         : column < n_columns ? column
                              : n_columns - 1;
}

// How many rows above the cursor belong to the text when rows of `n_columns` are wrapped
// again from lines.
static size_t
rows_above(const furat_display *d, size_t n_columns)
{
  size_t n = 0;
  size_t cells = 0; // of the line so far
  for (size_t i = 0; i < d->row; i++) {
    const furat_layout_row *row = row_at(&d->shown, d->top + i);
    cells += row->n_cells;
    if (!row->wrapped) {
      n += cells > 0 ? (cells - 1) / n_columns + 1 : 1;
      cells = 0;
    }
  }
  return n + cells_before_cursor(d) / n_columns;
}

void
furat_display_resize(furat_display *d, size_t n_columns, bool reflows, FILE *to)
{
  if (d->n_shown == 0 || n_columns == d->n_columns) {
    return;
  }
  size_t above = reflows ? rows_above(d, n_columns) : d->row;
  furat_buffer_append_byte(&d->bytes, '\r');
  if (above > 0) {
    furat_buffer_appendf(&d->bytes, "\033[%zuA", above);
  }
  furat_buffer_append_cstr(&d->bytes, "\033[J");
  furat_display_forget(d);
  flush(d, to);
}

void
furat_display_clear_screen(furat_display *d, FILE *to)
{
  furat_buffer_append_cstr(&d->bytes, "\033[H\033[2J");
  furat_display_forget(d);
  flush(d, to);
}
