// SPDX-License-Identifier: GPL-3.0-or-later
// .begin, .commit and .rollback.  A statement that fails has changed nothing, and at a
// terminal the transaction goes on; in a script, whose later lines may count on it, the
// transaction can only be rolled back.
#include "shell/transaction.h"

#include <stdio.h>

#include "cli/terminal.h"
#include "shell/dot.h"

static const char open_hint[] =
    ".commit keeps what was changed in it, .rollback does not";

bool
furat_transaction_note_failure(furat_shell *shell, bool scripted)
{
  if (!scripted || shell->transaction_failed || !shell->dataset ||
      !furat_dataset_in_transaction(shell->dataset)) {
    return false;
  }
  shell->transaction_failed = true;
  return shell->interactive;
}

void
furat_transaction_tell_failure(void)
{
  furat_terminal_print_wrapped(
      stderr, FURAT_STR("the transaction can only be rolled back now: .rollback\n"));
}

const char *
furat_transaction_mark(const furat_shell *shell)
{
  return !furat_dataset_in_transaction(shell->dataset) ? ""
         : shell->transaction_failed                   ? "!"
                                                       : "*";
}

static void
tell(const furat_shell *shell, const char *what)
{
  if (shell->interactive && shell->read_depth == 0) {
    puts(what);
  }
}

// What a .begin may wait for is told to who waits.
static furat_status
wait_for_others(furat_shell *shell, furat_error *err)
{
  if (shell->interactive) {
    fputs("waiting until nobody else changes the store; Ctrl-C gives up\n", stdout);
    (void)fflush(stdout);
  }
  return furat_dataset_begin(shell->dataset, true, &shell->cancel, err);
}

furat_status
furat_shell_dot_begin(furat_shell *shell, FURAT_UNUSED const furat_dot_words *words,
                      furat_error *err)
{
  furat_error own = FURAT_ERROR_INIT;
  furat_shell_start_clock(shell);
  furat_status status = furat_dataset_begin(shell->dataset, false, &shell->cancel, &own);
  if (status == FURAT_BUSY) {
    furat_error_clear(&own);
    status = wait_for_others(shell, &own);
  }
  if (status == FURAT_OK) {
    shell->transaction_failed = false;
    return FURAT_OK;
  }
  if (status == FURAT_USAGE) {
    furat_error_hint(&own, open_hint);
  } else if (status == FURAT_READ_ONLY && shell->source_name.len == 0) {
    furat_error_hint(&own, FURAT_SHELL_SHIPPED_HINT);
  }
  *err = own;
  return status;
}

static furat_status
hint_at_begin(furat_status status, furat_error *err)
{
  if (status == FURAT_USAGE) {
    furat_error_hint(err, ".begin opens one; without, each update is kept at once");
  }
  return status;
}

furat_status
furat_shell_dot_commit(furat_shell *shell, FURAT_UNUSED const furat_dot_words *words,
                       furat_error *err)
{
  if (shell->transaction_failed && furat_dataset_in_transaction(shell->dataset)) {
    furat_status status = furat_dataset_rollback(shell->dataset, err);
    if (status == FURAT_OK) {
      shell->transaction_failed = false;
      status = furat_error_set(err, FURAT_BAD_DATA,
                               "the transaction was rolled back: something in it failed");
    }
    return status;
  }
  const furat_status status = furat_dataset_commit(shell->dataset, err);
  if (status == FURAT_OK) {
    tell(shell, "committed");
  } else if (status != FURAT_USAGE && status != FURAT_BUSY) {
    furat_error_hint(err, "the transaction has ended, and nothing of it was kept");
  }
  return hint_at_begin(status, err);
}

furat_status
furat_shell_dot_rollback(furat_shell *shell, FURAT_UNUSED const furat_dot_words *words,
                         furat_error *err)
{
  const furat_status status = furat_dataset_rollback(shell->dataset, err);
  if (status == FURAT_OK) {
    shell->transaction_failed = false;
    tell(shell, "rolled back");
  }
  return hint_at_begin(status, err);
}

furat_status
furat_transaction_refuse(const furat_shell *shell, const char *what, furat_error *err)
{
  if (!furat_dataset_in_transaction(shell->dataset)) {
    return FURAT_OK;
  }
  furat_error_set(err, FURAT_USAGE, "%s would end the transaction that is open", what);
  furat_error_hint(err, open_hint);
  return FURAT_USAGE;
}

furat_status
furat_transaction_end(furat_shell *shell, furat_status status, furat_error *err)
{
  if (!shell->dataset || !furat_dataset_in_transaction(shell->dataset)) {
    return status;
  }
  const furat_status ended = furat_dataset_rollback(shell->dataset, err);
  if (ended != FURAT_OK) {
    return status == FURAT_OK ? ended : status;
  }
  if (status == FURAT_OK && !shell->interactive) {
    furat_error_set(err, FURAT_BAD_DATA,
                    "the script ended inside of a transaction, which was rolled back");
    furat_error_hint(err, ".commit keeps what was changed in it");
    return FURAT_BAD_DATA;
  }
  (void)fflush(stdout);
  furat_terminal_print_wrapped(
      stderr, FURAT_STR("note: the transaction that was open was rolled back\n"));
  return status;
}
