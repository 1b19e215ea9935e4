# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped graph as the tests see it: files -> graphs of an rdflib dataset, by the catalog."""
import glob
import os
import re

import rdflib
from rdflib.namespace import RDF, RDFS, SKOS

BASE = "https://w3id.org/furat/"
FUR = rdflib.Namespace(BASE + "ontology#")
GRAPH = rdflib.Namespace(BASE + "graph/")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
DCTERMS = rdflib.Namespace("http://purl.org/dc/terms/")


def short(term):
    """A term as a complaint shows it."""
    text = str(term)
    return text[len(BASE):] if text.startswith(BASE) else text


def local(term):
    """The local name of one of our terms, or "" ."""
    return str(term)[len(FUR):] if str(term).startswith(str(FUR)) else ""


class Document:
    """The text of a document and the bytes that it came from."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        self.text = self.data.decode("utf-8")
        self.name = os.path.basename(path)


class Dataset:
    """All quads, with the look-ups that the checks need."""

    def __init__(self, root):
        self.root = root
        self.quads = rdflib.ConjunctiveGraph()
        self.files = sorted(
            os.path.relpath(path, root) for folder in ("ontology", "triples")
            for path in glob.glob(os.path.join(root, folder, "**", "*.ttl"), recursive=True)
            if os.path.basename(path) != "shapes.ttl")  # looks at the graph, is no part of it
        self.documents = {}
        self.rows = []
        self.load("triples/catalog.ttl", GRAPH.catalog)
        for graph, path in self.dumps():
            if path != "triples/catalog.ttl" and os.path.exists(os.path.join(root, path)):
                self.load(path, graph)

    def load(self, path, graph):
        self.quads.get_context(graph).parse(os.path.join(self.root, path), format="turtle",
                                            publicID=BASE + path)

    def graph(self, name):
        return self.quads.get_context(GRAPH[name])

    def dumps(self):
        """(graph, path of a file) for each file that the catalog names."""
        return sorted((graph, str(dump)[len(BASE):])
                      for graph, dump in self.quads.subject_objects(VOID.dataDump))

    def kinds(self, node):
        """The local names of the classes of a node, with their superclasses."""
        result = set()
        for kind in self.quads.objects(node, RDF.type):
            result.update(local(k) for k in self.quads.transitive_objects(kind, RDFS.subClassOf))
        return result - {""}

    def of_class(self, name):
        """The instances of a class and its subclasses."""
        result = set()
        for kind in self.quads.transitive_subjects(RDFS.subClassOf, FUR[name]):
            result.update(self.quads.subjects(RDF.type, kind))
        return sorted(result)

    def top_concepts(self, concept):
        return {local(top) for top in self.quads.transitive_objects(concept, SKOS.broader)}

    def made_by_rules(self):
        """The local names of the terms that the rules construct triples of."""
        made = set()
        for path in glob.glob(os.path.join(self.root, "ontology/rules/*.rq")):
            with open(path, encoding="utf-8") as file:
                templates = re.findall(r"CONSTRUCT\s*\{(.*?)\}", file.read(), re.S)
            made.update(re.findall(r"fur:(\w+)", " ".join(templates)))
        return made

    def read_documents(self, folder):
        """The texts of the documents, by their IRI; the file names are the graph's."""
        for document, name in self.quads.subject_objects(DCTERMS.identifier):
            path = os.path.join(folder, str(name))
            if os.path.exists(path):
                self.documents[document] = Document(path)
