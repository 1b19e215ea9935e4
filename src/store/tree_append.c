// SPDX-License-Identifier: GPL-3.0-or-later
// Filling an empty set in order: full blocks, appended to full pages, with their counts.

#include "base/memory.h"
#include "base/vec.h"
#include "store/tree_internal.h"

enum { BUFFER_ROWS = 8 * FURAT_BLOCK_MAX_ROWS, ROW_KEY_BYTES = 32 };

/// Sums that wait until all blocks are written: `counts` is another map, whose keys sort
/// by level.
typedef struct sums {
  uint8_t row_key[ROW_KEY_BYTES];
  uint64_t n_rows;
  uint32_t n_children;
} sums;

struct furat_tree_appender {
  furat_tree tree;
  size_t guess;
  size_t start; ///< of what is buffered and not written
  size_t end;
  furat_vec level_1; ///< sums
  furat_id columns[FURAT_BLOCK_MAX_COLUMNS][BUFFER_ROWS];
};

furat_status
furat_tree_append_begin(furat_tree_appender **out, const furat_tree *tree,
                        furat_error *err)
{
  furat_tree_appender *appender = furat_alloc(sizeof(*appender));
  if (!appender) {
    return furat_error_no_mem(err);
  }
  appender->tree = *tree;
  appender->guess = 0;
  appender->start = 0;
  appender->end = 0;
  furat_vec_init(&appender->level_1, sizeof(sums), UINT32_MAX);
  *out = appender;
  return FURAT_OK;
}

void
furat_tree_append_free(furat_tree_appender *appender)
{
  if (appender) {
    furat_vec_clear(&appender->level_1);
    furat_free(appender);
  }
}

static furat_status
count_block(furat_tree_appender *appender, const uint8_t *key, size_t n_rows,
            furat_error *err)
{
  furat_vec *level_1 = &appender->level_1;
  if (!appender->tree.counted) {
    return FURAT_OK;
  }
  if (!level_1->n ||
      FURAT_VEC_AT(level_1, sums, level_1->n - 1).n_children == FURAT_COUNT_FANOUT) {
    sums fresh = {.n_rows = 0};
    if (level_1->n) { // the first stands for everything from the smallest row on
      memcpy(fresh.row_key, key, ROW_KEY_BYTES);
    }
    if (!furat_vec_push(level_1, &fresh)) {
      return furat_vec_status(level_1, err);
    }
  }
  sums *last = &FURAT_VEC_AT(level_1, sums, level_1->n - 1);
  last->n_rows += n_rows;
  last->n_children += 1;
  return FURAT_OK;
}

static furat_status
write_block(furat_tree_appender *appender, furat_error *err)
{
  uint8_t key[FURAT_BLOCK_MAX_KEY_BYTES];
  uint8_t value[FURAT_BLOCK_MAX_BYTES + FURAT_BITPACK_SLACK_BYTES];
  const furat_id *columns[FURAT_BLOCK_MAX_COLUMNS];
  furat_id first[FURAT_BLOCK_MAX_COLUMNS];
  size_t len_bytes;
  const unsigned n_columns = appender->tree.n_columns;
  for (unsigned c = 0; c < n_columns; ++c) {
    columns[c] = appender->columns[c] + appender->start;
    first[c] = columns[c][0];
  }
  const size_t n = furat_block_write(value, &len_bytes, columns, n_columns,
                                     appender->end - appender->start,
                                     FURAT_BLOCK_MAX_ROWS, &appender->guess);
  furat_row_to_key(key, first, n_columns);
  const furat_status status =
      furat_kv_append(appender->tree.txn, appender->tree.map,
                      (furat_str){(const char *)key, 8 * (size_t)n_columns},
                      (furat_str){(const char *)value, len_bytes}, err);
  appender->start += n;
  return status == FURAT_OK ? count_block(appender, key, n, err) : status;
}

/// Write blocks until less than `n_left` rows are buffered, and move the rest to the
/// front.
static furat_status
drain(furat_tree_appender *appender, size_t n_left, furat_error *err)
{
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && appender->end - appender->start >= n_left) {
    status = write_block(appender, err);
  }
  for (unsigned c = 0; c < appender->tree.n_columns; ++c) {
    memmove(appender->columns[c], appender->columns[c] + appender->start,
            (appender->end - appender->start) * sizeof(furat_id));
  }
  appender->end -= appender->start;
  appender->start = 0;
  return status;
}

furat_status
furat_tree_append(furat_tree_appender *appender, const furat_id *const *columns, size_t n,
                  furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t from = 0; status == FURAT_OK && from < n;) {
    const size_t room = BUFFER_ROWS - appender->end;
    const size_t n_copied = n - from < room ? n - from : room;
    for (unsigned c = 0; c < appender->tree.n_columns; ++c) {
      memcpy(appender->columns[c] + appender->end, columns[c] + from,
             n_copied * sizeof(furat_id));
    }
    appender->end += n_copied;
    from += n_copied;
    if (appender->end == BUFFER_ROWS) {
      status = drain(appender, FURAT_BLOCK_MAX_ROWS, err);
    }
  }
  return status;
}

static furat_status
write_counts(furat_tree_appender *appender, furat_error *err)
{
  const furat_vec *level_1 = &appender->level_1;
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < level_1->n; ++i) {
    const sums *s = &FURAT_VEC_AT(level_1, sums, i);
    status =
        furat_counts_put(&appender->tree, 1, s->row_key, s->n_rows, s->n_children, err);
  }
  for (size_t i = 0; status == FURAT_OK && i < level_1->n; i += FURAT_COUNT_FANOUT) {
    uint64_t n_rows = 0;
    uint32_t n_children = 0;
    for (size_t j = i; j < level_1->n && n_children < FURAT_COUNT_FANOUT; ++j) {
      n_rows += FURAT_VEC_AT(level_1, sums, j).n_rows;
      n_children += 1;
    }
    status =
        furat_counts_put(&appender->tree, FURAT_COUNT_LEVELS,
                         FURAT_VEC_AT(level_1, sums, i).row_key, n_rows, n_children, err);
  }
  return status;
}

furat_status
furat_tree_append_finish(furat_tree_appender *appender, furat_error *err)
{
  const furat_status status = drain(appender, 1, err);
  return status == FURAT_OK ? write_counts(appender, err) : status;
}
