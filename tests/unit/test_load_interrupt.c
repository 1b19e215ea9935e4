// SPDX-License-Identifier: GPL-3.0-or-later
// Each long stretch of a load, alone, ends when its cancel token says so: sorting rows
// and terms, taking in terms, writing and reading temporary files.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "load/chunk.h"
#include "load/runs.h"
#include "store/row_sort.h"

enum { N_ROWS = 2 * FURAT_ROWS_STRIDE, N_TEXT = 16 };
static const unsigned natural[FURAT_SORT_FIELDS] = {0, 1, 2, 3};

static furat_cancel
requested(void)
{
  furat_cancel cancel;
  furat_cancel_init(&cancel, 0);
  furat_cancel_request(&cancel);
  return cancel;
}

static furat_sort_row *
falling_rows(void)
{
  furat_sort_row *rows = furat_sort_alloc(N_ROWS);
  assert_non_null(rows);
  for (uint32_t i = 0; i < N_ROWS; ++i) {
    rows[i] = (furat_sort_row){.field = {N_ROWS - i, i % 7, 0, 1}};
  }
  return rows;
}

static void
sorting_rows_ends(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  const furat_cancel cancel = requested();
  furat_sort_row *rows = falling_rows();
  furat_sort_row *scratch = furat_sort_alloc(N_ROWS);
  const furat_sort_row *at = rows;
  size_t n = N_ROWS;
  assert_int_equal(furat_sort_by_field(&at, scratch, rows, n, 0, &cancel, &err),
                   FURAT_INTERRUPTED);
  assert_int_equal(furat_sort_rows(rows, scratch, &n, natural, &cancel, &err),
                   FURAT_INTERRUPTED);
  furat_sort_free(rows);
  furat_sort_free(scratch);
}

static void
a_sorter_on_disk_ends(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  const furat_cancel cancel = requested();
  furat_sort_row *rows = falling_rows();
  furat_sorter sorter;
  furat_sorter_init(&sorter, natural, N_ROWS / 2, ".", &cancel);
  assert_int_equal(furat_sorter_add(&sorter, rows, N_ROWS, &err), FURAT_INTERRUPTED);
  furat_sorter_clear(&sorter);
  furat_sort_free(rows);
}

static void
sorting_terms_ends(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_cancel cancel = requested();
  uint32_t n_indexed;
  char(*texts)[N_TEXT] = furat_alloc_zeroed(N_ROWS, N_TEXT);
  furat_chunk_term *terms = furat_alloc_zeroed(N_ROWS, sizeof(*terms));
  uint32_t *order = furat_alloc_zeroed(N_ROWS, sizeof(*order));
  for (uint32_t i = 0; i < N_ROWS; ++i) {
    snprintf(texts[i], N_TEXT, "%u", (N_ROWS - i) * 2654435761U);
    terms[i] = (furat_chunk_term){.text = texts[i],
                                  .text_bytes = (uint32_t)strlen(texts[i]),
                                  .inline_id = i % 2 ? (furat_id)(N_ROWS - i) : 0,
                                  .tag = FURAT_ID_TAG_IRI};
  }
  assert_int_equal(furat_terms_sort(order, &n_indexed, terms, N_ROWS, &cancel, &err),
                   FURAT_INTERRUPTED);
  furat_cancel_init(&cancel, 0);
  assert_int_equal(furat_terms_sort(order, &n_indexed, terms, N_ROWS, &cancel, &err),
                   FURAT_OK);
  assert_int_equal(n_indexed, N_ROWS / 2);
  for (uint32_t i = 1; i < N_ROWS; ++i) {
    const furat_chunk_term *a = &terms[order[i - 1]];
    const furat_chunk_term *b = &terms[order[i]];
    if (i < n_indexed) {
      assert_true(strcmp(a->text, b->text) < 0);
    } else if (i > n_indexed) {
      assert_true(a->inline_id < b->inline_id);
    }
  }
  furat_free(texts);
  furat_free(terms);
  furat_free(order);
}

static void
fill_batch(furat_batch *batch)
{
  furat_error err = FURAT_ERROR_INIT;
  char text[N_TEXT];
  for (unsigned i = 0; !furat_batch_is_full(batch); ++i) {
    snprintf(text, sizeof(text), "x:%u", i);
    const furat_term term = furat_term_iri(furat_str_of(text));
    const furat_quad quad = {.subject = term, .predicate = term, .object = term};
    assert_int_equal(furat_batch_add(batch, &quad, &err), FURAT_OK);
  }
}

static void
a_chunk_ends(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_cancel cancel;
  furat_batch *batch;
  furat_chunk chunk;
  uint32_t *order = NULL;
  uint32_t n_indexed;
  assert_int_equal(furat_batch_new(&batch, &err), FURAT_OK);
  fill_batch(batch);
  furat_cancel_init(&cancel, 0);
  furat_chunk_init(&chunk, &cancel);
  assert_int_equal(furat_chunk_add(&chunk, batch, &err), FURAT_OK);
  furat_cancel_request(&cancel);
  assert_int_equal(furat_chunk_sort(&chunk, &order, &n_indexed, &err), FURAT_INTERRUPTED);
  furat_chunk_clear(&chunk);
  assert_int_equal(furat_chunk_add(&chunk, batch, &err), FURAT_INTERRUPTED);
  furat_chunk_clear(&chunk);
  furat_batch_free(batch);
}

static void
temporary_files_end(void **state)
{
  (void)state;
  enum { N_BYTES = 3 << 20 };
  furat_error err = FURAT_ERROR_INIT;
  furat_cancel cancel;
  furat_spill spill;
  furat_spill_reader reader;
  const uint8_t *bytes;
  uint8_t *zeroes = furat_alloc_zeroed(N_BYTES, 1);
  furat_cancel_init(&cancel, 0);
  furat_spill_init(&spill, ".", &cancel);
  assert_int_equal(furat_spill_write(&spill, zeroes, N_BYTES, &err), FURAT_OK);
  furat_cancel_request(&cancel);
  assert_int_equal(furat_spill_write(&spill, zeroes, N_BYTES, &err), FURAT_INTERRUPTED);
  furat_spill_reader_init(&reader, &spill, 0, N_BYTES, N_BYTES);
  assert_int_equal(furat_spill_read(&reader, N_BYTES, &bytes, &err), FURAT_INTERRUPTED);
  furat_spill_reader_clear(&reader);
  furat_spill_clear(&spill);
  furat_free(zeroes);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sorting_rows_ends), cmocka_unit_test(a_sorter_on_disk_ends),
      cmocka_unit_test(sorting_terms_ends), cmocka_unit_test(a_chunk_ends),
      cmocka_unit_test(temporary_files_end)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
