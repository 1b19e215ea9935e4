// SPDX-License-Identifier: GPL-3.0-or-later
// N-Triples and N-Quads, and what they must not let pass.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "io/reader.h"
#include "support/documents.h"
#include "support/quads.h"

#define NT(text, expected) assert_document("ntriples", FURAT_STR(text), expected)
#define NQ(text, expected) assert_document("nquads", FURAT_STR(text), expected)
#define BAD(text, line, column, sentence) \
  assert_rejected("ntriples", FURAT_STR(text), line, column, sentence)

static void
every_form_of_term_is_read(void **state)
{
  (void)state;
  NT("<a:s> <a:p> <a:o> .", "<a:s> <a:p> <a:o> .\n");
  NT("_:a<a:p>_:b.c.", "_:a <a:p> _:b.c .\n");
  NT("<a:s>\t<a:p>\t\"x\"@en-GB\t.\t# said", "<a:s> <a:p> \"x\"@en-GB .\n");
  NT("<a:s> <a:p> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .",
     "<a:s> <a:p> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n");
  NT("<a:s> <a:p> \"x\"^^<http://www.w3.org/2001/XMLSchema#string> .",
     "<a:s> <a:p> \"x\" .\n");
  NQ("<a:s> <a:p> \"x\" _:g .\n<a:s> <a:p> <a:o> <a:g> .\n<a:s> <a:p> <a:o> .",
     "<a:s> <a:p> \"x\" _:g .\n<a:s> <a:p> <a:o> <a:g> .\n<a:s> <a:p> <a:o> .\n");
}

static void
every_line_end_counts_once(void **state)
{
  (void)state;
  NT("\xEF\xBB\xBF# a\r\n\r\n<a:s> <a:p> \"1\" .\r<a:s> <a:p> \"2\" .\n\n\n",
     "<a:s> <a:p> \"1\" .\n<a:s> <a:p> \"2\" .\n");
  BAD("# a\r\n\r\n<a:s> <a:p> \"1\" .\r<a:s> <a:p> 2 .\n", 4, 13,
      "an object is expected here: <IRI>, _:name or \"string\"");
}

static void
escapes_are_resolved(void **state)
{
  (void)state;
  NT("<a:\\u00E9> <a:\\U0001F600> \"\\t\\\\\\u0022\\u0000|\\n\" .",
     "<a:\xC3\xA9> <a:\xF0\x9F\x98\x80> \"\\t\\\\\\\"\\u0000|\\n\" .\n");
  NT("<\\u0061:b> <a:p> \"\" .", "<a:b> <a:p> \"\" .\n");
}

static void
a_nul_byte_does_not_end_a_literal(void **state)
{
  (void)state;
  NT("<a:s> <a:p> \"a\0b\" .", "<a:s> <a:p> \"a\\u0000b\" .\n");
}

// serd 0.30.16 accepts all of these.
static void
what_belongs_to_turtle_is_rejected(void **state)
{
  (void)state;
  BAD("<a:s> a <a:o> .", 1, 7, "a predicate is expected here: <IRI>");
  BAD("<a:s> <a:p> <a:o> ; <a:p> <a:o> .", 1, 19,
      "a '.' is expected here, at the end of the statement");
  BAD("<a:s>\n<a:p> <a:o> .", 1, 6, "a predicate is expected here: <IRI>");
  BAD("<a:s> <a:p> <a:o> . <a:s> <a:p> <a:o> .", 1, 21,
      "nothing but a comment can follow the '.' on its line");
  BAD("[] <a:p> <a:o> .", 1, 1, "a subject is expected here: <IRI> or _:name");
  BAD("<a:s> <a:p> :o .", 1, 13,
      "an object is expected here: <IRI>, _:name or \"string\"");
  BAD("<a:s> <a:p> 'o' .", 1, 13,
      "an object is expected here: <IRI>, _:name or \"string\"");
  BAD("<a:s> <a:p> \"\"\"o\"\"\" .", 1, 15,
      "a '.' is expected here, at the end of the statement");
  BAD("@prefix a: <b:> .", 1, 1, "a subject is expected here: <IRI> or _:name");
  NT("_:base <a:p> _:graph .", "_:base <a:p> _:graph .\n");
}

static void
errors_point_at_the_culprit(void **state)
{
  (void)state;
  BAD("<s> <a:p> <a:o> .", 1, 1, "an IRI must be absolute here");
  BAD("<a:s> <a:p> <a:o>", 1, 18, "a '.' is expected here, at the end of the statement");
  BAD("<a:s> <a:p> <a:o> <a:g> .", 1, 19,
      "a '.' is expected here, at the end of the statement");
  BAD("\n<a:\xD9\x86\xD8\xB5> <a:p> \"\\uD800\" .", 2, 15,
      "this escape stands for half of a surrogate pair, which is no character");
  BAD("<a:s> <a:p> \"\\\\\xC3\xA9\xFF\" .", 1, 17, "this is not UTF-8 text");
  BAD("# \xE2\x82", 1, 3, "this is not UTF-8 text");
  BAD("<a:s> <a:p> \"a\"^<b:> .", 1, 16, "a datatype is written as ^^<IRI>");
  BAD("<a:s> <a:p> \"a\"@1 .", 1, 17,
      "a language tag is letters and digits in parts joined by '-'");
  BAD("<a:s> <a:p> \"a\n\" .", 1, 15, "the string is not closed on this line");
  assert_rejected("nquads", FURAT_STR("<a:s> <a:p> <a:o> \"g\" ."), 1, 19,
                  "a graph (<IRI> or _:name) or '.' is expected here");
}

typedef struct bad_lines {
  size_t n;
  uint64_t lines[8];
  size_t fail_at;
} bad_lines;

static furat_status
on_bad_line(void *self, const furat_error *bad)
{
  bad_lines *told = self;
  assert_true(bad->line > 0 && bad->column > 0 && bad->message[0]);
  assert_string_equal(bad->source, "doc");
  told->lines[told->n++] = bad->line;
  return told->n == told->fail_at ? FURAT_LIMIT : FURAT_OK;
}

static const char half_bad[] = "<a:s> <a:p> \"1\" .\n"
                               "<a:s> <a:p> 2 .\r\n"
                               "<a:s> <a:p> \"3\" . x\n"
                               "\xFF\n"
                               "<a:s> <a:p> \"\\u0035\" .\r"
                               "<a:s> <a:p> \"6";

static void
bad_lines_are_left_out(void **state)
{
  (void)state;
  bad_lines told = {.n = 0};
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.bad_line = on_bad_line;
  options.bad_line_self = &told;
  quads_result result;
  quads_init(&result);
  assert_int_equal(quads_read(&result, "ntriples", furat_str_of(half_bad), &options),
                   FURAT_OK);
  assert_string_equal(result.text.data, "<a:s> <a:p> \"1\" .\n<a:s> <a:p> \"5\" .\n");
  const uint64_t expected[] = {2, 3, 4, 6};
  assert_int_equal(told.n, 4);
  assert_memory_equal(told.lines, expected, sizeof(expected));
  quads_clear(&result);
}

static void
the_caller_can_have_enough_of_bad_lines(void **state)
{
  (void)state;
  bad_lines told = {.fail_at = 2};
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.bad_line = on_bad_line;
  options.bad_line_self = &told;
  quads_result result;
  quads_init(&result);
  assert_int_equal(quads_read(&result, "ntriples", furat_str_of(half_bad), &options),
                   FURAT_LIMIT);
  assert_int_equal(told.n, 2);
  quads_clear(&result);
}

static void
documents_get_their_prefix_and_graph(void **state)
{
  (void)state;
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.blank_prefix = FURAT_STR("d1_");
  options.graph = furat_term_iri(FURAT_STR("a:g"));
  quads_result result;
  quads_init(&result);
  assert_int_equal(quads_read(&result, "nquads",
                              FURAT_STR("_:x <a:p> _:genid1 .\n_:x <a:p> _:y _:z .\n"),
                              &options),
                   FURAT_OK);
  assert_string_equal(result.text.data, "_:d1_x <a:p> _:d1_genid1 <a:g> .\n"
                                        "_:d1_x <a:p> _:d1_y _:d1_z .\n");
  quads_clear(&result);
}

static void
a_line_can_be_too_long(void **state)
{
  (void)state;
  furat_buffer text;
  furat_buffer_init(&text, 1 << 24);
  furat_buffer_append_cstr(&text, "<a:s> <a:p> \"1\" .\n<a:s> <a:p> \"");
  furat_buffer_append_fill(&text, 'x', 1 << 21);
  furat_buffer_append_cstr(&text, "\" .\n");
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  quads_result result;
  quads_init(&result);
  assert_int_equal(quads_read(&result, "ntriples", furat_buffer_str(&text), &options),
                   FURAT_OK);
  assert_int_equal(result.n_quads, 2);
  quads_clear(&result);
  quads_init(&result);
  options.max_term_bytes = 1 << 20;
  assert_int_equal(quads_read(&result, "ntriples", furat_buffer_str(&text), &options),
                   FURAT_LIMIT);
  assert_int_equal(result.err.line, 2);
  quads_clear(&result);
  furat_buffer_clear(&text);
}

static void
reading_is_robust(void **state)
{
  (void)state;
  assert_robust("nquads",
                FURAT_STR("# \xD9\x86\r\n<a:\\u00E9> <a:p> \"\\t\xD9\x86\"@ar .\r\n"
                          "_:a <a:p> \"1\"^^<a:d> _:g . # x\n\n"
                          "<a:s> <a:p> <a:o> <a:g> ."));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_form_of_term_is_read),
      cmocka_unit_test(every_line_end_counts_once),
      cmocka_unit_test(escapes_are_resolved),
      cmocka_unit_test(a_nul_byte_does_not_end_a_literal),
      cmocka_unit_test(what_belongs_to_turtle_is_rejected),
      cmocka_unit_test(errors_point_at_the_culprit),
      cmocka_unit_test(bad_lines_are_left_out),
      cmocka_unit_test(the_caller_can_have_enough_of_bad_lines),
      cmocka_unit_test(documents_get_their_prefix_and_graph),
      cmocka_unit_test(a_line_can_be_too_long),
      cmocka_unit_test(reading_is_robust),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
