// SPDX-License-Identifier: GPL-3.0-or-later
// In memory one sort leads to the next: rows in the order X Y Z become Z X Y or Y X Z by
// one stable sort by a field, and all six orders lie on a path of such steps.  Beyond
// memory each permutation is sorted on its own.
#include "load/index.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "base/memory.h"
#include "store/statistics_internal.h"

enum { PIECE_ROWS = 2048, N_BUFFERS = 3 };

typedef struct builder {
  furat_txn *txn;
  furat_runs *runs;
  const furat_ranks *ranks;
  const furat_index_options *options;
  unsigned n_done;
  furat_vec predicates; ///< furat_predicate_statistics, by predicate
  size_t n_rows;        ///< distinct rows
} builder;

static const unsigned *
fields_of(furat_permutation permutation)
{
  _Static_assert(sizeof(furat_field) == sizeof(unsigned), "an order is four numbers");
  return (const unsigned *)furat_permutations[permutation].order;
}

// ---- appending one permutation

/// What appending rows in order finds out by the way.
typedef struct append {
  builder *b;
  furat_permutation permutation;
  const unsigned *order;
  furat_tree_appender *appender;
  bool has_last;
  furat_sort_row last;
  uint64_t n_rows;
  uint64_t n_groups; ///< distinct first fields
  size_t predicate;  ///< the one at hand, of POSG
  furat_id ids[FURAT_N_FIELDS][PIECE_ROWS];
} append;

/// Predicates come in order: PSOG makes their statistics, POSG adds the objects.
static furat_status
count_pair(append *a, bool new_predicate, uint32_t rank, furat_error *err)
{
  furat_vec *predicates = &a->b->predicates;
  if (a->permutation == FURAT_PSOG) {
    const furat_predicate_statistics fresh = {.predicate =
                                                  furat_rank_id(a->b->ranks, rank)};
    if (new_predicate && !furat_vec_push(predicates, &fresh)) {
      return furat_vec_status(predicates, err);
    }
    FURAT_VEC_AT(predicates, furat_predicate_statistics, predicates->n - 1).n_subjects +=
        1;
  } else {
    a->predicate = new_predicate ? (size_t)a->n_groups - 1 : a->predicate;
    assert(a->predicate < predicates->n);
    FURAT_VEC_AT(predicates, furat_predicate_statistics, a->predicate).n_objects += 1;
  }
  return FURAT_OK;
}

static furat_status
count_rows(append *a, const furat_sort_row *rows, size_t n, furat_error *err)
{
  const unsigned first = a->order[0];
  const unsigned second = a->order[1];
  const bool by_predicate = a->permutation == FURAT_PSOG || a->permutation == FURAT_POSG;
  furat_status status = FURAT_OK;
  a->n_rows += n;
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    const bool new_first = !a->has_last || rows[i].field[first] != a->last.field[first];
    a->n_groups += new_first;
    if (by_predicate && (new_first || rows[i].field[second] != a->last.field[second])) {
      status = count_pair(a, new_first, rows[i].field[first], err);
    }
    if (a->permutation == FURAT_PSOG && status == FURAT_OK) {
      FURAT_VEC_AT(&a->b->predicates, furat_predicate_statistics, a->b->predicates.n - 1)
          .n_quads += 1;
    }
    a->last = rows[i];
    a->has_last = true;
  }
  return status;
}

/// The ids of a column; ranks that repeat, which most do, are looked up once.
static void
make_ids(const append *a, furat_id *ids, const furat_sort_row *rows, size_t n,
         unsigned field)
{
  uint32_t rank = rows[0].field[field];
  furat_id id = furat_rank_id(a->b->ranks, rank);
  for (size_t i = 0; i < n; ++i) {
    if (rows[i].field[field] != rank) {
      rank = rows[i].field[field];
      id = furat_rank_id(a->b->ranks, rank);
    }
    ids[i] = id;
  }
}

static furat_status
append_rows(append *a, const furat_sort_row *rows, size_t n, furat_error *err)
{
  const furat_id *const columns[FURAT_N_FIELDS] = {a->ids[0], a->ids[1], a->ids[2],
                                                   a->ids[3]};
  furat_status status = FURAT_OK;
  for (size_t from = 0; status == FURAT_OK && from < n; from += PIECE_ROWS) {
    const size_t n_piece = n - from < PIECE_ROWS ? n - from : (size_t)PIECE_ROWS;
    for (unsigned c = 0; c < FURAT_N_FIELDS; ++c) {
      make_ids(a, a->ids[c], rows + from, n_piece, a->order[c]);
    }
    status = count_rows(a, rows + from, n_piece, err);
    if (status == FURAT_OK) {
      status = furat_tree_append(a->appender, columns, n_piece, err);
    }
    if (status == FURAT_OK) {
      status = furat_cancel_poll(a->b->options->cancel, err);
    }
  }
  return status;
}

static furat_status
append_begin(append **out, builder *b, furat_permutation permutation, furat_error *err)
{
  append *a = furat_alloc_zeroed(1, sizeof(*a));
  if (!a) {
    return furat_error_no_mem(err);
  }
  a->b = b;
  a->permutation = permutation;
  a->order = fields_of(permutation);
  const furat_tree tree = furat_tree_of_permutation(b->txn->kv, permutation);
  const furat_status status = furat_tree_append_begin(&a->appender, &tree, err);
  if (status != FURAT_OK) {
    furat_free(a);
    return status;
  }
  *out = a;
  return FURAT_OK;
}

static void
note_totals(const append *a)
{
  furat_state *state = &a->b->txn->state;
  switch (a->permutation) {
  case FURAT_SPOG:
    state->n_quads = a->n_rows;
    state->n_subjects = a->n_groups;
    break;
  case FURAT_PSOG:
    state->n_predicates = a->n_groups;
    break;
  case FURAT_OSPG:
    state->n_objects = a->n_groups;
    break;
  case FURAT_GSPO:
    state->n_graphs = a->n_groups;
    break;
  default:
    break;
  }
}

/// Write what is left when `status` is good; free.
static furat_status
append_end(append *a, furat_status status, furat_error *err)
{
  builder *b = a->b;
  if (status == FURAT_OK) {
    status = furat_tree_append_finish(a->appender, err);
  }
  note_totals(a);
  furat_tree_append_free(a->appender);
  furat_free(a);
  b->n_done += 1;
  if (b->options->progress) {
    b->options->progress(b->options->self, b->n_done, FURAT_N_PERMUTATIONS);
  }
  return status;
}

static furat_status
append_array(builder *b, furat_permutation permutation, const furat_sort_row *rows,
             size_t n, furat_error *err)
{
  append *a;
  furat_status status = append_begin(&a, b, permutation, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = append_rows(a, rows, n, err);
  return append_end(a, status, err);
}

// ---- in memory

/// A step on the path through the orders: this permutation comes from the one before by a
/// stable sort by its first field.
static const furat_permutation path[] = {FURAT_GSPO, FURAT_OSPG, FURAT_SOPG,
                                         FURAT_PSOG, FURAT_OPSG, FURAT_POSG};
enum { N_STEPS = sizeof(path) / sizeof(path[0]) };

typedef struct sort_task {
  const furat_sort_row *from;
  furat_sort_row *a;
  furat_sort_row *b;
  size_t n;
  unsigned field;
  const furat_sort_row *result;
  const furat_cancel *cancel;
  furat_status status;
  furat_error err;
} sort_task;

/// What happened on the other thread.
static furat_status
other_status(furat_status status, const furat_error *other, furat_error *err)
{
  if (status != FURAT_OK && err && err->status == FURAT_OK) {
    *err = *other;
  }
  return status;
}

static void *
run_sort(void *argument)
{
  sort_task *task = argument;
  task->result = task->from;
  task->status = furat_sort_by_field(&task->result, task->a, task->b, task->n,
                                     task->field, task->cancel, &task->err);
  return NULL;
}

/// Append `rows` while the task is done on another thread, or here when there is none.
static furat_status
append_and_sort(builder *b, furat_permutation permutation, const furat_sort_row *rows,
                sort_task *task, furat_error *err)
{
  pthread_t thread;
  const bool parallel = task && pthread_create(&thread, NULL, run_sort, task) == 0;
  furat_status status = append_array(b, permutation, rows, b->n_rows, err);
  if (parallel) {
    pthread_join(thread, NULL);
  } else if (task && status == FURAT_OK) {
    run_sort(task);
  }
  if (status == FURAT_OK && task) {
    status = other_status(task->status, &task->err, err);
  }
  return status;
}

/// The two buffers that hold neither `x` nor `y` (which may be one).
static void
others(furat_sort_row *const buffers[N_BUFFERS], const furat_sort_row *x,
       const furat_sort_row *y, furat_sort_row *out[2])
{
  unsigned n = 0;
  for (unsigned i = 0; i < N_BUFFERS && n < 2; ++i) {
    if (buffers[i] != x && buffers[i] != y) {
      out[n++] = buffers[i];
    }
  }
  if (n == 1) { // both are in use: the one that is sorted from may be overwritten
    out[1] = x == out[0] ? NULL : (furat_sort_row *)(uintptr_t)x;
  }
}

/// All permutations from rows in SPOG order.
static furat_status
walk_path(builder *b, furat_sort_row *const buffers[N_BUFFERS], furat_error *err)
{
  const furat_sort_row *at = buffers[0];    // rows that the next sort starts from
  const furat_sort_row *ready = buffers[0]; // rows to be appended
  furat_permutation permutation = FURAT_SPOG;
  furat_status status = FURAT_OK;
  for (unsigned step = 0; status == FURAT_OK && step < N_STEPS; ++step) {
    furat_sort_row *free_buffers[2] = {NULL, NULL};
    others(buffers, at, ready, free_buffers);
    sort_task task = {.from = at,
                      .a = free_buffers[0],
                      .b = free_buffers[1],
                      .n = b->n_rows,
                      .cancel = b->options->cancel,
                      .field = fields_of(path[step])[0]};
    status = append_and_sort(b, permutation, ready, &task, err);
    ready = task.result;
    if (path[step] != FURAT_GSPO) { // GSPO is a branch: the path goes on from SPOG
      at = ready;
    }
    permutation = path[step];
  }
  return status == FURAT_OK ? append_and_sort(b, permutation, ready, NULL, err) : status;
}

typedef struct collector {
  furat_sort_row *rows;
  size_t n;
} collector;

static furat_status
collect(void *self, const furat_sort_row *rows, size_t n, furat_error *err)
{
  (void)err;
  collector *c = self;
  memcpy(c->rows + c->n, rows, n * sizeof(*rows));
  c->n += n;
  return FURAT_OK;
}

static furat_status
build_in_memory(builder *b, size_t n, furat_error *err)
{
  furat_sort_row *buffers[N_BUFFERS] = {NULL};
  furat_status status = FURAT_OK;
  for (unsigned i = 0; status == FURAT_OK && i < N_BUFFERS; ++i) {
    buffers[i] = furat_sort_alloc(n);
    status = buffers[i] ? FURAT_OK : furat_error_no_mem(err);
  }
  collector c = {.rows = buffers[0]};
  if (status == FURAT_OK) {
    status = furat_runs_read(b->runs, &c, collect, err);
  }
  if (status == FURAT_OK) {
    b->n_rows = c.n;
    status = furat_sort_rows(buffers[0], buffers[1], &b->n_rows, fields_of(FURAT_SPOG),
                             b->options->cancel, err);
  }
  if (status == FURAT_OK) {
    status = walk_path(b, buffers, err);
  }
  for (unsigned i = 0; i < N_BUFFERS; ++i) {
    furat_sort_free(buffers[i]);
  }
  return status;
}

// ---- beyond memory

/// Sorting one permutation on a thread of its own.
typedef struct sort_job {
  builder *b;
  furat_permutation permutation;
  furat_sorter sorter;
  furat_status status;
  furat_error err;
} sort_job;

static furat_status
add_to_sorter(void *self, const furat_sort_row *rows, size_t n, furat_error *err)
{
  sort_job *job = self;
  return furat_sorter_add(&job->sorter, rows, n, err);
}

static void *
run_job(void *argument)
{
  sort_job *job = argument;
  job->status = furat_runs_read(job->b->runs, job, add_to_sorter, &job->err);
  if (job->status == FURAT_OK) {
    job->status = furat_sorter_finish(&job->sorter, &job->err);
  }
  return NULL;
}

static void
init_job(sort_job *job, builder *b, furat_permutation permutation)
{
  *job = (sort_job){.b = b, .permutation = permutation};
  // Rows and as much to sort them take half of what sorting in memory would: LMDB holds
  // changed pages, up to 512 MiB of them, by then.
  furat_sorter_init(&job->sorter, fields_of(permutation),
                    b->options->max_rows * N_BUFFERS / 4, b->options->folder,
                    b->options->cancel);
}

static furat_status
append_sorted(builder *b, sort_job *job, furat_error *err)
{
  append *a;
  const furat_sort_row *rows;
  size_t n;
  furat_status status = other_status(job->status, &job->err, err);
  if (status == FURAT_OK) {
    status = append_begin(&a, b, job->permutation, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  while ((status = furat_sorter_next(&job->sorter, &rows, &n, err)) == FURAT_OK) {
    status = append_rows(a, rows, n, err);
    if (status != FURAT_OK) {
      break;
    }
  }
  return append_end(a, status == FURAT_DONE ? FURAT_OK : status, err);
}

/// One permutation after the other; the next is sorted while one is merged and appended.
static furat_status
build_from_disk(builder *b, furat_error *err)
{
  static const furat_permutation all[FURAT_N_PERMUTATIONS] = {
      FURAT_SPOG, FURAT_GSPO, FURAT_OSPG, FURAT_SOPG, FURAT_PSOG, FURAT_OPSG, FURAT_POSG};
  sort_job *jobs = furat_alloc_zeroed(2, sizeof(*jobs));
  if (!jobs) {
    return furat_error_no_mem(err);
  }
  furat_status status = FURAT_OK;
  init_job(&jobs[0], b, all[0]);
  run_job(&jobs[0]);
  for (unsigned p = 0; status == FURAT_OK && p < FURAT_N_PERMUTATIONS; ++p) {
    pthread_t thread;
    sort_job *job = &jobs[p % 2];
    sort_job *next = &jobs[(p + 1) % 2];
    const bool more = p + 1 < FURAT_N_PERMUTATIONS;
    bool parallel = false;
    if (more) {
      init_job(next, b, all[p + 1]);
      parallel = pthread_create(&thread, NULL, run_job, next) == 0;
    }
    status = append_sorted(b, job, err);
    furat_sorter_clear(&job->sorter);
    if (parallel) {
      pthread_join(thread, NULL);
    } else if (more && status == FURAT_OK) {
      run_job(next);
    }
    if (more && status != FURAT_OK) {
      furat_sorter_clear(&next->sorter);
    }
  }
  furat_free(jobs);
  return status;
}

static furat_status
write_statistics(builder *b, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < b->predicates.n; ++i) {
    status = furat_statistics_put(
        b->txn, &FURAT_VEC_AT(&b->predicates, furat_predicate_statistics, i), err);
    if (status == FURAT_OK) {
      status = furat_cancel_poll(b->options->cancel, err);
    }
  }
  return status;
}

furat_status
furat_index_build(furat_txn *txn, furat_runs *runs, const furat_ranks *ranks,
                  const furat_index_options *options, furat_error *err)
{
  builder b = {.txn = txn, .runs = runs, .ranks = ranks, .options = options};
  const uint64_t n = furat_runs_n_quads(runs);
  if (!n) {
    return FURAT_OK;
  }
  furat_vec_init(&b.predicates, sizeof(furat_predicate_statistics), UINT32_MAX);
  furat_txn_touch(txn);
  furat_status status = n <= options->max_rows ? build_in_memory(&b, (size_t)n, err)
                                               : build_from_disk(&b, err);
  if (status == FURAT_OK) {
    status = write_statistics(&b, err);
  }
  furat_vec_clear(&b.predicates);
  return status;
}
