# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/shell/history.c \
	src/shell/history.h \
	src/shell/input.c \
	src/shell/input.h \
	src/shell/split.c \
	src/shell/split.h
UNIT_TESTS += tests/unit/test_history
UNIT_TESTS += tests/unit/test_split
