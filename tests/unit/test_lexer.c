// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens, their values and spans; every lexical error with its span; statements that are
// open.
#include "sparql/lexer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "support/alloc_fail.h"

/// All tokens of `text` as "kind(prefix|text)" separated by spaces.
static void
assert_tokens(const char *text, const char *expected)
{
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_buffer_append_cstr(&out, "");
  furat_lexer lexer;
  furat_lexer_init(&lexer, furat_str_of(text), &arena);
  furat_token token;
  for (;;) {
    furat_error err = FURAT_ERROR_INIT;
    if (furat_lexer_next(&lexer, &token, &err) != FURAT_OK) {
      fail_msg("%s: %s", text, err.message);
    }
    if (token.kind == FURAT_TOKEN_END) {
      break;
    }
    furat_buffer_append_cstr(&out, out.len ? " " : "");
    furat_buffer_append_cstr(&out, furat_token_kind_name(token.kind));
    if (token.prefix.len || token.text.len) {
      furat_buffer_append_byte(&out, '(');
      furat_buffer_append(&out, token.prefix);
      furat_buffer_append_cstr(&out, token.prefix.len && token.text.len ? "|" : "");
      furat_buffer_append(&out, token.text);
      furat_buffer_append_byte(&out, ')');
    }
  }
  assert_string_equal(out.data, expected);
  furat_buffer_clear(&out);
  furat_arena_clear(&arena);
}

static void
names_and_terms(void **state)
{
  (void)state;
  assert_tokens("<http://a/\xD8\xB9>", "an IRI(http://a/\xD8\xB9)");
  assert_tokens("<>", "an IRI");
  assert_tokens("foaf:name", "a prefixed name(foaf|name)");
  assert_tokens("foaf: :x :", "a prefix(foaf) a prefixed name(x) a prefix");
  assert_tokens("a.b:c.d.", "a prefixed name(a.b|c.d) .");
  assert_tokens("x:a\\.b\\~ x:%41 x::y x:1",
                "a prefixed name(x|a.b~) a prefixed name(x|%41) "
                "a prefixed name(x|:y) a prefixed name(x|1)");
  assert_tokens("x:a\\..", "a prefixed name(x|a.) .");
  assert_tokens("_:b1. _:1", "a blank node(b1) . a blank node(1)");
  assert_tokens("?x $y ?1 ?\xD8\xB9", "a variable(x) a variable(y) a variable(1) "
                                      "a variable(\xD8\xB9)");
  assert_tokens("?x-?y ?a.b", "a variable(x) - a variable(y) a variable(a) . a word(b)");
  assert_tokens("'x'@ar-SY", "a string(x) a language tag(ar-SY)");
  assert_tokens("true. SHA1", "a word(true) . a word(SHA1)");
}

static void
numbers(void **state)
{
  (void)state;
  assert_tokens(
      "1 1.5 .5 1e3 1.e3 .5E-3 1. 1.x",
      "an integer(1) a decimal number(1.5) a decimal number(.5) a double(1e3) "
      "a double(1.e3) a double(.5E-3) an integer(1) . an integer(1) . a word(x)");
  assert_tokens("+1 -1.5 ?x+1 1-1 - 1",
                "an integer(+1) a decimal number(-1.5) a variable(x) "
                "an integer(+1) an integer(1) an integer(-1) - "
                "an integer(1)");
  assert_tokens("1e 1e+", "an integer(1) a word(e) an integer(1) a word(e) +");
}

static void
strings(void **state)
{
  (void)state;
  assert_tokens("'a\"b' \"a'b\" '' \"\"",
                "a string(a\"b) a string(a'b) a string a string");
  assert_tokens("'''a'b''c''' \"\"\"\n\"\"\"", "a string(a'b''c) a string(\n)");
  assert_tokens("\"\"\"\"a\"\"\"", "a string(\"a)");
  assert_tokens("'\\t\\n\\\\\\'\\\"'", "a string(\t\n\\'\")");
  assert_tokens("'\\u0639\\U0001F600'", "a string(\xD8\xB9\xF0\x9F\x98\x80)");
  // Escapes in strings are content: they end nothing and escape nothing.
  assert_tokens("'\\u0027\\u005Cn\\u000A\\\\u0041'", "a string('\\n\n\\u0041)");
}

static void
escapes_outside_of_strings(void **state)
{
  (void)state;
  assert_tokens("<\\u0078> ?x\\u0078 x:\\u0070 \\u0053ELECT\\u0020*",
                "an IRI(x) a variable(xx) a prefixed name(x|p) a word(SELECT) *");
}

static void
operators(void **state)
{
  (void)state;
  assert_tokens("{}()[](\n#c\n)[ ]( 1 )", "{ } () [] () [] ( an integer(1) )");
  assert_tokens("= != < > <= >= ! && || + - * / | ^ ^^ ? . ; ,",
                "= != < > <= >= ! && || + - * / | ^ ^^ ? . ; ,");
  assert_tokens("?a<?b&&?c>?d", "a variable(a) an IRI(?b&&?c) a variable(d)");
  assert_tokens("?a < ?b", "a variable(a) < a variable(b)");
  assert_tokens(":p? :q* (:r)+",
                "a prefixed name(p) ? a prefixed name(q) * ( a prefixed name(r) "
                ") +");
  assert_tokens("# only a comment", "");
}

static void
keywords_are_found_in_any_case(void **state)
{
  (void)state;
  assert_int_equal(furat_keyword_find(FURAT_STR("sElEcT")), FURAT_KEYWORD_SELECT);
  assert_int_equal(furat_keyword_find(FURAT_STR("a")), FURAT_KEYWORD_A);
  assert_int_equal(furat_keyword_find(FURAT_STR("A")), FURAT_KEYWORD_NONE);
  assert_int_equal(furat_keyword_find(FURAT_STR("selects")), FURAT_KEYWORD_NONE);
  assert_int_equal(furat_keyword_find(FURAT_STR_NONE), FURAT_KEYWORD_NONE);
  size_t n;
  const char *const *texts = furat_keyword_texts(&n);
  for (size_t i = 0; i < n; ++i) {
    assert_int_equal(furat_keyword_find(furat_str_of(texts[i])), i + 1);
  }
}

static void
errors_have_their_span(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    size_t start;
    size_t end;
    const char *message;
  } cases[] = {
      {"  'abc\n'", 2, 6, "this string is not closed on its line"},
      {"'''abc", 0, 3, "this string is never closed"},
      {"'a\\x'", 2, 4, "\\x is no escape of a string"},
      {"'a\\u12G4'", 2, 6, "\\u12 lacks hexadecimal digits"},
      {"'\\uD800'", 1, 7, "\\uD800 is no Unicode character"},
      {"?x \\U00110000", 3, 13, "\\U00110000 is no Unicode character"},
      {"?$", 1, 2, "a variable needs a name behind $"},
      {"'x'@1", 3, 4, "a language tag such as @ar is expected behind @"},
      {"_x", 0, 1, "a blank node is written _:label"},
      {"_:", 0, 2, "a blank node is written _:label"},
      {"a & b", 2, 3, "the character & has no meaning here"},
      {"\\u005cu0031", 0, 6, "the character \\u005c has no meaning here"},
      {"<a\\u003Eb>", 2, 8, "an IRI cannot hold this character"},
      {"<\\u003Eb>", 1, 7, "an IRI cannot hold this character"},
      {"'a\xFF'", 2, 3, "this is no valid UTF-8"},
      {" \xFF", 1, 2, "this is no valid UTF-8"},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    furat_arena arena;
    furat_arena_init(&arena, SIZE_MAX);
    furat_lexer lexer;
    furat_lexer_init(&lexer, furat_str_of(cases[i].text), &arena);
    furat_token token;
    furat_error err = FURAT_ERROR_INIT;
    furat_status status = FURAT_OK;
    do {
      status = furat_lexer_next(&lexer, &token, &err);
    } while (status == FURAT_OK && token.kind != FURAT_TOKEN_END);
    assert_int_equal(status, FURAT_BAD_SYNTAX);
    assert_string_equal(err.message, cases[i].message);
    assert_int_equal(err.span.start, cases[i].start);
    assert_int_equal(err.span.end, cases[i].end);
    furat_arena_clear(&arena);
  }
}

static void
broken_iris_are_explained(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_lexer_explain_iri(FURAT_STR("<http://a b>"), 0, &err),
                   FURAT_BAD_SYNTAX);
  assert_string_equal(err.message, "an IRI cannot hold a space");
  assert_string_equal(err.hint, "write %20");
  assert_int_equal(err.span.start, 9);
  furat_error_clear(&err);
  assert_int_equal(furat_lexer_explain_iri(FURAT_STR("<http://a\n"), 0, &err),
                   FURAT_BAD_SYNTAX);
  assert_string_equal(err.message, "this IRI is not closed by >");
  assert_int_equal(furat_lexer_explain_iri(FURAT_STR("< 3"), 0, &err), FURAT_OK);
}

static void
reading_goes_on_behind_every_error(void **state)
{
  (void)state;
  for (int c = 0; c < 256; ++c) {
    const char text[] = {'\\', (char)c, 'u', (char)c, '"', (char)c, '<', (char)c};
    furat_lexer lexer;
    furat_lexer_init(&lexer, (furat_str){text, sizeof(text)}, NULL);
    furat_token token;
    size_t n = 0;
    do {
      const size_t before = lexer.at;
      const furat_status status = furat_lexer_next(&lexer, &token, NULL);
      assert_true(lexer.at > before || token.kind == FURAT_TOKEN_END);
      assert_true(status == FURAT_OK || status == FURAT_BAD_SYNTAX);
      assert_true(++n < 20);
    } while (token.kind != FURAT_TOKEN_END);
  }
}

static furat_status
read_escapes(void *context)
{
  (void)context;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_lexer lexer;
  furat_lexer_init(&lexer, FURAT_STR("<\\u0078> 'a\\tb' x\\u0078:a\\.b ?\\u0078"),
                   &arena);
  furat_token token;
  furat_status status = FURAT_OK;
  do {
    status = furat_lexer_next(&lexer, &token, NULL);
  } while (status == FURAT_OK && token.kind != FURAT_TOKEN_END);
  furat_arena_clear(&arena);
  return status;
}

static void
failing_allocations_are_told(void **state)
{
  (void)state;
  alloc_fail_each(read_escapes, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_and_terms),
      cmocka_unit_test(numbers),
      cmocka_unit_test(strings),
      cmocka_unit_test(escapes_outside_of_strings),
      cmocka_unit_test(operators),
      cmocka_unit_test(keywords_are_found_in_any_case),
      cmocka_unit_test(errors_have_their_span),
      cmocka_unit_test(broken_iris_are_explained),
      cmocka_unit_test(reading_goes_on_behind_every_error),
      cmocka_unit_test(failing_allocations_are_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
