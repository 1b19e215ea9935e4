# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/engine/backend.h \
	src/engine/furat.c \
	src/engine/furat.h
