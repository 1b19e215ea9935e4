# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-R and Ctrl-S: letter by letter through the history, and what other shells put there."""
import os
import shutil
import tempfile

import tap
from screen import BACKSPACE, CTRL, ENTER, ESCAPE, LEFT, UP, Screen, paste

FURAT = os.environ["FURAT"]
home = tempfile.mkdtemp(prefix="furat-search.")
data = os.path.join(home, "data.ttl")
with open(data, "w", encoding="utf-8") as file:
    file.write("<http://e/a> <http://e/b> 7 .\n")
inputrc = os.path.join(home, "inputrc")
with open(inputrc, "w", encoding="utf-8") as file:
    file.write('set keyseq-timeout 100\n"\\C-xf": reverse-search-history\n"\\C-xr": "\\C-rneedle"\n'
               '"\\C-xe": "\\C-rneedle\\C-e!"\n')
vi = os.path.join(home, "vi")
with open(vi, "w", encoding="utf-8") as file:
    file.write("set editing-mode vi\nset keyseq-timeout 100\n")
ENTRIES = ["ASK { ?s ?p 1 }", "ASK { ?s ?p 'الموصل' }", "ASK {\n  ?s ?p 'Needle'\n}", "ASK {}"]


def write_history(state, entries):
    folder = os.path.join(state, "furat")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "history"), "a", encoding="utf-8") as out:
        for entry in entries:
            out.write(entry.replace("\\", "\\\\").replace("\n", "\\n") + "\n")


def shell(entries=None, **options):
    """A shell whose screen is empty but for its prompt, with these entries in its history."""
    state = options.pop("state", None) or tempfile.mkdtemp(dir=home)
    write_history(state, entries if entries is not None else ENTRIES)
    options = {"columns": 60, "rows": 14, "NO_COLOR": "1", "INPUTRC": inputrc, **options}
    s = Screen([FURAT, "shell", "--data", data], home, XDG_STATE_HOME=state, **options)
    s.wait_for("furat>")
    if options.get("term") != "dumb" and options["INPUTRC"] != vi:  # to vi it is a letter
        s.send(CTRL["l"])
        s.until(lambda s: s.rows == ["furat>"])
    return s


def letter_by_letter():
    with shell() as s:
        s.send("draft" + LEFT * 2 + CTRL["r"])
        s.golden("Ctrl-R asks for a text", "(search)'': draft", cursor=(0, 15))
        s.send("need")
        s.golden("and finds it in a statement of several lines", """
            (search)'need': ASK {
                         {>   ?s ?p 'Needle'
                         {> }
            """, cursor=(1, 25))
        s.send("x")
        s.golden("what is nowhere leaves what was found", """
            (search: not found)'needx': ASK {
                                     {>   ?s ?p 'Needle'
                                     {> }
            """, cursor=(1, 37))
        s.send(BACKSPACE * 2)
        s.golden("Backspace takes steps back", """
            (search)'nee': ASK {
                        {>   ?s ?p 'Needle'
                        {> }
            """, cursor=(1, 24))
        s.send(BACKSPACE * 3)
        s.golden("to the first", "(search)'': draft", cursor=(0, 15))
        s.send("ask")
        s.golden("the newest comes first", "(search)'ask': ASK {}", cursor=(0, 15))
        s.send(CTRL["r"] * 2)
        s.golden("each Ctrl-R finds an older one", "(search)'ask': ASK { ?s ?p 'الموصل' }")
        s.send(CTRL["s"])
        s.golden("Ctrl-S a newer one", """
            (search forward)'ask': ASK {
                                {>   ?s ?p 'Needle'
                                {> }
            """)
        s.send(BACKSPACE)
        s.golden("these are steps, too", "(search)'ask': ASK { ?s ?p 'الموصل' }")
        s.send(CTRL["g"])
        s.golden("Ctrl-G restores what was typed", "furat> draft", cursor=(0, 10))
        s.send(CTRL["r"] + "?p 1")
        s.golden("signs are looked for as they are", "(search)'?p 1': ASK { ?s ?p 1 }")
        s.send(CTRL["r"])
        s.golden("at the end nothing is found", "(search: not found)'?p 1': ASK { ?s ?p 1 }")
        s.send(ESCAPE)
        s.golden("and so does Escape", "furat> draft", cursor=(0, 10))


def words_in_any_spelling():
    with shell() as s:
        s.send(CTRL["r"] + "مَوصل")
        s.golden("vowel marks do not matter", "(search)'مَوصل': ASK { ?s ?p 'الموصل' }", cursor=(0, 31))
        s.send(BACKSPACE * 5 + paste("الموصل\n"))
        s.golden("a text may be pasted", "(search)'الموصل': ASK { ?s ?p 'الموصل' }")
        s.send(BACKSPACE)
        s.golden("which is one step", "(search)'': ")
        s.send("x" * 2000)
        s.until(lambda s: s.rows[-1].endswith("xx':"))
        s.send(CTRL["g"])
        s.golden("and may be long", "furat>")


def takes():
    with shell() as s:
        s.send(CTRL["r"] + "needle" + CTRL["e"] + "#")
        s.golden("another key takes what was found and does its own", """
            furat> ASK {
                {>   ?s ?p 'Needle'#
                {> }
            """, cursor=(1, 24))
        s.send(CTRL["r"] + CTRL["r"] + CTRL["g"] + UP * 3)
        s.golden("the entry is the current one", "furat> ASK { ?s ?p 1 }")
        s.send(CTRL["r"] * 2 + "\x1b[D!")
        s.golden("arrows, too", "furat> ASK { ?s ?p 1 !}")
    with shell() as s:
        s.send(CTRL["r"] + "needle" + ENTER)
        s.golden("Enter runs it, whole, wherever the text was found", """
            furat> ASK {
                {>   ?s ?p 'Needle'
                {> }
            false
            nothing matches ?s ?p "Needle"
              no triple has the object "Needle"
            furat>
            """, cursor=(6, 7))
        s.send(CTRL["l"] + "ASK { FILTER(tr" + CTRL["r"] + "zzz" + CTRL["e"])
        s.golden("where nothing was found, the line is as it was", "furat> ASK { FILTER(tr")
        s.send(CTRL["r"] + "need")
        s.wait_for("(search)'need'")
        s.send(CTRL["c"])
        tap.case("Ctrl-C ends it", s.until(lambda s: "^C" in s.text and s.rows[-1] == "furat>"), s.text)
        s.send(CTRL["l"] + CTRL["r"] * 2)
        s.golden("Ctrl-R Ctrl-R looks for the same once more", """
            (search)'need': ASK {
                         {>   ?s ?p 'Needle'
                         {> }
            """)
        s.resize(24, 14)
        s.golden("in another width, too", """
            (search)'need': ASK {
                {>   ?s ?p 'Needle'
                {> }
            """, cursor=(1, 16))


def changed_entries():
    with shell() as s:
        s.send(UP + "x" + CTRL["r"] + "?p 1" + CTRL["a"] + CTRL["n"] * 3)
        s.golden("an entry keeps what was changed before the search", "furat> ASK {}x")
        s.send(CTRL["n"])
        s.golden("and the new line is there", "furat>")


def keys_of_ones_own():
    with shell() as s:
        s.send(CTRL["x"] + "fneed")
        s.wait_for("(search)'need'")
        s.send(CTRL["x"] + "f")
        s.golden("keys that are bound to the command go on, too", """
            (search: not found)'need': ASK {
                                    {>   ?s ?p 'Needle'
                                    {> }
            """)
        s.send(CTRL["g"] + CTRL["x"] + "r")
        s.golden("a macro may search", """
            (search)'needle': ASK {
                           {>   ?s ?p 'Needle'
                           {> }
            """)
        s.send(CTRL["g"] + CTRL["x"] + "e")
        s.golden("and edit what it found", """
            furat> ASK {
                {>   ?s ?p 'Needle'!
                {> }
            """)


def in_vi_mode():
    with shell(INPUTRC=vi) as s:
        s.resize(60, 1)
        s.send("x" + CTRL["r"] + "?p 1" + CTRL["r"] + BACKSPACE)
        s.golden("vi's insertion searches", "(search)'?p 1': ASK { ?s ?p 1 }")
        s.send(ESCAPE)
        s.golden("and Escape restores", "furat> x")
        s.send(ESCAPE)
        s.until(lambda s: s.cursor == (0, 7))
        s.resize(60, 8)
        s.send(CTRL["r"] + "?p 1")
        s.golden("letters are no commands", "(search)'?p 1': ASK { ?s ?p 1 }")
        s.send(ENTER)
        tap.case("Enter runs", s.wait_for("false"), s.text)


def on_a_plain_terminal():
    with shell(term="dumb") as s:
        s.send(CTRL["r"] + "?p 1")
        tap.case("a plain terminal shows it in its row", s.wait_for("(search)'?p 1': ASK { ?s ?p 1 }"), s.text)
        s.send(ENTER)
        tap.case("and runs it", s.wait_for("false"), s.text)


def other_shells():
    state = os.path.join(home, "two")
    with shell(["ASK { ?old ?p 1 }"], state=state) as s:
        s.send("ASK { ?mine ?p 1 }" + ENTER)
        s.wait_for("false")
        write_history(state, ["ASK { ?other ?p 1 }"])
        s.send(CTRL["l"] + CTRL["r"] + "?other")
        s.golden("a search finds what another shell was asked since", "(search)'?other': ASK { ?other ?p 1 }")
        s.send(CTRL["g"] + UP)
        s.golden("Up begins with the shell's own", "furat> ASK { ?mine ?p 1 }")
        write_history(state, ["ASK { ?later ?p 1 }"])
        s.send("x" + CTRL["r"] + "?later" + CTRL["g"] + CTRL["n"] + CTRL["p"])
        s.golden("what comes does not move the current entry", "furat> ASK { ?mine ?p 1 }x")
        s.send(CTRL["u"] + "ASK {}" + ENTER)
        s.until(lambda s: "true" in s.rows)
        write_history(state, ["ASK { ?last ?p 1 }"])
        s.send("ASK { }" + ENTER)
        s.until(lambda s: s.rows.count("true") == 2 and s.rows[-1] == "furat>")
        s.send(CTRL["l"] + UP * 4)
        s.golden("at the next prompt others' are before the shell's own", "furat> ASK { ?last ?p 1 }")
        s.send(UP * 3)
        s.golden("the older ones before", "furat> ASK { ?old ?p 1 }")
        with open(os.path.join(state, "furat", "history"), encoding="utf-8") as lines:
            wanted = ["old", "mine", "other", "later", "ASK {}", "last", "ASK { }"]
            lines = lines.read().splitlines()
        tap.case("the file has each once", len(lines) == len(wanted)
                 and all(word in line for word, line in zip(wanted, lines)), "\n".join(lines))


try:
    for test in (letter_by_letter, words_in_any_spelling, takes, changed_entries, keys_of_ones_own,
                 in_vi_mode, on_a_plain_terminal, other_shells):
        test()
finally:
    shutil.rmtree(home, ignore_errors=True)
tap.done()
