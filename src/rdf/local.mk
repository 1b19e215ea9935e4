# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/rdf/iri.c src/rdf/iri.h \
	src/rdf/name_chars.c src/rdf/name_chars.h \
	src/rdf/prefixes.c src/rdf/prefixes.h \
	src/rdf/term.c src/rdf/term.h \
	src/rdf/vocabulary.h \
	src/rdf/xsd_time.c src/rdf/xsd_time.h
