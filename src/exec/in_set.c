// SPDX-License-Identifier: GPL-3.0-or-later
// Two indexes over the constants: by id, and by a hash that equal values share.  Numbers
// of all types are hashed as floats, the narrowest type that two of them may be compared
// in: what is equal in a wider one is equal in that, too.
#include "exec/in_set.h"

#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/vec.h"
#include "func/compare.h"

struct furat_in_set {
  furat_vec values; // const furat_value *
  furat_vec ids;    // furat_id, of the same constants
  furat_hash_index by_value;
  furat_hash_index by_id;
  bool has_typed; // literals other than language-tagged strings
};

furat_status
furat_in_set_new(furat_in_set **out, furat_error *err)
{
  furat_in_set *set = *out = furat_alloc_zeroed(1, sizeof(*set));
  if (!set) {
    return furat_error_no_mem(err);
  }
  furat_vec_init(&set->values, sizeof(const furat_value *), FURAT_HASH_NONE);
  furat_vec_init(&set->ids, sizeof(furat_id), FURAT_HASH_NONE);
  furat_hash_index_init(&set->by_value);
  furat_hash_index_init(&set->by_id);
  return FURAT_OK;
}

void
furat_in_set_free(furat_in_set *set)
{
  if (set) {
    furat_vec_clear(&set->values);
    furat_vec_clear(&set->ids);
    furat_hash_index_clear(&set->by_value);
    furat_hash_index_clear(&set->by_id);
    furat_free(set);
  }
}

static uint64_t
hash_number(const furat_value *value)
{
  const bool exact =
      value->kind == FURAT_VALUE_INTEGER || value->kind == FURAT_VALUE_DECIMAL;
  const double number = exact ? furat_decimal_to_double(value->decimal) : value->number;
  const float narrow = number == 0.0 ? 0.0F : (float)number; // -0.0 is 0.0
  uint32_t bits;
  memcpy(&bits, &narrow, sizeof(bits));
  return furat_hash_mix(FURAT_VALUE_DOUBLE, bits);
}

static uint64_t
hash_value(const furat_value *value)
{
  return furat_value_is_numeric(value)
             ? hash_number(value)
             : furat_hash_bytes(value->term.text, (uint64_t)value->kind);
}

static uint64_t
hash_id(furat_id id)
{
  return furat_hash_mix(0, id);
}

static bool
is_value(const void *context, uint32_t position, const void *key)
{
  const furat_in_set *set = context;
  bool equal;
  return furat_value_equal(FURAT_VEC_AT(&set->values, const furat_value *, position), key,
                           &equal) == FURAT_OK &&
         equal;
}

// Equal, and of one kind, so that what is equal to one of them is so to the other: 0.1 as
// a decimal and as a double are both equal to 0.1 as a float, but not to each other.
static bool
is_alike(const void *context, uint32_t position, const void *key)
{
  const furat_in_set *set = context;
  const furat_value *value = key;
  return FURAT_VEC_AT(&set->values, const furat_value *, position)->kind == value->kind &&
         is_value(context, position, key);
}

static bool
is_id(const void *context, uint32_t position, const void *key)
{
  const furat_in_set *set = context;
  const furat_id *id = key;
  return FURAT_VEC_AT(&set->ids, furat_id, position) == *id;
}

static bool
is_taken(const furat_value *value)
{
  return value->kind == FURAT_VALUE_IRI || value->kind == FURAT_VALUE_STRING ||
         value->kind == FURAT_VALUE_LANG_STRING || furat_value_is_numeric(value);
}

furat_status
furat_in_set_add(furat_in_set *set, const furat_value *value, furat_id id, bool *taken,
                 furat_error *err)
{
  *taken = is_taken(value);
  if (!*taken || furat_hash_index_find(&set->by_value, hash_value(value), is_alike, set,
                                       value) != FURAT_HASH_NONE) {
    return FURAT_OK;
  }
  const uint32_t position = (uint32_t)set->values.n;
  set->has_typed = set->has_typed || (value->kind != FURAT_VALUE_IRI &&
                                      value->kind != FURAT_VALUE_LANG_STRING);
  return furat_vec_push(&set->values, &value) && furat_vec_push(&set->ids, &id) &&
                 furat_hash_index_add(&set->by_value, hash_value(value), position) &&
                 furat_hash_index_add(&set->by_id, hash_id(id), position)
             ? FURAT_OK
             : furat_error_no_mem(err);
}

bool
furat_in_set_has(const furat_in_set *set, const furat_value *value)
{
  return is_taken(value) &&
         furat_hash_index_find(&set->by_value, hash_value(value), is_value, set, value) !=
             FURAT_HASH_NONE;
}

// 17.4.1.7: literals that are not understood are not known to differ from other ones.
bool
furat_in_set_fails(const furat_in_set *set, const furat_value *value)
{
  return value->kind == FURAT_VALUE_NONE ||
         (value->kind == FURAT_VALUE_OTHER && set->has_typed);
}

bool
furat_in_set_has_id(const furat_in_set *set, furat_id id)
{
  return furat_hash_index_find(&set->by_id, hash_id(id), is_id, set, &id) !=
         FURAT_HASH_NONE;
}
