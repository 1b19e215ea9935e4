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
