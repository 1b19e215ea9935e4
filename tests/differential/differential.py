# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks Furat, npm oxigraph and rdflib the same and compares what they answer.

    differential.py [--seed N] [--cases N] [--seconds N] [--oxigraph FILE] [--plans]

A case is one statement over a small random dataset, or a few updates and what they leave.
--plans compares Furat with itself instead, with parts of the planner switched off.
What differs is shrunk and printed.  FURAT names the program, OXIGRAPH the module.
"""
import argparse
import collections
import copy
import importlib.util
import os
import random
import shutil
import sys
import time

import compare
import known
import shrink
import tap
import voices
from generate import IRIS, VARIABLES, Dataset, Generator, Node

STATEMENTS_OF_DATASET = 20
DUMP = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
DISABLED = ["push", "optional", "order", "apply", "hash", "tally", "apply,order",
            "hash,order", "push,order,apply", "merge", "merge,apply", "merge,hash",
            "semijoin", "leapfrog", "scan-order", "range", "range,merge", "unify",
            "unify,push", "group-order", "group-order,merge", "text",
            "sort-order", "first-rows", "first-rows,sort-order", "columns",
            "ids", "ids,text,range"]


class Statement:
    def __init__(self, kind, tree, names=(), ordered=False, given=None):
        self.kind = kind
        self.tree = tree
        self.names = list(names)
        self.ordered = ordered
        self.given = given  # (variable, term): asked with this parameter


def changed(change, dataset, statements):
    """A case after one of known.CHANGES."""
    quads = []
    for graph, triple in change(dataset.quads, "")[0]:
        quads.append((graph, change([], triple)[1]))
    return Dataset(quads), [Statement(s.kind, Node(change([], str(s.tree))[1]), s.names,
                                      s.ordered, s.given) for s in statements]


def with_parameters(generator, statements):
    """Half of the queries get a parameter: a variable that they do not assign themselves."""
    for statement in statements:
        free = [v for v in VARIABLES if f"AS {v}" not in str(statement.tree)]
        if free and generator.chance(0.5):
            statement.given = (generator.pick(*free), generator.pick(*IRIS, "1", "2"))


def make_case(generator):
    """A dataset, statements, and whether these depend on each other."""
    dataset = generator.dataset()
    if generator.chance(0.2):
        updates = [Statement("update", generator.update())
                   for _ in range(generator.random.randint(1, 3))]
        dump = Statement("select", Node(DUMP), ["?g", "?s", "?p", "?o"])
        return dataset, updates + [dump], True
    queries = [Statement(*generator.query()) for _ in range(STATEMENTS_OF_DATASET)]
    return dataset, queries, False


class Run:
    def __init__(self, options):
        self.options = options
        graphs = ["--union-default-graph"] if options.union else []
        self.furat = voices.Furat(options.furat, graphs)
        self.others = []
        self.third = None
        self.n_cases = self.n_errors = 0
        self.n_known = collections.Counter()
        self.differences = []
        if options.plans:
            self.others = [voices.Furat(options.furat, ["--disable", passes, *graphs])
                           for passes in DISABLED]
            self.others.append(voices.Filled(options.furat, graphs))
        else:
            self.others = [voices.Oxigraph(options.oxigraph)]
            if importlib.util.find_spec("rdflib"):
                self.third = voices.Rdflib()

    def differs(self, other, dataset, statements):
        """Positions of statements that the two answer differently; those that both refuse
        or that only the other refuses say nothing."""
        ours = self.furat.answers(dataset, statements)
        theirs = other.answers(dataset, statements)
        self.n_errors += sum(a[0] == "error" for a in ours)
        return [i for i, statement in enumerate(statements)
                if (theirs[i][0] != "error" or "panic" in theirs[i][1])
                and not compare.same(ours[i], theirs[i], statement)]

    def case(self, dataset, statements, together):
        for other in self.others:
            positions = self.differs(other, dataset, statements)
            for i in positions[:1] if together else positions:
                self.report(other, dataset,
                            statements[:i + 1] if together else [statements[i]])
        self.n_cases += 1 if together else len(statements)

    def explanation(self, other, small, fails):
        ours, theirs = (voice.answers(*small)[-1] for voice in (self.furat, other))
        third = self.third.answers(*small)[-1] if self.third else None
        why = known.explanation(small[1], ours, theirs, third)
        for name, change in known.CHANGES.items():
            if not why and not fails(*changed(change, *small)):
                why = name
        if not why and third and compare.same(ours, third, small[1][-1]):
            why = "rdflib agrees with Furat"
        return why

    def report(self, other, dataset, statements):
        def fails(dataset, statements):
            return bool(self.differs(other, dataset, statements))

        # What is explained in README.md is known by its look after shrinking.
        small = shrink.shrink(dataset, copy.deepcopy(statements), fails)
        text = "\n".join(f"{s.tree}{' with ' + ' '.join(s.given) if s.given else ''}"
                         for s in small[1])
        why = None if self.options.plans else self.explanation(other, small, fails)
        if why:
            self.n_known[why] += 1
            if self.options.show_known:
                print(f"known: {why}\n{small[0].trig().split(chr(10), 1)[1]}{text}")
            return
        lines = [small[0].trig().split("\n", 1)[1], text]
        voices_here = [("furat", self.furat), ("other", other)]
        if self.third:
            voices_here.append(("rdflib", self.third))
        for name, voice in voices_here:
            answer = voice.answers(*small)[-1]
            lines.append(f"{name}: {answer[0]} {str(answer[1:])[:1000]}")
        if self.options.plans:
            lines.append("options: " + " ".join(other.options))
        self.differences.append("\n".join(lines))
        if not self.options.tap:
            print("-----\n" + self.differences[-1], flush=True)


def parse_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--most-differences", type=int, default=20)
    parser.add_argument("--furat", default=os.environ.get("FURAT", "furat"))
    parser.add_argument("--oxigraph", default=os.environ.get("OXIGRAPH"))
    parser.add_argument("--show-known", action="store_true")
    parser.add_argument("--union", action="store_true",
                        help="the default graph is the union of all (with --plans)")
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--tap", action="store_true")
    return parser.parse_args()


def missing(options):
    if options.plans:
        return None
    if not options.oxigraph or not shutil.which("node"):
        return "OXIGRAPH does not name npm oxigraph's node.js"
    return None


def main():
    options = parse_options()
    if missing(options):
        tap.skip_all(missing(options))
    print(f"# seed {options.seed}", flush=True)
    run = Run(options)
    chance = random.Random(options.seed)
    end = time.time() + options.seconds if options.seconds else None
    while (time.time() < end if end else run.n_cases < options.cases) and (
            len(run.differences) < options.most_differences):
        generator = Generator(chance)
        dataset, statements, together = make_case(generator)
        if options.plans and not together:
            with_parameters(generator, statements)
        run.case(dataset, statements, together)
    print(f"# {run.n_cases} cases, {run.n_errors} answered with an error, "
          f"{sum(run.n_known.values())} known differences, {len(run.differences)} others")
    for why, n in sorted(run.n_known.items()):
        print(f"#   {n} {why}")
    if options.tap:
        what = "all plans answer the same" if options.plans else "oxigraph agrees"
        tap.case(f"{what} ({run.n_cases} cases of seed {options.seed})",
                 not run.differences and run.n_cases > 0, "\n".join(run.differences))
        tap.done()
    sys.exit(1 if run.differences else 0)


if __name__ == "__main__":
    main()
