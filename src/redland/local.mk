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

# The storage module of librdf: what it needs of the library is linked into it, and nothing but
# its one function can be seen from outside.
redlandmoddir = $(libdir)/redland
redlandmod_LTLIBRARIES = librdf_storage_furat.la
librdf_storage_furat_la_SOURCES = \
	src/redland/module.c src/redland/module_internal.h \
	src/redland/module_stream.c \
	src/redland/module_terms.c
librdf_storage_furat_la_DEPENDENCIES = libfurat.la
librdf_storage_furat_la_LDFLAGS = -module -avoid-version -shared \
	-Wl,.libs/libfurat.a -Wl,--exclude-libs,ALL \
	-Wl,-lrdf -Wl,-lraptor2 -Wl,-llmdb -Wl,-lxxhash
