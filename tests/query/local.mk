# SPDX-License-Identifier: GPL-3.0-or-later
TAP_TESTS += tests/query/canned.sh
EXTRA_DIST += tests/query/cases.txt tests/query/expected
TAP_TESTS += tests/query/engine.sh tests/query/limits.sh tests/query/paths.py
EXTRA_DIST += tests/query/engine
