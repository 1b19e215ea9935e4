// SPDX-License-Identifier: GPL-3.0-or-later
// The seven orders in which quads are kept, as one table that drives packing of keys,
// choice of index, loading and updating.
#ifndef FURAT_STORE_PERMUTATION_H
#define FURAT_STORE_PERMUTATION_H

#include "store/id.h"

/// The fields of a quad, as indexes of a row in natural order.
typedef enum furat_field {
  FURAT_FIELD_SUBJECT,
  FURAT_FIELD_PREDICATE,
  FURAT_FIELD_OBJECT,
  FURAT_FIELD_GRAPH,
  FURAT_N_FIELDS
} furat_field;

typedef enum furat_permutation {
  FURAT_SPOG,
  FURAT_SOPG,
  FURAT_PSOG,
  FURAT_POSG,
  FURAT_OSPG,
  FURAT_OPSG,
  FURAT_GSPO,
  FURAT_N_PERMUTATIONS
} furat_permutation;

/// A quad of ids in natural order: subject, predicate, object, graph.
typedef struct furat_row {
  furat_id field[FURAT_N_FIELDS];
} furat_row;

typedef struct furat_permutation_entry {
  const char *name;
  furat_field order[FURAT_N_FIELDS];
  /// Runs of rows that agree in so many fields are counted as they come and go: 1 tells
  /// distinct first fields, 2 distinct pairs (the subjects and objects of a predicate), 0
  /// nothing.
  unsigned group_fields;
} furat_permutation_entry;

/// The table, FURAT_N_PERMUTATIONS entries.
extern const furat_permutation_entry furat_permutations[FURAT_N_PERMUTATIONS];

/// The fields of `row` (natural order) in the order of the permutation.
static inline void
furat_permute(furat_id out[FURAT_N_FIELDS], furat_permutation permutation,
              const furat_row *row)
{
  for (unsigned c = 0; c < FURAT_N_FIELDS; ++c) {
    out[c] = row->field[furat_permutations[permutation].order[c]];
  }
}

/// How many leading fields of a permutation rows that stand in natural order must be
/// sorted by, when equal ones stay as they are: the fields behind them are in order then.
unsigned
furat_permutation_unsorted_fields(furat_permutation permutation);

/// The permutation that begins with the bound fields of `pattern` (FURAT_ID_NONE: not
/// bound; the graph counts only where it leads: see furat_scan_spec.graph) and then, if
/// it can, with `then` (FURAT_N_FIELDS: no matter).  `*n_bound` is how many fields lead.
furat_permutation
furat_permutation_choose(const furat_row *pattern, furat_field then, unsigned *n_bound);

#endif
