// SPDX-License-Identifier: GPL-3.0-or-later
// The cancel token: requests, time limits, no token at all.
#include "base/cancel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <time.h>

static void
fresh_tokens_and_null_let_go_on(void **state)
{
  (void)state;
  furat_cancel cancel;
  furat_cancel_init(&cancel, 0);
  assert_int_equal(furat_cancel_poll(&cancel, NULL), FURAT_OK);
  assert_int_equal(furat_cancel_poll(NULL, NULL), FURAT_OK);
}

static void
requests_interrupt(void **state)
{
  (void)state;
  furat_cancel cancel;
  furat_error err = FURAT_ERROR_INIT;
  furat_cancel_init(&cancel, 0);
  furat_cancel_request(&cancel);
  assert_int_equal(furat_cancel_poll(&cancel, &err), FURAT_INTERRUPTED);
  unsigned n_polls = 7;
  assert_int_equal(furat_cancel_poll_often(&cancel, &n_polls, NULL), FURAT_INTERRUPTED);
  assert_int_equal(furat_cancel_poll_often(NULL, &n_polls, NULL), FURAT_OK);
  assert_string_equal(err.message, "interrupted");
}

static void
outer_requests_are_seen_at_each_poll(void **state)
{
  (void)state;
  furat_cancel outer;
  furat_cancel cancel;
  unsigned n_polls = 7;
  furat_cancel_init(&outer, 0);
  furat_cancel_init(&cancel, 0);
  cancel.outer = &outer;
  assert_int_equal(furat_cancel_poll_often(&cancel, &n_polls, NULL), FURAT_OK);
  furat_cancel_request(&outer);
  assert_int_equal(furat_cancel_poll_often(&cancel, &n_polls, NULL), FURAT_INTERRUPTED);
}

static void
time_limits_end(void **state)
{
  (void)state;
  furat_cancel cancel;
  furat_error err = FURAT_ERROR_INIT;
  furat_cancel_init(&cancel, 1);
  nanosleep(&(struct timespec){.tv_nsec = 3000000}, NULL);
  assert_int_equal(furat_cancel_poll(&cancel, &err), FURAT_LIMIT);
  assert_string_equal(err.message, "the time limit of 1ms is over");
}

static void
enormous_time_limits_do_not_overflow(void **state)
{
  (void)state;
  furat_cancel cancel;
  furat_cancel_init(&cancel, UINT64_MAX);
  assert_int_equal(furat_cancel_poll(&cancel, NULL), FURAT_OK);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fresh_tokens_and_null_let_go_on),
      cmocka_unit_test(requests_interrupt),
      cmocka_unit_test(outer_requests_are_seen_at_each_poll),
      cmocka_unit_test(time_limits_end),
      cmocka_unit_test(enormous_time_limits_do_not_overflow),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
