# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/plan/choose_join.c \
	src/plan/choose_tally.c \
	src/plan/estimate.c \
	src/plan/explain.c src/plan/explain.h \
	src/plan/join_order.c \
	src/plan/node.c \
	src/plan/passes.c src/plan/passes.h \
	src/plan/plan.h \
	src/plan/planner.c src/plan/planner_internal.h \
	src/plan/verify.c

UNIT_TESTS += tests/unit/test_planner
