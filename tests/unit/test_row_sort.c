// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of ids are sorted as comparing them would, lose their duplicates, and the work on
// many of them ends when a token says so.
#include "store/row_sort.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "support/random.h"

enum { N_COLUMNS = 4, MAX_ROWS = 3 * FURAT_ROWS_STRIDE };

static int
by_all(const void *a, const void *b)
{
  return furat_row_compare(a, b, N_COLUMNS);
}

// Random rows with few different ids, so that some are alike.
static furat_id *
random_rows(random_source *random, size_t n)
{
  furat_id *ids = furat_alloc_zeroed(n + 1, N_COLUMNS * sizeof(*ids));
  assert_non_null(ids);
  for (size_t i = 0; i < n * N_COLUMNS; i++) {
    ids[i] = random_below(random, 13) << (random_below(random, 3) * 20);
  }
  return ids;
}

static void
sort_like_qsort(void **state)
{
  (void)state;
  random_source random = random_start("rows");
  for (size_t round = 0; round < 40; round++) {
    const size_t n = round < 20 ? round * 3 : random_below(&random, MAX_ROWS);
    furat_id *ids = random_rows(&random, n);
    furat_id *wanted = furat_alloc_zeroed(n + 1, N_COLUMNS * sizeof(*ids));
    furat_id *scratch = furat_alloc_zeroed(n + 1, N_COLUMNS * sizeof(*ids));
    size_t n_wanted = 0;
    furat_rows rows = {.ids = ids, .n = n};
    memcpy(wanted, ids, n * N_COLUMNS * sizeof(*ids));
    qsort(wanted, n, N_COLUMNS * sizeof(*ids), by_all);
    for (size_t i = 0; i < n; i++) {
      if (n_wanted == 0 ||
          by_all(wanted + (n_wanted - 1) * N_COLUMNS, wanted + i * N_COLUMNS) != 0) {
        memmove(wanted + n_wanted++ * N_COLUMNS, wanted + i * N_COLUMNS,
                N_COLUMNS * sizeof(*ids));
      }
    }
    assert_int_equal(furat_rows_sort(&rows, N_COLUMNS, N_COLUMNS, scratch, NULL, NULL),
                     FURAT_OK);
    assert_int_equal(rows.n, n_wanted);
    assert_memory_equal(rows.ids, wanted, n_wanted * N_COLUMNS * sizeof(*ids));
    furat_free(scratch);
    furat_free(wanted);
    furat_free(ids);
  }
}

static void
end_when_asked(void **state)
{
  (void)state;
  random_source random = random_start("interrupted rows");
  furat_id *ids = random_rows(&random, MAX_ROWS);
  furat_id *scratch = furat_alloc_zeroed(MAX_ROWS, N_COLUMNS * sizeof(*ids));
  furat_rows rows = {.ids = ids, .n = MAX_ROWS};
  furat_cancel cancel;
  furat_error err = FURAT_ERROR_INIT;
  size_t end = 0;
  assert_non_null(scratch);
  furat_cancel_init(&cancel, 0);
  assert_int_equal(furat_rows_stride(&end, 5, MAX_ROWS, &cancel, &err), FURAT_OK);
  assert_int_equal(end, 5 + FURAT_ROWS_STRIDE);
  assert_int_equal(furat_rows_stride(&end, MAX_ROWS - 7, MAX_ROWS, &cancel, &err),
                   FURAT_OK);
  assert_int_equal(end, MAX_ROWS);
  furat_cancel_request(&cancel);
  assert_int_equal(furat_rows_sort(&rows, N_COLUMNS, N_COLUMNS, scratch, &cancel, &err),
                   FURAT_INTERRUPTED);
  assert_int_equal(err.status, FURAT_INTERRUPTED);
  furat_free(scratch);
  furat_free(ids);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sort_like_qsort),
      cmocka_unit_test(end_when_asked),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
