// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody may have meant who typed an IRI of which the data know nothing: one that
// is spelt nearly so, or another prefix.                  engine/census -> [look_near]
#include <string.h>

#include "base/options.h"
#include "engine/census.h"
#include "results/cell.h"
#include "shell/look.h"

enum { MOST = 20000, MOST_PREFIXES = 4096, MAX_NAME_BYTES = 1 << 16 };

// The part of an IRI that names it: behind the last # or / or :.
static size_t
local_start(furat_str iri)
{
  size_t at = iri.len;
  while (at > 0 && !strchr("#/:", iri.data[at - 1])) {
    at--;
  }
  return at;
}

// The one of the items whose name, behind `start` bytes, is nearest to that of the IRI.
static const furat_term *
nearest(const furat_vec *items, furat_str iri, size_t start, furat_arena *arena)
{
  const furat_str space = furat_str_slice(iri, 0, start);
  const char **names = furat_arena_array(arena, items->n + 1, sizeof *names);
  const furat_term **terms = furat_arena_array(arena, items->n + 1, sizeof *terms);
  furat_str wanted;
  size_t n = 0;
  if (!names || !terms ||
      !furat_arena_copy(arena, furat_str_slice(iri, start, iri.len), &wanted)) {
    return NULL;
  }
  for (size_t i = 0; i < items->n; i++) {
    const furat_term *term = &FURAT_VEC_AT(items, furat_census_item, i).term;
    furat_str name;
    if (term->kind == FURAT_TERM_IRI && furat_str_starts_with(term->text, space) &&
        furat_arena_copy(arena, furat_str_slice(term->text, start, term->text.len),
                         &name) &&
        strlen(name.data) == name.len) {
      names[n] = name.data;
      terms[n++] = term;
    }
  }
  const char *near = furat_nearest_name(wanted.data, names, n);
  for (size_t i = 0; i < n && near; i++) {
    if (names[i] == near) {
      return terms[i];
    }
  }
  return NULL;
}

// Those of the kind that is wanted; of things those that begin as the IRI does.
static furat_status
candidates(furat_census *census, furat_look_kind kind, furat_str start, furat_vec *items)
{
  switch (kind) {
  case FURAT_LOOK_CLASS:
    return furat_census_classes(census, items, NULL);
  case FURAT_LOOK_GRAPH:
    return furat_census_graphs(census, items, NULL);
  default:
    return furat_census_beginning(census, FURAT_TERM_IRI, start, FURAT_STR_NONE, MOST,
                                  items, NULL);
  }
}

// True, with a hint, when something is near.
static bool
hint_spelling(const furat_shell *shell, furat_str iri, furat_look_kind kind,
              furat_error *err)
{
  furat_census *census = NULL;
  furat_arena arena;
  furat_vec items;
  const furat_term *near = NULL;
  const size_t start = local_start(iri);
  furat_arena_init(&arena, SIZE_MAX);
  furat_vec_init(&items, sizeof(furat_census_item), MOST);
  if (start < iri.len &&
      furat_census_open(&census, shell->dataset, &shell->cancel, NULL) == FURAT_OK) {
    // The first letter is seldom wrong; of many things only a part is looked at.
    for (size_t n = start + 2 <= iri.len ? 2 : 0;; n = 0) {
      furat_vec_truncate(&items, 0);
      if (candidates(census, kind, furat_str_slice(iri, 0, start + n), &items) ==
          FURAT_OK) {
        near = nearest(&items, iri, start, &arena);
      }
      if (near || n == 0) {
        break;
      }
    }
  }
  if (near) {
    furat_buffer name;
    furat_buffer_init(&name, MAX_NAME_BYTES);
    furat_term_write_cell(&name, near, &shell->prefixes);
    furat_error_hint(err, "did you mean %.*s?", FURAT_STR_ARGS(furat_buffer_str(&name)));
    furat_buffer_clear(&name);
  }
  furat_census_close(census);
  furat_vec_clear(&items);
  furat_arena_clear(&arena);
  return near != NULL;
}

// True, with a hint, when the IRI is a name with a prefix that is not known.
static bool
hint_prefix(const furat_shell *shell, furat_str iri, furat_error *err)
{
  const furat_vec *known = &shell->prefixes.entries;
  const char *names[MOST_PREFIXES];
  size_t n = 0;
  furat_arena arena;
  furat_str prefix;
  const size_t colon = furat_str_find_byte(iri, ':');
  if (colon == iri.len ||
      furat_str_starts_with(furat_str_slice(iri, colon, iri.len), FURAT_STR("://"))) {
    return false;
  }
  furat_arena_init(&arena, SIZE_MAX);
  bool copied = furat_arena_copy(&arena, furat_str_slice(iri, 0, colon), &prefix);
  for (size_t i = 0; i < known->n && n < MOST_PREFIXES && copied; i++) {
    furat_str name;
    copied = furat_arena_copy(&arena, FURAT_VEC_AT(known, furat_prefix, i).name, &name);
    names[n++] = copied ? name.data : "";
  }
  const char *near = copied ? furat_nearest_name(prefix.data, names, n) : NULL;
  if (near) {
    furat_error_hint(err, "the prefix %s: is not known; did you mean %s:?", prefix.data,
                     near);
  } else if (copied) {
    furat_error_hint(err, "the prefix %s: is not known; .prefixes lists those that are",
                     prefix.data);
  }
  furat_arena_clear(&arena);
  return true;
}

bool
furat_look_hint(const furat_shell *shell, const furat_term *thing, furat_look_kind kind,
                furat_error *err)
{
  return thing->kind == FURAT_TERM_IRI && (hint_prefix(shell, thing->text, err) ||
                                           hint_spelling(shell, thing->text, kind, err));
}

furat_status
furat_look_unknown(const furat_shell *shell, const char *what, const furat_term *thing,
                   furat_look_kind kind, const char *otherwise, furat_error *err)
{
  enum { MOST_SHOWN = 200 };
  furat_buffer name;
  furat_buffer_init(&name, SIZE_MAX / 2);
  furat_term_write_cell(&name, thing, &shell->prefixes);
  furat_error_set(
      err, FURAT_NOT_FOUND, "%s %.*s", what,
      FURAT_STR_ARGS(furat_str_slice(furat_buffer_str(&name), 0, MOST_SHOWN)));
  furat_buffer_clear(&name);
  if (!furat_look_hint(shell, thing, kind, err) && otherwise) {
    furat_error_hint(err, "%s", otherwise);
  }
  return FURAT_NOT_FOUND;
}
