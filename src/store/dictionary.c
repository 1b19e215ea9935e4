// SPDX-License-Identifier: GPL-3.0-or-later
// Look-ups go by hash: sorted, so that many share the work on a block.  New terms wait in
// memory until they are flushed together.
#include "store/dictionary.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/row_sort.h"
#include "store/txn_internal.h"

enum { MAX_PENDING = 1 << 20, MAX_KNOWN_DATATYPES = 64 };
enum { SLICE_TERMS = 1 << 12 }; // between two looks at the cancel token
static const size_t max_pending_bytes = (size_t)64 << 20;

/// One look-up of a term that is no value.
typedef struct lookup {
  uint64_t hash;
  size_t position; ///< in the caller's array
  furat_id_tag tag;
  furat_str extra;
} lookup;

static furat_str
extra_of(const furat_term *term, furat_id_tag tag)
{
  return tag == FURAT_ID_TAG_LANG_STRING ? term->language
         : tag == FURAT_ID_TAG_TYPED     ? term->datatype
                                         : FURAT_STR_NONE;
}

// ---- reading terms

static furat_terms_reader *
terms_reader(furat_txn *txn)
{
  if (txn->terms_stamp != txn->stamp) {
    furat_terms_reader_reset(&txn->terms);
    txn->terms_stamp = txn->stamp;
  }
  return &txn->terms;
}

static furat_status
read_term(furat_txn *txn, uint64_t index, furat_stored_term *out, furat_error *err)
{
  if (index >= txn->state.n_terms) {
    const uint64_t position = index - txn->state.n_terms;
    if (position >= txn->pending.n) {
      return furat_error_set(err, FURAT_CORRUPT,
                             "the store refers to a term that it lacks");
    }
    *out = FURAT_VEC_AT(&txn->pending, furat_pending_term, position).term;
    return FURAT_OK;
  }
  return furat_terms_read(terms_reader(txn), index, out, err);
}

/// The IRI of a datatype, in the transaction's arena.
static furat_status
datatype_iri(furat_txn *txn, uint64_t index, furat_str *out, furat_error *err)
{
  furat_stored_term term;
  furat_known_datatype known = {.index = index};
  for (size_t i = 0; i < txn->datatypes.n; ++i) {
    const furat_known_datatype *d =
        &FURAT_VEC_AT(&txn->datatypes, furat_known_datatype, i);
    if (d->index == index) {
      *out = d->iri;
      return FURAT_OK;
    }
  }
  const furat_status status = read_term(txn, index, &term, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (term.tag != FURAT_ID_TAG_IRI) {
    return furat_error_set(err, FURAT_CORRUPT, "the dictionary of the store is damaged");
  }
  if (txn->datatypes.n == MAX_KNOWN_DATATYPES) { // somebody has very many: start again
    furat_vec_truncate(&txn->datatypes, 0);
    furat_arena_reset(&txn->datatype_arena);
  }
  if (!furat_arena_copy(&txn->datatype_arena, term.text, &known.iri) ||
      !furat_vec_push(&txn->datatypes, &known)) {
    return furat_error_no_mem(err);
  }
  *out = known.iri;
  return FURAT_OK;
}

/// A typed literal's text must outlive the look-up of its datatype, so that comes first.
static furat_status
to_term(const furat_stored_term *stored, furat_str datatype, furat_term *out,
        furat_error *err)
{
  switch (stored->tag) {
  case FURAT_ID_TAG_BLANK:
    *out = furat_term_blank(stored->text);
    return FURAT_OK;
  case FURAT_ID_TAG_IRI:
    *out = furat_term_iri(stored->text);
    return FURAT_OK;
  case FURAT_ID_TAG_STRING:
    *out = furat_term_literal(stored->text, FURAT_STR_NONE);
    return FURAT_OK;
  case FURAT_ID_TAG_LANG_STRING:
    *out = furat_term_lang_string(stored->text, stored->language);
    return FURAT_OK;
  case FURAT_ID_TAG_TYPED:
    *out = furat_term_literal(stored->text, datatype);
    return FURAT_OK;
  default:
    return furat_error_set(err, FURAT_CORRUPT, "the dictionary of the store is damaged");
  }
}

furat_status
furat_dictionary_borrow(furat_txn *txn, furat_id id,
                        char text[FURAT_ID_MAX_LEXICAL_BYTES], furat_term *out,
                        furat_error *err)
{
  furat_stored_term stored;
  furat_str datatype = FURAT_STR_NONE;
  if (id == FURAT_ID_DEFAULT_GRAPH) {
    *out = FURAT_TERM_UNSET;
    return FURAT_OK;
  }
  if (furat_id_is_inline(id)) {
    *out = furat_id_literal(id, text);
    return out->kind != FURAT_TERM_NONE
               ? FURAT_OK
               : furat_error_set(err, FURAT_CORRUPT,
                                 "the store holds an impossible value");
  }
  if (!furat_id_is_indexed(id)) {
    return furat_error_set(err, FURAT_CORRUPT, "the store holds an impossible id");
  }
  furat_status status = read_term(txn, furat_id_payload(id), &stored, err);
  if (status == FURAT_OK && stored.tag != furat_id_tag_of(id)) {
    return furat_error_set(err, FURAT_CORRUPT, "a term of the store is of another kind");
  }
  if (status == FURAT_OK && stored.tag == FURAT_ID_TAG_TYPED) {
    status = datatype_iri(txn, stored.datatype, &datatype, err);
    if (status == FURAT_OK) { // which has moved the reader
      status = read_term(txn, furat_id_payload(id), &stored, err);
    }
  }
  return status == FURAT_OK ? to_term(&stored, datatype, out, err) : status;
}

furat_status
furat_dictionary_at(furat_txn *txn, uint64_t index, furat_id *id, furat_term *out,
                    furat_error *err)
{
  furat_stored_term stored;
  furat_status status = read_term(txn, index, &stored, err);
  if (status == FURAT_OK) {
    *id = furat_id_make(stored.tag, index);
    status = to_term(&stored, FURAT_STR_NONE, out, err);
  }
  return status;
}

furat_status
furat_dictionary_term(furat_txn *txn, furat_id id, furat_arena *arena, furat_term *out,
                      furat_error *err)
{
  char text[FURAT_ID_MAX_LEXICAL_BYTES];
  furat_term borrowed;
  const furat_status status = furat_dictionary_borrow(txn, id, text, &borrowed, err);
  if (status != FURAT_OK) {
    return status;
  }
  return furat_term_copy(arena, &borrowed, out) ? FURAT_OK : furat_error_no_mem(err);
}

// ---- finding terms

static bool
equals(const furat_stored_term *stored, furat_str stored_extra, furat_id_tag tag,
       furat_str text, furat_str extra)
{
  if (stored->tag != tag || !furat_str_equal(stored->text, text)) {
    return false;
  }
  return tag == FURAT_ID_TAG_LANG_STRING ? furat_str_equal_nocase(stored->language, extra)
         : tag == FURAT_ID_TAG_TYPED     ? furat_str_equal(stored_extra, extra)
                                         : true;
}

/// Whether the term at an index of the store is the one looked for.
static furat_status
check_candidate(furat_txn *txn, uint64_t index, const lookup *l, const furat_term *term,
                bool *same, furat_error *err)
{
  furat_stored_term stored;
  furat_str datatype = FURAT_STR_NONE;
  furat_status status = read_term(txn, index, &stored, err);
  *same = status == FURAT_OK &&
          equals(&stored, l->extra, l->tag, term->text, l->extra); // but for the datatype
  if (*same && stored.tag == FURAT_ID_TAG_TYPED) {
    status = datatype_iri(txn, stored.datatype, &datatype, err);
    *same = status == FURAT_OK && furat_str_equal(datatype, l->extra);
  }
  return status;
}

/// Enter the block where rows of this hash begin.
static furat_status
enter_hash(furat_txn *txn, const furat_id row[2], furat_error *err)
{
  if (!txn->hashes) {
    const furat_tree tree = furat_tree_of_hashes(txn->kv);
    const furat_status status = furat_tree_cursor_open(&txn->hashes, &tree, err);
    if (status != FURAT_OK) {
      return status;
    }
    txn->hashes_entered = false;
  }
  if (txn->hashes_entered && row[0] > txn->hashes->block.first[0]) {
    const size_t n = txn->hashes->block.n_rows;
    const furat_id *hashes = furat_tree_column(txn->hashes, 0, 0, n);
    if (row[0] <= hashes[n - 1]) {
      return FURAT_OK;
    }
  }
  txn->hashes_entered = false;
  const furat_status status = furat_tree_seek(txn->hashes, row, err);
  txn->hashes_entered = status == FURAT_OK;
  return status;
}

static furat_status
find_in_store(furat_txn *txn, const lookup *l, const furat_term *term, furat_id *out,
              furat_error *err)
{
  const furat_id row[2] = {furat_stored_hash(l->hash), 0};
  furat_status status = enter_hash(txn, row, err);
  *out = FURAT_ID_NONE;
  while (status == FURAT_OK) {
    size_t low, high;
    furat_tree_equal_range(txn->hashes, row, 1, 0, &low, &high);
    const furat_id *indexes = furat_tree_column(txn->hashes, 1, low, high);
    for (size_t i = low; i < high; ++i) {
      bool same;
      status = check_candidate(txn, indexes[i], l, term, &same, err);
      if (status != FURAT_OK) {
        return status;
      }
      if (same) {
        *out = furat_id_make(l->tag, indexes[i]);
        return FURAT_OK;
      }
    }
    if (high < txn->hashes->block.n_rows) {
      return FURAT_OK;
    }
    txn->hashes_entered = false;
    status = furat_tree_next(txn->hashes, err);
    txn->hashes_entered = status == FURAT_OK;
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

/// What furat_hash_index_find() compares with.
typedef struct pending_key {
  const lookup *l;
  const furat_term *term;
} pending_key;

static bool
equals_pending(const void *context, uint32_t position, const void *key)
{
  const furat_txn *txn = context;
  const pending_key *k = key;
  const furat_pending_term *p =
      &FURAT_VEC_AT(&txn->pending, furat_pending_term, position);
  return equals(&p->term, p->extra, k->l->tag, k->term->text, k->l->extra);
}

static bool
find_pending(const furat_txn *txn, const lookup *l, const furat_term *term, furat_id *out)
{
  const pending_key key = {l, term};
  const uint32_t position =
      furat_hash_index_find(&txn->pending_index, l->hash, equals_pending, txn, &key);
  if (position == FURAT_HASH_NONE) {
    return false;
  }
  *out = furat_id_make(l->tag, txn->state.n_terms + position);
  return true;
}

static int
compare_lookups(const void *a, const void *b)
{
  const lookup *x = a;
  const lookup *y = b;
  if (x->hash != y->hash) {
    return x->hash < y->hash ? -1 : 1;
  }
  return (x->position > y->position) - (x->position < y->position);
}

/// The look-ups that ids alone do not answer, in order of their hashes.
static size_t
collect(lookup *lookups, const furat_term *terms, size_t n, furat_id *out)
{
  size_t n_lookups = 0;
  for (size_t i = 0; i < n; ++i) {
    out[i] = FURAT_ID_NONE;
    if (terms[i].kind != FURAT_TERM_NONE && !furat_id_inline(&out[i], &terms[i])) {
      const furat_id_tag tag = furat_id_tag_of_term(&terms[i]);
      const furat_str extra = extra_of(&terms[i], tag);
      lookups[n_lookups++] =
          (lookup){.hash = furat_stored_term_hash(tag, terms[i].text, extra),
                   .position = i,
                   .tag = tag,
                   .extra = extra};
    }
  }
  if (n_lookups > 1) {
    qsort(lookups, n_lookups, sizeof(*lookups), compare_lookups);
  }
  return n_lookups;
}

/// Answer the look-ups that can be; those that cannot are moved to the front and counted.
static furat_status
answer(furat_txn *txn, lookup *lookups, size_t *n_lookups, const furat_term *terms,
       furat_id *out, furat_error *err)
{
  size_t n_left = 0;
  for (size_t i = 0; i < *n_lookups; ++i) {
    const lookup l = lookups[i];
    if (i % SLICE_TERMS == SLICE_TERMS - 1) {
      const furat_status polled = furat_cancel_poll(txn->cancel, err);
      if (polled != FURAT_OK) {
        return polled;
      }
    }
    if (find_pending(txn, &l, &terms[l.position], &out[l.position])) {
      continue;
    }
    const furat_status status =
        find_in_store(txn, &l, &terms[l.position], &out[l.position], err);
    if (status != FURAT_OK) {
      return status;
    }
    if (out[l.position] == FURAT_ID_NONE) {
      lookups[n_left++] = l;
    }
  }
  *n_lookups = n_left;
  return FURAT_OK;
}

furat_status
furat_dictionary_find_many(furat_txn *txn, const furat_term *terms, size_t n,
                           furat_id *out, furat_error *err)
{
  lookup *lookups = furat_realloc(NULL, n, sizeof(*lookups));
  if (!lookups) {
    return furat_error_no_mem(err);
  }
  size_t n_lookups = collect(lookups, terms, n, out);
  const furat_status status = answer(txn, lookups, &n_lookups, terms, out, err);
  furat_free(lookups);
  return status;
}

furat_status
furat_dictionary_find(furat_txn *txn, const furat_term *term, furat_id *out,
                      furat_error *err)
{
  lookup one;
  size_t n_lookups = collect(&one, term, 1, out);
  return answer(txn, &one, &n_lookups, term, out, err);
}

// ---- new terms

static furat_status
check_size(const furat_term *term, furat_str extra, furat_error *err)
{
  return term->text.len > FURAT_TERM_MAX_BYTES ||
                 extra.len > FURAT_TERM_MAX_BYTES - term->text.len
             ? furat_error_set(err, FURAT_LIMIT, "a term is longer than 256 MiB")
             : FURAT_OK;
}

/// Add a term that is nowhere yet; the datatype has an index already.
static furat_status
add_pending(furat_txn *txn, const lookup *l, const furat_term *term, uint64_t datatype,
            furat_id *out, furat_error *err)
{
  furat_pending_term p = {.hash = l->hash, .term = {.tag = l->tag, .datatype = datatype}};
  const furat_status status = check_size(term, l->extra, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (!furat_arena_copy(&txn->arena, term->text, &p.term.text) ||
      !furat_arena_copy(&txn->arena, l->extra, &p.extra)) {
    return furat_error_no_mem(err);
  }
  if (l->tag == FURAT_ID_TAG_LANG_STRING) {
    p.term.language = p.extra;
  }
  const size_t position = txn->pending.n;
  if (!furat_vec_push(&txn->pending, &p)) {
    return furat_vec_status(&txn->pending, err);
  }
  if (!furat_hash_index_add(&txn->pending_index, l->hash, (uint32_t)position)) {
    furat_vec_pop(&txn->pending);
    return furat_error_no_mem(err);
  }
  *out = furat_id_make(l->tag, txn->state.n_terms + position);
  txn->changed = true;
  return FURAT_OK;
}

/// Indices of the datatypes of new typed literals.
static furat_status
intern_datatype(furat_txn *txn, furat_str iri, uint64_t *index, furat_error *err)
{
  const furat_term term = furat_term_iri(iri);
  furat_id id;
  lookup l;
  size_t n = collect(&l, &term, 1, &id);
  furat_status status = answer(txn, &l, &n, &term, &id, err);
  if (status == FURAT_OK && id == FURAT_ID_NONE) {
    status = add_pending(txn, &l, &term, 0, &id, err);
  }
  *index = furat_id_payload(id);
  return status;
}

static int
compare_positions(const void *a, const void *b)
{
  const lookup *x = a;
  const lookup *y = b;
  return (x->position > y->position) - (x->position < y->position);
}

/// Give ids to the terms that were not found, in the order in which they came.
static furat_status
add_missing(furat_txn *txn, lookup *missing, size_t n_missing, const furat_term *terms,
            furat_id *out, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (n_missing > 1) {
    qsort(missing, n_missing, sizeof(*missing), compare_positions);
  }
  for (size_t i = 0; status == FURAT_OK && i < n_missing; ++i) {
    const lookup *l = &missing[i];
    if (i % SLICE_TERMS == SLICE_TERMS - 1) {
      status = furat_cancel_poll(txn->cancel, err);
    }
    const furat_term *term = &terms[l->position];
    uint64_t datatype = 0;
    if (find_pending(txn, l, term, &out[l->position])) {
      continue; // the same term came twice
    }
    if (l->tag == FURAT_ID_TAG_TYPED) {
      status = intern_datatype(txn, l->extra, &datatype, err);
    }
    if (status == FURAT_OK) {
      status = add_pending(txn, l, term, datatype, &out[l->position], err);
    }
  }
  return status;
}

furat_status
furat_dictionary_intern(furat_txn *txn, const furat_term *terms, size_t n, furat_id *out,
                        furat_error *err)
{
  assert(furat_txn_is_writable(txn));
  lookup *lookups = furat_realloc(NULL, n, sizeof(*lookups));
  if (!lookups) {
    return furat_error_no_mem(err);
  }
  size_t n_lookups = collect(lookups, terms, n, out);
  furat_status status = answer(txn, lookups, &n_lookups, terms, out, err);
  if (status == FURAT_OK) {
    status = add_missing(txn, lookups, n_lookups, terms, out, err);
  }
  furat_free(lookups);
  if (status == FURAT_OK &&
      (txn->pending.n > MAX_PENDING || txn->arena.used_bytes > max_pending_bytes)) {
    status = furat_dictionary_flush(txn, err);
  }
  return furat_txn_note(txn, status);
}

furat_status
furat_dictionary_intern_quads(furat_txn *txn, const furat_quad *quads, size_t n,
                              furat_row *out, furat_error *err)
{
  furat_term *terms = furat_realloc(NULL, n, FURAT_N_FIELDS * sizeof(*terms));
  if (!terms) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < n; ++i) {
    terms[FURAT_N_FIELDS * i + FURAT_FIELD_SUBJECT] = quads[i].subject;
    terms[FURAT_N_FIELDS * i + FURAT_FIELD_PREDICATE] = quads[i].predicate;
    terms[FURAT_N_FIELDS * i + FURAT_FIELD_OBJECT] = quads[i].object;
    terms[FURAT_N_FIELDS * i + FURAT_FIELD_GRAPH] = quads[i].graph;
  }
  const furat_status status =
      furat_dictionary_intern(txn, terms, FURAT_N_FIELDS * n, &out->field[0], err);
  furat_free(terms);
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    if (out[i].field[FURAT_FIELD_GRAPH] == FURAT_ID_NONE) {
      out[i].field[FURAT_FIELD_GRAPH] = FURAT_ID_DEFAULT_GRAPH;
    }
  }
  return status;
}

static furat_status
flush_terms(furat_txn *txn, furat_error *err)
{
  furat_terms_builder builder;
  furat_terms_builder_init(&builder, txn->kv, txn->state.n_terms);
  furat_status status = furat_terms_builder_resume(&builder, txn->state.n_terms, err);
  for (size_t i = 0; status == FURAT_OK && i < txn->pending.n; ++i) {
    status = furat_terms_builder_add(
        &builder, &FURAT_VEC_AT(&txn->pending, furat_pending_term, i).term, err);
    if (status == FURAT_OK && i % SLICE_TERMS == 0) {
      status = furat_cancel_poll(txn->cancel, err);
    }
  }
  if (status == FURAT_OK) {
    status = furat_terms_builder_finish(&builder, err);
  }
  furat_terms_builder_clear(&builder);
  return status;
}

enum { N_COLUMNS = 2 }; // of the tree of hashes

static furat_status
insert_hashes(furat_txn *txn, const furat_rows *rows, furat_error *err)
{
  const furat_tree tree = furat_tree_of_hashes(txn->kv);
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < rows->n; i += SLICE_TERMS) {
    furat_rows slice = {.ids = rows->ids + i * N_COLUMNS,
                        .n = rows->n - i < SLICE_TERMS ? rows->n - i : SLICE_TERMS};
    status = furat_tree_insert(&tree, &slice, NULL, err);
    if (status == FURAT_OK) {
      status = furat_cancel_poll(txn->cancel, err);
    }
  }
  return status;
}

static furat_status
flush_hashes(furat_txn *txn, furat_error *err)
{
  const size_t n = txn->pending.n;
  furat_rows rows = {.ids = furat_realloc(NULL, n, N_COLUMNS * sizeof(furat_id)), .n = n};
  furat_id *scratch = furat_realloc(NULL, n, N_COLUMNS * sizeof(furat_id));
  furat_status status = rows.ids && scratch ? FURAT_OK : furat_error_no_mem(err);
  if (status == FURAT_OK) {
    for (size_t i = 0; i < n; ++i) {
      rows.ids[N_COLUMNS * i] =
          furat_stored_hash(FURAT_VEC_AT(&txn->pending, furat_pending_term, i).hash);
      rows.ids[N_COLUMNS * i + 1] = txn->state.n_terms + i;
    }
    status = furat_rows_sort(&rows, N_COLUMNS, N_COLUMNS, scratch, txn->cancel, err);
  }
  if (status == FURAT_OK) {
    status = insert_hashes(txn, &rows, err);
  }
  furat_free(rows.ids);
  furat_free(scratch);
  return status;
}

furat_status
furat_dictionary_flush(furat_txn *txn, furat_error *err)
{
  if (!txn->pending.n) {
    return FURAT_OK;
  }
  furat_tree_cursor_close(txn->hashes);
  txn->hashes = NULL;
  furat_txn_touch(txn);
  furat_status status = flush_terms(txn, err);
  if (status == FURAT_OK) {
    status = flush_hashes(txn, err);
  }
  txn->state.n_terms += txn->pending.n;
  furat_vec_truncate(&txn->pending, 0);
  furat_hash_index_clear(&txn->pending_index);
  furat_arena_reset(&txn->arena);
  return furat_txn_note(txn, status);
}

uint64_t
furat_dictionary_size(const furat_txn *txn)
{
  return txn->state.n_terms + txn->pending.n;
}

uint64_t
furat_dictionary_ordered(const furat_txn *txn)
{
  return txn->state.n_ordered;
}

// ---- ranges

/// Whether a term stands before those of `tag` that begin with `prefix`; or, if `behind`,
/// before whatever follows them.
static bool
stands_before(const furat_stored_term *term, furat_id_tag tag, furat_str prefix,
              bool behind)
{
  if (term->tag != tag) {
    return term->tag < tag;
  }
  return furat_str_compare(term->text, prefix) < 0 ||
         (behind && furat_str_starts_with(term->text, prefix));
}

static furat_status
find_bound(furat_txn *txn, furat_id_tag tag, furat_str prefix, bool behind, uint64_t *out,
           furat_error *err)
{
  uint64_t low = 0;
  uint64_t high = txn->state.n_ordered;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    furat_stored_term term;
    const furat_status status = read_term(txn, middle, &term, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (stands_before(&term, tag, prefix, behind)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  *out = low;
  return FURAT_OK;
}

furat_status
furat_dictionary_prefix(furat_txn *txn, furat_id_tag tag, furat_str prefix, furat_id *low,
                        furat_id *high, furat_error *err)
{
  uint64_t first = 0;
  uint64_t end = 0;
  furat_status status = find_bound(txn, tag, prefix, false, &first, err);
  if (status == FURAT_OK) {
    status = find_bound(txn, tag, prefix, true, &end, err);
  }
  *low = furat_id_make(tag, first);
  *high = furat_id_make(tag, end);
  return status;
}
