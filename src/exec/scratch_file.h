// SPDX-License-Identifier: GPL-3.0-or-later
// Temporary files of queries, in $TMPDIR or /tmp.  They have no name from the moment they
// are made, so that nothing is left behind whatever happens.
#ifndef FURAT_EXEC_SCRATCH_FILE_H
#define FURAT_EXEC_SCRATCH_FILE_H

#include "base/error.h"

/// Make one; `*fd` is to be closed with close().
FURAT_NODISCARD furat_status
furat_scratch_file_open(int *fd, furat_error *err);

/// Write all bytes to a place of the file.
FURAT_NODISCARD furat_status
furat_scratch_file_write(int fd, const void *bytes, size_t n, uint64_t at,
                         furat_error *err);

/// Read bytes that were written.
FURAT_NODISCARD furat_status
furat_scratch_file_read(int fd, void *bytes, size_t n, uint64_t at, furat_error *err);

#endif
