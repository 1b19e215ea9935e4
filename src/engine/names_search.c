// SPDX-License-Identifier: GPL-3.0-or-later
// One search: the words that begin with what was typed are a range of the index, of which
// the best few things are kept.  Only of those is the store asked anything.
//                                                  names_index -> [names_search] -> names
#include "engine/names_search.h"

#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "base/utf8_fold.h"
#include "store/dictionary.h"
#include "store/scan.h"

enum { MAX_FOLDED_BYTES = 1 << 16, POLL_EACH = 1024, POLL_EACH_ASKED = 64 };

// A name that was found; the smaller its key, the better.
typedef struct hit {
  uint64_t key;
  uint32_t entry;
} hit;

typedef struct hits {
  furat_names_search *search;
  hit *best; // in order
  size_t n;
  size_t n_looked_at;
} hits;

static const furat_names_entry *
entry_at(const furat_names_index *index, uint32_t entry)
{
  return &FURAT_VEC_AT(&index->entries, furat_names_entry, entry);
}

// By how it matches, by letters that differ, by length, labels before aliases.
static uint64_t
key_of(const furat_names_entry *entry, furat_name_match match, size_t distance)
{
  return (uint64_t)match << 40 | (uint64_t)(distance & 0xFF) << 32 |
         (uint64_t)entry->len << 8 | entry->property;
}

static furat_name_match
match_of(const hit *h)
{
  return (furat_name_match)(h->key >> 40);
}

// ---------------------------------------------------------- what the store is asked

static furat_status
has_rows(furat_txn *txn, furat_permutation permutation, const furat_id *bound,
         unsigned n_bound, bool *has, furat_error *err)
{
  furat_scan_spec spec = FURAT_SCAN_ALL(permutation);
  uint64_t n = 0;
  spec.n_bound = n_bound;
  for (unsigned i = 0; i < n_bound; i++) {
    spec.bound[i] = bound[i];
  }
  furat_status status = furat_scan_count(txn, &spec, &n, err);
  *has = n > 0;
  return status;
}

// Whether the name still stands in the store, and the thing is of the kind.
static furat_status
is_wanted(const furat_names_search *search, const furat_names_entry *entry, bool *wanted,
          furat_error *err)
{
  const furat_id name[] = {entry->label, entry->subject};
  furat_status status = has_rows(search->txn, FURAT_OSPG, name, 2, wanted, err);
  if (!*wanted || search->any_kind) {
    return status;
  }
  if (search->members.bits) {
    *wanted = furat_names_members_have(&search->members, entry->subject);
    return FURAT_OK;
  }
  *wanted = false;
  for (size_t i = 0; i < search->classes.n && !*wanted && status == FURAT_OK; i++) {
    const furat_id member[] = {entry->subject, search->type,
                               FURAT_VEC_AT(&search->classes, furat_id, i)};
    status = has_rows(search->txn, FURAT_SPOG, member, 3, wanted, err);
  }
  return status;
}

// ---------------------------------------------------------------- keeping the best

static void
drop(hits *h, size_t at)
{
  memmove(h->best + at, h->best + at + 1, (h->n - at - 1) * sizeof *h->best);
  h->n--;
}

// Keep a name if it is among the best, each thing once.
static furat_status
add_hit(hits *h, uint32_t entry, furat_name_match match, size_t distance,
        furat_error *err)
{
  const furat_names_index *index = h->search->index;
  const furat_names_entry *e = entry_at(index, entry);
  uint64_t key = key_of(e, match, distance);
  size_t most = h->search->wish->most;
  if (match > h->search->wish->worst || (h->n == most && key >= h->best[most - 1].key)) {
    return FURAT_OK;
  }
  for (size_t i = 0; i < h->n; i++) {
    if (entry_at(index, h->best[i].entry)->subject == e->subject) {
      if (h->best[i].key <= key) {
        return FURAT_OK;
      }
      drop(h, i);
      break;
    }
  }
  bool wanted = false;
  furat_status status = is_wanted(h->search, e, &wanted, err);
  if (status != FURAT_OK || !wanted) {
    return status;
  }
  h->n -= h->n == most;
  size_t at = h->n;
  for (; at > 0 && h->best[at - 1].key > key; at--) {
    h->best[at] = h->best[at - 1];
  }
  h->best[at] = (hit){key, entry};
  h->n++;
  return FURAT_OK;
}

// Poll now and then.
static furat_status
look_at_next(hits *h, furat_error *err)
{
  // The store is asked for the classes of each.
  const size_t each = h->search->any_kind ? POLL_EACH : POLL_EACH_ASKED;
  return h->n_looked_at++ % each == 0 ? furat_cancel_poll(h->search->cancel, err)
                                      : FURAT_OK;
}

// -------------------------------------------------------------- beginnings of words

static furat_status
compare_exactly(const hits *h, const furat_names_entry *entry, furat_name_match *match,
                furat_error *err)
{
  char text[FURAT_ID_MAX_LEXICAL_BYTES];
  furat_term label;
  furat_status status =
      furat_dictionary_borrow(h->search->txn, entry->label, text, &label, err);
  bool same = status == FURAT_OK && furat_str_equal(label.text, h->search->wish->typed);
  *match = same ? FURAT_NAME_EXACT : FURAT_NAME_FOLDED;
  return status;
}

enum { BLOCK = 256 };

// The best that each word of a block can be.  All are read before one is judged: they lie
// far from each other, and so the next ones come while one is waited for.
static size_t
look_at_block(const hits *h, size_t first, size_t n, size_t len, hit out[BLOCK])
{
  const furat_names_search *search = h->search;
  const bool full = h->n == search->wish->most;
  uint64_t keys[BLOCK];
  furat_id subjects[BLOCK];
  size_t n_out = 0;
  for (size_t i = 0; i < n; i++) {
    const furat_names_word *word =
        &FURAT_VEC_AT(&search->index->words, furat_names_word, first + i);
    const furat_names_entry *entry = entry_at(search->index, word->entry);
    const bool begins = word->at == entry->at;
    keys[i] = key_of(entry,
                     !begins             ? FURAT_NAME_WORD
                     : entry->len == len ? FURAT_NAME_EXACT
                                         : FURAT_NAME_PREFIX,
                     0);
    subjects[i] = entry->subject;
  }
  for (size_t i = 0; i < n; i++) {
    const bool worse = full && keys[i] >= h->best[h->n - 1].key;
    if (!worse && (!search->members.bits ||
                   furat_names_members_have(&search->members, subjects[i]))) {
      out[n_out++] =
          (hit){keys[i],
                FURAT_VEC_AT(&search->index->words, furat_names_word, first + i).entry};
    }
  }
  return n_out;
}

static furat_status
add_block(hits *h, const hit *block, size_t n, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    furat_name_match match = match_of(&block[i]);
    status = look_at_next(h, err);
    if (status == FURAT_OK && match == FURAT_NAME_EXACT) {
      status =
          compare_exactly(h, entry_at(h->search->index, block[i].entry), &match, err);
    }
    if (status == FURAT_OK) {
      status = add_hit(h, block[i].entry, match, 0, err);
    }
  }
  return status;
}

// Worth while where many things are asked for their classes.
static furat_status
read_members(furat_names_search *search, size_t n_words, furat_error *err)
{
  enum { MANY_WORDS = 500 };
  return search->any_kind || n_words < MANY_WORDS || search->members.bits
             ? FURAT_OK
             : furat_names_members_read(&search->members, search->txn, search->type,
                                        &search->classes, err);
}

static furat_status
search_beginnings(hits *h, furat_str folded, furat_error *err)
{
  hit block[BLOCK];
  size_t first = 0;
  size_t end = 0;
  furat_names_index_range(h->search->index, folded, &first, &end);
  furat_status status = read_members(h->search, end - first, err);
  while (first < end && status == FURAT_OK) {
    const size_t n = end - first < BLOCK ? end - first : BLOCK;
    status = furat_cancel_poll(h->search->cancel, err);
    if (status == FURAT_OK) {
      const size_t n_good = look_at_block(h, first, n, folded.len, block);
      status = add_block(h, block, n_good, err);
    }
    first += n;
  }
  return status;
}

// ------------------------------------------------------------------ near spellings

enum { MAX_NEAR_LETTERS = 48 };

typedef struct letters {
  uint32_t at[MAX_NEAR_LETTERS];
  size_t n;
} letters;

// False when there are too many.
static bool
take_letters(letters *out, furat_str text)
{
  out->n = 0;
  for (size_t at = 0; at < text.len;) {
    if (out->n == MAX_NEAR_LETTERS) {
      return false;
    }
    out->at[out->n++] = furat_utf8_decode(text, &at);
  }
  return true;
}

static size_t
least(size_t a, size_t b)
{
  return a < b ? a : b;
}

// Letters to change, add, take away or swap with their neighbour, if not more than
// `most`.
static size_t
distance_between(const letters *a, const letters *b, size_t most)
{
  size_t rows[3][MAX_NEAR_LETTERS + 1];
  if (a->n > b->n + most || b->n > a->n + most) {
    return most + 1;
  }
  for (size_t j = 0; j <= b->n; j++) {
    rows[0][j] = j;
  }
  for (size_t i = 1; i <= a->n; i++) {
    size_t *row = rows[i % 3];
    const size_t *above = rows[(i + 2) % 3];
    size_t smallest = row[0] = i;
    for (size_t j = 1; j <= b->n; j++) {
      row[j] = least(least(above[j], row[j - 1]) + 1,
                     above[j - 1] + (a->at[i - 1] != b->at[j - 1]));
      if (i > 1 && j > 1 && a->at[i - 1] == b->at[j - 2] &&
          a->at[i - 2] == b->at[j - 1]) {
        row[j] = least(row[j], rows[(i + 1) % 3][j - 2] + 1);
      }
      smallest = least(smallest, row[j]);
    }
    if (smallest > most) {
      return most + 1;
    }
  }
  return rows[a->n % 3][b->n];
}

// So many words of a text, from its start; all of it when there are not so many.
static furat_str
first_words(furat_str text, size_t n_words)
{
  for (size_t i = 0; i < text.len; i++) {
    if (text.data[i] == ' ' && --n_words == 0) {
      return furat_str_slice(text, 0, i);
    }
  }
  return text;
}

static size_t
count_words(furat_str text)
{
  size_t n = 1;
  for (size_t i = 0; i < text.len; i++) {
    n += text.data[i] == ' ';
  }
  return n;
}

static furat_status
search_near(hits *h, furat_str folded, furat_error *err)
{
  enum { LEAST_LETTERS = 3, LETTERS_A_MISTAKE = 3, MOST_MISTAKES = 3 };
  const furat_names_index *index = h->search->index;
  letters typed;
  letters name;
  if (!take_letters(&typed, folded) || typed.n < LEAST_LETTERS) {
    return FURAT_OK;
  }
  size_t most = least(typed.n / LETTERS_A_MISTAKE, MOST_MISTAKES);
  size_t n_words = count_words(folded);
  furat_str last = FURAT_STR_NONE;
  size_t distance = most + 1;
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < index->words.n && status == FURAT_OK; i++) {
    const furat_names_word *word = &FURAT_VEC_AT(&index->words, furat_names_word, i);
    const furat_names_entry *entry = entry_at(index, word->entry);
    furat_str text = first_words(
        (furat_str){index->texts.data + word->at, entry->len - (word->at - entry->at)},
        n_words);
    status = look_at_next(h, err);
    if (!furat_str_equal(text, last)) { // equal words stand side by side
      distance =
          take_letters(&name, text) ? distance_between(&typed, &name, most) : most + 1;
      last = text;
    }
    if (status == FURAT_OK && distance <= most) {
      status = add_hit(h, word->entry, FURAT_NAME_NEAR, distance, err);
    }
  }
  return status;
}

// ---------------------------------------------------------------------- the whole

static furat_status
give(const hits *h, furat_arena *arena, furat_vec *found, furat_error *err)
{
  size_t n_labels = 0;
  size_t n = 0;
  furat_names_properties(&n, &n_labels);
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < h->n && status == FURAT_OK; i++) {
    const furat_names_entry *entry = entry_at(h->search->index, h->best[i].entry);
    furat_term thing;
    furat_term label;
    status = furat_dictionary_term(h->search->txn, entry->subject, arena, &thing, err);
    if (status == FURAT_OK) {
      status = furat_dictionary_term(h->search->txn, entry->label, arena, &label, err);
    }
    if (status == FURAT_OK) {
      furat_name name = {.iri = thing.text,
                         .label = label.text,
                         .language = label.language,
                         .preferred = entry->property < n_labels,
                         .match = match_of(&h->best[i])};
      furat_vec_push(found, &name);
      status = furat_vec_status(found, err);
    }
  }
  return status;
}

// The same without the article of its last word, which stays when it is folded as long as
// that is not finished.
static furat_status
search_without_article(hits *h, furat_str folded, furat_error *err)
{
  const furat_str article = FURAT_STR("ال");
  furat_buffer text;
  size_t last = folded.len;
  while (last > 0 && folded.data[last - 1] != ' ') {
    last--;
  }
  const furat_str word = furat_str_slice(folded, last, folded.len);
  if (!furat_str_starts_with(word, article) || folded.len == article.len) {
    return FURAT_OK;
  }
  furat_buffer_init(&text, MAX_FOLDED_BYTES);
  furat_buffer_append(&text, furat_str_slice(folded, 0, last));
  furat_buffer_append(&text, furat_str_slice(word, article.len, word.len));
  furat_status status = furat_buffer_status(&text, err);
  if (status == FURAT_OK) {
    status = search_beginnings(h, furat_buffer_str(&text), err);
  }
  furat_buffer_clear(&text);
  return status;
}

static furat_status
search_folded(hits *h, furat_str folded, furat_error *err)
{
  furat_status status = search_beginnings(h, folded, err);
  if (status == FURAT_OK) {
    status = search_without_article(h, folded, err);
  }
  if (status == FURAT_OK && h->n == 0 && h->search->wish->worst >= FURAT_NAME_NEAR) {
    status = search_near(h, folded, err);
  }
  return status;
}

furat_status
furat_names_search_run(furat_names_search *search, furat_arena *arena, furat_vec *found,
                       furat_error *err)
{
  hits h = {.search = search};
  furat_buffer folded;
  furat_buffer_init(&folded, MAX_FOLDED_BYTES);
  furat_utf8_fold(&folded, search->wish->typed);
  furat_status status = furat_buffer_status(&folded, err);
  if (status == FURAT_OK && folded.len > 0) {
    h.best = furat_alloc_zeroed(search->wish->most, sizeof *h.best);
    status = h.best ? search_folded(&h, furat_buffer_str(&folded), err)
                    : furat_error_no_mem(err);
    furat_status given = status == FURAT_OK || status == FURAT_LIMIT
                             ? give(&h, arena, found, err)
                             : FURAT_OK;
    status = given != FURAT_OK ? given : status;
    furat_free(h.best);
  }
  furat_buffer_clear(&folded);
  return status;
}
