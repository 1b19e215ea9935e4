# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that are seldom pressed, pressed in the wrong place, or pressed too fast."""
import os
import shutil
import signal
import tempfile
import time

import tap
from screen import CTRL, DOWN, ENTER, LEFT, TAB, UP, Screen
from terminal import PATIENCE, Terminal

FURAT = os.environ["FURAT"]

home = tempfile.mkdtemp(prefix="furat-keys.")
data = os.path.join(home, "data.ttl")
with open(data, "w", encoding="utf-8") as file:
    file.write("<http://e/a> <http://e/b> 7 .")
vi_settings = os.path.join(home, "vi")
with open(vi_settings, "w", encoding="utf-8") as file:
    file.write("set editing-mode vi\n")


def shell(**options):
    """A shell whose screen is empty but for its prompt."""
    s = Screen([FURAT, "shell", "--data", data], home, **options)
    s.wait_for("furat>")
    s.send(CTRL["l"])
    s.until(lambda s: s.rows == ["furat>"] or options.get("term") == "dumb")
    return s


def plain(**options):
    t = Terminal([FURAT, "shell", "--data", data], home, **options)
    t.expect(r"furat> ", PATIENCE)
    return t


def interrupt(s):
    """Ctrl-C, which drops also what is typed before the program has seen it."""
    s.send(CTRL["c"])
    return s.until(lambda s: "^C" in s.text and s.rows[-1] == "furat>")


def answers(t):
    t.send("ASK {}\r")
    return t.expect(r"\n(\x1b\[[?0-9;]*[a-zA-Z]|\r)*true", PATIENCE) is not None


def drop(t):
    """Ctrl-C, and the prompt behind it."""
    t.send("\x03")
    return t.expect(r"\^C\r\n(\x1b\[[?0-9;]*[hlm]|\r)*furat> ", PATIENCE) is not None


def a_line_that_is_too_long():
    with shell(term="dumb", columns=30, rows=2) as s:
        s.send("ASK { ?s ?p 'a', 'b', 'c', 'd'")
        s.golden("where the cursor cannot go up a long line is scrolled", """
            furat>
            <'b', 'c', 'd'
            """, cursor=(1, 14))
        s.send(LEFT * 24)
        s.golden("to where the cursor is", """
            furat>
            furat> ASK { ?s ?p 'a', 'b'>
            """, cursor=(1, 13))
        s.send(CTRL["e"] + ", 7 }" + ENTER)
        tap.case("and run as it is", s.until(lambda s: "\nfalse" in s.seen), s.text)


def keys_without_a_command():
    with shell() as s:
        s.send("ASK\x1b[15~\x1b[24;5~\x1bOS\x1d\x1b[Z {}")
        s.golden("a function key inserts nothing", "furat> ASK {}")
        s.send(CTRL["u"] + "\x1b9" + "9" * 9 + "x")
        s.wait_for("xxx")
        interrupt(s)
        s.send("ASK {}" + ENTER)
        tap.case("a count of millions is not obeyed", s.wait_for("true"), s.text[-200:])
    with plain() as t:
        t.send(CTRL["r"] + CTRL["x"] + "a" + CTRL["r"] + CTRL["x"] + "z")
        t.expect("search")
        drop(t)
        tap.case("a sequence without a command ends a search", answers(t), t.seen[-300:])


def interrupts():
    for name, keys in (("a search", "ASK" + CTRL["r"] + "AS"),
                       ("a search in a changed entry", UP + "x" + CTRL["r"] + "AS"),
                       ("a search for words", UP + "y\x1bpASK"),
                       ("a number", "\x1b12"),
                       ("a key sequence", "x\x18"),
                       ("a paste without an end", "\x1b[200~ASK {"),
                       ("a quoted key", CTRL["v"])):
        with shell() as s:
            s.send("ASK {}" + ENTER)
            s.until(lambda s: "true" in s.rows and s.rows[-1] == "furat>")
            s.send(keys)
            clean = interrupt(s)
            s.send("x" + UP + DOWN + CTRL["u"] + "ASK { FILTER(false) }" + ENTER)
            tap.case(f"Ctrl-C in {name}", clean and s.wait_for("false"), s.text)


def questions():
    many = os.path.join(home, "many")
    os.mkdir(many)
    for number in range(150):
        with open(os.path.join(many, f"file{number}"), "w", encoding="utf-8"):
            pass
    with shell() as s:
        s.send(f".read {many}/" + TAB * 3)
        tap.case("a long list is asked for", s.wait_for("150 possibilities"), s.text)
        interrupt(s)
        s.send("ASK {}" + ENTER)
        tap.case("Ctrl-C is an answer", s.wait_for("true"), s.text)


def the_history():
    with shell() as s:
        for text in ("ASK {}", "ASK { ?a ?b 1 }"):
            s.send(text + ENTER)
            s.wait_for("true" if text == "ASK {}" else "false")
        s.send(CTRL["l"] + "draft" + UP + "x" + UP)
        s.golden("an entry of the history is changed and left", "furat> ASK {}")
        s.send(DOWN)
        s.golden("it keeps what was changed", "furat> ASK { ?a ?b 1 }x")
        s.send(DOWN)
        s.golden("and so does the new line", "furat> draft")
        s.send("\x1bp" + ENTER)
        s.golden("a search for nothing leaves the line", "furat> draft", cursor=(0, 12))
        s.send(CTRL["u"] + "\x1bp?a" + ENTER)
        s.golden("a search for words finds", "furat> ASK { ?a ?b 1 }x")
        s.send(CTRL["h"] * 9 + CTRL["u"] + UP * 2 + "y" + CTRL["r"] + "?a" + CTRL["g"])
        s.golden("a search that is given up leaves a changed entry", "furat> ASK {}y")


def words_of_entries():
    with shell() as s:
        for text in ("ASK { FILTER(true) } # one two", "ASK { FILTER(true) } # three\\"):
            s.send(text + ENTER)
            s.until(lambda s, text=text: text in s.text and s.rows[-1] == "furat>")
        s.send(CTRL["l"] + "<\x1b.")
        s.golden("Alt-. takes the last word of the entry before", "furat> <three\\")
        s.send("\x1b.")
        s.golden("again, of the one before that", "furat> <two")
        s.send("\x1b." * 3 + CTRL["u"] + "\x1b3\x1b" + CTRL["y"])
        s.golden("Alt-Ctrl-Y takes one by its number", "furat> }")


def ill_formed():
    with plain() as t:
        t.send(b"AS\xff\xc3K \xed\xa0\x80{\x00 \xd8}\xd8\r")
        tap.case("bytes that are no characters are dropped", t.expect(r"\ntrue", PATIENCE),
                 t.seen[-300:])
        t.send("ASK { FILTER('日本' = '日\xe9".encode()[:-2] + "本') }\r".encode())
        tap.case("but characters stay", t.expect(r"\ntrue", PATIENCE), t.seen[-300:])
    with plain(INPUTRC=vi_settings) as t:
        t.send(b"ab\x16\x00\x1bfe\xaf;;")
        drop(t)
        tap.case("nor are they looked for", answers(t), t.seen[-300:])
    with plain(INPUTRC=vi_settings, term="xterm-256color") as t:
        t.send("abc def\x1b0r\x1b[200~\x1b[201~ee")
        drop(t)
        tap.case("a character is replaced by none", answers(t), t.seen[-300:])
        t.send("SELECT " + "?a " * 20000 + "}\r")
        t.expect(r"error:", PATIENCE)
        t.send("\x1b/*a*?*a*?*a*?*a*?*a*?*b\r")
        drop(t)
        tap.case("a search for stars ends", answers(t), t.seen[-300:])


def pastes_without_an_end():
    """As from a terminal that does not tell what is pasted."""
    text = "SELECT * { VALUES ?x {\r" + "  'abcdefgh ijk' 'abcdefgh ijk'\r" * 3000 + "} }\rLIMIT 1\r\r"
    for term in ("xterm-256color", "dumb"):
        with plain(term=term, columns=100) as t:
            t.skip()
            before = len(t.seen)
            t.send(text)
            tap.case(f"{term}: a long paste is run", t.expect(r"1 row", PATIENCE), t.seen[-300:])
            tap.case(f"{term}: and not drawn at each line", len(t.seen) - before < 5 * len(text),
                     len(t.seen) - before)


def stops():
    with shell() as s:
        s.send("ASK {")
        s.wait_for("ASK {")
        os.kill(s.pid, signal.SIGSTOP)
        time.sleep(0.1)
        os.kill(s.pid, signal.SIGCONT)
        s.send("}" + ENTER)
        tap.case("what was typed before a stop is there behind it", s.wait_for("true"), s.text)


a_line_that_is_too_long()
keys_without_a_command()
interrupts()
questions()
the_history()
words_of_entries()
ill_formed()
pastes_without_an_end()
stops()
shutil.rmtree(home, ignore_errors=True)
tap.done()
