// SPDX-License-Identifier: GPL-3.0-or-later
// Every status has a name, an exit code and an HTTP code.
#include "base/status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void
every_status_has_a_row(void **state)
{
  (void)state;
  for (int s = FURAT_OK; s <= FURAT_INTERNAL; ++s) {
    assert_true(strlen(furat_status_name((furat_status)s)) > 3);
    assert_in_range(furat_status_http_code((furat_status)s), 200, 599);
  }
}

static void
exit_codes_are_the_documented_ones(void **state)
{
  (void)state;
  assert_int_equal(furat_status_exit_code(FURAT_OK), 0);
  assert_int_equal(furat_status_exit_code(FURAT_BAD_SYNTAX), 1);
  assert_int_equal(furat_status_exit_code(FURAT_NOT_FOUND), 1);
  assert_int_equal(furat_status_exit_code(FURAT_USAGE), 2);
  assert_int_equal(furat_status_exit_code(FURAT_IO), 3);
  assert_int_equal(furat_status_exit_code(FURAT_NO_MEM), 3);
  assert_int_equal(furat_status_exit_code(FURAT_NO_ANSWER), 4);
  assert_int_equal(furat_status_exit_code(FURAT_LIMIT), 3);
  assert_int_equal(furat_status_exit_code(FURAT_UNSUPPORTED), 77);
  assert_int_equal(furat_status_exit_code(FURAT_INTERRUPTED), 130);
}

static void
unknown_status_is_an_internal_error(void **state)
{
  (void)state;
  assert_string_equal(furat_status_name((furat_status)99), "internal error");
  assert_int_equal(furat_status_exit_code((furat_status)99), 3);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_status_has_a_row),
      cmocka_unit_test(exit_codes_are_the_documented_ones),
      cmocka_unit_test(unknown_status_is_an_internal_error),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
