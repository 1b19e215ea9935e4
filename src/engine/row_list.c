// SPDX-License-Identifier: GPL-3.0-or-later
// Rows in one array, their bytes in one arena; read once from the first to the last.
#include "engine/row_list.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/memory.h"
#include "engine/backend.h"

struct furat_row_list {
  furat_arena arena;
  furat_str *columns;
  size_t n_columns;
  furat_vec rows; // n_columns terms each
  size_t next;    // of the results
};

furat_status
furat_row_list_new(furat_row_list **out, const char *const *columns, size_t n_columns,
                   furat_error *err)
{
  furat_row_list *rows = furat_alloc_zeroed(1, sizeof *rows);
  if (!rows) {
    return furat_error_no_mem(err);
  }
  furat_arena_init(&rows->arena, SIZE_MAX);
  furat_vec_init(&rows->rows, n_columns * sizeof(furat_term), UINT32_MAX);
  rows->n_columns = n_columns;
  rows->columns = FURAT_ARENA_ARRAY(&rows->arena, furat_str, n_columns);
  bool copied = rows->columns != NULL;
  for (size_t i = 0; i < n_columns && copied; i++) {
    copied = furat_arena_copy(&rows->arena, furat_str_of(columns[i]), &rows->columns[i]);
  }
  if (!copied) {
    furat_row_list_free(rows);
    return furat_error_no_mem(err);
  }
  *out = rows;
  return FURAT_OK;
}

furat_status
furat_row_list_add(furat_row_list *rows, const furat_term *row, furat_error *err)
{
  furat_term *copy = furat_vec_extend(&rows->rows, 1);
  for (size_t i = 0; copy && i < rows->n_columns; i++) {
    if (row[i].kind != FURAT_TERM_NONE &&
        !furat_term_copy(&rows->arena, &row[i], &copy[i])) {
      return furat_error_no_mem(err);
    }
  }
  return furat_vec_status(&rows->rows, err);
}

size_t
furat_row_list_count(const furat_row_list *rows)
{
  return rows->rows.n;
}

// Row `index`, borrowed until the next furat_row_list_add().
static const furat_term *
row_at(const furat_row_list *rows, size_t index)
{
  return (const furat_term *)rows->rows.items + index * rows->n_columns;
}

void
furat_row_list_sort(furat_row_list *rows,
                    int (*compare)(const void *row, const void *other))
{
  if (rows->rows.n > 1) {
    qsort(rows->rows.items, rows->rows.n, rows->rows.item_bytes, compare);
  }
}

void
furat_row_list_free(furat_row_list *rows)
{
  if (rows) {
    furat_vec_clear(&rows->rows);
    furat_arena_clear(&rows->arena);
    furat_free(rows);
  }
}

// --------------------------------------------------------------------- as results

static void
results_free(void *self)
{
  furat_row_list_free(self);
}

static size_t
results_n_columns(const void *self)
{
  const furat_row_list *rows = self;
  return rows->n_columns;
}

static furat_str
results_column(const void *self, size_t column)
{
  const furat_row_list *rows = self;
  return rows->columns[column];
}

static furat_status
results_next(void *self, const furat_term **row, FURAT_UNUSED furat_error *err)
{
  furat_row_list *rows = self;
  if (rows->next == rows->rows.n) {
    return FURAT_DONE;
  }
  *row = row_at(rows, rows->next++);
  return FURAT_OK;
}

static const furat_engine engine_row_list = {.name = "rows",
                                             .results_free = results_free,
                                             .results_n_columns = results_n_columns,
                                             .results_column = results_column,
                                             .results_next = results_next};

furat_status
furat_row_list_results(furat_results **out, furat_row_list *rows, furat_error *err)
{
  return furat_results_new(out, &engine_row_list, rows, FURAT_QUERY_SELECT, err);
}
