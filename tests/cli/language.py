# SPDX-License-Identifier: GPL-3.0-or-later
"""Help on SPARQL: each word has its parts, and each example does on the shipped graph what it says."""
import os
import re
import shutil
import subprocess
import tempfile

import tap
from screen import CTRL, ENTER, TAB, Screen

FURAT = os.environ["FURAT"]
UPDATES = re.compile(r"\b(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b")
QUERIES = re.compile(r"^(PREFIX|BASE|SELECT|CONSTRUCT|ASK|DESCRIBE)\b")
TERM = re.compile(r'^(-?\d|"|true$|false$|[a-z]+:[\w-]+$)')
WITHOUT_EFFECT = ("CREATE ", "LOAD SILENT ", "MOVE SILENT ")
home = tempfile.mkdtemp(prefix="furat-language.")
pristine = os.path.join(home, "pristine.furat")


def furat(*arguments, text=None):
    run = subprocess.run([FURAT, *arguments], input=text, capture_output=True, timeout=120, encoding="utf-8")
    return run.returncode, run.stdout, run.stderr


def entries():
    """The names under their headings, as furat help sparql lists them."""
    _, out, _ = furat("help", "sparql")
    groups = re.findall(r"^(\S.*)\n((?:  .*\n)+)", out, re.M)
    return {name: heading for heading, names in groups for name in re.split(r",\s+", names.strip())}


def helps(names):
    """What .help tells of each."""
    script = "".join(f".help {name}\n.print =====\n" for name in names)
    status, out, err = furat("shell", text=script)
    tap.case("each name of the list is explained", status == 0 and not err, err)
    return {name: of_language(name, text) for name, text in zip(names, out.split("=====\n"))}


def of_language(name, text):
    """Without the command of the same name, which stands before it."""
    at = max(text.rfind(f"\n\n{name}{behind}") for behind in "\n(")
    return text[at + 2:] if at >= 0 else text


def examples(text):
    """(statement, what is said of it) of the part For example."""
    part = re.search(r"^For example\n((?:  .*\n)+)", text, re.M)
    statement = []
    for line in part.group(1).rstrip("\n").split("\n") if part else []:
        if line.startswith("      "):
            yield "\n".join(statement), line[6:]
            statement = []
        else:
            statement.append(line[2:])


def check_query(query, said):
    status, out, err = furat("query", "--exit-status", query)
    ok = status == 0 and not err
    if TERM.match(said):
        ok = ok and out.split("\n")[1:] == [said, ""]
    return ok, out + err


def check_expression(expression, said):
    query = f"SELECT (sameTerm(({expression}), {said}) AS ?same) (({expression}) AS ?value) {{}}"
    _, out, err = furat("query", "--results", "csv", query)
    return out.split("\n")[1:2] and out.split("\n")[1].startswith("true,"), out + err


def check_update(update):
    store = os.path.join(home, "copy.furat")
    shutil.copy(pristine, store)
    status, out, err = furat("update", "-s", store, update)
    changed = "added" in out + err or "removed" in out + err
    return status == 0 and changed == (not update.startswith(WITHOUT_EFFECT)), out + err


def examples_are_true(texts):
    furat("load", "--quiet", "-s", pristine, "--shipped")
    for name, text in texts.items():
        found = list(examples(text))
        tap.case(f"{name} has examples, which fit a terminal", found and all(
            len(line) <= 76 for statement, said in found for line in statement.split("\n")), text)
        for statement, said in found:
            if QUERIES.match(statement):
                ok, seen = check_query(statement, said)
            elif UPDATES.match(statement) or statement.startswith("WITH "):
                ok, seen = check_update(statement)
            else:
                ok, seen = check_expression(statement, said)
            tap.case(f"{name}: {statement}", ok, f"{said}\n{seen}")


def entries_are_whole(names, texts):
    for name, text in texts.items():
        section = re.findall(r"^SPARQL 1\.1 (Query Language|Update|Federated Query), [\d., ]+$", text, re.M)
        see = re.findall(r"^See also: (.*)$", text, re.M)[-1:]
        lacking = [other for line in see for other in line.split(", ") if other not in names]
        tap.case(f"{name} tells its section and what belongs to it", section and see and not lacking,
                 f"{lacking}\n{text}")
        head = next((line for line in text.split("\n") if line.startswith(name + "(")), "")
        missing = [word for word in re.findall(r"[A-Z]{3,}|[A-Za-z]+", head[len(name) + 1:].replace("or *", ""))
                   if not re.search(rf"^  {word}  ", text, re.M)]
        tap.case(f"{name} explains its arguments", not missing and (not head or "\n  Result: " in text),
                 f"{missing}\n{text}")


def both_are_shown():
    _, out, _ = furat("shell", "-c", ".help bind")
    tap.case("a command and a word of the same name are both shown",
             out.startswith(".bind [COLUMN]") and "\n\nBIND\n" in out, out)
    _, out, _ = furat("shell", "-c", ".help .bind")
    tap.case("behind a dot it is the command, which names the other",
             "\nBIND\n" not in out and "\nOf SPARQL: .help bind\n" in out, out)
    _, out, _ = furat("help", "load")
    tap.case("furat help does so, too", out.startswith("Usage: furat load")
             and "\nLOAD is a word of SPARQL, too: furat help LOAD\n" in out, out)
    _, out, _ = furat("help", "update")
    tap.case("but not where a command is only near to one", "word of SPARQL" not in out, out)
    _, out, _ = furat("help", "LOAD")
    tap.case("and has the word in capitals", out.startswith("LOAD\n"), out)


def words_are_found():
    for typed, head in (("optional", "OPTIONAL\n"), ("Group  By", "GROUP BY\n"), ("strbefore", "STRBEFORE("),
                        ("count(*)", "COUNT("), ("undef", "VALUES\n"), ("path", "property paths\n"),
                        ("not exists", "EXISTS\n"), ("'||'", "logic\n"),
                        ("a", "a\n"), ("xsd:gYear", "xsd:date\n"), ("separator", "GROUP_CONCAT(")):
        status, out, err = furat("shell", "-c", f".help {typed}")
        tap.case(f".help {typed}", status == 0 and out.startswith(head), out + err)
    for typed, first, second in (("!", "logic", "property paths"), ("*", "arithmetic", "property paths"),
                                 ("like", "CONTAINS(text, part)", "REGEX(text, pattern, [flags])")):
        out = furat("help", typed)[1]
        tap.case(f"{typed}: what it is first, and what else", out.startswith(first + "\n")
                 and f"\n\n{second.split('(')[0]}" in out, out)
    for typed, name in (("length", "STRLEN"), ("upper", "UCASE"), ("lower", "LCASE")):
        out = furat("help", typed)[1]
        tap.case(f"{typed} leads to {name}", out.startswith(name + "("), out)
    for typed, heading, line in (
            ("functions", "Functions that decide", "  STRLEN          how many characters a text has"),
            ("aggregates", "Aggregates", "  COUNT "), ("dates", "Functions on dates and times", "  YEAR "),
            ("Durations", "Functions on dates and times", "  NOW "),
            ("strings", "Functions on texts", "  STRLEN          how many characters a text has")):
        for arguments in (("help", typed), ("shell", "-c", f".help {typed}")):
            status, out, err = furat(*arguments)
            tap.case(f"{arguments}: a list of the group", status == 0 and not err
                     and re.search(rf"^{heading}$", out, re.M) and f"\n{line}" in out, out + err)
    status, out, _ = furat("help", "group", "by")
    tap.case("furat help takes several words", status == 0 and out.startswith("GROUP BY\n"), out)
    _, out, _ = furat("help", "data")
    tap.case("a word of several operations shows all", "INSERT DATA\n" in out and "DELETE DATA\n" in out, out)
    tap.case("in lines of 79 cells", all(len(line) < 80 for line in furat("help", "FILTER")[1].split("\n")
                                         if not re.match("  SELECT", line)), out)
    for arguments, hint in ((("help", "optinal"), "did you mean furat help OPTIONAL?"),
                            (("shell", "-c", ".help slect"), "did you mean SELECT?"),
                            (("shell", "-c", ".help strbfore"), "did you mean STRBEFORE?"),
                            (("shell", "-c", ".help describee"), "did you mean .describe?")):
        status, _, err = furat(*arguments)
        tap.case(f"{arguments[-1]}: {hint}", status != 0 and f"hint: {hint}\n" in err, err)
    status, _, err = furat("help", "x" * 5000)
    tap.case("a name without end is refused", status == 2 and "so long a name" in err, err[:200])
    status, _, err = furat("shell", "-c", ".help " + "x" * 5000)
    tap.case("in the shell, too", status != 0 and "nothing is called x" in err, err[:200])
    _, out, _ = furat("shell", "-c", ".help")
    tap.case(".help tells of it", ".help WORD a word or function of SPARQL" in out, out[:600])


def the_page():
    _, page, _ = furat("help", "--man", "sparql")
    tap.case("furat-sparql(7) has all of them", all(
        f'.SS "{name}' in page.replace("\\-", "-").replace("\\(aq", "'") for name in entries()), page[:1000])
    built = os.path.join(os.environ["top_builddir"], "man", "furat-sparql.7")
    with open(built, encoding="utf-8") as file:
        tap.case("the build made the same", file.read() == page)


def completion():
    with Screen([FURAT], home, columns=78, rows=24) as s:
        s.wait_for("furat>")
        for typed, line in ((".help opti", "furat> .help optional"), (".help STRB", "furat> .help STRBEFORE"),
                            (".help group b", "furat> .help group by"), (".help DELETE W", "furat> .help DELETE WHERE"),
                            (".help xsd:dateT", "furat> .help xsd:dateTime"),
                            (".help propert", "furat> .help property paths")):
            s.send(CTRL["a"] + CTRL["k"] + CTRL["l"] + typed + TAB)
            tap.case(f"Tab behind {typed}", s.until(lambda s, line=line: s.rows and s.rows[0] == line), s.text)
        s.send(CTRL["a"] + CTRL["k"] + CTRL["l"] + ".help OPTIONAL" + ENTER)
        tap.case("at a terminal", s.wait_for("See also: BOUND, COALESCE, FILTER, MINUS"), s.text)


try:
    all_names = entries()
    all_texts = helps(list(all_names))
    tap.case("there are many", len(all_names) > 120, all_names)
    entries_are_whole(all_names, all_texts)
    examples_are_true(all_texts)
    for test in (both_are_shown, words_are_found, the_page, completion):
        test()
finally:
    shutil.rmtree(home, ignore_errors=True)
tap.done()
