// SPDX-License-Identifier: GPL-3.0-or-later
// Variables of a session.
#include "shell/variables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/alloc_fail.h"

static furat_status
set(furat_variables *variables, const char *name, const char *value, furat_error *err)
{
  furat_term term = furat_term_iri(furat_str_of(value));
  return furat_variables_set(variables, furat_str_of(name), &term, err);
}

// The names that are bound in the text, each with a blank behind it.
static void
assert_bound(const furat_variables *variables, const char *text, const char *expected)
{
  furat_vec bindings;
  furat_error err = FURAT_ERROR_INIT;
  char names[200] = "";
  furat_vec_init(&bindings, sizeof(furat_binding), 100);
  assert_int_equal(furat_variables_bind(&bindings, variables, furat_str_of(text), &err),
                   FURAT_OK);
  for (size_t i = 0; i < bindings.n; i++) {
    furat_str name = FURAT_VEC_AT(&bindings, furat_binding, i).variable;
    strncat(names, name.data, name.len);
    strcat(names, " ");
  }
  assert_string_equal(names, expected);
  furat_vec_clear(&bindings);
}

static void
those_that_are_named_are_bound(void **state)
{
  (void)state;
  furat_variables variables;
  furat_error err = FURAT_ERROR_INIT;
  furat_variables_init(&variables);
  assert_int_equal(set(&variables, "?_a", "http://e/1", &err), FURAT_OK);
  assert_int_equal(set(&variables, "_b", "http://e/2", &err), FURAT_OK);
  assert_bound(&variables, "ASK { ?_b ?p ?_a }", "_a _b ");
  assert_bound(&variables, "ASK { $_a ?p ?_ab }", "_a ");
  assert_bound(&variables, "ASK { ?x ?p '?_a' } # ?_b", "");
  assert_int_equal(set(&variables, "_a", "http://e/3", &err), FURAT_OK);
  assert_int_equal(variables.items.n, 2);
  furat_variables_clear(&variables);
}

static void
they_are_forgotten(void **state)
{
  (void)state;
  furat_variables variables;
  furat_error err = FURAT_ERROR_INIT;
  furat_variables_init(&variables);
  assert_int_equal(set(&variables, "_a", "http://e/1", &err), FURAT_OK);
  assert_int_equal(set(&variables, "_b", "http://e/2", &err), FURAT_OK);
  assert_int_equal(furat_variables_unset(&variables, FURAT_STR("?_a"), &err), FURAT_OK);
  assert_bound(&variables, "ASK { ?_b ?p ?_a }", "_b ");
  assert_int_equal(furat_variables_unset(&variables, FURAT_STR("_a"), &err),
                   FURAT_NOT_FOUND);
  assert_string_equal(err.message, "?_a is not set");
  furat_variables_clear(&variables);
}

static void
names_are_those_of_sparql(void **state)
{
  (void)state;
  furat_variables variables;
  furat_error err = FURAT_ERROR_INIT;
  furat_variables_init(&variables);
  assert_int_equal(set(&variables, "_a b", "http://e/1", &err), FURAT_USAGE);
  assert_int_equal(set(&variables, "?", "http://e/1", &err), FURAT_USAGE);
  assert_int_equal(set(&variables, "_اسم", "http://e/1", &err), FURAT_OK);
  assert_true(furat_variable_is_name("_a"));
  assert_true(furat_variable_is_name("?a"));
  assert_false(furat_variable_is_name("timer"));
  assert_false(furat_variable_is_name("_"));
  furat_variables_clear(&variables);
}

static furat_status
set_once(void *context)
{
  (void)context;
  furat_variables variables;
  furat_error err = FURAT_ERROR_INIT;
  furat_vec bindings;
  furat_variables_init(&variables);
  furat_vec_init(&bindings, sizeof(furat_binding), 100);
  furat_status status = set(&variables, "_a", "http://e/1", &err);
  if (status == FURAT_OK) {
    status = set(&variables, "_a", "http://e/2", &err);
  }
  if (status == FURAT_OK) {
    status = furat_variables_bind(&bindings, &variables, FURAT_STR("?_a"), &err);
  }
  furat_vec_clear(&bindings);
  furat_variables_clear(&variables);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each_tolerant(set_once, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(those_that_are_named_are_bound),
      cmocka_unit_test(they_are_forgotten),
      cmocka_unit_test(names_are_those_of_sparql),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
