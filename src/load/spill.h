// SPDX-License-Identifier: GPL-3.0-or-later
// A stream of bytes that is written once and read in order: in memory while it is small,
// in a temporary file without a name beyond.                              chunk, sorter
// -> [spill]
#ifndef FURAT_LOAD_SPILL_H
#define FURAT_LOAD_SPILL_H

#include <stdint.h>

#include "base/cancel.h"
#include "base/error.h"

typedef struct furat_spill {
  const char *folder;         ///< of the file, borrowed
  const furat_cancel *cancel; ///< polled between pieces that are read or written; or NULL
  int fd;                     ///< -1: all is in the buffer
  uint8_t *buffer;
  size_t n_buffered;
  uint64_t n_written; ///< bytes of the file
} furat_spill;

/// Allocates nothing yet.  Writing and reading end when `cancel` (or NULL) says so.
void
furat_spill_init(furat_spill *spill, const char *folder, const furat_cancel *cancel);

void
furat_spill_clear(furat_spill *spill);

FURAT_NODISCARD furat_status
furat_spill_write(furat_spill *spill, const void *bytes, size_t len_bytes,
                  furat_error *err);

/// Bytes written so far.
uint64_t
furat_spill_size(const furat_spill *spill);

/// Room for `len_bytes` bytes in an empty spill, which furat_spill_piece_write() fills.
FURAT_NODISCARD furat_status
furat_spill_reserve(furat_spill *spill, uint64_t len_bytes, furat_error *err);

/// One of several streams that are written by turns into the room of one spill.
typedef struct furat_spill_piece {
  furat_spill *spill;
  uint64_t at; ///< of the first byte that is not in the buffer
  uint8_t *buffer;
  size_t n_buffered;
} furat_spill_piece;

void
furat_spill_piece_init(furat_spill_piece *piece, furat_spill *spill, uint64_t start);

void
furat_spill_piece_clear(furat_spill_piece *piece);

/// The next bytes of the stream, a few.
FURAT_NODISCARD furat_status
furat_spill_piece_write(furat_spill_piece *piece, const void *bytes, size_t len_bytes,
                        furat_error *err);

/// Write what is left.
FURAT_NODISCARD furat_status
furat_spill_piece_finish(furat_spill_piece *piece, furat_error *err);

/// A share of `all_bytes` for the buffer of each of `n` readers, within reason.
size_t
furat_spill_share(size_t all_bytes, size_t n);

/// Reads a part of a spill, which must not be written meanwhile.
typedef struct furat_spill_reader {
  const furat_spill *spill;
  uint64_t at; ///< of the first byte that is not in the buffer
  uint64_t end;
  uint8_t *buffer;
  size_t capacity;
  size_t from; ///< bytes of the buffer that are not consumed: [from, to)
  size_t to;
} furat_spill_reader;

/// Read the bytes [start, end) with a buffer of `buffer_bytes`.
void
furat_spill_reader_init(furat_spill_reader *reader, furat_spill *spill, uint64_t start,
                        uint64_t end, size_t buffer_bytes);

void
furat_spill_reader_clear(furat_spill_reader *reader);

/// The next `len_bytes` bytes in one piece, borrowed until the next call; FURAT_DONE when
/// there are not so many.
FURAT_NODISCARD furat_status
furat_spill_read(furat_spill_reader *reader, size_t len_bytes, const uint8_t **bytes,
                 furat_error *err);

/// As many bytes as are at hand, at least 1 and at most `max_bytes`, a multiple of
/// `unit_bytes`.
FURAT_NODISCARD furat_status
furat_spill_read_some(furat_spill_reader *reader, size_t unit_bytes, size_t max_bytes,
                      const uint8_t **bytes, size_t *len_bytes, furat_error *err);

#endif
