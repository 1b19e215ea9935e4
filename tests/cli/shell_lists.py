# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands of the shell list: whole where no one reads, in one pager where someone does."""
import os
import subprocess
import tempfile

import tap
from screen import CTRL, ENTER, Screen

FURAT = os.environ["FURAT"]
home = tempfile.mkdtemp(prefix="furat-lists.")
# The names of a pager show how often it was opened, and what stood in it first.
PAGER = "sed -n 's/^/P/;1,9p;$p'"


def write(name, text):
    path = os.path.join(home, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def script(text, *arguments):
    run = subprocess.run([FURAT, "shell", *arguments], input=text.encode(), capture_output=True,
                         timeout=60, env={**os.environ, "HOME": home})
    return run.stdout.decode().replace("\r\n", "\n"), run.stderr.decode()


def session(*arguments, columns=80, rows=24, **environment):
    s = Screen([FURAT, "shell", *arguments], home, columns=columns, rows=rows, **environment)
    s.wait_for("furat>")
    s.send(CTRL["l"])
    s.until(lambda s: s.rows == ["furat>"])
    return s


def nothing_is_left_out_of_a_pipe():
    for mode in ("tsv", "csv", "json"):
        out, errors = script(f".mode {mode}\n.describe isis\n")
        whole, _ = script(f".mode {mode}\n.describe isis all\n")
        tap.case(f".describe gives all of it as {mode}, and nothing else",
                 out == whole and " more" not in out and out.count("\n") > 300 or mode == "json"
                 and out == whole, out[-300:] + errors)
    few, _ = script(".mode tsv\n.describe isis 2\n")
    tap.case("a number bounds it there, too, without a word among the rows",
             "more" not in few and few.count("\n") < 60, few)
    with session(PAGER="cat") as s:
        s.send(".once isis.tsv" + ENTER + ".describe isis" + ENTER)
        s.wait_for("actor:isis, a")
        s.send("ASK {} # end" + ENTER)
        s.wait_for("true")
        whole, _ = script(".mode tsv\n.describe isis\n")
        with open("isis.tsv", encoding="utf-8") as file:
            tap.case("and in a file of .once", file.read() == whole, s.text)


def what_is_left_out_is_told_below():
    with session(columns=100, rows=40, PAGER="cat") as s:
        s.send(".describe actor:isis 1" + ENTER)
        told = s.until(lambda s: s.text.count("rows; .describe actor:isis all shows them") == 2)
        tap.case("below the table it stands how many rows there are",
                 told and "... and" not in s.text, s.text)
        s.send(CTRL["l"] + ".mode line" + ENTER + ".describe actor:isis 1" + ENTER)
        tap.case("below lines, too",
                 s.until(lambda s: s.text.count("rows; .describe actor:isis all shows them") == 2), s.text)
        s.send(CTRL["l"] + ".mode csv" + ENTER + ".describe actor:isis" + ENTER + "ASK { } # x" + ENTER)
        tap.case("but formats for programs are whole",
                 s.until(lambda s: s.text.endswith("# x\ntrue\nfurat>")) and "all shows" not in s.text, s.text)


def one_pager_for_all_of_it():
    data = write("data.ttl", "@prefix ex: <http://x/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
                 "ex:district skos:altLabel 'Kobani' .\nex:kobani a ex:City ; skos:prefLabel 'Kobani' ; ex:n "
                 + ", ".join(map(str, range(40))) + " .\n")
    with session("--data", data, rows=16, PAGER=PAGER) as s:
        s.send(".describe kobani" + ENTER)
        s.until(lambda s: s.text.endswith("\nfurat>") and "shows them" in s.text)
        rows = s.rows
        tap.case(".describe opens one pager, in which the title is first",
                 rows[1].startswith("Pkobani is a name of this too:") and rows[2] == "P  Kobani ex:district"
                 and rows[3].startswith("PKobani ") and rows[-2].endswith("12 of 42 rows; .describe ex:kobani all shows them")
                 and sum(row.startswith("P") for row in rows) == 10, s.text)
    with session(columns=110, rows=14, PAGER="sed -n 's/^/P/;1,4p'") as s:
        s.send(".find mosull" + ENTER)
        tap.case("so .find", s.wait_for("\nPnothing is called so; spelt nearly so are"), "\n".join(s.scrolled) + s.text)
    with session(PAGER="true") as s:
        s.send(".describe mosul" + ENTER + "ASK {} # end" + ENTER)
        tap.case("who leaves it has left all of it", s.wait_for("true\nfurat>")
                 and "error" not in s.text, s.text)


def lists_are_paged():
    os.makedirs(os.path.join(home, ".local/state/furat"), exist_ok=True)
    with session(PAGER=PAGER) as s:
        for command, first in ((".prefixes", "PPREFIX "), (".set", "Pbidi "), (".show", "Pbidi ")):
            s.send(CTRL["l"] + command + ENTER)
            tap.case(f"{command} is longer than the screen", s.wait_for(f"\n{first}"), s.text)
        for i in range(30):
            s.send(f"ASK {{ }} # number {i}" + ENTER)
        s.until(lambda s: s.text.endswith("number 29\ntrue\nfurat>"))
        s.send(CTRL["l"] + ".history number" + ENTER)
        tap.case(".history TEXT", s.until(lambda s: any(
            row.startswith("P ") and row.endswith("# number 0") for row in s.rows)), s.text)
    for arguments, paged in ((["run"], True), (["run", "--no-pager"], False)):
        with Screen([FURAT, *arguments], home, PAGER=PAGER) as s:
            s.until(lambda s: "shows the parameters." in s.text)
            tap.case(f"furat {' '.join(arguments)}", ("PCanned queries" in s.text) == paged, s.text)


def a_plan_has_no_rows():
    text = ".timer on\nSELECT * { ?s ?p ?o } LIMIT 3;\n.explain SELECT ?s { ?s a fur:Battle }\n"
    _, errors = script(text)
    lines = errors.strip().split("\n")
    tap.case(".timer tells no rows of a plan",
             len(lines) == 2 and lines[0].startswith("3 rows, ") and "row" not in lines[1], errors)
    _, errors = script(".timer on\n.explain on\nCONSTRUCT WHERE { ?s ?p ?o };\n")
    tap.case("and no triples", "triple" not in errors, errors)


def columns_have_what_they_need():
    with session(columns=80, rows=60, PAGER="cat") as s:
        s.send(".find mosul" + ENTER)
        tap.case(".find shows labels, and the things whole: the class gives way",
                 s.until(lambda s: any(row.startswith("│ Coalition support in Mosul ") and
                                       "│ event:coalition-support-in-mosul " in row for row in s.rows))
                 and "│ event:steadfastness-of-iraqi-forces-in-mosul │" in s.text and "…" not in s.text, s.text)
        s.send(CTRL["l"] + ".graphs" + ENTER)
        tap.case("a heading of ten letters is as good as contents",
                 s.wait_for("│ graph            │ statements │ title @en"), s.text)
        s.send(CTRL["l"] + ".describe isis 3" + ENTER)
        s.until(lambda s: "of 296 rows" in s.text)
        tap.case("in .describe nothing is cut", "…" not in s.text, s.text)
        tap.case("and the graph takes no more than it needs",
                 any(row.startswith("│ skos:prefLabel ") and row.endswith("│ graph:entities │")
                     for row in s.rows), s.text)
        tap.case("names are broken behind a sign between their parts",
                 "│ actor:abu-ibrahim- │" in s.text and "│ al-hashimi-al-     │" in s.text, s.text)
        s.send(CTRL["l"] + ".labels on" + ENTER + ".predicates fur:Person" + ENTER)
        tap.case(".predicates keeps the names that one came for, whatever .labels says",
                 s.until(lambda s: any(row.startswith("│ fur:participatedIn ") and "participated in" in row
                                       for row in s.rows)), s.text)
        s.send(CTRL["l"] + ".classes" + ENTER)
        tap.case("so .classes", s.until(lambda s: any(row.startswith("│ fur:Battle ") for row in s.rows)), s.text)
        s.send(CTRL["l"] + ".labels off" + ENTER + ".wrap on" + ENTER + ".width 30" + ENTER
               + "SELECT (fur:tookControlOf AS ?a) (<http://example.org/a-long/way#to-go> AS ?b) {}" + ENTER)
        tap.case(".wrap breaks names so, too", s.wait_for("1 row\nfurat>")
                 and all(row.rstrip(" │")[-1:] in ":/-#lfo" for row in s.rows if row.startswith("│ ")
                         and "tp" in row), s.text)


def lists_take_a_pattern():
    for command, hits, misses in ((".classes BATTLE", ["#Battle>"], ["#Place>"]),
                                  (".classes fur:Pl", ["#Place>"], ["#Battle>"]),
                                  (".graphs doc/003", ["doc/003"], ["doc/002", "entities"]),
                                  (".graphs gazet", ["gazetteer"], ["entities"]),
                                  (".prefixes wikidata", ["PREFIX wd:", "PREFIX wdt:"], ["PREFIX fur:"])):
        out, errors = script(command + "\n")
        tap.case(command, all(h in out for h in hits) and not any(m in out for m in misses) and not errors,
                 out + errors)
    _, errors = script(".graphs nosuch\n")
    tap.case("a pattern that stands nowhere", "error: .graphs: no graph has nosuch in its name" in errors, errors)


def settings_are_shown_and_confirmed():
    with session(rows=30) as s:
        s.send("".join(line + ENTER for line in (
            ".timer", ".timer on", ".labels", ".wrap", ".timeout 0", ".mode csv", ".mode trig", ".set _n 5",
            ".prefix ex: <http://example.org/>", ".timer off", ".show why")))
        s.wait_for("why        auto")
        answers = [row for row in s.rows if not row.startswith("furat>")]
        tap.case("alone a setting is shown, and what is changed is confirmed", answers[:10] == [
            "timer off", "timer on", "labels off", "wrap off", "timeout none", "mode csv", "graphmode trig", "?_n = 5",
            "prefix ex: <http://example.org/>", "timer off"], s.text)


def a_start_file_goes_on():
    rc = write("start", ".nosuch\n.mode line\nSELECT {\n\n.maxrows 7\n")
    with Screen([FURAT, "shell", "--init", rc], home) as s:
        told = s.wait_for("note: 2 errors in what --init names")
        s.wait_for("furat>")
        s.send(".show maxrows" + ENTER + ".mode" + ENTER)
        tap.case("errors before a session are counted, and hold up nothing",
                 told and s.wait_for("solutions: line") and "maxrows    7" in s.text, s.text)
    run = subprocess.run([FURAT, "shell", "--init", rc, "-c", "ASK {}"], capture_output=True, timeout=60)
    tap.case("in a script they end it", run.returncode == 1 and run.stdout == b"", run)


def an_editor_that_is_missing_is_told():
    with session(EDITOR="nosuch-editor -x", VISUAL="") as s:
        s.send("ASK {} # text" + ENTER + ".edit" + ENTER)
        tap.case("by name", s.wait_for("there is no editor nosuch-editor") and "eval" not in s.text, s.text)


def labels_reach_a_pipe():
    with session() as s:
        s.send(".labels on" + ENTER + "SELECT ?x { VALUES ?x { place:mosul } }" + ENTER + CTRL["l"]
               + ".last | cat; echo end" + ENTER)
        tap.case("what a command reads is the table that was on the screen",
                 s.until(lambda s: any("Mosul" in row for row in s.rows[1:]) and "\nend" in s.text)
                 and "<" not in s.text, s.text)
        s.send(".labels off" + ENTER + CTRL["l"] + ".last | cat; echo end" + ENTER)
        tap.case("without labels it is TSV", s.wait_for("\n?x\n<https://"), s.text)


def an_answer_may_be_a_status():
    for query, status in (("ASK { place:mosul ?p ?o }", 0), ("ASK { place:nosuch ?p ?o }", 4),
                          ("SELECT * { place:nosuch ?p ?o }", 4), ("SELECT * { place:mosul ?p ?o }", 0),
                          ("CONSTRUCT WHERE { place:nosuch ?p ?o }", 4), ("SELECT {", 1)):
        run = subprocess.run([FURAT, "query", "--exit-status", query], capture_output=True, timeout=60)
        tap.case(f"--exit-status of {query}", run.returncode == status and bool(run.stderr) == (status == 1), run)
    run = subprocess.run([FURAT, "query", "ASK { place:nosuch ?p ?o }"], capture_output=True, timeout=60)
    tap.case("else an answer is an answer", run.returncode == 0, run)


try:
    os.chdir(home)
    nothing_is_left_out_of_a_pipe()
    what_is_left_out_is_told_below()
    one_pager_for_all_of_it()
    lists_are_paged()
    a_plan_has_no_rows()
    columns_have_what_they_need()
    lists_take_a_pattern()
    settings_are_shown_and_confirmed()
    a_start_file_goes_on()
    an_editor_that_is_missing_is_told()
    labels_reach_a_pipe()
    an_answer_may_be_a_status()
finally:
    tap.done()
