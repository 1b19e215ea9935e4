# SPDX-License-Identifier: GPL-3.0-or-later
"""Random token sequences, half of them broken: furat parse accepts what the grammars of Turtle
and TriG accept, and finds as many statements.

The recogniser below follows the grammars rule by rule; serd's own parser does not.
FURAT_TEST_SEED repeats a run.
"""
import os
import random
import subprocess
import sys

import tap

N_DOCUMENTS = 300
IRIS = ("<a>", "<base>", "<graph>")
TOKENS = IRIS + ("a", "_:b", '"s"', "@en", "^^", "1", "1.5", "true", "[", "]", "(", ")", ".",
                 ";", ",", "{", "}", "GRAPH")


class Rejected(Exception):
    """The tokens break the grammar."""


class Recogniser:
    """Counts the statements of a document, or raises Rejected."""

    def __init__(self, tokens, trig):
        self.tokens = tokens + ["", ""]
        self.at = 0
        self.trig = trig
        self.n_statements = 0

    def peek(self, ahead=0):
        return self.tokens[self.at + ahead]

    def take(self, *wanted):
        if self.peek() not in wanted:
            raise Rejected
        self.at += 1

    def is_anon(self):
        return self.peek() == "[" and self.peek(1) == "]"

    def document(self):
        while self.peek():
            self.block()
        return self.n_statements

    def block(self):
        if self.trig and self.peek() == "GRAPH":
            self.at += 1
            self.label()
            self.graph()
        elif self.trig and self.peek() == "{":
            self.graph()
        elif self.peek() in IRIS + ("_:b",) or self.is_anon():
            self.label()
            if self.trig and self.peek() == "{":
                self.graph()
            else:
                self.predicates()
                self.take(".")
        else:
            self.triples(".")
            self.take(".")

    def label(self):
        if self.is_anon():
            self.at += 2
        else:
            self.take(*IRIS, "_:b")

    def graph(self):
        self.take("{")
        while self.peek() != "}":
            self.triples(".", "}")
            if self.peek() != "}":
                self.take(".")
        self.take("}")

    def triples(self, *ends):
        if self.peek() == "(":
            self.collection()
            self.predicates()
        elif self.peek() == "[" and not self.is_anon():
            self.properties()
            if self.peek() not in ends:
                self.predicates()
        else:
            self.label()
            self.predicates()

    def predicates(self):
        self.predicate()
        while self.peek() == ";":
            self.at += 1
            if self.peek() in IRIS + ("a",):
                self.predicate()

    def predicate(self):
        self.take(*IRIS, "a")
        self.object()
        self.n_statements += 1
        while self.peek() == ",":
            self.at += 1
            self.object()
            self.n_statements += 1

    def object(self):
        if self.peek() == "(":
            self.collection()
        elif self.peek() == "[" and not self.is_anon():
            self.properties()
        elif self.peek() == '"s"':
            self.at += 1
            if self.peek() == "@en":
                self.at += 1
            elif self.peek() == "^^":
                self.at += 1
                self.take(*IRIS)
        elif self.peek() in ("1", "1.5", "true"):
            self.at += 1
        else:
            self.label()

    def properties(self):
        self.take("[")
        self.predicates()
        self.take("]")

    def collection(self):
        self.take("(")
        while self.peek() != ")":
            self.object()
            self.n_statements += 2
        self.take(")")


class Generator:
    """Documents that the grammar accepts, and small changes to them."""

    def __init__(self, rng, trig):
        self.rng = rng
        self.trig = trig

    def term(self, depth):
        kind = self.rng.randrange(5 if depth > 3 else 7)
        if kind < 5:
            return [["<a>"], ["_:b"], ["[", "]"], [self.rng.choice(("1", "true", "1.5"))],
                    ['"s"'] + self.rng.choice([[], ["@en"], ["^^", "<a>"]])][kind]
        if kind == 5:
            return ["["] + self.predicates(depth + 1) + ["]"]
        items = (self.term(depth + 1) for _ in range(self.rng.randrange(3)))
        return ["("] + sum(items, []) + [")"]

    def predicates(self, depth):
        tokens = []
        for i in range(self.rng.randrange(1, 3)):
            tokens += [";"] * self.rng.randrange(1, 3) if i else []
            tokens += [self.rng.choice(("<a>", "a", "<base>"))] + self.term(depth)
            while self.rng.random() < 0.3:
                tokens += [","] + self.term(depth)
        return tokens + ([";"] if self.rng.random() < 0.2 else [])

    def statement(self):
        if self.rng.random() < 0.15:
            more = self.predicates(1) if self.rng.random() < 0.5 else []
            return ["["] + self.predicates(1) + ["]"] + more
        subject = self.rng.choice((["<a>"], ["_:b"], ["[", "]"], ["<graph>"], ["(", "1", ")"]))
        return subject + self.predicates(0)

    def block(self):
        if not self.trig or self.rng.random() < 0.5:
            return self.statement() + ["."]
        tokens = self.rng.choice(([], ["<a>"], ["GRAPH", "<a>"], ["_:b"], ["GRAPH", "[", "]"],
                                  ["[", "]"])) + ["{"]
        for _ in range(self.rng.randrange(3)):
            tokens += self.statement() + ["."]
        if tokens[-1] == "." and self.rng.random() < 0.5:
            tokens.pop()
        return tokens + ["}"]

    def document(self):
        tokens = sum((self.block() for _ in range(self.rng.randrange(1, 3))), [])
        for _ in range(self.rng.choice((0, 0, 1, 1, 2, 3))):
            place = self.rng.randrange(len(tokens) + 1)
            tokens[place:place + self.rng.randrange(2)] = \
                [self.rng.choice(TOKENS)] * self.rng.randrange(2)
        return tokens


def _expected(tokens, trig):
    try:
        return Recogniser(tokens, trig).document()
    except Rejected:
        return None


def _found(text, syntax):
    done = subprocess.run([os.environ["FURAT"], "parse", "--format", syntax, "--base",
                           "http://ex/", "-"], input=text.encode(), capture_output=True,
                          check=False)
    if done.returncode not in (0, 1):
        return f"exit status {done.returncode}"
    return done.stdout.count(b"\n") if done.returncode == 0 else None


def main():
    seed = int(os.environ.get("FURAT_TEST_SEED", random.SystemRandom().randrange(2 ** 32)))
    print(f"# FURAT_TEST_SEED={seed}")
    for syntax in ("turtle", "trig"):
        generator = Generator(random.Random(seed), syntax == "trig")
        wrong = []
        n_accepted = 0
        for _ in range(N_DOCUMENTS):
            tokens = generator.document()
            text = " ".join(tokens)
            expected = _expected(tokens, syntax == "trig")
            found = _found(text, syntax)
            n_accepted += expected is not None
            if found != expected:
                wrong.append(f"{text}\n  statements: {found}, expected {expected}")
        tap.case(f"{syntax}: {N_DOCUMENTS} documents", not wrong, "\n".join(wrong))
        tap.case(f"{syntax}: some accepted, some rejected",
                 N_DOCUMENTS // 10 < n_accepted < N_DOCUMENTS * 9 // 10, n_accepted)
    tap.done()


sys.setrecursionlimit(10000)
main()
