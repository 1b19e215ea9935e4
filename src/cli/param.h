// SPDX-License-Identifier: GPL-3.0-or-later
// NAME=TERM: the value of a variable, as commands and the shell take it.
#ifndef FURAT_CLI_PARAM_H
#define FURAT_CLI_PARAM_H

#include "base/options.h"
#include "engine/furat.h"

/// A row for a command's table of options.
#define FURAT_PARAM_OPTION(number)                                                  \
  {                                                                                 \
    .id = (number), .letter = 'p', .repeatable = true, .kind = FURAT_OPTION_STRING, \
    .name = "param", .argument = "NAME=TERM",                                       \
    .help = "give the variable NAME the value TERM: <iri>, prefix:name "            \
            "(with a usual prefix or one of the data or request), \"text\"@en, "    \
            "\"2017\"^^xsd:gYear, 5, true, or else a plain text"                    \
  }

/// Parse NAME=TERM; NAME may begin with ? or $.  The name is borrowed from `text`, the
/// term is in the arena.  TERM is as furat_term_parse() has it.
FURAT_NODISCARD furat_status
furat_param_parse(furat_binding *out, furat_arena *arena, furat_str text,
                  const furat_prefixes *prefixes, furat_error *err);

/// What somebody is told who has written an IRI as a text.
#define FURAT_PARAM_IRI_HINT "an IRI stands between < and >, or has a declared prefix"

/// Whether `value`, which `typed` was read as, is a text that could be an IRI.
bool
furat_param_is_like_iri(furat_str typed, const furat_term *value);

/// Parse one into `bindings` (furat_binding); FURAT_USAGE when the name is there already.
FURAT_NODISCARD furat_status
furat_param_add(furat_vec *bindings, furat_arena *arena, furat_str text,
                const furat_prefixes *prefixes, furat_error *err);

#endif
