// SPDX-License-Identifier: GPL-3.0-or-later
// A term as somebody types it: on the command line, as the value of a parameter.
#ifndef FURAT_CLI_TERM_TEXT_H
#define FURAT_CLI_TERM_TEXT_H

#include "base/arena.h"
#include "rdf/prefixes.h"
#include "rdf/term.h"

/// Whether `text` is <iri> or prefix:local with a known prefix; then its IRI is in
/// `*iri`. FURAT_BAD_DATA when it begins as one of these and is none.  FURAT_DONE when it
/// is neither.
FURAT_NODISCARD furat_status
furat_iri_parse(furat_term *iri, furat_arena *arena, furat_str text,
                const furat_prefixes *prefixes, furat_error *err);

/// The one rule by which IRIs are given to options: <iri>, prefix:local with a known
/// prefix (`prefixes` may be NULL), or else the absolute IRI itself.  FURAT_USAGE, naming
/// `option`, for anything else.  `*out` lies in the arena.
FURAT_NODISCARD furat_status
furat_iri_argument(furat_str *out, furat_arena *arena, const char *option,
                   const char *value, const furat_prefixes *prefixes, furat_error *err);

/// Parse <iri>, prefix:local, "text", "text"@en, "text"^^type, numbers and booleans; what
/// is none of these is a plain string.
FURAT_NODISCARD furat_status
furat_term_parse(furat_term *term, furat_arena *arena, furat_str text,
                 const furat_prefixes *prefixes, furat_error *err);

#endif
