// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the index: the labels of each property come in the order of their ids, which is
// the order of the dictionary, so that its blocks are unpacked once; a label that several
// things have is folded once.                        store -> [names_index] -> names

#include "base/memory.h"
#include "base/utf8.h"
#include "base/utf8_fold.h"
#include "engine/names_internal.h"
#include "store/dictionary.h"
#include "store/scan.h"

enum {
  MAX_NAME_BYTES = 512, // folded; of a longer one the beginning is found
  MAX_WORDS = 16        // of a name, that is found by its words
};

// What a name costs: itself and, while they are sorted, its words.
enum {
  MAX_TEXT_BYTES = FURAT_NAMES_MAX_BYTES / 4,
  MAX_ENTRIES = FURAT_NAMES_MAX_BYTES / 4 / sizeof(furat_names_entry),
  MAX_INDEX_WORDS = FURAT_NAMES_MAX_BYTES / 2 / (3 * sizeof(furat_names_word))
};

// ---------------------------------------------------------------------- reading

typedef struct reader {
  furat_names_index *index;
  furat_txn *txn;
  const furat_cancel *cancel;
  uint8_t property;
  furat_id label;    // that was folded last
  uint32_t at;       // its text
  uint16_t len;      // 0: nothing of it can be found
  furat_buffer name; // folded, before it is cut
} reader;

// Fold a label and keep it; FURAT_LIMIT when there is no room.
static furat_status
fold_label(reader *r, furat_id label, furat_error *err)
{
  char text[FURAT_ID_MAX_LEXICAL_BYTES];
  furat_term term;
  furat_status status = furat_dictionary_borrow(r->txn, label, text, &term, err);
  if (status != FURAT_OK) {
    return status;
  }
  size_t most = (size_t)MAX_NAME_BYTES * 4;
  if (term.text.len > most) {
    term.text.len = furat_utf8_floor(term.text, most);
  }
  furat_buffer_reset(&r->name);
  furat_utf8_fold(&r->name, term.text);
  furat_str name = furat_buffer_str(&r->name);
  if (name.len > MAX_NAME_BYTES) {
    name.len = furat_utf8_floor(name, MAX_NAME_BYTES);
  }
  r->label = label;
  r->at = (uint32_t)r->index->texts.len;
  r->len = (uint16_t)name.len;
  if (name.len > 0) {
    furat_buffer_append(&r->index->texts, name);
    furat_buffer_append_byte(&r->index->texts, '\0');
  }
  status = furat_buffer_status(&r->name, err);
  return status == FURAT_OK ? furat_buffer_status(&r->index->texts, err) : status;
}

static furat_status
add_words(reader *r, uint32_t entry, furat_error *err)
{
  const char *text = r->index->texts.data + r->at;
  size_t n = 0;
  for (uint16_t i = 0; i < r->len && n < MAX_WORDS; i++) {
    if (i == 0 || text[i - 1] == ' ') {
      furat_names_word word = {r->at + i, entry};
      furat_vec_push(&r->index->words, &word);
      n++;
    }
  }
  return furat_vec_status(&r->index->words, err);
}

static furat_status
add_name(reader *r, furat_id subject, furat_id label, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (furat_id_tag_of(subject) != FURAT_ID_TAG_IRI) {
    return FURAT_OK;
  }
  if (label != r->label) {
    status = fold_label(r, label, err);
  }
  if (status != FURAT_OK || r->len == 0) {
    return status;
  }
  uint32_t number = (uint32_t)r->index->entries.n;
  furat_names_entry entry = {subject, label, r->at, r->len, r->property};
  furat_vec_push(&r->index->entries, &entry);
  status = furat_vec_status(&r->index->entries, err);
  return status == FURAT_OK ? add_words(r, number, err) : status;
}

static furat_status
read_scan(reader *r, furat_scan *scan, furat_error *err)
{
  furat_id subjects[FURAT_SCAN_BATCH_ROWS];
  furat_id objects[FURAT_SCAN_BATCH_ROWS];
  furat_id *const columns[FURAT_N_FIELDS] = {
      [FURAT_FIELD_SUBJECT] = subjects, [FURAT_FIELD_OBJECT] = objects};
  furat_status status = FURAT_OK;
  while (status == FURAT_OK) {
    size_t n = 0;
    status = furat_scan_next(scan, columns, FURAT_SCAN_BATCH_ROWS, &n, err);
    if (status == FURAT_OK) {
      status = furat_cancel_poll(r->cancel, err);
    }
    for (size_t i = 0; i < n && status == FURAT_OK; i++) {
      status = add_name(r, subjects[i], objects[i], err);
    }
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

static furat_status
read_property(reader *r, furat_id property, furat_error *err)
{
  furat_scan_spec spec = FURAT_SCAN_ALL(FURAT_POSG);
  spec.n_bound = 1;
  spec.bound[0] = property;
  spec.has_range = true;
  spec.low = furat_id_make(FURAT_ID_TAG_STRING, 0);
  spec.high = furat_id_make(FURAT_ID_TAG_LANG_STRING, FURAT_ID_PAYLOAD_MASK);
  spec.distinct_triples = true;
  furat_scan *scan = NULL;
  furat_status status = furat_scan_open(&scan, r->txn, &spec, err);
  if (status == FURAT_OK) {
    status = read_scan(r, scan, err);
  }
  furat_scan_close(scan);
  return status;
}

static furat_status
read_names(furat_names_index *index, furat_txn *txn, const furat_cancel *cancel,
           furat_error *err)
{
  furat_id properties[FURAT_NAMES_MAX_PROPERTIES];
  size_t n = 0;
  furat_names_properties(&n, NULL);
  reader r = {.index = index, .txn = txn, .cancel = cancel};
  furat_buffer_init(&r.name, (size_t)MAX_NAME_BYTES * 64);
  furat_status status = furat_names_property_ids(txn, properties, err);
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    r.property = (uint8_t)i;
    if (properties[i] != FURAT_ID_NONE) {
      status = read_property(&r, properties[i], err);
    }
  }
  furat_buffer_clear(&r.name);
  return status;
}

// ---------------------------------------------------------------------- sorting

// A word with the next eight bytes of its text: those of the same eight are told apart by
// the following eight, and so on (a quicksort by pieces of the key).
typedef struct sort_word {
  uint64_t piece;
  furat_names_word word;
} sort_word;

static uint64_t
piece_at(const furat_names_index *index, uint32_t at)
{
  uint64_t piece = 0;
  for (size_t i = 0; i < 8; i++) {
    unsigned char byte =
        at + i < index->texts.len ? (unsigned char)index->texts.data[at + i] : 0;
    piece = piece << 8 | byte;
    if (byte == 0) {
      return piece << (7 - i) * 8;
    }
  }
  return piece;
}

static bool
comes_before(const sort_word *a, const sort_word *b)
{
  return a->piece != b->piece ? a->piece < b->piece : a->word.entry < b->word.entry;
}

static void
sort_few(sort_word *words, size_t n)
{
  for (size_t i = 1; i < n; i++) {
    sort_word word = words[i];
    size_t j = i;
    for (; j > 0 && comes_before(&word, &words[j - 1]); j--) {
      words[j] = words[j - 1];
    }
    words[j] = word;
  }
}

static void
swap(sort_word *a, sort_word *b)
{
  sort_word kept = *a;
  *a = *b;
  *b = kept;
}

static uint64_t
middle_of(const sort_word *words, size_t n)
{
  uint64_t a = words[0].piece;
  uint64_t b = words[n / 2].piece;
  uint64_t c = words[n - 1].piece;
  return a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);
}

// Sort by the pieces that are loaded.
static void
sort_pieces(sort_word *words, size_t n)
{
  enum { FEW = 16 };
  while (n > FEW) {
    uint64_t pivot = middle_of(words, n);
    size_t low = 0;  // [0, low): below the pivot
    size_t high = n; // [high, n): above it
    for (size_t i = 0; i < high;) {
      if (words[i].piece < pivot) {
        swap(&words[i++], &words[low++]);
      } else if (words[i].piece > pivot) {
        swap(&words[i], &words[--high]);
      } else {
        i++;
      }
    }
    // The smaller part by a call, so that calls nest no deeper than the logarithm.
    if (low < n - high) {
      sort_pieces(words, low);
      words += high;
      n -= high;
    } else {
      sort_pieces(words + high, n - high);
      n = low;
    }
  }
  sort_few(words, n);
}

// Whether the text ends within its piece.
static bool
ends_in(uint64_t piece)
{
  return (piece & 0xFF) == 0;
}

// Sort words that agree in `depth` bytes, piece after piece.
static furat_status
sort_words(const furat_names_index *index, sort_word *words, size_t n, uint32_t depth,
           const furat_cancel *cancel, furat_error *err)
{
  furat_status status = furat_cancel_poll(cancel, err);
  for (size_t i = 0; i < n; i++) {
    words[i].piece = piece_at(index, words[i].word.at + depth);
  }
  sort_pieces(words, n);
  for (size_t start = 0; start < n && status == FURAT_OK;) {
    size_t end = start + 1;
    while (end < n && words[end].piece == words[start].piece) {
      end++;
    }
    if (end - start > 1 && !ends_in(words[start].piece)) {
      // At most MAX_NAME_BYTES / 8 deep.
      status = sort_words(index, words + start, end - start, depth + 8, cancel, err);
    }
    start = end;
  }
  return status;
}

static furat_status
sort_index(furat_names_index *index, const furat_cancel *cancel, furat_error *err)
{
  size_t n = index->words.n;
  sort_word *words = furat_realloc(NULL, n > 0 ? n : 1, sizeof *words);
  if (!words) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < n; i++) {
    words[i].word = FURAT_VEC_AT(&index->words, furat_names_word, i);
  }
  furat_status status = sort_words(index, words, n, 0, cancel, err);
  for (size_t i = 0; i < n; i++) {
    FURAT_VEC_AT(&index->words, furat_names_word, i) = words[i].word;
  }
  furat_free(words);
  return status;
}

// ---------------------------------------------------------------------- the whole

furat_status
furat_names_index_build(furat_names_index *index, furat_txn *txn,
                        const furat_cancel *cancel, furat_error *err)
{
  *index = (furat_names_index){.commits = furat_txn_commits(txn)};
  furat_buffer_init(&index->texts, MAX_TEXT_BYTES);
  furat_vec_init(&index->entries, sizeof(furat_names_entry), MAX_ENTRIES);
  furat_vec_init(&index->words, sizeof(furat_names_word), MAX_INDEX_WORDS);
  furat_status status = read_names(index, txn, cancel, err);
  if (index->texts.status == FURAT_LIMIT || index->entries.status == FURAT_LIMIT ||
      index->words.status == FURAT_LIMIT) {
    // What has been read is of use all the same.
    index->cut = true;
    furat_error_clear(err);
    status = FURAT_OK;
  }
  return status == FURAT_OK ? sort_index(index, cancel, err) : status;
}

void
furat_names_index_clear(furat_names_index *index)
{
  if (index->entries.item_bytes == 0) {
    return;
  }
  furat_buffer_clear(&index->texts);
  furat_vec_clear(&index->entries);
  furat_vec_clear(&index->words);
}

// The text from a word on to the end of its name.
static furat_str
text_of(const furat_names_index *index, size_t word)
{
  const furat_names_word *w = &FURAT_VEC_AT(&index->words, furat_names_word, word);
  const furat_names_entry *e =
      &FURAT_VEC_AT(&index->entries, furat_names_entry, w->entry);
  return (furat_str){index->texts.data + w->at, e->len - (w->at - e->at)};
}

// The first word that is not before `folded`; behind those that begin with it, if
// `behind`.
static size_t
bound(const furat_names_index *index, furat_str folded, bool behind)
{
  size_t low = 0;
  size_t high = index->words.n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    furat_str text = text_of(index, middle);
    bool below = furat_str_compare(text, folded) < 0 ||
                 (behind && furat_str_starts_with(text, folded));
    if (below) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

void
furat_names_index_range(const furat_names_index *index, furat_str folded, size_t *first,
                        size_t *end)
{
  *first = bound(index, folded, false);
  *end = bound(index, folded, true);
}
