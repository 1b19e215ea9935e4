// SPDX-License-Identifier: GPL-3.0-or-later
// Terms that a query makes and that have no room in memory: their texts in one temporary
// file, and a hash table of them in another, of which some pages are kept.  Equal terms
// have one number.                                             view -> [term_file]
#ifndef FURAT_EXEC_TERM_FILE_H
#define FURAT_EXEC_TERM_FILE_H

#include "base/arena.h"
#include "base/cancel.h"
#include "rdf/term.h"

typedef struct furat_term_file furat_term_file;

/// Bits that a number has at most.
enum { FURAT_TERM_FILE_BITS = 56 };

/// An empty one, that takes about `memory_bytes`, within reason.
FURAT_NODISCARD furat_status
furat_term_file_new(furat_term_file **out, size_t memory_bytes,
                    const furat_cancel *cancel, furat_error *err);

/// Accepts NULL.
void
furat_term_file_free(furat_term_file *file);

/// What it takes of memory; 0 for NULL.
size_t
furat_term_file_bytes(const furat_term_file *file);

/// The number of a term, whose hash is `hash`, new or not.
FURAT_NODISCARD furat_status
furat_term_file_intern(furat_term_file *file, const furat_term *term, uint64_t hash,
                       uint64_t *number, furat_error *err);

/// The term with a number that furat_term_file_intern() has given; its bytes live in
/// `arena`.
FURAT_NODISCARD furat_status
furat_term_file_read(furat_term_file *file, uint64_t number, furat_arena *arena,
                     furat_term *out, furat_error *err);

#endif
