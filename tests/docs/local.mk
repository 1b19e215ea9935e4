# SPDX-License-Identifier: GPL-3.0-or-later
# The examples of README.md, docs/*.md and the manual page.
TAP_TESTS += tests/docs/examples.py
EXTRA_DIST += README.md NEWS.md tests/docs/fixtures

# After a change that the papers show: writes what the program says now into them.
update-examples: all
	@$(AM_TESTS_ENVIRONMENT) $(PYTHON) $(srcdir)/tests/docs/examples.py --update
	@$(AM_TESTS_ENVIRONMENT) $(PYTHON) $(srcdir)/tests/query/questions.py --update

.PHONY: update-examples
