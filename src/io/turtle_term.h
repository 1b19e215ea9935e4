// SPDX-License-Identifier: GPL-3.0-or-later
// Terms as Turtle and TriG write them when people are to read them.
//                                                        [writer_turtle -> turtle_term]
#ifndef FURAT_IO_TURTLE_TERM_H
#define FURAT_IO_TURTLE_TERM_H

#include "base/buffer.h"

/// Append `<iri>`; what may not or should not stand there as it is becomes \u escapes.
void
furat_turtle_write_iri(furat_buffer *out, furat_str iri);

/// Append the string in quotes: in long quotes where it has line ends.  Control
/// characters and what would change the direction of the text are escaped.
void
furat_turtle_write_string(furat_buffer *out, furat_str text);

/// Whether the lexical form without quotes and datatype reads back as a literal of
/// exactly this form and datatype: integers, decimals, doubles, booleans (Turtle rules 19
/// to 21, 133s).
bool
furat_turtle_is_bare(furat_str lexical, furat_str datatype);

/// Whether `name` can stand before the colon of a prefix declaration (rule 167s).
bool
furat_turtle_is_prefix_name(furat_str name);

#endif
