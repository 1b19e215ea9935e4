// SPDX-License-Identifier: GPL-3.0-or-later
// The list below the line: candidate, number, label; labels that are written from right
// to left stand between isolates, so that they move nothing else.
//                                       candidates -> [candidates_text] -> input_tab
#include "shell/candidates_text.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/utf8.h"
#include "results/cell.h"

static const char gap[] = "  ";
enum { GAP = 2 };

static const furat_candidate *
at(const furat_candidates *list, size_t i)
{
  return &FURAT_VEC_AT(&list->items, furat_candidate, i);
}

static size_t
smaller(size_t a, size_t b)
{
  return a < b ? a : b;
}

static size_t
larger(size_t a, size_t b)
{
  return a > b ? a : b;
}

// Text cut to so many cells; returns those that it takes.
static size_t
append_cut(furat_buffer *out, furat_str text, size_t cells, bool utf8)
{
  size_t taken = 0;
  if (!utf8) {
    for (size_t i = 0; i < text.len && taken < cells; i++) {
      bool ascii = (text.data[i] & 0x80) == 0;
      furat_buffer_append_byte(out, ascii ? text.data[i] : '?');
      taken++;
    }
    return taken;
  }
  if (furat_utf8_text_width(text) <= cells) {
    furat_buffer_append(out, text);
    return furat_utf8_text_width(text);
  }
  size_t len = furat_text_fit(text, cells > 0 ? cells - 1 : 0, &taken);
  furat_buffer_append(out, furat_str_slice(text, 0, len));
  furat_buffer_append_cstr(out, cells > 0 ? "…" : "");
  return taken + (cells > 0);
}

static void
append_isolated(furat_buffer *out, furat_str text, size_t cells, bool utf8)
{
  bool has_rtl = false;
  (void)furat_text_is_rtl(text, &has_rtl);
  furat_buffer_append_cstr(out, has_rtl && utf8 ? "\u2068" : "");
  append_cut(out, text, cells, utf8);
  furat_buffer_append_cstr(out, has_rtl && utf8 ? "\u2069" : "");
}

// The digits, as they stand in tables too, or nothing for 0.
static size_t
format_number(char out[32], uint64_t n)
{
  out[0] = '\0';
  return n > 0 ? (size_t)snprintf(out, 32, "%" PRIu64, n) : 0;
}

typedef struct widths {
  size_t text;
  size_t number;
  size_t note;
} widths;

static widths
measure(const furat_candidates *list, size_t n)
{
  widths w = {0};
  for (size_t i = 0; i < n; i++) {
    char number[32];
    w.text = larger(w.text, furat_utf8_text_width(at(list, i)->text));
    w.number = larger(w.number, format_number(number, at(list, i)->n));
    w.note = larger(w.note, furat_utf8_text_width(at(list, i)->note));
  }
  return w;
}

static void
append_line(furat_buffer *out, const furat_candidate *candidate, const widths *w,
            const furat_candidates_style *style)
{
  char number[32];
  size_t left = style->n_columns > 2 ? style->n_columns - 2 : 1;
  size_t cells = smaller(w->text, left);
  size_t taken = append_cut(out, candidate->text, cells, style->utf8);
  left -= cells;
  bool has_number =
      candidate->n + candidate->note.len > 0 && w->number > 0 && left > w->number + GAP;
  left -= has_number ? w->number + GAP : 0;
  bool has_note = candidate->note.len > 0 && left > 2 * GAP;
  if (!has_number && !has_note) {
    furat_buffer_append_cstr(out, "\n");
    return;
  }
  furat_buffer_append_fill(out, ' ', cells - smaller(taken, cells));
  furat_buffer_append_cstr(out, furat_color_start(style->palette, FURAT_COLOR_NOTE));
  if (has_number) {
    size_t len = format_number(number, candidate->n);
    furat_buffer_append_cstr(out, gap);
    furat_buffer_append_fill(out, ' ', w->number - len);
    furat_buffer_append_cstr(out, number);
  }
  if (has_note) {
    furat_buffer_append_cstr(out, gap);
    append_isolated(out, candidate->note, left - GAP, style->utf8);
  }
  furat_buffer_append_cstr(out, furat_color_end(style->palette, FURAT_COLOR_NOTE));
  furat_buffer_append_cstr(out, "\n");
}

// Down the columns, as ls does; returns how many were shown.
static size_t
append_columns(furat_buffer *out, const furat_candidates *list, size_t width,
               const furat_candidates_style *style)
{
  size_t n_across = larger((style->n_columns - 1) / (width + GAP), 1);
  size_t n = smaller(list->items.n, n_across * style->n_rows);
  size_t n_lines = (n + n_across - 1) / n_across;
  for (size_t row = 0; row < n_lines; row++) {
    for (size_t i = row; i < n; i += n_lines) {
      size_t cells = smaller(width, style->n_columns - 1);
      size_t taken = append_cut(out, at(list, i)->text, cells, style->utf8);
      if (i + n_lines < n) {
        furat_buffer_append_fill(out, ' ', cells - smaller(taken, cells) + GAP);
      }
    }
    furat_buffer_append_cstr(out, "\n");
  }
  return n;
}

void
furat_candidates_write(furat_buffer *out, const furat_candidates *list,
                       const furat_candidates_style *style)
{
  size_t n = smaller(list->items.n, style->n_rows);
  widths w = measure(list, n);
  if (w.number == 0 && w.note == 0) {
    w = measure(list, list->items.n);
    n = append_columns(out, list, w.text, style);
  } else {
    for (size_t i = 0; i < n; i++) {
      append_line(out, at(list, i), &w, style);
    }
  }
  furat_buffer_append_cstr(out, furat_color_start(style->palette, FURAT_COLOR_NOTE));
  if (n < list->items.n) {
    furat_buffer_appendf(out, "%s %zu more%s\n", style->utf8 ? "…" : "...",
                         list->items.n - n, list->more ? ", and others" : "");
  } else if (list->more) {
    furat_buffer_appendf(out, "%s and others\n", style->utf8 ? "…" : "...");
  }
  if (list->remark) {
    furat_buffer_appendf(out, "(%s)\n", list->remark);
  }
  furat_buffer_append_cstr(out, furat_color_end(style->palette, FURAT_COLOR_NOTE));
}
