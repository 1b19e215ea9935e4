// SPDX-License-Identifier: GPL-3.0-or-later
// The check and rewriting in front of raptor for RDF/XML: libxml2 reads the document, and
// each of its tags comes out as XML without document type, entities, other encodings and
// relative IRIs.
//                        window -> [xml_filter] -> reader_raptor      [only place of
//                        libxml2]
#ifndef FURAT_IO_XML_FILTER_H
#define FURAT_IO_XML_FILTER_H

#include "base/buffer.h"

typedef struct furat_xml_filter furat_xml_filter;

/// Take the next piece of plain XML, which ends with a whole tag.  An error ends the
/// filtering.
typedef furat_status (*furat_xml_filter_fn)(void *self, furat_str xml, furat_error *err);

/// What the filter is to do.
typedef struct furat_xml_filter_options {
  furat_xml_filter_fn take;
  void *self;
  furat_str base;        ///< IRI of the document, absolute; must outlive the filter
  size_t max_depth;      ///< of elements
  size_t max_text_bytes; ///< between two tags
} furat_xml_filter_options;

FURAT_NODISCARD furat_status
furat_xml_filter_new(furat_xml_filter **out, const furat_xml_filter_options *options,
                     furat_error *err);

/// Feed a part of the document (at most 1 GiB); `last` ends it.  An error without a line
/// is at furat_xml_filter_position().
FURAT_NODISCARD furat_status
furat_xml_filter_feed(furat_xml_filter *filter, furat_str part, bool last,
                      furat_error *err);

/// The xml:lang in scope for the tag that is being taken; empty for none.
furat_str
furat_xml_filter_language(const furat_xml_filter *filter);

/// How far libxml2 has read.  True when that is within or just behind the tag that is
/// being taken, or to be blamed.
bool
furat_xml_filter_position(const furat_xml_filter *filter, uint64_t *line,
                          uint64_t *column);

/// Accepts NULL.
void
furat_xml_filter_free(furat_xml_filter *filter);

#endif
