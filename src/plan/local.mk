# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/plan/join_order.c \
	src/plan/plan.h \
	src/plan/planner.c src/plan/planner_internal.h

UNIT_TESTS += tests/unit/test_planner
