// SPDX-License-Identifier: GPL-3.0-or-later
// What the fuzz targets of the engine share: small datasets, requests under tiny limits,
// and a sum over rows that does not depend on their order.
#ifndef FURAT_TESTS_FUZZ_ENGINE_H
#define FURAT_TESTS_FUZZ_ENGINE_H

#include "engine/furat.h"

/// What a request came to.
typedef struct fuzz_answer {
  furat_status status;
  furat_error err;
  uint64_t n_rows; ///< solutions, triples, or 1 for a boolean
  uint64_t sum;    ///< of the hashes of rows
  bool cut;        ///< by the limit of rows
} fuzz_answer;

/// End the program, with a word why, unless `condition`.
void
fuzz_require(bool condition, const char *what, const fuzz_answer *answer);

/// A temporary dataset with the same triples each time; `disabled` as in
/// furat_dataset_options.
furat_dataset *
fuzz_dataset(const char *disabled);

/// Make it what it was after fuzz_dataset().
void
fuzz_reset(furat_dataset *dataset);

/// Prepare and run a query or an update; an error, if there is one, is looked at.
fuzz_answer
fuzz_run(furat_dataset *dataset, furat_str text, bool update);

/// The number of quads, all of them read, and the sum of their hashes.
fuzz_answer
fuzz_read_all(furat_dataset *dataset);

#endif
