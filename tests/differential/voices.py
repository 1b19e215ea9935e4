# SPDX-License-Identifier: GPL-3.0-or-later
"""The engines that are compared: each answers a list of statements over a dataset.

An answer is ("error", text), ("done",), ("boolean", b) or ("rows", rows); a term is
("uri", iri), ("bnode", label), ("literal", text, datatype, language) or None.
"""
import json
import os
import re
import subprocess
import tempfile

from generate import IRIS, PREFIXES

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
MARK = "end of statement"
PARAMETERS = {iri: f"<http://e/{iri[1:]}>" for iri in IRIS} | {"1": "1", "2": "2"}


def text_of(statement):
    text = PREFIXES + str(statement.tree).strip()
    if statement.given:
        text = re.sub(re.escape(statement.given[0]) + r"\b", parameter_of(statement), text)
    return text


def parameter_of(statement):
    """Its variable: the shell's begin with an underscore."""
    return "?_" + statement.given[0][1:]


class Furat:
    """The shell, which reads all statements of a case from its standard input."""

    def __init__(self, program, options=()):
        self.program = program
        self.options = list(options)

    def answers(self, dataset, statements):
        script = []
        for statement in statements:
            mode = "nquads" if statement.kind == "construct" else "json"
            if statement.given:
                script.append(f".set {parameter_of(statement)[1:]} {PARAMETERS[statement.given[1]]}")
            script += [f".mode {mode}", text_of(statement) + ";", ".mode json",
                       f'SELECT ("{MARK}" AS ?end) {{}};']
        with tempfile.NamedTemporaryFile("w", suffix=".trig", encoding="utf-8") as data:
            data.write(dataset.trig())
            data.flush()
            command = [self.program, "shell", "--data", data.name, *self.options,
                       "--timeout", "20"]
            try:
                done = subprocess.run(command, input="\n".join(script) + "\n",
                                      capture_output=True, encoding="utf-8", timeout=120)
            except subprocess.TimeoutExpired:
                return [("error", "hangs")] * len(statements)
        if done.returncode not in (0, 1):
            return [("error", f"ended with {done.returncode}: {done.stderr[-3000:]}")
                    ] * len(statements)
        if done.stderr and statements[0].kind == "update":
            return [("error", done.stderr[:3000])] * len(statements)
        return self.parse(done.stdout, done.stderr, statements)

    @staticmethod
    def parse(output, errors, statements):
        answers, lines = [], []
        for line in output.split("\n"):
            if MARK in line:
                lines.pop()  # the head of the mark's own results
                text = "\n".join(lines)
                answers.append(read_answer(text, errors, statements[len(answers)]))
                lines = []
            elif line != "]}}" or lines:
                lines.append(line)
        missing = len(statements) - len(answers)
        return answers + [("error", f"no answer: {errors[-3000:]}")] * missing


class Filled(Furat):
    """Furat, with the value of a parameter wherever its column is empty: no answer changes."""

    def answers(self, dataset, statements):
        return [self.filled(answer, statement)
                for answer, statement in zip(super().answers(dataset, statements), statements)]

    @staticmethod
    def filled(answer, statement):
        if answer[0] != "rows" or not statement.given or statement.kind == "construct":
            return answer
        name, text = statement.given
        term = (("uri", "http://e/" + text[1:]) if text[0] == ":" else
                ("literal", text, "http://www.w3.org/2001/XMLSchema#integer", ""))
        return ("rows", [[term if cell is None and column == name else cell
                          for column, cell in zip(statement.names, row)]
                         for row in answer[1]])


def read_answer(text, errors, statement):
    if statement.kind == "construct":
        return ("rows", [read_triple(line) for line in text.splitlines()])
    if not text.strip():
        return ("done",) if statement.kind == "update" else ("error", errors[:3000])
    answer = json.loads(text)
    if "boolean" in answer:
        return ("boolean", answer["boolean"])
    return ("rows", [[json_term(row.get(name)) for name in names_of(statement)]
                     for row in answer["results"]["bindings"]])


def names_of(statement):
    return ["_" + name[1:] if statement.given and name == statement.given[0] else name[1:]
            for name in statement.names]


def json_term(term):
    if term is None:
        return None
    if term["type"] != "literal":
        return (term["type"], term["value"])
    return ("literal", term["value"], "" if "xml:lang" in term else
            term.get("datatype", XSD_STRING), term.get("xml:lang", ""))


def read_triple(line):
    """One line of N-Quads as this program writes it."""
    terms = []
    rest = line
    for _ in range(3):
        if rest.startswith("<"):
            value, rest = rest[1:].split(">", 1)
            terms.append(("uri", value))
        elif rest.startswith("_:"):
            value, rest = rest[2:].split(" ", 1)
            terms.append(("bnode", value))
        else:
            value, length = json.JSONDecoder().raw_decode(rest)
            rest = rest[length:]
            language = datatype = ""
            if rest.startswith("@"):
                language, rest = rest[1:].split(" ", 1)
            elif rest.startswith("^^<"):
                datatype, rest = rest[3:].split(">", 1)
            terms.append(("literal", value,
                          "" if language else datatype or XSD_STRING, language))
        rest = rest.lstrip(" ")
    return terms


class Oxigraph:
    """One process of node for all cases."""

    def __init__(self, module):
        script = os.path.join(os.path.dirname(__file__), "oxigraph_voice.cjs")
        self.process = subprocess.Popen(["node", script, module], encoding="utf-8",
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)

    def answers(self, dataset, statements):
        request = {"data": dataset.trig(),
                   "statements": [{"kind": s.kind, "text": text_of(s),
                                   "vars": names_of(s)} for s in statements]}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("oxigraph ended: " + request["data"] +
                               "\n".join(s["text"] for s in request["statements"]))
        return [self.read(answer) for answer in json.loads(line)]

    @staticmethod
    def read(answer):
        if "error" in answer:
            return ("error", answer["error"])
        if "done" in answer:
            return ("done",)
        if "boolean" in answer:
            return ("boolean", answer["boolean"])
        return ("rows", [[tuple(t) if t else None for t in row]
                         for row in answer["rows"]])

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Rdflib:
    """Slow, and asked only where the others differ."""

    def __init__(self):
        import logging
        import rdflib
        logging.getLogger("rdflib").setLevel(logging.CRITICAL)
        rdflib.NORMALIZE_LITERALS = False
        self.rdflib = rdflib

    def answers(self, dataset, statements):
        read = self.rdflib.ConjunctiveGraph()
        read.parse(data=dataset.trig(), format="trig")
        store = self.rdflib.Dataset()
        for s, p, o, graph in read.quads():
            named = isinstance(graph.identifier, self.rdflib.URIRef)
            (store.graph(graph.identifier) if named else store).add((s, p, o))
        return [self.answer(store, statement) for statement in statements]

    def answer(self, store, statement):
        try:
            if statement.kind == "update":
                store.update(text_of(statement))
                return ("done",)
            result = store.query(text_of(statement))
            if statement.kind == "ask":
                return ("boolean", bool(result))
            if statement.kind == "construct":
                return ("rows", [[self.term(t) for t in row] for row in result])
            return ("rows", [[self.term(row.get(name)) for name in names_of(statement)]
                             for row in result])
        except Exception as error:  # whatever it stumbles over: it has no say then
            return ("error", repr(error))

    def term(self, term):
        if term is None:
            return None
        if isinstance(term, self.rdflib.URIRef):
            return ("uri", str(term))
        if isinstance(term, self.rdflib.BNode):
            return ("bnode", str(term))
        language = term.language or ""
        return ("literal", str(term),
                "" if language else str(term.datatype or XSD_STRING), language)
