// SPDX-License-Identifier: GPL-3.0-or-later
// A stream is a list of blocks of the file, and a block that is being filled.
#include "exec/row_file.h"

#include <assert.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/memory.h"
#include "exec/scratch_file.h"

typedef struct {
  furat_id *rows; // that wait
  size_t n_waiting;
  furat_vec blocks; // row_block
} stream;

typedef struct {
  uint64_t offset;
  uint64_t n_rows;
} row_block;

static stream *
stream_of(const furat_row_file *file, size_t number)
{
  return &FURAT_VEC_AT(&file->streams, stream, number);
}

static size_t
bytes_of_block(const furat_row_file *file)
{
  return file->block_rows * file->n_columns * sizeof(furat_id);
}

void
furat_row_file_init(furat_row_file *file, furat_execution *execution, size_t n_columns)
{
  const size_t row_bytes = (n_columns ? n_columns : 1) * sizeof(furat_id);
  *file = (furat_row_file){.execution = execution, .n_columns = n_columns, .fd = -1};
  file->block_rows = FURAT_ROW_FILE_BLOCK_BYTES / row_bytes;
  file->block_rows = file->block_rows ? file->block_rows : 1;
  furat_vec_init(&file->streams, sizeof(stream), UINT32_MAX);
}

void
furat_row_file_clear(furat_row_file *file)
{
  if (!file->execution) {
    return;
  }
  for (size_t i = 0; i < file->streams.n; i++) {
    furat_free(stream_of(file, i)->rows);
    furat_vec_clear(&stream_of(file, i)->blocks);
  }
  furat_vec_clear(&file->streams);
  if (file->fd >= 0) {
    close(file->fd);
  }
  furat_execution_release(file->execution, file->kept_bytes);
  *file = (furat_row_file){.fd = -1};
}

furat_status
furat_row_file_add_stream(furat_row_file *file, furat_error *err)
{
  stream fresh = {.n_waiting = 0};
  furat_vec_init(&fresh.blocks, sizeof(row_block), SIZE_MAX);
  return furat_vec_push(&file->streams, &fresh) ? FURAT_OK : furat_error_no_mem(err);
}

furat_status
furat_row_file_new(furat_row_file **out, furat_execution *execution, size_t n_columns,
                   size_t n_streams, furat_error *err)
{
  furat_row_file *file = furat_alloc_zeroed(1, sizeof(*file));
  *out = NULL;
  if (!file) {
    return furat_error_no_mem(err);
  }
  furat_row_file_init(file, execution, n_columns);
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n_streams && status == FURAT_OK; i++) {
    status = furat_row_file_add_stream(file, err);
  }
  if (status != FURAT_OK) {
    furat_row_file_free(file);
    return status;
  }
  *out = file;
  return FURAT_OK;
}

void
furat_row_file_free(furat_row_file *file)
{
  if (file) {
    furat_row_file_clear(file);
    furat_free(file);
  }
}

// ---------------------------------------------------------------------------- writing

size_t
furat_row_file_part(const furat_row_file *file, const furat_id *keys, size_t n_keys,
                    uint64_t level)
{
  uint64_t hash = level + 1;
  for (size_t i = 0; i < n_keys; i++) {
    hash = furat_hash_mix(hash, keys[i]);
  }
  return (size_t)(hash >> 32) % file->streams.n;
}

static furat_status
write_bytes(furat_row_file *file, const char *bytes, size_t n, furat_error *err)
{
  furat_status status = file->fd < 0 ? furat_scratch_file_open(&file->fd, err) : FURAT_OK;
  if (status == FURAT_OK) {
    status = furat_scratch_file_write(file->fd, bytes, n, file->n_written, err);
    file->n_written += n;
  }
  return status;
}

static furat_status
flush(furat_row_file *file, stream *s, furat_error *err)
{
  const row_block block = {file->n_written, s->n_waiting};
  if (s->n_waiting == 0) {
    return FURAT_OK;
  }
  if (!furat_vec_push(&s->blocks, &block)) {
    return furat_error_no_mem(err);
  }
  const size_t bytes = s->n_waiting * file->n_columns * sizeof(furat_id);
  s->n_waiting = 0;
  return write_bytes(file, (const char *)s->rows, bytes, err);
}

furat_status
furat_row_file_write(furat_row_file *file, size_t number, const furat_id *row,
                     furat_error *err)
{
  stream *s = stream_of(file, number);
  if (!s->rows) {
    file->kept_bytes += bytes_of_block(file);
    furat_status status =
        furat_execution_keep(file->execution, bytes_of_block(file), err);
    s->rows = status == FURAT_OK ? furat_alloc(bytes_of_block(file)) : NULL;
    if (!s->rows) {
      return status == FURAT_OK ? furat_error_no_mem(err) : status;
    }
  }
  for (size_t i = 0; i < file->n_columns; i++) {
    s->rows[s->n_waiting * file->n_columns + i] = row[i];
  }
  s->n_waiting++;
  return s->n_waiting == file->block_rows ? flush(file, s, err) : FURAT_OK;
}

furat_status
furat_row_file_end_stream(furat_row_file *file, size_t number, furat_error *err)
{
  stream *s = stream_of(file, number);
  furat_status status = flush(file, s, err);
  if (s->rows) {
    furat_free(s->rows);
    s->rows = NULL;
    furat_execution_release(file->execution, bytes_of_block(file));
    file->kept_bytes -= bytes_of_block(file);
  }
  return status;
}

furat_status
furat_row_file_end(furat_row_file *file, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < file->streams.n && status == FURAT_OK; i++) {
    status = furat_row_file_end_stream(file, i, err);
  }
  return status;
}

// ---------------------------------------------------------------------------- reading

furat_status
furat_row_reader_open(furat_row_reader *reader, furat_row_file *file, size_t number,
                      furat_error *err)
{
  *reader = (furat_row_reader){.file = file, .stream = number};
  assert(!stream_of(file, number)->rows);
  furat_status status = furat_execution_keep(file->execution, bytes_of_block(file), err);
  if (status == FURAT_OK) {
    reader->rows = furat_alloc(bytes_of_block(file));
  }
  if (!reader->rows) {
    furat_execution_release(file->execution, bytes_of_block(file));
    return status == FURAT_OK ? furat_error_no_mem(err) : status;
  }
  return FURAT_OK;
}

static furat_status
read_block(furat_row_reader *reader, const row_block *block, furat_error *err)
{
  reader->n_rows = block->n_rows;
  reader->at = 0;
  return furat_scratch_file_read(
      reader->file->fd, reader->rows,
      block->n_rows * reader->file->n_columns * sizeof(furat_id), block->offset, err);
}

furat_status
furat_row_reader_next(furat_row_reader *reader, const furat_id **row, furat_error *err)
{
  if (reader->at == reader->n_rows) {
    const furat_vec *blocks = &stream_of(reader->file, reader->stream)->blocks;
    if (reader->next_block == blocks->n) {
      return FURAT_DONE;
    }
    furat_status status =
        read_block(reader, &FURAT_VEC_AT(blocks, row_block, reader->next_block++), err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  *row = reader->rows + reader->at++ * reader->file->n_columns;
  return FURAT_OK;
}

void
furat_row_reader_close(furat_row_reader *reader)
{
  if (reader->rows) {
    furat_free(reader->rows);
    furat_execution_release(reader->file->execution, bytes_of_block(reader->file));
  }
  *reader = (furat_row_reader){.file = NULL};
}
