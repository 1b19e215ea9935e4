# SPDX-License-Identifier: GPL-3.0-or-later
"""The engines that tests/bench/queries.py asks.  Each has

    ask(query, n_runs, budget_ms)   the walls of its runs in seconds, results fully read
    answer(query)                   (number of rows, hash), as tests/bench/answers.py makes them
    end()

and raises Failure with the engine's words, or after the time limit.
"""
import json
import os
import select
import subprocess
import tempfile
import time

import answers
import virtuoso
from virtuoso import Failure

HERE = os.path.dirname(os.path.abspath(__file__))
START_SECONDS = 900
TSV = "text/tab-separated-values"
JSON = "application/sparql-results+json"


class Query:
    """A file of tests/bench/queries; its folder is its class."""

    def __init__(self, path):
        self.path = os.path.abspath(path)
        self.group = os.path.basename(os.path.dirname(self.path))
        self.name = "%s/%s" % (self.group, os.path.basename(path)[:-3])
        self.ordered = self.group == "topk"
        with open(path, encoding="utf-8") as stream:
            self.text = stream.read()


class Process:
    """An engine behind lines of requests and answers: tests/bench/query_bench.c."""

    def __init__(self, command, limit, greets, has_head):
        self.command = command
        self.limit = limit
        self.greets = greets
        self.has_head = has_head
        self.process = None
        self.buffer = b""
        file, self.answer_path = tempfile.mkstemp(suffix=".tsv")
        os.close(file)

    def start(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, bufsize=0)
        self.buffer = b""
        if self.greets:
            self._read_line(START_SECONDS)

    def _read_line(self, seconds):
        end = time.monotonic() + seconds
        while b"\n" not in self.buffer:
            ready, _, _ = select.select([self.process.stdout], [], [],
                                        max(0.0, end - time.monotonic()))
            part = self.process.stdout.read(1 << 20) if ready else b""
            if not part:
                self.stop()
                raise Failure("ended" if ready else "time limit")
            self.buffer += part
        line, self.buffer = self.buffer.split(b"\n", 1)
        return json.loads(line)

    def _request(self, query, n_runs, budget_ms, answer_path):
        if not self.process:
            self.start()
        fields = (query.path, str(n_runs), "%d" % budget_ms, "%d" % (self.limit * 1000),
                  answer_path)
        self.process.stdin.write(("\t".join(fields) + "\n").encode())
        outcome = self._read_line(self.limit + budget_ms / 1000 + 2)
        if "error" in outcome:
            raise Failure(outcome["error"])
        return outcome

    def ask(self, query, n_runs, budget_ms):
        return [ns / 1e9 for ns in self._request(query, n_runs, budget_ms, "")["ns"]]

    def answer(self, query):
        self._request(query, 0, 0, self.answer_path)
        return answers.read_tsv(self.answer_path, query.ordered, self.has_head)

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()
            self.process = None

    def end(self):
        self.stop()
        os.unlink(self.answer_path)


def furat(program, store, limit):
    return Process([program, store], limit, greets=False, has_head=False)


def oxigraph(module, path, limit):
    return Process(["node", os.path.join(HERE, "peers", "oxigraph_query.mjs"),
                    os.path.abspath(module), os.path.abspath(path)], limit, greets=True,
                   has_head=True)


class Virtuoso:
    """Timed with results as TSV, which it writes fastest; compared as JSON, which says more."""

    def __init__(self, path, limit):
        self.limit = limit
        self.folder = tempfile.TemporaryDirectory()
        self.server = virtuoso.Server(self.folder.name)
        self.server.load(path)

    def _ask(self, request):
        try:
            return self.server.ask(request, self.limit)
        except Failure as failure:
            if "time limit" in str(failure):
                self.server.restart()
            raise

    def ask(self, query, n_runs, budget_ms):
        request = self.server.request_of(query.text, TSV)
        start = time.perf_counter()
        walls = []
        while len(walls) < n_runs:
            before = time.perf_counter()
            if walls and (before - start) * 1000 > budget_ms:
                break
            self._ask(request)
            walls.append(time.perf_counter() - before)
        return walls

    def answer(self, query):
        body = self._ask(self.server.request_of(query.text, JSON))
        return answers.read_json(body, query.ordered)

    def end(self):
        self.server.end()
        self.folder.cleanup()
