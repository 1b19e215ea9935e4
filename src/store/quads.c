// SPDX-License-Identifier: GPL-3.0-or-later
// Batches start small, so that a look-up costs little, and grow.  Neighbours share most
// of their terms: a small table of the terms of the batch spares most look-ups.
#include "store/quads.h"

#include "base/arena.h"
#include "base/memory.h"
#include "store/dictionary.h"
#include "store/scan.h"

enum { FIRST_BATCH = 8, MAX_BATCH = 128, N_KNOWN = 128 };

struct furat_quads {
  furat_txn *txn;
  furat_scan *scan; ///< NULL: nothing can match
  size_t cap;       ///< of the next batch
  furat_arena texts;
  furat_id known_ids[N_KNOWN]; ///< of this batch; FURAT_ID_NONE: free
  furat_term known[N_KNOWN];
  furat_id columns[FURAT_N_FIELDS][MAX_BATCH];
  furat_quad batch[MAX_BATCH];
};

furat_status
furat_quads_find_pattern(furat_txn *txn, const furat_quads_pattern *pattern,
                         furat_row *out, bool *known, furat_error *err)
{
  *known = true;
  *out = (furat_row){{FURAT_ID_NONE}};
  for (unsigned i = 0; i <= FURAT_FIELD_GRAPH; ++i) {
    const furat_term *term =
        i == FURAT_FIELD_GRAPH ? pattern->graph : &pattern->triple[i];
    if (!term || (i != FURAT_FIELD_GRAPH && term->kind == FURAT_TERM_NONE)) {
      continue;
    }
    if (term->kind == FURAT_TERM_NONE) {
      out->field[i] = FURAT_ID_DEFAULT_GRAPH;
      continue;
    }
    const furat_status status = furat_dictionary_find(txn, term, &out->field[i], err);
    if (status != FURAT_OK) {
      return status;
    }
    *known = *known && out->field[i] != FURAT_ID_NONE;
  }
  return FURAT_OK;
}

furat_status
furat_quads_open(furat_quads **out, furat_txn *txn, const furat_quads_pattern *pattern,
                 furat_error *err)
{
  furat_row row;
  bool known;
  furat_status status = furat_quads_find_pattern(txn, pattern, &row, &known, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_quads *quads = furat_alloc(sizeof(*quads));
  if (!quads) {
    return furat_error_no_mem(err);
  }
  quads->txn = txn;
  quads->scan = NULL;
  quads->cap = FIRST_BATCH;
  furat_arena_init(&quads->texts, SIZE_MAX);
  if (known) {
    furat_scan_spec spec = furat_scan_of_pattern(&row, FURAT_N_FIELDS);
    spec.distinct_triples = pattern->distinct_triples;
    status = furat_scan_open(&quads->scan, txn, &spec, err);
  }
  if (status != FURAT_OK) {
    furat_quads_close(quads);
    return status;
  }
  *out = quads;
  return FURAT_OK;
}

static furat_status
find_term(furat_quads *quads, furat_id id, furat_term *out, furat_error *err)
{
  // Indexes of the dictionary are dense, so their low bits spread well; the tag is put in
  // for small values.
  const size_t slot = (size_t)(id ^ id >> (FURAT_ID_PAYLOAD_BITS - 4)) % N_KNOWN;
  if (quads->known_ids[slot] != id) {
    const furat_status status =
        furat_dictionary_term(quads->txn, id, &quads->texts, &quads->known[slot], err);
    if (status != FURAT_OK) {
      quads->known_ids[slot] = FURAT_ID_NONE;
      return status;
    }
    quads->known_ids[slot] = id;
  }
  *out = quads->known[slot];
  return FURAT_OK;
}

static furat_status
find_terms(furat_quads *quads, size_t n, furat_error *err)
{
  furat_status status = FURAT_OK;
  furat_arena_reset(&quads->texts);
  for (size_t i = 0; i < N_KNOWN; ++i) {
    quads->known_ids[i] = FURAT_ID_NONE;
  }
  for (size_t i = 0; i < n && status == FURAT_OK; ++i) {
    furat_term *const terms[FURAT_N_FIELDS] = {
        &quads->batch[i].subject, &quads->batch[i].predicate, &quads->batch[i].object,
        &quads->batch[i].graph};
    for (unsigned f = 0; f < FURAT_N_FIELDS && status == FURAT_OK; ++f) {
      status = find_term(quads, quads->columns[f][i], terms[f], err);
    }
  }
  return status;
}

furat_status
furat_quads_next(furat_quads *quads, const furat_quad **batch, size_t *n,
                 furat_error *err)
{
  if (!quads->scan) {
    return FURAT_DONE;
  }
  furat_id *const columns[FURAT_N_FIELDS] = {quads->columns[0], quads->columns[1],
                                             quads->columns[2], quads->columns[3]};
  furat_status status = furat_scan_next(quads->scan, columns, quads->cap, n, err);
  if (status != FURAT_OK) {
    return status;
  }
  quads->cap = quads->cap * 4 < MAX_BATCH ? quads->cap * 4 : MAX_BATCH;
  *batch = quads->batch;
  return find_terms(quads, *n, err);
}

void
furat_quads_close(furat_quads *quads)
{
  if (quads) {
    furat_scan_close(quads->scan);
    furat_arena_clear(&quads->texts);
    furat_free(quads);
  }
}

furat_status
furat_quads_next_graph(furat_txn *txn, furat_id after, furat_id *out, furat_error *err)
{
  if (after == UINT64_MAX) {
    return FURAT_DONE;
  }
  const furat_scan_spec spec = FURAT_SCAN_ALL(FURAT_GSPO);
  const furat_id from = after + 1;
  furat_row row;
  furat_scan *scan;
  furat_status status = furat_scan_open(&scan, txn, &spec, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_scan_seek(scan, &from, 1, err);
  if (status == FURAT_OK) {
    status = furat_scan_peek(scan, &row, err);
  }
  if (status == FURAT_OK) {
    *out = row.field[FURAT_FIELD_GRAPH];
  }
  furat_scan_close(scan);
  return status;
}
