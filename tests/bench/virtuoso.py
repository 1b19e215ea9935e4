# SPDX-License-Identifier: GPL-3.0-or-later
"""A Virtuoso of its own for a benchmark: Debian's virtuoso-t on the loopback interface, its files
in a folder that the caller gives, ended by its process id."""
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse

GRAPH = "https://w3id.org/furat/bench/g"

INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 2000
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
NumberOfBuffers = 340000
MaxDirtyBuffers = 250000
DirsAllowed = {directory}
CaseMode = 2
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 4
MaxQueryMem = 2G
[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerThreads = 4
MaxKeepAlives = 4
KeepAliveTimeout = 3600
[SPARQL]
ResultSetMaxRows = 100000000
"""


class Failure(Exception):
    """The server did not do what was asked; the text says what it said."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def split_in_two(path, directory):
    """Halves of N-Triples as 1.nt and 2.nt, for two loaders."""
    half = os.path.getsize(path) // 2
    with open(path, "rb") as whole:
        with open(os.path.join(directory, "1.nt"), "wb") as part:
            for line in whole:
                part.write(line)
                if part.tell() >= half:
                    break
        with open(os.path.join(directory, "2.nt"), "wb") as part:
            shutil.copyfileobj(whole, part, 1 << 22)


class Server:
    """A running server; keeps one HTTP connection to its endpoint open."""

    def __init__(self, directory):
        self.directory = directory
        self.port = free_port()
        self.http_port = free_port()
        self.stream = None
        self.connection = None
        with open(os.path.join(directory, "virtuoso.ini"), "w", encoding="utf-8") as stream:
            stream.write(INI.format(port=self.port, http_port=self.http_port,
                                    directory=directory))
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], cwd=self.directory,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(240):
            time.sleep(0.5)
            if self.isql("select 1;") == 0:
                return
        self.end()
        raise Failure("virtuoso-t does not answer")

    def isql(self, statements, wait=True):
        process = subprocess.Popen(
            ["isql-vt", "127.0.0.1:%d" % self.port, "dba", "dba", "exec=" + statements],
            cwd=self.directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return process.wait() if wait else process

    def load(self, path):
        """Two loaders on the halves of the file, then a checkpoint; returns the seconds."""
        split_in_two(path, self.directory)
        self.isql("ld_dir('%s', '*.nt', '%s');" % (self.directory, GRAPH))
        before = time.monotonic()
        for loader in [self.isql("rdf_loader_run();", wait=False) for _ in range(2)]:
            loader.wait()
        self.isql("checkpoint;")
        for part in ("1.nt", "2.nt"):
            os.unlink(os.path.join(self.directory, part))
        return time.monotonic() - before

    def peak_mebibytes(self):
        with open("/proc/%d/status" % self.process.pid, encoding="ascii") as stream:
            return [int(line.split()[1]) for line in stream if line.startswith("VmHWM")][0] / 1024

    def restart(self):
        """Ends whatever it is at; what was loaded is kept by the checkpoint."""
        self.disconnect()
        self.process.kill()
        self.process.wait()
        lock = os.path.join(self.directory, "virtuoso.lck")
        if os.path.exists(lock):
            os.unlink(lock)
        self.start()

    def end(self):
        self.disconnect()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    # ---- one kept connection, with as little as possible around it

    def connect(self, timeout):
        connection = socket.create_connection(("127.0.0.1", self.http_port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(timeout)
        self.stream = connection.makefile("rwb", 1 << 18)
        self.connection = connection

    def disconnect(self):
        if self.stream:
            self.stream.close()
            self.connection.close()
            self.stream = None

    @staticmethod
    def request_of(query, accept):
        body = urllib.parse.urlencode(
            {"query": query, "format": accept, "default-graph-uri": GRAPH}).encode()
        return (b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n"
                b"Accept: " + accept.encode() + b"\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body)) + body

    def ask(self, request, timeout):
        """Send a request of request_of() and read all of the answer."""
        if not self.stream:
            self.connect(timeout)
        self.connection.settimeout(timeout)
        try:
            self.stream.write(request)
            self.stream.flush()
            status, body, kept = self._read_answer()
        except (OSError, ValueError) as error:
            self.disconnect()
            raise Failure("time limit" if isinstance(error, socket.timeout)
                          else str(error)) from error
        if not kept:
            self.disconnect()
        if status != 200:
            raise Failure(" ".join(body.decode("utf-8", "replace").split("\n")[0].split()))
        return body

    def _read_answer(self):
        status = int(self.stream.readline().split()[1])
        length, chunked, kept = None, False, True
        while True:
            line = self.stream.readline().strip().lower()
            if not line:
                break
            name, _, value = line.partition(b":")
            value = value.strip()
            length = int(value) if name == b"content-length" else length
            chunked = chunked or (name == b"transfer-encoding" and value == b"chunked")
            kept = kept and not (name == b"connection" and value == b"close")
        if chunked:
            return status, self._read_chunks(), kept
        if length is None:
            return status, self.stream.read(), False
        return status, self.stream.read(length), kept

    def _read_chunks(self):
        parts = []
        while True:
            size = int(self.stream.readline().split(b";")[0], 16)
            parts.append(self.stream.read(size))
            self.stream.readline()
            if size == 0:
                return b"".join(parts)
