// SPDX-License-Identifier: GPL-3.0-or-later
// Each permutation is walked once: order, ids, a sum of hashes of its rows (equal sums:
// equal sets) and the groups that the statistics count.  The dictionary is walked once,
// with a sum over its hashes.  Sums over blocks are compared with what the walk saw.
#include "store/check.h"

#include <endian.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "store/statistics_internal.h"

enum { MAX_MESSAGE_BYTES = 512, MAX_FINDINGS_OF_PART = 5, N_LEVELS = FURAT_COUNT_LEVELS };

typedef struct checker {
  furat_txn *txn;
  const furat_check_report *report;
  uint64_t n_findings;
  unsigned n_of_part;
  uint8_t *tags;     ///< of each index of the dictionary
  uint64_t term_sum; ///< over (hash, index) of the dictionary
  uint64_t n_terms;
  uint64_t row_sums[FURAT_N_PERMUTATIONS];
  furat_predicate_statistics *seen; ///< by the walk over PSOG, in order
  size_t n_seen;
} checker;

static void
finding(checker *c, const char *format, ...) FURAT_PRINTF(2, 3);

static void
finding(checker *c, const char *format, ...)
{
  char message[MAX_MESSAGE_BYTES];
  va_list args;
  c->n_findings += 1;
  if (++c->n_of_part > MAX_FINDINGS_OF_PART || !c->report->finding) {
    return;
  }
  va_start(args, format);
  vsnprintf(message, sizeof(message), format, args);
  va_end(args);
  c->report->finding(c->report->self, message);
}

/// Damage is a finding, anything else (no memory) ends the check.
static furat_status
found_damage(checker *c, const char *part, furat_status status, furat_error *local,
             furat_error *err)
{
  if (status == FURAT_OK || status == FURAT_DONE) {
    return FURAT_OK;
  }
  if (status == FURAT_CORRUPT) {
    finding(c, "%s: %s", part, local->message);
    furat_error_clear(local);
    return FURAT_OK;
  }
  return furat_error_set(err, status, "%s", local->message);
}

// ---- the dictionary

static int
compare_stored(const furat_stored_term *a, furat_str a_extra, const furat_stored_term *b,
               furat_str b_extra)
{
  if (a->tag != b->tag) {
    return a->tag < b->tag ? -1 : 1;
  }
  const int order = furat_str_compare(a->text, b->text);
  return order ? order : furat_str_compare(a_extra, b_extra);
}

/// Language tag in lower case, or datatype IRI, in `out`.
static furat_status
extra_of(checker *c, const furat_stored_term *term, furat_buffer *out, furat_error *err)
{
  furat_buffer_reset(out);
  if (term->tag == FURAT_ID_TAG_LANG_STRING) {
    for (size_t i = 0; i < term->language.len; ++i) {
      const char byte = term->language.data[i];
      furat_buffer_append_byte(out,
                               (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte));
    }
  } else if (term->tag == FURAT_ID_TAG_TYPED) {
    furat_stored_term datatype;
    furat_terms_reader reader;
    furat_terms_reader_init(&reader, c->txn->kv);
    furat_status status = furat_terms_read(&reader, term->datatype, &datatype, err);
    if (status == FURAT_OK && datatype.tag != FURAT_ID_TAG_IRI) {
      status = furat_error_set(err, FURAT_CORRUPT, "a datatype is no IRI");
    }
    if (status == FURAT_OK) {
      furat_buffer_append(out, datatype.text);
    }
    furat_terms_reader_clear(&reader);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return furat_buffer_status(out, err);
}

/// What the walk over the terms carries from one to the next.
typedef struct term_walk {
  furat_terms_reader reader;
  furat_buffer extra;
  furat_stored_term previous;
  furat_buffer previous_text;
  furat_buffer previous_extra;
} term_walk;

static furat_status
check_term(checker *c, term_walk *w, uint64_t index, furat_error *err)
{
  furat_stored_term term;
  furat_status status = furat_terms_read(&w->reader, index, &term, err);
  if (status == FURAT_OK) {
    status = extra_of(c, &term, &w->extra, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  const furat_str extra = furat_buffer_str(&w->extra);
  c->tags[index] = (uint8_t)term.tag;
  const uint64_t hash = furat_stored_term_hash(term.tag, term.text, extra);
  c->term_sum += furat_hash_mix(furat_stored_hash(hash), index);
  if (furat_utf8_valid_length(term.text) != term.text.len) {
    finding(c, "terms: term %" PRIu64 " is not UTF-8", index);
  }
  if (index && index < c->txn->state.n_ordered) {
    w->previous.text = furat_buffer_str(&w->previous_text);
    if (compare_stored(&w->previous, furat_buffer_str(&w->previous_extra), &term,
                       extra) >= 0) {
      finding(c, "terms: term %" PRIu64 " is out of order", index);
    }
  }
  w->previous = term;
  furat_buffer_reset(&w->previous_text);
  furat_buffer_append(&w->previous_text, term.text);
  furat_buffer_reset(&w->previous_extra);
  furat_buffer_append(&w->previous_extra, extra);
  return furat_buffer_status(&w->previous_text, err);
}

static furat_status
check_terms(checker *c, furat_error *err)
{
  term_walk w = {.previous = {.tag = FURAT_ID_TAG_NONE}};
  furat_error local = FURAT_ERROR_INIT;
  furat_status status = FURAT_OK;
  c->n_of_part = 0;
  furat_terms_reader_init(&w.reader, c->txn->kv);
  furat_buffer_init(&w.extra, FURAT_TERM_MAX_BYTES);
  furat_buffer_init(&w.previous_text, FURAT_TERM_MAX_BYTES);
  furat_buffer_init(&w.previous_extra, FURAT_TERM_MAX_BYTES);
  for (uint64_t i = 0; status == FURAT_OK && i < c->n_terms; ++i) {
    status = found_damage(c, "terms", check_term(c, &w, i, &local), &local, err);
    if (status == FURAT_OK && i % 4096 == 0) {
      status = furat_cancel_poll(c->report->cancel, err);
    }
    if (c->n_of_part > 1000) { // beyond repair: no need to look at millions more
      break;
    }
  }
  furat_terms_reader_clear(&w.reader);
  furat_buffer_clear(&w.extra);
  furat_buffer_clear(&w.previous_text);
  furat_buffer_clear(&w.previous_extra);
  return status;
}

// ---- rows

/// A walk over the blocks of one set.
typedef struct row_walk {
  checker *c;
  furat_tree tree;
  const char *name;
  furat_tree_cursor *cursor;
  bool has_previous;
  furat_id previous[FURAT_BLOCK_MAX_COLUMNS];
  uint64_t n_rows;
  uint64_t sum;
  uint64_t n_groups[2]; ///< runs that agree in 1 and in 2 fields
} row_walk;

static bool
id_is_sound(const checker *c, furat_id id, furat_field field)
{
  char text[FURAT_ID_MAX_LEXICAL_BYTES];
  if (id == FURAT_ID_DEFAULT_GRAPH) {
    return field == FURAT_FIELD_GRAPH;
  }
  if (furat_id_is_inline(id)) {
    return field == FURAT_FIELD_OBJECT &&
           furat_id_literal(id, text).kind != FURAT_TERM_NONE;
  }
  const uint64_t index = furat_id_payload(id);
  if (!furat_id_is_indexed(id) || index >= c->n_terms ||
      c->tags[index] != (uint8_t)furat_id_tag_of(id)) {
    return false;
  }
  switch (field) {
  case FURAT_FIELD_OBJECT:
    return true;
  case FURAT_FIELD_PREDICATE:
    return furat_id_tag_of(id) == FURAT_ID_TAG_IRI;
  default:
    return furat_id_tag_of(id) <= FURAT_ID_TAG_IRI;
  }
}

static uint64_t
row_hash(const furat_row *row)
{
  return furat_hash_mix(furat_hash_mix(row->field[0], row->field[1]),
                        furat_hash_mix(row->field[2], row->field[3]));
}

/// The statistics of the predicate at hand: made by PSOG's walk, completed by POSG's.
static furat_status
note_predicate(row_walk *w, const furat_id *row, bool new_predicate, bool new_pair,
               furat_error *err)
{
  checker *c = w->c;
  if (w->tree.map == FURAT_KV_PSOG) {
    if (new_predicate) {
      furat_predicate_statistics *grown = c->seen;
      if ((c->n_seen & (c->n_seen - 1)) == 0) { // room doubles at powers of two
        grown = furat_realloc(c->seen, c->n_seen ? 2 * c->n_seen : 1, sizeof(*grown));
      }
      if (!grown) {
        return furat_error_no_mem(err);
      }
      c->seen = grown;
      c->seen[c->n_seen++] = (furat_predicate_statistics){.predicate = row[0]};
    }
    c->seen[c->n_seen - 1].n_quads += 1;
    c->seen[c->n_seen - 1].n_subjects += new_pair;
  } else if (w->tree.map == FURAT_KV_POSG && w->n_groups[0] <= c->n_seen && new_pair) {
    furat_predicate_statistics *seen = &c->seen[w->n_groups[0] - 1];
    seen->n_objects += seen->predicate == row[0];
  }
  return FURAT_OK;
}

static furat_status
check_row(row_walk *w, const furat_id *row, furat_error *err)
{
  const bool quads = w->tree.n_columns == FURAT_N_FIELDS;
  if (w->has_previous && furat_row_compare(w->previous, row, w->tree.n_columns) >= 0) {
    finding(w->c, "%s: rows are out of order", w->name);
  }
  const bool new_1 = !w->has_previous || w->previous[0] != row[0];
  const bool new_2 = new_1 || w->previous[1] != row[1];
  w->n_groups[0] += new_1;
  w->n_groups[1] += new_2;
  memcpy(w->previous, row, w->tree.n_columns * sizeof(*row));
  w->has_previous = true;
  w->n_rows += 1;
  if (!quads) {
    w->sum += furat_hash_mix(row[0], row[1]);
    return FURAT_OK;
  }
  furat_row natural;
  const furat_permutation_entry *entry = &furat_permutations[w->tree.map - FURAT_KV_SPOG];
  for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
    natural.field[entry->order[f]] = row[f];
    if (!id_is_sound(w->c, row[f], entry->order[f])) {
      finding(w->c, "%s: the id %016" PRIx64 " stands for no term that can be there",
              w->name, row[f]);
    }
  }
  w->sum += row_hash(&natural);
  return note_predicate(w, row, new_1, new_2, err);
}

static furat_status
check_block(row_walk *w, furat_error *err)
{
  const size_t n = w->cursor->block.n_rows;
  furat_status status = FURAT_OK;
  for (unsigned c = 0; c < w->tree.n_columns; ++c) {
    furat_tree_column(w->cursor, c, 0, n);
  }
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    furat_id row[FURAT_BLOCK_MAX_COLUMNS];
    for (unsigned c = 0; c < w->tree.n_columns; ++c) {
      row[c] = w->cursor->columns[c][i];
    }
    status = check_row(w, row, err);
  }
  return status == FURAT_OK ? furat_cancel_poll(w->c->report->cancel, err) : status;
}

static furat_status
walk_rows(row_walk *w, furat_error *err)
{
  static const furat_id first[FURAT_BLOCK_MAX_COLUMNS] = {0};
  furat_error local = FURAT_ERROR_INIT;
  furat_status status = furat_tree_cursor_open(&w->cursor, &w->tree, err);
  if (status != FURAT_OK) {
    return status;
  }
  w->c->n_of_part = 0;
  furat_status moved = furat_tree_seek(w->cursor, first, &local);
  while (moved == FURAT_OK && status == FURAT_OK) {
    status = check_block(w, err);
    moved = furat_tree_next(w->cursor, &local);
  }
  furat_tree_cursor_close(w->cursor);
  return status == FURAT_OK ? found_damage(w->c, w->name, moved, &local, err) : status;
}

/// The sums over blocks: those of each level must add up to what there is.
static furat_status
check_counts(row_walk *w, furat_error *err)
{
  furat_kv_cursor *cursor;
  furat_str key, value;
  furat_error local = FURAT_ERROR_INIT;
  uint64_t n_rows[N_LEVELS + 1] = {0};
  furat_status status = furat_kv_cursor_open(&cursor, w->tree.txn, FURAT_KV_COUNTS, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_status moved = furat_kv_first(cursor, &key, &value, &local);
  for (; moved == FURAT_OK && status == FURAT_OK;
       moved = furat_kv_next(cursor, &key, &value, &local)) {
    if (key.len != FURAT_COUNT_KEY_BYTES || value.len != 16 ||
        (uint8_t)key.data[1] > N_LEVELS) {
      finding(w->c, "counts: an entry has an impossible size");
      break;
    }
    if ((uint8_t)key.data[0] == (uint8_t)w->tree.map) {
      n_rows[(uint8_t)key.data[1]] +=
          furat_load_le64((const uint8_t *)value.data + FURAT_SEAL_BYTES);
      uint64_t n_before;
      status =
          furat_counts_before(&n_before, &w->tree, (const uint8_t *)key.data + 2, &local);
      if (status == FURAT_OK &&
          n_before !=
              n_rows[(uint8_t)key.data[1]] -
                  furat_load_le64((const uint8_t *)value.data + FURAT_SEAL_BYTES)) {
        finding(w->c, "%s: the sums of its blocks are wrong", w->name);
      }
      status = found_damage(w->c, w->name, status, &local, err);
    }
  }
  furat_kv_cursor_close(cursor);
  if (status != FURAT_OK) {
    return status;
  }
  for (unsigned level = 1; level <= N_LEVELS; ++level) {
    if (n_rows[level] != w->n_rows) {
      finding(w->c, "%s: the sums of level %u give %" PRIu64 " rows, not %" PRIu64,
              w->name, level, n_rows[level], w->n_rows);
    }
  }
  return found_damage(w->c, w->name, moved, &local, err);
}

/// Counts the children of the entries of a level as a cursor passes them.
typedef struct child_count {
  furat_kv_cursor *cursor; ///< over the blocks, or the counts
  furat_str key;
  furat_status moved;
  size_t offset; ///< of the row in a key
  uint8_t head[2];
} child_count;

/// Whether the child under the cursor is there and begins below `end` (NULL: no end).
static bool
is_child(const child_count *count, const uint8_t *end)
{
  return count->moved == FURAT_OK &&
         count->key.len == count->offset + FURAT_BLOCK_MAX_KEY_BYTES &&
         memcmp(count->key.data, count->head, count->offset) == 0 &&
         (!end ||
          memcmp(count->key.data + count->offset, end, FURAT_BLOCK_MAX_KEY_BYTES) < 0);
}

static uint64_t
count_children(child_count *count, const uint8_t *end)
{
  furat_str value;
  uint64_t n = 0;
  for (; is_child(count, end); ++n) {
    count->moved = furat_kv_next(count->cursor, &count->key, &value, NULL);
  }
  return n;
}

static uint32_t
n_children_of(furat_str value)
{
  uint32_t n;
  memcpy(&n, value.data + FURAT_SEAL_BYTES + 8, sizeof(n));
  return le32toh(n);
}

/// Entries of one level: the number of children of each.  Both cursors are open.
static void
check_level(row_walk *w, furat_kv_cursor *entries, child_count *children, unsigned level)
{
  furat_str key, value, found;
  uint8_t wanted[FURAT_COUNT_KEY_BYTES] = {(uint8_t)w->tree.map, (uint8_t)level};
  const furat_str first = {(const char *)wanted, sizeof(wanted)};
  *children = (child_count){.cursor = children->cursor,
                            .offset = level == 1 ? 0 : 2,
                            .head = {(uint8_t)w->tree.map, (uint8_t)(level - 1)}};
  wanted[1] = (uint8_t)(level - 1);
  children->moved =
      level == 1
          ? furat_kv_first(children->cursor, &children->key, &value, NULL)
          : furat_kv_seek_le(children->cursor, first, &children->key, &value, NULL);
  wanted[1] = (uint8_t)level;
  furat_status moved = furat_kv_seek_le(entries, first, &key, &value, NULL);
  bool wrong = false;
  while (moved == FURAT_OK && key.len == sizeof(wanted) &&
         memcmp(key.data, wanted, 2) == 0 && value.len == 16) {
    const uint32_t n = n_children_of(value);
    moved = furat_kv_next(entries, &found, &value, NULL);
    const bool more = moved == FURAT_OK && found.len == sizeof(wanted) &&
                      memcmp(found.data, wanted, 2) == 0;
    const uint8_t *end = more ? (const uint8_t *)found.data + 2 : NULL;
    wrong = count_children(children, end) != n || wrong;
    key = found;
  }
  if (wrong || is_child(children, NULL)) {
    finding(w->c, "%s: entries of level %u have other numbers of children", w->name,
            level);
  }
}

static furat_status
check_children(row_walk *w, furat_error *err)
{
  furat_kv_cursor *entries = NULL;
  furat_status status = furat_kv_cursor_open(&entries, w->tree.txn, FURAT_KV_COUNTS, err);
  for (unsigned level = 1; status == FURAT_OK && level <= N_LEVELS; ++level) {
    child_count children;
    status = furat_kv_cursor_open(&children.cursor, w->tree.txn,
                                  level == 1 ? w->tree.map : FURAT_KV_COUNTS, err);
    if (status == FURAT_OK) {
      check_level(w, entries, &children, level);
      furat_kv_cursor_close(children.cursor);
    }
  }
  furat_kv_cursor_close(entries);
  return status;
}

static void
compare_total(checker *c, const char *what, uint64_t total, uint64_t found)
{
  if (total != found) {
    finding(c, "the store counts %" PRIu64 " %s, but has %" PRIu64, total, what, found);
  }
}

static void
compare_totals(row_walk *w)
{
  const furat_state *state = &w->c->txn->state;
  switch (w->tree.map) {
  case FURAT_KV_SPOG:
    compare_total(w->c, "subjects", state->n_subjects, w->n_groups[0]);
    break;
  case FURAT_KV_PSOG:
    compare_total(w->c, "predicates", state->n_predicates, w->n_groups[0]);
    break;
  case FURAT_KV_OSPG:
    compare_total(w->c, "objects", state->n_objects, w->n_groups[0]);
    break;
  case FURAT_KV_GSPO:
    compare_total(w->c, "graphs", state->n_graphs, w->n_groups[0]);
    break;
  default:
    break;
  }
}

static furat_status
check_permutation(checker *c, furat_permutation permutation, furat_error *err)
{
  row_walk w = {.c = c,
                .tree = furat_tree_of_permutation(c->txn->kv, permutation),
                .name = furat_permutations[permutation].name};
  furat_status status = walk_rows(&w, err);
  if (status != FURAT_OK) {
    return status;
  }
  c->row_sums[permutation] = w.sum;
  if (w.n_rows != c->txn->state.n_quads) {
    finding(c, "%s: %" PRIu64 " rows, but the store counts %" PRIu64 " quads", w.name,
            w.n_rows, c->txn->state.n_quads);
  } else if (w.sum != c->row_sums[FURAT_SPOG]) {
    finding(c, "%s: holds other quads than %s", w.name,
            furat_permutations[FURAT_SPOG].name);
  }
  compare_totals(&w);
  status = check_counts(&w, err);
  return status == FURAT_OK ? check_children(&w, err) : status;
}

static furat_status
check_hashes(checker *c, furat_error *err)
{
  row_walk w = {.c = c, .tree = furat_tree_of_hashes(c->txn->kv), .name = "hash"};
  const furat_status status = walk_rows(&w, err);
  if (status == FURAT_OK && (w.n_rows != c->n_terms || w.sum != c->term_sum)) {
    finding(c, "hash: does not agree with the terms");
  }
  return status;
}

static furat_status
check_statistics(checker *c, furat_error *err)
{
  furat_predicate_statistics stored;
  furat_error local = FURAT_ERROR_INIT;
  furat_kv_size size;
  c->n_of_part = 0;
  furat_status status = furat_kv_map_size(c->txn->kv, FURAT_KV_STATS, &size, err);
  for (size_t i = 0; status == FURAT_OK && i < c->n_seen; ++i) {
    const furat_predicate_statistics *seen = &c->seen[i];
    status = furat_statistics_of(c->txn, seen->predicate, &stored, &local);
    if (status == FURAT_OK &&
        (stored.n_quads != seen->n_quads || stored.n_subjects != seen->n_subjects ||
         stored.n_objects != seen->n_objects)) {
      finding(c, "stats: the counts of predicate %016" PRIx64 " are wrong",
              seen->predicate);
    }
    status = found_damage(c, "stats", status, &local, err);
  }
  if (status == FURAT_OK && size.n_entries != c->n_seen) {
    finding(c, "stats: there are entries of %" PRIu64 " predicates, not of %zu",
            size.n_entries, c->n_seen);
  }
  return status;
}

static furat_status
check_pages(checker *c, furat_error *err)
{
  furat_error local = FURAT_ERROR_INIT;
  c->n_of_part = 0;
  return found_damage(c, "pages", furat_kv_check(c->txn->kv, &local), &local, err);
}

/// Prefixes and counters: what stands behind each name must be whole.
static furat_status
check_metadata(checker *c, furat_error *err)
{
  furat_kv_cursor *cursor;
  furat_str key, value;
  furat_error local = FURAT_ERROR_INIT;
  c->n_of_part = 0;
  furat_status status = furat_kv_cursor_open(&cursor, c->txn->kv, FURAT_KV_META, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_status moved = furat_kv_first(cursor, &key, &value, &local);
  for (; moved == FURAT_OK; moved = furat_kv_next(cursor, &key, &value, &local)) {
    if (!furat_str_equal(key, FURAT_STR("format")) &&
        furat_meta_open(key, &value, NULL) != FURAT_OK) {
      finding(c, "meta: the value of %.*s is damaged", FURAT_STR_ARGS(key));
    }
  }
  furat_kv_cursor_close(cursor);
  return found_damage(c, "meta", moved, &local, err);
}

static furat_status
check_all(checker *c, furat_error *err)
{
  furat_status status = check_pages(c, err);
  if (status == FURAT_OK) {
    status = check_metadata(c, err);
  }
  if (status == FURAT_OK) {
    status = check_terms(c, err);
  }
  if (status == FURAT_OK) {
    status = check_hashes(c, err);
  }
  for (unsigned p = 0; status == FURAT_OK && p < FURAT_N_PERMUTATIONS; ++p) {
    status = check_permutation(c, (furat_permutation)p, err);
  }
  return status == FURAT_OK ? check_statistics(c, err) : status;
}

furat_status
furat_check(furat_txn *txn, const furat_check_report *report, uint64_t *n_findings,
            furat_error *err)
{
  uint64_t file_bytes;
  checker c = {.txn = txn, .report = report, .n_terms = txn->state.n_terms};
  furat_status status = furat_kv_file_bytes(txn->store->kv, &file_bytes, err);
  if (status == FURAT_OK && c.n_terms > file_bytes) { // each takes more than a byte
    finding(&c, "the store counts %" PRIu64 " terms, which its file cannot hold",
            c.n_terms);
    c.n_terms = 0;
  }
  if (status == FURAT_OK) {
    c.tags = furat_alloc_zeroed(c.n_terms ? c.n_terms : 1, 1);
    status = c.tags ? check_all(&c, err) : furat_error_no_mem(err);
  }
  furat_free(c.tags);
  furat_free(c.seen);
  *n_findings = c.n_findings;
  return status;
}
