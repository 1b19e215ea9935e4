# SPDX-License-Identifier: GPL-3.0-or-later
"""The W3C suite of SPARQL 1.1 Update: what is in the dataset afterwards."""
import w3c

w3c.check({"sparql11/add": 8, "sparql11/basic-update": 13, "sparql11/clear": 4,
           "sparql11/copy": 6, "sparql11/delete-data": 6, "sparql11/delete-insert": 17,
           "sparql11/delete-where": 6, "sparql11/delete": 19, "sparql11/drop": 4,
           "sparql11/move": 6, "sparql11/update-silent": 13})
