# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions of questions.toml are answered as the documents answer them, with passages; and
queries/README.md shows what the program answers.

questions.py            one case a question, and the catalogue
questions.py --update   write the catalogue queries/README.md
"""
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib

import tap

TOP = os.environ.get("top_srcdir", ".")
FURAT = os.environ.get("FURAT", "./furat")
CATALOGUE = os.path.join(TOP, "queries", "README.md")
SHOWN_ROWS = 12


def answer(question, *options):
    run = subprocess.run([FURAT, "run", *shlex.split(question["run"]), *options],
                         capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    return run.stdout if run.returncode == 0 else None, run.stderr


def solutions(question):
    """The rows as dictionaries of plain strings."""
    text, error = answer(question, "--results", "json")
    if text is None:
        return None, error
    return [{name: term["value"] for name, term in row.items()}
            for row in json.loads(text)["results"]["bindings"]], ""


def key(question, row):
    row = tuple(row)
    if question.get("words"):
        row = row[:-1] + (tuple(sorted(row[-1].split("; "))),)
    if question.get("unordered"):
        row = tuple(sorted(row[:2])) + row[2:]
    return row


def complaints(question):
    rows, error = solutions(question)
    if rows is None:
        return [error]
    said = [key(question, [row.get(name, "") for name in question["columns"]]) for row in rows]
    wanted = {name: {key(question, row) for row in question.get(name, [])}
              for name in ("is", "has", "hasnt")}
    found = []
    if "is" in question:
        found += [f"+ {row}" for row in sorted(set(said) - wanted["is"], key=str)]
    found += [f"- {row}" for row in sorted((wanted["is"] | wanted["has"]) - set(said), key=str)]
    found += [f"+ {row}" for row in sorted(wanted["hasnt"] & set(said), key=str)]
    if "first" in question and (not said or said[0] != key(question, question["first"])):
        found.append(f"first: {said[:1]}")
    if not (question.get("counted") or question.get("paths")):
        found += [f"no passage: {row}" for row in rows
                  if not any(re.fullmatch(r"(\d{3}/\d+-\d+ ?)+", row.get(name, ""))
                             for name in row)]
    return found


def told_twice(name):
    """Rows of a query without parameters that are the same but for the passage."""
    rows, error = solutions({"run": name})
    if rows is None:
        return [error]
    said = [tuple(sorted((k, v) for k, v in row.items() if k != "passage")) for row in rows]
    return sorted({str(row) for row in said if said.count(row) > 1})


def table(question):
    """The answer in Markdown, without the marks of languages and cut after some rows."""
    text, error = answer(question, "--results", "markdown")
    if text is None:
        sys.exit(f"{question['run']}: {error}")
    lines = [re.sub(r" @(ar|en)(⁩?) \|", r"\2 |", line)
             for line in text.replace("@en |", "@en  |").replace("  |", " |").split("\n") if line]
    more = len(lines) - 2 - SHOWN_ROWS
    if more > 1:
        lines = lines[:2 + SHOWN_ROWS] + ["", f"... and {more} rows more."]
    return "\n".join(lines)


def title_of(name):
    with open(os.path.join(TOP, "queries", name + ".rq"), encoding="utf-8") as file:
        text = file.read()
    return [re.search(rf"^#\+ {which}: (.*)$", text, re.M).group(1)
            for which in ("title", "title@ar")]


def catalogue(questions):
    with open(CATALOGUE, encoding="utf-8") as file:
        head = file.read().split("<!-- from here on generated -->")[0]
    names = sorted(n[:-3] for n in os.listdir(os.path.join(TOP, "queries")) if n.endswith(".rq"))
    parts = [head + "<!-- from here on generated -->\n", "## The queries\n",
             "\n".join(["| query | asks | يسأل |", "| --- | --- | --- |"]
                       + [f"| `{name}` | {' | '.join(title_of(name))} |" for name in names]) + "\n",
             "## Questions and answers\n"]
    for question in questions:
        parts.append(f"### {question['en']}\n\n{question['ar']}\n\n"
                     f"    furat run {question['run']}\n\n{table(question)}\n")
    return "\n".join(parts)


def main():
    with open(os.path.join(TOP, "tests/query/questions.toml"), "rb") as file:
        questions = tomllib.load(file)["question"]
    if "--update" in sys.argv:
        text = catalogue(questions)
        with open(CATALOGUE, "w", encoding="utf-8") as file:
            file.write(text)
        return
    for question in questions:
        found = complaints(question)
        tap.case(question["en"], not found, question["run"] + "\n" + "\n".join(found))
    for name in ("causes", "described", "made-of", "timeline", "took-part"):
        twice = told_twice(name)
        tap.case(f"{name} has no row twice", not twice, "\n".join(twice))
    with open(CATALOGUE, encoding="utf-8") as file:
        tap.case("the catalogue shows what the program answers", file.read() == catalogue(questions),
                 "make update-examples writes it")
    asked = {question["run"].split()[0] for question in questions}
    tap.case("every question has both languages",
             all(re.search("[؀-ۿ]", q["ar"]) and q["en"].endswith("?") for q in questions))
    tap.case("most queries answer a question", len(asked) >= 25, ", ".join(sorted(asked)))
    tap.done()


if __name__ == "__main__":
    main()
