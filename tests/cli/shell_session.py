# SPDX-License-Identifier: GPL-3.0-or-later
"""A session from its start: the start-up file, the editor, the history of two shells at once."""
import os
import shutil
import stat
import tempfile

import tap
from screen import CTRL, ENTER, Screen

FURAT = os.environ["FURAT"]
DATA = "<http://example.org/a> <http://example.org/n> 7 .\n"
EDITOR = """#!/bin/sh
case $1 in *.rq) ;; *) exit 9 ;; esac
if test -n "$EDITOR_FAILS"; then exit 1; fi
sed 's/?n/?number/; s/LIMIT 1/LIMIT 2/' "$1" >"$1.new" && mv "$1.new" "$1"
echo '# edited' >>"$1"
"""

home = tempfile.mkdtemp(prefix="furat-shell.")
data = os.path.join(home, "data.ttl")
editor = os.path.join(home, "my editor")
config = os.path.join(home, "config", "furat")
os.makedirs(config)
with open(data, "w", encoding="utf-8") as file:
    file.write(DATA)
with open(editor, "w", encoding="utf-8") as file:
    file.write(EDITOR)
os.chmod(editor, stat.S_IRWXU)


def shell(*arguments, columns=70, rows=16, **environment):
    """A shell whose screen is empty but for its prompt."""
    environment.setdefault("NO_COLOR", "1")
    s = Screen([FURAT, "shell", "--data", data, *arguments], home, columns=columns, rows=rows,
               **environment)
    s.wait_for("furat>")
    return s


def cleared(s):
    s.send(CTRL["l"])
    s.until(lambda s: s.rows == ["furat>"])
    return s


def start_up_file():
    rc = os.path.join(config, "rc")
    with open(rc, "w", encoding="utf-8") as out:
        out.write("# mine\n.prefix x: <http://example.org/>\n.nosuch\n.set _n 7\n.timer off\n")
    with shell(XDG_CONFIG_HOME=os.path.dirname(config), columns=100) as s:
        tap.case("an error in the start-up file names its line",
                 f"{rc}:3: error: there is no command .nosuch" in s.text.replace("\n", ""), s.text)
        cleared(s).send("ASK { x:a x:n ?_n }" + ENTER)
        s.golden("what it says holds in the session", """
            furat> ASK { x:a x:n ?_n }
            true
            furat>
            """)
        cleared(s).send(".set ?_who x:a" + ENTER + ".set _n 8" + ENTER)
        s.golden("a variable is told as it stands in a query", """
            furat> .set ?_who x:a
            ?_who = x:a
            furat> .set _n 8
            ?_n = 8
            furat>
            """)
        s.send(".quit" + ENTER)
        tap.case("and its errors do not matter at the end", s.wait() == 0, s.text)
    with shell("--no-rc", XDG_CONFIG_HOME=os.path.dirname(config)) as s:
        tap.case("--no-rc leaves it out", "nosuch" not in s.text, s.text)
    with shell("-i", "-c", "ASK { ?s ?p 7 }") as s:
        tap.case("-i goes on with a session behind -c", s.rows == ["true", "furat>"], s.text)


def nowhere_to_write():
    environment = {"HOME": "", "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""}
    with shell(columns=100, **environment) as s:
        tap.case("without a home there is a note",
                 "note: neither XDG_STATE_HOME nor HOME says where: this session keeps no history"
                 in s.text, s.text)
        cleared(s).send("ASK {}" + ENTER)
        tap.case("and a session", s.wait_for("true"), s.text)
    with shell(XDG_STATE_HOME="/proc/nowhere", columns=100) as s:
        cleared(s).send("ASK {}" + ENTER)
        tap.case("a folder that cannot be made costs a note too",
                 s.wait_for("true") and "note: " in s.text and "error" not in s.text, s.text)


def the_editor():
    with shell(EDITOR=f"'{editor}'", VISUAL="") as s:
        cleared(s).send("SELECT ?n { ?s ?p ?n } LIMIT 1" + ENTER)
        s.wait_for("1 row")
        s.send(".edit" + ENTER)
        s.wait_for("# edited")
        cleared_rows = ["furat> SELECT ?number { ?s ?p ?n } LIMIT 2", "    -> # edited"]
        tap.case(".edit offers what comes back", s.until(lambda s: s.rows[-2:] == cleared_rows),
                 s.text)
        s.send(ENTER)
        tap.case("which Enter runs", s.wait_for("│ number │"), s.text)
        cleared(s).send("SELECT ?n" + CTRL["x"] + CTRL["e"])
        s.golden("Ctrl-X Ctrl-E edits what is being typed", """
            furat> SELECT ?n
            furat> SELECT ?number
                -> # edited
            """)
        s.send(CTRL["c"])
        s.until(lambda s: s.rows[-1] == "furat>")
        cleared(s).send("SELECT ?n {" + ENTER + "?s ?p ?n" + ENTER + ".edit" + ENTER)
        s.wait_for("# edited")
        tap.case("so does a last line of .edit",
                 s.until(lambda s: s.rows[-3:] == ["furat> SELECT ?number {", "    {> ?s ?p ?number",
                                                   "    {> # edited"]), s.text)
    with shell(EDITOR=f"'{editor}'", VISUAL="", EDITOR_FAILS="1") as s:
        cleared(s).send("ASK { ?s ?p 8 }" + CTRL["x"] + CTRL["e"])
        tap.case("when the editor fails, it is told", s.wait_for("the editor failed"), s.text)
        s.send(ENTER)
        tap.case("and the text stays", s.wait_for("false"), s.text)


def two_shells():
    state = os.path.join(home, "two")
    with shell(XDG_STATE_HOME=state) as first, shell(XDG_STATE_HOME=state) as second:
        for i in range(3):
            for name, s in (("one", first), ("two", second)):
                cleared(s).send(f"ASK {{" + ENTER + f"  ?{name} ?p {i}" + ENTER + "}" + ENTER * 2)
                s.wait_for("false")
        cleared(second).send(".history ?one" + ENTER)
        second.golden("each finds what the other was asked", """
            furat> .history ?one
                1  ASK {
                     ?one ?p 0
                   }
                3  ASK {
                     ?one ?p 1
                   }
                5  ASK {
                     ?one ?p 2
                   }
                7  .history ?one
            furat>
            """)
        first.send(CTRL["d"])
        second.send(CTRL["d"])
        first.wait(), second.wait()
    with shell(XDG_STATE_HOME=state) as s:
        cleared(s).send(CTRL["r"] + "one")
        s.golden("a later one searches in both", """
            (search)'one': .history ?one
            """)
        s.send(CTRL["r"])
        s.golden("one after the other", """
            (search)'one': ASK {
                        {>   ?one ?p 2
                        {> }
            """)


try:
    for test in (start_up_file, nowhere_to_write, the_editor, two_shells):
        test()
finally:
    shutil.rmtree(home, ignore_errors=True)
tap.done()
