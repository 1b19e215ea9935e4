// SPDX-License-Identifier: GPL-3.0-or-later
// The table of commands: dispatch, help, the manual page and completion are made from it.
#include "cli/command.h"

#include <string.h>

#include "store/store.h"

extern const furat_command furat_command_shell;
extern const furat_command furat_command_canonicalize;
extern const furat_command furat_command_derive;
extern const furat_command furat_command_diff;
extern const furat_command furat_command_document;
extern const furat_command furat_command_query;
extern const furat_command furat_command_run;
extern const furat_command furat_command_update;
extern const furat_command furat_command_export;
extern const furat_command furat_command_explain;
extern const furat_command furat_command_load;
extern const furat_command furat_command_info;
extern const furat_command furat_command_backup;
extern const furat_command furat_command_check;
extern const furat_command furat_command_help;
extern const furat_command furat_command_parse;
extern const furat_command furat_command_version;
extern const furat_command furat_command_complete;

// One a line, so that adding one touches no other.
// clang-format off
static const furat_command *const commands[] = {
    &furat_command_shell,
    &furat_command_query,
    &furat_command_run,
    &furat_command_update,
    &furat_command_explain,
    &furat_command_export,
    &furat_command_load,
    &furat_command_info,
    &furat_command_backup,
    &furat_command_check,
    &furat_command_parse,
    &furat_command_canonicalize,
    &furat_command_diff,
    &furat_command_document,
    &furat_command_derive,
    &furat_command_help,
    &furat_command_version,
    &furat_command_complete,
};
// clang-format on
enum { N_COMMANDS = sizeof(commands) / sizeof(commands[0]) };

const furat_command *const *
furat_commands(size_t *n)
{
  *n = N_COMMANDS;
  return commands;
}

const furat_command *
furat_command_find(const char *name)
{
  for (size_t i = 0; i < N_COMMANDS; i++) {
    if (strcmp(commands[i]->name, name) == 0) {
      return commands[i];
    }
  }
  return NULL;
}

// What only the shell has, with its dot before it or without.
static bool
is_of_shell(const char *name)
{
  const furat_command *shell = furat_command_find("shell");
  const size_t len = strlen(name);
  bool is = false;
  furat_topic topic;
  for (size_t i = 0; shell && len > 1 && !is && shell->topic(i, &topic); i++) {
    const char *term = topic.term + (name[0] != '.');
    is = topic.term[0] == '.' && strncmp(term, name, len) == 0 &&
         (term[len] == ' ' || term[len] == '\0');
  }
  return is;
}

furat_status
furat_command_unknown(const char *name, furat_error *err)
{
  const char *names[N_COMMANDS];
  size_t n = 0;
  for (size_t i = 0; i < N_COMMANDS; i++) {
    if (!commands[i]->hidden) {
      names[n++] = commands[i]->name;
    }
  }
  furat_error_set(err, FURAT_USAGE, "there is no command %.100s", name);
  const char *near = furat_nearest_name(name, names, n);
  if (is_of_shell(name)) {
    furat_error_hint(err,
                     "%s%.50s is a command of the shell: furat shell -c '%s%.50s ...'; "
                     "furat shell -c '.help %.50s' explains it",
                     name[0] == '.' ? "" : ".", name, name[0] == '.' ? "" : ".", name,
                     name + (name[0] == '.'));
  } else if (near) {
    furat_error_hint(err, "did you mean furat %s?", near);
  } else if (strchr(name, '{')) {
    furat_error_hint(err, "a query is asked with furat query '...' or furat -c '...'");
  } else if (furat_store_is_one(name)) {
    furat_error_hint(err, "furat -s %.100s asks a store", name);
  } else if (furat_str_ends_with(furat_str_of(name), FURAT_STR(".rq"))) {
    furat_error_hint(err, "furat query -f %.100s asks the query of a file", name);
  } else if (furat_str_ends_with(furat_str_of(name), FURAT_STR(".ru"))) {
    furat_error_hint(err, "furat update -f %.100s does the update of a file", name);
  } else if (strchr(name, '.') || strchr(name, '/')) {
    furat_error_hint(err, "furat --data %.100s asks a document, furat -s %.100s a store",
                     name, name);
  } else {
    furat_error_hint(err, "furat --help lists the commands");
  }
  return FURAT_USAGE;
}
