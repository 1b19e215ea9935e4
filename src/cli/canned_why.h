// SPDX-License-Identifier: GPL-3.0-or-later
// Why a canned query gave nothing: a note on standard error about its parameters.
//                                               canned_run, why -> [canned_why] -> run,
//                                               shell
#ifndef FURAT_CLI_CANNED_WHY_H
#define FURAT_CLI_CANNED_WHY_H

#include "cli/canned_run.h"

/// Where `given`, the results of the query with these values, are empty: tell which of
/// the parameters that were given leave nothing, found by leaving them out.  Takes about
/// a second at most; fails silently.
void
furat_canned_why_tell(const furat_canned *canned, const furat_canned_values *values,
                      furat_dataset *dataset, const furat_results *given,
                      const furat_prefixes *prefixes, const furat_cancel *cancel);

#endif
