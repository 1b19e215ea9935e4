// SPDX-License-Identifier: GPL-3.0-or-later
// The table of settings, and what they may be set to.
#include "shell/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/show.h"
#include "tests/support/alloc_fail.h"

static void
assert_value(const furat_settings *settings, const char *name, const char *expected)
{
  furat_buffer out;
  furat_buffer_init(&out, 1000);
  furat_settings_get(&out, settings, furat_setting_named(name));
  furat_buffer_append_byte(&out, '.');
  furat_buffer_truncate(&out, out.len - 1);
  assert_string_equal(out.data, expected);
  furat_buffer_clear(&out);
}

static furat_status
set(furat_settings *settings, const char *name, const char *value)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_status status =
      furat_settings_set(settings, furat_setting_named(name), value, &err);
  assert_int_equal(status == FURAT_OK, err.message[0] == '\0');
  return status;
}

static void
first_values_are_those_of_the_table(void **state)
{
  (void)state;
  furat_settings settings;
  assert_int_equal(furat_settings_init(&settings, NULL), FURAT_OK);
  for (size_t i = 0; furat_setting_at(i); i++) {
    assert_value(&settings, furat_setting_at(i)->name, furat_setting_at(i)->initial);
  }
  furat_settings_clear(&settings);
}

static void
every_value_comes_back_as_it_was_set(void **state)
{
  (void)state;
  furat_settings settings;
  assert_int_equal(furat_settings_init(&settings, NULL), FURAT_OK);
  for (size_t i = 0; furat_setting_at(i); i++) {
    const furat_setting *setting = furat_setting_at(i);
    for (size_t j = 0; setting->choices && setting->choices[j]; j++) {
      assert_int_equal(set(&settings, setting->name, setting->choices[j]), FURAT_OK);
      assert_value(&settings, setting->name, setting->choices[j]);
    }
  }
  assert_int_equal(set(&settings, "maxrows", "0"), FURAT_OK);
  assert_int_equal(set(&settings, "maxrows", "999999999999999999"), FURAT_OK);
  assert_value(&settings, "maxrows", "999999999999999999");
  assert_int_equal(set(&settings, "lang", "ar,en-GB,ku"), FURAT_OK);
  assert_value(&settings, "lang", "ar,en-GB,ku");
  furat_settings_clear(&settings);
  unsetenv("FURAT_COLOR");
  unsetenv("FURAT_THEME");
}

static void
wrong_values_leave_the_old_one(void **state)
{
  (void)state;
  static const struct {
    const char *name;
    const char *value;
  } cases[] = {
      {"timer", "yes"},  {"timer", ""},    {"maxrows", "-1"},
      {"maxrows", "1 "}, {"maxrows", ""},  {"maxrows", "9999999999999999999"},
      {"lang", ""},      {"lang", "ar,"},  {"lang", ",en"},
      {"lang", "a b"},   {"lang", "-x"},   {"mode", "jason"},
      {"width", "wide"}, {"color", "red"},
  };
  furat_settings settings;
  assert_int_equal(furat_settings_init(&settings, NULL), FURAT_OK);
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    assert_int_equal(set(&settings, cases[i].name, cases[i].value), FURAT_USAGE);
    assert_value(&settings, cases[i].name, furat_setting_named(cases[i].name)->initial);
  }
  furat_settings_clear(&settings);
}

static void
no_time_and_no_memory_are_no_bound(void **state)
{
  (void)state;
  furat_settings settings;
  assert_int_equal(furat_settings_init(&settings, NULL), FURAT_OK);
  assert_int_equal(set(&settings, "timeout", "0"), FURAT_OK);
  assert_value(&settings, "timeout", "none");
  assert_int_equal(set(&settings, "memory", "0"), FURAT_OK);
  assert_value(&settings, "memory", "none");
  furat_settings_clear(&settings);
}

// Names in order; usages begin with the command and name every choice, or say FORMAT.
static void
the_table_is_in_order(void **state)
{
  (void)state;
  for (size_t i = 0; furat_setting_at(i); i++) {
    const furat_setting *setting = furat_setting_at(i);
    size_t n = strlen(setting->name);
    assert_true(i == 0 || strcmp(furat_setting_at(i - 1)->name, setting->name) < 0);
    assert_int_equal(setting->usage[0], '.');
    assert_memory_equal(setting->usage + 1, setting->name, n);
    assert_memory_equal(setting->usage + 1 + n, " [", 2);
    for (size_t j = 0; setting->choices && setting->choices[j]; j++) {
      assert_true(strstr(setting->usage, setting->choices[j]) ||
                  strstr(setting->usage, "[FORMAT]"));
    }
  }
  assert_null(furat_setting_named("nothing"));
}

static size_t
count_choices(const char *name)
{
  size_t n = 0;
  while (furat_setting_named(name)->choices[n]) {
    n++;
  }
  return n;
}

// --results of the commands takes the same formats as .mode.
static void
modes_are_those_of_the_commands(void **state)
{
  (void)state;
  furat_settings settings;
  assert_int_equal(furat_settings_init(&settings, NULL), FURAT_OK);
  size_t n = 0;
  for (const char *at = FURAT_RESULTS_CHOICES; *at; n++) {
    char name[32] = "";
    size_t len = strcspn(at, " ");
    memcpy(name, at, len);
    assert_int_equal(furat_settings_set_mode(&settings, name, NULL), FURAT_OK);
    const char *mode = furat_settings_mode(&settings);
    assert_true((mode && strcmp(mode, name) == 0) ||
                strcmp(furat_settings_graph_mode(&settings), name) == 0);
    at += len + (at[len] == ' ');
  }
  // "auto" is no format.
  assert_int_equal(n, count_choices("mode") - 1 + count_choices("graphmode"));
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_settings_set_mode(&settings, "jason", &err), FURAT_USAGE);
  assert_string_equal(err.message, "there is no format jason");
  furat_settings_clear(&settings);
}

static furat_status
init_and_set(void *context)
{
  (void)context;
  furat_settings settings;
  furat_status status = furat_settings_init(&settings, NULL);
  if (status == FURAT_OK) {
    status = furat_settings_set(&settings, furat_setting_named("lang"), "ar", NULL);
  }
  furat_settings_clear(&settings);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each(init_and_set, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(first_values_are_those_of_the_table),
      cmocka_unit_test(every_value_comes_back_as_it_was_set),
      cmocka_unit_test(wrong_values_leave_the_old_one),
      cmocka_unit_test(no_time_and_no_memory_are_no_bound),
      cmocka_unit_test(the_table_is_in_order),
      cmocka_unit_test(modes_are_those_of_the_commands),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
