// SPDX-License-Identifier: GPL-3.0-or-later
// Right statements, typed line by line at a terminal: none is refused, or run, before its
// last line.  Those of the W3C suites, and the canned queries.
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "shell/split.h"
#include "sparql/parser.h"

typedef struct typing {
  size_t n_statements;
} typing;

static furat_status
count_statement(void *self, furat_str text, uint64_t first_line, bool update,
                furat_error *err)
{
  (void)text, (void)first_line, (void)update, (void)err;
  typing *t = self;
  t->n_statements++;
  return FURAT_OK;
}

static furat_status
refuse_command(void *self, furat_str line, uint64_t line_number, furat_error *err)
{
  (void)self, (void)line, (void)line_number, (void)err;
  fail_msg("a line of SPARQL is no command");
  return FURAT_OK;
}

static bool
read_file(furat_buffer *out, const char *path)
{
  FILE *file = fopen(path, "rb");
  char bytes[4096];
  size_t n = 0;
  while (file && (n = fread(bytes, 1, sizeof bytes, file)) > 0) {
    furat_buffer_append(out, (furat_str){bytes, n});
  }
  if (file) {
    fclose(file);
  }
  return file && out->status == FURAT_OK;
}

static bool
is_right(furat_str text, bool update)
{
  furat_arena arena;
  const furat_ast *ast = NULL;
  const furat_sparql_options options = {.base = FURAT_STR("http://e/")};
  furat_arena_init(&arena, SIZE_MAX);
  const furat_status status =
      update ? furat_sparql_parse_update(&ast, &arena, text, &options, NULL)
             : furat_sparql_parse_query(&ast, &arena, text, &options, NULL);
  furat_arena_clear(&arena);
  return status == FURAT_OK;
}

// With what is typed so far no error is seen that would end the statement.
static void
type_lines(furat_str text, const char *path)
{
  typing t = {.n_statements = 0};
  const furat_split_sink sink = {&t, count_statement, refuse_command};
  furat_splitter splitter;
  furat_splitter_init(&splitter);
  for (size_t at = 0; at < text.len;) {
    const furat_str rest = furat_str_slice(text, at, text.len - at);
    const furat_str line = furat_str_slice(rest, 0, furat_str_find_byte(rest, '\n'));
    assert_int_equal(furat_splitter_line(&splitter, line, &sink, NULL), FURAT_OK);
    at += line.len + 1;
    if (splitter.statement.broken) {
      fail_msg("%s is refused at line %zu", path, (size_t)splitter.n_lines);
    }
    if (splitter.n_blank > 1 && furat_statement_open(&splitter.statement) != '\0') {
      fail_msg("%s is given up at line %zu", path, (size_t)splitter.n_lines);
    }
  }
  furat_splitter_clear(&splitter);
}

static size_t
check_file(const char *path)
{
  const furat_str name = furat_str_of(path);
  const bool update = furat_str_ends_with(name, FURAT_STR(".ru"));
  if (!update && !furat_str_ends_with(name, FURAT_STR(".rq"))) {
    return 0;
  }
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  assert_true(read_file(&text, path));
  const bool right = is_right(furat_buffer_str(&text), update);
  if (right) {
    type_lines(furat_buffer_str(&text), path);
  }
  furat_buffer_clear(&text);
  return right;
}

static size_t
check_folder(const char *path, int depth)
{
  DIR *folder = depth > 0 ? opendir(path) : NULL;
  size_t n = 0;
  const struct dirent *entry;
  while (folder && (entry = readdir(folder))) {
    char child[4096];
    if (entry->d_name[0] != '.') {
      snprintf(child, sizeof child, "%s/%s", path, entry->d_name);
      n += check_file(child) + check_folder(child, depth - 1);
    }
  }
  if (folder) {
    closedir(folder);
  }
  return n;
}

static void
canned_queries_are_taken(void **state)
{
  (void)state;
  char path[4096];
  const char *source = getenv("top_srcdir");
  snprintf(path, sizeof path, "%s/queries", source ? source : ".");
  assert_true(check_folder(path, 2) > 10);
}

static void
those_of_the_w3c_suites_are_taken(void **state)
{
  (void)state;
  const char *suites = getenv("FURAT_RDF_TESTS");
  if (!suites || !suites[0]) {
    skip();
  }
  char path[4096];
  snprintf(path, sizeof path, "%s/sparql/sparql10", suites);
  size_t n = check_folder(path, 4);
  snprintf(path, sizeof path, "%s/sparql/sparql11", suites);
  n += check_folder(path, 4);
  assert_true(n > 800);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(canned_queries_are_taken),
      cmocka_unit_test(those_of_the_w3c_suites_are_taken),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
