// SPDX-License-Identifier: GPL-3.0-or-later
// Drives fuzz_sparql.c without a fuzzer: with the files given, or with requests that it
// mutates itself from a printed seed (FURAT_TEST_SEED).
#include <stdint.h>
#include <stdio.h>

#include "base/buffer.h"
#include "sparql/builtins.h"
#include "sparql/keywords.h"
#include "support/random.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { N_ROUNDS = 4000, MAX_EDITS = 6, MAX_TEXT = 1 << 16 };

static random_source source;

static size_t
below(size_t n)
{
  return (size_t)random_below(&source, n);
}

static const char *const requests[] = {
    "PREFIX : <http://e/> SELECT ?x (COUNT(*) AS ?n) { ?x :p/^:q*|!(a|^:r) 'a'@en } "
    "GROUP BY ?x",
    "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ( 1 2 [ ?p 3 ] ) } } MINUS { ?s a "
    "?o } }",
    "ASK { FILTER (?x IN (1, -2.5e3) && NOT EXISTS { ?x ?y ?z } || REGEX(?x, '''a''', "
    "\"i\")) }",
    "CONSTRUCT { _:a ?p [] } FROM <http://g> WHERE { ?s ?p ?o OPTIONAL { _:b ?q ?r } } "
    "LIMIT 3",
    "SELECT ?x { VALUES (?x ?y) { (1 UNDEF) } BIND (?x + 1 * -2 AS ?z) { SELECT ?x {} } "
    "}",
    "INSERT DATA { <http://s> <http://p> 1 . GRAPH <http://g> { _:b <http://q> "
    "\"\\u0639\" } }",
    "WITH <http://g> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } USING <http://h> WHERE { ?s "
    "?p ?o }",
    "LOAD SILENT <http://d> INTO GRAPH <http://g> ; COPY DEFAULT TO <http://h> ; CLEAR "
    "ALL",
};

static const char *const pieces[] = {
    "{",  "}",       "(",          ")",   "[",   "]",        "()",   "[]",   ".",
    ";",  ",",       "<http://a>", "<b>", "?x",  "$y",       "_:b",  "'''",  "\"",
    "\\", "\\u0041", "#",          "\n",  "@ar", "^^",       "^",    "!",    "/",
    "|",  "*",       "+",          "?",   "=",   "<",        ">",    "&&",   "||",
    "-1", "1.5",     "1e9",        ":",   "x:y", "\xD8\xB9", "\xFF", "AS ?x"};

static const char *
any_piece(void)
{
  size_t n;
  const size_t kind = below(3);
  if (kind == 0) {
    const char *const *keywords = furat_keyword_texts(&n);
    return keywords[below(n)];
  }
  if (kind == 1) {
    const char *const *functions = furat_builtin_names(&n);
    return functions[below(n)];
  }
  return pieces[below(sizeof(pieces) / sizeof(pieces[0]))];
}

/// Cut something out of the text, or put a piece or a part of another request in.
static void
edit(furat_buffer *out, furat_str text)
{
  const size_t at = below(text.len + 1);
  const size_t kind = below(3);
  furat_buffer_append(out, furat_str_slice(text, 0, at));
  size_t rest = at;
  if (kind == 0) {
    rest += below(12);
  } else if (kind == 1) {
    furat_buffer_append_byte(out, ' ');
    furat_buffer_append_cstr(out, any_piece());
    furat_buffer_append_byte(out, ' ');
  } else {
    const furat_str other =
        furat_str_of(requests[below(sizeof(requests) / sizeof(requests[0]))]);
    furat_buffer_append(out, furat_str_slice(other, below(other.len), below(40)));
  }
  furat_buffer_append(out, furat_str_slice(text, rest, text.len));
}

static bool
try_one(void)
{
  furat_buffer text[2];
  furat_buffer_init(&text[0], MAX_TEXT);
  furat_buffer_init(&text[1], MAX_TEXT);
  furat_buffer_append_cstr(&text[0],
                           requests[below(sizeof(requests) / sizeof(requests[0]))]);
  const size_t n_edits = 1 + below(MAX_EDITS);
  for (size_t i = 0; i < n_edits; ++i) {
    furat_buffer_reset(&text[(i + 1) % 2]);
    edit(&text[(i + 1) % 2], furat_buffer_str(&text[i % 2]));
  }
  const furat_buffer *last = &text[n_edits % 2];
  const bool ok = last->status == FURAT_OK;
  if (ok) {
    LLVMFuzzerTestOneInput((const uint8_t *)last->data, last->len);
  }
  furat_buffer_clear(&text[0]);
  furat_buffer_clear(&text[1]);
  return ok;
}

static bool
try_file(const char *path)
{
  static uint8_t bytes[1 << 20];
  FILE *file = fopen(path, "rb");
  if (!file) {
    return false;
  }
  const size_t n = fread(bytes, 1, sizeof(bytes), file);
  fclose(file);
  LLVMFuzzerTestOneInput(bytes, n);
  return true;
}

int
main(int argc, char **argv)
{
  for (int i = 1; i < argc; ++i) {
    if (!try_file(argv[i])) {
      fprintf(stderr, "cannot read %s\n", argv[i]);
      return 1;
    }
  }
  if (argc > 1) {
    return 0;
  }
  printf("1..1\n");
  source = random_start("smoke_sparql");
  fflush(stdout);
  bool ok = true;
  for (int i = 0; ok && i < N_ROUNDS; ++i) {
    ok = try_one();
  }
  printf("%s 1 - mutated_requests_are_parsed_or_refused\n", ok ? "ok" : "not ok");
  return ok ? 0 : 1;
}
