// SPDX-License-Identifier: GPL-3.0-or-later
// Quads in memory: a dictionary of terms and rows of four ids, sorted in four orders when
// they are first scanned.  Built for: load once, then many scans with some places bound;
// a scan is a binary search and a walk.  librdf's own memory storage is quadratic, its
// hashes forget which quads they hold already.                                  rdf ->
// [redland] -> rasqal
#ifndef FURAT_REDLAND_QUAD_TABLE_H
#define FURAT_REDLAND_QUAD_TABLE_H

#include "base/error.h"
#include "rdf/term.h"

/// The id of a term in one table; 0 is no term: the default graph, or a wildcard.
typedef uint32_t furat_table_id;

/// No term has this id, so nothing matches it.
#define FURAT_TABLE_ID_UNKNOWN UINT32_MAX

/// Subject, predicate, object, graph.
typedef struct furat_table_row {
  furat_table_id ids[4];
} furat_table_row;

typedef struct furat_quad_table furat_quad_table;

FURAT_NODISCARD furat_status
furat_quad_table_new(furat_quad_table **out, furat_error *err);

/// Accepts NULL.
void
furat_quad_table_free(furat_quad_table *table);

/// Add a quad that may be there already.  No scan may be under way.
FURAT_NODISCARD furat_status
furat_quad_table_add(furat_quad_table *table, const furat_quad *quad, furat_error *err);

/// Where the table stands, to go back to.
typedef struct furat_table_mark {
  size_t n_rows;
  size_t n_terms;
} furat_table_mark;

furat_table_mark
furat_quad_table_mark(const furat_quad_table *table);

/// Forget what was added since `mark`.
void
furat_quad_table_rollback(furat_quad_table *table, furat_table_mark mark);

/// The number of quads.
size_t
furat_quad_table_count(const furat_quad_table *table);

/// The number of terms; their ids are 1 to that number.
size_t
furat_quad_table_n_terms(const furat_quad_table *table);

/// The term of an id; valid until a rollback or the table's end.
const furat_term *
furat_quad_table_term(const furat_quad_table *table, furat_table_id id);

/// The id of a term; 0 of FURAT_TERM_NONE, FURAT_TABLE_ID_UNKNOWN of what is not in the
/// table.
furat_table_id
furat_quad_table_id(const furat_quad_table *table, const furat_term *term);

/// Which graphs a scan sees, and whether a triple that is in several of them counts once.
typedef struct furat_table_graphs {
  bool all;                  ///< every graph, the unnamed one included; otherwise `ids`
  const furat_table_id *ids; ///< `n` of them, 0 being the unnamed graph
  size_t n;
  bool merge; ///< a triple counts once, whatever number of graphs holds it
} furat_table_graphs;

typedef struct furat_table_scan {
  const furat_table_row *rows; ///< of the order that was chosen
  size_t at;
  size_t end;
  furat_table_row pattern; ///< 0 in a place matches anything
  furat_table_graphs graphs;
} furat_table_scan;

/// Start a scan for `pattern` (its graph is not looked at; `graphs` must outlive the
/// scan). Several threads may scan one table.
FURAT_NODISCARD furat_status
furat_table_scan_begin(furat_table_scan *scan, furat_quad_table *table,
                       const furat_table_row *pattern, furat_table_graphs graphs,
                       furat_error *err);

/// The next row, or NULL at the end; valid as long as the scan.
const furat_table_row *
furat_table_scan_next(furat_table_scan *scan);

/// The graphs that hold a quad, without the unnamed one, ordered by id: a new array of
/// `*n` for furat_free().
FURAT_NODISCARD furat_status
furat_quad_table_graph_ids(furat_quad_table *table, furat_table_id **out, size_t *n,
                           furat_error *err);

#endif
