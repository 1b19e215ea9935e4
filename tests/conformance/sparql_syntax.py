# SPDX-License-Identifier: GPL-3.0-or-later
"""The W3C syntax suites of SPARQL 1.0 and 1.1."""
import w3c

w3c.check({"sparql10/syntax-sparql1": 81, "sparql10/syntax-sparql2": 53,
           "sparql10/syntax-sparql3": 51, "sparql10/syntax-sparql4": 12,
           "sparql10/syntax-sparql5": 2, "sparql11/syntax-query": 94,
           "sparql11/syntax-update-1": 54, "sparql11/syntax-update-2": 1,
           "sparql11/syntax-fed": 3})
