// SPDX-License-Identifier: GPL-3.0-or-later
// Finding things by what they are called: an index in memory of all labels and aliases
// (rdfs:label, skos:prefLabel, altLabel, hiddenLabel, schema:name, foaf:name,
// dcterms:title and the like), folded by furat_utf8_fold() so that spelling and script's
// variants are one.  It is read by whoever asks, or in a thread of its own; it keeps no
// snapshot open. A name costs about 60 bytes; of more than FURAT_NAMES_MAX_BYTES the rest
// is left out.
//                                           store -> [names] -> cli, shell
#ifndef FURAT_ENGINE_NAMES_H
#define FURAT_ENGINE_NAMES_H

#include "engine/furat.h"

enum { FURAT_NAMES_MAX_BYTES = 1 << 29 };

typedef struct furat_names furat_names;

/// How near a name is to what was typed, the nearest first.
typedef enum furat_name_match {
  FURAT_NAME_EXACT,  ///< the same text
  FURAT_NAME_FOLDED, ///< the same but for case, marks, forms of letters, the article
  FURAT_NAME_PREFIX, ///< it begins so
  FURAT_NAME_WORD,   ///< a word inside begins so
  FURAT_NAME_NEAR    ///< another spelling: some letters differ
} furat_name_match;

/// One name of one thing; its bytes are where furat_names_find() was told.
typedef struct furat_name {
  furat_str iri;
  furat_str label;
  furat_str language; ///< empty: none
  bool preferred;     ///< a label, no alias
  furat_name_match match;
} furat_name;

/// What is looked for.
typedef struct furat_names_wish {
  furat_str typed;
  furat_str kind; ///< of this class or a class below it; empty: anything
  furat_name_match worst;
  size_t most; ///< things
} furat_names_wish;

/// No names yet; the dataset must outlive it.
FURAT_NODISCARD furat_status
furat_names_new(furat_names **out, furat_dataset *dataset, furat_error *err);

/// Ends its thread, too.  Accepts NULL.
void
furat_names_free(furat_names *names);

/// Read the names as of the last commit, or of what the open transaction of this thread
/// holds, unless that was done already.  Waits for the thread if there is one.
FURAT_NODISCARD furat_status
furat_names_read(furat_names *names, const furat_cancel *cancel, furat_error *err);

/// See to it that the names are read, in a thread of low priority, and wait for it
/// `wait_ns` at most (0: not at all).  True when they are there as of the last commit;
/// false while they are read: what was read before is used meanwhile.  In a transaction
/// that has changed something they are read here, if `wait_ns` is enough.
bool
furat_names_prepare(furat_names *names, int64_t wait_ns);

/// Append to `found` (furat_name, one for each thing, the nearest first, then short names
/// before long ones) what is called nearly so; bytes in `arena`.  FURAT_NAME_NEAR is
/// looked for only when nothing else is found.  Names that are not read yet, or stand in
/// the store no longer, are not found.  When `cancel` says FURAT_LIMIT, what was found
/// until then stays.
FURAT_NODISCARD furat_status
furat_names_find(furat_names *names, const furat_names_wish *wish, furat_arena *arena,
                 furat_vec *found, const furat_cancel *cancel, furat_error *err);

/// The number of names that are known, and whether that is all of them.
size_t
furat_names_count(const furat_names *names, bool *all);

/// The properties that give labels, the best first, and behind the first `*n_labels` of
/// them those that give aliases.
const char *const *
furat_names_properties(size_t *n, size_t *n_labels);

#endif
