// SPDX-License-Identifier: GPL-3.0-or-later
// Plans on standard output: for furat explain and .explain of the shell.
#ifndef FURAT_CLI_PLAN_TEXT_H
#define FURAT_CLI_PLAN_TEXT_H

#include "cli/watch.h"
#include "engine/furat.h"

/// Explain a query on standard output; text is made safe for a terminal.  The line of
/// `watch`, which may be NULL, is hidden before.
FURAT_NODISCARD furat_status
furat_plan_show(furat_query *query, const furat_explain_options *how, furat_watch *watch,
                const furat_cancel *cancel, furat_error *err);

#endif
