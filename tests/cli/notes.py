# SPDX-License-Identifier: GPL-3.0-or-later
"""What a terminal is told beside results, by the shell and by commands: notes, hints, greetings."""
import os
import re
import tempfile

import tap
from terminal import Terminal

FURAT = os.environ["FURAT"]


def said(arguments, home, **how):
    """All that a command says at a terminal, and its status."""
    with Terminal([FURAT, *arguments], home, **how) as t:
        status = t.wait()
        return t.seen.replace("\r\n", "\n"), status


def names(home):
    text, _ = said(["query", "--no-pager", "--param", "who=داعش", "SELECT ?x { ?who a ?x }"], home)
    tap.case("the value of a parameter that is a name of a thing is told of",
             "it would match with actor:isis (a thing of that name, not a text)" in text, text)


def errors(home, term):
    """What can never become right is told at the first Enter, and Up brings it back."""
    with Terminal([FURAT, "shell"], home, term=term) as t:
        t.expect("furat> ")
        for statement, error in (
                ("SELECT nonsense", "found\\s+nonsense"),
                ("SELECT ?p WHERE ?p a fur:Place", "found [?]p"),
                ("INSERT INTO x VALUES (1)", "found INTO"),
                ("SELECT ?s { ?s a fur:Place LIMIT 3;", "found LIMIT"),
                ("ASK { ?x <http://foo", "this IRI is not closed by >")):
            t.line(statement)
            tap.case(f"{term}: {statement}: told at Enter", t.expect(error), t.seen[-600:])
            t.expect("[~^].*\n")
        t.line("ASK {")
        tap.case(f"{term}: what is open waits", t.expect("[{]> ") and not t.expect("error", 0.2))
        t.line("")
        t.line("")
        tap.case(f"{term}: two empty lines give it up", t.expect("but the text ends here"),
                 t.seen[-600:])
        t.line("ASK { ?s LIMIT 7")
        t.expect("found\\s+LIMIT(?s:.*)furat> ")
        t.send("\033[A")
        tap.case(f"{term}: Up brings it back", t.expect("7"), t.seen[-300:])


def lines(home):
    """At a terminal sentences are broken at words, and the caret stands where it should."""
    text, _ = said(["query", "SELECT * { ?x a fur:Place . ?y a fur:Actor LIMIT 7 }"], home, columns=40)
    tap.case("an error is broken at words", "; or\n, and more" in text, text)
    tap.case("and fits", all(len(line) <= 40 for line in text.splitlines()), text)
    shown, caret = re.search(r"(.*LIMIT.*)\n( *\^~*)\n", text).groups()
    tap.case("its caret is below the word", shown[caret.index("^"):].startswith("LIMIT"), text)
    text, _ = said(["query", "--no-pager", "SELECT * { ?xx a fur:Place . ?xx fur:holder ?y }"], home, columns=40)
    tap.case("so is a note", all(len(line) <= 40 for line in text.splitlines()), text)
    with Terminal([FURAT, "shell"], home, columns=50) as t:
        t.expect("furat> ")
        tap.case("the greeting too", all(len(line) <= 50 for line in t.seen.split("\r\n")), t.seen)
        told = t.ask(".queries passed").replace("\r", "")
        tap.case("a paragraph is broken once", not re.search(r"\n[^\n]{1,25}\n[a-z]", told), told)


def advice(home):
    """What people say who come from SQL, and what they forget."""
    with Terminal([FURAT, "shell"], home, columns=120) as t:
        t.expect("furat> ")
        for line, hint in (
                ("EXPLAIN SELECT * {}", "hint: .explain QUERY shows the plan"),
                ("BEGIN;", "hint: .begin begins a transaction"),
                ("SHOW TABLES", "hint: .classes, .predicates and .graphs"),
                ("DESCRIBE TABLE x", "hint: .predicates CLASS"),
                ("INSERT INTO x VALUES (1)", "hint: INSERT DATA { subject"),
                ("SELECT * {} SELECT * {}", "hint: a ; stands between two queries"),
                ("\\dt", "no command \\dt"),
        ):
            told = t.ask(line) or t.seen[-400:]
            tap.case(f"{line}: {hint}", hint in told, told)
        t.ask(".set _place place:mosul")
        told = t.ask("ASK { ?x fur:place ?_plce }")
        tap.case("a variable of one's own that is not set is told of",
                 "?_plce is not set" in told and "there is ?_place" in told, told)
        told = t.ask("ASK { ?x fur:place ?_place }")
        tap.case("one that is set is not", "not set" not in told, told)


def main():
    with tempfile.TemporaryDirectory() as home:
        names(home)
        errors(home, "dumb")
        errors(home, "xterm-256color")
        lines(home)
        advice(home)
    tap.done()


main()
