// SPDX-License-Identifier: GPL-3.0-or-later
// Of things: the members of a class, what a predicate leads to, which are no things but
// words of the vocabulary, and the languages of texts.        census -> [census_things]
#include "engine/census_internal.h"

#include <stdlib.h>

#include "rdf/vocabulary.h"
#include "store/dictionary.h"

enum { MAX_CLASSES = 64, MAX_MEMBERS = 600, SAMPLE_OF_RANGE = 40 };

// ------------------------------------------------------------------------- members

// Tally the subjects of (predicate, object), until there are `most` tallies.
static furat_status
tally_subjects(furat_census *census, furat_id predicate, furat_id object, size_t most,
               furat_vec *tallies, furat_error *err)
{
  furat_vec found;
  furat_vec_init(&found, sizeof(furat_census_tally_of), FURAT_CENSUS_MAX_ITEMS);
  const furat_scan_spec spec = furat_census_spec(FURAT_POSG, predicate, object);
  const furat_status status = furat_census_walk(census, &spec, most, &found, err);
  for (size_t i = 0; i < found.n && tallies->n < most; i++) {
    furat_census_tally(tallies, FURAT_VEC_AT(&found, furat_census_tally_of, i).id);
  }
  furat_vec_clear(&found);
  return status;
}

// The class and those below it, breadth first.
static furat_status
classes_below(furat_census *census, furat_id kind, furat_vec *classes, furat_error *err)
{
  furat_id below = FURAT_ID_NONE;
  furat_status status =
      furat_census_find(census, FURAT_STR(FURAT_RDFS "subClassOf"), &below, err);
  furat_census_tally(classes, kind);
  for (size_t i = 0; i < classes->n && status == FURAT_OK; i++) {
    if (below == FURAT_ID_NONE || furat_census_is_over(census)) {
      break;
    }
    status =
        tally_subjects(census, below, FURAT_VEC_AT(classes, furat_census_tally_of, i).id,
                       MAX_CLASSES, classes, err);
  }
  return status == FURAT_OK ? furat_vec_status(classes, err) : status;
}

// In place of the number of its types: how many triples lead to the thing.
static furat_status
count_mentions(furat_census *census, furat_vec *members, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < members->n && status == FURAT_OK; i++) {
    furat_census_tally_of *t = &FURAT_VEC_AT(members, furat_census_tally_of, i);
    const furat_scan_spec spec = furat_census_spec(FURAT_OSPG, t->id, FURAT_ID_NONE);
    t->n = 0;
    if (!furat_census_is_over(census)) {
      status = furat_scan_count(census->txn, &spec, &t->n, err);
    }
  }
  return status;
}

static furat_status
add_members(furat_census *census, furat_id type, const furat_vec *classes,
            furat_vec *members, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < classes->n && status == FURAT_OK; i++) {
    status =
        tally_subjects(census, type, FURAT_VEC_AT(classes, furat_census_tally_of, i).id,
                       MAX_MEMBERS, members, err);
  }
  return status == FURAT_OK ? furat_vec_status(members, err) : status;
}

furat_status
furat_census_members(furat_census *census, furat_str kind, size_t most, furat_vec *out,
                     furat_error *err)
{
  furat_vec classes;
  furat_vec members;
  furat_id id = FURAT_ID_NONE;
  furat_id type = FURAT_ID_NONE;
  furat_vec_init(&classes, sizeof(furat_census_tally_of), MAX_CLASSES);
  furat_vec_init(&members, sizeof(furat_census_tally_of), FURAT_CENSUS_MAX_ITEMS);
  furat_status status = furat_census_find(census, kind, &id, err);
  if (status == FURAT_OK) {
    status = furat_census_find(census, FURAT_STR(FURAT_RDF_TYPE), &type, err);
  }
  if (status == FURAT_OK && id != FURAT_ID_NONE && type != FURAT_ID_NONE) {
    status = classes_below(census, id, &classes, err);
    if (status == FURAT_OK) {
      status = add_members(census, type, &classes, &members, err);
    }
  }
  if (status == FURAT_OK) {
    status = count_mentions(census, &members, err);
  }
  if (status == FURAT_OK) {
    status = furat_census_give(census, &members, most, out, err);
  }
  furat_vec_clear(&members);
  furat_vec_clear(&classes);
  return status;
}

// --------------------------------------------------------------------------- range

furat_status
furat_census_range(furat_census *census, furat_str predicate, bool *leads_to_things,
                   furat_vec *out, furat_error *err)
{
  furat_id sample[FURAT_CENSUS_SAMPLE];
  size_t n = 0;
  furat_id id = FURAT_ID_NONE;
  furat_id type = FURAT_ID_NONE;
  furat_census_things objects;
  furat_vec classes;
  furat_vec_init(&classes, sizeof(furat_census_tally_of), FURAT_CENSUS_MAX_ITEMS);
  *leads_to_things = false;
  furat_status status = furat_census_find(census, predicate, &id, err);
  if (status == FURAT_OK) {
    status = furat_census_find(census, FURAT_STR(FURAT_RDF_TYPE), &type, err);
  }
  if (status != FURAT_OK || id == FURAT_ID_NONE) {
    return status;
  }
  status = furat_census_things_of(census, FURAT_CENSUS_OBJECTS_OF, id, &objects, err);
  if (status == FURAT_OK) {
    status = furat_census_sample(census, &objects, sample, &n, err);
  }
  *leads_to_things = n > 0;
  const size_t step = n / SAMPLE_OF_RANGE + 1;
  for (size_t i = 0; i < n && status == FURAT_OK && type != FURAT_ID_NONE; i += step) {
    const furat_scan_spec spec = furat_census_spec(FURAT_SPOG, sample[i], type);
    furat_vec own;
    furat_vec_init(&own, sizeof(furat_census_tally_of), FURAT_CENSUS_MAX_ITEMS);
    status = furat_census_walk(census, &spec, MAX_CLASSES, &own, err);
    for (size_t j = 0; j < own.n; j++) {
      furat_census_tally(&classes, FURAT_VEC_AT(&own, furat_census_tally_of, j).id);
    }
    furat_vec_clear(&own);
  }
  if (status == FURAT_OK) {
    status = furat_census_give(census, &classes, MAX_CLASSES, out, err);
  }
  furat_vec_clear(&classes);
  return status;
}

// ---------------------------------------------------------------------- vocabulary

static bool
is_of_vocabularies(furat_str iri)
{
  static const char *const spaces[] = {FURAT_RDF, FURAT_RDFS, FURAT_OWL};
  for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
    if (furat_str_starts_with(iri, furat_str_of(spaces[i]))) {
      return true;
    }
  }
  return false;
}

static furat_status
has_type_of_vocabulary(furat_census *census, furat_id thing, bool *has, furat_error *err)
{
  furat_id type = FURAT_ID_NONE;
  furat_vec types;
  furat_vec_init(&types, sizeof(furat_census_item), FURAT_CENSUS_MAX_ITEMS);
  furat_status status = furat_census_find(census, FURAT_STR(FURAT_RDF_TYPE), &type, err);
  if (status == FURAT_OK && type != FURAT_ID_NONE) {
    const furat_scan_spec spec = furat_census_spec(FURAT_SPOG, thing, type);
    status =
        furat_census_walk_and_give(census, &spec, MAX_CLASSES, MAX_CLASSES, &types, err);
  }
  for (size_t i = 0; i < types.n && !*has; i++) {
    *has = is_of_vocabularies(FURAT_VEC_AT(&types, furat_census_item, i).term.text);
  }
  furat_vec_clear(&types);
  return status;
}

furat_status
furat_census_is_vocabulary(furat_census *census, furat_str iri, bool *is,
                           furat_error *err)
{
  furat_id id = FURAT_ID_NONE;
  uint64_t n = 0;
  *is = is_of_vocabularies(iri);
  furat_status status = furat_census_find(census, iri, &id, err);
  if (status != FURAT_OK || *is || id == FURAT_ID_NONE) {
    return status;
  }
  const furat_scan_spec spec = furat_census_spec(FURAT_PSOG, id, FURAT_ID_NONE);
  status = furat_scan_count(census->txn, &spec, &n, err);
  *is = n > 0;
  if (status == FURAT_OK && !*is) {
    status = furat_census_count(census, FURAT_STR_NONE, FURAT_STR(FURAT_RDF_TYPE), iri,
                                &n, err);
    *is = n > 0;
  }
  return status == FURAT_OK && !*is ? has_type_of_vocabulary(census, id, is, err)
                                    : status;
}

// ----------------------------------------------------------------------- languages

furat_status
furat_census_count_language(furat_census *census, furat_id text, furat_vec *items,
                            furat_error *err)
{
  char lexical[FURAT_ID_MAX_LEXICAL_BYTES];
  furat_term term = FURAT_TERM_UNSET;
  furat_status status = furat_dictionary_borrow(census->txn, text, lexical, &term, err);
  if (status != FURAT_OK || term.language.len == 0) {
    return status;
  }
  for (size_t i = 0; i < items->n; i++) {
    furat_census_item *item = &FURAT_VEC_AT(items, furat_census_item, i);
    if (furat_str_equal_nocase(item->term.text, term.language)) {
      item->n++;
      return FURAT_OK;
    }
  }
  furat_census_item item = {.n = 1};
  furat_str copy = FURAT_STR_NONE;
  if (!furat_arena_copy(&census->arena, term.language, &copy)) {
    return furat_error_no_mem(err);
  }
  item.term = furat_term_literal(copy, FURAT_STR_NONE);
  furat_vec_push(items, &item);
  return furat_vec_status(items, err);
}

static int
compare_items(const void *a, const void *b)
{
  const furat_census_item *x = a;
  const furat_census_item *y = b;
  return x->n != y->n ? (x->n > y->n ? -1 : 1)
                      : furat_str_compare(x->term.text, y->term.text);
}

void
furat_census_sort(furat_vec *items)
{
  if (items->n > 1) {
    qsort(items->items, items->n, sizeof(furat_census_item), compare_items);
  }
}

furat_status
furat_census_languages(furat_census *census, furat_vec *out, furat_error *err)
{
  enum { SAMPLE_OF_TEXTS = 3000, SAMPLE_OF_NEW = 1000 };
  furat_id low = 0;
  furat_id high = 0;
  furat_status status = furat_dictionary_prefix(census->txn, FURAT_ID_TAG_LANG_STRING,
                                                FURAT_STR_NONE, &low, &high, err);
  const furat_id step = (high - low) / SAMPLE_OF_TEXTS + 1;
  for (furat_id id = low;
       id < high && status == FURAT_OK && !furat_census_is_over(census); id += step) {
    status = furat_census_count_language(census, id, out, err);
  }
  const uint64_t ordered = furat_dictionary_ordered(census->txn);
  uint64_t at = furat_dictionary_size(census->txn);
  for (int i = 0; i < SAMPLE_OF_NEW && at > ordered && status == FURAT_OK; i++) {
    furat_term term = FURAT_TERM_UNSET;
    furat_id id = FURAT_ID_NONE;
    status = furat_dictionary_at(census->txn, --at, &id, &term, err);
    if (status == FURAT_OK && furat_id_tag_of(id) == FURAT_ID_TAG_LANG_STRING) {
      status = furat_census_count_language(census, id, out, err);
    }
  }
  furat_census_sort(out);
  return status;
}
