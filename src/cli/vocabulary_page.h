// SPDX-License-Identifier: GPL-3.0-or-later
// A vocabulary (classes, properties, concepts) as one HTML page in Arabic and English.
#ifndef FURAT_CLI_VOCABULARY_PAGE_H
#define FURAT_CLI_VOCABULARY_PAGE_H

#include "base/buffer.h"
#include "io/quad_set.h"
#include "rdf/prefixes.h"

/// Append the page of what the set says: the ontology's own title, then each class,
/// property and concept that has a label.  The set must be arranged and hold one graph.
/// The page needs nothing else: no scripts, styles of its own, links within it by the
/// local name of a term.  Well-formed as XML, too.  Tell failures by the buffer's status.
void
furat_vocabulary_page_write(furat_buffer *out, const furat_quad_set *set,
                            const furat_prefixes *prefixes);

#endif
