// SPDX-License-Identifier: GPL-3.0-or-later
// What every reader has to stand: the same checks for documents of all syntaxes.
#ifndef FURAT_TESTS_SUPPORT_DOCUMENTS_H
#define FURAT_TESTS_SUPPORT_DOCUMENTS_H

#include "base/str.h"

/// The document reads as these N-Quads (and lines "@prefix name: <iri>").
void
assert_document(const char *syntax, furat_str text, const char *expected);

/// The document is rejected at this place with this sentence.
void
assert_rejected(const char *syntax, furat_str text, unsigned line, unsigned column,
                const char *sentence);

/// Reading the good document survives: an error of the source at every byte, pieces of
/// one byte, a sink that fails, each allocation failing in turn, and a set cancel token.
void
assert_robust(const char *syntax, furat_str text);

#endif
