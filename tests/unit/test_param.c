// SPDX-License-Identifier: GPL-3.0-or-later
// NAME=TERM of the command line, standard input named once, and the rule for IRIs.
#include "cli/param.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/standard_input.h"
#include "cli/term_text.h"
#include "rdf/vocabulary.h"
#include "support/alloc_fail.h"

static furat_status
parse(furat_binding *binding, furat_arena *arena, const char *text, furat_error *err)
{
  furat_prefixes prefixes;
  furat_prefixes_init(&prefixes);
  furat_status status =
      furat_prefixes_set(&prefixes, FURAT_STR("e"), FURAT_STR("http://e/"), err);
  if (status == FURAT_OK) {
    status = furat_param_parse(binding, arena, furat_str_of(text), &prefixes, err);
  }
  furat_prefixes_clear(&prefixes);
  return status;
}

static void
assert_param(const char *text, furat_term_kind kind, const char *name, const char *value,
             const char *datatype)
{
  furat_binding binding;
  furat_arena arena;
  furat_arena_init(&arena, 1 << 20);
  assert_int_equal(parse(&binding, &arena, text, NULL), FURAT_OK);
  assert_true(furat_str_equal(binding.variable, furat_str_of(name)));
  assert_int_equal(binding.value.kind, kind);
  assert_true(furat_str_equal(binding.value.text, furat_str_of(value)));
  assert_true(furat_str_equal(binding.value.datatype, furat_str_of(datatype)));
  furat_arena_clear(&arena);
}

static void
values_are_terms(void **state)
{
  (void)state;
  assert_param("v=<http://x/>", FURAT_TERM_IRI, "v", "http://x/", "");
  assert_param("?v=e:a", FURAT_TERM_IRI, "v", "http://e/a", "");
  assert_param("$v=-5", FURAT_TERM_LITERAL, "v", "-5", FURAT_XSD_INTEGER);
  assert_param("v=5.", FURAT_TERM_LITERAL, "v", "5.", FURAT_XSD_STRING);
  assert_param("v=true", FURAT_TERM_LITERAL, "v", "true", FURAT_XSD_BOOLEAN);
  assert_param("v=f:a", FURAT_TERM_LITERAL, "v", "f:a", FURAT_XSD_STRING);
  assert_param("v=a=b", FURAT_TERM_LITERAL, "v", "a=b", FURAT_XSD_STRING);
  assert_param("v=", FURAT_TERM_LITERAL, "v", "", FURAT_XSD_STRING);
  assert_param("\xD9\x85=x", FURAT_TERM_LITERAL, "\xD9\x85", "x", FURAT_XSD_STRING);
}

static void
what_is_no_parameter_is_refused(void **state)
{
  (void)state;
  static const char *const bad[] = {"", "=", "v", "?", "?=1", "=1", "a b=1", "a-b=1"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    furat_binding binding;
    furat_arena arena;
    furat_error err = FURAT_ERROR_INIT;
    furat_arena_init(&arena, 1 << 20);
    assert_int_equal(parse(&binding, &arena, bad[i], &err), FURAT_USAGE);
    assert_non_null(strstr(err.message, "a parameter is NAME=TERM, not"));
    furat_arena_clear(&arena);
  }
}

static furat_status
add_two(void *context)
{
  furat_vec bindings;
  furat_arena arena;
  furat_prefixes prefixes;
  (void)context;
  furat_prefixes_init(&prefixes);
  furat_vec_init(&bindings, sizeof(furat_binding), 10);
  furat_arena_init(&arena, 1 << 20);
  furat_status status =
      furat_param_add(&bindings, &arena, FURAT_STR("a=\"x\"@en"), &prefixes, NULL);
  if (status == FURAT_OK) {
    status = furat_param_add(&bindings, &arena, FURAT_STR("b=<urn:b>"), &prefixes, NULL);
  }
  furat_arena_clear(&arena);
  furat_vec_clear(&bindings);
  furat_prefixes_clear(&prefixes);
  return status;
}

static void
failing_allocations_are_told(void **state)
{
  (void)state;
  alloc_fail_each(add_two, NULL);
}

static void
iris_have_one_rule(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    const char *iri; // NULL: refused
  } cases[] = {{"<http://x/>", "http://x/"},
               {"rdf:type", "rdf:type"},
               {"urn:x", "urn:x"},
               {"<x", NULL},
               {"x", NULL},
               {"", NULL},
               {"<>", NULL},
               {"http://a b/", NULL}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    furat_arena arena;
    furat_str iri;
    furat_error err = FURAT_ERROR_INIT;
    furat_arena_init(&arena, 1 << 20);
    const furat_status status =
        furat_iri_argument(&iri, &arena, "base", cases[i].text, NULL, &err);
    assert_int_equal(status, cases[i].iri ? FURAT_OK : FURAT_USAGE);
    assert_true(!cases[i].iri || furat_str_equal(iri, furat_str_of(cases[i].iri)));
    assert_true(cases[i].iri || strstr(err.message, "--base wants an IRI"));
    furat_arena_clear(&arena);
  }
}

// ---------------------------------------------------------------- standard input

static const furat_option options[] = {
    {.id = 1, .kind = FURAT_OPTION_DOCUMENT, .name = "data", .repeatable = true},
    {.id = 2, .kind = FURAT_OPTION_SPARQL, .name = "query"},
    {.id = 3, .kind = FURAT_OPTION_NAMED_DOCUMENT, .name = "named", .repeatable = true},
    {.id = 4, .kind = FURAT_OPTION_FILE, .name = "output"},
    {.id = 5, .kind = FURAT_OPTION_FLAG, .name = "flag"},
    {.id = 0}};

static furat_status
check(furat_option_kind operands, int argc, const char *const *argv)
{
  const furat_command command = {.name = "query", .operand_kind = operands};
  char *words[8];
  furat_vec arguments;
  assert_true(argc <= 8);
  memcpy(words, argv, (size_t)argc * sizeof *argv);
  assert_int_equal(furat_options_parse(&arguments, options, argc, words, NULL), FURAT_OK);
  const furat_status status =
      furat_standard_input_check(&command, options, &arguments, NULL);
  furat_vec_clear(&arguments);
  return status;
}

#define CHECK(operands, ...)                                                     \
  check(operands, (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)), \
        (const char *[]){__VA_ARGS__})

static void
standard_input_is_read_once(void **state)
{
  (void)state;
  assert_int_equal(CHECK(FURAT_OPTION_DOCUMENT, "-"), FURAT_OK);
  assert_int_equal(CHECK(FURAT_OPTION_DOCUMENT, "-", "-"), FURAT_USAGE);
  assert_int_equal(CHECK(FURAT_OPTION_DOCUMENT, "--data", "-", "--named", "x=-"),
                   FURAT_USAGE);
  assert_int_equal(CHECK(FURAT_OPTION_DOCUMENT, "--output", "-", "-", "--flag"),
                   FURAT_OK);
  assert_int_equal(CHECK(FURAT_OPTION_REQUEST, "--data", "-"), FURAT_USAGE);
  assert_int_equal(CHECK(FURAT_OPTION_REQUEST, "--data", "-", "ASK {}"), FURAT_OK);
  assert_int_equal(CHECK(FURAT_OPTION_REQUEST, "--data", "-", "--query", "q"), FURAT_OK);
  assert_int_equal(CHECK(FURAT_OPTION_REQUEST, "--data", "-", "-"), FURAT_USAGE);
  assert_int_equal(CHECK(FURAT_OPTION_FLAG, "--data", "-"), FURAT_OK);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(values_are_terms),
      cmocka_unit_test(what_is_no_parameter_is_refused),
      cmocka_unit_test(failing_allocations_are_told),
      cmocka_unit_test(iris_have_one_rule),
      cmocka_unit_test(standard_input_is_read_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
