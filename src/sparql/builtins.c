// SPDX-License-Identifier: GPL-3.0-or-later
// The table of functions.  Looked up once a call while parsing, so a walk will do.
#include "sparql/builtins.h"

#include <assert.h>

#define BUILTIN_INFO(name, text, fewest, most, arguments) {text, fewest, most, arguments},
static const furat_builtin_info infos[] = {FURAT_BUILTINS(BUILTIN_INFO)};
#undef BUILTIN_INFO

#define BUILTIN_NAME(name, text, fewest, most, arguments) text,
static const char *const names[] = {FURAT_BUILTINS(BUILTIN_NAME)};
#undef BUILTIN_NAME

furat_builtin
furat_builtin_find(furat_str word)
{
  for (size_t i = 0; i < sizeof(infos) / sizeof(infos[0]); ++i) {
    if (furat_str_equal_nocase(furat_str_of(infos[i].name), word)) {
      return (furat_builtin)(i + 1);
    }
  }
  return FURAT_BUILTIN_NONE;
}

const furat_builtin_info *
furat_builtin_describe(furat_builtin builtin)
{
  assert(builtin > FURAT_BUILTIN_NONE && builtin < FURAT_BUILTIN_COUNT_OF);
  return &infos[builtin - 1];
}

bool
furat_builtin_is_aggregate(furat_builtin builtin)
{
  return builtin >= FURAT_BUILTIN_COUNT && builtin <= FURAT_BUILTIN_GROUP_CONCAT;
}

const char *const *
furat_builtin_names(size_t *n)
{
  *n = sizeof(names) / sizeof(names[0]);
  return names;
}
