# SPDX-License-Identifier: GPL-3.0-or-later
"""The W3C suite of SPARQL 1.0: what queries answer, in each format of results."""
import w3c

# The suite writes computed numbers now in one form and now in another: xsd:decimal as "6"
# here and as "6.0" elsewhere, xsd:double as "0E0", "1.0E0" and "1050".  Where it does not
# write the canonical form of XML Schema 1.0, as we do, the value decides.
BY_VALUE = {
    "expr-ops/add-numbers-cast",
    "expr-ops/subtract-numbers-cast",
    "expr-ops/multiply-numbers-cast",
    "expr-ops/divide-numbers-cast",
    "expr-ops/unminus-2",
}

w3c.check({"sparql10/basic": 27, "sparql10/triple-match": 4, "sparql10/open-world": 18,
           "sparql10/algebra": 14, "sparql10/bnode-coreference": 1, "sparql10/optional": 7,
           "sparql10/optional-filter": 5, "sparql10/graph": 17, "sparql10/dataset": 12,
           "sparql10/type-promotion": 30, "sparql10/cast": 7,
           "sparql10/boolean-effective-value": 7, "sparql10/bound": 1,
           "sparql10/expr-builtin": 25, "sparql10/expr-ops": 18, "sparql10/expr-equals": 15,
           "sparql10/regex": 21, "sparql10/i18n": 5, "sparql10/construct": 5,
           "sparql10/ask": 4, "sparql10/distinct": 11, "sparql10/sort": 14,
           "sparql10/solution-seq": 13, "sparql10/reduced": 2},
          ("json", "xml", "tsv"), BY_VALUE)
