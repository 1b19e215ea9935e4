// SPDX-License-Identifier: GPL-3.0-or-later
// What SHACL forbids queries whose variables are bound before they start (appendix A):
// MINUS, VALUES, SERVICE, AS with such a variable, and sub-SELECTs that do not hand them
// on.                                                    sparql -> [prebinding] -> ast
#include "shacl/prebinding.h"

/// The walk over a query.
typedef struct walk {
  const furat_ast *ast;
  const furat_str *names;
  size_t n_names;
  const char *problem; ///< NULL: none yet
} walk;

/// Whether the term is one of the first `n` variables.
static bool
is_prebound(const walk *w, const furat_ast_term *term, size_t n)
{
  bool found = false;
  for (size_t i = 0; term->kind == FURAT_AST_VAR && i < n; ++i) {
    found = found || furat_str_equal(w->ast->variables.items[term->index], w->names[i]);
  }
  return found;
}

static void
walk_group(walk *w, const furat_ast_group *group);

static void
walk_expr(walk *w, const furat_ast_expr *expr)
{
  if (!expr) {
    return;
  }
  if (expr->group) {
    walk_group(w, expr->group);
  }
  for (size_t i = 0; i < expr->args.n; ++i) {
    walk_expr(w, expr->args.items[i]);
  }
}

static void
walk_select(walk *w, const furat_ast_query *query, bool is_sub)
{
  bool hands_on = false;
  for (size_t i = 0; i < query->projection.n; ++i) {
    hands_on = hands_on || is_prebound(w, &query->projection.items[i], 1);
  }
  if (is_sub && !hands_on) {
    w->problem = "a sub-SELECT without $this";
  }
  for (size_t i = 0; i < query->select.n; ++i) {
    if (query->select.items[i].expr) {
      walk_expr(w, query->select.items[i].expr);
      if (is_prebound(w, &query->select.items[i].var, w->n_names)) {
        w->problem = "AS with a variable that is bound before";
      }
    }
  }
  for (size_t i = 0; i < query->having.n; ++i) {
    walk_expr(w, query->having.items[i]);
  }
  if (query->values) {
    w->problem = "VALUES";
  }
  if (query->where) {
    walk_group(w, query->where);
  }
}

static void
walk_element(walk *w, const furat_ast_element *element)
{
  switch (element->kind) {
  case FURAT_AST_MINUS:
    w->problem = "MINUS";
    break;
  case FURAT_AST_VALUES:
    w->problem = "VALUES";
    break;
  case FURAT_AST_SERVICE:
    w->problem = "SERVICE";
    break;
  case FURAT_AST_BIND:
    walk_expr(w, element->expr);
    if (is_prebound(w, &element->term, w->n_names)) {
      w->problem = "AS with a variable that is bound before";
    }
    break;
  case FURAT_AST_SUBSELECT:
    walk_select(w, element->select, true);
    break;
  case FURAT_AST_TRIPLES:
  case FURAT_AST_FILTER:
  case FURAT_AST_UNION:
  case FURAT_AST_OPTIONAL:
  case FURAT_AST_GRAPH:
    walk_expr(w, element->expr);
    break;
  }
  for (size_t i = 0; i < element->groups.n; ++i) {
    walk_group(w, element->groups.items[i]);
  }
}

static void
walk_group(walk *w, const furat_ast_group *group)
{
  for (size_t i = 0; !w->problem && i < group->elements.n; ++i) {
    walk_element(w, &group->elements.items[i]);
  }
}

const char *
furat_shacl_prebinding_problem(const furat_ast *ast, const furat_str *names, size_t n)
{
  walk w = {.ast = ast, .names = names, .n_names = n};
  walk_select(&w, ast->query, false);
  return w.problem;
}
