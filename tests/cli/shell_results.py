# SPDX-License-Identifier: GPL-3.0-or-later
"""How results look on the screen, and where else they go."""
import os
import re
import shutil
import tempfile

import tap
from screen import CTRL, ENTER, Screen

FURAT = os.environ["FURAT"]
DATA = '''
@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:mosul skos:prefLabel "الموصل"@ar , "Mosul"@en ; ex:n 7 .
ex:isis rdfs:label "داعِش"@ar ; skos:prefLabel "ISIS"@en ; ex:n 1200 .
ex:tokyo skos:prefLabel "東京"@ja ; ex:n 3 .
ex:nameless ex:n 4 .
'''
HOSTILE = '''
<http://example.org/a> <http://example.org/p> "a\\u001B[2Jb\\u202Ec\\u0007\\u009B1md\\u200F" .
'''

home = tempfile.mkdtemp(prefix="furat-shell.")


def write(name, text):
    path = os.path.join(home, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def read(name):
    with open(os.path.join(home, name), encoding="utf-8", newline="") as file:
        return file.read()


data = write("data.ttl", DATA)
hostile = write("hostile.nt", HOSTILE)
# Enough for three patterns that share no variable to take for ever.
many = write("many.nt", "".join(
    f"<http://example.org/s{i}> <http://example.org/p> <http://example.org/o{i}> .\n"
    for i in range(3000)))


def shell(*arguments, **options):
    s = Screen([FURAT, "shell", *(arguments or ("--data", data))], home, **options)
    s.wait_for("furat>")
    s.send("PREFIX ex: <http://example.org/>;" + ENTER + CTRL["l"])
    s.until(lambda s: s.rows == ["furat>"])
    return s


def fresh(s, *lines):
    """Run lines, then clear the screen."""
    for line in lines:
        s.send(line + ENTER)
    s.send(".show theme" + ENTER)
    s.wait_for("stand on")
    s.send(CTRL["l"])
    s.until(lambda s: s.rows == ["furat>"])


def tables_fit_the_screen():
    ask = "SELECT ?s ?l { ?s skos:prefLabel ?l } ORDER BY ?s ?l"
    with shell(columns=60, rows=14) as s:
        s.send(ask + ENTER)
        s.golden("a table with its colours", """
            furat> SELECT ?s ?l { ?s skos:prefLabel ?l } ORDER BY ?s ?l
            ┌──────────┬────────────┐
            │ s        │ l          │
            ├──────────┼────────────┤
            │ ex:isis  │ ISIS @en   │
            │ ex:mosul │ Mosul @en  │
            │ ex:mosul │ ﻞﺻﻮﻤﻟﺍ @ar │
            │ ex:tokyo │ 東京 @ja   │
            └──────────┴────────────┘
            4 rows
            furat>
            """, styles={2: [("s", "bold"), ("l", "bold")], 4: [("ex:isis", "cyan")]})
        s.resize(40, 17)
        s.send(CTRL["l"])
        s.until(lambda s: s.rows == ["furat>"])
        s.send(".width 20" + ENTER + ".mode table" + ENTER + ask + ENTER)
        s.golden("and in a narrow one", """
            furat> .width 20
            width 20
            furat> .mode table
            mode table
            furat> SELECT ?s ?l { ?s skos:prefLabel
            ?l } ORDER BY ?s ?l
            ┌─────────┬────────┐
            │ s       │ l      │
            ├─────────┼────────┤
            │ ex:isis │ ISIS…  │
            │ …:mosul │ Mosul… │
            │ …:mosul │ …ﺻﻮﻤﻟﺍ │
            │ …:tokyo │ 東京…  │
            └─────────┴────────┘
            4 rows
            furat>
            """)
        fresh(s, ".width 15", ".mode auto")
        s.send("SELECT ?l ?s { ?s skos:prefLabel ?l } ORDER BY ?s ?l LIMIT 2" + ENTER)
        s.golden("where that is no more than stumps, there are lines", """
            furat> SELECT ?l ?s { ?s skos:prefLabel
            ?l } ORDER BY ?s ?l LIMIT 2
            l = ISIS @en
            s = ex:isis

            l = Mosul @en
            s = ex:mosul

            2 rows; too wide for a table; .mode tabl
            e makes one
            furat>
            """)
        fresh(s, ".width auto", ".wrap on", ".color never")
        s.send("ASK {} # one" + ENTER)
        s.until(lambda s: s.rows[-2:] == ["true", "furat>"])  # what is typed before is echoed among the answers
        s.send('SELECT ("one two three four five six seven eight nine ten eleven" AS ?x) {}' + ENTER)
        s.golden("a long cell is wrapped, without colours", """
            furat> ASK {} # one
            true
            furat> SELECT ("one two three four five
            six seven eight nine ten eleven" AS ?x)
            {}
            ┌──────────────────────────────────────┐
            │ x                                    │
            ├──────────────────────────────────────┤
            │ one two three four five six seven    │
            │ eight nine ten eleven                │
            └──────────────────────────────────────┘
            1 row
            furat>
            """, styles={6: [], 8: []})


def labels_stand_for_names():
    ask = "SELECT ?s ?n { ?s ex:n ?n } ORDER BY ?n"
    with shell(columns=50, rows=14) as s:
        fresh(s, ".labels on", ".lang ar,en")
        s.send(ask + ENTER)
        s.golden("labels in the language that is liked best, in the order of the screen", """
            furat> SELECT ?s ?n { ?s ex:n ?n } ORDER BY ?n
            ┌─────────────┬──────┐
            │ s           │ n    │
            ├─────────────┼──────┤
            │ 東京        │    3 │
            │ ex:nameless │    4 │
            │      ﻞﺻﻮﻤﻟﺍ │    7 │
            │        ﺶﻋ\u0650ﺍﺩ │ 1200 │
            └─────────────┴──────┘
            4 rows
            furat>
            """)
        fresh(s, ".labels both", ".lang en")
        s.send(ask + ENTER)
        s.golden("and the names beside them", """
            furat> SELECT ?s ?n { ?s ex:n ?n } ORDER BY ?n
            ┌──────────────────┬──────┐
            │ s                │ n    │
            ├──────────────────┼──────┤
            │ 東京 (ex:tokyo)  │    3 │
            │ ex:nameless      │    4 │
            │ Mosul (ex:mosul) │    7 │
            │ ISIS (ex:isis)   │ 1200 │
            └──────────────────┴──────┘
            4 rows
            furat>
            """)
    for what, environment in (("a terminal that orders text itself gets isolates",
                               {"VTE_VERSION": "7006"}),
                              ("so does one of which FURAT_BIDI says so",
                               {"FURAT_BIDI": "off"})):
        with shell(columns=50, rows=14, **environment) as s:
            fresh(s, ".labels on", ".lang ar")
            s.send("SELECT ?s { ?s ex:n 7 }" + ENTER)
            s.golden(what, """
                furat> SELECT ?s { ?s ex:n 7 }
                ┌────────┐
                │ s      │
                ├────────┤
                │ \u2068الموصل\u2069 │
                └────────┘
                1 row
                furat>
                """)


def long_results():
    with shell("--data", many, columns=60, rows=12, PAGER="sed -n 's/^/P/;1,6p'") as s:
        fresh(s, ".maxrows 2")
        s.send("SELECT ?s { ?s ?p ?o }" + ENTER)
        s.golden("so many rows are shown, the others counted", """
            furat> SELECT ?s { ?s ?p ?o }
            ┌───────┐
            │ s     │
            ├───────┤
            │ ex:s0 │
            │ ex:s1 │
            └───────┘
            2 of 3,000 rows; .maxrows all shows them
            furat>
            """)
        fresh(s)
        s.send(".last line" + ENTER)
        s.golden("the last result as lines", """
            furat> .last line
            s = ex:s0

            s = ex:s1

            2 of 3,000 rows; .maxrows all shows them
            furat>
            """)
        fresh(s, ".maxrows all")
        s.send("SELECT ?s { ?s ex:p ?o } ORDER BY ?s" + ENTER)
        s.golden("what is longer than the screen goes to the pager", """
            furat> SELECT ?s { ?s ex:p ?o } ORDER BY ?s
            P┌──────────┐
            P│ s        │
            P├──────────┤
            P│ ex:s0    │
            P│ ex:s1    │
            P│ ex:s10   │
            furat>
            """)
        fresh(s, ".pager off")
        s.send("SELECT ?s { ?s ?p ?o }" + ENTER)
        tap.case("without a pager all is shown", s.wait_for("3,000 rows"), s.text)
        fresh(s, ".pager on")
        s.send("ASK {}" + ENTER)
        tap.case("or always in one", s.wait_for("Ptrue"), s.text)
    with shell("--data", many, columns=60, rows=12, PAGER="exit 7") as s:
        s.send("SELECT ?s { ?s ?p ?o }" + ENTER)
        tap.case("a pager that fails is told",
                 s.wait_for("the command ended with status 7"), s.text)
    # More rows than a table waits for, and then none for ever.
    some = "SELECT ?a ?d { { SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 9000 } UNION "
    some += "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (CONCAT(STR(?c), STR(?f)) = '') } }"
    with shell("--data", many, columns=60, rows=12, PAGER="cat") as s:
        fresh(s, ".maxrows all")
        s.send(some + ENTER)
        s.until(lambda s: re.search(r"ex:s10 +│ ex:s999 ", s.text))
        s.send(CTRL["c"])
        tap.case("Ctrl-C ends a query and its pager", s.wait_for("error: interrupted")
                 and s.until(lambda s: s.rows[-1] == "furat>"), s.text)
        s.send(CTRL["l"] + "ASK {}" + ENTER)
        tap.case("and the session goes on", s.wait_for("true"), s.text)
    doubled = " ".join(f"BIND (CONCAT(?t{i}, ?t{i}) AS ?t{i + 1})" for i in range(25))
    with shell("--data", many, columns=200, rows=24, PAGER="wc -c") as s:
        for mode, n_bytes in (("csv", 2 ** 25 + 7), ("line", None)):
            fresh(s, ".mode " + mode)
            s.send("SELECT ?t25 { BIND ('x' AS ?t0) " + doubled + " }" + ENTER)
            tap.case(f"a text of 32 MiB goes to the pager in the mode {mode}",
                     s.until(lambda s: s.rows[-1] == "furat>" and "SELECT" in s.text)
                     and re.fullmatch(str(n_bytes) if n_bytes else r"3\d{7}", s.rows[-2]),
                     s.text)
    with shell("--data", many, columns=60, rows=12, PAGER="cat; exec sleep 60") as s:
        s.send("SELECT ?a { ?a ?b ?c }" + ENTER)
        s.wait_for("1,000 of 3,000 rows")
        s.send(CTRL["c"])
        tap.case("who leaves the pager with Ctrl-C has seen enough",
                 s.until(lambda s: s.rows[-1] == "furat>") and "error" not in s.text, s.text)
    with shell("--data", many, columns=60, rows=12, PAGER="head -1") as s:
        fresh(s, ".maxrows all")
        s.send("SELECT * { ?a ?b ?c . ?d ?e ?f }" + ENTER)
        tap.case("one that is left early ends the query, and is no error",
                 s.wait_for("┌") and s.until(lambda s: s.rows[-1] == "furat>")
                 and "error" not in s.text, s.text)


def what_takes_long():
    forever = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with shell("--data", many, columns=70, rows=12) as s:
        s.send(forever + ENTER)
        tap.case("a line tells of what takes long",
                 s.until(lambda s: re.fullmatch(r"0 rows, \d+\.\d s", s.rows[-1])), s.text)
        s.send(CTRL["c"])
        s.golden("Ctrl-C stops the query, and the line is gone", f"""
            furat> {forever}
            query: error: interrupted
            furat>
            """)
        fresh(s, ".maxrows all", ".pager off")
        s.send("SELECT ?a { ?a ?b ?c . ?d ?e ?f }" + ENTER)
        s.wait_for("ex:s0")
        s.send(CTRL["c"])
        tap.case("what was shown stays, with a note", s.wait_for("what is shown is incomplete"),
                 s.text)
        fresh(s, ".timer on")
        s.send("SELECT ?s { ?s ?p ex:o1 }" + ENTER)
        tap.case(".timer tells rows, time, processor time",
                 s.until(lambda s: re.search(r"^1 row, [\d.]+ m?s \(cpu [\d.]+ m?s\)$",
                                             s.text, re.MULTILINE)), s.text)
        fresh(s, ".maxrows 2")
        s.send("SELECT ?s { ?s ?p ?o }" + ENTER)
        tap.case("of the rows those that are shown", s.wait_for("2 of 3,000 rows")
                 and s.until(lambda s: re.search("^2 rows, ", s.text, re.MULTILINE)), s.text)
    slowly = ("{ { SELECT ?c { ?a ?b ?c } LIMIT 400 } ?d ?e ?f "
              "FILTER (MD5(CONCAT(STR(?c), STR(?f))) = '') }")
    with shell("--data", many, columns=140, rows=12) as s:
        for what, statement, line in (
                ("of an update", f"DELETE {{ ?d ?e ?f }} WHERE {slowly}",
                 "nothing was changed"),
                ("of a plan", f".explain analyze SELECT * {slowly}", " *estimate .*")):
            fresh(s, ".timer off")
            s.send(statement + ENTER)
            s.until(lambda s: s.rows[-1] == "furat>" and len(s.rows) > 2)
            tap.case(f"the line is gone before what is told {what}",
                     any(re.fullmatch(line, row) for row in s.rows)
                     and not re.search(r"0 rows, \d+\.\d s", s.text), s.text)
    with shell("--data", many, columns=70, rows=12, PAGER="sleep 3; cat >/dev/null") as s:
        fresh(s, ".timer on", ".maxrows all")
        s.send("SELECT * { ?s ?p ?o }" + ENTER)
        tap.case("and not the time of who reads", s.until(lambda s: re.search(
            r"^3,000 rows, ([\d.]+ ms|[012]\.\d+ s) ", s.text, re.MULTILINE)), s.text)


def results_go_elsewhere():
    with shell(columns=70, rows=20) as s:
        s.send("SELECT ?n { ?s ex:n ?n } ORDER BY ?n | tac" + ENTER)
        s.golden("a command behind a statement", """
            furat> SELECT ?n { ?s ex:n ?n } ORDER BY ?n | tac
            1200
            7
            4
            3
            ?n
            furat>
            """)
        fresh(s)
        s.send(".last csv | head -2" + ENTER + ".once |cat -n" + ENTER + ".last json" + ENTER)
        s.golden("or behind a dot command; .once", """
            furat> .last csv | head -2
            n
            3
            furat> .once |cat -n
            furat> .last json
                 1  {"head":{"vars":["n"]},"results":{"bindings":[
                 2  {"n":{"type":"literal","value":"3","datatype":"http://www.w3.o
            rg/2001/XMLSchema#integer"}},
                 3  {"n":{"type":"literal","value":"4","datatype":"http://www.w3.o
            rg/2001/XMLSchema#integer"}},
                 4  {"n":{"type":"literal","value":"7","datatype":"http://www.w3.o
            rg/2001/XMLSchema#integer"}},
                 5  {"n":{"type":"literal","value":"1200","datatype":"http://www.w
            3.org/2001/XMLSchema#integer"}}
                 6  ]}}
            furat>
            """)
        fresh(s, ".output " + os.path.join(home, "out.csv"), "SELECT (1 AS ?x) {}", "ASK {}",
              ".output", ".once " + os.path.join(home, "out.ttl"),
              "CONSTRUCT { ex:a ex:b ex:c } {}")
        tap.case(".output takes results until it ends", read("out.csv") == "x\r\n1\r\ntrue\n",
                 read("out.csv"))
        tap.case("graphs are written as the ending says", "ex:a ex:b ex:c ." in read("out.ttl"),
                 read("out.ttl"))
        out, page = os.path.join(home, "out.json"), os.path.join(home, "out.html")
        fresh(s, ".once " + out, "ASK { ?s nosuch:p ?o }", ".once |cat", "ASK {}")
        tap.case("what fails leaves no file", not os.path.exists(out))
        fresh(s, ".once " + out, "ASK { ?s nosuch:p ?o }", ".describe nosuch", "ASK {}")
        tap.case("and the next result goes there", '"boolean":true' in read("out.json"),
                 read("out.json"))
        fresh(s, ".once " + out, "ASK { ?s nosuch:p ?o }", ".once |cat", "ASK {}")
        tap.case("what was there stays till then", '"boolean":true' in read("out.json"),
                 read("out.json"))
        fresh(s, ".once " + out, "SELECT ?x {}")
        tap.case("and is gone with it", "boolean" not in read("out.json"), read("out.json"))
        fresh(s, ".once " + out, ".help maxrows", ".set maxrows all", ".show maxrows", "ASK {}")
        tap.case("what is no result waits for none", read("out.json") == '{"head":{},"boolean":true}\n',
                 read("out.json"))
        fresh(s, ".output " + page, "SELECT (1 AS ?x) {}", "ASK {}", "SELECT (2 AS ?y) {}",
              ".output")
        tap.case("several results are one page",
                 [read("out.html").count(tag) for tag in ("<!DOCTYPE", "<html", "<table>", "<p>")]
                 == [1, 1, 2, 3] and "</html>" not in read("out.html"), read("out.html"))
        fresh(s, ".output " + page[:-4] + "md", "SELECT (1 AS ?x) {}", "SELECT (2 AS ?y) {}",
              ".output")
        tap.case("and tables of their own", read("out.md")
                 == "| x |\n| --- |\n| 1 |\n\n| y |\n| --- |\n| 2 |\n", read("out.md"))
        s.send(".once " + page[:-4] + "csv" + ENTER + "CONSTRUCT WHERE { ?s ex:n 7 }" + ENTER)
        tap.case("an ending of the other kind is told",
                 s.wait_for("a graph, not solutions for csv"), s.text)
        s.send(".once out.xlsx" + ENTER)
        tap.case("an ending that names no format is refused",
                 s.wait_for("the ending of out.xlsx names no format"), s.text)
        fresh(s, ".labels on", ".once " + page[:-4] + "labels.csv",
              "SELECT ?s ?n { ?s ex:n ?n } ORDER BY ?n", ".once " + page[:-4] + "labels.tsv",
              ".last")
        tap.case("a spreadsheet has labels", read("out.labels.csv")
                 == "s,n\r\n東京,3\r\nhttp://example.org/nameless,4\r\nMosul,7\r\nISIS,1200\r\n",
                 read("out.labels.csv"))
        tap.case("what programs read has not", "<http://example.org/tokyo>\t3" in
                 read("out.labels.tsv"), read("out.labels.tsv"))
        fresh(s, ".labels both", ".lang ar", ".once " + page[:-4] + "md",
              "SELECT ?s ?l { ?s ex:n 7 ; skos:prefLabel ?l FILTER (LANG(?l) = 'ar') }")
        tap.case("files have no isolates", read("out.md")
                 == "| s | l |\n| --- | --- |\n| الموصل (ex:mosul) | الموصل @ar |\n", read("out.md"))
        fresh(s, ".labels off", ".once " + page, r'SELECT ("a\nb\r\nc\td" AS ?x) {}',
              ".once " + page[:-4] + "md", ".last")
        tap.case("newlines are line breaks", ">a<br>b<br>c\td</td>" in read("out.html")
                 and "| a<br>b<br>c\td |" in read("out.md"), read("out.html") + read("out.md"))
        fresh(s)
        s.send(".once /dev/full" + ENTER + "ASK {}" + ENTER + ".once |exit 3" + ENTER + "ASK {}" + ENTER
               + ".once /none/such" + ENTER + "ASK {}" + ENTER)
        s.golden("what cannot be written is told, and the shell goes on", """
            furat> .once /dev/full
            furat> ASK {}
            query: error: cannot write to /dev/full: No space left on device
            furat> .once |exit 3
            furat> ASK {}
            query: error: the command ended with status 3
            furat> .once /none/such
            .once: error: cannot write /none/such: No such file or directory
            furat> ASK {}
            true
            furat>
            """)


def long_texts():
    words = " ".join(["word"] * 30)
    with shell("--data", write("words.ttl", f'<http://example.org/a> <http://example.org/p> "{words}"@en , "'
               + " ".join(["كلمة"] * 20) + f'"@ar , <http://example.org/{"x" * 70}> .\n'),
               columns=50, rows=20, PAGER="echo LESS=$LESS; cat") as s:
        fresh(s, ".mode line")
        s.send("SELECT ?o { ?s ?p ?o } ORDER BY LANG(?o)" + ENTER)
        s.golden("lines are broken at words, names are not", """
            furat> SELECT ?o { ?s ?p ?o } ORDER BY LANG(?o)
            o = ex:""" + "x" * 43 + """
            """ + "x" * 27 + """

            o = ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ
                ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ ﺔﻤﻠﻛ
                ﺔﻤﻠﻛ ﺔﻤﻠﻛ @ar

            o = word word word word word word word word word
                word word word word word word word word word
                word word word word word word word word word
                word word word @en

            3 rows
            furat>
            """)
        fresh(s, ".pager on")
        s.send(".last line" + ENTER)
        tap.case("a pager wraps long lines", s.wait_for("LESS=R\n"), s.text)
        fresh(s)
        s.send(".last table" + ENTER)
        tap.case("but not those of a table", s.wait_for("LESS=RS"), s.text)


def query_at_a_terminal():
    ask = "SELECT ?s { ?s ?p ?o } ORDER BY ?s"
    pager = "sed -n 's/^/P/;1,5p'"
    for arguments, paged in (([], True), (["--no-pager"], False)):
        with Screen([FURAT, "query", "--data", many, *arguments, ask], home, columns=60, rows=12,
                    PAGER=pager) as s:
            s.wait()
            s.until(lambda s: s.rows)
            tap.case(f"furat query pages what is long {arguments}",
                     ("P│ <http://example.org/s0>" in s.text) == paged
                     and ("3,000 rows" in s.text) != paged, s.text)
    with Screen([FURAT, "query", "--data", many, "ASK {}"], home, columns=60, rows=12,
                PAGER=pager) as s:
        tap.case("but not what is short", s.until(lambda s: s.rows == ["true"]), s.text)


def hostile_results():
    with shell("--data", hostile, columns=70, rows=14) as s:
        s.send("SELECT ?o { ?s ?p ?o }" + ENTER)
        s.golden("hostile text is harmless in a table", r"""
            furat> SELECT ?o { ?s ?p ?o }
            ┌─────────────────────────────────────────┐
            │ o                                       │
            ├─────────────────────────────────────────┤
            │ a\u001B[2Jb\u202Ec\u0007\u009B1md\u200F │
            └─────────────────────────────────────────┘
            1 row
            furat>
            """)
        fresh(s, ".pager off")
        for mode in ("csv", "tsv", "json", "markdown", "line", "html", "jsonl"):
            s.send(f".last {mode}" + ENTER)
            tap.case(f"and as {mode}", s.wait_for("u202Ec")
                     and s.until(lambda s: s.rows[-1] == "furat>")
                     and not re.search("[\x07\x1b\x9b\u202e\u200f]",
                                       "\n".join(s.rows)), repr(s.rows))
            fresh(s)
        for mode in ("turtle", "ntriples", "trig"):
            s.send(f".mode {mode}" + ENTER + "CONSTRUCT WHERE { ?s ?p ?o }" + ENTER)
            tap.case(f"and as {mode}", s.wait_for(r"\u202Ec") and r"\u009B1m" in s.text, s.text)
            fresh(s)


try:
    for test in (tables_fit_the_screen, labels_stand_for_names, long_results, what_takes_long,
                 results_go_elsewhere, long_texts, query_at_a_terminal, hostile_results):
        test()
finally:
    shutil.rmtree(home, ignore_errors=True)
tap.done()
