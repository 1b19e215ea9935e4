// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the rows ahead that decide, and gives them out once more.
#include "results/fit.h"

#include "results/format.h"
#include "results/kept.h"

enum { SAMPLE_ROWS = 1000, SAMPLE_BYTES = 16 << 20 };

// Rows that were read ahead, then the others.
typedef struct read_ahead {
  const furat_rows *source;
  furat_kept *kept;
  furat_rows first;
  furat_status end; // what the source gave behind the first; FURAT_OK: it has more
  furat_error end_err;
} read_ahead;

static void
fill(read_ahead *ahead, uint64_t most)
{
  for (uint64_t n = 0; n < most && ahead->end == FURAT_OK; n++) {
    const furat_term *row = NULL;
    ahead->end = ahead->source->next(ahead->source->self, &row, &ahead->end_err);
    if (ahead->end == FURAT_OK) {
      furat_kept_add(ahead->kept, row);
    }
    if (furat_kept_n_bytes(ahead->kept) > SAMPLE_BYTES) {
      break;
    }
  }
}

static furat_status
next_row(void *self, const furat_term **row, furat_error *err)
{
  read_ahead *ahead = self;
  furat_status status = ahead->first.next(ahead->first.self, row, err);
  if (status != FURAT_DONE) {
    return status;
  }
  if (ahead->end != FURAT_OK) {
    if (err && ahead->end != FURAT_DONE) {
      *err = ahead->end_err;
    }
    return ahead->end;
  }
  return ahead->source->next(ahead->source->self, row, err);
}

static furat_status
choose_and_write(read_ahead *ahead, furat_output *output,
                 const furat_table_options *options, bool *as_lines, furat_error *err)
{
  bool fits = true;
  furat_rows rows = *ahead->source;
  rows.self = ahead;
  rows.next = next_row;
  furat_kept_rows(ahead->kept, &ahead->first);
  furat_status status = furat_table_fits(&fits, &ahead->first, options, err);
  furat_kept_rows(ahead->kept, &ahead->first);
  if (status != FURAT_OK) {
    return status;
  }
  *as_lines = !fits;
  return fits ? furat_table_write_rows(output, &rows, options, err)
              : furat_format_write(furat_format_named(FURAT_STR("line")), output, &rows,
                                   &options->style, err);
}

furat_status
furat_fit_write_rows(furat_output *output, const furat_rows *rows,
                     const furat_table_options *options, bool *as_lines, furat_error *err)
{
  *as_lines = false;
  if (rows->form == FURAT_QUERY_ASK) {
    return furat_table_write_rows(output, rows, options, err);
  }
  read_ahead ahead = {.source = rows, .end = FURAT_OK, .end_err = FURAT_ERROR_INIT};
  furat_status status = furat_kept_new(&ahead.kept, rows->form, rows->n_columns,
                                       rows->columns, SIZE_MAX / 2, err);
  if (status == FURAT_OK) {
    const uint64_t most = options->style.max_rows;
    fill(&ahead, most > 0 && most < SAMPLE_ROWS ? most : SAMPLE_ROWS);
    status = furat_kept_has_rows(ahead.kept)
                 ? choose_and_write(&ahead, output, options, as_lines, err)
                 : furat_error_no_mem(err);
  }
  furat_kept_free(ahead.kept);
  return status;
}
