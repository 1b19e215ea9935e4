// SPDX-License-Identifier: GPL-3.0-or-later
// Which variables are visible where (SPARQL 1.1 section 18.2.1), and the rules that hang
// on it. Scope is one stack: the variables of a group are the part above its start, so
// those of an inner group pass to the outer one by themselves when it ends.  Each
// variable knows its topmost entry.
#include <assert.h>

#include "base/diagnostic.h"
#include "sparql/parser_internal.h"

static bool
is_name(const void *context, uint32_t position, const void *key)
{
  const furat_ast *ast = context;
  const furat_str *name = key;
  return furat_str_equal(ast->variables.items[position], *name);
}

bool
furat_parser_intern_var(furat_parser *p, furat_str name, uint32_t *index)
{
  if (p->status != FURAT_OK) {
    return false;
  }
  const uint64_t hash = furat_hash_bytes(name, 0);
  *index = furat_hash_index_find(&p->var_index, hash, is_name, p->ast, &name);
  if (*index != FURAT_HASH_NONE) {
    return true;
  }
  *index = (uint32_t)p->ast->variables.n;
  if (!FURAT_PARSER_PUSH(p, &p->ast->variables, name) ||
      !furat_vec_push(&p->var_states, &(furat_var_state){0}) ||
      !furat_hash_index_add(&p->var_index, hash, *index)) {
    return furat_parser_no_mem(p);
  }
  return true;
}

furat_var_state *
furat_parser_var_state(const furat_parser *p, uint32_t var)
{
  assert(var < p->var_states.n);
  return &FURAT_VEC_AT(&p->var_states, furat_var_state, var);
}

const furat_scope_entry *
furat_scope_find(const furat_parser *p, uint32_t var)
{
  const size_t top = furat_parser_var_state(p, var)->top;
  return top > p->scope_start ? &FURAT_VEC_AT(&p->scope, furat_scope_entry, top - 1)
                              : NULL;
}

bool
furat_scope_add(furat_parser *p, uint32_t var, furat_span span)
{
  if (p->status != FURAT_OK) {
    return false;
  }
  if (furat_scope_find(p, var)) {
    return true;
  }
  const furat_scope_entry entry = {var, furat_parser_var_state(p, var)->top, span};
  if (!furat_vec_push(&p->scope, &entry)) {
    return furat_parser_no_mem(p);
  }
  furat_parser_var_state(p, var)->top = p->scope.n;
  return true;
}

void
furat_scope_cut(furat_parser *p, size_t n)
{
  while (p->scope.n > n) {
    const furat_scope_entry *entry =
        &FURAT_VEC_AT(&p->scope, furat_scope_entry, p->scope.n - 1);
    furat_parser_var_state(p, entry->var)->top = entry->previous;
    furat_vec_pop(&p->scope);
  }
}

furat_parser_saved
furat_parser_save(const furat_parser *p)
{
  return (furat_parser_saved){p->pattern, p->scope_start, p->may_aggregate,
                              p->in_aggregate, p->has_aggregate};
}

void
furat_parser_restore(furat_parser *p, furat_parser_saved saved)
{
  p->pattern = saved.pattern;
  p->scope_start = saved.scope_start;
  p->may_aggregate = saved.may_aggregate;
  p->in_aggregate = saved.in_aggregate;
  p->has_aggregate = saved.has_aggregate;
}

void
furat_parser_new_pattern(furat_parser *p)
{
  p->n_patterns += 1;
  p->pattern = p->n_patterns;
}

static furat_str
name_of(const furat_parser *p, const furat_ast_term *var)
{
  assert(var->kind == FURAT_AST_VAR);
  return furat_str_slice(p->ast->variables.items[var->index], 0, 100);
}

bool
furat_scope_fail_bound(furat_parser *p, const furat_ast_term *var, const char *what,
                       furat_span first)
{
  uint64_t line;
  uint64_t column;
  furat_text_position(p->lexer.text, first.start, &line, &column);
  const furat_str name = name_of(p, var);
  return furat_parser_fail(
      p, var->span,
      "%s cannot give ?%.*s a value: it has one from line %llu, column %llu", what,
      FURAT_STR_ARGS(name), (unsigned long long)line, (unsigned long long)column);
}

// ------------------------------------------------------------------------ grouping

static bool
fail_ungrouped(furat_parser *p, const furat_ast_query *query, const furat_ast_term *var)
{
  const furat_str name = name_of(p, var);
  if (query->group_by.n == 0) {
    furat_parser_fail(
        p, var->span,
        "?%.*s stands beside an aggregate, but the query has no GROUP BY for it",
        FURAT_STR_ARGS(name));
  } else {
    uint64_t line;
    uint64_t column;
    furat_text_position(p->lexer.text, query->group_by.items[0].span.start, &line,
                        &column);
    furat_parser_fail(
        p, var->span,
        "?%.*s is neither aggregated nor in the GROUP BY of line %llu, column %llu",
        FURAT_STR_ARGS(name), (unsigned long long)line, (unsigned long long)column);
  }
  furat_error_hint(p->err, "write GROUP BY ?%.*s, or (SAMPLE(?%.*s) AS ?%.*s_)",
                   FURAT_STR_ARGS(name), FURAT_STR_ARGS(name), FURAT_STR_ARGS(name));
  return false;
}

static bool
is_grouped_var(const furat_parser *p, const furat_ast_term *var)
{
  return furat_parser_var_state(p, var->index)->grouped_mark == p->n_marks;
}

/// Each variable outside of aggregates must be one of the group's.  Sections 11.4
/// and 19.8.
static bool
check_grouped_expr(furat_parser *p, const furat_ast_query *query,
                   const furat_ast_expr *expr)
{
  if (expr->kind == FURAT_AST_EXPR_AGGREGATE) {
    return true;
  }
  if (expr->kind == FURAT_AST_EXPR_TERM && expr->term.kind == FURAT_AST_VAR &&
      !is_grouped_var(p, &expr->term)) {
    return fail_ungrouped(p, query, &expr->term);
  }
  for (size_t i = 0; i < expr->args.n; ++i) {
    if (!check_grouped_expr(p, query, expr->args.items[i])) {
      return false;
    }
  }
  return true;
}

static bool
check_grouped_items(furat_parser *p, const furat_ast_query *query)
{
  p->n_marks += 1;
  for (size_t i = 0; i < query->group_by.n; ++i) {
    const furat_ast_term *var = &query->group_by.items[i].var;
    if (var->kind == FURAT_AST_VAR) {
      furat_parser_var_state(p, var->index)->grouped_mark = p->n_marks;
    }
  }
  for (size_t i = 0; i < query->select.n; ++i) {
    const furat_ast_binding *item = &query->select.items[i];
    if (!item->expr && !is_grouped_var(p, &item->var)) {
      return fail_ungrouped(p, query, &item->var);
    }
    if (item->expr) {
      if (!check_grouped_expr(p, query, item->expr)) {
        return false;
      }
      // Later items may use the value by its name.
      furat_parser_var_state(p, item->var.index)->grouped_mark = p->n_marks;
    }
  }
  return true;
}

/// `*`: every visible variable, in the order in which they were met.
static bool
project_all(furat_parser *p, furat_ast_query *query)
{
  for (size_t i = p->scope_start; i < p->scope.n; ++i) {
    const furat_scope_entry *entry = &FURAT_VEC_AT(&p->scope, furat_scope_entry, i);
    // A variable of inner groups may stand there twice: the outer entry is the first.
    if (entry->previous <= p->scope_start) {
      const furat_ast_term var = {
          .kind = FURAT_AST_VAR, .index = entry->var, .span = entry->span};
      if (!FURAT_PARSER_PUSH(p, &query->projection, var)) {
        return false;
      }
    }
  }
  return true;
}

/// The items of SELECT in their order, each variable once; each AS makes a new one
/// visible.
static bool
project_items(furat_parser *p, furat_ast_query *query)
{
  p->n_marks += 1;
  for (size_t i = 0; i < query->select.n; ++i) {
    const furat_ast_binding *item = &query->select.items[i];
    const furat_scope_entry *first =
        item->expr ? furat_scope_find(p, item->var.index) : NULL;
    if (first) {
      return furat_scope_fail_bound(p, &item->var, "AS", first->span);
    }
    // What is only projected counts too: SELECT ?x (1 AS ?x) names it twice.
    if (!furat_scope_add(p, item->var.index, item->var.span)) {
      return false;
    }
    furat_var_state *state = furat_parser_var_state(p, item->var.index);
    if (state->listed_mark != p->n_marks &&
        !FURAT_PARSER_PUSH(p, &query->projection, item->var)) {
      return false;
    }
    state->listed_mark = p->n_marks;
  }
  return true;
}

bool
furat_scope_check_query(furat_parser *p, furat_ast_query *query)
{
  query->is_grouped = query->group_by.n > 0 || query->having.n > 0 || p->has_aggregate;
  if (query->star && query->is_grouped) {
    return furat_parser_fail(p, query->star_span,
                             "* cannot stand for the variables of a query with %s",
                             query->group_by.n ? "GROUP BY" : "aggregates");
  }
  if (query->is_grouped && query->form == FURAT_AST_SELECT &&
      !check_grouped_items(p, query)) {
    return false;
  }
  return query->star ? project_all(p, query) : project_items(p, query);
}
