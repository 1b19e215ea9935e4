// SPDX-License-Identifier: GPL-3.0-or-later
// Results as a source of rows, and the counting of rows that are not shown.
#include "results/rows.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/screen.h"

static const int64_t patience_ns = 200000000;

static furat_status
next_of_results(void *self, const furat_term **row, furat_error *err)
{
  return furat_results_next(self, row, err);
}

furat_status
furat_rows_of_results(furat_rows *out, furat_results *results, furat_error *err)
{
  *out = (furat_rows){
      .form = furat_results_form(results), .self = results, .next = next_of_results};
  if (out->form == FURAT_QUERY_ASK) {
    out->boolean = furat_results_boolean(results);
    return FURAT_OK;
  }
  out->n_columns = furat_results_n_columns(results);
  furat_str *columns = furat_alloc_zeroed(out->n_columns + 1, sizeof *columns);
  if (!columns) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < out->n_columns; i++) {
    columns[i] = furat_results_column(results, i);
  }
  out->columns = columns;
  return FURAT_OK;
}

void
furat_rows_clear(furat_rows *rows)
{
  furat_free((void *)(uintptr_t)rows->columns);
  *rows = (furat_rows){.columns = NULL};
}

furat_status
furat_rows_count_rest(furat_row_count *out, const furat_rows *rows, uint64_t n_shown,
                      furat_error *err)
{
  enum { LOOK_AT_CLOCK = 256 };
  *out = (furat_row_count){.n_known = n_shown};
  const int64_t end = furat_clock_ns() + patience_ns;
  for (;;) {
    const furat_term *row = NULL;
    furat_status status = rows->next(rows->self, &row, err);
    if (status != FURAT_OK) {
      return status == FURAT_DONE ? FURAT_OK : status;
    }
    out->n_known++;
    if (out->n_known % LOOK_AT_CLOCK == 0 && furat_clock_ns() >= end) {
      out->more = true;
      return FURAT_OK;
    }
  }
}

void
furat_row_count_write(furat_buffer *out, uint64_t n_shown, const furat_row_count *all,
                      const char *hint)
{
  const bool cut = all && (all->more || all->n_known > n_shown);
  const uint64_t n = cut ? all->n_known : n_shown;
  char number[32];
  if (cut) {
    furat_buffer_appendf(out, "%s of %s", furat_screen_number(number, n_shown),
                         all->more ? "more than " : "");
  }
  furat_buffer_appendf(out, "%s %s", furat_screen_number(number, n),
                       n == 1 ? "row" : "rows");
  if (cut && hint) {
    furat_buffer_appendf(out, "; %s", hint);
  }
}
