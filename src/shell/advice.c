// SPDX-License-Identifier: GPL-3.0-or-later
// A table of the words that begin statements elsewhere, and a look at the variables.
#include "shell/advice.h"

#include <string.h>

#include "base/options.h"
#include "shell/dot.h"
#include "sparql/lexer.h"

enum { MOST_NAMES = 256, MOST_TOLD = 4, MOST_NAME_BYTES = 32 };

typedef struct advice {
  const char *first;
  const char *second; // NULL: any
  const char *hint;
} advice;

static const advice advices[] = {
    {"EXPLAIN", "ANALYZE", ".explain analyze QUERY runs it, and shows its plan"},
    {"EXPLAIN", NULL, ".explain QUERY shows the plan"},
    {"ANALYZE", NULL, ".explain analyze QUERY runs it, and shows its plan"},
    {"BEGIN", NULL, ".begin begins a transaction"},
    {"START", NULL, ".begin begins a transaction"},
    {"COMMIT", NULL, ".commit keeps what was changed since .begin"},
    {"END", NULL, ".commit keeps what was changed since .begin"},
    {"ROLLBACK", NULL, ".rollback forgets what was changed since .begin"},
    {"ABORT", NULL, ".rollback forgets what was changed since .begin"},
    {"SHOW", NULL, ".classes, .predicates and .graphs show what there is"},
    {"DESCRIBE", "TABLE", ".predicates CLASS shows what things of a class have"},
    {"DESC", NULL, ".describe THING tells of a thing, .predicates CLASS of a class"},
    {"USE", NULL, ".open STORE opens another store"},
    {"INSERT", "INTO", "INSERT DATA { subject predicate object } adds a triple"},
    {"DELETE", "FROM", "DELETE WHERE { ?s ?p ?o } removes the triples that match"},
    {"UPDATE", NULL, "DELETE { } INSERT { } WHERE { } changes triples"},
};

static bool
word_is(const furat_token *token, const char *word)
{
  return token->kind == FURAT_TOKEN_WORD &&
         furat_str_equal_nocase(token->text, furat_str_of(word));
}

static const char *
find_advice(furat_str text)
{
  furat_lexer lexer;
  furat_token first = {.kind = FURAT_TOKEN_END};
  furat_token second = {.kind = FURAT_TOKEN_END};
  furat_lexer_init(&lexer, text, NULL);
  if (furat_lexer_next(&lexer, &first, NULL) != FURAT_OK ||
      furat_lexer_next(&lexer, &second, NULL) != FURAT_OK) {
    second.kind = FURAT_TOKEN_END;
  }
  for (size_t i = 0; i < sizeof advices / sizeof advices[0]; i++) {
    if (word_is(&first, advices[i].first) &&
        (!advices[i].second || word_is(&second, advices[i].second))) {
      return advices[i].hint;
    }
  }
  return NULL;
}

// Whether a query stands where one ended.
static bool
is_second(furat_str text, const furat_error *err)
{
  static const char *const forms[] = {"SELECT", "ASK",    "CONSTRUCT", "DESCRIBE",
                                      "PREFIX", "INSERT", "DELETE",    "BASE"};
  furat_token token = {.kind = FURAT_TOKEN_END};
  furat_lexer lexer;
  if (!err->has_span || !strstr(err->message, "the end of the query, found")) {
    return false;
  }
  furat_lexer_init(&lexer, furat_str_slice(text, err->span.start, text.len), NULL);
  bool is = false;
  if (furat_lexer_next(&lexer, &token, NULL) == FURAT_OK) {
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
      is = is || word_is(&token, forms[i]);
    }
  }
  return is;
}

// Whether the error is in a line that looks like a command, within the statement.
static bool
is_command_within(furat_str text, const furat_error *err)
{
  size_t start = err->has_span && err->span.start <= text.len ? err->span.start : 0;
  while (start > 0 && text.data[start - 1] != '\n') {
    start--;
  }
  const furat_str line = furat_str_slice(text, start, text.len);
  char name[MOST_NAME_BYTES];
  size_t len = 0;
  while (len < line.len && len + 1 < sizeof name && !strchr(" \t\r\n", line.data[len])) {
    name[len] = line.data[len];
    len++;
  }
  name[len] = '\0';
  return start > 0 && name[0] == '.' &&
         (furat_dot_command_named(name) || furat_dot_setting_named(name + 1));
}

void
furat_advice_hint(furat_str text, furat_error *err)
{
  const char *hint = err->status == FURAT_BAD_SYNTAX ? find_advice(text) : NULL;
  if (hint) {
    furat_error_hint(err, "%s", hint);
  } else if (err->status == FURAT_BAD_SYNTAX && is_command_within(text, err)) {
    furat_error_hint(err, "a dot command is typed at an empty prompt, to which Ctrl-C "
                          "leads; Up brings the statement back");
  } else if (is_second(text, err)) {
    furat_error_hint(err, "a ; stands between two queries");
  }
}

// ---------------------------------------------------------------------------- unset

static bool
is_set(const furat_variables *variables, furat_str name)
{
  bool is = false;
  for (size_t i = 0; i < variables->items.n && !is; i++) {
    is = furat_str_equal(FURAT_VEC_AT(&variables->items, furat_variable, i).name, name);
  }
  return is;
}

static void
append_unset(furat_buffer *out, furat_str name, const furat_variables *variables)
{
  char wanted[64];
  const char *names[MOST_NAMES];
  size_t n = 0;
  const char *nearest = NULL;
  furat_buffer_appendf(out, "?%.*s is not set: it is a variable like any other",
                       FURAT_STR_ARGS(name));
  for (; n < variables->items.n && n < MOST_NAMES; n++) {
    // An arena terminates its copies.
    names[n] = FURAT_VEC_AT(&variables->items, furat_variable, n).name.data;
  }
  if (name.len < sizeof wanted) {
    memcpy(wanted, name.data, name.len);
    wanted[name.len] = '\0';
    nearest = furat_nearest_name(wanted, names, n);
  }
  if (nearest) {
    furat_buffer_appendf(out, "; there is ?%s", nearest);
  }
  furat_buffer_append_byte(out, '\n');
}

static bool
was_told(const furat_str *told, size_t n, furat_str name)
{
  bool was = false;
  for (size_t i = 0; i < n && !was; i++) {
    was = furat_str_equal(told[i], name);
  }
  return was;
}

void
furat_advice_unset(furat_buffer *out, furat_str text, const furat_variables *variables)
{
  furat_str told[MOST_TOLD];
  size_t n_told = 0;
  furat_lexer lexer;
  furat_token token = {.kind = FURAT_TOKEN_BAD};
  furat_lexer_init(&lexer, text, NULL);
  while (n_told < MOST_TOLD && furat_lexer_next(&lexer, &token, NULL) == FURAT_OK &&
         token.kind != FURAT_TOKEN_END) {
    if (token.kind == FURAT_TOKEN_VAR && token.text.len > 1 &&
        token.text.data[0] == '_' && !is_set(variables, token.text) &&
        !was_told(told, n_told, token.text)) {
      told[n_told++] = token.text;
      append_unset(out, token.text, variables);
    }
  }
}
