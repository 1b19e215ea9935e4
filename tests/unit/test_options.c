// SPDX-License-Identifier: GPL-3.0-or-later
// Option tables: every way to write an option, every way to get it wrong.
#include "base/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/alloc_fail.h"

enum {
  OPT_FORMAT = 1,
  OPT_OUTPUT,
  OPT_UNION,
  OPT_LIMIT,
  OPT_MEMORY,
  OPT_DATA,
  OPT_VERBOSE
};

static const furat_option table[] = {
    {OPT_FORMAT, 0, false, false, FURAT_OPTION_CHOICE, "format", "FORMAT", "turtle json",
     "how to write"},
    {OPT_OUTPUT, 'o', false, false, FURAT_OPTION_FILE, "output", "FILE", NULL,
     "where to"},
    {OPT_UNION, 0, true, false, FURAT_OPTION_FLAG, "union", NULL, NULL, "all graphs"},
    {OPT_LIMIT, 'n', false, false, FURAT_OPTION_NUMBER, "max-rows", "N", NULL, "rows"},
    {OPT_MEMORY, 0, false, false, FURAT_OPTION_SIZE, "memory", "SIZE", NULL, "memory"},
    {OPT_DATA, 0, false, true, FURAT_OPTION_FILE, "data", "FILE", NULL, "data"},
    {OPT_VERBOSE, 'v', false, true, FURAT_OPTION_FLAG, "verbose", NULL, NULL, "say more"},
    {0}};

typedef struct outcome {
  furat_vec arguments;
  furat_status status;
  furat_error err;
} outcome;

static outcome
parse(int argc, const char *const *argv)
{
  outcome o = {.status = FURAT_OK};
  o.status = furat_options_parse(&o.arguments, table, argc,
                                 (char *const *)(uintptr_t)argv, &o.err);
  return o;
}

#define PARSE(...)                                                     \
  parse((int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)), \
        (const char *[]){__VA_ARGS__})

static const furat_argument *
at(const outcome *o, size_t i)
{
  assert_int_equal(o->status, FURAT_OK);
  assert_true(i < o->arguments.n);
  return &FURAT_VEC_AT(&o->arguments, furat_argument, i);
}

static void
values_come_in_every_form(void **state)
{
  (void)state;
  outcome o =
      PARSE("--format=json", "-ofile", "--data", "a", "--data=b", "-n", "7", "x", "-");
  assert_int_equal(o.arguments.n, 7);
  assert_string_equal(at(&o, 0)->value, "json");
  assert_string_equal(at(&o, 1)->value, "file");
  assert_string_equal(at(&o, 2)->value, "a");
  assert_string_equal(at(&o, 3)->value, "b");
  assert_int_equal(at(&o, 4)->number, 7);
  assert_int_equal(at(&o, 5)->id, 0);
  assert_string_equal(at(&o, 6)->value, "-");
  furat_vec_clear(&o.arguments);
}

static void
letters_come_in_clusters(void **state)
{
  (void)state;
  outcome o = PARSE("-vvofile");
  assert_int_equal(o.arguments.n, 3);
  assert_int_equal(at(&o, 1)->id, OPT_VERBOSE);
  assert_string_equal(at(&o, 2)->value, "file");
  furat_vec_clear(&o.arguments);
}

static void
flags_can_be_negated(void **state)
{
  (void)state;
  outcome o = PARSE("--no-union");
  assert_int_equal(at(&o, 0)->id, OPT_UNION);
  assert_true(at(&o, 0)->negated);
  furat_vec_clear(&o.arguments);
}

static void
double_dash_ends_options(void **state)
{
  (void)state;
  outcome o = PARSE("--", "--format", "-v");
  assert_int_equal(o.arguments.n, 2);
  assert_string_equal(at(&o, 0)->value, "--format");
  furat_vec_clear(&o.arguments);
}

static void
unambiguous_prefixes_are_enough(void **state)
{
  (void)state;
  outcome o = PARSE("--fo", "json", "--ver");
  assert_int_equal(at(&o, 0)->id, OPT_FORMAT);
  assert_int_equal(at(&o, 1)->id, OPT_VERBOSE);
  furat_vec_clear(&o.arguments);
  o = PARSE("--m", "1");
  assert_int_equal(o.status, FURAT_USAGE);
  assert_string_equal(o.err.message, "--m fits several options");
  furat_vec_clear(&o.arguments);
}

static void
sizes_take_suffixes(void **state)
{
  (void)state;
  outcome o = PARSE("--memory=3k");
  assert_int_equal(at(&o, 0)->number, 3072);
  furat_vec_clear(&o.arguments);
  o = PARSE("--memory=2T");
  assert_int_equal(at(&o, 0)->number, (uint64_t)2 << 40);
  furat_vec_clear(&o.arguments);
  static const char *const bad[] = {"",          "K", "1KB", "99999999999999999999",
                                    "18000000T", "-1"};
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    o = PARSE("--memory", bad[i]);
    assert_int_equal(o.status, FURAT_USAGE);
    furat_vec_clear(&o.arguments);
  }
}

static void
mistakes_are_named(void **state)
{
  (void)state;
  static const struct {
    const char *argument;
    const char *message;
    const char *hint;
  } cases[] = {
      {"--fromat=json", "there is no option --fromat", "did you mean --format?"},
      {"--zzzzzzzz", "there is no option --zzzzzzzz", ""},
      {"-x", "there is no option -x", ""},
      {"-\xD8\xB9\xD8\xB9", "there is no option -\xD8\xB9", ""},
      {"--format=yaml", "--format cannot be \"yaml\"", "it is one of: turtle json"},
      {"--format=trtle", "--format cannot be \"trtle\"",
       "did you mean turtle? it is one of: turtle json"},
      {"--format=ttl", "--format cannot be \"ttl\"",
       "did you mean turtle? it is one of: turtle json"},
      {"--no-unoin", "there is no option --no-unoin", "did you mean --no-union?"},
      {"--format=turtle json", "--format cannot be \"turtle json\"",
       "it is one of: turtle json"},
      {"--format", "--format needs a value: FORMAT", ""},
      {"--union=yes", "--union takes no value", ""},
      {"-n-3", "--max-rows wants a whole number, not \"-3\"", ""},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    outcome o = PARSE(cases[i].argument);
    assert_int_equal(o.status, FURAT_USAGE);
    assert_string_equal(o.err.message, cases[i].message);
    assert_string_equal(o.err.hint, cases[i].hint);
    furat_vec_clear(&o.arguments);
  }
}

static void
options_given_twice_are_refused(void **state)
{
  (void)state;
  outcome o = PARSE("-n1", "--max-rows=2");
  assert_int_equal(o.status, FURAT_USAGE);
  assert_string_equal(o.err.message, "--max-rows is given twice");
  furat_vec_clear(&o.arguments);
}

static void
help_lines_are_aligned(void **state)
{
  (void)state;
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_options_help(&out, table);
  const furat_str help = furat_buffer_str(&out);
  assert_true(furat_str_starts_with(
      help, FURAT_STR("      --format FORMAT       how to write (turtle json)\n"
                      "  -o, --output FILE         where to\n"
                      "      --[no-]union          all graphs\n")));
  furat_buffer_clear(&out);
}

static void
long_help_is_wrapped(void **state)
{
  (void)state;
  static const furat_option options[] = {
      {OPT_FORMAT, 'r', false, false, FURAT_OPTION_CHOICE, "results", "FORMAT",
       "table json xml csv tsv markdown html turtle", "write the results as FORMAT"},
      {0}};
  furat_buffer out;
  furat_buffer_init(&out, 4096);
  furat_options_help(&out, options);
  assert_string_equal(
      out.data,
      "  -r, --results FORMAT      write the results as FORMAT (table json xml csv tsv\n"
      "                            markdown html turtle)\n");
  furat_buffer_clear(&out);
}

static void
nearest_names_are_near(void **state)
{
  (void)state;
  static const char *const names[] = {"query", "update", "export", "explain"};
  assert_string_equal(furat_nearest_name("qeury", names, 4), "query");
  assert_string_equal(furat_nearest_name("EXPORT", names, 4), "export");
  assert_string_equal(furat_nearest_name("expain", names, 4), "explain");
  static const char *const shorter[] = {"graph", "dump"};
  assert_string_equal(furat_nearest_name("graf", shorter, 2), "graph");
  assert_null(furat_nearest_name("grqq", names, 4));
  assert_null(furat_nearest_name("expqqq", names, 4));
  assert_null(furat_nearest_name("zebra", names, 4));
  assert_null(furat_nearest_name("", names, 4));
  assert_null(furat_nearest_name("x", names, 0));
}

static furat_status
parse_some(void *context)
{
  (void)context;
  outcome o = PARSE("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m");
  furat_vec_clear(&o.arguments);
  return o.status;
}

static void
failing_allocations_are_told(void **state)
{
  (void)state;
  alloc_fail_each(parse_some, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(values_come_in_every_form),
      cmocka_unit_test(letters_come_in_clusters),
      cmocka_unit_test(flags_can_be_negated),
      cmocka_unit_test(double_dash_ends_options),
      cmocka_unit_test(unambiguous_prefixes_are_enough),
      cmocka_unit_test(sizes_take_suffixes),
      cmocka_unit_test(mistakes_are_named),
      cmocka_unit_test(options_given_twice_are_refused),
      cmocka_unit_test(help_lines_are_aligned),
      cmocka_unit_test(long_help_is_wrapped),
      cmocka_unit_test(nearest_names_are_near),
      cmocka_unit_test(failing_allocations_are_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
