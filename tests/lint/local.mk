# SPDX-License-Identifier: GPL-3.0-or-later
# Lints: what the compiler does not see.  Each reads the source tree, so none needs a build but
# globals.sh, and selftest.py shows that each of them finds what it is for.

LINTS = tests/lint/layers.py tests/lint/third_party.py tests/lint/banned.py \
	tests/lint/sizes.py tests/lint/spdx.py tests/lint/words.py tests/lint/listed.py \
	tests/lint/headers.sh tests/lint/format.sh tests/lint/shell.sh tests/lint/globals.sh \
	tests/lint/selftest.py
TAP_TESTS += $(LINTS)
EXTRA_DIST += tests/lint/source.py tests/lint/exemptions.txt tests/lint/cppcheck.txt .clang-format .clang-tidy

C_FILES = $(libfurat_la_SOURCES) $(furat_SOURCES)

lint: lint-tests lint-tidy lint-cppcheck

lint-tests: all
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(LINTS)'

lint-tidy: all
	@command -v clang-tidy >/dev/null || { echo 'clang-tidy is missing'; exit 0; }; \
	for file in $(C_FILES); do case $$file in *.c) echo "$$file";; esac; done | \
	xargs -P 2 -I @ clang-tidy --quiet --warnings-as-errors='*' $(srcdir)/@ -- \
	  $(DEFS) $(DEFAULT_INCLUDES) $(AM_CPPFLAGS) -std=c17 2>/dev/null

lint-cppcheck:
	@command -v cppcheck >/dev/null || { echo 'cppcheck is missing'; exit 0; }; \
	cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr --library=posix \
	  --enable=warning,performance,portability --suppress=missingIncludeSystem \
	  --suppressions-list=$(srcdir)/tests/lint/cppcheck.txt \
	  -I $(srcdir)/src $(srcdir)/src

format:
	clang-format-14 -i `find $(srcdir)/src $(srcdir)/tests -name '*.[ch]'`

.PHONY: lint lint-tests lint-tidy lint-cppcheck format
