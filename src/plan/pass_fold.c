// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions that are known: those that always hold go, those that never hold leave
// nothing of what is below them, and what is said twice is said once.  Only comparisons
// of constants, BOUND of what is certain, and what is made of these: an expression that
// may be an error stays as it is.
#include "func/compare.h"
#include "plan/pass.h"
#include "plan/scope.h"
#include "rdf/vocabulary.h"

static furat_expr *
boolean(furat_planner *p, const furat_expr *like, bool value)
{
  furat_expr *expr = furat_scope_expr(p, FURAT_EXPR_TERM, like->span, 0);
  if (expr) {
    expr->term = (furat_term){.kind = FURAT_TERM_LITERAL,
                              .text = value ? FURAT_STR("true") : FURAT_STR("false"),
                              .datatype = FURAT_STR(FURAT_XSD_BOOLEAN)};
  }
  return expr;
}

static bool
is_boolean(const furat_expr *expr, bool value)
{
  const furat_term *term = &expr->term;
  return expr->kind == FURAT_EXPR_TERM && term->kind == FURAT_TERM_LITERAL &&
         furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_BOOLEAN)) &&
         furat_str_equal(term->text, value ? FURAT_STR("true") : FURAT_STR("false"));
}

static furat_expr *
fold(furat_planner *p, const furat_scope *scope, furat_expr *expr);

// The expression with folded arguments; itself where nothing was.
static furat_expr *
fold_args(furat_planner *p, const furat_scope *scope, furat_expr *expr)
{
  furat_expr *changed = NULL;
  for (size_t i = 0; i < expr->n_args && p->status == FURAT_OK; i++) {
    furat_expr *arg = fold(p, scope, expr->args[i]);
    if (arg == expr->args[i] || !arg) {
      continue;
    }
    if (!changed) {
      changed = furat_scope_expr(p, expr->kind, expr->span, expr->n_args);
      if (!changed) {
        return NULL;
      }
      furat_expr **args = changed->args;
      *changed = *expr;
      changed->args = args;
      for (size_t j = 0; j < expr->n_args; j++) {
        args[j] = expr->args[j];
      }
    }
    changed->args[i] = arg;
  }
  return changed ? changed : expr;
}

static furat_expr *
fold_comparison(furat_planner *p, furat_expr *expr)
{
  furat_value a;
  furat_value b;
  bool known = false;
  bool holds = false;
  int order = 0;
  bool unordered = false;
  if (expr->args[0]->kind != FURAT_EXPR_TERM || expr->args[1]->kind != FURAT_EXPR_TERM) {
    return expr;
  }
  if (furat_value_of_term(&a, p->arena, &expr->args[0]->term) != FURAT_OK ||
      furat_value_of_term(&b, p->arena, &expr->args[1]->term) != FURAT_OK) {
    return furat_planner_no_mem(p);
  }
  if (expr->kind == FURAT_EXPR_EQ || expr->kind == FURAT_EXPR_NE) {
    known = furat_value_equal(&a, &b, &holds) == FURAT_OK;
    holds = holds == (expr->kind == FURAT_EXPR_EQ);
  } else {
    known = furat_value_compare(&a, &b, &order, &unordered) == FURAT_OK && !unordered;
    holds = expr->kind == FURAT_EXPR_LT   ? order < 0
            : expr->kind == FURAT_EXPR_GT ? order > 0
            : expr->kind == FURAT_EXPR_LE ? order <= 0
                                          : order >= 0;
  }
  return known ? boolean(p, expr, holds) : expr;
}

// One argument decides it, or none says anything.
static furat_expr *
fold_junction(furat_planner *p, furat_expr *expr, bool deciding)
{
  size_t n_idle = 0;
  for (size_t i = 0; i < expr->n_args; i++) {
    if (is_boolean(expr->args[i], deciding)) {
      return expr->args[i];
    }
    n_idle += is_boolean(expr->args[i], !deciding);
  }
  return n_idle == expr->n_args ? boolean(p, expr, !deciding) : expr;
}

// The variable of an equation of one with a constant, or FURAT_VAR_NONE; which side the
// constant is on in `*constant`.
static furat_var
equated_var(const furat_expr *expr, size_t *constant)
{
  if (expr->kind != FURAT_EXPR_EQ) {
    return FURAT_VAR_NONE;
  }
  *constant = expr->args[0]->kind == FURAT_EXPR_VAR;
  return expr->args[!*constant]->kind == FURAT_EXPR_VAR &&
                 expr->args[*constant]->kind == FURAT_EXPR_TERM
             ? expr->args[!*constant]->var
             : FURAT_VAR_NONE;
}

// The equations of this variable, of which there are `n`, as one IN at the place of the
// first: by 17.4.1.9 it means the same.
static furat_expr *
gather(furat_planner *p, const furat_expr *expr, furat_var var, size_t n)
{
  furat_expr *fewer =
      furat_scope_expr(p, FURAT_EXPR_OR, expr->span, expr->n_args - n + 1);
  furat_expr *in = furat_scope_expr(p, FURAT_EXPR_IN, expr->span, n + 1);
  size_t n_left = 0;
  size_t n_terms = 0;
  if (!fewer || !in) {
    return NULL;
  }
  for (size_t i = 0; i < expr->n_args; i++) {
    size_t constant;
    furat_expr *arg = expr->args[i];
    if (equated_var(arg, &constant) != var) {
      fewer->args[n_left++] = arg;
      continue;
    }
    if (n_terms == 0) {
      in->args[n_terms++] = arg->args[!constant];
      fewer->args[n_left++] = in;
    }
    in->args[n_terms++] = arg->args[constant];
  }
  return n_left == 1 ? in : fewer;
}

// ?x = 1 || ?x = 2 ... of so many terms that looking at each would take long.
static furat_expr *
fold_equations(furat_planner *p, furat_expr *expr)
{
  enum { FEWEST = 3, MOST_VARIABLES = 10 };
  size_t first = 0;
  for (int i = 0; i < MOST_VARIABLES && expr && expr->kind == FURAT_EXPR_OR; i++) {
    furat_var var = FURAT_VAR_NONE;
    size_t constant;
    size_t n = 0;
    while (first < expr->n_args &&
           (var = equated_var(expr->args[first], &constant)) == FURAT_VAR_NONE) {
      first++;
    }
    for (size_t k = first; k < expr->n_args; k++) {
      n += equated_var(expr->args[k], &constant) == var;
    }
    if (var == FURAT_VAR_NONE) {
      break;
    }
    first++;
    expr = n >= FEWEST ? gather(p, expr, var, n) : expr;
  }
  return expr;
}

static furat_expr *
fold(furat_planner *p, const furat_scope *scope, furat_expr *expr)
{
  expr = fold_args(p, scope, expr);
  if (!expr || p->status != FURAT_OK) {
    return NULL;
  }
  switch (expr->kind) {
  case FURAT_EXPR_AND:
    return fold_junction(p, expr, false);
  case FURAT_EXPR_OR:
    expr = fold_junction(p, expr, true);
    return expr->kind == FURAT_EXPR_OR ? fold_equations(p, expr) : expr;
  case FURAT_EXPR_NOT:
    return is_boolean(expr->args[0], true)    ? boolean(p, expr, false)
           : is_boolean(expr->args[0], false) ? boolean(p, expr, true)
                                              : expr;
  case FURAT_EXPR_EQ:
  case FURAT_EXPR_NE:
  case FURAT_EXPR_LT:
  case FURAT_EXPR_GT:
  case FURAT_EXPR_LE:
  case FURAT_EXPR_GE:
    return fold_comparison(p, expr);
  case FURAT_EXPR_BUILTIN:
    return expr->builtin == FURAT_BUILTIN_BOUND &&
                   expr->args[0]->kind == FURAT_EXPR_VAR &&
                   furat_varset_has(scope->certain, expr->args[0]->var)
               ? boolean(p, expr, true)
               : expr;
  default:
    return expr;
  }
}

static bool
is_same(const furat_expr *a, const furat_expr *b)
{
  bool same =
      a == b || (a->kind == b->kind && a->builtin == b->builtin && a->var == b->var &&
                 a->n_args == b->n_args && a->kind != FURAT_EXPR_EXISTS &&
                 furat_term_equal(&a->term, &b->term));
  for (size_t i = 0; same && a != b && i < a->n_args; i++) {
    same = is_same(a->args[i], b->args[i]);
  }
  return same;
}

// ---------------------------------------------------------------------- conditions

static bool
is_said_before(const furat_vec *conjuncts, size_t n, const furat_expr *expr)
{
  enum { MOST_COMPARED = 100 };
  for (size_t i = 0; i < n && i < MOST_COMPARED; i++) {
    if (is_same(FURAT_VEC_AT(conjuncts, furat_conjunct, i).expr, expr)) {
      return true;
    }
  }
  return false;
}

// What is left of a condition: NULL when it always holds; `*never` when it never does.
static furat_expr *
simplify(furat_planner *p, const furat_scope *scope, furat_expr *filter, bool *never)
{
  furat_vec conjuncts;
  furat_vec_init(&conjuncts, sizeof(furat_conjunct), SIZE_MAX);
  furat_scope_split(p, &conjuncts, filter);
  size_t n = 0;
  *never = false;
  for (size_t i = 0; i < conjuncts.n && p->status == FURAT_OK; i++) {
    furat_conjunct *conjunct = &FURAT_VEC_AT(&conjuncts, furat_conjunct, i);
    furat_expr *folded = fold(p, scope, conjunct->expr);
    if (!folded || is_boolean(folded, true)) {
      continue;
    }
    *never = *never || is_boolean(folded, false);
    bool again = furat_scope_is_stable(folded) && is_said_before(&conjuncts, n, folded);
    if (!again) {
      FURAT_VEC_AT(&conjuncts, furat_conjunct, n++) =
          (furat_conjunct){folded, conjunct->vars};
    }
  }
  furat_expr *rest =
      n > 0 && p->status == FURAT_OK ? furat_scope_join(p, conjuncts.items, n) : NULL;
  furat_vec_clear(&conjuncts);
  return rest;
}

// No solutions, of the variables that the node would bind.
static furat_algebra *
nothing(furat_planner *p, const furat_algebra *instead_of)
{
  furat_algebra *none =
      furat_scope_node(p, FURAT_ALGEBRA_VALUES, instead_of->span, NULL, NULL);
  if (!none) {
    return NULL;
  }
  const size_t n_max = p->n_set_words * 64;
  none->table.vars = FURAT_ARENA_ARRAY(p->arena, furat_var, n_max);
  none->table.cells = FURAT_ARENA_ARRAY(p->arena, furat_term, 1);
  if (!none->table.vars || !none->table.cells) {
    return furat_planner_no_mem(p);
  }
  for (size_t var = 0; var < n_max; var++) {
    if (furat_varset_has(instead_of->scope->possible, (furat_var)var)) {
      none->table.vars[none->table.n_vars++] = (furat_var)var;
    }
  }
  furat_scope_fill(p, none);
  return none;
}

static furat_algebra *
fold_filter(furat_planner *p, furat_algebra *node)
{
  bool never;
  furat_expr *rest = simplify(p, node->left->scope, node->filter, &never);
  if (p->status != FURAT_OK) {
    return NULL;
  }
  if (never) {
    return nothing(p, node);
  }
  if (!rest) {
    return node->left;
  }
  node->filter = rest;
  return node;
}

static furat_algebra *
visit(furat_planner *p, furat_algebra *node)
{
  bool never;
  if (node->left) {
    node->left = furat_pass_fold(p, node->left);
  }
  if (node->right && p->status == FURAT_OK) {
    node->right = furat_pass_fold(p, node->right);
  }
  if (p->status != FURAT_OK) {
    return NULL;
  }
  if (node->kind == FURAT_ALGEBRA_FILTER) {
    return fold_filter(p, node);
  }
  if (node->kind == FURAT_ALGEBRA_LEFT_JOIN && node->filter) {
    furat_expr *rest = simplify(p, node->left->scope, node->filter, &never);
    if (never && p->status == FURAT_OK) {
      return node->left;
    }
    node->filter = rest;
  }
  return node;
}

furat_algebra *
furat_pass_fold(furat_planner *p, furat_algebra *algebra)
{
  furat_algebra *folded = furat_planner_enter(p, algebra) ? visit(p, algebra) : NULL;
  furat_planner_leave(p);
  return p->status == FURAT_OK ? folded : NULL;
}
