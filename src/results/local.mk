# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/results/cell.c \
	src/results/cell.h \
	src/results/delimited.c \
	src/results/format.c \
	src/results/format.h \
	src/results/format_internal.h \
	src/results/json.c \
	src/results/markup.c \
	src/results/table.c \
	src/results/table.h \
	src/results/xml.c
UNIT_TESTS += tests/unit/test_table
libfurat_la_SOURCES += src/results/write.c src/results/write.h
