// SPDX-License-Identifier: GPL-3.0-or-later
// Counts who reads standard input, by the kinds of options and operands.
//                                           options -> [cli/standard_input] -> dispatch
#include "cli/standard_input.h"

#include <string.h>

static furat_option_kind
kind_of(const furat_command *command, const furat_option *options,
        const furat_argument *argument)
{
  const furat_option *option = options;
  while (argument->id != 0 && option->id != 0 && option->id != argument->id) {
    option++;
  }
  return argument->id == 0 ? command->operand_kind : option->kind;
}

static bool
reads_standard_input(furat_option_kind kind, const char *value)
{
  switch (kind) {
  case FURAT_OPTION_DOCUMENT:
  case FURAT_OPTION_SPARQL:
  case FURAT_OPTION_REQUEST:
    return strcmp(value, "-") == 0;
  case FURAT_OPTION_NAMED_DOCUMENT:
    return furat_str_ends_with(furat_str_of(value), FURAT_STR("=-"));
  default:
    return false;
  }
}

furat_status
furat_standard_input_check(const furat_command *command, const furat_option *options,
                           const furat_vec *arguments, furat_error *err)
{
  size_t n = 0;
  // Commands that take a request read it where nothing gives one.
  bool has_request = command->operand_kind != FURAT_OPTION_REQUEST;
  for (size_t i = 0; i < arguments->n; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    const furat_option_kind kind = kind_of(command, options, argument);
    n += reads_standard_input(kind, argument->value) ? 1 : 0;
    has_request =
        has_request || kind == FURAT_OPTION_REQUEST || kind == FURAT_OPTION_SPARQL;
  }
  if (n > 1) {
    return furat_error_set(
        err, FURAT_USAGE, "standard input (-) is given twice, but can be read only once");
  }
  if (n == 1 && !has_request) {
    furat_error_set(err, FURAT_USAGE,
                    "standard input cannot be read for both the data and the %s",
                    command->name);
    furat_error_hint(err, "put the %s in quotes, or into a file", command->name);
    return FURAT_USAGE;
  }
  return FURAT_OK;
}
