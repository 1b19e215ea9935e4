#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon Ctrl-C ends a request: SIGINT at random moments of long queries and updates over a
store; for each the processor time and the wall time from the signal to the end of the process.

    interrupt.py --furat ./furat STORE [--rounds 20] [--seed 1] [--only NAME] [--load DOCUMENT]

The processor time counts on a machine that is not idle.  Updates are asked of a copy of STORE.
With --load a document is loaded into a new store, with little memory too, and into a copy of
STORE; the moments lie in all of the time that a whole load takes.
"""
import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PREFIXES = "PREFIX f: <https://w3id.org/furat/ontology#> PREFIX s: <http://www.w3.org/2004/02/skos/core#> "
# ?s20 has four megabytes, for each solution.
MEGABYTES = ("BIND('ab1 ' AS ?s0) " + "".join(f"BIND(CONCAT(?s{i}, ?s{i}) AS ?s{i + 1}) " for i in range(20)) +
             "?a ?p ?b ")
QUERIES = {
    "hash join": "SELECT (COUNT(*) AS ?n) { ?a f:passage ?x . ?b f:passage ?y FILTER(STR(?x) = STR(?y)) }",
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }",
    "minus": "SELECT (COUNT(*) AS ?n) { ?a ?p ?b MINUS { ?c ?q ?b FILTER(STRLEN(STR(?c)) > 1) } }",
    "minus, no shared": "SELECT (COUNT(*) AS ?n) { ?a ?p ?b MINUS { ?a ?q ?b . ?c f:event ?d "
                        "FILTER(ISIRI(?d)) } }",
    "distinct": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?p ?b { ?b ?p ?a FILTER(ISIRI(?b)) } }",
    "groups": "SELECT ?a (COUNT(DISTINCT ?b) AS ?n) (MAX(?p) AS ?m) { ?a ?p ?b } GROUP BY ?a",
    "group concat": "SELECT ?p (GROUP_CONCAT(STR(?b)) AS ?n) { ?a ?p ?b } GROUP BY ?p",
    "sort": "SELECT * { ?a ?p ?b } ORDER BY STR(?b) ?a",
    "sort by ids": "SELECT * { ?a ?p ?b } ORDER BY DESC(?b) ?a",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (f:before|^f:before|f:within)* ?b }",
    "optional": "SELECT (COUNT(*) AS ?n) { ?a ?p ?b OPTIONAL { ?b ?q ?c . ?c ?r ?d } }",
    "exists": "SELECT (COUNT(*) AS ?n) { ?a ?p ?b FILTER NOT EXISTS { ?c ?q ?b FILTER(?c != ?a) } }",
    "values": "SELECT * { ?a ?p ?b . ?c ?p ?b FILTER(?a < ?c) }",
    "union": "SELECT (COUNT(*) AS ?n) { { ?a ?p ?b } UNION { ?b ?p ?a } ?b ?q ?c }",
    "regex": "SELECT * { ?a s:prefLabel ?l . ?b s:prefLabel ?m FILTER(REGEX(CONCAT(?l, ?m), '(a+)+$')) }",
    "regex, long": "SELECT * { " + MEGABYTES + "FILTER(REGEX(?s20, CONCAT('(.*).*.*.*z', STR(?a)))) }",
    "replace, long": "SELECT (STRLEN(REPLACE(?s20, '(.)', CONCAT('$1$1', STR(?a)))) AS ?n) { " + MEGABYTES + "}",
    "case, long": "SELECT (STRLEN(UCASE(CONCAT(?s20, STR(?a)))) AS ?n) { " + MEGABYTES + "}",
    "digest, long": "SELECT (SHA512(CONCAT(?s20, STR(?a))) AS ?n) { " + MEGABYTES + "}",
    "results, long": "SELECT ?s20 { " + MEGABYTES + "}",
    "triangles": "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?b ?q ?c . ?c ?r ?a }",
    "construct": "CONSTRUCT { ?b ?p ?a } { ?a ?p ?b }",
    "describe": "DESCRIBE ?a { ?a a ?c }",
}
UPDATES = {
    "copy": "COPY DEFAULT TO <http://e/copy>",
    "insert": "INSERT { GRAPH <http://e/g> { ?b ?p ?a } } WHERE { ?a ?p ?b FILTER(ISIRI(?b)) }",
    "delete": "DELETE { ?a ?p ?b } INSERT { ?a ?p 1 } WHERE { ?a ?p ?b }",
    "clear": "CLEAR DEFAULT",
}


def cpu_seconds(pid):
    """The processor time of a running process."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def interrupt(arguments, after):
    """(processor, wall) seconds from the signal to the end; None: it had ended before."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:
        time.sleep(after)
        if process.poll() is not None:
            return None
        used = cpu_seconds(process.pid)
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        status = process.wait(timeout=120)
        wall = time.monotonic() - started
    if status != 130:
        return None
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = now.ru_utime - before.ru_utime + now.ru_stime - before.ru_stime
    return max(total - used, 0), wall


def measure(name, arguments, rounds, randomness):
    """One line: the worst of each."""
    seen = []
    for i in range(rounds):
        took = interrupt(arguments, 0.05 + randomness.random() * min(0.25 * (i + 1), 3))
        if took:
            seen.append(took)
    tell(name, seen)


def measure_load(name, arguments, store, rounds, randomness):
    """The same of a load into `store`, which must be as it was after each signal."""
    was = state_of(arguments[0], store)
    before = time.monotonic()
    whole = store + ".whole"
    if os.path.exists(store):
        shutil.copyfile(store, whole)
    subprocess.run([whole if a == store else a for a in arguments], check=True)
    seconds = time.monotonic() - before
    os.remove(whole)
    seen = []
    for i in range(rounds):
        after = (i + randomness.random()) / rounds * seconds
        took = interrupt(arguments, after)
        if took:
            seen.append(took + (after,))
            if state_of(arguments[0], store) != was:
                sys.exit(f"{name}: the store has changed after an interrupt at {after:.2f} s")
        elif os.path.exists(store) and was is None:
            os.remove(store)
    for cpu, wall, after in sorted(seen, reverse=True)[:3]:
        print(f"    {cpu * 1000:.0f} ms of processor, {wall * 1000:.0f} of the clock, after {after:.2f} s "
              f"of {seconds:.2f}")
    tell(name, [took[:2] for took in seen])


def state_of(furat, store):
    """How many triples a store has; None: there is no store."""
    if not os.path.exists(store):
        return None
    return subprocess.run([furat, "query", "--results", "tsv", "-s", store,
                           "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } }"],
                          check=True, capture_output=True).stdout


def tell(name, seen):
    """The line of what was seen."""
    if not seen:
        print(f"{name:20} ended by itself")
        return
    cpu, wall = zip(*seen)
    print(f"{name:20} {len(seen):3} times  processor: worst {max(cpu) * 1000:5.0f} ms, "
          f"median {sorted(cpu)[len(cpu) // 2] * 1000:4.0f}   wall: worst {max(wall) * 1000:5.0f} ms, "
          f"median {sorted(wall)[len(wall) // 2] * 1000:4.0f}", flush=True)


def main():
    """All of them."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store")
    parser.add_argument("--furat", default="./furat")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=time.time_ns())
    parser.add_argument("--only")
    parser.add_argument("--load", metavar="DOCUMENT")
    args = parser.parse_args()
    print(f"seed {args.seed}")
    randomness = random.Random(args.seed)
    for name, text in QUERIES.items():
        if args.only in (None, name):
            measure(name, [args.furat, "query", "--results", "tsv" if "SELECT" in text else "ntriples",
                           "-s", args.store, PREFIXES + text], args.rounds, randomness)
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(args.store))) as folder:
        copy = os.path.join(folder, "copy.furat")
        shutil.copyfile(args.store, copy)
        for name, text in UPDATES.items():
            if args.only in (None, name):
                measure(name, [args.furat, "update", "-s", copy, PREFIXES + text], args.rounds,
                        randomness)
        if args.load:
            new = os.path.join(folder, "new.furat")
            for name, store, options in (("load", new, []), ("load, merging", copy, []),
                                         ("load, little memory", new, ["--memory", "64M"])):
                if args.only in (None, name):
                    measure_load(name, [args.furat, "load", "-q", "-s", store, *options, args.load],
                                 store, args.rounds, randomness)
    return 0


sys.exit(main())
