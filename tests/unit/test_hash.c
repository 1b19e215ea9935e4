// SPDX-License-Identifier: GPL-3.0-or-later
// The hash index against a plain array, with colliding hashes and removals.
#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "support/alloc_fail.h"
#include "support/random.h"

enum { N_KEYS = 2000, N_STEPS = 60000 };

/// Few different hashes, so that probing and equality are put to work.
static uint64_t
hash_of(uint32_t key)
{
  return furat_hash_mix(key % 97, 1);
}

static bool
is_key(const void *context, uint32_t position, const void *key)
{
  (void)context;
  return position == *(const uint32_t *)key;
}

static void
agrees_with_a_plain_array(void **state)
{
  (void)state;
  random_source random = random_start(__func__);
  furat_hash_index index;
  furat_hash_index_init(&index);
  bool present[N_KEYS] = {false};
  uint32_t n = 0;
  for (int step = 0; step < N_STEPS; ++step) {
    const uint32_t key = (uint32_t)random_below(&random, N_KEYS);
    const uint32_t found =
        furat_hash_index_find(&index, hash_of(key), is_key, NULL, &key);
    assert_int_equal(found, present[key] ? key : FURAT_HASH_NONE);
    if (!present[key] && random_below(&random, 2) == 0) {
      assert_true(furat_hash_index_add(&index, hash_of(key), key));
      present[key] = true;
      ++n;
    }
    assert_int_equal(index.n_used, n);
  }
  furat_hash_index_clear(&index);
}

static void
the_reserved_position_is_refused(void **state)
{
  (void)state;
  furat_hash_index index;
  furat_hash_index_init(&index);
  assert_false(furat_hash_index_add(&index, 1, FURAT_HASH_NONE));
  furat_hash_index_clear(&index);
}

static void
bytes_hash_by_content_and_seed(void **state)
{
  (void)state;
  assert_int_equal(furat_hash_bytes(FURAT_STR_NONE, 0),
                   furat_hash_bytes(FURAT_STR(""), 0));
  assert_true(furat_hash_bytes(FURAT_STR("a"), 0) != furat_hash_bytes(FURAT_STR("a"), 1));
  assert_true(furat_hash_mix(1, 2) != furat_hash_mix(2, 1));
}

static furat_status
add_many(void *context)
{
  (void)context;
  furat_hash_index index;
  furat_hash_index_init(&index);
  furat_status status = FURAT_OK;
  for (uint32_t i = 0; i < 3000 && status == FURAT_OK; ++i) {
    status =
        furat_hash_index_add(&index, furat_hash_mix(i, 0), i) ? FURAT_OK : FURAT_NO_MEM;
  }
  for (uint32_t i = 0; i < index.n_used; ++i) {
    const uint32_t found =
        furat_hash_index_find(&index, furat_hash_mix(i, 0), is_key, NULL, &i);
    assert_int_equal(found, i);
  }
  furat_hash_index_clear(&index);
  return status;
}

static void
failing_allocation_keeps_what_was_there(void **state)
{
  (void)state;
  alloc_fail_each(add_many, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(agrees_with_a_plain_array),
      cmocka_unit_test(the_reserved_position_is_refused),
      cmocka_unit_test(bytes_hash_by_content_and_seed),
      cmocka_unit_test(failing_allocation_keeps_what_was_there),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
