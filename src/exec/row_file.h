// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of ids that have no room in memory, in streams of one temporary file: the parts
// of a group or a DISTINCT, the runs of a sort.  The file has no name from the moment it
// is made, so that nothing is left behind whatever happens.
//                                                       [row_file] -> op_*, hash_parts
#ifndef FURAT_EXEC_ROW_FILE_H
#define FURAT_EXEC_ROW_FILE_H

#include "exec/operator.h"

typedef struct furat_row_file {
  furat_execution *execution;
  size_t n_columns;
  size_t block_rows; ///< of one write
  int fd;            ///< -1: none yet
  uint64_t n_written;
  furat_vec streams; ///< of row_file.c
  uint64_t kept_bytes;
} furat_row_file;

/// What the file takes of the budget for each stream that is written, and for each
/// reader.
enum { FURAT_ROW_FILE_BLOCK_BYTES = 1 << 14 };

/// Empty, without a file yet.
void
furat_row_file_init(furat_row_file *file, furat_execution *execution, size_t n_columns);

/// Accepts a zeroed one.
void
furat_row_file_clear(furat_row_file *file);

/// One on the heap with so many streams, for the parts of what has no room.
FURAT_NODISCARD furat_status
furat_row_file_new(furat_row_file **out, furat_execution *execution, size_t n_columns,
                   size_t n_streams, furat_error *err);

/// Accepts NULL.
void
furat_row_file_free(furat_row_file *file);

/// The stream that rows with these keys go to: those that share one on a level are
/// scattered on the next.
size_t
furat_row_file_part(const furat_row_file *file, const furat_id *keys, size_t n_keys,
                    uint64_t level);

/// Begin a stream; its number is how many there were.
FURAT_NODISCARD furat_status
furat_row_file_add_stream(furat_row_file *file, furat_error *err);

/// Append a row to a stream.
FURAT_NODISCARD furat_status
furat_row_file_write(furat_row_file *file, size_t number, const furat_id *row,
                     furat_error *err);

/// No more rows come for a stream: give its memory back.
FURAT_NODISCARD furat_status
furat_row_file_end_stream(furat_row_file *file, size_t number, furat_error *err);

/// No more rows come for any.
FURAT_NODISCARD furat_status
furat_row_file_end(furat_row_file *file, furat_error *err);

/// Reads a stream that has ended, from its first row.
typedef struct furat_row_reader {
  furat_row_file *file;
  size_t stream;
  size_t next_block;
  furat_id *rows; ///< of the block
  size_t n_rows;
  size_t at;
} furat_row_reader;

FURAT_NODISCARD furat_status
furat_row_reader_open(furat_row_reader *reader, furat_row_file *file, size_t number,
                      furat_error *err);

/// The next row, borrowed until the next call; FURAT_DONE at the end.
FURAT_NODISCARD furat_status
furat_row_reader_next(furat_row_reader *reader, const furat_id **row, furat_error *err);

/// Accepts a zeroed one.
void
furat_row_reader_close(furat_row_reader *reader);

#endif
