#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times the queries of tests/bench/queries on Furat and its peers, in alternation, warm, with
results fully read, and compares their answers.

    queries.py compare --bench ./tests/bench/query_bench STORE FILE.nt [--peer NAME]... [--json FILE]
    queries.py growth  --bench ./tests/bench/query_bench STORE... [--json FILE] [--plot FILE.svg]
    queries.py table   FILE.json...               what compare wrote, of one size, as Markdown
    queries.py results --furat ./furat STORE      rows a second of large results, written in each format
    queries.py quick   --bench ./tests/bench/query_bench STORE       TAP: against the expected answers
    queries.py expect  --bench ./tests/bench/query_bench STORE FILE.nt    writes them, if a peer agrees

STORE is FILE.nt as `furat load` made it, FILE.nt as tests/bench/generate did.  Peers: virtuoso
(Debian's virtuoso-t on a loopback endpoint, one kept connection) and oxigraph (the npm package in
process; OXIGRAPH is the path of its node.js).  --class and --query choose among the queries.
"""
import argparse
import glob
import json
import math
import os
import signal
import statistics
import subprocess
import sys
import time

import engines
import plot
from engines import Failure

HERE = os.path.dirname(os.path.abspath(__file__))
EXPECTED = os.path.join(HERE, "queries", "expected.tsv")
ROUNDS = 3
MAX_RUNS = 25         # of a query, an engine and a round
ROUND_MS = 250        # when no further run starts
LONG_SECONDS = 4      # what takes longer is run once
SMALL = 1e-7

# What each class is to reach: against which peers, and at most which part of their time.
GOALS = {"lookups": ("virtuoso", 0.1), "stars": ("virtuoso", 0.1)}
USUAL_GOAL = ("best", 0.2)


def queries(arguments):
    found = [engines.Query(path)
             for path in sorted(glob.glob(os.path.join(HERE, "queries", "*", "*.rq")))]
    if arguments.group:
        found = [query for query in found if query.group in arguments.group]
    if arguments.query:
        found = [query for query in found if any(part in query.name for part in arguments.query)]
    return found


def geometric_mean(values):
    return math.exp(statistics.fmean(math.log(max(v, SMALL)) for v in values)) if values else None


def quartiles(values):
    if len(values) < 2:
        return values[0], values[0]
    parts = statistics.quantiles(values, n=4, method="inclusive")
    return parts[0], parts[2]


def show_seconds(seconds):
    if seconds is None:
        return "-"
    for unit, factor in (("s", 1), ("ms", 1e3), ("us", 1e6)):
        if seconds * factor >= 1 or unit == "us":
            return "%.3g %s" % (seconds * factor, unit)
    return "-"


# ---- measuring

class Outcome:
    """What one engine did with one query."""

    def __init__(self):
        self.walls = []
        self.answer = None
        self.error = None

    def median(self):
        return statistics.median(self.walls) if self.walls else None

    def as_json(self):
        if not self.walls:
            return {"error": self.error}
        low, high = quartiles(self.walls)
        return {"median": self.median(), "q1": low, "q3": high, "least": min(self.walls),
                "runs": len(self.walls), "rows": self.answer[0] if self.answer else None,
                "hash": self.answer[1] if self.answer else None}


def measure_round(engine, query, outcome, compare):
    """One turn of one engine; false when it needs no further ones."""
    if outcome.answer is None and compare:
        try:
            outcome.answer = engine.answer(query)
        except Failure as failure:  # comparing asks for more than timing
            outcome.error = str(failure)[:200]
    try:
        if not outcome.walls:
            first = engine.ask(query, 1, 0)  # warms; stands where it is long
            if first[0] > LONG_SECONDS:
                outcome.walls = first
                return False
        outcome.walls += engine.ask(query, MAX_RUNS, ROUND_MS)
    except Failure as failure:
        outcome.error = str(failure)[:200]
        outcome.walls = []
        return False
    return True


def measure(running, query, compare=True, rounds=ROUNDS):
    outcomes = {name: Outcome() for name in running}
    going = set(running)
    for _ in range(rounds):
        for name, engine in running.items():
            if name in going and not measure_round(engine, query, outcomes[name], compare):
                going.discard(name)
    return outcomes


# ---- comparing

def best_peer(outcomes):
    times = [o.median() for name, o in outcomes.items() if name != "furat" and o.walls]
    return min(times) if times else None


def agreement(outcomes):
    """"=" or the peers that answer otherwise."""
    own = outcomes["furat"].answer
    others = [name for name, o in outcomes.items() if o.walls and o.answer not in (own, None)]
    return "differs: " + ", ".join(others) if others and own else "="


def row_of(query, outcomes, names):
    own = outcomes["furat"].median()
    best = best_peer(outcomes)
    cells = [show_seconds(outcomes[name].median()) if outcomes[name].walls
             else (outcomes[name].error or "-")[:14] for name in names]
    low, high = quartiles(outcomes["furat"].walls) if own else (None, None)
    return "%-34s %9s  %-19s %s  %8s  %s" % (
        query.name, outcomes["furat"].answer[0] if outcomes["furat"].answer else "-",
        "%s..%s" % (show_seconds(low), show_seconds(high)),
        "  ".join("%14s" % cell for cell in cells),
        "%.3f" % (own / best) if own and best else "-", agreement(outcomes))


def class_rows(results, names):
    groups = {}
    for query, outcomes in results:
        groups.setdefault(query.group, []).append(outcomes)
    for group, several in groups.items():
        own = [o["furat"].median() for o in several if o["furat"].walls]
        ratios = {name: [o["furat"].median() / o[name].median() for o in several
                         if o["furat"].walls and o[name].walls] for name in names[1:]}
        ratios["best"] = [o["furat"].median() / best_peer(o) for o in several
                          if o["furat"].walls and best_peer(o)]
        yield group, len(several), own, {k: geometric_mean(v) for k, v in ratios.items()}


def judge(reached, goal, n_failed):
    """What is not answered in time counts as missed, whatever the others take."""
    if n_failed:
        return "missed, %d not answered" % n_failed
    if reached is None:
        return "-"
    return "reached" if reached <= goal else "missed by %.1f" % (reached / goal)


def print_classes(results, names):
    columns = names[1:] + ["best"]
    print("\n%-12s %7s %12s %12s  %s  goal" % (
        "class", "queries", "geo. mean", "median",
        "  ".join("%12s" % ("of " + name) for name in columns)))
    for group, n, own, ratios in class_rows(results, names):
        against, goal = GOALS.get(group, USUAL_GOAL)
        reached = ratios.get(against)
        print("%-12s %7d %12s %12s  %s  %.2g of %s: %s" % (
            group, n, show_seconds(geometric_mean(own)),
            show_seconds(statistics.median(own)) if own else "-",
            "  ".join("%12s" % ("%.3f" % ratios[c] if ratios[c] else "-") for c in columns),
            goal, against, judge(reached, goal, n - len(own))))


def start_engines(arguments):
    running = {"furat": engines.furat(arguments.bench, arguments.store[0], arguments.limit)}
    for name in arguments.peer or ["virtuoso", "oxigraph"]:
        if name == "virtuoso":
            running[name] = engines.Virtuoso(arguments.file, arguments.limit)
        elif os.environ.get("OXIGRAPH"):
            running[name] = engines.oxigraph(os.environ["OXIGRAPH"], arguments.file,
                                             arguments.limit)
        else:
            print("left out: oxigraph (OXIGRAPH is not set)")
    return running


def as_json(results):
    return [{"query": query.name, "engines": {name: o.as_json() for name, o in outcomes.items()}}
            for query, outcomes in results]


def write_json(path, document):
    with open(path, "w", encoding="utf-8") as stream:
        json.dump(document, stream, indent=1)
        stream.write("\n")


def compare(arguments):
    running = start_engines(arguments)
    names = list(running)
    results = []
    print("%-34s %9s  %-19s %s  %8s  answers" % (
        "query", "rows", "furat, quartiles", "  ".join("%14s" % name for name in names),
        "of best"))
    try:
        for query in queries(arguments):
            results.append((query, measure(running, query)))
            print(row_of(*results[-1], names), flush=True)
            if arguments.json:
                write_json(arguments.json, as_json(results))
    finally:
        for engine in running.values():
            engine.end()
    print_classes(results, names)
    failed = [q.name for q, o in results if not o["furat"].walls]
    print("\nnot answered by Furat: %s" % (", ".join(failed) or "none"))
    slowest = sorted((o["furat"].median() / best_peer(o), q.name) for q, o in results
                     if o["furat"].walls and best_peer(o))[::-1][:25]
    print("\nfurthest behind:")
    for ratio, name in slowest:
        print("  %8.3f of the faster peer  %s" % (ratio, name))
    return 0


# ---- tables for papers

class Named:
    """What a JSON file knows of a query."""

    def __init__(self, name):
        self.name = name
        self.group = name.split("/")[0]


def read_results(paths):
    """Several files of one size are put together; the times of Furat are those of the first."""
    found = {}
    for path in paths:
        with open(path, encoding="utf-8") as stream:
            for entry in json.load(stream):
                outcomes = found.setdefault(entry["query"], {})
                for name, values in entry["engines"].items():
                    outcome = outcomes.setdefault(name, Outcome())
                    if not outcome.walls and "median" in values:
                        outcome.walls = [values["median"]]
                    outcome.error = values.get("error")
    return [(Named(name), outcomes) for name, outcomes in found.items()]


def table(arguments):
    found = read_results(arguments.store)
    names = ["furat"] + sorted({name for _, o in found for name in o} - {"furat"})
    columns = names[1:] + ["best"]
    for _, outcomes in found:
        for name in names:
            outcomes.setdefault(name, Outcome())
    print("| class | queries | Furat, geo. mean | %s | goal | |" % " | ".join(
        "of the faster" if name == "best" else "of %s" % name for name in columns))
    print("| --- " * (len(columns) + 5) + "|")
    for group, n, own, ratios in class_rows(found, names):
        against, goal = GOALS.get(group, USUAL_GOAL)
        print("| %s | %d | %s | %s | %.2g of %s | %s |" % (
            group, n, show_seconds(geometric_mean(own)),
            " | ".join("%.3f" % ratios[c] if ratios[c] else "-" for c in columns), goal,
            "the faster" if against == "best" else against,
            judge(ratios.get(against), goal, n - len(own))))
    print("\n| query | %s |" % " | ".join(names))
    print("| --- " * (len(names) + 1) + "|")
    for query, outcomes in found:
        print("| %s | %s |" % (query.name, " | ".join(
            show_seconds(outcomes[name].median()) if outcomes[name].walls
            else (outcomes[name].error or "-")[:30] for name in names)))
    return 0


# ---- growth

def growth(arguments):
    """The same queries on stores of growing size; a row a query, and the power of its growth."""
    running = [engines.furat(arguments.bench, store, arguments.limit) for store in arguments.store]
    sizes = [arguments.size[i] if arguments.size else 10 ** (6 + i) for i in range(len(running))]
    series = []
    print("%-34s %s  growth" % ("query", "  ".join("%12s" % size for size in sizes)))
    try:
        for query in queries(arguments):
            several = [measure({"furat": engine}, query, compare=False, rounds=1)["furat"]
                       for engine in running]
            times = [outcome.median() for outcome in several]
            series.append({"query": query.name, "seconds": times})
            print("%-34s %s  %s" % (query.name, "  ".join(
                "%12s" % (show_seconds(o.median()) if o.walls else o.error[:12])
                for o in several), " ".join(powers(sizes, times))), flush=True)
    finally:
        for engine in running:
            engine.end()
    document = {"sizes": sizes, "queries": series}
    if arguments.json:
        write_json(arguments.json, document)
    if arguments.plot:
        with open(arguments.plot, "w", encoding="utf-8") as stream:
            stream.write(plot.growth(document))
    return 0


def powers(sizes, times):
    """Of each step: 0 does not grow, 1 is linear, 2 quadratic."""
    for i in range(1, len(sizes)):
        if times[i] and times[i - 1]:
            yield "%5.2f" % (math.log(times[i] / times[i - 1]) / math.log(sizes[i] / sizes[i - 1]))
        else:
            yield "    -"


# ---- results as text

def results(arguments):
    """The program writes large results to nowhere; what it takes to start is taken off."""
    def seconds(text, form):
        before = time.perf_counter()
        subprocess.run([arguments.furat, "query", "-s", arguments.store[0], "--results", form,
                        text], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - before

    def count(query):
        with subprocess.Popen([arguments.furat, "query", "-s", arguments.store[0], "--results",
                               "tsv", query.text], stdout=subprocess.PIPE) as found:
            return sum(part.count(b"\n") for part in
                       iter(lambda: found.stdout.read(1 << 20), b"")) - 1

    nothing = min(seconds("ASK { }", "csv") for _ in range(5))
    print("%-34s %10s %9s  rows/s" % ("query", "rows", "format"))
    for query in queries(arguments):
        if query.group == "large":
            n_rows = count(query)
            for form in ("tsv", "csv", "json", "xml"):
                best = min(seconds(query.text, form) for _ in range(3)) - nothing
                print("%-34s %10d %9s  %.0f" % (query.name, n_rows, form, n_rows / best),
                      flush=True)
    return 0


# ---- expected answers

def read_expected():
    with open(EXPECTED, encoding="utf-8") as stream:
        rows = [line.split("\t") for line in stream.read().splitlines()
                if line and not line.startswith("#")]
    return {name: (int(n_rows), digest) for name, n_rows, digest in rows}


def quick(arguments):
    import tap
    expected = read_expected()
    engine = engines.furat(arguments.bench, arguments.store[0], arguments.limit)
    for query in queries(arguments):
        try:
            answer = engine.answer(query)
        except Failure as failure:
            answer = str(failure)
        tap.case(query.name, answer == expected.get(query.name),
                 "%s instead of %s" % (answer, expected.get(query.name)))
    engine.end()
    tap.done()


def expect(arguments):
    """Writes down what a peer and Furat answer alike; says what they do not."""
    running = start_engines(arguments)
    lines, differing = [], 0
    for query in queries(arguments):
        found = {}
        for name, engine in running.items():
            try:
                found[name] = engine.answer(query)
            except Failure as failure:
                found[name] = str(failure)
        own = found.pop("furat")
        if own in found.values():
            lines.append("%s\t%d\t%s\n" % ((query.name,) + own))
        for name, other in found.items():
            if other != own:
                differing += 1
                print("%s: furat %s, %s %s" % (query.name, own, name, other))
    for engine in running.values():
        engine.end()
    with open(EXPECTED, "w", encoding="utf-8") as stream:
        stream.write("# Answers over generate 10000 7: query, rows, hash as answers.py makes it.\n")
        stream.writelines(lines)
    print("%d answers written, %d differences" % (len(lines), differing))
    return 0


def main():
    parser = argparse.ArgumentParser(description="Time queries against the peers.")
    parser.add_argument("what", choices=["compare", "growth", "table", "results", "quick", "expect"])
    parser.add_argument("store", nargs="+", help="stores; then the N-Triples for the peers")
    parser.add_argument("--bench", help="the program tests/bench/query_bench")
    parser.add_argument("--furat", help="the program furat (results)")
    parser.add_argument("--peer", action="append", choices=["virtuoso", "oxigraph"])
    parser.add_argument("--class", dest="group", action="append")
    parser.add_argument("--query", action="append", metavar="PART")
    parser.add_argument("--limit", type=float, default=30.0, help="seconds a query may take")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--plot", metavar="FILE")
    parser.add_argument("--size", type=int, action="append", help="triples of each store (growth)")
    arguments = parser.parse_args()
    # What ends this ends the engines that it started.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(130))
    if arguments.what in ("compare", "expect"):
        if len(arguments.store) != 2:
            parser.error("a store and the N-Triples it was made from are needed")
        arguments.file = arguments.store.pop()
    needed = {"results": arguments.furat, "table": True}.get(arguments.what, arguments.bench)
    if not needed:
        parser.error("--bench is needed, and --furat for results")
    return {"compare": compare, "growth": growth, "table": table, "results": results, "quick": quick,
            "expect": expect}[arguments.what](arguments)


if __name__ == "__main__":
    sys.exit(main())
