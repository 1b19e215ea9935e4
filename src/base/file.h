// SPDX-License-Identifier: GPL-3.0-or-later
// Files that may be pipes: neither opening one that nobody writes nor reading it holds
// anybody up for longer than a cancel token allows.   cancel -> [file] -> io, shell
#ifndef FURAT_BASE_FILE_H
#define FURAT_BASE_FILE_H

#include "base/cancel.h"

/// Open a file for reading.  A pipe that nobody writes yet is open at once, and has
/// nothing to read until somebody does.
FURAT_NODISCARD furat_status
furat_file_open(int *out, const char *path, furat_error *err);

/// Wait until there is something to read, the end, or what read(2) tells: FURAT_OK; or
/// until the token says otherwise (NULL: never), also where signals do not end waiting.
FURAT_NODISCARD furat_status
furat_file_wait(int fd, const furat_cancel *cancel, furat_error *err);

#endif
