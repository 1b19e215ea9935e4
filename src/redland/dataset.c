// SPDX-License-Identifier: GPL-3.0-or-later
// Loading into a table and reading it quad by quad.       quad_table -> [dataset] ->
// query
#include "redland/dataset.h"

#include <stdlib.h>

#include "base/memory.h"

enum { BATCH = 256 };

furat_status
furat_redland_dataset_open(void **self, const furat_dataset_options *options,
                           furat_error *err)
{
  if (options->path) {
    furat_error_set(err, FURAT_UNSUPPORTED,
                    "the Redland engine cannot open a store file");
    furat_error_hint(err, "--data FILE loads a document for as long as the command runs");
    return FURAT_UNSUPPORTED;
  }
  furat_redland_dataset *dataset = furat_alloc_zeroed(1, sizeof *dataset);
  if (!dataset) {
    return furat_error_no_mem(err);
  }
  dataset->default_graph = options->default_graph;
  furat_status status = furat_quad_table_new(&dataset->table, err);
  if (status != FURAT_OK) {
    furat_free(dataset);
    return status;
  }
  *self = dataset;
  return FURAT_OK;
}

void
furat_redland_dataset_close(void *self)
{
  furat_redland_dataset *dataset = self;
  furat_quad_table_free(dataset->table);
  furat_free(dataset);
}

// ---------------------------------------------------------------------- loading

static furat_status
take_quads(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  furat_redland_dataset *dataset = self;
  for (size_t i = 0; i < n; i++) {
    furat_status status = furat_quad_table_add(dataset->table, &quads[i], err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return FURAT_OK;
}

furat_status
furat_redland_load_begin(void *self, furat_quad_sink *sink, furat_error *err)
{
  (void)err;
  furat_redland_dataset *dataset = self;
  dataset->mark = furat_quad_table_mark(dataset->table);
  *sink = (furat_quad_sink){.self = dataset, .emit = take_quads};
  return FURAT_OK;
}

furat_status
furat_redland_load_commit(void *self, furat_error *err)
{
  (void)self;
  (void)err;
  return FURAT_OK;
}

void
furat_redland_load_abort(void *self)
{
  furat_redland_dataset *dataset = self;
  furat_quad_table_rollback(dataset->table, dataset->mark);
}

// ---------------------------------------------------------------------- reading

static furat_quad
quad_of(const furat_quad_table *table, const furat_table_row *row)
{
  return (furat_quad){
      .subject = *furat_quad_table_term(table, row->ids[0]),
      .predicate = *furat_quad_table_term(table, row->ids[1]),
      .object = *furat_quad_table_term(table, row->ids[2]),
      .graph = row->ids[3] == 0 ? FURAT_TERM_UNSET
                                : *furat_quad_table_term(table, row->ids[3]),
  };
}

static furat_status
emit_scan(const furat_quad_table *table, furat_table_scan *scan,
          const furat_quad_sink *sink, const furat_cancel *cancel, furat_error *err)
{
  furat_quad batch[BATCH];
  furat_status status = FURAT_OK;
  const furat_table_row *row = furat_table_scan_next(scan);
  while (row && status == FURAT_OK) {
    size_t n = 0;
    for (; row && n < BATCH; row = furat_table_scan_next(scan)) {
      batch[n++] = quad_of(table, row);
    }
    status = furat_cancel_poll(cancel, err);
    if (status == FURAT_OK) {
      status = furat_quad_sink_emit(sink, batch, n, err);
    }
  }
  return status;
}

furat_status
furat_redland_match(void *self, const furat_term pattern[3], const furat_term *graph,
                    const furat_quad_sink *sink, const furat_cancel *cancel,
                    furat_error *err)
{
  furat_redland_dataset *dataset = self;
  furat_table_row row = {{0}};
  for (size_t i = 0; i < 3; i++) {
    row.ids[i] = furat_quad_table_id(dataset->table, &pattern[i]);
  }
  furat_table_graphs graphs = {.all = !graph};
  furat_table_id id = 0;
  if (graph) {
    id = furat_quad_table_id(dataset->table, graph);
    graphs = (furat_table_graphs){.ids = &id, .n = id == FURAT_TABLE_ID_UNKNOWN ? 0 : 1};
  }
  furat_table_scan scan;
  furat_status status = furat_table_scan_begin(&scan, dataset->table, &row, graphs, err);
  return status == FURAT_OK ? emit_scan(dataset->table, &scan, sink, cancel, err)
                            : status;
}

static int
compare_subjects(const void *a, const void *b)
{
  const furat_quad *left = a;
  const furat_quad *right = b;
  return furat_term_compare(&left->subject, &right->subject);
}

furat_status
furat_redland_graphs(void *self, const furat_quad_sink *sink, furat_error *err)
{
  furat_redland_dataset *dataset = self;
  furat_table_id *ids = NULL;
  size_t n = 0;
  furat_status status = furat_quad_table_graph_ids(dataset->table, &ids, &n, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_quad *quads = furat_alloc_zeroed(n > 0 ? n : 1, sizeof *quads);
  if (!quads) {
    status = furat_error_no_mem(err);
  } else if (n > 0) {
    for (size_t i = 0; i < n; i++) {
      quads[i].subject = *furat_quad_table_term(dataset->table, ids[i]);
    }
    qsort(quads, n, sizeof *quads, compare_subjects);
    status = furat_quad_sink_emit(sink, quads, n, err);
  }
  furat_free(quads);
  furat_free(ids);
  return status;
}

furat_status
furat_redland_count(void *self, uint64_t *n_quads, furat_error *err)
{
  (void)err;
  furat_redland_dataset *dataset = self;
  *n_quads = furat_quad_table_count(dataset->table);
  return FURAT_OK;
}
