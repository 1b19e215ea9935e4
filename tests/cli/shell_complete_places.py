# SPDX-License-Identifier: GPL-3.0-or-later
"""What Tab offers inside paths, quotes, expressions, VALUES and updates, on an emulated screen."""
import os
import shutil
import tempfile

import tap
from screen import CTRL, TAB, Screen

DATA = '''
@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:mosul a ex:City ; rdfs:label "Mosul"@en , "الموصل"@ar ; ex:population 1500000 ; ex:within ex:iraq .
ex:raqqa a ex:City ; rdfs:label "Raqqa"@en ; ex:population 300000 .
ex:iraq a ex:Country ; rdfs:label "Iraq"@en ; ex:capital ex:baghdad .
ex:battle1 a ex:Battle ; rdfs:label "Battle of Mosul"@en ; ex:city ex:mosul ; ex:began "2016-10-17"^^xsd:date ;
  ex:outcome ex:won .
ex:battle2 a ex:Battle ; rdfs:label "Battle of Raqqa"@en ; ex:city ex:raqqa ; ex:began "2017-06-06"^^xsd:date .
ex:siege a ex:Siege ; rdfs:label "Siege of Raqqa"@en ; ex:city ex:raqqa ; ex:began "2017-05-01"^^xsd:date .
ex:campaign ex:aimedAt ex:mosul ; ex:code "a\\"b"@de .
'''
home = tempfile.mkdtemp(prefix="furat-places.")
data = os.path.join(home, "data.ttl")
with open(data, "w", encoding="utf-8") as file:
    file.write(DATA)

# What is typed, what the line becomes at one Tab; "" is nothing.
BECOMES = (
    # paths
    ("ASK { ex:mosul ^aim", "ASK { ex:mosul ^ex:aimedAt"),
    ("ASK { ex:mosul ^pop", ""),
    ("ASK { ?x ex:city/pop", "ASK { ?x ex:city/ex:population"),
    ("ASK { ?x ex:city/out", ""),
    ("ASK { ?x ex:city/^aim", "ASK { ?x ex:city/^ex:aimedAt"),
    ("ASK { ?x ex:city/ex:within/cap", "ASK { ?x ex:city/ex:within/ex:capital"),
    ("ASK { ?x ^ex:city/out", "ASK { ?x ^ex:city/ex:outcome"),
    ("ASK { ?x a ex:Battle ; !(ex:began|out", "ASK { ?x a ex:Battle ; !(ex:began|ex:outcome"),
    ("ASK { ?x a ex:City ; (ex:within|pop", "ASK { ?x a ex:City ; (ex:within|ex:population"),
    ("ASK { ?x a ex:City ; ^(cit", "ASK { ?x a ex:City ; ^(ex:city"),
    ("ASK { ?x (ex:city|ex:aimedAt)/with", "ASK { ?x (ex:city|ex:aimedAt)/ex:within"),
    ("ASK { ?x ex:city/ex:within ?y . ?y cap", "ASK { ?x ex:city/ex:within ?y . ?y ex:capital"),
    ("ASK { ?x ^ex:city battle of m", "ASK { ?x ^ex:city ex:battle1"),
    # languages
    ('ASK { ?x rdfs:label ?l FILTER (LANG(?l) = "e', 'ASK { ?x rdfs:label ?l FILTER (LANG(?l) = "en"'),
    ('ASK { ?x rdfs:label ?l FILTER LANGMATCHES(LANG(?l), "a',
     'ASK { ?x rdfs:label ?l FILTER LANGMATCHES(LANG(?l), "ar"'),
    ('ASK { ?x rdfs:label ?l FILTER (LANG(?l) = "d', ""),  # no label is German
    ('ASK { ?x ?p ?l FILTER (LANG(?l) = "d', 'ASK { ?x ?p ?l FILTER (LANG(?l) = "de"'),
    ('ASK { ?x rdfs:label ?l FILTER (LANG(?l) IN ("en", "a', 'ASK { ?x rdfs:label ?l FILTER (LANG(?l) IN ("en", "ar"'),
    ('ASK { ?x rdfs:label "Mosul"@', 'ASK { ?x rdfs:label "Mosul"@en'),
    ("ASK { ?x rdfs:label 'الموصل'@", "ASK { ?x rdfs:label 'الموصل'@ar"),
    ('SELECT (STRLANG("x", "d', 'SELECT (STRLANG("x", "de"'),
    # dates, numbers, datatypes
    ('ASK { ?x ex:began "2016', 'ASK { ?x ex:began "2016-10-17"^^xsd:date'),
    ('ASK { ?x a ex:Battle ; ex:began "2017', 'ASK { ?x a ex:Battle ; ex:began "2017-06-06"^^xsd:date'),
    ('ASK { ?x ex:began ?d FILTER (?d > "2016', 'ASK { ?x ex:began ?d FILTER (?d > "2016-10-17"^^xsd:date'),
    ('ASK { ?x ex:population "15', 'ASK { ?x ex:population "1500000"^^xsd:integer'),
    ("ASK { ?x ex:population 15", "ASK { ?x ex:population 1500000"),
    # strings of what the subject is
    ('ASK { ?x a ex:Siege ; rdfs:label "', 'ASK { ?x a ex:Siege ; rdfs:label "Siege of Raqqa"@en'),
    ('ASK { ?x a ex:City ; rdfs:label "M', 'ASK { ?x a ex:City ; rdfs:label "Mosul"@en'),
    ('ASK { ?x rdfs:label ?l FILTER STRSTARTS(STR(?l), "Ir', 'ASK { ?x rdfs:label ?l FILTER STRSTARTS(STR(?l), "Iraq"'),
    ('ASK { ?x ex:code "a', 'ASK { ?x ex:code "a\\"b"@de'),
    ('ASK { ?x ex:city raqqa', 'ASK { ?x ex:city ex:raqqa'),
    # what the subject's class leads to
    ("ASK { ?x a ex:Siege ; ex:city ex:", "ASK { ?x a ex:Siege ; ex:city ex:raqqa"),
    ("ASK { ?x ex:city nosuch raq", ""),  # it is no name of its own
    # VALUES
    ("ASK { ?x ex:outcome ?o VALUES ?o { ", "ASK { ?x ex:outcome ?o VALUES ?o { ex:won"),
    ("ASK { ?x ex:city ?y ; ex:outcome ?o } VALUES (?y ?o) { (ex:mosul ",
     "ASK { ?x ex:city ?y ; ex:outcome ?o } VALUES (?y ?o) { (ex:mosul ex:won"),
    ("ASK { ?x a ex:Country VALUES ?x { ex:", "ASK { ?x a ex:Country VALUES ?x { ex:iraq"),
    ("ASK { ?x ex:capital ?y VALUES ?x { ", "ASK { ?x ex:capital ?y VALUES ?x { ex:iraq"),
    ("ASK { ?x ex:population ?n FILTER (?x = mos", "ASK { ?x ex:population ?n FILTER (?x = ex:mosul"),
    ("ASK { ex:mosul ?p ?o FILTER (?p = ex:pop", "ASK { ex:mosul ?p ?o FILTER (?p = ex:population"),
    # inside others
    ("ASK { ?x a ex:City FILTER EXISTS { ?x with", "ASK { ?x a ex:City FILTER EXISTS { ?x ex:within"),
    ("ASK { ?x a ex:City OPTIONAL { ?x with", "ASK { ?x a ex:City OPTIONAL { ?x ex:within"),
    ("ASK { { SELECT ?x { ?x a ex:City ; with", "ASK { { SELECT ?x { ?x a ex:City ; ex:within"),
    ("ASK { GRAPH ?g { ?x a ex:City ; with", "ASK { GRAPH ?g { ?x a ex:City ; ex:within"),
    ("DELETE { ?x a ex:City ; pop", "DELETE { ?x a ex:City ; ex:population"),
    ("INSERT DATA { ex:iraq pop", "INSERT DATA { ex:iraq ex:population"),
    ("CLEAR D", "CLEAR DEFAULT"),
    (".explain SEL", ".explain SELECT"),
    (".explain of", ".explain off"),
    (".explain ASK { ?x a ex:City ; with", ".explain ASK { ?x a ex:City ; ex:within"),
)


def shell(**options):
    s = Screen([os.environ["FURAT"], "shell", "--data", data], home, columns=100, rows=40, **options)
    s.wait_for("furat>")
    return s


def places():
    with shell() as s:
        for typed, line in BECOMES:
            s.send(CTRL["u"] + typed + TAB + ("" if line else "!"))
            wanted = "furat> " + (line or typed + "!")
            s.until(lambda s: s.rows and s.rows[-1] == wanted)
            tap.case(typed, s.rows[-1] == wanted, s.text)


# Wait for the echo, so that what the key clears is all there.
def lists(s, name, keys, wanted):
    """After these keys just these rows stand between the two lines."""
    s.send(CTRL["c"])
    s.until(lambda s: "^C" in s.text and s.rows[-1] == "furat>")
    s.send(CTRL["l"])
    s.until(lambda s: s.rows == ["furat>"])
    s.send(keys + TAB)
    s.until(lambda s: s.rows[1:1 + len(wanted)] == wanted)
    tap.case(name, s.rows[1:1 + len(wanted)] == wanted, s.text)


def lists_of_places():
    with shell() as s:
        lists(s, "what leads to a thing", "ASK { ex:mosul ^", ["ex:aimedAt  ex:city     a"])
        lists(s, "where nothing goes on it is told", "ASK { ?x rdfs:label/",
              ["(what stands there has no predicates)", "furat> ASK { ?x rdfs:label/"])
        lists(s, "and where nothing leads to", "ASK { ?x ex:outcome/^ex:outcome/^",
              ["(nothing in the data leads there)", "furat> ASK { ?x ex:outcome/^ex:outcome/^"])
        lists(s, "languages where no quote is typed", "ASK { ?x rdfs:label ?l FILTER (LANG(?l) = ",
              ['"en"  "ar"  ?x    ?l'])
        lists(s, "datatypes of the predicate first", 'ASK { ?x ex:began "2016-10-17"^^xsd:',
              ["xsd:date        3", "xsd:string"])
        lists(s, "values in their order", 'ASK { ?x ex:began "201',
              ['2016-10-17"^^xsd:date  2017-05-01"^^xsd:date  2017-06-06"^^xsd:date'])
        lists(s, "functions with their arguments", "ASK { ?x a ex:City FILTER (IS",
              ["isIRI(      term", "isURI(      term"])
        lists(s, "all, without a letter", "ASK { ?x a ex:City FILTER (",
              ["?x               ex:City", "STR(             term", "LANG(            text"])
        lists(s, "objects of the class, with how often", "ASK { ?x a ex:Battle ; ex:city ",
              ["ex:mosul  1  Mosul", "ex:raqqa  1  Raqqa", "?x           ex:Battle"])


try:
    places()
    lists_of_places()
finally:
    shutil.rmtree(home, ignore_errors=True)
tap.done()
