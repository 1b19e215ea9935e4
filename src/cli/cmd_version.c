// SPDX-License-Identifier: GPL-3.0-or-later
// furat version: which Furat this is, and under which terms it comes.
#include <config.h>

#include "cli/command.h"
#include "cli/help.h"

static furat_status
run(FURAT_UNUSED const furat_vec *arguments, furat_error *err)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX / 2);
  furat_buffer_append_cstr(&out, PACKAGE_STRING
                           "\n"
                           "License GPL-3.0-or-later; the shipped graph is CC-BY-4.0.\n"
                           "There is no warranty, as far as the law permits.\n");
  furat_status status = furat_help_print(&out, err);
  furat_buffer_clear(&out);
  return status;
}

const furat_command furat_command_version = {
    .name = "version",
    .summary = "show the version and the licence",
    .description =
        "Shows the version of furat, its licence and that of the shipped graph.",
    .run = run,
};
