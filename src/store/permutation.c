// SPDX-License-Identifier: GPL-3.0-or-later
// The table of permutations, and choosing among them.
#include "store/permutation.h"

#define S FURAT_FIELD_SUBJECT
#define P FURAT_FIELD_PREDICATE
#define O FURAT_FIELD_OBJECT
#define G FURAT_FIELD_GRAPH

const furat_permutation_entry furat_permutations[FURAT_N_PERMUTATIONS] = {
    [FURAT_SPOG] = {"spog", {S, P, O, G}, 1}, [FURAT_SOPG] = {"sopg", {S, O, P, G}, 0},
    [FURAT_PSOG] = {"psog", {P, S, O, G}, 2}, [FURAT_POSG] = {"posg", {P, O, S, G}, 2},
    [FURAT_OSPG] = {"ospg", {O, S, P, G}, 1}, [FURAT_OPSG] = {"opsg", {O, P, S, G}, 0},
    [FURAT_GSPO] = {"gspo", {G, S, P, O}, 1},
};

unsigned
furat_permutation_unsorted_fields(furat_permutation permutation)
{
  const furat_field *order = furat_permutations[permutation].order;
  unsigned n = FURAT_N_FIELDS - 1;
  while (n && order[n - 1] < order[n]) {
    n -= 1;
  }
  return n;
}

/// How many leading fields are bound; one more in the low bit when `then` comes next.
static unsigned
score(const furat_permutation_entry *entry, const furat_row *pattern, furat_field then)
{
  unsigned n = 0;
  while (n < FURAT_N_FIELDS && pattern->field[entry->order[n]] != FURAT_ID_NONE) {
    n += 1;
  }
  return 2 * n + (n < FURAT_N_FIELDS && entry->order[n] == then);
}

furat_permutation
furat_permutation_choose(const furat_row *pattern, furat_field then, unsigned *n_bound)
{
  unsigned best = FURAT_SPOG;
  for (unsigned p = 1; p < FURAT_N_PERMUTATIONS; ++p) {
    if (score(&furat_permutations[p], pattern, then) >
        score(&furat_permutations[best], pattern, then)) {
      best = p;
    }
  }
  *n_bound = score(&furat_permutations[best], pattern, then) / 2;
  return (furat_permutation)best;
}
