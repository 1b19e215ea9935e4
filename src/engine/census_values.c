// SPDX-License-Identifier: GPL-3.0-or-later
// What stands at other places than that of a predicate: classes, graphs, objects, terms
// that begin so.                                              census -> [census_values]
#include "engine/census_internal.h"

#include "rdf/vocabulary.h"
#include "store/dictionary.h"

// ----------------------------------------------------------------- other places

// The objects of a predicate, of which so many are walked through.
static furat_status
objects(furat_census *census, furat_str predicate, size_t walked, size_t most,
        furat_vec *out, furat_error *err)
{
  furat_id id = FURAT_ID_NONE;
  furat_status status = furat_census_find(census, predicate, &id, err);
  if (status != FURAT_OK || id == FURAT_ID_NONE) {
    return status;
  }
  const furat_scan_spec spec = furat_census_spec(FURAT_POSG, id, FURAT_ID_NONE);
  return furat_census_walk_and_give(census, &spec, walked, most, out, err);
}

furat_status
furat_census_classes(furat_census *census, furat_vec *out, furat_error *err)
{
  return objects(census, FURAT_STR(FURAT_RDF_TYPE), FURAT_CENSUS_MAX_KINDS, SIZE_MAX, out,
                 err);
}

furat_status
furat_census_graphs(furat_census *census, furat_vec *out, furat_error *err)
{
  const furat_scan_spec spec = FURAT_SCAN_ALL(FURAT_GSPO);
  return furat_census_walk_and_give(census, &spec, FURAT_CENSUS_MAX_KINDS, SIZE_MAX, out,
                                    err);
}

furat_status
furat_census_objects(furat_census *census, furat_str predicate, size_t most,
                     furat_vec *out, furat_error *err)
{
  return objects(census, predicate, FURAT_CENSUS_MAX_VALUES, most, out, err);
}

furat_status
furat_census_subjects(furat_census *census, furat_str predicate, size_t most,
                      furat_vec *out, furat_error *err)
{
  furat_id id = FURAT_ID_NONE;
  furat_status status = furat_census_find(census, predicate, &id, err);
  if (status != FURAT_OK || id == FURAT_ID_NONE) {
    return status;
  }
  const furat_scan_spec spec = furat_census_spec(FURAT_PSOG, id, FURAT_ID_NONE);
  return furat_census_walk_and_give(census, &spec, FURAT_CENSUS_MAX_VALUES, most, out,
                                    err);
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
                             ? furat_census_spec(FURAT_POSG, b->predicate, id)
                             : furat_census_spec(FURAT_SPOG, id, FURAT_ID_NONE);
  furat_status status = furat_scan_count(b->census->txn, &spec, n, err);
  if (status == FURAT_OK && *n == 0 && b->predicate == FURAT_ID_NONE) {
    spec = furat_census_spec(FURAT_OSPG, id, FURAT_ID_NONE);
    status = furat_scan_count(b->census->txn, &spec, n, err);
  }
  return status;
}

static furat_status
add_if_used(const beginning *b, furat_id id, furat_error *err)
{
  furat_census_tally_of t = {id, 0};
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
    furat_scan_spec spec = furat_census_spec(FURAT_POSG, b->predicate, FURAT_ID_NONE);
    spec.has_range = true;
    spec.low = low;
    spec.high = high - 1;
    return furat_census_walk(b->census, &spec, FURAT_CENSUS_MAX_VALUES, b->tallies, err);
  }
  for (furat_id id = low; id < high && b->tallies->n < b->most && status == FURAT_OK &&
                          !furat_census_is_over(b->census);
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
    if (i % POLL_EACH == 0 && furat_census_is_over(b->census)) {
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
furat_census_walk_beginning(furat_census *census, furat_term_kind kind, furat_str start,
                            furat_id predicate, size_t most, furat_vec *tallies,
                            furat_error *err)
{
  const beginning b = {.census = census,
                       .start = start,
                       .predicate = predicate,
                       .most = most,
                       .tallies = tallies};
  const bool iris = kind == FURAT_TERM_IRI;
  furat_status status =
      search_range(&b, iris ? FURAT_ID_TAG_IRI : FURAT_ID_TAG_LANG_STRING, err);
  if (status == FURAT_OK && !iris) {
    status = search_range(&b, FURAT_ID_TAG_STRING, err);
  }
  if (status == FURAT_OK) {
    status = search_rest(&b, iris ? FURAT_ID_TAG_IRI : FURAT_ID_TAG_STRING,
                         iris ? FURAT_ID_TAG_IRI : FURAT_ID_TAG_LANG_STRING, err);
  }
  return status;
}

furat_status
furat_census_beginning(furat_census *census, furat_term_kind kind, furat_str start,
                       furat_str predicate, size_t most, furat_vec *out, furat_error *err)
{
  furat_vec tallies;
  furat_id id = FURAT_ID_NONE;
  furat_status status = furat_census_find(census, predicate, &id, err);
  if (status != FURAT_OK || (predicate.len > 0 && id == FURAT_ID_NONE)) {
    return status;
  }
  furat_vec_init(&tallies, sizeof(furat_census_tally_of), FURAT_CENSUS_MAX_ITEMS);
  status = furat_census_walk_beginning(census, kind, start, id, most, &tallies, err);
  if (status == FURAT_OK) {
    status = furat_census_give(census, &tallies, most, out, err);
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
    furat_status status = furat_census_find(census, iris[i], &pattern.field[i], err);
    if (status != FURAT_OK || (iris[i].len > 0 && pattern.field[i] == FURAT_ID_NONE)) {
      return status;
    }
  }
  const furat_scan_spec spec = furat_scan_of_pattern(&pattern, FURAT_N_FIELDS);
  return furat_scan_count(census->txn, &spec, n, err);
}
