# SPDX-License-Identifier: GPL-3.0-or-later
"""The shell as somebody at a terminal meets it."""
import os
import re
import shutil
import signal
import tempfile
import time

import tap
from terminal import Terminal

FURAT = os.environ["FURAT"]
PROMPT = "furat> "
DATA = """
@prefix ex: <http://example.org/> .
ex:a ex:label "داعش"@ar , "ISIS"@en ; ex:n 7 .
ex:b ex:label "الجيش العراقي"@ar ; ex:n 1200 .
"""
HOSTILE = '<http://example.org/h> <http://example.org/says> ' \
          '"\\u001B]0;owned\\u0007\\u001B[2J\\u202Eevil\\nnext\\u009B31m" .\n'

home = tempfile.mkdtemp(prefix="furat-shell.")
data = os.path.join(home, "data.ttl")
hostile = os.path.join(home, "hostile.nt")
chain = os.path.join(home, "many.nt")
with open(data, "w", encoding="utf-8") as file:
    file.write(DATA)
with open(hostile, "w", encoding="utf-8") as file:
    file.write(HOSTILE)
with open(chain, "w", encoding="utf-8") as file:
    for i in range(2000):
        file.write(f"<http://example.org/s{i}> <http://example.org/p> <http://example.org/o{i}> .\n")

EX = "PREFIX ex: <http://example.org/> "
# Two thousand times two thousand times two thousand rows: no engine is through with it in time.
LONG = EX + "SELECT (COUNT(*) AS ?n) { ?a ex:p ?b . ?c ex:p ?d . ?e ex:p ?f FILTER(STR(?b) = STR(?f)) }"


def shell(*arguments, term="dumb", **options):
    options.setdefault("XDG_STATE_HOME", os.path.join(home, "state"))
    t = Terminal([FURAT, "shell", *(arguments or ("--data", data))], home, term=term, **options)
    t.expect(PROMPT)
    return t


def fresh_state():
    return tempfile.mkdtemp(dir=home)


def answers_are_tables():
    with shell() as t:
        out = t.ask(EX + "SELECT ?n { ?s ex:n ?n } ORDER BY ?n") or ""
        tap.case("a query of one line runs at Enter", "│ 1200 │" in out, out)
        tap.case("numbers are flush right", "│    7 │" in out, out)
        tap.case("the table ends with the number of rows", "2 rows" in out, out)
        out = t.ask("SELECT ?s ?l { ?s <http://example.org/label> ?l FILTER(LANG(?l) = 'ar') } ORDER BY ?s") or ""
        tap.case("Arabic is isolated and flush right",
                 "│          \u2068داعش\u2069 │" in out, out)
        out = t.ask("ASK { ?s ?p 7 }") or ""
        tap.case("ASK answers true", re.search(r"^true\r?$", out, re.M), out)
        out = t.ask(EX + "CONSTRUCT { ?s ex:m ?n } WHERE { ?s ex:n ?n }") or ""
        tap.case("CONSTRUCT answers in Turtle", re.search(r"\b7 ?[.;]", out), out)
        out = t.ask("SELECT (rdfs:label AS ?x) (fur:x AS ?y) {}") or ""
        tap.case("the usual prefixes are known", "rdfs:label" in out and "fur:x" in out, out)
        t.control("d")
        tap.case("Ctrl-D ends with 0", t.wait() == 0, t.seen[-500:])
        tap.case("and leaves the cursor on a new line", t.seen.endswith("\n"), repr(t.seen[-80:]))


def lines_are_edited():
    with shell(term="xterm") as t:
        t.send("SK { ?s ?p 8 }")
        t.control("a")
        t.send("A\x1b[F\x1b[D\x1b[D\x7f" + "7")
        t.send("\r")
        out = t.expect(r"[\r\n](true|false)\r?\n")
        tap.case("the line can be edited", out and "true" in out, t.seen[-800:])
        t.expect(PROMPT)
        t.send("\x1b[200~ASK\n{ ?s\n\n?p 7 }\x1b[201~")
        t.send("\r")
        out = t.expect(r"[\r\n](true|false)\r?\n")
        tap.case("what is pasted is one statement", out and "true" in out, t.seen[-800:])


def statements_span_lines():
    with shell() as t:
        tap.case("the prompt shows an open brace", t.ask("ASK {", r"    \{> ") is not None, t.seen)
        tap.case("an open parenthesis", t.ask("?s ?p ?o FILTER(", r"    \(> ") is not None, t.seen)
        tap.case("and what is still open when it is closed",
                 t.ask("?o = 7", r"    \(> ") and t.ask(")", r"    \{> "), t.seen)
        tap.case("an open string", t.ask('?s ?p """', r'  """> ') is not None, t.seen)
        tap.case("a statement that goes on", t.ask('""" }', r"    -> ") is not None, t.seen)
        out = t.ask("") or ""
        tap.case("an empty line runs it", "false" in out, out)
        t.ask("ASK", r"    -> ")
        out = t.ask("{ ?s ?p 7 };") or ""
        tap.case("a semicolon runs it", "true" in out, out)


def errors_have_carets():
    with shell() as t:
        t.ask("SELECT *", r"    -> ")
        t.ask("WHERE { ?s nosuch:name ?o }", r"    -> ")
        out = t.ask("") or ""
        tap.case("an error names the line of the statement", "query:2:" in out and "error:" in out, out)
        lines = out.replace("\r", "").split("\n")
        shown = [i for i, line in enumerate(lines) if line.strip(" ^~") == "" and "^" in line]
        caret = shown and lines[shown[0]].index("^")
        tap.case("carets stand under what is wrong",
                 shown and lines[shown[0] - 1][caret:].startswith("nosuch:name"), out)
        out = t.ask("ASK { ?s ?p 7 }") or ""
        tap.case("the shell goes on", "true" in out, out)
        out = t.ask(".hepl") or ""
        tap.case("an unknown dot command is told what may be meant", "did you mean .help?" in out, out)
        out = t.ask(".read") or ""
        tap.case("a word too few shows the usage", "usage: .read FILE" in out, out)
        t.ask("PREFIX ey: <http://example.org/> ASK {}")
        out = t.ask("ASK { ey:a ey:n 7 }") or ""
        tap.case("a PREFIX of a query is known in that query alone", "ey:" in out and "error" in out, out)
        t.ask("PREFIX ex: <http://example.org/>", r"    -> ")
        out = t.ask("") and t.ask("ASK { ex:a ex:n 7 }") or ""
        tap.case("a PREFIX of its own is known for the session", "true" in out, t.seen[-600:])
        t.line(".quit")
        tap.case("failures at a terminal do not matter at the end", t.wait() == 0, t.seen[-300:])


def dot_commands_work():
    with shell() as t:
        out = t.ask(".help") or ""
        tap.case(".help lists all", all(w in out for w in (".run", ".export", ".quit", ".mode")), out)
        out = t.ask(".help run") or ""
        tap.case(".help of one", ".run NAME" in out and ".quit" not in out, out)
        out = t.ask(".prefixes") or ""
        tap.case(".prefixes lists the usual ones", "PREFIX fur: <" in out and "PREFIX rdf: <" in out, out)
        t.ask(".mode json")
        out = t.ask("ASK {}") or ""
        tap.case(".mode json", '"boolean"' in out, out)
        out = t.ask(".mode jason") or ""
        tap.case("an unknown mode", "there is no format jason" in out, out)
        t.ask(".mode table")
        out = t.ask(".timer on") and t.ask("ASK {}") or ""
        tap.case(".timer tells the time", re.search(r"\d+\.\d{3} ms", out), out)
        target = os.path.join(home, "out file.ttl")
        out = t.ask(f'.export "{target}"') or ""
        tap.case(".export writes a file", os.path.exists(target) and "wrote 5 statements" in out, out)
        bad = os.path.join(home, "nowhere", "x.ttl")
        out = t.ask(f".export {bad}") or ""
        tap.case(".export says what it cannot write", "error:" in out and "nowhere" in out, out)
        script = os.path.join(home, "script.rq")
        with open(script, "w") as file:
            file.write("ASK {}\n\n# comment\nSELECT * {\n?s nosuch:x ?o }\nASK { ?s ?p 7 }\n")
        out = t.ask(f".read {script}") or ""
        tap.case(".read stops at the first error", out.count("true") == 1, out)
        t.ask(".stop off")
        out = t.ask(f".read {script}") or ""
        tap.case("unless it is told to run all of the file", out.count("true") == 2, out)
        tap.case(".read names the file and its line", f"{script}:5:" in out, out)


def words_of_other_programs_are_understood():
    with shell() as t:
        out = t.ask("help") or ""
        tap.case("help is .help", ".quit" in out and "error" not in out, out)
        out = t.ask("?") or ""
        tap.case("so is ?", ".quit" in out and "error" not in out, out)
        t.ask("ASK {", r"    \{> ")
        out = t.ask("?") or ""
        tap.case("inside a statement it is SPARQL", ".quit" not in out, out)
        t.send("\x03")
        t.expect(PROMPT)
        t.send("exit\r")
        tap.case("exit is .quit", t.wait() == 0, t.seen[-300:])
    with shell() as t:
        t.send("quit;\r")
        tap.case("quit is too", t.wait() == 0, t.seen[-300:])


def history_is_kept():
    state = fresh_state()
    with shell(XDG_STATE_HOME=state) as t:
        t.ask("ASK { ?s ?p 1 }")
        t.ask("ASK", r"    -> ")
        t.ask("{ ?s ?p 7 }", r"    -> ")
        t.ask("")
        t.line(".quit")
        t.wait()
    path = os.path.join(state, "furat", "history")
    tap.case("the history is private", os.stat(path).st_mode & 0o777 == 0o600)
    with shell(XDG_STATE_HOME=state, term="xterm", NO_COLOR="1") as t:
        t.send("\x1b[A\x1b[A\r")
        out = t.expect(r"[\r\n](true|false)\r?\n") or ""
        tap.case("the last entry is several lines", "true" in out, t.seen[-500:])
        t.expect(PROMPT)
        t.send("\x10" * 4 + "\r")  # Ctrl-P: arrows move inside the entry first
        out = t.expect(r"[\r\n](true|false)\r?\n") or ""
        tap.case("the one before is found too", "?p 1" in out and "false" in out, t.seen[-500:])
        t.control("d")
        t.wait()
    first, second = shell(XDG_STATE_HOME=state), shell(XDG_STATE_HOME=state)
    with first, second:
        for i in range(3):
            first.ask(f"ASK {{ ?first ?p {i} }}")
            second.ask(f"ASK {{ ?second ?p {i} }}")
        first.control("d")
        second.control("d")
        first.wait(), second.wait()
    with open(path) as file:
        text = file.read()
    tap.case("two shells lose nothing",
             all(f"?{who} ?p {i}" in text for who in ("first", "second") for i in range(3)), text)
    blocked = os.path.join(home, "blocked")
    open(blocked, "w").close()
    with shell(XDG_STATE_HOME=blocked) as t:
        out = t.ask("ASK { ?s ?p 7 }") or ""
        tap.case("without a place for its history the shell works", "true" in out, t.seen)
        tap.case("and says so once", (t.ask("ASK {}") or "").count("error") == 0
                 and "history" in t.seen, t.seen)


def interrupts_do_not_end_it():
    fifo = os.path.join(tempfile.mkdtemp(), "fifo")
    os.mkfifo(fifo)
    writer = os.open(fifo, os.O_RDWR)
    unread = fifo + ".csv"
    os.mkfifo(unread)
    with shell("--data", chain) as t:
        t.send("SELECT nonsense")
        t.control("c")
        tap.case("Ctrl-C clears the line", t.expect(PROMPT) is not None, t.seen)
        t.ask("ASK {", r"    \{> ")
        t.control("c")
        tap.case("Ctrl-C drops a statement of several lines", t.expect(PROMPT) is not None, t.seen)
        out = t.ask("ASK { ?s ?p ?o }") or ""
        tap.case("nothing of it is left", "true" in out, out)
        t.line(LONG)
        time.sleep(1.0)
        start = time.monotonic()
        t.control("c")
        out = t.expect(PROMPT, timeout=30) or ""
        took = time.monotonic() - start
        tap.case("Ctrl-C stops a long query", "interrupted" in out.lower() and took < 5,
                 f"{took:.1f} s\n{t.seen[-500:]}")
        out = t.ask("ASK { ?s ?p ?o }") or ""
        tap.case("and the next one is answered", "true" in out, t.seen[-500:])
        t.line(f".read {fifo}")
        time.sleep(0.5)
        t.control("c")
        out = t.expect(PROMPT, timeout=10) or ""
        tap.case("Ctrl-C ends the wait for a script", "interrupted" in out, t.seen[-500:])
        tap.case("a pipe that nobody reads is no place for results",
                 "nobody reads" in (t.ask(f".once {unread}") or ""), t.seen[-500:])
        os.kill(t.pid, signal.SIGTERM)
        tap.case("SIGTERM ends it in order", t.wait() == 130, t.status)
    os.close(writer)
    shutil.rmtree(os.path.dirname(fifo))
    with shell() as t:
        t.send("ASK {")
        t.control("d")
        tap.case("Ctrl-D in a line does not end it", t.ask("}") is not None, t.seen)


def size_is_followed():
    with shell(columns=60) as t:
        query = "SELECT (STR(<http://example.org/" + "x" * 150 + ">) AS ?long) {}"
        out = t.ask(query) or ""
        wide = [line for line in out.replace("\r", "").split("\n") if line.startswith("│")]
        tap.case("a table fits the terminal", wide and all(len(w) == 60 for w in wide), out)
        tap.case("what is cut ends with an ellipsis", wide and wide[-1].endswith("x… │"), out)
        t.resize(40)
        time.sleep(0.3)
        t.control("c")  # the line, which may have been drawn again
        t.expect(r"\^C\r?\n" + PROMPT)
        out = t.ask(query) or ""
        wide = [line for line in out.replace("\r", "").split("\n") if line.startswith("│")]
        tap.case("it follows when the terminal is resized", wide and all(len(w) == 40 for w in wide), out)
    with shell(LC_ALL="C") as t:
        out = t.ask("ASK {}") and t.ask("SELECT (1 AS ?x) {}") or ""
        tap.case("without UTF-8 the table is ASCII", "+---+" in out and out.isascii(), out)


def hostile_labels_are_harmless():
    with shell("--data", hostile) as t:
        out = t.ask("SELECT ?o { ?s ?p ?o }") or ""
        shown = "".join(c for c in out if not ("\x20" <= c < "\x7f") and c not in "\r\n")
        tap.case("no control and no override reaches the terminal",
                 not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown), repr(out))
        tap.case("they are shown instead", "\\u001B]0;owned" in out and "\\u202E" in out
                 or "…" in out, out)
        out = t.ask("SELECT ?o { ?s <\x01\u202e> ?o }") or ""
        errors = out.split("error:", 1)[-1]
        tap.case("nor by an error", not re.search("[\x01\u202e]", errors), repr(out))


def unseen_characters_are_told():
    told = {"IS\u200bIS": "IS\\u200BIS", "so\u00adft": "so\\u00ADft", "\ufeffbom": "\\uFEFFbom",
            "wo\u2060rd": "wo\\u2060rd", "A\u200dB": "A\\u200DB", "x\u200ey": "x\\u200Ey"}
    kept = ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0647\u200d", "\U0001f469\u200d\U0001f680",
            "\u2764\ufe0f", "\u0e20\u0e32\u200b\u0e44\u0e17"]
    unseen = os.path.join(home, "unseen.ttl")
    with open(unseen, "w", encoding="utf-8") as out:
        out.write("<http://x/a> <http://x/p> " + ", ".join(f'"{text}"' for text in (*told, *kept)) + " .\n")
    with shell("--data", unseen, columns=100, FURAT_BIDI="off") as t:
        for mode in ("table", "line", "csv", "json", "turtle"):
            t.ask(".mode " + mode)
            out = t.ask("CONSTRUCT WHERE { ?s ?p ?o }" if mode == "turtle" else "SELECT ?o { ?s ?p ?o }") or ""
            tap.case(f"what nobody sees is told as a {mode}",
                     all(text in out for text in told.values()) and not any(text in out for text in told), out)
            tap.case("and what a script asks for is kept", all(text in out for text in kept), out)
        out = t.ask("SELECT ?IS\u200bIS { ?s ?p \"\u200b\" }") or ""
        tap.case("errors tell it, too", "U+200B" in out and "\u200b" not in out.split("\n", 1)[-1], out)


def words_are_completed():
    with shell() as t:
        t.send("SEL\t(1 AS ?x) {}\r")
        out = t.expect("1 row") or ""
        tap.case("Tab completes a keyword", "SELECT (1" in out, t.seen[-400:])
        t.expect(PROMPT)
        t.send("ask { ?s rdf:ty\t")
        t.control("c")
        t.expect(PROMPT)
        t.send("ask { filter(contai\t'ab', 'b')) }\r")
        out = t.expect(r"[\r\n](true|false)\r?\n") or ""
        tap.case("and a function, in the case in which it was begun", "contains" in out and "true" in out,
                 t.seen[-400:])
        t.expect(PROMPT)
        t.send(".quer\t\r")
        tap.case("Tab completes a dot command", t.expect(r"\.queries") is not None, t.seen[-400:])


def canned_queries_are_run():
    with shell("--timeout", "60") as t:
        out = t.ask(".queries") or ""
        tap.case(".queries lists them", "fought" in out and "Who fought whom" in out, out)
        out = t.ask(".queries fought") or ""
        tap.case(".queries explains one", "actor" in out and "language" in out, out)
        out = t.ask(".run fought actor=داعش") or ""
        tap.case(".run finds an actor by its name", "actor:isis" in out and "Iraqi Army" in out, out)
        out = t.ask('.run fought "actor=Iraqi Army"') or ""
        tap.case("a name may be quoted", "actor:iraqi-army" in out and "ISIS" in out, out)
        out = t.ask(".run fought actor=nosuchactor") or ""
        tap.case("an unknown name is an error", "error:" in out and "nosuchactor" in out, out)
        out = t.ask(".run fought actor=Iraqi") or ""
        tap.case("names that are near stand behind the message",
                 0 < out.find("error:") < out.find("actor:iraqi-army"), out)
        out = t.ask("INSERT DATA { <http://e/a> <http://e/b> 1 }") or ""
        tap.case("a change of the shipped graph is refused with advice", "--shipped" in out, out)
        out = t.ask(".run fougth") or ""
        tap.case("so is an unknown query", "error:" in out and "fougth" in out, out)
        out = t.ask(".run fought actr=x") or ""
        tap.case("and an unknown parameter", "did you mean actor=?" in out, out)
        t.send(".run chang\t\r")
        out = t.expect(PROMPT) or ""
        tap.case("Tab completes the name", ".run changed-hands" in out and "Mosul" in out, out)
        t.send(".run fought ac\tISIS\r")
        out = t.expect(PROMPT) or ""
        tap.case("Tab completes a parameter", "actor=ISIS" in out and "actor:isis" in out, out)
        out = t.ask(".graphs") or ""
        target = os.path.join(home, "one.nt")
        found = re.search(r"docgraph:\d+", out)
        said = t.ask(f".export {target} {found.group() if found else '?'}") or ""
        tap.case("as .export takes them", "wrote" in said, said)
        tap.case(".graphs lists the graphs", "graph:catalog" in out or "graph/catalog" in out, out)


try:
    for test in (answers_are_tables, lines_are_edited, statements_span_lines, errors_have_carets,
                 dot_commands_work,
                 words_of_other_programs_are_understood, history_is_kept, interrupts_do_not_end_it, size_is_followed,
                 hostile_labels_are_harmless, unseen_characters_are_told, words_are_completed, canned_queries_are_run):
        test()
finally:
    shutil.rmtree(home, ignore_errors=True)
tap.done()
