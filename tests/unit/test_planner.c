// SPDX-License-Identifier: GPL-3.0-or-later
// What plans are made of queries, by statistics that are made up: the order of joins, and
// whether a pattern is looked up for each solution or read into a hash table.
#include "plan/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "sparql/parser.h"
#include "support/alloc_fail.h"

// http://e/<n> as a predicate matches n triples, with a constant at an end a hundredth of
// them; each value stands in ten.
static double
count(void *self, const furat_triple_pattern *pattern, const furat_plan_graph *graph)
{
  (void)self;
  (void)graph;
  double n = 1000000.0;
  if (pattern->predicate.var == FURAT_VAR_NONE) {
    n = 0.0;
    furat_str iri = pattern->predicate.term.text;
    for (size_t i = sizeof("http://e/") - 1; i < iri.len; i++) {
      n = n * 10.0 + (iri.data[i] - '0');
    }
  }
  bool bound =
      pattern->subject.var == FURAT_VAR_NONE || pattern->object.var == FURAT_VAR_NONE;
  return bound ? n / 100.0 : n;
}

static double
distinct(void *self, const furat_triple_pattern *pattern, int place)
{
  (void)place;
  return count(self, pattern, NULL) / 10.0;
}

// Objects follow each other like their ids.
static bool
is_sorted(void *self, const furat_triple_pattern *pattern, const furat_plan_graph *graph,
          int place)
{
  (void)self;
  (void)pattern;
  (void)graph;
  return place == 2;
}

static furat_status
plan(furat_planned *out, furat_arena *arena, const char *text, const char *disabled,
     furat_error *err)
{
  const furat_plan_statistics statistics = {
      .count = count, .distinct = distinct, .is_sorted = is_sorted};
  const furat_ast *ast;
  furat_algebra_query query;
  furat_status status =
      furat_sparql_parse_query(&ast, arena, furat_str_of(text), NULL, err);
  if (status == FURAT_OK) {
    status = furat_algebra_of_query(&query, arena, ast, err);
  }
  return status == FURAT_OK
             ? furat_plan_query(out, arena, query.pattern, query.variables.n, &statistics,
                                disabled, err)
             : status;
}

// A plan in short: S<n> is a scan of http://e/<n>, A(x,y) APPLY, H(x,y) a hash join,
// J(x,y) a merge join, with L, M, E and N before it for LEFT, MINUS, SEMI and ANTI.
static void
tell(furat_buffer *out, const furat_plan *p)
{
  static const char *const names[] = {
      [FURAT_PLAN_UNIT] = "unit",         [FURAT_PLAN_SCAN] = "S",
      [FURAT_PLAN_PATH] = "path",         [FURAT_PLAN_GRAPHS] = "graphs",
      [FURAT_PLAN_VALUES] = "values",     [FURAT_PLAN_APPLY] = "A",
      [FURAT_PLAN_HASH_JOIN] = "H",       [FURAT_PLAN_MERGE_JOIN] = "J",
      [FURAT_PLAN_UNION] = "union",       [FURAT_PLAN_FILTER] = "filter",
      [FURAT_PLAN_EXTEND] = "extend",     [FURAT_PLAN_GROUP] = "group",
      [FURAT_PLAN_SORT] = "sort",         [FURAT_PLAN_PROJECT] = "project",
      [FURAT_PLAN_DISTINCT] = "distinct", [FURAT_PLAN_SLICE] = "slice",
      [FURAT_PLAN_TALLY] = "tally",       [FURAT_PLAN_LEAPFROG] = "leapfrog"};
  static const char *const kinds[] = {[FURAT_JOIN_INNER] = "",
                                      [FURAT_JOIN_LEFT] = "L",
                                      [FURAT_JOIN_MINUS] = "M",
                                      [FURAT_JOIN_SEMI] = "E",
                                      [FURAT_JOIN_ANTI] = "N"};
  furat_buffer_append_cstr(out, kinds[p->join]);
  furat_buffer_append_cstr(out, names[p->kind]);
  if (p->kind == FURAT_PLAN_SCAN) {
    furat_str iri = p->pattern.predicate.term.text;
    size_t start = sizeof("http://e/") - 1;
    furat_buffer_append(out, furat_str_slice(iri, start, iri.len - start));
  }
  if (p->left) {
    furat_buffer_append_cstr(out, "(");
    tell(out, p->left);
    if (p->right) {
      furat_buffer_append_cstr(out, ",");
      tell(out, p->right);
    }
    furat_buffer_append_cstr(out, ")");
  }
}

static void
assert_plan_without(const char *disabled, const char *text, const char *expected)
{
  furat_planned planned;
  furat_arena arena;
  furat_buffer told;
  furat_error err = FURAT_ERROR_INIT;
  furat_arena_init(&arena, SIZE_MAX);
  furat_buffer_init(&told, SIZE_MAX);
  if (plan(&planned, &arena, text, disabled, &err) != FURAT_OK) {
    fail_msg("%s: %s", text, err.message);
  }
  tell(&told, planned.root);
  furat_buffer_append_cstr(&told, "");
  assert_string_equal(told.data, expected);
  furat_buffer_clear(&told);
  furat_arena_clear(&arena);
}

static void
assert_plan(const char *text, const char *expected)
{
  assert_plan_without("merge", text, expected);
}

static void
the_smallest_pattern_comes_first(void **state)
{
  (void)state;
  assert_plan("SELECT * { ?a <http://e/90000> ?b . ?a <http://e/20> ?c }",
              "project(A(S20,S90000))");
  assert_plan("SELECT * { ?a <http://e/900> ?b . ?b <http://e/90000> 1 }",
              "project(H(S90000,S900))");
  assert_plan("SELECT * { ?a <http://e/20000> ?b . ?b <http://e/90000> 1 }",
              "project(H(S20000,S90000))");
  assert_plan("SELECT * { ?a <http://e/200000> ?b . ?b <http://e/90000> 1 }",
              "project(A(S90000,S200000))");
}

static void
connected_patterns_come_before_small_ones(void **state)
{
  (void)state;
  assert_plan("SELECT * { ?a <http://e/10> ?b . ?x <http://e/30> ?y . ?b "
              "<http://e/9000> ?c . ?c <http://e/8000> ?x }",
              "project(H(A(S30,S8000),A(S10,S9000)))");
}

static void
few_solutions_are_looked_up_and_many_are_hashed(void **state)
{
  (void)state;
  assert_plan("SELECT * { ?a <http://e/10> ?b . ?a <http://e/100000> ?c }",
              "project(A(S10,S100000))");
  assert_plan("SELECT * { ?a <http://e/50000> ?b . ?a <http://e/60000> ?c }",
              "project(H(S60000,S50000))");
}

static void
an_optional_pattern_is_looked_up_too(void **state)
{
  (void)state;
  assert_plan("SELECT * { ?a <http://e/10> ?b OPTIONAL { ?a <http://e/90000> ?c } }",
              "project(LA(S10,S90000))");
  assert_plan("SELECT * { ?a <http://e/50000> ?b OPTIONAL { ?a <http://e/9000> ?c } }",
              "project(LH(S50000,S9000))");
}

static void
minus_is_looked_up_for_what_is_shared(void **state)
{
  (void)state;
  assert_plan("SELECT * { ?a <http://e/10> ?b MINUS { ?a <http://e/90000> ?c } }",
              "project(MA(S10,S90000))");
  assert_plan("SELECT * { ?a <http://e/10> ?b MINUS { ?c <http://e/90000> ?d } }",
              "project(MH(S10,S90000))");
  assert_plan("SELECT * { ?a <http://e/10> ?b MINUS { ?a <http://e/90000> ?c "
              "FILTER(?b != ?c) } }",
              "project(MH(S10,filter(S90000)))"); // ?b is not bound inside
}

static void
what_is_disabled_is_left_out(void **state)
{
  (void)state;
  const char *text = "SELECT * { ?a <http://e/90000> ?b . ?a <http://e/20> ?c }";
  assert_plan_without("merge,apply", text, "project(H(S90000,S20))");
  assert_plan_without("merge,order,apply", text, "project(H(S90000,S20))");
  assert_plan_without("merge,hash,order", text, "project(A(S90000,S20))");
}

static void
inputs_that_can_come_sorted_are_merged(void **state)
{
  (void)state;
  // A star, by its centre.
  assert_plan_without("",
                      "SELECT * { ?a <http://e/50000> ?b . ?a <http://e/60000> ?c . "
                      "?d <http://e/70000> ?a }",
                      "project(J(J(S70000,S50000),S60000))");
  // A chain: the second join is by another variable.
  assert_plan_without("",
                      "SELECT * { ?a <http://e/50000> ?b . ?b <http://e/60000> ?c . "
                      "?c <http://e/70000> ?d }",
                      "project(H(J(S60000,S50000),S70000))");
  // OPTIONAL and MINUS, above what keeps the order.
  assert_plan_without(
      "",
      "SELECT * { ?a <http://e/5000> ?b FILTER(?b > 2) "
      "OPTIONAL { ?a <http://e/6000> ?c } MINUS { ?a <http://e/70> ?d } }",
      "project(MJ(LJ(filter(S5000),S6000),S70))");
  // Nothing is sorted by what an OPTIONAL may have left open.
  assert_plan_without("",
                      "SELECT * { ?a <http://e/500> ?b OPTIONAL { ?b <http://e/600> ?c } "
                      "OPTIONAL { ?c <http://e/70> ?d } }",
                      "project(LH(LJ(S500,S600),S70))");
}

static void
circles_that_blow_up_are_leapt_through(void **state)
{
  (void)state;
  // Ten of each value: a pair of patterns has ten times the solutions of one.
  const char *triangle = "SELECT * { ?a <http://e/5000> ?b . ?b <http://e/6000> ?c . "
                         "?c <http://e/7000> ?a }";
  assert_plan_without("", triangle, "project(leapfrog)");
  assert_plan_without("leapfrog,merge", triangle, "project(H(H(S7000,S5000),S6000))");
  // Little to do, and a chain.
  assert_plan_without("",
                      "SELECT * { ?a <http://e/1> ?b . ?b <http://e/2> ?c . "
                      "?c <http://e/3> ?d . ?d <http://e/4> ?a }",
                      "project(leapfrog)");
  assert_plan_without("",
                      "SELECT * { ?a <http://e/1> ?b . ?b <http://e/2> ?c . "
                      "?c <http://e/3> ?d }",
                      "project(H(S3,J(S2,S1)))");
}

static void
exists_of_patterns_is_a_join(void **state)
{
  (void)state;
  assert_plan("SELECT * { ?a <http://e/500> ?b FILTER EXISTS { ?a <http://e/900> ?c } }",
              "project(EH(S500,S900))");
  assert_plan_without(
      "", "SELECT * { ?a <http://e/500> ?b FILTER NOT EXISTS { ?b <http://e/900> ?c } }",
      "project(NJ(S500,S900))");
  // The filter inside sees both sides: it is the join's condition.
  assert_plan_without("",
                      "SELECT * { ?a <http://e/500> ?b "
                      "FILTER EXISTS { ?b <http://e/900> ?c FILTER(?c > ?a) } }",
                      "project(EJ(S500,S900))");
  // Nothing that is certain is in common, a path, an assignment: asked one by one.
  assert_plan("SELECT * { ?a <http://e/5> ?b FILTER EXISTS { ?c <http://e/9> ?d } }",
              "project(filter(S5))");
  assert_plan("SELECT * { ?a <http://e/5> ?b FILTER EXISTS { ?a <http://e/9>* ?d } }",
              "project(filter(S5))");
  assert_plan("SELECT * { ?a <http://e/5> ?b "
              "FILTER EXISTS { ?a <http://e/9> ?d BIND(1 AS ?b) } }",
              "project(filter(S5))");
  assert_plan_without(
      "semijoin",
      "SELECT * { ?a <http://e/5> ?b FILTER EXISTS { ?a <http://e/9> ?d } "
      "}",
      "project(filter(S5))");
}

// The plan of what keeps the solutions of S500 for which `inside` exists.
static void
assert_exists(const char *inside, const char *expected)
{
  char text[500];
  snprintf(text, sizeof(text),
           "PREFIX : <http://e/> SELECT * { ?a :500 ?b FILTER EXISTS { %s } }", inside);
  assert_plan_without("merge", text, expected);
}

static void
exists_of_what_stands_alone_is_a_join(void **state)
{
  (void)state;
  static const char asked[] = "project(filter(S500))";
  assert_exists("{ ?a :8 ?c } UNION { ?a :9 ?c }", "project(EH(S500,union(S8,S9)))");
  assert_exists("?a :8 ?c FILTER NOT EXISTS { ?c :9 ?d }", "project(EH(S500,NH(S8,S9)))");
  assert_exists("?a :8 ?c MINUS { ?c :9 ?d }", "project(EH(S500,MH(S8,S9)))");
  assert_exists("SELECT DISTINCT ?a { ?a :8 ?c }",
                "project(EH(S500,tally(distinct(project(S8)))))");
  // With a value put in they are something else, or have more than one meaning.
  assert_exists("?a :8 ?c MINUS { ?a :9 ?d }", asked);
  assert_exists("?a :8 ?c FILTER NOT EXISTS { ?b :9 ?c }", asked);
  assert_exists("?a :8 ?c OPTIONAL { ?c :9 ?b }", asked);
  assert_exists("SELECT ?a { ?a :8 ?c } LIMIT 1", asked);
}

static void
a_sort_below_a_limit_knows_it(void **state)
{
  (void)state;
  furat_planned planned;
  furat_arena arena;
  furat_error err = FURAT_ERROR_INIT;
  furat_arena_init(&arena, SIZE_MAX);
  assert_int_equal(plan(&planned, &arena,
                        "SELECT ?a { ?a <http://e/10> ?b } ORDER BY ?b LIMIT 5 OFFSET 3",
                        NULL, &err),
                   FURAT_OK);
  const furat_plan *sort = planned.root;
  while (sort->kind != FURAT_PLAN_SORT) {
    sort = sort->left;
  }
  assert_true(sort->has_limit);
  assert_int_equal(sort->limit, 8);
  furat_arena_clear(&arena);
}

static void
only_what_is_bound_always_is_certain(void **state)
{
  (void)state;
  furat_planned planned;
  furat_arena arena;
  furat_error err = FURAT_ERROR_INIT;
  furat_arena_init(&arena, SIZE_MAX);
  assert_int_equal(plan(&planned, &arena,
                        "SELECT ?a ?b ?c ?d ?e { ?a <http://e/10> ?b "
                        "OPTIONAL { ?a <http://e/10> ?c } BIND(1/0 AS ?d) "
                        "{ ?a <http://e/10> ?e } UNION { ?a <http://e/20> ?x } }",
                        NULL, &err),
                   FURAT_OK);
  const bool expected[] = {true, true, false, false, false};
  assert_int_equal(planned.root->n_vars, 5);
  for (size_t i = 0; i < 5; i++) {
    assert_int_equal(planned.root->certain[i], expected[i]);
  }
  furat_arena_clear(&arena);
}

static furat_status
plan_once(void *text)
{
  furat_planned planned;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_status status = plan(&planned, &arena, text, "", NULL);
  furat_arena_clear(&arena);
  return status;
}

static void
failing_allocations_are_reported(void **state)
{
  (void)state;
  char text[] = "SELECT ?a (COUNT(DISTINCT ?b) AS ?n) { ?a <http://e/10> ?b "
                "OPTIONAL { ?a <http://e/10>* ?c FILTER(?c > ?b) } "
                "GRAPH ?g { ?a ?p ?x } MINUS { ?x ?y ?z } "
                "FILTER NOT EXISTS { ?b ?q ?r } VALUES ?b { 1 UNDEF } "
                "{ SELECT ?x { ?x ?y ?z } LIMIT 2 } } "
                "GROUP BY ?a HAVING(?n > 1) ORDER BY ?n LIMIT 3";
  alloc_fail_each(plan_once, text);
}

static void
indexes_count_one_pattern(void **state)
{
  (void)state;
  assert_plan("SELECT (COUNT(*) AS ?n) { ?a ?b ?c }", "project(extend(tally(group(S))))");
  assert_plan("SELECT ?b (COUNT(DISTINCT ?a) AS ?n) { ?a ?b ?c } GROUP BY ?b",
              "project(extend(tally(group(S))))");
  assert_plan("SELECT DISTINCT ?b { ?a ?b ?c }", "tally(distinct(project(S)))");
  assert_plan("SELECT DISTINCT * { ?a ?b ?c }", "project(S)");
  assert_plan_without("tally", "SELECT DISTINCT ?b { ?a ?b ?c }", "distinct(project(S))");
}

static void
indexes_count_nothing_else(void **state)
{
  (void)state;
  assert_plan("SELECT (COUNT(*) AS ?n) { ?a ?b ?a }", "project(extend(group(S)))");
  assert_plan("SELECT (SUM(?c) AS ?n) { ?a ?b ?c }", "project(extend(group(S)))");
  assert_plan("SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c }",
              "project(extend(group(S)))");
  assert_plan("SELECT (COUNT(?x) AS ?n) { ?a ?b ?c }", "project(extend(group(S)))");
  assert_plan("SELECT (COUNT(*) AS ?n) { ?a ?b ?c } GROUP BY (STR(?a))",
              "project(extend(group(S)))");
  assert_plan("SELECT (COUNT(DISTINCT ?a) AS ?n) (COUNT(DISTINCT ?c) AS ?m) "
              "{ ?a ?b ?c } GROUP BY ?b",
              "project(extend(extend(group(S))))");
  assert_plan("SELECT DISTINCT ?x { ?a ?b ?c }", "distinct(project(S))");
}

// The order in which the one scan of a query is read, below whatever is above it.
static void
assert_scan_order(const char *disabled, const char *text, size_t n_order)
{
  furat_planned planned;
  furat_arena arena;
  furat_error err = FURAT_ERROR_INIT;
  furat_arena_init(&arena, SIZE_MAX);
  if (plan(&planned, &arena, text, disabled, &err) != FURAT_OK) {
    fail_msg("%s: %s", text, err.message);
  }
  const furat_plan *scan = planned.root;
  while (scan->left) {
    scan = scan->left;
  }
  assert_int_equal(scan->kind, FURAT_PLAN_SCAN);
  assert_int_equal(scan->n_order, n_order);
  if (n_order > 0) {
    assert_int_equal(scan->order[0], scan->pattern.object.var);
  }
  furat_arena_clear(&arena);
}

static void
objects_that_are_looked_into_are_read_in_order(void **state)
{
  (void)state;
  static const char text[] =
      "SELECT ?a { ?a <http://e/9> ?b FILTER(CONTAINS(STR(?b), \"x\")) }";
  assert_scan_order("", text, 1);
  assert_scan_order("scan-order", text, 0);
  assert_scan_order("", "SELECT ?l { ?a <http://e/9> ?b } GROUP BY (LANG(?b) AS ?l)", 1);
  assert_scan_order("", "SELECT ?a { ?a <http://e/9> ?b FILTER(?b > 1) }", 0);
  assert_scan_order("", "SELECT ?a { ?a <http://e/9> ?b FILTER(STR(?a) > \"x\") }", 0);
  assert_scan_order("", "SELECT ?a { ?a <http://e/9> ?b FILTER(BOUND(?b)) }", 0);
}

// Whether the one GROUP of a query takes its solutions in order.
static void
assert_group_order(const char *disabled, const char *text, bool in_order)
{
  furat_planned planned;
  furat_arena arena;
  furat_error err = FURAT_ERROR_INIT;
  furat_arena_init(&arena, SIZE_MAX);
  if (plan(&planned, &arena, text, disabled, &err) != FURAT_OK) {
    fail_msg("%s: %s", text, err.message);
  }
  const furat_plan *group = planned.root;
  while (group->kind != FURAT_PLAN_GROUP) {
    group = group->left;
  }
  assert_int_equal(group->in_order, in_order);
  furat_arena_clear(&arena);
}

static void
groups_of_what_comes_sorted_end_one_by_one(void **state)
{
  (void)state;
  static const char text[] = "SELECT (SUM(?b) AS ?n) { ?a <http://e/9> ?b } GROUP BY ?a";
  assert_group_order("", text, true);
  assert_group_order("group-order", text, false);
  assert_group_order(
      "", "SELECT (SUM(?b) AS ?n) { ?a <http://e/9> ?b } GROUP BY (STR(?a) AS ?c)",
      false);
  assert_group_order("", "SELECT (SUM(?b) AS ?n) { ?a ?c ?b } GROUP BY ?a ?c", false);
}

static void
few_solutions_are_looked_up_where_few_are_wanted(void **state)
{
  (void)state;
  static const char text[] =
      "SELECT * { ?a <http://e/900000> ?b . ?b <http://e/800000> ?c } LIMIT 10";
  assert_plan(text, "slice(project(A(S800000,S900000)))");
  assert_plan_without("merge,first-rows", text, "slice(project(H(S900000,S800000)))");
  assert_plan("SELECT * { ?a <http://e/900000> ?b . ?b <http://e/800000> ?c } "
              "LIMIT 10000000",
              "slice(project(H(S900000,S800000)))");
}

// Whether the one SORT of a query takes its solutions in order.
static void
assert_sort_order(const char *disabled, const char *text, bool in_order)
{
  furat_planned planned;
  furat_arena arena;
  furat_error err = FURAT_ERROR_INIT;
  furat_arena_init(&arena, SIZE_MAX);
  if (plan(&planned, &arena, text, disabled, &err) != FURAT_OK) {
    fail_msg("%s: %s", text, err.message);
  }
  const furat_plan *sort = planned.root;
  while (sort->kind != FURAT_PLAN_SORT) {
    sort = sort->left;
  }
  assert_int_equal(sort->in_order, in_order);
  furat_arena_clear(&arena);
}

static void
what_an_index_has_in_order_is_not_sorted(void **state)
{
  (void)state;
  static const char join[] = "SELECT * { ?a <http://e/900000> ?b ; <http://e/800000> ?c "
                             "} ORDER BY ?b ?c LIMIT 9";
  static const char join_down[] = "SELECT * { ?a <http://e/900000> ?b ; "
                                  "<http://e/800000> ?c } ORDER BY DESC(?b) ?c LIMIT 9";
  assert_sort_order("", "SELECT * { ?a <http://e/9> ?b } ORDER BY ?b", true);
  assert_sort_order("sort-order", "SELECT * { ?a <http://e/9> ?b } ORDER BY ?b", false);
  assert_sort_order("", "SELECT * { ?a <http://e/9> ?b } ORDER BY ?a", false);
  assert_sort_order("", "SELECT * { ?a <http://e/9> ?b } ORDER BY DESC(?b) ?a", true);
  assert_sort_order("", "SELECT * { ?a <http://e/9> ?b } ORDER BY STR(?b)", false);
  assert_sort_order("", join, true);
  assert_sort_order("", join_down, true);
  assert_sort_order("first-rows", join, false);
  assert_sort_order("first-rows", join_down, false);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_smallest_pattern_comes_first),
      cmocka_unit_test(connected_patterns_come_before_small_ones),
      cmocka_unit_test(few_solutions_are_looked_up_and_many_are_hashed),
      cmocka_unit_test(an_optional_pattern_is_looked_up_too),
      cmocka_unit_test(minus_is_looked_up_for_what_is_shared),
      cmocka_unit_test(what_is_disabled_is_left_out),
      cmocka_unit_test(inputs_that_can_come_sorted_are_merged),
      cmocka_unit_test(circles_that_blow_up_are_leapt_through),
      cmocka_unit_test(exists_of_patterns_is_a_join),
      cmocka_unit_test(exists_of_what_stands_alone_is_a_join),
      cmocka_unit_test(a_sort_below_a_limit_knows_it),
      cmocka_unit_test(only_what_is_bound_always_is_certain),
      cmocka_unit_test(indexes_count_one_pattern),
      cmocka_unit_test(indexes_count_nothing_else),
      cmocka_unit_test(objects_that_are_looked_into_are_read_in_order),
      cmocka_unit_test(groups_of_what_comes_sorted_end_one_by_one),
      cmocka_unit_test(few_solutions_are_looked_up_where_few_are_wanted),
      cmocka_unit_test(what_an_index_has_in_order_is_not_sorted),
      cmocka_unit_test(failing_allocations_are_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
