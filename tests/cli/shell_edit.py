# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands on the screen while somebody types."""
import os
import shutil
import signal
import tempfile

import tap
from screen import BACKSPACE, CTRL, DELETE, DOWN, END, ENTER, ESCAPE, HOME, LEFT, TAB, UP, Screen, paste

FURAT = os.environ["FURAT"]
DATA = '''
@prefix ex: <http://example.org/> .
ex:a ex:label "داعش"@ar , "ISIS"@en ; ex:n 7 .
ex:b ex:label "日本" ; ex:n 1200 .
'''

home = tempfile.mkdtemp(prefix="furat-shell.")
data = os.path.join(home, "data.ttl")
with open(data, "w", encoding="utf-8") as file:
    file.write(DATA)


def shell(*arguments, **options):
    """A shell whose screen is empty but for its prompt."""
    s = Screen([FURAT, "shell", *(arguments or ("--data", data))], home, **options)
    s.wait_for("furat>")
    s.send(CTRL["l"])
    s.until(lambda s: s.rows == ["furat>"])
    return s


def answers_stand_on_the_screen():
    with shell(columns=60, rows=12) as s:
        s.send("SELECT ?o { ?s ?p ?o FILTER(LANG(?o) = '') }" + ENTER)
        s.golden("wide cells keep the columns", """
            furat> SELECT ?o { ?s ?p ?o FILTER(LANG(?o) = '') }
            ┌──────┐
            │ o    │
            ├──────┤
            │ 日本 │
            │    7 │
            │ 1200 │
            └──────┘
            3 rows
            furat>
            """, cursor=(9, 7))


LONG_IRI = "<http://example.org/" + "x" * 40 + ">"


def statements_of_several_lines():
    with shell(columns=50, rows=14) as s:
        s.send("SELECT ?o {" + ENTER + "  ?s ?p ?o FILTER(" + ENTER)
        s.golden("prompts show what is open, tokens have colours", """
            furat> SELECT ?o {
                {>   ?s ?p ?o FILTER(
                (>
            """, cursor=(2, 7), styles={
                0: [("furat> ", "green bold"), ("SELECT", "blue bold"), ("?o", "bold")],
                2: [("    (> ", "green bold")]})
        s.send("?o = 7)" + ENTER + "}" + ENTER + "LIMIT 1" + ENTER)
        s.golden("what is whole may go on", """
            furat> SELECT ?o {
                {>   ?s ?p ?o FILTER(
                (> ?o = 7)
                {> }
                -> LIMIT 1
                ->
            """, cursor=(5, 7))
        s.send(ENTER)
        s.golden("an empty line runs it", """
            furat> SELECT ?o {
                {>   ?s ?p ?o FILTER(
                (> ?o = 7)
                {> }
                -> LIMIT 1
                ->
            ┌───┐
            │ o │
            ├───┤
            │ 7 │
            └───┘
            1 row
            furat>
            """, cursor=(12, 7))
        s.send(CTRL["l"] + UP)
        s.golden("the whole statement is one entry of the history", """
            furat> SELECT ?o {
                {>   ?s ?p ?o FILTER(
                (> ?o = 7)
                {> }
                -> LIMIT 1
            """, cursor=(4, 14))
        s.send(UP * 2 + HOME + DELETE * 2 + "?s")
        s.golden("arrows move inside it", """
            furat> SELECT ?o {
                {>   ?s ?p ?o FILTER(
                (> ?s = 7)
                {> }
                -> LIMIT 1
            """, cursor=(2, 9))
        s.send(ENTER + CTRL["k"])
        s.golden("Enter inside it breaks the line, Ctrl-K ends at its end", """
            furat> SELECT ?o {
                {>   ?s ?p ?o FILTER(
                (> ?s
                (>
                (> }
                -> LIMIT 1
            """, cursor=(3, 7))
        s.send("= ex:a)" + CTRL["a"] * 2 + "PREFIX ex: <http://example.org/>" + ENTER
               + DOWN * 5 + END + ENTER)
        tap.case("at its end Enter runs it as it is", s.wait_for("1 row"), s.text)
        s.send(CTRL["l"] + UP * 3)
        s.wait_for("FILTER(")
        s.send(CTRL["o"])
        tap.case("Ctrl-O runs it from anywhere", s.wait_for("1 row"), s.text)
        s.send(CTRL["l"] + CTRL["p"] * 2)
        s.wait_for("FILTER(")
        tap.case("Ctrl-P goes to the entry before, whatever is in the line",
                 s.until(lambda s: "PREFIX" not in s.text and "?o = 7" in s.text), s.text)


def long_lines_wrap():
    with shell(columns=40, rows=10) as s:
        s.send(f"ASK {{ ?s ?p {LONG_IRI} }}")
        s.golden("a long line is wrapped", """
            furat> ASK { ?s ?p <http://example.org/x
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx>
             }
            """, cursor=(2, 2))
        s.send(CTRL["a"] + "日本")
        s.golden("a wide character is not cut by the edge", """
            furat> 日本ASK { ?s ?p <http://example.o
            rg/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            xxx> }
            """, cursor=(0, 11))
        s.send(CTRL["k"] + "a" * 24 + "日日")
        s.golden("nor by another", """
            furat> 日本aaaaaaaaaaaaaaaaaaaaaaaa日日
            """, cursor=(0, 39))
        s.send("日")
        s.golden("which it would not fit before", """
            furat> 日本aaaaaaaaaaaaaaaaaaaaaaaa日日
            日
            """, cursor=(1, 2))


def text_of_both_directions():
    with shell(columns=60, rows=10) as s:
        s.send("ASK { ?s ?p 'مُحَمَّد' }")
        s.golden("vowel marks take no cell", """
            furat> ASK { ?s ?p 'مُحَمَّد' }
            """, cursor=(0, 27))
        s.send(LEFT * 4)
        s.golden("a letter with its marks is one step to the left", """
            furat> ASK { ?s ?p 'مُحَمَّد' }
            """, cursor=(0, 23))
        s.send(BACKSPACE)
        s.golden("and one to delete", """
            furat> ASK { ?s ?p 'مُحَد' }
            """, cursor=(0, 22))
        s.send(CTRL["a"] + CTRL["k"] + paste("# \u202e\u0007\tx"))
        s.golden("what would turn the screen around is shown instead", """
            furat> # \\u202E\\u0007  x
            """, cursor=(0, 24))


def pasted_lines():
    with shell(columns=60, rows=12) as s:
        s.send(paste("ASK\n{ ?s\n\n?p 7 }"))
        s.golden("pasted lines wait for Enter", """
            furat> ASK
                -> { ?s
                {>
                {> ?p 7 }
            """, cursor=(3, 13))
        s.send(ENTER)
        s.golden("which runs them", """
            furat> ASK
                -> { ?s
                {>
                {> ?p 7 }
            true
            furat>
            """, cursor=(5, 7))
        s.send(CTRL["l"] + paste("ASK { ?s ?p 7 }\nSELECT (1 AS ?x) {}\n") + ENTER)
        s.golden("several statements are run one after the other", """
            furat> ASK { ?s ?p 7 }
                -> SELECT (1 AS ?x) {}
                ->
            true
            ┌───┐
            │ x │
            ├───┤
            │ 1 │
            └───┘
            1 row
            furat>
            """)
        s.send(CTRL["l"] + UP * 2)
        s.golden("and are an entry each", """
            furat> ASK { ?s ?p 7 }
            """)


def interrupts():
    with shell(columns=60, rows=12) as s:
        s.send("ASK {" + ENTER + "?s ?p" + UP)
        s.until(lambda s: s.cursor == (0, 12))
        s.send(CTRL["c"])
        s.golden("Ctrl-C drops all lines of the statement", """
            furat> ASK {
                {> ?s ?p^C
            furat>
            """, cursor=(2, 7))
        s.send(CTRL["d"])
        tap.case("Ctrl-D ends", s.wait() == 0, s.text)


def search():
    with shell(columns=60, rows=12) as s:
        s.send("ASK { ?s ?p 7 }" + ENTER)
        s.wait_for("true")
        s.send(paste("ASK {\n  ?s ?p 'needle'\n}") + ENTER)
        s.wait_for("false")
        s.send("ASK {}" + ENTER + CTRL["l"])
        s.until(lambda s: s.rows == ["furat>"])
        s.send(CTRL["r"] + "need")
        s.golden("Ctrl-R finds an entry of several lines", """
            (search)'need': ASK {
                         {>   ?s ?p 'needle'
                         {> }
            """, cursor=(1, 25))
        s.send(CTRL["g"])
        s.golden("Ctrl-G gives it up", """
            furat>
            """)
        s.send(CTRL["r"] + "need")
        s.wait_for("needle")
        s.send(ENTER)
        s.golden("Enter runs what was found, wherever the cursor is", """
            furat> ASK {
                {>   ?s ?p 'needle'
                {> }
            false
            nothing matches ?s ?p "needle"
              no triple has the object "needle"
            furat>
            """, cursor=(6, 7))


def a_string_without_end():
    with shell(columns=60, rows=12) as s:
        s.send("ASK {" + ENTER + "?s ?p \"x }" + ENTER)
        s.golden("a string that lacks its end is told at once", """
            furat> ASK {
                {> ?s ?p "x }
            query:2:7: error: this string is not closed on its line
            ?s ?p "x }
                  ^~~~
            hint: a string over several lines stands between \"\"\"
            furat>
            """, cursor=(6, 7))


def resizing(reflows):
    with shell(columns=60, rows=10, reflows=reflows) as s:
        s.send("ASK {" + ENTER + f"  ?s ?p {LONG_IRI}")
        s.golden(f"before; the terminal {'wraps' if reflows else 'does not wrap'} again", """
            furat> ASK {
                {>   ?s ?p <http://example.org/xxxxxxxxxxxxxxxxxxxxxxxxx
            xxxxxxxxxxxxxxx>
            """)
        s.resize(40, 10)
        s.golden("a narrower terminal", """
            furat> ASK {
                {>   ?s ?p <http://example.org/xxxxx
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx>
            """, cursor=(2, 36))
        s.resize(90, 10)
        s.golden("a wider one", """
            furat> ASK {
                {>   ?s ?p <http://example.org/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx>
            """, cursor=(1, 76))
        s.send(ENTER + "}" + ENTER * 2)
        tap.case("and what was typed is run", s.wait_for("false"), s.text)


def resizing_cuts():
    resizing(False)


def resizing_wraps():
    resizing(True)


def there_and_back():
    """Of a statement of several lines no copy stays above it, whatever the terminal does."""
    text = ("SELECT ?n WHERE { # a comment that goes beyond fifty columns\n"
            "?x a <http://example.org/Battle> ; <http://example.org/label> ?n .\nshort\n"
            "FILTER(STRLEN(?n) > 10 && STRLEN(?n) < 100 && ?n != 'a'")
    for kind in ({"reflows": True}, {}, {"mute": True}):
        for widths in ((50, 90, 50), (90, 50, 90), (50, 31, 90, 47)):
            with shell(columns=widths[0], rows=20, **kind) as s:
                s.send("ASK {}" + ENTER)
                s.until(lambda s: s.rows[-2:] == ["true", "furat>"])
                s.send(paste(text))
                s.wait_for("'a'")
                for sign, width in zip("@%$", widths[1:]):
                    s.resize(width, 20)
                    s.send(sign)  # between the two it is drawn
                    s.until(lambda s, sign=sign: sign in "".join(s.rows[-1:]))
                rows = [row for row in s.rows if "SELECT" in row or row in ("furat> ASK {}", "true")]
                tap.case(f"{widths}, {kind or 'cut'}: one statement, and what was before it",
                         rows[:2] == ["furat> ASK {}", "true"] and len(rows) == 3, s.text)


def completion():
    with shell(columns=60, rows=14) as s:
        s.send("SELECT ?s {" + ENTER + "FILTER(STRL" + TAB)
        s.golden("candidates are listed below the statement, which is drawn again", """
            furat> SELECT ?s {
                {> FILTER(STRL
            STRLEN(   text
            STRLANG(  text, language
            furat> SELECT ?s {
                {> FILTER(STRL
            """, cursor=(5, 18))
        s.send("E" + TAB)
        s.golden("one that is left is taken", """
            furat> SELECT ?s {
                {> FILTER(STRL
            STRLEN(   text
            STRLANG(  text, language
            furat> SELECT ?s {
                {> FILTER(STRLEN(
            """)


def vi_keys():
    inputrc = os.path.join(home, "inputrc")
    with open(inputrc, "w", encoding="utf-8") as file:
        file.write("set editing-mode vi\nset keyseq-timeout 50\n")
    with Screen([FURAT, "shell", "--data", data], home, columns=90, rows=10,
                INPUTRC=inputrc) as s:
        s.wait_for("furat>")
        s.send(paste("ASK {\n  ?s ?p 7"))
        s.wait_for("?p 7")
        y = s.cursor[0]
        s.send("\x1b")
        s.until(lambda s: s.cursor == (y, 15))
        s.send("0")
        tap.case("vi's keys move in the line", s.until(lambda s: s.cursor == (y, 7)), s.cursor)
        s.send("A }" + ENTER)
        tap.case("and Enter runs what is whole", s.wait_for("true"), s.text)


def stopping():
    with shell(columns=60, rows=10) as s:
        s.send("ASK {" + ENTER + "?s ?p 7")
        s.wait_for("?p 7")
        os.kill(s.pid, signal.SIGCONT)
        s.golden("after somebody else had the terminal, all is drawn where the cursor is", """
            furat> ASK {
            furat> ASK {
                {> ?s ?p 7
            """, cursor=(2, 14))


def more_lines_than_rows():
    with shell(columns=40, rows=6) as s:
        s.send(paste("\n".join(["ASK {"] + [f"# {i}" for i in range(1, 9)] + ["}"])))
        s.golden("of a statement that is higher than the screen the part at the cursor is shown",
                 [f"    {{> {line}" for line in ("# 4", "# 5", "# 6", "# 7", "# 8", "}")], cursor=(5, 8))
        s.send(UP * 7)
        s.golden("which moves with it", [f"    {{> # {i}" for i in range(2, 8)], cursor=(0, 8))


def texts_that_double():
    inputrc = os.path.join(home, "vi")
    with open(inputrc, "w", encoding="utf-8") as out:
        out.write("set editing-mode vi\n")
    ways = {"emacs": ("/dev/null", CTRL["a"] + CTRL["k"] + CTRL["y"] * 2, ""),
            "vi": (inputrc, ESCAPE + "ddpp", ESCAPE + "yy9000p" + "9000.")}
    for name, (keys_of, doubles, more) in ways.items():
        with Screen([FURAT, "shell", "--data", data], home, columns=60, rows=10, NO_COLOR="1",
                    INPUTRC=keys_of) as s:
            s.wait_for("furat>")
            s.send("x" * 1000)
            for _ in range(20):
                s.send(doubles)
            s.send(more)
            tap.case(f"a text that doubles ({name}) has a bound, which is told",
                     s.wait_for("note: what is typed has 4 MiB at most; .read takes more"), s.text)
            for _ in range(40):
                s.send(doubles)
            s.send(CTRL["c"])
            s.until(lambda s: s.rows and s.rows[-1] == "furat>")
            with open(f"/proc/{s.pid}/statm", encoding="ascii") as statm:
                n_bytes = int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE")
            tap.case("what was deleted is not kept without end", n_bytes < 1 << 29 or "ASAN_OPTIONS" in os.environ,
                     n_bytes)
            s.send("ASK {}" + ENTER)
            tap.case("and the session goes on", s.until(lambda s: s.rows[-2:] == ["true", "furat>"]), s.text)


try:
    for test in (answers_stand_on_the_screen, statements_of_several_lines, long_lines_wrap,
                 text_of_both_directions, pasted_lines, interrupts, search, a_string_without_end,
                 resizing_cuts, resizing_wraps, there_and_back, completion, vi_keys, stopping,
                 more_lines_than_rows, texts_that_double):
        test()
finally:
    shutil.rmtree(home, ignore_errors=True)
tap.done()
