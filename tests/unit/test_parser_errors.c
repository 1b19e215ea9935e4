// SPDX-License-Identifier: GPL-3.0-or-later
// What the parser says of wrong requests: the words, the hint, and the span to the byte.
#include "sparql/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

typedef struct error_case {
  bool is_update;
  const char *text;
  size_t start;
  size_t end;
  const char *message;
  const char *hint;
} error_case;

static const error_case cases[] = {
    {false, "SELEC * WHERE {}", 0, 5,
     "expected SELECT, CONSTRUCT, DESCRIBE or ASK, found SELEC", "did you mean SELECT?"},
    {false, "", 0, 0,
     "expected SELECT, CONSTRUCT, DESCRIBE or ASK, but the text ends here", ""},
    {false, "INSERT DATA {}", 0, 6,
     "expected SELECT, CONSTRUCT, DESCRIBE or ASK, found INSERT",
     "this is an update, not a query"},
    {false, "SELECT ?x, ?y WHERE { ?x ?p ?y }", 9, 10,
     "expected another variable, FROM, or WHERE and { with a pattern, found ,",
     "variables are separated by spaces"},
    {false, "PREFIX g: <http://g/> SELECT * FROM g:a/b { ?s ?p ?o }", 39, 40,
     "expected another variable, FROM, or WHERE and { with a pattern, found /",
     "inside a name / is written \\/"},
    {false, "SELECT COUNT(?x) AS ?n WHERE { ?x ?p ?y }", 7, 12,
     "expected a variable, * or (expression AS ?name), found COUNT",
     "an expression is named: (COUNT(...) AS ?name)"},
    {false, "SELECT (COUNT(?x)) WHERE { ?x ?p ?y }", 17, 18,
     "expected an operator, or AS and a variable, found )",
     "the value needs a name: (... AS ?name)"},
    {false, "SELECT WHERE { ?x ?p ?y }", 7, 12,
     "expected a variable, * or (expression AS ?name), found WHERE", ""},
    {false, "SELECT * { ?x foaf:name ?y }", 14, 19, "prefix foaf: is not declared",
     "declare it: PREFIX foaf: <http://xmlns.com/foaf/0.1/>"},
    {false, "SELECT * { ?x foaff:name ?y }", 14, 20, "prefix foaff: is not declared",
     "did you mean foaf:?"},
    {false, "PREFIX ex: <http://e/> SELECT * { ?x exx:name ?y }", 37, 41,
     "prefix exx: is not declared", "did you mean ex:?"},
    {false, "PREFIX ex <http://e/> SELECT * {}", 7, 9,
     "expected a prefix with its colon behind PREFIX, found ex", "write ex:"},
    {false, "PREFIX ex: \"x\" SELECT * {}", 11, 14,
     "expected an IRI between < and > behind the prefix, found \"x\"", ""},
    {false, "BASE x SELECT * {}", 5, 6,
     "expected an IRI between < and > behind BASE, found x", ""},
    {false, "SELECT * { <a> ?p ?o }", 11, 14,
     "this IRI is relative, and there is no base to resolve it",
     "begin with BASE <http://...>"},
    {false, "SELECT * { ?s ?p ?o ?s ?p ?o }", 20, 22,
     "expected a dot, ; or , and more triples, another pattern, or }, found ?s", ""},
    {false, "SELECT * { ?s ?p }", 17, 18,
     "expected a term: a variable, an IRI, a literal or a blank node, found }", ""},
    {false, "SELECT * { ?s ?p ?o", 19, 19,
     "expected a dot, ; or , and more triples, another pattern, or }, but the text ends "
     "here",
     ""},
    {false, "SELECT * { ?s \"p\" ?o }", 14, 17,
     "expected a predicate: a variable, an IRI, a, or a path, found \"p\"", ""},
    {false, "SELECT * { ?s ?p <http://a b> }", 26, 27, "an IRI cannot hold a space",
     "write %20"},
    {false, "SELECT * { ?s ?p \"x\"^^?d }", 22, 24,
     "expected a datatype behind ^^, found ?d", ""},
    {false, "SELECT * { ?s ?p ?o FILTER ?o > 3 }", 27, 29,
     "expected a condition behind FILTER, found ?o",
     "put the condition into parentheses"},
    {false, "SELECT * { ?s ?p ?o FILTER (?o == 3) }", 32, 33,
     "expected an expression, found =", "equality is written ="},
    {false, "SELECT * { ?s ?p ?o FILTER (?o > 3 > 2) }", 35, 36,
     "comparisons cannot be chained", "join two comparisons by &&"},
    {false, "SELECT * { ?s ?p ?o FILTER (?o = ) }", 33, 34,
     "expected an expression, found )", ""},
    {false, "SELECT * { ?s ?p ?o FILTER (?o }", 31, 32,
     "expected an operator or ), found }", ""},
    {false, "SELECT * { ?s ?p ?o FILTR (?o = 3) }", 20, 25,
     "expected a dot, ; or , and more triples, another pattern, or }, found FILTR",
     "did you mean FILTER?"},
    {false, "SELECT * { ?s ?p ?o FILTER regexx(?o, \"a\") }", 27, 33,
     "expected a condition behind FILTER, found regexx", "did you mean REGEX?"},
    {false, "SELECT * { ?s ?p ?o FILTER (?o > 1 AND ?o < 3) }", 35, 38,
     "expected an operator or ), found AND", "\"and\" is written &&"},
    {false, "SELECT * { ?s ?p ?o FILTER (?o > 1 or ?o < 3) }", 35, 37,
     "expected an operator or ), found or", "\"or\" is written ||"},
    {false, "SELECT * WHERE ?s ?p ?o", 15, 17,
     "expected { with a pattern behind WHERE, found ?s", ""},
    {false, "SELECT * { ?x qqqqqq:name ?y }", 14, 21, "prefix qqqqqq: is not declared",
     "begin with PREFIX qqqqqq: <http://...>"},
    {false, "SELECT * { ?s ?p ?o FILTER regex(?o) }", 27, 36,
     "REGEX takes 2 or 3 arguments, not 1", ""},
    {false, "SELECT * { ?s ?p ?o FILTER (STRLEN(?o, 1) > 2) }", 28, 41,
     "STRLEN takes 1 argument, not 2", ""},
    {false, "SELECT * { ?s ?p ?o FILTER BOUND(3) }", 33, 34,
     "BOUND asks about a variable", ""},
    {false, "SELECT * { ?s ?p ?o FILTER (?o NOT 3) }", 35, 36,
     "expected IN behind NOT, found 3", ""},
    {false, "SELECT * { ?s ?p ?o FILTER (?o IN 3) }", 34, 35,
     "expected ( with a list behind IN, found 3", ""},
    {false, "SELECT * { ?s ?p ?o FILTER NOT { ?s ?p ?o } }", 31, 32,
     "expected EXISTS behind NOT, found {", ""},
    {false, "SELECT * { ?s ?p ?o FILTER (COUNT(?o) > 3) }", 28, 33,
     "COUNT cannot aggregate here",
     "aggregates stand in SELECT, HAVING and ORDER BY; a sub-SELECT can hold one"},
    {false, "SELECT (SUM(COUNT(?o)) AS ?n) { ?s ?p ?o }", 12, 17,
     "COUNT cannot stand inside another aggregate", ""},
    {false, "SELECT * { ?s ?p ?o BIND (1 AS ?o) }", 31, 33,
     "BIND cannot give ?o a value: it has one from line 1, column 18", ""},
    {false, "SELECT * { BIND (1 ?o) }", 19, 21, "expected an operator or AS, found ?o",
     ""},
    {false, "SELECT (1 AS ?o) { ?s ?p ?o }", 13, 15,
     "AS cannot give ?o a value: it has one from line 1, column 26", ""},
    {false, "SELECT (1 AS ?x) (2 AS ?x) {}", 23, 25,
     "AS cannot give ?x a value: it has one from line 1, column 14", ""},
    {false, "SELECT ?s { ?s ?p ?o } GROUP BY ?p", 7, 9,
     "?s is neither aggregated nor in the GROUP BY of line 1, column 33",
     "write GROUP BY ?s, or (SAMPLE(?s) AS ?s_)"},
    {false, "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", 7, 9,
     "?s stands beside an aggregate, but the query has no GROUP BY for it",
     "write GROUP BY ?s, or (SAMPLE(?s) AS ?s_)"},
    {false, "SELECT * { ?s ?p ?o } GROUP BY ?s", 7, 8,
     "* cannot stand for the variables of a query with GROUP BY", ""},
    {false, "SELECT * { ?s ?p ?o } HAVING (COUNT(*) > 1)", 7, 8,
     "* cannot stand for the variables of a query with aggregates", ""},
    {false, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY (?o AS ?s)", 53, 55,
     "GROUP BY cannot give ?s a value: it has one from line 1, column 27", ""},
    {false, "SELECT * { VALUES (?x ?y) { (1) } }", 28, 31,
     "this row has 1 value, but VALUES has 2 variables", ""},
    {false, "SELECT * { VALUES ?x { ?y } }", 23, 25,
     "expected an IRI, a literal or UNDEF in VALUES, found ?y", ""},
    {false, "SELECT * { VALUES (?x ?x) { (1 2) } }", 22, 24,
     "VALUES names this variable twice", ""},
    {false, "SELECT * { VALUES ?x { _:b } }", 23, 26,
     "expected an IRI, a literal or UNDEF in VALUES, found _:b",
     "a blank node would match nothing"},
    {false, "SELECT * { _:a ?p ?o OPTIONAL { _:a ?q ?r } }", 32, 35,
     "_:a is used already in another graph pattern, at line 1, column 12",
     "a variable can stand in both patterns"},
    {false, "SELECT * { ?s ?p ?o } LIMIT ten", 28, 31,
     "expected a whole number behind LIMIT, found ten", ""},
    {false, "SELECT * { ?s ?p ?o } LIMIT -1", 28, 30,
     "expected a whole number behind LIMIT, found -1", ""},
    {false, "SELECT * { ?s ?p ?o } ORDER ?s", 28, 30,
     "expected BY behind ORDER, found ?s", ""},
    {false, "SELECT * { ?s ?p ?o } ORDER BY LIMIT 3", 31, 36,
     "expected what to order by, found LIMIT", ""},
    {false, "SELECT * { ?s ?p ?o } GROUP BY", 30, 30,
     "expected what to group by, but the text ends here", ""},
    {false, "SELECT * {} ; SELECT * {}", 12, 13, "expected the end of the query, found ;",
     "only updates are separated by ;"},
    {false, "CONSTRUCT WHERE { ?s ?p ?o FILTER (?o > 1) }", 27, 42,
     "CONSTRUCT WHERE can hold only triples",
     "write a template: CONSTRUCT { ... } WHERE { ... }"},
    {false, "CONSTRUCT WHERE { ?s <http://p>* ?o }", 21, 32,
     "CONSTRUCT WHERE cannot hold property paths", ""},
    {false, "CONSTRUCT { ?s <http://p>/<http://q> ?o } WHERE { ?s ?p ?o }", 25, 26,
     "expected a term: a variable, an IRI, a literal or a blank node, found /", ""},
    {false, "DESCRIBE", 8, 8,
     "expected a variable, an IRI or * behind DESCRIBE, but the text ends here", ""},
    {false, "ASK FROM {}", 9, 10, "expected an IRI, found {", ""},
    {false, "SELECT * { GRAPH { ?s ?p ?o } }", 17, 18,
     "expected a variable or an IRI behind GRAPH, found {", ""},
    {false, "SELECT * { ?s ?p (1 2 }", 22, 23,
     "expected another item of the list or ), found }", ""},
    {false, "SELECT * { ?s ?p [ ?q ?r }", 25, 26,
     "expected ; with another predicate, or ], found }", ""},
    {false, "SELECT * { ?s !?p ?o }", 15, 17,
     "expected an IRI, or ^ and an IRI, in the negated set, found ?p", ""},
    {false, "SELECT * { ?s (<http://p> ?o }", 26, 28,
     "expected /, | or ) in the path, found ?o", ""},
    {false, "SELECT * { ?s ?p ?o } HAVING ?o", 29, 31,
     "expected a condition behind HAVING, found ?o",
     "put the condition into parentheses"},
    {false, "SELECT (GROUP_CONCAT(?o; SEP = \",\") AS ?x) { ?s ?p ?o }", 25, 28,
     "expected SEPARATOR behind ;, found SEP", ""},
    {false, "SELECT (SAMPLE(*) AS ?x) { ?s ?p ?o }", 15, 16,
     "expected an expression, found *", ""},
    {false, "SELECT * { ?s ?p ?o } ORDER BY <http://f>", 41, 41,
     "expected ( with the arguments of the function, but the text ends here", ""},
    {false, "SELECT * { { SELECT ?x { ?x ?p ?o } GROUP BY ?p } }", 20, 22,
     "?x is neither aggregated nor in the GROUP BY of line 1, column 46",
     "write GROUP BY ?x, or (SAMPLE(?x) AS ?x_)"},
    {false, "SELECT * { ?s <http://p>{2} ?o }", 24, 25,
     "expected a term: a variable, an IRI, a literal or a blank node, found {", ""},
    {true, "SELECT * {}", 0, 6,
     "expected an update such as INSERT, DELETE or LOAD, found SELECT",
     "this is a query, not an update"},
    {true, "INSERT { ?s ?p ?o }", 19, 19,
     "expected USING, or WHERE and { with a pattern, but the text ends here", ""},
    {true, "INSERT DATA { ?s <http://p> 1 }", 14, 16, "INSERT DATA cannot have variables",
     "INSERT { ... } WHERE { ... } can"},
    {true, "DELETE DATA { _:b <http://p> 1 }", 14, 17,
     "DELETE DATA cannot have blank nodes",
     "a variable in DELETE ... WHERE can find the node"},
    {true, "DELETE { [] <http://p> 1 } WHERE {}", 9, 11, "DELETE cannot have blank nodes",
     "a variable in DELETE ... WHERE can find the node"},
    {true, "DELETE WHERE { ?s <http://p> (1 2) }", 29, 30,
     "DELETE WHERE cannot have blank nodes",
     "a variable in DELETE ... WHERE can find the node"},
    {true, "INSERT DATA { _:b <http://p> 1 } ; INSERT DATA { _:b <http://p> 2 }", 49, 52,
     "_:b is used already in another INSERT DATA, at line 1, column 15", ""},
    {true, "CLEAR <http://g>", 6, 16,
     "expected GRAPH and an IRI, DEFAULT, NAMED or ALL, found <http://g>", ""},
    {true, "LOAD <http://g> INTO <http://h>", 21, 31,
     "expected GRAPH and an IRI behind INTO, found <http://h>", ""},
    {true, "COPY DEFAULT <http://g>", 13, 23,
     "expected TO and another graph, found <http://g>", ""},
    {true, "ADD SILENT foo TO DEFAULT", 11, 14,
     "expected DEFAULT, or GRAPH and an IRI, found foo", ""},
    {true, "WITH <http://g> CLEAR ALL", 16, 21,
     "expected DELETE or INSERT behind WITH, found CLEAR", ""},
    {true, "CREATE DEFAULT", 7, 14,
     "expected GRAPH and an IRI behind CREATE, found DEFAULT", ""},
    {true, "DELETE WHERE { GRAPH <http://g> { ?s ?p ?o } UNION {} }", 45, 50,
     "expected a dot and more triples, GRAPH, or }, found UNION", ""},
    {true, "CLEAR ALL CLEAR ALL", 10, 15,
     "expected ; and another update, or the end, found CLEAR", ""},
};

static furat_status
parse(bool is_update, furat_str text, const furat_sparql_options *options,
      furat_error *err)
{
  const furat_ast *ast;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  const furat_status status =
      is_update ? furat_sparql_parse_update(&ast, &arena, text, options, err)
                : furat_sparql_parse_query(&ast, &arena, text, options, err);
  furat_arena_clear(&arena);
  return status;
}

static void
every_error_names_its_place(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    const error_case *c = &cases[i];
    furat_error err = FURAT_ERROR_INIT;
    if (parse(c->is_update, furat_str_of(c->text), NULL, &err) != FURAT_BAD_SYNTAX) {
      fail_msg("not rejected: %s", c->text);
    }
    assert_string_equal(err.message, c->message);
    assert_string_equal(err.hint, c->hint);
    assert_true(err.has_span);
    assert_int_equal(err.span.start, c->start);
    assert_int_equal(err.span.end, c->end);
  }
}

static void
scope_errors_name_both_places(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  const char *text = "SELECT * {\n  ?s ?p ?o .\n  BIND (1 AS ?o)\n}";
  assert_int_equal(parse(false, furat_str_of(text), NULL, &err), FURAT_BAD_SYNTAX);
  assert_string_equal(err.message,
                      "BIND cannot give ?o a value: it has one from line 2, column 9");
  assert_int_equal(err.span.start, strstr(text, "?o)") - text);
}

static void
known_prefixes_are_suggested_too(void **state)
{
  (void)state;
  furat_prefixes known;
  furat_prefixes_init(&known);
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(
      furat_prefixes_set(&known, FURAT_STR("actor"), FURAT_STR("http://a/"), &err),
      FURAT_OK);
  const furat_sparql_options options = {.prefixes = &known};
  assert_int_equal(parse(false, FURAT_STR("ASK { actor:x ?p ?o }"), &options, &err),
                   FURAT_OK);
  assert_int_equal(parse(false, FURAT_STR("ASK { actr:x ?p ?o }"), &options, &err),
                   FURAT_BAD_SYNTAX);
  assert_string_equal(err.hint, "did you mean actor:?");
  furat_prefixes_clear(&known);
}

/// `n` times `open`, then `middle`, then `n` times `close`.
static furat_status
parse_nested(const char *before, const char *open, size_t n, const char *middle,
             const char *close, const char *after, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  furat_buffer_append_cstr(&text, before);
  for (size_t i = 0; i < n; ++i) {
    furat_buffer_append_cstr(&text, open);
  }
  furat_buffer_append_cstr(&text, middle);
  for (size_t i = 0; i < n; ++i) {
    furat_buffer_append_cstr(&text, close);
  }
  furat_buffer_append_cstr(&text, after);
  assert_int_equal(text.status, FURAT_OK);
  const furat_status status = parse(false, furat_buffer_str(&text), NULL, err);
  furat_buffer_clear(&text);
  return status;
}

static void
deep_nesting_is_refused_in_words(void **state)
{
  (void)state;
  static const char *const kinds[][5] = {
      {"ASK {", "{", "", "}", "}"},
      {"ASK { FILTER (", "(", "1", ")", ") }"},
      {"ASK { FILTER ", "(! ", "1", ")", " }"},
      {"ASK { FILTER (", "ABS(", "1", ")", ") }"},
      {"ASK { FILTER (", "1 IN (", "1", ")", ") }"},
      {"ASK { ?s ", "(", "<http://p>", ")*", " ?o }"},
      {"ASK { ?s ?p ", "(", "1", ")", " }"},
      {"ASK { ?s ?p ", "[ ?p ", "1", "]", " }"},
      {"ASK {", "FILTER EXISTS {", "", "}", "}"},
      {"ASK {", "{ SELECT * {", "", "}}", "}"},
      {"ASK {", "OPTIONAL {", "", "}", "}"},
  };
  for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); ++i) {
    const char *const *k = kinds[i];
    furat_error err = FURAT_ERROR_INIT;
    if (parse_nested(k[0], k[1], 100, k[2], k[3], k[4], &err) != FURAT_OK) {
      fail_msg("%s%s: %s", k[0], k[1], err.message);
    }
    assert_int_equal(parse_nested(k[0], k[1], 100000, k[2], k[3], k[4], &err),
                     FURAT_LIMIT);
    assert_string_equal(err.message, "this is nested more than 400 levels deep");
    assert_true(err.has_span);
  }
}

static void
long_chains_are_read_or_refused(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(parse_nested("ASK { FILTER (1", " || 1", 100000, "", "", ") }", &err),
                   FURAT_OK);
  assert_int_equal(parse_nested("ASK { {}", " UNION {}", 100000, "", "", " }", &err),
                   FURAT_OK);
  assert_int_equal(
      parse_nested("ASK { ?s <http://p>", "/<http://p>", 100000, "", "", " 1 }", &err),
      FURAT_OK);
  assert_int_equal(parse_nested("ASK { FILTER (1", "+1", 1000, "", "", ") }", &err),
                   FURAT_OK);
  assert_int_equal(parse_nested("ASK { FILTER (1", "+1", 100000, "", "", ") }", &err),
                   FURAT_LIMIT);
  assert_string_equal(err.message,
                      "this expression has more than 1600 operators in a row");
}

static void
every_prefix_of_a_request_ends_in_words(void **state)
{
  (void)state;
  static const char text[] =
      "PREFIX : <http://e/> SELECT DISTINCT ?x (COUNT(*) AS ?n) FROM <http://g> WHERE { "
      "?x :p/^:q*|!(a|^:r) 'a\\u0041'@en , ( 1 2.5 [ :p 1e3 ] ) ; a :C . "
      "FILTER (?x IN (1, -2) && NOT EXISTS { ?x ?y ?z } || !BOUND(?x)) "
      "OPTIONAL { GRAPH ?g { ?x :p ?o } } MINUS { SERVICE SILENT :s {} } "
      "BIND (IF(true, 1, 2) AS ?b) VALUES (?v) { (UNDEF) } { SELECT * {} } UNION {} } "
      "GROUP BY ?x HAVING (SUM(?o) > 1) ORDER BY DESC(?n) LIMIT 1 OFFSET 2 VALUES ?w { 1 "
      "}";
  for (size_t n = 0; n < sizeof(text) - 1; ++n) {
    furat_error err = FURAT_ERROR_INIT;
    const furat_status status = parse(false, (furat_str){text, n}, NULL, &err);
    if (status != FURAT_OK) {
      assert_int_equal(status, FURAT_BAD_SYNTAX);
      assert_true(err.has_span && err.span.end <= n);
      assert_true(err.message[0] != '\0');
    }
  }
  furat_error err = FURAT_ERROR_INIT;
  if (parse(false, furat_str_of(text), NULL, &err) != FURAT_OK) {
    fail_msg("%s at %zu", err.message, err.span.start);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_error_names_its_place),
      cmocka_unit_test(scope_errors_name_both_places),
      cmocka_unit_test(known_prefixes_are_suggested_too),
      cmocka_unit_test(deep_nesting_is_refused_in_words),
      cmocka_unit_test(long_chains_are_read_or_refused),
      cmocka_unit_test(every_prefix_of_a_request_ends_in_words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
