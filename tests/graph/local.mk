# SPDX-License-Identifier: GPL-3.0-or-later
# The shipped graph: graph.py checks it, selftest.py shows that each check can fail, rules.py
# runs the rules that make the direct triples, reasoner.py asks an OWL reasoner, shapes.py runs
# the shapes over the graph and over broken ones.
TAP_TESTS += tests/graph/graph.py tests/graph/selftest.py tests/graph/rules.py \
	tests/graph/reasoner.py tests/graph/shapes.py
EXTRA_DIST += tests/graph/checks.py tests/graph/dataset.py tests/graph/edtf.py \
	tests/graph/model.py tests/graph/rules-case.ttl tests/graph/rules-case.expected.ttl \
	tests/graph/broken
