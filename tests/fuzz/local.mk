# SPDX-License-Identifier: GPL-3.0-or-later
# Fuzzing needs clang and is started by hand:
#
#   make tests/fuzz/fuzz_reader && ./tests/fuzz/fuzz_reader -max_len=4096 CORPUS
#   make tests/fuzz/fuzz_sparql && ./tests/fuzz/fuzz_sparql -max_len=4096 CORPUS
#
# The first byte of an input of fuzz_reader chooses the syntax, so put one before documents for a
# corpus; the inputs of fuzz_sparql are requests.
FUZZ_CC = clang
FUZZ_CFLAGS = -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all
FUZZ_LINK = $(FUZZ_CC) -std=c17 $(AM_CPPFLAGS) -I$(top_builddir) -I$(top_srcdir)/tests \
	$(FUZZ_CFLAGS)

tests/fuzz/fuzz_reader: tests/fuzz/fuzz_reader.c tests/support/quads.c $(libfurat_la_SOURCES)
	$(AM_V_at)$(MKDIR_P) tests/fuzz
	$(AM_V_CCLD)$(FUZZ_LINK) $(srcdir)/tests/fuzz/fuzz_reader.c $(srcdir)/tests/support/quads.c \
		$(foreach d,base rdf io,$(filter $(srcdir)/src/$(d)/%.c,$^)) $(FURAT_LIBS) -o $@

tests/fuzz/fuzz_sparql: tests/fuzz/fuzz_sparql.c $(libfurat_la_SOURCES)
	$(AM_V_at)$(MKDIR_P) tests/fuzz
	$(AM_V_CCLD)$(FUZZ_LINK) $(srcdir)/tests/fuzz/fuzz_sparql.c \
		$(foreach d,base rdf sparql,$(filter $(srcdir)/src/$(d)/%.c,$^)) $(FURAT_LIBS) -o $@

EXTRA_DIST += tests/fuzz/fuzz_reader.c
CLEANFILES += tests/fuzz/fuzz_reader tests/fuzz/fuzz_sparql

# The same target on mutations of its own, a moment long, among the tests.
UNIT_TESTS += tests/fuzz/smoke_sparql
tests_fuzz_smoke_sparql_SOURCES = tests/fuzz/fuzz_sparql.c tests/fuzz/smoke_sparql.c

# Any bytes as TriG, written and read again; a corpus is any folder of Turtle and TriG files.
tests/fuzz/fuzz_writer: tests/fuzz/fuzz_writer.c tests/support/dataset.c $(libfurat_la_SOURCES)
	$(AM_V_at)$(MKDIR_P) tests/fuzz
	$(AM_V_CCLD)$(FUZZ_LINK) $(srcdir)/tests/fuzz/fuzz_writer.c \
		$(srcdir)/tests/support/dataset.c \
		$(foreach d,base rdf io,$(filter $(srcdir)/src/$(d)/%.c,$^)) $(FURAT_LIBS) -o $@

EXTRA_DIST += tests/fuzz/fuzz_writer.c
CLEANFILES += tests/fuzz/fuzz_writer

# Those that need the whole engine: updates, queries, expressions, formats of results.  They link the
# library, so it is built for fuzzing as a whole, in a folder of its own:
#
#   ../furat/configure CC=clang CFLAGS='-g -O1 -fsanitize=fuzzer-no-link,address,undefined \
#     -fno-sanitize-recover=all'
#   make fuzz-targets && ./tests/fuzz/fuzz_query -max_len=2048 -dict=../furat/tests/fuzz/sparql.dict \
#     CORPUS ../furat/tests/fuzz/corpus/query
FUZZ_ENGINE_TARGETS = tests/fuzz/fuzz_update tests/fuzz/fuzz_query tests/fuzz/fuzz_expression \
	tests/fuzz/fuzz_results
fuzz_link_flags = -static -fsanitize=fuzzer,address,undefined
EXTRA_PROGRAMS = $(FUZZ_ENGINE_TARGETS)
tests_fuzz_fuzz_update_SOURCES = tests/fuzz/fuzz_update.c tests/fuzz/fuzz_engine.c \
	tests/fuzz/fuzz_engine.h
tests_fuzz_fuzz_update_LDADD = libfurat.la
tests_fuzz_fuzz_update_LDFLAGS = $(fuzz_link_flags)
tests_fuzz_fuzz_query_SOURCES = tests/fuzz/fuzz_query.c tests/fuzz/fuzz_engine.c
tests_fuzz_fuzz_query_LDADD = libfurat.la
tests_fuzz_fuzz_query_LDFLAGS = $(fuzz_link_flags)
tests_fuzz_fuzz_expression_SOURCES = tests/fuzz/fuzz_expression.c tests/fuzz/fuzz_engine.c
tests_fuzz_fuzz_expression_LDADD = libfurat.la
tests_fuzz_fuzz_expression_LDFLAGS = $(fuzz_link_flags)
tests_fuzz_fuzz_results_SOURCES = tests/fuzz/fuzz_results.c
tests_fuzz_fuzz_results_LDADD = libfurat.la
tests_fuzz_fuzz_results_LDFLAGS = $(fuzz_link_flags)

fuzz-targets: $(FUZZ_ENGINE_TARGETS)
.PHONY: fuzz-targets

# The same targets on their corpora and on mixtures of them, a moment long, among the tests.
UNIT_TESTS += tests/fuzz/smoke_update tests/fuzz/smoke_query tests/fuzz/smoke_expression \
	tests/fuzz/smoke_results
tests_fuzz_smoke_update_SOURCES = tests/fuzz/fuzz_update.c tests/fuzz/fuzz_engine.c \
	tests/fuzz/smoke_corpus.c
tests_fuzz_smoke_update_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_CORPUS='"update"'
tests_fuzz_smoke_query_SOURCES = tests/fuzz/fuzz_query.c tests/fuzz/fuzz_engine.c \
	tests/fuzz/smoke_corpus.c
tests_fuzz_smoke_query_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_CORPUS='"query"'
tests_fuzz_smoke_expression_SOURCES = tests/fuzz/fuzz_expression.c tests/fuzz/fuzz_engine.c \
	tests/fuzz/smoke_corpus.c
tests_fuzz_smoke_expression_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_CORPUS='"expression"'
tests_fuzz_smoke_results_SOURCES = tests/fuzz/fuzz_results.c tests/fuzz/smoke_corpus.c
tests_fuzz_smoke_results_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_CORPUS='"results"'

EXTRA_DIST += tests/fuzz/corpus tests/fuzz/sparql.dict
