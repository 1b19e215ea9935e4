# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/func/decimal.c src/func/decimal.h \
	src/func/digest.c src/func/digest.h \
	src/func/regex.c src/func/regex.h \
	src/func/temporal.c src/func/temporal.h src/func/temporal_lexical.c

UNIT_TESTS += \
	tests/unit/test_decimal \
	tests/unit/test_digest \
	tests/unit/test_regex \
	tests/unit/test_temporal
