#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times loading the same N-Triples into Furat and its peers, in alternation.

    load.py --furat ./furat FILE.nt [--runs 3] [--peer NAME]...

Peers (each is left out, and said so, where it is not installed):
  virtuoso   Debian's virtuoso-t and isql-vt, a server of its own on the loopback interface, two
             loaders on the halves of the file, checkpoint included
  redland    Debian's rdfproc, storage `hashes` in memory
  oxigraph   the npm package, in memory; --oxigraph PATH/TO/node_modules/oxigraph/node.js

Prints a row a run (wall seconds, triples a second, peak memory, bytes a triple on disk) and the
median ratio to Furat.
"""
import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))

VIRTUOSO_INI = """
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
[SPARQL]
DefaultGraph = https://w3id.org/furat/bench/g
"""


def count_lines(path):
    with open(path, "rb") as stream:
        return sum(part.count(b"\n") for part in iter(lambda: stream.read(1 << 22), b""))


def timed(command, **options):
    """Runs a command; returns wall seconds and the peak memory in MiB."""
    before = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - before
    if process.returncode != 0:
        sys.exit("load.py: %s: exit status %d" % (command[0], process.returncode))
    return seconds, usage.ru_maxrss / 1024


def size_of(path):
    if os.path.isfile(path):
        return os.stat(path).st_blocks * 512
    return sum(size_of(os.path.join(path, name)) for name in os.listdir(path))


def load_furat(arguments, directory):
    store = os.path.join(directory, "bench.furat")
    seconds, mebibytes = timed([arguments.furat, "load", "-s", store, arguments.file])
    return seconds, mebibytes, size_of(store)


def load_redland(arguments, directory):
    seconds, mebibytes = timed(
        ["rdfproc", "-q", "-s", "hashes", "-t", "hash-type='memory'", "bench", "parse",
         "file://" + os.path.abspath(arguments.file), "ntriples"], cwd=directory)
    return seconds, mebibytes, 0


def load_oxigraph(arguments, directory):
    seconds, mebibytes = timed(
        ["node", os.path.join(HERE, "peers", "oxigraph_load.mjs"),
         os.path.abspath(arguments.oxigraph), os.path.abspath(arguments.file)], cwd=directory)
    return seconds, mebibytes, 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def isql(port, statements, directory):
    return subprocess.run(["isql-vt", "127.0.0.1:%d" % port, "dba", "dba", "exec=" + statements],
                          cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def start_virtuoso(directory):
    port = free_port()
    with open(os.path.join(directory, "virtuoso.ini"), "w", encoding="utf-8") as stream:
        stream.write(VIRTUOSO_INI.format(port=port, directory=directory))
    server = subprocess.Popen(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"],
                              cwd=directory, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    for _ in range(120):
        time.sleep(0.5)
        if isql(port, "select 1;", directory).returncode == 0:
            return server, port
    server.kill()
    sys.exit("load.py: virtuoso-t does not answer")


def split_in_two(path, directory):
    half = os.path.getsize(path) // 2
    with open(path, "rb") as whole:
        with open(os.path.join(directory, "1.nt"), "wb") as part:
            for line in whole:
                part.write(line)
                if part.tell() >= half:
                    break
        with open(os.path.join(directory, "2.nt"), "wb") as part:
            shutil.copyfileobj(whole, part, 1 << 22)


def load_virtuoso(arguments, directory):
    split_in_two(arguments.file, directory)
    server, port = start_virtuoso(directory)
    try:
        isql(port, "ld_dir('%s', '*.nt', 'https://w3id.org/furat/bench/g');" % directory, directory)
        before = time.monotonic()
        loaders = [subprocess.Popen(["isql-vt", "127.0.0.1:%d" % port, "dba", "dba",
                                     "exec=rdf_loader_run();"], stdout=subprocess.DEVNULL)
                   for _ in range(2)]
        for loader in loaders:
            loader.wait()
        isql(port, "checkpoint;", directory)
        seconds = time.monotonic() - before
        with open("/proc/%d/status" % server.pid, encoding="ascii") as stream:
            peak = [int(line.split()[1]) for line in stream if line.startswith("VmHWM")]
        return seconds, peak[0] / 1024, size_of(os.path.join(directory, "virtuoso.db"))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


LOADERS = {"furat": load_furat, "virtuoso": load_virtuoso, "redland": load_redland,
           "oxigraph": load_oxigraph}
PROGRAMS = {"virtuoso": "virtuoso-t", "redland": "rdfproc", "oxigraph": "node"}


def installed(name, arguments):
    if name == "oxigraph" and not arguments.oxigraph:
        return False
    return name == "furat" or shutil.which(PROGRAMS[name]) is not None


def main():
    parser = argparse.ArgumentParser(description="Time loading against the peers.")
    parser.add_argument("--furat", required=True)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peer", action="append", choices=sorted(PROGRAMS))
    parser.add_argument("--oxigraph", metavar="FILE", help="the package's node.js")
    parser.add_argument("file")
    arguments = parser.parse_args()
    names = ["furat"] + (arguments.peer or sorted(PROGRAMS))
    for name in [name for name in names if not installed(name, arguments)]:
        print("left out, not installed: %s" % name)
        names.remove(name)
    n_triples = count_lines(arguments.file)
    seconds = {name: [] for name in names}
    print("%d triples\n%-10s %9s %12s %9s %13s" % (
        n_triples, "engine", "seconds", "triples/s", "peak MiB", "bytes/triple"))
    for _ in range(arguments.runs):
        for name in names:
            with tempfile.TemporaryDirectory() as directory:
                wall, mebibytes, size = LOADERS[name](arguments, directory)
            seconds[name].append(wall)
            print("%-10s %9.2f %12.0f %9.0f %13s" % (
                name, wall, n_triples / wall, mebibytes,
                "%.1f" % (size / n_triples) if size else "-"), flush=True)
    for name in names[1:]:
        ratio = statistics.median(own / other for own, other in
                                  zip(seconds["furat"], seconds[name]))
        print("furat takes %.2f of the time of %s (median of %d pairs)" % (
            ratio, name, arguments.runs))


if __name__ == "__main__":
    main()
