// SPDX-License-Identifier: GPL-3.0-or-later
// Asking the index, and keeping it up to date.  The index belongs to whoever calls; the
// thread hands a new one over under the lock.   names_index -> [names] -> cli, shell
#include "engine/names.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>

#include "base/clock.h"
#include "base/memory.h"
#include "engine/names_internal.h"
#include "engine/names_search.h"
#include "engine/stored.h"
#include "rdf/vocabulary.h"
#include "store/dictionary.h"
#include "store/scan.h"

enum { MAX_TYPED_BYTES = 4096, MAX_CLASSES = 10000 };

struct furat_names {
  furat_store *store;
  furat_names_index index; // the caller's
  bool has_index;

  pthread_t thread;
  bool has_thread; // not joined yet
  furat_cancel cancel;
  pthread_mutex_t lock; // of what follows
  pthread_cond_t over;
  bool is_over;
  furat_status status;
  furat_names_index fresh;
};

const char *const *
furat_names_properties(size_t *n, size_t *n_labels)
{
  static const char *const labels[] = {FURAT_SKOS "prefLabel",
                                       FURAT_RDFS "label",
                                       "http://schema.org/name",
                                       "https://schema.org/name",
                                       "http://xmlns.com/foaf/0.1/name",
                                       "http://purl.org/dc/terms/title",
                                       "http://purl.org/dc/elements/1.1/title",
                                       FURAT_SKOS "altLabel",
                                       FURAT_SKOS "hiddenLabel",
                                       "http://schema.org/alternateName",
                                       "https://schema.org/alternateName",
                                       "http://purl.org/dc/terms/alternative",
                                       "http://xmlns.com/foaf/0.1/nick"};
  enum { N_LABELS = 7 };
  _Static_assert(sizeof labels / sizeof labels[0] <= FURAT_NAMES_MAX_PROPERTIES,
                 "as many as there is room for");
  *n = sizeof labels / sizeof labels[0];
  if (n_labels) {
    *n_labels = N_LABELS;
  }
  return labels;
}

furat_status
furat_names_property_ids(furat_txn *txn, furat_id out[FURAT_NAMES_MAX_PROPERTIES],
                         furat_error *err)
{
  furat_term terms[FURAT_NAMES_MAX_PROPERTIES];
  size_t n = 0;
  const char *const *properties = furat_names_properties(&n, NULL);
  for (size_t i = 0; i < n; i++) {
    terms[i] = furat_term_iri(furat_str_of(properties[i]));
  }
  return furat_dictionary_find_many(txn, terms, n, out, err);
}

// -------------------------------------------------------------------- life

furat_status
furat_names_new(furat_names **out, furat_dataset *dataset, furat_error *err)
{
  furat_names *names = furat_alloc_zeroed(1, sizeof *names);
  *out = names;
  if (!names) {
    return furat_error_no_mem(err);
  }
  names->store = furat_dataset_store(dataset);
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_mutex_init(&names->lock, NULL);
  pthread_cond_init(&names->over, &attributes);
  pthread_condattr_destroy(&attributes);
  return FURAT_OK;
}

// Take what the thread has made, which is over or asked to end.
static furat_status
take_over(furat_names *names)
{
  pthread_join(names->thread, NULL);
  names->has_thread = false;
  if (names->status != FURAT_OK) {
    furat_names_index_clear(&names->fresh);
  } else {
    furat_names_index_clear(&names->index);
    names->index = names->fresh;
    names->has_index = true;
  }
  names->fresh = (furat_names_index){.cut = false};
  return names->status;
}

void
furat_names_free(furat_names *names)
{
  if (!names) {
    return;
  }
  if (names->has_thread) {
    furat_cancel_request(&names->cancel);
    (void)take_over(names);
  }
  furat_names_index_clear(&names->index);
  pthread_cond_destroy(&names->over);
  pthread_mutex_destroy(&names->lock);
  furat_free(names);
}

// Whether the index is of the last commit, or of what the open transaction holds.  One of
// a transaction that has gone on is forgotten: when it was rolled back, others may have
// got the ids of its terms.
static bool
is_fresh(furat_names *names)
{
  furat_txn *txn = NULL;
  if (!names->has_index || furat_txn_begin_read(&txn, names->store, NULL) != FURAT_OK) {
    return false;
  }
  bool fresh = furat_txn_commits(txn) == names->index.commits;
  furat_txn_abort(txn);
  if (!fresh && (names->index.commits & FURAT_TXN_UNCOMMITTED)) {
    furat_names_index_clear(&names->index);
    names->index = (furat_names_index){.cut = false};
    names->has_index = false;
  }
  return fresh;
}

// -------------------------------------------------------------------- reading

static furat_status
build(furat_names_index *index, furat_store *store, const furat_cancel *cancel,
      furat_error *err)
{
  furat_txn *txn = NULL;
  *index = (furat_names_index){.cut = false};
  furat_status status = furat_txn_begin_read(&txn, store, err);
  if (status == FURAT_OK) {
    status = furat_names_index_build(index, txn, cancel, err);
  }
  furat_txn_abort(txn);
  return status;
}

static void *
run_thread(void *self)
{
  enum { LOW_PRIORITY = 10 };
  furat_names *names = self;
  furat_names_index index;
#ifdef __linux__
  setpriority(PRIO_PROCESS, 0, LOW_PRIORITY); // there it is that of the thread
#endif
  furat_status status = build(&index, names->store, &names->cancel, NULL);
  pthread_mutex_lock(&names->lock);
  names->fresh = index;
  names->status = status;
  names->is_over = true;
  pthread_cond_signal(&names->over);
  pthread_mutex_unlock(&names->lock);
  return NULL;
}

// All signals stay with the thread that waits for them.
static void
start_thread(furat_names *names)
{
  sigset_t all;
  sigset_t before;
  furat_cancel_init(&names->cancel, 0);
  names->is_over = false;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  names->has_thread = pthread_create(&names->thread, NULL, run_thread, names) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

// Wait for the end of the thread; false when it is not over by then.
static bool
wait_for_thread(furat_names *names, int64_t wait_ns)
{
  const struct timespec until = furat_clock_timespec(furat_clock_ns() + wait_ns);
  pthread_mutex_lock(&names->lock);
  int code = 0;
  while (!names->is_over && wait_ns > 0 && code == 0) {
    code = pthread_cond_timedwait(&names->over, &names->lock, &until);
  }
  bool over = names->is_over;
  pthread_mutex_unlock(&names->lock);
  return over;
}

furat_status
furat_names_read(furat_names *names, const furat_cancel *cancel, furat_error *err)
{
  enum { MOMENT_NS = 20000000 };
  while (names->has_thread) {
    if (wait_for_thread(names, MOMENT_NS)) {
      (void)take_over(names); // what went wrong there is told below
    } else {
      furat_status status = furat_cancel_poll(cancel, err);
      if (status != FURAT_OK) {
        return status;
      }
    }
  }
  if (is_fresh(names)) {
    return FURAT_OK;
  }
  furat_names_index index;
  furat_status status = build(&index, names->store, cancel, err);
  if (status != FURAT_OK) {
    furat_names_index_clear(&index);
    return status;
  }
  furat_names_index_clear(&names->index);
  names->index = index;
  names->has_index = true;
  return FURAT_OK;
}

static bool
read_within(furat_names *names, int64_t wait_ns)
{
  furat_cancel cancel;
  furat_cancel_init(&cancel, 0);
  cancel.deadline_ns = furat_clock_ns() + wait_ns;
  return wait_ns > 0 && furat_names_read(names, &cancel, NULL) == FURAT_OK;
}

bool
furat_names_prepare(furat_names *names, int64_t wait_ns)
{
  if (names->has_thread && wait_for_thread(names, 0)) {
    (void)take_over(names);
  }
  if (is_fresh(names)) {
    return true;
  }
  if (furat_store_in_transaction(names->store)) {
    return read_within(names, wait_ns); // a thread would see the last commit
  }
  if (!names->has_thread) {
    start_thread(names);
  }
  return names->has_thread && wait_for_thread(names, wait_ns) &&
         take_over(names) == FURAT_OK && is_fresh(names);
}

size_t
furat_names_count(const furat_names *names, bool *all)
{
  *all = names->has_index && !names->index.cut;
  return names->index.entries.n;
}

// -------------------------------------------------------------------- classes

static furat_status
add_subclasses(furat_txn *txn, furat_id below, furat_id class, furat_vec *classes,
               furat_error *err)
{
  furat_scan_spec spec = FURAT_SCAN_ALL(FURAT_POSG);
  spec.n_bound = 2;
  spec.bound[0] = below;
  spec.bound[1] = class;
  furat_id subjects[FURAT_SCAN_BATCH_ROWS];
  furat_id *const columns[FURAT_N_FIELDS] = {[FURAT_FIELD_SUBJECT] = subjects};
  furat_scan *scan = NULL;
  furat_status status = furat_scan_open(&scan, txn, &spec, err);
  while (status == FURAT_OK) {
    size_t n = 0;
    status = furat_scan_next(scan, columns, FURAT_SCAN_BATCH_ROWS, &n, err);
    for (size_t i = 0; i < n && status == FURAT_OK; i++) {
      bool known = false;
      for (size_t j = 0; j < classes->n; j++) {
        known = known || FURAT_VEC_AT(classes, furat_id, j) == subjects[i];
      }
      if (!known) {
        furat_vec_push(classes, &subjects[i]);
        status = furat_vec_status(classes, err);
      }
    }
  }
  furat_scan_close(scan);
  return status == FURAT_DONE ? FURAT_OK : status;
}

// The class and all below it, furat_id in `classes`.
static furat_status
gather_classes(furat_txn *txn, furat_str kind, furat_id *type, furat_vec *classes,
               furat_error *err)
{
  const furat_term terms[] = {furat_term_iri(FURAT_STR(FURAT_RDF_TYPE)),
                              furat_term_iri(FURAT_STR(FURAT_RDFS "subClassOf")),
                              furat_term_iri(kind)};
  furat_id ids[3];
  furat_status status = furat_dictionary_find_many(txn, terms, 3, ids, err);
  *type = ids[0];
  if (status != FURAT_OK || ids[0] == FURAT_ID_NONE || ids[2] == FURAT_ID_NONE) {
    return status; // of such a class there is nothing
  }
  furat_vec_push(classes, &ids[2]);
  status = furat_vec_status(classes, err);
  for (size_t i = 0; i < classes->n && ids[1] != FURAT_ID_NONE && status == FURAT_OK;
       i++) {
    status =
        add_subclasses(txn, ids[1], FURAT_VEC_AT(classes, furat_id, i), classes, err);
  }
  return status;
}

// -------------------------------------------------------------------- finding

static furat_status
find_in(const furat_names *names, furat_txn *txn, const furat_names_wish *wish,
        furat_arena *arena, furat_vec *found, const furat_cancel *cancel,
        furat_error *err)
{
  furat_names_search search = {.index = &names->index,
                               .txn = txn,
                               .wish = wish,
                               .any_kind = wish->kind.len == 0,
                               .cancel = cancel};
  furat_vec_init(&search.classes, sizeof(furat_id), MAX_CLASSES);
  furat_status status = FURAT_OK;
  if (wish->kind.len > 0) {
    status = gather_classes(txn, wish->kind, &search.type, &search.classes, err);
  }
  if (status == FURAT_OK) {
    status = furat_names_search_run(&search, arena, found, err);
  }
  furat_names_members_clear(&search.members);
  furat_vec_clear(&search.classes);
  return status;
}

furat_status
furat_names_find(furat_names *names, const furat_names_wish *wish, furat_arena *arena,
                 furat_vec *found, const furat_cancel *cancel, furat_error *err)
{
  if (names->has_thread && wait_for_thread(names, 0)) {
    (void)take_over(names);
  }
  if (names->has_index && (names->index.commits & FURAT_TXN_UNCOMMITTED)) {
    (void)is_fresh(names);
  }
  if (!names->has_index || wish->most == 0 || wish->typed.len > MAX_TYPED_BYTES) {
    return FURAT_OK;
  }
  furat_txn *txn = NULL;
  furat_status status = furat_txn_begin_read(&txn, names->store, err);
  if (status == FURAT_OK) {
    status = find_in(names, txn, wish, arena, found, cancel, err);
  }
  furat_txn_abort(txn);
  return status;
}
