// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of candidates: how terms are written, what fits what was typed, what all have in
// common, and how a list looks.
#include "shell/candidates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "rdf/vocabulary.h"
#include "shell/candidates_text.h"
#include "support/alloc_fail.h"

static furat_candidates list;

static void
add(const char *text, uint64_t n, const char *note)
{
  furat_candidates_add(&list, furat_str_of(text), n, furat_str_of(note));
}

static void
assert_written(furat_term term, const char *expected)
{
  furat_prefixes prefixes;
  furat_prefixes_init(&prefixes);
  assert_int_equal(
      furat_prefixes_set(&prefixes, FURAT_STR("e"), FURAT_STR("http://e/"), NULL),
      FURAT_OK);
  furat_candidates_init(&list, 0, 0);
  furat_candidates_add_term(&list, "", &term, &prefixes, 1, FURAT_STR_NONE);
  assert_int_equal(list.items.n, 1);
  assert_string_equal(FURAT_VEC_AT(&list.items, furat_candidate, 0).text.data, expected);
  furat_candidates_clear(&list);
  furat_prefixes_clear(&prefixes);
}

static void
terms_are_written_as_sparql(void **state)
{
  (void)state;
  assert_written(furat_term_iri(FURAT_STR("http://e/a")), "e:a");
  assert_written(furat_term_iri(FURAT_STR("http://e/a b")), "<http://e/a\\u0020b>");
  assert_written(furat_term_iri(FURAT_STR("http://f/a")), "<http://f/a>");
  assert_written(furat_term_literal(FURAT_STR("a\"b\n"), FURAT_STR_NONE),
                 "\"a\\\"b\\n\"");
  assert_written(furat_term_lang_string(FURAT_STR("داعش"), FURAT_STR("ar")),
                 "\"داعش\"@ar");
  assert_written(furat_term_literal(FURAT_STR("12"), FURAT_STR(FURAT_XSD_INTEGER)), "12");
  assert_written(furat_term_literal(FURAT_STR("1.5"), FURAT_STR(FURAT_XSD_DECIMAL)),
                 "1.5");
  assert_written(furat_term_literal(FURAT_STR("x"), FURAT_STR(FURAT_XSD_INTEGER)),
                 "\"x\"^^<" FURAT_XSD_INTEGER ">");
  assert_written(furat_term_literal(FURAT_STR("1"), FURAT_STR(FURAT_XSD_DECIMAL)),
                 "\"1\"^^<" FURAT_XSD_DECIMAL ">");
  assert_written(furat_term_literal(FURAT_STR("true"), FURAT_STR(FURAT_XSD_BOOLEAN)),
                 "true");
  assert_written(furat_term_literal(FURAT_STR("x"), FURAT_STR("http://e/t")),
                 "\"x\"^^e:t");
  assert_written(furat_term_literal(FURAT_STR("\x1B[2J"), FURAT_STR_NONE),
                 "\"\\u001B[2J\"");
}

static void
names_fit_by_their_parts(void **state)
{
  (void)state;
  assert_int_equal(furat_candidates_fit(FURAT_STR("tookPlaceIn"), FURAT_STR("took")), 2);
  assert_int_equal(furat_candidates_fit(FURAT_STR("tookPlaceIn"), FURAT_STR("TOOKP")), 2);
  assert_int_equal(furat_candidates_fit(FURAT_STR("tookPlaceIn"), FURAT_STR("place")), 1);
  assert_int_equal(furat_candidates_fit(FURAT_STR("took-place"), FURAT_STR("place")), 1);
  assert_int_equal(furat_candidates_fit(FURAT_STR("tookPlaceIn"), FURAT_STR("lace")), 0);
  assert_int_equal(furat_candidates_fit(FURAT_STR("took"), FURAT_STR("tookPlace")), 0);
  assert_int_equal(furat_candidates_fit(FURAT_STR("took"), FURAT_STR_NONE), 2);
  assert_int_equal(furat_candidates_fit(FURAT_STR_NONE, FURAT_STR("x")), 0);
  assert_int_equal(furat_candidates_fit(FURAT_STR_NONE, FURAT_STR_NONE), 2);
}

static void
what_is_common_is_whole_letters(void **state)
{
  (void)state;
  furat_candidates_init(&list, 0, 0);
  assert_int_equal(furat_candidates_common(&list).len, 0);
  add("aب1", 0, "");
  assert_int_equal(furat_candidates_common(&list).len, 4);
  add("aب2", 0, "");
  add("aب2", 0, "twice");
  assert_int_equal(list.items.n, 2);
  assert_int_equal(furat_candidates_common(&list).len, 3);
  add("aت", 0, ""); // differs in the second byte of a letter
  assert_int_equal(furat_candidates_common(&list).len, 1);
  furat_candidates_clear(&list);
}

static void
a_full_list_says_so(void **state)
{
  (void)state;
  furat_candidates_init(&list, 0, 0);
  for (int i = 0; i < FURAT_CANDIDATES_MAX + 5; i++) {
    char text[20];
    snprintf(text, sizeof text, "x%d", i);
    add(text, 0, "");
  }
  assert_int_equal(list.items.n, FURAT_CANDIDATES_MAX);
  assert_true(list.more);
  furat_candidates_clear(&list);
}

static void
assert_looks(size_t n_columns, size_t n_rows, bool utf8, const char *expected)
{
  const furat_candidates_style style = {.n_columns = n_columns,
                                        .n_rows = n_rows,
                                        .utf8 = utf8,
                                        .palette = furat_palette_named("none")};
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_candidates_write(&out, &list, &style);
  furat_buffer_append_byte(&out, '\0');
  assert_string_equal(out.data, expected);
  furat_buffer_clear(&out);
}

static void
lists_fit_the_terminal(void **state)
{
  (void)state;
  furat_candidates_init(&list, 0, 0);
  add("e:a", 1234567, "Label");
  add("e:longer", 12, "الموصل");
  add("e:b", 0, "");
  assert_looks(40, 10, true,
               "e:a       1234567  Label\n"
               "e:longer       12  \u2068الموصل\u2069\n"
               "e:b\n");
  assert_looks(40, 2, true,
               "e:a       1234567  Label\n"
               "e:longer       12  \u2068الموصل\u2069\n"
               "… 1 more\n");
  assert_looks(25, 10, true,
               "e:a       1234567  Lab…\n"
               "e:longer       12  \u2068الم…\u2069\n"
               "e:b\n");
  assert_looks(40, 10, false,
               "e:a       1234567  Label\n"
               "e:longer       12  ????????????\n"
               "e:b\n");
  list.remark = "note";
  list.more = true;
  assert_looks(9, 10, true, "e:a\ne:long…\ne:b\n… and others\n(note)\n");
  furat_candidates_clear(&list);
  furat_candidates_init(&list, 0, 0);
  add("one", 0, "");
  add("two", 0, "");
  add("three", 0, "");
  assert_looks(16, 10, true, "one    three\ntwo\n");
  assert_looks(16, 1, true, "one    two\n… 1 more\n");
  assert_looks(2, 10, true, "…\n…\n…\n");
  furat_candidates_clear(&list);
}

static furat_status
fill_and_write(void *context)
{
  (void)context;
  furat_candidates_init(&list, 0, 0);
  add("one", 1, "note");
  furat_candidates_add_word(&list, FURAT_STR("sel"), "SELECT", "", "");
  const furat_candidates_style style = {.n_columns = 40,
                                        .n_rows = 10,
                                        .utf8 = true,
                                        .palette = furat_palette_named("none")};
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_candidates_write(&out, &list, &style);
  furat_status status = out.status;
  furat_buffer_clear(&out);
  furat_candidates_clear(&list);
  return status;
}

static void
memory_may_end_anywhere(void **state)
{
  (void)state;
  alloc_fail_each_tolerant(fill_and_write, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(terms_are_written_as_sparql),
      cmocka_unit_test(names_fit_by_their_parts),
      cmocka_unit_test(what_is_common_is_whole_letters),
      cmocka_unit_test(a_full_list_says_so),
      cmocka_unit_test(lists_fit_the_terminal),
      cmocka_unit_test(memory_may_end_anywhere),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
