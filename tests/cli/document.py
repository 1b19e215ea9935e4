# SPDX-License-Identifier: GPL-3.0-or-later
"""furat document: a well-formed page with every term of the ontology, in both languages."""
import glob
import os
import re
import subprocess
import tempfile
import xml.etree.ElementTree as xml

import tap

HTML = "{http://www.w3.org/1999/xhtml}"
LANG = "lang"
furat = os.environ["FURAT"]
root = os.environ["top_srcdir"]


def document(*arguments):
    return subprocess.run([furat, "document", *arguments], capture_output=True, text=True,
                          encoding="utf-8", check=False)


def shape_complaints(page):
    """Links that lead nowhere, anchors twice, Arabic that does not run from right to left."""
    anchors = [e.get("id") for e in page.iter() if e.get("id")]
    if len(anchors) != len(set(anchors)):
        yield "an anchor twice"
    for element in page.iter():
        tag = element.tag.removeprefix(HTML)
        if tag in ("script", "link", "img", "iframe", "object") or element.get("src"):
            yield f"<{tag}> needs something else"
        if (element.get(LANG) == "ar") != (element.get("dir") == "rtl"):
            yield f"<{tag}> in {element.get(LANG)}, from {element.get('dir')}"
        target = element.get("href", "")
        if target.startswith("#") and target[1:] not in anchors:
            yield f"{target} leads nowhere"
        elif target and not re.match("#|https?://", target):
            yield f"a link to {target}"


def term_complaints(page, names):
    """Terms without a section, or without words in one of the languages."""
    sections = {e.get("id"): e for e in page.iter(HTML + "section")}
    for name in sorted(set(names) - set(sections)):
        yield f"{name}: not on the page"
    for name, wanted in names.items():
        for language in ("en", "ar"):
            words = [p for div in sections[name].iter(HTML + "div") if div.get(LANG) == language
                     for p in div if (p.text or "").strip()] if name in sections else []
            kinds = {p.get("class") for p in words}
            if not wanted <= kinds:
                yield f"{name}: no {', '.join(sorted(wanted - kinds))} in {language}"
            if any(bool(re.search("[\u0621-\u064a]", p.text)) != (language == "ar")
                   for p in words if p.get("class") == "label"):
                yield f"{name}: a label in another script than {language}"


names = {}
for path in glob.glob(os.path.join(root, "ontology/*.ttl")):
    with open(path, encoding="utf-8") as file:
        for name, kind in re.findall(r"^fur:(\w+) a (owl|skos):\w+", file.read(), re.M):
            names[name] = {"label", "comment", "example"} if kind == "owl" else {"label"}
run = document()
tap.case("the page of the shipped graph", run.returncode == 0 and not run.stderr, run.stderr)
page = xml.fromstring(run.stdout)
complaints = list(shape_complaints(page))
tap.case("needs nothing else, and its links resolve", not complaints, "\n".join(complaints[:20]))
complaints = list(term_complaints(page, names))
tap.case(f"has each of the {len(names)} terms", len(names) > 400 and not complaints,
         "\n".join(complaints[:20]))
tap.case("and the same bytes each time", document().stdout == run.stdout)
claim = next(e for e in page.iter(HTML + "section") if e.get("id") == "Claim")
links = {a.get("href") for a in claim.iter(HTML + "a")}
tap.case("a class leads to its subclasses, its properties and its like",
         {"#Participation", "#actor", "http://www.w3.org/ns/prov#Entity"} <= links, links)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "bad.ttl")
    with open(path, "w", encoding="utf-8") as file:
        file.write("""@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://e/c%22%3E> a owl:Class ; rdfs:label "<script>alert(1)</script>\\u0001&\\""@en ;
  rdfs:subClassOf <javascript:alert(1)> , _:x ; rdfs:seeAlso "text" , <http://e/d> .
<http://e/d> a owl:Class ; rdfs:label "d" ; rdfs:subClassOf <http://e/c%22%3E> .
""")
    run = document("--data", path)
    page = xml.fromstring(run.stdout)
    complaints = list(shape_complaints(page))
    tap.case("what a label says is text", not complaints and "&lt;script&gt;" in run.stdout,
             "\n".join(complaints))
    sections = list(page.iter(HTML + "section"))
    tap.case("terms without a namespace have anchors", len(sections) == 2, run.stdout[-1500:])
    with open(path, "w", encoding="utf-8") as file:
        file.write("<http://e/s> <http://e/p> 1 .\n")
    page_path = os.path.join(folder, "page.html")
    run = document("--data", path, "-o", page_path)
    tap.case("data without a vocabulary are refused",
             run.returncode == 1 and "describes no classes" in run.stderr, run.stderr)
    tap.case("and leave no page", not os.path.exists(page_path))
tap.done()
