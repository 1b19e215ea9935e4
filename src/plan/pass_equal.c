// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions that name the terms that a variable may be: they become inline data, which
// the order of joins begins with.  Only where = compares terms, which it does with IRIs
// and plain strings; numbers and dates are equal by value.
#include "plan/pass.h"
#include "plan/scope.h"
#include "rdf/vocabulary.h"

static bool
is_equal_only_to_itself(const furat_term *term)
{
  return term->kind == FURAT_TERM_IRI ||
         (term->kind == FURAT_TERM_LITERAL && term->language.len == 0 &&
          (term->datatype.len == 0 ||
           furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_STRING))));
}

static bool
names_terms(const furat_expr *expr)
{
  for (size_t i = 1; i < expr->n_args; i++) {
    if (expr->args[i]->kind != FURAT_EXPR_TERM ||
        !is_equal_only_to_itself(&expr->args[i]->term)) {
      return false;
    }
  }
  return expr->n_args > 1 && expr->args[0]->kind == FURAT_EXPR_VAR;
}

// The variable of a condition ?x = term or ?x IN (terms), or FURAT_VAR_NONE.
static furat_var
named_var(const furat_expr *expr)
{
  bool same_term =
      expr->kind == FURAT_EXPR_BUILTIN && expr->builtin == FURAT_BUILTIN_SAMETERM &&
      expr->args[0]->kind == FURAT_EXPR_VAR && expr->args[1]->kind == FURAT_EXPR_TERM &&
      expr->args[1]->term.kind != FURAT_TERM_BLANK;
  bool names =
      (expr->kind == FURAT_EXPR_EQ || expr->kind == FURAT_EXPR_IN) && names_terms(expr);
  return same_term || names ? expr->args[0]->var : FURAT_VAR_NONE;
}

// The same with the sides of an equation changed, where that makes it one of these.
static furat_expr *
turned(furat_planner *p, furat_expr *expr)
{
  bool swaps =
      (expr->kind == FURAT_EXPR_EQ ||
       (expr->kind == FURAT_EXPR_BUILTIN && expr->builtin == FURAT_BUILTIN_SAMETERM)) &&
      expr->args[0]->kind == FURAT_EXPR_TERM && expr->args[1]->kind == FURAT_EXPR_VAR;
  if (!swaps) {
    return expr;
  }
  furat_expr *other = furat_scope_expr(p, expr->kind, expr->span, 2);
  if (other) {
    other->builtin = expr->builtin;
    other->args[0] = expr->args[1];
    other->args[1] = expr->args[0];
  }
  return other;
}

// Each term once: inline data would give a solution for each time.
static furat_algebra *
inline_data(furat_planner *p, const furat_expr *expr)
{
  furat_algebra *node = furat_scope_node(p, FURAT_ALGEBRA_VALUES, expr->span, NULL, NULL);
  if (!node) {
    return NULL;
  }
  node->table.vars = FURAT_ARENA_ARRAY(p->arena, furat_var, 1);
  node->table.cells = FURAT_ARENA_ARRAY(p->arena, furat_term, expr->n_args);
  if (!node->table.vars || !node->table.cells) {
    return furat_planner_no_mem(p);
  }
  node->table.n_vars = 1;
  node->table.vars[0] = expr->args[0]->var;
  for (size_t i = 1; i < expr->n_args; i++) {
    bool again = false;
    for (size_t row = 0; row < node->table.n_rows && !again; row++) {
      again = furat_term_equal(&node->table.cells[row], &expr->args[i]->term);
    }
    if (!again) {
      node->table.cells[node->table.n_rows++] = expr->args[i]->term;
    }
  }
  furat_scope_fill(p, node);
  return node;
}

static furat_algebra *
join(furat_planner *p, furat_algebra *data, furat_algebra *node)
{
  furat_algebra *both =
      data ? furat_scope_node(p, FURAT_ALGEBRA_JOIN, node->span, data, node) : NULL;
  if (both) {
    furat_scope_fill(p, both);
  }
  return both;
}

static bool
is_joined(const furat_algebra *node)
{
  return node->kind == FURAT_ALGEBRA_BGP || node->kind == FURAT_ALGEBRA_JOIN ||
         furat_scope_is_graph_of_triples(node);
}

static furat_algebra *
replace(furat_planner *p, furat_algebra *filter)
{
  enum { MOST_TERMS = 1000 };
  furat_vec conjuncts;
  furat_vec_init(&conjuncts, sizeof(furat_conjunct), SIZE_MAX);
  furat_scope_split(p, &conjuncts, filter->filter);
  furat_algebra *node = filter->left;
  size_t n = 0;
  for (size_t i = 0; i < conjuncts.n && p->status == FURAT_OK; i++) {
    furat_conjunct conjunct = FURAT_VEC_AT(&conjuncts, furat_conjunct, i);
    furat_expr *expr = turned(p, conjunct.expr);
    if (expr && expr->n_args <= MOST_TERMS &&
        furat_varset_has(filter->left->scope->certain, named_var(expr))) {
      node = join(p, inline_data(p, expr), node);
    } else {
      FURAT_VEC_AT(&conjuncts, furat_conjunct, n++) = conjunct;
    }
  }
  if (p->status == FURAT_OK && n > 0) {
    filter->filter = furat_scope_join(p, conjuncts.items, n);
    filter->left = node;
    node = filter;
  }
  furat_vec_clear(&conjuncts);
  return p->status == FURAT_OK ? node : NULL;
}

static furat_algebra *
visit(furat_planner *p, furat_algebra *node)
{
  if (node->left) {
    node->left = furat_pass_equal(p, node->left);
  }
  if (node->right && p->status == FURAT_OK) {
    node->right = furat_pass_equal(p, node->right);
  }
  return p->status == FURAT_OK && node->kind == FURAT_ALGEBRA_FILTER &&
                 is_joined(node->left)
             ? replace(p, node)
             : node;
}

furat_algebra *
furat_pass_equal(furat_planner *p, furat_algebra *algebra)
{
  furat_algebra *changed = furat_planner_enter(p, algebra) ? visit(p, algebra) : NULL;
  furat_planner_leave(p);
  return p->status == FURAT_OK ? changed : NULL;
}
