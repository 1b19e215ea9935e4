# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/results/bidi.c \
	src/results/bidi.h \
	src/results/cell.c \
	src/results/cell.h \
	src/results/columns.c \
	src/results/columns.h \
	src/results/delimited.c \
	src/results/filter.c \
	src/results/filter.h \
	src/results/fit.c \
	src/results/fit.h \
	src/results/format.c \
	src/results/format.h \
	src/results/format_internal.h \
	src/results/json.c \
	src/results/kept.c \
	src/results/kept.h \
	src/results/labels.c \
	src/results/labels.h \
	src/results/line.c \
	src/results/markup.c \
	src/results/rows.c \
	src/results/rows.h \
	src/results/table.c \
	src/results/table.h \
	src/results/table_draw.c \
	src/results/table_internal.h \
	src/results/xml.c
UNIT_TESTS += tests/unit/test_table tests/unit/test_bidi tests/unit/test_columns tests/unit/test_kept tests/unit/test_filter
UNIT_TESTS += tests/unit/test_labels
libfurat_la_SOURCES += src/results/write.c src/results/write.h
