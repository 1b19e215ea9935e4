// SPDX-License-Identifier: GPL-3.0-or-later
// What a session is about: opened with the shell and by .open, and its name for the
// greeting, .info and the prompt; .cd and .print beside it.
//                                                 cli/source -> [dot_open] -> cmd_shell
#include "shell/source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "cli/progress.h"
#include "cli/source.h"
#include "cli/terminal.h"
#include "engine/stored.h"
#include "io/syntax.h"
#include "results/cell.h"
#include "shell/complete.h"
#include "shell/dot.h"
#include "shell/look.h"
#include "shell/transaction.h"
#include "store/statistics.h"
#include "store/store.h"

enum {
  MAX_ARGUMENTS = 10000,
  MAX_NAME_BYTES = 1 << 16,
  MAX_PATH_BYTES = 4096,
  MAX_TEXT_BYTES = 1 << 26,
  MAX_TOLD_BYTES = 1 << 17
};

// ------------------------------------------------------------------------- opening

// The file behind IRI=FILE, or the file.
static const char *
file_of(const furat_argument *argument)
{
  const char *equals = strrchr(argument->value, '=');
  return argument->id == FURAT_SOURCE_NAMED_GRAPH && equals ? equals + 1
                                                            : argument->value;
}

static furat_status
name_source(furat_buffer *out, const furat_vec *arguments, furat_error *err)
{
  const char *store = furat_source_store(arguments, NULL);
  furat_text_write_visible(out, furat_str_of(store));
  for (size_t i = 0; i < arguments->n && !store; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == FURAT_SOURCE_DATA || argument->id == FURAT_SOURCE_NAMED_GRAPH) {
      furat_buffer_append_cstr(out, out->len > 0 ? ", " : "");
      furat_text_write_visible(out, furat_str_of(file_of(argument)));
    }
  }
  return furat_buffer_status(out, err);
}

// What is made before the old one goes, so that it can stay.
typedef struct opening {
  furat_dataset *dataset;
  furat_names *names;
  furat_buffer name;
  char *store;
} opening;

static furat_status
open_all(opening *o, furat_shell *shell, const furat_vec *arguments, furat_error *err)
{
  const char *store = furat_source_store(arguments, NULL);
  // A store that is there may be changed, where the system allows it.
  const bool writable = store && access(store, W_OK) == 0;
  furat_buffer_init(&o->name, MAX_NAME_BYTES);
  furat_status status = furat_source_open_for_request(
      &o->dataset, arguments, FURAT_STR_NONE, writable, &shell->cancel, err);
  if (status == FURAT_OK) {
    status = furat_names_new(&o->names, o->dataset, err);
  }
  if (status == FURAT_OK) {
    status = name_source(&o->name, arguments, err);
  }
  if (status == FURAT_OK && store) {
    o->store = furat_strdup(furat_str_of(store));
    status = o->store ? FURAT_OK : furat_error_no_mem(err);
  }
  if (status == FURAT_OK) {
    status = furat_dataset_prefixes(o->dataset, &shell->prefixes, err);
  }
  return status;
}

void
furat_shell_close(furat_shell *shell)
{
  furat_names_free(shell->names);
  furat_dataset_close(shell->dataset);
  furat_buffer_clear(&shell->source_name);
  furat_free(shell->store);
  shell->names = NULL;
  shell->dataset = NULL;
  shell->store = NULL;
}

furat_status
furat_shell_open(furat_shell *shell, const furat_vec *arguments, furat_error *err)
{
  opening o = {.dataset = NULL};
  furat_status status = open_all(&o, shell, arguments, err);
  if (status != FURAT_OK) {
    furat_names_free(o.names);
    furat_dataset_close(o.dataset);
    furat_buffer_clear(&o.name);
    furat_free(o.store);
    return status;
  }
  furat_shell_close(shell);
  shell->dataset = o.dataset;
  shell->names = o.names;
  shell->source_name = o.name;
  shell->store = o.store;
  struct stat file;
  if (o.store && stat(o.store, &file) == 0) {
    shell->store_device = file.st_dev;
    shell->store_inode = file.st_ino;
  }
  return FURAT_OK;
}

// --------------------------------------------------------------------------- .open

// Whether both are one file, which a process cannot open twice.
static bool
is_open(const furat_shell *shell, const char *path)
{
  struct stat other;
  return shell->store && stat(path, &other) == 0 && shell->store_device == other.st_dev &&
         shell->store_inode == other.st_ino;
}

static bool
is_document(const char *path)
{
  return !furat_store_is_one(path) && furat_syntax_of_file(path) != NULL;
}

// The options of the shell but for what they open, and in its place the words.
static furat_status
make_arguments(furat_vec *out, const furat_shell *shell, const furat_dot_words *words,
               furat_error *err)
{
  for (size_t i = 0; i < shell->arguments->n; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(shell->arguments, furat_argument, i);
    if (argument->id != FURAT_SOURCE_STORE && argument->id != FURAT_SOURCE_DATA &&
        argument->id != FURAT_SOURCE_NAMED_GRAPH &&
        argument->id != FURAT_SOURCE_DATA_FORMAT) {
      furat_vec_push(out, argument);
    }
  }
  for (size_t i = 0; i < words->n; i++) {
    const furat_argument argument = {.id = is_document(words->at[i]) ? FURAT_SOURCE_DATA
                                                                     : FURAT_SOURCE_STORE,
                                     .value = words->at[i]};
    furat_vec_push(out, &argument);
  }
  return furat_vec_status(out, err);
}

static furat_status
check_words(const furat_dot_words *words, furat_error *err)
{
  for (size_t i = 0; i < words->n && words->n > 1; i++) {
    if (!is_document(words->at[i])) {
      furat_error_set(err, FURAT_USAGE,
                      "a store is opened alone, and %.200s is no document", words->at[i]);
      furat_error_hint(err, "furat load puts documents into a store");
      return FURAT_USAGE;
    }
  }
  return FURAT_OK;
}

furat_status
furat_shell_dot_open(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  furat_vec arguments;
  furat_vec_init(&arguments, sizeof(furat_argument), MAX_ARGUMENTS);
  furat_shell_start_clock(shell);
  furat_status status = furat_transaction_refuse(shell, ".open", err);
  if (status == FURAT_OK) {
    status = check_words(words, err);
  }
  if (status == FURAT_OK) {
    status = make_arguments(&arguments, shell, words, err);
  }
  const char *store = furat_source_store(&arguments, NULL);
  if (status == FURAT_OK && !(store && is_open(shell, store))) {
    status = furat_shell_open(shell, &arguments, err);
    if (status == FURAT_OK && shell->interactive) {
      furat_complete_begin(shell);
    }
    if (status == FURAT_CORRUPT && store && err->hint[0] == '\0') {
      furat_error_hint(err, FURAT_SOURCE_DAMAGE_HINT, store);
    }
  }
  furat_vec_clear(&arguments);
  if (status == FURAT_OK && shell->interactive) {
    furat_buffer text;
    furat_buffer_init(&text, MAX_TOLD_BYTES);
    furat_shell_append_source(&text, shell, true);
    furat_buffer_append_byte(&text, '\n');
    furat_terminal_print_wrapped(stdout, furat_buffer_str(&text));
    furat_buffer_clear(&text);
  }
  return status;
}

// ------------------------------------------------------------------------ its name

furat_str
furat_shell_source_name(const furat_shell *shell)
{
  return shell->source_name.len > 0 ? furat_buffer_str(&shell->source_name)
                                    : FURAT_STR("the shipped graph");
}

static furat_status
take_count(void *self, const furat_term *row, furat_error *err)
{
  uint64_t *n = self;
  (void)err;
  for (size_t i = 0; i < row->text.len && row->text.data[i] >= '0'; i++) {
    *n = *n * 10 + (uint64_t)(row->text.data[i] - '0');
  }
  return FURAT_OK;
}

void
furat_shell_append_source(furat_buffer *out, furat_shell *shell, bool named)
{
  enum { FEW = 100000 };
  char number[32];
  uint64_t n_triples = 0;
  furat_txn *txn = NULL;
  if (furat_txn_begin_read(&txn, furat_dataset_store(shell->dataset), NULL) != FURAT_OK) {
    furat_buffer_append(out, furat_shell_source_name(shell));
    return;
  }
  const furat_totals totals = furat_statistics_totals(txn);
  furat_txn_abort(txn);
  if (named) {
    furat_buffer_append(out, furat_shell_source_name(shell));
    furat_buffer_append_cstr(out, ": ");
  }
  furat_buffer_appendf(out, "%s %s", furat_progress_number(number, totals.n_quads),
                       totals.n_quads == 1 ? "statement" : "statements");
  if (totals.n_graphs < 2) {
    return;
  }
  if (totals.n_quads > FEW ||
      furat_look_each(shell, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", NULL, 0, take_count,
                      &n_triples, NULL) != FURAT_OK) {
    furat_buffer_append_cstr(out, " in ");
  } else {
    furat_buffer_appendf(out, " (%s %s in ", furat_progress_number(number, n_triples),
                         n_triples == 1 ? "triple" : "triples");
  }
  furat_buffer_appendf(out, "%s graphs%s", furat_progress_number(number, totals.n_graphs),
                       n_triples > 0 ? ")" : "");
}

// Behind the last folder.
static furat_str
base_name(furat_str path)
{
  const size_t slash = furat_str_rfind_byte(path, '/');
  return slash < path.len ? furat_str_slice(path, slash + 1, path.len) : path;
}

// A folder as it is told: the home folder as ~.
static void
append_folder(furat_buffer *out, bool whole)
{
  char bytes[MAX_PATH_BYTES];
  const char *path = getcwd(bytes, sizeof bytes);
  const char *home = getenv("HOME");
  const furat_str text = furat_str_of(path);
  if (path && home && strcmp(path, home) == 0) {
    furat_buffer_append_byte(out, '~');
  } else {
    furat_text_write_visible(out, whole || text.len < 2 ? text : base_name(text));
  }
}

// What stands for a name in braces; false: it is none of the prompt's.
static bool
append_place(furat_buffer *out, const furat_shell *shell, furat_str name)
{
  if (furat_str_equal(name, FURAT_STR("store"))) {
    const furat_str first =
        furat_str_slice(furat_buffer_str(&shell->source_name), 0,
                        furat_str_find_byte(furat_buffer_str(&shell->source_name), ','));
    furat_buffer_append(out, first.len > 0 ? base_name(first) : FURAT_STR("shipped"));
  } else if (furat_str_equal(name, FURAT_STR("graph"))) {
    furat_buffer_append_cstr(out, furat_dataset_default_graph(shell->dataset) ==
                                          FURAT_DEFAULT_GRAPH_UNION
                                      ? "union"
                                      : "unnamed");
  } else if (furat_str_equal(name, FURAT_STR("folder"))) {
    append_folder(out, false);
  } else {
    return false;
  }
  return true;
}

// As psql does: before the sign that ends the prompt.
static void
mark_transaction(furat_buffer *out, const furat_shell *shell)
{
  char end[8] = "";
  const char *mark = furat_transaction_mark(shell);
  size_t len = out->len;
  while (len > 0 && out->data[len - 1] == ' ') {
    len--;
  }
  if (mark[0] != '\0' && out->status == FURAT_OK) {
    const bool ends = len > 0 && strchr(">#$%:", out->data[len - 1]);
    snprintf(end, sizeof end, "%s%.1s", mark, ends ? out->data + len - 1 : "");
    furat_buffer_truncate(out, ends ? len - 1 : len);
    furat_buffer_append_cstr(out, end);
  }
}

void
furat_shell_write_prompt(furat_buffer *out, const furat_shell *shell)
{
  furat_str text = furat_str_of(shell->settings.prompt);
  while (text.len > 0) {
    const size_t open = furat_str_find_byte(text, '{');
    const furat_str rest = furat_str_slice(text, open + 1, text.len);
    const size_t close = furat_str_find_byte(rest, '}');
    furat_text_write_visible(out, furat_str_slice(text, 0, open));
    if (close < rest.len && append_place(out, shell, furat_str_slice(rest, 0, close))) {
      text = furat_str_slice(rest, close + 1, rest.len);
    } else {
      furat_buffer_append_cstr(out, open < text.len ? "{" : "");
      text = rest;
    }
  }
  mark_transaction(out, shell);
  if (out->len > 0 && out->data[out->len - 1] != ' ') {
    furat_buffer_append_byte(out, ' ');
  }
}

// ------------------------------------------------------------------- .cd and .print

furat_status
furat_shell_dot_cd(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  const char *folder = words->n == 1 ? words->at[0] : getenv("HOME");
  if (!folder || folder[0] == '\0') {
    return furat_error_set(err, FURAT_USAGE, "HOME does not say where to go");
  }
  if (chdir(folder) != 0) {
    return furat_error_io(err, "cannot go to", folder, errno);
  }
  if (shell->interactive) {
    furat_buffer line;
    furat_buffer_init(&line, MAX_NAME_BYTES);
    append_folder(&line, true);
    if (line.status == FURAT_OK) {
      printf("%.*s\n", FURAT_STR_ARGS(furat_buffer_str(&line)));
    }
    furat_buffer_clear(&line);
  }
  return FURAT_OK;
}

static bool
is_name_byte(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         c == '_' || (c & 0x80) != 0;
}

// The value of the variable that the text begins with, after its ?; the bytes of its
// name, 0 where there is none of that name.
static size_t
append_variable(furat_buffer *out, const furat_shell *shell, furat_str text)
{
  size_t n = 0;
  while (n < text.len && is_name_byte(text.data[n])) {
    n++;
  }
  const furat_str name = furat_str_slice(text, 0, n);
  for (size_t i = 0; i < shell->variables.items.n && n > 0; i++) {
    const furat_variable *variable =
        &FURAT_VEC_AT(&shell->variables.items, furat_variable, i);
    if (furat_str_equal(variable->name, name)) {
      if (variable->value.kind == FURAT_TERM_LITERAL) {
        furat_text_write_visible(out, variable->value.text);
      } else {
        furat_term_write_cell(out, &variable->value, &shell->prefixes);
      }
      return n;
    }
  }
  return 0;
}

static void
write_line(furat_buffer *out, const furat_shell *shell, furat_str text)
{
  while (text.len > 0) {
    const size_t mark = furat_str_find_byte(text, '?');
    furat_text_write_visible(out, furat_str_slice(text, 0, mark));
    text = furat_str_slice(text, mark, text.len);
    if (text.len > 0) {
      const size_t n = append_variable(out, shell, furat_str_slice(text, 1, text.len));
      furat_buffer_append_cstr(out, n == 0 ? "?" : "");
      text = furat_str_slice(text, n + 1, text.len);
    }
  }
  furat_buffer_append_byte(out, '\n');
}

// To where results go; .once waits for one of these.
static furat_status
print_line(furat_shell *shell, furat_str line, furat_error *err)
{
  furat_target *target = shell->target ? shell->target : &shell->output;
  const bool redirected = !shell->target && shell->output.name;
  furat_status status = redirected ? furat_target_begin(target, err) : FURAT_OK;
  if (status == FURAT_OK && (redirected || shell->target)) {
    furat_target_start(target);
  }
  if (status == FURAT_OK) {
    fwrite(line.data, 1, line.len, stdout);
  }
  return status == FURAT_OK && redirected ? furat_target_end(target, FURAT_OK, err)
                                          : status;
}

furat_status
furat_shell_dot_print(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  furat_buffer line;
  furat_str text = words->n == 1 ? furat_str_of(words->at[0]) : words->typed;
  while (words->n != 1 && text.len > 0 && strchr(" \t", text.data[0])) {
    text = furat_str_slice(text, 1, text.len);
  }
  furat_buffer_init(&line, MAX_TEXT_BYTES);
  write_line(&line, shell, text);
  furat_status status = furat_buffer_status(&line, err);
  if (status == FURAT_OK) {
    status = print_line(shell, furat_buffer_str(&line), err);
  }
  furat_buffer_clear(&line);
  return status;
}
