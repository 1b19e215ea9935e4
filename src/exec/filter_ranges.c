// SPDX-License-Identifier: GPL-3.0-or-later
// A condition whose parts must hold together is decided against a row by one part that
// does not hold, and for it when all parts surely do.
#include "exec/filter_ranges.h"

#include <string.h>

static bool
is_comparison(furat_expr_kind kind)
{
  return kind == FURAT_EXPR_EQ || kind == FURAT_EXPR_LT || kind == FURAT_EXPR_GT ||
         kind == FURAT_EXPR_LE || kind == FURAT_EXPR_GE;
}

static furat_expr_kind
turned(furat_expr_kind comparison)
{
  return comparison == FURAT_EXPR_LT   ? FURAT_EXPR_GT
         : comparison == FURAT_EXPR_GT ? FURAT_EXPR_LT
         : comparison == FURAT_EXPR_LE ? FURAT_EXPR_GE
         : comparison == FURAT_EXPR_GE ? FURAT_EXPR_LE
                                       : comparison;
}

// The ranges of a column, as far as there is room.
static furat_id_ranges *
ranges_of(furat_filter_ranges *out, size_t column)
{
  for (size_t i = 0; i < out->n; i++) {
    if (out->columns[i] == column) {
      return &out->ranges[i];
    }
  }
  if (out->n == FURAT_FILTER_MAX_COLUMNS) {
    return NULL;
  }
  out->columns[out->n] = column;
  furat_id_ranges_init(&out->ranges[out->n]);
  return &out->ranges[out->n++];
}

// Whether ids tell of the comparison.
static bool
add_comparison(furat_filter_ranges *out, const furat_expr *expr, const furat_plan *plan)
{
  bool swaps = expr->args[0]->kind == FURAT_EXPR_TERM;
  const furat_expr *variable = expr->args[swaps];
  const furat_expr *constant = expr->args[!swaps];
  if (variable->kind != FURAT_EXPR_VAR || constant->kind != FURAT_EXPR_TERM) {
    return false;
  }
  size_t column = furat_plan_column(plan, variable->var);
  furat_id_ranges *ranges = column < plan->n_vars ? ranges_of(out, column) : NULL;
  return ranges && furat_id_ranges_restrict(
                       ranges, swaps ? turned(expr->kind) : expr->kind, &constant->term);
}

static void
add(furat_filter_ranges *out, const furat_expr *expr, const furat_plan *plan)
{
  if (expr->kind == FURAT_EXPR_AND) {
    for (size_t i = 0; i < expr->n_args; i++) {
      add(out, expr->args[i], plan);
    }
  } else if (!is_comparison(expr->kind) || !add_comparison(out, expr, plan)) {
    out->whole = false;
  }
}

void
furat_filter_ranges_init(furat_filter_ranges *out, const furat_expr *expr,
                         const furat_plan *plan)
{
  out->n = 0;
  out->whole = true;
  add(out, expr, plan);
}

// An unbound variable may have a value from outside.
static furat_filter_verdict
verdict_of(const furat_id_ranges *ranges, furat_id id)
{
  const furat_id_range *range = furat_id_ranges_find(ranges, id);
  return range ? (range->sure ? FURAT_FILTER_YES : FURAT_FILTER_OPEN)
               : (id == FURAT_ID_NONE ? FURAT_FILTER_OPEN : FURAT_FILTER_NO);
}

void
furat_filter_ranges_decide(const furat_filter_ranges *ranges, const furat_solutions *in,
                           uint8_t verdicts[FURAT_SOLUTIONS_ROWS])
{
  memset(verdicts, ranges->whole ? FURAT_FILTER_YES : FURAT_FILTER_OPEN, in->n_rows);
  for (size_t i = 0; i < ranges->n; i++) {
    const furat_id *ids = in->columns[ranges->columns[i]];
    for (size_t row = 0; row < in->n_rows; row++) {
      const furat_filter_verdict one = verdict_of(&ranges->ranges[i], ids[row]);
      if (one != FURAT_FILTER_YES && verdicts[row] != FURAT_FILTER_NO) {
        verdicts[row] = (uint8_t)one;
      }
    }
  }
}
