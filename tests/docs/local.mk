# SPDX-License-Identifier: GPL-3.0-or-later
# The examples of README.md, docs/*.md and the manual page.
TAP_TESTS += tests/docs/examples.py
EXTRA_DIST += README.md NEWS.md tests/docs/fixtures
