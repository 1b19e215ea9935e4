// SPDX-License-Identifier: GPL-3.0-or-later
// Terms on disk: equal ones have one number, each comes back as it was, whatever the
// table has grown to.
#include "exec/term_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

enum { N_TERMS = 60000, LONG_BYTES = 1 << 18, TEXT_BYTES = 64 };

static furat_term
nth_term(char text[TEXT_BYTES], uint32_t i)
{
  snprintf(text, TEXT_BYTES, "%.*s%u", (int)(i % 40),
           "a text that is longer or shorter than others", i);
  const furat_str s = furat_str_of(text);
  return i % 4 == 0   ? furat_term_iri(s)
         : i % 4 == 1 ? furat_term_blank(s)
         : i % 4 == 2 ? furat_term_lang_string(s, FURAT_STR("ar"))
                      : furat_term_literal(s, FURAT_STR("http://example.org/type"));
}

static void
terms_have_one_number_and_come_back(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_term_file *file;
  char text[TEXT_BYTES];
  furat_arena arena;
  uint64_t *numbers = furat_alloc_zeroed(N_TERMS, sizeof(*numbers));
  furat_arena_init(&arena, SIZE_MAX);
  assert_int_equal(furat_term_file_new(&file, 1, NULL, &err), FURAT_OK);
  const size_t bytes = furat_term_file_bytes(file);
  for (uint32_t i = 0; i < N_TERMS; ++i) {
    const furat_term term = nth_term(text, i);
    assert_int_equal(
        furat_term_file_intern(file, &term, furat_term_hash(&term), &numbers[i], &err),
        FURAT_OK);
    assert_true(i == 0 || numbers[i] > numbers[i - 1]);
  }
  for (uint32_t i = N_TERMS; i--;) {
    const furat_term term = nth_term(text, i);
    furat_term found;
    uint64_t number;
    assert_int_equal(
        furat_term_file_intern(file, &term, furat_term_hash(&term), &number, &err),
        FURAT_OK);
    assert_int_equal(number, numbers[i]);
    assert_int_equal(furat_term_file_read(file, number, &arena, &found, &err), FURAT_OK);
    assert_true(furat_term_equal(&term, &found));
    furat_arena_reset(&arena);
  }
  assert_int_equal(furat_term_file_bytes(file), bytes);
  furat_term_file_free(file);
  furat_arena_clear(&arena);
  furat_free(numbers);
}

static void
long_and_empty_texts_come_back(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_term_file *file;
  furat_arena arena;
  furat_term found;
  uint64_t numbers[3];
  char *bytes = furat_alloc_zeroed(LONG_BYTES, 1);
  memset(bytes, 'x', LONG_BYTES);
  const furat_term terms[3] = {
      furat_term_literal(FURAT_STR(""), FURAT_STR("http://example.org/type")),
      furat_term_lang_string((furat_str){bytes, LONG_BYTES}, FURAT_STR("en")),
      furat_term_iri((furat_str){bytes, 300})};
  furat_arena_init(&arena, SIZE_MAX);
  assert_int_equal(furat_term_file_new(&file, 0, NULL, &err), FURAT_OK);
  for (unsigned i = 0; i < 3; ++i) {
    // The same hash for all: the texts tell them apart.
    assert_int_equal(furat_term_file_intern(file, &terms[i], 7, &numbers[i], &err),
                     FURAT_OK);
  }
  for (unsigned i = 0; i < 3; ++i) {
    uint64_t number;
    assert_int_equal(furat_term_file_intern(file, &terms[i], 7, &number, &err), FURAT_OK);
    assert_int_equal(number, numbers[i]);
    assert_int_equal(furat_term_file_read(file, number, &arena, &found, &err), FURAT_OK);
    assert_true(furat_term_equal(&terms[i], &found));
  }
  furat_term_file_free(file);
  furat_arena_clear(&arena);
  furat_free(bytes);
}

static void
growing_ends_when_it_is_asked_to(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_term_file *file;
  furat_cancel cancel;
  furat_status status = FURAT_OK;
  char text[TEXT_BYTES];
  furat_cancel_init(&cancel, 0);
  furat_cancel_request(&cancel);
  assert_int_equal(furat_term_file_new(&file, 1, &cancel, &err), FURAT_OK);
  for (uint32_t i = 0; i < N_TERMS && status == FURAT_OK; ++i) {
    const furat_term term = nth_term(text, i);
    uint64_t number;
    status = furat_term_file_intern(file, &term, furat_term_hash(&term), &number, &err);
  }
  assert_int_equal(status, FURAT_INTERRUPTED);
  furat_term_file_free(file);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(terms_have_one_number_and_come_back),
      cmocka_unit_test(long_and_empty_texts_come_back),
      cmocka_unit_test(growing_ends_when_it_is_asked_to)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
