// SPDX-License-Identifier: GPL-3.0-or-later
// Fuzz target: any text as an update request.  A request is done or leaves everything as
// it was, and the dataset can be read afterwards, also by way of its counts.
#include <stdint.h>

#include "fuzz/fuzz_engine.h"

enum { MAX_QUADS = 2000 }; // beyond it the dataset starts anew

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
  static furat_dataset *dataset;
  static fuzz_answer before;
  if (!dataset) {
    dataset = fuzz_dataset("");
    before = fuzz_read_all(dataset);
  }
  const fuzz_answer done =
      fuzz_run(dataset, (furat_str){(const char *)input, size}, true);
  const fuzz_answer after = fuzz_read_all(dataset);
  if (done.status != FURAT_OK) {
    fuzz_require(after.n_rows == before.n_rows && after.sum == before.sum,
                 "an update that failed has changed something", &done);
    return 0;
  }
  before = after;
  if (after.n_rows > MAX_QUADS || after.n_rows == 0) {
    fuzz_reset(dataset);
    before = fuzz_read_all(dataset);
  }
  return 0;
}
