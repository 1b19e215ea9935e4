// SPDX-License-Identifier: GPL-3.0-or-later
// The tokens are those of the parser's lexer, which goes on behind what is none.
#include "shell/paint.h"

#include <assert.h>
#include <ctype.h>

#include "base/vec.h"
#include "sparql/builtins.h"
#include "sparql/lexer.h"
#include "sparql/statement.h"

enum { MAX_DEPTH = 100000, MAX_LINES = 1 << 24 };

void
furat_paint_init(furat_paint *paint)
{
  furat_buffer_init(&paint->colors, SIZE_MAX / 2);
  furat_buffer_init(&paint->opened, MAX_LINES);
}

void
furat_paint_clear(furat_paint *paint)
{
  furat_buffer_clear(&paint->colors);
  furat_buffer_clear(&paint->opened);
}

typedef struct painter {
  furat_paint *out;
  furat_str text;
  size_t point;
  furat_vec brackets; // furat_token that are open
  bool is_datatype;   // the token before was ^^
} painter;

static void
color_span(painter *p, size_t start, size_t end, furat_color color)
{
  assert(start <= end);
  assert(end <= p->out->colors.len);
  memset(p->out->colors.data + start, (int)color, end - start);
}

// Between tokens there is white space and comments.
static void
color_gap(painter *p, size_t start, size_t end)
{
  furat_str gap = furat_str_slice(p->text, start, end - start);
  for (size_t at = 0; at < gap.len;) {
    furat_str rest = furat_str_slice(gap, at, gap.len);
    size_t hash = furat_str_find_byte(rest, '#');
    furat_str comment = furat_str_slice(rest, hash, rest.len);
    size_t length = furat_str_find_byte(comment, '\n');
    color_span(p, start + at + hash, start + at + hash + length, FURAT_COLOR_COMMENT);
    at += hash + length;
  }
}

static furat_color
color_of_word(const furat_token *token, furat_str written)
{
  switch (token->keyword) {
  case FURAT_KEYWORD_NONE:
    return furat_builtin_find(written) != FURAT_BUILTIN_NONE ? FURAT_COLOR_FUNCTION
                                                             : FURAT_COLOR_PLAIN;
  case FURAT_KEYWORD_TRUE:
  case FURAT_KEYWORD_FALSE:
    return FURAT_COLOR_DATE;
  default:
    return FURAT_COLOR_KEYWORD;
  }
}

static furat_color
color_of(const furat_token *token, furat_str written)
{
  switch (token->kind) {
  case FURAT_TOKEN_IRI:
  case FURAT_TOKEN_PNAME_LN:
    return FURAT_COLOR_IRI;
  case FURAT_TOKEN_PNAME_NS:
    return FURAT_COLOR_PREFIX;
  case FURAT_TOKEN_BLANK:
  case FURAT_TOKEN_ANON:
    return FURAT_COLOR_BLANK;
  case FURAT_TOKEN_VAR:
    return FURAT_COLOR_VARIABLE;
  case FURAT_TOKEN_LANGTAG:
  case FURAT_TOKEN_CARETS:
    return FURAT_COLOR_LANGUAGE;
  case FURAT_TOKEN_INTEGER:
  case FURAT_TOKEN_DECIMAL:
  case FURAT_TOKEN_DOUBLE:
    return FURAT_COLOR_NUMBER;
  case FURAT_TOKEN_STRING:
  case FURAT_TOKEN_OPEN_STRING:
    return FURAT_COLOR_STRING;
  case FURAT_TOKEN_WORD:
    return color_of_word(token, written);
  case FURAT_TOKEN_BAD:
    // A string that is being typed is not wrong yet.
    return written.len > 0 && (written.data[0] == '"' || written.data[0] == '\'')
               ? FURAT_COLOR_STRING
               : FURAT_COLOR_ERROR;
  default:
    return FURAT_COLOR_PLAIN;
  }
}

static bool
closes(furat_token_kind open, furat_token_kind close)
{
  return (open == FURAT_TOKEN_LBRACE && close == FURAT_TOKEN_RBRACE) ||
         (open == FURAT_TOKEN_LPAREN && close == FURAT_TOKEN_RPAREN) ||
         (open == FURAT_TOKEN_LBRACKET && close == FURAT_TOKEN_RBRACKET);
}

static bool
at_point(const painter *p, const furat_token *token)
{
  return p->point == token->span.start || p->point == token->span.end;
}

// The pair whose one bracket the cursor touches; a bracket that closes nothing is wrong.
static void
match_bracket(painter *p, const furat_token *token)
{
  switch (token->kind) {
  case FURAT_TOKEN_LBRACE:
  case FURAT_TOKEN_LPAREN:
  case FURAT_TOKEN_LBRACKET:
    furat_vec_push(&p->brackets, token);
    break;
  case FURAT_TOKEN_RBRACE:
  case FURAT_TOKEN_RPAREN:
  case FURAT_TOKEN_RBRACKET: {
    size_t n = p->brackets.n;
    const furat_token *open =
        n > 0 ? &FURAT_VEC_AT(&p->brackets, furat_token, n - 1) : NULL;
    if (!open || !closes(open->kind, token->kind)) {
      color_span(p, token->span.start, token->span.end, FURAT_COLOR_ERROR);
      break;
    }
    if (at_point(p, open) || at_point(p, token)) {
      color_span(p, open->span.start, open->span.end, FURAT_COLOR_BRACKET);
      color_span(p, token->span.start, token->span.end, FURAT_COLOR_BRACKET);
    }
    furat_vec_pop(&p->brackets);
    break;
  }
  default:
    break;
  }
}

static void
color_token(painter *p, const furat_token *token, size_t from)
{
  size_t start = from + token->span.start;
  size_t end = from + token->span.end;
  furat_str written = furat_str_slice(p->text, start, end - start);
  furat_color color = color_of(token, written);
  bool is_name = token->kind == FURAT_TOKEN_IRI || token->kind == FURAT_TOKEN_PNAME_LN;
  color_span(p, start, end, p->is_datatype && is_name ? FURAT_COLOR_LANGUAGE : color);
  if (token->kind == FURAT_TOKEN_PNAME_LN && !p->is_datatype) {
    color_span(p, start, start + furat_str_find_byte(written, ':') + 1,
               FURAT_COLOR_PREFIX);
  }
  p->is_datatype = token->kind == FURAT_TOKEN_CARETS;
  furat_token moved = *token;
  moved.span = (furat_span){start, end};
  match_bracket(p, &moved);
}

static void
color_statements(painter *p, size_t from)
{
  furat_str text = furat_str_slice(p->text, from, p->text.len);
  furat_lexer lexer;
  furat_lexer_init(&lexer, text, NULL);
  size_t behind = 0;
  for (;;) {
    furat_token token;
    furat_status status = furat_lexer_next(&lexer, &token, NULL);
    bool known = status == FURAT_OK || status == FURAT_BAD_SYNTAX;
    if (!known || token.kind == FURAT_TOKEN_END || token.span.end <= behind) {
      break;
    }
    if (token.span.start > behind) {
      color_gap(p, from + behind, from + token.span.start);
    }
    color_token(p, &token, from);
    behind = token.span.end;
  }
  color_gap(p, from + behind, p->text.len);
}

static bool
is_dot_command(furat_str text)
{
  return text.len > 1 && text.data[0] == '.' && isalpha((unsigned char)text.data[1]);
}

static size_t
color_dot_command(painter *p)
{
  size_t line = furat_str_find_byte(p->text, '\n');
  size_t name = 1;
  while (name < line && !isspace((unsigned char)p->text.data[name])) {
    name++;
  }
  color_span(p, 0, name, FURAT_COLOR_COMMAND);
  return line;
}

// What is open before each line.
static furat_status
note_opened(furat_paint *out, furat_str text)
{
  furat_statement statement;
  furat_statement_init(&statement);
  furat_status status = FURAT_OK;
  for (size_t at = 0; at <= text.len && status == FURAT_OK;) {
    furat_buffer_append_byte(&out->opened, furat_statement_open(&statement));
    furat_str rest = furat_str_slice(text, at, text.len);
    furat_str line = furat_str_slice(rest, 0, furat_str_find_byte(rest, '\n'));
    size_t end = 0;
    status = furat_statement_line(&statement, line, &end, NULL);
    while (status == FURAT_OK && end < line.len) { // another statement on the line
      line = furat_str_slice(line, end, line.len - end);
      at += end;
      furat_statement_reset(&statement);
      status = furat_statement_line(&statement, line, &end, NULL);
    }
    at += line.len + 1;
  }
  // Brackets that nest absurdly deep: the other lines have none.
  size_t n_lines = 1;
  for (size_t i = 0; i < text.len; i++) {
    n_lines += text.data[i] == '\n';
  }
  furat_buffer_append_fill(&out->opened, '\0', n_lines - out->opened.len);
  furat_statement_clear(&statement);
  return out->opened.status;
}

furat_status
furat_paint_make(furat_paint *paint, furat_str text, size_t point)
{
  furat_buffer_reset(&paint->colors);
  furat_buffer_reset(&paint->opened);
  furat_buffer_append_fill(&paint->colors, FURAT_COLOR_PLAIN, text.len);
  if (paint->colors.status != FURAT_OK) {
    return paint->colors.status;
  }
  painter p = {.out = paint, .text = text, .point = point};
  furat_vec_init(&p.brackets, sizeof(furat_token), MAX_DEPTH);
  color_statements(&p, is_dot_command(text) ? color_dot_command(&p) : 0);
  furat_status status = p.brackets.status == FURAT_LIMIT ? FURAT_OK : p.brackets.status;
  furat_vec_clear(&p.brackets);
  return status == FURAT_OK ? note_opened(paint, text) : status;
}
