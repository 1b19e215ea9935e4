# SPDX-License-Identifier: GPL-3.0-or-later
"""The ontology is OWL 2 that a reasoner accepts, and no class of it is empty by definition.

The triples are read back as axioms, so a triple that is no axiom is found here; the axioms go to
Konclude in the functional syntax, with two workers: with one it never ends on a disjointness. An
individual is asserted in each class, so a class that can have none makes the whole inconsistent.
"""
import os
import shutil
import subprocess
import tempfile

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS

import tap
from dataset import FUR, Dataset, short

KINDS = {OWL.Class: "Class", OWL.ObjectProperty: "ObjectProperty",
         OWL.DatatypeProperty: "DataProperty", OWL.AnnotationProperty: "AnnotationProperty"}
CHARACTERISTICS = {OWL.TransitiveProperty: "Transitive", OWL.SymmetricProperty: "Symmetric",
                   OWL.FunctionalProperty: "Functional"}


def iri(term):
    return f"<{term}>"


class Axioms:
    """The axioms of a graph; `strange` are the triples that are none."""

    def __init__(self, graph):
        self.graph = graph
        self.kind = {}
        for term, kind in graph.subject_objects(RDF.type):
            if kind in KINDS:
                self.kind[term] = KINDS[kind]
        self.annotations = {RDFS.label, RDFS.comment, RDFS.seeAlso, OWL.versionInfo} | {
            term for term, kind in self.kind.items() if kind == "AnnotationProperty"}
        self.lines = [f"Declaration({kind}({iri(term)}))" for term, kind in self.kind.items()]
        self.strange = []
        for triple in graph:
            line = self._axiom(*triple)
            if line:
                self.lines.append(line)
            elif line is None:
                self.strange.append(" ".join(short(term) for term in triple))

    def _axiom(self, s, p, o):
        """An axiom, "" for a triple that is part of one or states none, or None."""
        if p in self.annotations or p in (OWL.versionIRI, RDF.first, RDF.rest):
            return ""
        if p == RDF.type:
            return self._typed(s, o)
        if p == OWL.members:
            members = " ".join(iri(c) for c in Collection(self.graph, o))
            return f"DisjointClasses({members})"
        if p == OWL.inverseOf and isinstance(s, rdflib.BNode):
            return ""
        pair = (self.kind.get(s), self.kind.get(o))
        if pair == ("Class", "Class"):
            name = {RDFS.subClassOf: "SubClassOf", OWL.equivalentClass: "EquivalentClasses",
                    OWL.disjointWith: "DisjointClasses"}.get(p)
            return f"{name}({iri(s)} {iri(o)})" if name else None
        if pair[0] in ("ObjectProperty", "DataProperty"):
            return self._of_property(s, p, o, pair)
        if self.kind.get(p) == "ObjectProperty" and pair == (None, None):
            return f"ObjectPropertyAssertion({iri(p)} {iri(s)} {iri(o)})"
        return None

    def _typed(self, s, o):
        if o in KINDS or o in (OWL.Ontology, OWL.AllDisjointClasses):
            return ""
        if o in CHARACTERISTICS and self.kind.get(s) in ("ObjectProperty", "DataProperty"):
            return f"{CHARACTERISTICS[o]}{self.kind[s]}({iri(s)})"
        return f"ClassAssertion({iri(o)} {iri(s)})" if self.kind.get(o) == "Class" else None

    def _of_property(self, s, p, o, pair):
        if p == RDFS.subPropertyOf and pair[0] == pair[1]:
            return f"Sub{pair[0]}Of({iri(s)} {iri(o)})"
        inverse = self.graph.value(o, OWL.inverseOf)
        if p == RDFS.subPropertyOf and inverse is not None:
            return f"SubObjectPropertyOf({iri(s)} ObjectInverseOf({iri(inverse)}))"
        if p == RDFS.domain and pair[1] == "Class":
            return f"{pair[0]}Domain({iri(s)} {iri(o)})"
        if p == RDFS.range and (pair[1] == "Class" or pair[0] == "DataProperty"):
            return f"{pair[0]}Range({iri(s)} {iri(o)})"
        return None

    def assertions(self, quads):
        """The facts of the data about terms that the axioms know."""
        for s, p, o in quads.triples((None, None, None)):
            if p == RDF.type and self.kind.get(o) == "Class" and s not in self.kind:
                yield f"ClassAssertion({iri(o)} {iri(s)})"
            elif self.kind.get(p) == "ObjectProperty" and isinstance(s, rdflib.URIRef) \
                    and isinstance(o, rdflib.URIRef):
                yield f"ObjectPropertyAssertion({iri(p)} {iri(s)} {iri(o)})"


def verdict(lines):
    """What Konclude says of these axioms: consistent, inconsistent, or its last words."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "ontology.ofn")
        with open(path, "w", encoding="utf-8") as file:
            file.write("Ontology(<https://example.org/all>\n" + "\n".join(lines) + "\n)\n")
        try:
            run = subprocess.run([konclude, "consistency", "-w", "2", "-i", path], capture_output=True,
                                 text=True, timeout=60, check=False)
        except subprocess.TimeoutExpired:
            return "no answer within a minute"
    for word in ("is consistent", "is inconsistent"):
        if word in run.stdout:
            return word[3:]
    return run.stdout[-500:]


root = os.environ.get("top_srcdir", ".")
data = Dataset(root)
axioms = Axioms(data.graph("ontology"))
tap.case("every triple of the ontology is an axiom or an annotation", not axioms.strange,
         "\n".join(sorted(axioms.strange)))
konclude = shutil.which("Konclude")
names = ("each class can have members", "the data agree with the ontology",
         "an actor that is a place is found")
if konclude:
    members = [f"ClassAssertion({iri(c)} <https://example.org/one{i}>)" for i, c in
               enumerate(t for t, kind in axioms.kind.items() if kind == "Class")]
    facts = sorted(axioms.assertions(data.quads))
    wrong = f"ClassAssertion({iri(FUR.Place)} <https://w3id.org/furat/id/actor/isis>)"
    for name, lines, wanted in zip(names, (members, facts, facts + [wrong]),
                                   ("consistent", "consistent", "inconsistent")):
        said = verdict(axioms.lines + lines)
        tap.case(name, said == wanted, said)
else:
    for name in names:
        tap.skip(name, "no Konclude (Debian package: konclude)")
tap.done()
