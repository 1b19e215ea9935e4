// SPDX-License-Identifier: GPL-3.0-or-later
// A few names with their terms; each keeps its own memory, so that setting one again and
// again costs nothing.
#include "shell/variables.h"

#include <string.h>

#include "base/options.h"
#include "sparql/lexer.h"

enum { MAX_VARIABLES = 10000, MAX_VALUE_BYTES = 1 << 26 };

void
furat_variables_init(furat_variables *variables)
{
  furat_vec_init(&variables->items, sizeof(furat_variable), MAX_VARIABLES);
}

static furat_variable *
variable_at(const furat_variables *variables, size_t i)
{
  return &FURAT_VEC_AT(&variables->items, furat_variable, i);
}

void
furat_variables_clear(furat_variables *variables)
{
  for (size_t i = 0; i < variables->items.n; i++) {
    furat_arena_clear(&variable_at(variables, i)->memory);
  }
  furat_vec_clear(&variables->items);
}

bool
furat_variable_is_name(const char *word)
{
  return (word[0] == '?' || word[0] == '$' || word[0] == '_') && word[1] != '\0';
}

static furat_str
bare_name(furat_str name)
{
  bool marked = name.len > 0 && (name.data[0] == '?' || name.data[0] == '$');
  return marked ? furat_str_slice(name, 1, name.len) : name;
}

// Whether the lexer reads ?name as a variable.
static bool
is_variable(furat_str name)
{
  furat_buffer text;
  furat_buffer_init(&text, MAX_VALUE_BYTES);
  furat_buffer_append_byte(&text, '?');
  furat_buffer_append(&text, name);
  furat_lexer lexer;
  furat_token token;
  furat_lexer_init(&lexer, furat_buffer_str(&text), NULL);
  bool is = text.status == FURAT_OK &&
            furat_lexer_next(&lexer, &token, NULL) == FURAT_OK &&
            token.kind == FURAT_TOKEN_VAR && token.span.end == text.len;
  furat_buffer_clear(&text);
  return is;
}

static size_t
find(const furat_variables *variables, furat_str name)
{
  size_t i = 0;
  while (i < variables->items.n &&
         !furat_str_equal(variable_at(variables, i)->name, name)) {
    i++;
  }
  return i;
}

furat_status
furat_variables_set(furat_variables *variables, furat_str name, const furat_term *value,
                    furat_error *err)
{
  name = bare_name(name);
  if (!is_variable(name)) {
    return furat_error_set(err, FURAT_USAGE, "%.*s is no name of a variable",
                           FURAT_STR_ARGS(name));
  }
  furat_variable variable = {.name = FURAT_STR_NONE};
  furat_arena_init(&variable.memory, MAX_VALUE_BYTES);
  bool copied = furat_arena_copy(&variable.memory, name, &variable.name) &&
                furat_term_copy(&variable.memory, value, &variable.value);
  size_t i = find(variables, name);
  if (copied && i < variables->items.n) {
    furat_arena_clear(&variable_at(variables, i)->memory);
    *variable_at(variables, i) = variable;
    return FURAT_OK;
  }
  if (!copied || !furat_vec_push(&variables->items, &variable)) {
    furat_arena_clear(&variable.memory);
    return furat_error_no_mem(err);
  }
  return FURAT_OK;
}

static void
hint_name(const furat_variables *variables, furat_str name, furat_error *err)
{
  enum { MOST = 256, BYTES = 100 };
  const char *names[MOST];
  char typed[BYTES] = "";
  size_t n = 0;
  memcpy(typed, name.data, name.len < BYTES ? name.len : BYTES - 1);
  for (; n < variables->items.n && n < MOST; n++) {
    names[n] = variable_at(variables, n)->name.data;
  }
  const char *near = furat_nearest_name(typed, names, n);
  if (near) {
    furat_error_hint(err, "did you mean %s?", near);
  } else {
    furat_error_hint(err, ".set lists the variables");
  }
}

furat_status
furat_variables_unset(furat_variables *variables, furat_str name, furat_error *err)
{
  name = bare_name(name);
  size_t i = find(variables, name);
  if (i == variables->items.n) {
    furat_error_set(err, FURAT_NOT_FOUND, "?%.*s is not set", FURAT_STR_ARGS(name));
    hint_name(variables, name, err);
    return FURAT_NOT_FOUND;
  }
  furat_arena_clear(&variable_at(variables, i)->memory);
  for (; i + 1 < variables->items.n; i++) {
    *variable_at(variables, i) = *variable_at(variables, i + 1);
  }
  furat_vec_pop(&variables->items);
  return FURAT_OK;
}

// Whether the text names the variable.
static bool
names_it(furat_str text, furat_str name)
{
  furat_lexer lexer;
  furat_lexer_init(&lexer, text, NULL);
  for (size_t behind = 0;;) {
    furat_token token;
    furat_status status = furat_lexer_next(&lexer, &token, NULL);
    bool known = status == FURAT_OK || status == FURAT_BAD_SYNTAX;
    if (!known || token.kind == FURAT_TOKEN_END || token.span.end <= behind) {
      return false;
    }
    if (token.kind == FURAT_TOKEN_VAR && furat_str_equal(token.text, name)) {
      return true;
    }
    behind = token.span.end;
  }
}

furat_status
furat_variables_bind(furat_vec *bindings, const furat_variables *variables,
                     furat_str text, furat_error *err)
{
  for (size_t i = 0; i < variables->items.n; i++) {
    const furat_variable *variable = variable_at(variables, i);
    if (names_it(text, variable->name)) {
      const furat_binding binding = {variable->name, variable->value};
      furat_vec_push(bindings, &binding);
    }
  }
  return furat_vec_status(bindings, err);
}
