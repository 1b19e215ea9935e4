// SPDX-License-Identifier: GPL-3.0-or-later
// What a node of a plan does, in words.
#include "plan/explain.h"

#include <inttypes.h>

const char *
furat_plan_name(const furat_plan *plan)
{
  static const char *const look_ups[] = {[FURAT_JOIN_INNER] = "look-up join",
                                         [FURAT_JOIN_LEFT] = "optional look-up",
                                         [FURAT_JOIN_MINUS] = "minus look-up",
                                         [FURAT_JOIN_SEMI] = "exists look-up",
                                         [FURAT_JOIN_ANTI] = "not exists look-up"};
  static const char *const hash_joins[] = {[FURAT_JOIN_INNER] = "hash join",
                                           [FURAT_JOIN_LEFT] = "optional hash join",
                                           [FURAT_JOIN_MINUS] = "minus hash join",
                                           [FURAT_JOIN_SEMI] = "exists hash join",
                                           [FURAT_JOIN_ANTI] = "not exists hash join"};
  static const char *const merge_joins[] = {[FURAT_JOIN_INNER] = "merge join",
                                            [FURAT_JOIN_LEFT] = "optional merge join",
                                            [FURAT_JOIN_MINUS] = "minus merge join",
                                            [FURAT_JOIN_SEMI] = "exists merge join",
                                            [FURAT_JOIN_ANTI] = "not exists merge join"};
  switch (plan->kind) {
  case FURAT_PLAN_UNIT:
    return "one empty solution";
  case FURAT_PLAN_SCAN:
    return "scan";
  case FURAT_PLAN_PATH:
    return "path";
  case FURAT_PLAN_GRAPHS:
    return "named graphs";
  case FURAT_PLAN_VALUES:
    return "values";
  case FURAT_PLAN_APPLY:
    return plan->left->kind == FURAT_PLAN_GRAPHS ? "for each graph"
                                                 : look_ups[plan->join];
  case FURAT_PLAN_HASH_JOIN:
    return hash_joins[plan->join];
  case FURAT_PLAN_LEAPFROG:
    return "leapfrog join";
  case FURAT_PLAN_MERGE_JOIN:
    return merge_joins[plan->join];
  case FURAT_PLAN_UNION:
    return "union";
  case FURAT_PLAN_FILTER:
    return plan->by_text ? "text filter" : plan->by_ids ? "id filter" : "filter";
  case FURAT_PLAN_EXTEND:
    return "bind";
  case FURAT_PLAN_GROUP:
    return plan->n_assignments == 0 ? "aggregate"
           : plan->in_order         ? "group in order by"
                                    : "group by";
  case FURAT_PLAN_SORT:
    return plan->in_order    ? plan->has_limit ? "first in order" : "sort in order"
           : plan->has_limit ? "top"
                             : "sort";
  case FURAT_PLAN_PROJECT:
    return "project";
  case FURAT_PLAN_DISTINCT:
    return "distinct";
  case FURAT_PLAN_TALLY:
    return plan->n_aggregates > 0 ? "count by index" : "distinct by index";
  case FURAT_PLAN_SLICE:
    break;
  }
  return "slice";
}

static void
space(furat_buffer *out, size_t start)
{
  if (out->len > start) {
    furat_buffer_append_byte(out, ' ');
  }
}

static void
describe_vars(furat_buffer *out, const furat_algebra_names *names, const furat_var *vars,
              size_t n)
{
  size_t start = out->len;
  for (size_t i = 0; i < n; i++) {
    space(out, start);
    furat_algebra_print_var(out, names, vars[i]);
  }
}

static void
describe_pattern(furat_buffer *out, const furat_algebra_names *names,
                 const furat_plan *plan)
{
  furat_algebra_print_pattern(out, names, &plan->pattern);
  if (plan->graph.named) {
    furat_buffer_append_cstr(out, " in graph ");
    furat_algebra_print_slot(out, names, &plan->graph.slot);
  }
}

// In which order an index is read, where that is not its own.
static void
describe_direction(furat_buffer *out, const furat_algebra_names *names,
                   const furat_plan *plan)
{
  if (plan->descends && plan->n_order > 0) {
    furat_buffer_append_cstr(out, " descending by ");
    describe_vars(out, names, plan->order, plan->n_order);
  }
}

static void
describe_bounds(furat_buffer *out, const furat_algebra_names *names,
                const furat_plan *plan)
{
  for (size_t i = 0; i < plan->n_bounds; i++) {
    const furat_plan_bound *bound = &plan->bounds[i];
    furat_buffer_append_cstr(out, i > 0 ? ", " : " in range ");
    furat_algebra_print_var(out, names, plan->pattern.object.var);
    furat_buffer_append_cstr(out, bound->comparison == FURAT_EXPR_EQ   ? " = "
                                  : bound->comparison == FURAT_EXPR_LT ? " < "
                                  : bound->comparison == FURAT_EXPR_GT ? " > "
                                  : bound->comparison == FURAT_EXPR_LE ? " <= "
                                                                       : " >= ");
    furat_algebra_print_term(out, names, bound->term);
  }
}

static void
describe_patterns(furat_buffer *out, const furat_algebra_names *names,
                  const furat_plan *plan)
{
  furat_buffer_append_cstr(out, "by ");
  describe_vars(out, names, plan->order, plan->n_order);
  for (size_t i = 0; i < plan->n_patterns; i++) {
    furat_buffer_append_cstr(out, i > 0 ? " . " : ": ");
    furat_algebra_print_pattern(out, names, &plan->patterns[i]);
  }
  if (plan->graph.named) {
    furat_buffer_append_cstr(out, " in graph ");
    furat_algebra_print_slot(out, names, &plan->graph.slot);
  }
}

// Inline data with all its rows, unless there are many.
static void
describe_values(furat_buffer *out, const furat_algebra_names *names,
                const furat_inline_table *table)
{
  enum { SHOWN_ROWS = 5 };
  describe_vars(out, names, table->vars, table->n_vars);
  furat_buffer_append_cstr(out, " {");
  for (size_t row = 0; row < table->n_rows && row < SHOWN_ROWS; row++) {
    furat_buffer_append_cstr(out, " (");
    for (size_t i = 0; i < table->n_vars; i++) {
      furat_buffer_append_cstr(out, i > 0 ? " " : "");
      furat_algebra_print_term(out, names, &table->cells[row * table->n_vars + i]);
    }
    furat_buffer_append_byte(out, ')');
  }
  furat_buffer_append_cstr(out, table->n_rows > SHOWN_ROWS ? " ... }" : " }");
}

static bool
pattern_has(const furat_triple_pattern *pattern, furat_var var)
{
  return pattern->subject.var == var || pattern->predicate.var == var ||
         pattern->object.var == var;
}

// Whether patterns below look for the value of a variable.
static bool
takes_parameter(const furat_plan *plan, furat_var var)
{
  const bool has_pattern = plan->kind == FURAT_PLAN_SCAN || plan->kind == FURAT_PLAN_PATH;
  bool found = (has_pattern && pattern_has(&plan->pattern, var)) ||
               (plan->graph.named && plan->graph.slot.var == var);
  for (size_t i = 0; i < plan->n_patterns && !found; i++) {
    found = pattern_has(&plan->patterns[i], var);
  }
  return found || (plan->left && takes_parameter(plan->left, var)) ||
         (plan->right && takes_parameter(plan->right, var));
}

static void
describe_join(furat_buffer *out, const furat_algebra_names *names, const furat_plan *plan)
{
  size_t start = out->len;
  for (size_t i = 0; i < plan->left->n_vars; i++) {
    furat_var var = plan->left->vars[i];
    if (furat_plan_column(plan->right, var) < plan->right->n_vars) {
      furat_buffer_append_cstr(out, out->len > start ? " " : "on ");
      furat_algebra_print_var(out, names, var);
    }
  }
  // What a look-up join shares may be no column of its right side any more: it is a
  // parameter there.
  if (out->len == start && plan->kind == FURAT_PLAN_APPLY) {
    for (size_t i = 0; i < plan->left->n_vars; i++) {
      if (takes_parameter(plan->right, plan->left->vars[i])) {
        furat_buffer_append_cstr(out, out->len > start ? " " : "on ");
        furat_algebra_print_var(out, names, plan->left->vars[i]);
      }
    }
  }
  if (out->len == start && plan->join != FURAT_JOIN_MINUS) {
    furat_buffer_append_cstr(out, "on nothing: all with all");
  }
  if (plan->filter) {
    furat_buffer_append_cstr(out, " if ");
    furat_algebra_print_expr(out, names, plan->filter);
  }
}

static void
describe_assignments(furat_buffer *out, const furat_algebra_names *names,
                     const furat_plan *plan)
{
  size_t start = out->len;
  for (size_t i = 0; i < plan->n_assignments; i++) {
    const furat_assignment *assignment = &plan->assignments[i];
    space(out, start);
    if (assignment->expr) {
      furat_buffer_append_byte(out, '(');
      furat_algebra_print_expr(out, names, assignment->expr);
      furat_buffer_append_cstr(out, " AS ");
    }
    furat_algebra_print_var(out, names, assignment->var);
    furat_buffer_append_cstr(out, assignment->expr ? ")" : "");
  }
}

static void
describe_aggregates(furat_buffer *out, const furat_algebra_names *names,
                    const furat_plan *plan)
{
  size_t start = plan->n_assignments > 0 ? 0 : out->len;
  for (size_t i = 0; i < plan->n_aggregates; i++) {
    const furat_aggregate *aggregate = &plan->aggregates[i];
    space(out, start);
    furat_buffer_appendf(out, "(%s(%s", furat_builtin_describe(aggregate->builtin)->name,
                         aggregate->distinct ? "DISTINCT " : "");
    if (aggregate->arg) {
      furat_algebra_print_expr(out, names, aggregate->arg);
    } else {
      furat_buffer_append_byte(out, '*');
    }
    furat_buffer_append_cstr(out, ") AS ");
    furat_algebra_print_var(out, names, aggregate->var);
    furat_buffer_append_byte(out, ')');
  }
}

static void
describe_sort(furat_buffer *out, const furat_algebra_names *names, const furat_plan *plan)
{
  if (plan->has_limit) {
    furat_buffer_appendf(out, "%" PRIu64 " ", plan->limit);
  }
  furat_buffer_append_cstr(out, "by");
  for (size_t i = 0; i < plan->n_sort_keys; i++) {
    furat_buffer_append_cstr(out, plan->sort_keys[i].descending ? " DESC(" : " ");
    furat_algebra_print_expr(out, names, plan->sort_keys[i].expr);
    furat_buffer_append_cstr(out, plan->sort_keys[i].descending ? ")" : "");
  }
}

static void
describe_slice(furat_buffer *out, const furat_plan *plan)
{
  size_t start = out->len;
  if (plan->has_limit) {
    furat_buffer_appendf(out, "LIMIT %" PRIu64, plan->limit);
  }
  if (plan->offset > 0) {
    space(out, start);
    furat_buffer_appendf(out, "OFFSET %" PRIu64, plan->offset);
  }
}

void
furat_plan_describe(furat_buffer *out, const furat_algebra_names *names,
                    const furat_plan *plan)
{
  switch (plan->kind) {
  case FURAT_PLAN_SCAN:
    describe_pattern(out, names, plan);
    describe_bounds(out, names, plan);
    describe_direction(out, names, plan);
    break;
  case FURAT_PLAN_PATH:
    describe_pattern(out, names, plan);
    break;
  case FURAT_PLAN_GRAPHS:
    furat_algebra_print_slot(out, names, &plan->graph.slot);
    break;
  case FURAT_PLAN_VALUES:
    describe_values(out, names, plan->table);
    break;
  case FURAT_PLAN_APPLY:
    if (plan->left->kind != FURAT_PLAN_GRAPHS) {
      describe_join(out, names, plan);
    }
    break;
  case FURAT_PLAN_HASH_JOIN:
  case FURAT_PLAN_MERGE_JOIN:
    describe_join(out, names, plan);
    break;
  case FURAT_PLAN_LEAPFROG:
    describe_patterns(out, names, plan);
    break;
  case FURAT_PLAN_FILTER:
    furat_algebra_print_expr(out, names, plan->filter);
    break;
  case FURAT_PLAN_EXTEND:
    describe_assignments(out, names, plan);
    break;
  case FURAT_PLAN_GROUP:
    describe_assignments(out, names, plan);
    describe_aggregates(out, names, plan);
    furat_buffer_append_cstr(
        out, plan->by_columns && plan->n_aggregates > 0 ? " by columns" : "");
    break;
  case FURAT_PLAN_TALLY:
    describe_assignments(out, names, plan);
    describe_aggregates(out, names, plan);
    furat_buffer_append_cstr(out, " of ");
    describe_pattern(out, names, plan);
    break;
  case FURAT_PLAN_SORT:
    describe_sort(out, names, plan);
    break;
  case FURAT_PLAN_PROJECT:
    describe_vars(out, names, plan->vars, plan->n_vars);
    break;
  case FURAT_PLAN_SLICE:
    describe_slice(out, plan);
    break;
  case FURAT_PLAN_UNIT:
  case FURAT_PLAN_UNION:
  case FURAT_PLAN_DISTINCT:
    break;
  }
}
