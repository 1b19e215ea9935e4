# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries that take long, much memory or many rows, and what ends them."""
import os
import signal
import subprocess
import tempfile
import time

import tap

FURAT = os.environ["FURAT"]
N = 12000
# Far above what it takes, as the machine may be busy; without a poll it takes minutes.
PATIENCE_SECONDS = 2.0
LONG = {
    "a cross product": "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }",
    "a cross product that gives nothing":
        "SELECT * { ?a ?p ?b . ?c ?q ?d FILTER(STRLEN(CONCAT(STR(?a), STR(?d))) = 1) }",
    "a path between free ends": "SELECT (COUNT(*) AS ?n) { ?a <http://e/p>* ?b }",
    "a path in one component":
        "SELECT * { ?a (<http://e/p>|^<http://e/p>)* ?b"
        " FILTER(STRLEN(CONCAT(STR(?a), STR(?b))) = 1) }",
    "a sort": "SELECT * { ?a ?p ?b . ?c ?q ?d } ORDER BY STR(?b) ?c",
    "groups": "SELECT ?a ?d (SAMPLE(?b) AS ?x) { ?a ?p ?b . ?c ?q ?d } GROUP BY ?a ?d",
    "distinct": "SELECT DISTINCT ?a ?d { ?a ?p ?b . ?c ?q ?d }",
    "a text that grows": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?t)"
                         " { ?a ?p ?b . ?c ?q ?d }",
    "regular expressions over long texts":
        "SELECT * { ?a <http://e/text> ?t . ?c ?p ?d"
        " FILTER(REGEX(CONCAT(?t, STR(?d)), '(x+x+)+y')) }",
    "exists": "SELECT (COUNT(*) AS ?n) { ?a ?p ?b FILTER NOT EXISTS"
              " { ?c ?q ?d FILTER(STRLEN(CONCAT(STR(?a), STR(?d))) = 1) } }",
    "minus": "SELECT * { ?a ?p ?b MINUS { ?a ?q ?c . ?d ?r ?e "
             "FILTER(STRLEN(CONCAT(STR(?c), STR(?e))) = 1) } }",
    "a graph that is made": "CONSTRUCT { ?a ?p ?d } { ?a ?p ?b . ?c ?q ?d }",
}


def write_data(path):
    """A chain with long texts hung on it."""
    with open(path, "w", encoding="utf-8") as out:
        for i in range(N):
            out.write(f"<http://e/{i}> <http://e/p> <http://e/{i + 1}> .\n")
            if i % 20 == 0:
                out.write(f"<http://e/{i}> <http://e/text> \"{'x' * 300}{i}\" .\n")


def query(store, *arguments):
    """Run one to its end."""
    return subprocess.run([FURAT, "query", "--store", store, *arguments], check=False,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=60)


def interrupt(store, name, text):
    """Ctrl-C ends it."""
    with subprocess.Popen([FURAT, "query", "--store", store, text],
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE) as process:
        time.sleep(0.3)
        running = process.poll() is None
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        error = process.communicate(timeout=120)[1].decode()
        took = time.monotonic() - started
    tap.case(f"{name}: an interrupt ends it",
             running and process.returncode == 130 and took < PATIENCE_SECONDS,
             f"running {running}, status {process.returncode}, {took:.2f} s, {error}")


def limits(store):
    """Memory and rows."""
    for name, text in LONG.items():
        if name in ("groups", "distinct", "a graph that is made"):
            done = query(store, "--memory", "4M", "--timeout", "2", text)
            tap.case(f"{name}: go on in files until the time is over",
                     done.returncode == 3 and b"time limit" in done.stderr,
                     f"{done.returncode} {done.stderr}")
        if name in ("a sort", "a text that grows"):
            done = query(store, "--memory", "4M", text)
            tap.case(f"{name}: more than its memory ends it",
                     done.returncode == 3 and done.stderr.count(b"error") == 1
                     and (b"4096 KiB of memory" in done.stderr
                          or b"a text of more than 1048576 bytes" in done.stderr),
                     f"{done.returncode} {done.stderr}")
    done = query(store, "--timeout", "1", LONG["a cross product"])
    tap.case("a time limit ends a query", done.returncode == 3 and b"time limit" in done.stderr,
             f"{done.returncode} {done.stderr}")
    for name, text, n_lines in (
            ("solutions", "SELECT ?a { ?a <http://e/p> ?b }", 4),
            ("triples", "CONSTRUCT { ?a ?p ?b } { ?a ?p ?b }", 3)):
        form = ["--results", "tsv" if n_lines == 4 else "ntriples"]
        done = query(store, "--max-rows", "3", *form, text)
        tap.case(f"{name} are cut, and that is said",
                 done.returncode == 0 and done.stdout.count(b"\n") == n_lines
                 and b"only the first 3" in done.stderr, f"{done.stdout} {done.stderr}")
        done = query(store, "--max-rows", "3", *form, text + " LIMIT 3")
        tap.case(f"{name} that fit are not cut",
                 done.stdout.count(b"\n") == n_lines and done.stderr == b"",
                 f"{done.stdout} {done.stderr}")


def updates(store):
    """More than their memory ends them, and the store is as it was."""
    def dump():
        return query(store, "--results", "ntriples", "CONSTRUCT { ?a ?p ?b } { ?a ?p ?b }").stdout
    before = dump()
    for text in ("COPY DEFAULT TO <http://e/copy>", "DELETE { ?a ?p ?b } WHERE { ?a ?p ?b }",
                 "INSERT { ?b ?p ?a } WHERE { ?a ?p ?b FILTER(ISIRI(?b)) }"):
        done = subprocess.run([FURAT, "update", "--store", store, "--memory", "1M", text],
                              check=False, capture_output=True, timeout=60)
        tap.case(f"{text}: more than its memory ends it",
                 done.returncode == 3 and b"1024 KiB of memory" in done.stderr
                 and b"several smaller updates need less" in done.stderr
                 and dump() == before, f"{done.returncode} {done.stderr}")
    done = subprocess.run([FURAT, "update", "--store", store, "--memory", "64M",
                           "COPY DEFAULT TO <http://e/copy> ; DROP GRAPH <http://e/copy>"],
                          check=False, capture_output=True, timeout=60)
    tap.case("an update with enough memory is done",
             done.returncode == 0 and dump() == before, f"{done.returncode} {done.stderr}")


def deep(store):
    """Long chains and deep nests do not use up a small stack."""
    n = 390
    texts = {
        "groups": "{" * n + "?a ?b ?c . OPTIONAL { ?x ?y ?a }" + "}" * n,
        "optionals": "?a ?b ?c OPTIONAL {" * n + "?a ?b ?c" + "}" * n,
        "negations": "BIND(" + "!(" * n + "1" + ")" * n + " AS ?x)",
        "exists": "?a ?b ?c FILTER EXISTS {" * n + "?a ?b ?c" + "}" * n,
        "minus": "?a ?b ?c MINUS {" * n + "?a ?b ?c" + "}" * n,
        "unions": "{?a ?b ?c} UNION {" * n + "?a ?b ?c" + "}" * n,
        "sub-SELECTs": "{ SELECT * {" * (n // 2) + "?a ?b ?c" + "}}" * (n // 2),
        "paths": "?a " + "^(" * n + "<http://e/text>" + ")*" * n + " ?b",
        "optionals in a row": "?a ?b ?c " + "OPTIONAL {?a ?b ?c}" * 1500,
        "filters in a row": "?a ?b ?c " + "FILTER(?a)" * 4900,
    }
    for name, text in texts.items():
        done = subprocess.run(
            ["sh", "-c", 'ulimit -s 2048; exec "$0" query --timeout 20 --store "$1" --query -',
             FURAT, store], input=("ASK {" + text + "}").encode(), check=False,
            capture_output=True, timeout=100)
        tap.case(f"many {name} are answered on a small stack",
                 done.returncode == 0, f"{done.returncode} {done.stderr[:500]}")
    done = query(store, "ASK { ?a ?b ?c " + "OPTIONAL {?a ?b ?c}" * 2000 + "}")
    tap.case("too many parts are refused",
             done.returncode == 3 and b"more than 5000 parts" in done.stderr, done.stderr)


def main():
    """All of it over one store."""
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "chain.nt")
        store = os.path.join(folder, "chain.furat")
        small = os.path.join(folder, "small.furat")
        write_data(data)
        subprocess.run([FURAT, "load", "--quiet", "--store", store, data], check=True)
        with open(data, "w", encoding="utf-8") as out:
            out.write("<http://e/a> <http://e/text> <http://e/b> .\n")
        subprocess.run([FURAT, "load", "--quiet", "--store", small, data], check=True)
        for name, text in LONG.items():
            interrupt(store, name, text)
        limits(store)
        updates(store)
        deep(small)
    tap.done()


main()
