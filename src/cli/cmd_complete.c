// SPDX-License-Identifier: GPL-3.0-or-later
// furat complete: what bash, zsh and fish ask at Tab; completion/ has their part.
//                                                 completion -> [cli] -> dispatch
#include "base/memory.h"
#include "cli/completion.h"
#include "cli/help.h"

static furat_status
complete(const char *const *words, size_t n, furat_error *err)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX / 2);
  const furat_command_line line = {.words = words, .n = n};
  furat_status status = furat_complete_command_line(&out, &line, err);
  if (status == FURAT_OK) {
    status = furat_help_print(&out, err);
  }
  furat_buffer_clear(&out);
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  size_t n = 0;
  const char **words = furat_alloc_zeroed(arguments->n + 1, sizeof *words);
  if (!words) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < arguments->n; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == 0) {
      words[n++] = argument->value;
    }
  }
  words[n] = "";
  const furat_status status = complete(words, n > 0 ? n : 1, err);
  furat_free(words);
  return status;
}

const furat_command furat_command_complete = {
    .name = "complete",
    .operands = "-- [WORD]...",
    .hidden = true,
    .summary = "list what may stand in the place of the last word",
    .description =
        "For the completion of bash, zsh and fish. The words are those of a command line "
        "behind furat, up to the cursor. Each line is a word, a tab and what it is; "
        "@files "
        "or @folders, tab, endings, tab, prefix say that names of files may follow.",
    .run = run,
};
