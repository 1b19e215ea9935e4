// SPDX-License-Identifier: GPL-3.0-or-later
// Layouts on a terminal: a small one in memory understands what is written to it, and
// shows after each step what the layout says.
#include "shell/display.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "support/random.h"

enum { MAX_ROWS = 12, MAX_COLUMNS = 20, CELL_BYTES = 32 };

// Each cell holds a character with its marks; the second one of a wide character is "".
typedef struct screen {
  char cells[MAX_ROWS][MAX_COLUMNS][CELL_BYTES];
  size_t n_rows;
  size_t n_columns;
  size_t y;
  size_t x; // n_columns: behind the last cell, the next character wraps
  size_t n_scrolled;
} screen;

static void
blank(screen *s, size_t y, size_t from)
{
  for (size_t x = from; x < s->n_columns; x++) {
    strcpy(s->cells[y][x], " ");
  }
}

static void
line_feed(screen *s)
{
  if (s->y + 1 < s->n_rows) {
    s->y++;
    return;
  }
  memmove(s->cells[0], s->cells[1], sizeof s->cells[0] * (s->n_rows - 1));
  blank(s, s->n_rows - 1, 0);
  s->n_scrolled++;
}

static void
put(screen *s, furat_str bytes, size_t width)
{
  if (width == 0) {
    assert_true(s->x > 0);
    size_t x = s->x - 1;
    x -= s->cells[s->y][x][0] == '\0';
    strncat(s->cells[s->y][x], bytes.data, bytes.len);
    return;
  }
  if (s->x + width > s->n_columns) {
    s->x = 0;
    line_feed(s);
  }
  memcpy(s->cells[s->y][s->x], bytes.data, bytes.len);
  s->cells[s->y][s->x][bytes.len] = '\0';
  for (size_t i = 1; i < width; i++) {
    s->cells[s->y][s->x + i][0] = '\0';
  }
  s->x += width;
}

static void
control(screen *s, char final, size_t n)
{
  size_t by = n > 0 ? n : 1;
  switch (final) {
  case 'A':
    assert_true(by <= s->y);
    s->y -= by;
    break;
  case 'B':
    assert_true(s->y + by < s->n_rows);
    s->y += by;
    break;
  case 'G':
    assert_true(by <= s->n_columns);
    s->x = by - 1;
    break;
  case 'K':
    assert_true(s->x < s->n_columns); // some terminals erase the last cell then
    blank(s, s->y, s->x);
    break;
  case 'J':
    blank(s, s->y, s->x);
    for (size_t y = s->y + 1; y < s->n_rows; y++) {
      blank(s, y, 0);
    }
    break;
  case 'm':
    break;
  default:
    fail_msg("unknown control sequence %c", final);
  }
}

static void
feed(screen *s, furat_str bytes)
{
  for (size_t at = 0; at < bytes.len;) {
    size_t start = at;
    uint32_t c = furat_utf8_decode(bytes, &at);
    if (c == '\r') {
      s->x = 0;
    } else if (c == '\n') {
      line_feed(s);
    } else if (c == '\033') {
      assert_int_equal(bytes.data[at++], '[');
      size_t n = 0;
      while (strchr("0123456789;", bytes.data[at])) {
        n = n * 10 + (size_t)(bytes.data[at++] - '0');
      }
      control(s, bytes.data[at++], n);
    } else {
      put(s, furat_str_slice(bytes, start, at - start), (size_t)furat_utf8_width(c));
    }
  }
}

// What the display writes goes to the screen.
typedef struct setup {
  screen screen;
  furat_display display;
  char *written;
  size_t n_written;
  FILE *to;
} setup;

static void
begin(setup *t, size_t n_rows, size_t n_columns)
{
  t->screen = (screen){.n_rows = n_rows, .n_columns = n_columns};
  for (size_t y = 0; y < n_rows; y++) {
    blank(&t->screen, y, 0);
  }
  furat_display_init(&t->display);
  t->to = open_memstream(&t->written, &t->n_written);
  assert_non_null(t->to);
}

static void
end(setup *t)
{
  furat_display_clear(&t->display);
  fclose(t->to);
  free(t->written);
}

static void
take(setup *t)
{
  fflush(t->to);
  feed(&t->screen, (furat_str){t->written, t->n_written});
  rewind(t->to);
}

static void
draw(setup *t, const char *text, size_t point)
{
  const furat_layout_text what = {.prompt = FURAT_STR("> "),
                                  .text = furat_str_of(text),
                                  .point = point,
                                  .palette = furat_palette_named("none"),
                                  .n_columns = t->screen.n_columns};
  furat_display_draw(&t->display, &what, t->screen.n_rows, t->to);
  take(t);
}

// Row `y` of the screen, without blanks at its end.
static void
row_text(furat_buffer *out, const screen *s, size_t y)
{
  furat_buffer_reset(out);
  for (size_t x = 0; x < s->n_columns; x++) {
    furat_buffer_append_cstr(out, s->cells[y][x]);
  }
  while (out->len > 0 && out->data[out->len - 1] == ' ') {
    furat_buffer_truncate(out, out->len - 1);
  }
}

static void
assert_row(const screen *s, size_t y, furat_str expected)
{
  furat_buffer row;
  furat_buffer_init(&row, 10000);
  row_text(&row, s, y);
  while (expected.len > 0 && expected.data[expected.len - 1] == ' ') {
    expected.len--;
  }
  assert_int_equal(row.len, expected.len);
  assert_true(expected.len == 0 || memcmp(row.data, expected.data, row.len) == 0);
  furat_buffer_clear(&row);
}

// The screen ends with the rows of the layout, and the cursor is where it says.
static void
assert_shown(const setup *t)
{
  const furat_display *d = &t->display;
  assert_true(d->row <= t->screen.y);
  size_t first = t->screen.y - d->row;
  for (size_t i = 0; i < d->n_shown; i++) {
    assert_row(&t->screen, first + i, furat_layout_row_bytes(&d->shown, d->top + i));
  }
  for (size_t y = first + d->n_shown; y < t->screen.n_rows; y++) {
    assert_row(&t->screen, y, FURAT_STR_NONE);
  }
  assert_int_equal(d->top + d->row, d->shown.cursor_row);
  assert_int_equal(t->screen.x, d->shown.cursor_column);
}

static void
rows_come_and_go(void **state)
{
  (void)state;
  setup t;
  begin(&t, 8, 10);
  draw(&t, "abc", 3);
  assert_shown(&t);
  draw(&t, "abcdefghij", 10);
  assert_shown(&t);
  draw(&t, "a\nb\nc", 1);
  assert_shown(&t);
  draw(&t, "a", 1);
  assert_shown(&t);
  assert_int_equal(t.screen.n_scrolled, 0);
  end(&t);
}

static void
leaving_goes_below_all(void **state)
{
  (void)state;
  setup t;
  begin(&t, 8, 10);
  draw(&t, "a\nb\nc", 0);
  furat_display_leave(&t.display, true, t.to);
  take(&t);
  assert_int_equal(t.screen.y, 3);
  assert_int_equal(t.screen.x, 0);
  draw(&t, "next", 4);
  assert_shown(&t);
  assert_row(&t.screen, 0, FURAT_STR("> a"));
  assert_row(&t.screen, 3, FURAT_STR("> next"));
  end(&t);
}

static void
unchanged_rows_are_not_written(void **state)
{
  (void)state;
  setup t;
  begin(&t, 8, 18);
  draw(&t, "first\nsecond", 12);
  fflush(t.to);
  t.n_written = 0;
  draw(&t, "first\nsecond!", 13);
  assert_true(furat_str_find((furat_str){t.written, t.n_written}, FURAT_STR("first")) >
              t.n_written);
  assert_shown(&t);
  end(&t);
}

static void
cursor_tells_whether_lines_are_wrapped_again(void **state)
{
  (void)state;
  setup t;
  begin(&t, 8, 10);
  assert_int_equal(furat_display_column_after(&t.display, 7, true), 0);
  draw(&t, "a\nabcdefghij", 12);
  assert_shown(&t);
  const size_t column = t.display.shown.cursor_column;
  const size_t in_line = column + t.screen.n_columns;
  assert_int_equal(furat_display_column_after(&t.display, 20, false), column);
  assert_int_equal(furat_display_column_after(&t.display, 20, true), in_line % 20);
  assert_int_equal(furat_display_column_after(&t.display, 3, true), in_line % 3);
  assert_int_equal(furat_display_column_after(&t.display, 3, false),
                   column < 3 ? column : 2);
  end(&t);
}

// Any text after any other, at any size, with what is above left alone.
static void
anything_is_shown(void **state)
{
  (void)state;
  static const char *const pieces[] = {"a",    "bc", "日",       "\n", "\n", "م\u064e",
                                       "\x1b", "\t", "xxxxxxxx", " ",  "a",  "日本"};
  random_source random = random_start("anything_is_shown");
  for (int round = 0; round < 300; round++) {
    setup t;
    begin(&t, 2 + random_below(&random, MAX_ROWS - 2),
          9 + random_below(&random, MAX_COLUMNS - 9));
    feed(&t.screen, FURAT_STR("above\r\n"));
    for (int step = 0; step < 40; step++) {
      char text[256] = "";
      size_t n = random_below(&random, 24);
      size_t cut = random_below(&random, n + 1);
      size_t point = 0;
      for (size_t i = 0; i < n; i++) {
        point = i == cut ? strlen(text) : point;
        strcat(text, pieces[random_below(&random, sizeof pieces / sizeof pieces[0])]);
      }
      draw(&t, text, cut == n ? strlen(text) : point);
      assert_shown(&t);
    }
    if (t.screen.n_scrolled == 0) {
      assert_row(&t.screen, 0, FURAT_STR("above"));
    }
    end(&t);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_come_and_go),
      cmocka_unit_test(leaving_goes_below_all),
      cmocka_unit_test(unchanged_rows_are_not_written),
      cmocka_unit_test(cursor_tells_whether_lines_are_wrapped_again),
      cmocka_unit_test(anything_is_shown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
