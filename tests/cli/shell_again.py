# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes behind an answer: .watch asks again, .bind hands it on, .shell goes outside."""
import os
import re
import shutil
import subprocess
import tempfile

import tap
from screen import CTRL, ENTER, Screen

FURAT = os.environ["FURAT"]
DATA = """@prefix x: <http://x/> .
x:a x:n 7 ; x:label "الموصل"@ar , "Mosul"@en . x:b x:n 8 .
"""
HEADING = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(every (\S+), (\d+)( of (\d+))?\)$", re.M)

home = tempfile.mkdtemp(prefix="furat-again.")
data = os.path.join(home, "data.ttl")
with open(data, "w", encoding="utf-8") as file:
    file.write(DATA)


def script(*lines, status=0, name=None, arguments=()):
    """What a script wrote: (standard output, standard error)."""
    done = subprocess.run([FURAT, "shell", "--data", data, *arguments], input="\n".join(lines),
                          encoding="utf-8", capture_output=True, timeout=60, cwd=home,
                          env={**os.environ, "HOME": home}, check=False)
    if name:
        tap.case(name, done.returncode == status,
                 f"status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout, done.stderr


def same(name, got, expected):
    tap.case(name, got == expected, f"{got!r}\nnot {expected!r}")


COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o };"


def watch_in_scripts():
    out, err = script(COUNT, ".watch 10ms 3", name=".watch asks so many times")
    same("each answer is a result", out, "?n\n4\n" * 4)
    turns = [match.groups() for match in HEADING.finditer(err)]
    same("each has a heading with the time beside it", turns,
         [("10ms", str(i), " of 3", "3") for i in (1, 2, 3)])
    out, _ = script(COUNT, ".mode csv", ".once all.csv", ".watch 0 2", ".watch 0 1",
                    name=".once takes all of a .watch")
    with open(os.path.join(home, "all.csv"), encoding="utf-8") as file:
        same("into its file", file.read(), "n\n4\n" * 2)
    same("and no more", out, "?n\n4\nn\n4\n")
    out, _ = script(COUNT, ".watch 0 2 | cat -n", name="so does a command")
    same("all in one", out, "?n\n4\n     1\t?n\n     2\t4\n     3\t?n\n     4\t4\n")
    out, _ = script(COUNT, ".watch 0 2", ".last", name=".last")
    same("shows the last turn", out, "?n\n4\n" * 4)
    out, _ = script(COUNT, ".watch 0 | head -1", "ASK {};",
                    name="a command that reads no further ends it")
    same("without an error", out, "?n\n4\n?n\ntrue\n")
    script("ASK {", ".watch 0 2", status=1, name="what failed is not watched")
    for words in ("x", "-1", "1 0", "1 x", "1 -2", "1 2x", "1 2 3", "''"):
        _, err = script("ASK {};", f".watch {words}", status=1, name=f".watch {words} is refused")
        tap.case("and says what it wants", "hint: " in err and ".watch" in err, err)
    _, err = script(".watch", status=1, name=".watch of nothing is refused")
    tap.case("as there is no query", "there is no query to watch yet" in err, err)
    _, err = script("SELECT * { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(9))
                    + " FILTER (STRLEN(CONCAT("
                    + ", ".join(f"STR(?o{i})" for i in range(9)) + ")) > 999) }",
                    ".timeout 1ms", ".watch 0", status=3, name="what fails ends it")
    same("at once", len(HEADING.findall(err)), 1)
    process = subprocess.Popen([FURAT, "shell", "--data", data, "-c", COUNT, "-c", ".watch 0.05"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    lines = [process.stdout.readline() for _ in range(8)]
    process.send_signal(2)
    process.stdout.close()
    tap.case("without a number it goes on", lines == [b"?n\n", b"4\n"] * 4, lines)
    tap.case("until an interrupt ends the script", process.wait(timeout=20) == 130,
             process.returncode)


def watch_at_a_terminal():
    with Screen([FURAT, "shell", "--data", data], home, columns=60, rows=30,
                NO_COLOR="1") as s:
        s.wait_for("furat>")
        s.send("ASK {}" + ENTER)
        s.wait_for("true")
        s.send(".watch 0.1" + ENTER)
        s.until(lambda s: s.text.count("true") >= 4)
        s.send(CTRL["c"])
        s.until(lambda s: s.rows and s.rows[-1] == "furat>")
        tap.case("Ctrl-C ends .watch without an error", "error" not in s.text, s.text)
        tap.case("headings stand between", len(HEADING.findall(s.text)) >= 3, s.text)
        s.send("ASK {?s ?p 99}" + ENTER)
        tap.case("and the session goes on", s.wait_for("false"), s.text)


def bind():
    one = "SELECT ?s ?label ?none { ?s <http://x/label> ?label FILTER (LANG(?label) = 'ar') };"
    out, _ = script(one, ".bind", "SELECT ?_s ?_label ?_none {};", name=".bind takes the one row")
    same("for what follows", out.splitlines()[2:],
         ["?_s\t?_label\t?_none", '<http://x/a>\t"الموصل"@ar\t'])
    out, _ = script(".set _none 1", ".set _s 1", one, ".bind none ?label", "SELECT ?_none ?_s {};",
                    name="only what is named is bound")
    same("and what is unbound is forgotten", out.splitlines()[3],
         '\t"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
         if '"1"' in out else "\t1")
    out, _ = script("SELECT (3 AS ?_n) {};", ".bind", "SELECT (?_n + 1 AS ?m) {};",
                    name="a name with its _ is not given another")
    same("as it is", out.splitlines()[-1], "4")
    for request, words, told in (
            ("SELECT * { ?s <http://x/n> ?o };", "", "the last result has more than one row"),
            ("SELECT * { ?s <http://x/m> ?o };", "", "the last result has no row"),
            ("ASK {};", "", "the last result has no columns to bind"),
            ("CONSTRUCT WHERE { <http://x/b> ?p ?o };", "", "the last result has no columns"),
            ("SELECT (BNODE() AS ?b) {};", "", "?b is a blank node, which has no name"),
            ("SELECT (1 AS ?b) {};", "c", "the last result has no column c"),
            (".set _x 1", "", "there is no result yet")):
        _, err = script(request, f".bind {words}", status=1, name=f"{request} is not bound")
        tap.case(f"as {told}", told in err, err)
    out, _ = script("SELECT (BNODE() AS ?b) (1 AS ?c) {};", ".bind c", "SELECT ?_c {};",
                    name="the others beside a blank node are")
    same("bound", out.splitlines()[-1], "1")


def texts_like_iris():
    for value, told in (("foo:bar", True), ("http://x/a", True), ('"foo:bar"', False),
                        ("<http://x/a>", False), ("7", False), ("x y", False)):
        _, err = script(f".set _v {value}", name=f".set _v {value}")
        tap.case("is told to be a text" if told else "is what it looks like",
                 ("an IRI stands between < and >" in err) == told, err)


def shell():
    out, _ = script("ASK {};", ".shell echo 'a | b' | tr a-z A-Z", "ASK {};",
                    name=".shell runs a command")
    same("in its place", out, "true\nA | B\ntrue\n")
    out, _ = script(".shell cat", "ASK {};", name="which does not read the script")
    same("that goes on", out, "true\n")
    _, err = script(".shell exit 3", "ASK {};", status=3, name="one that fails ends a script")
    tap.case("with its status", "the command ended with status 3" in err, err)
    _, err = script(".shell kill -9 $$", status=3, name="so does a signal")
    tap.case("which is told", "the command was ended by signal 9" in err, err)
    script(".shell kill -QUIT $PPID", "ASK {};", name="Ctrl-\\ is for the command alone")
    script(".shell", status=1, name="there is a command")
    script(".output all.txt", "ASK {};", ".shell cat all.txt", name="what was written is there")
    with Screen([FURAT, "shell", "--data", data], home, columns=60, rows=20,
                NO_COLOR="1") as s:
        s.wait_for("furat>")
        s.send(".shell echo tell; read line; echo \"got $line\"" + ENTER)
        s.until(lambda s: "tell" in s.rows)
        s.send("الموصل" + ENTER, ahead=True)
        tap.case("at a terminal it reads what is typed", s.wait_for("got الموصل"), s.text)
        # A signal that meets dash between its fork and the command's start is lost to this one.
        s.send(".shell echo go; while :; do sleep 0.1; done" + ENTER)
        s.until(lambda s: "go" in s.rows)
        s.send(CTRL["c"])
        s.send("ASK {}" + ENTER)
        tap.case("and Ctrl-C ends it alone", s.wait_for("true"), s.text)


watch_in_scripts()
watch_at_a_terminal()
bind()
texts_like_iris()
shell()
shutil.rmtree(home)
tap.done()
