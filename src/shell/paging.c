// SPDX-License-Identifier: GPL-3.0-or-later
// Texts and results on their way to the pager of the shell.
#include "shell/paging.h"

#include <unistd.h>

#include "cli/terminal.h"
#include "results/bidi.h"

void
furat_shell_pager_init(furat_pager *pager, const furat_shell *shell)
{
  const int wish = shell->settings.pager;
  const bool wanted = shell->interactive && isatty(STDOUT_FILENO) &&
                      wish != FURAT_AUTO_OFF &&
                      (wish == FURAT_AUTO_ON || furat_terminal_moves());
  furat_pager_init(pager, wanted, wish == FURAT_AUTO_ON, shell->watch);
  pager->hint = ".pager off";
}

void
furat_shell_pager_begin(furat_shell *shell, furat_pager *pager)
{
  furat_shell_pager_init(pager, shell);
  pager->chop = true;
  shell->pager = pager;
}

furat_status
furat_shell_pager_end(furat_shell *shell, furat_status status, furat_error *err)
{
  furat_status finished =
      furat_pager_finish(shell->pager, status == FURAT_OK ? err : NULL);
  shell->pager = NULL;
  return status == FURAT_OK ? finished : status;
}

// Lines in the order that the terminal needs.
static furat_status
write_text(furat_pager *pager, furat_str text, furat_error *err)
{
  furat_buffer ordered;
  furat_buffer_init(&ordered, SIZE_MAX / 2);
  furat_bidi_append_lines(&ordered, text, furat_terminal_bidi(STDOUT_FILENO));
  furat_status status = furat_buffer_status(&ordered, err);
  if (status == FURAT_OK) {
    status = furat_pager_write(pager, furat_buffer_str(&ordered), err);
  }
  furat_buffer_clear(&ordered);
  if (pager->gone) {
    furat_error_clear(err);
    status = FURAT_OK;
  }
  return status;
}

furat_status
furat_shell_tell(furat_shell *shell, furat_str text, furat_error *err)
{
  if (shell->pager && shell->interactive && !shell->target) {
    return write_text(shell->pager, text, err);
  }
  fflush(stdout);
  furat_terminal_print(furat_shell_notes(shell), text);
  return FURAT_OK;
}

furat_status
furat_shell_show_text(furat_shell *shell, furat_str text, furat_error *err)
{
  furat_pager pager;
  furat_shell_pager_init(&pager, shell);
  furat_status status = write_text(&pager, text, err);
  furat_status finished = furat_pager_finish(&pager, status == FURAT_OK ? err : NULL);
  return status == FURAT_OK ? finished : status;
}
