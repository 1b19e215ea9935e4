# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/redland/engine.c \
	src/redland/engine.h \
	src/redland/graph_scan.c \
	src/redland/graph_scan.h \
	src/redland/query.c \
	src/redland/query.h \
	src/redland/query_internal.h \
	src/redland/results.c \
	src/redland/session.c \
	src/redland/session.h \
	src/redland/triples_source.c
libfurat_la_SOURCES += src/redland/query_check.c src/redland/query_text.c
libfurat_la_SOURCES += src/redland/query_text.h src/redland/query_write.c
UNIT_TESTS += tests/unit/test_redland
