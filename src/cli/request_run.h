// SPDX-License-Identifier: GPL-3.0-or-later
// The way of every command that takes a request: read it, open its dataset, use both.
//                                    request, source -> [request_run] -> query, update
//                                    ...
#ifndef FURAT_CLI_REQUEST_RUN_H
#define FURAT_CLI_REQUEST_RUN_H

#include "cli/request.h"

/// What the command does with its request.  An error may point into the request's text.
typedef furat_status (*furat_request_use)(furat_dataset *dataset,
                                          const furat_request *request,
                                          const furat_vec *arguments,
                                          const furat_prefixes *prefixes,
                                          const furat_cancel *cancel, furat_error *err);

/// Read the request that `arguments` give, open what they name (`for_update`: to be
/// changed), hand both to `use`, and show where an error is.  Ctrl-C and the time limit
/// of the arguments cancel it.
FURAT_NODISCARD furat_status
furat_request_run(const furat_vec *arguments, const furat_request_ids *ids,
                  bool for_update, furat_request_use use, furat_error *err);

#endif
