// SPDX-License-Identifier: GPL-3.0-or-later
// The rows in memory are no more added to once a row waits: what waits is none of them.
// A part that has no room either is divided again by other bits.
#include "exec/distinct_set.h"

enum { N_PARTS = 16, MAX_LEVEL = 8, MIN_ROWS = 64 };

void
furat_distinct_set_init(furat_distinct_set *set, furat_execution *execution,
                        size_t n_columns, const size_t *columns)
{
  *set = (furat_distinct_set){.columns = columns};
  furat_row_set_init(&set->seen, execution, n_columns, columns, n_columns);
}

void
furat_distinct_set_clear(furat_distinct_set *set)
{
  if (set->seen.execution) {
    furat_row_set_clear(&set->seen);
  }
  furat_row_file_free(set->waiting);
  set->waiting = NULL;
  set->level = 0;
}

static furat_status
let_wait(furat_distinct_set *set, const furat_id *row, furat_error *err)
{
  const size_t n = set->seen.n_columns;
  furat_status status = FURAT_OK;
  if (!set->waiting) {
    status = furat_row_file_new(&set->waiting, set->seen.execution, n, N_PARTS, err);
  }
  return status == FURAT_OK
             ? furat_row_file_write(set->waiting,
                                    furat_row_file_part(set->waiting, row, n, set->level),
                                    row, err)
             : status;
}

furat_status
furat_distinct_set_add(furat_distinct_set *set, const furat_id *row, size_t spare_bytes,
                       bool *is_new, furat_error *err)
{
  uint32_t position;
  *is_new = false;
  if (furat_row_set_find(&set->seen, row) != FURAT_ROW_NONE) {
    return FURAT_OK;
  }
  const size_t parts = (size_t)2 * N_PARTS * FURAT_ROW_FILE_BLOCK_BYTES;
  if (set->level < MAX_LEVEL &&
      (set->waiting || (set->seen.n_rows >= MIN_ROWS &&
                        !furat_row_set_has_room(&set->seen, spare_bytes + parts)))) {
    return let_wait(set, row, err);
  }
  *is_new = true;
  return furat_row_set_add(&set->seen, row, &position, err);
}

/// A part of the rows that wait, by a set of its own.
static furat_status
finish_part(furat_distinct_set *part, furat_row_file *file, size_t number,
            size_t spare_bytes, void *self,
            furat_status (*tell)(void *, const furat_id *, furat_error *),
            furat_error *err)
{
  furat_row_reader reader = {.file = NULL};
  const furat_cancel *cancel = part->seen.execution->view->cancel;
  unsigned n_polls = 0;
  furat_status status = furat_row_reader_open(&reader, file, number, err);
  while (status == FURAT_OK) {
    const furat_id *row = NULL;
    bool is_new = false;
    status = furat_cancel_poll_often(cancel, &n_polls, err);
    if (status == FURAT_OK) {
      status = furat_row_reader_next(&reader, &row, err);
    }
    if (status == FURAT_OK) {
      status = furat_distinct_set_add(part, row, spare_bytes, &is_new, err);
    }
    if (status == FURAT_OK && is_new) {
      status = tell(self, row, err);
    }
  }
  furat_row_reader_close(&reader);
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_distinct_set_finish(furat_distinct_set *set, size_t spare_bytes, void *self,
                          furat_status (*tell)(void *self, const furat_id *row,
                                               furat_error *err),
                          furat_error *err)
{
  furat_row_file *file = set->waiting;
  const unsigned level = set->level;
  set->waiting = NULL;
  furat_distinct_set_clear(set);
  furat_status status = file ? furat_row_file_end(file, err) : FURAT_OK;
  for (size_t i = 0; file && i < N_PARTS && status == FURAT_OK; i++) {
    furat_distinct_set part;
    furat_distinct_set_init(&part, set->seen.execution, set->seen.n_columns,
                            set->columns);
    part.level = level + 1;
    status = finish_part(&part, file, i, spare_bytes, self, tell, err);
    if (status == FURAT_OK) { // at most MAX_LEVEL times within each other
      status = furat_distinct_set_finish(&part, spare_bytes, self, tell, err);
    }
    furat_distinct_set_clear(&part);
  }
  furat_row_file_free(file);
  return status;
}
