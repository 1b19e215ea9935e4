// SPDX-License-Identifier: GPL-3.0-or-later
// The first permutation decides which rows have an effect; the others get just those.
// What changes on the way is what the statistics need: runs of rows that come and go.
#include "store/update.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/cancel.h"
#include "base/memory.h"
#include "store/row_sort.h"
#include "store/scan.h"
#include "store/statistics_internal.h"

enum {
  PATTERN_BATCH_ROWS = 100 * FURAT_SCAN_BATCH_ROWS,
  SLICE_ROWS = 1 << 13, // between two looks at the cancel token
  PARALLEL_ROWS = 4096  // batches of so many are worth a second thread
};

/// Changes of the statistics of a predicate, as one permutation sees them.
typedef struct predicate_change {
  furat_id predicate;
  int64_t n_quads;
  int64_t n_groups; ///< PSOG: subjects, POSG: objects
} predicate_change;

/// What one permutation tells about its change.
typedef struct part {
  int64_t n_groups;
  furat_vec changes; ///< predicate_change, by predicate; PSOG and POSG only
} part;

typedef struct batch {
  furat_txn *txn;
  bool insert;
  furat_row *effective; ///< rows with an effect, in natural order
  size_t n_effective;
  part parts[FURAT_N_PERMUTATIONS];
  atomic_uint next; ///< permutation that nobody works on yet
} batch;

/// A thread at work, on one permutation at a time.
typedef struct worker {
  batch *batch;
  furat_permutation permutation;
  furat_id *ids; ///< the rows in the permutation's order
  furat_id *scratch;
  furat_status status;
  furat_error err;
} worker;

static uint64_t
add(uint64_t total, int64_t change)
{
  return total + (uint64_t)change;
}

static predicate_change *
change_of(part *p, furat_id predicate)
{
  size_t low = 0;
  size_t high = p->changes.n;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (FURAT_VEC_AT(&p->changes, predicate_change, middle).predicate < predicate) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  assert(low < p->changes.n);
  return &FURAT_VEC_AT(&p->changes, predicate_change, low);
}

static bool
is_by_predicate(furat_permutation permutation)
{
  return permutation == FURAT_PSOG || permutation == FURAT_POSG;
}

/// A run of rows with the same leading fields has come or gone.
static furat_status
note_group(void *self, const furat_id *fields, int change, furat_error *err)
{
  (void)err;
  worker *w = self;
  part *p = &w->batch->parts[w->permutation];
  p->n_groups += change;
  if (is_by_predicate(w->permutation)) {
    change_of(p, fields[0])->n_groups += change;
  }
  return FURAT_OK;
}

/// Behind the last row with the predicate of row `begin`, by steps that double and then
/// halve: there are few predicates and many rows.
static size_t
end_of_predicate(const furat_rows *rows, size_t begin)
{
  const furat_id predicate = rows->ids[begin * FURAT_N_FIELDS];
  size_t low = begin; // has it
  size_t step = 1;
  while (rows->n - low > step && rows->ids[(low + step) * FURAT_N_FIELDS] == predicate) {
    low += step;
    step *= 2;
  }
  size_t high = rows->n - low > step ? low + step : rows->n; // has it not
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (rows->ids[middle * FURAT_N_FIELDS] == predicate) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return high;
}

/// Rows a predicate, from rows sorted by predicate.
static furat_status
count_predicates(part *p, const furat_rows *rows, furat_error *err)
{
  for (size_t i = 0; i < rows->n;) {
    const furat_id predicate = rows->ids[i * FURAT_N_FIELDS];
    const size_t end = end_of_predicate(rows, i);
    const predicate_change change = {.predicate = predicate,
                                     .n_quads = (int64_t)(end - i)};
    if (!furat_vec_push(&p->changes, &change)) {
      return furat_vec_status(&p->changes, err);
    }
    i = end;
  }
  return FURAT_OK;
}

/// Insert or delete sorted rows, a slice at a time so that somebody who has enough does
/// not wait long; `rows` are those that had an effect then.
static furat_status
change_rows(worker *w, const furat_tree *tree, furat_rows *rows)
{
  const batch *b = w->batch;
  const furat_group_sink sink = {.self = w, .group = note_group};
  size_t n_changed = 0;
  furat_status status = FURAT_OK;
  for (size_t done = 0; done < rows->n && status == FURAT_OK; done += SLICE_ROWS) {
    furat_rows slice = {.ids = rows->ids + done * FURAT_N_FIELDS,
                        .n = rows->n - done < SLICE_ROWS ? rows->n - done : SLICE_ROWS};
    status = furat_cancel_poll(b->txn->cancel, &w->err);
    if (status == FURAT_OK) {
      status = b->insert ? furat_tree_insert(tree, &slice, &sink, &w->err)
                         : furat_tree_delete(tree, &slice, &sink, &w->err);
    }
    memmove(rows->ids + n_changed * FURAT_N_FIELDS, slice.ids,
            slice.n * sizeof(furat_row));
    n_changed += slice.n;
  }
  rows->n = n_changed;
  return status;
}

/// The rows in the order of fields of the worker's permutation.
static furat_status
permute_rows(worker *w)
{
  const batch *b = w->batch;
  furat_status status = FURAT_OK;
  for (size_t i = 0, end; status == FURAT_OK && i < b->n_effective; i = end) {
    status = furat_rows_stride(&end, i, b->n_effective, b->txn->cancel, &w->err);
    for (size_t k = i; k < end; ++k) {
      furat_permute(w->ids + k * FURAT_N_FIELDS, w->permutation, &b->effective[k]);
    }
  }
  return status;
}

/// Copy rows to where there is room for them.
static furat_status
copy_rows(furat_row *to, const void *from, size_t n, const furat_cancel *cancel,
          furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0, end; status == FURAT_OK && i < n; i = end) {
    status = furat_rows_stride(&end, i, n, cancel, err);
    memcpy(to + i, (const char *)from + i * sizeof(*to), (end - i) * sizeof(*to));
  }
  return status;
}

/// Change one permutation; `*n` rows had an effect and are the first of the worker's ids.
static furat_status
change_permutation(worker *w, furat_permutation permutation, size_t *n)
{
  batch *b = w->batch;
  furat_rows rows = {.ids = w->ids, .n = b->n_effective};
  const furat_tree tree = furat_tree_of_permutation(b->txn->kv, permutation);
  w->permutation = permutation;
  furat_status status = permute_rows(w);
  if (status == FURAT_OK) {
    status = furat_rows_sort(&rows, FURAT_N_FIELDS,
                             permutation == FURAT_SPOG
                                 ? FURAT_N_FIELDS
                                 : furat_permutation_unsorted_fields(permutation),
                             w->scratch, b->txn->cancel, &w->err);
  }
  if (status == FURAT_OK && is_by_predicate(permutation)) {
    status = count_predicates(&b->parts[permutation], &rows, &w->err);
  }
  if (status == FURAT_OK) {
    status = change_rows(w, &tree, &rows);
  }
  *n = rows.n;
  return status;
}

/// The first permutation.
static furat_status
find_effective(worker *w)
{
  size_t n;
  furat_status status = change_permutation(w, FURAT_SPOG, &n);
  if (status == FURAT_OK) {
    status = copy_rows(w->batch->effective, w->ids, n, w->batch->txn->cancel, &w->err);
    w->batch->n_effective = n;
  }
  return status;
}

/// The others, until none is left.
static void *
work(void *self)
{
  worker *w = self;
  batch *b = w->batch;
  unsigned permutation;
  while (w->status == FURAT_OK &&
         (permutation = atomic_fetch_add(&b->next, 1)) < FURAT_N_PERMUTATIONS) {
    size_t n;
    w->status = change_permutation(w, (furat_permutation)permutation, &n);
    if (w->status == FURAT_OK && n != b->n_effective) {
      w->status =
          furat_error_set(&w->err, FURAT_CORRUPT, "the indexes of the store differ");
    }
    if (w->status != FURAT_OK) {
      atomic_store(&b->next, FURAT_N_PERMUTATIONS); // nothing of it will stay
    }
  }
  return NULL;
}

static furat_status
write_statistics(batch *b, furat_error *err)
{
  furat_state *state = &b->txn->state;
  const int64_t n = (int64_t)b->n_effective;
  const furat_vec *by_subject = &b->parts[FURAT_PSOG].changes;
  const furat_vec *by_object = &b->parts[FURAT_POSG].changes;
  furat_status status = FURAT_OK;
  state->n_quads = add(state->n_quads, b->insert ? n : -n);
  state->n_subjects = add(state->n_subjects, b->parts[FURAT_SPOG].n_groups);
  state->n_objects = add(state->n_objects, b->parts[FURAT_OSPG].n_groups);
  state->n_graphs = add(state->n_graphs, b->parts[FURAT_GSPO].n_groups);
  assert(by_subject->n == by_object->n); // the same rows
  for (size_t i = 0; status == FURAT_OK && i < by_subject->n; ++i) {
    const predicate_change *change = &FURAT_VEC_AT(by_subject, predicate_change, i);
    const predicate_change *other = &FURAT_VEC_AT(by_object, predicate_change, i);
    furat_predicate_statistics statistics;
    status = furat_statistics_of(b->txn, change->predicate, &statistics, err);
    if (status != FURAT_OK) {
      break;
    }
    const bool was = statistics.n_quads != 0;
    statistics.n_quads =
        add(statistics.n_quads, b->insert ? change->n_quads : -change->n_quads);
    statistics.n_subjects = add(statistics.n_subjects, change->n_groups);
    statistics.n_objects = add(statistics.n_objects, other->n_groups);
    state->n_predicates = add(state->n_predicates, (statistics.n_quads != 0) - was);
    status = furat_statistics_put(b->txn, &statistics, err);
  }
  return status;
}

/// With batch.effective and two workers this is FURAT_UPDATE_ROW_BYTES a row.
static furat_status
worker_init(worker *w, batch *b, size_t n, furat_error *err)
{
  *w = (worker){.batch = b};
  w->ids = furat_realloc(NULL, n, sizeof(furat_row));
  w->scratch = furat_realloc(NULL, n, sizeof(furat_row));
  return w->ids && w->scratch ? FURAT_OK : furat_error_no_mem(err);
}

static void
worker_clear(worker *w)
{
  furat_free(w->ids);
  furat_free(w->scratch);
}

/// All permutations but the first, on two threads when it is worth it: blocks are
/// packed at the same time, and LMDB is called in turn.
// What a worker has to say, with its hint.
static furat_status
hand_on(furat_status status, const furat_error *own, furat_error *err)
{
  furat_error_set(err, status, "%s", own->message);
  if (own->hint[0] != '\0') {
    furat_error_hint(err, "%s", own->hint);
  }
  return status;
}

static furat_status
change_others(batch *b, worker *first, furat_error *err)
{
  worker second = {.batch = b};
  pthread_t thread;
  furat_status status = FURAT_OK;
  bool parallel = false;
  atomic_init(&b->next, FURAT_SPOG + 1);
  if (b->n_effective >= PARALLEL_ROWS) {
    status = worker_init(&second, b, b->n_effective, err);
    parallel = status == FURAT_OK && pthread_create(&thread, NULL, work, &second) == 0;
  }
  if (status == FURAT_OK) {
    work(first);
    status = first->status;
  }
  if (parallel) {
    pthread_join(thread, NULL);
    if (status == FURAT_OK && second.status != FURAT_OK) {
      status = hand_on(second.status, &second.err, err);
    }
  }
  if (b->n_effective >= PARALLEL_ROWS) {
    worker_clear(&second);
  }
  return status;
}

static furat_status
change_all(batch *b, furat_error *err)
{
  worker first;
  furat_status status = worker_init(&first, b, b->n_effective, err);
  furat_txn_touch(b->txn);
  if (status == FURAT_OK) {
    status = find_effective(&first);
  }
  if (status == FURAT_OK && b->n_effective) {
    status = change_others(b, &first, err);
  }
  if (status != FURAT_OK && first.err.status != FURAT_OK) {
    status = hand_on(first.err.status, &first.err, err);
  }
  worker_clear(&first);
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
    for (unsigned p = 0; p < FURAT_N_PERMUTATIONS; ++p) {
      furat_vec_init(&b.parts[p].changes, sizeof(predicate_change),
                     SIZE_MAX / sizeof(predicate_change));
    }
    b.effective = furat_realloc(NULL, n, sizeof(furat_row));
    status = b.effective ? copy_rows(b.effective, rows, n, txn->cancel, err)
                         : furat_error_no_mem(err);
    if (status == FURAT_OK) {
      status = change_all(&b, err);
    }
    furat_free(b.effective);
    for (unsigned p = 0; p < FURAT_N_PERMUTATIONS; ++p) {
      furat_vec_clear(&b.parts[p].changes);
    }
  }
  if (n_changed) {
    *n_changed = b.n_effective;
  }
  return furat_txn_note(txn, status);
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
