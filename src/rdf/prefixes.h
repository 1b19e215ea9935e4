// SPDX-License-Identifier: GPL-3.0-or-later
// Prefix maps: name -> namespace, and the longest namespace that an IRI starts with.
#ifndef FURAT_RDF_PREFIXES_H
#define FURAT_RDF_PREFIXES_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/vec.h"

/// A prefix and its namespace.
typedef struct furat_prefix {
  furat_str name; ///< without the colon; may be empty
  furat_str iri;  ///< the namespace
} furat_prefix;

/// A map of prefixes.
typedef struct furat_prefixes furat_prefixes;

struct furat_prefixes {
  furat_vec entries; ///< furat_prefix, sorted by name
  furat_arena texts;
};

/// A new map without prefixes.
FURAT_API FURAT_NODISCARD furat_status
furat_prefixes_new(furat_prefixes **out, furat_error *err);

/// Free a map of furat_prefixes_new().  Accepts NULL.
FURAT_API void
furat_prefixes_free(furat_prefixes *prefixes);

void
furat_prefixes_init(furat_prefixes *prefixes);

void
furat_prefixes_clear(furat_prefixes *prefixes);

/// Declare a prefix; a second declaration of the name replaces the first.
FURAT_API FURAT_NODISCARD furat_status
furat_prefixes_set(furat_prefixes *prefixes, furat_str name, furat_str iri,
                   furat_error *err);

/// The namespace of `name`; false when it is not declared.
FURAT_API bool
furat_prefixes_find(const furat_prefixes *prefixes, furat_str name, furat_str *iri);

/// The best `prefix:local` split of `iri`: longest namespace for which the rest can be
/// written as a PN_LOCAL (escaped if need be).  NULL when there is none.
const furat_prefix *
furat_prefixes_match(const furat_prefixes *prefixes, furat_str iri, furat_str *local);

/// Append `local` as a PN_LOCAL of Turtle and SPARQL with the escapes that it needs (`\,`
/// `%`); non-ASCII letters stay.  False, with nothing appended, when no escape can help.
bool
furat_local_name_write(furat_buffer *out, furat_str local);

/// Append the IRI as prefix:local if it can be, or as <iri>.
void
furat_prefixes_write_iri(furat_buffer *out, const furat_prefixes *prefixes,
                         furat_str iri);

/// The usual prefixes that the shell and the queries know without a declaration (rdf,
/// rdfs, owl, xsd, skos, foaf, dcterms, prov, oa, sem, wgs, schema, void, dcat, sh, fur
/// ...).
FURAT_API const furat_prefix *
furat_prefixes_well_known(size_t *n);

#endif
