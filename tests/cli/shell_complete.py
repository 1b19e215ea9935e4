# SPDX-License-Identifier: GPL-3.0-or-later
"""What Tab offers, on an emulated screen: by position, by data, by label in two scripts."""
import os
import re
import shutil
import tempfile

import tap
from screen import CTRL, ENTER, TAB, Screen

FURAT = os.environ["FURAT"]
BACK_TAB = "\x1b[Z"
DATA = '''
@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:City rdfs:label "City"@en , "مدينة"@ar .
ex:tookPlaceIn rdfs:label "took place in"@en .
ex:mosul a ex:City ; skos:prefLabel "Mosul"@en , "الموصل"@ar ; ex:population 1500000 .
ex:raqqa a ex:City ; skos:prefLabel "Raqqa"@en , "الرقّة"@ar .
ex:battle1 a ex:Battle ; skos:prefLabel "Battle of Mosul"@en , "معركة الموصل"@ar ;
  ex:tookPlaceIn ex:mosul ; ex:outcome ex:won .
ex:battle2 a ex:Battle ; skos:prefLabel "Battle of Raqqa"@en ; ex:tookPlaceIn ex:raqqa ;
  ex:note "it's \\u001B[31mred\\u202E" .
ex:battle3 a ex:Battle ; ex:note "it lasted", "ended"@en .
'''
GRAPH = "<http://example.org/g> { <http://example.org/g> <http://example.org/p> 1 }\n"

home = tempfile.mkdtemp(prefix="furat-complete.")
data = os.path.join(home, "data.ttl")
with open(data, "w", encoding="utf-8") as file:
    file.write(DATA)
with open(os.path.join(home, "graph.trig"), "w", encoding="utf-8") as file:
    file.write(GRAPH)
os.mkdir(os.path.join(home, "a folder"))


def shell(*arguments, columns=64, rows=16, **options):
    s = Screen([FURAT, "shell", *(arguments or ("--data", data))], home, columns=columns, rows=rows,
               **options)
    s.wait_for("furat>")
    s.send("PREFIX ex: <http://example.org/>;" + ENTER)
    s.until(lambda s: s.rows[-1] == "furat>")
    if options.get("term") != "dumb":
        s.send(CTRL["l"])
        s.until(lambda s: s.rows == ["furat>"])
    return s


def becomes(s, name, keys, line):
    """After Ctrl-U and these keys the last row is this line."""
    s.send(CTRL["u"] + keys)
    holds = s.until(lambda s: s.rows and s.rows[-1] == line)
    tap.case(name, holds, s.text)


def words_of_the_place():
    with shell() as s:
        becomes(s, "a keyword", "SEL" + TAB, "furat> SELECT")
        becomes(s, "in the case in which it was begun", "sel" + TAB, "furat> select")
        becomes(s, "of two words", "SELECT * {} ORD" + TAB, "furat> SELECT * {} ORDER BY")
        becomes(s, "not where it cannot stand", "SELECT * { ?x a ORD" + TAB + "!",
                "furat> SELECT * { ?x a ORD!")
        becomes(s, "a function with its parenthesis", "ASK { FILTER(strst" + TAB, "furat> ASK { FILTER(strstarts(")
        becomes(s, "a function without arguments", "SELECT (NOW" + TAB, "furat> SELECT (NOW()")
        becomes(s, "a variable", "SELECT ?city { ?city ?p ?o FILTER(?c" + TAB,
                "furat> SELECT ?city { ?city ?p ?o FILTER(?city")
        becomes(s, "a prefix with its IRI", "PREFIX foa" + TAB,
                "furat> PREFIX foaf: <http://xmlns.com/foaf/0.1/>")
        becomes(s, "a well-known prefix, which needs no declaration", "ASK { ?x foa" + TAB, "furat> ASK { ?x foaf:")
        becomes(s, "a prefix of the statement", "PREFIX e: <http://example.org/> ASK { e:raq" + TAB,
                "furat> PREFIX e: <http://example.org/> ASK { e:raqqa")
        becomes(s, "a datatype", 'ASK { ?x ?y "1"^^xsd:inte' + TAB, 'furat> ASK { ?x ?y "1"^^xsd:integer')


def data_of_the_place():
    with shell() as s:
        s.send("ASK { ?x a " + TAB)
        s.golden("classes, the most frequent first", """
            furat> ASK { ?x a
            ex:Battle  3
            ex:City    2  City
            ?x
            furat> ASK { ?x a
            """, cursor=(4, 18))
        s.send(TAB)
        s.golden("the next Tab takes the first", """
            furat> ASK { ?x a
            ex:Battle  3
            ex:City    2  City
            ?x
            furat> ASK { ?x a ex:Battle
            """, cursor=(4, 27))
        s.send(TAB)
        s.until(lambda s: s.rows[-1].endswith("a ex:City"))
        s.send(BACK_TAB + BACK_TAB)
        s.golden("Shift-Tab goes back to what was typed", """
            furat> ASK { ?x a
            ex:Battle  3
            ex:City    2  City
            ?x
            furat> ASK { ?x a
            """, cursor=(4, 18))
        s.send(CTRL["c"])
        s.wait_for("^C")
        s.send(CTRL["l"] + "ASK { ?x a ex:Battle ; " + TAB)
        s.golden("predicates that the class has, and no others", """
            furat> ASK { ?x a ex:Battle ;
            ex:note
            ex:tookPlaceIn  took place in
            skos:prefLabel
            ex:outcome
            ?x              ex:Battle
            a
            furat> ASK { ?x a ex:Battle ;
            """)
        s.send("place" + TAB)
        s.until(lambda s: s.rows[-1].endswith("; ex:tookPlaceIn"))
        s.send(TAB + TAB)
        s.golden("objects that the predicate has", """
            furat> ASK { ?x a ex:Battle ;
            ex:note
            ex:tookPlaceIn  took place in
            skos:prefLabel
            ex:outcome
            ?x              ex:Battle
            a
            furat> ASK { ?x a ex:Battle ; ex:tookPlaceIn
            ex:mosul  1  Mosul
            ex:raqqa  1  Raqqa
            ?x           ex:Battle
            furat> ASK { ?x a ex:Battle ; ex:tookPlaceIn ex:mosul
            """)
    with shell() as s:
        becomes(s, "predicates of a thing", "ASK { ex:mosul pop" + TAB, "furat> ASK { ex:mosul ex:population")
        becomes(s, "a beginning of IRIs", "ASK { <http://example.org/bat" + TAB,
                "furat> ASK { ex:battle")
        becomes(s, "the rest of a string, with its language", 'ASK { ?x ex:note "en' + TAB,
                'furat> ASK { ?x ex:note "ended"@en')
        becomes(s, "in other quotes", "ASK { ?x ex:note 'it l" + TAB, "furat> ASK { ?x ex:note 'it lasted'")
    with shell("--data", os.path.join(home, "graph.trig")) as s:
        becomes(s, "a graph", "ASK { GRAPH " + TAB, "furat> ASK { GRAPH ex:g")
        becomes(s, "what a variable of graphs is compared with", "ASK { GRAPH ?g {} FILTER (?g = ex:" + TAB,
                "furat> ASK { GRAPH ?g {} FILTER (?g = ex:g")
        becomes(s, "and its VALUES", "ASK { GRAPH ?g {} VALUES ?g { " + TAB,
                "furat> ASK { GRAPH ?g {} VALUES ?g { ex:g")


def things_by_their_labels():
    with shell() as s:
        becomes(s, "by a label", "ASK { ?x ?y raqqa" + TAB + TAB, "furat> ASK { ?x ?y ex:raqqa")
        for typed in ("الرقّة", "الرقة", "رقه", "الرّقة"):
            becomes(s, f"in Arabic: {typed}", f"ASK {{ ?x ?y {typed}" + TAB, "furat> ASK { ?x ?y ex:raqqa")
        becomes(s, "of several words", "ASK { ?x ?y battle of mo" + TAB, "furat> ASK { ?x ?y ex:battle1")
    with shell() as s:
        s.send("ASK { الموصل" + TAB)
        s.golden("several are told apart", """
            furat> ASK { الموصل
            ex:mosul    ﻞﺻﻮﻤﻟﺍ
            ex:battle1  ﻞﺻﻮﻤﻟﺍ ﺔﻛﺮﻌﻣ
            furat> ASK { الموصل
            """)
        s.send(TAB + " ?y ?z }" + ENTER)
        tap.case("and one is taken", s.wait_for("true"), s.text)


def what_is_likely():
    """Of what could stand there, only what the data have for the place."""
    with shell() as s:
        lists(s, "an aggregate first, and no things, where an expression begins", "SELECT (CO", "COUNT(",
              without=("ex:", "skos:"))
        becomes(s, "a thing where no function goes on so", "SELECT (الرقة" + TAB, "furat> SELECT (ex:raqqa")
        becomes(s, "no aggregate in a filter", "ASK { FILTER(COU" + TAB + "!", "furat> ASK { FILTER(COU!")
        becomes(s, "DISTINCT inside one", "SELECT (COUNT(di" + TAB, "furat> SELECT (COUNT(distinct")
        becomes(s, "AS behind what SELECT names", "SELECT (COUNT(*) " + TAB + "A" + TAB,
                "furat> SELECT (COUNT(*) AS")
        becomes(s, "no thing that the predicate cannot lead to", "ASK { ?x ex:tookPlaceIn الموصل" + TAB,
                "furat> ASK { ?x ex:tookPlaceIn ex:mosul")
        becomes(s, "by its range what it does not lead to yet", "ASK { ex:mosul ex:near raqqa" + TAB + TAB,
                "furat> ASK { ex:mosul ex:near ex:raqqa")
        becomes(s, "texts where it leads to these", "ASK { ?x skos:prefLabel battle of r" + TAB,
                'furat> ASK { ?x skos:prefLabel "Battle of Raqqa"@en')
        becomes(s, "no things there", "ASK { ?x ex:note mos" + TAB + "!", "furat> ASK { ?x ex:note mos!")
        becomes(s, "behind a path what its last step leads to", "ASK { ?x ^ex:near/ex:tookPlaceIn mosu" + TAB,
                "furat> ASK { ?x ^ex:near/ex:tookPlaceIn ex:mosul")
        becomes(s, "what a variable is compared to", "ASK { ?x ex:tookPlaceIn ?y FILTER(?y = mosu" + TAB,
                "furat> ASK { ?x ex:tookPlaceIn ?y FILTER(?y = ex:mosul")
        becomes(s, "in a list too", "ASK { ?x ex:tookPlaceIn ?y FILTER(?y IN (?x, mosu" + TAB,
                "furat> ASK { ?x ex:tookPlaceIn ?y FILTER(?y IN (?x, ex:mosul")
        becomes(s, "and behind VALUES", "ASK { ?x ex:tookPlaceIn ?y VALUES ?y { mosu" + TAB,
                "furat> ASK { ?x ex:tookPlaceIn ?y VALUES ?y { ex:mosul")
        becomes(s, "by the class of the variable", "ASK { ?x a ex:City FILTER(?x = mosu" + TAB,
                "furat> ASK { ?x a ex:City FILTER(?x = ex:mosul")
        becomes(s, "a predicate of the class by its label", "ASK { ?x a ex:Battle ; place i" + TAB,
                "furat> ASK { ?x a ex:Battle ; ex:tookPlaceIn")


def dot_commands():
    with shell() as s:
        becomes(s, "a dot command", ".quer" + TAB, "furat> .queries")
        becomes(s, "a setting", ".set ti" + TAB + "r" + TAB, "furat> .set timer")
        becomes(s, "its values", ".set timer of" + TAB, "furat> .set timer off")
        becomes(s, "as a command of its own", ".timer of" + TAB, "furat> .timer off")
        becomes(s, "a format", ".mode mark" + TAB, "furat> .mode markdown")
        becomes(s, "a class", ".predicates bat" + TAB, "furat> .predicates ex:Battle")
    with shell() as s:
        becomes(s, "a file", f".read {home}/dat" + TAB, f"furat> .read {home}/data.ttl")
    folder = os.path.join(home, "files")
    os.mkdir(folder)
    for name in ("red\x1b[31m", "rev\u202e", "c1\x9b31m"):
        open(os.path.join(folder, name + ".ttl"), "w", encoding="utf-8").close()
    with shell() as s:
        s.send(f".read {folder}/" + TAB + TAB)
        tap.case("several files are listed at the second Tab, harmlessly",
                 s.until(lambda s: "rev\\u202E.ttl" in s.text and "c1\\u009B31m.ttl" in s.text
                         and "red\\u001B[31m.ttl" in s.text), s.text)
    with Screen([FURAT, "shell"], home, columns=70, rows=16) as s:
        s.wait_for("furat>")
        becomes(s, "a canned query", ".run changed" + TAB, "furat> .run changed-hands")
        becomes(s, "a parameter", ".run fought ac" + TAB, "furat> .run fought actor=")
        becomes(s, "its value by a name", ".run fought actor='iraqi army" + TAB,
                "furat> .run fought actor=actor:iraqi-army")
        becomes(s, "in the other script", ".run fought actor='الجيش العراقي" + TAB,
                "furat> .run fought actor=actor:iraqi-army")


def lists(s, name, keys, *wanted, without=()):
    """After Ctrl-U and these keys lines that begin with `wanted` stand below, in this order."""
    s.send(CTRL["c"])
    s.until(lambda s: s.rows[-1] == "furat>")
    s.send(CTRL["l"])
    s.until(lambda s: s.rows == ["furat>"])
    s.send(keys + TAB + TAB)

    def holds(s):
        rows = iter(s.rows[1:])
        return all(any(row.startswith(text) for row in rows) for text in wanted)
    held = s.until(holds)
    tap.case(name, held and not any(text in s.text for text in without), s.text)


def lists_of_one():
    """Alt-= lists what there is, one thing too, as Tab does."""
    with shell() as s:
        s.send("ASK { ?x ex:tookPlaceIn mosu" + "\x1b=")
        s.golden("one thing comes with its label", """
            furat> ASK { ?x ex:tookPlaceIn mosu
            ex:mosul  1  Mosul
            furat> ASK { ?x ex:tookPlaceIn mosu
            """)
        folder = os.path.join(home, "one")
        os.mkdir(folder)
        open(os.path.join(folder, "rev\u202eone.ttl"), "w", encoding="utf-8").close()
        s.send(CTRL["c"])
        s.until(lambda s: s.rows[-1] == "furat>")
        s.send(CTRL["l"] + f".read {folder}/re\x1b=")
        tap.case("one file comes harmlessly", s.wait_for("rev\\u202Eone.ttl"), s.text)


def every_kind_of_argument():
    with shell(rows=30) as s:
        becomes(s, "a command behind .help, without its dot", ".help fin" + TAB, "furat> .help find")
        becomes(s, "or with it", ".help .fi" + TAB, "furat> .help .find")
        becomes(s, "a setting too", ".help wr" + TAB, "furat> .help wrap")
        becomes(s, "a topic too", ".help ke" + TAB, "furat> .help keys")
        becomes(s, "a setting behind .show, as it is typed elsewhere", ".show .wr" + TAB, "furat> .show .wrap")
        lists(s, "the languages of the data", ".lang ", "en", "ar")
        becomes(s, "another one behind a comma", ".lang ar," + TAB, "furat> .lang ar,en")
        becomes(s, "a prefix that is known, with its IRI", ".prefix foa" + TAB,
                "furat> .prefix foaf: <http://xmlns.com/foaf/0.1/>")
        becomes(s, "the IRI behind its name", ".prefix foaf: " + TAB,
                "furat> .prefix foaf: <http://xmlns.com/foaf/0.1/>")
        becomes(s, "one of one's own", ".prefix ex" + TAB, "furat> .prefix ex: <http://example.org/>")
        lists(s, "a label", ".find battle of", "Battle of Mosul", "Battle of Raqqa")
        becomes(s, "by a word inside", ".find رقه" + TAB, "furat> .find الرقّة")
        lists(s, "prefixes of the data, where a thing may stand", ".describe ", "ex:")
        becomes(s, "all, behind a thing", ".describe ex:mosul al" + TAB, "furat> .describe ex:mosul all")
        s.send(CTRL["u"] + ".set _town ex:mosul" + ENTER)
        s.until(lambda s: s.rows[-1] == "furat>")
        becomes(s, "a variable that is set", ".unset " + TAB, "furat> .unset _town")
        becomes(s, "to be set again", ".set _t" + TAB, "furat> .set _town")
        becomes(s, "its value by a name", ".set _town = battle of raq" + TAB,
                "furat> .set _town = ex:battle2")
    with shell(rows=30) as s:
        becomes(s, "a command behind |", ".once | unam" + TAB, "furat> .once | uname")
        becomes(s, "without a blank", ".output |unam" + TAB, "furat> .output |uname")
        becomes(s, "behind any dot command", ".info | unam" + TAB, "furat> .info | uname")
        becomes(s, "behind a statement", "ASK {} | unam" + TAB, "furat> ASK {} | uname")
        becomes(s, "behind another command", ".info | sort | unam" + TAB, "furat> .info | sort | uname")
        becomes(s, "its files", f".once | cat {home}/dat" + TAB, f"furat> .once | cat {home}/data.ttl")
        becomes(s, "not where | is a part of a path", "ASK { ?x ex:note|ex:pop" + TAB,
                "furat> ASK { ?x ex:note|ex:population")
        s.send(CTRL["u"] + ".once " + TAB + "x" + TAB + "!")
        tap.case("nothing that is no file", s.until(lambda s: s.rows[-1] == "furat> .once x!"), s.text)


def parameters():
    with Screen([FURAT, "shell"], home, columns=70, rows=30) as s:
        s.wait_for("furat>")
        lists(s, "what a parameter may be, without a letter", ".run changed-hands place=",
              "place=place:syria", "place=place:raqqa")
        lists(s, "with how often and the label", ".run changed-hands document=", "document=doc:0")
        lists(s, "a choice", ".run changed-hands language=", "language=en  language=ar")
        becomes(s, "a parameter that is there is not offered again", ".run fights language=en la" + TAB + "!",
                "furat> .run fights language=en la!")
        lists(s, "all parameters", ".run time-between ", "first=", "second=", "language=")
    with shell() as s:
        s.send("SELECT * { ?x ex:tookPlaceIn ?_where_iri ; ex:note ?_what };" + ENTER)
        s.wait_for("1 row")
        s.send(".save mine" + ENTER)
        s.wait_for("saved")
        lists(s, "of a query of one's own", ".run mine where=", "where=ex:mosul", "where=ex:raqqa")
        lists(s, "texts too, quoted where they need it", ".run mine what=it", 'what="it lasted"')
        becomes(s, "its name", ".save mi" + TAB, "furat> .save mine")


def hostile_text_is_harmless():
    with shell() as s:
        s.send('ASK { ?x ex:note "it\'s' + TAB)
        tap.case("escapes come as escapes", s.until(lambda s: "\\u001B[31mred\\u202E" in s.text), s.text)
        s.send(" }" + ENTER)
        tap.case("and are what they were", s.wait_for("true"), s.text)


def nothing_is_left_behind():
    with shell(columns=40, rows=10) as s:
        s.send("SELECT * {" + ENTER + "  ?x a " + TAB)
        s.golden("a list below several lines", """
            furat> SELECT * {
                {>   ?x a
            ex:Battle  3
            ex:City    2  City
            ?x
            furat> SELECT * {
                {>   ?x a
            """)
        s.send("ex:C" + TAB + "};" + ENTER)
        tap.case("the statement runs", s.wait_for("2 rows"), s.text)
    with shell(columns=30, rows=8) as s:
        s.send(TAB)
        tap.case("what has no room is counted", s.wait_for("more"), s.text)
    with shell(term="dumb") as s:
        s.send("ASK { ?x a " + TAB)
        tap.case("a plain terminal has lists too", s.wait_for("ex:Battle  3"), s.text)
        s.send("ex:Ba" + TAB + "}" + ENTER)
        tap.case("and goes on with the line", s.wait_for("true"), s.text)


def the_paper_is_right():
    """Blocks of the paper: what is typed, with <Tab>, and how the list begins."""
    with open(os.path.join(os.environ["top_srcdir"], "docs", "SHELL.md"), encoding="utf-8") as file:
        blocks = re.findall(r"```completion\n(.*?)```", file.read(), re.S)
    tap.case("the paper has examples", len(blocks) > 1)
    with Screen([FURAT, "shell"], home, columns=90, rows=30) as s:
        s.wait_for("furat>")
        s.send(".bidi off" + ENTER)  # the paper is read where texts are ordered
        s.send(".find Mosul" + ENTER)  # names are read before the clock of a Tab counts
        s.wait_for("place:mosul")
        for block in blocks:
            typed, *shown = block.rstrip("\n").split("\n")
            typed = typed.removeprefix("furat> ").replace("<Tab>", TAB)
            s.send(CTRL["c"] + CTRL["l"] + typed)
            holds = s.until(lambda s: [r.rstrip() for r in s.rows[1:1 + len(shown)]] == shown)
            tap.case(typed.strip(), holds, s.text)


try:
    for test in (words_of_the_place, data_of_the_place, things_by_their_labels, what_is_likely, dot_commands,
                 lists_of_one, every_kind_of_argument, parameters,
                 hostile_text_is_harmless, nothing_is_left_behind, the_paper_is_right):
        test()
finally:
    shutil.rmtree(home, ignore_errors=True)
tap.done()
