// SPDX-License-Identifier: GPL-3.0-or-later
// Interning by hash; sets as bits.                     rows -> [nodes] -> constraints
#include "shacl/nodes.h"

#define WORD_BITS 64U

furat_status
furat_shacl_nodes_init(furat_shacl_nodes *nodes, furat_error *err)
{
  const furat_term none = FURAT_TERM_UNSET;
  furat_arena_init(&nodes->texts, SIZE_MAX);
  furat_vec_init(&nodes->terms, sizeof(furat_term), UINT32_MAX);
  furat_hash_index_init(&nodes->index);
  furat_vec_push(&nodes->terms, &none);
  return furat_vec_status(&nodes->terms, err);
}

void
furat_shacl_nodes_clear(furat_shacl_nodes *nodes)
{
  furat_hash_index_clear(&nodes->index);
  furat_vec_clear(&nodes->terms);
  furat_arena_clear(&nodes->texts);
}

static bool
is_term(const void *context, uint32_t position, const void *key)
{
  return furat_term_equal(furat_shacl_nodes_term(context, position), key);
}

furat_status
furat_shacl_nodes_intern(uint32_t *node, furat_shacl_nodes *nodes, const furat_term *term,
                         furat_error *err)
{
  *node = 0;
  if (term->kind == FURAT_TERM_NONE) {
    return FURAT_OK;
  }
  const uint64_t hash = furat_term_hash(term);
  const uint32_t found = furat_hash_index_find(&nodes->index, hash, is_term, nodes, term);
  if (found != FURAT_HASH_NONE) {
    *node = found;
    return FURAT_OK;
  }
  furat_term copy;
  if (!furat_term_copy(&nodes->texts, term, &copy)) {
    return furat_error_no_mem(err);
  }
  const uint32_t next = (uint32_t)nodes->terms.n;
  furat_vec_push(&nodes->terms, &copy);
  const furat_status status = furat_vec_status(&nodes->terms, err);
  if (status == FURAT_OK && !furat_hash_index_add(&nodes->index, hash, next)) {
    return furat_error_no_mem(err);
  }
  *node = next;
  return status;
}

const furat_term *
furat_shacl_nodes_term(const furat_shacl_nodes *nodes, uint32_t node)
{
  return &FURAT_VEC_AT(&nodes->terms, furat_term, node);
}

void
furat_shacl_set_init(furat_shacl_set *set)
{
  furat_vec_init(&set->bits, sizeof(uint64_t), UINT32_MAX);
}

void
furat_shacl_set_clear(furat_shacl_set *set)
{
  furat_vec_clear(&set->bits);
}

furat_status
furat_shacl_set_add(furat_shacl_set *set, uint32_t node, furat_error *err)
{
  const uint64_t none = 0;
  while (set->bits.n <= node / WORD_BITS && set->bits.status == FURAT_OK) {
    furat_vec_push(&set->bits, &none);
  }
  const furat_status status = furat_vec_status(&set->bits, err);
  if (status == FURAT_OK) {
    FURAT_VEC_AT(&set->bits, uint64_t, node / WORD_BITS) |= UINT64_C(1)
                                                            << node % WORD_BITS;
  }
  return status;
}

bool
furat_shacl_set_has(const furat_shacl_set *set, uint32_t node)
{
  return node / WORD_BITS < set->bits.n &&
         (FURAT_VEC_AT(&set->bits, uint64_t, node / WORD_BITS) >> node % WORD_BITS & 1) !=
             0;
}
