# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/io/output.c src/io/output.h \
	src/io/blank_order.c src/io/blank_order.h \
	src/io/colour_graph.c src/io/colour_graph.h \
	src/io/partition.c src/io/partition.h \
	src/io/quad_set.c src/io/quad_set.h \
	src/io/writer.c src/io/writer.h src/io/writer_internal.h \
	src/io/writer_lines.c
