# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/base/arena.c src/base/arena.h \
	src/base/attributes.h \
	src/base/buffer.c src/base/buffer.h \
	src/base/cancel.c src/base/cancel.h \
	src/base/clock.c src/base/clock.h \
	src/base/digest.c src/base/digest.h \
	src/base/timespan.c src/base/timespan.h \
	src/base/diagnostic.c src/base/diagnostic.h \
	src/base/screen.c src/base/screen.h \
	src/base/error.c src/base/error.h \
	src/base/file.c src/base/file.h \
	src/base/folder_sync.c src/base/folder_sync.h \
	src/base/hash.c src/base/hash.h \
	src/base/json_text.c src/base/json_text.h \
	src/base/memory.c src/base/memory.h \
	src/base/options.c src/base/options.h \
	src/base/status.c src/base/status.h \
	src/base/str.c src/base/str.h \
	src/base/utf8.c src/base/utf8.h \
	src/base/xdg.c src/base/xdg.h \
	src/base/vec.c src/base/vec.h
libfurat_la_SOURCES += src/base/utf8_fold.c src/base/utf8_fold.h
UNIT_TESTS += tests/unit/test_utf8_fold
UNIT_TESTS += tests/unit/test_digest
UNIT_TESTS += tests/unit/test_timespan
libfurat_la_SOURCES += src/base/color.c src/base/color.h
UNIT_TESTS += tests/unit/test_color
