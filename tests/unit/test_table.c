// SPDX-License-Identifier: GPL-3.0-or-later
// The boxed table: widths, directions, cutting, hostile cells, results larger than the
// sample.
#include "results/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rdf/vocabulary.h"
#include "support/alloc_fail.h"

#define TEXT(s)    furat_term_literal(FURAT_STR(s), FURAT_STR_NONE)
#define ARABIC(s)  furat_term_lang_string(FURAT_STR(s), FURAT_STR("ar"))
#define INTEGER(s) furat_term_literal(FURAT_STR(s), FURAT_STR(FURAT_XSD_INTEGER))
#define IRI(s)     furat_term_iri(FURAT_STR(s))

// Write `n_rows` rows of `n_columns` terms and compare.
static void
assert_table(const furat_table_options *options, size_t n_columns, const furat_str *names,
             const furat_term *terms, size_t n_rows, const char *expected)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  furat_output *output = NULL;
  furat_table *table = NULL;
  assert_int_equal(furat_output_to_buffer(&output, &text, &err), FURAT_OK);
  assert_int_equal(furat_table_new(&table, output, n_columns, names, options, &err),
                   FURAT_OK);
  for (size_t i = 0; i < n_rows; i++) {
    const furat_term *row = n_columns > 0 ? terms + i * n_columns : NULL;
    assert_int_equal(furat_table_row(table, row, &err), FURAT_OK);
  }
  assert_int_equal(furat_table_finish(table, NULL, &err), FURAT_OK);
  assert_int_equal(furat_output_finish(output, &err), FURAT_OK);
  furat_table_free(table);
  furat_output_free(output);
  assert_string_equal(text.data, expected);
  furat_buffer_clear(&text);
}

static void
plain_table_is_ascii(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("who"), FURAT_STR("n")};
  const furat_term terms[] = {TEXT("Sinjar"), INTEGER("7"), FURAT_TERM_UNSET,
                              INTEGER("1200")};
  furat_table_options options = FURAT_TABLE_OPTIONS_INIT;
  assert_table(&options, 2, names, terms, 2,
               "+--------+------+\n"
               "| who    | n    |\n"
               "+--------+------+\n"
               "| Sinjar |    7 |\n"
               "|        | 1200 |\n"
               "+--------+------+\n"
               "2 rows\n");
}

static void
arabic_is_isolated_and_flush_right(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("label"), FURAT_STR("x")};
  const furat_term terms[] = {ARABIC("داعش"), TEXT("a"), TEXT("Mosul الموصل"), TEXT("b")};
  furat_table_options options = {.unicode = true, .style.bidi = FURAT_BIDI_ISOLATE};
  assert_table(&options, 2, names, terms, 2,
               "┌──────────────┬───┐\n"
               "│ label        │ x │\n"
               "├──────────────┼───┤\n"
               "│     \u2068داعش\u2069 @ar │ a │\n"
               "│ \u2068Mosul الموصل\u2069 │ b │\n"
               "└──────────────┴───┘\n"
               "2 rows\n");
}

static void
language_of_a_column_stands_in_its_heading(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("label"), FURAT_STR("mixed")};
  const furat_term english = furat_term_lang_string(FURAT_STR("ISIS"), FURAT_STR("en"));
  const furat_term terms[] = {ARABIC("داعش"), english, FURAT_TERM_UNSET, ARABIC("العراق"),
                              english,        english, TEXT("ISIS"),     english};
  furat_table_options options = {.n_sample_rows = 2};
  assert_table(&options, 2, names, terms, 4,
               "+-----------+------------+\n"
               "| label @ar | mixed      |\n"
               "+-----------+------------+\n"
               "|      داعش | ISIS @en   |\n"
               "|           | العراق @ar |\n"
               "| ISIS @en  | ISIS @en   |\n"
               "| ISIS ^^<http://www.w3.org/2001/XMLSchema#string> | ISIS @en   |\n"
               "+-----------+------------+\n"
               "4 rows\n");
}

static void
columns_shrink_to_the_terminal(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("short"), FURAT_STR("long")};
  const furat_term terms[] = {TEXT("ab"), TEXT("abcdefghijklmnopqrstuvwxyz"), TEXT("cd"),
                              TEXT("e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301"
                                   "e\u0301e\u0301e\u0301e\u0301e\u0301")};
  furat_table_options options = {.unicode = true, .width_cells = 22};
  assert_table(
      &options, 2, names, terms, 2,
      "┌───────┬────────────┐\n"
      "│ short │ long       │\n"
      "├───────┼────────────┤\n"
      "│ ab    │ abcdefghi… │\n"
      "│ cd    │ e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301… │\n"
      "└───────┴────────────┘\n"
      "2 rows\n");
}

static void
iris_keep_their_end(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("x")};
  const furat_term terms[] = {IRI("http://example.org/a/b"),
                              TEXT("http://example.org/a/b")};
  furat_table_options options = {.width_cells = 14};
  assert_table(&options, 1, names, terms, 2,
               "+------------+\n"
               "| x          |\n"
               "+------------+\n"
               "| ...rg/a/b> |\n"
               "| http://... |\n"
               "+------------+\n"
               "2 rows\n");
}

static void
several_wide_columns_share_the_terminal(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("a"), FURAT_STR("b"), FURAT_STR("c")};
  const furat_term terms[] = {TEXT("123456789"), TEXT("123456789012"), TEXT("1234")};
  furat_table_options options = {.unicode = true, .width_cells = 29};
  assert_table(&options, 3, names, terms, 1,
               "┌──────────┬─────────┬──────┐\n"
               "│ a        │ b       │ c    │\n"
               "├──────────┼─────────┼──────┤\n"
               "│ 1234567… │ 123456… │ 1234 │\n"
               "└──────────┴─────────┴──────┘\n"
               "1 row\n");
}

static void
cells_are_never_cut_inside_a_cluster(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("x")};
  // A family of five code points is one cluster of two cells: it does not fit behind
  // "abc".
  const furat_term terms[] = {TEXT("abc\U0001F468\u200D\U0001F469\u200D\U0001F467xyz")};
  furat_table_options options = {.width_cells = 11};
  assert_table(&options, 1, names, terms, 1,
               "+---------+\n"
               "| x       |\n"
               "+---------+\n"
               "| abc...  |\n"
               "+---------+\n"
               "1 row\n");
}

static void
hostile_cells_are_harmless(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("x")};
  const furat_term terms[] = {TEXT("\x1B[2Ja\u202Eb\nc\td\x7F\xFF\u2069")};
  furat_table_options options = {.style.bidi = FURAT_BIDI_ISOLATE, .unicode = true};
  assert_table(&options, 1, names, terms, 1,
               "┌─────────────────────────────────────────┐\n"
               "│ x                                       │\n"
               "├─────────────────────────────────────────┤\n"
               "│ \\u001B[2Ja\\u202Eb\\nc\\td\\u007F\\xFF\\u2069 │\n"
               "└─────────────────────────────────────────┘\n"
               "1 row\n");
}

static void
terms_are_shown_briefly(void **state)
{
  (void)state;
  furat_prefixes prefixes;
  furat_prefixes_init(&prefixes);
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(
      furat_prefixes_set(&prefixes, FURAT_STR("ex"), FURAT_STR("http://x/"), &err),
      FURAT_OK);
  const furat_str names[] = {FURAT_STR("x")};
  const furat_term terms[] = {
      IRI("http://x/a"),
      IRI("http://y/a"),
      furat_term_blank(FURAT_STR("b1")),
      furat_term_literal(FURAT_STR("2014-06-10"), FURAT_STR(FURAT_XSD_DATE)),
      furat_term_literal(FURAT_STR("2014"), FURAT_STR("http://x/edtf")),
      furat_term_literal(FURAT_STR("2014-06/.."),
                         FURAT_STR("http://id.loc.gov/datatypes/edtf/EDTF")),
      furat_term_lang_string(FURAT_STR("IS"), FURAT_STR("en")),
  };
  furat_table_options options = {.style.prefixes = &prefixes};
  assert_table(&options, 1, names, terms, 7,
               "+----------------+\n"
               "| x              |\n"
               "+----------------+\n"
               "| ex:a           |\n"
               "| <http://y/a>   |\n"
               "| _:b1           |\n"
               "| 2014-06-10     |\n"
               "| 2014 ^^ex:edtf |\n"
               "| 2014-06/..     |\n"
               "| IS @en         |\n"
               "+----------------+\n"
               "7 rows\n");
  furat_prefixes_clear(&prefixes);
}

static void
rows_behind_the_sample_take_what_is_free(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("x")};
  const furat_term terms[] = {TEXT("ab"), TEXT("cd"), TEXT("longer"), TEXT("e")};
  furat_table_options options = {.n_sample_rows = 2};
  assert_table(
      &options, 1, names, terms, 4,
      "+----+\n| x  |\n+----+\n| ab |\n| cd |\n| longer |\n| e  |\n+----+\n4 rows\n");
  options.width_cells = 80;
  assert_table(
      &options, 1, names, terms, 4,
      "+----+\n| x  |\n+----+\n| ab |\n| cd |\n+--------+\n| longer |\n| e      |\n"
      "+--------+\n4 rows\n");
  options.width_cells = 9;
  assert_table(&options, 1, names, terms, 4,
               "+----+\n| x  |\n+----+\n| ab |\n| cd |\n+-------+\n| lo... |\n| e     |\n"
               "+-------+\n4 rows\n");
}

static void
nothing_is_a_table_too(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("x")};
  furat_table_options options = FURAT_TABLE_OPTIONS_INIT;
  assert_table(&options, 1, names, NULL, 0, "+---+\n| x |\n+---+\n+---+\n0 rows\n");
  assert_table(&options, 0, NULL, NULL, 1, "1 row\n");
}

static void
long_cells_are_wrapped(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("x"), FURAT_STR("y")};
  const furat_term terms[] = {TEXT("one two three"), TEXT("ab"), TEXT("sevenletters"),
                              TEXT("\u0645 \u0645 \u0645 \u0645 \u0645")};
  furat_table_options options = {
      .wrap = true, .width_cells = 20, .style.bidi = FURAT_BIDI_ISOLATE};
  assert_table(&options, 2, names, terms, 2,
               "+---------+--------+\n"
               "| x       | y      |\n"
               "+---------+--------+\n"
               "| one two | ab     |\n"
               "| three   |        |\n"
               "| sevenle |  \u2068\u0645 \u0645 \u0645\u2069 |\n"
               "| tters   |    \u2068\u0645 \u0645\u2069 |\n"
               "+---------+--------+\n"
               "2 rows\n");
}

static void
languages_stand_behind_wrapped_text(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("x")};
  const furat_term terms[] = {
      furat_term_lang_string(FURAT_STR("\u0645 \u0645 \u0645 \u0645"), FURAT_STR("ar")),
      furat_term_lang_string(FURAT_STR("\u0645 \u0645 \u0645 \u0645 \u0645"),
                             FURAT_STR("ar")),
      furat_term_lang_string(FURAT_STR("a b"), FURAT_STR("en"))};
  furat_table_options options = {
      .wrap = true, .width_cells = 13, .style.bidi = FURAT_BIDI_ISOLATE};
  assert_table(&options, 1, names, terms, 3,
               "+-----------+\n"
               "| x         |\n"
               "+-----------+\n"
               "|   \u2068\u0645 \u0645 \u0645 \u0645\u2069 |\n"
               "|       @ar |\n"
               "| \u2068\u0645 \u0645 \u0645 \u0645 \u0645\u2069 |\n"
               "|       @ar |\n"
               "| a b @en   |\n"
               "+-----------+\n"
               "3 rows\n");
  options.style.bidi = FURAT_BIDI_REORDER;
  options.width_cells = 12;
  const furat_term mixed[] = {
      furat_term_lang_string(FURAT_STR("\u05D0 \u05D1 \u05D2 \u05D3 \u05D4 \u05D5"),
                             FURAT_STR("he")),
      furat_term_lang_string(FURAT_STR("a"), FURAT_STR("en"))};
  assert_table(&options, 1, names, mixed, 2,
               "+----------+\n"
               "| x        |\n"
               "+----------+\n"
               "|  \u05D3 \u05D2 \u05D1 \u05D0 |\n"
               "|  \u05D5 \u05D4 @he |\n"
               "| a @en    |\n"
               "+----------+\n"
               "2 rows\n");
}

static void
wrapping_ends(void **state)
{
  (void)state;
  static char long_text[100000];
  memset(long_text, 'a', sizeof long_text);
  const furat_str names[] = {FURAT_STR("x")};
  const furat_term terms[] = {
      furat_term_literal((furat_str){long_text, sizeof long_text}, FURAT_STR_NONE)};
  furat_table_options options = {.wrap = true, .width_cells = 8};
  assert_table(&options, 1, names, terms, 1,
               "+------+\n| x    |\n+------+\n"
               "| aaaa |\n| aaaa |\n| aaaa |\n| aaaa |\n| aaaa |\n"
               "| aaaa |\n| aaaa |\n| aaaa |\n| aaaa |\n| aaaa |\n"
               "| aaaa |\n| aaaa |\n| aaaa |\n| aaaa |\n| aaaa |\n"
               "| a... |\n+------+\n1 row\n");
}

// What is longer than any line is cut, wherever the part that is looked at ends.
static void
very_long_cells_are_cut(void **state)
{
  (void)state;
  static char letters[1 << 20];
  memset(letters, 'b', sizeof letters);
  const furat_str names[] = {FURAT_STR("x"), FURAT_STR("y"), FURAT_STR("z")};
  const furat_term terms[] = {
      furat_term_literal((furat_str){letters, sizeof letters}, FURAT_STR_NONE),
      furat_term_iri((furat_str){letters, sizeof letters}), TEXT("c")};
  furat_table_options options = {.width_cells = 28};
  assert_table(&options, 3, names, terms, 1,
               "+-----------+----------+---+\n"
               "| x         | y        | z |\n"
               "+-----------+----------+---+\n"
               "| bbbbbb... | ...bbbb> | c |\n"
               "+-----------+----------+---+\n"
               "1 row\n");
}

static void
colours_stand_around_texts_alone(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("x"), FURAT_STR("y")};
  const furat_term terms[] = {IRI("a:b"), ARABIC("a"), FURAT_TERM_UNSET, TEXT("b")};
  furat_table_options options = {.style.palette = furat_palette_named("any"),
                                 .style.null_text = FURAT_STR("-")};
#define B "\033[2m|\033[0m"
  assert_table(&options, 2, names, terms, 2,
               "\033[2m+-------+-------+\033[0m\n" B " \033[1mx\033[0m     " B
               " \033[1my\033[0m     " B "\n\033[2m+-------+-------+\033[0m\n" B
               " \033[36m<a:b>\033[0m " B " a\033[2m @ar\033[0m " B "\n" B
               " \033[2m-\033[0m     " B " b     " B
               "\n\033[2m+-------+-------+\033[0m\n\033[2m2 rows\033[0m\n");
#undef B
}

static void
reordered_cells_are_as_wide_as_they_look(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("x")};
  const furat_term terms[] = {TEXT("\u0633\u0644\u0627\u0645"),
                              TEXT("\u0633\u0644\u0627\u0645 abcdefgh")};
  furat_table_options options = {
      .unicode = true, .style.bidi = FURAT_BIDI_REORDER, .width_cells = 11};
  assert_table(&options, 1, names, terms, 2,
               "┌─────────┐\n"
               "│ x       │\n"
               "├─────────┤\n"
               "│     \uFEE1\uFEFC\uFEB3 │\n"
               "│ …ab \uFEE1\uFEFC\uFEB3 │\n"
               "└─────────┘\n"
               "2 rows\n");
}

static void
rows_that_are_not_shown_are_counted(void **state)
{
  (void)state;
  static const struct {
    uint64_t n_shown;
    furat_row_count all;
    const char *hint;
    const char *expected;
  } cases[] = {
      {1, {1, false}, "more", "1 row"},
      {3, {3, false}, NULL, "3 rows"},
      {3, {12, false}, "so", "3 of 12 rows; so"},
      {3, {12, true}, NULL, "3 of more than 12 rows"},
      {0, {1, false}, NULL, "0 of 1 row"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    furat_buffer out;
    furat_buffer_init(&out, 100);
    furat_row_count_write(&out, cases[i].n_shown, &cases[i].all, cases[i].hint);
    assert_string_equal(out.data, cases[i].expected);
    furat_buffer_clear(&out);
  }
}

// A source of `n` rows of one number.
typedef struct numbers {
  size_t n;
  furat_term row;
} numbers;

static furat_status
next_number(void *self, const furat_term **row, furat_error *err)
{
  (void)err;
  numbers *left = self;
  if (left->n == 0) {
    return FURAT_DONE;
  }
  left->n--;
  *row = &left->row;
  return FURAT_OK;
}

static void
so_many_rows_are_shown(void **state)
{
  (void)state;
  const furat_str names[] = {FURAT_STR("x")};
  numbers source = {.n = 700, .row = INTEGER("1")};
  const furat_rows rows = {
      .n_columns = 1, .columns = names, .self = &source, .next = next_number};
  furat_table_options options = {.style.max_rows = 2, .style.more_hint = "see"};
  furat_buffer text;
  furat_buffer_init(&text, 10000);
  furat_output *output = NULL;
  assert_int_equal(furat_output_to_buffer(&output, &text, NULL), FURAT_OK);
  assert_int_equal(furat_table_write_rows(output, &rows, &options, NULL), FURAT_OK);
  source.n = 2;
  assert_int_equal(furat_table_write_rows(output, &rows, &options, NULL), FURAT_OK);
  assert_int_equal(furat_output_finish(output, NULL), FURAT_OK);
  assert_string_equal(text.data,
                      "+---+\n| x |\n+---+\n| 1 |\n| 1 |\n+---+\n2 of 700 rows; see\n"
                      "+---+\n| x |\n+---+\n| 1 |\n| 1 |\n+---+\n2 rows\n");
  furat_output_free(output);
  furat_buffer_clear(&text);
}

static void
columns_without_room_are_told(void **state)
{
  (void)state;
  furat_str names[40];
  furat_term terms[40];
  for (size_t i = 0; i < 40; i++) {
    names[i] = FURAT_STR("name");
    terms[i] = TEXT("value");
  }
  furat_table_options options = {.width_cells = 20};
  assert_table(&options, 40, names, terms, 1,
               "+-------+-------+\n"
               "| name  | name  |\n"
               "+-------+-------+\n"
               "| value | value |\n"
               "+-------+-------+\n"
               "1 row; 2 of 40 columns, the format line shows all\n");
}

static furat_status
write_once(void *context)
{
  (void)context;
  furat_error err = FURAT_ERROR_INIT;
  const furat_str names[] = {FURAT_STR("short"), FURAT_STR("long")};
  const furat_term row[] = {ARABIC("داعش"), TEXT("abcdefghijklmnopqrstuvwxyz")};
  furat_table_options options = {.width_cells = 20, .n_sample_rows = 2};
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  furat_output *output = NULL;
  furat_table *table = NULL;
  furat_status status = furat_output_to_buffer(&output, &text, &err);
  if (status == FURAT_OK) {
    status = furat_table_new(&table, output, 2, names, &options, &err);
  }
  for (size_t i = 0; i < 4 && status == FURAT_OK; i++) {
    status = furat_table_row(table, row, &err);
  }
  if (status == FURAT_OK) {
    status = furat_table_finish(table, NULL, &err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, &err);
  }
  furat_table_free(table);
  furat_output_free(output);
  furat_buffer_clear(&text);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each(write_once, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(plain_table_is_ascii),
      cmocka_unit_test(arabic_is_isolated_and_flush_right),
      cmocka_unit_test(language_of_a_column_stands_in_its_heading),
      cmocka_unit_test(columns_shrink_to_the_terminal),
      cmocka_unit_test(iris_keep_their_end),
      cmocka_unit_test(several_wide_columns_share_the_terminal),
      cmocka_unit_test(cells_are_never_cut_inside_a_cluster),
      cmocka_unit_test(hostile_cells_are_harmless),
      cmocka_unit_test(terms_are_shown_briefly),
      cmocka_unit_test(rows_behind_the_sample_take_what_is_free),
      cmocka_unit_test(nothing_is_a_table_too),
      cmocka_unit_test(long_cells_are_wrapped),
      cmocka_unit_test(languages_stand_behind_wrapped_text),
      cmocka_unit_test(wrapping_ends),
      cmocka_unit_test(very_long_cells_are_cut),
      cmocka_unit_test(colours_stand_around_texts_alone),
      cmocka_unit_test(reordered_cells_are_as_wide_as_they_look),
      cmocka_unit_test(rows_that_are_not_shown_are_counted),
      cmocka_unit_test(so_many_rows_are_shown),
      cmocka_unit_test(columns_without_room_are_told),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
