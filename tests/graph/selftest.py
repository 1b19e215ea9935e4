# SPDX-License-Identifier: GPL-3.0-or-later
"""Each check of the graph finds what it is for: broken/*.ttl, one complaint for each file.

A file says into which graph it goes, which check it is for, and what that check must say. The
check must say it with the file, and must not without it.
"""
import csv
import glob
import os
import re

import rdflib

import checks
import edtf
import tap
from dataset import BASE, FUR, GRAPH, Dataset, Document

root = os.environ.get("top_srcdir", ".")
here = os.path.join(root, "tests/graph/broken")
made_up = rdflib.URIRef(BASE + "doc/999")


def complaints(check):
    """What a check says now; one that stops on bad data has not done its work."""
    try:
        return sorted(set(check(data)))
    except Exception as error:  # noqa: the test must go on to the next file
        return [f"{check.__name__} stopped: {error!r}"]


def try_file(path):
    with open(path, encoding="utf-8") as file:
        head = dict(re.findall(r"^# (graph|check|complaint): (.*)$", file.read(), re.M))
    check = getattr(checks, head["check"])
    before = complaints(check)
    context = data.quads.get_context(GRAPH[head["graph"]])
    added = rdflib.Graph().parse(path, format="turtle")
    new = [triple for triple in added if triple not in context]
    for triple in new:
        context.add(triple)
    data.documents = {made_up: Document(os.path.join(here, "made-up.txt"))}
    after = complaints(check)
    data.documents = {}
    for triple in new:
        context.remove(triple)
    used.add(head["check"])
    tap.case(os.path.basename(path)[:-4].replace("-", " "),
             head["complaint"] in after and head["complaint"] not in before,
             "wanted: " + head["complaint"] + "\n" + "\n".join(after))


used = set()
data = Dataset(root)
for each in sorted(glob.glob(os.path.join(here, "*.ttl"))):
    try_file(each)

with open(os.path.join(here, "gazetteer-row.csv"), encoding="utf-8", newline="") as rows:
    data.rows = list(csv.DictReader(rows))
said = complaints(checks.gazetteer_is_whole)
tap.case("a row that is no place", "Reedwater: 0 places of that kind and Arabic name" in said,
         "\n".join(said))
tap.case("a place with another point",
         "id/place/raqqa: lon 39.00788 is not that of the gazetteer" in said, "\n".join(said))

for triple in list(data.quads.triples((None, FUR.holder, None))):
    data.quads.remove(triple)
said = complaints(checks.worked_example_is_true)
tap.case("an example that the graph does not have",
         any("not in the graph: stmt/" in s and "#holder" in s for s in said), "\n".join(said))
used.add("worked_example_is_true")

TIMES = {
    ("2014-09-13", "day", "begin"): ({"earliestBegin": "2014-09-13", "latestBegin": "2014-09-13"},
                                     "day"),
    ("2016-02", "month", "end"): ({"earliestEnd": "2016-02-01", "latestEnd": "2016-02-29"},
                                  "month"),
    ("2014-38", "partOfYear", "begin"): ({"earliestBegin": "2014-05-01",
                                          "latestBegin": "2014-08-31"}, "partOfYear"),
    ("/2014-10-02", "by", "whole"): ({"latestEnd": "2014-10-02"}, "by"),
    ("/2014-10-02", "by", "begin"): ({"latestBegin": "2014-10-02"}, "by"),
    ("2016-11/", "month", "whole"): ({"earliestBegin": "2016-11-01",
                                      "latestBegin": "2016-11-30"}, "month"),
    ("2013/2019-10", "month", "whole"): ({"earliestBegin": "2013-01-01",
                                          "latestBegin": "2013-12-31",
                                          "earliestEnd": "2019-10-01",
                                          "latestEnd": "2019-10-31"}, "month"),
    ("[2016-01..2016-08]", "month", "whole"): ({"earliestBegin": "2016-01-01",
                                                "latestBegin": "2016-08-31",
                                                "earliestEnd": "2016-01-01",
                                                "latestEnd": "2016-08-31"}, "month"),
    ("[2016-01..2016-08]", "month", "end"): ({"earliestEnd": "2016-01-01",
                                              "latestEnd": "2016-08-31"}, "month"),
    ("XXXX-11-01", "dayWithoutYear", "whole"): ({}, "dayWithoutYear"),
}
for arguments, wanted in TIMES.items():
    got = edtf.bounds(*arguments)
    tap.case(f"the days of {arguments[0]} ({arguments[2]})", got == wanted, got)

data.files.append("triples/stray.ttl")
tap.case("a file that the catalog does not list", "triples/stray.ttl: not in the catalog"
         in complaints(checks.catalog_lists_the_files))
data.files = ["tests/graph/broken/late-in-a-month.ttl"]
tap.case("a file without a licence",
         "tests/graph/broken/late-in-a-month.ttl: no licence in the first line"
         in complaints(checks.files_say_their_licence))
used.add("files_say_their_licence")

unused = {check.__name__ for check in
          checks.CHECKS + checks.WITH_DOCUMENTS + checks.WITH_ROWS} - used
tap.case("every check has a broken example", not unused, ", ".join(sorted(unused)))
tap.done()
