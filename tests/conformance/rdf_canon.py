#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The W3C suite of RDF Dataset Canonicalization: canonical N-Quads, maps of labels, and a
poisoned dataset that must be refused."""
import csv
import json
import os
import pathlib
import subprocess

import tap

FURAT = os.environ.get("FURAT", "./furat")
SUITE = pathlib.Path(os.environ.get("FURAT_SHARED", ""), "rdf-canon-tests")
N_CASES = 86


def canonicalize(test, *options):
    hash_name = (test["hashAlgorithm"] or "SHA256").lower()
    return subprocess.run([FURAT, "canonicalize", "--hash", hash_name, *options,
                           str(SUITE / f"rdfc10/{test['test']}-in.nq")],
                          capture_output=True, timeout=120, check=False)


def check_quads(test):
    done = canonicalize(test)
    if test["rdfc10"] == "RDFC10NegativeEvalTest":
        return tap.case(f"{test['test']}c is refused", done.returncode == 3 and not done.stdout,
                        done.stderr.decode())
    expected = (SUITE / f"rdfc10/{test['test']}-rdfc10.nq").read_bytes()
    return tap.case(f"{test['test']}c {test['name']}",
                    done.returncode == 0 and done.stdout == expected,
                    done.stderr.decode() + done.stdout.decode())


def check_map(test):
    done = canonicalize(test, "--map")
    expected = json.loads((SUITE / f"rdfc10/{test['test']}-rdfc10map.json").read_text())
    return tap.case(f"{test['test']}m {test['name']}",
                    done.returncode == 0 and json.loads(done.stdout) == expected,
                    done.stderr.decode() + done.stdout.decode())


if not os.environ.get("FURAT_SHARED") or not SUITE.is_dir():
    tap.skip_all("no rdf-canon-tests in FURAT_SHARED")
n_cases = 0
with open(SUITE / "manifest.csv", encoding="utf-8", newline="") as manifest:
    for row in csv.DictReader(manifest):
        if row["rdfc10"] != "FALSE":
            check_quads(row)
            n_cases += 1
        if row["rdfc10map"] == "TRUE":
            check_map(row)
            n_cases += 1
tap.case("the suite is whole", n_cases == N_CASES, f"{n_cases} cases")
tap.done()
