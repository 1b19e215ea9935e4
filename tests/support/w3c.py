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


def _run(runner, suite, groups):
    """The outcome of each test, as the runner tells it."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "outcomes.json")
        done = subprocess.run(
            [sys.executable, runner, "--suite", suite, "--engine", os.environ["FURAT"],
             "--select", ",".join(groups), "--json", out],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        try:
            with open(out, encoding="utf-8") as stream:
                return json.load(stream)
        except (OSError, ValueError):
            sys.exit("run_w3c.py told nothing: " + done.stdout.decode("utf-8", "replace"))


def check(groups):
    """Run the groups, a table from name to number of tests, and tell each test as a case."""
    suite = os.environ.get("FURAT_RDF_TESTS", "")
    shared = os.environ.get("FURAT_SHARED", "")
    runner = os.path.join(shared, "conformance", "run_w3c.py")
    if not suite or not os.path.isdir(suite):
        tap.skip_all("the W3C suites are not here: --with-rdf-tests=DIR")
    if not shared or not os.path.isfile(runner):
        tap.skip_all("the runner of the W3C suites is not here: --with-shared=DIR")
    tests = _run(runner, suite, groups)["tests"]
    for test in tests:
        name = test["group"] + " " + test["name"]
        tap.case(name, test["status"] == "passed", test["message"])
    for group, expected in groups.items():
        found = sum(test["group"] == group for test in tests)
        tap.case(f"{group} has {expected} tests", found == expected, f"{found} ran")
    tap.done()

