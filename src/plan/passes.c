// SPDX-License-Identifier: GPL-3.0-or-later
// The table of passes.  A pass rewrites the algebra before it is planned, or the plan
// behind it, or it is a choice that planning itself makes (then it has no function here
// and asks furat_planner_may).  Each can be switched off by its name: what is left is
// slower and answers the same.  The pattern of an EXISTS goes through all of them too.
#include <assert.h>

#include "plan/pass.h"
#include "plan/scope.h"

typedef struct {
  const char *name;
  const char *what; // it does, for whoever reads the table
  furat_algebra *(*rewrite)(furat_planner *p, furat_algebra *algebra);
  furat_plan *(*improve)(furat_planner *p, furat_plan *plan);
} pass_entry;

static const pass_entry passes[FURAT_N_PASSES] = {
    [FURAT_PASS_FOLD] = {.name = "fold",
                         .what = "conditions that are known already",
                         .rewrite = furat_pass_fold},
    [FURAT_PASS_PUSH] = {.name = "push",
                         .what = "conditions as far down as they have what they need",
                         .rewrite = furat_pass_push},
    [FURAT_PASS_OPTIONAL] = {.name = "optional",
                             .what = "OPTIONAL as a join where a condition needs it"},
    [FURAT_PASS_UNIFY] = {.name = "unify",
                          .what = "variables that must be equal as one",
                          .rewrite = furat_pass_unify},
    [FURAT_PASS_EQUAL] = {.name = "equal",
                          .what = "conditions that name terms as inline data",
                          .rewrite = furat_pass_equal},
    [FURAT_PASS_ORDER] = {.name = "order", .what = "joins by cost, not as written"},
    [FURAT_PASS_APPLY] = {.name = "apply", .what = "look-ups for each solution"},
    [FURAT_PASS_HASH] = {.name = "hash", .what = "hash joins where look-ups would do"},
    [FURAT_PASS_TALLY] = {.name = "tally",
                          .what = "counts and distinct values from the indexes",
                          .improve = furat_plan_tallies},
    [FURAT_PASS_MERGE] = {.name = "merge", .what = "joins of sorted inputs side by side"},
    [FURAT_PASS_SEMIJOIN] = {.name = "semijoin",
                             .what = "EXISTS, NOT EXISTS and !BOUND as joins"},
    [FURAT_PASS_LEAPFROG] = {.name = "leapfrog",
                             .what = "circles of patterns, all of them at once",
                             .improve = furat_plan_leapfrogs},
    [FURAT_PASS_RANGE] = {.name = "range",
                          .what = "patterns between the bounds of their objects",
                          .improve = furat_plan_ranges},
    [FURAT_PASS_SCAN_ORDER] = {.name = "scan-order",
                               .what = "terms looked up in their order",
                               .improve = furat_plan_scan_orders},
    [FURAT_PASS_SORT_ORDER] = {.name = "sort-order",
                               .what = "ORDER BY of what an index has in order"},
    [FURAT_PASS_FIRST_ROWS] = {.name = "first-rows",
                               .what = "few solutions soon, where few are wanted",
                               .improve = furat_plan_first_rows},
    [FURAT_PASS_GROUP_ORDER] = {.name = "group-order",
                                .what = "groups of what comes sorted, as they end",
                                .improve = furat_plan_group_orders},
    [FURAT_PASS_TEXT] = {.name = "text",
                         .what = "conditions on the bytes of a text",
                         .improve = furat_plan_texts},
    [FURAT_PASS_COLUMNS] = {.name = "columns",
                            .what = "aggregates of variables, column by column",
                            .improve = furat_plan_columns},
    [FURAT_PASS_IDS] = {.name = "ids",
                        .what = "comparisons with constants by the ids of terms",
                        .improve = furat_plan_ids},
    [FURAT_PASS_DISTINCT] = {.name = "distinct",
                             .what = "no DISTINCT of what comes once",
                             .improve = furat_pass_distinct},
    [FURAT_PASS_PRUNE] = {.name = "prune",
                          .what = "no columns that nobody looks at",
                          .improve = furat_pass_prune},
};

const char *
furat_pass_name(furat_pass pass)
{
  return passes[pass].name;
}

bool
furat_planner_is_given(const furat_planner *p, furat_var var)
{
  for (size_t i = 0; i < p->statistics->n_given; i++) {
    if (p->statistics->given[i] == var) {
      return true;
    }
  }
  return furat_varset_has(p->bound, var);
}

bool
furat_planner_may(const furat_planner *p, furat_pass pass)
{
  return !(p->disabled & 1U << pass);
}

static void
verify(furat_planner *p, const furat_plan *plan, const char *pass)
{
  if (!plan || !p->verifies || p->status != FURAT_OK) {
    return;
  }
  furat_error why = FURAT_ERROR_INIT;
  if (furat_plan_verify(plan, &why) != FURAT_OK) {
    p->status = furat_error_set(p->err, FURAT_INTERNAL, "behind %s the plan is wrong: %s",
                                pass, why.message);
  }
}

furat_plan *
furat_plan_whole(furat_planner *p, const furat_algebra *pattern)
{
  furat_algebra *algebra = furat_scope_copy(p, pattern);
  p->n_inside++;
  for (size_t i = 0; i < FURAT_N_PASSES && algebra; i++) {
    if (passes[i].rewrite && furat_planner_may(p, (furat_pass)i)) {
      algebra = passes[i].rewrite(p, algebra);
    }
  }
  const uint64_t n_wanted = p->n_inside == 1 ? p->statistics->n_wanted : 0;
  furat_plan *plan = !algebra       ? NULL
                     : n_wanted > 0 ? furat_plan_for_first(p, algebra, n_wanted)
                                    : furat_plan_algebra(p, algebra);
  verify(p, plan, "planning");
  for (size_t i = 0; i < FURAT_N_PASSES && plan && p->status == FURAT_OK; i++) {
    if (passes[i].improve && furat_planner_may(p, (furat_pass)i)) {
      plan = passes[i].improve(p, plan);
      verify(p, plan, passes[i].name);
    }
  }
  p->n_inside--;
  if (plan) {
    furat_plan_mark_orders(plan);
  }
  return p->status == FURAT_OK ? plan : NULL;
}

furat_status
furat_passes_read(unsigned *out, const char *names, furat_error *err)
{
  static_assert(FURAT_N_PASSES <= 32, "a bit each");
  furat_str rest = furat_str_of(names ? names : "");
  *out = 0;
  while (rest.len > 0) {
    size_t comma = furat_str_find_byte(rest, ',');
    furat_str name = furat_str_slice(rest, 0, comma);
    unsigned bit = 0;
    for (unsigned i = 0; i < FURAT_N_PASSES; i++) {
      bit |= furat_str_equal(name, furat_str_of(passes[i].name)) ? 1U << i : 0U;
    }
    if (bit == 0) {
      return furat_error_set(err, FURAT_USAGE, "the planner has no pass \"%.*s\"",
                             FURAT_STR_ARGS(furat_str_slice(name, 0, 100)));
    }
    *out |= bit;
    rest = furat_str_slice(rest, comma < rest.len ? comma + 1 : comma, rest.len);
  }
  return FURAT_OK;
}
