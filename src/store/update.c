// SPDX-License-Identifier: GPL-3.0-or-later
// The first permutation decides which rows have an effect; the others get just those.
// What changes on the way is what the statistics need: runs of rows that come and go.
#include "store/update.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"
#include "store/row_sort.h"
#include "store/scan.h"
#include "store/statistics_internal.h"

enum { PATTERN_BATCH_ROWS = 100 * FURAT_SCAN_BATCH_ROWS };

/// Changes of the statistics of a predicate.
typedef struct predicate_change {
  furat_id predicate;
  int64_t n_quads;
  int64_t n_subjects;
  int64_t n_objects;
} predicate_change;

typedef struct batch {
  furat_txn *txn;
  bool insert;
  furat_permutation permutation; ///< at work
  furat_row *effective;          ///< rows with an effect, in natural order
  size_t n_effective;
  furat_id *ids; ///< the rows of the permutation at work
  furat_id *scratch;
  furat_vec changes; ///< predicate_change, by predicate
} batch;

static uint64_t
add(uint64_t total, int64_t change)
{
  return total + (uint64_t)change;
}

static predicate_change *
change_of(batch *b, furat_id predicate)
{
  size_t low = 0;
  size_t high = b->changes.n;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (FURAT_VEC_AT(&b->changes, predicate_change, middle).predicate < predicate) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  assert(low < b->changes.n);
  return &FURAT_VEC_AT(&b->changes, predicate_change, low);
}

/// A run of rows with the same leading fields has come or gone.
static furat_status
note_group(void *self, const furat_id *fields, int change, furat_error *err)
{
  (void)err;
  batch *b = self;
  furat_state *state = &b->txn->state;
  switch (b->permutation) {
  case FURAT_SPOG:
    state->n_subjects = add(state->n_subjects, change);
    break;
  case FURAT_OSPG:
    state->n_objects = add(state->n_objects, change);
    break;
  case FURAT_GSPO:
    state->n_graphs = add(state->n_graphs, change);
    break;
  case FURAT_PSOG:
    change_of(b, fields[0])->n_subjects += change;
    break;
  case FURAT_POSG:
    change_of(b, fields[0])->n_objects += change;
    break;
  default:
    break;
  }
  return FURAT_OK;
}

/// Rows a predicate, from rows sorted by predicate.
static furat_status
count_predicates(batch *b, const furat_rows *rows, furat_error *err)
{
  for (size_t i = 0; i < rows->n; ++i) {
    const furat_id predicate = rows->ids[i * FURAT_N_FIELDS];
    if (!b->changes.n ||
        FURAT_VEC_AT(&b->changes, predicate_change, b->changes.n - 1).predicate !=
            predicate) {
      const predicate_change fresh = {.predicate = predicate};
      if (!furat_vec_push(&b->changes, &fresh)) {
        return furat_vec_status(&b->changes, err);
      }
    }
    FURAT_VEC_AT(&b->changes, predicate_change, b->changes.n - 1).n_quads +=
        b->insert ? 1 : -1;
  }
  return FURAT_OK;
}

/// Change one permutation.
static furat_status
change_permutation(batch *b, furat_permutation permutation, furat_error *err)
{
  furat_rows rows = {.ids = b->ids, .n = b->n_effective};
  const furat_group_sink sink = {.self = b, .group = note_group};
  const furat_tree tree = furat_tree_of_permutation(b->txn->kv, permutation);
  b->permutation = permutation;
  for (size_t i = 0; i < b->n_effective; ++i) {
    furat_permute(b->ids + i * FURAT_N_FIELDS, permutation, &b->effective[i]);
  }
  furat_rows_sort(&rows, FURAT_N_FIELDS, b->scratch);
  furat_status status = FURAT_OK;
  if (permutation == FURAT_PSOG) {
    status = count_predicates(b, &rows, err);
  }
  if (status == FURAT_OK) {
    status = b->insert ? furat_tree_insert(&tree, &rows, &sink, err)
                       : furat_tree_delete(&tree, &rows, &sink, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  if (permutation == FURAT_SPOG) {
    memcpy(b->effective, rows.ids, rows.n * sizeof(furat_row));
    b->n_effective = rows.n;
  } else if (rows.n != b->n_effective) {
    return furat_error_set(err, FURAT_CORRUPT, "the indexes of the store differ");
  }
  return FURAT_OK;
}

static furat_status
write_statistics(batch *b, furat_error *err)
{
  furat_state *state = &b->txn->state;
  const int64_t n = (int64_t)b->n_effective;
  furat_status status = FURAT_OK;
  state->n_quads = add(state->n_quads, b->insert ? n : -n);
  for (size_t i = 0; status == FURAT_OK && i < b->changes.n; ++i) {
    const predicate_change *change = &FURAT_VEC_AT(&b->changes, predicate_change, i);
    furat_predicate_statistics statistics;
    status = furat_statistics_of(b->txn, change->predicate, &statistics, err);
    if (status != FURAT_OK) {
      break;
    }
    const bool was = statistics.n_quads != 0;
    statistics.n_quads = add(statistics.n_quads, change->n_quads);
    statistics.n_subjects = add(statistics.n_subjects, change->n_subjects);
    statistics.n_objects = add(statistics.n_objects, change->n_objects);
    state->n_predicates = add(state->n_predicates, (statistics.n_quads != 0) - was);
    status = furat_statistics_put(b->txn, &statistics, err);
  }
  return status;
}

static furat_status
change_all(batch *b, furat_error *err)
{
  furat_status status = FURAT_OK;
  furat_txn_touch(b->txn);
  for (unsigned p = 0; status == FURAT_OK && b->n_effective && p < FURAT_N_PERMUTATIONS;
       ++p) {
    status = change_permutation(b, (furat_permutation)p, err);
  }
  return status == FURAT_OK ? write_statistics(b, err) : status;
}

static furat_status
change(furat_txn *txn, bool insert, const furat_row *rows, size_t n, uint64_t *n_changed,
       furat_error *err)
{
  assert(furat_txn_is_writable(txn));
  batch b = {.txn = txn, .insert = insert, .n_effective = n};
  furat_status status = FURAT_OK;
  if (n) {
    furat_vec_init(&b.changes, sizeof(predicate_change),
                   SIZE_MAX / sizeof(predicate_change));
    b.effective = furat_realloc(NULL, n, sizeof(furat_row));
    b.ids = furat_realloc(NULL, n, sizeof(furat_row));
    b.scratch = furat_realloc(NULL, n, sizeof(furat_row));
    if (b.effective && b.ids && b.scratch) {
      memcpy(b.effective, rows, n * sizeof(furat_row));
      status = change_all(&b, err);
    } else {
      status = furat_error_no_mem(err);
    }
    furat_free(b.effective);
    furat_free(b.ids);
    furat_free(b.scratch);
    furat_vec_clear(&b.changes);
  }
  if (n_changed) {
    *n_changed = b.n_effective;
  }
  return status;
}

furat_status
furat_update_insert(furat_txn *txn, const furat_row *rows, size_t n, uint64_t *n_inserted,
                    furat_error *err)
{
  return change(txn, true, rows, n, n_inserted, err);
}

furat_status
furat_update_delete(furat_txn *txn, const furat_row *rows, size_t n, uint64_t *n_deleted,
                    furat_error *err)
{
  return change(txn, false, rows, n, n_deleted, err);
}

/// Up to PATTERN_BATCH_ROWS rows of the pattern.
static furat_status
collect(furat_txn *txn, const furat_row *pattern, furat_row *rows, size_t *n,
        furat_error *err)
{
  furat_id columns[FURAT_N_FIELDS][FURAT_SCAN_BATCH_ROWS];
  furat_id *const wanted[FURAT_N_FIELDS] = {columns[0], columns[1], columns[2],
                                            columns[3]};
  const furat_scan_spec spec = furat_scan_of_pattern(pattern, FURAT_N_FIELDS);
  furat_scan *scan;
  furat_status status = furat_scan_open(&scan, txn, &spec, err);
  *n = 0;
  if (status != FURAT_OK) {
    return status;
  }
  while (status == FURAT_OK && *n + FURAT_SCAN_BATCH_ROWS <= PATTERN_BATCH_ROWS) {
    size_t n_read = 0;
    status = furat_scan_next(scan, wanted, FURAT_SCAN_BATCH_ROWS, &n_read, err);
    for (size_t i = 0; i < n_read; ++i) {
      for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
        rows[*n + i].field[f] = columns[f][i];
      }
    }
    *n += n_read;
  }
  furat_scan_close(scan);
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_update_delete_pattern(furat_txn *txn, const furat_row *pattern, uint64_t *n_deleted,
                            furat_error *err)
{
  uint64_t n_total = 0;
  size_t n;
  furat_row *rows = furat_realloc(NULL, PATTERN_BATCH_ROWS, sizeof(*rows));
  furat_status status = rows ? FURAT_OK : furat_error_no_mem(err);
  do {
    uint64_t n_changed = 0;
    n = 0;
    if (status == FURAT_OK) {
      status = collect(txn, pattern, rows, &n, err);
    }
    if (status == FURAT_OK) {
      status = furat_update_delete(txn, rows, n, &n_changed, err);
    }
    n_total += n_changed;
  } while (status == FURAT_OK && n);
  furat_free(rows);
  if (n_deleted) {
    *n_deleted = n_total;
  }
  return status;
}
