// SPDX-License-Identifier: GPL-3.0-or-later
// Inside expressions: what may stand as an operand, and what it is compared with.
//                                                   [position_expression] -> position
#include "sparql/position_reader.h"

bool
furat_position_is_expression(const furat_position_frame *f)
{
  return !f->query && (f->at == FURAT_AT_OPERAND || f->at == FURAT_AT_OPERATOR ||
                       f->at == FURAT_AT_NEW_VARIABLE || f->at == FURAT_AT_SEPARATOR ||
                       (f->at == FURAT_AT_DATATYPE && f->subject.len == 0));
}

furat_position_frame
furat_position_expression_frame(furat_position_reader *r)
{
  const furat_position_frame *f = furat_position_top(r);
  furat_position_frame inner = {
      .at = FURAT_AT_OPERAND, .aggregates = f->aggregates, .called = r->called};
  switch (f->at) {
  case FURAT_AT_SELECT:
  case FURAT_AT_PROJECT:
    inner.names = true;
    inner.aggregates = true;
    break;
  case FURAT_AT_HAVING:
  case FURAT_AT_ORDER_BY:
    inner.aggregates = true;
    break;
  case FURAT_AT_GROUP_BY:
  case FURAT_AT_BIND:
    inner.names = true;
    break;
  case FURAT_AT_OPERAND: // behind IN
    inner.compares = f->compares && r->called == FURAT_BUILTIN_NONE;
    inner.operand = inner.compares ? f->operand : FURAT_STR_NONE;
    inner.applied = inner.compares ? f->applied : FURAT_BUILTIN_NONE;
    break;
  default:
    break;
  }
  inner.aggregates = inner.aggregates && !furat_builtin_is_aggregate(inner.called);
  inner.names = inner.names && r->called == FURAT_BUILTIN_NONE;
  return inner;
}

// -------------------------------------------------------------------- tokens

static void
take_word(furat_position_frame *f, const furat_token *token)
{
  switch (token->keyword) {
  case FURAT_KEYWORD_AS:
    f->at = FURAT_AT_NEW_VARIABLE;
    break;
  case FURAT_KEYWORD_IN:
    f->at = FURAT_AT_OPERAND;
    f->compares = true;
    break;
  case FURAT_KEYWORD_NOT:
  case FURAT_KEYWORD_EXISTS:
  case FURAT_KEYWORD_DISTINCT:
    f->at = FURAT_AT_OPERAND;
    f->distinct = f->distinct || token->keyword == FURAT_KEYWORD_DISTINCT;
    break;
  default:
    f->at = furat_position_is_truth(token) ? FURAT_AT_OPERATOR : f->at;
    break;
  }
}

static void
set_operand(furat_position_frame *f, furat_str operand, furat_builtin applied)
{
  if (!f->compares) {
    f->operand = operand;
    f->applied = applied;
  }
}

// Behind the first argument of some functions stands what it is compared with.
static void
take_comma(furat_position_frame *f)
{
  f->at_argument++;
  if (f->at_argument != 1) {
    return;
  }
  switch (f->called) {
  case FURAT_BUILTIN_LANGMATCHES:
  case FURAT_BUILTIN_SAMETERM:
    f->compares = true;
    break;
  case FURAT_BUILTIN_STRSTARTS:
  case FURAT_BUILTIN_CONTAINS:
    f->compares = true;
    f->applied = FURAT_BUILTIN_STR;
    break;
  default:
    break;
  }
}

// An operand or an operator.  In a list behind IN all are compared with the same.
static void
take_operand(furat_position_frame *f, const furat_token *token, furat_str text)
{
  if (f->at == FURAT_AT_SEPARATOR) {
    f->at = furat_position_is_node(token) ? FURAT_AT_OPERATOR : f->at;
  } else if (furat_position_is_node(token)) {
    set_operand(f, token->kind == FURAT_TOKEN_VAR ? text : FURAT_STR_NONE,
                FURAT_BUILTIN_NONE);
    f->at = FURAT_AT_OPERATOR;
  } else {
    f->at = FURAT_AT_OPERAND;
    f->compares = (token->kind >= FURAT_TOKEN_EQ && token->kind <= FURAT_TOKEN_GE) ||
                  (f->compares && token->kind == FURAT_TOKEN_COMMA);
    if (token->kind == FURAT_TOKEN_COMMA) {
      take_comma(f);
    }
  }
}

void
furat_position_take_in_expression(furat_position_reader *r, const furat_token *token)
{
  furat_position_frame *f = furat_position_top(r);
  switch (token->kind) {
  case FURAT_TOKEN_WORD:
    take_word(f, token);
    break;
  case FURAT_TOKEN_LPAREN:
    furat_position_push(r, furat_position_expression_frame(r), FURAT_AT_OPERATOR);
    break;
  case FURAT_TOKEN_LBRACE:
    furat_position_push(r, furat_position_group_frame(false), FURAT_AT_OPERATOR);
    break;
  case FURAT_TOKEN_STAR: // of COUNT(*), or times
    f->at = f->at == FURAT_AT_OPERAND ? FURAT_AT_OPERATOR : FURAT_AT_OPERAND;
    break;
  case FURAT_TOKEN_CARETS:
    f->at = FURAT_AT_DATATYPE;
    break;
  case FURAT_TOKEN_LANGTAG:
    break;
  case FURAT_TOKEN_SEMICOLON:
    f->at = FURAT_AT_SEPARATOR;
    break;
  default:
    take_operand(f, token, furat_position_written(r, token));
    break;
  }
}

void
furat_position_close_expression(furat_position_reader *r)
{
  const furat_position_frame inner = *furat_position_top(r);
  const bool was_too_deep = r->n_too_deep > 0;
  furat_position_pop(r);
  furat_position_frame *f = furat_position_top(r);
  if (!was_too_deep && furat_position_is_expression(f)) {
    set_operand(f, inner.operand,
                inner.called != FURAT_BUILTIN_NONE ? inner.called : inner.applied);
  }
}

// -------------------------------------------------------------------- telling

static void
tell_of_operand(furat_position *out, const furat_position_frame *f)
{
  static const char *const counted[] = {"DISTINCT", NULL};
  if (furat_builtin_is_aggregate(f->called) && !f->distinct) {
    out->keywords = counted;
  }
  out->wants |= f->aggregates ? FURAT_WANTS_AGGREGATE : 0;
  if (f->compares) {
    out->wants |= FURAT_WANTS_TERM;
    out->wants &= ~(unsigned)FURAT_WANTS_SELDOM;
    out->compared = f->operand;
    out->applied = f->applied;
  } else if (f->called == FURAT_BUILTIN_STRLANG && f->at_argument == 1) {
    out->applied = FURAT_BUILTIN_LANG;
  } else if (f->called == FURAT_BUILTIN_STRDT && f->at_argument == 1) {
    out->applied = FURAT_BUILTIN_DATATYPE;
  }
}

void
furat_position_tell_of_expression(furat_position_reader *r)
{
  static const char *const behind[] = {"AS", "IN", "NOT IN", NULL};
  furat_position *out = r->out;
  const furat_position_frame *f = furat_position_top(r);
  if (f->at == FURAT_AT_OPERATOR && f->names) {
    out->keywords = behind;
  }
  if (f->at == FURAT_AT_OPERAND) {
    tell_of_operand(out, f);
  }
  if (f->at == FURAT_AT_DATATYPE || f->at == FURAT_AT_OPERATOR) { // of a literal there
    out->compared = f->compares ? f->operand : FURAT_STR_NONE;
  }
  if (f->at == FURAT_AT_DATA) {
    out->compared = r->n_columns == 1 ? r->columns[0] : FURAT_STR_NONE;
  } else if (f->at == FURAT_AT_ROW && f->at_argument < r->n_columns) {
    out->compared = r->columns[f->at_argument];
  }
}
