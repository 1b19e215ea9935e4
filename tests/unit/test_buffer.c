// SPDX-License-Identifier: GPL-3.0-or-later
// Buffers and vectors: growth, maxima, stickiness, hand-over, failure in turn.
#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/memory.h"
#include "base/vec.h"
#include "support/alloc_fail.h"

static void
every_append_ends_terminated(void **state)
{
  (void)state;
  furat_buffer b;
  furat_buffer_init(&b, SIZE_MAX);
  furat_buffer_append(&b, FURAT_STR("a"));
  furat_buffer_append_cstr(&b, "bc");
  furat_buffer_append_byte(&b, 'd');
  furat_buffer_append_fill(&b, '-', 3);
  furat_buffer_append_code_point(&b, 0x639);
  furat_buffer_append_code_point(&b, 0xD800);
  furat_buffer_appendf(&b, "%d%s", 42, "x");
  furat_buffer_append(&b, FURAT_STR_NONE);
  assert_string_equal(b.data, "abcd---\xD8\xB9\xEF\xBF\xBD"
                              "42x");
  assert_int_equal(b.len, strlen(b.data));
  furat_buffer_truncate(&b, 4);
  furat_buffer_truncate(&b, 400);
  assert_string_equal(b.data, "abcd");
  furat_buffer_clear(&b);
}

static void
maximum_is_exact_and_sticky(void **state)
{
  (void)state;
  for (size_t max = 0; max < 200; ++max) {
    furat_buffer b;
    furat_buffer_init(&b, max);
    for (size_t i = 0; i < max; ++i) {
      furat_buffer_append_byte(&b, 'x');
    }
    assert_int_equal(b.status, FURAT_OK);
    assert_int_equal(b.len, max);
    furat_buffer_append_byte(&b, 'y');
    assert_int_equal(b.status, FURAT_LIMIT);
    furat_buffer_append(&b, FURAT_STR_NONE);
    assert_int_equal(b.len, max);
    furat_error err = FURAT_ERROR_INIT;
    assert_int_equal(furat_buffer_status(&b, &err), FURAT_LIMIT);
    furat_buffer_reset(&b);
    assert_int_equal(b.status, FURAT_OK);
    furat_buffer_clear(&b);
  }
}

static void
appending_too_much_at_once_does_not_overflow(void **state)
{
  (void)state;
  furat_buffer b;
  furat_buffer_init(&b, SIZE_MAX);
  furat_buffer_append_byte(&b, 'x');
  assert_null(furat_buffer_reserve(&b, SIZE_MAX));
  assert_int_equal(b.status, FURAT_LIMIT);
  furat_buffer_reset(&b);
  assert_null(furat_buffer_reserve(&b, SIZE_MAX / 2));
  assert_int_equal(b.status, FURAT_NO_MEM);
  furat_buffer_clear(&b);
}

static void
taking_hands_over_and_starts_anew(void **state)
{
  (void)state;
  furat_buffer b;
  furat_buffer_init(&b, 10);
  char *empty = furat_buffer_take(&b);
  assert_string_equal(empty, "");
  furat_free(empty);
  furat_buffer_append_cstr(&b, "0123456789");
  char *full = furat_buffer_take(&b);
  assert_string_equal(full, "0123456789");
  furat_free(full);
  furat_buffer_append_cstr(&b, "01234567890");
  assert_null(furat_buffer_take(&b));
  assert_int_equal(b.status, FURAT_OK);
  assert_int_equal(b.max, 10);
}

static void
vectors_keep_items_in_order(void **state)
{
  (void)state;
  furat_vec v;
  furat_vec_init(&v, sizeof(uint32_t), 1000);
  for (uint32_t i = 0; i < 1000; ++i) {
    assert_non_null(furat_vec_push(&v, &i));
  }
  for (uint32_t i = 0; i < 1000; ++i) {
    assert_int_equal(FURAT_VEC_AT(&v, uint32_t, i), i);
  }
  assert_null(furat_vec_push(&v, &(uint32_t){7}));
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_vec_status(&v, &err), FURAT_LIMIT);
  furat_vec_clear(&v);
  uint32_t *zeroed = furat_vec_extend(&v, 3);
  assert_non_null(zeroed);
  assert_int_equal(zeroed[0] | zeroed[2], 0);
  furat_vec_pop(&v);
  furat_vec_truncate(&v, 9);
  assert_int_equal(v.n, 2);
  furat_vec_truncate(&v, 1);
  assert_int_equal(v.n, 1);
  furat_vec_clear(&v);
}

static void
vector_sizes_that_overflow_fail(void **state)
{
  (void)state;
  furat_vec v;
  furat_vec_init(&v, 64, SIZE_MAX);
  assert_null(furat_vec_extend(&v, SIZE_MAX / 32));
  assert_int_equal(v.status, FURAT_NO_MEM);
  furat_vec_clear(&v);
}

static furat_status
fill_both(void *context)
{
  (void)context;
  furat_buffer b;
  furat_vec v;
  furat_buffer_init(&b, SIZE_MAX);
  furat_vec_init(&v, sizeof(int), SIZE_MAX);
  for (int i = 0; i < 500; ++i) {
    furat_buffer_appendf(&b, "%d ", i);
    furat_vec_push(&v, &i);
  }
  furat_status status = furat_buffer_status(&b, NULL);
  if (status == FURAT_OK) {
    status = furat_vec_status(&v, NULL);
  }
  char *taken = furat_buffer_take(&b);
  assert_int_equal(taken != NULL, b.status == FURAT_OK && taken);
  furat_free(taken);
  furat_buffer_clear(&b);
  furat_vec_clear(&v);
  return status;
}

static void
failing_allocations_are_told(void **state)
{
  (void)state;
  alloc_fail_each(fill_both, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_append_ends_terminated),
      cmocka_unit_test(maximum_is_exact_and_sticky),
      cmocka_unit_test(appending_too_much_at_once_does_not_overflow),
      cmocka_unit_test(taking_hands_over_and_starts_anew),
      cmocka_unit_test(vectors_keep_items_in_order),
      cmocka_unit_test(vector_sizes_that_overflow_fail),
      cmocka_unit_test(failing_allocations_are_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
