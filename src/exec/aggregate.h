// SPDX-License-Identifier: GPL-3.0-or-later
// Aggregates over a group (SPARQL 1.1 section 18.5.1).
#ifndef FURAT_EXEC_AGGREGATE_H
#define FURAT_EXEC_AGGREGATE_H

#include "exec/operator.h"
#include "func/value.h"

/// The running state of one aggregate of one group.
typedef struct furat_accumulator {
  uint64_t n;
  bool failed; ///< an error among the values: SUM, AVG, MIN, MAX, GROUP_CONCAT have none
               ///< then
  furat_value value; ///< the sum, the best so far, or the sample
  int64_t whole;     ///< integers that are still to be added to the sum
  furat_id id;       ///< the best so far, or the sample, where all came by their ids
  furat_buffer text; ///< GROUP_CONCAT
} furat_accumulator;

/// `max_text_bytes` is the longest text of GROUP_CONCAT.
void
furat_accumulator_init(furat_accumulator *a, size_t max_text_bytes);

void
furat_accumulator_clear(furat_accumulator *a);

/// One more value (FURAT_VALUE_NONE: an error).  What has to
/// last is put into `kept`.  FURAT_LIMIT when the text is too long.
FURAT_NODISCARD furat_status
furat_accumulator_add(furat_accumulator *a, const furat_aggregate *aggregate,
                      const furat_value *value, furat_arena *kept, furat_arena *scratch,
                      furat_error *err);

/// These are the only ones left of those that have something in `kept`: once that is
/// much, all but what they need is freed.
FURAT_NODISCARD furat_status
furat_accumulators_keep(furat_accumulator *all, size_t n, furat_arena *kept,
                        furat_error *err);

/// One more integer of SUM or AVG; false, with nothing done, when it has to be added as a
/// value.
bool
furat_accumulator_add_integer(furat_accumulator *a, int64_t integer);

/// One more value of MIN, MAX or SAMPLE by its id (FURAT_ID_NONE: an error), which is all
/// that is kept of it.  An accumulator takes either ids or values.
FURAT_NODISCARD furat_status
furat_accumulator_add_id(furat_accumulator *a, const furat_aggregate *aggregate,
                         furat_id id, furat_view *view, furat_arena *scratch,
                         furat_error *err);

/// Whether an aggregate can take ids.
bool
furat_aggregate_takes_ids(const furat_aggregate *aggregate);

/// One more value of any aggregate by its id: what an argument was before.
FURAT_NODISCARD furat_status
furat_accumulator_add_term(furat_accumulator *a, const furat_aggregate *aggregate,
                           furat_id id, furat_view *view, furat_arena *kept,
                           furat_arena *scratch, furat_error *err);

/// The id of the aggregate of ids; FURAT_ID_NONE where it has none.
furat_id
furat_accumulator_id(const furat_accumulator *a, const furat_aggregate *aggregate);

/// The value of the aggregate, which may lie in the accumulator; FURAT_VALUE_NONE where
/// it has none.
FURAT_NODISCARD furat_status
furat_accumulator_result(furat_accumulator *a, const furat_aggregate *aggregate,
                         furat_arena *kept, furat_value *out, furat_error *err);

#endif
