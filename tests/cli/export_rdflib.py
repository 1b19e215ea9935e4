# SPDX-License-Identifier: GPL-3.0-or-later
"""Random datasets through furat export, read back by another implementation: rdflib.

FURAT_SEED repeats a run, FURAT_ROUNDS makes it longer.  What rdflib itself gets wrong is kept
out of the datasets, and said so where it is.
"""
import logging
import os
import random
import subprocess
import tempfile
import time
import warnings

import rdflib
import tap
from rdflib.compare import isomorphic

# rdflib warns about literals that are not of their datatype's lexical space; they stay.
logging.disable(logging.WARNING)
warnings.simplefilter("ignore")
rdflib.NORMALIZE_LITERALS = False

EX = "http://example.org/"
DEFAULT_GRAPH = "http://default.example/"  # what rdflib is to call it
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
LOCALS = ["a", "b", "الموصل", "摩苏尔", "x-1", "x.y", "a.", "1a", "_u", "n·m", "😀", "a(b)", "q'", "~"]
CHARS = ['"', "\\", "'", " ", "a", "م", "\n", "\t", "\u200f", "\u202e", "é", "<", "&", "]]>"]
CONTROLS = ["\r", "\x01", "\x08", "\x0c", "\x1f", "\x7f"]
NUMBERS = ["1", "01", "+1", "-0", "1.0", "-1.50", "1e0", "1E+7", "NaN", "", "true", "TRUE", "false",
           "9007199254740993", "12345678901234567890", "1 ", "x"]
TYPES = [XSD + name for name in ("integer", "decimal", "double", "boolean", "date")] + [EX + "نوع"]


class Maker:
    """One dataset as N-Quads lines."""

    def __init__(self, rng, graphs, xml):
        self.rng, self.graphs, self.xml = rng, graphs, xml
        self.lines = []
        for _ in range(rng.randrange(1, 15)):
            self.add(self.subject(), self.predicate(), self.term(), self.graph())
        for _ in range(rng.randrange(3)):
            self.list()

    def add(self, *terms):
        self.lines.append(" ".join(term for term in terms if term) + " .")

    def iri(self):
        return f"<{EX}{self.rng.choice(LOCALS)}>"

    def blank(self):
        return f"_:n{self.rng.randrange(6)}"

    def subject(self):
        return self.iri() if self.rng.random() < 0.5 else self.blank()

    def predicate(self):
        if self.rng.random() < 0.2:
            return f"<{RDF}type>"
        return f"<{EX}{self.rng.choice(['p', 'q', 'صلة'])}>" if self.xml else self.iri()

    def graph(self):
        if not self.graphs:
            return ""
        return self.rng.choice(["", "", f"<{EX}graph>", "_:n1", "_:g"])

    def literal(self):
        chars = CHARS if self.xml else CHARS + CONTROLS
        text = "".join(self.rng.choice(chars) for _ in range(self.rng.randrange(6)))
        kind = self.rng.randrange(3)
        if kind == 2:
            text, datatype = self.rng.choice(NUMBERS), self.rng.choice(TYPES)
            if datatype == XSD + "double" and "e" in text.lower():
                text = "x"  # rdflib reads 1e0 in Turtle as a number and spells it 1.0
            return f'"{text}"^^<{datatype}>'
        quoted = '"' + "".join(self.escape(char) for char in text) + '"'
        return quoted + (self.rng.choice(["@en", "@ar-iq"]) if kind else "")

    @staticmethod
    def escape(char):
        return char if char.isprintable() and char not in '"\\' else "".join(
            f"\\u{ord(c):04X}" for c in char)

    def term(self):
        return self.rng.choice([self.iri, self.blank, self.literal])()

    def list(self):
        graph, head = self.graph(), f"<{RDF}nil>"
        for _ in range(self.rng.randrange(4)):
            cell = f"_:c{len(self.lines)}"
            self.add(cell, f"<{RDF}first>", self.term(), graph)
            self.add(cell, f"<{RDF}rest>", head, graph)
            head = cell
        self.add(self.iri(), self.predicate(), head, graph)


def as_triples(path, syntax):
    """A dataset as one graph with a blank node a quad, so that rdflib can compare it."""
    dataset = rdflib.ConjunctiveGraph()
    dataset.parse(path, format=syntax, publicID=DEFAULT_GRAPH)
    graph = rdflib.Graph()
    places = [rdflib.URIRef(EX + place) for place in ("s", "p", "o", "g")]
    for s, p, o, context in dataset.quads((None, None, None, None)):
        quad = rdflib.BNode()
        name = getattr(context, "identifier", context)
        for place, term in zip(places, (s, p, o)):
            graph.add((quad, place, term))
        if name not in (None, rdflib.URIRef(DEFAULT_GRAPH), dataset.default_context.identifier):
            graph.add((quad, places[3], name))
    return graph


def check(folder, syntax, rdflib_name, graphs, xml, rng, rounds):
    """The first failure as text, or nothing."""
    source = os.path.join(folder, "in.nq" if graphs else "in.nt")
    target = os.path.join(folder, "out")
    for number in range(rounds):
        lines = Maker(rng, graphs, xml).lines
        with open(source, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        done = subprocess.run(
            [os.environ["FURAT"], "export", "--data", source, "--format", syntax, "-o", target],
            capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return f"round {number}: {done.stderr}" + "\n".join(lines)
        try:
            before = as_triples(source, "nquads" if graphs else "nt")
            after = as_triples(target, rdflib_name)
            same = isomorphic(before, after)
        except Exception as error:  # whatever rdflib's parsers raise
            same = False
            lines.insert(0, repr(error))
        if not same:
            with open(target, encoding="utf-8") as file:
                return f"round {number}:\n" + "\n".join(lines) + "\n\n" + file.read()
    return ""


def main():
    seed = int(os.environ.get("FURAT_SEED", time.time()))
    rounds = int(os.environ.get("FURAT_ROUNDS", 15))
    print(f"# FURAT_SEED={seed}")
    with tempfile.TemporaryDirectory() as folder:
        for syntax, rdflib_name, graphs, xml in (
                ("turtle", "turtle", False, False), ("trig", "trig", True, False),
                ("ntriples", "nt", False, False), ("nquads", "nquads", True, False),
                ("jsonld", "json-ld", True, False), ("rdfxml", "xml", False, True)):
            problem = check(folder, syntax, rdflib_name, graphs, xml, random.Random(seed), rounds)
            tap.case(f"rdflib reads {syntax} as it was", not problem, problem)
    tap.done()


main()
