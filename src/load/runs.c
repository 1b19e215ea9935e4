// SPDX-License-Identifier: GPL-3.0-or-later
// Terms of a run: 9 bytes (text and extra lengths, tag), text, extra; then values, 8
// bytes each. Quads of a run: four numbers each, which are positions in the run's order;
// a map of the run, made by the merge, turns them into ranks.
#include "load/runs.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"
#include "store/terms_internal.h"

enum {
  HEAD_BYTES = 9,
  QUAD_BYTES = FURAT_N_FIELDS * sizeof(uint32_t),
  QUAD_BUFFER_BYTES = 1 << 18, // each time it is filled it polls
  POLL_TERMS = 1 << 14,
  HASH_LOW_BITS = 8
};

typedef struct run {
  uint64_t terms_start;
  uint64_t values_start;
  uint64_t terms_end;
  uint64_t quads_start;
  uint64_t quads_end;
  uint32_t n_indexed;
  uint32_t n_values;
  uint64_t map_start; ///< of its ranks among the maps
} run;

typedef struct datatype {
  furat_str iri;
  uint64_t index;
} datatype;

void
furat_ranks_init(furat_ranks *ranks)
{
  memset(ranks, 0, sizeof(*ranks));
  furat_vec_init(&ranks->values, sizeof(furat_id), UINT32_MAX);
}

void
furat_ranks_clear(furat_ranks *ranks)
{
  furat_vec_clear(&ranks->values);
}

void
furat_runs_init(furat_runs *runs, const char *folder, const furat_cancel *cancel)
{
  runs->folder = folder;
  runs->cancel = cancel;
  furat_spill_init(&runs->terms, folder, cancel);
  furat_spill_init(&runs->quads, folder, cancel);
  furat_spill_init(&runs->maps, folder, cancel);
  furat_vec_init(&runs->runs, sizeof(run), UINT32_MAX);
  furat_arena_init(&runs->datatype_bytes, SIZE_MAX);
  furat_vec_init(&runs->datatypes, sizeof(datatype), UINT32_MAX);
  furat_hash_index_init(&runs->datatype_index);
}

void
furat_runs_clear(furat_runs *runs)
{
  furat_vec_clear(&runs->runs);
  furat_spill_clear(&runs->maps);
  furat_spill_clear(&runs->terms);
  furat_spill_clear(&runs->quads);
  furat_arena_clear(&runs->datatype_bytes);
  furat_vec_clear(&runs->datatypes);
  furat_hash_index_clear(&runs->datatype_index);
}

uint64_t
furat_runs_n_quads(const furat_runs *runs)
{
  return furat_spill_size(&runs->quads) / QUAD_BYTES;
}

// ---- datatypes

static bool
is_datatype(const void *context, uint32_t position, const void *key)
{
  const furat_runs *runs = context;
  return furat_str_equal(FURAT_VEC_AT(&runs->datatypes, datatype, position).iri,
                         *(const furat_str *)key);
}

static datatype *
find_datatype(const furat_runs *runs, furat_str iri, uint64_t hash)
{
  const uint32_t at =
      furat_hash_index_find(&runs->datatype_index, hash, is_datatype, runs, &iri);
  return at == FURAT_HASH_NONE ? NULL : &FURAT_VEC_AT(&runs->datatypes, datatype, at);
}

static uint64_t
iri_hash(furat_str iri)
{
  return furat_stored_term_hash(FURAT_ID_TAG_IRI, iri, FURAT_STR_NONE);
}

static furat_status
note_datatype(furat_runs *runs, furat_str iri, furat_error *err)
{
  datatype fresh = {.index = UINT64_MAX};
  const uint64_t hash = iri_hash(iri);
  if (find_datatype(runs, iri, hash)) {
    return FURAT_OK;
  }
  if (!furat_arena_copy(&runs->datatype_bytes, iri, &fresh.iri) ||
      !furat_hash_index_add(&runs->datatype_index, hash, (uint32_t)runs->datatypes.n) ||
      !furat_vec_push(&runs->datatypes, &fresh)) {
    return furat_error_no_mem(err);
  }
  return FURAT_OK;
}

// ---- writing a run

static furat_status
write_term(furat_runs *runs, const furat_chunk_term *term, furat_error *err)
{
  uint8_t head[HEAD_BYTES];
  memcpy(head, &term->text_bytes, sizeof(term->text_bytes));
  memcpy(head + 4, &term->extra_bytes, sizeof(term->extra_bytes));
  head[8] = term->tag;
  furat_status status = furat_spill_write(&runs->terms, head, HEAD_BYTES, err);
  if (status == FURAT_OK) {
    status = furat_spill_write(&runs->terms, term->text,
                               (size_t)term->text_bytes + term->extra_bytes, err);
  }
  if (status == FURAT_OK && term->tag == FURAT_ID_TAG_TYPED) {
    status = note_datatype(runs, furat_chunk_extra(term), err);
  }
  return status;
}

static furat_status
write_terms(furat_runs *runs, run *r, const furat_chunk *chunk, const uint32_t *order,
            furat_error *err)
{
  furat_status status = FURAT_OK;
  for (uint32_t i = 0; status == FURAT_OK && i < r->n_indexed; ++i) {
    status = write_term(runs, &chunk->terms[order[i]], err);
  }
  r->values_start = furat_spill_size(&runs->terms);
  for (uint32_t i = r->n_indexed; status == FURAT_OK && i < chunk->n_terms; ++i) {
    const furat_id id = chunk->terms[order[i]].inline_id;
    status = furat_spill_write(&runs->terms, &id, sizeof(id), err);
  }
  r->terms_end = furat_spill_size(&runs->terms);
  return status;
}

furat_status
furat_runs_add(furat_runs *runs, furat_chunk *chunk, furat_error *err)
{
  uint32_t *order = NULL;
  run r = {.terms_start = furat_spill_size(&runs->terms),
           .quads_start = furat_spill_size(&runs->quads)};
  furat_status status = furat_chunk_sort(chunk, &order, &r.n_indexed, err);
  r.n_values = chunk->n_terms - r.n_indexed;
  if (status == FURAT_OK) {
    status = write_terms(runs, &r, chunk, order, err);
  }
  furat_free(order);
  if (status == FURAT_OK) {
    status =
        furat_spill_write(&runs->quads, chunk->quads, chunk->n_quads * QUAD_BYTES, err);
  }
  r.quads_end = furat_spill_size(&runs->quads);
  if (status == FURAT_OK && !furat_vec_push(&runs->runs, &r)) {
    status = furat_vec_status(&runs->runs, err);
  }
  furat_chunk_clear(chunk);
  return status;
}

// ---- merging

/// A run's term at hand.
typedef struct source {
  run *run;
  furat_spill_reader reader;
  furat_spill_piece map;
  uint32_t n_left; ///< terms or values behind the one at hand
  furat_id_tag tag;
  furat_str text;
  furat_str extra;
  furat_id value; ///< while values are merged
} source;

typedef struct merge {
  furat_runs *runs;
  size_t buffer_bytes; ///< of each reader
  furat_txn *txn;
  furat_ranks *ranks;
  source *sources;
  source **heap;
  size_t n_heap;
  furat_terms_builder builder;
  furat_sorter hashes;
  uint32_t rank; ///< given last
} merge;

static int
compare_sources(const source *a, const source *b)
{
  if (a->value || b->value) {
    return (a->value > b->value) - (a->value < b->value);
  }
  return furat_stored_order(a->tag, a->text, a->extra, b->tag, b->text, b->extra);
}

/// Of equal terms, that of the earlier run comes first.
static bool
goes_before(const source *a, const source *b)
{
  const int order = compare_sources(a, b);
  return order < 0 || (order == 0 && a < b);
}

static void
sift_down(merge *m, size_t at)
{
  source *const moved = m->heap[at];
  for (size_t child = 2 * at + 1; child < m->n_heap; child = 2 * at + 1) {
    child += child + 1 < m->n_heap && goes_before(m->heap[child + 1], m->heap[child]);
    if (goes_before(moved, m->heap[child])) {
      break;
    }
    m->heap[at] = m->heap[child];
    at = child;
  }
  m->heap[at] = moved;
}

/// The next term of a run; FURAT_DONE when it has no more.
static furat_status
next_term(source *s, bool values, furat_error *err)
{
  const uint8_t *bytes;
  uint32_t text_bytes, extra_bytes;
  if (!s->n_left) {
    return FURAT_DONE;
  }
  s->n_left -= 1;
  furat_status status = furat_spill_read(
      &s->reader, values ? sizeof(s->value) : (size_t)HEAD_BYTES, &bytes, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (values) {
    memcpy(&s->value, bytes, sizeof(s->value));
    return FURAT_OK;
  }
  memcpy(&text_bytes, bytes, sizeof(text_bytes));
  memcpy(&extra_bytes, bytes + 4, sizeof(extra_bytes));
  s->tag = (furat_id_tag)bytes[8];
  status = furat_spill_read(&s->reader, (size_t)text_bytes + extra_bytes, &bytes, err);
  s->text = (furat_str){(const char *)bytes, text_bytes};
  s->extra = (furat_str){(const char *)bytes + text_bytes, extra_bytes};
  return status;
}

/// The first source has given its term to a rank; get its next.
static furat_status
advance(merge *m, bool values, furat_error *err)
{
  source *s = m->heap[0];
  furat_status status = furat_spill_piece_write(&s->map, &m->rank, sizeof(m->rank), err);
  if (status == FURAT_OK) {
    status = next_term(s, values, err);
  }
  if (status == FURAT_DONE) {
    m->heap[0] = m->heap[--m->n_heap];
    status = FURAT_OK;
  }
  if (status == FURAT_OK && m->n_heap) {
    sift_down(m, 0);
  }
  return status;
}

static furat_status
store_term(merge *m, const source *s, furat_error *err)
{
  const uint64_t index = m->rank - 1;
  furat_stored_term term = {.tag = s->tag, .text = s->text};
  const uint64_t hash = furat_stored_term_hash(s->tag, s->text, s->extra);
  if (s->tag == FURAT_ID_TAG_LANG_STRING) {
    term.language = s->extra;
  } else if (s->tag == FURAT_ID_TAG_TYPED) {
    const datatype *d = find_datatype(m->runs, s->extra, iri_hash(s->extra));
    assert(d && d->index != UINT64_MAX);
    term.datatype = d->index;
  } else if (s->tag == FURAT_ID_TAG_IRI) {
    datatype *d = find_datatype(m->runs, s->text, hash);
    if (d) {
      d->index = index;
    }
  }
  const uint64_t stored = furat_stored_hash(hash);
  const furat_sort_row row = {.field = {(uint32_t)(stored >> HASH_LOW_BITS),
                                        (uint32_t)(stored & ((1U << HASH_LOW_BITS) - 1)),
                                        0, (uint32_t)index}};
  const furat_status status = furat_sorter_add(&m->hashes, &row, 1, err);
  return status == FURAT_OK ? furat_terms_builder_add(&m->builder, &term, err) : status;
}

/// Open all runs at their terms or at their values.
static furat_status
open_sources(merge *m, bool values, furat_error *err)
{
  m->n_heap = 0;
  for (size_t i = 0; i < m->runs->runs.n; ++i) {
    source *s = &m->sources[i];
    run *r = &FURAT_VEC_AT(&m->runs->runs, run, i);
    furat_spill_reader_clear(&s->reader);
    *s = (source){.run = r, .map = s->map, .n_left = values ? r->n_values : r->n_indexed};
    furat_spill_reader_init(&s->reader, &m->runs->terms,
                            values ? r->values_start : r->terms_start,
                            values ? r->terms_end : r->values_start, m->buffer_bytes);
    const furat_status status = next_term(s, values, err);
    if (status == FURAT_OK) {
      m->heap[m->n_heap++] = s;
    } else if (status != FURAT_DONE) {
      return status;
    }
  }
  for (size_t i = m->n_heap / 2; i--;) {
    sift_down(m, i);
  }
  return FURAT_OK;
}

static furat_status
next_rank(merge *m, furat_error *err)
{
  if (m->rank >= UINT32_MAX - 1) {
    return furat_error_set(err, FURAT_LIMIT,
                           "a load has more than 4 billion distinct terms");
  }
  m->rank += 1;
  return FURAT_OK;
}

static furat_status
merge_terms(merge *m, furat_error *err)
{
  furat_status status = open_sources(m, false, err);
  while (status == FURAT_OK && m->n_heap) {
    source *const first = m->heap[0];
    status = next_rank(m, err);
    if (status == FURAT_OK) {
      status = store_term(m, first, err);
    }
    m->ranks->tag_ends[first->tag] = m->rank + 1;
    // The same term in later runs gets the same rank before the first one's text goes.
    while (status == FURAT_OK && m->n_heap > 1) {
      source *rival = m->heap[1];
      if (m->n_heap > 2 && goes_before(m->heap[2], rival)) {
        rival = m->heap[2];
      }
      if (compare_sources(first, rival) != 0) {
        break;
      }
      const size_t at = rival == m->heap[1] ? 1 : 2;
      status = furat_spill_piece_write(&rival->map, &m->rank, sizeof(m->rank), err);
      if (status == FURAT_OK) {
        status = next_term(rival, false, err);
      }
      if (status == FURAT_DONE) {
        m->heap[at] = m->heap[--m->n_heap];
        status = FURAT_OK;
      }
      if (status == FURAT_OK && at < m->n_heap) {
        sift_down(m, at);
      }
    }
    if (status == FURAT_OK) {
      status = advance(m, false, err);
    }
    if (status == FURAT_OK && m->rank % POLL_TERMS == 0) {
      status = furat_cancel_poll(m->runs->cancel, err);
    }
  }
  m->ranks->n_indexed = m->rank;
  for (unsigned tag = FURAT_ID_TAG_BLANK; tag <= FURAT_ID_TAG_TYPED; ++tag) {
    const uint32_t before = m->ranks->tag_ends[tag - 1] ? m->ranks->tag_ends[tag - 1] : 1;
    m->ranks->tag_ends[tag] = m->ranks->tag_ends[tag] ? m->ranks->tag_ends[tag] : before;
  }
  return status;
}

static furat_status
merge_values(merge *m, furat_error *err)
{
  furat_status status = open_sources(m, true, err);
  furat_id last = FURAT_ID_NONE;
  while (status == FURAT_OK && m->n_heap) {
    if (m->heap[0]->value != last) {
      last = m->heap[0]->value;
      status = next_rank(m, err);
      if (status == FURAT_OK && !furat_vec_push(&m->ranks->values, &last)) {
        status = furat_vec_status(&m->ranks->values, err);
      }
    }
    if (status == FURAT_OK) {
      status = advance(m, true, err);
    }
    if (status == FURAT_OK && m->rank % POLL_TERMS == 0) {
      status = furat_cancel_poll(m->runs->cancel, err);
    }
  }
  return status;
}

/// Append the sorted hashes.
static furat_status
append_hashes(merge *m, furat_error *err)
{
  enum { PIECE = 4096 };
  const furat_tree tree = furat_tree_of_hashes(m->txn->kv);
  furat_tree_appender *appender = NULL;
  const furat_sort_row *rows;
  furat_id columns[2][PIECE];
  const furat_id *const pointers[2] = {columns[0], columns[1]};
  size_t n;
  furat_status status = furat_sorter_finish(&m->hashes, err);
  if (status == FURAT_OK) {
    status = furat_tree_append_begin(&appender, &tree, err);
  }
  while (status == FURAT_OK &&
         (status = furat_sorter_next(&m->hashes, &rows, &n, err)) == FURAT_OK) {
    for (size_t from = 0; status == FURAT_OK && from < n; from += PIECE) {
      const size_t n_piece = n - from < PIECE ? n - from : (size_t)PIECE;
      for (size_t i = 0; i < n_piece; ++i) {
        const uint32_t *field = rows[from + i].field;
        columns[0][i] = (furat_id)field[0] << HASH_LOW_BITS | field[1];
        columns[1][i] = field[3];
      }
      status = furat_tree_append(appender, pointers, n_piece, err);
      if (status == FURAT_OK) {
        status = furat_cancel_poll(m->runs->cancel, err);
      }
    }
  }
  if (status == FURAT_DONE) {
    status = furat_tree_append_finish(appender, err);
  }
  furat_tree_append_free(appender);
  return status;
}

/// Room for the ranks of each run's terms, which come by turns.
static furat_status
reserve_maps(merge *m, furat_error *err)
{
  uint64_t end = 0;
  for (size_t i = 0; i < m->runs->runs.n; ++i) {
    run *r = &FURAT_VEC_AT(&m->runs->runs, run, i);
    r->map_start = end;
    end += ((uint64_t)r->n_indexed + r->n_values) * sizeof(m->rank);
    furat_spill_piece_init(&m->sources[i].map, &m->runs->maps, r->map_start);
  }
  return furat_spill_reserve(&m->runs->maps, end, err);
}

static furat_status
finish_maps(merge *m, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < m->runs->runs.n; ++i) {
    status = furat_spill_piece_finish(&m->sources[i].map, err);
  }
  return status;
}

furat_status
furat_runs_merge(furat_runs *runs, furat_txn *txn, furat_ranks *ranks,
                 size_t max_sort_rows, furat_error *err)
{
  static const unsigned order[FURAT_SORT_FIELDS] = {0, 1, 2, 3};
  merge m = {.runs = runs, .txn = txn, .ranks = ranks};
  const size_t n = runs->runs.n;
  if (!n) {
    return FURAT_OK;
  }
  furat_txn_touch(txn);
  furat_terms_builder_init(&m.builder, txn->kv, 0);
  furat_sorter_init(&m.hashes, order, max_sort_rows, runs->folder, runs->cancel);
  m.sources = furat_alloc_zeroed(n, sizeof(*m.sources));
  m.heap = furat_alloc_zeroed(n, sizeof(*m.heap));
  m.buffer_bytes = furat_spill_share(max_sort_rows * sizeof(furat_sort_row), n);
  furat_status status =
      m.sources && m.heap ? reserve_maps(&m, err) : furat_error_no_mem(err);
  if (status == FURAT_OK) {
    status = merge_terms(&m, err);
  }
  if (status == FURAT_OK) {
    status = furat_terms_builder_finish(&m.builder, err);
  }
  if (status == FURAT_OK) {
    status = merge_values(&m, err);
  }
  if (status == FURAT_OK) {
    status = finish_maps(&m, err);
  }
  if (status == FURAT_OK) {
    status = append_hashes(&m, err);
  }
  txn->state.n_terms = ranks->n_indexed;
  txn->state.n_ordered = ranks->n_indexed;
  for (size_t i = 0; m.sources && i < n; ++i) {
    furat_spill_reader_clear(&m.sources[i].reader);
    furat_spill_piece_clear(&m.sources[i].map);
  }
  furat_free(m.sources);
  furat_free(m.heap);
  furat_terms_builder_clear(&m.builder);
  furat_sorter_clear(&m.hashes);
  return status;
}

// ---- reading the quads again

/// Turn the numbers of a run's quads into ranks and hand them on.
static furat_status
read_run(furat_runs *runs, run *r, void *self,
         furat_status (*take)(void *, const furat_sort_row *, size_t, furat_error *),
         furat_sort_row *out, furat_error *err)
{
  furat_spill_reader map_reader, quads;
  const uint8_t *bytes;
  size_t len_bytes;
  const size_t n_terms = (size_t)r->n_indexed + r->n_values;
  furat_spill_reader_init(&map_reader, &runs->maps, r->map_start,
                          r->map_start + n_terms * sizeof(uint32_t), 1);
  furat_spill_reader_init(&quads, &runs->quads, r->quads_start, r->quads_end,
                          QUAD_BUFFER_BYTES);
  furat_status status = FURAT_OK;
  const uint32_t *map = NULL;
  if (n_terms) {
    status = furat_spill_read(&map_reader, n_terms * sizeof(uint32_t), &bytes, err);
    map = (const uint32_t *)(const void *)bytes;
  }
  while (status == FURAT_OK &&
         (status = furat_spill_read_some(&quads, QUAD_BYTES, QUAD_BUFFER_BYTES, &bytes,
                                         &len_bytes, err)) == FURAT_OK) {
    const size_t n = len_bytes / QUAD_BYTES;
    for (size_t i = 0; i < n; ++i) {
      furat_sort_row row;
      memcpy(&row, bytes + i * QUAD_BYTES, sizeof(row));
      for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
        out[i].field[f] =
            row.field[f] == FURAT_CHUNK_DEFAULT_GRAPH ? 0 : map[row.field[f]];
      }
    }
    status = take(self, out, n, err);
  }
  furat_spill_reader_clear(&map_reader);
  furat_spill_reader_clear(&quads);
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_runs_read(furat_runs *runs, void *self,
                furat_status (*take)(void *self, const furat_sort_row *rows, size_t n,
                                     furat_error *err),
                furat_error *err)
{
  furat_sort_row *out = furat_realloc(NULL, QUAD_BUFFER_BYTES / QUAD_BYTES, sizeof(*out));
  furat_status status = out ? FURAT_OK : furat_error_no_mem(err);
  for (size_t i = 0; status == FURAT_OK && i < runs->runs.n; ++i) {
    status = read_run(runs, &FURAT_VEC_AT(&runs->runs, run, i), self, take, out, err);
  }
  furat_free(out);
  return status;
}
