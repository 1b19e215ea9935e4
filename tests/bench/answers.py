# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of different engines in one form, so that they can be compared: a row is a tuple of
texts, numbers by their value, and an answer is the number of its rows and a hash of them that does
not depend on their order."""
import hashlib
import json
import re

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + name for name in (
    "integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger",
    "positiveInteger", "unsignedInt", "unsignedLong")}
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?\Z', re.S)
ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.S)
ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def number(text):
    return "%.9g" % float(text)


def literal(text, language, datatype):
    if datatype in NUMBERS:
        return number(text)
    if language:
        return '"%s"@%s' % (text, language.lower())
    if datatype in (None, "", XSD + "string"):
        return '"%s"' % text
    return '"%s"^^%s' % (text, datatype)


def _escape(match):
    code = match.group(1)
    return chr(int(code[1:], 16)) if len(code) > 1 else ESCAPED.get(code, code)


def from_ntriples(term):
    """A term of N-Triples or of SPARQL's TSV, where numbers may stand bare."""
    if not term or term[0] == "<":
        return term
    if term[0] == '"':
        text, language, datatype = LITERAL.match(term).groups()
        return literal(ESCAPE.sub(_escape, text) if "\\" in text else text, language, datatype)
    if term.startswith("_:"):
        return "_:"
    return term if term in ("true", "false") else number(term)


def from_json(term):
    if term is None:
        return ""
    if term["type"] == "uri":
        return "<%s>" % term["value"]
    if term["type"] == "bnode":
        return "_:"
    return literal(term["value"], term.get("xml:lang"), term.get("datatype"))


class Answer:
    """Rows as they are added; `ordered` ones hash with their position."""

    def __init__(self, ordered=False):
        self.ordered = ordered
        self.n_rows = 0
        self.sum = 0

    def add(self, row):
        text = "\t".join(row)
        if self.ordered:
            text = "%d\t%s" % (self.n_rows, text)
        digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
        self.sum = (self.sum + int.from_bytes(digest, "big")) % (1 << 64)
        self.n_rows += 1

    def result(self):
        return self.n_rows, "%016x" % self.sum


def read_tsv(path, ordered, has_head):
    answer = Answer(ordered)
    with open(path, encoding="utf-8", newline="\n") as stream:
        for line in stream:
            if has_head and line.startswith("?"):
                continue
            answer.add([from_ntriples(term) for term in line.rstrip("\n").split("\t")])
    return answer.result()


def read_json(body, ordered):
    document = json.loads(body)
    answer = Answer(ordered)
    if "boolean" in document:
        answer.add(["true" if document["boolean"] else "false"])
        return answer.result()
    variables = document["head"]["vars"]
    for row in document["results"]["bindings"]:
        answer.add([from_json(row.get(variable)) for variable in variables])
    return answer.result()
