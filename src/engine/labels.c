// SPDX-License-Identifier: GPL-3.0-or-later
// A label is looked up property by property; there is no index behind it but the store's.
#include "engine/labels.h"

#include "engine/names.h"

typedef struct choice {
  const char *languages;
  furat_arena *arena;
  furat_term best;
  size_t rank;
} choice;

// 0 for the language that is liked best; behind all of them no language, then the others.
static size_t
rank_of(const char *languages, furat_str tag)
{
  size_t rank = 0;
  furat_str rest = furat_str_of(languages);
  while (rest.len > 0) {
    furat_str liked = furat_str_slice(rest, 0, furat_str_find_byte(rest, ','));
    // en is served by en-GB, too.
    furat_str start = furat_str_slice(tag, 0, liked.len);
    if (liked.len > 0 && furat_str_equal_nocase(start, liked) &&
        (tag.len == liked.len || tag.data[liked.len] == '-')) {
      return rank;
    }
    rank++;
    rest =
        furat_str_slice(rest, liked.len < rest.len ? liked.len + 1 : rest.len, rest.len);
  }
  return tag.len == 0 ? rank : rank + 1;
}

static furat_status
take(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  choice *c = self;
  for (size_t i = 0; i < n; i++) {
    const furat_term *label = &quads[i].object;
    if (label->kind != FURAT_TERM_LITERAL) {
      continue;
    }
    size_t rank = rank_of(c->languages, label->language);
    bool better = c->best.kind == FURAT_TERM_NONE || rank < c->rank ||
                  (rank == c->rank && furat_term_compare(label, &c->best) < 0);
    if (better && !furat_term_copy(c->arena, label, &c->best)) {
      return furat_error_no_mem(err);
    }
    c->rank = better ? rank : c->rank;
  }
  return FURAT_OK;
}

furat_status
furat_label_find(furat_term *out, furat_arena *arena, furat_dataset *dataset,
                 const furat_term *thing, const char *languages,
                 const furat_cancel *cancel, furat_error *err)
{
  furat_status status = FURAT_OK;
  size_t rank = SIZE_MAX;
  size_t n_all = 0;
  size_t n_labels = 0;
  const char *const *properties = furat_names_properties(&n_all, &n_labels);
  *out = FURAT_TERM_UNSET;
  if (thing->kind != FURAT_TERM_IRI && thing->kind != FURAT_TERM_BLANK) {
    return FURAT_OK;
  }
  // A property that gives a label in the best language is not bettered by later ones.
  for (size_t i = 0; i < n_labels && rank > 0 && status == FURAT_OK; i++) {
    choice c = {.languages = languages ? languages : "", .arena = arena};
    const furat_term pattern[3] = {*thing, furat_term_iri(furat_str_of(properties[i])),
                                   FURAT_TERM_UNSET};
    const furat_quad_sink sink = {.self = &c, .emit = take};
    status = furat_dataset_match(dataset, pattern, NULL, &sink, cancel, err);
    if (c.best.kind != FURAT_TERM_NONE && c.rank < rank) {
      *out = c.best;
      rank = c.rank;
    }
  }
  return status;
}
