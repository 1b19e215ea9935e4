// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes from files, memory and functions; unpacking by magic, in pieces of any size.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>
#include <zstd.h>

#include "base/buffer.h"
#include "io/byte_source.h"
#include "support/alloc_fail.h"

/// Gives `text` in pieces of `piece` bytes; fails at byte `fail_at`.
typedef struct pieces {
  furat_str text;
  size_t at;
  size_t piece;
  size_t fail_at;
} pieces;

static furat_status
give(void *self, char *data, size_t cap_bytes, size_t *n, furat_error *err)
{
  pieces *p = self;
  if (p->at >= p->fail_at) {
    return furat_error_set(err, FURAT_IO, "the test's disk failed");
  }
  const size_t left = p->text.len - p->at;
  *n = left < p->piece ? left : p->piece;
  *n = *n < cap_bytes ? *n : cap_bytes;
  if (*n == 0) {
    return FURAT_DONE;
  }
  memcpy(data, p->text.data + p->at, *n);
  p->at += *n;
  return FURAT_OK;
}

static furat_status
read_all(furat_byte_source *source, furat_buffer *out, furat_error *err)
{
  furat_status status = FURAT_OK;
  while (status == FURAT_OK) {
    char data[7];
    size_t n = 0;
    status = furat_byte_source_read(source, data, sizeof(data), &n, err);
    if (status == FURAT_OK) {
      assert_true(n > 0);
      furat_buffer_append(out, (furat_str){data, n});
    }
  }
  return status;
}

static furat_status
unpack(furat_str packed, size_t piece, furat_buffer *out, furat_error *err)
{
  pieces p = {.text = packed, .piece = piece, .fail_at = SIZE_MAX};
  furat_byte_source *source;
  furat_buffer_reset(out);
  assert_int_equal(furat_byte_source_open_function(&source, give, &p, "packed", err),
                   FURAT_OK);
  const furat_status status = read_all(source, out, err);
  furat_byte_source_close(source);
  return status;
}

static const char plain[] = "<http://a/s> <http://a/p> \"one\" .\n"
                            "<http://a/s> <http://a/p> \"two, and then some more\" .\n";

static furat_str
gzip(char *out, size_t cap)
{
  z_stream z = {.next_in = (Bytef *)(uintptr_t)plain,
                .avail_in = sizeof(plain) - 1,
                .next_out = (Bytef *)out,
                .avail_out = (uInt)cap};
  assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
  const furat_str packed = {out, z.total_out};
  deflateEnd(&z);
  return packed;
}

static furat_str
zstd(char *out, size_t cap)
{
  const size_t n = ZSTD_compress(out, cap, plain, sizeof(plain) - 1, 3);
  assert_false(ZSTD_isError(n));
  return (furat_str){out, n};
}

/// Two members, one behind the other, come out as one text; every cut is an error.
static void
check_packed(furat_str (*pack)(char *, size_t))
{
  char packed[1024];
  const furat_str one = pack(packed, sizeof(packed) / 2);
  memcpy(packed + one.len, packed, one.len);
  furat_buffer out;
  furat_buffer_init(&out, 1 << 20);
  furat_error err = FURAT_ERROR_INIT;
  for (size_t piece = 1; piece < 40; ++piece) {
    assert_int_equal(unpack((furat_str){packed, 2 * one.len}, piece, &out, &err),
                     FURAT_DONE);
    assert_int_equal(out.len, 2 * (sizeof(plain) - 1));
    assert_memory_equal(out.data, plain, sizeof(plain) - 1);
    assert_memory_equal(out.data + sizeof(plain) - 1, plain, sizeof(plain) - 1);
  }
  for (size_t len = 4; len < one.len; ++len) {
    furat_error_clear(&err);
    assert_int_equal(unpack((furat_str){packed, len}, 5, &out, &err), FURAT_BAD_DATA);
    assert_string_equal(err.source, "packed");
    assert_non_null(strstr(err.message, "ends too early"));
  }
  furat_buffer_clear(&out);
}

static void
gzip_is_unpacked(void **state)
{
  (void)state;
  check_packed(gzip);
}

static void
zstd_is_unpacked(void **state)
{
  (void)state;
  check_packed(zstd);
}

static void
damaged_gzip_is_an_error(void **state)
{
  (void)state;
  char packed[512];
  const furat_str good = gzip(packed, sizeof(packed));
  packed[good.len - 6] ^= 1; // the checksum
  furat_buffer out;
  furat_buffer_init(&out, 1 << 20);
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(unpack(good, 100, &out, &err), FURAT_BAD_DATA);
  assert_non_null(strstr(err.message, "gzip"));
  furat_buffer_clear(&out);
}

static void
plain_text_passes(void **state)
{
  (void)state;
  furat_buffer out;
  furat_buffer_init(&out, 1 << 20);
  furat_error err = FURAT_ERROR_INIT;
  for (size_t len = 0; len < sizeof(plain); ++len) {
    assert_int_equal(unpack((furat_str){plain, len}, 3, &out, &err), FURAT_DONE);
    assert_int_equal(out.len, len);
    assert_true(len == 0 || memcmp(out.data, plain, len) == 0);
  }
  furat_buffer_clear(&out);
}

static void
a_failing_source_is_an_error_at_every_byte(void **state)
{
  (void)state;
  char packed[512];
  const furat_str texts[] = {{plain, sizeof(plain) - 1}, gzip(packed, sizeof(packed))};
  for (size_t i = 0; i < 2; ++i) {
    for (size_t at = 0; at < texts[i].len; ++at) {
      pieces p = {.text = texts[i], .piece = 1, .fail_at = at};
      furat_byte_source *source;
      furat_error err = FURAT_ERROR_INIT;
      furat_buffer out;
      furat_buffer_init(&out, 1 << 20);
      assert_int_equal(furat_byte_source_open_function(&source, give, &p, "x", &err),
                       FURAT_OK);
      assert_int_equal(read_all(source, &out, &err), FURAT_IO);
      assert_string_equal(err.message, "the test's disk failed");
      furat_byte_source_close(source);
      furat_buffer_clear(&out);
    }
  }
}

static void
a_file_that_is_not_there_is_named(void **state)
{
  (void)state;
  furat_byte_source *source = NULL;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_byte_source_open_file(&source, "/nowhere/at/all", &err),
                   FURAT_IO);
  assert_null(source);
  assert_non_null(strstr(err.message, "/nowhere/at/all"));
  furat_error_clear(&err);
  assert_int_equal(furat_byte_source_open_file(&source, "/", &err), FURAT_OK);
  char byte;
  size_t n;
  assert_int_equal(furat_byte_source_read(source, &byte, 1, &n, &err), FURAT_IO);
  furat_byte_source_close(source);
}

static furat_status
open_memory(void *context)
{
  (void)context;
  furat_byte_source *source = NULL;
  const furat_status status =
      furat_byte_source_open_memory(&source, FURAT_STR("abc"), "m", NULL);
  furat_byte_source_close(source);
  return status;
}

static void
allocations_may_fail(void **state)
{
  (void)state;
  alloc_fail_each(open_memory, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(gzip_is_unpacked),
      cmocka_unit_test(zstd_is_unpacked),
      cmocka_unit_test(damaged_gzip_is_an_error),
      cmocka_unit_test(plain_text_passes),
      cmocka_unit_test(a_failing_source_is_an_error_at_every_byte),
      cmocka_unit_test(a_file_that_is_not_there_is_named),
      cmocka_unit_test(allocations_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
