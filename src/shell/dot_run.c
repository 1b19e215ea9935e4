// SPDX-License-Identifier: GPL-3.0-or-later
// Canned queries inside the shell: .run, .queries and .save.
//                                                           cli/canned_run -> [dot_run]
// -> dot
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/canned_run.h"
#include "cli/terminal.h"
#include "engine/shipped.h"
#include "shell/result.h"

enum { MAX_QUERIES = 100000, MAX_ARENA_BYTES = 1 << 26 };

static void
print_buffer(FILE *stream, const furat_buffer *text)
{
  if (text->len > 0) {
    furat_terminal_print_wrapped(stream, furat_buffer_str(text));
  }
}

// Where nothing is near, the command that lists them here.
static furat_status
open_canned(furat_canned *canned, const char *name, furat_error *err)
{
  furat_status status = furat_canned_open(canned, name, err);
  if (status == FURAT_USAGE && strstr(err->hint, "furat run")) {
    furat_error_hint(err, ".queries lists them");
  }
  return status;
}

static furat_status
explain(const char *name, furat_buffer *out, furat_error *err)
{
  furat_canned canned = {.name = FURAT_STR_NONE};
  furat_status status = open_canned(&canned, name, err);
  if (status == FURAT_OK) {
    furat_canned_show(out, &canned, ".run");
  }
  furat_canned_clear(&canned);
  return status;
}

// A name of a query explains it; anything else is looked for in all of them.
static furat_status
find_or_explain(furat_buffer *out, const char *wanted, furat_error *err)
{
  furat_error own = FURAT_ERROR_INIT;
  furat_status status = explain(wanted, out, &own);
  if (status != FURAT_USAGE) {
    *err = own;
    return status;
  }
  status = furat_canned_show_all(out, wanted, err);
  if (status == FURAT_NOT_FOUND) {
    const bool name = strchr(wanted, ' ') == NULL && strstr(own.hint, "did you mean");
    if (name) {
      furat_error_hint(err, "%s", own.hint); // of a name that is nearly so
    } else {
      furat_error_hint(
          err, ".queries lists them; a parameter takes what is in the data, as in "
               "place=raqqa");
    }
    return FURAT_USAGE;
  }
  return status;
}

furat_status
furat_shell_dot_queries(furat_shell *shell, const furat_dot_words *words,
                        furat_error *err)
{
  furat_buffer out;
  furat_buffer wanted;
  furat_buffer_init(&out, SIZE_MAX / 2);
  furat_buffer_init(&wanted, SIZE_MAX / 2);
  furat_status status = furat_dot_join(&wanted, words, 0, err);
  if (status == FURAT_OK) {
    status = words->n == 0 ? furat_canned_show_all(&out, NULL, err)
                           : find_or_explain(&out, wanted.data, err);
  }
  furat_buffer filled;
  furat_buffer_init(&filled, SIZE_MAX / 2);
  furat_dot_append_filled(&filled, furat_buffer_str(&out));
  if (status == FURAT_OK) {
    status = furat_buffer_status(out.status == FURAT_OK ? &filled : &out, err);
  }
  if (status == FURAT_OK) {
    status = furat_shell_show_text(shell, furat_buffer_str(&filled), err);
  }
  furat_buffer_clear(&filled);
  furat_buffer_clear(&wanted);
  furat_buffer_clear(&out);
  return status;
}

// The home folder as ~.
static void
print_saved(furat_str path, bool replaced)
{
  const char *variable = getenv("HOME");
  furat_str home = furat_str_of(variable);
  bool below = home.len > 1 && path.len > home.len && path.data[home.len] == '/' &&
               furat_str_starts_with(path, home);
  printf("%s as %s", replaced ? "replaced what was saved" : "saved", below ? "~" : "");
  furat_shell_print_visible(below ? furat_str_slice(path, home.len, path.len) : path);
}

furat_status
furat_shell_dot_save(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (shell->last_query.len == 0) {
    furat_error_set(err, FURAT_USAGE, "there is no query to save yet");
    furat_error_hint(err, ".save keeps the last query that ran");
    return FURAT_USAGE;
  }
  furat_buffer path;
  furat_buffer title;
  furat_buffer_init(&path, SIZE_MAX / 2);
  furat_buffer_init(&title, SIZE_MAX / 2);
  bool replaced = false;
  furat_status status = furat_dot_join(&title, words, 1, err);
  if (status == FURAT_OK) {
    status = furat_canned_save(&path, words->at[0], furat_buffer_str(&title),
                               furat_buffer_str(&shell->last_query), &shell->prefixes,
                               &replaced, err);
  }
  if (status == FURAT_OK && shell->interactive) {
    print_saved(furat_buffer_str(&path), replaced);
  }
  furat_buffer_clear(&title);
  furat_buffer_clear(&path);
  return status;
}

static furat_status
prepare_and_show(furat_shell *shell, const furat_canned *canned,
                 const furat_canned_values *values, furat_error *err)
{
  furat_prepare_options options = furat_shell_prepare_options(shell);
  options.bindings = values->bindings.items;
  options.n_bindings = values->bindings.n;
  furat_query *query = NULL;
  furat_status status = furat_query_prepare(
      &query, shell->dataset, furat_buffer_str(&canned->text), &options, err);
  if (status == FURAT_OK) {
    status = furat_shell_show(shell, query, err);
  }
  furat_query_free(query);
  return status;
}

// The message first, then the names to choose from.
static furat_status
show_choices(furat_shell *shell, const furat_canned_values *values, furat_error *err)
{
  const furat_error what = *err;
  furat_status status = furat_shell_dot_failed(shell, &what, FURAT_STR_NONE, err);
  if (status == FURAT_OK) {
    print_buffer(stderr, &values->choices);
    furat_error_clear(err);
  }
  return status;
}

// Bind what was typed and run; the notes say which things the names were taken for.
static furat_status
bind_and_show(furat_shell *shell, const furat_canned *canned,
              const furat_dot_words *words, furat_error *err)
{
  furat_canned_values values;
  furat_canned_values_init(&values, ".run");
  values.languages = shell->settings.languages;
  furat_status status =
      furat_canned_bind(&values, canned, words->at + 1, words->n - 1, shell->dataset,
                        shell->names, &shell->prefixes, &shell->cancel, err);
  fflush(stdout);
  print_buffer(furat_shell_notes(shell), &values.notes);
  if (status == FURAT_OK) {
    shell->canned = canned;
    shell->canned_values = &values;
    status = prepare_and_show(shell, canned, &values, err);
    shell->canned = NULL;
    shell->canned_values = NULL;
  } else if (values.choices.len > 0) {
    status = show_choices(shell, &values, err);
  }
  furat_canned_values_clear(&values);
  return status;
}

furat_status
furat_shell_dot_run(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (words->n == 0) {
    return furat_shell_dot_queries(shell, words, err);
  }
  furat_canned canned = {.name = FURAT_STR_NONE};
  furat_error what = FURAT_ERROR_INIT;
  furat_status status = open_canned(&canned, words->at[0], err);
  if (status == FURAT_OK) {
    furat_shell_start_clock(shell);
    status = bind_and_show(shell, &canned, words, &what);
    if (status != FURAT_OK && what.has_span) {
      // The place is one of the query's text, not of what was typed.
      const char *outer_name = shell->input_name;
      shell->input_name = words->at[0];
      status = furat_shell_failed(shell, &what, furat_buffer_str(&canned.text), 1, err);
      shell->input_name = outer_name;
    } else {
      *err = what;
    }
  }
  furat_canned_clear(&canned);
  return status;
}
