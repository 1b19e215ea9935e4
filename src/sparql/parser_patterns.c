// SPDX-License-Identifier: GPL-3.0-or-later
// Group graph patterns and inline data.  Rules 53 to 68.
#include "sparql/parser_internal.h"

/// Whether the next token ends a group, or begins an element that is no triple.
typedef bool (*element_rule)(furat_parser *p, furat_ast_element *element);

static furat_ast_element *
new_element(furat_parser *p, furat_ast_group *group, furat_ast_element_kind kind)
{
  const furat_ast_element element = {.kind = kind, .span = p->token.span};
  return FURAT_PARSER_PUSH(p, &group->elements, element)
             ? &group->elements.items[group->elements.n - 1]
             : NULL;
}

/// TriplesBlock: what stands between other elements; filters do not end it.  Rule 55.
static bool
parse_triples_block(furat_parser *p, furat_ast_group *group)
{
  furat_ast_element *element = new_element(p, group, FURAT_AST_TRIPLES);
  if (!element) {
    return false;
  }
  while (furat_parser_starts_triples(p)) {
    if (!furat_parse_triples(p, &element->triples, true)) {
      return false;
    }
    element->span = furat_parser_span(p, element->span.start);
    if (!furat_parser_accept(p, FURAT_TOKEN_DOT)) {
      break;
    }
  }
  return p->status == FURAT_OK;
}

static bool
add_group(furat_parser *p, furat_ast_element *element)
{
  furat_ast_group *group;
  return furat_parse_group(p, &group) && FURAT_PARSER_PUSH(p, &element->groups, group);
}

/// GroupOrUnionGraphPattern.  Rule 67.
static bool
parse_union(furat_parser *p, furat_ast_element *element)
{
  do {
    if (!add_group(p, element)) {
      return false;
    }
  } while (furat_parser_accept_word(p, FURAT_KEYWORD_UNION));
  return p->status == FURAT_OK;
}

/// OptionalGraphPattern.  Rule 57.
static bool
parse_optional(furat_parser *p, furat_ast_element *element)
{
  return furat_parser_advance(p) && add_group(p, element);
}

/// MinusGraphPattern.  Rule 66; what it binds is not visible behind it.
static bool
parse_minus(furat_parser *p, furat_ast_element *element)
{
  const size_t n_scope = p->scope.n;
  const bool ok = furat_parser_advance(p) && add_group(p, element);
  furat_scope_cut(p, n_scope);
  return ok;
}

static bool
parse_named(furat_parser *p, furat_ast_element *element, const char *expected)
{
  return furat_parse_var_or_iri(p, &element->term, expected) &&
         (element->term.kind != FURAT_AST_VAR ||
          furat_scope_add(p, element->term.index, element->term.span)) &&
         add_group(p, element);
}

/// GraphGraphPattern.  Rule 58.
static bool
parse_graph(furat_parser *p, furat_ast_element *element)
{
  return furat_parser_advance(p) &&
         parse_named(p, element, "a variable or an IRI behind GRAPH");
}

/// ServiceGraphPattern.  Rule 59.
static bool
parse_service(furat_parser *p, furat_ast_element *element)
{
  if (!furat_parser_advance(p)) {
    return false;
  }
  element->silent = furat_parser_accept_word(p, FURAT_KEYWORD_SILENT);
  return parse_named(p, element, "a variable or an IRI behind SERVICE");
}

/// Filter.  Rule 68.
static bool
parse_filter(furat_parser *p, furat_ast_element *element)
{
  return furat_parser_advance(p) &&
         furat_parse_constraint(p, &element->expr, "a condition behind FILTER");
}

/// Bind.  Rule 60; its variable must be new in the group up to here (18.2.1).
static bool
parse_bind(furat_parser *p, furat_ast_element *element)
{
  if (!furat_parser_advance(p) ||
      !furat_parser_expect(p, FURAT_TOKEN_LPAREN, "( behind BIND") ||
      !furat_parse_expression(p, &element->expr) ||
      !furat_parser_expect_word(p, FURAT_KEYWORD_AS, "an operator or AS") ||
      !furat_parse_var(p, &element->term)) {
    return false;
  }
  const furat_scope_entry *first = furat_scope_find(p, element->term.index);
  if (first) {
    return furat_scope_fail_bound(p, &element->term, "BIND", first->span);
  }
  return furat_parser_expect(p, FURAT_TOKEN_RPAREN, ")") &&
         furat_scope_add(p, element->term.index, element->term.span);
}

/// InlineData.  Rule 61.
static bool
parse_inline_data(furat_parser *p, furat_ast_element *element)
{
  if (!furat_parser_advance(p) ||
      !furat_parse_values(p, &element->values, element->span.start)) {
    return false;
  }
  const furat_ast_terms *vars = &element->values->vars;
  for (size_t i = 0; i < vars->n; ++i) {
    if (!furat_scope_add(p, vars->items[i].index, vars->items[i].span)) {
      return false;
    }
  }
  return true;
}

typedef struct element_row {
  furat_keyword keyword;
  furat_ast_element_kind kind;
  element_rule parse;
} element_row;

/// The rule of GraphPatternNotTriples (56) that the current token begins, or NULL.
static const element_row *
element_row_of(const furat_parser *p)
{
  static const element_row rows[] = {
      {FURAT_KEYWORD_FILTER, FURAT_AST_FILTER, parse_filter},
      {FURAT_KEYWORD_OPTIONAL, FURAT_AST_OPTIONAL, parse_optional},
      {FURAT_KEYWORD_MINUS, FURAT_AST_MINUS, parse_minus},
      {FURAT_KEYWORD_GRAPH, FURAT_AST_GRAPH, parse_graph},
      {FURAT_KEYWORD_SERVICE, FURAT_AST_SERVICE, parse_service},
      {FURAT_KEYWORD_BIND, FURAT_AST_BIND, parse_bind},
      {FURAT_KEYWORD_VALUES, FURAT_AST_VALUES, parse_inline_data},
  };
  static const element_row braces = {FURAT_KEYWORD_NONE, FURAT_AST_UNION, parse_union};
  for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); ++i) {
    if (furat_parser_is_word(p, rows[i].keyword)) {
      return &rows[i];
    }
  }
  return furat_parser_is(p, FURAT_TOKEN_LBRACE) ? &braces : NULL;
}

/// How high the tree below an element is.
static unsigned
element_height(const furat_ast_element *element)
{
  unsigned height = element->expr ? element->expr->height : 0;
  for (size_t i = 0; i < element->groups.n; ++i) {
    const unsigned below = element->groups.items[i]->height;
    height = below > height ? below : height;
  }
  if (element->select && element->select->where) {
    height = element->select->where->height;
  }
  return height;
}

static bool
end_element(furat_parser *p, furat_ast_group *group, furat_ast_element *element)
{
  element->span = furat_parser_span(p, element->span.start);
  const unsigned height = element_height(element) + 1;
  group->height = height > group->height ? height : group->height;
  return furat_parser_check_height(p, group->height, element->span);
}

/// GraphPatternNotTriples.  Rule 56.
static bool
parse_element(furat_parser *p, furat_ast_group *group, const element_row *row)
{
  furat_ast_element *element = new_element(p, group, row->kind);
  if (!element || !row->parse(p, element) || !end_element(p, group, element)) {
    return false;
  }
  if (row->kind != FURAT_AST_FILTER) {
    furat_parser_new_pattern(p);
  }
  furat_parser_accept(p, FURAT_TOKEN_DOT);
  return p->status == FURAT_OK;
}

/// GroupGraphPatternSub.  Rule 54.
static bool
parse_elements(furat_parser *p, furat_ast_group *group)
{
  for (;;) {
    const element_row *row = element_row_of(p);
    const size_t n = group->elements.n;
    const bool follows_triples =
        n > 0 && group->elements.items[n - 1].kind == FURAT_AST_TRIPLES;
    if (row) {
      if (!parse_element(p, group, row)) {
        return false;
      }
    } else if (furat_parser_starts_triples(p) && !follows_triples) {
      if (!parse_triples_block(p, group)) {
        return false;
      }
    } else if (furat_parser_is(p, FURAT_TOKEN_RBRACE)) {
      return true;
    } else {
      return furat_parser_unexpected(
          p, follows_triples
                 ? "a dot, ; or , and more triples, another pattern, or }"
                 : "triples, another pattern such as FILTER or OPTIONAL, or }");
    }
  }
}

static bool
parse_group_body(furat_parser *p, furat_ast_group *group)
{
  if (furat_parser_is_word(p, FURAT_KEYWORD_SELECT)) {
    furat_ast_element *element = new_element(p, group, FURAT_AST_SUBSELECT);
    return element && furat_parse_subselect(p, &element->select) &&
           end_element(p, group, element);
  }
  furat_parser_new_pattern(p);
  return parse_elements(p, group);
}

bool
furat_parse_group(furat_parser *p, furat_ast_group **out)
{
  const size_t start = p->token.span.start;
  const furat_span opener = p->token.span;
  if (!furat_parser_is(p, FURAT_TOKEN_LBRACE)) {
    return furat_parser_unexpected(p, "{ with a graph pattern");
  }
  furat_ast_group *group = FURAT_PARSER_NEW(p, furat_ast_group);
  if (!group || !furat_parser_enter(p, opener) || !furat_parser_advance(p)) {
    return false;
  }
  group->height = 1;
  const size_t outer_start = p->scope_start;
  p->scope_start = p->scope.n;
  if (!parse_group_body(p, group) ||
      !furat_parser_expect(p, FURAT_TOKEN_RBRACE, "} at the end of the group")) {
    return false;
  }
  p->scope_start = outer_start;
  furat_parser_leave(p);
  group->span = furat_parser_span(p, start);
  *out = group;
  return true;
}

// --------------------------------------------------------------------- inline data

/// DataBlockValue.  Rule 65.
static bool
parse_cell(furat_parser *p, furat_ast_values *values)
{
  furat_ast_term cell = {.kind = FURAT_AST_NONE, .span = p->token.span};
  bool ok = false;
  if (furat_parser_accept_word(p, FURAT_KEYWORD_UNDEF)) {
    ok = true;
  } else if (furat_parser_is_iri(p)) {
    ok = furat_parse_iri(p, &cell);
  } else if (furat_parser_is_literal(p)) {
    ok = furat_parse_literal(p, &cell);
  } else {
    furat_parser_unexpected(p, "an IRI, a literal or UNDEF in VALUES");
  }
  return ok && FURAT_PARSER_PUSH(p, &values->cells, cell);
}

/// One parenthesised row of InlineDataFull.
static bool
parse_row(furat_parser *p, furat_ast_values *values)
{
  const size_t start = p->token.span.start;
  size_t n = 0;
  if (!furat_parser_accept(p, FURAT_TOKEN_NIL)) {
    if (!furat_parser_expect(p, FURAT_TOKEN_LPAREN, "( with a row, or } in VALUES")) {
      return false;
    }
    while (!furat_parser_is(p, FURAT_TOKEN_RPAREN)) {
      if (!parse_cell(p, values)) {
        return false;
      }
      ++n;
    }
    if (!furat_parser_advance(p)) {
      return false;
    }
  }
  if (n != values->vars.n) {
    return furat_parser_fail(p, furat_parser_span(p, start),
                             "this row has %zu value%s, but VALUES has %zu variable%s", n,
                             n == 1 ? "" : "s", values->vars.n,
                             values->vars.n == 1 ? "" : "s");
  }
  values->n_rows += 1;
  return true;
}

static bool
add_values_var(furat_parser *p, furat_ast_values *values)
{
  furat_ast_term var;
  if (!furat_parse_var(p, &var)) {
    return false;
  }
  furat_var_state *state = furat_parser_var_state(p, var.index);
  if (state->listed_mark == p->n_marks) {
    return furat_parser_fail(p, var.span, "VALUES names this variable twice");
  }
  state->listed_mark = p->n_marks;
  return FURAT_PARSER_PUSH(p, &values->vars, var);
}

/// The variables of InlineDataFull.  Rule 64.
static bool
parse_values_vars(furat_parser *p, furat_ast_values *values)
{
  if (furat_parser_accept(p, FURAT_TOKEN_NIL)) {
    return true;
  }
  if (!furat_parser_expect(p, FURAT_TOKEN_LPAREN,
                           "a variable, or ( with variables, behind VALUES")) {
    return false;
  }
  while (furat_parser_is(p, FURAT_TOKEN_VAR)) {
    if (!add_values_var(p, values)) {
      return false;
    }
  }
  return furat_parser_expect(p, FURAT_TOKEN_RPAREN, "another variable or )");
}

bool
furat_parse_values(furat_parser *p, furat_ast_values **out, size_t start)
{
  furat_ast_values *values = FURAT_PARSER_NEW(p, furat_ast_values);
  const bool is_single = furat_parser_is(p, FURAT_TOKEN_VAR);
  p->n_marks += 1;
  if (!values ||
      !(is_single ? add_values_var(p, values) : parse_values_vars(p, values)) ||
      !furat_parser_expect(p, FURAT_TOKEN_LBRACE, "{ with the values")) {
    return false;
  }
  while (p->status == FURAT_OK && !furat_parser_is(p, FURAT_TOKEN_RBRACE)) {
    if (!(is_single ? parse_cell(p, values) : parse_row(p, values))) {
      return false;
    }
    values->n_rows = is_single ? values->cells.n : values->n_rows;
  }
  if (!furat_parser_advance(p)) {
    return false;
  }
  values->span = furat_parser_span(p, start);
  *out = values;
  return true;
}
