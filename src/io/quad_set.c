// SPDX-License-Identifier: GPL-3.0-or-later
// The dataset in memory.  Adding interns terms by hash; arranging renumbers them so that
// from then on every comparison is one of numbers.                     sink -> [quad_set]
// -> writers
#include "io/quad_set.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "io/blank_order.h"
#include "rdf/vocabulary.h"

#define MAX_TERMS       ((size_t)INT32_MAX)
#define MAX_ROWS        ((size_t)UINT32_MAX)
#define MAX_LABEL_BYTES 16

void
furat_quad_set_init(furat_quad_set *set)
{
  *set = (furat_quad_set){.stable = true};
  furat_arena_init(&set->texts, SIZE_MAX);
  furat_vec_init(&set->terms, sizeof(furat_term), MAX_TERMS);
  furat_vec_init(&set->rows, sizeof(furat_quad_row), MAX_ROWS);
  furat_hash_index_init(&set->index);
}

void
furat_quad_set_clear(furat_quad_set *set)
{
  furat_hash_index_clear(&set->index);
  furat_vec_clear(&set->rows);
  furat_vec_clear(&set->terms);
  furat_arena_clear(&set->texts);
}

static bool
equals_key(const void *context, uint32_t position, const void *key)
{
  const furat_quad_set *set = context;
  return furat_term_equal(&FURAT_VEC_AT(&set->terms, furat_term, position), key);
}

// Language tags that differ in case alone are one term: the smaller spelling is kept, so
// that the order of input does not show.
static furat_status
keep_smaller_tag(furat_quad_set *set, uint32_t position, const furat_term *term,
                 furat_error *err)
{
  furat_term *kept = &FURAT_VEC_AT(&set->terms, furat_term, position);
  if (furat_str_compare(term->language, kept->language) < 0 &&
      !furat_arena_copy(&set->texts, term->language, &kept->language)) {
    return furat_error_no_mem(err);
  }
  return FURAT_OK;
}

static furat_status
intern(furat_quad_set *set, const furat_term *term, uint32_t *number, furat_error *err)
{
  if (term->kind == FURAT_TERM_NONE) {
    *number = 0;
    return FURAT_OK;
  }
  uint64_t hash = furat_term_hash(term);
  *number = furat_hash_index_find(&set->index, hash, equals_key, set, term);
  if (*number != FURAT_HASH_NONE) {
    return keep_smaller_tag(set, *number, term, err);
  }
  furat_term copy;
  if (!furat_term_copy(&set->texts, term, &copy)) {
    return furat_error_no_mem(err);
  }
  *number = (uint32_t)set->terms.n;
  if (furat_vec_push(&set->terms, &copy) == NULL) {
    return furat_vec_status(&set->terms, err);
  }
  return furat_hash_index_add(&set->index, hash, *number) ? FURAT_OK
                                                          : furat_error_no_mem(err);
}

furat_status
furat_quad_set_add(furat_quad_set *set, const furat_quad *quad, furat_error *err)
{
  furat_term none = FURAT_TERM_UNSET;
  if (set->terms.n == 0 && furat_vec_push(&set->terms, &none) == NULL) {
    return furat_vec_status(&set->terms, err);
  }
  furat_quad_row row;
  furat_status status = intern(set, &quad->graph, &row.graph, err);
  if (status == FURAT_OK) {
    status = intern(set, &quad->subject, &row.subject, err);
  }
  if (status == FURAT_OK) {
    status = intern(set, &quad->predicate, &row.predicate, err);
  }
  if (status == FURAT_OK) {
    status = intern(set, &quad->object, &row.object, err);
  }
  if (status == FURAT_OK && furat_vec_push(&set->rows, &row) == NULL) {
    status = furat_vec_status(&set->rows, err);
  }
  return status;
}

static int
compare_rows(const void *a, const void *b)
{
  const furat_quad_row *left = a;
  const furat_quad_row *right = b;
  if (left->graph != right->graph) {
    return left->graph < right->graph ? -1 : 1;
  }
  if (left->subject != right->subject) {
    return left->subject < right->subject ? -1 : 1;
  }
  if (left->predicate != right->predicate) {
    return left->predicate < right->predicate ? -1 : 1;
  }
  return (left->object > right->object) - (left->object < right->object);
}

static void
sort_rows(furat_quad_set *set)
{
  furat_quad_row *rows = set->rows.items;
  size_t n = 0;
  if (set->rows.n > 0) {
    qsort(rows, set->rows.n, sizeof *rows, compare_rows);
  }
  for (size_t i = 0; i < set->rows.n; i++) {
    if (i == 0 || compare_rows(&rows[i], &rows[n - 1]) != 0) {
      rows[n++] = rows[i];
    }
  }
  furat_vec_truncate(&set->rows, n);
}

// A term on its way to its rank.
typedef struct ranked_term {
  furat_term term;
  uint32_t old_number;
  int class; ///< the classes in the order of their ranks
} ranked_term;

static int
class_of(const furat_term *term)
{
  switch (term->kind) {
  case FURAT_TERM_NONE:
    return 0;
  case FURAT_TERM_IRI:
    return furat_str_equal(term->text, FURAT_STR(FURAT_RDF_TYPE)) ? 1 : 2;
  case FURAT_TERM_BLANK:
    return 3;
  case FURAT_TERM_LITERAL:
    break;
  }
  return 4;
}

// Blank nodes stay in the order of input here: their labels say nothing.
static int
compare_ranked(const void *a, const void *b)
{
  const ranked_term *left = a;
  const ranked_term *right = b;
  if (left->class != right->class) {
    return left->class < right->class ? -1 : 1;
  }
  int result = left->class == 3 ? 0 : furat_term_compare(&left->term, &right->term);
  if (result == 0) {
    result =
        (left->old_number > right->old_number) - (left->old_number < right->old_number);
  }
  return result;
}

static void
renumber_rows(furat_quad_set *set, const uint32_t *numbers)
{
  furat_quad_row *rows = set->rows.items;
  for (size_t i = 0; i < set->rows.n; i++) {
    rows[i] = (furat_quad_row){numbers[rows[i].graph], numbers[rows[i].subject],
                               numbers[rows[i].predicate], numbers[rows[i].object]};
  }
}

// Number all terms by class and, but for blank nodes, by their text.
static void
rank_terms(furat_quad_set *set, ranked_term *ranked, uint32_t *numbers)
{
  uint32_t n = (uint32_t)set->terms.n;
  furat_term *terms = set->terms.items;
  for (uint32_t i = 0; i < n; i++) {
    ranked[i] = (ranked_term){terms[i], i, class_of(&terms[i])};
  }
  qsort(ranked, n, sizeof *ranked, compare_ranked);
  set->first_blank = n;
  set->first_literal = n;
  for (uint32_t i = n; i-- > 0;) {
    terms[i] = ranked[i].term;
    numbers[ranked[i].old_number] = i;
    if (ranked[i].class >= 3) {
      set->first_blank = i;
    }
    if (ranked[i].class == 4) {
      set->first_literal = i;
    }
  }
  renumber_rows(set, numbers);
}

// Move the blank nodes to the places that their order gives them, and label them.
static furat_status
place_blanks(furat_quad_set *set, const uint32_t *order, uint32_t *numbers,
             furat_error *err)
{
  furat_term *terms = set->terms.items;
  for (uint32_t i = 0; i < set->terms.n; i++) {
    numbers[i] = i;
  }
  for (uint32_t i = 0; i < set->first_literal - set->first_blank; i++) {
    char label[MAX_LABEL_BYTES];
    int n = snprintf(label, sizeof label, "b%u", (unsigned)i);
    furat_term *term = &terms[set->first_blank + i];
    numbers[set->first_blank + order[i]] = set->first_blank + i;
    if (!furat_arena_copy(&set->texts, (furat_str){label, (size_t)n}, &term->text)) {
      return furat_error_no_mem(err);
    }
  }
  renumber_rows(set, numbers);
  return FURAT_OK;
}

static furat_status
order_blanks(furat_quad_set *set, uint32_t *numbers, furat_error *err)
{
  uint32_t n_blanks = set->first_literal - set->first_blank;
  uint32_t *order = furat_alloc_zeroed(n_blanks, sizeof *order);
  if (order == NULL) {
    return furat_error_no_mem(err);
  }
  furat_status status = furat_blank_order(order, set, &set->stable, err);
  if (status == FURAT_OK) {
    status = place_blanks(set, order, numbers, err);
  }
  furat_free(order);
  return status;
}

furat_status
furat_quad_set_arrange(furat_quad_set *set, furat_error *err)
{
  furat_term none = FURAT_TERM_UNSET;
  if (set->terms.n == 0 && furat_vec_push(&set->terms, &none) == NULL) {
    return furat_vec_status(&set->terms, err);
  }
  furat_hash_index_clear(&set->index);
  ranked_term *ranked = furat_alloc_zeroed(set->terms.n, sizeof *ranked);
  uint32_t *numbers = furat_alloc_zeroed(set->terms.n, sizeof *numbers);
  furat_status status = FURAT_OK;
  if (ranked == NULL || numbers == NULL) {
    status = furat_error_no_mem(err);
  } else {
    rank_terms(set, ranked, numbers);
    sort_rows(set);
    if (set->first_blank < set->first_literal) {
      status = order_blanks(set, numbers, err);
      sort_rows(set);
    }
  }
  furat_free(ranked);
  furat_free(numbers);
  return status;
}

const furat_term *
furat_quad_set_term(const furat_quad_set *set, uint32_t term)
{
  assert(term < set->terms.n);
  return &FURAT_VEC_AT(&set->terms, furat_term, term);
}

uint32_t
furat_quad_set_find_iri(const furat_quad_set *set, furat_str iri)
{
  if (furat_str_equal(iri, FURAT_STR(FURAT_RDF_TYPE))) {
    bool held =
        set->first_blank > 1 && furat_str_equal(furat_quad_set_term(set, 1)->text, iri);
    return held ? 1 : 0;
  }
  uint32_t low = 1;
  uint32_t high = set->first_blank;
  // rdf:type stands first, out of order.
  if (high > 1 &&
      furat_str_equal(furat_quad_set_term(set, 1)->text, FURAT_STR(FURAT_RDF_TYPE))) {
    low = 2;
  }
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    int result = furat_str_compare(furat_quad_set_term(set, middle)->text, iri);
    if (result == 0) {
      return middle;
    }
    if (result < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return 0;
}

bool
furat_quad_set_is_blank(const furat_quad_set *set, uint32_t term)
{
  return term >= set->first_blank && term < set->first_literal;
}

// How many rows have the number at this offset of a row that the first has.
static size_t
rows_alike(const furat_quad_row *rows, size_t n, size_t offset)
{
  size_t n_same = 1;
  while (n_same < n && memcmp((const char *)&rows[n_same] + offset,
                              (const char *)&rows[0] + offset, sizeof(uint32_t)) == 0) {
    n_same++;
  }
  return n_same;
}

size_t
furat_quad_rows_of_graph(const furat_quad_row *rows, size_t n)
{
  return rows_alike(rows, n, offsetof(furat_quad_row, graph));
}

size_t
furat_quad_rows_of_subject(const furat_quad_row *rows, size_t n)
{
  return rows_alike(rows, n, offsetof(furat_quad_row, subject));
}

size_t
furat_quad_rows_of_predicate(const furat_quad_row *rows, size_t n)
{
  return rows_alike(rows, n, offsetof(furat_quad_row, predicate));
}
