// SPDX-License-Identifier: GPL-3.0-or-later
// A condition whose parts must hold together is decided against a row by one part that
// does not hold, and for it when all parts surely do.
#include "exec/filter_ranges.h"

#include <assert.h>
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

// An unbound variable may have a value from outside.  No guesses are made: rows of
// either kind come in any order.
static uint8_t
verdict_of(const furat_id_ranges *ranges, furat_id id)
{
  unsigned verdict = id == FURAT_ID_NONE ? FURAT_FILTER_OPEN : FURAT_FILTER_NO;
  for (size_t i = 0; i < ranges->n; i++) {
    const furat_id_range *range = &ranges->items[i];
    const unsigned inside = id - range->low <= range->high - range->low;
    verdict |= inside << (range->sure ? 0 : 1);
  }
  return (uint8_t)verdict;
}

static_assert(FURAT_FILTER_NO == 0 && FURAT_FILTER_YES == 1 && FURAT_FILTER_OPEN == 2,
              "verdict_of() and both() compute with them");

// One against it decides, and one that is open leaves it open.
static uint8_t
both(unsigned a, unsigned b)
{
  return (uint8_t)(((a != 0) & (b != 0)) << ((a | b) >> 1));
}

// The ranges that some of the ids may lie in, which are one in most batches.
static furat_id_ranges
near_ids(const furat_id_ranges *ranges, const furat_id *ids, size_t n, furat_id *least,
         furat_id *most)
{
  furat_id_ranges near = {.n = 0};
  *least = *most = ids[0];
  for (size_t row = 1; row < n; row++) {
    *least = ids[row] < *least ? ids[row] : *least;
    *most = ids[row] > *most ? ids[row] : *most;
  }
  for (size_t i = 0; i < ranges->n; i++) {
    if (ranges->items[i].low <= *most && ranges->items[i].high >= *least) {
      near.items[near.n++] = ranges->items[i];
    }
  }
  return near;
}

void
furat_filter_ranges_decide(const furat_filter_ranges *ranges, const furat_solutions *in,
                           uint8_t verdicts[FURAT_SOLUTIONS_ROWS])
{
  memset(verdicts, ranges->whole ? FURAT_FILTER_YES : FURAT_FILTER_OPEN, in->n_rows);
  for (size_t i = 0; i < ranges->n && in->n_rows > 0; i++) {
    const furat_id *ids = in->columns[ranges->columns[i]];
    furat_id least;
    furat_id most;
    const furat_id_ranges near =
        near_ids(&ranges->ranges[i], ids, in->n_rows, &least, &most);
    if (near.n == 1 && near.items[0].sure && near.items[0].low <= least &&
        near.items[0].high >= most) {
      continue; // it holds for all
    }
    for (size_t row = 0; row < in->n_rows; row++) {
      verdicts[row] = both(verdicts[row], verdict_of(&near, ids[row]));
    }
  }
}
