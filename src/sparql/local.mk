# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/sparql/keywords.c src/sparql/keywords.h \
	src/sparql/lexer.c src/sparql/lexer.h \
	src/sparql/statement.c src/sparql/statement.h
