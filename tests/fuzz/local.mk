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
