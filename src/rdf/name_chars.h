// SPDX-License-Identifier: GPL-3.0-or-later
// Character classes that the names of Turtle and SPARQL are made of.
#ifndef FURAT_RDF_NAME_CHARS_H
#define FURAT_RDF_NAME_CHARS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/// PN_CHARS_BASE: what starts a prefix.  SPARQL 1.1 rule 164.
bool
furat_is_pn_chars_base(uint32_t c);

/// PN_CHARS_U: PN_CHARS_BASE or an underscore.  Rule 165.
bool
furat_is_pn_chars_u(uint32_t c);

/// PN_CHARS: what goes on in a prefix, local name or label.  Rule 167.
bool
furat_is_pn_chars(uint32_t c);

/// What goes on in a variable's name: PN_CHARS without the hyphen.  Rule 166.
bool
furat_is_varname_char(uint32_t c);

/// Whether a backslash may stand before `c` in a local name.  PN_LOCAL_ESC, rule 173.
bool
furat_is_local_escape(uint32_t c);

/// Whether `%` and two hex digits stand at byte `i` of `s`.  PERCENT, rule 171.
bool
furat_is_percent_escape(furat_str s, size_t i);

#endif
