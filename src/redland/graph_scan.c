// SPDX-License-Identifier: GPL-3.0-or-later
// The store scans one graph or all of them; what lies between is picked here.  Copies of
// a triple in several graphs come one after the other, as each order ends with the graph.
//                                                        store -> [graph_scan] -> session
#include "redland/graph_scan.h"

enum { FIRST_BATCH = 4 };

static bool
matches_nothing(const furat_row *pattern, const furat_graph_choice *graphs)
{
  bool nothing = !graphs->all && graphs->n == 0;
  for (int i = 0; i < 3; i++) {
    nothing = nothing || pattern->field[i] == FURAT_GRAPH_SCAN_UNKNOWN;
  }
  return nothing ||
         (!graphs->all && graphs->n == 1 && graphs->ids[0] == FURAT_GRAPH_SCAN_UNKNOWN);
}

furat_status
furat_graph_scan_begin(furat_graph_scan *scan, furat_txn *txn, const furat_row *pattern,
                       furat_graph_choice graphs, furat_error *err)
{
  scan->scan = NULL;
  scan->graphs = graphs;
  scan->cap = FIRST_BATCH;
  scan->n = 0;
  scan->at = 0;
  scan->started = false;
  scan->picks = !graphs.all && graphs.n > 1;
  if (matches_nothing(pattern, &graphs)) {
    return FURAT_OK;
  }
  furat_row wanted = *pattern;
  wanted.field[FURAT_FIELD_GRAPH] =
      !graphs.all && graphs.n == 1 ? graphs.ids[0] : FURAT_ID_NONE;
  furat_scan_spec spec = furat_scan_of_pattern(&wanted, FURAT_N_FIELDS);
  spec.distinct_triples = graphs.all && graphs.merge;
  return furat_scan_open(&scan->scan, txn, &spec, err);
}

static bool
in_graphs(const furat_graph_choice *graphs, furat_id graph)
{
  size_t low = 0;
  size_t high = graphs->n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (graphs->ids[middle] < graph) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < graphs->n && graphs->ids[low] == graph;
}

// Whether the row at `i` of the batch is left out.
static bool
is_passed_over(const furat_graph_scan *scan, size_t i)
{
  if (!in_graphs(&scan->graphs, scan->columns[FURAT_FIELD_GRAPH][i])) {
    return true;
  }
  bool same = scan->graphs.merge && scan->started;
  for (int f = 0; f < 3; f++) {
    same = same && scan->columns[f][i] == scan->row.field[f];
  }
  return same;
}

static furat_status
fill(furat_graph_scan *scan, furat_error *err)
{
  furat_id *const columns[FURAT_N_FIELDS] = {scan->columns[0], scan->columns[1],
                                             scan->columns[2], scan->columns[3]};
  furat_status status = furat_scan_next(scan->scan, columns, scan->cap, &scan->n, err);
  scan->at = 0;
  if (status != FURAT_OK) {
    scan->n = 0;
  } else if (scan->cap < FURAT_GRAPH_SCAN_ROWS) {
    scan->cap *= 2;
  }
  return status;
}

furat_status
furat_graph_scan_next(furat_graph_scan *scan, const furat_row **row, furat_error *err)
{
  if (!scan->scan) {
    return FURAT_DONE;
  }
  for (;;) {
    while (scan->at < scan->n && scan->picks && is_passed_over(scan, scan->at)) {
      scan->at++;
    }
    if (scan->at < scan->n) {
      break;
    }
    furat_status status = fill(scan, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  for (int f = 0; f < FURAT_N_FIELDS; f++) {
    scan->row.field[f] = scan->columns[f][scan->at];
  }
  scan->at++;
  scan->started = true;
  *row = &scan->row;
  return FURAT_OK;
}

void
furat_graph_scan_end(furat_graph_scan *scan)
{
  furat_scan_close(scan->scan);
  scan->scan = NULL;
}
