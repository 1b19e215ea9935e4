// SPDX-License-Identifier: GPL-3.0-or-later
// furat_main(): finds the command, parses its options by its table, runs it, prints its
// error and sees to it that what was written has arrived.     main -> [cli] -> commands
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/color.h"
#include "base/diagnostic.h"
#include "base/memory.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/source.h"
#include "cli/standard_input.h"

enum { MAX_ARGUMENTS = 1000000 };

// A closed descriptor would be given to the next file that is opened, and what is meant
// for the terminal would go there.  Opened the wrong way round, each use of it fails as
// it should.
static void
open_standard_streams(void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
    if (fcntl(fd, F_GETFD) == -1 && errno == EBADF) {
      int opened = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
      assert(opened == fd || opened == -1);
      (void)opened;
    }
  }
}

static size_t
count_options(const furat_option *table)
{
  size_t n = 0;
  while (table && table[n].id != 0) {
    n++;
  }
  return n;
}

static bool
has_option(const furat_option *table, const char *name)
{
  for (size_t i = 0; table && table[i].id != 0; i++) {
    if (strcmp(table[i].name, name) == 0) {
      return true;
    }
  }
  return false;
}

// The command's table with what every command understands behind it, on the heap.
static furat_option *
merge_options(const furat_command *command, bool whole_program)
{
  const furat_option *common = furat_help_common_options();
  size_t n = count_options(command->options);
  size_t n_common = count_options(common);
  furat_option *merged = furat_alloc_zeroed(n + n_common + 1, sizeof *merged);
  if (!merged) {
    return NULL;
  }
  if (n > 0) {
    memcpy(merged, command->options, n * sizeof *merged);
  }
  for (size_t i = 0; i < n_common; i++) {
    bool wanted = whole_program || common[i].id != FURAT_VERSION_OPTION;
    if (wanted && !has_option(command->options, common[i].name)) {
      merged[n++] = common[i];
    }
  }
  return merged;
}

static const furat_argument *
find_argument(const furat_vec *arguments, int id)
{
  for (size_t i = 0; i < arguments->n; i++) {
    if (FURAT_VEC_AT(arguments, furat_argument, i).id == id) {
      return &FURAT_VEC_AT(arguments, furat_argument, i);
    }
  }
  return NULL;
}

// Run the command that an option stands for: it knows nothing of the other options.
static furat_status
run_other(const char *name, const furat_vec *arguments, furat_error *err)
{
  furat_vec operands;
  furat_vec_init(&operands, sizeof(furat_argument), MAX_ARGUMENTS);
  for (size_t i = 0; i < arguments->n; i++) {
    if (FURAT_VEC_AT(arguments, furat_argument, i).id == 0) {
      furat_vec_push(&operands, &FURAT_VEC_AT(arguments, furat_argument, i));
    }
  }
  const furat_command *command = furat_command_find(name);
  assert(command);
  furat_status status = furat_vec_status(&operands, err);
  if (status == FURAT_OK) {
    status = command->run(&operands, err);
  }
  furat_vec_clear(&operands);
  return status;
}

static furat_status
print_command_help(const furat_command *command, furat_error *err)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX / 2);
  furat_help_command(&out, command);
  furat_status status = furat_help_print(&out, err);
  furat_buffer_clear(&out);
  return status;
}

static furat_status
refuse_operand(const furat_command *command, const char *operand, furat_error *err)
{
  furat_error_set(err, FURAT_USAGE, "furat %s takes no argument, but was given %.100s",
                  command->name, operand);
  if (has_option(command->options, "data")) {
    furat_error_hint(err, "a store is given as -s %.100s, a document as --data %.100s",
                     operand, operand);
  } else if (has_option(command->options, "store")) {
    furat_error_hint(err, "a store is given as -s %.100s", operand);
  }
  return FURAT_USAGE;
}

// The last one counts, as where an alias gives one already.
static void
choose_colors(const furat_vec *arguments)
{
  for (size_t i = 0; i < arguments->n; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == FURAT_COLOR_OPTION) {
      furat_color_choose(argument->value);
    }
  }
}

static furat_status
run_parsed(const furat_command *command, bool whole_program, const furat_vec *arguments,
           furat_error *err)
{
  choose_colors(arguments);
  if (whole_program && find_argument(arguments, FURAT_VERSION_OPTION)) {
    return run_other("version", arguments, err);
  }
  if (find_argument(arguments, FURAT_HELP_OPTION)) {
    return whole_program ? run_other("help", arguments, err)
                         : print_command_help(command, err);
  }
  const furat_argument *operand = find_argument(arguments, 0);
  return operand && (!command->operands || command->only_options)
             ? refuse_operand(command, operand->value, err)
             : command->run(arguments, err);
}

// Below the command nobody knows by which name a damaged store was given.
static void
name_store(const furat_option *options, const furat_vec *arguments, furat_error *err)
{
  const char *store =
      has_option(options, "store") ? furat_source_store(arguments, NULL) : NULL;
  if (store && !strstr(err->message, store)) {
    furat_error_source(err, store);
  }
  if (store && err->hint[0] == '\0') {
    furat_error_hint(err, FURAT_SOURCE_DAMAGE_HINT, store);
  }
}

// `whole_program`: no command was named, so its options are those of the program.
static furat_status
run_command(const furat_command *command, bool whole_program, int argc, char **argv,
            furat_error *err)
{
  furat_option *options = merge_options(command, whole_program);
  if (!options) {
    return furat_error_no_mem(err);
  }
  furat_vec arguments;
  furat_vec_init(&arguments, sizeof(furat_argument), MAX_ARGUMENTS);
  furat_status status = furat_options_parse(&arguments, options, argc, argv, err);
  if (status == FURAT_USAGE && err->hint[0] == '\0') {
    furat_error_hint(err, "see furat %s --help", command->name);
  }
  if (status == FURAT_OK) {
    status = furat_standard_input_check(command, options, &arguments, err);
  }
  if (status == FURAT_OK) {
    status = run_parsed(command, whole_program, &arguments, err);
  }
  if (status == FURAT_CORRUPT) {
    name_store(options, &arguments, err);
  }
  furat_vec_clear(&arguments);
  furat_free(options);
  return status;
}

static furat_status
dispatch(int argc, char **argv, furat_error *err)
{
  if (argc > 1 && argv[1][0] != '-') {
    const furat_command *command = furat_command_find(argv[1]);
    if (!command) {
      return furat_command_unknown(argv[1], err);
    }
    return run_command(command, false, argc - 2, argv + 2, err);
  }
  const furat_command *shell = furat_command_find("shell");
  assert(shell);
  return run_command(shell, true, argc > 0 ? argc - 1 : 0, argv + 1, err);
}

// Whether the reader of standard output is gone.
static bool
reader_is_gone(void)
{
  struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
  return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

static int
finish(furat_status status, const furat_error *err, bool pipe_ignored)
{
  if (status == FURAT_IO && !pipe_ignored && ferror(stdout) && reader_is_gone()) {
    // `furat ... | head`: all is cleaned up, so end as other programs do, without a word.
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
  }
  if (err->message[0] != '\0') {
    furat_diagnostic_print(stderr, err, FURAT_STR_NONE);
  }
  return furat_status_exit_code(status);
}

int
furat_main(int argc, char **argv)
{
  open_standard_streams();
  furat_memory_return_large();
  setlocale(LC_CTYPE, "");
  bool pipe_ignored = signal(SIGPIPE, SIG_IGN) == SIG_IGN;
  signal(SIGXFSZ, SIG_IGN); // a file that may not grow is a failed write like any other
  furat_error err = FURAT_ERROR_INIT;
  furat_status status = dispatch(argc, argv, &err);
  if (status == FURAT_DONE) {
    status = FURAT_OK;
  }
  if (status != FURAT_OK) {
    furat_error_source(&err, "furat");
  }
  // The last bytes may fail to arrive, at a full disk or a closed pipe.
  errno = 0;
  if ((fflush(stdout) != 0 || ferror(stdout)) && status == FURAT_OK) {
    status = furat_error_io(&err, "cannot write", "standard output", errno ? errno : EIO);
    furat_error_source(&err, "furat");
  }
  return finish(status, &err, pipe_ignored);
}
