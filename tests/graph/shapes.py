# SPDX-License-Identifier: GPL-3.0-or-later
"""ontology/shapes.ttl: the shipped graph conforms, and each broken graph that shapes can see
gets the report that it says, no more and no less.

broken/*.ttl name what they violate in lines "# report: FOCUS COMPONENT PATH", PATH may be -.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import tap

BASE = "https://w3id.org/furat/"
FURAT = os.environ.get("FURAT", "./furat")
root = os.environ.get("top_srcdir", ".")
SHAPES = os.path.join(root, "ontology/shapes.ttl")


def short(iri):
    return iri.replace(BASE, "")


def line_of(result):
    component = result["component"].split("#")[1].replace("ConstraintComponent", "")
    path = result.get("path", "-").replace("<", "").replace(">", "")
    return f"{short(result['focusNode']['value'])} {component} {short(path)}"


def report(*source):
    done = subprocess.run([FURAT, "check", "--union-default-graph", "--shapes", SHAPES,
                           "--format", "json", *source], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        return [done.stderr.decode()]
    return sorted(map(line_of, json.loads(done.stdout)["results"]))


def report_with(path, graph, folder):
    """The report on the shipped graph with a file added."""
    store = os.path.join(folder, "broken.furat")
    shutil.copy(os.path.join(folder, "shipped.furat"), store)
    subprocess.run([FURAT, "load", "--quiet", "-s", store, "--graph", BASE + "graph/" + graph,
                    path], check=True)
    return report("-s", store)


def head_of(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    graph = re.search(r"^# graph: (.*)$", text, re.M).group(1)
    return graph, sorted(re.findall(r"^# report: (.*)$", text, re.M)), text


def update(path, folder):
    """Write what the report says now into the file, to be read by a person."""
    graph, _, text = head_of(path)
    lines = "".join(f"# report: {line}\n" for line in report_with(path, graph, folder))
    text = re.sub(r"^# report: .*\n", "", text, flags=re.M)
    text = re.sub(r"(\A(?:# .*\n)+)", lambda head: head.group(1) + lines, text, count=1)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


with tempfile.TemporaryDirectory() as temporary:
    subprocess.run([FURAT, "load", "--quiet", "-s", os.path.join(temporary, "shipped.furat"),
                    "--shipped"], check=True)
    files = sorted(glob.glob(os.path.join(root, "tests/graph/broken/*.ttl")))
    if sys.argv[1:] == ["--update"]:
        for each in files:
            update(each, temporary)
        sys.exit(0)
    tap.case("the shipped graph conforms", report() == [], "\n".join(report()))
    for each in files:
        of_graph, wanted, _ = head_of(each)
        if wanted:
            got = report_with(each, of_graph, temporary)
            tap.case(os.path.basename(each)[:-4].replace("-", " "), got == wanted,
                     "\n".join(got))
tap.done()
