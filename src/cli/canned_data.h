// SPDX-License-Identifier: GPL-3.0-or-later
// What the data have for a parameter of a canned query, for completion.
#ifndef FURAT_CLI_CANNED_DATA_H
#define FURAT_CLI_CANNED_DATA_H

#include "engine/canned.h"
#include "engine/census.h"

/// Append furat_census_item: what the predicates lead to that the query has the parameter
/// behind; then, of a thing whose class is told, the members of that, and nothing else.
/// `prefixes` are those that are known without a declaration.
FURAT_NODISCARD furat_status
furat_canned_data(furat_vec *items, furat_census *census, const furat_canned *canned,
                  const furat_canned_param *param, const furat_prefixes *prefixes,
                  furat_error *err);

/// Whether a literal can be the value.
bool
furat_canned_takes(const furat_canned_param *param, const furat_term *literal);

#endif
