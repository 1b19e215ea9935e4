# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/results/cell.c \
	src/results/cell.h \
	src/results/table.c \
	src/results/table.h
