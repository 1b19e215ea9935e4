// SPDX-License-Identifier: GPL-3.0-or-later
// Calls: functions by name and by IRI, aggregates, EXISTS.  Rules 69 to 71, 121 to 128.
#include "sparql/parser_internal.h"

bool
furat_parser_starts_constraint(const furat_parser *p)
{
  return furat_parser_is(p, FURAT_TOKEN_LPAREN) || furat_parser_is_iri(p) ||
         (furat_parser_is(p, FURAT_TOKEN_WORD) &&
          (furat_builtin_find(p->token.text) != FURAT_BUILTIN_NONE ||
           p->token.keyword == FURAT_KEYWORD_EXISTS ||
           p->token.keyword == FURAT_KEYWORD_NOT));
}

bool
furat_parse_constraint(furat_parser *p, furat_ast_expr **out, const char *expected)
{
  if (furat_parser_accept(p, FURAT_TOKEN_LPAREN)) {
    return furat_parse_expression(p, out) &&
           furat_parser_expect(p, FURAT_TOKEN_RPAREN, "an operator or )");
  }
  if (furat_parser_is_iri(p)) {
    // FunctionCall: here an IRI alone is no condition.  Rule 70.
    return furat_parse_iri_or_call(p, out) &&
           ((*out)->kind == FURAT_AST_EXPR_CALL ||
            furat_parser_unexpected(p, "( with the arguments of the function"));
  }
  return furat_parser_starts_constraint(p) ? furat_parse_builtin(p, out)
                                           : furat_parser_unexpected(p, expected);
}

/// EXISTS and NOT EXISTS.  Rules 125, 126.
static bool
parse_exists(furat_parser *p, furat_ast_expr **out)
{
  const size_t start = p->token.span.start;
  const bool is_not = furat_parser_accept_word(p, FURAT_KEYWORD_NOT);
  if (!furat_parser_expect_word(p, FURAT_KEYWORD_EXISTS, "EXISTS behind NOT")) {
    return false;
  }
  *out = furat_parser_new_expr(
      p, is_not ? FURAT_AST_EXPR_NOT_EXISTS : FURAT_AST_EXPR_EXISTS, start);
  // What its pattern binds is not visible outside.
  const furat_parser_saved saved = furat_parser_save(p);
  const size_t n_scope = p->scope.n;
  p->may_aggregate = false;
  if (!*out || !furat_parse_group(p, &(*out)->group)) {
    return false;
  }
  furat_scope_cut(p, n_scope);
  furat_parser_restore(p, saved);
  (*out)->height = (*out)->group->height + 1;
  (*out)->span = furat_parser_span(p, start);
  return furat_parser_check_height(p, (*out)->height, (*out)->span);
}

/// ArgList behind the function's name.  Rule 71.
static bool
parse_args(furat_parser *p, furat_ast_expr *call, bool may_be_distinct)
{
  if (furat_parser_accept(p, FURAT_TOKEN_NIL)) {
    call->span = furat_parser_span(p, call->span.start);
    return true;
  }
  if (!furat_parser_expect(p, FURAT_TOKEN_LPAREN,
                           "( with the arguments of the function")) {
    return false;
  }
  call->distinct = may_be_distinct && furat_parser_accept_word(p, FURAT_KEYWORD_DISTINCT);
  do {
    furat_ast_expr *arg;
    if (!furat_parse_expression(p, &arg) || !furat_parser_add_arg(p, call, arg)) {
      return false;
    }
  } while (furat_parser_accept(p, FURAT_TOKEN_COMMA));
  if (!furat_parser_expect(p, FURAT_TOKEN_RPAREN, "an operator, a comma or )")) {
    return false;
  }
  call->span = furat_parser_span(p, call->span.start);
  return true;
}

bool
furat_parse_iri_or_call(furat_parser *p, furat_ast_expr **out)
{
  furat_ast_term iri;
  const size_t start = p->token.span.start;
  if (!furat_parse_iri(p, &iri)) {
    return false;
  }
  const bool is_call =
      furat_parser_is(p, FURAT_TOKEN_LPAREN) || furat_parser_is(p, FURAT_TOKEN_NIL);
  *out = furat_parser_new_expr(p, is_call ? FURAT_AST_EXPR_CALL : FURAT_AST_EXPR_TERM,
                               start);
  if (!*out) {
    return false;
  }
  (*out)->term = iri;
  return !is_call || parse_args(p, *out, true);
}

static bool
fail_args(furat_parser *p, const furat_ast_expr *call)
{
  const furat_builtin_info *info = furat_builtin_describe(call->builtin);
  const size_t n = call->args.n;
  if (info->n_fewest == info->n_most) {
    return furat_parser_fail(p, call->span, "%s takes %u argument%s, not %zu", info->name,
                             info->n_fewest, info->n_fewest == 1 ? "" : "s", n);
  }
  return furat_parser_fail(p, call->span, "%s takes %u or %u arguments, not %zu",
                           info->name, info->n_fewest, info->n_most, n);
}

static bool
check_args(furat_parser *p, const furat_ast_expr *call)
{
  const furat_builtin_info *info = furat_builtin_describe(call->builtin);
  const size_t n = call->args.n;
  if (n < info->n_fewest || (info->n_most != FURAT_BUILTIN_MANY && n > info->n_most)) {
    return fail_args(p, call);
  }
  if (call->builtin == FURAT_BUILTIN_BOUND &&
      (call->args.items[0]->kind != FURAT_AST_EXPR_TERM ||
       call->args.items[0]->term.kind != FURAT_AST_VAR)) {
    return furat_parser_fail(p, call->args.items[0]->span, "BOUND asks about a variable");
  }
  return true;
}

/// The tail of GROUP_CONCAT: ; SEPARATOR = "...".  Rule 127.
static bool
parse_separator(furat_parser *p, furat_ast_expr *expr)
{
  if (!furat_parser_accept(p, FURAT_TOKEN_SEMICOLON)) {
    return p->status == FURAT_OK;
  }
  if (!furat_parser_expect_word(p, FURAT_KEYWORD_SEPARATOR, "SEPARATOR behind ;") ||
      !furat_parser_expect(p, FURAT_TOKEN_EQ, "= behind SEPARATOR")) {
    return false;
  }
  if (!furat_parser_is(p, FURAT_TOKEN_STRING)) {
    return furat_parser_unexpected(p, "a string");
  }
  expr->has_separator = true;
  expr->separator = p->token.text;
  return furat_parser_advance(p);
}

/// The inside of an aggregate's parentheses.
static bool
parse_aggregate_body(furat_parser *p, furat_ast_expr *expr)
{
  expr->distinct = furat_parser_accept_word(p, FURAT_KEYWORD_DISTINCT);
  if (expr->builtin == FURAT_BUILTIN_COUNT && furat_parser_accept(p, FURAT_TOKEN_STAR)) {
    return true;
  }
  furat_ast_expr *arg;
  if (!furat_parse_expression(p, &arg) || !furat_parser_add_arg(p, expr, arg)) {
    return false;
  }
  return expr->builtin != FURAT_BUILTIN_GROUP_CONCAT || parse_separator(p, expr);
}

/// Aggregate.  Rule 127; the name has been read.
static bool
parse_aggregate(furat_parser *p, furat_ast_expr *expr)
{
  const char *name = furat_builtin_describe(expr->builtin)->name;
  if (p->in_aggregate) {
    return furat_parser_fail(p, expr->span, "%s cannot stand inside another aggregate",
                             name);
  }
  if (!p->may_aggregate) {
    furat_parser_fail(p, expr->span, "%s cannot aggregate here", name);
    furat_error_hint(p->err,
                     "aggregates stand in SELECT, HAVING and ORDER BY; a sub-SELECT "
                     "can hold one");
    return false;
  }
  if (!furat_parser_expect(p, FURAT_TOKEN_LPAREN,
                           "( with the argument of the aggregate")) {
    return false;
  }
  p->in_aggregate = true;
  const bool ok = parse_aggregate_body(p, expr);
  p->in_aggregate = false;
  p->has_aggregate = true;
  if (!ok || !furat_parser_expect(p, FURAT_TOKEN_RPAREN, "an operator or )")) {
    return false;
  }
  expr->span = furat_parser_span(p, expr->span.start);
  return true;
}

bool
furat_parse_builtin(furat_parser *p, furat_ast_expr **out)
{
  const furat_token token = p->token;
  if (token.keyword == FURAT_KEYWORD_EXISTS || token.keyword == FURAT_KEYWORD_NOT) {
    return parse_exists(p, out);
  }
  const furat_builtin builtin = furat_builtin_find(token.text);
  if (builtin == FURAT_BUILTIN_NONE) {
    return furat_parser_unexpected(p, "an expression");
  }
  if (!furat_parser_advance(p)) {
    return false;
  }
  const bool is_aggregate = furat_builtin_is_aggregate(builtin);
  *out = furat_parser_new_expr(
      p, is_aggregate ? FURAT_AST_EXPR_AGGREGATE : FURAT_AST_EXPR_BUILTIN,
      token.span.start);
  if (!*out) {
    return false;
  }
  (*out)->builtin = builtin;
  return is_aggregate ? parse_aggregate(p, *out)
                      : parse_args(p, *out, false) && check_args(p, *out);
}
