// SPDX-License-Identifier: GPL-3.0-or-later
// Distinct values come from skip scans, frequencies of predicates from the statistics,
// the predicates of a class from some members and, for those that they lack, from a leap
// through both lists of subjects to the first that is in both.   store -> [census]
#include "engine/census.h"

#include <stdlib.h>

#include "base/memory.h"
#include "engine/stored.h"
#include "rdf/vocabulary.h"
#include "store/dictionary.h"
#include "store/prefix_walk.h"
#include "store/scan.h"
#include "store/statistics.h"

enum {
  MAX_ITEMS = 1 << 20,
  MAX_KINDS = 50000, // classes, predicates and graphs that are walked through
  MAX_VALUES = 5000, // other values: where there are more, no frequency tells much
  SAMPLE = 150,      // things whose predicates are looked at
  MAX_LEAPS = 256,
  BATCH = 256
};

struct furat_census {
  furat_txn *txn;
  const furat_cancel *cancel;
  furat_arena arena;
  bool cut;
};

typedef struct tally {
  furat_id id;
  uint64_t n;
} tally;

furat_status
furat_census_open(furat_census **out, furat_dataset *dataset, const furat_cancel *cancel,
                  furat_error *err)
{
  furat_census *census = furat_alloc_zeroed(1, sizeof *census);
  *out = census;
  if (!census) {
    return furat_error_no_mem(err);
  }
  census->cancel = cancel;
  furat_arena_init(&census->arena, (size_t)1 << 28);
  return furat_txn_begin_read(&census->txn, furat_dataset_store(dataset), err);
}

void
furat_census_close(furat_census *census)
{
  if (census) {
    furat_txn_abort(census->txn);
    furat_arena_clear(&census->arena);
    furat_free(census);
  }
}

bool
furat_census_is_cut(const furat_census *census)
{
  return census->cut;
}

// Whether time is over, which ends a search and is no error.
static bool
is_over(furat_census *census)
{
  bool over = furat_cancel_poll(census->cancel, NULL) != FURAT_OK;
  census->cut = census->cut || over;
  return over;
}

static furat_status
find_iri(furat_census *census, furat_str iri, furat_id *out, furat_error *err)
{
  *out = FURAT_ID_NONE;
  if (iri.len == 0) {
    return FURAT_OK;
  }
  const furat_term term = furat_term_iri(iri);
  return furat_dictionary_find(census->txn, &term, out, err);
}

static int
compare_tallies(const void *a, const void *b)
{
  const tally *x = a;
  const tally *y = b;
  if (x->n != y->n) {
    return x->n > y->n ? -1 : 1;
  }
  return (x->id > y->id) - (x->id < y->id);
}

// Sort by frequency and give the terms of the first `most`.
static furat_status
give(furat_census *census, furat_vec *tallies, size_t most, furat_vec *out,
     furat_error *err)
{
  enum { POLL_EACH = 64 };
  furat_status status = furat_vec_status(tallies, err);
  if (status == FURAT_OK && tallies->n > 0) {
    qsort(tallies->items, tallies->n, sizeof(tally), compare_tallies);
  }
  for (size_t i = 0; i < tallies->n && i < most && status == FURAT_OK; i++) {
    const tally *t = &FURAT_VEC_AT(tallies, tally, i);
    furat_census_item item = {.n = t->n};
    if (i % POLL_EACH == POLL_EACH - 1 && is_over(census)) {
      break;
    }
    status = furat_dictionary_term(census->txn, t->id, &census->arena, &item.term, err);
    if (status == FURAT_OK && item.term.kind != FURAT_TERM_NONE) {
      furat_vec_push(out, &item);
      status = furat_vec_status(out, err);
    }
  }
  return status;
}

static furat_scan_spec
spec_of(furat_permutation permutation, furat_id first, furat_id second)
{
  furat_scan_spec spec = FURAT_SCAN_ALL(permutation);
  spec.bound[0] = first;
  spec.bound[1] = second;
  spec.n_bound = second != FURAT_ID_NONE ? 2 : first != FURAT_ID_NONE ? 1 : 0;
  return spec;
}

// The distinct values behind the bound fields, with their numbers.
static furat_status
walk(furat_census *census, const furat_scan_spec *spec, size_t most, furat_vec *tallies,
     furat_error *err)
{
  furat_id ids[BATCH];
  uint64_t counts[BATCH];
  furat_id *const fields[1] = {ids};
  furat_prefix_walk *values = NULL;
  furat_status status = furat_prefix_walk_open(&values, census->txn, spec, 1, err);
  while (status == FURAT_OK && tallies->n < most && !is_over(census)) {
    size_t n = 0;
    status = furat_prefix_walk_next(values, fields, counts, BATCH, &n, err);
    for (size_t i = 0; i < n && status == FURAT_OK; i++) {
      tally t = {ids[i], counts[i]};
      furat_vec_push(tallies, &t);
      status = furat_vec_status(tallies, err);
    }
  }
  census->cut = census->cut || status == FURAT_OK;
  furat_prefix_walk_close(values);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static furat_status
walk_and_give(furat_census *census, const furat_scan_spec *spec, size_t walked,
              size_t most, furat_vec *out, furat_error *err)
{
  furat_vec tallies;
  furat_vec_init(&tallies, sizeof(tally), MAX_ITEMS);
  furat_status status = walk(census, spec, walked, &tallies, err);
  if (status == FURAT_OK) {
    status = give(census, &tallies, most, out, err);
  }
  furat_vec_clear(&tallies);
  return status;
}

// ----------------------------------------------------------------- predicates

static furat_status
all_predicates(furat_census *census, furat_vec *tallies, furat_error *err)
{
  furat_predicate_statistics batch[BATCH];
  furat_id after = FURAT_ID_NONE;
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && !is_over(census)) {
    size_t n = 0;
    status = furat_statistics_predicates(census->txn, after, batch, BATCH, &n, err);
    for (size_t i = 0; i < n && status == FURAT_OK; i++) {
      tally t = {batch[i].predicate, batch[i].n_quads};
      furat_vec_push(tallies, &t);
      status = furat_vec_status(tallies, err);
      after = t.id;
    }
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

// Things as the rows of a scan, in which they stand at `place` in order.
typedef struct things {
  furat_scan_spec spec;
  furat_field field;
  unsigned place;
} things;

// Some of them, evenly from the first batch.
static furat_status
take_sample(furat_census *census, const things *of, furat_id sample[SAMPLE], size_t *n,
            furat_error *err)
{
  furat_id ids[FURAT_SCAN_BATCH_ROWS];
  furat_id *columns[FURAT_N_FIELDS] = {NULL};
  furat_scan *scan = NULL;
  size_t n_rows = 0;
  columns[of->field] = ids;
  *n = 0;
  furat_status status = furat_scan_open(&scan, census->txn, &of->spec, err);
  if (status == FURAT_OK) {
    status = furat_scan_next(scan, columns, FURAT_SCAN_BATCH_ROWS, &n_rows, err);
  }
  furat_scan_close(scan);
  size_t step = n_rows / SAMPLE + 1;
  for (size_t i = 0; i < n_rows; i += step) {
    if (*n == 0 || sample[*n - 1] != ids[i]) {
      sample[(*n)++] = ids[i];
    }
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

static void
add_to(furat_vec *tallies, furat_id id)
{
  for (size_t i = 0; i < tallies->n; i++) {
    if (FURAT_VEC_AT(tallies, tally, i).id == id) {
      FURAT_VEC_AT(tallies, tally, i).n++;
      return;
    }
  }
  tally t = {id, 1};
  furat_vec_push(tallies, &t);
}

// Count in how many of the sample each predicate is.
static furat_status
count_in_sample(furat_census *census, const furat_id *sample, size_t n,
                furat_vec *tallies, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n && status == FURAT_OK && !is_over(census); i++) {
    furat_vec own;
    furat_vec_init(&own, sizeof(tally), MAX_ITEMS);
    furat_scan_spec spec = spec_of(FURAT_SPOG, sample[i], FURAT_ID_NONE);
    status = walk(census, &spec, MAX_KINDS, &own, err);
    for (size_t j = 0; j < own.n; j++) {
      add_to(tallies, FURAT_VEC_AT(&own, tally, j).id);
    }
    furat_vec_clear(&own);
  }
  return status == FURAT_OK ? furat_vec_status(tallies, err) : status;
}

// Leap to and fro until one thing is in both scans.
static furat_status
leap(furat_census *census, furat_scan *a, unsigned place_a, furat_scan *b, bool *found,
     furat_error *err)
{
  enum { PLACE_B = 1, POLL_EACH = 32 };
  furat_status status = FURAT_OK;
  *found = false;
  for (int i = 0; i < MAX_LEAPS && status == FURAT_OK && !*found; i++) {
    furat_id x = FURAT_ID_NONE;
    furat_id y = FURAT_ID_NONE;
    if (i % POLL_EACH == 0 && is_over(census)) {
      break;
    }
    status = furat_scan_peek_field(a, place_a, &x, err);
    if (status == FURAT_OK) {
      status = furat_scan_seek(b, &x, 1, err);
    }
    if (status == FURAT_OK) {
      status = furat_scan_peek_field(b, PLACE_B, &y, err);
    }
    *found = status == FURAT_OK && x == y;
    if (status == FURAT_OK && !*found) {
      status = furat_scan_seek(a, &y, 1, err);
    }
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

static furat_status
has_any(furat_census *census, const things *of, furat_id predicate, bool *found,
        furat_error *err)
{
  furat_scan *a = NULL;
  furat_scan *b = NULL;
  const furat_scan_spec spec = spec_of(FURAT_PSOG, predicate, FURAT_ID_NONE);
  furat_status status = furat_scan_open(&a, census->txn, &of->spec, err);
  if (status == FURAT_OK) {
    status = furat_scan_open(&b, census->txn, &spec, err);
  }
  if (status == FURAT_OK) {
    status = leap(census, a, of->place, b, found, err);
  }
  furat_scan_close(a);
  furat_scan_close(b);
  return status;
}

// The predicates that no thing of the sample had, but some other one has.
static furat_status
add_rare(furat_census *census, const things *of, furat_vec *tallies, furat_error *err)
{
  furat_vec all;
  furat_vec_init(&all, sizeof(tally), MAX_ITEMS);
  furat_status status = all_predicates(census, &all, err);
  size_t n_seen = tallies->n;
  for (size_t i = 0; i < all.n && status == FURAT_OK && !is_over(census); i++) {
    tally t = {FURAT_VEC_AT(&all, tally, i).id, 0};
    bool known = false;
    for (size_t j = 0; j < n_seen && !known; j++) {
      known = FURAT_VEC_AT(tallies, tally, j).id == t.id;
    }
    bool found = false;
    if (!known) {
      status = has_any(census, of, t.id, &found, err);
    }
    if (found) {
      furat_vec_push(tallies, &t);
      status = furat_vec_status(tallies, err);
    }
  }
  furat_vec_clear(&all);
  return status;
}

static furat_status
things_of(furat_census *census, furat_census_of of, furat_id id, things *out,
          furat_error *err)
{
  furat_id type = FURAT_ID_NONE;
  *out = (things){.field = FURAT_FIELD_SUBJECT, .place = 1};
  switch (of) {
  case FURAT_CENSUS_CLASS:
    out->place = 2;
    furat_status status = find_iri(census, FURAT_STR(FURAT_RDF_TYPE), &type, err);
    out->spec = spec_of(FURAT_POSG, type, id);
    return status;
  case FURAT_CENSUS_OBJECTS_OF:
    out->field = FURAT_FIELD_OBJECT;
    out->spec = spec_of(FURAT_POSG, id, FURAT_ID_NONE);
    out->spec.has_range = true; // blank nodes and IRIs have predicates
    out->spec.low = furat_id_make(FURAT_ID_TAG_BLANK, 0);
    out->spec.high = furat_id_make(FURAT_ID_TAG_IRI, FURAT_ID_PAYLOAD_MASK);
    return FURAT_OK;
  default:
    out->spec = spec_of(FURAT_PSOG, id, FURAT_ID_NONE);
    return FURAT_OK;
  }
}

static furat_status
predicates_of_many(furat_census *census, furat_census_of of, furat_id id,
                   furat_vec *tallies, furat_error *err)
{
  furat_id sample[SAMPLE];
  size_t n = 0;
  things which;
  furat_status status = things_of(census, of, id, &which, err);
  if (status == FURAT_OK) {
    status = take_sample(census, &which, sample, &n, err);
  }
  if (status == FURAT_OK) {
    status = count_in_sample(census, sample, n, tallies, err);
  }
  if (status == FURAT_OK && n > 0) {
    status = add_rare(census, &which, tallies, err);
  }
  return status;
}

furat_status
furat_census_predicates(furat_census *census, furat_census_of of, furat_str iri,
                        furat_vec *out, furat_error *err)
{
  furat_vec tallies;
  furat_vec_init(&tallies, sizeof(tally), MAX_ITEMS);
  furat_id id = FURAT_ID_NONE;
  furat_status status = FURAT_OK;
  if (of == FURAT_CENSUS_ALL) {
    status = all_predicates(census, &tallies, err);
  } else {
    status = find_iri(census, iri, &id, err);
  }
  if (status == FURAT_OK && id != FURAT_ID_NONE) {
    const furat_scan_spec spec = spec_of(FURAT_SPOG, id, FURAT_ID_NONE);
    status = of == FURAT_CENSUS_THING ? walk(census, &spec, MAX_KINDS, &tallies, err)
                                      : predicates_of_many(census, of, id, &tallies, err);
  }
  if (status == FURAT_OK) {
    status = give(census, &tallies, SIZE_MAX, out, err);
  }
  furat_vec_clear(&tallies);
  return status;
}

// ----------------------------------------------------------------- other places

// The objects of a predicate, of which so many are walked through.
static furat_status
objects(furat_census *census, furat_str predicate, size_t walked, size_t most,
        furat_vec *out, furat_error *err)
{
  furat_id id = FURAT_ID_NONE;
  furat_status status = find_iri(census, predicate, &id, err);
  if (status != FURAT_OK || id == FURAT_ID_NONE) {
    return status;
  }
  const furat_scan_spec spec = spec_of(FURAT_POSG, id, FURAT_ID_NONE);
  return walk_and_give(census, &spec, walked, most, out, err);
}

furat_status
furat_census_classes(furat_census *census, furat_vec *out, furat_error *err)
{
  return objects(census, FURAT_STR(FURAT_RDF_TYPE), MAX_KINDS, SIZE_MAX, out, err);
}

furat_status
furat_census_graphs(furat_census *census, furat_vec *out, furat_error *err)
{
  const furat_scan_spec spec = FURAT_SCAN_ALL(FURAT_GSPO);
  return walk_and_give(census, &spec, MAX_KINDS, SIZE_MAX, out, err);
}

furat_status
furat_census_objects(furat_census *census, furat_str predicate, size_t most,
                     furat_vec *out, furat_error *err)
{
  return objects(census, predicate, MAX_VALUES, most, out, err);
}

// ----------------------------------------------------------------- beginnings

// A search for terms that begin so.
typedef struct beginning {
  furat_census *census;
  furat_str start;
  furat_id predicate; // FURAT_ID_NONE: any, and of subjects
  size_t most;
  furat_vec *tallies;
} beginning;

static furat_status
count_uses(const beginning *b, furat_id id, uint64_t *n, furat_error *err)
{
  furat_scan_spec spec = b->predicate != FURAT_ID_NONE
                             ? spec_of(FURAT_POSG, b->predicate, id)
                             : spec_of(FURAT_SPOG, id, FURAT_ID_NONE);
  furat_status status = furat_scan_count(b->census->txn, &spec, n, err);
  if (status == FURAT_OK && *n == 0 && b->predicate == FURAT_ID_NONE) {
    spec = spec_of(FURAT_OSPG, id, FURAT_ID_NONE);
    status = furat_scan_count(b->census->txn, &spec, n, err);
  }
  return status;
}

static furat_status
add_if_used(const beginning *b, furat_id id, furat_error *err)
{
  tally t = {id, 0};
  furat_status status = count_uses(b, id, &t.n, err);
  if (status == FURAT_OK && t.n > 0) {
    furat_vec_push(b->tallies, &t);
    status = furat_vec_status(b->tallies, err);
  }
  return status;
}

// Those in order: the ids of a range.
static furat_status
search_range(const beginning *b, furat_id_tag tag, furat_error *err)
{
  furat_id low = 0;
  furat_id high = 0;
  furat_status status =
      furat_dictionary_prefix(b->census->txn, tag, b->start, &low, &high, err);
  if (status != FURAT_OK || low == high) {
    return status;
  }
  if (b->predicate != FURAT_ID_NONE) { // its objects may be few among many
    furat_scan_spec spec = spec_of(FURAT_POSG, b->predicate, FURAT_ID_NONE);
    spec.has_range = true;
    spec.low = low;
    spec.high = high - 1;
    return walk(b->census, &spec, MAX_VALUES, b->tallies, err);
  }
  for (furat_id id = low;
       id < high && b->tallies->n < b->most && status == FURAT_OK && !is_over(b->census);
       id++) {
    status = add_if_used(b, id, err);
  }
  return status;
}

// Those that came by updates, one after the other.
static furat_status
search_rest(const beginning *b, furat_id_tag first, furat_id_tag last, furat_error *err)
{
  enum { POLL_EACH = 64 };
  furat_status status = FURAT_OK;
  uint64_t from = furat_dictionary_ordered(b->census->txn);
  for (uint64_t i = furat_dictionary_size(b->census->txn);
       i > from && b->tallies->n < b->most && status == FURAT_OK; i--) {
    if (i % POLL_EACH == 0 && is_over(b->census)) {
      break;
    }
    furat_term term = FURAT_TERM_UNSET;
    furat_id id = FURAT_ID_NONE;
    status = furat_dictionary_at(b->census->txn, i - 1, &id, &term, err);
    if (status == FURAT_OK && furat_id_tag_of(id) >= first &&
        furat_id_tag_of(id) <= last && furat_str_starts_with(term.text, b->start)) {
      status = add_if_used(b, id, err);
    }
  }
  return status;
}

furat_status
furat_census_beginning(furat_census *census, furat_term_kind kind, furat_str start,
                       furat_str predicate, size_t most, furat_vec *out, furat_error *err)
{
  furat_vec tallies;
  furat_vec_init(&tallies, sizeof(tally), MAX_ITEMS);
  beginning b = {.census = census, .start = start, .most = most, .tallies = &tallies};
  bool iris = kind == FURAT_TERM_IRI;
  furat_status status = find_iri(census, predicate, &b.predicate, err);
  if (status != FURAT_OK || (predicate.len > 0 && b.predicate == FURAT_ID_NONE)) {
    return status;
  }
  status = search_range(&b, iris ? FURAT_ID_TAG_IRI : FURAT_ID_TAG_LANG_STRING, err);
  if (status == FURAT_OK && !iris) {
    status = search_range(&b, FURAT_ID_TAG_STRING, err);
  }
  if (status == FURAT_OK) {
    status = search_rest(&b, iris ? FURAT_ID_TAG_IRI : FURAT_ID_TAG_STRING,
                         iris ? FURAT_ID_TAG_IRI : FURAT_ID_TAG_LANG_STRING, err);
  }
  if (status == FURAT_OK) {
    status = give(census, &tallies, most, out, err);
  }
  furat_vec_clear(&tallies);
  return status;
}

// ----------------------------------------------------------------- counts

furat_status
furat_census_count(furat_census *census, furat_str subject, furat_str predicate,
                   furat_str object, uint64_t *n, furat_error *err)
{
  const furat_str iris[3] = {subject, predicate, object};
  furat_row pattern = {.field = {FURAT_ID_NONE}};
  *n = 0;
  for (size_t i = 0; i < 3; i++) {
    furat_status status = find_iri(census, iris[i], &pattern.field[i], err);
    if (status != FURAT_OK || (iris[i].len > 0 && pattern.field[i] == FURAT_ID_NONE)) {
      return status;
    }
  }
  const furat_scan_spec spec = furat_scan_of_pattern(&pattern, FURAT_N_FIELDS);
  return furat_scan_count(census->txn, &spec, n, err);
}
