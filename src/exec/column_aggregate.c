// SPDX-License-Identifier: GPL-3.0-or-later
// A loop for each kind of aggregate.
#include "exec/column_aggregate.h"

static furat_accumulator *
accumulator_of(const furat_column_aggregate *self, const uint32_t *groups, size_t row)
{
  return &self->accumulators[groups ? groups[row] * self->stride : 0];
}

static size_t
count_all(const furat_column_aggregate *self, const uint32_t *groups, size_t from,
          size_t to)
{
  if (!groups) {
    self->accumulators[0].n += to - from;
    return to;
  }
  for (size_t row = from; row < to; row++) {
    accumulator_of(self, groups, row)->n++;
  }
  return to;
}

static size_t
count_bound(const furat_column_aggregate *self, const uint32_t *groups, size_t from,
            size_t to)
{
  size_t end = from;
  while (end < to && self->column[end] != FURAT_ID_NONE) {
    end++;
  }
  return count_all(self, groups, from, end);
}

static size_t
add_integers(const furat_column_aggregate *self, const uint32_t *groups, size_t row,
             size_t to)
{
  for (; row < to; row++) {
    const furat_id id = self->column[row];
    if (furat_id_tag_of(id) != FURAT_ID_TAG_INTEGER ||
        !furat_accumulator_add_integer(accumulator_of(self, groups, row),
                                       furat_id_integer(id))) {
      break;
    }
  }
  return row;
}

// A value that was the best already needs no comparison.
static furat_status
add_ids(const furat_column_aggregate *self, const uint32_t *groups, size_t *row,
        size_t to, furat_error *err)
{
  for (; *row < to && self->column[*row] != FURAT_ID_NONE; ++*row) {
    const furat_id id = self->column[*row];
    furat_accumulator *a = accumulator_of(self, groups, *row);
    if (a->n > 0 && a->id == id) {
      a->n++;
      continue;
    }
    furat_status status =
        furat_accumulator_add_id(a, self->aggregate, id, self->view, self->scratch, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return FURAT_OK;
}

furat_status
furat_column_aggregate_add(const furat_column_aggregate *self, const uint32_t *groups,
                           size_t from, size_t to, size_t *stopped, furat_error *err)
{
  *stopped = from;
  switch (self->aggregate->builtin) {
  case FURAT_BUILTIN_COUNT:
    *stopped = self->column ? count_bound(self, groups, from, to)
                            : count_all(self, groups, from, to);
    return FURAT_OK;
  case FURAT_BUILTIN_SUM:
  case FURAT_BUILTIN_AVG:
    *stopped = add_integers(self, groups, from, to);
    return FURAT_OK;
  default:
    return add_ids(self, groups, stopped, to, err);
  }
}
