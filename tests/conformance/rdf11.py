# SPDX-License-Identifier: GPL-3.0-or-later
"""The W3C RDF 1.1 syntax suites."""
import w3c

w3c.check({"rdf11/rdf-n-triples": 70, "rdf11/rdf-n-quads": 87, "rdf11/rdf-turtle": 313,
           "rdf11/rdf-trig": 356, "rdf11/rdf-xml": 166})
