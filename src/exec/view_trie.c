// SPDX-License-Identifier: GPL-3.0-or-later
// Tries over scans.  What was found last on each level is remembered: cursors of a
// leapfrog are often asked for the key where they stand already.
#include "exec/view_trie.h"

#include "base/memory.h"
#include "exec/view_internal.h"

struct furat_view_trie {
  furat_scan *scan;
  unsigned n_bound; // places of the permutation in front of the levels
  unsigned n_levels;
  furat_id keys[FURAT_N_FIELDS]; // found last, by level
  unsigned n_found;              // levels whose keys are where the scan stands
  const furat_view_graphs *only; // rows of these graphs, or NULL: all
  bool is_empty;
};

static bool
is_wanted(const furat_view_trie *trie, furat_id graph)
{
  for (size_t i = 0; i < trie->only->n; i++) {
    if (trie->only->ids[i] == graph) {
      return true;
    }
  }
  return false;
}

furat_status
furat_view_trie_open(furat_view_trie **out, furat_view *view,
                     const furat_view_pattern *pattern, furat_error *err)
{
  *out = NULL;
  furat_view_trie *trie = furat_alloc_zeroed(1, sizeof(*trie));
  if (!trie) {
    return furat_error_no_mem(err);
  }
  furat_scan_spec spec = furat_view_spec(view, pattern, &trie->only);
  spec.distinct_triples = false; // keys are distinct anyway
  trie->n_bound = spec.n_bound;
  if (pattern->named) { // one graph: it is in the dataset, or nothing is
    trie->is_empty = trie->only && !is_wanted(trie, pattern->graph);
    trie->only = NULL;
  }
  trie->n_levels = pattern->n_then;
  furat_status status = furat_scan_open(&trie->scan, view->txn, &spec, err);
  if (status != FURAT_OK) {
    furat_free(trie);
    return status;
  }
  *out = trie;
  return FURAT_OK;
}

void
furat_view_trie_close(furat_view_trie *trie)
{
  if (trie) {
    furat_scan_close(trie->scan);
    furat_free(trie);
  }
}

// Pass over rows of graphs that are not of the dataset.
static furat_status
skip_graphs(furat_view_trie *trie, furat_error *err)
{
  for (;;) {
    furat_id values[FURAT_N_FIELDS];
    furat_status status = FURAT_OK;
    unsigned n = FURAT_N_FIELDS - trie->n_bound;
    for (unsigned i = 0; i < n && status == FURAT_OK; i++) {
      status = furat_scan_peek_field(trie->scan, trie->n_bound + i, &values[i], err);
    }
    if (status != FURAT_OK || is_wanted(trie, values[n - 1])) {
      return status;
    }
    values[n - 1]++;
    status = furat_scan_seek(trie->scan, values, n, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
}

// Whether the scan still stands below the keys of the levels above `level`.
static furat_status
is_below(furat_view_trie *trie, unsigned level, bool *out, furat_error *err)
{
  *out = true;
  for (unsigned i = 0; i < level && *out; i++) {
    furat_id key;
    furat_status status = furat_scan_peek_field(trie->scan, trie->n_bound + i, &key, err);
    if (status != FURAT_OK) {
      return status;
    }
    *out = key == trie->keys[i];
  }
  return FURAT_OK;
}

furat_status
furat_view_trie_find(furat_view_trie *trie, unsigned level, furat_id value, furat_id *out,
                     furat_error *err)
{
  if (trie->n_found > level && trie->keys[level] == value) {
    *out = value;
    return FURAT_OK;
  }
  if (trie->is_empty) {
    return FURAT_DONE;
  }
  furat_id values[FURAT_N_FIELDS];
  memcpy(values, trie->keys, level * sizeof(*values));
  values[level] = value;
  trie->n_found = trie->n_found < level ? trie->n_found : level;
  furat_status status = furat_scan_move(trie->scan, values, level + 1, err);
  if (status == FURAT_OK && trie->only) {
    status = skip_graphs(trie, err);
  }
  bool below = true;
  if (status == FURAT_OK) {
    status = is_below(trie, level, &below, err);
  }
  if (status != FURAT_OK || !below) {
    return status == FURAT_OK ? FURAT_DONE : status;
  }
  status = furat_scan_peek_field(trie->scan, trie->n_bound + level, out, err);
  trie->keys[level] = *out;
  trie->n_found = level + 1;
  return status;
}
