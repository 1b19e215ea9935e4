// SPDX-License-Identifier: GPL-3.0-or-later
// One raw buffer in front of at most one decoder.  The first bytes choose the decoder;
// both gzip and zstd files may hold several members, one behind the other.
#include "io/byte_source.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/file.h"
#include "base/memory.h"

enum { RAW_BYTES = 1 << 16, MAGIC_BYTES = 10 };

typedef enum input_packing {
  PACKING_UNKNOWN,
  PACKING_NONE,
  PACKING_GZIP,
  PACKING_ZSTD
} input_packing;

struct furat_byte_source {
  furat_byte_source_fn read; ///< gives raw bytes
  void *self;
  int fd;     ///< of a file, or -1
  bool waits; ///< it may have nothing to read yet: it is no regular file
  const furat_cancel *cancel;
  furat_str memory; ///< what is left of a text in memory
  input_packing packing;
  bool raw_ended;
  uint64_t *n_bytes; ///< where raw bytes are counted, or NULL
  bool member_open;  ///< inside a gzip member or zstd frame
  z_stream gzip;
  ZSTD_DStream *zstd;
  size_t raw_start; ///< raw[raw_start .. raw_end) is not used yet
  size_t raw_end;
  unsigned char raw[RAW_BYTES];
  char name[256];
};

static furat_status
read_fd(void *self, char *data, size_t cap_bytes, size_t *n, furat_error *err)
{
  furat_byte_source *input = self;
  ssize_t got = -1;
  do {
    const furat_status status = input->waits
                                    ? furat_file_wait(input->fd, input->cancel, err)
                                    : furat_cancel_poll(input->cancel, err);
    if (status != FURAT_OK) {
      return status;
    }
    got = read(input->fd, data, cap_bytes);
  } while (got < 0 && errno == EINTR);
  if (got < 0) {
    return furat_error_io(err, "cannot read", input->name, errno);
  }
  *n = (size_t)got;
  return got > 0 ? FURAT_OK : FURAT_DONE;
}

static furat_status
read_memory(void *self, char *data, size_t cap_bytes, size_t *n, furat_error *err)
{
  (void)err;
  furat_byte_source *input = self;
  const furat_str part = furat_str_slice(input->memory, 0, cap_bytes);
  if (part.len == 0) {
    return FURAT_DONE;
  }
  memcpy(data, part.data, part.len);
  input->memory = furat_str_slice(input->memory, part.len, input->memory.len);
  *n = part.len;
  return FURAT_OK;
}

static void
set_name(furat_byte_source *input, const char *name)
{
  // Longer names are cut like furat_error.source cuts them: errors are all they are for.
  const size_t n = strlen(name);
  const size_t kept = n < sizeof(input->name) ? n : sizeof(input->name) - 1;
  memcpy(input->name, name, kept);
  input->name[kept] = '\0';
}

furat_status
furat_byte_source_open_function(furat_byte_source **out, furat_byte_source_fn read,
                                void *self, const char *name, furat_error *err)
{
  furat_byte_source *input = furat_alloc_zeroed(1, sizeof(*input));
  if (!input) {
    return furat_error_no_mem(err);
  }
  input->read = read;
  input->self = self;
  input->fd = -1;
  set_name(input, name);
  *out = input;
  return FURAT_OK;
}

furat_status
furat_byte_source_open_memory(furat_byte_source **out, furat_str bytes, const char *name,
                              furat_error *err)
{
  const furat_status status =
      furat_byte_source_open_function(out, read_memory, NULL, name, err);
  if (status == FURAT_OK) {
    (*out)->self = *out;
    (*out)->memory = bytes;
  }
  return status;
}

furat_status
furat_byte_source_open_file(furat_byte_source **out, const char *path, furat_error *err)
{
  const bool is_stdin = strcmp(path, "-") == 0;
  furat_byte_source *input = NULL;
  furat_status status = furat_byte_source_open_function(&input, read_fd, NULL,
                                                        is_stdin ? "<stdin>" : path, err);
  if (status != FURAT_OK) {
    return status;
  }
  input->self = input;
  if (is_stdin) {
    input->fd = STDIN_FILENO;
  } else {
    status = furat_file_open(&input->fd, path, err);
  }
  if (status != FURAT_OK) {
    furat_byte_source_close(input);
    return status;
  }
  struct stat file;
  input->waits = fstat(input->fd, &file) == 0 && !S_ISREG(file.st_mode);
  *out = input;
  return FURAT_OK;
}

void
furat_byte_source_count(furat_byte_source *input, uint64_t *n_bytes)
{
  input->n_bytes = n_bytes;
}

void
furat_byte_source_cancel(furat_byte_source *input, const furat_cancel *cancel)
{
  input->cancel = cancel;
}

void
furat_byte_source_close(furat_byte_source *input)
{
  if (!input) {
    return;
  }
  if (input->packing == PACKING_GZIP) {
    inflateEnd(&input->gzip);
  }
  ZSTD_freeDStream(input->zstd);
  if (input->fd > STDIN_FILENO) {
    close(input->fd);
  }
  furat_free(input);
}

bool
furat_byte_source_is_packed(const furat_byte_source *input)
{
  return input->packing == PACKING_GZIP || input->packing == PACKING_ZSTD;
}

const char *
furat_byte_source_name(const furat_byte_source *input)
{
  return input->name;
}

/// Read raw bytes behind those that are not used yet.  FURAT_DONE at the end.
static furat_status
fill_raw(furat_byte_source *input, furat_error *err)
{
  if (input->raw_start == input->raw_end) {
    input->raw_start = input->raw_end = 0;
  }
  if (input->raw_ended) {
    return FURAT_DONE;
  }
  size_t n = 0;
  const furat_status status =
      input->read(input->self, (char *)input->raw + input->raw_end,
                  sizeof(input->raw) - input->raw_end, &n, err);
  input->raw_end += n;
  if (input->n_bytes) {
    *input->n_bytes += n;
  }
  input->raw_ended = status == FURAT_DONE;
  return status;
}

static furat_status
start_decoder(furat_byte_source *input, furat_error *err)
{
  if (input->packing == PACKING_GZIP) {
    if (inflateInit2(&input->gzip, 15 + 16) != Z_OK) {
      input->packing = PACKING_NONE; // nothing to end
      return furat_error_no_mem(err);
    }
  } else if (input->packing == PACKING_ZSTD) {
    input->zstd = ZSTD_createDStream();
    if (!input->zstd) {
      return furat_error_no_mem(err);
    }
  }
  return FURAT_OK;
}

/// What is packed in a way that nobody here unpacks is no text.
static bool
is_packed_otherwise(const furat_byte_source *input, furat_error *err)
{
  static const struct {
    const char *magic;
    size_t n_bytes;
    const char *name;
    const char *command;
  } packings[] = {{"BZh", 3, "bzip2", "bzcat"},
                  {"\xFD"
                   "7zXZ\0",
                   6, "xz", "xzcat"},
                  {"PK\x03\x04", 4, "zip", "unzip -p"},
                  {"\x04\x22\x4D\x18", 4, "lz4", "lz4cat"}};
  static const char bzip2_block[] = "1AY&SY";
  for (size_t i = 0; i < sizeof packings / sizeof packings[0]; ++i) {
    const size_t n = packings[i].n_bytes;
    bool is = input->raw_end >= n && memcmp(input->raw, packings[i].magic, n) == 0;
    if (is && i == 0) {
      // The letters alone might begin a text.
      is = input->raw_end >= MAGIC_BYTES && memcmp(input->raw + 4, bzip2_block, 6) == 0;
    }
    if (is) {
      furat_error_set(err, FURAT_UNSUPPORTED,
                      "this is packed with %s, which is not unpacked here",
                      packings[i].name);
      furat_error_hint(err, "gzip and zstd are; for this one, %s unpacks it into a pipe",
                       packings[i].command);
      furat_error_source(err, input->name);
      return true;
    }
  }
  return false;
}

static furat_status
choose_packing(furat_byte_source *input, furat_error *err)
{
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && input->raw_end < MAGIC_BYTES) {
    status = fill_raw(input, err);
  }
  if (status != FURAT_OK && status != FURAT_DONE) {
    return status;
  }
  static const unsigned char gzip_magic[2] = {0x1F, 0x8B};
  static const unsigned char zstd_magic[4] = {0x28, 0xB5, 0x2F, 0xFD};
  if (input->raw_end >= 2 && memcmp(input->raw, gzip_magic, 2) == 0) {
    input->packing = PACKING_GZIP;
  } else if (input->raw_end >= 4 && memcmp(input->raw, zstd_magic, 4) == 0) {
    input->packing = PACKING_ZSTD;
  } else {
    input->packing = PACKING_NONE;
  }
  return input->packing == PACKING_NONE && is_packed_otherwise(input, err)
             ? FURAT_UNSUPPORTED
             : start_decoder(input, err);
}

static furat_status
bad_packing(const furat_byte_source *input, const char *format, const char *why,
            furat_error *err)
{
  furat_error_set(err, FURAT_BAD_DATA, "the %s data is damaged: %s", format, why);
  furat_error_source(err, input->name);
  return FURAT_BAD_DATA;
}

/// One step of inflate; `*n` bytes came out, which may be none.
static furat_status
step_gzip(furat_byte_source *input, char *data, size_t cap_bytes, size_t *n,
          furat_error *err)
{
  z_stream *z = &input->gzip;
  const size_t cap = cap_bytes < RAW_BYTES ? cap_bytes : RAW_BYTES;
  z->next_in = input->raw + input->raw_start;
  z->avail_in = (uInt)(input->raw_end - input->raw_start);
  z->next_out = (Bytef *)data;
  z->avail_out = (uInt)cap;
  input->member_open = true;
  const int code = inflate(z, Z_NO_FLUSH);
  input->raw_start = input->raw_end - z->avail_in;
  *n = cap - z->avail_out;
  if (code == Z_STREAM_END) {
    input->member_open = false;
    return inflateReset(z) == Z_OK ? FURAT_OK : furat_error_no_mem(err);
  }
  if (code == Z_MEM_ERROR) {
    return furat_error_no_mem(err);
  }
  return code == Z_OK || code == Z_BUF_ERROR
             ? FURAT_OK
             : bad_packing(input, "gzip", z->msg ? z->msg : "unknown header", err);
}

static furat_status
step_zstd(furat_byte_source *input, char *data, size_t cap_bytes, size_t *n,
          furat_error *err)
{
  ZSTD_inBuffer in = {input->raw + input->raw_start, input->raw_end - input->raw_start,
                      0};
  ZSTD_outBuffer out = {data, cap_bytes, 0};
  const size_t code = ZSTD_decompressStream(input->zstd, &out, &in);
  input->raw_start += in.pos;
  *n = out.pos;
  if (ZSTD_isError(code)) {
    return bad_packing(input, "zstd", ZSTD_getErrorName(code), err);
  }
  input->member_open = code != 0;
  return FURAT_OK;
}

/// Unpack until something comes out or the input ends.
static furat_status
read_packed(furat_byte_source *input, char *data, size_t cap_bytes, size_t *n,
            furat_error *err)
{
  const bool is_gzip = input->packing == PACKING_GZIP;
  for (;;) {
    // An open member may have more to give without more input.
    if (input->raw_start < input->raw_end || input->member_open) {
      const furat_status status = is_gzip ? step_gzip(input, data, cap_bytes, n, err)
                                          : step_zstd(input, data, cap_bytes, n, err);
      if (status != FURAT_OK || *n > 0) {
        return status;
      }
    }
    if (input->raw_start == input->raw_end) {
      const furat_status status = fill_raw(input, err);
      if (status == FURAT_DONE && input->member_open) {
        return bad_packing(input, is_gzip ? "gzip" : "zstd", "it ends too early", err);
      }
      if (status != FURAT_OK) {
        return status;
      }
    }
  }
}

furat_status
furat_byte_source_read(furat_byte_source *input, char *data, size_t cap_bytes, size_t *n,
                       furat_error *err)
{
  assert(cap_bytes > 0);
  *n = 0;
  if (input->packing == PACKING_UNKNOWN) {
    const furat_status status = choose_packing(input, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  if (input->packing != PACKING_NONE) {
    return read_packed(input, data, cap_bytes, n, err);
  }
  const size_t left = input->raw_end - input->raw_start;
  if (left > 0) {
    *n = left < cap_bytes ? left : cap_bytes;
    memcpy(data, input->raw + input->raw_start, *n);
    input->raw_start += *n;
    return FURAT_OK;
  }
  return input->raw_ended ? FURAT_DONE
                          : input->read(input->self, data, cap_bytes, n, err);
}
