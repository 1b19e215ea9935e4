// SPDX-License-Identifier: GPL-3.0-or-later
// What each pass of the planner does to a plan, and that it does nothing when it is
// switched off.  Plans are told in the words of EXPLAIN; every plan is verified.
#include "plan/explain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sparql/parser.h"
#include "support/alloc_fail.h"

static double
count(void *self, const furat_triple_pattern *pattern, const furat_plan_graph *graph)
{
  (void)self;
  (void)graph;
  bool bound =
      pattern->subject.var == FURAT_VAR_NONE || pattern->object.var == FURAT_VAR_NONE;
  return bound ? 10.0 : 1000.0;
}

static double
distinct(void *self, const furat_triple_pattern *pattern, int place)
{
  (void)self;
  (void)pattern;
  (void)place;
  return 100.0;
}

static void
tell(furat_buffer *out, const furat_algebra_names *names, const furat_plan *plan)
{
  furat_buffer_append_cstr(out, furat_plan_name(plan));
  furat_buffer_append_byte(out, ' ');
  furat_plan_describe(out, names, plan);
  if (plan->left) {
    furat_buffer_append_cstr(out, " < ");
    tell(out, names, plan->left);
  }
  if (plan->right) {
    furat_buffer_append_cstr(out, " & ");
    tell(out, names, plan->right);
  }
}

static furat_status
tell_plan(furat_buffer *out, const char *disabled, const char *pattern, furat_error *err)
{
  static const furat_plan_statistics statistics = {.count = count, .distinct = distinct};
  furat_arena arena;
  furat_buffer text;
  const furat_ast *ast;
  furat_algebra_query query;
  furat_planned planned;
  furat_arena_init(&arena, SIZE_MAX);
  furat_buffer_init(&text, SIZE_MAX);
  furat_buffer_append_cstr(&text, "PREFIX : <e:> SELECT ");
  furat_buffer_append_cstr(&text, pattern);
  furat_status status = furat_buffer_status(&text, err);
  if (status == FURAT_OK) {
    status = furat_sparql_parse_query(&ast, &arena, furat_buffer_str(&text), NULL, err);
  }
  if (status == FURAT_OK) {
    status = furat_algebra_of_query(&query, &arena, ast, err);
  }
  if (status == FURAT_OK) {
    status = furat_plan_query(&planned, &arena, query.pattern, query.variables.n,
                              &statistics, disabled, err);
  }
  if (status == FURAT_OK) {
    const furat_algebra_names names = {.variables = &query.variables};
    tell(out, &names, planned.root);
    status = furat_buffer_status(out, err);
  }
  furat_buffer_clear(&text);
  furat_arena_clear(&arena);
  return status;
}

static void
assert_plan(const char *disabled, const char *pattern, const char *expected)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer told;
  furat_buffer_init(&told, SIZE_MAX);
  if (tell_plan(&told, disabled, pattern, &err) != FURAT_OK) {
    fail_msg("%s: %s", pattern, err.message);
  }
  assert_string_equal(told.data, expected);
  furat_buffer_clear(&told);
}

static void
conditions_go_below_unions_and_binds(void **state)
{
  (void)state;
  const char *pattern =
      "* { { ?s :p ?o } UNION { ?s :q ?o BIND(1 AS ?n) } FILTER(?o > 2) }";
  assert_plan("merge", pattern,
              "project ?s ?o ?n < union  < id filter ?o > 2 < scan ?s <e:p> ?o & "
              "bind (1 AS ?n) < id filter ?o > 2 < scan ?s <e:q> ?o");
  assert_plan("push", pattern,
              "project ?s ?o ?n < id filter ?o > 2 < union  < scan ?s <e:p> ?o & "
              "bind (1 AS ?n) < scan ?s <e:q> ?o");
}

static void
conditions_stay_above_limits_and_aggregates(void **state)
{
  (void)state;
  assert_plan("", "* { { SELECT ?s { ?s :p ?o } LIMIT 3 } FILTER(?s != :a) }",
              "project ?s < filter ?s != <e:a> < slice LIMIT 3 < project ?s < "
              "scan ?s <e:p> ?o");
  assert_plan("tally",
              "?s ?n { { SELECT ?s (COUNT(?o) AS ?n) { ?s :p ?o } GROUP BY ?s } "
              "FILTER(?n > 1 && ?s != :a) }",
              "project ?s ?n < project ?s ?n < id filter ?n > 1 < bind (_:3 AS ?n) < "
              "group in order by ?s (COUNT(?o) AS _:3) by columns < filter ?s != <e:a> < "
              "scan ?s <e:p> ?o");
}

static void
a_condition_that_may_see_more_above_stays_there(void **state)
{
  (void)state;
  assert_plan("merge,semijoin", "* { ?s :p ?o OPTIONAL { ?s :q ?x } FILTER(!BOUND(?x)) }",
              "project ?s ?o ?x < filter !BOUND(?x) < optional hash join on ?s < "
              "scan ?s <e:p> ?o & scan ?s <e:q> ?x");
  assert_plan("", "* { ?s :p ?o FILTER(RAND() < 0.5 && ?o > 1) }",
              "project ?s ?o < id filter RAND() < 0.5 && ?o > 1 < scan ?s <e:p> ?o");
}

static void
what_must_not_exist_is_looked_up_for_few_solutions(void **state)
{
  (void)state;
  const char *pattern = "* { ?s :p 1 FILTER NOT EXISTS { ?s :q ?x . ?x :r ?y } }";
  assert_plan("merge", pattern,
              "project ?s < not exists look-up on ?s < scan ?s <e:p> 1 & "
              "look-up join on ?x < scan ?s <e:q> ?x & scan ?x <e:r> ?y");
}

static void
an_optional_part_that_must_be_missing_is_an_antijoin(void **state)
{
  (void)state;
  assert_plan("merge",
              "* { ?s :p ?o OPTIONAL { ?s :q ?x } FILTER(!BOUND(?x) && ?o > 1) }",
              "project ?s ?o ?x < project ?s ?o ?x < not exists hash join on ?s < "
              "id filter ?o > 1 < scan ?s <e:p> ?o & scan ?s <e:q> ?x");
  assert_plan("merge", "?s { ?s :p ?o OPTIONAL { ?o :q ?x } FILTER(!BOUND(?x)) }",
              "project ?s < project ?s < not exists hash join on ?o < "
              "scan ?s <e:p> ?o & scan ?o <e:q> ?x");
  // What may be bound on the left says nothing of the right.
  assert_plan("merge",
              "?s { ?s :p ?o OPTIONAL { ?s :r ?x } OPTIONAL { ?o :q ?x } "
              "FILTER(!BOUND(?x)) }",
              "project ?s < filter !BOUND(?x) < optional hash join on ?o ?x < "
              "optional hash join on ?s < scan ?s <e:p> ?o & scan ?s <e:r> ?x & "
              "scan ?o <e:q> ?x");
}

static void
an_optional_part_that_is_needed_is_joined(void **state)
{
  (void)state;
  const char *pattern = "* { ?s :p 1 OPTIONAL { ?s :q ?x } FILTER(?x > 3) }";
  assert_plan("merge", pattern,
              "project ?s ?x < look-up join on ?s < scan ?s <e:p> 1 & "
              "id filter ?x > 3 < scan ?s <e:q> ?x");
  assert_plan("merge,optional", pattern,
              "project ?s ?x < id filter ?x > 3 < optional look-up on ?s < "
              "scan ?s <e:p> 1 & scan ?s <e:q> ?x");
}

static void
what_is_known_is_folded(void **state)
{
  (void)state;
  assert_plan("", "* { ?s :p ?o FILTER(1 < 2 && BOUND(?o)) }",
              "project ?s ?o < scan ?s <e:p> ?o");
  assert_plan("", "* { ?s :p ?o FILTER(1 = 2) }", "project ?s ?o < values ?s ?o { }");
  assert_plan("", "* { ?s :p ?o FILTER(?o > 1 && ?o > 1) }",
              "project ?s ?o < id filter ?o > 1 < scan ?s <e:p> ?o");
  assert_plan("", "* { ?s :p ?o FILTER(1 = \"x\"^^:t || ?o > 1) }",
              "project ?s ?o < filter 1 = \"x\"^^<e:t> || ?o > 1 < scan ?s <e:p> ?o");
  assert_plan("fold", "* { ?s :p ?o FILTER(1 < 2) }",
              "project ?s ?o < filter 1 < 2 < scan ?s <e:p> ?o");
}

static void
terms_that_are_named_become_data(void **state)
{
  (void)state;
  assert_plan("merge", "* { ?s :p ?o FILTER(?s = :a) }",
              "project ?s ?o < look-up join on ?s < values ?s { (<e:a>) } & "
              "scan ?s <e:p> ?o");
  assert_plan("merge", "* { ?s :p ?o FILTER(?o IN (:a, \"b\", :a)) }",
              "project ?s ?o < look-up join on ?o < values ?o { (<e:a>) (\"b\") } & "
              "scan ?s <e:p> ?o");
  assert_plan(
      "merge", "* { ?s :p ?o FILTER(?o = :a || \"b\" = ?o || ?o = :c) }",
      "project ?s ?o < look-up join on ?o < values ?o { (<e:a>) (\"b\") (<e:c>) } & "
      "scan ?s <e:p> ?o");
  assert_plan("", "* { ?s :p ?o FILTER(?o = 1 || ?s = ?o || ?o = 2 || 3 = ?o) }",
              "project ?s ?o < filter ?o IN (1, 2, 3) || ?s = ?o < scan ?s <e:p> ?o");
  assert_plan("equal", "* { ?s :p ?o FILTER(:a = ?s) }",
              "project ?s ?o < filter <e:a> = ?s < scan ?s <e:p> ?o");
  assert_plan("", "* { ?s :p ?o FILTER(?o = 1) }",
              "project ?s ?o < id filter ?o = 1 < scan ?s <e:p> ?o");
  assert_plan("", "* { ?s :p ?o FILTER(?o = \"a\"@en) }",
              "project ?s ?o < id filter ?o = \"a\"@en < scan ?s <e:p> ?o");
}

static void
variables_that_are_equal_become_one(void **state)
{
  (void)state;
  // A subject is no literal, so that nothing else is equal to it.
  assert_plan("merge", "* { ?a :p ?b . ?c :q ?d FILTER(?b = ?c) }",
              "project ?a ?b ?c ?d < bind (?b AS ?c) < hash join on ?b < scan ?b <e:q> "
              "?d & scan ?a <e:p> ?b");
  assert_plan("merge", "* { ?a :p ?b . ?c :q ?d FILTER(?b = ?d) }",
              "project ?a ?b ?c ?d < filter ?b = ?d < hash join on nothing: all with all "
              "< scan ?a <e:p> ?b & scan ?c <e:q> ?d");
  assert_plan("merge", "* { ?a :p ?b . ?c :q ?d FILTER(sameTerm(?b, ?d)) }",
              "project ?a ?b ?c ?d < bind (?b AS ?d) < hash join on ?b < scan ?c <e:q> "
              "?b & scan ?a <e:p> ?b");
  assert_plan("merge,unify", "* { ?a :p ?b . ?c :q ?d FILTER(?b = ?c) }",
              "project ?a ?b ?c ?d < filter ?b = ?c < hash join on nothing: all with all "
              "< scan ?a <e:p> ?b & scan ?c <e:q> ?d");
  // What is bound last may be what another is bound to.  Two of ten in a hundred leave
  // less than ten, so that they are joined by themselves.
  assert_plan("merge", "* { ?a :p 1 . ?b :q 1 . ?c :r 1 FILTER(?a = ?b && ?c = ?a) }",
              "project ?a ?b ?c < bind (?a AS ?b) < bind (?c AS ?a) < hash join on ?c < "
              "scan ?c <e:p> 1 & hash join on ?c < scan ?c <e:r> 1 & scan ?c <e:q> 1");
}

static void
distinct_goes_where_all_is_distinct(void **state)
{
  (void)state;
  assert_plan("tally", "DISTINCT ?s ?o { ?s :p ?o FILTER(?o > 1) }",
              "project ?s ?o < id filter ?o > 1 < scan ?s <e:p> ?o");
  assert_plan("tally", "DISTINCT ?s { ?s :p ?o FILTER(?o > 1) }",
              "distinct  < project ?s < id filter ?o > 1 < scan ?s <e:p> ?o");
  assert_plan("tally,distinct", "DISTINCT ?s ?o { ?s :p ?o FILTER(?o > 1) }",
              "distinct  < project ?s ?o < id filter ?o > 1 < scan ?s <e:p> ?o");
}

static void
binds_that_nobody_looks_at_go(void **state)
{
  (void)state;
  assert_plan("", "?s { ?s :p ?o BIND(STR(?o) AS ?x) }", "project ?s < scan ?s <e:p> ?o");
  assert_plan("prune", "?s { ?s :p ?o BIND(STR(?o) AS ?x) }",
              "project ?s < bind (STR(?o) AS ?x) < scan ?s <e:p> ?o");
}

static void
what_stands_behind_an_optional_part_is_joined_before_it(void **state)
{
  (void)state;
  assert_plan("merge", "* { ?s :p ?o OPTIONAL { ?s :q ?x } ?s :r 1 }",
              "project ?s ?o ?x < optional hash join on ?s < look-up join on ?s < "
              "scan ?s <e:r> 1 & scan ?s <e:p> ?o & scan ?s <e:q> ?x");
}

static void
an_unknown_pass_is_refused(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer told;
  furat_buffer_init(&told, SIZE_MAX);
  assert_int_equal(tell_plan(&told, "push,nothing", "* { ?s ?p ?o }", &err), FURAT_USAGE);
  assert_non_null(strstr(err.message, "nothing"));
  furat_buffer_clear(&told);
}

static furat_status
tell_once(void *pattern)
{
  furat_buffer told;
  furat_buffer_init(&told, SIZE_MAX);
  furat_status status = tell_plan(&told, "", pattern, NULL);
  furat_buffer_clear(&told);
  return status;
}

static void
failing_allocations_are_reported(void **state)
{
  (void)state;
  char pattern[] =
      "DISTINCT ?s ?x { ?s :p ?o . ?o :q ?x ; :r ?y ; :t 1 OPTIONAL { ?x :p ?z . "
      "?z :q ?w FILTER(?w > 1) } BIND(STR(?o) AS ?n) { ?s :u ?v } UNION { ?s :w ?v } "
      "FILTER(?v = :a && 1 < 2 && ?z > 3 && ?s IN (:a, :b) && ?y != 2) "
      "MINUS { ?s :x ?y } FILTER(EXISTS { ?x ?q ?r } || ?x > 1) }";
  alloc_fail_each(tell_once, pattern);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(conditions_go_below_unions_and_binds),
      cmocka_unit_test(conditions_stay_above_limits_and_aggregates),
      cmocka_unit_test(a_condition_that_may_see_more_above_stays_there),
      cmocka_unit_test(what_must_not_exist_is_looked_up_for_few_solutions),
      cmocka_unit_test(an_optional_part_that_must_be_missing_is_an_antijoin),
      cmocka_unit_test(an_optional_part_that_is_needed_is_joined),
      cmocka_unit_test(what_is_known_is_folded),
      cmocka_unit_test(terms_that_are_named_become_data),
      cmocka_unit_test(variables_that_are_equal_become_one),
      cmocka_unit_test(distinct_goes_where_all_is_distinct),
      cmocka_unit_test(binds_that_nobody_looks_at_go),
      cmocka_unit_test(what_stands_behind_an_optional_part_is_joined_before_it),
      cmocka_unit_test(an_unknown_pass_is_refused),
      cmocka_unit_test(failing_allocations_are_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
