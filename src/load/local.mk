# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/load/batch.c src/load/batch.h \
	src/load/bulk.c src/load/bulk.h \
	src/load/chunk.c src/load/chunk.h \
	src/load/index.c src/load/index.h \
	src/load/runs.c src/load/runs.h \
	src/load/sorter.c src/load/sorter.h \
	src/load/spill.c src/load/spill.h \
	src/load/term_sort.c src/load/term_sort.h
