#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""--memory is kept: what has no room spills, gives the same answer as without a bound, and takes
no more than the budget beside what an idle start takes.

Anonymous memory is counted, as the system tells it while the query runs; pages of the mapped
store belong to the page cache.
"""
import collections
import os
import subprocess
import sys
import tempfile
import time

import tap

FURAT = os.environ["FURAT"]
N_THINGS = 60000
BUDGET_MB = 8
# Of the budget, and the C library's own.
ALLOWED_MB = BUDGET_MB * 1.1 + 1
QUERIES = {
    "ORDER BY of what is made": "SELECT * { ?a ?p ?b } ORDER BY STR(?b) STR(?a)",
    "GROUP BY of what is made":
        "SELECT ?k (COUNT(*) AS ?n) { ?a ?p ?b BIND(CONCAT(STR(?p), STR(?b)) AS ?k) } GROUP BY ?k",
    "COUNT(DISTINCT) of a variable":
        "SELECT (COUNT(DISTINCT ?b) AS ?n) { ?a ?p ?b FILTER(STR(?b) != '') }",
    "COUNT(DISTINCT *)": "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?p ?b FILTER(STR(?b) != '') }",
    "COUNT(DISTINCT) of what is made": "SELECT (COUNT(DISTINCT STR(?b)) AS ?n) { ?a ?p ?b }",
    "SUM(DISTINCT) and AVG(DISTINCT)":
        "SELECT ?p (SUM(DISTINCT ?b) AS ?n) (AVG(DISTINCT ?b) AS ?m) { ?a ?p ?b } GROUP BY ?p",
    "DISTINCT aggregates of many groups":
        "SELECT ?a (COUNT(DISTINCT ?b) AS ?n) (MAX(DISTINCT STR(?b)) AS ?m) "
        "(COUNT(DISTINCT *) AS ?k) { ?a ?p ?b } GROUP BY ?a",
    "DISTINCT aggregates of few groups":
        "SELECT ?k (COUNT(DISTINCT ?b) AS ?n) (COUNT(DISTINCT STR(?a)) AS ?m) "
        "{ ?a ?p ?b BIND(STRLEN(STR(?b)) AS ?k) } GROUP BY ?k",
    "DISTINCT of what is made": "SELECT DISTINCT (STR(?b) AS ?x) { ?a ?p ?b }",
    "terms made for each solution": "SELECT (CONCAT(STR(?a), STR(?b)) AS ?x) { ?a ?p ?b }",
    "values of groups in order":
        "SELECT ?a (MAX(STR(?b)) AS ?n) (SUM(STRLEN(STR(?b)) / 3.0) AS ?m) "
        "{ ?a <http://example.org/name> ?b ; <http://example.org/number> ?c } GROUP BY ?a",
    "SAMPLE": "SELECT ?b (SAMPLE(?p) AS ?s) { ?a ?p ?b } GROUP BY ?b",
    "DISTINCT": "SELECT DISTINCT ?a ?b { ?a ?p ?b }",
    "ORDER BY": "SELECT * { ?a ?p ?b } ORDER BY DESC(?b) ?a",
    "CONSTRUCT": "CONSTRUCT { ?a ?p ?b . ?p ?p ?b . ?a <http://example.org/has> ?p } { ?a ?p ?b }",
    "CONSTRUCT behind DISTINCT":
        "CONSTRUCT { ?a ?p ?x } { SELECT DISTINCT ?a ?p (STR(?b) AS ?x) { ?a ?p ?b } }",
    "DESCRIBE": "DESCRIBE ?a { ?a ?p ?b }",
}
# Groups that end within a batch, each with distinct values that have to wait.
GROUPS = ("SELECT ?a (COUNT(DISTINCT STR(?b)) AS ?n) "
          "{ ?a <http://example.org/p> ?b ; <http://example.org/q> ?b } GROUP BY ?a")
COUNTED = {
    "blank nodes": "SELECT (BNODE() AS ?x) { ?a ?p ?b }",
    "STRUUID": "SELECT (STRUUID() AS ?x) { ?a ?p ?b }",
    "CONSTRUCT of blank nodes": "CONSTRUCT { ?a ?p _:b . _:b ?p ?b } { ?a ?p ?b }",
}


def anonymous_mb(pid):
    """Of a process; 0 when it has ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("RssAnon"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0


def peak_mb(arguments, out):
    """(the most that was seen, exit status)"""
    with open(out, "wb") as file, subprocess.Popen(arguments, stdout=file,
                                                   stdin=subprocess.DEVNULL) as process:
        most = 0
        while process.poll() is None:
            most = max(most, anonymous_mb(process.pid))
            time.sleep(0.001)
        return most, process.returncode


def lines_of(path):
    """As a multiset: only ORDER BY of everything orders all, and that is tested elsewhere."""
    with open(path, encoding="utf-8") as file:
        return collections.Counter(file)


def write_data(path):
    """Texts, numbers and IRIs, most of them once."""
    with open(path, "w", encoding="ascii") as file:
        for i in range(N_THINGS):
            subject = f"<http://example.org/thing/{i}>"
            print(f'{subject} <http://example.org/name> "the name of thing {i}"@en .', file=file)
            print(f"{subject} <http://example.org/number> {i * 7919 % N_THINGS} .", file=file)
            print(f"{subject} <http://example.org/next> <http://example.org/thing/{i + 1}> .",
                  file=file)


def test_small_groups(folder):
    data, store = os.path.join(folder, "groups.ttl"), os.path.join(folder, "groups.furat")
    sizes = [100 + 5 * a for a in range(40)]
    with open(data, "w", encoding="ascii") as file:
        for a, size in enumerate(sizes):
            for b in range(size):
                for p in "pq":
                    print(f"<http://example.org/{a:02}> <http://example.org/{p}> {b} .", file=file)
    subprocess.run([FURAT, "load", "-q", "-s", store, data], check=True)
    for budget in ("500K", "700K", "900K"):
        answer = subprocess.run([FURAT, "query", "--results", "csv", "-s", store,
                                 "--memory", budget, GROUPS], check=False, encoding="utf-8",
                                capture_output=True).stdout
        counts = [int(line.rsplit(",", 1)[1]) for line in answer.split()[1:]]
        tap.case(f"distinct values of groups that end within a batch, with {budget}",
                 sorted(counts) == sizes, answer)


def main():
    with open(FURAT, "rb") as file:
        is_sanitized = b"__asan_init" in file.read()
    if not os.path.exists("/proc/self/status") or is_sanitized:
        tap.skip_all("the memory of a process is not told here")
    with tempfile.TemporaryDirectory() as folder:
        data, store = os.path.join(folder, "data.ttl"), os.path.join(folder, "data.furat")
        free, bound = os.path.join(folder, "free"), os.path.join(folder, "bound")
        write_data(data)
        subprocess.run([FURAT, "load", "-q", "-s", store, data], check=True)
        idle = peak_mb([FURAT, "query", "-s", store, "ASK {}"], free)[0]
        for name, text in (QUERIES | COUNTED).items():
            form = "tsv" if text.startswith("SELECT") else "ntriples"
            ask = [FURAT, "query", "--results", form, "-s", store]
            most, status = peak_mb(ask + ["--memory", f"{BUDGET_MB}M", text], bound)
            tap.case(f"{name}: answered within the budget", status == 0)
            peak_mb(ask + [text], free)
            if name in COUNTED:
                same = sum(lines_of(bound).values()) == sum(lines_of(free).values())
            else:
                same = lines_of(bound) == lines_of(free)
            tap.case(f"{name}: the answer is the same", same)
            tap.case(f"{name}: no more memory", most - idle <= ALLOWED_MB,
                     f"{most - idle:.1f} MiB beside an idle start")
        test_small_groups(folder)
    tap.done()


if __name__ == "__main__":
    sys.exit(main())
