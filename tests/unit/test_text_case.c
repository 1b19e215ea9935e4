// SPDX-License-Identifier: GPL-3.0-or-later
// The quick ways of mapping the case of a text agree with the table of Unicode, for each
// character there is.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "func/text_case.h"

static void
expect_form(furat_buffer *out, uint32_t code_point, bool upper)
{
  uint32_t form[FURAT_UTF8_CASE_MAX];
  const size_t n =
      upper ? furat_utf8_upper(form, code_point) : furat_utf8_lower(form, code_point);
  for (size_t i = 0; i < n; i++) {
    furat_buffer_append_code_point(out, form[i]);
  }
}

static void
assert_mapped(uint32_t code_point, bool upper)
{
  enum { MOST = 100 };
  furat_buffer text, mapped, expected;
  size_t at = 0;
  furat_buffer_init(&text, MOST);
  furat_buffer_init(&mapped, MOST);
  furat_buffer_init(&expected, MOST);
  furat_buffer_append_code_point(&text, code_point);
  furat_buffer_append_cstr(&text, "1aZ");
  expect_form(&expected, code_point, upper);
  furat_buffer_append_cstr(&expected, upper ? "1AZ" : "1az");
  furat_text_map_case(&mapped, furat_buffer_str(&text), &at, text.len, upper);
  assert_int_equal(at, text.len);
  if (!furat_str_equal(furat_buffer_str(&mapped), furat_buffer_str(&expected))) {
    fail_msg("U+%04X becomes %s, not %s", (unsigned)code_point, mapped.data,
             expected.data);
  }
  furat_buffer_clear(&text);
  furat_buffer_clear(&mapped);
  furat_buffer_clear(&expected);
}

static void
each_character_is_mapped_as_unicode_says(void **state)
{
  enum { LAST = 0x1FFFF, FIRST_SURROGATE = 0xD800, LAST_SURROGATE = 0xDFFF };
  (void)state;
  for (uint32_t c = 1; c <= LAST; c++) {
    if (c < FIRST_SURROGATE || c > LAST_SURROGATE) {
      assert_mapped(c, false);
      assert_mapped(c, true);
    }
  }
}

static void
parts_are_mapped_one_after_the_other(void **state)
{
  (void)state;
  const furat_str text = FURAT_STR("Fallu\xc7\xa7"
                                   "ah \xd8\xa7\xd9\x84 OS\xce\xa3");
  furat_buffer mapped;
  furat_buffer_init(&mapped, 100);
  size_t at = 0;
  furat_text_map_case(&mapped, text, &at, 3, false);
  assert_int_equal(at, 3);
  furat_text_map_case(&mapped, text, &at, text.len, false);
  assert_string_equal(mapped.data,
                      "fallu\xc7\xa7"
                      "ah \xd8\xa7\xd9\x84 os\xcf\x82"); // a final sigma
  furat_buffer_clear(&mapped);
}

static void
what_is_too_long_is_told(void **state)
{
  (void)state;
  furat_buffer mapped;
  size_t at = 0;
  furat_buffer_init(&mapped, 4);
  furat_text_map_case(&mapped, FURAT_STR("ABCDEF"), &at, 6, false);
  assert_int_equal(mapped.status, FURAT_LIMIT);
  assert_int_equal(at, 6);
  furat_buffer_clear(&mapped);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_character_is_mapped_as_unicode_says),
      cmocka_unit_test(parts_are_mapped_one_after_the_other),
      cmocka_unit_test(what_is_too_long_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
