// SPDX-License-Identifier: GPL-3.0-or-later
// furat check with shapes: whether a graph is as SHACL shapes want it.
//                                                          shacl -> [cli] -> cmd_check
#ifndef FURAT_CLI_CHECK_SHAPES_H
#define FURAT_CLI_CHECK_SHAPES_H

#include "base/error.h"
#include "base/vec.h"

/// The command's options about shapes; ids below FURAT_SOURCE_STORE.
enum { FURAT_CHECK_SHAPES = 100, FURAT_CHECK_FORMAT, FURAT_CHECK_OUTPUT };

/// Validate the source that `arguments` name against the shapes that they name, or those
/// that come with the program, and write the report.  FURAT_BAD_DATA without a message
/// when the graph does not conform.
FURAT_NODISCARD furat_status
furat_check_shapes(const furat_vec *arguments, bool quiet, furat_error *err);

#endif
