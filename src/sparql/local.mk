# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/sparql/statement.c \
	src/sparql/statement.h
