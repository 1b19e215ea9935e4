// SPDX-License-Identifier: GPL-3.0-or-later
// Variables of triples that a condition wants to be equal become one, so that a join
// finds what a product of both sides would have to be searched for.  Only where = is as
// good as being the same term: one of them is a subject or a predicate, which is no
// literal.  What was the other variable is bound to it again above.
#include <string.h>

#include "plan/pass.h"
#include "plan/scope.h"

// Nothing but triples, in the graph around or in one that has a name.
static bool
is_triples(const furat_algebra *node)
{
  switch (node->kind) {
  case FURAT_ALGEBRA_BGP:
    return true;
  case FURAT_ALGEBRA_JOIN:
    return is_triples(node->left) && is_triples(node->right);
  default:
    return furat_scope_is_graph_of_triples(node) && node->graph.var == FURAT_VAR_NONE;
  }
}

// Whether something says that the variable is an IRI or a blank node.
static bool
is_no_literal(const furat_algebra *node, furat_var var)
{
  for (size_t i = 0; node->kind == FURAT_ALGEBRA_BGP && i < node->n_triples; i++) {
    const furat_triple_pattern *triple = &node->triples[i];
    if (!triple->path && (triple->subject.var == var || triple->predicate.var == var)) {
      return true;
    }
  }
  return (node->left && is_no_literal(node->left, var)) ||
         (node->right && is_no_literal(node->right, var));
}

// Whether the condition makes one variable of two.
static bool
unifies(const furat_planner *p, const furat_algebra *triples, const furat_expr *expr)
{
  bool same_term =
      expr->kind == FURAT_EXPR_BUILTIN && expr->builtin == FURAT_BUILTIN_SAMETERM;
  if ((!same_term && expr->kind != FURAT_EXPR_EQ) ||
      expr->args[0]->kind != FURAT_EXPR_VAR || expr->args[1]->kind != FURAT_EXPR_VAR) {
    return false;
  }
  const furat_var a = expr->args[0]->var;
  const furat_var b = expr->args[1]->var;
  return a != b && furat_varset_has(triples->scope->certain, a) &&
         furat_varset_has(triples->scope->certain, b) && !furat_planner_is_given(p, a) &&
         !furat_planner_is_given(p, b) &&
         (same_term || is_no_literal(triples, a) || is_no_literal(triples, b));
}

static void
rename_slot(furat_slot *slot, furat_var from, furat_var to)
{
  slot->var = slot->var == from ? to : slot->var;
}

static void
rename_triples(furat_planner *p, furat_algebra *node, furat_var from, furat_var to)
{
  if (node->left) {
    rename_triples(p, node->left, from, to);
  }
  if (node->right) {
    rename_triples(p, node->right, from, to);
  }
  if (node->kind == FURAT_ALGEBRA_BGP && node->n_triples > 0) {
    furat_triple_pattern *triples =
        FURAT_ARENA_ARRAY(p->arena, furat_triple_pattern, node->n_triples);
    if (!triples) {
      furat_planner_no_mem(p);
      return;
    }
    memcpy(triples, node->triples, node->n_triples * sizeof(*triples));
    for (size_t i = 0; i < node->n_triples; i++) {
      rename_slot(&triples[i].subject, from, to);
      rename_slot(&triples[i].predicate, from, to);
      rename_slot(&triples[i].object, from, to);
    }
    node->triples = triples;
  }
  furat_scope_fill(p, node);
}

// The triples with one variable, and the other bound to it.
static furat_algebra *
unify(furat_planner *p, furat_algebra *triples, const furat_expr *expr)
{
  const furat_var kept = expr->args[0]->var;
  const furat_var gone = expr->args[1]->var;
  furat_assignment *assignment = FURAT_ARENA_NEW(p->arena, furat_assignment);
  rename_triples(p, triples, gone, kept);
  furat_algebra *extend =
      furat_scope_node(p, FURAT_ALGEBRA_EXTEND, expr->span, triples, NULL);
  if (!assignment || !extend) {
    return furat_planner_no_mem(p);
  }
  *assignment = (furat_assignment){gone, expr->args[0]};
  extend->assignments = assignment;
  extend->n_assignments = 1;
  return extend;
}

static void
fill_above(furat_planner *p, furat_algebra *node, const furat_algebra *triples)
{
  if (node != triples && p->status == FURAT_OK) {
    fill_above(p, node->left, triples);
    furat_scope_fill(p, node);
  }
}

static furat_algebra *
replace(furat_planner *p, furat_algebra *filter)
{
  furat_vec conjuncts;
  furat_vec_init(&conjuncts, sizeof(furat_conjunct), SIZE_MAX);
  furat_scope_split(p, &conjuncts, filter->filter);
  furat_algebra *triples = filter->left;
  furat_algebra *node = triples;
  furat_algebra **lowest = &node; // what is bound last may be what others are bound to
  size_t n = 0;
  for (size_t i = 0; i < conjuncts.n && p->status == FURAT_OK; i++) {
    furat_conjunct conjunct = FURAT_VEC_AT(&conjuncts, furat_conjunct, i);
    // After the first, variables that are gone are not certain in the triples any more.
    if (unifies(p, triples, conjunct.expr)) {
      furat_algebra *extend = unify(p, triples, conjunct.expr);
      if (extend) {
        *lowest = extend;
        lowest = &extend->left;
      }
    } else {
      FURAT_VEC_AT(&conjuncts, furat_conjunct, n++) = conjunct;
    }
  }
  bool changed = node != triples;
  fill_above(p, node, triples);
  if (changed && n > 0 && p->status == FURAT_OK) {
    filter->filter = furat_scope_join(p, conjuncts.items, n);
    filter->left = node;
    furat_scope_fill(p, filter);
  }
  furat_vec_clear(&conjuncts);
  return p->status != FURAT_OK ? NULL : changed && n == 0 ? node : filter;
}

static furat_algebra *
visit(furat_planner *p, furat_algebra *node)
{
  if (node->left) {
    node->left = furat_pass_unify(p, node->left);
  }
  if (node->right && p->status == FURAT_OK) {
    node->right = furat_pass_unify(p, node->right);
  }
  return p->status == FURAT_OK && node->kind == FURAT_ALGEBRA_FILTER &&
                 is_triples(node->left)
             ? replace(p, node)
             : node;
}

// Inside an EXISTS any variable may have a value from outside.
furat_algebra *
furat_pass_unify(furat_planner *p, furat_algebra *algebra)
{
  if (p->n_inside > 1) {
    return algebra;
  }
  furat_algebra *changed = furat_planner_enter(p, algebra) ? visit(p, algebra) : NULL;
  furat_planner_leave(p);
  return p->status == FURAT_OK ? changed : NULL;
}
