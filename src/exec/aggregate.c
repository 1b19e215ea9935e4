// SPDX-License-Identifier: GPL-3.0-or-later
// Accumulators: COUNT, SUM, AVG, MIN, MAX, SAMPLE, GROUP_CONCAT.
#include "exec/aggregate.h"

#include "exec/id_value.h"
#include "func/arithmetic.h"
#include "func/compare.h"

void
furat_accumulator_init(furat_accumulator *a, size_t max_text_bytes)
{
  *a = (furat_accumulator){.n = 0};
  furat_buffer_init(&a->text, max_text_bytes);
}

void
furat_accumulator_clear(furat_accumulator *a)
{
  furat_buffer_clear(&a->text);
}

// As long as the sum is exact it does not matter when an integer is added.
bool
furat_accumulator_add_integer(furat_accumulator *a, int64_t integer)
{
  bool exact = a->value.kind == FURAT_VALUE_NONE ||
               a->value.kind == FURAT_VALUE_INTEGER ||
               a->value.kind == FURAT_VALUE_DECIMAL;
  int64_t sum;
  if (!exact || __builtin_add_overflow(a->whole, integer, &sum)) {
    return false;
  }
  a->whole = sum;
  a->n++;
  return true;
}

static furat_status
add_to_sum(furat_accumulator *a, const furat_value *value, furat_arena *kept)
{
  // The first is added to zero, too: the sum of one xsd:byte is an xsd:integer.
  const furat_value zero = furat_value_integer(0);
  furat_value sum;
  furat_status status = furat_value_arithmetic(
      &sum, kept, FURAT_ADD, a->value.kind == FURAT_VALUE_NONE ? &zero : &a->value,
      value);
  a->value = status == FURAT_OK ? sum : a->value;
  return status;
}

// The integers that wait, which come before anything else.
static furat_status
settle(furat_accumulator *a, furat_arena *kept, furat_error *err)
{
  const furat_value whole = furat_value_integer(a->whole);
  if (a->whole == 0) {
    return FURAT_OK;
  }
  a->whole = 0;
  furat_status status = add_to_sum(a, &whole, kept);
  a->failed = a->failed || (status != FURAT_OK && status != FURAT_NO_MEM);
  return status == FURAT_NO_MEM ? furat_error_no_mem(err) : FURAT_OK;
}

static furat_status
add_number(furat_accumulator *a, const furat_value *value, furat_arena *kept,
           furat_error *err)
{
  furat_status status = settle(a, kept, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_value_is_numeric(value) ? add_to_sum(a, value, kept) : FURAT_BAD_DATA;
  if (status == FURAT_NO_MEM) {
    return furat_error_no_mem(err);
  }
  a->failed = a->failed || status != FURAT_OK;
  return FURAT_OK;
}

static furat_status
keep_value(furat_accumulator *a, const furat_value *value, furat_arena *kept,
           furat_error *err)
{
  furat_term term;
  bool copied = furat_value_to_term(&term, kept, value) == FURAT_OK &&
                furat_term_copy(kept, &term, &term) &&
                furat_value_of_term(&a->value, kept, &term) == FURAT_OK;
  return copied ? FURAT_OK : furat_error_no_mem(err);
}

static furat_status
add_text(furat_accumulator *a, const furat_aggregate *aggregate, const furat_value *value,
         furat_arena *scratch, furat_error *err)
{
  furat_term term;
  if (value->kind == FURAT_VALUE_BLANK) {
    a->failed = true;
    return FURAT_OK;
  }
  if (furat_value_to_term(&term, scratch, value) != FURAT_OK) {
    return furat_error_no_mem(err);
  }
  if (a->n > 0) {
    furat_buffer_append(&a->text, aggregate->separator);
  }
  furat_buffer_append(&a->text, term.text);
  return a->text.status == FURAT_LIMIT
             ? furat_error_set(err, FURAT_LIMIT,
                               "GROUP_CONCAT makes a text of more than %zu bytes",
                               a->text.max)
             : furat_buffer_status(&a->text, err);
}

static furat_status
add_best(furat_accumulator *a, const furat_value *value, int wanted, furat_arena *kept,
         furat_error *err)
{
  int order = a->n > 0 ? furat_value_order(value, &a->value) : wanted;
  return order * wanted > 0 ? keep_value(a, value, kept, err) : FURAT_OK;
}

furat_status
furat_accumulators_keep(furat_accumulator *all, size_t n, furat_arena *kept,
                        furat_error *err)
{
  enum { MUCH_BYTES = 1 << 16 };
  furat_arena old = *kept;
  furat_status status = FURAT_OK;
  if (old.used_bytes < MUCH_BYTES) {
    return FURAT_OK;
  }
  furat_arena_init(kept, old.max_bytes);
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    const furat_value value = all[i].value;
    status = value.kind == FURAT_VALUE_NONE ? FURAT_OK
                                            : keep_value(&all[i], &value, kept, err);
  }
  furat_arena_clear(&old);
  return status;
}

furat_status
furat_accumulator_add(furat_accumulator *a, const furat_aggregate *aggregate,
                      const furat_value *value, furat_arena *kept, furat_arena *scratch,
                      furat_error *err)
{
  furat_status status = FURAT_OK;
  if (value->kind == FURAT_VALUE_NONE) {
    a->failed = true;
    return FURAT_OK;
  }
  switch (aggregate->builtin) {
  case FURAT_BUILTIN_SUM:
  case FURAT_BUILTIN_AVG:
    status = add_number(a, value, kept, err);
    break;
  case FURAT_BUILTIN_MIN:
    status = add_best(a, value, -1, kept, err);
    break;
  case FURAT_BUILTIN_MAX:
    status = add_best(a, value, 1, kept, err);
    break;
  case FURAT_BUILTIN_SAMPLE:
    status = a->n > 0 ? FURAT_OK : keep_value(a, value, kept, err);
    break;
  case FURAT_BUILTIN_GROUP_CONCAT:
    status = add_text(a, aggregate, value, scratch, err);
    break;
  default: // COUNT
    break;
  }
  a->n++;
  return status;
}

// ---------------------------------------------------------------------------- by ids

bool
furat_aggregate_takes_ids(const furat_aggregate *aggregate)
{
  bool of_ids = aggregate->builtin == FURAT_BUILTIN_MIN ||
                aggregate->builtin == FURAT_BUILTIN_MAX ||
                aggregate->builtin == FURAT_BUILTIN_SAMPLE;
  return of_ids && aggregate->arg && aggregate->arg->kind == FURAT_EXPR_VAR;
}

static furat_status
value_of(furat_view *view, furat_id id, furat_arena *scratch, furat_value *out,
         furat_error *err)
{
  furat_term term;
  furat_status status = furat_view_term(view, id, scratch, &term, err);
  if (status == FURAT_OK && furat_value_of_term(out, scratch, &term) != FURAT_OK) {
    status = furat_error_no_mem(err);
  }
  return status;
}

static furat_status
order_of(int *order, furat_id a, furat_id b, furat_view *view, furat_arena *scratch,
         furat_error *err)
{
  furat_value x;
  furat_value y;
  if (furat_id_order(order, a, b, furat_dictionary_ordered(view->txn))) {
    return FURAT_OK;
  }
  furat_status status = value_of(view, a, scratch, &x, err);
  if (status == FURAT_OK) {
    status = value_of(view, b, scratch, &y, err);
  }
  *order = status == FURAT_OK ? furat_value_order(&x, &y) : 0;
  return status;
}

furat_status
furat_accumulator_add_id(furat_accumulator *a, const furat_aggregate *aggregate,
                         furat_id id, furat_view *view, furat_arena *scratch,
                         furat_error *err)
{
  int order = 0;
  furat_status status = FURAT_OK;
  if (id == FURAT_ID_NONE) {
    a->failed = true;
    return FURAT_OK;
  }
  if (a->n > 0 && aggregate->builtin != FURAT_BUILTIN_SAMPLE) {
    status = order_of(&order, id, a->id, view, scratch, err);
  }
  bool better = aggregate->builtin == FURAT_BUILTIN_MIN ? order < 0 : order > 0;
  a->id = a->n == 0 || better ? id : a->id;
  a->n++;
  return status;
}

furat_status
furat_accumulator_add_term(furat_accumulator *a, const furat_aggregate *aggregate,
                           furat_id id, furat_view *view, furat_arena *kept,
                           furat_arena *scratch, furat_error *err)
{
  furat_value value;
  if (furat_aggregate_takes_ids(aggregate)) {
    return furat_accumulator_add_id(a, aggregate, id, view, scratch, err);
  }
  if (aggregate->builtin == FURAT_BUILTIN_COUNT) {
    a->n += id != FURAT_ID_NONE;
    return FURAT_OK;
  }
  const furat_status status = value_of(view, id, scratch, &value, err);
  return status == FURAT_OK
             ? furat_accumulator_add(a, aggregate, &value, kept, scratch, err)
             : status;
}

furat_id
furat_accumulator_id(const furat_accumulator *a, const furat_aggregate *aggregate)
{
  bool failed = a->failed && aggregate->builtin != FURAT_BUILTIN_SAMPLE;
  return failed ? FURAT_ID_NONE : a->id;
}

// ------------------------------------------------------------------------------ results

static furat_status
average(furat_accumulator *a, furat_arena *kept, furat_value *out, furat_error *err)
{
  if (a->n == 0) {
    *out = furat_value_integer(0);
    return FURAT_OK;
  }
  const furat_value zero = furat_value_integer(0);
  a->value = a->value.kind == FURAT_VALUE_NONE ? zero : a->value;
  const furat_value n = furat_value_integer((int64_t)a->n);
  furat_status status = furat_value_arithmetic(out, kept, FURAT_DIVIDE, &a->value, &n);
  if (status == FURAT_NO_MEM) {
    return furat_error_no_mem(err);
  }
  *out = status == FURAT_OK ? *out : FURAT_VALUE_UNSET;
  return FURAT_OK;
}

furat_status
furat_accumulator_result(furat_accumulator *a, const furat_aggregate *aggregate,
                         furat_arena *kept, furat_value *out, furat_error *err)
{
  *out = FURAT_VALUE_UNSET;
  if (aggregate->builtin == FURAT_BUILTIN_COUNT) {
    *out = furat_value_integer((int64_t)a->n);
    return FURAT_OK;
  }
  if (aggregate->builtin == FURAT_BUILTIN_SAMPLE) {
    *out = a->n > 0 ? a->value : FURAT_VALUE_UNSET;
    return FURAT_OK;
  }
  furat_status status = a->failed ? FURAT_OK : settle(a, kept, err);
  if (a->failed || status != FURAT_OK) {
    return status;
  }
  switch (aggregate->builtin) {
  case FURAT_BUILTIN_SUM:
    *out = a->value.kind != FURAT_VALUE_NONE ? a->value : furat_value_integer(0);
    return FURAT_OK;
  case FURAT_BUILTIN_AVG:
    return average(a, kept, out, err);
  case FURAT_BUILTIN_GROUP_CONCAT:
    *out =
        furat_value_string(a->text.len > 0 ? furat_buffer_str(&a->text) : FURAT_STR(""));
    return FURAT_OK;
  default:
    *out = a->n > 0 ? a->value : FURAT_VALUE_UNSET;
    return FURAT_OK;
  }
}
