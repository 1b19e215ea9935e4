# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C, Ctrl-\\ and Ctrl-Z at every moment of a session, and what is typed right behind them."""
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time

import tap
from screen import CTRL, ENTER, Screen
from terminal import PATIENCE, Terminal

FURAT = os.environ["FURAT"]
BASH = shutil.which("bash")
LESS = shutil.which("less")
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(CONCAT(STR(?a), STR(?f))) > 1e9) }"

home = tempfile.mkdtemp(prefix="furat-signals.")
data = os.path.join(home, "data.ttl")
with open(data, "w", encoding="utf-8") as file:
    for number in range(3000):
        file.write(f"<http://e/s{number}> <http://e/p> {number} .\n")
editor = os.path.join(home, "editor")
with open(editor, "w", encoding="utf-8") as file:
    file.write("#!/bin/sh\nexit 0\n")
os.chmod(editor, stat.S_IRWXU)


def shell(**options):
    """A shell whose screen is empty but for its prompt."""
    s = Screen([FURAT, "shell", "--data", data], home, NO_COLOR="1", **options)
    s.wait_for("furat>")
    s.send(CTRL["l"])
    s.until(lambda s: s.rows == ["furat>"])
    return s


def typed_behind():
    with shell(columns=60, rows=12) as s:
        s.send("lost\x03ASK {\r?s ?p 7\r}\r\r")
        s.golden("what is typed behind Ctrl-C arrives, what was before it is dropped", """
            furat> lost^C
            furat> ASK {
                {> ?s ?p 7
                {> }
                ->
            true
            furat>
            """)
        s.send(CTRL["l"] + "x\x03\x03y\x03ASK {}\r")
        tap.case("behind the last of several", s.wait_for("true"), s.text)
        s.send(CTRL["l"] + "need\x12AS\x03ASK {}\r")
        tap.case("and in a search", s.wait_for("true"), s.text)
    with shell(columns=110, rows=12) as s:
        s.send(SLOW + "\r\x03ASK {}\r")
        tap.case("behind Enter it stops what runs", s.wait_for("interrupted") and s.wait_for("true"), s.text)
        s.send(CTRL["l"] + SLOW + ENTER)
        s.until(lambda s: s.cursor[0] > 0)
        time.sleep(0.3)
        s.send("lost\x03ASK { FILTER(false) }\r", ahead=True)
        tap.case("and so it does later on", s.wait_for("interrupted") and s.wait_for("\nfalse"), s.text)


def quit_key():
    with shell(columns=60, rows=12) as s:
        s.send("AS\x1c\x1cK {}" + ENTER)
        s.golden("Ctrl-\\ is ignored at the prompt", """
            furat> ASK {}
            true
            furat>
            """)
        for _ in range(10):
            s.send(CTRL["l"] + "ASK {}\x1c\r\x1c")
            s.until(lambda s: s.rows == ["furat> ASK {}", "true", "furat>"])
        tap.case("also right before Enter", s.rows[-1:] == ["furat>"] and s.wait(0.01) is None, s.text)


def storm(t, killer):
    """Keys of all kinds, and the end: Ctrl-D must get through, but nothing behind it is spared."""
    for keys in ("ASK {}\r", ".shell true\r", ".edit\r", "\x18\x05", SLOW + "\r", "\x12A", "ASK {}\r"):
        t.send(keys, ahead=True)
        t.read_more(0.02)
    end = time.monotonic() + PATIENCE
    quiet = 0.05  # seconds after which the last signal is taken to have been told
    while t.wait(0) is None and time.monotonic() < end:
        killer.send_signal(signal.SIGSTOP)
        while t.read_more(quiet):
            pass
        quiet *= 1.5
        t.send("\x04", ahead=True)
        t.read_more(1)
        killer.send_signal(signal.SIGCONT)
        t.wait(0.1)


def interrupts_without_end():
    """SIGINT as fast as it goes, from the first word of the session to its end."""
    ended = []
    for _ in range(12):
        with Terminal([FURAT, "shell", "--data", data], home, VISUAL=editor, PAGER="cat") as t:
            t.expect("Ctrl-D ends", PATIENCE)
            with subprocess.Popen(["sh", "-c", f"while kill -INT {t.pid}; do :; done"],
                                  stderr=subprocess.DEVNULL) as killer:
                try:
                    storm(t, killer)
                except OSError:
                    pass  # the terminal is gone with it
                ended.append(t.wait(5))
                killer.kill()
    tap.case("no SIGINT ends a session, at whatever moment it comes", set(ended) == {0}, ended)


def bash(**options):
    s = Screen([BASH, "--norc", "--noprofile", "-i"], home, PS1="$ ", PS2="", NO_COLOR="1", LESS="",
               HISTFILE="/dev/null", PAGER="less", columns=80, rows=24, **options)
    s.until(lambda s: s.rows[-1:] == ["$"])
    s.send(f"FURAT='{FURAT}' DATA='{data}'; clear" + ENTER)
    s.until(lambda s: s.rows == ["$"])
    s.send("\"$FURAT\" shell --data \"$DATA\"" + ENTER)
    s.until(lambda s: s.rows[-1:] == ["furat>"])
    return s


def usual_modes(s):
    """Whether the terminal is in the modes that a program finds."""
    s.send("stty -a >modes; echo $?" + ENTER, ahead=True)
    s.until(lambda s: s.rows[-2:] == ["0", "$"])
    with open(os.path.join(home, "modes"), encoding="utf-8") as file:
        words = file.read().replace(";", " ").split()
    return all(word in words for word in ("icanon", "echo", "isig", "icrnl", "ixon")) \
        and "intr = ^C" in " ".join(words)


def stops_at_the_prompt():
    with bash() as s:
        s.send("ASK {" + ENTER + "?s ?p 7" + CTRL["a"])
        s.until(lambda s: "?s ?p 7" in "".join(s.rows[-1:]))
        s.send(CTRL["z"])
        tap.case("Ctrl-Z stops the shell within a statement",
                 s.until(lambda s: "Stopped" in s.text and s.rows[-1:] == ["$"]), s.text)
        tap.case("below what is typed", "{> ?s ?p 7" in s.text, s.text)
        tap.case("the terminal is as it was", usual_modes(s), s.text)
        s.send("clear; fg" + ENTER)
        s.golden("behind fg all is drawn anew", """
            "$FURAT" shell --data "$DATA"
            furat> ASK {
                {> ?s ?p 7
            """, cursor=(2, 7))
        s.send("\x05" + ENTER + "}" + ENTER * 2)
        tap.case("and goes on", s.wait_for("true"), s.text)
        s.send("lost")
        s.wait_for("> lost")
        s.send(CTRL["c"])
        s.until(lambda s: "lost^C" in s.text and s.rows[-1:] == ["furat>"])
        s.send(CTRL["z"])
        s.until(lambda s: s.text.count("Stopped") == 1 and s.rows[-1:] == ["$"])
        s.send("fg" + ENTER)
        tap.case("also at an empty prompt", s.until(lambda s: s.rows[-1:] == ["furat>"]), s.text)
        s.send(CTRL["d"])
        tap.case("the end", s.until(lambda s: s.rows[-1:] == ["$"]) and usual_modes(s), s.text)


def stops_the_editor():
    stopper = os.path.join(home, "stopper")
    with open(stopper, "w", encoding="utf-8") as out:
        out.write("#!/bin/sh\nkill -TSTP 0\necho '# edited' >>\"$1\"\n")
    os.chmod(stopper, stat.S_IRWXU)
    with bash(VISUAL=stopper) as s:
        for number, keys in enumerate(("ASK {" + CTRL["x"] + CTRL["e"], ".edit" + ENTER), 1):
            s.send(keys)
            tap.case(f"Ctrl-Z stops the editor, and with it the shell, {number}",
                     s.until(lambda s: "Stopped" in s.text and s.rows[-1:] == ["$"]), s.text)
            s.send("clear; fg" + ENTER)
            tap.case(f"behind fg it goes on, {number}",
                     s.until(lambda s: "# edited" in "".join(s.rows[-1:])), s.text)
            s.send(CTRL["u"] * 4 + "ASK {}" + ENTER)
            tap.case(f"and then the line, {number}", s.wait_for("true"), s.text)


def stops_what_runs():
    with bash() as s:
        s.send(SLOW + ENTER)
        time.sleep(0.3)
        s.send(CTRL["z"])
        tap.case("Ctrl-Z stops what runs", s.until(lambda s: "Stopped" in s.text and s.rows[-1:] == ["$"]), s.text)
        tap.case("in the terminal's own modes", usual_modes(s), s.text)
        s.send("clear; fg" + ENTER)
        s.until(lambda s: len(s.rows) == 1 and "FURAT" in s.text)
        time.sleep(0.2)
        s.send(CTRL["c"])
        tap.case("which goes on, and can be ended", s.wait_for("interrupted"), s.text)
        s.send("ASK {}" + ENTER)
        tap.case("and the prompt is there", s.wait_for("true"), s.text)


def stops_the_pager():
    with bash() as s:
        s.send("SELECT * { ?s ?p ?o }" + ENTER)
        s.until(lambda s: "".join(s.rows[-1:]).startswith(":"))
        s.send(CTRL["z"])
        tap.case("Ctrl-Z stops the pager", s.wait_for("Stopped"), s.text)
        s.send(ENTER, ahead=True)  # less may clear its row, and set its modes, behind the prompt
        s.until(lambda s: s.rows[-1:] == ["$"])
        tap.case("whose modes go with it", usual_modes(s), s.text)
        s.send("fg" + ENTER)
        s.until(lambda s: "".join(s.rows[-1:]).startswith(":"))
        s.send("q")
        tap.case("behind fg it goes on", s.until(lambda s: s.rows[-1:] == ["furat>"]), s.text)
        s.send("ASK {}" + ENTER)
        tap.case("and then the shell", s.wait_for("\ntrue"), s.text)


os.chdir(home)
try:
    for test in (typed_behind, quit_key, interrupts_without_end):
        test()
    for test in (stops_at_the_prompt, stops_the_editor, stops_what_runs):
        if BASH:
            test()
    if BASH and LESS:
        stops_the_pager()
finally:
    os.chdir("/")
    shutil.rmtree(home, ignore_errors=True)
tap.done()
