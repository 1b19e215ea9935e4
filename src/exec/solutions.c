// SPDX-License-Identifier: GPL-3.0-or-later
// Batches: one allocation for the header and all columns.
#include "exec/solutions.h"

#include <assert.h>

#include "base/memory.h"

furat_status
furat_solutions_new(furat_solutions **out, size_t n_columns, furat_error *err)
{
  size_t header = sizeof(furat_solutions) + n_columns * sizeof(furat_id *);
  char *memory =
      furat_alloc_zeroed(1, header + n_columns * FURAT_SOLUTIONS_ROWS * sizeof(furat_id));
  if (!memory) {
    *out = NULL;
    return furat_error_no_mem(err);
  }
  furat_solutions *batch = (furat_solutions *)(void *)memory;
  batch->n_columns = n_columns;
  batch->columns = (furat_id **)(void *)(memory + sizeof(furat_solutions));
  furat_id *cells = (furat_id *)(void *)(memory + header);
  for (size_t i = 0; i < n_columns; i++) {
    batch->columns[i] = cells + i * FURAT_SOLUTIONS_ROWS;
  }
  *out = batch;
  return FURAT_OK;
}

void
furat_solutions_free(furat_solutions *batch)
{
  furat_free(batch);
}

void
furat_solutions_append(furat_solutions *batch, const furat_solutions *from, size_t row,
                       const size_t *map)
{
  assert(batch->n_rows < FURAT_SOLUTIONS_ROWS);
  for (size_t i = 0; i < batch->n_columns; i++) {
    batch->columns[i][batch->n_rows] =
        map[i] == SIZE_MAX ? FURAT_ID_NONE : from->columns[map[i]][row];
  }
  batch->n_rows++;
}
