// SPDX-License-Identifier: GPL-3.0-or-later
// Terms: identity, order and hash agree; canonical N-Triples to the letter.
#include "rdf/term.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rdf/vocabulary.h"
#include "support/alloc_fail.h"

static size_t
make_terms(furat_term out[16])
{
  size_t n = 0;
  out[n++] = FURAT_TERM_UNSET;
  out[n++] = furat_term_blank(FURAT_STR("a"));
  out[n++] = furat_term_blank(FURAT_STR("b"));
  out[n++] = furat_term_iri(FURAT_STR("a"));
  out[n++] = furat_term_iri(FURAT_STR("http://a"));
  out[n++] = furat_term_literal(FURAT_STR("1"), FURAT_STR(FURAT_XSD_INTEGER));
  out[n++] = furat_term_literal(FURAT_STR("1"), FURAT_STR_NONE);
  out[n++] = furat_term_literal(FURAT_STR("a"), FURAT_STR_NONE);
  out[n - 1].datatype = FURAT_STR("http://a");
  out[n++] = furat_term_lang_string(FURAT_STR("a"), FURAT_STR("ar"));
  out[n++] = furat_term_lang_string(FURAT_STR("a"), FURAT_STR("ar-SY"));
  out[n++] = furat_term_lang_string(FURAT_STR("a"), FURAT_STR("en"));
  return n;
}

static void
order_identity_and_hash_agree(void **state)
{
  (void)state;
  furat_term terms[16];
  furat_term again[16];
  const size_t n = make_terms(terms);
  make_terms(again);
  for (size_t i = 0; i < n; ++i) {
    assert_true(furat_term_hash(&terms[i]) == furat_term_hash(&again[i]));
    for (size_t j = 0; j < n; ++j) {
      const int order = furat_term_compare(&terms[i], &again[j]);
      assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
      assert_int_equal(furat_term_equal(&terms[i], &again[j]), i == j);
    }
  }
}

static void
language_tags_are_compared_without_case(void **state)
{
  (void)state;
  const furat_term a = furat_term_lang_string(FURAT_STR("x"), FURAT_STR("ar-sy"));
  const furat_term b = furat_term_lang_string(FURAT_STR("x"), FURAT_STR("AR-SY"));
  assert_true(furat_term_equal(&a, &b));
  assert_int_equal(furat_term_compare(&a, &b), 0);
  assert_true(furat_term_hash(&a) == furat_term_hash(&b));
}

static void
assert_written(furat_term term, const char *expected)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_buffer_append(&out, FURAT_STR(""));
  furat_term_write_ntriples(&out, &term);
  assert_string_equal(out.data, expected);
  furat_buffer_clear(&out);
}

static void
literals_are_written_canonically(void **state)
{
  (void)state;
  assert_written(furat_term_literal(FURAT_STR("a\"\\\n\r\t\b\f\x01\x7F"), FURAT_STR_NONE),
                 "\"a\\\"\\\\\\n\\r\\t\\b\\f\\u0001\\u007F\"");
  assert_written(
      furat_term_literal(FURAT_STR("\xD8\xB9\xC2\x85\xEF\xBF\xBE."), FURAT_STR_NONE),
      "\"\xD8\xB9\xC2\x85\\uFFFE.\"");
  assert_written(furat_term_literal(FURAT_STR("a\0b"), FURAT_STR_NONE), "\"a\\u0000b\"");
  assert_written(furat_term_literal(FURAT_STR("1"), FURAT_STR(FURAT_XSD_INTEGER)),
                 "\"1\"^^<" FURAT_XSD_INTEGER ">");
  assert_written(furat_term_lang_string(FURAT_STR("x"), FURAT_STR("ar-SY")),
                 "\"x\"@ar-SY");
}

static void
other_terms_are_written(void **state)
{
  (void)state;
  assert_written(furat_term_iri(FURAT_STR("http://a/\xD8\xB9<> ")),
                 "<http://a/\xD8\xB9\\u003C\\u003E\\u0020>");
  assert_written(furat_term_blank(FURAT_STR("b1")), "_:b1");
  assert_written(FURAT_TERM_UNSET, "");
}

static void
quads_are_lines_and_ordered_by_graph_first(void **state)
{
  (void)state;
  furat_quad a = {furat_term_iri(FURAT_STR("s")), furat_term_iri(FURAT_STR("p")),
                  furat_term_iri(FURAT_STR("z")), FURAT_TERM_UNSET};
  furat_quad b = a;
  b.object = furat_term_iri(FURAT_STR("a"));
  b.graph = furat_term_iri(FURAT_STR("g"));
  assert_true(furat_quad_compare(&a, &b) < 0);
  assert_true(furat_quad_equal(&a, &a));
  assert_false(furat_quad_equal(&a, &b));
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_quad_write_nquads(&out, &a);
  furat_quad_write_nquads(&out, &b);
  assert_string_equal(out.data, "<s> <p> <z> .\n<s> <p> <a> <g> .\n");
  furat_buffer_clear(&out);
}

static furat_status
copy_terms(void *context)
{
  (void)context;
  furat_term terms[16];
  const size_t n = make_terms(terms);
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n && status == FURAT_OK; ++i) {
    furat_term copy;
    if (furat_term_copy(&arena, &terms[i], &copy)) {
      assert_true(furat_term_equal(&terms[i], &copy));
    } else {
      status = FURAT_NO_MEM;
    }
  }
  furat_arena_clear(&arena);
  return status;
}

static void
copies_survive_failing_allocations(void **state)
{
  (void)state;
  alloc_fail_each(copy_terms, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(order_identity_and_hash_agree),
      cmocka_unit_test(language_tags_are_compared_without_case),
      cmocka_unit_test(literals_are_written_canonically),
      cmocka_unit_test(other_terms_are_written),
      cmocka_unit_test(quads_are_lines_and_ordered_by_graph_first),
      cmocka_unit_test(copies_survive_failing_allocations),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
