// SPDX-License-Identifier: GPL-3.0-or-later
// Group graph patterns to algebra (SPARQL 1.1 section 18.2.2).
#include <assert.h>

#include "sparql/translate_internal.h"

void *
furat_translator_no_mem(furat_translator *t)
{
  if (t->status == FURAT_OK) {
    t->status = furat_error_no_mem(t->err);
  }
  return NULL;
}

bool
furat_translator_count(furat_translator *t, furat_span span)
{
  enum { MAX_NODES = 5000 };
  if (t->status == FURAT_OK && ++*t->n_nodes > MAX_NODES) {
    t->status = furat_error_set_span(t->err, FURAT_LIMIT, span,
                                     "the pattern has more than %d parts", MAX_NODES);
  }
  return t->status == FURAT_OK;
}

furat_algebra *
furat_algebra_new(furat_translator *t, furat_algebra_kind kind, furat_span span)
{
  if (!furat_translator_count(t, span)) {
    return NULL;
  }
  furat_algebra *node = FURAT_ARENA_NEW(t->arena, furat_algebra);
  if (!node) {
    return furat_translator_no_mem(t);
  }
  node->kind = kind;
  node->span = span;
  return node;
}

// A node over two parts, NULL when one of them failed.
static furat_algebra *
binary(furat_translator *t, furat_algebra_kind kind, furat_algebra *left,
       furat_algebra *right)
{
  furat_algebra *node = left && right ? furat_algebra_new(t, kind, right->span) : NULL;
  if (node) {
    node->left = left;
    node->right = right;
  }
  return node;
}

furat_algebra *
furat_algebra_join(furat_translator *t, furat_algebra *left, furat_algebra *right)
{
  if (left && right && left->kind == FURAT_ALGEBRA_UNIT) {
    return right;
  }
  if (left && right && right->kind == FURAT_ALGEBRA_UNIT) {
    return left;
  }
  return binary(t, FURAT_ALGEBRA_JOIN, left, right);
}

furat_algebra *
furat_algebra_union(furat_translator *t, furat_algebra *left, furat_algebra *right)
{
  return binary(t, FURAT_ALGEBRA_UNION, left, right);
}

furat_algebra *
furat_algebra_union_all(furat_translator *t, furat_algebra *const *branches, size_t n)
{
  const size_t half = n - n / 2;
  return n == 1 ? branches[0]
                : furat_algebra_union(t, furat_algebra_union_all(t, branches, half),
                                      furat_algebra_union_all(t, branches + half, n / 2));
}

furat_algebra *
furat_algebra_filter(furat_translator *t, furat_algebra *left, furat_expr *expr)
{
  furat_algebra *node =
      left && expr ? furat_algebra_new(t, FURAT_ALGEBRA_FILTER, expr->span) : NULL;
  if (node) {
    node->left = left;
    node->filter = expr;
  }
  return node;
}

// ----------------------------------------------------------------------- variables

furat_var
furat_translator_new_var(furat_translator *t, furat_str name)
{
  furat_variables *v = t->variables;
  if (v->n == v->cap) {
    size_t cap = v->cap ? v->cap * 2 : 16;
    furat_str *names = FURAT_ARENA_ARRAY(t->arena, furat_str, cap);
    if (!names) {
      furat_translator_no_mem(t);
      return FURAT_VAR_NONE;
    }
    for (size_t i = 0; i < v->n; i++) {
      names[i] = v->names[i];
    }
    v->names = names;
    v->cap = cap;
  }
  v->names[v->n] = name;
  return (furat_var)v->n++;
}

// The number of a variable or blank node of the text in this scope, made when first met.
static furat_var
numbered(furat_translator *t, furat_var *of, uint32_t index, furat_str name)
{
  if (of[index] == FURAT_VAR_NONE) {
    of[index] = furat_translator_new_var(t, name);
  }
  return of[index];
}

furat_var
furat_translate_var(furat_translator *t, const furat_ast_term *var)
{
  assert(var->kind == FURAT_AST_VAR);
  return numbered(t, t->of_var, var->index, t->ast->variables.items[var->index]);
}

furat_slot
furat_translate_term(furat_translator *t, const furat_ast_term *term)
{
  furat_slot slot = {.var = FURAT_VAR_NONE, .term = FURAT_TERM_UNSET};
  switch (term->kind) {
  case FURAT_AST_VAR:
    slot.var = furat_translate_var(t, term);
    break;
  case FURAT_AST_BLANK:
    slot.var = numbered(t, t->of_blank, term->index, FURAT_STR_NONE);
    break;
  case FURAT_AST_IRI:
  case FURAT_AST_LITERAL:
    slot.term = term->value;
    break;
  case FURAT_AST_NONE:
    break;
  }
  return slot;
}

// -------------------------------------------------------------------------- values

furat_algebra *
furat_translate_values(furat_translator *t, const furat_ast_values *values)
{
  furat_algebra *node = furat_algebra_new(t, FURAT_ALGEBRA_VALUES, values->span);
  if (!node) {
    return NULL;
  }
  furat_inline_table *table = &node->table;
  table->n_vars = values->vars.n;
  table->n_rows = values->n_rows;
  table->vars = FURAT_ARENA_ARRAY(t->arena, furat_var, values->vars.n);
  table->cells = FURAT_ARENA_ARRAY(t->arena, furat_term, values->cells.n);
  if (!table->vars || !table->cells) {
    return furat_translator_no_mem(t);
  }
  for (size_t i = 0; i < values->vars.n; i++) {
    table->vars[i] = furat_translate_var(t, &values->vars.items[i]);
  }
  for (size_t i = 0; i < values->cells.n; i++) {
    table->cells[i] = values->cells.items[i].value;
  }
  return node;
}

// -------------------------------------------------------------------------- groups

// What a group has become so far: the filters count only at its end (18.2.2.6).
typedef struct {
  furat_algebra *pattern;
  furat_expr *filter; // NULL: none
} translated_group;

static translated_group
translate_open_group(furat_translator *t, const furat_ast_group *group);

static furat_algebra *
translate_union(furat_translator *t, const furat_ast_element *element)
{
  const size_t n = element->groups.n;
  furat_algebra **branches = FURAT_ARENA_ARRAY(t->arena, furat_algebra *, n);
  if (!branches) {
    return furat_translator_no_mem(t);
  }
  for (size_t i = 0; i < n; i++) {
    branches[i] = furat_translate_group(t, element->groups.items[i]);
  }
  return furat_algebra_union_all(t, branches, n);
}

static furat_algebra *
translate_optional(furat_translator *t, furat_algebra *left,
                   const furat_ast_element *element)
{
  // The filters of the optional group itself see the left side: they become the
  // condition.
  translated_group right = translate_open_group(t, element->groups.items[0]);
  furat_algebra *node = binary(t, FURAT_ALGEBRA_LEFT_JOIN, left, right.pattern);
  if (node) {
    node->filter = right.filter;
  }
  return node;
}

static furat_algebra *
translate_graph(furat_translator *t, const furat_ast_element *element,
                furat_algebra_kind kind)
{
  furat_algebra *inner = furat_translate_group(t, element->groups.items[0]);
  furat_algebra *node = inner ? furat_algebra_new(t, kind, element->span) : NULL;
  if (node) {
    node->left = inner;
    node->graph = furat_translate_term(t, &element->term);
    node->inner_graph = furat_translator_new_var(t, FURAT_STR_NONE);
    node->silent = element->silent;
  }
  return node;
}

static furat_algebra *
translate_bind(furat_translator *t, furat_algebra *left, const furat_ast_element *element)
{
  furat_expr *expr = furat_translate_expr(t, element->expr);
  furat_algebra *node =
      left && expr ? furat_algebra_new(t, FURAT_ALGEBRA_EXTEND, element->span) : NULL;
  furat_assignment *assignment =
      node ? FURAT_ARENA_NEW(t->arena, furat_assignment) : NULL;
  if (!assignment) {
    return furat_translator_no_mem(t);
  }
  *assignment = (furat_assignment){furat_translate_var(t, &element->term), expr};
  node->left = left;
  node->n_assignments = 1;
  node->assignments = assignment;
  return node;
}

// A sub-SELECT has variables of its own: only what it projects has the numbers of this
// scope.
static furat_algebra *
translate_subselect(furat_translator *t, const furat_ast_query *query)
{
  furat_translator inner = *t;
  size_t n = t->ast->variables.n;
  inner.of_var = FURAT_ARENA_ARRAY(t->arena, furat_var, n ? n : 1);
  if (!inner.of_var) {
    return furat_translator_no_mem(t);
  }
  for (size_t i = 0; i < n; i++) {
    inner.of_var[i] = FURAT_VAR_NONE;
  }
  for (size_t i = 0; i < query->projection.n; i++) {
    const furat_ast_term *var = &query->projection.items[i];
    inner.of_var[var->index] = furat_translate_var(t, var);
  }
  furat_algebra *node = furat_translate_select(&inner, query);
  t->status = inner.status;
  return node;
}

// The next element, joined to what stands before it.
static furat_algebra *
translate_element(furat_translator *t, furat_algebra *left,
                  const furat_ast_element *element)
{
  furat_algebra *right = NULL;
  switch (element->kind) {
  case FURAT_AST_OPTIONAL:
    return translate_optional(t, left, element);
  case FURAT_AST_MINUS:
    return binary(t, FURAT_ALGEBRA_MINUS, left,
                  furat_translate_group(t, element->groups.items[0]));
  case FURAT_AST_BIND:
    return translate_bind(t, left, element);
  case FURAT_AST_TRIPLES:
    right = furat_translate_triples(t, &element->triples, element->span);
    break;
  case FURAT_AST_VALUES:
    right = furat_translate_values(t, element->values);
    break;
  case FURAT_AST_UNION:
    right = translate_union(t, element);
    break;
  case FURAT_AST_GRAPH:
    right = translate_graph(t, element, FURAT_ALGEBRA_GRAPH);
    break;
  case FURAT_AST_SERVICE:
    right = translate_graph(t, element, FURAT_ALGEBRA_SERVICE);
    break;
  case FURAT_AST_SUBSELECT:
    right = translate_subselect(t, element->select);
    break;
  case FURAT_AST_FILTER:
    assert(false && "filters are collected by the group");
    break;
  }
  return furat_algebra_join(t, left, right);
}

static translated_group
translate_open_group(furat_translator *t, const furat_ast_group *group)
{
  translated_group result = {.pattern =
                                 furat_algebra_new(t, FURAT_ALGEBRA_UNIT, group->span)};
  for (size_t i = 0; i < group->elements.n && t->status == FURAT_OK; i++) {
    const furat_ast_element *element = &group->elements.items[i];
    if (element->kind == FURAT_AST_FILTER) {
      result.filter =
          furat_expr_and(t, result.filter, furat_translate_expr(t, element->expr));
    } else {
      result.pattern = translate_element(t, result.pattern, element);
    }
  }
  return t->status == FURAT_OK ? result : (translated_group){0};
}

furat_algebra *
furat_translate_group(furat_translator *t, const furat_ast_group *group)
{
  translated_group open = translate_open_group(t, group);
  return open.filter ? furat_algebra_filter(t, open.pattern, open.filter) : open.pattern;
}
