# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/engine/backend.h \
	src/engine/catalog.c \
	src/engine/catalog.h \
	src/engine/datadir.c \
	src/engine/furat.c \
	src/engine/furat.h \
	src/engine/shipped.c \
	src/engine/shipped.h \
	src/engine/text_file.c \
	src/engine/text_file.h
libfurat_la_SOURCES += src/engine/canned.c src/engine/canned.h src/engine/folder.c src/engine/folder.h
libfurat_la_SOURCES += src/engine/census.c src/engine/census.h
libfurat_la_SOURCES += src/engine/census_internal.h src/engine/census_values.c src/engine/census_things.c src/engine/census_literals.c
libfurat_la_SOURCES += src/engine/names.c src/engine/names.h src/engine/names_index.c \
	src/engine/names_internal.h src/engine/names_search.c src/engine/names_members.c src/engine/names_members.h src/engine/names_search.h
libfurat_la_SOURCES += src/engine/labels.c src/engine/labels.h
libfurat_la_SOURCES += src/engine/row_list.c src/engine/row_list.h
libfurat_la_SOURCES += src/engine/load_folder.c src/engine/load_folder.h
libfurat_la_SOURCES += src/engine/stored.c src/engine/stored.h
libfurat_la_SOURCES += src/engine/compiled.c src/engine/compiled.h
libfurat_la_SOURCES += \
	src/engine/native.c src/engine/native.h src/engine/native_internal.h \
	src/engine/native_explain.c \
	src/engine/diagnose.c src/engine/diagnose.h src/engine/diagnose_internal.h \
	src/engine/diagnose_classes.c \
	src/engine/diagnose_compare.c \
	src/engine/diagnose_filter.c \
	src/engine/diagnose_graphs.c \
	src/engine/diagnose_join.c \
	src/engine/diagnose_names.c \
	src/engine/diagnose_near.c \
	src/engine/diagnose_probe.c \
	src/engine/diagnose_set.c \
	src/engine/diagnose_text.c \
	src/engine/diagnose_unbound.c \
	src/engine/native_run.c \
	src/engine/native_update.c

UNIT_TESTS += tests/unit/test_native
UNIT_TESTS += tests/unit/test_names
UNIT_TESTS += tests/unit/test_census tests/unit/test_census_values
UNIT_TESTS += tests/unit/test_row_list tests/unit/test_diagnose

# Without the counted allocations of the others, which are for one thread.
UNIT_TESTS += tests/unit/test_threads
tests_unit_test_threads_LDADD = libfurat.la $(CMOCKA_LIBS)
tests_unit_test_threads_LDFLAGS = -static

# ---- the library for other programs: all below the program, nothing to be seen but what furat.h
# declares.  Its header is made of the headers of the sources.  (The filter wants GNU make.)
lib_LTLIBRARIES = lib/libfurat.la
lib_libfurat_la_SOURCES =
lib_libfurat_la_LIBADD = $(filter-out src/redland/% src/cli/% src/shell/%,$(libfurat_la_OBJECTS)) \
	$(FURAT_LIBRARY_LIBS)
lib_libfurat_la_DEPENDENCIES = libfurat.la
lib_libfurat_la_LDFLAGS = -version-info 0:0:0 -no-undefined -Wl,--as-needed

pkgconfigdir = $(libdir)/pkgconfig
pkgconfig_DATA = furat.pc
nodist_include_HEADERS = include/furat.h

PUBLIC_PARTS = src/base/attributes.h src/base/str.h src/base/status.h src/base/error.h \
	src/base/diagnostic.h src/base/cancel.h src/rdf/term.h src/rdf/prefixes.h \
	src/io/quad_sink.h src/io/syntax.h src/io/reader.h src/engine/furat.h src/results/write.h

include/furat.h: src/engine/furat.h.head src/engine/public_header.awk $(PUBLIC_PARTS)
	$(AM_V_GEN)$(MKDIR_P) include && { cat $(srcdir)/src/engine/furat.h.head && \
	(cd $(srcdir) && $(AWK) -f src/engine/public_header.awk $(PUBLIC_PARTS)) && \
	printf '#ifdef __cplusplus\n}\n#endif\n\n#endif\n'; } >$@.tmp && mv -f $@.tmp $@

EXTRA_DIST += src/engine/furat.h.head src/engine/public_header.awk
CLEANFILES += include/furat.h
