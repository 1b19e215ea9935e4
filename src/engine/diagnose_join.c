// SPDX-License-Identifier: GPL-3.0-or-later
// A join that is empty: which of its parts is, or which parts have no solution together.
//                                                  diagnose -> [diagnose_join] -> set
#include "engine/diagnose_internal.h"

enum { MOST_TOLD = 3, DEEPEST = 400 };

static bool
add_item(furat_diagnosis_set *set, furat_algebra *node, const furat_algebra *graph)
{
  if (!node || set->n == FURAT_DIAGNOSIS_MAX_ITEMS) {
    return false;
  }
  set->items[set->n++] = (furat_diagnosis_item){node, graph};
  return true;
}

static bool
add_triples(furat_diagnosis *d, furat_diagnosis_set *set, const furat_algebra *node,
            const furat_algebra *graph)
{
  bool all = true;
  for (size_t i = 0; i < node->n_triples && all; i++) {
    all = add_item(set, furat_probe_triple(d, &node->triples[i]), graph);
  }
  return all;
}

// The parts in the order in which they were written; false when there are too many.
// GRAPH ?g { a . b } is GRAPH ?g { a } and GRAPH ?g { b }.
static bool
take_apart(furat_diagnosis *d, furat_diagnosis_set *set, furat_algebra *node,
           const furat_algebra *graph, unsigned depth)
{
  if (depth == DEEPEST) {
    return false;
  }
  if (node->kind == FURAT_ALGEBRA_JOIN) {
    return take_apart(d, set, node->left, graph, depth + 1) &&
           take_apart(d, set, node->right, graph, depth + 1);
  }
  if (node->kind == FURAT_ALGEBRA_BGP) {
    return add_triples(d, set, node, graph);
  }
  bool plain =
      node->kind == FURAT_ALGEBRA_GRAPH && !graph &&
      (node->left->kind == FURAT_ALGEBRA_BGP || node->left->kind == FURAT_ALGEBRA_JOIN);
  return plain ? take_apart(d, set, node->left, node, depth + 1)
               : add_item(set, node, graph);
}

static furat_status
has_solution(furat_diagnosis *d, const furat_diagnosis_set *set, bool *any,
             furat_error *err)
{
  return furat_probe_any(d, furat_probe_join(d, set), FURAT_PROBE_HERE, any, err);
}

static furat_status
tell_empty_item(furat_diagnosis *d, const furat_diagnosis_item *item, furat_error *err)
{
  furat_diagnosis_set one = {.n = 1, .items = {*item}};
  if (item->node->kind != FURAT_ALGEBRA_BGP) {
    return furat_diagnose_node(d, item->node, item->graph, err);
  }
  furat_diagnosis_write_set(d, &one);
  return furat_diagnose_set(d, &one, err);
}

// The items that are empty by themselves, told one after the other.
static furat_status
tell_empty_items(furat_diagnosis *d, const furat_diagnosis_set *all, size_t *n_told,
                 furat_error *err)
{
  furat_status status = FURAT_OK;
  *n_told = 0;
  for (size_t i = 0; i < all->n && *n_told < MOST_TOLD && status == FURAT_OK; i++) {
    bool any = true;
    const furat_diagnosis_set one = {.n = 1, .items = {all->items[i]}};
    status = has_solution(d, &one, &any, err);
    if (status == FURAT_OK && !any) {
      *n_told += 1;
      status = tell_empty_item(d, &all->items[i], err);
    }
  }
  return status;
}

// Cut the set to its shortest beginning without a solution; whole when that has some.
static furat_status
cut_to_empty(furat_diagnosis *d, furat_diagnosis_set *set, bool *empty, furat_error *err)
{
  const size_t n_all = set->n;
  *empty = false;
  for (size_t n = 2; n <= n_all; n++) {
    bool any = true;
    set->n = n;
    furat_status status = has_solution(d, set, &any, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (!any) {
      *empty = true;
      return FURAT_OK;
    }
  }
  return FURAT_OK;
}

// Leave out what is not needed for the rest to be empty.
static furat_status
minimize(furat_diagnosis *d, furat_diagnosis_set *set, furat_error *err)
{
  for (size_t i = 0; i < set->n && set->n > 1;) {
    bool any = true;
    furat_diagnosis_set fewer = {.n = set->n - 1};
    for (size_t j = 0; j < fewer.n; j++) {
      fewer.items[j] = set->items[j < i ? j : j + 1];
    }
    furat_status status = has_solution(d, &fewer, &any, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (any) {
      i++;
    } else {
      *set = fewer;
    }
  }
  return FURAT_OK;
}

furat_status
furat_diagnose_join(furat_diagnosis *d, furat_algebra *node, const furat_algebra *graph,
                    furat_error *err)
{
  size_t n_told = 0;
  bool empty = false;
  furat_diagnosis_set set = {.n = 0};
  if (!take_apart(d, &set, node, graph, 0)) {
    return FURAT_OK;
  }
  furat_status status = tell_empty_items(d, &set, &n_told, err);
  if (status == FURAT_OK && n_told == 0) {
    status = cut_to_empty(d, &set, &empty, err);
  }
  if (status == FURAT_OK && empty) {
    status = minimize(d, &set, err);
  }
  if (status == FURAT_OK && empty) {
    furat_diagnosis_write_set(d, &set);
    status = furat_diagnose_set(d, &set, err);
  }
  return status;
}
