// SPDX-License-Identifier: GPL-3.0-or-later
// Files: their syntax, their base IRI, and their names in errors.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "io/reader.h"
#include "support/quads.h"

static char folder[] = "/tmp/furat-test.XXXXXX";

static int
make_folder(void **state)
{
  (void)state;
  return mkdtemp(folder) ? 0 : -1;
}

static int
remove_folder(void **state)
{
  (void)state;
  return rmdir(folder);
}

/// Read a file of the folder with `text` in it; it is gone afterwards.
static furat_status
read_file(quads_result *result, const char *name, const char *text,
          const furat_read_options *options)
{
  char path[100];
  snprintf(path, sizeof(path), "%s/%s", folder, name);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
  assert_int_equal(fclose(file), 0);
  quads_init(result);
  const furat_quad_sink sink = quads_sink(result);
  const furat_status status = furat_read_file(path, options, &sink, &result->err);
  unlink(path);
  return status;
}

static void
the_base_is_the_file_itself(void **state)
{
  (void)state;
  const furat_read_options options = FURAT_READ_OPTIONS_INIT;
  quads_result result;
  assert_int_equal(read_file(&result, "a b.ttl", "<> <a:p> <x> .", &options), FURAT_OK);
  char expected[300];
  snprintf(expected, sizeof(expected), "<file://%s/a%%20b.ttl> <a:p> <file://%s/x> .\n",
           folder, folder);
  assert_string_equal(result.text.data, expected);
  quads_clear(&result);
}

static void
a_given_base_and_syntax_win(void **state)
{
  (void)state;
  const furat_read_options options = {.syntax = furat_syntax_named(FURAT_STR("turtle")),
                                      .base = FURAT_STR("http://b/c")};
  quads_result result;
  assert_int_equal(read_file(&result, "x.nt", "<> <p> <#x> .", &options), FURAT_OK);
  assert_string_equal(result.text.data, "<http://b/c> <http://b/p> <http://b/c#x> .\n");
  quads_clear(&result);
}

static void
errors_name_the_file(void **state)
{
  (void)state;
  const furat_read_options options = FURAT_READ_OPTIONS_INIT;
  quads_result result;
  assert_int_equal(read_file(&result, "x.nt", "<a:s> <a:p>\n", &options),
                   FURAT_BAD_SYNTAX);
  assert_non_null(strstr(result.err.source, "/x.nt"));
  assert_int_equal(result.err.line, 1);
  assert_int_equal(result.err.column, 12);
  quads_clear(&result);
}

static void
an_unknown_ending_needs_a_format(void **state)
{
  (void)state;
  const furat_read_options options = FURAT_READ_OPTIONS_INIT;
  quads_result result;
  quads_init(&result);
  const furat_quad_sink sink = quads_sink(&result);
  assert_int_equal(furat_read_file("data.xyz", &options, &sink, &result.err),
                   FURAT_USAGE);
  assert_string_equal(result.err.message,
                      "the ending of data.xyz does not tell its syntax");
  assert_non_null(strstr(result.err.hint, "--format"));
}

static void
what_is_only_written_cannot_be_read(void **state)
{
  (void)state;
  const furat_read_options options = FURAT_READ_OPTIONS_INIT;
  quads_result result;
  assert_int_equal(read_file(&result, "x.jsonld", "{}", &options), FURAT_UNSUPPORTED);
  quads_clear(&result);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_base_is_the_file_itself),
      cmocka_unit_test(a_given_base_and_syntax_win),
      cmocka_unit_test(errors_name_the_file),
      cmocka_unit_test(an_unknown_ending_needs_a_format),
      cmocka_unit_test(what_is_only_written_cannot_be_read),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
