// SPDX-License-Identifier: GPL-3.0-or-later
// furat shell, and furat alone: a session for somebody at a terminal, or a script on
// standard input.                                 cli/source -> [cmd_shell] -> mainloop
#include <config.h>

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/diagnostic.h"
#include "base/xdg.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/param.h"
#include "cli/show.h"
#include "cli/source.h"
#include "cli/terminal.h"
#include "shell/dot.h"
#include "shell/input.h"
#include "shell/result.h"
#include "shell/source.h"
#include "shell/transaction.h"

extern const furat_command furat_command_shell;

enum {
  OPTION_RESULTS = 1,
  OPTION_COMMAND,
  OPTION_FILE,
  OPTION_INIT,
  OPTION_INTERACTIVE,
  OPTION_KEEP_GOING,
  OPTION_PARAM,
  OPTION_RC,
  MAX_STATEMENT = 1 << 26,
  MAX_TERM = 1 << 26
};

static const furat_option options[] = {
    {.id = OPTION_RESULTS,
     .letter = 'r',
     .kind = FURAT_OPTION_CHOICE,
     .name = "results",
     .argument = "FORMAT",
     .choices = FURAT_RESULTS_CHOICES,
     .help = "show solutions or graphs as FORMAT, as .mode does"},
    {.id = OPTION_COMMAND,
     .letter = 'c',
     .repeatable = true,
     .kind = FURAT_OPTION_STRING,
     .name = "command",
     .argument = "STATEMENT",
     .help = "run this statement or dot command, and end"},
    {.id = OPTION_FILE,
     .letter = 'f',
     .repeatable = true,
     .kind = FURAT_OPTION_FILE,
     .name = "file",
     .argument = "FILE",
     .help = "run the statements of FILE (-: standard input), and end"},
    {.id = OPTION_INTERACTIVE,
     .letter = 'i',
     .kind = FURAT_OPTION_FLAG,
     .name = "interactive",
     .help = "go on with a session behind -c and -f"},
    {.id = OPTION_KEEP_GOING,
     .letter = 'k',
     .kind = FURAT_OPTION_FLAG,
     .name = "keep-going",
     .help = "go on behind what fails in a script"},
    {.id = OPTION_PARAM,
     .repeatable = true,
     .kind = FURAT_OPTION_STRING,
     .name = "param",
     .argument = "NAME=TERM",
     .help = "bind ?NAME in the statements that name it, as .set does"},
    {.id = OPTION_INIT,
     .repeatable = true,
     .kind = FURAT_OPTION_FILE,
     .name = "init",
     .argument = "FILE",
     .help =
         "run FILE before anything else; before a session errors in it hold up nothing"},
    {.id = OPTION_RC,
     .negatable = true,
     .kind = FURAT_OPTION_FLAG,
     .name = "rc",
     .help = "read the start-up file also without a terminal; --no-rc: never"},
    FURAT_SOURCE_MEMORY_OPTION,
    FURAT_SOURCE_OPTIONS,
    FURAT_SOURCE_LOAD_OPTION,
    {.id = 0}};

static void
greet(furat_shell *shell)
{
  enum { MAX_GREETING = 1 << 16 };
  furat_buffer text;
  furat_buffer_init(&text, MAX_GREETING);
  furat_buffer_append_cstr(&text, PACKAGE_STRING);
  furat_buffer_append_cstr(&text, shell->source_name.len > 0 ? ", " : ": ");
  furat_shell_append_source(&text, shell, shell->source_name.len > 0);
  furat_buffer_append_cstr(&text, ". .help shows what there is, Ctrl-D ends.\n");
  furat_terminal_print_wrapped(stdout, furat_buffer_str(&text));
  furat_buffer_clear(&text);
}

static furat_status
open_shell(furat_shell *shell, const furat_vec *arguments, furat_error *err)
{
  const furat_argument *mode = furat_argument_find(arguments, OPTION_RESULTS);
  const furat_argument *timeout = furat_argument_find(arguments, FURAT_SOURCE_TIMEOUT);
  const furat_argument *memory = furat_argument_find(arguments, FURAT_SOURCE_MEMORY);
  furat_prefixes_init(&shell->prefixes);
  furat_status status = furat_settings_init(&shell->settings, err);
  if (status == FURAT_OK) {
    status = furat_show_prefixes(&shell->prefixes, err);
  }
  if (status == FURAT_OK && mode) {
    status = furat_settings_set_mode(&shell->settings, mode->value, err);
  }
  if (status == FURAT_OK) {
    status = furat_shell_open(shell, arguments, err);
  }
  if (furat_argument_find(arguments, OPTION_KEEP_GOING)) {
    shell->settings.stop = false;
  }
  if (timeout && timeout->number > 0) {
    shell->settings.timeout_ms = timeout->number;
  }
  if (memory && memory->number > 0) {
    shell->settings.memory_bytes = memory->number;
  }
  return status;
}

// ---------------------------------------------------------------- before the session

static furat_status
set_params(furat_shell *shell, const furat_vec *arguments, furat_error *err)
{
  furat_arena arena;
  furat_arena_init(&arena, MAX_TERM);
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < arguments->n && status == FURAT_OK; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == OPTION_PARAM) {
      furat_binding binding;
      status = furat_param_parse(&binding, &arena, furat_str_of(argument->value),
                                 &shell->prefixes, err);
      if (status == FURAT_OK) {
        status =
            furat_variables_set(&shell->variables, binding.variable, &binding.value, err);
      }
    }
  }
  furat_arena_clear(&arena);
  return status;
}

// What is wrong in the start-up file is told and holds up nothing.
static furat_status
read_rc(furat_shell *shell, furat_error *err)
{
  furat_buffer path;
  furat_buffer_init(&path, SIZE_MAX / 2);
  furat_status status = FURAT_OK;
  if (furat_xdg_path(&path, FURAT_XDG_CONFIG, "rc") && access(path.data, F_OK) == 0) {
    shell->forgiving = true;
    furat_error own = FURAT_ERROR_INIT;
    status = furat_shell_script(shell, path.data, &own);
    if (status != FURAT_OK && status != FURAT_INTERRUPTED) {
      furat_diagnostic_print(stderr, &own, FURAT_STR_NONE);
      status = FURAT_OK;
    }
    if (status != FURAT_OK) {
      *err = own;
    }
    shell->forgiving = false;
    shell->n_failed = 0;
    shell->failure = FURAT_OK;
  }
  furat_buffer_clear(&path);
  return status;
}

static bool
must_stop(const furat_shell *shell)
{
  return shell->quit ||
         (shell->n_failed > 0 && shell->settings.stop && !shell->forgiving);
}

// The arguments of two kinds, in their order.
static furat_status
run_arguments(furat_shell *shell, const furat_vec *arguments, int text_id, int file_id,
              furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < arguments->n && status == FURAT_OK && !must_stop(shell); i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == file_id) {
      status = furat_shell_script(shell, argument->value, err);
    } else if (argument->id == text_id) {
      status = furat_shell_text(shell, furat_str_of(argument->value), "-c", err);
    }
  }
  return status;
}

// ---------------------------------------------------------------------- the session

// What is to be done: found out from the arguments and the terminal.
typedef struct plan {
  bool rc;       // read the start-up file
  bool commands; // there are -c or -f
  bool session;  // with somebody at a terminal
  bool script;   // from standard input
} plan;

static plan
make_plan(const furat_vec *arguments)
{
  bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
  const furat_argument *rc = furat_argument_find(arguments, OPTION_RC);
  plan p = {.commands = furat_argument_find(arguments, OPTION_COMMAND) ||
                        furat_argument_find(arguments, OPTION_FILE)};
  bool goes_on = !p.commands || furat_argument_find(arguments, OPTION_INTERACTIVE);
  p.session = goes_on && terminal;
  p.script = goes_on && !terminal;
  p.rc = rc ? !rc->negated : p.session;
  return p;
}

// Before a session what is wrong holds up nothing, as in the start-up file, and is
// counted.
static furat_status
run_init(furat_shell *shell, const furat_vec *arguments, bool session, furat_error *err)
{
  shell->forgiving = session;
  furat_status status = run_arguments(shell, arguments, -1, OPTION_INIT, err);
  shell->forgiving = false;
  if (session && status == FURAT_OK && shell->n_failed > 0) {
    (void)fflush(stdout);
    fprintf(stderr, "note: %" PRIu64 " %s in what --init names, and all else was done\n",
            shell->n_failed, shell->n_failed == 1 ? "error" : "errors");
    shell->n_failed = 0;
    shell->failure = FURAT_OK;
  }
  return status;
}

// All that comes before somebody types, and scripts in the place of that.
static furat_status
run_scripts(furat_shell *shell, const furat_vec *arguments, const plan *p,
            furat_error *err)
{
  // Loading may have taken most of the time limit, which is one of statements from here
  // on.
  shell->cancel.deadline_ns = 0;
  furat_status status = p->rc ? read_rc(shell, err) : FURAT_OK;
  if (status == FURAT_OK) {
    status = run_init(shell, arguments, p->session, err);
  }
  if (status == FURAT_OK && !must_stop(shell)) {
    status = run_arguments(shell, arguments, OPTION_COMMAND, OPTION_FILE, err);
  }
  if (status == FURAT_OK && !must_stop(shell) && p->script) {
    status = furat_shell_script(shell, "-", err);
  }
  if (status == FURAT_OK && shell->n_failed > 0 && !p->session) {
    // Each failure was told in its place; what a resource caused has its own status.
    bool resource = furat_status_exit_code(shell->failure) == 3;
    status = resource ? shell->failure : FURAT_BAD_DATA;
  }
  return status;
}

static furat_status
run_shell(furat_shell *shell, const furat_vec *arguments, furat_error *err)
{
  const plan p = make_plan(arguments);
  furat_interrupt_begin(&shell->cancel);
  furat_status status = open_shell(shell, arguments, err);
  if (status == FURAT_OK) {
    status = set_params(shell, arguments, err);
  }
  if (status == FURAT_OK) {
    status = run_scripts(shell, arguments, &p, err);
  }
  const bool talks = status == FURAT_OK && p.session && !shell->quit;
  if (talks) {
    furat_input_signal_hold(); // between two handlers it would end the program
  }
  furat_interrupt_end();
  if (talks) {
    shell->interactive = true;
    if (!p.commands) {
      greet(shell);
    }
    status = furat_shell_talk(shell, err);
  }
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  furat_shell shell = {.input_name = "query", .arguments = arguments};
  furat_shell_results_init(&shell);
  furat_source_cancel(&shell.cancel, arguments);
  furat_variables_init(&shell.variables);
  furat_buffer_init(&shell.last_statement, MAX_STATEMENT);
  furat_buffer_init(&shell.last_query, MAX_STATEMENT);
  furat_status status =
      furat_transaction_end(&shell, run_shell(&shell, arguments, err), err);
  status = furat_shell_results_clear(&shell, status, err);
  furat_shell_close(&shell);
  furat_prefixes_clear(&shell.prefixes);
  furat_settings_clear(&shell.settings);
  furat_variables_clear(&shell.variables);
  furat_buffer_clear(&shell.last_statement);
  furat_buffer_clear(&shell.last_query);
  return status;
}

static bool
topic(size_t index, furat_topic *out)
{
  return furat_shell_topic_at(index, out);
}

const furat_command furat_command_shell = {
    .name = "shell",
    .operands = "[SOURCE]...",
    .only_options = true,
    .summary = "ask in a session (also without a command)",
    .description =
        "Opens a session on the shipped graph, a store, or files that are loaded for it. "
        " "
        "The usual prefixes (rdf, rdfs, xsd, skos, fur ...) are known without a "
        "declaration; a statement of nothing but PREFIX lines makes others known. "
        "Updates change a store for good, and files only for the session; between .begin "
        "and .commit they are one change, or with .rollback none.\n"
        "\n"
        "A statement of one line runs at Enter.  A statement of several lines ends with "
        "an empty line or with a ; and the prompt shows what is still open; an error "
        "that "
        "no further line could mend is told at once, and two empty lines give up what "
        "is open.  It is edited "
        "and recalled as a whole: arrows move inside it, Enter at its end runs it, "
        "Alt-Enter "
        "breaks the line anywhere, Ctrl-O runs it from anywhere, Ctrl-R and Ctrl-S "
        "search the history (Backspace takes "
        "a "
        "step back, Enter runs what was found, Escape gives up), Ctrl-X Ctrl-E opens "
        "$VISUAL "
        "or $EDITOR on it.  Ctrl-C stops what runs or clears what is typed, Ctrl-D ends "
        "the "
        "session, Tab completes.  The history is kept over sessions, in "
        "$XDG_STATE_HOME/furat/history.\n"
        "\n"
        "Without a terminal, statements are read from standard input, solutions are "
        "written as TSV, and a statement ends with a ; or where the next one begins.  A "
        "script stops at its first error, and the exit status says so; with -k it goes "
        "on "
        "and the exit status still tells.  -c and -f run in their order in the place of "
        "a "
        "session.\n"
        "\n"
        "A session begins with the start-up file $XDG_CONFIG_HOME/furat/rc (usually "
        "~/.config/furat/rc): dot commands and PREFIX lines, such as .prefix, .set and "
        ".lang.  Scripts do not read it, so that they mean the same for everybody, "
        "unless "
        "--rc asks for it; --init names a file for both.",
    .options = options,
    .examples = "furat shell --data my.ttl\task a file\n"
                "furat <statements.rq\trun a script over the shipped graph\n"
                "furat shell -c '.mode csv' -f report.rq\trun a file after a command\n",
    .run = run,
    .topics_title = "Commands inside the shell, and what .help explains",
    .topic = topic,
};
