# SPDX-License-Identifier: GPL-3.0-or-later
TAP_TESTS += tests/conformance/rdf11.py
TAP_TESTS += tests/conformance/sparql10.py
TAP_TESTS += tests/conformance/sparql11.py
TAP_TESTS += tests/conformance/sparql11_results.py
TAP_TESTS += tests/conformance/sparql11_update.py
TAP_TESTS += tests/conformance/sparql_syntax.py
TAP_TESTS += tests/conformance/turtle_grammar.py
