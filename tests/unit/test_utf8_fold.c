// SPDX-License-Identifier: GPL-3.0-or-later
// Folding of names: what is one name for people folds to the same bytes.
#include "base/utf8_fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
assert_folds(const char *text, const char *expected)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_buffer_append_cstr(&out, "x:");
  furat_utf8_fold(&out, furat_str_of(text));
  assert_string_equal(out.data + 2, expected);
  furat_buffer_clear(&out);
}

static void
case_and_accents_go(void **state)
{
  (void)state;
  assert_folds("Kobanî", "kobani");
  assert_folds("KOBANI", "kobani");
  assert_folds("Straße", "strasse");
  assert_folds("Şanlıurfa", "sanliurfa");
}

static void
forms_of_arabic_letters_are_one(void **state)
{
  (void)state;
  assert_folds("الرقّة", "رقه");
  assert_folds("الرقه", "رقه");
  assert_folds("أنقرة", "انقره");
  assert_folds("إنقره", "انقره");
  assert_folds("داعـــش", "داعش");
  assert_folds("موسى", "موسي");
  assert_folds("تُركِيَا", "تركيا");
  assert_folds("مؤتة", "موته");
  assert_folds("شهداء", "شهدا");
}

static void
digits_are_one(void **state)
{
  (void)state;
  assert_folds("فرقة ٩", "فرقه 9");
  assert_folds("۲۰۱۴", "2014");
  assert_folds("Division 9", "division 9");
}

static void
an_article_goes_only_from_a_word(void **state)
{
  (void)state;
  assert_folds("القوات العراقية", "قوات عراقيه");
  // What is left must be a name: the word for "now" stays.
  assert_folds("الى", "الي");
  assert_folds("ال", "ال");
}

static void
punctuation_is_space(void **state)
{
  (void)state;
  assert_folds("  US-led   coalition. ", "us led coalition");
  assert_folds("«خلافة» داعش", "خلافه داعش");
  assert_folds("...", "");
  assert_folds("", "");
}

static void
bytes_that_are_no_text_are_passed_over(void **state)
{
  (void)state;
  assert_folds("a\xFF\xC3(b", "a b");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(case_and_accents_go),
      cmocka_unit_test(forms_of_arabic_letters_are_one),
      cmocka_unit_test(digits_are_one),
      cmocka_unit_test(an_article_goes_only_from_a_word),
      cmocka_unit_test(punctuation_is_space),
      cmocka_unit_test(bytes_that_are_no_text_are_passed_over),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
