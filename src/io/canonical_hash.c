// SPDX-License-Identifier: GPL-3.0-or-later
// Hash N-Degree Quads of RDFC-1.0 (sections 4.7 and 4.8): what tells blank nodes apart
// whose own quads look alike.  All orders of like neighbours are tried and the least path
// is kept, so the work is bounded.
//                                                canonical -> [canonical_hash] -> state
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "io/canonical_internal.h"

// Steps are hashes and orders tried: some seconds.  The suite's hardest graph that can be
// done takes 2 % of it.
#define MAX_WORK ((uint64_t)1 << 22)
// Levels of recursion, each of less than 2 KiB of stack.
#define MAX_DEPTH      2000U
#define MAX_PATH_BYTES ((size_t)1 << 30)

/// A blank node that shares a quad with the one that is hashed.
typedef struct related_node {
  furat_digest_text hash;
  uint32_t blank;
} related_node;

/// The best order of one group of related nodes so far.
typedef struct chosen_path {
  furat_buffer text; ///< empty: none yet
  furat_vec issued;  ///< uint32_t, what the order issued
} chosen_path;

static furat_status
count_work(furat_canonical_state *state, furat_error *err)
{
  state->work += 1;
  if (state->work > MAX_WORK) {
    return furat_error_set(err, FURAT_LIMIT,
                           "the blank nodes of this dataset are too much alike to be put "
                           "into a canonical order");
  }
  if (state->options->cancel && (state->work & 255) == 0) {
    return furat_cancel_poll(state->options->cancel, err);
  }
  return FURAT_OK;
}

/// "_:c14n3", "_:b3" or, when `or_hash`, the first degree hash of what has no number.
static void
append_identifier(furat_buffer *out, const furat_canonical_state *state, uint32_t blank)
{
  if (state->canonical[blank] != FURAT_CANONICAL_NONE) {
    furat_buffer_appendf(out, "_:c14n%u", state->canonical[blank]);
  } else if (state->temporary[blank] != FURAT_CANONICAL_NONE) {
    furat_buffer_appendf(out, "_:b%u", state->temporary[blank]);
  } else {
    furat_buffer_append_cstr(out, state->first_degree[blank].hex);
  }
}

/// Hash Related Blank Node (section 4.7).
static furat_status
hash_related(furat_digest_text *out, const furat_canonical_state *state, uint32_t blank,
             uint32_t predicate, char position, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, MAX_PATH_BYTES);
  furat_buffer_append_byte(&text, position);
  if (position != 'g') {
    furat_buffer_append_byte(&text, '<');
    furat_buffer_append(&text, furat_quad_set_term(state->set, predicate)->text);
    furat_buffer_append_byte(&text, '>');
  }
  append_identifier(&text, state, blank);
  const furat_status status = furat_canonical_digest(out, state, &text, err);
  furat_buffer_clear(&text);
  return status;
}

static furat_status
add_related(furat_vec *related, furat_canonical_state *state, uint32_t self,
            uint32_t term, uint32_t predicate, char position, furat_error *err)
{
  const uint32_t blank = state->blank_of_term[term];
  if (blank == FURAT_CANONICAL_NONE || blank == self) {
    return FURAT_OK;
  }
  related_node node = {.blank = blank};
  furat_status status = count_work(state, err);
  if (status == FURAT_OK) {
    status = hash_related(&node.hash, state, blank, predicate, position, err);
  }
  if (status == FURAT_OK) {
    furat_vec_push(related, &node);
    status = furat_vec_status(related, err);
  }
  return status;
}

static int
compare_related(const void *a, const void *b)
{
  const related_node *left = a;
  const related_node *right = b;
  const int order = strcmp(left->hash.hex, right->hash.hex);
  return order != 0 ? order : (left->blank > right->blank) - (left->blank < right->blank);
}

/// The related nodes, in the order of their hashes.
static furat_status
find_related(furat_vec *related, furat_canonical_state *state, uint32_t blank,
             furat_error *err)
{
  furat_status status = FURAT_OK;
  for (uint32_t i = state->first_row[blank];
       status == FURAT_OK && i < state->first_row[blank + 1]; ++i) {
    const furat_quad_row row =
        FURAT_VEC_AT(&state->set->rows, furat_quad_row, state->rows[i]);
    status = add_related(related, state, blank, row.subject, row.predicate, 's', err);
    if (status == FURAT_OK) {
      status = add_related(related, state, blank, row.object, row.predicate, 'o', err);
    }
    if (status == FURAT_OK) {
      status = add_related(related, state, blank, row.graph, row.predicate, 'g', err);
    }
  }
  if (status == FURAT_OK && related->n > 1) {
    qsort(related->items, related->n, related->item_bytes, compare_related);
  }
  return status;
}

/// The next order of the numbers, or false after the last.
static bool
next_permutation(uint32_t *items, size_t n)
{
  size_t i = n;
  while (i > 1 && items[i - 2] >= items[i - 1]) {
    i -= 1;
  }
  if (i <= 1) {
    return false;
  }
  size_t j = n - 1;
  while (items[j] <= items[i - 2]) {
    j -= 1;
  }
  const uint32_t pivot = items[i - 2];
  items[i - 2] = items[j];
  items[j] = pivot;
  for (size_t low = i - 1, high = n - 1; low < high; ++low, --high) {
    const uint32_t item = items[low];
    items[low] = items[high];
    items[high] = item;
  }
  return true;
}

static bool
is_worse(const furat_buffer *path, const chosen_path *chosen)
{
  return chosen->text.len > 0 && path->len >= chosen->text.len &&
         furat_str_compare(furat_buffer_str(path), furat_buffer_str(&chosen->text)) > 0;
}

/// The first part of a path: each node's identifier; those that are new go into `fresh`.
static furat_status
issue_all(furat_buffer *path, furat_vec *fresh, furat_canonical_state *state,
          const uint32_t *nodes, size_t n, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    if (state->canonical[nodes[i]] == FURAT_CANONICAL_NONE &&
        state->temporary[nodes[i]] == FURAT_CANONICAL_NONE) {
      furat_vec_push(fresh, &nodes[i]);
      status = furat_vec_status(fresh, err);
      if (status == FURAT_OK) {
        status = furat_canonical_issue(state, nodes[i], err);
      }
    }
    append_identifier(path, state, nodes[i]);
  }
  return status == FURAT_OK ? furat_buffer_status(path, err) : status;
}

/// The path of one order; it is cut short, and `*worse` set, when it cannot be the least.
static furat_status
make_path(furat_buffer *path, bool *worse, furat_vec *fresh, furat_canonical_state *state,
          const chosen_path *chosen, furat_error *err)
{
  *worse = is_worse(path, chosen);
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && !*worse && i < fresh->n; ++i) {
    const uint32_t blank = FURAT_VEC_AT(fresh, uint32_t, i);
    furat_digest_text hash;
    status = furat_canonical_hash(&hash, state, blank, err);
    if (status == FURAT_OK) {
      append_identifier(path, state, blank);
      furat_buffer_appendf(path, "<%s>", hash.hex);
      status = furat_buffer_status(path, err);
      *worse = is_worse(path, chosen);
    }
  }
  return status;
}

/// Keep the path, and what was issued on it from `base` on.
static furat_status
keep_path(chosen_path *chosen, const furat_buffer *path,
          const furat_canonical_state *state, size_t base, furat_error *err)
{
  furat_buffer_reset(&chosen->text);
  furat_buffer_append(&chosen->text, furat_buffer_str(path));
  furat_vec_truncate(&chosen->issued, 0);
  for (size_t i = base; i < state->issued.n; ++i) {
    furat_vec_push(&chosen->issued, &FURAT_VEC_AT(&state->issued, uint32_t, i));
  }
  const furat_status status = furat_vec_status(&chosen->issued, err);
  return status == FURAT_OK ? furat_buffer_status(&chosen->text, err) : status;
}

static furat_status
try_order(chosen_path *chosen, furat_canonical_state *state, const uint32_t *nodes,
          size_t n, furat_error *err)
{
  const size_t base = state->issued.n;
  furat_buffer path;
  furat_vec fresh;
  bool worse = false;
  furat_buffer_init(&path, MAX_PATH_BYTES);
  furat_vec_init(&fresh, sizeof(uint32_t), UINT32_MAX);
  furat_status status = count_work(state, err);
  if (status == FURAT_OK) {
    status = issue_all(&path, &fresh, state, nodes, n, err);
  }
  if (status == FURAT_OK) {
    status = make_path(&path, &worse, &fresh, state, chosen, err);
  }
  if (status == FURAT_OK && !worse &&
      (chosen->text.len == 0 ||
       furat_str_compare(furat_buffer_str(&path), furat_buffer_str(&chosen->text)) < 0)) {
    status = keep_path(chosen, &path, state, base, err);
  }
  furat_canonical_cut(state, base);
  furat_vec_clear(&fresh);
  furat_buffer_clear(&path);
  return status;
}

/// Choose the least path of a group of `n` nodes with one hash, append it to `data` and
/// issue what it issues.
static furat_status
append_group(furat_buffer *data, furat_canonical_state *state, const related_node *group,
             size_t n, furat_error *err)
{
  chosen_path chosen;
  furat_buffer_init(&chosen.text, MAX_PATH_BYTES);
  furat_vec_init(&chosen.issued, sizeof(uint32_t), UINT32_MAX);
  uint32_t *nodes = furat_alloc_zeroed(n, sizeof *nodes);
  furat_status status = nodes ? FURAT_OK : furat_error_no_mem(err);
  for (size_t i = 0; nodes && i < n; ++i) {
    nodes[i] = group[i].blank;
  }
  bool more = true;
  while (status == FURAT_OK && more) {
    status = try_order(&chosen, state, nodes, n, err);
    more = status == FURAT_OK && next_permutation(nodes, n);
  }
  for (size_t i = 0; status == FURAT_OK && i < chosen.issued.n; ++i) {
    status = furat_canonical_issue(state, FURAT_VEC_AT(&chosen.issued, uint32_t, i), err);
  }
  furat_buffer_append_cstr(data, group->hash.hex);
  furat_buffer_append(data, furat_buffer_str(&chosen.text));
  furat_free(nodes);
  furat_vec_clear(&chosen.issued);
  furat_buffer_clear(&chosen.text);
  return status == FURAT_OK ? furat_buffer_status(data, err) : status;
}

static furat_status
hash_groups(furat_digest_text *out, furat_canonical_state *state,
            const furat_vec *related, furat_error *err)
{
  furat_buffer data;
  furat_buffer_init(&data, MAX_PATH_BYTES);
  furat_status status = FURAT_OK;
  size_t end = 0;
  for (size_t i = 0; status == FURAT_OK && i < related->n; i = end) {
    const related_node *group = &FURAT_VEC_AT(related, related_node, i);
    end = i + 1;
    while (end < related->n &&
           strcmp(group->hash.hex, FURAT_VEC_AT(related, related_node, end).hash.hex) ==
               0) {
      end += 1;
    }
    status = append_group(&data, state, group, end - i, err);
  }
  if (status == FURAT_OK) {
    status = furat_canonical_digest(out, state, &data, err);
  }
  furat_buffer_clear(&data);
  return status;
}

furat_status
furat_canonical_hash(furat_digest_text *out, furat_canonical_state *state, uint32_t blank,
                     furat_error *err)
{
  if (state->depth >= MAX_DEPTH) {
    return furat_error_set(err, FURAT_LIMIT,
                           "a chain of more than %u blank nodes that are alike has no "
                           "canonical order here",
                           MAX_DEPTH);
  }
  state->depth += 1;
  furat_vec related;
  furat_vec_init(&related, sizeof(related_node), UINT32_MAX);
  furat_status status = find_related(&related, state, blank, err);
  if (status == FURAT_OK) {
    status = hash_groups(out, state, &related, err);
  }
  furat_vec_clear(&related);
  state->depth -= 1;
  return status;
}
