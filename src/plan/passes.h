// SPDX-License-Identifier: GPL-3.0-or-later
// The passes of the planner, by number: passes.c has the table.
#ifndef FURAT_PLAN_PASSES_H
#define FURAT_PLAN_PASSES_H

#include "base/error.h"

/// In the order of the table.
typedef enum furat_pass {
  FURAT_PASS_FOLD,
  FURAT_PASS_PUSH,
  FURAT_PASS_OPTIONAL,
  FURAT_PASS_UNIFY,
  FURAT_PASS_EQUAL,
  FURAT_PASS_ORDER,
  FURAT_PASS_APPLY,
  FURAT_PASS_HASH,
  FURAT_PASS_TALLY,
  FURAT_PASS_MERGE,
  FURAT_PASS_SEMIJOIN,
  FURAT_PASS_LEAPFROG,
  FURAT_PASS_RANGE,
  FURAT_PASS_SCAN_ORDER,
  FURAT_PASS_SORT_ORDER,
  FURAT_PASS_FIRST_ROWS,
  FURAT_PASS_GROUP_ORDER,
  FURAT_PASS_TEXT,
  FURAT_PASS_COLUMNS,
  FURAT_PASS_IDS,
  FURAT_PASS_DISTINCT,
  FURAT_PASS_PRUNE, // behind all that look at scans
  FURAT_N_PASSES
} furat_pass;

/// Read the names of passes that are switched off ("a,b"; NULL: none) as a set of bits 1
/// << furat_pass.  FURAT_USAGE for a name that is none.
FURAT_NODISCARD furat_status
furat_passes_read(unsigned *out, const char *names, furat_error *err);

/// The name of a pass, as furat_passes_read() knows it.
const char *
furat_pass_name(furat_pass pass);

#endif
