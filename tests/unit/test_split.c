// SPDX-License-Identifier: GPL-3.0-or-later
// Lines to statements and dot commands, from scripts and from a terminal.
#include "shell/split.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/alloc_fail.h"

// What came out, one line each: "1[SELECT ...]", "2u[INSERT ...]", "3.help".
typedef struct trace {
  char text[4096];
  size_t len;
} trace;

static furat_status
trace_statement(void *self, furat_str text, uint64_t first_line, bool update,
                furat_error *err)
{
  (void)err;
  trace *t = self;
  int n =
      snprintf(t->text + t->len, sizeof t->text - t->len, "%llu%s[%.*s]\n",
               (unsigned long long)first_line, update ? "u" : "", FURAT_STR_ARGS(text));
  t->len += (size_t)n;
  return FURAT_OK;
}

static furat_status
trace_command(void *self, furat_str line, uint64_t line_number, furat_error *err)
{
  (void)err;
  trace *t = self;
  int n = snprintf(t->text + t->len, sizeof t->text - t->len, "%llu%.*s\n",
                   (unsigned long long)line_number, FURAT_STR_ARGS(line));
  t->len += (size_t)n;
  return FURAT_OK;
}

static furat_split_sink
sink_of(trace *t)
{
  return (furat_split_sink){t, trace_statement, trace_command};
}

// A script: every line, then the end.
static void
assert_script(const char *script, const char *expected)
{
  trace t = {.len = 0};
  furat_split_sink sink = sink_of(&t);
  furat_splitter splitter;
  furat_splitter_init(&splitter);
  furat_error err = FURAT_ERROR_INIT;
  furat_str rest = furat_str_of(script);
  while (rest.len > 0) {
    furat_str line = furat_str_slice(rest, 0, furat_str_find_byte(rest, '\n'));
    assert_int_equal(furat_splitter_line(&splitter, line, &sink, &err), FURAT_OK);
    rest = furat_str_slice(rest, line.len < rest.len ? line.len + 1 : rest.len, rest.len);
  }
  assert_int_equal(furat_splitter_end(&splitter, &sink, &err), FURAT_OK);
  furat_splitter_clear(&splitter);
  assert_string_equal(t.text, expected);
}

// A terminal: each item of the list is entered; nothing is run at the end.
static void
assert_entered(const char *const *entered, size_t n, const char *expected, char open)
{
  trace t = {.len = 0};
  furat_split_sink sink = sink_of(&t);
  furat_splitter splitter;
  furat_splitter_init(&splitter);
  furat_error err = FURAT_ERROR_INIT;
  for (size_t i = 0; i < n; i++) {
    assert_int_equal(
        furat_splitter_enter(&splitter, furat_str_of(entered[i]), &sink, &err), FURAT_OK);
  }
  assert_int_equal(furat_statement_open(&splitter.statement), open);
  furat_splitter_clear(&splitter);
  assert_string_equal(t.text, expected);
}

#define ASSERT_ENTERED(expected, open, ...)                                   \
  assert_entered((const char *const[]){__VA_ARGS__},                          \
                 sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), \
                 (expected), (open))

static void
semicolon_ends_a_statement(void **state)
{
  (void)state;
  assert_script("ASK {}; \nSELECT *\n{ ?s ?p 1 ; ?q 2 }\nLIMIT 3 ; # end\nASK { }",
                "1[ASK {}]\n2[SELECT *\n{ ?s ?p 1 ; ?q 2 }\nLIMIT 3 ]\n5[ASK { }\n]\n");
}

static void
queries_on_one_line_are_several(void **state)
{
  (void)state;
  assert_script("ASK {} ; ASK { ?a ?b \";\" } ;SELECT * {}",
                "1[ASK {} ]\n"
                "1[ ASK { ?a ?b \";\" } ]\n1[SELECT * {}\n]\n");
  assert_script("INSERT DATA {}; DELETE DATA {} ; ASK {}; # end\nASK {}",
                "1u[INSERT DATA {}; DELETE DATA {} ]\n1[ ASK {}]\n2[ASK {}\n]\n");
  assert_script("SELECT * {} | cut -f 1; ask me\nASK\n{}; PREFIX a: <b> ASK {",
                "1[SELECT * {} | cut -f 1; ask me\n]\n2[ASK\n{}]\n"
                "3[ PREFIX a: <b> ASK {\n]\n");
  ASSERT_ENTERED("1[ASK {}]\n", '{', "ASK {}; SELECT * {");
  ASSERT_ENTERED("1[ASK {}]\n1[ SELECT * {}\n]\n", '\0', "ASK {}; SELECT * {}");
  ASSERT_ENTERED("1[SELECT * {} ; x]\n", '\0', "SELECT * {} ; x;");
}

static void
next_statement_ends_a_whole_one(void **state)
{
  (void)state;
  assert_script("ASK {}\nask {}\nPREFIX a: <b;#>\n\nSELECT * {}\nLIMIT 1\nCONSTRUCT {}\n"
                "WHERE {}\ndescribe <x>",
                "1[ASK {}\n]\n2[ask {}\n]\n3[PREFIX a: <b;#>\n\nSELECT * {}\nLIMIT 1\n]\n"
                "7[CONSTRUCT {}\nWHERE {}\n]\n9[describe <x>\n]\n");
}

static void
empty_line_ends_only_what_is_whole(void **state)
{
  (void)state;
  assert_script("SELECT *\n\nWHERE {\n\n}\n\nLIMIT 3",
                "1[SELECT *\n\nWHERE {\n\n}\n]\n7[LIMIT 3\n]\n");
}

static void
comments_and_empty_lines_between_are_nothing(void **state)
{
  (void)state;
  assert_script("# one; ASK {}\n\n   \n# two\nASK {} # three ;\n\n#four",
                "5[ASK {} # three ;\n]\n");
}

static void
strings_and_iris_hide_brackets_and_semicolons(void **state)
{
  (void)state;
  assert_script("ASK { ?s ?p \"};\\\"\", '}', <http://x/#;> }\n;",
                "1[ASK { ?s ?p \"};\\\"\", '}', <http://x/#;> }\n]\n");
  assert_script(
      "ASK { ?s ?p \"\"\"a\n}\n\n.help\n;\"\" \\\"\"\"\" }\nASK {}",
      "1[ASK { ?s ?p \"\"\"a\n}\n\n.help\n;\"\" \\\"\"\"\" }\n]\n6[ASK {}\n]\n");
  assert_script("ASK { FILTER(?a < 3 && ?b > 4) }\nASK {}",
                "1[ASK { FILTER(?a < 3 && ?b > 4) }\n]\n2[ASK {}\n]\n");
}

// 19.8: only long strings go over the end of a line, so the parser may say so at once.
static void
unclosed_string_ends_a_statement(void **state)
{
  (void)state;
  ASSERT_ENTERED("1[ASK { ?s ?p \"a }\n]\n2[ASK {}\n]\n", '\0', "ASK { ?s ?p \"a }",
                 "ASK {}");
  ASSERT_ENTERED("1[ASK {\n?s ?p 'a }\n]\n", '\0', "ASK {", "?s ?p 'a }");
  ASSERT_ENTERED("", '"', "ASK { ?s ?p \"\"\"a }");
  assert_script("ASK { ?s ?p \"a }\nCLEAR ALL\n\nASK {}",
                "1[ASK { ?s ?p \"a }\n]\n2u[CLEAR ALL\n]\n4[ASK {}\n]\n");
  assert_script("ASK {} | grep \"\n\nASK {}", "1[ASK {} | grep \"\n]\n3[ASK {}\n]\n");
}

// What no line can mend is for the parser to refuse, whatever is open.
static void
an_error_before_the_end_ends_a_statement(void **state)
{
  (void)state;
  ASSERT_ENTERED("1[SELECT nonsense\n]\n2[ASK {}\n]\n", 0, "SELECT nonsense", "ASK {}");
  ASSERT_ENTERED("1[SELECT ?p WHERE ?p a x:P\n]\n", 0, "SELECT ?p WHERE ?p a x:P");
  ASSERT_ENTERED("1u[INSERT INTO x VALUES (1)\n]\n2u[DELETE FROM x\n]\n", 0,
                 "INSERT INTO x VALUES (1)", "DELETE FROM x");
  ASSERT_ENTERED("1[SELECT ?s { ?s a x:P LIMIT 3;\n]\n", 0,
                 "SELECT ?s { ?s a x:P LIMIT 3;");
  ASSERT_ENTERED("1[ASK { ?x <http://foo\n]\n", 0, "ASK { ?x <http://foo");
  ASSERT_ENTERED("1[SELECT *\n{ ?x a x:P .\n?y ; }\n]\n", 0, "SELECT *", "{ ?x a x:P .",
                 "?y ; }");
}

static void
what_a_line_may_mend_waits(void **state)
{
  (void)state;
  ASSERT_ENTERED("", '{', "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o ;", "?q ?r", "");
  ASSERT_ENTERED("", 0, "SELECT ?s (COUNT(?o) AS ?n)", "{ ?s x:p ?o }");
  ASSERT_ENTERED("", '(', "ASK { FILTER (?a <", "?b");
  ASSERT_ENTERED("", '"', "ASK { ?s <p> \"\"\"\\t", "", "", "");
  ASSERT_ENTERED("1[ASK {\n\n\n]\n", 0, "ASK {", "", "");
  ASSERT_ENTERED("", '{', "ASK {", "", "?s", "");
}

// Of an update the second part is not run without the first.
static void
what_is_broken_ends_before_the_next(void **state)
{
  (void)state;
  assert_script("SELECT nonsense {\n.mode csv\nSELECT ?x ?x: {\n  SELECT * {}\nASK {}",
                "1[SELECT nonsense {\n]\n2.mode csv\n"
                "3[SELECT ?x ?x: {\n  SELECT * {}\n]\n5[ASK {}\n]\n");
  assert_script("DELETE { ?s ?p }\nINSERT { ?s ?p 1 }\nWHERE {}\n\nASK {}",
                "1u[DELETE { ?s ?p }\nINSERT { ?s ?p 1 }\nWHERE {}\n]\n5[ASK {}\n]\n");
  assert_script("PREFIX a: <:b\nCLEAR ALL\n\nASK {}",
                "1u[PREFIX a: <:b\nCLEAR ALL\n]\n4[ASK {}\n]\n");
}

static void
dot_commands_stand_between_statements(void **state)
{
  (void)state;
  assert_script(".help\nASK {}\n.run x=1\r\nASK {\n.5 ?p ?o }\n",
                "1.help\n2[ASK {}\n]\n3.run x=1\n4[ASK {\n.5 ?p ?o }\n]\n");
}

static void
updates_are_told_apart(void **state)
{
  (void)state;
  assert_script("PREFIX a: <b>\nINSERT DATA { a:a a:b 1 ; a:c 2 }\nDELETE { ?s ?p ?o }\n"
                "INSERT { ?s ?p ?o }\nWHERE { ?s ?p ?o }\nCLEAR ALL\nASK {}",
                "1u[PREFIX a: <b>\nINSERT DATA { a:a a:b 1 ; a:c 2 }\n]\n"
                "3u[DELETE { ?s ?p ?o }\nINSERT { ?s ?p ?o }\nWHERE { ?s ?p ?o }\n]\n"
                "6u[CLEAR ALL\n]\n7[ASK {}\n]\n");
  assert_script("INSERT DATA { } ; DELETE DATA {}\n",
                "1u[INSERT DATA { } ; DELETE DATA {}\n]\n");
}

static void
one_line_runs_when_entered(void **state)
{
  (void)state;
  ASSERT_ENTERED("1[SELECT * { ?s ?p ?o } LIMIT 3\n]\n2[DESCRIBE <x>\n]\n3[nonsense\n]\n",
                 0, "SELECT * { ?s ?p ?o } LIMIT 3", "DESCRIBE <x>", "nonsense");
  ASSERT_ENTERED("", 0, "DELETE { ?s ?p ?o }");
  ASSERT_ENTERED("", 0, "DESCRIBE ?x");
  ASSERT_ENTERED("", 0, "CONSTRUCT { ?s ?p ?o }");
}

static void
several_lines_wait_for_an_empty_one(void **state)
{
  (void)state;
  ASSERT_ENTERED("", 0, "SELECT *", "{ ?s ?p ?o }");
  ASSERT_ENTERED("1[SELECT *\n{ ?s ?p ?o }\nLIMIT 1\n]\n", 0, "SELECT *", "{ ?s ?p ?o }",
                 "LIMIT 1", "");
  ASSERT_ENTERED("1[SELECT *\n\n]\n", 0, "SELECT *", "");
  ASSERT_ENTERED("", '{', "SELECT * {", "");
  ASSERT_ENTERED("", '(', "SELECT * { FILTER(", "");
  ASSERT_ENTERED("", '"', "ASK { ?s ?p \"\"\"x", "");
}

static void
pasted_lines_are_one_entry(void **state)
{
  (void)state;
  ASSERT_ENTERED("1[SELECT * {\n}\nLIMIT 2\n]\n", 0, "SELECT * {\n}\nLIMIT 2");
  ASSERT_ENTERED("1[ASK {}\n]\n2[ASK {}\n]\n", 0, "ASK {}\nASK {}");
}

static void
wrong_brackets_end_at_the_line(void **state)
{
  (void)state;
  ASSERT_ENTERED("1[ASK { ) }\n]\n2[ASK {}}\n]\n", 0, "ASK { ) }", "ASK {}}");
}

static void
depth_is_bounded(void **state)
{
  (void)state;
  furat_statement statement;
  furat_statement_init(&statement);
  furat_error err = FURAT_ERROR_INIT;
  char line[1000];
  memset(line, '(', sizeof line);
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < 1000 && status == FURAT_OK; i++) {
    size_t end = 0;
    status = furat_statement_line(&statement, (furat_str){line, sizeof line}, &end, &err);
  }
  assert_int_equal(status, FURAT_LIMIT);
  furat_statement_clear(&statement);
}

// Any bytes are taken, and what is run is what was entered.
static void
random_lines_do_no_harm(void **state)
{
  (void)state;
  static const char alphabet[] = "{}()[]\"'\\<>#;:. \t\r\x80?$@aASKINSERT";
  uint32_t seed = 20261122;
  print_message("# seed %u\n", seed);
  for (size_t round = 0; round < 2000; round++) {
    trace t = {.len = 0};
    furat_split_sink sink = sink_of(&t);
    furat_splitter splitter;
    furat_splitter_init(&splitter);
    furat_error err = FURAT_ERROR_INIT;
    for (size_t n = 0; n < 6; n++) {
      char line[24];
      for (size_t i = 0; i < sizeof line; i++) {
        seed = seed * 1664525u + 1013904223u;
        line[i] = alphabet[(seed >> 8) % (sizeof alphabet - 1)];
      }
      furat_str s = {line, sizeof line - (seed >> 28)};
      assert_int_equal(furat_splitter_enter(&splitter, s, &sink, &err), FURAT_OK);
    }
    assert_int_equal(furat_splitter_end(&splitter, &sink, &err), FURAT_OK);
    assert_false(furat_splitter_pending(&splitter));
    furat_splitter_clear(&splitter);
  }
}

// What is looked at while it grows is judged as if it were seen for the first time.
static void
growing_text_is_whole_where_it_is_at_once(void **state)
{
  (void)state;
  static const char *const texts[] = {"SELECT * {\n?s ?p ?o\n}\nLIMIT 1\n",
                                      "ASK {}\nASK {} ;",
                                      "# c\n\nASK {\n'''a\n'''}\n",
                                      "ASK { ?s ?p ?o\n.help\n}\n\nASK",
                                      "ASK {}\n)\n",
                                      "ASK {\n?s ?p 'a\n}\n",
                                      "ASK {\n\n\n",
                                      "ASK {\n?s ;\n}",
                                      ".help\nASK {\n}"};
  furat_split_check grown;
  furat_split_check_init(&grown);
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    const furat_str text = furat_str_of(texts[i]);
    for (size_t len = 0; len <= text.len; len++) {
      for (int composed = 0; composed < 2; composed++) {
        const furat_str start = furat_str_slice(text, 0, len);
        furat_split_check fresh;
        furat_split_check_init(&fresh);
        assert_int_equal(furat_split_check_is_whole(&grown, start, composed != 0),
                         furat_split_check_is_whole(&fresh, start, composed != 0));
        furat_split_check_clear(&fresh);
      }
    }
  }
  furat_split_check_clear(&grown);
}

static furat_status
split_once(void *context)
{
  (void)context;
  trace t = {.len = 0};
  furat_split_sink sink = sink_of(&t);
  furat_splitter splitter;
  furat_splitter_init(&splitter);
  furat_error err = FURAT_ERROR_INIT;
  furat_status status =
      furat_splitter_line(&splitter, FURAT_STR("SELECT * { {"), &sink, &err);
  if (status == FURAT_OK) {
    status = furat_splitter_line(&splitter, FURAT_STR("} } ;"), &sink, &err);
  }
  furat_splitter_clear(&splitter);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  // Looking for errors may do without; the parser says so when the statement runs.
  alloc_fail_each_tolerant(split_once, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(semicolon_ends_a_statement),
      cmocka_unit_test(queries_on_one_line_are_several),
      cmocka_unit_test(next_statement_ends_a_whole_one),
      cmocka_unit_test(empty_line_ends_only_what_is_whole),
      cmocka_unit_test(comments_and_empty_lines_between_are_nothing),
      cmocka_unit_test(strings_and_iris_hide_brackets_and_semicolons),
      cmocka_unit_test(unclosed_string_ends_a_statement),
      cmocka_unit_test(an_error_before_the_end_ends_a_statement),
      cmocka_unit_test(what_a_line_may_mend_waits),
      cmocka_unit_test(what_is_broken_ends_before_the_next),
      cmocka_unit_test(dot_commands_stand_between_statements),
      cmocka_unit_test(updates_are_told_apart),
      cmocka_unit_test(one_line_runs_when_entered),
      cmocka_unit_test(several_lines_wait_for_an_empty_one),
      cmocka_unit_test(pasted_lines_are_one_entry),
      cmocka_unit_test(wrong_brackets_end_at_the_line),
      cmocka_unit_test(depth_is_bounded),
      cmocka_unit_test(random_lines_do_no_harm),
      cmocka_unit_test(growing_text_is_whole_where_it_is_at_once),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
