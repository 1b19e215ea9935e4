# SPDX-License-Identifier: GPL-3.0-or-later
"""Light or dark: the shell asks the terminal, and takes the answer whenever it comes.

The emulated screen does not answer by itself here: the test does, at every moment, in pieces,
malformed, without an end, or never.
"""
import os
import shutil
import tempfile
import time

import tap
from screen import CTRL, ENTER, ESCAPE, UP, Screen

FURAT = os.environ["FURAT"]
QUESTION = "\x1b]11;?\x07\x1b[c"
OVER = "\x1b[?62;22c"
LIGHT = "\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\"
DARK = "\x1b]11;rgb:0000/2b2b/3636\x07"

home = tempfile.mkdtemp(prefix="furat-shell.")
data = os.path.join(home, "data.ttl")
with open(data, "w", encoding="utf-8") as file:
    file.write("<http://example.org/a> <http://example.org/n> 7 .\n")
arguments = [FURAT, "shell", "--data", data]


def shell(what=None, **environment):
    environment.setdefault("COLORTERM", "truecolor")
    return Screen(what or arguments, home, mute=True, columns=70, rows=16,
                  XDG_STATE_HOME=environment.pop("XDG_STATE_HOME", os.path.join(home, "state")),
                  **environment)


def asked(**environment):
    """A shell that waits for the answer."""
    s = shell(**environment)
    s.wait_for("furat>")
    tap.case("the question stands behind the prompt",
             s.until(lambda s: QUESTION in s.seen.split("furat>")[-1]), repr(s.seen))
    return s


def prompt_of(theme):
    """The style of the prompt on a ground that is said."""
    with shell(FURAT_THEME=theme) as s:
        s.wait_for("furat>")
        return s.styles(s.cursor[0])[0]


def harmless(s, name):
    """Nothing was typed: a statement runs, and the screen has nothing of an answer."""
    s.send("ASK { ?s ?p 7 }" + ENTER)
    passed = s.until(lambda s: s.rows[-3:] == ["furat> ASK { ?s ?p 7 }", "true", "furat>"])
    tap.case(name, passed and "rgb" not in s.text and "^[" not in s.text, s.text)


def at_every_moment():
    prompts = {theme: prompt_of(theme) for theme in ("light", "dark")}
    for theme, answer in (("light", LIGHT), ("dark", DARK)):
        with asked() as s:
            s.send(answer + OVER)
            tap.case(f"the prompt gets the shades for a {theme} ground",
                     s.until(lambda s: s.styles(s.cursor[0])[:1] == [prompts[theme]]),
                     s.styles(s.cursor[0]))
            harmless(s, "and nothing is typed by the answer")
    with asked() as s:
        s.send("ASK { ?s" + LIGHT + " ?p" + OVER + " 7 }" + ENTER)
        tap.case("an answer between keys is none of them",
                 s.until(lambda s: s.rows[-3:] == ["furat> ASK { ?s ?p 7 }", "true", "furat>"])
                 and s.styles(s.cursor[0])[:1] == [prompts["light"]], s.text)
    with asked() as s:
        s.send("ASK { ?s ?p 7 }" + ENTER)
        time.sleep(0.05)
        s.send(LIGHT + OVER, ahead=True)
        tap.case("nor is one behind the first statement",
                 s.until(lambda s: s.rows[-3:] == ["furat> ASK { ?s ?p 7 }", "true", "furat>"])
                 and s.styles(s.cursor[0])[:1] == [prompts["light"]], s.text)
    with asked() as s:
        time.sleep(0.7)
        s.send("ASK { ?s ?p 7 }" + ENTER)
        s.wait_for("true")
        s.send(LIGHT + OVER, ahead=True)
        tap.case("nor a late one",
                 s.until(lambda s: s.styles(s.cursor[0])[:1] == [prompts["light"]]), s.text)
        harmless(s, "however late it is")
    with asked() as s:
        s.send(OVER + LIGHT)
        tap.case("nor one out of order",
                 s.until(lambda s: s.styles(s.cursor[0])[:1] == [prompts["light"]]), s.text)
        harmless(s, "and it types nothing")


def in_pieces():
    whole = LIGHT + OVER
    for at in (1, 2, 4, 5, 9, 20, len(LIGHT) - 1, len(LIGHT), len(LIGHT) + 2, len(whole) - 1):
        with shell() as s:
            s.until(lambda s: QUESTION in s.seen)
            s.send(whole[:at])
            time.sleep(0.15)
            s.send(whole[at:])
            harmless(s, f"in two pieces, cut at {at}")
    with shell() as s:
        s.until(lambda s: QUESTION in s.seen)
        for byte in whole:
            s.send(byte)
            time.sleep(0.01)
        harmless(s, "and byte by byte")


def never():
    begin = time.monotonic()
    with asked() as s:
        harmless(s, "without an answer the first statement runs")
        tap.case("soon", time.monotonic() - begin < 10, time.monotonic() - begin)
        s.send(UP)
        s.until(lambda s: s.rows[-1] == "furat> ASK { ?s ?p 7 }")
        s.send(ESCAPE)
        time.sleep(0.2)
        s.send("b" + CTRL["c"])
        s.until(lambda s: s.rows[-1] == "furat>")
        harmless(s, "and keys that begin as answers do are keys")
    with asked() as s:
        s.send(OVER)
        harmless(s, "a terminal that knows only the second question is one, too")


def hostile():
    answers = {
        "keys in it": "\x1b]11;rgb:ff/ff/ff\rASK { ?s ?p 8 }\r\x07",
        "keys behind an Escape": "\x1b]11;rgb:ff/ff/ff\x1bx\x1b[A\r.quit\r\x1b\\",
        "keys in the second": "\x1b[?62\r.quit\r\x07",
        "no colour": "\x1b]11;nothing\x07",
        "too many parts": "\x1b]11;rgb:1/2/3/4/5/6\x07",
        "half a character": b"\x1b]11;\xd8\x07",
    }
    for name, answer in answers.items():
        with shell(XDG_STATE_HOME=os.path.join(home, "hostile")) as s:
            s.until(lambda s: QUESTION in s.seen)
            s.send(answer)
            s.send(OVER)
            harmless(s, f"an answer with {name} types nothing")
            tap.case("and runs nothing", "false" not in s.text and s.status is None, s.text)
    with shell() as s:
        s.until(lambda s: QUESTION in s.seen)
        s.send("\x1b]11;")
        for _ in range(64):
            s.send("x" * 65536)
        with open(f"/proc/{s.pid}/statm", encoding="ascii") as statm:
            pages = int(statm.read().split()[1])
        time.sleep(1.5)
        harmless(s, "one without an end is passed over")
        tap.case("and not kept", pages * os.sysconf("SC_PAGESIZE") < 1 << 27
                 or "ASAN_OPTIONS" in os.environ, pages)
    with shell() as s:
        s.until(lambda s: QUESTION in s.seen)
        s.send("\x1b]11;" + "x" * 100)
        s.send(CTRL["c"])
        tap.case("Ctrl-C is seen in it", s.until(lambda s: s.text.count("furat>") == 2), s.text)


def at_the_end():
    """What the program leaves behind, whoever has the terminal next would get."""
    script = ["/bin/sh", "-c", '"$@"; echo over; exec cat', "sh", *arguments]
    for name, keys in {"Ctrl-D": CTRL["d"], ".quit": ".quit" + ENTER}.items():
        with shell(script) as s:
            s.until(lambda s: QUESTION in s.seen)
            s.send(keys)
            time.sleep(0.05)
            s.send(LIGHT + OVER, ahead=True)
            s.wait_for("over")
            s.send("x" + ENTER, ahead=True)
            tap.case(f"behind {name} it waits for the answer",
                     s.until(lambda s: s.rows[-2:] == ["x", "x"]) and "rgb" not in s.text
                     and "^[" not in s.text, s.text)
        with shell(script) as s:
            s.until(lambda s: QUESTION in s.seen)
            s.send(keys)
            begin = time.monotonic()
            tap.case("but not for one that does not come",
                     s.wait_for("over") and time.monotonic() - begin < 10, s.text)


def nobody_is_asked():
    cases = [{"term": "dumb"}, {"term": "linux"}, {"term": "vt100"}, {"term": "xterm", "COLORTERM": ""},
             {"term": "screen-256color"}, {"term": "eterm-color"}, {"STY": "1.pts"},
             {"INSIDE_EMACS": "29.1,vterm"}, {"NO_COLOR": "1"}, {"FURAT_COLOR": "never"},
             {"FURAT_THEME": "dark"}, {"COLORFGBG": "15;0"}]
    for environment in cases:
        term = environment.get("term", "xterm-256color")
        more = {name: value for name, value in environment.items() if name != "term"}
        more.setdefault("COLORTERM", "truecolor")
        with Screen(arguments, home, term=term, mute=True, **more) as s:
            s.wait_for("furat>")
            s.send("ASK {}" + ENTER)
            s.wait_for("true")
            tap.case(f"nothing is asked where {environment}", "\x1b]11" not in s.seen, repr(s.seen))
    for environment in ({"term": "screen-256color", "TMUX": "/tmp/x,1,0"}, {"COLORFGBG": "0;default"}):
        with Screen(arguments, home, mute=True, **environment) as s:
            tap.case(f"but it is where {environment}", s.until(lambda s: QUESTION in s.seen),
                     repr(s.seen))
    with shell(FURAT_THEME="dark") as s:
        s.wait_for("furat>")
        s.send(".theme auto" + ENTER)
        tap.case(".theme auto asks", s.until(lambda s: QUESTION in s.seen), repr(s.seen))
        s.send(LIGHT + OVER, ahead=True)
        harmless(s, "the same question")
        tap.case("once", s.seen.count("\x1b]11") == 1, repr(s.seen))
    for ground, name in (("15;0", "dark"), ("0;15", "light")):
        with shell(COLORFGBG=ground) as s:
            s.wait_for("furat>")
            s.send(".theme" + ENTER)
            tap.case(f".theme tells that {ground} is {name}", s.wait_for(f"theme auto ({name})"), s.text)
    with shell([FURAT, "query", "--data", data, "ASK {}"]) as s:
        s.wait()
        tap.case("other commands ask nothing", "\x1b]11" not in s.seen, repr(s.seen))


try:
    for test in (at_every_moment, in_pieces, never, hostile, at_the_end, nobody_is_asked):
        test()
finally:
    shutil.rmtree(home, ignore_errors=True)
tap.done()
