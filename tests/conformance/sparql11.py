# SPDX-License-Identifier: GPL-3.0-or-later
"""The W3C suite of SPARQL 1.1: what queries answer, in each format of results."""
import w3c

# The suite writes computed numbers now in one form and now in another: xsd:decimal as "6"
# here and as "6.0" elsewhere, xsd:double as "0E0", "1.0E0" and "1050".  Where it does not
# write the canonical form of XML Schema 1.0, as we do, the value decides.
BY_VALUE = {
    "aggregates/agg-min-02",
    "aggregates/agg-avg-distinct",
    "aggregates/agg-sum-distinct",
    "cast/cast-float",
    "cast/cast-double",
    "cast/cast-decimal",
    "functions/ceil01",
    "functions/floor01",
    "functions/round01",
    "functions/seconds",
}

w3c.check({"sparql11/aggregates": 47, "sparql11/bind": 10, "sparql11/bindings": 11,
           "sparql11/cast": 6, "sparql11/construct": 7, "sparql11/exists": 6,
           "sparql11/functions": 75, "sparql11/grouping": 6, "sparql11/negation": 12,
           "sparql11/project-expression": 7, "sparql11/property-path": 33,
           "sparql11/subquery": 14},
          ("json", "xml", "tsv"), BY_VALUE)
