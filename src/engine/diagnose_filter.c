// SPDX-License-Identifier: GPL-3.0-or-later
// A filter that lets nothing through: which condition, whether it is an error, and what
// the values are that it looks at.                  diagnose -> [diagnose_filter] -> near
#include "engine/diagnose_internal.h"

enum { MOST_COUNTED = 1000, MOST_CONDITIONS = 32, MOST_VARS = 3, VALUE_SPARE = 0 };

// The conditions of a filter, and the pattern before it.
typedef struct filtering {
  furat_algebra *input;
  const furat_algebra *graph;
  size_t n;
  furat_expr *conditions[MOST_CONDITIONS];
} filtering;

static void
take_conditions(filtering *f, furat_expr *expr)
{
  if (expr->kind != FURAT_EXPR_AND || f->n + expr->n_args > MOST_CONDITIONS) {
    if (f->n < MOST_CONDITIONS) {
      f->conditions[f->n++] = expr;
    }
    return;
  }
  for (size_t i = 0; i < expr->n_args; i++) {
    take_conditions(f, expr->args[i]);
  }
}

// ---------------------------------------------------------------------- variables

typedef struct var_list {
  size_t n;
  furat_var vars[MOST_VARS];
} var_list;

static void
take_vars(furat_diagnosis *d, var_list *list, const furat_expr *expr)
{
  if (expr->kind == FURAT_EXPR_VAR) {
    const furat_slot slot = {.var = expr->var, .term = FURAT_TERM_UNSET};
    bool known = furat_probe_constant(d, &slot) != NULL;
    for (size_t i = 0; i < list->n; i++) {
      known = known || list->vars[i] == expr->var;
    }
    if (!known && list->n < MOST_VARS) {
      list->vars[list->n++] = expr->var;
    }
  }
  for (size_t i = 0; i < expr->n_args; i++) {
    take_vars(d, list, expr->args[i]);
  }
}

// Collects some values to show.
typedef struct samples {
  furat_arena *arena;
  size_t n;
  furat_term terms[FURAT_NEARS];
  bool more;
} samples;

static furat_status
take_sample(void *self, const furat_term *values, furat_error *err)
{
  samples *to = self;
  if (values->kind == FURAT_TERM_NONE) {
    return FURAT_OK;
  }
  to->more = to->n == FURAT_NEARS;
  if (to->more) {
    return FURAT_DONE;
  }
  return furat_term_copy(to->arena, values, &to->terms[to->n++])
             ? FURAT_OK
             : furat_error_no_mem(err);
}

// "?x is 1, 2", or that it is never bound.
static furat_status
tell_values(furat_diagnosis *d, const filtering *f, furat_var var, furat_error *err)
{
  samples seen = {.arena = &d->arena};
  furat_status status =
      furat_probe_each(d, furat_probe_in_graph(d, f->input, f->graph), FURAT_PROBE_HERE,
                       &var, 1, take_sample, &seen, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_buffer_append_cstr(d->out, "  ");
  if (d->variables.names[var].len > 0) {
    furat_algebra_print_var(d->out, &d->names, var);
  } else {
    furat_buffer_append_cstr(d->out, "what it looks at"); // an aggregate
  }
  furat_buffer_append_cstr(d->out, seen.n == 0 ? " is not bound there" : " is");
  for (size_t i = 0; i < seen.n; i++) {
    furat_buffer_append_cstr(d->out, i > 0 ? ", " : " ");
    furat_diagnosis_write_term(d, &seen.terms[i]);
  }
  furat_buffer_append_cstr(d->out, seen.more ? " and others\n" : "\n");
  return FURAT_OK;
}

// ------------------------------------------------------------------- near values

static furat_status
offer(void *self, const furat_term *values, furat_error *err)
{
  return furat_nears_offer(self, values, err);
}

static furat_status
offer_part(void *self, const furat_term *values, furat_error *err)
{
  furat_nears *nears = self;
  return values->kind == FURAT_TERM_LITERAL && furat_nears_has_part(nears, values->text)
             ? furat_nears_offer_as(nears, values, 0, "spelt otherwise", err)
             : FURAT_OK;
}

// A constant of a condition, and what it is compared with.
typedef struct compared {
  furat_diagnosis *d;
  const filtering *f;
  const furat_expr *condition;
  size_t at; // of the constant
  furat_expr *expr;
} compared;

// Whether the condition lets something through with the thing in place of the constant.
static furat_status
fits(void *self, const furat_term *thing, bool *any, furat_error *err)
{
  const compared *c = self;
  return furat_probe_passes(c->d, c->f->input, c->f->graph,
                            furat_probe_with_constant(c->d, c->condition, c->at, thing),
                            any, err);
}

// What `expr` is in the solutions before the filter, beside the constant.
static furat_status
tell_near_values(compared *c, const furat_term *wanted, bool part, bool *found,
                 furat_error *err)
{
  furat_diagnosis *d = c->d;
  const filtering *f = c->f;
  const furat_slot value = furat_probe_spare(d, VALUE_SPARE);
  furat_algebra *extend = furat_probe_node(d, FURAT_ALGEBRA_EXTEND, f->input, NULL);
  furat_assignment *assignment = FURAT_ARENA_NEW(&d->arena, furat_assignment);
  if (!extend || !assignment) {
    return furat_error_no_mem(err);
  }
  *assignment = (furat_assignment){value.var, c->expr};
  extend->n_assignments = 1;
  extend->assignments = assignment;
  furat_nears nears;
  furat_nears_init(&nears, wanted, &d->arena);
  furat_status status =
      furat_probe_each(d, furat_probe_in_graph(d, extend, f->graph), FURAT_PROBE_HERE,
                       &value.var, 1, part ? offer_part : offer, &nears, err);
  if (status == FURAT_OK && nears.n == 0 && !part) {
    status = furat_diagnose_names(d, &nears, fits, c, err);
  }
  furat_diagnosis_write_nears(d, "there is", &nears);
  *found = *found || nears.n > 0;
  furat_nears_clear(&nears);
  return status;
}

static bool
compares_parts(const furat_expr *expr)
{
  return expr->kind == FURAT_EXPR_BUILTIN &&
         (expr->builtin == FURAT_BUILTIN_CONTAINS ||
          expr->builtin == FURAT_BUILTIN_STRSTARTS ||
          expr->builtin == FURAT_BUILTIN_STRENDS || expr->builtin == FURAT_BUILTIN_REGEX);
}

// a = constant, a IN (constants), CONTAINS (a, constant) ...
static furat_status
tell_near(furat_diagnosis *d, const filtering *f, const furat_expr *condition,
          bool *found, furat_error *err)
{
  enum { MOST_CONSTANTS = 8 };
  furat_status status = FURAT_OK;
  bool part = compares_parts(condition);
  bool equal = condition->kind == FURAT_EXPR_EQ || condition->kind == FURAT_EXPR_IN;
  if (!part && !equal) {
    return FURAT_OK;
  }
  bool turned = condition->kind == FURAT_EXPR_EQ &&
                furat_probe_expr_constant(d, condition->args[0]);
  furat_expr *expr = condition->args[turned ? 1 : 0];
  size_t first = turned ? 0 : 1;
  size_t last = part || turned ? first : condition->n_args - 1;
  if (furat_probe_expr_constant(d, expr)) {
    return FURAT_OK;
  }
  for (size_t i = first; i <= last && i < first + MOST_CONSTANTS && status == FURAT_OK;
       i++) {
    const furat_term *wanted = furat_probe_expr_constant(d, condition->args[i]);
    if (wanted) {
      compared c = {d, f, condition, i, expr};
      status = tell_near_values(&c, wanted, part, found, err);
    }
  }
  return status;
}

// ------------------------------------------------------------------------- telling

// EXISTS and NOT EXISTS: whether the pattern matches at all.
static furat_status
tell_exists(furat_diagnosis *d, const filtering *f, const furat_expr *condition,
            bool *found, furat_error *err)
{
  bool negated =
      condition->kind == FURAT_EXPR_NOT && condition->args[0]->kind == FURAT_EXPR_EXISTS;
  bool any = true;
  if (negated) {
    *found = true;
    furat_buffer_append_cstr(d->out, "  all of them have what must not be there\n");
    return FURAT_OK;
  }
  if (condition->kind != FURAT_EXPR_EXISTS) {
    return FURAT_OK;
  }
  *found = true;
  furat_status status =
      furat_probe_any(d, furat_probe_in_graph(d, condition->pattern, f->graph),
                      FURAT_PROBE_HERE, &any, err);
  if (status == FURAT_OK && !any) {
    return furat_diagnose_node(d, condition->pattern, f->graph, err);
  }
  if (status == FURAT_OK) {
    furat_buffer_append_cstr(d->out,
                             "  the pattern has solutions, but with none of these\n");
  }
  return status;
}

static furat_status
tell_error(furat_diagnosis *d, const filtering *f, furat_expr *condition, bool *is_error,
           furat_error *err)
{
  bool any = true;
  furat_expr *not = furat_probe_expr(d, FURAT_EXPR_NOT, condition, NULL);
  furat_status status = furat_probe_passes(d, f->input, f->graph, not, &any, err);
  *is_error = status == FURAT_OK && !any;
  if (*is_error) {
    furat_buffer_append_cstr(d->out, "  it is an error in all of them\n");
  }
  return status;
}

static furat_status
tell_condition(furat_diagnosis *d, const filtering *f, furat_expr *condition,
               furat_error *err)
{
  uint64_t n = 0;
  bool found = false;
  bool is_error = false;
  var_list vars = {.n = 0};
  furat_status status = furat_probe_count(d, furat_probe_in_graph(d, f->input, f->graph),
                                          FURAT_PROBE_HERE, MOST_COUNTED + 1, &n, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_buffer_append_cstr(d->out, "the filter ");
  furat_diagnosis_write_span(d, condition->span);
  furat_buffer_appendf(
      d->out,
      n > MOST_COUNTED ? " lets none of more than %llu solutions through\n"
      : n == 1         ? " does not let the one solution through\n"
                       : " lets none of %llu solutions through\n",
      n > MOST_COUNTED ? (unsigned long long)MOST_COUNTED : (unsigned long long)n);
  status = tell_exists(d, f, condition, &found, err);
  if (status != FURAT_OK || found) {
    return status;
  }
  status = tell_error(d, f, condition, &is_error, err);
  if (status == FURAT_OK) {
    status = tell_near(d, f, condition, &found, err);
  }
  if (status == FURAT_OK && !found) {
    status = furat_diagnose_comparison(d, furat_probe_in_graph(d, f->input, f->graph),
                                       condition, is_error, &found, err);
  }
  take_vars(d, &vars, condition);
  for (size_t i = 0; i < vars.n && status == FURAT_OK && !found; i++) {
    status = tell_values(d, f, vars.vars[i], err);
  }
  return status;
}

// No condition alone lets nothing through: as many of the first as it takes.
static furat_status
tell_together(furat_diagnosis *d, const filtering *f, furat_error *err)
{
  furat_expr *all = f->conditions[0];
  for (size_t i = 1; i < f->n; i++) {
    bool any = true;
    furat_expr *before = all;
    all = all ? furat_probe_expr(d, FURAT_EXPR_AND, all, f->conditions[i]) : NULL;
    furat_status status = furat_probe_passes(d, f->input, f->graph, all, &any, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (!any) {
      furat_buffer_append_cstr(
          d->out, "each of these lets some solution through, but none passes "
                  "all:\n");
      for (size_t k = 0; k <= i; k++) {
        furat_buffer_append_cstr(d->out, "    ");
        furat_diagnosis_write_span(d, f->conditions[k]->span);
        furat_buffer_append_byte(d->out, '\n');
      }
      filtering rest = *f;
      bool found = false;
      rest.input = furat_probe_filter(d, f->input, before);
      return rest.input ? tell_near(d, &rest, f->conditions[i], &found, err)
                        : furat_error_no_mem(err);
    }
  }
  return FURAT_OK;
}

furat_status
furat_diagnose_filter(furat_diagnosis *d, furat_algebra *node, const furat_algebra *graph,
                      furat_error *err)
{
  filtering f = {.input = node->left, .graph = graph};
  take_conditions(&f, node->filter);
  for (size_t i = 0; i < f.n; i++) {
    bool any = true;
    furat_status status =
        furat_probe_passes(d, f.input, f.graph, f.conditions[i], &any, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (!any) {
      return tell_condition(d, &f, f.conditions[i], err);
    }
  }
  return tell_together(d, &f, err);
}
