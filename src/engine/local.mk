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
libfurat_la_SOURCES += src/engine/names.c src/engine/names.h
libfurat_la_SOURCES += src/engine/stored.c src/engine/stored.h
libfurat_la_SOURCES += src/engine/compiled.c src/engine/compiled.h
libfurat_la_SOURCES += \
	src/engine/native.c src/engine/native.h src/engine/native_internal.h \
	src/engine/native_explain.c \
	src/engine/native_run.c \
	src/engine/native_update.c

UNIT_TESTS += tests/unit/test_native
