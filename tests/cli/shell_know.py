# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that look around in a dataset, and notes about missing answers on a screen."""
import os
import subprocess
import tempfile

import tap
from screen import CTRL, ENTER, Screen

FURAT = os.environ["FURAT"]
DATA = r'''
@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:City rdfs:label "City"@en , "مدينة"@ar .
ex:mosul a ex:City ; rdfs:label "Mosul"@en , "الموصل"@ar ; ex:on ex:tigris ; ex:n 1 , 2 , 3 .
ex:raqqa a ex:City ; rdfs:label "Raqqa"@en ; ex:on ex:euphrates .
ex:tigris rdfs:label "Tigris"@en ; ex:note "\u001B[31mred\u202E\u0007" .
ex:twin1 rdfs:label "Twin" . ex:twin2 rdfs:label "twin" .
'''
GRAPH = '''
@prefix ex: <http://example.org/> .
ex:news ex:about ex:mosul .
<http://example.org/g> <http://purl.org/dc/terms/title> "A graph" .
'''

home = tempfile.mkdtemp(prefix="furat-shell.")
paths = []
for text in (DATA, GRAPH):
    paths.append(os.path.join(home, f"{len(paths)}.ttl"))
    with open(paths[-1], "w", encoding="utf-8") as file:
        file.write(text)
ARGUMENTS = ["--data", paths[0], "--named-graph", f"http://example.org/g={paths[1]}"]


def script(text, *arguments):
    return subprocess.run([FURAT, "shell", *(arguments or ARGUMENTS)], capture_output=True,
                          input=("PREFIX ex: <http://example.org/>\n\n.mode csv\n" + text).encode(),
                          timeout=60)


def says(name, text, expected, errors="", failed=False):
    result = script(text)
    out = result.stdout.decode().replace("\r\n", "\n")
    passed = out == expected.lstrip("\n") and errors in result.stderr.decode() \
        and bool(errors) == bool(result.stderr) and failed == (result.returncode != 0)
    tap.case(name, passed, f"{out}{result.stderr.decode()}({result.returncode})")


E = "http://example.org/"
L = "http://www.w3.org/2000/01/rdf-schema#label"
T = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
says(".graphs counts and names the graphs, the default graph too", ".graphs\n", f"""
graph,statements,title
{E}g,2,A graph
,16,the default graph
""")
says(".classes counts things and looks at all graphs", ".classes\n.lang ar\n.classes\n", f"""
class,things,label
{E}City,2,City
class,things,label
{E}City,2,مدينة
""")
says(".predicates", ".predicates\n", f"""
predicate,statements,subjects,objects,label
{L},8,6,8,
{E}n,3,1,3,
{E}on,2,2,2,
{T},2,2,1,
{E}about,1,1,1,
{E}note,1,1,1,
http://purl.org/dc/terms/title,1,1,1,
""")
OF_CITY = f"""
predicate,things,statements,label
{L},2,3,
{E}on,2,2,
{T},2,2,
{E}n,1,3,
"""
says(".predicates of a class", ".predicates ex:City\n", OF_CITY)
says("of a class by its name in another script", ".predicates مدينه\n", OF_CITY)
says("what nothing is of is no class", ".predicates ex:Town\n", "",
     "error: .predicates: nothing is of the class ex:Town", True)
says(".describe tells both directions, bounds lists and names graphs", ".describe mosul 2\n", f"""
property,value,label,graph
{T},{E}City,City,
{L},Mosul,,
{L},الموصل,,
{E}n,1,,
{E}n,2,,
{E}on,{E}tigris,Tigris,
^ex:about,{E}news,,{E}g
""", "Mosul ex:mosul, a ex:City\n")
says("it tells the same of an IRI, and all of it", ".describe <http://example.org/mosul> all\n", f"""
property,value,label,graph
{T},{E}City,City,
{L},Mosul,,
{L},الموصل,,
{E}n,1,,
{E}n,2,,
{E}n,3,,
{E}on,{E}tigris,Tigris,
^ex:about,{E}news,,{E}g
""")
says("a name of two things gives the choice", ".describe TWIN\n", "",
     "error: .describe: TWIN is the name of 2 things\n  Twin ex:twin1\n  twin ex:twin2\n", True)
says("what is unknown is told with what is near", ".describe ex:mosull\n", "",
     "error: .describe: nothing is said of ex:mosull\nhint: did you mean ex:mosul?\n", True)
says("so is a class", ".predicates ex:Ctiy\n", "",
     "error: .predicates: nothing is of the class ex:Ctiy\nhint: did you mean ex:City?\n", True)
says("a graph", ".export out.ttl <http://example.org/gg>\n", "", "hint: did you mean ex:g?\n", True)
says("what is looked for by its IRI", ".find ex:mosull\n", "", "hint: did you mean ex:mosul?\n", True)
says("a prefix", ".describe exx:mosul\n", "", "hint: the prefix exx: is not known; did you mean ex:?\n", True)
says("and one that is like none", ".describe nonesuch:mosul\n", "",
     "hint: the prefix nonesuch: is not known; .prefixes lists those that are\n", True)
says("a variable", ".set _mosul 1\n.unset _mosl\n", "", "hint: did you mean _mosul?\n", True)
says("a column", "SELECT (1 AS ?place) {};\n.bind plce\n", "place\n1\n", "hint: did you mean place?\n", True)
says("a format of .last", "ASK {};\n.last jsno\n", "true\n", "hint: did you mean json?\n", True)
says("what is no number of values is a part of the name", ".describe mosul two\n", "",
     "error: .describe: nothing is called mosul two", True)
says("bytes that are no UTF-8 are no name", ".describe ex:\udcff\n".encode("utf-8", "replace").decode(),
     "", "error", True)

NAMESAKES = """
@prefix ex: <http://example.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:district skos:prefLabel "Kobani district" ; skos:altLabel "Kobani" .
ex:kobani a ex:City ; skos:prefLabel "Kobani (the city)" .
"""
namesakes = os.path.join(home, "namesakes.ttl")
with open(namesakes, "w", encoding="utf-8") as file:
    file.write(NAMESAKES)
told = script(".describe kobani\n", "--data", namesakes)
tap.case("a label with brackets goes before an alias, which is told",
         b"City,," in told.stdout and told.stderr == b"kobani is a name of this too:\n"
         b"  Kobani ex:district\nKobani (the city) ex:kobani, a ex:City\n", told)

counted = subprocess.run([FURAT, "shell"], input=b".mode csv\n.describe place:mosul 3\n",
                         capture_output=True, timeout=60).stdout.decode()
counted = counted[counted.index("when,statement"):].splitlines()
tap.case("N bounds the claims, too", len(counted) == 4, counted)
claims = subprocess.run([FURAT, "shell"], input=".mode tsv\n.describe الموصل\n".encode(),
                        capture_output=True, timeout=60).stdout.decode()
tap.case("claims of the shipped graph have a time, a document and a passage",
         "?when\t?statement\t?speaker\t?document\t?passage\t?claim\n" in claims
         and '"2017-07"\t"ISIS: lost · Mosul · Fall of Mosul"\t\t<https://w3id.org/furat/doc/000>'
             '\t"000/3647-3712"\t<https://w3id.org/furat/stmt/000-298>' in claims, claims)
dated = [line.split("\t")[0].strip('"') for line in claims.split("?when")[1].split("\n")[1:]]
days = [day for day in dated if day[:1].isdigit()]
tap.case("in the order of time", days == sorted(days) and len(days) > 2, days)
info = script(".info\n").stdout.decode().split()
tap.case(".info counts", "statements,18" in info and "subjects,8" in info, info)


def shell():
    s = Screen([FURAT, "shell", *ARGUMENTS], home, columns=64, rows=16)
    s.wait_for("furat>")
    s.send("PREFIX ex: <http://example.org/> ;" + ENTER)
    s.until(lambda s: s.rows[-1] == "furat>" and len(s.rows) > 1)
    s.send(CTRL["l"])
    s.until(lambda s: s.rows == ["furat>"])
    return s


with Screen([FURAT, "shell"], home, columns=60, rows=40) as screen:
    screen.wait_for("furat>")
    screen.send(".describe Aziz Jalal" + ENTER)
    tap.case("in a narrow terminal a claim has the room, in several lines if need be",
             screen.until(lambda s: any(r.startswith("│ ") and "│ Aziz Jalal: authorship ·" in r
                                        and r.endswith("│ 004/63-72 │") for r in s.rows)), screen.text)

with Screen([FURAT, "shell"], home, columns=80, rows=40) as screen:
    screen.send(".labels on" + ENTER + ".find mosul" + ENTER)
    tap.case("in a narrow terminal the names of things are whole, the language stands behind the label",
             screen.until(lambda s: any(r.startswith("│ Fall of Mosul") and
                                        "│ event:fall-of-mosul-2017 " in r for r in s.rows)
                          and any("event:steadfastness-of-iraqi-forces-in-mosul" in r for r in s.rows)),
             screen.text)

with shell() as screen:
    screen.send(".describe tigris" + ENTER)
    screen.golden("controls and overrides in the data are shown, not obeyed", """
        furat> .describe tigris
        Tigris ex:tigris
        ┌────────────┬───────────────────────────┬───────────┬───────┐
        │ property   │ value                     │ label @en │ graph │
        ├────────────┼───────────────────────────┼───────────┼───────┤
        │ rdfs:label │ Tigris @en                │           │       │
        │ ex:note    │ \\u001B[31mred\\u202E\\u0007 │           │       │
        │ ^ex:on     │ ex:mosul                  │ Mosul     │       │
        └────────────┴───────────────────────────┴───────────┴───────┘
        3 rows
        furat>
        """)
with shell() as screen:
    screen.send(".lang ar" + ENTER + CTRL["l"] + ".describe الموصل 1" + ENTER)
    screen.golden("Arabic stands at the right of its cells", """
        furat> .describe الموصل 1
        ﻞﺻﻮﻤﻟﺍ ex:mosul, a ex:City
        ┌────────────┬───────────┬────────────┬───────┐
        │ property   │ value     │ label      │ graph │
        ├────────────┼───────────┼────────────┼───────┤
        │ rdf:type   │ ex:City   │  ﺔﻨﻳﺪﻣ @ar │       │
        │ rdfs:label │ Mosul @en │            │       │
        │ ex:n       │         1 │            │       │
        │ ex:on      │ ex:tigris │ Tigris @en │       │
        │ ^ex:about  │ ex:news   │            │ ex:g  │
        └────────────┴───────────┴────────────┴───────┘
        5 of 8 rows; .describe ex:mosul all shows them
        furat>
        """)
with shell() as screen:
    screen.send('SELECT ?x { ?x ex:note "red" }' + ENTER + ".why off" + ENTER
                + "ASK { ?x ex:on ex:nile }" + ENTER)
    screen.golden("a note tells why there is no answer, until it is switched off", """
        furat> SELECT ?x { ?x ex:note "red" }
        ┌───┐
        │ x │
        ├───┤
        └───┘
        0 rows
        nothing matches ?x ex:note "red"
          no triple has the object "red"
        furat> .why off
        why off
        furat> ASK { ?x ex:on ex:nile }
        false
        furat>
        """)
with shell() as screen:
    screen.send(".why off" + ENTER + "INSERT DATA { ex:a ex:b 1 , 2 }" + ENTER
                + "DELETE WHERE { ex:c ?p ?o }" + ENTER)
    screen.golden("but how much an update changed is told", """
        furat> .why off
        why off
        furat> INSERT DATA { ex:a ex:b 1 , 2 }
        2 statements added
        furat> DELETE WHERE { ex:c ?p ?o }
        nothing was changed
        furat>
        """)
with shell() as screen:
    screen.send("ASK {}" + ENTER + ".explain SELEC {}" + ENTER)
    screen.golden("a statement behind .explain begins with line 1", """
        furat> ASK {}
        true
        furat> .explain SELEC {}
        query:1:1: error: expected SELECT, CONSTRUCT, DESCRIBE or ASK,
        found SELEC
        SELEC {}
        ^~~~~
        hint: did you mean SELECT?
        furat>
        """)
tap.done()
