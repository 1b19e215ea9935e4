// SPDX-License-Identifier: GPL-3.0-or-later
// Fuzz target of the SPARQL lexer, parser and printer: no input may crash them, errors
// lie inside the text, and what is printed parses again to the same bytes.  Built with
// clang's -fsanitize=fuzzer (see local.mk), and with smoke_sparql.c for the tests.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diagnostic.h"
#include "sparql/lexer.h"
#include "sparql/parser.h"
#include "sparql/print.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_PRINTED = 1 << 22 };

static void
require(bool condition, const char *what)
{
  if (!condition) {
    fprintf(stderr, "fuzz_sparql: %s\n", what);
    abort();
  }
}

/// Every token lies inside the text, behind the one before it.
static void
lex(furat_str text, furat_arena *arena)
{
  furat_lexer lexer;
  furat_lexer_init(&lexer, text, arena);
  furat_token token = {.kind = FURAT_TOKEN_BAD};
  size_t end = 0;
  while (token.kind != FURAT_TOKEN_END) {
    furat_error err = FURAT_ERROR_INIT;
    const furat_status status = furat_lexer_next(&lexer, &token, &err);
    require(status == FURAT_OK || err.has_span, "a lexical error without a place");
    require(token.span.start >= end && token.span.end <= text.len,
            "a token out of order");
    require(token.kind == FURAT_TOKEN_END || token.span.end > end,
            "a token without an end");
    end = token.span.end;
  }
}

static void
check_error(const furat_error *err, furat_str text)
{
  require(err->status == FURAT_BAD_SYNTAX || err->status == FURAT_LIMIT ||
              err->status == FURAT_BAD_DATA,
          "an error of another kind");
  require(err->message[0] != '\0', "an error without words");
  require(!err->has_span ||
              (err->span.start <= err->span.end && err->span.end <= text.len),
          "an error outside of the text");
  furat_buffer shown;
  furat_buffer_init(&shown, SIZE_MAX);
  furat_diagnostic_format(&shown, err, text);
  furat_buffer_clear(&shown);
}

/// Parse and print; false when the text is rejected.
static bool
print(furat_buffer *out, furat_str text, bool is_update, const char *base)
{
  const furat_sparql_options options = {.base = furat_str_of(base)};
  const furat_ast *ast = NULL;
  furat_error err = FURAT_ERROR_INIT;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_status status =
      is_update ? furat_sparql_parse_update(&ast, &arena, text, &options, &err)
                : furat_sparql_parse_query(&ast, &arena, text, &options, &err);
  if (status == FURAT_OK) {
    status = furat_sparql_print(out, ast, &err);
  } else {
    check_error(&err, text);
  }
  furat_arena_clear(&arena);
  return status == FURAT_OK;
}

static void
print_twice(furat_str text, bool is_update)
{
  furat_buffer first;
  furat_buffer second;
  furat_buffer_init(&first, MAX_PRINTED);
  furat_buffer_init(&second, MAX_PRINTED);
  if (print(&first, text, is_update, "http://example.org/base")) {
    require(print(&second, furat_buffer_str(&first), is_update, ""),
            "what was printed does not parse");
    require(furat_str_equal(furat_buffer_str(&first), furat_buffer_str(&second)),
            "what was printed prints otherwise");
  }
  furat_buffer_clear(&first);
  furat_buffer_clear(&second);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const furat_str text = {(const char *)data, size};
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  lex(text, &arena);
  furat_arena_clear(&arena);
  print_twice(text, false);
  print_twice(text, true);
  return 0;
}
