// SPDX-License-Identifier: GPL-3.0-or-later
// A stack of frames, one a bracket, each with a state; a table tells what may stand in
// each state, another where the words of the top level lead.  Every token leads
// somewhere: one that does not fit leaves the state as it is.
#include "sparql/position.h"

#include <string.h>

#include "sparql/builtins.h"
#include "sparql/lexer.h"
#include "sparql/position_states.h"
#include "sparql/position_word.h"

enum { MAX_FRAMES = 128, MAX_NOTED = 1000 };

// ------------------------------------------------------------------------ reading

typedef struct frame {
  furat_position_state at;
  furat_position_state after; // of the frame around it, when this one is closed
  bool query;                 // the top level of a query or a sub-SELECT: words lead on
  bool templates;             // of triples, not a pattern
  bool first;                 // nothing has stood in it yet
  bool path;                  // of the predicate
  bool backwards;             // its last step, or one of several ways
  bool names;                 // an expression that AS follows
  bool aggregates;            // may stand in the expression
  bool counted;               // it is what an aggregate is of
  bool compares;              // its next operand is compared with the one before
  furat_str subject;
  furat_str predicate;
  furat_str operand; // the last one, if it is a variable
} frame;

typedef struct reader {
  furat_position *out;
  furat_str text;
  frame frames[MAX_FRAMES];
  size_t n_frames;
  size_t n_too_deep; // brackets beyond those
  furat_str prefix;  // that is being declared
  furat_status status;
  furat_builtin called; // by the word before
  bool has_phrase;      // words that mean nothing stand before the place
  size_t phrase_start;  // the first of them
} reader;

static frame *
top(reader *r)
{
  return &r->frames[r->n_frames - 1];
}

static void
push(reader *r, frame inner, furat_position_state after)
{
  if (r->n_frames == MAX_FRAMES) {
    r->n_too_deep++;
    return;
  }
  top(r)->at = after;
  inner.after = after;
  r->frames[r->n_frames++] = inner;
}

static void
pop(reader *r)
{
  if (r->n_too_deep > 0) {
    r->n_too_deep--;
  } else if (r->n_frames > 1) {
    r->n_frames--;
  }
}

bool
furat_position_same(furat_str a, furat_str b)
{
  bool bracket = a.len > 0 && a.data[0] == '[';
  return bracket ? a.data == b.data : furat_str_equal(a, b);
}

static void
note_triple(reader *r, furat_str object)
{
  frame *f = top(r);
  furat_position_triple triple = {f->subject, f->path ? FURAT_STR_NONE : f->predicate,
                                  object};
  if (f->subject.len > 0 && r->out->triples.n < MAX_NOTED) {
    furat_vec_push(&r->out->triples, &triple);
  }
}

static void
note_variable(reader *r, furat_str name)
{
  furat_vec *variables = &r->out->variables;
  for (size_t i = 0; i < variables->n; i++) {
    if (furat_str_equal(FURAT_VEC_AT(variables, furat_str, i), name)) {
      return;
    }
  }
  if (variables->n < MAX_NOTED) {
    furat_vec_push(variables, &name);
  }
}

static furat_str
written(const reader *r, const furat_token *token)
{
  return furat_str_slice(r->text, token->span.start, token->span.end - token->span.start);
}

static bool
is_iri(const furat_token *token)
{
  return token->kind == FURAT_TOKEN_IRI || token->kind == FURAT_TOKEN_PNAME_LN ||
         token->kind == FURAT_TOKEN_PNAME_NS;
}

// What can be a subject or an object and is one token, but for words.
static bool
is_node(const furat_token *token)
{
  switch (token->kind) {
  case FURAT_TOKEN_VAR:
  case FURAT_TOKEN_BLANK:
  case FURAT_TOKEN_ANON:
  case FURAT_TOKEN_NIL:
  case FURAT_TOKEN_INTEGER:
  case FURAT_TOKEN_DECIMAL:
  case FURAT_TOKEN_DOUBLE:
  case FURAT_TOKEN_STRING:
    return true;
  default:
    return is_iri(token);
  }
}

static bool
is_truth(const furat_token *token)
{
  return token->keyword == FURAT_KEYWORD_TRUE || token->keyword == FURAT_KEYWORD_FALSE;
}

// Behind ( or the name of a function, inside of `f`.
static frame
expression_frame(const reader *r, const frame *f)
{
  frame inner = {.at = FURAT_AT_OPERAND, .aggregates = f->aggregates};
  inner.counted = furat_builtin_is_aggregate(r->called);
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
    break;
  default:
    break;
  }
  inner.aggregates = inner.aggregates && !inner.counted;
  inner.names = inner.names && r->called == FURAT_BUILTIN_NONE;
  return inner;
}

static frame
group_frame(bool templates)
{
  return (frame){.at = FURAT_AT_SUBJECT, .templates = templates, .first = true};
}

// ------------------------------------------------------------- the top level

static void
open_brace_of_query(reader *r)
{
  frame *f = top(r);
  switch (f->at) {
  case FURAT_AT_VALUES:
    push(r, (frame){.at = FURAT_AT_DATA}, FURAT_AT_MODIFIERS);
    break;
  case FURAT_AT_CONSTRUCT:
    push(r, group_frame(true), FURAT_AT_CONSTRUCTED);
    break;
  case FURAT_AT_INSERT:
  case FURAT_AT_DELETE:
    push(r, group_frame(true), FURAT_AT_TEMPLATED);
    break;
  case FURAT_AT_DATA_TEMPLATE:
    push(r, group_frame(true), FURAT_AT_START);
    break;
  default:
    push(r, group_frame(false), FURAT_AT_MODIFIERS);
    break;
  }
}

static void
take_query_iri(reader *r, const furat_token *token)
{
  frame *f = top(r);
  switch (f->at) {
  case FURAT_AT_PREFIX_NAME:
    r->prefix = token->prefix;
    f->at = FURAT_AT_PREFIX_IRI;
    break;
  case FURAT_AT_PREFIX_IRI:
    if (token->kind == FURAT_TOKEN_IRI) {
      r->status = furat_prefixes_set(&r->out->prefixes, r->prefix, token->text, NULL);
    }
    f->at = FURAT_AT_START;
    break;
  case FURAT_AT_BASE_IRI:
    f->at = FURAT_AT_START;
    break;
  case FURAT_AT_FROM:
    f->at = FURAT_AT_DATASET;
    break;
  case FURAT_AT_USING:
    f->at = FURAT_AT_TEMPLATED;
    break;
  case FURAT_AT_WITH:
    f->at = FURAT_AT_WITH_DONE;
    break;
  case FURAT_AT_GRAPH_REF:
    f->at = FURAT_AT_NOTHING;
    break;
  default:
    break;
  }
}

static void
take_in_query(reader *r, const furat_token *token)
{
  frame *f = top(r);
  switch (token->kind) {
  case FURAT_TOKEN_WORD:
    f->at = furat_position_lead(f->at, token->keyword);
    break;
  case FURAT_TOKEN_LBRACE:
    open_brace_of_query(r);
    break;
  case FURAT_TOKEN_LPAREN:
    push(r,
         f->at == FURAT_AT_VALUES ? (frame){.at = FURAT_AT_VARIABLES}
                                  : expression_frame(r, f),
         f->at == FURAT_AT_SELECT ? FURAT_AT_PROJECT : f->at);
    break;
  case FURAT_TOKEN_SEMICOLON:
    f->at = FURAT_AT_START;
    break;
  case FURAT_TOKEN_INTEGER:
    f->at = f->at == FURAT_AT_NUMBER ? FURAT_AT_MODIFIERS : f->at;
    break;
  case FURAT_TOKEN_VAR:
  case FURAT_TOKEN_STAR:
    f->at = f->at == FURAT_AT_SELECT ? FURAT_AT_PROJECT : f->at;
    break;
  default:
    if (is_iri(token)) {
      take_query_iri(r, token);
    }
    break;
  }
}

// ------------------------------------------------------------------- groups

// The words that begin something else than a triple.  False: none of them.
static bool
take_group_word(reader *r, const furat_token *token)
{
  frame *f = top(r);
  switch (token->keyword) {
  case FURAT_KEYWORD_OPTIONAL:
  case FURAT_KEYWORD_MINUS:
  case FURAT_KEYWORD_UNION:
    f->at = FURAT_AT_BODY;
    return true;
  case FURAT_KEYWORD_GRAPH:
    f->at = FURAT_AT_GRAPH_NAME;
    return true;
  case FURAT_KEYWORD_SERVICE:
    f->at = FURAT_AT_SERVICE_NAME;
    return true;
  case FURAT_KEYWORD_FILTER:
    f->at = FURAT_AT_FILTER;
    return true;
  case FURAT_KEYWORD_BIND:
    f->at = FURAT_AT_BIND;
    return true;
  case FURAT_KEYWORD_VALUES:
    f->at = FURAT_AT_VALUES;
    return true;
  case FURAT_KEYWORD_SELECT:
    f->query = f->first;
    f->at = f->first ? FURAT_AT_SELECT : f->at;
    return f->first;
  default:
    return false;
  }
}

static void
set_subject(reader *r, furat_str subject)
{
  frame *f = top(r);
  f->subject = subject;
  f->predicate = FURAT_STR_NONE;
  f->path = false;
  f->backwards = false;
  f->at = FURAT_AT_PREDICATE;
}

static void
set_predicate(reader *r, furat_str predicate)
{
  frame *f = top(r);
  f->predicate = predicate;
  f->backwards = f->backwards && f->path;
  f->at = FURAT_AT_OBJECT;
}

static void
open_bracket(reader *r, const furat_token *token)
{
  furat_str bracket = written(r, token);
  frame *f = top(r);
  frame inner = {.at = FURAT_AT_PREDICATE, .subject = bracket};
  if (f->at == FURAT_AT_OBJECT) {
    note_triple(r, bracket);
    push(r, inner, FURAT_AT_AFTER_OBJECT);
  } else if (f->at == FURAT_AT_LIST) {
    push(r, inner, FURAT_AT_LIST);
  } else {
    set_subject(r, bracket);
    push(r, inner, FURAT_AT_PREDICATE);
  }
}

static void
open_paren_of_group(reader *r, const furat_token *token)
{
  frame *f = top(r);
  switch (f->at) {
  case FURAT_AT_FILTER:
  case FURAT_AT_BIND:
    push(r, expression_frame(r, f), FURAT_AT_SUBJECT);
    break;
  case FURAT_AT_VALUES:
    f->operand = FURAT_STR_NONE;
    push(r, (frame){.at = FURAT_AT_VARIABLES}, FURAT_AT_VALUES);
    break;
  case FURAT_AT_PREDICATE:
    f->path = true;
    break;
  case FURAT_AT_OBJECT:
    note_triple(r, written(r, token));
    push(r, (frame){.at = FURAT_AT_LIST}, FURAT_AT_AFTER_OBJECT);
    break;
  default:
    set_subject(r, written(r, token));
    push(r, (frame){.at = FURAT_AT_LIST}, FURAT_AT_PREDICATE);
    break;
  }
}

static void
open_brace_of_group(reader *r)
{
  frame *f = top(r);
  if (f->at == FURAT_AT_VALUES) {
    push(r, (frame){.at = FURAT_AT_DATA, .operand = f->operand}, FURAT_AT_SUBJECT);
  } else {
    push(r, group_frame(f->templates), FURAT_AT_SUBJECT);
  }
}

// A node where a triple goes on.
static void
take_node(reader *r, furat_str node)
{
  frame *f = top(r);
  switch (f->at) {
  case FURAT_AT_PREDICATE:
    set_predicate(r, node);
    break;
  case FURAT_AT_OBJECT:
    note_triple(r, node);
    f->at = FURAT_AT_AFTER_OBJECT;
    break;
  case FURAT_AT_DATATYPE:
    f->at = FURAT_AT_AFTER_OBJECT;
    break;
  case FURAT_AT_GRAPH_NAME:
  case FURAT_AT_SERVICE_NAME:
    f->at = FURAT_AT_BODY;
    break;
  case FURAT_AT_VALUES:
    f->operand = node;
    break;
  case FURAT_AT_FILTER: // a function with an IRI for its name
    break;
  default: // a dot may have been forgotten
    set_subject(r, node);
    break;
  }
}

static void
take_word_of_triple(reader *r, const furat_token *token)
{
  frame *f = top(r);
  if (take_group_word(r, token)) {
    return;
  }
  if (token->keyword == FURAT_KEYWORD_A && f->at == FURAT_AT_PREDICATE) {
    set_predicate(r, written(r, token));
  } else if (is_truth(token) && f->at == FURAT_AT_OBJECT) {
    take_node(r, written(r, token));
  }
}

// The operators of paths, before and behind a predicate.
static void
take_path(reader *r, furat_token_kind kind)
{
  frame *f = top(r);
  if (f->at != FURAT_AT_PREDICATE && f->at != FURAT_AT_OBJECT) {
    return;
  }
  f->path = true;
  f->backwards = kind == FURAT_TOKEN_CARET || kind == FURAT_TOKEN_NOT ||
                 kind == FURAT_TOKEN_PIPE || (f->backwards && kind != FURAT_TOKEN_SLASH);
  if (kind == FURAT_TOKEN_SLASH || kind == FURAT_TOKEN_PIPE ||
      kind == FURAT_TOKEN_CARET || kind == FURAT_TOKEN_NOT) {
    f->at = FURAT_AT_PREDICATE;
  }
}

static void
take_punctuation_of_group(reader *r, const furat_token *token)
{
  frame *f = top(r);
  switch (token->kind) {
  case FURAT_TOKEN_DOT:
    f->at = FURAT_AT_SUBJECT;
    break;
  case FURAT_TOKEN_SEMICOLON:
    f->at = FURAT_AT_PREDICATE;
    f->path = false;
    f->backwards = false;
    f->predicate = FURAT_STR_NONE;
    break;
  case FURAT_TOKEN_COMMA:
    f->at = FURAT_AT_OBJECT;
    break;
  case FURAT_TOKEN_CARETS:
    f->at = f->at == FURAT_AT_AFTER_OBJECT ? FURAT_AT_DATATYPE : f->at;
    break;
  case FURAT_TOKEN_LBRACKET:
    open_bracket(r, token);
    break;
  case FURAT_TOKEN_LPAREN:
    open_paren_of_group(r, token);
    break;
  case FURAT_TOKEN_LBRACE:
    open_brace_of_group(r);
    break;
  default:
    take_path(r, token->kind);
    break;
  }
}

static void
take_in_group(reader *r, const furat_token *token)
{
  frame *f = top(r);
  if (token->kind == FURAT_TOKEN_WORD) {
    take_word_of_triple(r, token);
  } else if (is_node(token)) {
    take_node(r, written(r, token));
  } else {
    take_punctuation_of_group(r, token);
  }
  f->first = false;
}

// -------------------------------------------------------------- expressions, lists

static void
take_word_of_expression(reader *r, const furat_token *token)
{
  frame *f = top(r);
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
    f->counted = f->counted && token->keyword != FURAT_KEYWORD_DISTINCT;
    break;
  default:
    f->at = is_truth(token) ? FURAT_AT_OPERATOR : f->at;
    break;
  }
}

// An operand or an operator.  In a list behind IN all are compared with the same.
static void
take_operand(frame *f, const furat_token *token, furat_str text)
{
  if (f->at == FURAT_AT_SEPARATOR) {
    f->at = is_node(token) ? FURAT_AT_OPERATOR : f->at;
  } else if (is_node(token)) {
    f->operand = f->compares                      ? f->operand
                 : token->kind == FURAT_TOKEN_VAR ? text
                                                  : FURAT_STR_NONE;
    f->at = FURAT_AT_OPERATOR;
  } else {
    f->at = FURAT_AT_OPERAND;
    f->compares = (token->kind >= FURAT_TOKEN_EQ && token->kind <= FURAT_TOKEN_GE) ||
                  (f->compares && token->kind == FURAT_TOKEN_COMMA);
  }
}

static void
take_in_expression(reader *r, const furat_token *token)
{
  frame *f = top(r);
  switch (token->kind) {
  case FURAT_TOKEN_WORD:
    take_word_of_expression(r, token);
    break;
  case FURAT_TOKEN_LPAREN:
    push(r, expression_frame(r, f), FURAT_AT_OPERATOR);
    break;
  case FURAT_TOKEN_LBRACE:
    push(r, group_frame(false), FURAT_AT_OPERATOR);
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
    take_operand(f, token, written(r, token));
    break;
  }
}

static void
take_in_list(reader *r, const furat_token *token)
{
  frame *f = top(r);
  if (token->kind == FURAT_TOKEN_LPAREN) {
    push(r, (frame){.at = f->at == FURAT_AT_DATA ? FURAT_AT_ROW : FURAT_AT_LIST}, f->at);
  } else if (token->kind == FURAT_TOKEN_LBRACKET) {
    open_bracket(r, token);
  }
}

// ------------------------------------------------------------------- all tokens

static bool
is_expression(furat_position_state at)
{
  return at == FURAT_AT_OPERAND || at == FURAT_AT_OPERATOR ||
         at == FURAT_AT_NEW_VARIABLE || at == FURAT_AT_SEPARATOR;
}

static void
take_closing(reader *r, furat_token_kind kind)
{
  frame *f = top(r);
  bool triples = !f->query && f->at >= FURAT_AT_SUBJECT && f->at < FURAT_AT_LIST;
  if (kind == FURAT_TOKEN_RPAREN && triples) {
    f->path = true; // that of a path
    return;
  }
  pop(r);
}

static void
take(reader *r, const furat_token *token)
{
  const frame *f = top(r);
  if (token->kind == FURAT_TOKEN_VAR) {
    note_variable(r, token->text);
  }
  if (token->kind == FURAT_TOKEN_RBRACE || token->kind == FURAT_TOKEN_RPAREN ||
      token->kind == FURAT_TOKEN_RBRACKET) {
    take_closing(r, token->kind);
  } else if (r->n_too_deep > 0) {
    r->n_too_deep += token->kind == FURAT_TOKEN_LBRACE ||
                     token->kind == FURAT_TOKEN_LPAREN ||
                     token->kind == FURAT_TOKEN_LBRACKET;
  } else if (f->query) {
    take_in_query(r, token);
  } else if (is_expression(f->at) ||
             (f->at == FURAT_AT_DATATYPE && f->subject.len == 0)) {
    take_in_expression(r, token);
  } else if (f->at >= FURAT_AT_LIST) {
    take_in_list(r, token);
  } else {
    take_in_group(r, token);
  }
  r->called = token->kind == FURAT_TOKEN_WORD ? furat_builtin_find(token->text)
                                              : FURAT_BUILTIN_NONE;
}

// Whether a word may be part of a name that somebody types, in whatever script.
static bool
is_part_of_name(const reader *r, const furat_token *token)
{
  if (token->kind == FURAT_TOKEN_BAD) {
    return token->span.end - token->span.start > 1;
  }
  if (token->kind != FURAT_TOKEN_WORD ||
      furat_builtin_find(token->text) != FURAT_BUILTIN_NONE) {
    return false;
  }
  switch (token->keyword) {
  case FURAT_KEYWORD_NONE:
    return true;
  case FURAT_KEYWORD_A:
  case FURAT_KEYWORD_ALL:
  case FURAT_KEYWORD_AS:
  case FURAT_KEYWORD_BY:
  case FURAT_KEYWORD_IN:
  case FURAT_KEYWORD_INTO:
  case FURAT_KEYWORD_NOT:
  case FURAT_KEYWORD_TO:
  case FURAT_KEYWORD_WITH:
    return r->has_phrase; // as in: state of emergency in iraq
  default:
    return false;
  }
}

static furat_status
read_tokens(reader *r, size_t start, size_t end)
{
  furat_lexer lexer;
  furat_token token = {.kind = FURAT_TOKEN_BAD};
  furat_lexer_init(&lexer, furat_str_slice(r->text, 0, end), NULL);
  lexer.at = lexer.at > start ? lexer.at : start;
  while (token.kind != FURAT_TOKEN_END && r->status == FURAT_OK) {
    size_t before = lexer.at;
    furat_status status = furat_lexer_next(&lexer, &token, NULL);
    if (status == FURAT_NO_MEM) {
      return status;
    }
    if (status != FURAT_OK && lexer.at == before) {
      lexer.at++;
    }
    if (token.kind == FURAT_TOKEN_END) {
      break;
    }
    if (is_part_of_name(r, &token)) {
      r->phrase_start = r->has_phrase ? r->phrase_start : token.span.start;
      r->has_phrase = true;
    } else {
      r->has_phrase = false;
      if (token.kind != FURAT_TOKEN_BAD && token.kind != FURAT_TOKEN_OPEN_STRING) {
        take(r, &token);
      }
    }
  }
  return r->status;
}

static bool
is_type(furat_str predicate)
{
  return furat_str_equal(predicate, FURAT_STR("a")) ||
         furat_str_ends_with(predicate, FURAT_STR(":type")) ||
         furat_str_equal(predicate,
                         FURAT_STR("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"));
}

// What depends on the expression.
static void
tell_of_expression(furat_position *out, const frame *f)
{
  static const char *const behind[] = {"AS", "IN", "NOT IN", NULL};
  static const char *const counted[] = {"DISTINCT", NULL};
  if (f->at == FURAT_AT_OPERATOR && f->names) {
    out->keywords = behind;
  }
  if (f->at == FURAT_AT_OPERAND) {
    out->keywords = f->counted ? counted : out->keywords;
    out->wants |= f->aggregates ? FURAT_WANTS_AGGREGATE : 0;
    out->wants |= f->compares ? FURAT_WANTS_TERM : 0;
    out->wants &= f->compares ? ~(unsigned)FURAT_WANTS_SELDOM : ~0U;
  }
  if ((f->at == FURAT_AT_OPERAND && f->compares) || f->at == FURAT_AT_DATA) {
    out->compared = f->operand;
  }
}

// What may stand where the reader is now.
static void
tell(reader *r)
{
  furat_position *out = r->out;
  const frame *f = top(r);
  static const char *const in_template[] = {"GRAPH", NULL};
  if (r->n_too_deep > 0 || out->place == FURAT_POSITION_COMMENT) {
    return;
  }
  out->wants = furat_position_offer_of(f->at)->wants;
  out->keywords = furat_position_offer_of(f->at)->keywords;
  if (f->templates && (f->at == FURAT_AT_SUBJECT || f->at == FURAT_AT_AFTER_OBJECT)) {
    out->keywords = in_template;
  }
  if (f->at >= FURAT_AT_SUBJECT && f->at <= FURAT_AT_AFTER_OBJECT && !f->query) {
    out->subject = f->at == FURAT_AT_SUBJECT ? FURAT_STR_NONE : f->subject;
    out->predicate = f->at == FURAT_AT_OBJECT && !f->path ? f->predicate : FURAT_STR_NONE;
    out->step = f->at == FURAT_AT_OBJECT && !f->backwards ? f->predicate : FURAT_STR_NONE;
  }
  if (!f->query) {
    tell_of_expression(out, f);
  }
  if (f->at == FURAT_AT_OBJECT && is_type(out->predicate)) {
    out->wants |= FURAT_WANTS_CLASS;
  }
}

furat_status
furat_position_read(furat_position *out, furat_str text, size_t cursor, furat_error *err)
{
  *out = (furat_position){.wants = 0};
  furat_vec_init(&out->variables, sizeof(furat_str), MAX_NOTED);
  furat_vec_init(&out->triples, sizeof(furat_position_triple), MAX_NOTED);
  furat_prefixes_init(&out->prefixes);
  static const char *const none[] = {NULL};
  reader r = {.out = out, .text = text, .n_frames = 1};
  r.frames[0] = (frame){.at = FURAT_AT_START, .query = true};
  out->keywords = none;
  out->word.end = cursor;
  out->place = furat_position_word(text, cursor, &out->word.start);
  size_t before = out->word.start;
  if (out->place == FURAT_POSITION_STRING) { // and not its quote, nor all three of them
    while (before > 0 && text.data[before - 1] == text.data[out->word.start - 1]) {
      before--;
    }
  }
  furat_status status = read_tokens(&r, 0, before);
  if (status == FURAT_OK) {
    tell(&r);
    out->phrase = (furat_span){r.has_phrase ? r.phrase_start : out->word.start, cursor};
    r.has_phrase = false;
    status =
        read_tokens(&r, out->place == FURAT_POSITION_PLAIN ? cursor : before, text.len);
  }
  if (status == FURAT_OK) {
    status = furat_vec_status(&out->variables, err);
  }
  return status == FURAT_OK ? furat_vec_status(&out->triples, err)
                            : furat_error_no_mem(err);
}

void
furat_position_clear(furat_position *position)
{
  if (position->variables.item_bytes > 0) {
    furat_vec_clear(&position->variables);
    furat_vec_clear(&position->triples);
    furat_prefixes_clear(&position->prefixes);
  }
}
