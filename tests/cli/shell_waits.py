# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever waits for somebody else can be stopped, and says what he waits for: pipes that nobody
writes, stores that another program keeps locked, the pager of a manual page."""
import fcntl
import os
import shutil
import signal
import stat
import subprocess
import tempfile

import tap
from screen import CTRL, ENTER, Screen

FURAT = os.environ["FURAT"]
home = tempfile.mkdtemp(prefix="furat-waits.")
os.chdir(home)
with open("data.nt", "w", encoding="utf-8") as file:
    file.write("<http://x/s> <http://x/p> <http://x/o> .\n")
for name in ("pipe.rq", "pipe.ttl"):
    os.mkfifo(name)
subprocess.run([FURAT, "load", "-qs", "store.furat", "data.nt"], check=True)


def screen(*arguments, **environment):
    return Screen([FURAT, *arguments], home, columns=70, rows=16, NO_COLOR="1", **environment)


def pipes_in_a_session():
    for command, name in ((".read pipe.rq", ".read"), (".open pipe.ttl", ".open")):
        with screen("shell", "--data", "data.nt") as s:
            s.wait_for("furat>")
            s.send(command + ENTER + CTRL["c"])
            tap.case(f"{name} of a pipe that nobody writes ends at Ctrl-C, and says so",
                     s.wait_for(f"{name}: error: interrupted"), s.text)
            s.send("ASK { ?s ?p <http://x/o> }" + ENTER)
            tap.case("the session goes on with what was open", s.wait_for("true\nfurat>"), s.text)
            s.send(command + ENTER)
            text = "ASK { ?s ?p <http://x/none> }\n" if name == ".read" else "<http://x/a> a <http://x/A> .\n"
            with open(command.split()[1], "w", encoding="utf-8") as pipe:
                pipe.write(text)
            tap.case("and what somebody writes into it later is read",
                     s.wait_for("false" if name == ".read" else "1 statement"), s.text)


def waits(s):
    """It takes Ctrl-C as a signal of its own, and sleeps."""
    s.update(0.05)
    with open(f"/proc/{s.pid}/status", encoding="ascii") as status:
        told = dict(line.split(":", 1) for line in status)
    return bool(int(told["SigCgt"], 16) & 1 << signal.SIGINT - 1) and told["State"].split()[0] == "S"


def pipes_on_the_command_line():
    for arguments in (("query", "-f", "pipe.rq"), ("query", "--data", "pipe.ttl", "ASK {}"),
                      ("update", "--data", "data.nt", "-f", "pipe.rq"), ("explain", "-f", "pipe.rq"),
                      ("shell", "-f", "pipe.rq"), ("export", "--query", "pipe.rq"),
                      ("parse", "--query", "pipe.rq"), ("parse", "pipe.ttl")):
        with screen(*arguments) as s:
            s.until(waits, timeout=10)
            s.send(CTRL["c"])
            tap.case(f"furat {' '.join(arguments)} ends at Ctrl-C", s.wait() == 130, f"{s.status}\n{s.seen}")
            tap.case("and says so", "error: interrupted" in s.seen, s.seen)


def locked_stores():
    with screen("shell", "--data", "data.nt") as s:
        s.wait_for("furat>")
        with open("store.furat-lock", "r+b") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX, 1, 0)
            s.send(".open store.furat" + ENTER)
            tap.case("a store that another program keeps locked is not waited for without end",
                     s.wait_for(".open: error: another program keeps the store store.furat locked"), s.text)
        s.send(".open store.furat" + ENTER)
        tap.case("when it is done the store opens", s.wait_for("store.furat: 1 statement"), s.text)
        writer = subprocess.Popen([FURAT, "load", "-qs", "store.furat", "pipe.ttl"])
        with open("pipe.ttl", "w", encoding="utf-8") as pipe:
            pipe.write("<http://x/a> a <http://x/A> .\n" * 100000)
            pipe.flush()
            s.send("ASK { ?s ?p <http://x/o> }" + ENTER)
            tap.case("who only reads does not wait for a program that writes", s.wait_for("true"), s.text)
            s.send("INSERT DATA { <http://x/b> a <http://x/B> }" + ENTER)
            s.update(0.5)
            s.send(CTRL["c"])
            tap.case("who writes does, until Ctrl-C", s.wait_for("query: error: interrupted"), s.text)
        writer.wait()
        s.send("INSERT DATA { <http://x/b> a <http://x/B> }" + ENTER)
        tap.case("and can when it is done", s.wait_for("1 statement added"), s.text)


def manual_page():
    folder = os.path.join(home, "bin")
    os.makedirs(folder)
    man = os.path.join(folder, "man")
    scripts = {"a pager that keeps Ctrl-C for itself":
               "#!/bin/sh\ntrap 'echo kept' INT\necho page; until read key; do :; done; echo \"read $key\"\n",
               "one that ends at it": "#!/bin/sh\necho page; exec sleep 60\n"}
    for name, script in scripts.items():
        with open(man, "w", encoding="utf-8") as file:
            file.write(script)
        os.chmod(man, stat.S_IRWXU)
        with screen("help", "run", PATH=folder + ":" + os.environ["PATH"]) as s:
            s.wait_for("page")
            s.send(CTRL["c"])
            if "keeps" in name:
                s.wait_for("kept")
                s.update(0.3)
                tap.case(f"{name} is not left alone with the terminal", s.wait(timeout=0.3) is None, s.text)
                s.send("q" + ENTER, ahead=True)
            tap.case(f"furat help ends with {name}", s.wait() == 0, f"{s.status}\n{s.seen}")
            tap.case("and shows nothing else", "Usage" not in s.seen, s.seen)


def widths():
    listed = subprocess.run([FURAT, "run"], capture_output=True, text=True, check=True).stdout
    names = [line.split()[0] for line in listed.splitlines() if line.startswith("  ")]
    tap.case("there are canned queries", len(names) > 20, listed)
    for name in names:
        text = subprocess.run([FURAT, "run", name, "--help"], capture_output=True, text=True, check=True).stdout
        wide = [line for line in text.splitlines() if len(line) > 79]
        tap.case(f"furat run {name} --help fits into 79 cells", not wide, "\n".join(wide))


try:
    for test in (pipes_in_a_session, pipes_on_the_command_line, locked_stores, manual_page, widths):
        test()
finally:
    os.chdir("/")
    shutil.rmtree(home, ignore_errors=True)
tap.done()
