# SPDX-License-Identifier: GPL-3.0-or-later
# How tests run: each program and script prints TAP, so that cases are counted, not files.

if HAVE_CMOCKA
check_PROGRAMS = $(UNIT_TESTS)
unit_programs = $(UNIT_TESTS)
else
check_PROGRAMS =
unit_programs = tests/support/no_cmocka.sh
endif

TESTS = $(unit_programs) $(TAP_TESTS)
TEST_EXTENSIONS = .sh .py
TAP_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TAP_DRIVER)
LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/support/run_tap.sh
SH_LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/support/run_tap.sh $(SHELL)
PY_LOG_DRIVER = $(TAP_DRIVER)
PY_LOG_COMPILER = $(SH_LOG_COMPILER) $(top_srcdir)/tests/support/run_python.sh

# What a test finds in its environment; docs/HACKING.md describes each variable.
AM_TESTS_ENVIRONMENT = \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir; \
	FURAT='$(abs_top_builddir)/furat'; export FURAT; \
	CC='$(CC)'; export CC; \
	FURAT_LIB_CPPFLAGS='$(FURAT_LIB_CPPFLAGS)'; export FURAT_LIB_CPPFLAGS; \
	FURAT_INSTRUMENTED='$(FURAT_INSTRUMENTED)'; export FURAT_INSTRUMENTED; \
	PYTHON='$(PYTHON)'; export PYTHON; \
	PYTHONPATH='$(abs_top_srcdir)/tests/support'; export PYTHONPATH; \
	PYTHONDONTWRITEBYTECODE=1; export PYTHONDONTWRITEBYTECODE; \
	: "$${FURAT_RDF_TESTS=$(DEFAULT_FURAT_RDF_TESTS)}"; export FURAT_RDF_TESTS; \
	: "$${FURAT_SEEDS=$(DEFAULT_FURAT_SEEDS)}"; export FURAT_SEEDS; \
	: "$${FURAT_SHARED=$(DEFAULT_FURAT_SHARED)}"; export FURAT_SHARED; \
	CMOCKA_MESSAGE_OUTPUT=TAP; export CMOCKA_MESSAGE_OUTPUT; \
	LC_ALL=C.UTF-8; export LC_ALL; \
	: "$${ASAN_OPTIONS=allocator_may_return_null=1:detect_stack_use_after_return=1}"; \
	lsan=suppressions='$(abs_top_srcdir)/tests/support/lsan.supp':print_suppressions=0; \
	: "$${LSAN_OPTIONS=$$lsan}"; export LSAN_OPTIONS; \
	: "$${TSAN_OPTIONS=allocator_may_return_null=1}"; \
	: "$${UBSAN_OPTIONS=print_stacktrace=1}"; export ASAN_OPTIONS TSAN_OPTIONS UBSAN_OPTIONS; \
	unset FURAT_DATADIR FURAT_STORE FURAT_COLOR FURAT_THEME NO_COLOR XDG_STATE_HOME INPUTRC;

EXTRA_DIST += $(TAP_TESTS)

# Needs --enable-coverage.
coverage: check
	@command -v gcovr >/dev/null || { echo 'gcovr is missing (Debian package: gcovr)'; exit 1; }
	gcovr --root $(srcdir) --filter $(srcdir)/src/ --print-summary .

.PHONY: coverage clean-coverage

clean-local: clean-coverage
clean-coverage:
	find . -name '*.gcda' -exec rm -f {} + ; find . -name '*.gcno' -exec rm -f {} +
