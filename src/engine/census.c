// SPDX-License-Identifier: GPL-3.0-or-later
// Distinct values come from skip scans, frequencies of predicates from the statistics,
// the predicates of a class from some members and, for those that they lack, from a leap
// through both lists of subjects to the first that is in both.   store -> [census]
#include "engine/census_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/stored.h"
#include "rdf/vocabulary.h"
#include "store/dictionary.h"
#include "store/prefix_walk.h"
#include "store/scan.h"
#include "store/statistics.h"

enum { MAX_LEAPS = 256, BATCH = 256 };

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
bool
furat_census_is_over(furat_census *census)
{
  bool over = furat_cancel_poll(census->cancel, NULL) != FURAT_OK;
  census->cut = census->cut || over;
  return over;
}

// The same few are asked for again and again: a predicate, its classes, rdf:type.
static bool
find_kept(furat_census *census, furat_str iri, furat_id *out)
{
  for (size_t i = 0; i < census->n_kept; i++) {
    if (furat_str_equal(census->kept[i].iri, iri)) {
      const furat_census_kept found = census->kept[i];
      memmove(census->kept + 1, census->kept, i * sizeof found);
      census->kept[0] = found;
      *out = found.id;
      return true;
    }
  }
  return false;
}

static furat_status
keep(furat_census *census, furat_str iri, furat_id id, furat_error *err)
{
  furat_census_kept kept = {.id = id};
  if (!furat_arena_copy(&census->arena, iri, &kept.iri)) {
    return furat_error_no_mem(err);
  }
  census->n_kept += census->n_kept < FURAT_CENSUS_MAX_KEPT;
  memmove(census->kept + 1, census->kept, (census->n_kept - 1) * sizeof kept);
  census->kept[0] = kept;
  return FURAT_OK;
}

furat_status
furat_census_find(furat_census *census, furat_str iri, furat_id *out, furat_error *err)
{
  *out = FURAT_ID_NONE;
  if (iri.len == 0 || find_kept(census, iri, out)) {
    return FURAT_OK;
  }
  const furat_term term = furat_term_iri(iri);
  const furat_status status = furat_dictionary_find(census->txn, &term, out, err);
  return status == FURAT_OK ? keep(census, iri, *out, err) : status;
}

static int
compare_tallies(const void *a, const void *b)
{
  const furat_census_tally_of *x = a;
  const furat_census_tally_of *y = b;
  if (x->n != y->n) {
    return x->n > y->n ? -1 : 1;
  }
  return (x->id > y->id) - (x->id < y->id);
}

// Sort by frequency and give the terms of the first `most`.
furat_status
furat_census_give(furat_census *census, furat_vec *tallies, size_t most, furat_vec *out,
                  furat_error *err)
{
  enum { POLL_EACH = 64 };
  furat_status status = furat_vec_status(tallies, err);
  if (status == FURAT_OK && tallies->n > 0) {
    qsort(tallies->items, tallies->n, sizeof(furat_census_tally_of), compare_tallies);
  }
  for (size_t i = 0; i < tallies->n && i < most && status == FURAT_OK; i++) {
    const furat_census_tally_of *t = &FURAT_VEC_AT(tallies, furat_census_tally_of, i);
    furat_census_item item = {.n = t->n};
    if (i % POLL_EACH == POLL_EACH - 1 && furat_census_is_over(census)) {
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

furat_scan_spec
furat_census_spec(furat_permutation permutation, furat_id first, furat_id second)
{
  furat_scan_spec spec = FURAT_SCAN_ALL(permutation);
  spec.bound[0] = first;
  spec.bound[1] = second;
  spec.n_bound = second != FURAT_ID_NONE ? 2 : first != FURAT_ID_NONE ? 1 : 0;
  return spec;
}

// The distinct values behind the bound fields, with their numbers.
furat_status
furat_census_walk(furat_census *census, const furat_scan_spec *spec, size_t most,
                  furat_vec *tallies, furat_error *err)
{
  furat_id ids[BATCH];
  uint64_t counts[BATCH];
  furat_id *const fields[1] = {ids};
  furat_prefix_walk *values = NULL;
  furat_status status = furat_prefix_walk_open(&values, census->txn, spec, 1, err);
  while (status == FURAT_OK && tallies->n < most && !furat_census_is_over(census)) {
    size_t n = 0;
    status = furat_prefix_walk_next(values, fields, counts, BATCH, &n, err);
    for (size_t i = 0; i < n && status == FURAT_OK; i++) {
      furat_census_tally_of t = {ids[i], counts[i]};
      furat_vec_push(tallies, &t);
      status = furat_vec_status(tallies, err);
    }
  }
  census->cut = census->cut || status == FURAT_OK;
  furat_prefix_walk_close(values);
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_census_walk_and_give(furat_census *census, const furat_scan_spec *spec,
                           size_t walked, size_t most, furat_vec *out, furat_error *err)
{
  furat_vec tallies;
  furat_vec_init(&tallies, sizeof(furat_census_tally_of), FURAT_CENSUS_MAX_ITEMS);
  furat_status status = furat_census_walk(census, spec, walked, &tallies, err);
  if (status == FURAT_OK) {
    status = furat_census_give(census, &tallies, most, out, err);
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
  while (status == FURAT_OK && !furat_census_is_over(census)) {
    size_t n = 0;
    status = furat_statistics_predicates(census->txn, after, batch, BATCH, &n, err);
    for (size_t i = 0; i < n && status == FURAT_OK; i++) {
      furat_census_tally_of t = {batch[i].predicate, batch[i].n_quads};
      furat_vec_push(tallies, &t);
      status = furat_vec_status(tallies, err);
      after = t.id;
    }
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

// Some of them, evenly from the first batch.
furat_status
furat_census_sample(furat_census *census, const furat_census_things *of,
                    furat_id sample[FURAT_CENSUS_SAMPLE], size_t *n, furat_error *err)
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
  size_t step = n_rows / FURAT_CENSUS_SAMPLE + 1;
  for (size_t i = 0; i < n_rows; i += step) {
    if (*n == 0 || sample[*n - 1] != ids[i]) {
      sample[(*n)++] = ids[i];
    }
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

void
furat_census_tally(furat_vec *tallies, furat_id id)
{
  for (size_t i = 0; i < tallies->n; i++) {
    if (FURAT_VEC_AT(tallies, furat_census_tally_of, i).id == id) {
      FURAT_VEC_AT(tallies, furat_census_tally_of, i).n++;
      return;
    }
  }
  furat_census_tally_of t = {id, 1};
  furat_vec_push(tallies, &t);
}

static furat_scan_spec
spec_of_thing(furat_id thing, furat_census_end end)
{
  return furat_census_spec(end == FURAT_CENSUS_FROM ? FURAT_SPOG : FURAT_OPSG, thing,
                           FURAT_ID_NONE);
}

// Count at how many of the sample each predicate is.
static furat_status
count_in_sample(furat_census *census, const furat_id *sample, size_t n,
                furat_census_end end, furat_vec *tallies, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n && status == FURAT_OK && !furat_census_is_over(census); i++) {
    furat_vec own;
    furat_vec_init(&own, sizeof(furat_census_tally_of), FURAT_CENSUS_MAX_ITEMS);
    const furat_scan_spec spec = spec_of_thing(sample[i], end);
    status = furat_census_walk(census, &spec, FURAT_CENSUS_MAX_KINDS, &own, err);
    for (size_t j = 0; j < own.n; j++) {
      furat_census_tally(tallies, FURAT_VEC_AT(&own, furat_census_tally_of, j).id);
    }
    furat_vec_clear(&own);
  }
  return status == FURAT_OK ? furat_vec_status(tallies, err) : status;
}

// Leap to and fro until one thing is in both scans.  `*over` when that was not told.
static furat_status
leap(furat_census *census, furat_scan *a, unsigned place_a, furat_scan *b,
     unsigned place_b, bool *found, bool *over, furat_error *err)
{
  enum { POLL_EACH = 32 };
  furat_status status = FURAT_OK;
  *found = false;
  for (int i = 0; i < MAX_LEAPS && status == FURAT_OK && !*found; i++) {
    furat_id x = FURAT_ID_NONE;
    furat_id y = FURAT_ID_NONE;
    if (i % POLL_EACH == 0 && furat_census_is_over(census)) {
      break;
    }
    status = furat_scan_peek_field(a, place_a, &x, err);
    if (status == FURAT_OK) {
      status = furat_scan_seek(b, &x, 1, err);
    }
    if (status == FURAT_OK) {
      status = furat_scan_peek_field(b, place_b, &y, err);
    }
    *found = status == FURAT_OK && x == y;
    if (status == FURAT_OK && !*found) {
      status = furat_scan_seek(a, &y, 1, err);
    }
  }
  *over = status == FURAT_OK && !*found;
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_census_meet(furat_census *census, const furat_census_things *a,
                  const furat_census_things *b, bool *found, bool *over, furat_error *err)
{
  furat_scan *scans[2] = {NULL, NULL};
  *found = false;
  *over = false;
  furat_status status = furat_scan_open(&scans[0], census->txn, &a->spec, err);
  if (status == FURAT_OK) {
    status = furat_scan_open(&scans[1], census->txn, &b->spec, err);
  }
  if (status == FURAT_OK) {
    status = leap(census, scans[0], a->place, scans[1], b->place, found, over, err);
  }
  furat_scan_close(scans[0]);
  furat_scan_close(scans[1]);
  return status;
}

// The predicates that no thing of the sample had, but some other one has.
static furat_status
add_rare(furat_census *census, const furat_census_things *of, furat_census_end end,
         furat_vec *tallies, furat_error *err)
{
  furat_vec all;
  furat_vec_init(&all, sizeof(furat_census_tally_of), FURAT_CENSUS_MAX_ITEMS);
  furat_status status = all_predicates(census, &all, err);
  size_t n_seen = tallies->n;
  for (size_t i = 0; i < all.n && status == FURAT_OK && !furat_census_is_over(census);
       i++) {
    furat_census_tally_of t = {FURAT_VEC_AT(&all, furat_census_tally_of, i).id, 0};
    bool known = false;
    for (size_t j = 0; j < n_seen && !known; j++) {
      known = FURAT_VEC_AT(tallies, furat_census_tally_of, j).id == t.id;
    }
    bool found = false;
    bool over = false;
    if (!known) {
      const furat_census_things with = {
          .spec = furat_census_spec(end == FURAT_CENSUS_FROM ? FURAT_PSOG : FURAT_POSG,
                                    t.id, FURAT_ID_NONE),
          .place = 1};
      status = furat_census_meet(census, of, &with, &found, &over, err);
    }
    if (found) {
      furat_vec_push(tallies, &t);
      status = furat_vec_status(tallies, err);
    }
  }
  furat_vec_clear(&all);
  return status;
}

furat_status
furat_census_things_of(furat_census *census, furat_census_of of, furat_id id,
                       furat_census_things *out, furat_error *err)
{
  furat_id type = FURAT_ID_NONE;
  *out = (furat_census_things){.field = FURAT_FIELD_SUBJECT, .place = 1};
  switch (of) {
  case FURAT_CENSUS_CLASS:
    out->place = 2;
    furat_status status =
        furat_census_find(census, FURAT_STR(FURAT_RDF_TYPE), &type, err);
    out->spec = furat_census_spec(FURAT_POSG, type, id);
    return status;
  case FURAT_CENSUS_OBJECTS_OF:
    out->field = FURAT_FIELD_OBJECT;
    out->spec = furat_census_spec(FURAT_POSG, id, FURAT_ID_NONE);
    out->spec.has_range = true; // blank nodes and IRIs have predicates
    out->spec.low = furat_id_make(FURAT_ID_TAG_BLANK, 0);
    out->spec.high = furat_id_make(FURAT_ID_TAG_IRI, FURAT_ID_PAYLOAD_MASK);
    return FURAT_OK;
  default:
    out->spec = furat_census_spec(FURAT_PSOG, id, FURAT_ID_NONE);
    return FURAT_OK;
  }
}

static furat_status
predicates_of_many(furat_census *census, furat_census_of of, furat_id id,
                   furat_census_end end, furat_vec *tallies, furat_error *err)
{
  furat_id sample[FURAT_CENSUS_SAMPLE];
  size_t n = 0;
  furat_census_things which;
  furat_status status = furat_census_things_of(census, of, id, &which, err);
  if (status == FURAT_OK) {
    status = furat_census_sample(census, &which, sample, &n, err);
  }
  if (status == FURAT_OK) {
    status = count_in_sample(census, sample, n, end, tallies, err);
  }
  if (status == FURAT_OK && n > 0) {
    status = add_rare(census, &which, end, tallies, err);
  }
  return status;
}

furat_status
furat_census_predicates(furat_census *census, furat_census_of of, furat_str iri,
                        furat_census_end end, furat_vec *out, furat_error *err)
{
  furat_vec tallies;
  furat_vec_init(&tallies, sizeof(furat_census_tally_of), FURAT_CENSUS_MAX_ITEMS);
  furat_id id = FURAT_ID_NONE;
  furat_status status = FURAT_OK;
  if (of == FURAT_CENSUS_ALL) {
    status = all_predicates(census, &tallies, err);
  } else {
    status = furat_census_find(census, iri, &id, err);
  }
  if (status == FURAT_OK && id != FURAT_ID_NONE) {
    const furat_scan_spec spec = spec_of_thing(id, end);
    status = of == FURAT_CENSUS_THING
                 ? furat_census_walk(census, &spec, FURAT_CENSUS_MAX_KINDS, &tallies, err)
                 : predicates_of_many(census, of, id, end, &tallies, err);
  }
  if (status == FURAT_OK) {
    status = furat_census_give(census, &tallies, SIZE_MAX, out, err);
  }
  furat_vec_clear(&tallies);
  return status;
}
