# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a statement gave nothing: each block of why.txt is a statement, "=>" and the whole
note.  Blocks begin with the data that they are asked of, "shipped", "made" or "united" (the same, in which the
default graph is the union of all).  Empty notes
are those of statements that do give something."""
import os
import pathlib
import subprocess
import tempfile

import tap

HERE = pathlib.Path(__file__).resolve().parent
FURAT = os.environ["FURAT"]
MADE = {
    None: """:a :p :b ; :n 1 ; :name "Ann"@en , "ann" ; a :Person .
:b :p :c ; :n 2 ; :name "Bob"@en , "\\u001B[31mred\\u202E" ; :m "007" .""",
    "http://e/g": ":g1 :p :g2 ; :q :g3 .",
    "http://e/h": ":g2 :r :g5 .",
}
PREFIXES = "PREFIX : <http://e/>\nPREFIX o: <http://other/>\n"


def blocks():
    for block in (HERE / "why.txt").read_text().split("\n\n"):
        if block.strip() and not block.startswith("# "):
            head, note = (block.strip("\n") + "\n").split("=>\n")
            data, statement = head.split("\n", 1)
            yield data.strip(), statement.strip(), note


def made(folder):
    arguments = []
    for graph, text in MADE.items():
        path = pathlib.Path(folder) / f"{len(arguments)}.ttl"
        path.write_text(f"@prefix : <http://e/> .\n{text}\n")
        arguments += ["--named-graph", f"{graph}={path}"] if graph else ["--data", str(path)]
    return arguments


def ask(arguments, statement, setting):
    lines = f"{PREFIXES}\n.why {setting}\n{statement}\n"
    return subprocess.run([FURAT, "shell", *arguments], input=lines.encode(),
                          capture_output=True, timeout=60)


def main():
    with tempfile.TemporaryDirectory() as folder:
        of = {"shipped": [], "made": made(folder)}
        of["united"] = [*of["made"], "--union-default-graph"]
        for data, statement, note in blocks():
            result = ask(of[data], statement, "on")
            told = result.stderr.decode()
            tap.case(f"{data}: {statement}"[:150], told == note and result.returncode == 0,
                     f"{told}--- instead of\n{note}")
            assert not [c for c in told if ord(c) < 32 and c != "\n"], told
        quiet = ask([], "SELECT * { ?x a fur:Actr }", "auto")
        tap.case("a script is told nothing unless it asks", quiet.stderr == b"", quiet.stderr)
        off = subprocess.run([FURAT, "query", "SELECT * { ?x a fur:Actr }"],
                             capture_output=True, timeout=60)
        tap.case("nor is a pipe", off.stderr == b"", off.stderr)
    tap.done()


main()
