// SPDX-License-Identifier: GPL-3.0-or-later
// A cache of labels in front of the data.  It is emptied when it has grown too large, so
// that results of any size can be shown.
#include "results/labels.h"

#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "base/vec.h"

#define PREF_LABEL "http://www.w3.org/2004/02/skos/core#prefLabel"
#define RDFS_LABEL "http://www.w3.org/2000/01/rdf-schema#label"

enum { MAX_KNOWN = 200000, MAX_CACHE_BYTES = 64 << 20, MAX_LABEL_BYTES = 1 << 16 };

typedef struct known_label {
  furat_str iri;
  furat_str label; // empty: it has none
} known_label;

struct furat_labels {
  furat_dataset *dataset;
  const furat_cancel *cancel;
  char *languages;
  furat_arena texts;
  furat_vec known; // known_label
  furat_hash_index index;
};

// The best label so far of the thing that is looked up.
typedef struct label_search {
  furat_labels *labels;
  size_t predicate;
  size_t rank; // of `best`; smaller is better
  furat_buffer best;
} label_search;

static void
empty_cache(furat_labels *labels)
{
  furat_vec_clear(&labels->known);
  furat_arena_clear(&labels->texts);
  furat_hash_index_clear(&labels->index);
  furat_vec_init(&labels->known, sizeof(known_label), MAX_KNOWN);
  furat_arena_init(&labels->texts, MAX_CACHE_BYTES);
  furat_hash_index_init(&labels->index);
}

furat_status
furat_labels_new(furat_labels **out, furat_dataset *dataset, const char *languages,
                 const furat_cancel *cancel, furat_error *err)
{
  furat_labels *labels = furat_alloc_zeroed(1, sizeof *labels);
  char *copy = furat_strdup(furat_str_of(languages));
  if (!labels || !copy) {
    furat_free(labels);
    furat_free(copy);
    return furat_error_no_mem(err);
  }
  labels->dataset = dataset;
  labels->cancel = cancel;
  labels->languages = copy;
  furat_vec_init(&labels->known, sizeof(known_label), MAX_KNOWN);
  furat_arena_init(&labels->texts, MAX_CACHE_BYTES);
  furat_hash_index_init(&labels->index);
  *out = labels;
  return FURAT_OK;
}

void
furat_labels_free(furat_labels *labels)
{
  if (labels) {
    furat_vec_clear(&labels->known);
    furat_arena_clear(&labels->texts);
    furat_hash_index_clear(&labels->index);
    furat_free(labels->languages);
    furat_free(labels);
  }
}

// Whether `tag` is of the range: the same, or more special ("en-GB" of "en").
static bool
is_of(furat_str tag, furat_str range)
{
  return tag.len >= range.len &&
         furat_str_equal_nocase(furat_str_slice(tag, 0, range.len), range) &&
         (tag.len == range.len || tag.data[range.len] == '-');
}

// The place of a language in the list; behind the list no language, then any other.
static size_t
rank_of(const char *languages, furat_str tag)
{
  size_t rank = 0;
  for (const char *at = languages; *at; rank++) {
    const size_t n = strcspn(at, ",");
    if (tag.len > 0 && is_of(tag, (furat_str){at, n})) {
      return rank;
    }
    at += n + (at[n] == ',');
  }
  return tag.len == 0 ? rank : rank + 1;
}

static furat_status
take_label(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  label_search *search = self;
  for (size_t i = 0; i < n; i++) {
    const furat_term *label = &quads[i].object;
    if (label->kind != FURAT_TERM_LITERAL || label->text.len == 0) {
      continue;
    }
    // Where a language has several, the first in the order of code points is taken, so
    // that the same one is shown each time.
    const size_t rank =
        rank_of(search->labels->languages, label->language) * 2 + search->predicate;
    if (rank < search->rank ||
        (rank == search->rank &&
         furat_str_compare(label->text, furat_buffer_str(&search->best)) < 0)) {
      search->rank = rank;
      furat_buffer_reset(&search->best);
      furat_buffer_append(
          &search->best, furat_str_slice(label->text, 0,
                                         furat_utf8_floor(label->text, MAX_LABEL_BYTES)));
    }
  }
  return furat_buffer_status(&search->best, err);
}

// Of two labels of the same language skos:prefLabel is taken.
static bool
look_up(furat_labels *labels, furat_str iri, label_search *search)
{
  static const furat_str predicates[] = {{PREF_LABEL, sizeof PREF_LABEL - 1},
                                         {RDFS_LABEL, sizeof RDFS_LABEL - 1}};
  const furat_quad_sink sink = {.self = search, .emit = take_label};
  search->rank = SIZE_MAX;
  for (size_t i = 0; i < 2 && search->rank > i; i++) {
    const furat_term pattern[3] = {furat_term_iri(iri), furat_term_iri(predicates[i]),
                                   FURAT_TERM_UNSET};
    search->predicate = i;
    if (furat_dataset_match(labels->dataset, pattern, NULL, &sink, labels->cancel,
                            NULL) != FURAT_OK) {
      return false;
    }
  }
  return search->best.status == FURAT_OK;
}

typedef struct label_key {
  furat_str iri;
} label_key;

static bool
same_iri(const void *context, uint32_t position, const void *key)
{
  const furat_labels *labels = context;
  return furat_str_equal(FURAT_VEC_AT(&labels->known, known_label, position).iri,
                         ((const label_key *)key)->iri);
}

static bool
remember(furat_labels *labels, furat_str iri, uint64_t hash, furat_str label)
{
  known_label one;
  if (!furat_arena_copy(&labels->texts, iri, &one.iri) ||
      !furat_arena_copy(&labels->texts, label, &one.label)) {
    return false;
  }
  const size_t position = labels->known.n;
  furat_vec_push(&labels->known, &one);
  return labels->known.status == FURAT_OK &&
         furat_hash_index_add(&labels->index, hash, (uint32_t)position);
}

bool
furat_labels_find(furat_labels *labels, furat_str iri, furat_str *label)
{
  const label_key key = {iri};
  const uint64_t hash = furat_hash_bytes(iri, 0);
  uint32_t position = furat_hash_index_find(&labels->index, hash, same_iri, labels, &key);
  if (position == FURAT_HASH_NONE) {
    label_search search = {.labels = labels};
    furat_buffer_init(&search.best, MAX_LABEL_BYTES + 1);
    const bool found = look_up(labels, iri, &search);
    if (found && !remember(labels, iri, hash, furat_buffer_str(&search.best))) {
      empty_cache(labels);
      if (!remember(labels, iri, hash, furat_buffer_str(&search.best))) {
        empty_cache(labels);
      }
    }
    furat_buffer_clear(&search.best);
    position = furat_hash_index_find(&labels->index, hash, same_iri, labels, &key);
  }
  if (position == FURAT_HASH_NONE) {
    return false;
  }
  *label = FURAT_VEC_AT(&labels->known, known_label, position).label;
  return label->len > 0;
}
