// SPDX-License-Identifier: GPL-3.0-or-later
// What is joined, and by which conditions, before its order is chosen.
//                                         algebra -> [join_group] -> join_order -> plan
#ifndef FURAT_PLAN_JOIN_GROUP_H
#define FURAT_PLAN_JOIN_GROUP_H

#include "plan/scope.h"

typedef struct furat_join_input {
  furat_plan *plan;
  furat_varset vars;
  bool may_look_up; ///< for given bindings, instead of being read as a whole
  double n_rows;    ///< with what is bound from outside
  double *domain;   ///< by column of the plan; 0: not asked for yet
  bool is_bounded;  ///< n_rows knows what comparisons of its object leave of it
} furat_join_input;

typedef struct furat_join_condition {
  furat_conjunct conjunct;
  bool has_exists;
  bool done; ///< a node of the plan has it
} furat_join_condition;

/// Inputs in any order; then what must come behind them: OPTIONAL, MINUS, BIND.
typedef struct furat_join_group {
  furat_vec inputs;      ///< furat_join_input
  furat_vec conditions;  ///< furat_join_condition
  furat_vec later;       ///< furat_algebra *: LEFT_JOIN, MINUS, EXTEND, first to last
  furat_varset fixed;    ///< variables that are bound from outside
  furat_varset bindable; ///< by anything of the group
} furat_join_group;

/// Take the algebra apart.  What cannot be mixed with the rest is planned as an input.
void
furat_join_group_collect(furat_planner *p, furat_join_group *group,
                         furat_algebra *algebra);

void
furat_join_group_clear(furat_join_group *group);

furat_join_input *
furat_join_group_input(const furat_join_group *group, size_t i);

/// How many values a column of an input could have: furat_estimate_domain().
double
furat_join_group_domain(furat_planner *p, const furat_join_input *input, size_t column);

/// How many values a column of an input has, at least 1.
double
furat_join_group_distinct(furat_planner *p, const furat_join_input *input, size_t column);

/// The plan under those conditions that it can decide and that no other node has; under
/// all that are left when `all`.  An EXISTS waits while the plan has more rows than
/// `n_rows_later`.
furat_plan *
furat_join_group_filter(furat_planner *p, furat_join_group *group, furat_plan *plan,
                        double n_rows_later, bool all);

/// What it costs to evaluate those conditions for one row that an input decides.
double
furat_join_group_evaluation(furat_planner *p, const furat_join_group *group,
                            const furat_join_input *input);

/// How much of its rows conditions leave to an input.
double
furat_join_group_selectivity(furat_planner *p, const furat_join_group *group,
                             const furat_join_input *input);

#endif
