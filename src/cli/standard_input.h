// SPDX-License-Identifier: GPL-3.0-or-later
// The rule that - is standard input wherever a file is read, once a command.
#ifndef FURAT_CLI_STANDARD_INPUT_H
#define FURAT_CLI_STANDARD_INPUT_H

#include "cli/command.h"

/// FURAT_USAGE when `arguments`, parsed by `options`, would read standard input more than
/// once: named twice, or named where a request is read from it too because none is given.
FURAT_NODISCARD furat_status
furat_standard_input_check(const furat_command *command, const furat_option *options,
                           const furat_vec *arguments, furat_error *err);

#endif
