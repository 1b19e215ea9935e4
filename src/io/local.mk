# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/io/canonical.c src/io/canonical.h src/io/canonical_internal.h \
	src/io/canonical_hash.c \
	src/io/diff.c src/io/diff.h \
	src/io/byte_source.c src/io/byte_source.h \
	src/io/lexical.c src/io/lexical.h \
	src/io/quad_sink.c src/io/quad_sink.h \
	src/io/reader.c src/io/reader.h \
	src/io/reader_lines.c \
	src/io/reader_raptor.c \
	src/io/reader_turtle.c \
	src/io/reading.c src/io/reading.h \
	src/io/syntax.c src/io/syntax.h \
	src/io/turtle_filter.c src/io/turtle_filter.h \
	src/io/turtle_lexer.c src/io/turtle_lexer.h \
	src/io/window.c src/io/window.h \
	src/io/xml_filter.c src/io/xml_filter.h \
	src/io/output.c src/io/output.h \
	src/io/blank_order.c src/io/blank_order.h \
	src/io/colour_graph.c src/io/colour_graph.h \
	src/io/partition.c src/io/partition.h \
	src/io/quad_set.c src/io/quad_set.h \
	src/io/writer.c src/io/writer.h src/io/writer_internal.h \
	src/io/writer_lines.c \
	src/io/nesting.c src/io/nesting.h \
	src/io/turtle_term.c src/io/turtle_term.h \
	src/io/writer_turtle.c \
	src/io/writer_dot.c \
	src/io/writer_jsonld.c \
	src/io/writer_rdfxml.c
UNIT_TESTS += tests/unit/test_canonical
UNIT_TESTS += tests/unit/test_diff
