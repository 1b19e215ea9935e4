// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8: every scalar value there and back, every ill-formed shape, cells on a terminal.
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
every_scalar_value_goes_there_and_back(void **state)
{
  (void)state;
  for (uint32_t c = 0; c <= 0x110001; ++c) {
    char bytes[4];
    const size_t n = furat_utf8_encode(c, bytes);
    const bool is_scalar = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
    assert_int_equal(n > 0, is_scalar);
    if (is_scalar) {
      size_t offset = 0;
      assert_int_equal(furat_utf8_decode((furat_str){bytes, n}, &offset), c);
      assert_int_equal(offset, n);
    }
  }
}

static void
ill_formed_bytes_move_one(void **state)
{
  (void)state;
  static const char *const bad[] = {"\x80",
                                    "\xC0\xAF",
                                    "\xC1\xBF",
                                    "\xE0\x80\xAF",
                                    "\xE0\x9F\xBF",
                                    "\xED\xA0\x80",
                                    "\xED\xBF\xBF",
                                    "\xF0\x80\x80\xAF",
                                    "\xF0\x8F\xBF\xBF",
                                    "\xF4\x90\x80\x80",
                                    "\xF5\x80\x80\x80",
                                    "\xFF",
                                    "\xD8",
                                    "\xE2\x82",
                                    "\xF0\x9F\x98",
                                    "\xE2\x28\xA1"};
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    const furat_str s = furat_str_of(bad[i]);
    size_t offset = 0;
    assert_true(furat_utf8_decode(s, &offset) == FURAT_UTF8_BAD);
    assert_int_equal(offset, 1);
    assert_int_equal(furat_utf8_valid_length(s), 0);
  }
}

static void
valid_length_finds_the_first_bad_byte(void **state)
{
  (void)state;
  assert_int_equal(furat_utf8_valid_length(FURAT_STR("0123456789\xD8\xB9\xFF")), 12);
  assert_int_equal(furat_utf8_valid_length(FURAT_STR("01234567\xFF")), 8);
  assert_int_equal(furat_utf8_valid_length(FURAT_STR("a\0b")), 3);
  assert_int_equal(furat_utf8_valid_length(FURAT_STR_NONE), 0);
}

static void
counts_and_floors_code_points(void **state)
{
  (void)state;
  const furat_str s = FURAT_STR("a\xD8\xB9\xF0\x9F\x98\x80\xFFz");
  assert_int_equal(furat_utf8_count(s), 5);
  static const size_t floors[] = {0, 1, 1, 3, 3, 3, 3, 7, 8, 9, 9};
  for (size_t i = 0; i < sizeof(floors) / sizeof(floors[0]); ++i) {
    assert_int_equal(furat_utf8_floor(s, i), floors[i]);
  }
}

static void
widths_of_single_characters(void **state)
{
  (void)state;
  assert_int_equal(furat_utf8_width('a'), 1);
  assert_int_equal(furat_utf8_width(0x639), 1);   // ain
  assert_int_equal(furat_utf8_width(0x64E), 0);   // fatha
  assert_int_equal(furat_utf8_width(0x200D), 0);  // zero width joiner
  assert_int_equal(furat_utf8_width(0xFEFF), 0);  // byte order mark
  assert_int_equal(furat_utf8_width(0xAD), 1);    // soft hyphen
  assert_int_equal(furat_utf8_width(0x6F22), 2);  // Han
  assert_int_equal(furat_utf8_width(0x1F600), 2); // emoji
  assert_int_equal(furat_utf8_width(0xFF21), 2);  // full-width A
  assert_int_equal(furat_utf8_width('\n'), 0);
  assert_int_equal(furat_utf8_width(FURAT_UTF8_BAD), 1);
}

static void
widths_of_clusters(void **state)
{
  (void)state;
  assert_int_equal(furat_utf8_text_width(FURAT_STR("e\xCC\x81")), 1);
  assert_int_equal(furat_utf8_text_width(FURAT_STR("\xD8\xB9\xD9\x8E\xD8\xB1")), 2);
  assert_int_equal(furat_utf8_text_width(FURAT_STR("\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA")),
                   2);
  assert_int_equal(
      furat_utf8_text_width(FURAT_STR("\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9")),
      2);
  assert_int_equal(furat_utf8_text_width(FURAT_STR("\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD")),
                   2);
  assert_int_equal(furat_utf8_text_width(FURAT_STR("\xE2\x9D\xA4\xEF\xB8\x8F")), 2);
  assert_int_equal(furat_utf8_text_width(FURAT_STR("a\xFF"
                                                   "b")),
                   3);
  assert_int_equal(
      furat_utf8_text_width(FURAT_STR("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB")), 2);
}

static void
clusters_end_where_the_next_starts(void **state)
{
  (void)state;
  const furat_str s = FURAT_STR("e\xCC\x81x");
  size_t width;
  assert_int_equal(furat_utf8_next_cluster(s, 0, &width), 3);
  assert_int_equal(furat_utf8_next_cluster(s, 3, &width), 4);
}

static void
knows_right_to_left_letters(void **state)
{
  (void)state;
  assert_true(furat_utf8_is_rtl(0x639));
  assert_true(furat_utf8_is_rtl(0x5D0));
  assert_true(furat_utf8_is_rtl(0x710));
  assert_true(furat_utf8_is_rtl(0xFEE1));
  assert_false(furat_utf8_is_rtl('a'));
  assert_false(furat_utf8_is_rtl(0x661));
  assert_false(furat_utf8_is_rtl(FURAT_UTF8_BAD));
}

static void
terminal_controls_are_unsafe(void **state)
{
  (void)state;
  static const uint32_t unsafe[] = {0,      0x1B,    '\n',   0x7F,   0x9B,
                                    0x61C,  0x200E,  0x2028, 0x202E, 0x2066,
                                    0xFFF9, 0xE0001, 0xD800, 0xFFFF};
  for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); ++i) {
    assert_true(furat_utf8_is_unsafe(unsafe[i]));
  }
  static const uint32_t safe[] = {' ',    0xA0,    0x639,  0x200C,
                                  0x200D, 0x1F600, 0xFFFD, 0xE0067};
  for (size_t i = 0; i < sizeof(safe) / sizeof(safe[0]); ++i) {
    assert_false(furat_utf8_is_unsafe(safe[i]));
  }
}

// What nobody sees is told unless the script asks for it.
static void
unseen_characters_are_told(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    size_t begin;
    bool told;
  } cases[] = {
      {"a\u200Bb", 1, true},
      {"\u0E01\u200B\u0E02", 3, false},
      {"\u00AD", 0, true},
      {"\u034F", 0, true},
      {"\u2060", 0, true},
      {"\uFEFF", 0, true},
      {"\u200E", 0, true},
      {"\u3164", 0, true},
      {"\u0645\u06CC\u200C\u062E\u0648", 4, false},
      {"\u0645\u064E\u200C\u062E", 4, false},
      {"\u0645\u200C", 2, true},
      {"\u0645\u200C ", 2, true},
      {"\u0645\u200C\u200C\u062E", 5, true},
      {"\u0995\u09CD\u200C", 6, false},
      {"\u0647\u200D", 2, false},
      {"a\u200Cb", 1, true},
      {"a\u200Db", 1, true},
      {"\u200D", 0, true},
      {"\U0001F469\u200D\U0001F469", 4, false},
      {"\u2764\uFE0F\u200D\U0001F525", 6, false},
      {"\u2764\uFE0F", 3, false},
      {"\U0001F3F4\U000E0067\U000E0062\U000E007F", 12, false},
      {"a\U000E0067\U000E0062", 5, true},
      {"\u1820\u180E\u1820", 3, false},
      {"a\u180E", 1, true},
      {"\u0639", 0, false},
      {"e\u0301", 1, false},
      {"\u4E2D", 0, false},
      {"\u202E", 0, true},
      {"\x1B", 0, true},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
    const furat_str text = furat_str_of(cases[i].text);
    size_t at = cases[i].begin;
    const uint32_t c = furat_utf8_decode(text, &at);
    assert_int_equal(furat_utf8_is_unsafe_at(text, cases[i].begin, c), cases[i].told);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_scalar_value_goes_there_and_back),
      cmocka_unit_test(ill_formed_bytes_move_one),
      cmocka_unit_test(valid_length_finds_the_first_bad_byte),
      cmocka_unit_test(counts_and_floors_code_points),
      cmocka_unit_test(widths_of_single_characters),
      cmocka_unit_test(widths_of_clusters),
      cmocka_unit_test(clusters_end_where_the_next_starts),
      cmocka_unit_test(knows_right_to_left_letters),
      cmocka_unit_test(terminal_controls_are_unsafe),
      cmocka_unit_test(unseen_characters_are_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
