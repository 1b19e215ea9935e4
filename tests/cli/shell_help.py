# SPDX-License-Identifier: GPL-3.0-or-later
"""What the shell says of itself: .help and .show in narrow terminals, errors of dot commands."""
import os
import re
import shutil
import subprocess
import tempfile

import tap
from screen import CTRL, ENTER, TAB, Screen

FURAT = os.environ["FURAT"]
home = tempfile.mkdtemp(prefix="furat-help.")
data = os.path.join(home, "data.ttl")
with open(data, "w", encoding="utf-8") as file:
    file.write("<http://x/mosul> <http://www.w3.org/2000/01/rdf-schema#label> 'Mosul'@en, 'الموصل'@ar .\n"
               "<http://x/army> <http://www.w3.org/2000/01/rdf-schema#label> 'Iraqi army' .\n")


def shell(columns, rows=24, **options):
    s = Screen([FURAT, "shell", "--data", data], home, columns=columns, rows=rows, **options)
    s.wait_for("furat>")
    s.send(CTRL["l"])
    s.until(lambda s: s.rows == ["furat>"])
    return s


def lines_are_filled():
    with shell(60) as s:
        s.send(".show color" + ENTER + ".help pager" + ENTER)
        s.golden("a long line goes on below its text, not inside a word", """
            furat> .show color
            color      auto       colours: at a terminal (auto), always
                                  or never
            furat> .help pager
            .pager [auto|on|off]
              show results in $PAGER: when they are longer than the
              screen (auto), always or never

              now: auto; at first: auto

              auto  what is longer than the screen, at a terminal
              on    everything
              off   nothing

              It is $PAGER, or else less.

            For example
              .pager off

            See also: .maxrows .wrap
            furat>
            """)
    with shell(40) as s:
        s.send(".show color" + ENTER)
        s.golden("where there is no room beside, it stands below", """
            furat> .show color
            color      auto
                colours: at a terminal (auto),
                always or never
            furat>
            """)
    with shell(50, 60) as s:
        s.send(".queries how-lost" + ENTER)
        tap.case("canned queries are explained so too", s.until(
            lambda s: s.rows and s.rows[-1] == "furat>" and len(s.rows) > 3)
            and all(len(row) <= 50 and not row.startswith(" of ") for row in s.rows), s.text)
        s.send(CTRL["l"] + ".queries فقد" + ENTER)
        s.golden("and listed", """
            furat> .queries فقد
            disagreement
              takers-disagree  Where documents differ on who
                               took or lost a place
            places
              control          Who gained, held, lost or
                               failed to take a place
              how-lost         How somebody lost a place,
                               document by document
              lost-between     Which places somebody lost in a
                               time
            furat>
            """)
    with shell(60, PAGER="cat") as s:
        s.send(".help" + ENTER)
        s.until(lambda s: s.rows and s.rows[-1] == "furat>" and len(s.scrolled) > 40)
        text = s.scrolled + s.rows
        tap.case("so does all of the help", ".classes [PATTERN]        list the classes: how many things" in text
                 and "                          are of each, and their labels" in text, s.text)
        tap.case("a usage that is long has a line of its own", ".run NAME [PARAMETER=VALUE]..." in text
                 and "                          answer a canned query" in text, s.text)
        tap.case("under headings", "Canned queries" in text, s.text)
    with shell(60, PAGER="sed 's/^/> /'") as s:
        s.send(".help" + ENTER)
        tap.case("what is longer than the screen goes to the pager", s.wait_for("> .wrap [on|off]"), s.text)


def script(text):
    run = subprocess.run([FURAT, "shell", "--data", data], input=text.encode(), capture_output=True,
                         timeout=60)
    return run.stdout.decode(), run.stderr.decode()


def scripts():
    out, _ = script(".help\n")
    tap.case("in a pipe each line is whole", any(
        line.startswith(".bidi [auto|on|off]") and line.endswith("(auto)") for line in out.split("\n")), out)
    for line, error in (
            (".describe nobody\n", "<stdin>:1: error: .describe: nothing is called nobody, nor nearly so"),
            ("\n.mode tabel\n", "<stdin>:2: error: .mode: there is no format tabel"),
            (".info 3\n", "<stdin>:1: error: there is too much behind .info"),
            (".nosuch\n", "<stdin>:1: error: there is no command .nosuch"),
            (".read nosuch.rq\n", "<stdin>:1: error: .read: cannot open nosuch.rq: No such file or directory")):
        _, errors = script(line)
        tap.case(f"in a script the place and the command are told: {line.strip()}",
                 errors.startswith(error + "\n"), errors)


def manuals_are_whole():
    out, _ = script(".help\n")
    names = re.findall(r"^(\.[a-z]+) ?", out, re.M)
    topics = re.findall(r"^([a-z]+)  ", out.split("Explained by .help")[1], re.M)
    tap.case("commands, settings and topics are listed", len(names) > 40 and "keys" in topics, out)
    known, lacking, seen = set(names) | set(topics), [], []
    for name in names + topics:
        out, errors = script(f".help {name}\n")
        usage = out.split("\n")[0]
        see = re.search(r"^See also: (.*)$", out, re.M)
        see = see.group(1).split() if see else []
        if errors or not (see or name == ".quit") or "For example" not in out and name not in topics \
                or name in see or any(other not in known for other in see):
            lacking.append((name, see, errors))
        for word in re.findall(r"[A-Z]{2,}|[a-z]+", usage[len(name):] if usage.startswith(".") else ""):
            if not re.search(rf"^  .*(?<![A-Za-z]){word}(?![A-Za-z]).*  ", out, re.M) and word != "or":
                seen.append((name, word))
    tap.case("each has an example, and what belongs to it", not lacking, lacking)
    tap.case("each word of a usage is explained", not seen, seen)
    out, _ = script(".labels both\n.help .labels\n")
    tap.case("a setting has its value, and that at first", "  now: both; at first: off\n" in out, out)
    out, errors = script(".help kyes\n")
    tap.case("a topic that is misspelt is told", "did you mean keys?" in errors, errors)
    page = subprocess.run([FURAT, "help", "--man", "shell"], capture_output=True, timeout=60).stdout.decode()
    tap.case("the manual page has them too", "so many values of each predicate" in page
             and "search the history backwards" in page and ".describe actor:isis 3" in page, page)


def errors_name_the_command():
    # What is typed, the error, the hint.
    for typed, error, hint in (
            (".foo", ".foo: error: there is no command .foo", ".help lists the commands"),
            (".descr x", ".descr: error: there is no command .descr", "did you mean .describe?"),
            (".ex", ".ex: error: there is no command .ex", "did you mean .export or .explain?"),
            (".d place:mosul", ".d: error: there is no command .d", "did you mean .describe?"),
            (".fnid x", ".fnid: error: there is no command .fnid", "did you mean .find?"),
            (".tables", ".tables: error: there is no command .tables", "did you mean .classes?"),
            (".help tmier", ".help: error: nothing is called tmier", "did you mean .timer?"),
            (".help .tmier", ".help: error: there is no command .tmier", "did you mean .timer?"),
            (".timer onn", ".timer: error: timer cannot be onn", "did you mean on?"),
            (".pager zzz", ".pager: error: pager cannot be zzz", "usage: .pager [auto|on|off]"),
            (".mode jsno", ".mode: error: there is no format jsno", "did you mean json?"),
            (".set timr on", ".set: error: there is no setting timr", "did you mean timer?"),
            (".show them", ".show: error: there is no setting them", "did you mean theme?"),
            (".run foght", ".run: error: there is no canned query foght", "did you mean fought?"),
            (".run zzzzz", ".run: error: there is no canned query zzzzz", ".queries lists them"),
            (".queries foght", ".queries: error: no canned query tells of foght", "did you mean fought?"),
            (".find", ".find: error: something is missing behind .find", "usage: .find TEXT"),
            (".lang en ar", ".lang: error: there is too much behind .lang",
             "a comma stands between languages: .lang en,ar"),
            (".unset _x", ".unset: error: ?_x is not set", "")):
        with shell(78, 12) as s:
            s.send(typed + ENTER)
            lines = [error] + ([f"hint: {hint}"] if hint else [])
            tap.case(typed, s.until(lambda s, n=len(lines): s.rows[1:1 + n] == lines and s.rows[-1] == "furat>"),
                     s.text)
    with shell(78, 12) as s:
        s.send('.find "mosul' + ENTER)
        s.golden("the place of an error in the line too", """
            furat> .find "mosul
            .find:1:7: error: a quote is not closed
            .find "mosul
                  ^~~~~~
            furat>
            """)
        s.send(CTRL["l"] + ".read nosuch" + ENTER)
        tap.case("errors of the system as well", s.wait_for(
            ".read: error: cannot open nosuch: No such file or directory"), s.text)


def words_of_other_shells():
    out, errors = script(".MODE CSV\nSELECT (1 AS ?n) {}\n")
    tap.case("commands and their values may be in capitals", out == "n\r\n1\r\n" and not errors, out + errors)
    for word in (".exit", ".EXIT", ".quit"):
        out, errors = script(f"{word}\nASK {{}}\n")
        tap.case(f"{word} is the end", not out and not errors, out + errors)
    for typed, hint in (("\\d", ".classes"), ("\\?", ".help"), (".schema", ".predicates"), ("\\q", ".quit")):
        _, errors = script(typed + "\n\n")
        tap.case(f"{typed} is sent on", f"did you mean {hint}?" in errors, errors)


def variables_of_ones_own():
    with shell(70) as s:
        s.send(".set _who Iraqi army" + ENTER)
        tap.case("a text that is a name is told", s.wait_for(
            'note: _who is the text "Iraqi army"; the thing is <http://x/army>'), s.text)
        s.send("SELECT ?_w" + TAB)
        tap.case("they are completed in statements", s.wait_for("SELECT ?_who"), s.text)


def questions_are_answered():
    target = os.path.join(home, "x.csv")
    out, errors = script(f".once\n.unset\n.set _x 5\n.unset\n.once {target}\n.once\n.output {target}2.csv\n.once\n")
    tap.case(".once and .unset alone tell what stands", out ==
             f"results come here\nno variable is set\n?_x = 5\nthe next result goes to {target}, others come here\n"
             f"the next result goes to {target}, others go to {target}2.csv\n" and not errors, out + errors)
    out, errors = script(f".output {target}\n.output\nASK {{}}\n")
    tap.case(".output alone says nothing in a script", out == "true\n" and not errors, out + errors)
    with shell(70) as s:
        s.send(f".output {target}" + ENTER + ".output" + ENTER)
        tap.case("at a terminal it tells where results go now", s.wait_for("results come here"), s.text)


def commands_of_the_shell_alone():
    for arguments, name in ((("help", ".begin"), "begin"), (("help", ".describe"), "describe"),
                            (("help", "describe-"), None), (("describe", "x"), "describe"),
                            ((".describe", "x"), "describe"), (("find", "x"), "find"), (("timer",), "timer")):
        run = subprocess.run([FURAT, *arguments], capture_output=True, timeout=60)
        errors = run.stderr.decode()
        hint = f"hint: .{name} is a command of the shell: furat shell -c '.{name} ...'; " \
               f"furat shell -c '.help {name}' explains it\n"
        tap.case(f"{arguments}: whether it is of the shell is told", run.returncode == 2
                 and (hint in errors if name else "of the shell" not in errors), errors)


def commands_within_a_statement():
    for begun in ("SELECT ?x {", "SELECT ?x { ?x a <http://x/y>"):
        with shell(90, 16) as s:
            s.send(begun + ENTER + ".help optional" + ENTER + ENTER)
            tap.case(f"behind {begun} a command is an error that tells where it belongs", s.wait_for(
                "hint: a dot command is typed at an empty prompt, to which Ctrl-C leads; Up brings"), s.text)
    with shell(90, 16) as s:
        s.send("SELECT ?x {" + ENTER + ".nothing" + ENTER + ENTER)
        tap.case("what is no command is not", s.wait_for("error:") and "dot command" not in "".join(s.rows), s.text)


def transactions_are_found():
    begin, _ = script(".help .begin\n")
    for name in ("transaction", "Transactions", "begin transaction"):
        out, errors = script(f".help {name}\n")
        tap.case(f".help {name} leads to .begin", out == begin and not errors, out + errors)
    example = re.search(r"^For example\n  \.begin\n  INSERT DATA .*\n  \.commit\n", begin, re.M)
    tap.case("the example has a beginning, an update and an end", example, begin)


def counts_are_written_in_one_way():
    shipped = subprocess.run([FURAT, "info"], capture_output=True, timeout=60).stdout.decode()
    told = dict(re.findall(r"^(statements|subjects|terms|size) +(\d\S*(?: [KM]iB)?)", shipped, re.M))
    run = subprocess.run([FURAT, "shell", "-c", ".mode table", "-c", ".info"], capture_output=True, timeout=60)
    shown = dict(re.findall(r"^. (statements|subjects|terms|size) +. +(\S+(?: [KM]iB)?)", run.stdout.decode(), re.M))
    tap.case(".info and furat info write figures in one way", told == shown and "," in told["statements"],
             f"{told} {shown}")
    run = subprocess.run([FURAT, "shell", "-c", ".mode csv", "-c", ".info"], capture_output=True, timeout=60)
    plain = told["statements"].replace(",", "")
    tap.case("for programs they are numbers", f"statements,{plain}\r\n" in run.stdout.decode(), run.stdout.decode())
    out, errors = script(".mode table\nSELECT (12345 AS ?n) {}\n")
    tap.case("numbers of data stay as they are", " 12345 " in out and not errors, out + errors)


def one_plan():
    out, errors = script(".explain SELECT * { ?s ?p 'Mosul' }\n.explain\n.show explain\n")
    once, _ = script(".explain SELECT * { ?s ?p 'Mosul' }\nASK {}\n")
    tap.case("the plan of one query", "scan" in once.lower() and once.endswith("true\n") and not errors,
             once + errors)


def names_need_no_quotes():
    out, errors = script(".mode csv\n.describe iraqi ARMY\n")
    tap.case("a thing of two words", ",Iraqi army," in out
             and errors == "Iraqi army <http://x/army>\n", out + errors)
    out, errors = script(".mode csv\n.describe الموصل 1\n")
    tap.case("a number behind it", out.count("\n") == 2 and ",Mosul," in out
             and errors == "Mosul <http://x/mosul>\n", out + errors)


try:
    for test in (lines_are_filled, scripts, manuals_are_whole, errors_name_the_command,
                 words_of_other_shells, variables_of_ones_own, questions_are_answered,
                 commands_of_the_shell_alone, transactions_are_found, counts_are_written_in_one_way,
                 one_plan, commands_within_a_statement, names_need_no_quotes):
        test()
finally:
    shutil.rmtree(home, ignore_errors=True)
tap.done()
