// SPDX-License-Identifier: GPL-3.0-or-later
// A comparison with a constant that is never true: what stands on its other side, from
// the least to the greatest or value by value, and whether the constant is of another
// datatype.                                          filter -> [diagnose_compare] ->
// probe
#include <stdlib.h>

#include "engine/diagnose_internal.h"

enum { VALUE_SPARE = 0, LEAST_SPARE = 1, GREATEST_SPARE = 2, MOST_VALUES = 8 };

// One comparison: what is computed from solutions, and the constant.
typedef struct comparison {
  furat_algebra *input;
  furat_expr *condition;
  furat_expr *expr;
  const furat_term *constant;
  size_t constant_at; // among the condition's arguments
  bool is_order;      // < > <= >=
} comparison;

static bool
take_comparison(const furat_diagnosis *d, comparison *c, furat_expr *condition)
{
  const furat_expr_kind kind = condition->kind;
  const bool matches =
      kind == FURAT_EXPR_BUILTIN && condition->builtin == FURAT_BUILTIN_LANGMATCHES;
  c->condition = condition;
  c->is_order = kind == FURAT_EXPR_LT || kind == FURAT_EXPR_GT || kind == FURAT_EXPR_LE ||
                kind == FURAT_EXPR_GE;
  if (!matches && !c->is_order && kind != FURAT_EXPR_EQ && kind != FURAT_EXPR_NE &&
      kind != FURAT_EXPR_IN) {
    return false;
  }
  const furat_term *left = furat_probe_expr_constant(d, condition->args[0]);
  const furat_term *right = furat_probe_expr_constant(d, condition->args[1]);
  c->constant = left ? left : right;
  c->constant_at = left ? 0 : 1;
  c->expr = condition->args[left ? 1 : 0];
  return c->constant && !(left && right);
}

// The solutions with the value of the expression in a spare variable.
static furat_algebra *
with_value(furat_diagnosis *d, const comparison *c)
{
  furat_algebra *extend = furat_probe_node(d, FURAT_ALGEBRA_EXTEND, c->input, NULL);
  furat_assignment *assignment = FURAT_ARENA_NEW(&d->arena, furat_assignment);
  if (!extend || !assignment || !c->input) {
    return NULL;
  }
  *assignment = (furat_assignment){furat_probe_spare(d, VALUE_SPARE).var, c->expr};
  extend->n_assignments = 1;
  extend->assignments = assignment;
  return extend;
}

static void
write_expr(furat_diagnosis *d, const furat_expr *expr)
{
  furat_buffer_append_cstr(d->out, "  ");
  if (expr->kind != FURAT_EXPR_VAR) {
    furat_diagnosis_write_span(d, expr->span);
  } else if (d->variables.names[expr->var].len > 0) {
    furat_algebra_print_var(d->out, &d->names, expr->var);
  } else {
    furat_buffer_append_cstr(d->out, "what it looks at"); // an aggregate
  }
}

// -------------------------------------------------------------------------- values

typedef struct some_values {
  furat_arena *arena;
  size_t n;
  size_t most;
  furat_term terms[MOST_VALUES];
  bool more;
} some_values;

static furat_status
take_value(void *self, const furat_term *values, furat_error *err)
{
  some_values *to = self;
  if (values->kind == FURAT_TERM_NONE) {
    return FURAT_OK;
  }
  to->more = to->n == to->most;
  if (to->more) {
    return FURAT_DONE;
  }
  return furat_term_copy(to->arena, values, &to->terms[to->n++])
             ? FURAT_OK
             : furat_error_no_mem(err);
}

static int
compare_terms(const void *a, const void *b)
{
  return furat_term_compare(a, b);
}

// "LANG(?l) is "ar", "en""
static furat_status
tell_values(furat_diagnosis *d, const comparison *c, bool *found, furat_error *err)
{
  const furat_expr *expr = c->expr;
  const bool few =
      expr->kind == FURAT_EXPR_BUILTIN &&
      (expr->builtin == FURAT_BUILTIN_LANG || expr->builtin == FURAT_BUILTIN_DATATYPE);
  some_values seen = {.arena = &d->arena, .most = few ? MOST_VALUES : FURAT_NEARS};
  const furat_var value = furat_probe_spare(d, VALUE_SPARE).var;
  furat_status status = furat_probe_each(d, with_value(d, c), FURAT_PROBE_HERE, &value, 1,
                                         take_value, &seen, err);
  if (status != FURAT_OK || seen.n == 0) {
    return status;
  }
  *found = true;
  if (!seen.more) {
    qsort(seen.terms, seen.n, sizeof seen.terms[0], compare_terms);
  }
  write_expr(d, expr);
  for (size_t i = 0; i < seen.n; i++) {
    furat_buffer_append_cstr(d->out, i > 0 ? ", " : " is ");
    furat_diagnosis_write_term(d, &seen.terms[i]);
  }
  furat_buffer_append_cstr(d->out, seen.more ? " and others\n" : "\n");
  return FURAT_OK;
}

// --------------------------------------------------------------------------- range

typedef struct value_range {
  furat_arena *arena;
  furat_term ends[2];
} value_range;

static furat_status
take_range(void *self, const furat_term *values, furat_error *err)
{
  value_range *range = self;
  return furat_term_copy(range->arena, &values[0], &range->ends[0]) &&
                 furat_term_copy(range->arena, &values[1], &range->ends[1])
             ? FURAT_OK
             : furat_error_no_mem(err);
}

// What the constant can be compared with: numbers, or values of its datatype.
static furat_expr *
is_comparable(furat_diagnosis *d, const furat_term *constant)
{
  furat_expr *value = furat_probe_var(d, furat_probe_spare(d, VALUE_SPARE).var);
  furat_expr *fixed = FURAT_ARENA_NEW(&d->arena, furat_expr);
  if (!fixed) {
    return NULL;
  }
  *fixed =
      (furat_expr){.kind = FURAT_EXPR_TERM, .var = FURAT_VAR_NONE, .term = *constant};
  furat_expr *either =
      furat_probe_expr(d, FURAT_EXPR_OR, furat_probe_expr(d, FURAT_EXPR_LT, value, fixed),
                       furat_probe_expr(d, FURAT_EXPR_GE, value, fixed));
  return either;
}

static furat_algebra *
least_and_greatest(furat_diagnosis *d, const comparison *c)
{
  furat_algebra *group = furat_probe_node(
      d, FURAT_ALGEBRA_GROUP,
      furat_probe_filter(d, with_value(d, c), is_comparable(d, c->constant)), NULL);
  furat_aggregate *ends = FURAT_ARENA_ARRAY(&d->arena, furat_aggregate, 2);
  const furat_var value = furat_probe_spare(d, VALUE_SPARE).var;
  if (!group || !group->left || !ends) {
    return NULL;
  }
  ends[0] = (furat_aggregate){.var = furat_probe_spare(d, LEAST_SPARE).var,
                              .builtin = FURAT_BUILTIN_MIN,
                              .arg = furat_probe_var(d, value)};
  ends[1] = (furat_aggregate){.var = furat_probe_spare(d, GREATEST_SPARE).var,
                              .builtin = FURAT_BUILTIN_MAX,
                              .arg = furat_probe_var(d, value)};
  group->n_aggregates = 2;
  group->aggregates = ends;
  return ends[0].arg && ends[1].arg ? group : NULL;
}

// "?l is from 27.0 to 39.1"
static furat_status
tell_range(furat_diagnosis *d, const comparison *c, bool *found, furat_error *err)
{
  value_range range = {.arena = &d->arena};
  const furat_var ends[] = {furat_probe_spare(d, LEAST_SPARE).var,
                            furat_probe_spare(d, GREATEST_SPARE).var};
  furat_status status = furat_probe_each(d, least_and_greatest(d, c), FURAT_PROBE_HERE,
                                         ends, 2, take_range, &range, err);
  if (status != FURAT_OK || range.ends[0].kind == FURAT_TERM_NONE ||
      range.ends[1].kind == FURAT_TERM_NONE) {
    return status;
  }
  const bool one = furat_term_equal(&range.ends[0], &range.ends[1]);
  *found = true;
  write_expr(d, c->expr);
  furat_buffer_append_cstr(d->out, one ? " is " : " is from ");
  furat_diagnosis_write_term(d, &range.ends[0]);
  if (!one) {
    furat_buffer_append_cstr(d->out, " to ");
    furat_diagnosis_write_term(d, &range.ends[1]);
  }
  furat_buffer_append_byte(d->out, '\n');
  return FURAT_OK;
}

// ------------------------------------------------------------------------ datatypes

// The constant with the datatype of the values, when the comparison is no error then.
static furat_status
tell_datatype(furat_diagnosis *d, comparison *c, furat_error *err)
{
  bool lets = false;
  bool refuses = false;
  some_values seen = {.arena = &d->arena, .most = 1};
  const furat_var value = furat_probe_spare(d, VALUE_SPARE).var;
  furat_status status = furat_probe_each(d, with_value(d, c), FURAT_PROBE_HERE, &value, 1,
                                         take_value, &seen, err);
  const furat_term *first = &seen.terms[0];
  if (status != FURAT_OK || seen.n == 0 || c->constant->kind != FURAT_TERM_LITERAL ||
      first->kind != FURAT_TERM_LITERAL || first->language.len > 0) {
    return status;
  }
  furat_term *other = FURAT_ARENA_NEW(&d->arena, furat_term);
  if (!other) {
    return furat_error_no_mem(err);
  }
  *other = furat_term_literal(c->constant->text, first->datatype);
  furat_expr *changed = furat_probe_with_constant(d, c->condition, c->constant_at, other);
  status = furat_probe_passes(d, c->input, NULL, changed, &lets, err);
  if (status == FURAT_OK && !lets) {
    status = furat_probe_passes(d, c->input, NULL,
                                furat_probe_expr(d, FURAT_EXPR_NOT, changed, NULL),
                                &refuses, err);
  }
  if (status == FURAT_OK && (lets || refuses)) {
    furat_buffer_append_cstr(d->out, lets ? "  it would let some through with "
                                          : "  it would be no error with ");
    furat_diagnosis_write_term(d, other);
    furat_buffer_append_byte(d->out, '\n');
    c->constant = other;
  }
  return status;
}

furat_status
furat_diagnose_comparison(furat_diagnosis *d, furat_algebra *input, furat_expr *condition,
                          bool is_error, bool *found, furat_error *err)
{
  comparison c = {.input = input};
  if (!take_comparison(d, &c, condition)) {
    return FURAT_OK;
  }
  furat_status status = is_error ? tell_datatype(d, &c, err) : FURAT_OK;
  if (status == FURAT_OK && c.is_order) {
    status = tell_range(d, &c, found, err);
  }
  if (status == FURAT_OK && !*found && c.expr->kind != FURAT_EXPR_VAR) {
    status = tell_values(d, &c, found, err);
  }
  return status;
}
