// SPDX-License-Identifier: GPL-3.0-or-later
// What the parser makes of requests, seen through the printer, and in the tree where the
// text does not show it.  Printing is a fixed point, also over the W3C suites when they
// are at hand.
#include "sparql/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rdf/vocabulary.h"
#include "sparql/print.h"
#include "support/alloc_fail.h"

static furat_status
parse(const furat_ast **out, furat_arena *arena, furat_str text, bool is_update,
      furat_str base, furat_error *err)
{
  const furat_sparql_options options = {.base = base};
  return is_update ? furat_sparql_parse_update(out, arena, text, &options, err)
                   : furat_sparql_parse_query(out, arena, text, &options, err);
}

static furat_status
print(furat_buffer *out, furat_str text, bool is_update, furat_str base, furat_error *err)
{
  const furat_ast *ast;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_status status = parse(&ast, &arena, text, is_update, base, err);
  if (status == FURAT_OK) {
    status = furat_sparql_print(out, ast, err);
  }
  furat_arena_clear(&arena);
  return status;
}

static void
assert_fixed_point(furat_str printed, bool is_update, const char *name)
{
  furat_buffer again;
  furat_buffer_init(&again, SIZE_MAX);
  furat_error err = FURAT_ERROR_INIT;
  if (print(&again, printed, is_update, FURAT_STR_NONE, &err) != FURAT_OK) {
    fail_msg("%s: what was printed is rejected: %s\n%s", name, err.message, printed.data);
  }
  furat_buffer_append_cstr(&again, "");
  assert_string_equal(again.data, printed.data);
  furat_buffer_clear(&again);
}

/// `text` prints as `expected`, and that prints as itself.
static void
assert_prints(const char *text, bool is_update, const char *expected)
{
  furat_buffer printed;
  furat_buffer_init(&printed, SIZE_MAX);
  furat_error err = FURAT_ERROR_INIT;
  if (print(&printed, furat_str_of(text), is_update, FURAT_STR_NONE, &err) != FURAT_OK) {
    fail_msg("%s: %s", text, err.message);
  }
  furat_buffer_append_cstr(&printed, "");
  assert_string_equal(printed.data, expected);
  assert_fixed_point(furat_buffer_str(&printed), is_update, text);
  furat_buffer_clear(&printed);
}

/// The expression `text` prints as `expected`.
static void
assert_expr(const char *text, const char *expected)
{
  char request[400];
  char wanted[400];
  snprintf(request, sizeof(request), "PREFIX : <http://e/> ASK { FILTER (%s) }", text);
  snprintf(wanted, sizeof(wanted), "ASK\nWHERE {\n  FILTER (%s)\n}\n", expected);
  assert_prints(request, false, wanted);
}

/// The pattern `text` prints as `expected`.
static void
assert_pattern(const char *text, const char *expected)
{
  char request[500];
  char wanted[500];
  snprintf(request, sizeof(request), "PREFIX : <http://e/> ASK { %s }", text);
  snprintf(wanted, sizeof(wanted), "ASK\nWHERE {\n  %s\n}\n", expected);
  assert_prints(request, false, wanted);
}

static void
operators_bind_as_in_the_grammar(void **state)
{
  (void)state;
  assert_expr("?a || ?b && ?c", "?a || ?b && ?c");
  assert_expr("(?a || ?b) && ?c", "(?a || ?b) && ?c");
  assert_expr("(?a && ?b) && ?c", "?a && ?b && ?c");
  assert_expr("?a && (?b && ?c)", "?a && (?b && ?c)");
  assert_expr("?a + ?b * ?c - ?d", "?a + ?b * ?c - ?d");
  assert_expr("?a - (?b - ?c)", "?a - (?b - ?c)");
  assert_expr("(?a - ?b) - ?c", "?a - ?b - ?c");
  assert_expr("?a / (?b * ?c)", "?a / (?b * ?c)");
  assert_expr("!?a && !(?b = 1)", "! ?a && ! (?b = 1)");
  assert_expr("(?a = ?b) = true", "(?a = ?b) = true");
  assert_expr("?a + 1 < ?b && ?c != 2", "?a + 1 < ?b && ?c != 2");
  assert_expr("?a IN ()", "?a IN ()");
  assert_expr("?a NOT IN (1, ?b + 2) || ?c", "?a NOT IN (1, ?b + 2) || ?c");
  assert_expr("?a + ?b IN (1)", "?a + ?b IN (1)");
}

static void
signs_are_operators_between_terms(void **state)
{
  (void)state;
  assert_expr("?a -1", "?a - 1");
  assert_expr("?a+1.5", "?a + 1.5");
  assert_expr("1-1-1", "1 - 1 - 1");
  assert_expr("?a -2*?b", "?a - 2 * ?b");
  assert_expr("?a * -1", "?a * -1");
  assert_expr("?a - -1", "?a - -1");
  assert_expr("-1 + +2", "-1 + +2");
  assert_expr("- 1", "- 1");
  assert_expr("-?a", "- ?a");
  assert_expr("-(1)", "- 1");
}

static void
calls_keep_their_arguments(void **state)
{
  (void)state;
  assert_expr("regex(?a, 'x', \"i\")", "REGEX(?a, \"x\", \"i\")");
  assert_expr("CONCAT() = coalesce(?a, 1)", "CONCAT() = COALESCE(?a, 1)");
  assert_expr("IF(bound(?a), RAND(), BNODE())", "IF(BOUND(?a), RAND(), BNODE())");
}

static void
iris_call_functions_and_stand_alone(void **state)
{
  (void)state;
  assert_expr(":f(?a, :g()) = :h", "<http://e/f>(?a, <http://e/g>()) = <http://e/h>");
  assert_expr(":f(DISTINCT ?a)", "<http://e/f>(DISTINCT ?a)");
  assert_expr("EXISTS { ?s ?p ?o }", "EXISTS {\n    ?s ?p ?o .\n  }");
  assert_expr("NOT EXISTS {}", "NOT EXISTS {}");
}

static void
literals_are_terms(void **state)
{
  (void)state;
  assert_expr("1 = 1.0", "1 = 1.0");
  assert_expr("'1'^^<" FURAT_XSD_INTEGER "> = TRUE", "1 = true");
  assert_expr("'01x'^^<" FURAT_XSD_INTEGER ">", "\"01x\"^^<" FURAT_XSD_INTEGER ">");
  assert_expr("'1.'^^<" FURAT_XSD_DECIMAL ">", "\"1.\"^^<" FURAT_XSD_DECIMAL ">");
  assert_expr("'1'^^<" FURAT_XSD_BOOLEAN ">", "\"1\"^^<" FURAT_XSD_BOOLEAN ">");
  assert_expr("1.e5 = .5E-3", "1.e5 = .5E-3");
  assert_expr("'a'@ar-SY = 'a'^^<" FURAT_XSD_STRING ">", "\"a\"@ar-SY = \"a\"");
  assert_expr("'''a\n\"b\\t\\u0001'''", "\"a\\n\\\"b\\t\\u0001\"");
}

static void
abbreviated_triples_are_written_out(void **state)
{
  (void)state;
  assert_pattern("?s a :C ; :p 1 , 2 ;; :q ?o", "?s a <http://e/C> .\n"
                                                "  ?s <http://e/p> 1 .\n"
                                                "  ?s <http://e/p> 2 .\n"
                                                "  ?s <http://e/q> ?o .");
  assert_pattern("[] :p [ :q [] ]", "_:b1 <http://e/q> _:b2 .\n"
                                    "  _:b3 <http://e/p> _:b1 .");
  assert_pattern("[ :p 1 ]", "_:b1 <http://e/p> 1 .");
  assert_pattern("() :p (1)", "_:b1 <" FURAT_RDF_FIRST "> 1 .\n"
                              "  _:b1 <" FURAT_RDF_REST "> <" FURAT_RDF_NIL "> .\n"
                              "  <" FURAT_RDF_NIL "> <http://e/p> _:b1 .");
  assert_pattern("_:x :p _:y . _:y :p _:x", "_:b1 <http://e/p> _:b2 .\n"
                                            "  _:b2 <http://e/p> _:b1 .");
}

static void
paths_keep_their_shape(void **state)
{
  (void)state;
  assert_pattern("?s :p/:q|^:r* ?o", "?s <http://e/p>/<http://e/q>|^<http://e/r>* ?o .");
  assert_pattern("?s (:p|:q)/a+ ?o", "?s (<http://e/p>|<http://e/q>)/a+ ?o .");
  assert_pattern("?s ^(^:p) ?o", "?s ^(^<http://e/p>) ?o .");
  assert_pattern("?s (^:p)? ?o", "?s (^<http://e/p>)? ?o .");
  assert_pattern("?s (:p*)* ?o", "?s (<http://e/p>*)* ?o .");
  assert_pattern("?s !:p ?o", "?s !(<http://e/p>) ?o .");
  assert_pattern("?s !(:p|^a)+ ?o", "?s !(<http://e/p>|^a)+ ?o .");
  assert_pattern("?s !() ?o", "?s !() ?o .");
  assert_pattern("?s (:p) ?o", "?s <http://e/p> ?o .");
  assert_pattern("?s ((:p/:q)/:r) ?o",
                 "?s (<http://e/p>/<http://e/q>)/<http://e/r> ?o .");
}

static void
patterns_keep_their_order(void **state)
{
  (void)state;
  assert_pattern("{ ?s ?p ?o } UNION {} OPTIONAL { FILTER (1) } MINUS { {} }",
                 "{\n    ?s ?p ?o .\n  } UNION {}\n"
                 "  OPTIONAL {\n    FILTER (1)\n  }\n"
                 "  MINUS {\n    {}\n  }");
  assert_pattern("GRAPH ?g {} SERVICE SILENT :s {} BIND (1 AS ?x)",
                 "GRAPH ?g {}\n  SERVICE SILENT <http://e/s> {}\n  BIND (1 AS ?x)");
  assert_pattern(
      "VALUES ?x { 1 UNDEF :a } VALUES () { () () } VALUES (?y ?z) { ('a' 2) }",
      "VALUES (?x) { (1) (UNDEF) (<http://e/a>) }\n"
      "  VALUES () { () () }\n"
      "  VALUES (?y ?z) { (\"a\" 2) }");
  assert_pattern(
      "{ SELECT ?x { ?x ?p ?o } LIMIT 1 }",
      "{\n    SELECT ?x\n    WHERE {\n      ?x ?p ?o .\n    }\n    LIMIT 1\n  }");
}

static void
queries_of_all_forms_are_printed(void **state)
{
  (void)state;
  assert_prints(
      "SELECT DISTINCT ?x (COUNT(*) AS ?n) (GROUP_CONCAT(DISTINCT ?y ; "
      "SEPARATOR=', ') AS ?l) FROM <http://g> FROM NAMED <http://h> { ?x ?p ?y } "
      "GROUP BY ?x (STR(?y) AS ?z) STRLEN(?y) HAVING (SUM(?y) > 1) "
      "ORDER BY ?x DESC(?n) OFFSET 2 LIMIT 1 VALUES ?x { 1 }",
      false,
      "SELECT DISTINCT ?x (COUNT(*) AS ?n) (GROUP_CONCAT(DISTINCT ?y; SEPARATOR = "
      "\", \") AS ?l)\n"
      "FROM <http://g>\nFROM NAMED <http://h>\n"
      "WHERE {\n  ?x ?p ?y .\n}\n"
      "GROUP BY ?x (STR(?y) AS ?z) (STRLEN(?y))\nHAVING (SUM(?y) > 1)\n"
      "ORDER BY ASC (?x) DESC (?n)\nLIMIT 1\nOFFSET 2\nVALUES (?x) { (1) }\n");
  assert_prints("CONSTRUCT { _:a ?p [] } WHERE { _:a ?p ?o }", false,
                "CONSTRUCT {\n  _:b1 ?p _:b2 .\n}\nWHERE {\n  _:b3 ?p ?o .\n}\n");
  assert_prints("CONSTRUCT WHERE { ?s ?p [] }", false,
                "CONSTRUCT {\n  ?s ?p _:b1 .\n}\nWHERE {\n  ?s ?p _:b2 .\n}\n");
  assert_prints("DESCRIBE ?x <http://a> { ?x ?p ?o }", false,
                "DESCRIBE ?x <http://a>\nWHERE {\n  ?x ?p ?o .\n}\n");
  assert_prints("DESCRIBE <http://a>", false, "DESCRIBE <http://a>\n");
  assert_prints("SELECT REDUCED * {}", false, "SELECT REDUCED *\nWHERE {}\n");
}

static void
updates_of_all_kinds_are_printed(void **state)
{
  (void)state;
  assert_prints(
      "LOAD SILENT <http://d> INTO GRAPH <http://g>; CLEAR ALL; DROP NAMED; "
      "CREATE SILENT GRAPH <http://g>; ADD <http://a> TO DEFAULT; "
      "MOVE GRAPH <http://a> TO <http://b>; COPY DEFAULT TO <http://a>;",
      true,
      "LOAD SILENT <http://d> INTO GRAPH <http://g> ;\nCLEAR ALL ;\nDROP NAMED ;\n"
      "CREATE SILENT GRAPH <http://g> ;\nADD GRAPH <http://a> TO DEFAULT ;\n"
      "MOVE GRAPH <http://a> TO GRAPH <http://b> ;\n"
      "COPY DEFAULT TO GRAPH <http://a>\n");
  assert_prints(
      "PREFIX : <http://e/> INSERT DATA { :s :p _:a GRAPH :g { _:a :p 1 . } :t :p 2 }",
      true,
      "INSERT DATA {\n  <http://e/s> <http://e/p> _:b1 .\n"
      "  GRAPH <http://e/g> {\n    _:b1 <http://e/p> 1 .\n  }\n"
      "  <http://e/t> <http://e/p> 2 .\n}\n");
  assert_prints("WITH <http://g> DELETE { ?s ?p ?o } INSERT { GRAPH ?g { ?s ?p 1 } } "
                "USING <http://a> USING NAMED <http://b> WHERE { ?s ?p ?o }",
                true,
                "WITH <http://g>\nDELETE {\n  ?s ?p ?o .\n}\n"
                "INSERT {\n  GRAPH ?g {\n    ?s ?p 1 .\n  }\n}\n"
                "USING <http://a>\nUSING NAMED <http://b>\nWHERE {\n  ?s ?p ?o .\n}\n");
  assert_prints("DELETE WHERE { ?s ?p ?o }; DELETE DATA {}", true,
                "DELETE WHERE {\n  ?s ?p ?o .\n} ;\nDELETE DATA {\n}\n");
  assert_prints("", true, "");
  assert_prints("BASE <http://e/> PREFIX : <#>", true, "BASE <http://e/>\n");
}

static void
labels_of_operations_are_apart(void **state)
{
  (void)state;
  assert_prints("INSERT { _:a ?p 1 } WHERE { _:a ?p ?o } ; INSERT { _:a ?p 2 } WHERE {}",
                true,
                "INSERT {\n  _:b1 ?p 1 .\n}\nWHERE {\n  _:b2 ?p ?o .\n} ;\n"
                "INSERT {\n  _:b3 ?p 2 .\n}\nWHERE {}\n");
}

static void
iris_are_resolved_against_each_base(void **state)
{
  (void)state;
  assert_prints(
      "BASE <http://a/b/c> BASE <d/> PREFIX x: <../e#> ASK { <> x:f <http://g/../h> }",
      false,
      "BASE <http://a/b/d/>\nASK\nWHERE {\n"
      "  <http://a/b/d/> <http://a/b/e#f> <http://g/../h> .\n}\n");
  assert_prints("PREFIX x: <http://a/> PREFIX x: <http://b/> ASK { x:y\\,z x:%41 x: }",
                false,
                "ASK\nWHERE {\n  <http://b/y,z> <http://b/%41> <http://b/> .\n}\n");
}

static const furat_ast *
parse_query(furat_arena *arena, const char *text)
{
  const furat_ast *ast = NULL;
  furat_error err = FURAT_ERROR_INIT;
  furat_arena_init(arena, SIZE_MAX);
  if (parse(&ast, arena, furat_str_of(text), false, FURAT_STR_NONE, &err) != FURAT_OK) {
    fail_msg("%s: %s", text, err.message);
  }
  return ast;
}

/// The names of the result's variables, with a space behind each.
static void
assert_projects(const char *text, const char *expected)
{
  furat_arena arena;
  const furat_ast *ast = parse_query(&arena, text);
  furat_buffer names;
  furat_buffer_init(&names, SIZE_MAX);
  for (size_t i = 0; i < ast->query->projection.n; ++i) {
    furat_buffer_append(&names,
                        ast->variables.items[ast->query->projection.items[i].index]);
    furat_buffer_append_byte(&names, ' ');
  }
  furat_buffer_append_cstr(&names, "");
  assert_string_equal(names.data, expected);
  furat_buffer_clear(&names);
  furat_arena_clear(&arena);
}

static void
star_projects_what_is_visible(void **state)
{
  (void)state;
  assert_projects("SELECT * { ?a ?b ?c OPTIONAL { ?d ?a 1 } }", "a b c d ");
  assert_projects("SELECT * { ?a ?b 1 MINUS { ?x ?y 1 } FILTER EXISTS { ?z ?a 1 } }",
                  "a b ");
  assert_projects("SELECT * { { SELECT ?a { ?a ?b 1 } } BIND (1 AS ?c) VALUES ?d { 1 } }",
                  "a c d ");
  assert_projects("SELECT * { GRAPH ?g { ?a ?g 1 } SERVICE ?s {} }", "g a s ");
  assert_projects("SELECT * { { ?b ?a 1 } UNION { ?a ?c 1 } ?c ?b 1 }", "b a c ");
  assert_projects("SELECT * { FILTER (?x = 1) }", "");
  assert_projects("SELECT ?x ?y ?x (1 AS ?z) {}", "x y z ");
}

static void
scope_rules_let_pass_what_is_right(void **state)
{
  (void)state;
  static const char *const right[] = {
      "SELECT * { { ?s ?p ?o } { BIND (1 AS ?o) } }",
      "SELECT * { BIND (1 AS ?o) ?s ?p ?o }",
      "SELECT * { ?s ?p ?x MINUS { ?s ?p ?o } BIND (1 AS ?o) }",
      "SELECT * { { SELECT ?s { ?s ?p ?o } } BIND (1 AS ?o) }",
      "SELECT (1 AS ?z) (?z + 1 AS ?y) {}",
      "SELECT (COUNT(?x) AS ?n) (?n + 1 AS ?m) { ?s ?p ?x }",
      "SELECT ?k (SUM(?x) AS ?n) { ?s ?p ?x } GROUP BY (STR(?p) AS ?k)",
      "SELECT (SUM(?x) * 2 AS ?n) { ?s ?p ?x } HAVING (?p > 1) ORDER BY ?p",
      "ASK { _:a ?p ?o FILTER (?o > 1) _:a ?q ?r }",
      "ASK { _:a ?p ?o FILTER EXISTS { ?x ?y ?z } _:a ?q ?r }",
  };
  for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); ++i) {
    furat_arena arena;
    parse_query(&arena, right[i]);
    furat_arena_clear(&arena);
  }
}

static void
nodes_keep_their_spans(void **state)
{
  (void)state;
  const char *text = "SELECT ?x { ?x <http://p> ( 1 ) . FILTER ( ?x > 1 + 2 ) }";
  furat_arena arena;
  const furat_ast *ast = parse_query(&arena, text);
  const furat_ast_group *where = ast->query->where;
  const furat_ast_element *filter = &where->elements.items[1];
  const furat_ast_expr *sum = filter->expr->args.items[1];
  assert_int_equal(where->span.start, strchr(text, '{') - text);
  assert_int_equal(where->span.end, strlen(text));
  assert_int_equal(filter->span.start, strstr(text, "FILTER") - text);
  assert_int_equal(filter->expr->span.start, strstr(text, "?x >") - text);
  assert_int_equal(sum->span.start, strstr(text, "1 + 2") - text);
  assert_int_equal(sum->span.end, strstr(text, "1 + 2") - text + 5);
  furat_arena_clear(&arena);
}

static void
enormous_limits_saturate(void **state)
{
  (void)state;
  furat_arena arena;
  const furat_ast *ast =
      parse_query(&arena, "ASK {} LIMIT 99999999999999999999 OFFSET 0");
  assert_true(ast->query->limit == UINT64_MAX);
  assert_true(ast->query->has_offset && ast->query->offset == 0);
  furat_arena_clear(&arena);
}

// ---- the W3C suites ------------------------------------------------------------------

static bool
read_file(furat_buffer *out, const char *path)
{
  FILE *file = fopen(path, "rb");
  char bytes[4096];
  size_t n = 0;
  while (file && (n = fread(bytes, 1, sizeof(bytes), file)) > 0) {
    furat_buffer_append(out, (furat_str){bytes, n});
  }
  if (file) {
    fclose(file);
  }
  return file && out->status == FURAT_OK;
}

static size_t
check_file(const char *path)
{
  const furat_str name = furat_str_of(path);
  const bool is_update = furat_str_ends_with(name, FURAT_STR(".ru"));
  if (!is_update && !furat_str_ends_with(name, FURAT_STR(".rq"))) {
    return 0;
  }
  furat_buffer text;
  furat_buffer printed;
  furat_buffer_init(&text, SIZE_MAX);
  furat_buffer_init(&printed, SIZE_MAX);
  assert_true(read_file(&text, path));
  size_t n = 0;
  if (print(&printed, furat_buffer_str(&text), is_update, FURAT_STR("http://e/"), NULL) ==
      FURAT_OK) {
    assert_fixed_point(furat_buffer_str(&printed), is_update, path);
    n = 1;
  }
  furat_buffer_clear(&text);
  furat_buffer_clear(&printed);
  return n;
}

static size_t
check_folder(const char *path, int depth)
{
  DIR *folder = depth > 0 ? opendir(path) : NULL;
  size_t n = 0;
  const struct dirent *entry;
  while (folder && (entry = readdir(folder))) {
    char child[4096];
    if (entry->d_name[0] != '.') {
      snprintf(child, sizeof(child), "%s/%s", path, entry->d_name);
      n += check_file(child) + check_folder(child, depth - 1);
    }
  }
  if (folder) {
    closedir(folder);
  }
  return n;
}

static void
printing_is_a_fixed_point_on_the_w3c_suites(void **state)
{
  (void)state;
  const char *suites = getenv("FURAT_RDF_TESTS");
  if (!suites || !suites[0]) {
    skip();
  }
  char path[4096];
  snprintf(path, sizeof(path), "%s/sparql/sparql10", suites);
  size_t n = check_folder(path, 4);
  snprintf(path, sizeof(path), "%s/sparql/sparql11", suites);
  n += check_folder(path, 4);
  assert_true(n > 800);
}

// ---- memory --------------------------------------------------------------------------

static furat_status
parse_and_print(void *context)
{
  (void)context;
  static const char query[] =
      "PREFIX : <http://e/> SELECT DISTINCT ?x (COUNT(*) AS ?n) { ?x :p/^:q* [ :r ( 1 2 "
      ") ] . "
      "_:a a <rel> FILTER (?x IN (1, 'a\\tb') || NOT EXISTS { ?x ?y ?z }) "
      "{ SELECT * {} } UNION { VALUES ?v { 1 } } } GROUP BY ?x HAVING (SUM(?y) > 1)";
  static const char update[] = "INSERT { _:a ?p 1 } WHERE { GRAPH ?g { ?s ?p ?o } }";
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_status status =
      print(&out, furat_str_of(query), false, FURAT_STR("http://b/"), NULL);
  if (status == FURAT_OK) {
    status = print(&out, furat_str_of(update), true, FURAT_STR_NONE, NULL);
  }
  furat_buffer_clear(&out);
  return status;
}

static void
failing_allocations_are_told(void **state)
{
  (void)state;
  alloc_fail_each(parse_and_print, NULL);
}

static void
small_arenas_are_told(void **state)
{
  (void)state;
  size_t n_ok = 0;
  for (size_t max = 0; max < 20000; max += 64) {
    const furat_ast *ast;
    furat_arena arena;
    furat_arena_init(&arena, max);
    const furat_status status = parse(&ast, &arena, FURAT_STR("ASK { ?s ?p ?o , 1 , 2 }"),
                                      false, FURAT_STR_NONE, NULL);
    assert_true(status == FURAT_OK || (status == FURAT_NO_MEM && n_ok == 0));
    n_ok += status == FURAT_OK;
    furat_arena_clear(&arena);
  }
  assert_true(n_ok > 0);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(operators_bind_as_in_the_grammar),
      cmocka_unit_test(signs_are_operators_between_terms),
      cmocka_unit_test(calls_keep_their_arguments),
      cmocka_unit_test(iris_call_functions_and_stand_alone),
      cmocka_unit_test(literals_are_terms),
      cmocka_unit_test(abbreviated_triples_are_written_out),
      cmocka_unit_test(paths_keep_their_shape),
      cmocka_unit_test(patterns_keep_their_order),
      cmocka_unit_test(queries_of_all_forms_are_printed),
      cmocka_unit_test(updates_of_all_kinds_are_printed),
      cmocka_unit_test(labels_of_operations_are_apart),
      cmocka_unit_test(iris_are_resolved_against_each_base),
      cmocka_unit_test(star_projects_what_is_visible),
      cmocka_unit_test(scope_rules_let_pass_what_is_right),
      cmocka_unit_test(nodes_keep_their_spans),
      cmocka_unit_test(enormous_limits_saturate),
      cmocka_unit_test(printing_is_a_fixed_point_on_the_w3c_suites),
      cmocka_unit_test(failing_allocations_are_told),
      cmocka_unit_test(small_arenas_are_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
