# SPDX-License-Identifier: GPL-3.0-or-later
"""Canned queries of one's own: .save keeps what .run, .queries, completion and furat run find."""
import os
import pathlib
import subprocess
import tempfile

import tap
from screen import ENTER, TAB, Screen

FURAT = os.environ["FURAT"]
home = tempfile.mkdtemp(prefix="furat-shell.")
own = pathlib.Path(home, "data", "furat", "queries")
environment = dict(os.environ, HOME=home, XDG_DATA_HOME=str(own.parents[1]))


KEPT = """# SPDX-License-Identifier: CC0-1.0
#+ title: Names of somebody
#+ title@ar: أسماء
#+ description: |
#+   Two lines
#+   of it.
#+ tags:
#+   - names
#+ params:
#+   - who: whose names
#+   - in: a language
#+   - day: a day
#+ kinds:
#+   - who: fur:Actor
#+ defaults:
#+   - in: en
#+   - gone: x
#+ enumerate:
#+   - in: [en, ar]
SELECT ?n { ?_who_iri skos:prefLabel ?n FILTER (LANG(?n) = ?_in && ?_day_xsd_date && ?_gone) }
"""
KEPT_AFTER = """# SPDX-License-Identifier: CC0-1.0
#+ title: Names of somebody
#+ title@ar: أسماء
#+ description: |
#+   Two lines
#+   of it.
#+ tags:
#+   - names
#+ params:
#+   - who: whose names
#+   - in: a language
#+ kinds:
#+   - who: fur:Actor
#+ defaults:
#+   - in: en
#+ enumerate:
#+   - in: [en, ar]
SELECT ?n { ?_who_iri skos:prefLabel ?n FILTER (LANG(?n) = ?_in || ?_day) }
"""
KEPT_AGAIN = """# SPDX-License-Identifier: CC0-1.0
#+ title: Another one
#+ description: |
#+   Two lines
#+   of it.
#+ tags:
#+   - names
ASK { ?_x_iri ?p ?o }
"""


def run(*arguments, text=""):
    return subprocess.run([FURAT, *arguments], input=text.encode(), capture_output=True,
                          env=environment, timeout=60)


def shell(text):
    return run("shell", text=text)


def fails(name, text, *expected):
    result = shell(text)
    told = result.stderr.decode()
    tap.case(name, result.returncode > 0 and all(e in told for e in expected), told)


QUERY = "SELECT ?name { ?_who_iri skos:prefLabel ?name FILTER(LANG(?name) = ?_in) } # mine:x\n"
saved = shell(".prefix mine: <http://e/>\n" + QUERY
              + "ASK { OPTIONAL { ?s mine:z ?_who_iri } }\n"
              + ".save with-prefix\n" + QUERY + ".save labels What it is \"called  here\"\n")
tap.case("a query that ran is saved", saved.returncode == 0 and saved.stderr == b"", saved.stderr)
tap.case("with its description, as a file of queries has it",
         (own / "labels.rq").read_text() == "#+ title: What it is called  here\n" + QUERY,
         (own / "labels.rq").read_text())
tap.case("with the prefixes that only this session knows",
         "PREFIX mine: <http://e/>\n" in (own / "with-prefix.rq").read_text(), "")
ran = run("run", "labels", "who=الموصل", "in=en", "--results", "csv")
tap.case("furat run answers it, and its variables are parameters",
         ran.stdout == b"name\r\nMosul\r\n", ran.stdout + ran.stderr)
ran = shell(".mode csv\n.run labels who=mosul in=ar\n")
tap.case("so does the shell", "الموصل" in ran.stdout.decode(), ran.stdout + ran.stderr)
listed = run("run").stdout.decode()
tap.case("it is listed as one's own", "\nyour own\n  labels " in listed, listed)
tap.case("behind the topics of the shipped ones",
         listed.index("\nfighting\n") < listed.index("\nyour own\n"), listed)
tap.case("each is listed once", sum(line.startswith("  fought ") for line in listed.split("\n")) == 1, listed)
found = shell(".queries فقد\n.queries CALLED\n").stdout.decode()
tap.case(".queries TEXT finds by what is told of it",
         "your own\n  labels  " in found and "takers-disagree" in found, found)
explained = shell(".queries labels\n").stdout.decode()
tap.case(".queries NAME explains it",
         "What it is called  here" in explained and "who           a name or an IRI" in explained,
         explained)
again = shell("SELECT ?x { ?x a ?_kind_iri }\n.save labels\n")
tap.case("one's own is replaced, its description stays", again.returncode == 0
         and (own / "labels.rq").read_text().startswith('#+ title: What it is called  here\nSELECT ?x'),
         again.stderr)
(own / "kept.rq").write_text(KEPT)
again = shell("SELECT ?n { ?_who_iri skos:prefLabel ?n FILTER (LANG(?n) = ?_in || ?_day) }\n.save kept\n")
tap.case("so does what its header says, of the parameters that there still are", again.returncode == 0
         and (own / "kept.rq").read_text() == KEPT_AFTER, (own / "kept.rq").read_text() + str(again.stderr))
shell("ASK { ?_x_iri ?p ?o }\n.save kept Another one\n")
tap.case("another title takes the place of all of them, and no empty list is left",
         (own / "kept.rq").read_text() == KEPT_AGAIN, (own / "kept.rq").read_text())
shown = shell(".queries kept\n").stdout.decode()
tap.case("and it is read as it was written", "Another one" in shown and "Two lines" in shown, shown)
before = (own / "labels.rq").read_text()
fails("what cannot be one is told", "ASK { ?_a ?p ?_a_iri }\n.save labels\n", "would be one parameter")
tap.case("and leaves the one of that name",
         (own / "labels.rq").exists() and (own / "labels.rq").read_text() == before)
fails("a shipped one is not", "ASK {}\n.save fought\n", "fought is a shipped query")
tap.case("and nothing is left of it", not (own / "fought.rq").exists())
for bad in ("../up", "a/b", ".rc", "'a b'", "-x", "x" * 200, "ar\u0627"):
    fails(f"{bad[:20]} is no name", f"ASK {{}}\n.save {bad}\n", "cannot be the name of a query")
fails("there must be a query", ".save x\n", "no query to save")
fails("an update is none", "INSERT DATA {}\n.save x\n")
(own / "broken.rq").write_text("#+ titel: x\nASK {}\n")
listed = run("run")
tap.case("one that is broken is listed with the reason",
         listed.returncode == 0 and "broken" in listed.stdout.decode(), listed.stderr)
(own / "fought.rq").write_text("ASK {}\n")
ran = run("run", "fought", "actor=isis", "--results", "csv")
tap.case("a shipped one is not hidden by a file", ran.stdout.startswith(b"actor"), ran.stdout)
fails("a parameter that is none lists those that are", ".run fought actr=isis\n",
      "did you mean actor=?", "its parameters are actor, ")
fails("a date is told in its form", ".run held-by place=mosul date=2014\n",
      "date=2014 is no date", "it is written as 2014-06-10")
near = shell(".run fought actor=isisz\n").stderr.decode()
tap.case("a name that is near is listed once", "ISIS (ISIS)" not in near and "ISIS actor:isis" in near,
         near)
blocked = pathlib.Path(home, "file")
blocked.write_text("")
environment["XDG_DATA_HOME"] = str(blocked)
fails("a folder that cannot be is told", "ASK {}\n.save x\n", "cannot make the folder")
environment["XDG_DATA_HOME"] = str(own.parents[1])

with Screen([FURAT, "shell"], home, columns=70, rows=12,
            XDG_DATA_HOME=str(own.parents[1])) as screen:
    screen.wait_for("furat>")
    screen.send(".run lab" + TAB)
    screen.until(lambda s: s.rows[-1].startswith("furat> .run labels"))
    tap.case("completion knows it", True)
tap.done()
