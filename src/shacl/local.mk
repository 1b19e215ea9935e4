# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/shacl/constraint_shape.c \
	src/shacl/constraint_sparql.c \
	src/shacl/constraint_value.c \
	src/shacl/custom_component.c \
	src/shacl/nodes.c src/shacl/nodes.h \
	src/shacl/path.c \
	src/shacl/prebinding.c src/shacl/prebinding.h \
	src/shacl/query.c src/shacl/query.h \
	src/shacl/report.c src/shacl/report.h src/shacl/report_internal.h \
	src/shacl/report_rdf.c \
	src/shacl/shapes.c src/shacl/shapes.h \
	src/shacl/sparql.c src/shacl/sparql.h \
	src/shacl/validate.c src/shacl/validate.h src/shacl/validator.h
