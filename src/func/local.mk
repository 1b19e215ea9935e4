# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/func/arithmetic.c src/func/arithmetic.h \
	src/func/cast.c src/func/cast.h \
	src/func/compare.c src/func/compare.h \
	src/func/decimal.c src/func/decimal.h \
	src/func/function.c src/func/function.h src/func/function_internal.h \
	src/func/function_number.c src/func/function_string.c src/func/function_term.c \
	src/func/function_time.c \
	src/func/text_case.c src/func/text_case.h \
	src/func/number.c src/func/number.h \
	src/func/regex.c src/func/regex.h src/func/regex_internal.h \
	src/func/regex_match.c \
	src/func/temporal.c src/func/temporal.h src/func/temporal_lexical.c \
	src/func/value.c src/func/value.h

UNIT_TESTS += tests/unit/test_text_case
UNIT_TESTS += tests/unit/test_decimal
UNIT_TESTS += tests/unit/test_regex tests/unit/test_long_text
UNIT_TESTS += tests/unit/test_temporal
UNIT_TESTS += tests/unit/test_value
