// SPDX-License-Identifier: GPL-3.0-or-later
// N-Triples and N-Quads: streamed in the order of input, or sorted with stable labels.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "io/writer.h"
#include "support/alloc_fail.h"

static const furat_syntax ntriples = {
    .id = FURAT_SYNTAX_NTRIPLES, .name = "ntriples", .can_write = true};
static const furat_syntax nquads = {
    .id = FURAT_SYNTAX_NQUADS, .name = "nquads", .can_write = true, .has_graphs = true};

static furat_term
iri(const char *text)
{
  return furat_term_iri(furat_str_of(text));
}

static furat_term
blank(const char *label)
{
  return furat_term_blank(furat_str_of(label));
}

static furat_status
write_quads(furat_buffer *text, const furat_syntax *syntax, bool sorted,
            const furat_quad *quads, size_t n, furat_error *err)
{
  furat_output *output;
  furat_writer *writer = NULL;
  furat_write_options options = {.syntax = syntax, .sorted = sorted};
  furat_buffer_init(text, 1 << 20);
  furat_status status = furat_output_to_buffer(&output, text, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_writer_new(&writer, output, &options, err);
  if (status == FURAT_OK) {
    furat_quad_sink sink = furat_writer_sink(writer);
    status = sink.emit(sink.self, quads, n, err);
  }
  if (status == FURAT_OK) {
    status = furat_writer_finish(writer, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_writer_free(writer);
  furat_output_free(output);
  return status;
}

static void
assert_written(const furat_syntax *syntax, bool sorted, const furat_quad *quads, size_t n,
               const char *expected)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer text;
  assert_int_equal(write_quads(&text, syntax, sorted, quads, n, &err), FURAT_OK);
  furat_buffer_append_cstr(&text, "");
  assert_string_equal(text.len == 0 ? "" : text.data, expected);
  furat_buffer_clear(&text);
}

static void
streams_in_the_order_of_input(void **state)
{
  (void)state;
  furat_quad quads[] = {
      {iri("x:b"), iri("x:p"), furat_term_literal(FURAT_STR("\n\"\\"), FURAT_STR_NONE),
       iri("x:g")},
      {blank("z"), iri("x:p"),
       furat_term_lang_string(FURAT_STR("الموصل"), FURAT_STR("ar")), blank("g")},
      {blank("z"), iri("x:p"), iri("x:a"), FURAT_TERM_UNSET},
  };
  assert_written(&nquads, false, quads, 3,
                 "<x:b> <x:p> \"\\n\\\"\\\\\" <x:g> .\n"
                 "_:z <x:p> \"الموصل\"@ar _:g .\n"
                 "_:z <x:p> <x:a> .\n");
  assert_written(&ntriples, false, quads, 1, "<x:b> <x:p> \"\\n\\\"\\\\\" .\n");
  assert_written(&nquads, false, quads, 0, "");
}

static void
sorted_lines_do_not_show_order_or_labels(void **state)
{
  (void)state;
  furat_quad one[] = {
      {blank("n1"), iri("x:p"), blank("n2"), FURAT_TERM_UNSET},
      {blank("n2"), iri("x:p"), blank("n3"), FURAT_TERM_UNSET},
      {iri("x:s"), iri("x:p"), iri("x:o"), FURAT_TERM_UNSET},
      {iri("x:s"), iri("x:p"), iri("x:o"), FURAT_TERM_UNSET},
  };
  furat_quad other[] = {
      {iri("x:s"), iri("x:p"), iri("x:o"), FURAT_TERM_UNSET},
      {blank("c"), iri("x:p"), blank("b"), FURAT_TERM_UNSET},
      {blank("a"), iri("x:p"), blank("c"), FURAT_TERM_UNSET},
  };
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer text;
  assert_int_equal(write_quads(&text, &nquads, true, one, 4, &err), FURAT_OK);
  assert_non_null(strstr(text.data, "<x:s> <x:p> <x:o> .\n_:"));
  assert_written(&nquads, true, other, 3, text.data);
  furat_buffer_clear(&text);
}

static void
tags_that_differ_in_case_are_one(void **state)
{
  (void)state;
  furat_quad quads[] = {
      {iri("x:s"), iri("x:p"), furat_term_lang_string(FURAT_STR("a"), FURAT_STR("en-gb")),
       FURAT_TERM_UNSET},
      {iri("x:s"), iri("x:p"), furat_term_lang_string(FURAT_STR("a"), FURAT_STR("en-GB")),
       FURAT_TERM_UNSET},
  };
  const char *expected = "<x:s> <x:p> \"a\"@en-GB .\n";
  assert_written(&nquads, true, quads, 2, expected);
  furat_quad first = quads[0];
  quads[0] = quads[1];
  quads[1] = first;
  assert_written(&nquads, true, quads, 2, expected);
}

static void
refuses_what_no_syntax_holds(void **state)
{
  (void)state;
  furat_term literal = furat_term_literal(FURAT_STR("x"), FURAT_STR_NONE);
  furat_quad bad[] = {
      {literal, iri("x:p"), iri("x:o"), FURAT_TERM_UNSET},
      {iri("x:s"), blank("p"), iri("x:o"), FURAT_TERM_UNSET},
      {iri("x:s"), iri("x:p"), FURAT_TERM_UNSET, FURAT_TERM_UNSET},
      {iri("x:s"), iri("x:p"), iri("x:o"), literal},
      {iri("x:s"), iri("x:p"), iri("\xFF"), FURAT_TERM_UNSET},
      {iri("x:s"), iri("x:p"), blank("a b"), FURAT_TERM_UNSET},
      {iri("x:s"), iri("x:p"), blank("a."), FURAT_TERM_UNSET},
      {iri("x:s"), iri("x:p"), furat_term_lang_string(FURAT_STR("x"), FURAT_STR("a b")),
       FURAT_TERM_UNSET},
  };
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    for (int sorted = 0; sorted < 2; sorted++) {
      furat_error err = FURAT_ERROR_INIT;
      furat_buffer text;
      assert_int_equal(write_quads(&text, &nquads, sorted, &bad[i], 1, &err),
                       FURAT_BAD_DATA);
      assert_true(err.message[0] != '\0');
      furat_buffer_clear(&text);
    }
  }
}

static void
syntax_that_is_only_read_is_refused(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer text;
  const furat_syntax rdfa = {.id = FURAT_SYNTAX_RDFA, .name = "rdfa"};
  assert_int_equal(write_quads(&text, &rdfa, false, NULL, 0, &err), FURAT_UNSUPPORTED);
  furat_buffer_clear(&text);
}

typedef struct attempt {
  bool sorted;
} attempt;

static furat_status
write_some(void *context)
{
  const attempt *a = context;
  furat_quad quads[] = {
      {blank("n1"), iri("x:p"), blank("n2"), FURAT_TERM_UNSET},
      {blank("n2"), iri("x:p"), blank("n1"), FURAT_TERM_UNSET},
      {blank("n3"), iri("x:p"), blank("n1"), blank("n2")},
      {iri("x:s"), iri("x:p"), iri("x:o"), FURAT_TERM_UNSET},
  };
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer text;
  furat_status status = write_quads(&text, &nquads, a->sorted, quads, 4, &err);
  furat_buffer_clear(&text);
  return status;
}

static void
allocations_that_fail_are_told(void **state)
{
  (void)state;
  attempt streaming = {false};
  attempt sorted = {true};
  alloc_fail_each(write_some, &streaming);
  alloc_fail_each(write_some, &sorted);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(streams_in_the_order_of_input),
      cmocka_unit_test(sorted_lines_do_not_show_order_or_labels),
      cmocka_unit_test(tags_that_differ_in_case_are_one),
      cmocka_unit_test(refuses_what_no_syntax_holds),
      cmocka_unit_test(syntax_that_is_only_read_is_refused),
      cmocka_unit_test(allocations_that_fail_are_told),
  };
  return cmocka_run_group_tests_name("writer_lines", tests, NULL, NULL);
}
