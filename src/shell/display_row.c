// SPDX-License-Identifier: GPL-3.0-or-later
// Carriage return is all that is asked of the terminal: the cursor goes back by writing
// again what stands before it.  The last column stays free, for who writes there may be
// moved to the next row.
#include "shell/display_row.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "results/cell.h"

enum { LEAST_CELLS_FOR_MARKS = 4 };

void
furat_display_row_init(furat_display_row *row)
{
  *row = (furat_display_row){.first = 0};
  furat_buffer_init(&row->shown, SIZE_MAX / 2);
  furat_buffer_init(&row->next, SIZE_MAX / 2);
}

void
furat_display_row_clear(furat_display_row *row)
{
  furat_buffer_clear(&row->shown);
  furat_buffer_clear(&row->next);
}

// ------------------------------------------------------------------ characters

static size_t
length(const furat_row_text *t)
{
  return t->prompt.len + t->text.len;
}

// Append the character at byte `*at` of prompt and text, which moves behind it; the cells
// that it takes.
static size_t
put(furat_buffer *out, const furat_row_text *t, size_t *at)
{
  bool behind = *at >= t->prompt.len;
  size_t start = behind ? t->prompt.len : 0;
  furat_str part = behind ? t->text : t->prompt;
  size_t from = *at - start;
  size_t end = from;
  uint32_t c = furat_utf8_decode(part, &end);
  if (!t->utf8 && end > from + 1) {
    c = FURAT_UTF8_BAD;
    end = from + 1;
  }
  *at = start + end;
  furat_str bytes = furat_str_slice(part, from, end - from);
  if (c != FURAT_UTF8_BAD && !furat_utf8_is_unsafe_at(part, from, c)) {
    furat_buffer_append(out, bytes);
    return (size_t)furat_utf8_width(c);
  }
  size_t before = out->len;
  furat_text_write_visible(out, bytes);
  return out->len - before;
}

// The cells between two bytes, counted no further than beyond `limit`.
static size_t
count_cells(furat_buffer *scratch, const furat_row_text *t, size_t from, size_t to,
            size_t limit)
{
  size_t n = 0;
  while (from < to && n <= limit) {
    furat_buffer_truncate(scratch, 0);
    n += put(scratch, t, &from);
  }
  return n;
}

// ------------------------------------------------------------------ scrolling

// With so much before it that the cursor stands in the middle.
static size_t
choose_middle(furat_buffer *scratch, const furat_row_text *t, size_t point, size_t room)
{
  size_t before = count_cells(scratch, t, 0, point, SIZE_MAX - 1);
  size_t first = 0;
  while (first < point && before > room / 2) {
    furat_buffer_truncate(scratch, 0);
    size_t n = put(scratch, t, &first);
    before -= n < before ? n : before;
  }
  return first;
}

// The byte that is shown first: it stays as long as the cursor is in the row.
static size_t
choose_first(furat_display_row *row, const furat_row_text *t, size_t room)
{
  size_t point = t->prompt.len + t->point;
  if (count_cells(&row->next, t, 0, length(t), room) <= room) {
    return 0;
  }
  size_t marks = room >= LEAST_CELLS_FOR_MARKS ? 2 : 0;
  size_t first = row->first;
  if (first > t->prompt.len) {
    first = t->prompt.len + furat_utf8_floor(t->text, first - t->prompt.len);
  }
  if ((first == 0 || first < point) &&
      count_cells(&row->next, t, first, point, room) + marks < room) {
    return first;
  }
  return choose_middle(&row->next, t, point, room - marks);
}

// ------------------------------------------------------------------ drawing

typedef struct cursor {
  size_t bytes;
  size_t cells; // of all
} cursor;

// The row that is wanted, in `row->next`.
static cursor
make_row(furat_display_row *row, const furat_row_text *t, size_t room)
{
  furat_buffer *out = &row->next;
  cursor at_cursor = {0, 0};
  size_t first = choose_first(row, t, room);
  size_t end = length(t);
  bool marks = room >= LEAST_CELLS_FOR_MARKS;
  bool cut = count_cells(out, t, first, end, room) > room - (marks && first > 0);
  furat_buffer_truncate(out, 0);
  if (marks && first > 0) {
    furat_buffer_append_byte(out, '<');
    at_cursor.cells = 1;
  }
  room -= marks && cut;
  row->first = first;
  bool full = false;
  for (size_t at = first; at <= end && !full;) {
    if (at == t->prompt.len + t->point) {
      at_cursor.bytes = out->len;
    }
    size_t before = out->len;
    size_t n = at < end ? put(out, t, &at) : 0;
    full = at_cursor.cells + n > room || before == out->len;
    if (full) {
      furat_buffer_truncate(out, before);
    } else {
      at_cursor.cells += n;
    }
  }
  if (marks && cut) {
    furat_buffer_append_byte(out, '>');
    at_cursor.cells++;
  }
  return at_cursor;
}

static bool
only_grows(const furat_display_row *row, const cursor *at)
{
  const furat_buffer *shown = &row->shown;
  const furat_buffer *next = &row->next;
  return row->cursor_bytes == shown->len && at->bytes == next->len &&
         next->len >= shown->len &&
         (shown->len == 0 || memcmp(next->data, shown->data, shown->len) == 0);
}

static void
write_bytes(const char *bytes, size_t n, FILE *to)
{
  if (n > 0) {
    fwrite(bytes, 1, n, to);
  }
}

void
furat_display_row_draw(furat_display_row *row, const furat_row_text *t, FILE *to)
{
  assert(t->n_columns > 0);
  assert(t->point <= t->text.len);
  size_t room = t->n_columns > 1 ? t->n_columns - 1 : 1;
  cursor at = make_row(row, t, room);
  furat_buffer *next = &row->next;
  if (next->status != FURAT_OK) {
    furat_buffer_reset(next);
    return;
  }
  if (only_grows(row, &at)) {
    write_bytes(next->data + row->shown.len, next->len - row->shown.len, to);
  } else {
    fputc('\r', to);
    write_bytes(next->data, next->len, to);
    for (size_t n = at.cells; n < row->n_cells; n++) {
      fputc(' ', to);
    }
    if (at.cells < row->n_cells || at.bytes < next->len) {
      fputc('\r', to);
      write_bytes(next->data, at.bytes, to);
    }
  }
  fflush(to);
  furat_buffer before = row->shown;
  row->shown = *next;
  *next = before;
  row->n_cells = at.cells;
  row->cursor_bytes = at.bytes;
}

void
furat_display_row_forget(furat_display_row *row)
{
  furat_buffer_truncate(&row->shown, 0);
  row->n_cells = 0;
  row->cursor_bytes = 0;
  row->first = 0;
}

void
furat_display_row_leave(furat_display_row *row, bool newline, FILE *to)
{
  if (row->cursor_bytes < row->shown.len) {
    write_bytes(row->shown.data + row->cursor_bytes, row->shown.len - row->cursor_bytes,
                to);
  }
  if (newline) {
    fputs("\r\n", to);
  }
  fflush(to);
  furat_display_row_forget(row);
}
