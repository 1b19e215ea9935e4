#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The W3C suite of SHACL, Core and SPARQL-based constraints: the report of furat check must
be the expected one, result by result."""
import os
import pathlib
import subprocess
from urllib.parse import unquote, urlparse

import tap

try:
    import rdflib
except ImportError:
    tap.skip_all("no rdflib for Python")

FURAT = os.environ.get("FURAT", "./furat")
SUITE = pathlib.Path(os.environ.get("FURAT_SHARED", ""), "shacl-tests")
EXPECTED = {"core": 98, "sparql": 22}

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")
# What a result says; messages count where the suite expects one.
PROPERTIES = [SH.focusNode, SH.value, SH.resultSeverity, SH.sourceConstraintComponent,
              SH.sourceShape, SH.sourceConstraint]


def read(path):
    return rdflib.Graph().parse(path, format="turtle", publicID=pathlib.Path(path).as_uri())


def entries(manifest):
    """The tests of a manifest and of those that it includes."""
    graph = read(manifest)
    for included in sorted(graph.objects(None, MF.include)):
        yield from entries(path_of(included))
    for head in graph.objects(None, MF.entries):
        for test in rdflib.collection.Collection(graph, head):
            yield graph, test


def path_of(iri):
    return unquote(urlparse(str(iri)).path)


def path_text(graph, node, depth=0):
    """A path as text, so that blank nodes compare."""
    if not isinstance(node, rdflib.BNode) or depth > 20:
        return str(node)
    inner = []
    if (node, rdflib.RDF.first, None) in graph:
        parts = rdflib.collection.Collection(graph, node)
        return "(" + " ".join(path_text(graph, part, depth + 1) for part in parts) + ")"
    for predicate, value in sorted(graph.predicate_objects(node)):
        inner.append(f"{predicate} {path_text(graph, value, depth + 1)}")
    return "[" + "; ".join(inner) + "]"


def term_key(term):
    return "_:" if isinstance(term, rdflib.BNode) else term.n3() if term is not None else ""


def result_key(graph, result, with_message):
    key = [term_key(graph.value(result, p)) for p in PROPERTIES]
    path = graph.value(result, SH.resultPath)
    key.append(path_text(graph, path) if path is not None else "")
    if with_message:
        key.append("|".join(sorted(m.n3() for m in graph.objects(result, SH.resultMessage))))
    return tuple(key)


def report_keys(graph, report, with_message):
    return sorted(result_key(graph, r, with_message) for r in graph.objects(report, SH.result))


def run(graph, test):
    action = graph.value(test, MF.action)
    data, shapes = (path_of(graph.value(action, p)) for p in (SHT.dataGraph, SHT.shapesGraph))
    return subprocess.run([FURAT, "check", "--data", data, "--shapes", shapes, "--format",
                           "turtle"], capture_output=True, timeout=120, check=False)


def check(graph, test):
    done = run(graph, test)
    name = f"{test.split('/')[-1]} {graph.value(test, rdflib.RDFS.label)}"
    text = done.stdout.decode() + done.stderr.decode()
    expected = graph.value(test, MF.result)
    if expected == SHT.Failure:
        return tap.case(name, done.returncode == 1 and not done.stdout, text)
    if done.returncode not in (0, 1) or not done.stdout:
        return tap.case(name, False, text)
    actual = rdflib.Graph().parse(data=done.stdout, format="turtle")
    report = actual.value(None, rdflib.RDF.type, SH.ValidationReport)
    with_message = any(True for r in graph.objects(expected, SH.result)
                       for _ in graph.objects(r, SH.resultMessage))
    conforms = bool(graph.value(expected, SH.conforms))
    wanted, got = (report_keys(g, r, with_message)
                   for g, r in ((graph, expected), (actual, report)))
    return tap.case(name, bool(actual.value(report, SH.conforms)) == conforms
                    and done.returncode == (0 if conforms else 1) and wanted == got,
                    f"expected {wanted}\ngot {got}\n{text}")


if not os.environ.get("FURAT_SHARED") or not SUITE.is_dir():
    tap.skip_all("no shacl-tests in FURAT_SHARED")
for part, n_expected in EXPECTED.items():
    n_tests = 0
    for each in entries(SUITE / part / "manifest.ttl"):
        check(*each)
        n_tests += 1
    tap.case(f"the suite {part} is whole", n_tests == n_expected, f"{n_tests} tests")
tap.done()
