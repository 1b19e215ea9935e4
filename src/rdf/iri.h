// SPDX-License-Identifier: GPL-3.0-or-later
// IRIs: RFC 3986 reference resolution (5.2, strict) and the checks of RFC 3987 that RDF
// asks for.
#ifndef FURAT_RDF_IRI_H
#define FURAT_RDF_IRI_H

#include "base/buffer.h"

/// Whether `iri` has a scheme (RFC 3986 section 3.1).
bool
furat_iri_is_absolute(furat_str iri);

/// The byte offset of the first character that may not stand in an IRIREF of Turtle and
/// SPARQL (controls, space, <>"{}|^`\), or iri.len.
size_t
furat_iri_valid_length(furat_str iri);

/// Whether `iri` is absolute and all of it may stand in an IRIREF.
bool
furat_iri_is_valid(furat_str iri);

/// Append `reference` resolved against the absolute `base` (RFC 3986 section 5.2.2).
/// FURAT_BAD_DATA when the base is not absolute.
FURAT_NODISCARD furat_status
furat_iri_resolve(furat_buffer *out, furat_str base, furat_str reference,
                  furat_error *err);

/// Append the file:/// IRI of a path (made absolute against the working directory;
/// percent-encoded only where RFC 3986 asks for it, bytes over 0x7F that are valid UTF-8
/// stay).
FURAT_NODISCARD furat_status
furat_iri_of_file(furat_buffer *out, const char *path, furat_error *err);

#endif
