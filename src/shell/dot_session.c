// SPDX-License-Identifier: GPL-3.0-or-later
// Dot commands about the session: variables (.set _name, .unset), .prefix, .history,
// .edit.                                                         [dot_session] -> dot
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/param.h"
#include "cli/term_text.h"
#include "cli/terminal.h"
#include "engine/names.h"
#include "rdf/iri.h"
#include "rdf/vocabulary.h"
#include "results/cell.h"
#include "shell/dot.h"
#include "shell/editor.h"
#include "shell/history.h"
#include "shell/history_match.h"
#include "shell/input.h"
#include "shell/paging.h"

enum { MAX_TEXT = 1 << 26, N_RECENT = 20 };

// ------------------------------------------------------------------ variables

// As it would be typed: 5, actor:isis, "Mosul"@en.
static void
write_value(furat_buffer *out, const furat_term *value, const furat_prefixes *prefixes)
{
  static const furat_str bare[] = {{FURAT_XSD "integer", sizeof FURAT_XSD "integer" - 1},
                                   {FURAT_XSD "decimal", sizeof FURAT_XSD "decimal" - 1},
                                   {FURAT_XSD "boolean", sizeof FURAT_XSD "boolean" - 1}};
  bool is_bare = value->kind == FURAT_TERM_IRI;
  for (size_t i = 0; i < sizeof bare / sizeof bare[0]; i++) {
    is_bare = is_bare || (value->kind == FURAT_TERM_LITERAL &&
                          furat_str_equal(value->datatype, bare[i]));
  }
  if (is_bare) {
    furat_term_write_cell(out, value, prefixes);
  } else {
    furat_term_write_ntriples(out, value);
  }
}

void
furat_shell_append_variables(furat_buffer *out, const furat_shell *shell)
{
  furat_buffer value;
  furat_buffer_init(&value, MAX_TEXT);
  for (size_t i = 0; i < shell->variables.items.n; i++) {
    const furat_variable *variable =
        &FURAT_VEC_AT(&shell->variables.items, furat_variable, i);
    furat_buffer_reset(&value);
    write_value(&value, &variable->value, &shell->prefixes);
    furat_buffer_append_byte(out, '?');
    furat_text_write_visible(out, variable->name);
    furat_buffer_append_cstr(out, " = ");
    furat_text_write_visible(out, furat_buffer_str(&value));
    furat_buffer_append_byte(out, '\n');
  }
  if (value.status != FURAT_OK) {
    out->status = value.status;
  }
  furat_buffer_clear(&value);
}

static furat_str
trim(furat_str text)
{
  while (text.len > 0 && isspace((unsigned char)text.data[0])) {
    text = furat_str_slice(text, 1, text.len);
  }
  while (text.len > 0 && isspace((unsigned char)text.data[text.len - 1])) {
    text.len--;
  }
  return text;
}

// Behind "_name", or "_name =", in the line as it was typed: quotes belong to the term.
static furat_str
term_of(furat_str typed, const char *name)
{
  furat_str text = trim(typed);
  text = trim(furat_str_slice(text, strlen(name), text.len));
  if (text.len > 0 && text.data[0] == '=') {
    text = trim(furat_str_slice(text, 1, text.len));
  }
  return text;
}

// Somebody who writes an IRI without brackets should not wonder why nothing is found.
static void
tell_text(const char *name, furat_str text)
{
  furat_error said = FURAT_ERROR_INIT; // which shows what is hostile as escapes
  furat_error_set(&said, FURAT_USAGE,
                  "%.100s is the text \"%.*s\"; " FURAT_PARAM_IRI_HINT, name,
                  (int)(text.len < 200 ? text.len : 200), text.data);
  fflush(stdout);
  char note[sizeof said.message + 8];
  snprintf(note, sizeof note, "note: %s\n", said.message);
  furat_terminal_print_wrapped(stderr, furat_str_of(note));
}

// Somebody who writes a name may mean the thing.
static furat_status
tell_namesake(furat_shell *shell, const char *name, furat_str text, furat_arena *arena,
              furat_error *err)
{
  const furat_names_wish wish = {.typed = text, .worst = FURAT_NAME_FOLDED, .most = 1};
  furat_vec found;
  furat_buffer note;
  furat_vec_init(&found, sizeof(furat_name), 1);
  furat_buffer_init(&note, MAX_TEXT);
  furat_status status = furat_names_read(shell->names, &shell->cancel, err);
  if (status == FURAT_OK) {
    status = furat_names_find(shell->names, &wish, arena, &found, &shell->cancel, err);
  }
  if (status == FURAT_OK && found.n > 0) {
    const furat_term thing = furat_term_iri(FURAT_VEC_AT(&found, furat_name, 0).iri);
    furat_buffer_appendf(&note, "note: %.100s is the text \"", name);
    furat_text_write_visible(&note, text);
    furat_buffer_append_cstr(&note, "\"; the thing is ");
    furat_term_write_cell(&note, &thing, &shell->prefixes);
    furat_buffer_append_byte(&note, '\n');
    fflush(stdout);
    furat_terminal_print_wrapped(stderr, furat_buffer_str(&note));
  }
  furat_buffer_clear(&note);
  furat_vec_clear(&found);
  return status;
}

static furat_status
confirm_variable(const furat_shell *shell, const char *name, const furat_term *value,
                 furat_error *err)
{
  furat_buffer line;
  furat_buffer_init(&line, MAX_TEXT);
  furat_buffer_appendf(&line, "?%s = ", name + (name[0] == '?' || name[0] == '$'));
  write_value(&line, value, &shell->prefixes);
  furat_shell_print_visible(furat_buffer_str(&line));
  furat_status status = furat_buffer_status(&line, err);
  furat_buffer_clear(&line);
  return status;
}

furat_status
furat_shell_set_variable(furat_shell *shell, const furat_dot_words *words,
                         furat_error *err)
{
  const char *name = words->at[0];
  furat_str text = term_of(words->typed, name);
  if (text.len == 0) {
    furat_error_set(err, FURAT_USAGE, "%.100s is given no value", name);
    furat_error_hint(err, "such as .set _who <iri>, .set _name \"text\"@en, .set _n 5");
    return FURAT_USAGE;
  }
  furat_arena arena;
  furat_term value;
  furat_arena_init(&arena, MAX_TEXT);
  furat_status status = furat_term_parse(&value, &arena, text, &shell->prefixes, err);
  if (status == FURAT_OK) {
    status = furat_variables_set(&shell->variables, furat_str_of(name), &value, err);
  }
  if (status == FURAT_OK && shell->interactive) {
    status = confirm_variable(shell, name, &value, err);
  }
  if (status == FURAT_OK && furat_param_is_like_iri(text, &value)) {
    tell_text(name, text);
  } else if (status == FURAT_OK && shell->interactive && text.data[0] != '"' &&
             text.data[0] != '\'' && value.kind == FURAT_TERM_LITERAL) {
    status = tell_namesake(shell, name, text, &arena, err);
  }
  furat_arena_clear(&arena);
  return status;
}

// Those that there are to be unset.
static furat_status
show_variables(furat_shell *shell, furat_error *err)
{
  furat_buffer list;
  furat_buffer_init(&list, SIZE_MAX / 2);
  furat_shell_append_variables(&list, shell);
  if (list.len == 0) {
    furat_buffer_append_cstr(&list, "no variable is set\n");
  }
  furat_status status = furat_buffer_status(&list, err);
  if (status == FURAT_OK) {
    status = furat_shell_show_text(shell, furat_buffer_str(&list), err);
  }
  furat_buffer_clear(&list);
  return status;
}

furat_status
furat_shell_dot_unset(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (words->n == 0) {
    return show_variables(shell, err);
  }
  return furat_variables_unset(&shell->variables, furat_str_of(words->at[0]), err);
}

furat_status
furat_shell_dot_prefix(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (words->n == 0) {
    return furat_shell_dot_prefixes(shell, words, err);
  }
  furat_str name = furat_str_of(words->at[0]);
  furat_str iri = furat_str_of(words->n == 2 ? words->at[1] : "");
  if (name.len > 0 && name.data[name.len - 1] == ':') {
    name.len--;
  }
  if (iri.len > 1 && iri.data[0] == '<' && iri.data[iri.len - 1] == '>') {
    iri = furat_str_slice(iri, 1, iri.len - 2);
  }
  if (words->n != 2 || !furat_iri_is_absolute(iri) ||
      furat_str_find_byte(name, ':') < name.len) {
    furat_error_set(err, FURAT_USAGE, "this declares no prefix");
    furat_error_hint(err, "as in .prefix ex: <http://example.org/>");
    return FURAT_USAGE;
  }
  furat_status status = furat_prefixes_set(&shell->prefixes, name, iri, err);
  if (status == FURAT_OK && shell->interactive) {
    printf("prefix %.*s: <%.*s>\n", FURAT_STR_ARGS(name), FURAT_STR_ARGS(iri));
  }
  return status;
}

// -------------------------------------------------------------------- history

// The entries that are wanted, as they are read: all that match, or the newest.
typedef struct entries {
  bool all;
  furat_history_match match;
  furat_buffer out;
  uint64_t n;
  uint64_t first; // number of the first that is shown
} entries;

static bool
is_wanted(entries *e, furat_str entry)
{
  return e->all ? furat_history_match_finds(&e->match, entry) : e->n >= e->first;
}

// The number, and the lines of the entry one below the other.
static void
show_entry(void *self, const char *entry)
{
  entries *e = self;
  e->n++;
  furat_str text = furat_str_of(entry);
  if (!is_wanted(e, text)) {
    return;
  }
  furat_buffer_appendf(&e->out, "%5" PRIu64 "  ", e->n);
  for (size_t at = 0; at <= text.len;) {
    furat_str rest = furat_str_slice(text, at, text.len);
    furat_str line = furat_str_slice(rest, 0, furat_str_find_byte(rest, '\n'));
    if (at > 0) {
      furat_buffer_append_cstr(&e->out, "       ");
    }
    furat_text_write_visible(&e->out, line);
    furat_buffer_append_byte(&e->out, '\n');
    at += line.len + 1;
  }
}

static void
count_entry(void *self, FURAT_UNUSED const char *entry)
{
  uint64_t *n = self;
  ++*n;
}

static furat_status
print_entries(furat_shell *shell, const char *path, const char *text, furat_error *err)
{
  entries e = {.all = text && text[0] != '\0'};
  uint64_t n = 0;
  furat_history_reader counter = {.add = count_entry, .self = &n};
  furat_history_reader shower = {.add = show_entry, .self = &e};
  furat_history_match_init(&e.match);
  furat_buffer_init(&e.out, MAX_TEXT);
  if (text) {
    furat_history_match_set(&e.match, furat_str_of(text));
  }
  furat_status status = furat_history_read(path, &counter, err);
  e.first = n > N_RECENT ? n - N_RECENT + 1 : 0;
  if (status == FURAT_OK) {
    status = furat_history_read(path, &shower, err);
  }
  if (status == FURAT_OK) {
    status = furat_buffer_status(&e.out, err);
  }
  if (status == FURAT_OK && e.out.len > 0) {
    status = furat_shell_show_text(shell, furat_buffer_str(&e.out), err);
  }
  furat_buffer_clear(&e.out);
  furat_history_match_clear(&e.match);
  return status;
}

furat_status
furat_shell_dot_history(furat_shell *shell, const furat_dot_words *words,
                        furat_error *err)
{
  furat_buffer path;
  furat_buffer wanted;
  furat_buffer_init(&path, SIZE_MAX / 2);
  furat_buffer_init(&wanted, MAX_TEXT);
  furat_status status = furat_dot_join(&wanted, words, 0, err);
  if (status == FURAT_OK && furat_history_path(&path)) {
    status = print_entries(shell, path.data, words->n > 0 ? wanted.data : NULL, err);
  } else if (status == FURAT_OK) {
    furat_error_set(err, FURAT_NOT_FOUND, "there is no place for a history");
    furat_error_hint(err, "neither XDG_STATE_HOME nor HOME is set");
    status = FURAT_NOT_FOUND;
  }
  furat_buffer_clear(&wanted);
  furat_buffer_clear(&path);
  return status;
}

furat_status
furat_shell_dot_edit(furat_shell *shell, FURAT_UNUSED const furat_dot_words *words,
                     furat_error *err)
{
  if (!shell->interactive || shell->read_depth > 0) {
    return furat_error_set(err, FURAT_USAGE, ".edit is for somebody at a terminal");
  }
  furat_buffer text;
  furat_buffer_init(&text, MAX_TEXT);
  furat_buffer_append(&text, furat_buffer_str(&shell->last_statement));
  furat_status status = furat_editor_run(&text, err);
  if (status == FURAT_OK) {
    furat_input_offer(furat_buffer_str(&text));
  }
  furat_buffer_clear(&text);
  return status;
}
