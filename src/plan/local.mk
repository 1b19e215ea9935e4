# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/plan/choose_columns.c \
	src/plan/choose_group_order.c \
	src/plan/choose_join.c \
	src/plan/choose_leapfrog.c \
	src/plan/choose_range.c \
	src/plan/choose_scan_order.c \
	src/plan/choose_semijoin.c \
	src/plan/choose_sort_order.c \
	src/plan/choose_tally.c \
	src/plan/choose_text.c \
	src/plan/estimate.c \
	src/plan/first_rows.c \
	src/plan/explain.c src/plan/explain.h \
	src/plan/join_group.c src/plan/join_group.h \
	src/plan/join_order.c \
	src/plan/later.c \
	src/plan/node.c \
	src/plan/pass.h \
	src/plan/pass_distinct.c \
	src/plan/pass_equal.c \
	src/plan/pass_fold.c \
	src/plan/pass_prune.c \
	src/plan/pass_push.c src/plan/pass_unify.c \
	src/plan/passes.c src/plan/passes.h \
	src/plan/plan.h \
	src/plan/planner.c src/plan/planner_internal.h \
	src/plan/scope.c src/plan/scope.h \
	src/plan/varset.c src/plan/varset.h \
	src/plan/verify.c

UNIT_TESTS += tests/unit/test_planner
UNIT_TESTS += tests/unit/test_planner_passes
