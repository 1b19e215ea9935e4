// SPDX-License-Identifier: GPL-3.0-or-later
// What a predicate leads to from the members of a class, its literals, their datatypes
// and languages.  Of a small class all members are looked at; of a large one all objects,
// and whether a member leads to them.                     census -> [census_literals]
#include "engine/census_internal.h"

#include <stdlib.h>

#include "rdf/vocabulary.h"
#include "store/dictionary.h"

enum { FEW_MEMBERS = 1000, SAMPLE_OF_TEXTS = 2000 };

static bool
is_literal(furat_id id)
{
  return furat_id_tag_of(id) >= FURAT_ID_TAG_STRING &&
         furat_id_tag_of(id) < FURAT_ID_TAG_LOCAL;
}

static bool
is_text(furat_id id)
{
  return furat_id_tag_of(id) == FURAT_ID_TAG_STRING ||
         furat_id_tag_of(id) == FURAT_ID_TAG_LANG_STRING;
}

static bool
is_wanted(furat_census_values_of what, furat_id id)
{
  return what == FURAT_CENSUS_OBJECTS ||
         (is_literal(id) && is_text(id) == (what == FURAT_CENSUS_TEXTS));
}

// ------------------------------------------------------------------ of small classes

static int
compare_ids(const void *a, const void *b)
{
  const furat_census_tally_of *x = a;
  const furat_census_tally_of *y = b;
  return (x->id > y->id) - (x->id < y->id);
}

// One tally for each id.
static void
merge(furat_vec *tallies)
{
  size_t n = 0;
  if (tallies->n > 1) {
    qsort(tallies->items, tallies->n, sizeof(furat_census_tally_of), compare_ids);
  }
  for (size_t i = 0; i < tallies->n; i++) {
    const furat_census_tally_of t = FURAT_VEC_AT(tallies, furat_census_tally_of, i);
    if (n > 0 && FURAT_VEC_AT(tallies, furat_census_tally_of, n - 1).id == t.id) {
      FURAT_VEC_AT(tallies, furat_census_tally_of, n - 1).n += t.n;
    } else {
      FURAT_VEC_AT(tallies, furat_census_tally_of, n++) = t;
    }
  }
  furat_vec_truncate(tallies, n);
}

static furat_status
collect_of_members(furat_census *census, const furat_census_things *members,
                   furat_id predicate, furat_vec *tallies, furat_error *err)
{
  furat_vec found;
  furat_vec_init(&found, sizeof(furat_census_tally_of), FURAT_CENSUS_MAX_ITEMS);
  furat_status status =
      furat_census_walk(census, &members->spec, FEW_MEMBERS, &found, err);
  for (size_t i = 0; i < found.n && status == FURAT_OK; i++) {
    const furat_scan_spec spec = furat_census_spec(
        FURAT_SPOG, FURAT_VEC_AT(&found, furat_census_tally_of, i).id, predicate);
    if (furat_census_is_over(census)) {
      break;
    }
    status = furat_census_walk(census, &spec, SIZE_MAX, tallies, err);
  }
  furat_vec_clear(&found);
  merge(tallies);
  return status;
}

// The numbers of a part tell nothing of the whole.
static void
forget_numbers(furat_vec *items)
{
  for (size_t i = 0; i < items->n; i++) {
    FURAT_VEC_AT(items, furat_census_item, i).n = 0;
  }
}

// ------------------------------------------------------------------ of large classes

// Those that a member leads to; what takes too long to be told stays.
static furat_status
keep_of_members(furat_census *census, const furat_census_things *members,
                furat_id predicate, furat_vec *tallies, furat_error *err)
{
  furat_status status = FURAT_OK;
  size_t n = 0;
  for (size_t i = 0; i < tallies->n && status == FURAT_OK; i++) {
    furat_census_tally_of t = FURAT_VEC_AT(tallies, furat_census_tally_of, i);
    const furat_census_things subjects = {
        .spec = furat_census_spec(FURAT_POSG, predicate, t.id), .place = 2};
    bool found = false;
    bool over = true;
    if (!furat_census_is_over(census)) {
      status = furat_census_meet(census, members, &subjects, &found, &over, err);
    }
    if (found || over) {
      FURAT_VEC_AT(tallies, furat_census_tally_of, n++) = t;
    }
  }
  furat_vec_truncate(tallies, n);
  return status;
}

// ------------------------------------------------------------------ values

static furat_status
collect_of_all(furat_census *census, const furat_census_values_wish *wish,
               furat_id predicate, furat_vec *tallies, furat_error *err)
{
  furat_scan_spec spec = furat_census_spec(FURAT_POSG, predicate, FURAT_ID_NONE);
  if (wish->what == FURAT_CENSUS_TEXTS) {
    return furat_census_walk_beginning(census, FURAT_TERM_LITERAL, wish->start, predicate,
                                       FURAT_CENSUS_MAX_VALUES, tallies, err);
  }
  if (wish->what == FURAT_CENSUS_TYPED) {
    spec.has_range = true;
    spec.low = furat_id_make(FURAT_ID_TAG_TYPED, 0);
    spec.high = furat_id_make(FURAT_ID_TAG_LOCAL, 0) - 1;
  }
  return furat_census_walk(census, &spec, FURAT_CENSUS_MAX_VALUES, tallies, err);
}

// Of the kind that is wanted, and beginning so.
static furat_status
keep_wanted(furat_census *census, const furat_census_values_wish *wish,
            furat_vec *tallies, furat_error *err)
{
  char text[FURAT_ID_MAX_LEXICAL_BYTES];
  furat_status status = FURAT_OK;
  size_t n = 0;
  for (size_t i = 0; i < tallies->n && status == FURAT_OK; i++) {
    const furat_census_tally_of t = FURAT_VEC_AT(tallies, furat_census_tally_of, i);
    furat_term term = FURAT_TERM_UNSET;
    if (!is_wanted(wish->what, t.id)) {
      continue;
    }
    if (wish->start.len > 0) {
      status = furat_dictionary_borrow(census->txn, t.id, text, &term, err);
    }
    if (status == FURAT_OK && furat_str_starts_with(term.text, wish->start)) {
      FURAT_VEC_AT(tallies, furat_census_tally_of, n++) = t;
    }
  }
  furat_vec_truncate(tallies, n);
  return status;
}

// Some of those that have the predicate, from all over the dictionary.
static furat_status
sample_subjects(furat_census *census, furat_id predicate,
                furat_id sample[FURAT_CENSUS_SAMPLE], size_t *n, furat_error *err)
{
  const uint64_t step = furat_dictionary_size(census->txn) / FURAT_CENSUS_SAMPLE + 1;
  const furat_scan_spec spec = furat_census_spec(FURAT_PSOG, predicate, FURAT_ID_NONE);
  furat_scan *scan = NULL;
  furat_status status = furat_scan_open(&scan, census->txn, &spec, err);
  *n = 0;
  for (uint64_t i = 0; i < FURAT_CENSUS_SAMPLE && status == FURAT_OK; i++) {
    const furat_id at = furat_id_make(FURAT_ID_TAG_IRI, i * step);
    furat_id id = FURAT_ID_NONE;
    status = furat_scan_seek(scan, &at, 1, err);
    if (status == FURAT_OK) {
      status = furat_scan_peek_field(scan, 1, &id, err);
    }
    if (status == FURAT_OK && (*n == 0 || sample[*n - 1] != id)) {
      sample[(*n)++] = id;
    }
  }
  furat_scan_close(scan);
  return status == FURAT_DONE ? FURAT_OK : status;
}

// Whether all that were looked at of those that have the predicate are of the class.
static furat_status
is_of_class_alone(furat_census *census, furat_id predicate, furat_id kind, bool *alone,
                  furat_error *err)
{
  furat_id sample[FURAT_CENSUS_SAMPLE];
  furat_id type = FURAT_ID_NONE;
  size_t n_sample = 0;
  furat_status status = furat_census_find(census, FURAT_STR(FURAT_RDF_TYPE), &type, err);
  if (status == FURAT_OK) {
    status = sample_subjects(census, predicate, sample, &n_sample, err);
  }
  *alone = n_sample > 0;
  for (size_t i = 0; i < n_sample && status == FURAT_OK && *alone; i++) {
    uint64_t n = 0;
    furat_scan_spec spec = furat_census_spec(FURAT_SPOG, sample[i], type);
    spec.bound[2] = kind;
    spec.n_bound = 3;
    status = furat_scan_count(census->txn, &spec, &n, err);
    *alone = n > 0;
  }
  return status;
}

static furat_status
collect_of_class(furat_census *census, const furat_census_values_wish *wish,
                 furat_id predicate, furat_id kind, furat_vec *tallies, bool *part,
                 furat_error *err)
{
  furat_census_things members;
  uint64_t n = 0;
  bool alone = false;
  furat_status status =
      furat_census_things_of(census, FURAT_CENSUS_CLASS, kind, &members, err);
  if (status == FURAT_OK) {
    status = furat_scan_count(census->txn, &members.spec, &n, err);
  }
  if (status == FURAT_OK && n > FEW_MEMBERS) {
    status = is_of_class_alone(census, predicate, kind, &alone, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  if (alone) {
    return collect_of_all(census, wish, predicate, tallies, err);
  }
  if (n <= FEW_MEMBERS || wish->start.len == 0) {
    status = collect_of_members(census, &members, predicate, tallies, err);
    *part = n > FEW_MEMBERS;
    census->cut = census->cut || *part;
    return status;
  }
  *part = true;
  status = collect_of_all(census, wish, predicate, tallies, err);
  if (status == FURAT_OK) {
    status = keep_of_members(census, &members, predicate, tallies, err);
  }
  return status;
}

static int
compare_values(const void *a, const void *b)
{
  const furat_census_item *x = a;
  const furat_census_item *y = b;
  furat_id i = FURAT_ID_NONE;
  furat_id j = FURAT_ID_NONE;
  if (furat_id_inline(&i, &x->term) && furat_id_inline(&j, &y->term)) {
    return (i > j) - (i < j);
  }
  return furat_str_compare(x->term.text, y->term.text);
}

furat_status
furat_census_values(furat_census *census, const furat_census_values_wish *wish,
                    furat_vec *out, furat_error *err)
{
  furat_vec tallies;
  furat_id predicate = FURAT_ID_NONE;
  furat_id kind = FURAT_ID_NONE;
  bool part = false;
  furat_status status = furat_census_find(census, wish->predicate, &predicate, err);
  if (status == FURAT_OK) {
    status = furat_census_find(census, wish->kind, &kind, err);
  }
  if (status != FURAT_OK || predicate == FURAT_ID_NONE) {
    return status;
  }
  furat_vec_init(&tallies, sizeof(furat_census_tally_of), FURAT_CENSUS_MAX_ITEMS);
  status = kind != FURAT_ID_NONE
               ? collect_of_class(census, wish, predicate, kind, &tallies, &part, err)
               : collect_of_all(census, wish, predicate, &tallies, err);
  if (status == FURAT_OK) {
    status = keep_wanted(census, wish, &tallies, err);
  }
  if (status == FURAT_OK) {
    status = furat_census_give(census, &tallies, wish->most, out, err);
  }
  if (part) {
    forget_numbers(out);
  }
  if (wish->what == FURAT_CENSUS_TYPED && out->n > 1) {
    qsort(out->items, out->n, sizeof(furat_census_item), compare_values);
  }
  furat_vec_clear(&tallies);
  return status;
}

// ------------------------------------------------------------------ datatypes

static furat_status
count_datatype(furat_census *census, furat_id id, uint64_t n, furat_vec *items,
               furat_error *err)
{
  char text[FURAT_ID_MAX_LEXICAL_BYTES];
  furat_term term = FURAT_TERM_UNSET;
  furat_str copy = FURAT_STR_NONE;
  furat_status status = furat_dictionary_borrow(census->txn, id, text, &term, err);
  if (status != FURAT_OK || term.datatype.len == 0) {
    return status;
  }
  for (size_t i = 0; i < items->n; i++) {
    furat_census_item *item = &FURAT_VEC_AT(items, furat_census_item, i);
    if (furat_str_equal(item->term.text, term.datatype)) {
      item->n += n;
      return FURAT_OK;
    }
  }
  if (!furat_arena_copy(&census->arena, term.datatype, &copy)) {
    return furat_error_no_mem(err);
  }
  const furat_census_item item = {.term = furat_term_iri(copy), .n = n};
  furat_vec_push(items, &item);
  return furat_vec_status(items, err);
}

// A tag whose values are all of one datatype is counted as a whole; of others some.
static furat_status
count_datatypes(furat_census *census, furat_id predicate, furat_id_tag tag,
                furat_vec *items, furat_error *err)
{
  furat_vec found;
  uint64_t n = 0;
  furat_scan_spec spec = furat_census_spec(FURAT_POSG, predicate, FURAT_ID_NONE);
  spec.has_range = true;
  spec.low = furat_id_make(tag, 0);
  spec.high = furat_id_make(tag, FURAT_ID_PAYLOAD_MASK);
  furat_status status = furat_scan_count(census->txn, &spec, &n, err);
  if (status != FURAT_OK || n == 0) {
    return status;
  }
  furat_vec_init(&found, sizeof(furat_census_tally_of), FURAT_CENSUS_MAX_ITEMS);
  const bool mixed = tag == FURAT_ID_TAG_TYPED;
  status = furat_census_walk(census, &spec, mixed ? FURAT_CENSUS_SAMPLE : 1, &found, err);
  for (size_t i = 0; i < found.n && status == FURAT_OK && (mixed || i == 0); i++) {
    const furat_census_tally_of *t = &FURAT_VEC_AT(&found, furat_census_tally_of, i);
    status = count_datatype(census, t->id, mixed ? t->n : n, items, err);
  }
  furat_vec_clear(&found);
  return status;
}

furat_status
furat_census_datatypes(furat_census *census, furat_str predicate, furat_vec *out,
                       furat_error *err)
{
  furat_id id = FURAT_ID_NONE;
  furat_status status = furat_census_find(census, predicate, &id, err);
  if (id == FURAT_ID_NONE) {
    return status;
  }
  for (furat_id_tag tag = FURAT_ID_TAG_STRING;
       tag < FURAT_ID_TAG_LOCAL && status == FURAT_OK; tag++) {
    if (tag != FURAT_ID_TAG_LANG_STRING) {
      status = count_datatypes(census, id, tag, out, err);
    }
  }
  furat_census_sort(out);
  return status;
}

// ------------------------------------------------------------------ languages

// All, or of many some from all over the dictionary.
static furat_status
sample_languages(furat_census *census, furat_scan *scan, bool many, furat_vec *items,
                 furat_error *err)
{
  enum { POLL_EACH = 64, PLACE_OF_OBJECT = 1 };
  const uint64_t size = furat_dictionary_size(census->txn);
  const uint64_t step = many ? size / SAMPLE_OF_TEXTS + 1 : 1;
  furat_id at = furat_id_make(FURAT_ID_TAG_LANG_STRING, 0);
  furat_status status = FURAT_OK;
  for (int i = 0; status == FURAT_OK; i++) {
    furat_id id = FURAT_ID_NONE;
    if (i % POLL_EACH == 0 && furat_census_is_over(census)) {
      break;
    }
    status = furat_scan_seek(scan, &at, 1, err);
    if (status == FURAT_OK) {
      status = furat_scan_peek_field(scan, PLACE_OF_OBJECT, &id, err);
    }
    if (status == FURAT_OK) {
      status = furat_census_count_language(census, id, items, err);
    }
    at = id > at + step ? id + 1 : at + step;
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_census_languages_of(furat_census *census, furat_str predicate, furat_vec *out,
                          furat_error *err)
{
  furat_scan *scan = NULL;
  furat_id id = FURAT_ID_NONE;
  uint64_t n = 0;
  furat_status status = furat_census_find(census, predicate, &id, err);
  if (id == FURAT_ID_NONE) {
    return status;
  }
  furat_scan_spec spec = furat_census_spec(FURAT_POSG, id, FURAT_ID_NONE);
  spec.has_range = true;
  spec.low = furat_id_make(FURAT_ID_TAG_LANG_STRING, 0);
  spec.high = furat_id_make(FURAT_ID_TAG_LANG_STRING, FURAT_ID_PAYLOAD_MASK);
  status = furat_scan_count(census->txn, &spec, &n, err);
  if (status == FURAT_OK) {
    status = furat_scan_open(&scan, census->txn, &spec, err);
  }
  if (status == FURAT_OK) {
    status = sample_languages(census, scan, n > SAMPLE_OF_TEXTS, out, err);
  }
  furat_scan_close(scan);
  furat_census_sort(out);
  return status;
}
