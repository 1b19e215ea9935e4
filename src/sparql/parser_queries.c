// SPDX-License-Identifier: GPL-3.0-or-later
// The four forms of queries, sub-SELECTs and solution modifiers.  Rules 2 to 28.
#include "sparql/parser_internal.h"

/// "( expr AS ?x )"; the AS may be missing in GROUP BY.
static bool
parse_named_expression(furat_parser *p, furat_ast_binding *out, bool needs_name)
{
  const size_t start = p->token.span.start;
  if (!furat_parser_advance(p) || !furat_parse_expression(p, &out->expr)) {
    return false;
  }
  if (furat_parser_accept_word(p, FURAT_KEYWORD_AS)) {
    if (!furat_parse_var(p, &out->var)) {
      return false;
    }
  } else if (needs_name) {
    return furat_parser_unexpected(p, "an operator, or AS and a variable");
  }
  if (!furat_parser_expect(p, FURAT_TOKEN_RPAREN, ")")) {
    return false;
  }
  out->span = furat_parser_span(p, start);
  return true;
}

/// One item of SELECT.  Rule 9.
static bool
parse_select_item(furat_parser *p, furat_ast_query *query)
{
  furat_ast_binding item = {.span = p->token.span};
  if (furat_parser_is(p, FURAT_TOKEN_LPAREN)) {
    p->may_aggregate = true;
    if (!parse_named_expression(p, &item, true)) {
      return false;
    }
    p->may_aggregate = false;
  } else if (!furat_parse_var(p, &item.var)) {
    return false;
  }
  return FURAT_PARSER_PUSH(p, &query->select, item);
}

static bool
accept_star(furat_parser *p, furat_ast_query *query)
{
  query->star_span = p->token.span;
  query->star = furat_parser_accept(p, FURAT_TOKEN_STAR);
  return query->star;
}

/// SelectClause.  Rule 9.
static bool
parse_select_clause(furat_parser *p, furat_ast_query *query)
{
  query->distinct = furat_parser_accept_word(p, FURAT_KEYWORD_DISTINCT);
  query->reduced = !query->distinct && furat_parser_accept_word(p, FURAT_KEYWORD_REDUCED);
  if (accept_star(p, query)) {
    return true;
  }
  if (!furat_parser_is(p, FURAT_TOKEN_VAR) && !furat_parser_is(p, FURAT_TOKEN_LPAREN)) {
    return furat_parser_unexpected(p, "a variable, * or (expression AS ?name)");
  }
  while (furat_parser_is(p, FURAT_TOKEN_VAR) || furat_parser_is(p, FURAT_TOKEN_LPAREN)) {
    if (!parse_select_item(p, query)) {
      return false;
    }
  }
  return p->status == FURAT_OK;
}

/// DatasetClause.  Rules 13 to 16.
static bool
parse_dataset(furat_parser *p, furat_ast_query *query)
{
  while (furat_parser_accept_word(p, FURAT_KEYWORD_FROM)) {
    furat_ast_term iri;
    const bool is_named = furat_parser_accept_word(p, FURAT_KEYWORD_NAMED);
    if (!furat_parse_iri(p, &iri)) {
      return false;
    }
    if (!(is_named ? FURAT_PARSER_PUSH(p, &query->from_named, iri)
                   : FURAT_PARSER_PUSH(p, &query->from, iri))) {
      return false;
    }
  }
  return p->status == FURAT_OK;
}

/// WhereClause.  Rule 17.
static bool
parse_where(furat_parser *p, furat_ast_query *query, const char *expected)
{
  const bool has_word = furat_parser_accept_word(p, FURAT_KEYWORD_WHERE);
  if (!furat_parser_is(p, FURAT_TOKEN_LBRACE)) {
    return furat_parser_unexpected(p,
                                   has_word ? "{ with a pattern behind WHERE" : expected);
  }
  return furat_parse_group(p, &query->where);
}

/// GroupCondition.  Rule 20.
static bool
parse_group_condition(furat_parser *p, furat_ast_query *query)
{
  furat_ast_binding key = {.span = p->token.span};
  const size_t start = p->token.span.start;
  const bool ok = furat_parser_is(p, FURAT_TOKEN_VAR) ? furat_parse_var(p, &key.var)
                  : furat_parser_is(p, FURAT_TOKEN_LPAREN)
                      ? parse_named_expression(p, &key, false)
                      : furat_parse_constraint(p, &key.expr, "what to group by");
  if (!ok) {
    return false;
  }
  key.span = furat_parser_span(p, start);
  if (key.expr && key.var.kind == FURAT_AST_VAR) {
    const furat_scope_entry *first = furat_scope_find(p, key.var.index);
    if (first) {
      return furat_scope_fail_bound(p, &key.var, "GROUP BY", first->span);
    }
    if (!furat_scope_add(p, key.var.index, key.var.span)) {
      return false;
    }
  }
  return FURAT_PARSER_PUSH(p, &query->group_by, key);
}

/// GroupClause.  Rule 19.
static bool
parse_group_by(furat_parser *p, furat_ast_query *query)
{
  if (!furat_parser_accept_word(p, FURAT_KEYWORD_GROUP)) {
    return p->status == FURAT_OK;
  }
  if (!furat_parser_expect_word(p, FURAT_KEYWORD_BY, "BY behind GROUP")) {
    return false;
  }
  do {
    if (!parse_group_condition(p, query)) {
      return false;
    }
  } while (furat_parser_is(p, FURAT_TOKEN_VAR) || furat_parser_starts_constraint(p));
  return p->status == FURAT_OK;
}

/// HavingClause.  Rule 21.
static bool
parse_having(furat_parser *p, furat_ast_query *query)
{
  if (!furat_parser_accept_word(p, FURAT_KEYWORD_HAVING)) {
    return p->status == FURAT_OK;
  }
  p->may_aggregate = true;
  do {
    furat_ast_expr *condition;
    if (!furat_parse_constraint(p, &condition, "a condition behind HAVING") ||
        !FURAT_PARSER_PUSH(p, &query->having, condition)) {
      return false;
    }
  } while (furat_parser_starts_constraint(p));
  p->may_aggregate = false;
  return p->status == FURAT_OK;
}

/// OrderCondition.  Rule 24.
static bool
parse_order_condition(furat_parser *p, furat_ast_query *query)
{
  furat_ast_order order = {.expr = NULL};
  bool ok;
  const bool is_desc = furat_parser_is_word(p, FURAT_KEYWORD_DESC);
  if (is_desc || furat_parser_is_word(p, FURAT_KEYWORD_ASC)) {
    order.descending = is_desc;
    ok = furat_parser_advance(p) &&
         furat_parser_expect(p, FURAT_TOKEN_LPAREN, "( behind ASC or DESC") &&
         furat_parse_expression(p, &order.expr) &&
         furat_parser_expect(p, FURAT_TOKEN_RPAREN, "an operator or )");
  } else if (furat_parser_is(p, FURAT_TOKEN_VAR)) {
    order.expr = furat_parser_new_expr(p, FURAT_AST_EXPR_TERM, p->token.span.start);
    ok = order.expr && furat_parse_var(p, &order.expr->term);
    if (ok) {
      order.expr->span = order.expr->term.span;
    }
  } else {
    ok = furat_parse_constraint(p, &order.expr, "what to order by");
  }
  return ok && FURAT_PARSER_PUSH(p, &query->order_by, order);
}

/// OrderClause.  Rule 23.
static bool
parse_order_by(furat_parser *p, furat_ast_query *query)
{
  if (!furat_parser_accept_word(p, FURAT_KEYWORD_ORDER)) {
    return p->status == FURAT_OK;
  }
  if (!furat_parser_expect_word(p, FURAT_KEYWORD_BY, "BY behind ORDER")) {
    return false;
  }
  p->may_aggregate = true;
  do {
    if (!parse_order_condition(p, query)) {
      return false;
    }
  } while (furat_parser_is(p, FURAT_TOKEN_VAR) || furat_parser_starts_constraint(p) ||
           furat_parser_is_word(p, FURAT_KEYWORD_ASC) ||
           furat_parser_is_word(p, FURAT_KEYWORD_DESC));
  p->may_aggregate = false;
  return p->status == FURAT_OK;
}

/// The number behind LIMIT or OFFSET.  A number beyond 64 bits means "more than there
/// is".
static bool
parse_count(furat_parser *p, uint64_t *out, const char *expected)
{
  const furat_str digits = p->token.text;
  if (!furat_parser_is(p, FURAT_TOKEN_INTEGER) || digits.data[0] == '-' ||
      digits.data[0] == '+') {
    return furat_parser_unexpected(p, expected);
  }
  *out = 0;
  for (size_t i = 0; i < digits.len; ++i) {
    const uint64_t digit = (uint64_t)(digits.data[i] - '0');
    *out = *out > (UINT64_MAX - digit) / 10 ? UINT64_MAX : *out * 10 + digit;
  }
  return furat_parser_advance(p);
}

/// LimitOffsetClauses.  Rules 25 to 27.
static bool
parse_limit_offset(furat_parser *p, furat_ast_query *query)
{
  while (p->status == FURAT_OK) {
    if (!query->has_limit && furat_parser_accept_word(p, FURAT_KEYWORD_LIMIT)) {
      query->has_limit = parse_count(p, &query->limit, "a whole number behind LIMIT");
    } else if (!query->has_offset && furat_parser_accept_word(p, FURAT_KEYWORD_OFFSET)) {
      query->has_offset = parse_count(p, &query->offset, "a whole number behind OFFSET");
    } else {
      break;
    }
  }
  return p->status == FURAT_OK;
}

/// SolutionModifier (rule 18), ValuesClause (rule 28), and the rules of scope over all of
/// it.
static bool
parse_modifiers(furat_parser *p, furat_ast_query *query)
{
  if (!parse_group_by(p, query) || !parse_having(p, query) || !parse_order_by(p, query) ||
      !parse_limit_offset(p, query)) {
    return false;
  }
  const size_t start = p->token.span.start;
  return !furat_parser_accept_word(p, FURAT_KEYWORD_VALUES)
             ? p->status == FURAT_OK
             : furat_parse_values(p, &query->values, start);
}

/// The part of a query behind its head.  Variables of the pattern stay in scope for the
/// checks, as if the query were a group.
static bool
parse_tail(furat_parser *p, furat_ast_query *query)
{
  if (!parse_modifiers(p, query) || !furat_scope_check_query(p, query)) {
    return false;
  }
  query->span = furat_parser_span(p, query->span.start);
  return true;
}

/// SelectQuery.  Rule 7.
static bool
parse_select(furat_parser *p, furat_ast_query *query)
{
  return furat_parser_advance(p) && parse_select_clause(p, query) &&
         parse_dataset(p, query) &&
         parse_where(p, query, "another variable, FROM, or WHERE and { with a pattern") &&
         parse_tail(p, query);
}

bool
furat_parse_subselect(furat_parser *p, furat_ast_query **out)
{
  furat_ast_query *query = FURAT_PARSER_NEW(p, furat_ast_query);
  if (!query) {
    return false;
  }
  const furat_parser_saved saved = furat_parser_save(p);
  const size_t n_scope = p->scope.n;
  p->scope_start = n_scope;
  p->may_aggregate = false;
  p->in_aggregate = false;
  p->has_aggregate = false;
  query->form = FURAT_AST_SELECT;
  query->span = p->token.span;
  if (!furat_parser_advance(p) || !parse_select_clause(p, query) ||
      !parse_where(p, query, "another variable, or WHERE and { with a pattern") ||
      !parse_tail(p, query)) {
    return false;
  }
  // Only what it projects is visible outside, and the data joined behind it.
  furat_scope_cut(p, n_scope);
  furat_parser_restore(p, saved);
  for (size_t i = 0; i < query->projection.n; ++i) {
    const furat_ast_term *var = &query->projection.items[i];
    if (!furat_scope_add(p, var->index, var->span)) {
      return false;
    }
  }
  *out = query;
  return true;
}

/// ConstructTemplate.  Rule 73; the brace has not been read.
static bool
parse_construct_template(furat_parser *p, furat_ast_query *query)
{
  p->blank_space = FURAT_BLANKS_OF_TEMPLATES;
  furat_parser_new_pattern(p);
  const bool ok =
      furat_parser_advance(p) && furat_parse_template(p, &query->construct) &&
      furat_parser_expect(p, FURAT_TOKEN_RBRACE, "a dot and more triples, or }");
  p->blank_space = FURAT_BLANKS_OF_PATTERNS;
  return ok;
}

/// Whether a group is only triples without paths: what CONSTRUCT WHERE needs.
static bool
check_short_construct(furat_parser *p, furat_ast_query *query)
{
  const furat_ast_group *where = query->where;
  for (size_t i = 0; i < where->elements.n; ++i) {
    const furat_ast_element *element = &where->elements.items[i];
    if (element->kind != FURAT_AST_TRIPLES) {
      furat_parser_fail(p, element->span, "CONSTRUCT WHERE can hold only triples");
      furat_error_hint(p->err, "write a template: CONSTRUCT { ... } WHERE { ... }");
      return false;
    }
    for (size_t k = 0; k < element->triples.n; ++k) {
      const furat_ast_triple *triple = &element->triples.items[k];
      if (triple->path) {
        return furat_parser_fail(p, triple->path->span,
                                 "CONSTRUCT WHERE cannot hold property paths");
      }
      if (!FURAT_PARSER_PUSH(p, &query->construct, *triple)) {
        return false;
      }
    }
  }
  return true;
}

/// ConstructQuery.  Rule 10.
static bool
parse_construct(furat_parser *p, furat_ast_query *query)
{
  if (!furat_parser_advance(p)) {
    return false;
  }
  if (furat_parser_is(p, FURAT_TOKEN_LBRACE)) {
    return parse_construct_template(p, query) && parse_dataset(p, query) &&
           parse_where(p, query, "WHERE and { with a pattern") && parse_tail(p, query);
  }
  return parse_dataset(p, query) &&
         furat_parser_expect_word(p, FURAT_KEYWORD_WHERE,
                                  "{ with a template, or WHERE, behind CONSTRUCT") &&
         furat_parse_group(p, &query->where) && check_short_construct(p, query) &&
         parse_tail(p, query);
}

/// DescribeQuery.  Rule 11.
static bool
parse_describe(furat_parser *p, furat_ast_query *query)
{
  if (!furat_parser_advance(p)) {
    return false;
  }
  if (!accept_star(p, query)) {
    do {
      furat_ast_term term;
      if (!furat_parse_var_or_iri(p, &term, "a variable, an IRI or * behind DESCRIBE") ||
          !FURAT_PARSER_PUSH(p, &query->describe, term)) {
        return false;
      }
    } while (furat_parser_is(p, FURAT_TOKEN_VAR) || furat_parser_is_iri(p));
  }
  if (!parse_dataset(p, query)) {
    return false;
  }
  if (furat_parser_is_word(p, FURAT_KEYWORD_WHERE) ||
      furat_parser_is(p, FURAT_TOKEN_LBRACE)) {
    if (!parse_where(p, query, "{ with a pattern behind WHERE")) {
      return false;
    }
  }
  return parse_tail(p, query);
}

/// AskQuery.  Rule 12.
static bool
parse_ask(furat_parser *p, furat_ast_query *query)
{
  return furat_parser_advance(p) && parse_dataset(p, query) &&
         parse_where(p, query, "FROM, or WHERE and { with a pattern") &&
         parse_tail(p, query);
}

typedef struct form_row {
  furat_keyword keyword;
  furat_ast_form form;
  bool (*parse)(furat_parser *p, furat_ast_query *query);
} form_row;

static bool
expect_end(furat_parser *p)
{
  return furat_parser_is(p, FURAT_TOKEN_END) ||
         furat_parser_unexpected(p, "the end of the query");
}

bool
furat_parse_query_unit(furat_parser *p, furat_ast_query **out)
{
  static const form_row rows[] = {
      {FURAT_KEYWORD_SELECT, FURAT_AST_SELECT, parse_select},
      {FURAT_KEYWORD_CONSTRUCT, FURAT_AST_CONSTRUCT, parse_construct},
      {FURAT_KEYWORD_DESCRIBE, FURAT_AST_DESCRIBE, parse_describe},
      {FURAT_KEYWORD_ASK, FURAT_AST_ASK, parse_ask},
  };
  for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); ++i) {
    if (furat_parser_is_word(p, rows[i].keyword)) {
      furat_ast_query *query = FURAT_PARSER_NEW(p, furat_ast_query);
      if (!query) {
        return false;
      }
      query->form = rows[i].form;
      query->span = p->token.span;
      *out = query;
      return rows[i].parse(p, query) && expect_end(p);
    }
  }
  const bool is_update = furat_parser_is_word(p, FURAT_KEYWORD_INSERT) ||
                         furat_parser_is_word(p, FURAT_KEYWORD_DELETE) ||
                         furat_parser_is_word(p, FURAT_KEYWORD_LOAD);
  furat_parser_unexpected(p, "SELECT, CONSTRUCT, DESCRIBE or ASK");
  if (is_update) {
    furat_error_hint(p->err, "this is an update, not a query");
  }
  return false;
}
