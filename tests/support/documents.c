// SPDX-License-Identifier: GPL-3.0-or-later
// Each check says which document and which byte it failed on.
#include "support/documents.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "io/reading.h"
#include "support/alloc_fail.h"
#include "support/quads.h"

void
assert_document(const char *syntax, furat_str text, const char *expected)
{
  quads_result result;
  quads_init(&result);
  const furat_status status = quads_read(&result, syntax, text, NULL);
  if (status != FURAT_OK) {
    fail_msg("%s: %u:%u: %s in: %.*s", syntax, (unsigned)result.err.line,
             (unsigned)result.err.column, result.err.message, FURAT_STR_ARGS(text));
  }
  assert_string_equal(result.text.data ? result.text.data : "", expected);
  quads_clear(&result);
}

void
assert_rejected(const char *syntax, furat_str text, unsigned line, unsigned column,
                const char *sentence)
{
  quads_result result;
  quads_init(&result);
  const furat_status status = quads_read(&result, syntax, text, NULL);
  char told[1000];
  snprintf(told, sizeof(told), "%s:%u:%u: %s", result.err.source,
           (unsigned)result.err.line, (unsigned)result.err.column, result.err.message);
  char expected[1000];
  snprintf(expected, sizeof(expected), "doc:%u:%u: %s", line, column, sentence);
  assert_string_equal(told, expected);
  assert_int_equal(status, result.err.status);
  quads_clear(&result);
}

/// Gives a text in pieces of `piece` bytes; fails at byte `fail_at`.
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
  const furat_str part =
      furat_str_slice(p->text, p->at, p->piece < cap_bytes ? p->piece : cap_bytes);
  if (part.len == 0) {
    return FURAT_DONE;
  }
  memcpy(data, part.data, part.len);
  p->at += part.len;
  *n = part.len;
  return FURAT_OK;
}

static furat_read_options
options_of(const char *syntax)
{
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.syntax = furat_syntax_named(furat_str_of(syntax));
  options.base = FURAT_STR("http://ex/");
  return options;
}

static furat_status
read_pieces(quads_result *result, const char *syntax, pieces p)
{
  const furat_read_options options = options_of(syntax);
  const furat_quad_sink sink = quads_sink(result);
  furat_byte_source *source;
  const furat_status status =
      furat_byte_source_open_function(&source, give, &p, "doc", &result->err);
  return status == FURAT_OK ? furat_read_input(source, &options, &sink, &result->err)
                            : status;
}

static void
check_pieces(const char *syntax, furat_str text, const quads_result *whole)
{
  for (size_t piece = 1; piece < 8; ++piece) {
    quads_result result;
    quads_init(&result);
    const pieces p = {.text = text, .piece = piece, .fail_at = SIZE_MAX};
    assert_int_equal(read_pieces(&result, syntax, p), FURAT_OK);
    assert_string_equal(result.text.data, whole->text.data);
    quads_clear(&result);
  }
}

static void
check_failing_source(const char *syntax, furat_str text)
{
  for (size_t at = 0; at < text.len; ++at) {
    quads_result result;
    quads_init(&result);
    const pieces p = {.text = text, .piece = 1, .fail_at = at};
    (void)read_pieces(&result, syntax, p);
    if (strcmp(result.err.message, "the test's disk failed") != 0) {
      fail_msg("%s: at byte %zu: %s", syntax, at, result.err.message);
    }
    quads_clear(&result);
  }
}

static void
check_failing_sink(const char *syntax, furat_str text, size_t n_calls)
{
  for (size_t i = 1; i <= n_calls; ++i) {
    quads_result result;
    quads_init(&result);
    result.fail_at = i;
    assert_int_equal(quads_read(&result, syntax, text, NULL), FURAT_IO);
    assert_string_equal(result.err.message, "the sink is full");
    quads_clear(&result);
  }
}

typedef struct allocation_case {
  const char *syntax;
  furat_str text;
} allocation_case;

static furat_status
ignore_quads(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  (void)self;
  (void)quads;
  (void)n;
  (void)err;
  return FURAT_OK;
}

static furat_status
read_once(void *context)
{
  const allocation_case *c = context;
  const furat_read_options options = options_of(c->syntax);
  const furat_quad_sink sink = {NULL, ignore_quads, NULL};
  return furat_read_memory(c->text, "doc", &options, &sink, NULL);
}

void
assert_robust(const char *syntax, furat_str text)
{
  quads_result whole;
  quads_init(&whole);
  assert_int_equal(quads_read(&whole, syntax, text, NULL), FURAT_OK);
  assert_true(whole.n_quads > 0);
  check_pieces(syntax, text, &whole);
  check_failing_source(syntax, text);
  check_failing_sink(syntax, text, whole.n_calls);
  quads_clear(&whole);

  allocation_case c = {syntax, text};
  alloc_fail_each(read_once, &c);

  furat_cancel cancel;
  furat_cancel_init(&cancel, 0);
  furat_cancel_request(&cancel);
  furat_read_options options = options_of(syntax);
  options.cancel = &cancel;
  quads_init(&whole);
  assert_int_equal(quads_read(&whole, syntax, text, &options), FURAT_INTERRUPTED);
  assert_int_equal(whole.n_quads, 0);
  quads_clear(&whole);
}
