// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of variables as bits.
#include "plan/varset.h"

enum { WORD_BITS = 64 };

furat_varset
furat_varset_new(furat_planner *p)
{
  uint64_t *words = FURAT_ARENA_ARRAY(p->arena, uint64_t, p->n_set_words);
  if (!words) {
    furat_planner_no_mem(p);
    return p->no_set;
  }
  return words;
}

furat_varset
furat_varset_copy(furat_planner *p, furat_varset set)
{
  furat_varset copy = furat_varset_new(p);
  furat_varset_add_all(p, copy, set);
  return copy;
}

void
furat_varset_add(furat_varset set, furat_var var)
{
  if (var != FURAT_VAR_NONE) {
    set[var / WORD_BITS] |= (uint64_t)1 << var % WORD_BITS;
  }
}

bool
furat_varset_has(furat_varset set, furat_var var)
{
  return var != FURAT_VAR_NONE && set[var / WORD_BITS] >> var % WORD_BITS & 1;
}

void
furat_varset_add_all(const furat_planner *p, furat_varset set, furat_varset more)
{
  for (size_t i = 0; i < p->n_set_words; i++) {
    set[i] |= more[i];
  }
}

void
furat_varset_keep(const furat_planner *p, furat_varset set, furat_varset kept)
{
  for (size_t i = 0; i < p->n_set_words; i++) {
    set[i] &= kept[i];
  }
}

void
furat_varset_remove_all(const furat_planner *p, furat_varset set, furat_varset gone)
{
  for (size_t i = 0; i < p->n_set_words; i++) {
    set[i] &= ~gone[i];
  }
}

bool
furat_varset_is_empty(const furat_planner *p, furat_varset set)
{
  for (size_t i = 0; i < p->n_set_words; i++) {
    if (set[i]) {
      return false;
    }
  }
  return true;
}

bool
furat_varset_meets(const furat_planner *p, furat_varset a, furat_varset b)
{
  for (size_t i = 0; i < p->n_set_words; i++) {
    if (a[i] & b[i]) {
      return true;
    }
  }
  return false;
}

bool
furat_varset_meets_within(const furat_planner *p, furat_varset a, furat_varset b,
                          furat_varset within)
{
  for (size_t i = 0; i < p->n_set_words; i++) {
    if (a[i] & b[i] & ~within[i]) {
      return false;
    }
  }
  return true;
}

bool
furat_varset_is_subset(const furat_planner *p, furat_varset a, furat_varset of)
{
  return furat_varset_meets_within(p, a, a, of);
}
