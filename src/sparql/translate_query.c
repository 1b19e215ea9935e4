// SPDX-License-Identifier: GPL-3.0-or-later
// Queries and their solution modifiers to algebra (SPARQL 1.1 sections 18.2.3 to 18.2.5),
// and the templates of CONSTRUCT and of updates.
#include <assert.h>

#include "sparql/translate_internal.h"

// -------------------------------------------------------------- solution modifiers

static furat_algebra *
over(furat_translator *t, furat_algebra_kind kind, furat_algebra *left, furat_span span)
{
  furat_algebra *node = left ? furat_algebra_new(t, kind, span) : NULL;
  if (node) {
    node->left = left;
  }
  return node;
}

static furat_algebra *
extend(furat_translator *t, furat_algebra *left, furat_var var, furat_expr *expr)
{
  furat_algebra *node = expr ? over(t, FURAT_ALGEBRA_EXTEND, left, expr->span) : NULL;
  furat_assignment *assignment =
      node ? FURAT_ARENA_NEW(t->arena, furat_assignment) : NULL;
  if (!assignment) {
    return furat_translator_no_mem(t);
  }
  *assignment = (furat_assignment){var, expr};
  node->n_assignments = 1;
  node->assignments = assignment;
  return node;
}

// GROUP BY's keys; the aggregates are known only when all that may hold some is
// translated.
static furat_algebra *
translate_group_by(furat_translator *t, const furat_ast_query *query, furat_algebra *left)
{
  furat_algebra *node = over(t, FURAT_ALGEBRA_GROUP, left, query->span);
  size_t n = query->group_by.n;
  furat_assignment *keys =
      node ? FURAT_ARENA_ARRAY(t->arena, furat_assignment, n ? n : 1) : NULL;
  if (!keys) {
    return furat_translator_no_mem(t);
  }
  for (size_t i = 0; i < n; i++) {
    const furat_ast_binding *key = &query->group_by.items[i];
    keys[i].expr = key->expr ? furat_translate_expr(t, key->expr) : NULL;
    keys[i].var = key->var.kind == FURAT_AST_VAR
                      ? furat_translate_var(t, &key->var)
                      : furat_translator_new_var(t, FURAT_STR_NONE);
  }
  node->n_assignments = n;
  node->assignments = keys;
  return node;
}

static void
fill_aggregates(furat_translator *t, furat_algebra *group, const furat_vec *aggregates)
{
  group->n_aggregates = aggregates->n;
  group->aggregates =
      FURAT_ARENA_ARRAY(t->arena, furat_aggregate, aggregates->n ? aggregates->n : 1);
  if (!group->aggregates) {
    furat_translator_no_mem(t);
    return;
  }
  for (size_t i = 0; i < aggregates->n; i++) {
    group->aggregates[i] = FURAT_VEC_AT(aggregates, furat_aggregate, i);
  }
}

static furat_algebra *
translate_having(furat_translator *t, const furat_ast_query *query, furat_algebra *node)
{
  furat_expr *having = NULL;
  for (size_t i = 0; i < query->having.n; i++) {
    having = furat_expr_and(t, having, furat_translate_expr(t, query->having.items[i]));
  }
  return having ? furat_algebra_filter(t, node, having) : node;
}

static furat_algebra *
translate_select_expressions(furat_translator *t, const furat_ast_query *query,
                             furat_algebra *node)
{
  for (size_t i = 0; i < query->select.n && t->status == FURAT_OK; i++) {
    const furat_ast_binding *item = &query->select.items[i];
    if (item->expr) {
      furat_expr *expr = furat_translate_expr(t, item->expr);
      node = extend(t, node, furat_translate_var(t, &item->var), expr);
    }
  }
  return node;
}

static furat_algebra *
translate_order_by(furat_translator *t, const furat_ast_query *query, furat_algebra *left)
{
  size_t n = query->order_by.n;
  if (n == 0) {
    return left;
  }
  furat_algebra *node = over(t, FURAT_ALGEBRA_ORDER, left, query->span);
  furat_sort_key *keys = node ? FURAT_ARENA_ARRAY(t->arena, furat_sort_key, n) : NULL;
  if (!keys) {
    return furat_translator_no_mem(t);
  }
  for (size_t i = 0; i < n; i++) {
    keys[i].expr = furat_translate_expr(t, query->order_by.items[i].expr);
    keys[i].descending = query->order_by.items[i].descending;
  }
  node->n_sort_keys = n;
  node->sort_keys = keys;
  return node;
}

static furat_algebra *
project(furat_translator *t, const furat_ast_query *query, furat_algebra *left)
{
  furat_algebra *node = over(t, FURAT_ALGEBRA_PROJECT, left, query->span);
  size_t n = query->projection.n;
  furat_var *vars = node ? FURAT_ARENA_ARRAY(t->arena, furat_var, n ? n : 1) : NULL;
  if (!vars) {
    return furat_translator_no_mem(t);
  }
  for (size_t i = 0; i < n; i++) {
    vars[i] = furat_translate_var(t, &query->projection.items[i]);
  }
  node->n_vars = n;
  node->vars = vars;
  return node;
}

static furat_algebra *
slice(furat_translator *t, const furat_ast_query *query, furat_algebra *left)
{
  if (!query->has_limit && !query->has_offset) {
    return left;
  }
  furat_algebra *node = over(t, FURAT_ALGEBRA_SLICE, left, query->span);
  if (node) {
    node->has_limit = query->has_limit;
    node->limit = query->limit;
    node->offset = query->offset;
  }
  return node;
}

// 18.2.4.1 to 18.2.4.3 with the aggregates of this query collected in `aggregates`.
static furat_algebra *
translate_solutions(furat_translator *t, const furat_ast_query *query)
{
  furat_algebra *node = query->where
                            ? furat_translate_group(t, query->where)
                            : furat_algebra_new(t, FURAT_ALGEBRA_UNIT, query->span);
  furat_algebra *group = NULL;
  if (query->is_grouped && node) {
    node = group = translate_group_by(t, query, node);
  }
  if (node) {
    node = translate_having(t, query, node);
  }
  if (query->values && node) {
    node = furat_algebra_join(t, node, furat_translate_values(t, query->values));
  }
  if (node) {
    node = translate_select_expressions(t, query, node);
  }
  if (node) {
    node = translate_order_by(t, query, node);
  }
  if (group && t->status == FURAT_OK) {
    fill_aggregates(t, group, t->aggregates);
  }
  return node;
}

furat_algebra *
furat_translate_select(furat_translator *t, const furat_ast_query *query)
{
  furat_vec aggregates;
  furat_vec_init(&aggregates, sizeof(furat_aggregate), SIZE_MAX);
  furat_vec *outer = t->aggregates;
  t->aggregates = &aggregates;
  furat_algebra *node = translate_solutions(t, query);
  t->aggregates = outer;
  furat_vec_clear(&aggregates);
  if (query->form == FURAT_AST_SELECT && node) {
    node = project(t, query, node);
  }
  if (query->distinct && node) {
    node = over(t, FURAT_ALGEBRA_DISTINCT, node, query->span);
  } else if (query->reduced && node) {
    node = over(t, FURAT_ALGEBRA_REDUCED, node, query->span);
  }
  return node ? slice(t, query, node) : NULL;
}

// ----------------------------------------------------------------------- templates

static furat_template_slot
template_slot(furat_translator *t, const furat_ast_term *term)
{
  furat_template_slot slot = {.kind = FURAT_TEMPLATE_TERM, .var = FURAT_VAR_NONE};
  switch (term->kind) {
  case FURAT_AST_VAR:
    slot.kind = FURAT_TEMPLATE_VAR;
    slot.var = furat_translate_var(t, term);
    break;
  case FURAT_AST_BLANK:
    slot.kind = FURAT_TEMPLATE_BLANK;
    slot.blank = term->index;
    break;
  default:
    slot.term = term->value;
  }
  return slot;
}

static furat_template_quad
template_quad(furat_translator *t, const furat_ast_triple *triple,
              const furat_ast_term *graph)
{
  return (furat_template_quad){.subject = template_slot(t, &triple->subject),
                               .predicate = template_slot(t, &triple->predicate),
                               .object = template_slot(t, &triple->object),
                               .graph = template_slot(t, graph)};
}

static furat_template_quad *
construct_template(furat_translator *t, const furat_ast_triples *triples)
{
  const furat_ast_term no_graph = {.kind = FURAT_AST_NONE};
  furat_template_quad *quads =
      FURAT_ARENA_ARRAY(t->arena, furat_template_quad, triples->n ? triples->n : 1);
  if (!quads) {
    return furat_translator_no_mem(t);
  }
  for (size_t i = 0; i < triples->n; i++) {
    quads[i] = template_quad(t, &triples->items[i], &no_graph);
  }
  return quads;
}

static size_t
count_quads(const furat_ast_quads *quads)
{
  size_t n = 0;
  for (size_t i = 0; i < quads->n; i++) {
    n += quads->items[i].triples.n;
  }
  return n;
}

// Quads of an update; those without a graph of their own go to that of WITH.
static furat_template_quad *
update_template(furat_translator *t, const furat_ast_quads *quads,
                const furat_ast_term *with)
{
  furat_template_quad *out =
      FURAT_ARENA_ARRAY(t->arena, furat_template_quad, count_quads(quads) + 1);
  size_t n = 0;
  if (!out) {
    return furat_translator_no_mem(t);
  }
  for (size_t i = 0; i < quads->n; i++) {
    const furat_ast_graph_triples *block = &quads->items[i];
    bool has_graph = block->graph.kind != FURAT_AST_NONE;
    for (size_t j = 0; j < block->triples.n; j++) {
      out[n++] =
          template_quad(t, &block->triples.items[j], has_graph ? &block->graph : with);
    }
  }
  return out;
}

// ------------------------------------------------------------------------ requests

static bool
start(furat_translator *t, furat_arena *arena, const furat_ast *ast,
      furat_variables *variables, furat_error *err)
{
  *t = (furat_translator){.ast = ast, .arena = arena, .err = err, .variables = variables};
  t->of_var = FURAT_ARENA_ARRAY(arena, furat_var, ast->variables.n + 1);
  t->of_blank = FURAT_ARENA_ARRAY(arena, furat_var, ast->blanks.n + 1);
  t->n_nodes = FURAT_ARENA_NEW(arena, size_t);
  if (!t->of_var || !t->of_blank || !t->n_nodes) {
    furat_translator_no_mem(t);
    return false;
  }
  for (size_t i = 0; i < ast->variables.n; i++) {
    t->of_var[i] = FURAT_VAR_NONE;
  }
  for (size_t i = 0; i < ast->blanks.n; i++) {
    t->of_blank[i] = FURAT_VAR_NONE;
  }
  return true;
}

static furat_term *
copy_iris(furat_translator *t, const furat_ast_terms *iris)
{
  furat_term *out = FURAT_ARENA_ARRAY(t->arena, furat_term, iris->n ? iris->n : 1);
  if (!out) {
    return furat_translator_no_mem(t);
  }
  for (size_t i = 0; i < iris->n; i++) {
    out[i] = iris->items[i].value;
  }
  return out;
}

static void
translate_columns(furat_translator *t, furat_algebra_query *out,
                  const furat_ast_query *query)
{
  out->n_columns = query->projection.n;
  out->columns = FURAT_ARENA_ARRAY(t->arena, furat_var, query->projection.n + 1);
  out->n_describe = query->describe.n;
  out->describe = FURAT_ARENA_ARRAY(t->arena, furat_slot, query->describe.n + 1);
  if (!out->columns || !out->describe) {
    furat_translator_no_mem(t);
    return;
  }
  for (size_t i = 0; i < query->projection.n; i++) {
    out->columns[i] = furat_translate_var(t, &query->projection.items[i]);
  }
  for (size_t i = 0; i < query->describe.n; i++) {
    out->describe[i] = furat_translate_term(t, &query->describe.items[i]);
  }
}

furat_status
furat_algebra_of_query(furat_algebra_query *out, furat_arena *arena, const furat_ast *ast,
                       furat_error *err)
{
  assert(ast->query);
  *out = (furat_algebra_query){.form = ast->query->form, .base = ast->base};
  furat_translator t;
  if (!start(&t, arena, ast, &out->variables, err)) {
    return t.status;
  }
  const furat_ast_query *query = ast->query;
  translate_columns(&t, out, query);
  out->pattern = furat_translate_select(&t, query);
  out->n_template = query->construct.n;
  out->template = construct_template(&t, &query->construct);
  out->n_from = query->from.n;
  out->from = copy_iris(&t, &query->from);
  out->n_from_named = query->from_named.n;
  out->from_named = copy_iris(&t, &query->from_named);
  return t.status;
}

// DELETE WHERE: the template is the pattern, block by block under its GRAPH.  DATA asks
// for nothing.
static furat_algebra *
pattern_of_quads(furat_translator *t, const furat_ast_quads *quads, furat_span span)
{
  furat_algebra *all = furat_algebra_new(t, FURAT_ALGEBRA_UNIT, span);
  for (size_t i = 0; i < quads->n && t->status == FURAT_OK; i++) {
    const furat_ast_graph_triples *block = &quads->items[i];
    furat_algebra *triples = furat_translate_triples(t, &block->triples, span);
    if (block->graph.kind != FURAT_AST_NONE) {
      triples = over(t, FURAT_ALGEBRA_GRAPH, triples, span);
      if (triples) {
        triples->graph = furat_translate_term(t, &block->graph);
        triples->inner_graph = furat_translator_new_var(t, FURAT_STR_NONE);
      }
    }
    all = furat_algebra_join(t, all, triples);
  }
  return all;
}

furat_status
furat_algebra_of_operation(furat_algebra_modify *out, furat_arena *arena,
                           const furat_ast *ast, const furat_ast_operation *operation,
                           furat_error *err)
{
  *out = (furat_algebra_modify){.n_remove = count_quads(&operation->remove),
                                .n_insert = count_quads(&operation->insert)};
  furat_translator t;
  if (!start(&t, arena, ast, &out->variables, err)) {
    return t.status;
  }
  const furat_ast_quads none = {.n = 0};
  bool removes_where = operation->kind == FURAT_AST_DELETE_WHERE;
  out->pattern = operation->where
                     ? furat_translate_group(&t, operation->where)
                     : pattern_of_quads(&t, removes_where ? &operation->remove : &none,
                                        operation->span);
  out->remove = update_template(&t, &operation->remove, &operation->with);
  out->insert = update_template(&t, &operation->insert, &operation->with);
  return t.status;
}
