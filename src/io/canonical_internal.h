// SPDX-License-Identifier: GPL-3.0-or-later
// The canonicalization state of RDFC-1.0 (section 4.2), which the hash of a blank node's
// surroundings reads and writes.                   canonical -> [state] -> canonical_hash
#ifndef FURAT_IO_CANONICAL_INTERNAL_H
#define FURAT_IO_CANONICAL_INTERNAL_H

#include "io/canonical.h"

/// Hexadecimal digits of the longest digest, and a terminator.
typedef struct furat_digest_text {
  char hex[129];
} furat_digest_text;

/// Blank nodes are counted from 0; this is none.
#define FURAT_CANONICAL_NONE UINT32_MAX

typedef struct furat_canonical_state {
  const furat_quad_set *set;
  const furat_canonical_options *options;
  uint32_t n_blanks;
  uint32_t *blank_of_term; ///< by term; FURAT_CANONICAL_NONE for other terms
  uint32_t *term_of_blank;
  uint32_t *first_row; ///< by blank node, and one more: where its part of `rows` begins
  uint32_t *rows;      ///< the quads that mention a blank node, once each
  furat_digest_text *first_degree; ///< by blank node: its first degree hash
  uint32_t *canonical;             ///< by blank node: its canonical number, or none
  uint32_t n_canonical;
  /// The temporary issuer.  The algorithm copies issuers; here the one list is cut back
  /// to where the copy was made.
  uint32_t *temporary; ///< by blank node: its temporary number, or none
  furat_vec issued;    ///< uint32_t, blank nodes in the order of their temporary numbers
  uint64_t work;       ///< steps so far
  unsigned depth;
} furat_canonical_state;

/// Give the blank node a temporary number, if it has none.
FURAT_NODISCARD furat_status
furat_canonical_issue(furat_canonical_state *state, uint32_t blank, furat_error *err);

/// Take back all temporary numbers from `n` on.
void
furat_canonical_cut(furat_canonical_state *state, size_t n);

/// Hash Related Blank Node and the others end so: the digest of `text`, which is emptied.
FURAT_NODISCARD furat_status
furat_canonical_digest(furat_digest_text *out, const furat_canonical_state *state,
                       furat_buffer *text, furat_error *err);

/// Hash N-Degree Quads (section 4.8).  What it issues is left in the temporary issuer.
FURAT_NODISCARD furat_status
furat_canonical_hash(furat_digest_text *out, furat_canonical_state *state, uint32_t blank,
                     furat_error *err);

#endif
