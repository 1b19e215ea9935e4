# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped graph is whole: one case for each check."""
import csv
import os

import rdflib  # so that the test is skipped where it is missing

import checks
import tap
from dataset import Dataset

assert rdflib.__version__
root = os.environ.get("top_srcdir", ".")
data = Dataset(root)
seeds = os.environ.get("FURAT_SEEDS", "")
shared = os.environ.get("FURAT_SHARED", "")
if seeds:
    data.read_documents(seeds)
gazetteer = os.path.join(shared, "gazetteer.csv")
if shared and os.path.exists(gazetteer):
    with open(gazetteer, encoding="utf-8", newline="") as file:
        data.rows = list(csv.DictReader(file))


def run(check):
    complaints = sorted(set(check(data)))
    tap.case(check.__name__.replace("_", " "), not complaints, "\n".join(complaints))


for each in checks.CHECKS:
    run(each)
for each in checks.WITH_DOCUMENTS:
    if data.documents:
        run(each)
    else:
        tap.skip(each.__name__.replace("_", " "), "the documents are not here (FURAT_SEEDS)")
for each in checks.WITH_ROWS:
    if data.rows:
        run(each)
    else:
        tap.skip(each.__name__.replace("_", " "), "no gazetteer.csv in FURAT_SHARED")
tap.done()
