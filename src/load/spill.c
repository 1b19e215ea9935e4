// SPDX-License-Identifier: GPL-3.0-or-later
// Temporary files are unlinked as soon as they are made, so that nothing is left behind
// by a killed loader.
#include "load/spill.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

enum {
  MAX_PATH_BYTES = 4096,
  PIECE_BYTES = 1 << 14,
  CALL_BYTES = 1 << 20, // of one call of the system, between two polls
  LEAST_SHARE_BYTES = 1 << 12,
  LARGEST_SHARE_BYTES = 1 << 18
};
static const size_t buffer_bytes_of_spill = (size_t)1 << 20;

void
furat_spill_init(furat_spill *spill, const char *folder, const furat_cancel *cancel)
{
  *spill = (furat_spill){.folder = folder, .cancel = cancel, .fd = -1};
}

void
furat_spill_clear(furat_spill *spill)
{
  if (spill->fd >= 0) {
    close(spill->fd);
  }
  furat_free(spill->buffer);
  furat_spill_init(spill, spill->folder, spill->cancel);
}

uint64_t
furat_spill_size(const furat_spill *spill)
{
  return spill->n_written + spill->n_buffered;
}

static furat_status
make_file(furat_spill *spill, furat_error *err)
{
  char path[MAX_PATH_BYTES];
  const int len = snprintf(path, sizeof(path), "%s/furat-load-XXXXXX", spill->folder);
  if (len < 0 || len >= (int)sizeof(path)) {
    return furat_error_io(err, "cannot make a temporary file in", spill->folder,
                          ENAMETOOLONG);
  }
  spill->fd = mkstemp(path);
  if (spill->fd < 0) {
    return furat_error_io(err, "cannot make a temporary file in", spill->folder, errno);
  }
  unlink(path);
  return FURAT_OK;
}

/// Write bytes to a place of the file; `*at` moves on.
static furat_status
write_at(const furat_spill *spill, uint64_t *at, const uint8_t *bytes, size_t len_bytes,
         furat_error *err)
{
  while (len_bytes) {
    const furat_status status = furat_cancel_poll(spill->cancel, err);
    if (status != FURAT_OK) {
      return status;
    }
    const size_t n_call = len_bytes < CALL_BYTES ? len_bytes : (size_t)CALL_BYTES;
    const ssize_t n = pwrite(spill->fd, bytes, n_call, (off_t)*at);
    if (n < 0 && errno != EINTR) {
      return furat_error_io(err, "cannot write a temporary file in", spill->folder,
                            errno);
    }
    if (n > 0) {
      bytes += n;
      len_bytes -= (size_t)n;
      *at += (uint64_t)n;
    }
  }
  return FURAT_OK;
}

static furat_status
write_file(furat_spill *spill, const uint8_t *bytes, size_t len_bytes, furat_error *err)
{
  const furat_status status = spill->fd < 0 ? make_file(spill, err) : FURAT_OK;
  return status == FURAT_OK ? write_at(spill, &spill->n_written, bytes, len_bytes, err)
                            : status;
}

static furat_status
make_buffer(furat_spill *spill, furat_error *err)
{
  if (!spill->buffer) {
    spill->buffer = furat_alloc(buffer_bytes_of_spill);
  }
  return spill->buffer ? FURAT_OK : furat_error_no_mem(err);
}

furat_status
furat_spill_reserve(furat_spill *spill, uint64_t len_bytes, furat_error *err)
{
  if (len_bytes <= buffer_bytes_of_spill) {
    spill->n_buffered = (size_t)len_bytes;
    return make_buffer(spill, err);
  }
  spill->n_written = len_bytes;
  return make_file(spill, err);
}

void
furat_spill_piece_init(furat_spill_piece *piece, furat_spill *spill, uint64_t start)
{
  *piece = (furat_spill_piece){.spill = spill, .at = start};
}

void
furat_spill_piece_clear(furat_spill_piece *piece)
{
  furat_free(piece->buffer);
  piece->buffer = NULL;
}

furat_status
furat_spill_piece_finish(furat_spill_piece *piece, furat_error *err)
{
  const size_t n = piece->n_buffered;
  piece->n_buffered = 0;
  return n ? write_at(piece->spill, &piece->at, piece->buffer, n, err) : FURAT_OK;
}

furat_status
furat_spill_piece_write(furat_spill_piece *piece, const void *bytes, size_t len_bytes,
                        furat_error *err)
{
  assert(len_bytes <= PIECE_BYTES);
  if (piece->spill->fd < 0) {
    memcpy(piece->spill->buffer + piece->at, bytes, len_bytes);
    piece->at += len_bytes;
    return FURAT_OK;
  }
  if (!piece->buffer) {
    piece->buffer = furat_alloc(PIECE_BYTES);
    if (!piece->buffer) {
      return furat_error_no_mem(err);
    }
  }
  const furat_status status = piece->n_buffered + len_bytes > PIECE_BYTES
                                  ? furat_spill_piece_finish(piece, err)
                                  : FURAT_OK;
  memcpy(piece->buffer + piece->n_buffered, bytes, len_bytes);
  piece->n_buffered += len_bytes;
  return status;
}

size_t
furat_spill_share(size_t all_bytes, size_t n)
{
  const size_t share = all_bytes / (n ? n : 1) / LEAST_SHARE_BYTES * LEAST_SHARE_BYTES;
  return share < LEAST_SHARE_BYTES     ? LEAST_SHARE_BYTES
         : share > LARGEST_SHARE_BYTES ? LARGEST_SHARE_BYTES
                                       : share;
}

furat_status
furat_spill_write(furat_spill *spill, const void *bytes, size_t len_bytes,
                  furat_error *err)
{
  furat_status status = make_buffer(spill, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (spill->n_buffered + len_bytes > buffer_bytes_of_spill) {
    status = write_file(spill, spill->buffer, spill->n_buffered, err);
    spill->n_buffered = 0;
    if (status != FURAT_OK || len_bytes > buffer_bytes_of_spill) {
      return status == FURAT_OK ? write_file(spill, bytes, len_bytes, err) : status;
    }
  }
  memcpy(spill->buffer + spill->n_buffered, bytes, len_bytes);
  spill->n_buffered += len_bytes;
  return FURAT_OK;
}

void
furat_spill_reader_init(furat_spill_reader *reader, furat_spill *spill, uint64_t start,
                        uint64_t end, size_t buffer_bytes)
{
  *reader = (furat_spill_reader){.spill = spill, .at = start, .end = end};
  reader->capacity = buffer_bytes;
}

void
furat_spill_reader_clear(furat_spill_reader *reader)
{
  furat_free(reader->buffer);
  reader->buffer = NULL;
}

/// Read `n` bytes at `reader->at`, from the file and then from the spill's buffer.
static furat_status
fetch(furat_spill_reader *reader, uint8_t *out, size_t n, furat_error *err)
{
  const furat_spill *spill = reader->spill;
  while (n) {
    const furat_status status = furat_cancel_poll(spill->cancel, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (reader->at >= spill->n_written) {
      memcpy(out, spill->buffer + (reader->at - spill->n_written), n);
      reader->at += n;
      return FURAT_OK;
    }
    const uint64_t left = spill->n_written - reader->at;
    const size_t n_file = n < left ? n : (size_t)left;
    const ssize_t got =
        pread(spill->fd, out, n_file < CALL_BYTES ? n_file : (size_t)CALL_BYTES,
              (off_t)reader->at);
    if (got == 0 || (got < 0 && errno != EINTR)) {
      return furat_error_io(err, "cannot read a temporary file in", spill->folder,
                            got ? errno : EIO);
    }
    if (got > 0) {
      out += got;
      n -= (size_t)got;
      reader->at += (uint64_t)got;
    }
  }
  return FURAT_OK;
}

/// Have at least `n` bytes in the buffer, if there are so many.
static furat_status
fill(furat_spill_reader *reader, size_t n, furat_error *err)
{
  const size_t n_held = reader->to - reader->from;
  if (n_held >= n) {
    return FURAT_OK;
  }
  if (!reader->buffer || n > reader->capacity) {
    const size_t capacity = n > reader->capacity ? n : reader->capacity;
    uint8_t *grown = furat_realloc(reader->buffer, capacity, 1);
    if (!grown) {
      return furat_error_no_mem(err);
    }
    reader->buffer = grown;
    reader->capacity = capacity;
  }
  memmove(reader->buffer, reader->buffer + reader->from, n_held);
  reader->from = 0;
  reader->to = n_held;
  const uint64_t left = reader->end - reader->at;
  const size_t room = reader->capacity - n_held;
  const size_t n_more = left < room ? (size_t)left : room;
  const furat_status status = fetch(reader, reader->buffer + n_held, n_more, err);
  reader->to += n_more;
  return status;
}

furat_status
furat_spill_read(furat_spill_reader *reader, size_t len_bytes, const uint8_t **bytes,
                 furat_error *err)
{
  const furat_status status = fill(reader, len_bytes, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (reader->to - reader->from < len_bytes) {
    return FURAT_DONE;
  }
  *bytes = reader->buffer + reader->from;
  reader->from += len_bytes;
  return FURAT_OK;
}

furat_status
furat_spill_read_some(furat_spill_reader *reader, size_t unit_bytes, size_t max_bytes,
                      const uint8_t **bytes, size_t *len_bytes, furat_error *err)
{
  const furat_status status = fill(reader, unit_bytes, err);
  if (status != FURAT_OK) {
    return status;
  }
  size_t n = reader->to - reader->from;
  n = n < max_bytes ? n : max_bytes;
  n -= n % unit_bytes;
  if (!n) {
    return FURAT_DONE;
  }
  *bytes = reader->buffer + reader->from;
  *len_bytes = n;
  reader->from += n;
  return FURAT_OK;
}
