// SPDX-License-Identifier: GPL-3.0-or-later
// The canonicalization algorithm of RDFC-1.0 (sections 4.4 to 4.6): blank nodes whose own
// quads tell them apart are numbered first, the rest by their surroundings.
//                                            writer -> [canonical] -> canonical_hash
#include "io/canonical.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "io/canonical_internal.h"

#define MAX_TEXT_BYTES  ((size_t)1 << 40)
#define MAX_LABEL_BYTES 24

/// A blank node with its hash, to be sorted by it.
typedef struct hashed_node {
  const furat_digest_text *hash;
  uint32_t blank;
} hashed_node;

/// Hash N-Degree Quads of one node of a group, and what it issued on the way.
typedef struct hashed_path {
  furat_digest_text hash;
  furat_vec issued; ///< uint32_t
} hashed_path;

furat_status
furat_canonical_digest(furat_digest_text *out, const furat_canonical_state *state,
                       furat_buffer *text, furat_error *err)
{
  furat_buffer hex;
  furat_buffer_init(&hex, sizeof out->hex);
  furat_status status = furat_buffer_status(text, err);
  if (status == FURAT_OK) {
    furat_digest_write(&hex, state->options->digest, furat_buffer_str(text));
    status = furat_buffer_status(&hex, err);
  }
  if (status == FURAT_OK) {
    memcpy(out->hex, hex.data, hex.len + 1);
  }
  furat_buffer_clear(&hex);
  furat_buffer_reset(text);
  return status;
}

furat_status
furat_canonical_issue(furat_canonical_state *state, uint32_t blank, furat_error *err)
{
  if (state->temporary[blank] == FURAT_CANONICAL_NONE) {
    state->temporary[blank] = (uint32_t)state->issued.n;
    furat_vec_push(&state->issued, &blank);
  }
  return furat_vec_status(&state->issued, err);
}

void
furat_canonical_cut(furat_canonical_state *state, size_t n)
{
  for (size_t i = n; i < state->issued.n; ++i) {
    state->temporary[FURAT_VEC_AT(&state->issued, uint32_t, i)] = FURAT_CANONICAL_NONE;
  }
  furat_vec_truncate(&state->issued, n);
}

static int
compare_rows(const void *a, const void *b)
{
  return memcmp(a, b, sizeof(furat_quad_row));
}

/// A dataset is a set.  Any order will do.
static void
drop_duplicate_rows(furat_quad_set *set)
{
  if (set->rows.n < 2) {
    return;
  }
  furat_quad_row *rows = set->rows.items;
  qsort(rows, set->rows.n, sizeof *rows, compare_rows);
  size_t n = 1;
  for (size_t i = 1; i < set->rows.n; ++i) {
    if (compare_rows(&rows[i], &rows[n - 1]) != 0) {
      rows[n] = rows[i];
      n += 1;
    }
  }
  furat_vec_truncate(&set->rows, n);
}

/// The blank nodes of a row, each once; returns how many.
static size_t
blanks_of_row(uint32_t blanks[3], const furat_canonical_state *state, furat_quad_row row)
{
  const uint32_t terms[3] = {row.subject, row.object, row.graph};
  size_t n = 0;
  for (size_t i = 0; i < 3; ++i) {
    const uint32_t blank = state->blank_of_term[terms[i]];
    bool seen = blank == FURAT_CANONICAL_NONE;
    for (size_t j = 0; j < n; ++j) {
      seen = seen || blanks[j] == blank;
    }
    if (!seen) {
      blanks[n] = blank;
      n += 1;
    }
  }
  return n;
}

static void
fill(uint32_t *items, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    items[i] = FURAT_CANONICAL_NONE;
  }
}

/// Number the blank nodes of the set.
static furat_status
find_blanks(furat_canonical_state *state, furat_error *err)
{
  const size_t n_terms = state->set->terms.n;
  state->blank_of_term = furat_alloc_zeroed(n_terms, sizeof(uint32_t));
  state->term_of_blank = furat_alloc_zeroed(n_terms, sizeof(uint32_t));
  if (!state->blank_of_term || !state->term_of_blank) {
    return furat_error_no_mem(err);
  }
  fill(state->blank_of_term, n_terms);
  for (uint32_t i = 0; i < n_terms; ++i) {
    if (furat_quad_set_term(state->set, i)->kind == FURAT_TERM_BLANK) {
      state->blank_of_term[i] = state->n_blanks;
      state->term_of_blank[state->n_blanks] = i;
      state->n_blanks += 1;
    }
  }
  return FURAT_OK;
}

/// Give each blank node the list of its quads.
static furat_status
list_rows(furat_canonical_state *state, furat_error *err)
{
  const furat_vec *rows = &state->set->rows;
  const size_t n = state->n_blanks;
  uint32_t blanks[3];
  state->first_row = furat_alloc_zeroed(n + 2, sizeof(uint32_t));
  state->first_degree = furat_alloc_zeroed(n + 1, sizeof *state->first_degree);
  state->canonical = furat_alloc_zeroed(n + 1, sizeof(uint32_t));
  state->temporary = furat_alloc_zeroed(n + 1, sizeof(uint32_t));
  if (!state->first_row || !state->first_degree || !state->canonical ||
      !state->temporary) {
    return furat_error_no_mem(err);
  }
  fill(state->canonical, n);
  fill(state->temporary, n);
  // Counted two places on, so that after the filling each part begins at its own place.
  for (size_t i = 0; i < rows->n; ++i) {
    size_t k = blanks_of_row(blanks, state, FURAT_VEC_AT(rows, furat_quad_row, i));
    while (k > 0) {
      k -= 1;
      state->first_row[blanks[k] + 2] += 1;
    }
  }
  for (size_t i = 2; i < n + 2; ++i) {
    state->first_row[i] += state->first_row[i - 1];
  }
  state->rows = furat_alloc_zeroed((size_t)state->first_row[n + 1] + 1, sizeof(uint32_t));
  if (!state->rows) {
    return furat_error_no_mem(err);
  }
  for (uint32_t i = 0; i < rows->n; ++i) {
    size_t k = blanks_of_row(blanks, state, FURAT_VEC_AT(rows, furat_quad_row, i));
    while (k > 0) {
      k -= 1;
      state->rows[state->first_row[blanks[k] + 1]++] = i;
    }
  }
  return FURAT_OK;
}

/// A term as the first degree hash of `self` sees it.
static furat_term
anonymous_term(const furat_canonical_state *state, uint32_t term, uint32_t self)
{
  const uint32_t blank = state->blank_of_term[term];
  if (blank == FURAT_CANONICAL_NONE) {
    return *furat_quad_set_term(state->set, term);
  }
  return furat_term_blank(blank == self ? FURAT_STR("a") : FURAT_STR("z"));
}

static int
compare_texts(const void *a, const void *b)
{
  const furat_str *left = a;
  const furat_str *right = b;
  return furat_str_compare(*left, *right);
}

/// The lines of the quads of `blank`, sorted, one after the other.
static furat_status
write_first_degree(furat_buffer *out, furat_arena *texts, furat_buffer *line,
                   const furat_canonical_state *state, uint32_t blank, furat_error *err)
{
  const uint32_t first = state->first_row[blank];
  const size_t n = state->first_row[blank + 1] - first;
  furat_str *lines = FURAT_ARENA_ARRAY(texts, furat_str, n + 1);
  for (size_t i = 0; lines && i < n; ++i) {
    const furat_quad_row row =
        FURAT_VEC_AT(&state->set->rows, furat_quad_row, state->rows[first + i]);
    const furat_quad quad = {
        .subject = anonymous_term(state, row.subject, blank),
        .predicate = anonymous_term(state, row.predicate, blank),
        .object = anonymous_term(state, row.object, blank),
        .graph = anonymous_term(state, row.graph, blank),
    };
    furat_buffer_reset(line);
    furat_quad_write_nquads(line, &quad);
    const furat_status status = furat_buffer_status(line, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (!furat_arena_copy(texts, furat_buffer_str(line), &lines[i])) {
      lines = NULL;
    }
  }
  if (!lines) {
    return furat_error_no_mem(err);
  }
  qsort(lines, n, sizeof *lines, compare_texts);
  for (size_t i = 0; i < n; ++i) {
    furat_buffer_append(out, lines[i]);
  }
  return FURAT_OK;
}

/// Hash First Degree Quads (section 4.6) of all blank nodes.
static furat_status
hash_first_degree(furat_canonical_state *state, furat_error *err)
{
  furat_buffer text;
  furat_buffer line;
  furat_arena texts;
  furat_buffer_init(&text, MAX_TEXT_BYTES);
  furat_buffer_init(&line, MAX_TEXT_BYTES);
  furat_arena_init(&texts, SIZE_MAX);
  furat_status status = FURAT_OK;
  for (uint32_t i = 0; status == FURAT_OK && i < state->n_blanks; ++i) {
    status = write_first_degree(&text, &texts, &line, state, i, err);
    if (status == FURAT_OK) {
      status = furat_canonical_digest(&state->first_degree[i], state, &text, err);
    }
    if (status == FURAT_OK && state->options->cancel && i % 256 == 0) {
      status = furat_cancel_poll(state->options->cancel, err);
    }
    furat_arena_reset(&texts);
  }
  furat_arena_clear(&texts);
  furat_buffer_clear(&line);
  furat_buffer_clear(&text);
  return status;
}

static void
issue_canonical(furat_canonical_state *state, uint32_t blank)
{
  if (state->canonical[blank] == FURAT_CANONICAL_NONE) {
    state->canonical[blank] = state->n_canonical;
    state->n_canonical += 1;
  }
}

static int
compare_paths(const void *a, const void *b)
{
  const hashed_path *left = a;
  const hashed_path *right = b;
  return strcmp(left->hash.hex, right->hash.hex);
}

/// Hash one node of a group from a fresh temporary issuer.
static furat_status
hash_path(hashed_path *path, furat_canonical_state *state, uint32_t blank,
          furat_error *err)
{
  furat_canonical_cut(state, 0);
  furat_status status = furat_canonical_issue(state, blank, err);
  if (status == FURAT_OK) {
    status = furat_canonical_hash(&path->hash, state, blank, err);
  }
  for (size_t i = 0; status == FURAT_OK && i < state->issued.n; ++i) {
    furat_vec_push(&path->issued, &FURAT_VEC_AT(&state->issued, uint32_t, i));
    status = furat_vec_status(&path->issued, err);
  }
  furat_canonical_cut(state, 0);
  return status;
}

static void
issue_paths(furat_canonical_state *state, hashed_path *paths, size_t n)
{
  qsort(paths, n, sizeof *paths, compare_paths);
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < paths[i].issued.n; ++j) {
      issue_canonical(state, FURAT_VEC_AT(&paths[i].issued, uint32_t, j));
    }
  }
}

/// Number the nodes of a group that share their first degree hash.
static furat_status
number_group(furat_canonical_state *state, const hashed_node *group, size_t n,
             furat_error *err)
{
  hashed_path *paths = furat_alloc_zeroed(n, sizeof *paths);
  if (!paths) {
    return furat_error_no_mem(err);
  }
  size_t n_paths = 0;
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    if (state->canonical[group[i].blank] == FURAT_CANONICAL_NONE) {
      furat_vec_init(&paths[n_paths].issued, sizeof(uint32_t), UINT32_MAX);
      status = hash_path(&paths[n_paths], state, group[i].blank, err);
      n_paths += 1;
    }
  }
  if (status == FURAT_OK) {
    issue_paths(state, paths, n_paths);
  }
  for (size_t i = 0; i < n_paths; ++i) {
    furat_vec_clear(&paths[i].issued);
  }
  furat_free(paths);
  return status;
}

static int
compare_nodes(const void *a, const void *b)
{
  const hashed_node *left = a;
  const hashed_node *right = b;
  return strcmp(left->hash->hex, right->hash->hex);
}

/// First those nodes whose hash is theirs alone, then the groups: steps 4 and 5.
static furat_status
number_nodes(furat_canonical_state *state, hashed_node *nodes, furat_error *err)
{
  const size_t n = state->n_blanks;
  furat_status status = FURAT_OK;
  for (int pass = 0; pass < 2; ++pass) {
    size_t end = 0;
    for (size_t i = 0; status == FURAT_OK && i < n; i = end) {
      end = i + 1;
      while (end < n && compare_nodes(&nodes[i], &nodes[end]) == 0) {
        end += 1;
      }
      if (pass == 0 && end - i == 1) {
        issue_canonical(state, nodes[i].blank);
      } else if (pass == 1 && end - i > 1) {
        status = number_group(state, &nodes[i], end - i, err);
      }
    }
  }
  return status;
}

static furat_status
number_all(furat_canonical_state *state, furat_error *err)
{
  hashed_node *nodes = furat_alloc_zeroed((size_t)state->n_blanks + 1, sizeof *nodes);
  if (!nodes) {
    return furat_error_no_mem(err);
  }
  for (uint32_t i = 0; i < state->n_blanks; ++i) {
    nodes[i] = (hashed_node){.hash = &state->first_degree[i], .blank = i};
  }
  qsort(nodes, state->n_blanks, sizeof *nodes, compare_nodes);
  const furat_status status = number_nodes(state, nodes, err);
  furat_free(nodes);
  return status;
}

/// Give the terms their labels: all or, when memory ends, none.
static furat_status
rename_blanks(furat_quad_set *set, const furat_canonical_state *state, furat_error *err)
{
  char *labels = FURAT_ARENA_ARRAY(&set->texts, char,
                                   ((size_t)state->n_blanks + 1) * MAX_LABEL_BYTES);
  if (!labels) {
    return furat_error_no_mem(err);
  }
  for (uint32_t i = 0; i < state->n_blanks; ++i) {
    char *label = labels + (size_t)i * MAX_LABEL_BYTES;
    const int len = snprintf(label, MAX_LABEL_BYTES, "c14n%u", state->canonical[i]);
    FURAT_VEC_AT(&set->terms, furat_term, state->term_of_blank[i]).text =
        (furat_str){label, (size_t)len};
  }
  return FURAT_OK;
}

static void
clear_state(furat_canonical_state *state)
{
  furat_free(state->blank_of_term);
  furat_free(state->term_of_blank);
  furat_free(state->first_row);
  furat_free(state->rows);
  furat_free(state->first_degree);
  furat_free(state->canonical);
  furat_free(state->temporary);
  furat_vec_clear(&state->issued);
}

furat_status
furat_canonicalize(furat_quad_set *set, const furat_canonical_options *options,
                   furat_error *err)
{
  drop_duplicate_rows(set);
  furat_canonical_state state = {.set = set, .options = options};
  furat_vec_init(&state.issued, sizeof(uint32_t), UINT32_MAX);
  furat_status status = find_blanks(&state, err);
  if (status == FURAT_OK) {
    status = list_rows(&state, err);
  }
  if (status == FURAT_OK) {
    status = hash_first_degree(&state, err);
  }
  if (status == FURAT_OK) {
    status = number_all(&state, err);
  }
  if (status == FURAT_OK) {
    status = rename_blanks(set, &state, err);
  }
  clear_state(&state);
  return status;
}
