# SPDX-License-Identifier: GPL-3.0-or-later
"""The W3C suites, each of their tests a case.

FURAT_RDF_TESTS is a checkout of https://github.com/w3c/rdf-tests; FURAT_SHARED holds
conformance/run_w3c.py, which drives the program over it and tells each outcome.
"""
import json
import os
import subprocess
import sys
import tempfile

import tap


def _run(runner, suite, groups, results):
    """The outcome of each test, as the runner tells it."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "outcomes.json")
        done = subprocess.run(
            [sys.executable, runner, "--suite", suite, "--engine", os.environ["FURAT"],
             "--select", ",".join(groups), "--results", results, "--json", out],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        try:
            with open(out, encoding="utf-8") as stream:
                return json.load(stream)
        except (OSError, ValueError):
            sys.exit("run_w3c.py told nothing: " + done.stdout.decode("utf-8", "replace"))


def _tell(test, results, by_value):
    """One test as a case."""
    name = f"{test['group']} {test['name']} ({results})"
    if test["status"] == "skipped":
        tap.skip(name, test["message"].splitlines()[0])
        return
    message = test["message"]
    compared = bool(test.get("note"))
    listed = test["iri"].split("/")[-2] + "/" + test["iri"].split("#")[-1] in by_value
    if test["status"] == "passed" and compared != listed:
        message = "numbers are written otherwise than the suite writes them" if compared \
            else "is the same to the letter now: take it off the list"
    tap.case(name, test["status"] == "passed" and compared == listed, message)


def check(groups, results=("json",), by_value=()):
    """Run the groups, a table from name to number of tests, and tell each test as a case.

    Results of queries are asked for in each of the formats.  Computed numbers have to be
    those of the suite to the letter, but for the tests in `by_value`.
    """
    suite = os.environ.get("FURAT_RDF_TESTS", "")
    shared = os.environ.get("FURAT_SHARED", "")
    runner = os.path.join(shared, "conformance", "run_w3c.py")
    if not suite or not os.path.isdir(suite):
        tap.skip_all("the W3C suites are not here: --with-rdf-tests=DIR")
    if not shared or not os.path.isfile(runner):
        tap.skip_all("the runner of the W3C suites is not here: --with-shared=DIR")
    for form in results:
        tests = _run(runner, suite, groups, form)["tests"]
        for test in tests:
            _tell(test, form, by_value)
        for group, expected in groups.items():
            found = sum(test["group"] == group for test in tests)
            tap.case(f"{group} has {expected} tests ({form})", found == expected,
                     f"{found} ran")
    tap.done()
