# SPDX-License-Identifier: GPL-3.0-or-later
"""Another store in the same session, other folders, prompts of one's own, texts between results."""
import os
import shutil
import struct
import subprocess
import tempfile

import tap
from screen import CTRL, ENTER, TAB, Screen

FURAT = os.environ["FURAT"]
MAGIC = b"Furat store\n"
home = tempfile.mkdtemp(prefix="furat-open.")
os.makedirs(os.path.join(home, "sub"))
DATA = {"a.ttl": "@prefix own: <http://own/> . <http://x/a> a own:A ; <http://www.w3.org/2000/01/rdf-schema#label> 'Aleph' .\n",
        "b.ttl": "<http://x/b> a <http://x/B> ; <http://www.w3.org/2000/01/rdf-schema#label> 'Bet' .\n",
        "sub/c.rq": "ASK { <http://x/c> ?p ?o }\n", "text.furat": "no store\n"}
for name, text in DATA.items():
    with open(os.path.join(home, name), "w", encoding="utf-8") as file:
        file.write(text)
for store in ("one", "two", "new"):
    subprocess.run([FURAT, "load", "-qs", f"{store}.furat", "a.ttl" if store == "one" else "b.ttl"], cwd=home, check=True)


def script(*lines, arguments=(), store=None):
    environment = {**os.environ, "HOME": home}
    environment.pop("FURAT_STORE", None)
    if store:
        environment["FURAT_STORE"] = store
    run = subprocess.run([FURAT, "shell", *arguments], input="\n".join((*lines, "")).encode(), cwd=home,
                         env=environment, capture_output=True, timeout=60)
    return run.stdout.decode(), run.stderr.decode()


def answers(name, expected, *lines, errors="", **options):
    out, err = script(*lines, **options)
    tap.case(name, out == expected and (errors in err if errors else not err), f"{out}\n{err}")


def other_sources():
    a, b = "ASK { <http://x/a> ?p ?o };", "ASK { <http://x/b> ?p ?o };"
    answers("another store is asked", "true\nfalse\nfalse\ntrue\n", a, b, ".open two.furat", a, b,
            arguments=["-s", "one.furat"])
    answers("documents are read", "true\ntrue\n", ".open a.ttl b.ttl", a, b)
    answers("without a word the shipped graph", "true\n", ".open", "ASK { actor:isis ?p ?o };",
            arguments=["-s", "one.furat"])
    answers("or that of the environment", "true\n", ".open a.ttl", ".open", b, store="two.furat")
    answers("settings, prefixes and variables stay", "x\r\nhttp://p/x\r\nx\r\nhttp://x/b\r\n", ".mode csv",
            ".prefix p: <http://p/>", ".set _b <http://x/b>", ".open two.furat", "SELECT (p:x AS ?x) {};",
            "SELECT DISTINCT (?_b AS ?x) { ?_b ?p ?o };", arguments=["-s", "one.furat"])
    answers("prefixes of the new one are known", "true\n", ".open a.ttl", "ASK { ?x a own:A };")
    answers("it can be changed", "true\nfalse\ntrue\n", ".open new.furat", "INSERT DATA { <http://x/n> a <http://x/N> };",
            ".open two.furat", ".open new.furat", "ASK { ?n a <http://x/N> };", ".open two.furat",
            "ASK { ?n a <http://x/N> };", b)
    answers("what is open already stays so", "true\n", ".open one.furat", a, arguments=["-s", "one.furat"])
    answers("also from another folder", "true\n", ".cd sub", ".open ../one.furat", a, arguments=["-s", "one.furat"])
    answers("names are those of the new one", "?label\t?language\t?thing\t?class\n\"Bet\"\t\t<http://x/b>\t<http://x/B>\n",
            ".open two.furat", ".find bet", arguments=["-s", "one.furat"])
    with open(os.path.join(home, "new.furat"), "rb") as file:
        bytes_ = bytearray(file.read())
    cut = os.path.join(home, "cut.furat")
    with open(cut, "wb") as file:
        file.write(bytes_[:5000])
    for what, word, error in (
            ("nothing", "nosuch.furat", "cannot open the store nosuch.furat: No such file"),
            ("no store", "text.furat", "text.furat is not a Furat store"),
            ("a folder", "sub", "cannot open the store sub: Is a directory"),
            ("a part of a store", "cut.furat", "the store cut.furat is cut short"),
            ("a document that is none", "nosuch.ttl", "cannot open nosuch.ttl"),
            ("a store beside a document", "a.ttl two.furat", "a store is opened alone, and two.furat is no document")):
        answers(f"{what} is refused, and the old one stays", "true\n", f".open {word}", a,
                errors=f"error: .open: {error}", arguments=["-k", "-s", "one.furat"])
    out, _ = script(".mode csv", ".info", ".open two.furat", ".info", ".open a.ttl b.ttl", ".info")
    tap.case(".info tells what is open", "open,the shipped graph\r\n" in out and "open,two.furat\r\n" in out
             and 'open,"a.ttl, b.ttl"\r\n' in out, out)


def later_format():
    """A store of a format that this version does not know yet."""
    later = os.path.join(home, "later.furat")
    shutil.copy(os.path.join(home, "new.furat"), later)
    with open(later, "r+b") as file:
        data = file.read().replace(MAGIC + struct.pack("<I", 2), MAGIC + struct.pack("<I", 3))
        file.seek(0)
        file.write(data)
    out, err = script(".open later.furat", "ASK { <http://x/a> ?p ?o };", arguments=["-k", "-s", "one.furat"])
    tap.case("is told, and the old one stays", out == "true\n" and "later.furat has format version 3, but this program reads version 2" in err, out + err)


def folders_and_texts():
    answers(".cd", f"{home}/sub\nfalse\n{home}\n", ".cd sub", ".shell pwd", ".read c.rq", ".cd", ".shell pwd")
    answers("a folder that is none", "", ".cd nosuch", errors=".cd: cannot go to nosuch: No such file or directory")
    answers(".print", "## Heading\n  in quotes \nactor:isis 5 ?nothing\n\n", ".set _who actor:isis", ".set _n 5",
            ".print ## Heading", '.print "  in quotes "', ".print ?_who ?_n ?nothing", ".print")
    answers("goes to a command", "ABC\n", ".print abc | tr a-z A-Z")
    script(".output out.csv", ".print title", "SELECT (1 AS ?x) {};", ".print end", ".output", ".print here",
           ".once once.csv", ".print there", "SELECT (2 AS ?x) {};")
    read = [open(os.path.join(home, name), encoding="utf-8").read() for name in ("out.csv", "once.csv")]
    tap.case("and where results go, but for .once", read == ["title\nx\n1\nend\n", "x\n2\n"]
             or read == ["title\nx\r\n1\r\nend\n", "x\r\n2\r\n"], read)


def prompts():
    with Screen([FURAT, "shell", "-s", os.path.join(home, "one.furat")], home) as s:
        tap.case("the greeting names the store", s.wait_for("one.furat: 2 statements."), s.text)
        s.wait_for("furat>")
        s.send(f".cd {home}/sub" + ENTER + '.prompt "{store} {graph} {folder} {x}>"' + ENTER)
        s.wait_for("one.furat unnamed sub {x}>")
        s.send(CTRL["l"] + ".open ../two.furat" + ENTER)
        s.wait_for("two.furat unnamed sub {x}>")
        s.send("ASK {" + ENTER + "}" + ENTER + ENTER)
        s.golden("a prompt of one's own, and the next lines below it", """
            one.furat unnamed sub {x}> .open ../two.furat
            ../two.furat: 2 statements
            two.furat unnamed sub {x}> ASK {
                                    {> }
                                    ->
            true
            two.furat unnamed sub {x}>
            """)
        s.send(".prompt " + "x" * 101 + ENTER)
        tap.case("one that leaves no room is refused", s.wait_for("this is no prompt"), s.text)
        s.send(".open " + TAB)
        tap.case("files are completed", s.wait_for("c.rq"), s.text)


try:
    for test in (other_sources, later_format, folders_and_texts, prompts):
        test()
finally:
    shutil.rmtree(home, ignore_errors=True)
tap.done()
