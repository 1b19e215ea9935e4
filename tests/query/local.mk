# SPDX-License-Identifier: GPL-3.0-or-later
# canned.sh asks the canned queries of an invented graph, questions.py asks the shipped one.
TAP_TESTS += tests/query/canned.sh tests/query/questions.py
EXTRA_DIST += tests/query/cases.txt tests/query/expected tests/query/small.trig \
	tests/query/questions.toml
TAP_TESTS += tests/query/engine.sh tests/query/limits.sh tests/query/paths.py \
	tests/query/spill.sh
EXTRA_DIST += tests/query/engine
