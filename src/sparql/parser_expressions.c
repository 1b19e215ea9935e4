// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions by precedence climbing.  Rules 110 to 120.  Chains of || and && become one
// node; other operators bind to the left in pairs.
#include "sparql/parser_internal.h"

/// Loosest first.
typedef enum level {
  LEVEL_OR,
  LEVEL_AND,
  LEVEL_RELATION,
  LEVEL_SUM,
  LEVEL_PRODUCT
} level;

typedef struct operator_row {
  furat_token_kind token;
  level at;
  furat_ast_expr_kind kind;
} operator_row;

static const operator_row operators[] = {
    {FURAT_TOKEN_OR, LEVEL_OR, FURAT_AST_EXPR_OR},
    {FURAT_TOKEN_AND, LEVEL_AND, FURAT_AST_EXPR_AND},
    {FURAT_TOKEN_EQ, LEVEL_RELATION, FURAT_AST_EXPR_EQ},
    {FURAT_TOKEN_NE, LEVEL_RELATION, FURAT_AST_EXPR_NE},
    {FURAT_TOKEN_LT, LEVEL_RELATION, FURAT_AST_EXPR_LT},
    {FURAT_TOKEN_GT, LEVEL_RELATION, FURAT_AST_EXPR_GT},
    {FURAT_TOKEN_LE, LEVEL_RELATION, FURAT_AST_EXPR_LE},
    {FURAT_TOKEN_GE, LEVEL_RELATION, FURAT_AST_EXPR_GE},
    {FURAT_TOKEN_PLUS, LEVEL_SUM, FURAT_AST_EXPR_ADD},
    {FURAT_TOKEN_MINUS, LEVEL_SUM, FURAT_AST_EXPR_SUBTRACT},
    {FURAT_TOKEN_STAR, LEVEL_PRODUCT, FURAT_AST_EXPR_MULTIPLY},
    {FURAT_TOKEN_SLASH, LEVEL_PRODUCT, FURAT_AST_EXPR_DIVIDE},
};

furat_ast_expr *
furat_parser_new_expr(furat_parser *p, furat_ast_expr_kind kind, size_t start)
{
  furat_ast_expr *expr = FURAT_PARSER_NEW(p, furat_ast_expr);
  if (expr) {
    expr->kind = kind;
    expr->height = 1;
    expr->span = furat_parser_span(p, start);
  }
  return expr;
}

bool
furat_parser_add_arg(furat_parser *p, furat_ast_expr *expr, furat_ast_expr *arg)
{
  if (!expr || !arg || !FURAT_PARSER_PUSH(p, &expr->args, arg)) {
    return false;
  }
  if (arg->height >= expr->height) {
    expr->height = arg->height + 1;
  }
  expr->span = furat_parser_span(p, expr->span.start);
  return furat_parser_check_height(p, expr->height, expr->span);
}

static bool
make_term(furat_parser *p, furat_ast_expr **out, furat_ast_term term)
{
  *out = furat_parser_new_expr(p, FURAT_AST_EXPR_TERM, term.span.start);
  if (*out) {
    (*out)->term = term;
    (*out)->span = term.span;
  }
  return *out != NULL;
}

/// BrackettedExpression.  Rule 120.
static bool
parse_bracketed(furat_parser *p, furat_ast_expr **out)
{
  return furat_parser_expect(p, FURAT_TOKEN_LPAREN, "(") &&
         furat_parse_expression(p, out) &&
         furat_parser_expect(p, FURAT_TOKEN_RPAREN, "an operator or )");
}

/// PrimaryExpression.  Rule 119.
static bool
parse_primary(furat_parser *p, furat_ast_expr **out)
{
  furat_ast_term term;
  if (furat_parser_is(p, FURAT_TOKEN_LPAREN)) {
    return parse_bracketed(p, out);
  }
  if (furat_parser_is_literal(p)) {
    return furat_parse_literal(p, &term) && make_term(p, out, term);
  }
  if (furat_parser_is(p, FURAT_TOKEN_VAR)) {
    return furat_parse_var(p, &term) && make_term(p, out, term);
  }
  if (furat_parser_is_iri(p)) {
    return furat_parse_iri_or_call(p, out);
  }
  return furat_parser_is(p, FURAT_TOKEN_WORD)
             ? furat_parse_builtin(p, out)
             : furat_parser_unexpected(p, "an expression");
}

/// UnaryExpression.  Rule 118.
static bool
parse_unary(furat_parser *p, furat_ast_expr **out)
{
  static const struct {
    furat_token_kind token;
    furat_ast_expr_kind kind;
  } rows[] = {{FURAT_TOKEN_NOT, FURAT_AST_EXPR_NOT},
              {FURAT_TOKEN_PLUS, FURAT_AST_EXPR_PLUS},
              {FURAT_TOKEN_MINUS, FURAT_AST_EXPR_MINUS}};
  const size_t start = p->token.span.start;
  for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); ++i) {
    if (furat_parser_accept(p, rows[i].token)) {
      furat_ast_expr *arg;
      *out = furat_parser_new_expr(p, rows[i].kind, start);
      return parse_primary(p, &arg) && furat_parser_add_arg(p, *out, arg);
    }
  }
  return parse_primary(p, out);
}

/// `?x -1`: the lexer takes the sign for a part of the number, but it is the operator
/// here, so that what follows binds tighter.  Rule 116.
static const operator_row *
split_sign(furat_parser *p)
{
  static const operator_row add = {FURAT_TOKEN_PLUS, LEVEL_SUM, FURAT_AST_EXPR_ADD};
  static const operator_row subtract = {FURAT_TOKEN_MINUS, LEVEL_SUM,
                                        FURAT_AST_EXPR_SUBTRACT};
  const bool is_number = furat_parser_is(p, FURAT_TOKEN_INTEGER) ||
                         furat_parser_is(p, FURAT_TOKEN_DECIMAL) ||
                         furat_parser_is(p, FURAT_TOKEN_DOUBLE);
  const char sign = is_number ? p->token.text.data[0] : '\0';
  if (sign != '+' && sign != '-') {
    return NULL;
  }
  p->token.text = furat_str_slice(p->token.text, 1, p->token.text.len);
  p->token.span.start += 1;
  return sign == '+' ? &add : &subtract;
}

/// The operator of at least this level that is next, passed; or NULL.
static const operator_row *
accept_operator(furat_parser *p, level at)
{
  for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); ++i) {
    if (operators[i].at >= at && furat_parser_accept(p, operators[i].token)) {
      return &operators[i];
    }
  }
  return at <= LEVEL_SUM ? split_sign(p) : NULL;
}

/// ExpressionList behind IN.  Rule 71.
static bool
parse_list(furat_parser *p, furat_ast_expr *in)
{
  if (furat_parser_accept(p, FURAT_TOKEN_NIL)) {
    in->span = furat_parser_span(p, in->span.start);
    return true;
  }
  if (!furat_parser_expect(p, FURAT_TOKEN_LPAREN, "( with a list behind IN")) {
    return false;
  }
  do {
    furat_ast_expr *item;
    if (!furat_parse_expression(p, &item) || !furat_parser_add_arg(p, in, item)) {
      return false;
    }
  } while (furat_parser_accept(p, FURAT_TOKEN_COMMA));
  if (!furat_parser_expect(p, FURAT_TOKEN_RPAREN, ", or ) in the list")) {
    return false;
  }
  in->span = furat_parser_span(p, in->span.start);
  return true;
}

static bool
make_pair(furat_parser *p, furat_ast_expr **left, furat_ast_expr_kind kind)
{
  furat_ast_expr *pair = furat_parser_new_expr(p, kind, (*left)->span.start);
  if (!furat_parser_add_arg(p, pair, *left)) {
    return false;
  }
  *left = pair;
  return true;
}

/// IN and NOT IN, if they are next.  Rule 114.
static bool
parse_in(furat_parser *p, furat_ast_expr **left, bool *found)
{
  const bool is_not = furat_parser_accept_word(p, FURAT_KEYWORD_NOT);
  *found = is_not || furat_parser_is_word(p, FURAT_KEYWORD_IN);
  if (!*found) {
    return p->status == FURAT_OK;
  }
  return furat_parser_expect_word(p, FURAT_KEYWORD_IN, "IN behind NOT") &&
         make_pair(p, left, is_not ? FURAT_AST_EXPR_NOT_IN : FURAT_AST_EXPR_IN) &&
         parse_list(p, *left);
}

/// Operators of this level and of tighter ones.
static bool
parse_level(furat_parser *p, level at, furat_ast_expr **out)
{
  if (!parse_unary(p, out)) {
    return false;
  }
  // Comparisons do not chain (rule 114).
  bool may_compare = at <= LEVEL_RELATION;
  for (;;) {
    bool is_in = false;
    if (may_compare && !parse_in(p, out, &is_in)) {
      return false;
    }
    if (is_in) {
      may_compare = false;
      continue;
    }
    const furat_span op_span = p->token.span;
    const operator_row *op = accept_operator(p, at);
    if (!op) {
      return p->status == FURAT_OK;
    }
    if (op->at == LEVEL_RELATION && !may_compare) {
      furat_parser_fail(p, op_span, "comparisons cannot be chained");
      furat_error_hint(p->err, "join two comparisons by &&");
      return false;
    }
    furat_ast_expr *right;
    if (!parse_level(p, (level)(op->at + 1), &right)) {
      return false;
    }
    const bool is_flat =
        (op->kind == FURAT_AST_EXPR_OR || op->kind == FURAT_AST_EXPR_AND) &&
        (*out)->kind == op->kind;
    if ((!is_flat && !make_pair(p, out, op->kind)) ||
        !furat_parser_add_arg(p, *out, right)) {
      return false;
    }
    may_compare = op->at != LEVEL_RELATION && at <= LEVEL_RELATION;
  }
}

bool
furat_parse_expression(furat_parser *p, furat_ast_expr **out)
{
  if (!furat_parser_enter(p, p->token.span)) {
    return false;
  }
  const bool ok = parse_level(p, LEVEL_OR, out);
  furat_parser_leave(p);
  return ok;
}
