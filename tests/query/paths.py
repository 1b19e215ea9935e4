# SPDX-License-Identifier: GPL-3.0-or-later
"""Property paths over random graphs against sets of pairs computed here.

    paths.py [SEED]

Each path is asked with either end bound, both, none, and looked up for many starts.
"""
import os
import random
import subprocess
import sys
import tempfile

import tap

N_NODES = 70
N_CASES = 25
PREDICATES = ["p", "q", "r"]


class Paths:
    """Random paths, as text and as the set of pairs that they stand for."""

    def __init__(self, rng, triples):
        self.rng = rng
        self.triples = triples
        self.nodes = {n for s, _, o in triples for n in (s, o)}

    def follow(self, a, b):
        by_start = {}
        for x, y in b:
            by_start.setdefault(x, set()).add(y)
        return {(x, z) for x, y in a for z in by_start.get(y, ())}

    def plus(self, pairs):
        result = set(pairs)
        fresh = set(pairs)
        while fresh:
            fresh = self.follow(fresh, pairs) - result
            result |= fresh
        return result

    def path(self, depth):
        kind = self.rng.randrange(8) if depth else 0
        if kind == 0:
            p = self.rng.choice(PREDICATES)
            return ":" + p, {(s, o) for s, q, o in self.triples if q == p}
        if kind == 1:
            text, pairs = self.path(depth - 1)
            return f"^({text})", {(o, s) for s, o in pairs}
        if kind == 2:
            a, b = self.path(depth - 1), self.path(depth - 1)
            return f"({a[0]}/{b[0]})", self.follow(a[1], b[1])
        if kind == 3:
            a, b = self.path(depth - 1), self.path(depth - 1)
            return f"({a[0]}|{b[0]})", a[1] | b[1]
        if kind == 4:
            p = self.rng.choice(PREDICATES)
            return f"!(:{p}|^:{p})", {pair for s, q, o in self.triples if q != p
                                     for pair in ((s, o), (o, s))}
        text, pairs = self.path(depth - 1)
        itself = {(n, n) for n in self.nodes}
        if kind == 5:
            return f"({text})?", pairs | itself
        if kind == 6:
            return f"({text})*", self.plus(pairs) | itself
        return f"({text})+", self.plus(pairs)

    def closure(self):
        text, pairs = self.path(3)
        if self.rng.random() < 0.5:
            return f"({text})+", self.plus(pairs)
        return f"({text})*", self.plus(pairs) | {(n, n) for n in self.nodes}


def ask(data, queries):
    script = "".join(f"PREFIX : <http://e/> {query};\n" for query in queries)
    done = subprocess.run([os.environ["FURAT"], "shell", "--data", data, "--results", "csv"],
                          input=script, capture_output=True, encoding="utf-8", check=False,
                          timeout=300)
    answers, lines = [], done.stdout.replace("\r", "").split("\n")
    for line in lines:
        if line.startswith("n"):
            answers.append([])
        elif line and answers:
            answers[-1].append(line)
    return answers, done.stderr


def case(rng, data, paths):
    """What differs for one path, or None."""
    text, pairs = paths.closure()
    s = rng.choice(sorted(paths.nodes))
    o = rng.choice(sorted(paths.nodes))
    from_s = sorted(y for x, y in pairs if x == s)
    to_o = sorted(x for x, y in pairs if y == o)
    starts = {x for x, q, _ in paths.triples if q == "p"}
    queries = [f"SELECT (STR(?y) AS ?n) {{ :{s} {text} ?y }}",
               f"SELECT (STR(?x) AS ?n) {{ ?x {text} :{o} }}",
               f"SELECT (COUNT(*) AS ?n) {{ :{s} {text} :{o} }}",
               f"SELECT (COUNT(*) AS ?n) {{ ?x {text} ?y }}",
               f"SELECT (COUNT(*) AS ?n) {{ ?x {text} ?x }}",
               "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?x { ?x :p ?z } } "
               f"?x {text} ?y }}"]
    expected = [["http://e/" + n for n in from_s], ["http://e/" + n for n in to_o],
                [str(int((s, o) in pairs))], [str(len(pairs))],
                [str(sum(x == y for x, y in pairs))],
                [str(sum(x in starts for x, _ in pairs))]]
    answers, errors = ask(data, queries)
    if [sorted(a) for a in answers] == expected:
        return None
    return f"{text}\n{queries}\n{expected}\n{answers}\n{errors}"


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.randrange(1 << 30)
    print(f"# seed {seed}")
    rng = random.Random(seed)
    for i in range(N_CASES):
        n = rng.randint(2, N_NODES)
        nodes = [f"n{i}" for i in range(n)]
        triples = {(rng.choice(nodes), rng.choice(PREDICATES), rng.choice(nodes))
                   for _ in range(rng.randint(1, 3 * n))}
        with tempfile.NamedTemporaryFile("w", suffix=".nt", encoding="utf-8") as data:
            data.writelines(" ".join(f"<http://e/{t}>" for t in triple) + " .\n"
                            for triple in sorted(triples))
            data.flush()
            wrong = case(rng, data.name, Paths(rng, triples))
        tap.case(f"path {i + 1} of seed {seed}", wrong is None, wrong)
    tap.done()


main()
