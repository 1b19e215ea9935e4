# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules make the direct triples that they should, and rasqal makes the same as rdflib."""
import glob
import os
import shutil
import subprocess
import tempfile

import rdflib
from rdflib.namespace import RDFS

import tap
from dataset import DCTERMS, FUR, GRAPH, Dataset, local, short

root = os.environ.get("top_srcdir", ".")
here = os.path.join(root, "tests/graph")
rules = sorted(glob.glob(os.path.join(root, "ontology/rules/*.rq")))
roqet = shutil.which("roqet")


def text(triples):
    return sorted(" ".join(short(term) for term in triple) for triple in triples)


def by_rdflib(path, speakers=True):
    graph = rdflib.Graph().parse(path, format="turtle")
    if not speakers:
        graph.remove((None, FUR.attributedTo, None))
    result = set()
    for rule in rules:
        with open(rule, encoding="utf-8") as file:
            result.update(graph.query(file.read()).graph)
    return result


def by_rasqal(path):
    result = set()
    for rule in rules:
        run = subprocess.run([roqet, "-q", "-i", "sparql10", "-r", "turtle", "-D", path, rule],
                             capture_output=True, text=True, check=False)
        if run.returncode:
            return {(rule, run.returncode, run.stderr)}
        result.update(rdflib.Graph().parse(data=run.stdout, format="turtle"))
    return result


def compare(name, got, wanted):
    tap.case(name, got == wanted, "\n".join(["- " + t for t in text(wanted - got)]
                                            + ["+ " + t for t in text(got - wanted)]))


data = Dataset(root)
direct = set(data.quads.subjects(RDFS.subPropertyOf, FUR.directRelation))
case = os.path.join(here, "rules-case.ttl")
wanted_path = os.path.join(here, "rules-case.expected.ttl")
made = by_rdflib(case)
compare("made-up claims", made, set(rdflib.Graph().parse(wanted_path, format="turtle")))
unmade = {local(p) for p in direct - {p for _, p, _ in made}}
tap.case("every direct property has a rule", not unmade, ", ".join(sorted(unmade)))
files = {"made-up claims": case}
for graph, path in data.dumps():
    if list(data.quads.objects(graph, DCTERMS.subject)):
        files[path] = os.path.join(root, path)
for name, path in files.items():
    made = by_rdflib(path)
    tap.case(f"{name}: direct triples", made and {p for _, p, _ in made} <= direct,
             "\n".join(text(made)))
    if roqet:
        compare(f"{name}: rasqal agrees", by_rasqal(path), made)
    else:
        tap.skip(f"{name}: rasqal agrees", "no roqet (Debian package: rasqal-utils)")

# What the program made of all that: a document's triples in its graph, those that rest on a
# speaker's word in graph/attributed.
with tempfile.NamedTemporaryFile(suffix=".nq") as output:
    subprocess.run([os.environ.get("FURAT", "./furat"), "derive", "-o", output.name], check=True)
    derived = rdflib.ConjunctiveGraph()
    derived.parse(output.name, format="nquads")
attributed = set()
for graph, path in data.dumps():
    if list(data.quads.objects(graph, DCTERMS.subject)):
        path = os.path.join(root, path)
        stated = by_rdflib(path)
        attributed |= by_rdflib(path, speakers=False) - stated
        compare(f"{short(graph)}: what the program derives", set(derived.get_context(graph)), stated)
compare("graph/attributed", set(derived.get_context(GRAPH.attributed)), attributed)
tap.case("somebody's word alone makes some triples", attributed)
tap.done()
