# SPDX-License-Identifier: GPL-3.0-or-later
TAP_TESTS += tests/conformance/rdf11.py
TAP_TESTS += tests/conformance/sparql_syntax.py
TAP_TESTS += tests/conformance/turtle_grammar.py
