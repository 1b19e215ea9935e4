// SPDX-License-Identifier: GPL-3.0-or-later
// The door to malloc, and the arenas behind it: overflow, alignment, maxima, failure in
// turn.
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "support/alloc_fail.h"

static void
sizes_that_overflow_fail(void **state)
{
  (void)state;
  assert_null(furat_alloc_zeroed(SIZE_MAX / 2, 3));
  assert_null(furat_realloc(NULL, SIZE_MAX / 2, 3));
  assert_null(furat_strdup((furat_str){"", SIZE_MAX}));
}

static void
nothing_is_still_something(void **state)
{
  (void)state;
  void *a = furat_alloc(0);
  void *b = furat_alloc_zeroed(0, 8);
  void *c = furat_realloc(NULL, 0, 8);
  assert_non_null(a);
  assert_non_null(b);
  assert_non_null(c);
  furat_free(a);
  furat_free(b);
  furat_free(c);
  furat_free(NULL);
}

static void
copies_are_terminated(void **state)
{
  (void)state;
  char *copy = furat_strdup((furat_str){"abcd", 2});
  assert_string_equal(copy, "ab");
  furat_free(copy);
  copy = furat_strdup(FURAT_STR_NONE);
  assert_string_equal(copy, "");
  furat_free(copy);
}

static void
arena_items_are_aligned_zeroed_and_apart(void **state)
{
  (void)state;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  unsigned char *items[300];
  for (size_t i = 0; i < 300; ++i) {
    items[i] = furat_arena_alloc(&arena, i * 13);
    assert_non_null(items[i]);
    assert_int_equal((uintptr_t)items[i] % _Alignof(max_align_t), 0);
    for (size_t k = 0; k < i * 13; ++k) {
      assert_int_equal(items[i][k], 0);
    }
    memset(items[i], (int)(i & 0xFF), i * 13);
  }
  for (size_t i = 1; i < 300; ++i) {
    assert_int_equal(items[i][0], i & 0xFF);
    assert_int_equal(items[i][i * 13 - 1], i & 0xFF);
  }
  furat_arena_clear(&arena);
}

static void
arena_memory_is_zeroed_again_after_reset(void **state)
{
  (void)state;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 50; ++i) {
      unsigned char *p = furat_arena_alloc(&arena, 400);
      assert_non_null(p);
      assert_int_equal(p[0] | p[399], 0);
      memset(p, 0xAA, 400);
    }
    furat_arena_reset(&arena);
    assert_int_equal(arena.used_bytes, 0);
  }
  furat_arena_clear(&arena);
}

static void
arena_keeps_to_its_maximum(void **state)
{
  (void)state;
  furat_arena arena;
  furat_arena_init(&arena, 100);
  assert_non_null(furat_arena_alloc(&arena, 64));
  assert_null(furat_arena_alloc(&arena, 64));
  assert_null(furat_arena_alloc(&arena, SIZE_MAX));
  assert_null(furat_arena_array(&arena, SIZE_MAX / 2, 4));
  furat_arena_clear(&arena);
  assert_non_null(furat_arena_alloc(&arena, 64));
  furat_arena_clear(&arena);
}

static void
arena_copies_empty_views(void **state)
{
  (void)state;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_str copy;
  assert_true(furat_arena_copy(&arena, FURAT_STR_NONE, &copy));
  assert_non_null(copy.data);
  assert_int_equal(copy.data[copy.len], 0);
  furat_arena_clear(&arena);
}

static furat_status
use_an_arena(void *context)
{
  (void)context;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_status status = FURAT_OK;
  for (size_t i = 1; i < 40 && status == FURAT_OK; ++i) {
    status = furat_arena_alloc(&arena, i * i * 20) ? FURAT_OK : FURAT_NO_MEM;
  }
  furat_arena_clear(&arena);
  return status;
}

static void
arena_survives_failing_allocations(void **state)
{
  (void)state;
  alloc_fail_each(use_an_arena, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sizes_that_overflow_fail),
      cmocka_unit_test(nothing_is_still_something),
      cmocka_unit_test(copies_are_terminated),
      cmocka_unit_test(arena_items_are_aligned_zeroed_and_apart),
      cmocka_unit_test(arena_memory_is_zeroed_again_after_reset),
      cmocka_unit_test(arena_keeps_to_its_maximum),
      cmocka_unit_test(arena_copies_empty_views),
      cmocka_unit_test(arena_survives_failing_allocations),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
