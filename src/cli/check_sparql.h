// SPDX-License-Identifier: GPL-3.0-or-later
// Checks the syntax of a query or update, without running it.
#ifndef FURAT_CLI_CHECK_SPARQL_H
#define FURAT_CLI_CHECK_SPARQL_H

#include "cli/request.h"

/// Read the request that the option `ids->file` names, and write it in its canonical form
/// to standard output.  Prefixes must be declared, as other engines ask.  An error that
/// has a place is printed with it, and taken out of `err`.
FURAT_NODISCARD furat_status
furat_check_sparql(const furat_vec *arguments, const furat_request_ids *ids,
                   furat_error *err);

#endif
