// SPDX-License-Identifier: GPL-3.0-or-later
// A stack of frames, one a bracket, each with a state; a table tells what may stand in
// each state, another where the words of the top level lead.  Every token leads
// somewhere: one that does not fit leaves the state as it is.
#include "sparql/position.h"

#include "sparql/position_reader.h"
#include "sparql/position_word.h"

enum { MAX_NOTED = 1000 };

// ------------------------------------------------------------------------ reading

bool
furat_position_same(furat_str a, furat_str b)
{
  bool bracket = a.len > 0 && a.data[0] == '[';
  return bracket ? a.data == b.data : furat_str_equal(a, b);
}

static void
note_triple(furat_position_reader *r, furat_str object)
{
  furat_position_frame *f = furat_position_top(r);
  furat_position_triple triple = {.subject = f->subject,
                                  .predicate = f->path ? FURAT_STR_NONE : f->predicate,
                                  .object = object,
                                  .steps = f->steps};
  if (f->subject.len > 0 && r->out->triples.n < MAX_NOTED) {
    furat_vec_push(&r->out->triples, &triple);
  }
}

static void
note_variable(furat_position_reader *r, furat_str name)
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

// Of VALUES.
static void
note_column(furat_position_reader *r, const furat_token *token)
{
  const furat_position_state at = furat_position_top(r)->at;
  if ((at == FURAT_AT_VALUES || at == FURAT_AT_VARIABLES) &&
      r->n_columns < FURAT_POSITION_MAX_COLUMNS) {
    r->columns[r->n_columns++] = furat_position_written(r, token);
  }
}

// The string whose language or datatype may follow.
static void
note_literal(furat_position_reader *r, const furat_token *token)
{
  if (token->kind == FURAT_TOKEN_STRING) {
    r->out->literal = token->span;
  } else if (token->kind != FURAT_TOKEN_CARETS) {
    r->out->literal = (furat_span){0, 0};
  }
}

// ------------------------------------------------------------- the top level

static void
open_parenthesis_of_query(furat_position_reader *r)
{
  const furat_position_state at = furat_position_top(r)->at;
  furat_position_frame inside = {.at = FURAT_AT_VARIABLES};
  if (at != FURAT_AT_VALUES) {
    inside = furat_position_expression_frame(r);
  }
  furat_position_push(r, inside, at == FURAT_AT_SELECT ? FURAT_AT_PROJECT : at);
}

static void
open_brace_of_query(furat_position_reader *r)
{
  furat_position_frame *f = furat_position_top(r);
  switch (f->at) {
  case FURAT_AT_VALUES:
    furat_position_push(r, (furat_position_frame){.at = FURAT_AT_DATA},
                        FURAT_AT_MODIFIERS);
    break;
  case FURAT_AT_CONSTRUCT:
    furat_position_push(r, furat_position_group_frame(true), FURAT_AT_CONSTRUCTED);
    break;
  case FURAT_AT_INSERT:
  case FURAT_AT_DELETE:
    furat_position_push(r, furat_position_group_frame(true), FURAT_AT_TEMPLATED);
    break;
  case FURAT_AT_DATA_TEMPLATE:
    furat_position_push(r, furat_position_group_frame(true), FURAT_AT_START);
    break;
  default:
    furat_position_push(r, furat_position_group_frame(false), FURAT_AT_MODIFIERS);
    break;
  }
}

static void
take_query_iri(furat_position_reader *r, const furat_token *token)
{
  furat_position_frame *f = furat_position_top(r);
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
  case FURAT_AT_ADD:
    f->at = FURAT_AT_ADDED;
    break;
  case FURAT_AT_ADD_TO:
  case FURAT_AT_GRAPH_REF:
    f->at = FURAT_AT_NOTHING;
    break;
  default:
    break;
  }
}

static void
take_in_query(furat_position_reader *r, const furat_token *token)
{
  furat_position_frame *f = furat_position_top(r);
  switch (token->kind) {
  case FURAT_TOKEN_WORD:
    f->at = furat_position_lead(f->at, token->keyword);
    break;
  case FURAT_TOKEN_LBRACE:
    open_brace_of_query(r);
    break;
  case FURAT_TOKEN_LPAREN:
    open_parenthesis_of_query(r);
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
    if (furat_position_is_iri(token)) {
      take_query_iri(r, token);
    }
    break;
  }
}

// ------------------------------------------------------------------- groups

// The words that begin something else than a triple.  False: none of them.
static bool
take_group_word(furat_position_reader *r, const furat_token *token)
{
  furat_position_frame *f = furat_position_top(r);
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
set_subject(furat_position_reader *r, furat_str subject)
{
  furat_position_frame *f = furat_position_top(r);
  f->subject = subject;
  f->predicate = FURAT_STR_NONE;
  f->path = false;
  f->at = FURAT_AT_PREDICATE;
  furat_position_path_begin(&r->path);
}

static void
set_predicate(furat_position_reader *r, furat_str predicate)
{
  furat_position_frame *f = furat_position_top(r);
  f->predicate = predicate;
  furat_position_path_step(&r->path, predicate);
  f->steps = r->path.last;
  f->at = FURAT_AT_OBJECT;
}

static void
open_bracket(furat_position_reader *r, const furat_token *token)
{
  furat_str bracket = furat_position_written(r, token);
  furat_position_frame *f = furat_position_top(r);
  furat_position_frame inner = {.at = FURAT_AT_PREDICATE, .subject = bracket};
  if (f->at == FURAT_AT_OBJECT) {
    note_triple(r, bracket);
    furat_position_push(r, inner, FURAT_AT_AFTER_OBJECT);
  } else if (f->at == FURAT_AT_LIST) {
    furat_position_push(r, inner, FURAT_AT_LIST);
  } else {
    set_subject(r, bracket);
    furat_position_push(r, inner, FURAT_AT_PREDICATE);
  }
}

static void
open_paren_of_group(furat_position_reader *r, const furat_token *token)
{
  furat_position_frame *f = furat_position_top(r);
  switch (f->at) {
  case FURAT_AT_FILTER:
  case FURAT_AT_BIND:
    furat_position_push(r, furat_position_expression_frame(r), FURAT_AT_SUBJECT);
    break;
  case FURAT_AT_VALUES:
    furat_position_push(r, (furat_position_frame){.at = FURAT_AT_VARIABLES},
                        FURAT_AT_VALUES);
    break;
  case FURAT_AT_PREDICATE:
    f->path = true;
    furat_position_path_take(&r->path, token->kind);
    break;
  case FURAT_AT_OBJECT:
    note_triple(r, furat_position_written(r, token));
    furat_position_push(r, (furat_position_frame){.at = FURAT_AT_LIST},
                        FURAT_AT_AFTER_OBJECT);
    break;
  default:
    set_subject(r, furat_position_written(r, token));
    furat_position_push(r, (furat_position_frame){.at = FURAT_AT_LIST},
                        FURAT_AT_PREDICATE);
    break;
  }
}

static void
open_brace_of_group(furat_position_reader *r)
{
  furat_position_frame *f = furat_position_top(r);
  if (f->at == FURAT_AT_VALUES) {
    furat_position_push(r, (furat_position_frame){.at = FURAT_AT_DATA}, FURAT_AT_SUBJECT);
  } else {
    furat_position_push(r, furat_position_group_frame(f->templates), FURAT_AT_SUBJECT);
  }
}

// A node where a triple goes on.
static void
take_node(furat_position_reader *r, furat_str node)
{
  furat_position_frame *f = furat_position_top(r);
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
    if ((node.data[0] == '?' || node.data[0] == '$') && r->out->graphs.n < MAX_NOTED) {
      furat_vec_push(&r->out->graphs, &node);
    }
    f->at = FURAT_AT_BODY;
    break;
  case FURAT_AT_SERVICE_NAME:
    f->at = FURAT_AT_BODY;
    break;
  case FURAT_AT_VALUES:
  case FURAT_AT_FILTER: // a function with an IRI for its name
    break;
  default: // a dot may have been forgotten
    set_subject(r, node);
    break;
  }
}

static void
take_word_of_triple(furat_position_reader *r, const furat_token *token)
{
  furat_position_frame *f = furat_position_top(r);
  if (take_group_word(r, token)) {
    return;
  }
  if (token->keyword == FURAT_KEYWORD_A && f->at == FURAT_AT_PREDICATE) {
    set_predicate(r, furat_position_written(r, token));
  } else if (furat_position_is_truth(token) && f->at == FURAT_AT_OBJECT) {
    take_node(r, furat_position_written(r, token));
  }
}

// The operators of paths, before and behind a predicate.
static void
take_path(furat_position_reader *r, furat_token_kind kind)
{
  furat_position_frame *f = furat_position_top(r);
  if (f->at != FURAT_AT_PREDICATE && f->at != FURAT_AT_OBJECT) {
    return;
  }
  f->path = true;
  furat_position_path_take(&r->path, kind);
  f->steps = r->path.last;
  if (kind == FURAT_TOKEN_SLASH || kind == FURAT_TOKEN_PIPE ||
      kind == FURAT_TOKEN_CARET || kind == FURAT_TOKEN_NOT) {
    f->at = FURAT_AT_PREDICATE;
  }
}

static void
take_punctuation_of_group(furat_position_reader *r, const furat_token *token)
{
  furat_position_frame *f = furat_position_top(r);
  switch (token->kind) {
  case FURAT_TOKEN_DOT:
    f->at = FURAT_AT_SUBJECT;
    break;
  case FURAT_TOKEN_SEMICOLON:
    f->at = FURAT_AT_PREDICATE;
    f->path = false;
    f->predicate = FURAT_STR_NONE;
    furat_position_path_begin(&r->path);
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
take_in_group(furat_position_reader *r, const furat_token *token)
{
  furat_position_frame *f = furat_position_top(r);
  if (token->kind == FURAT_TOKEN_WORD) {
    take_word_of_triple(r, token);
  } else if (furat_position_is_node(token)) {
    take_node(r, furat_position_written(r, token));
  } else {
    take_punctuation_of_group(r, token);
  }
  f->first = false;
}

static void
take_in_list(furat_position_reader *r, const furat_token *token)
{
  furat_position_frame *f = furat_position_top(r);
  if (furat_position_is_node(token) || furat_position_is_truth(token) ||
      token->keyword == FURAT_KEYWORD_UNDEF) {
    f->at_argument++;
  } else if (token->kind == FURAT_TOKEN_CARETS && f->at_argument > 0) {
    f->at_argument--; // the datatype comes, and is no value of its own
  } else if (token->kind == FURAT_TOKEN_LPAREN) {
    furat_position_push(r,
                        (furat_position_frame){
                            .at = f->at == FURAT_AT_DATA ? FURAT_AT_ROW : FURAT_AT_LIST},
                        f->at);
  } else if (token->kind == FURAT_TOKEN_LBRACKET) {
    open_bracket(r, token);
  }
}

// ------------------------------------------------------------------- all tokens

static void
take_closing(furat_position_reader *r, furat_token_kind kind)
{
  furat_position_frame *f = furat_position_top(r);
  bool triples = !f->query && f->at >= FURAT_AT_SUBJECT && f->at < FURAT_AT_LIST;
  if (kind == FURAT_TOKEN_RPAREN && triples) {
    f->path = true; // that of a path
    furat_position_path_take(&r->path, kind);
    f->steps = r->path.last;
    return;
  }
  if (furat_position_is_expression(f)) {
    furat_position_close_expression(r);
  } else {
    furat_position_pop(r);
  }
}

static void
take(furat_position_reader *r, const furat_token *token)
{
  const furat_position_frame *f = furat_position_top(r);
  if (token->kind == FURAT_TOKEN_VAR) {
    note_variable(r, token->text);
    note_column(r, token);
  } else if (token->keyword == FURAT_KEYWORD_VALUES) {
    r->n_columns = 0;
  }
  note_literal(r, token);
  if (token->kind == FURAT_TOKEN_RBRACE || token->kind == FURAT_TOKEN_RPAREN ||
      token->kind == FURAT_TOKEN_RBRACKET) {
    take_closing(r, token->kind);
  } else if (r->n_too_deep > 0) {
    r->n_too_deep += token->kind == FURAT_TOKEN_LBRACE ||
                     token->kind == FURAT_TOKEN_LPAREN ||
                     token->kind == FURAT_TOKEN_LBRACKET;
  } else if (f->query) {
    take_in_query(r, token);
  } else if (furat_position_is_expression(f)) {
    furat_position_take_in_expression(r, token);
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
is_part_of_name(const furat_position_reader *r, const furat_token *token)
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
read_tokens(furat_position_reader *r, size_t start, size_t end)
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

// Behind a string that is closed.
static void
tell_of_literal(furat_position_reader *r)
{
  furat_position *out = r->out;
  const size_t start = out->word.start;
  if (out->place != FURAT_POSITION_PLAIN || out->literal.end == 0) {
    return;
  }
  if (out->literal.end == start && start < out->word.end && r->text.data[start] == '@') {
    out->wants = FURAT_WANTS_LANGUAGE;
  } else if (furat_str_ends_with(furat_str_slice(r->text, 0, start), FURAT_STR("^^"))) {
    out->wants = FURAT_WANTS_DATATYPE;
  }
}

// What may stand where the reader is now.
static void
tell(furat_position_reader *r)
{
  furat_position *out = r->out;
  const furat_position_frame *f = furat_position_top(r);
  static const char *const in_template[] = {"GRAPH", NULL};
  if (r->n_too_deep > 0 || out->place == FURAT_POSITION_COMMENT) {
    return;
  }
  out->wants = furat_position_offer_of(f->at)->wants;
  out->keywords = furat_position_offer_of(f->at)->keywords;
  out->in_template = f->templates;
  if (f->templates && (f->at == FURAT_AT_SUBJECT || f->at == FURAT_AT_AFTER_OBJECT)) {
    out->keywords = in_template;
  }
  if (f->at >= FURAT_AT_SUBJECT && f->at <= FURAT_AT_AFTER_OBJECT && !f->query) {
    out->subject = f->at == FURAT_AT_SUBJECT ? FURAT_STR_NONE : f->subject;
    out->predicate = f->at == FURAT_AT_OBJECT && !f->path ? f->predicate : FURAT_STR_NONE;
  }
  if (!f->query && f->subject.len > 0 && f->at >= FURAT_AT_OBJECT &&
      f->at <= FURAT_AT_DATATYPE) {
    out->steps = f->steps;
  }
  if (f->at == FURAT_AT_PREDICATE) {
    out->steps = r->path.from;
    out->backwards = furat_position_path_is_backwards(&r->path);
  }
  if (!f->query) {
    furat_position_tell_of_expression(r);
  }
  if (f->at == FURAT_AT_OBJECT && is_type(out->predicate)) {
    out->wants |= FURAT_WANTS_CLASS;
  }
  tell_of_literal(r);
}

furat_status
furat_position_read(furat_position *out, furat_str text, size_t cursor, furat_error *err)
{
  *out = (furat_position){.wants = 0};
  furat_vec_init(&out->variables, sizeof(furat_str), MAX_NOTED);
  furat_vec_init(&out->graphs, sizeof(furat_str), MAX_NOTED);
  furat_vec_init(&out->triples, sizeof(furat_position_triple), MAX_NOTED);
  furat_prefixes_init(&out->prefixes);
  static const char *const none[] = {NULL};
  furat_position_reader r = {.out = out, .text = text, .n_frames = 1};
  furat_position_path_begin(&r.path);
  r.frames[0] = (furat_position_frame){.at = FURAT_AT_START, .query = true};
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
    const furat_span literal = out->literal;
    status =
        read_tokens(&r, out->place == FURAT_POSITION_PLAIN ? cursor : before, text.len);
    out->literal = literal;
  }
  if (status == FURAT_OK) {
    status = furat_vec_status(&out->variables, err);
  }
  if (status == FURAT_OK) {
    status = furat_vec_status(&out->graphs, err);
  }
  return status == FURAT_OK ? furat_vec_status(&out->triples, err)
                            : furat_error_no_mem(err);
}

void
furat_position_clear(furat_position *position)
{
  if (position->variables.item_bytes > 0) {
    furat_vec_clear(&position->variables);
    furat_vec_clear(&position->graphs);
    furat_vec_clear(&position->triples);
    furat_prefixes_clear(&position->prefixes);
  }
}
