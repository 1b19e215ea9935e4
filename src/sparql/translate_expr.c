// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions to the algebra: IN and EXISTS in their positive forms, aggregates taken out
// and replaced by the variables that hold their values (SPARQL 1.1 section 18.2.4.1).
#include <assert.h>

#include "sparql/translate_internal.h"

static furat_expr *
new_expr(furat_translator *t, furat_expr_kind kind, furat_span span)
{
  furat_expr *expr = FURAT_ARENA_NEW(t->arena, furat_expr);
  if (!expr) {
    return furat_translator_no_mem(t);
  }
  expr->kind = kind;
  expr->span = span;
  expr->var = FURAT_VAR_NONE;
  return expr;
}

static furat_expr *
with_args(furat_translator *t, furat_expr *expr, size_t n)
{
  expr->n_args = n;
  expr->args = FURAT_ARENA_ARRAY(t->arena, furat_expr *, n ? n : 1);
  return expr->args ? expr : furat_translator_no_mem(t);
}

static furat_expr *
negated(furat_translator *t, furat_expr *inner)
{
  furat_expr *expr = inner ? new_expr(t, FURAT_EXPR_NOT, inner->span) : NULL;
  if (!expr || !with_args(t, expr, 1)) {
    return NULL;
  }
  expr->args[0] = inner;
  return expr;
}

furat_expr *
furat_expr_and(furat_translator *t, furat_expr *left, furat_expr *right)
{
  if (!left || !right) {
    return left ? left : right;
  }
  furat_expr *expr = furat_translator_count(t, right->span)
                         ? new_expr(t, FURAT_EXPR_AND, right->span)
                         : NULL;
  if (!expr || !with_args(t, expr, 2)) {
    return NULL;
  }
  expr->args[0] = left;
  expr->args[1] = right;
  return expr;
}

furat_expr *
furat_expr_is_not(furat_translator *t, furat_var var, furat_str iri, furat_span span)
{
  furat_expr *expr = new_expr(t, FURAT_EXPR_NE, span);
  if (!expr || !with_args(t, expr, 2)) {
    return NULL;
  }
  expr->args[0] = new_expr(t, FURAT_EXPR_VAR, span);
  expr->args[1] = new_expr(t, FURAT_EXPR_TERM, span);
  if (!expr->args[0] || !expr->args[1]) {
    return NULL;
  }
  expr->args[0]->var = var;
  expr->args[1]->term = furat_term_iri(iri);
  return expr;
}

static furat_expr_kind
kind_of(furat_ast_expr_kind kind)
{
  switch (kind) {
  case FURAT_AST_EXPR_OR:
    return FURAT_EXPR_OR;
  case FURAT_AST_EXPR_AND:
    return FURAT_EXPR_AND;
  case FURAT_AST_EXPR_EQ:
    return FURAT_EXPR_EQ;
  case FURAT_AST_EXPR_NE:
    return FURAT_EXPR_NE;
  case FURAT_AST_EXPR_LT:
    return FURAT_EXPR_LT;
  case FURAT_AST_EXPR_GT:
    return FURAT_EXPR_GT;
  case FURAT_AST_EXPR_LE:
    return FURAT_EXPR_LE;
  case FURAT_AST_EXPR_GE:
    return FURAT_EXPR_GE;
  case FURAT_AST_EXPR_IN:
  case FURAT_AST_EXPR_NOT_IN:
    return FURAT_EXPR_IN;
  case FURAT_AST_EXPR_ADD:
    return FURAT_EXPR_ADD;
  case FURAT_AST_EXPR_SUBTRACT:
    return FURAT_EXPR_SUBTRACT;
  case FURAT_AST_EXPR_MULTIPLY:
    return FURAT_EXPR_MULTIPLY;
  case FURAT_AST_EXPR_DIVIDE:
    return FURAT_EXPR_DIVIDE;
  case FURAT_AST_EXPR_NOT:
    return FURAT_EXPR_NOT;
  case FURAT_AST_EXPR_PLUS:
    return FURAT_EXPR_PLUS;
  case FURAT_AST_EXPR_MINUS:
    return FURAT_EXPR_MINUS;
  case FURAT_AST_EXPR_BUILTIN:
    return FURAT_EXPR_BUILTIN;
  case FURAT_AST_EXPR_CALL:
    return FURAT_EXPR_CALL;
  case FURAT_AST_EXPR_EXISTS:
  case FURAT_AST_EXPR_NOT_EXISTS:
    return FURAT_EXPR_EXISTS;
  case FURAT_AST_EXPR_TERM:
  case FURAT_AST_EXPR_AGGREGATE:
    break;
  }
  assert(false && "terms and aggregates are translated apart");
  return FURAT_EXPR_TERM;
}

static furat_expr *
translate_leaf(furat_translator *t, const furat_ast_expr *expr)
{
  furat_slot slot = furat_translate_term(t, &expr->term);
  furat_expr *leaf = new_expr(
      t, slot.var == FURAT_VAR_NONE ? FURAT_EXPR_TERM : FURAT_EXPR_VAR, expr->span);
  if (leaf) {
    leaf->var = slot.var;
    leaf->term = slot.term;
  }
  return leaf;
}

static furat_expr *
translate_aggregate(furat_translator *t, const furat_ast_expr *expr)
{
  assert(t->aggregates);
  furat_vec *collected = t->aggregates;
  furat_aggregate aggregate = {.builtin = expr->builtin,
                               .distinct = expr->distinct,
                               .separator =
                                   expr->has_separator ? expr->separator : FURAT_STR(" "),
                               .var = furat_translator_new_var(t, FURAT_STR_NONE)};
  if (expr->args.n > 0) {
    t->aggregates = NULL; // the parser lets none stand in another
    aggregate.arg = furat_translate_expr(t, expr->args.items[0]);
    t->aggregates = collected;
  }
  furat_expr *leaf = new_expr(t, FURAT_EXPR_VAR, expr->span);
  if (!leaf || !furat_vec_push(collected, &aggregate)) {
    return furat_translator_no_mem(t);
  }
  leaf->var = aggregate.var;
  return leaf;
}

static furat_expr *
translate_exists(furat_translator *t, const furat_ast_expr *expr)
{
  furat_expr *exists = new_expr(t, FURAT_EXPR_EXISTS, expr->span);
  if (exists) {
    exists->pattern = furat_translate_group(t, expr->group);
  }
  return exists && exists->pattern ? exists : NULL;
}

static furat_expr *
translate_operation(furat_translator *t, const furat_ast_expr *expr)
{
  furat_expr *result = new_expr(t, kind_of(expr->kind), expr->span);
  if (!result || !with_args(t, result, expr->args.n)) {
    return NULL;
  }
  result->builtin = expr->builtin;
  result->term = expr->term.value;
  for (size_t i = 0; i < expr->args.n; i++) {
    result->args[i] = furat_translate_expr(t, expr->args.items[i]);
    if (!result->args[i]) {
      return NULL;
    }
  }
  return result;
}

furat_expr *
furat_translate_expr(furat_translator *t, const furat_ast_expr *expr)
{
  switch (expr->kind) {
  case FURAT_AST_EXPR_TERM:
    return translate_leaf(t, expr);
  case FURAT_AST_EXPR_AGGREGATE:
    return translate_aggregate(t, expr);
  case FURAT_AST_EXPR_EXISTS:
    return translate_exists(t, expr);
  case FURAT_AST_EXPR_NOT_EXISTS:
    return negated(t, translate_exists(t, expr));
  case FURAT_AST_EXPR_NOT_IN:
    return negated(t, translate_operation(t, expr));
  default:
    return translate_operation(t, expr);
  }
}
