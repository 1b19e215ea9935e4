# SPDX-License-Identifier: GPL-3.0-or-later
"""Random updates inside and outside of transactions, in shells that are ended, stopped and killed
in the middle, against a model: what a shell sees is its own work, what anybody else sees is the
last commit, and that is all that is left of a shell that is gone.

FURAT_FAULTS=N runs N shells (the usual run is short); FURAT_TEST_SEED says which.
"""
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time

import tap

FURAT = os.environ["FURAT"]
N_SHELLS = int(os.environ.get("FURAT_FAULTS", "24"))
SEED = int(os.environ.get("FURAT_TEST_SEED", str(random.randrange(1 << 32))))
RANDOM = random.Random(SEED)
GRAPHS = ("", "<x:g>", "<x:h>", "<x:i>")
UNEXPECTED = r"error: (?!LOAD reads nothing|.commit: the transaction was rolled back|the script ended|interrupted)"
EVERYTHING = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } };"


def choice(n):
    return RANDOM.randrange(n)


def triple():
    return "<x:s%d>" % choice(12), "<x:p%d>" % choice(4), str(choice(30))


def within(graph, text):
    return "GRAPH %s { %s }" % (graph, text) if graph else text


def target(graph):
    return "GRAPH " + graph if graph else "DEFAULT"


def source(graph):
    return graph or "DEFAULT"


# Each makes one operation and does the same to a model, a set of (graph, s, p, o); False: it fails.

def insert_data(model):
    graph = RANDOM.choice(GRAPHS)
    triples = [triple() for _ in range(RANDOM.choice((1, 3, 200)))]
    model.update((graph, *t) for t in triples)
    return "INSERT DATA { %s }" % within(graph, " . ".join(map(" ".join, triples)))


def delete_data(model):
    graph = RANDOM.choice(GRAPHS)
    triples = [triple() for _ in range(RANDOM.choice((1, 50)))]
    triples += [t[1:] for t in sorted(model) if t[0] == graph and not choice(4)]
    model.difference_update((graph, *t) for t in triples)
    return "DELETE DATA { %s }" % within(graph, " . ".join(map(" ".join, triples)))


def delete_where(model):
    graph, (subject, predicate, _) = RANDOM.choice(GRAPHS), triple()
    model.difference_update([t for t in model if t[:3] == (graph, subject, predicate)])
    return "DELETE WHERE { %s }" % within(graph, "%s %s ?o" % (subject, predicate))


def modify(model):
    one, other = "<x:p%d>" % choice(4), "<x:q%d>" % choice(2)
    graph, to = RANDOM.choice(GRAPHS), RANDOM.choice(GRAPHS)
    old = [t for t in model if t[0] == graph and t[2] == one]
    model.difference_update(old)
    model.update((to, t[1], other, t[3]) for t in old)
    return "DELETE { %s } INSERT { %s } WHERE { %s }" % (
        within(graph, "?s %s ?o" % one), within(to, "?s %s ?o" % other),
        within(graph, "?s %s ?o" % one))


def clear(model):
    what = RANDOM.choice(("ALL", "NAMED") + GRAPHS * 3)
    gone = [t for t in model if what == "ALL" or (what == "NAMED" and t[0]) or t[0] == what]
    model.difference_update(gone)
    return RANDOM.choice(("CLEAR ", "DROP SILENT ")) + (
        what if what in ("ALL", "NAMED") else target(what))


def transfer(model):
    verb, (one, other) = RANDOM.choice(("COPY", "MOVE", "ADD")), RANDOM.sample(GRAPHS, 2)
    moved = [t for t in model if t[0] == one]
    if one and not moved:
        return "INSERT DATA {}"  # there is no such graph
    if verb != "ADD":
        model.difference_update([t for t in model if t[0] == other])
    model.update((other, *t[1:]) for t in moved)
    if verb == "MOVE":
        model.difference_update(moved)
    return "%s %s TO %s" % (verb, source(one), source(other))


def load(model):
    model.update(("<x:i>", "<x:s%d>" % i, "<x:loaded>", str(i)) for i in range(40))
    return "LOAD <file://%s> INTO GRAPH <x:i>" % DOCUMENT


OPERATIONS = (insert_data, insert_data, insert_data, delete_data, delete_where, modify, clear,
              transfer, load)


class Shell:
    """A shell on a pipe; what it says is awaited up to a line of its own."""

    def __init__(self, path):
        self.process = subprocess.Popen(
            [FURAT, "shell", "-k", "-s", path, "--allow-load", os.path.dirname(DOCUMENT)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.n_asked = 0

    def send(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def ask(self, text):
        self.n_asked += 1
        end = "end-%d" % self.n_asked
        self.send("%s\n.print %s" % (text, end))
        lines = []
        for line in self.process.stdout:
            if line.rstrip() == end:
                return lines
            lines.append(line.rstrip("\n"))
        raise EOFError("the shell is gone: " + self.process.stderr.read())

    def quads(self):
        lines = self.ask(EVERYTHING)[1:]
        quads = {tuple(line.split("\t")) for line in lines}
        assert len(quads) == len(lines), "a quad came twice"
        return quads


def stored(path):
    """What others see; None with an error."""
    result = subprocess.run([FURAT, "query", "-s", path, "--results", "tsv", EVERYTHING[:-1]],
                            capture_output=True, text=True, check=False)
    if result.returncode:
        print("#", result.stderr)
        return None
    return {tuple(line.split("\t")) for line in result.stdout.splitlines()[1:]}


class Run:
    """One shell with its model: what it sees, what is committed, what a commit is about to do."""

    def __init__(self, path, committed):
        self.path = path
        self.shell = Shell(path)
        self.committed = set(committed)
        self.model = set(committed)
        self.open = self.failed = False
        self.log = []
        self.wrong = []

    def do(self, text):
        self.log.append(text)
        return self.shell.ask(text)

    def update(self):
        after = set(self.model)
        operations = [RANDOM.choice(OPERATIONS)(after) for _ in range(RANDOM.choice((1, 1, 2, 5)))]
        fails = not choice(8)
        if fails:
            operations.insert(choice(len(operations) + 1), "LOAD <file:///nowhere.ttl>")
        self.do(" ; ".join(operations) + ";")
        if fails:
            self.failed = self.open
        else:
            self.model = after
            self.committed = self.committed if self.open else set(after)

    def step(self):
        kind = choice(10)
        if kind < 6:
            self.update()
        elif kind == 6 and not self.open:
            self.do(".begin")
            self.open, self.failed = True, False
        elif kind == 7 and self.open:
            self.do(".commit")
            self.end(not self.failed)
        elif kind == 8 and self.open and not choice(2):
            self.do(".rollback")
            self.end(False)
        else:
            self.look()

    def end(self, keep):
        self.open = self.failed = False
        if keep:
            self.committed = set(self.model)
        self.model = set(self.committed)

    def look(self):
        self.compare("itself", self.shell.quads(), self.model)
        if not choice(3):
            self.compare("others", stored(self.path), self.committed)
        if not choice(3):
            counted = dict(line.split("\t") for line in self.shell.ask(".info"))
            self.compare("counts", counted['"statements"'], str(len(self.model)))
            self.shell.ask(".classes\n.predicates\n.graphs\n.explain ASK { <x:s1> ?p ?o }")

    def compare(self, who, seen, expected):
        if seen != expected:
            if isinstance(seen, set):
                seen, expected = sorted(seen - expected)[:9], sorted(expected - seen)[:9]
            self.wrong.append((who, seen, expected, [line[-900:] for line in self.log[-12:]]))

    def finish(self):
        """End it, in one way or another, and see what is left."""
        process = self.shell.process
        how = RANDOM.choice(("quit", "end", "kill", "term", "busy", "commit"))
        allowed = [self.committed]
        if how == "quit":
            self.shell.send(".quit")
        elif how == "busy":  # in the middle of an update
            if not self.open:
                self.do(".begin")
            self.shell.send("INSERT { ?s <x:many> ?n } WHERE { ?s ?p ?o . ?t ?q ?n };")
            time.sleep(RANDOM.random() * 0.05)
            process.kill()
        elif how == "commit":  # in the middle of a commit
            self.shell.send(".commit" if self.open and not self.failed else "ASK {};")
            time.sleep(RANDOM.random() * 0.005)
            process.kill()
            allowed += [self.model]
        elif how != "end":
            process.send_signal(signal.SIGKILL if how == "kill" else signal.SIGTERM)
        told = process.communicate()[1]
        errors = [line for line in told.splitlines() if re.search(UNEXPECTED, line)]
        if errors:
            self.wrong.append(("errors", errors[:5]))
        left = stored(self.path)
        if left not in allowed:
            self.compare("what a shell that ended by %s leaves" % how, left, allowed[0])
        if self.open and how in ("quit", "end", "term") and "rolled back" not in told:
            self.wrong.append(("no word of the roll-back", how, told, self.log[-5:]))
        if subprocess.run([FURAT, "check", "-q", "-s", self.path], check=False).returncode:
            self.wrong.append(("the store is not sound", how, told, self.log[-12:]))
        return left


def random_shells(folder):
    path = os.path.join(folder, "random.furat")
    with open(os.path.join(folder, "empty.ttl"), "wb"):
        subprocess.run([FURAT, "load", "-q", "-s", path, os.path.join(folder, "empty.ttl")],
                       check=True)
    wrong = []
    committed = set()
    n_steps = 0
    for _ in range(N_SHELLS):
        run = Run(path, committed)
        for _ in range(choice(40)):
            run.step()
            n_steps += 1
        run.look()
        committed = run.finish()
        wrong += run.wrong
        if wrong or committed is None:
            break
    tap.case("shells and everybody else see what they should (%d shells, %d steps)"
             % (N_SHELLS, n_steps), not wrong, wrong[:2])


def two_writers(folder):
    """Who wants to write while a transaction is open waits, and sees what it did."""
    path = os.path.join(folder, "two.furat")
    document = os.path.join(folder, "one.ttl")
    with open(document, "w", encoding="utf-8") as out:
        out.write("<x:a> <x:n> 1 .\n")
    subprocess.run([FURAT, "load", "-q", "-s", path, document], check=True)
    more = ("DELETE { ?s ?p ?n } INSERT { ?s ?p ?m } WHERE { ?s ?p ?n BIND(?n + 1 AS ?m) }",)
    shell = Shell(path)
    shell.ask(".begin\n%s;" % more)
    other = subprocess.Popen([FURAT, "update", "-q", "-s", path, *more])
    time.sleep(0.3)
    tap.case("another writer waits for the end of a transaction", other.poll() is None)
    busy = subprocess.run([FURAT, "load", "--no-wait", "-q", "-s", path, document], check=False,
                          capture_output=True, text=True)
    tap.case("or is told, if that is what it wants", busy.returncode == 3
             and "changed by somebody else" in busy.stderr, (busy.returncode, busy.stderr))
    shell.ask("%s;\n.commit" % more)
    tap.case("and goes on then", other.wait(20) == 0 and
             stored(path) == {("", "<x:a>", "<x:n>", "4")}, stored(path))
    shell.process.communicate()


def full_disk(folder):
    """A commit that finds no room has ended the transaction, and changed nothing."""
    path = os.path.join(folder, "full.furat")
    document = os.path.join(folder, "one.ttl")
    subprocess.run([FURAT, "load", "-q", "-s", path, document], check=True)
    before = stored(path)

    def limit():
        n_bytes = os.path.getsize(path) + (1 << 16)
        resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    many = " . ".join("<x:s%d> <x:p> %d" % (i, i) for i in range(20000))
    script = ".begin\nINSERT DATA { %s };\n.commit\nINSERT DATA { <x:new> <x:p> 1 };\n" % many
    # pylint: disable-next=subprocess-popen-preexec-fn
    result = subprocess.run([FURAT, "shell", "-k", "-s", path], input=script, check=False, text=True,
                            capture_output=True, preexec_fn=limit)
    tap.case("a commit that finds no room keeps nothing", result.returncode == 3 and
             "or the disk is full" in result.stderr and
             "hint: the transaction has ended, and nothing of it was kept" in result.stderr,
             (result.returncode, result.stderr[-500:]))
    tap.case("and the next update goes its way",
             stored(path) == before | {("", "<x:new>", "<x:p>", "1")}, stored(path))


def main():
    print("# FURAT_TEST_SEED=%d FURAT_FAULTS=%d" % (SEED, N_SHELLS))
    with tempfile.TemporaryDirectory(prefix="furat-test.") as folder:
        global DOCUMENT  # pylint: disable=global-variable-undefined
        os.mkdir(os.path.join(folder, "documents"))
        DOCUMENT = os.path.join(folder, "documents", "some.nt")
        with open(DOCUMENT, "w", encoding="utf-8") as out:
            for i in range(40):
                out.write('<x:s%d> <x:loaded> "%d"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
                          % (i, i))
        random_shells(folder)
        two_writers(folder)
        if os.environ.get("FURAT_INSTRUMENTED", "no") == "no":
            full_disk(folder)
    tap.done()


sys.stdout.reconfigure(line_buffering=True)
main()
