# SPDX-License-Identifier: GPL-3.0-or-later
"""The counts of a release's description, counted again with rdflib; its JSON-LD, read by rdflib."""
import os
import subprocess
import tempfile
from collections import defaultdict

import rdflib
from rdflib.namespace import RDF

import tap

VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPACE = "https://w3id.org/furat/"
furat = os.environ["FURAT"]


def numbers(triples):
    """What VoID says of these triples."""
    subjects, properties, objects = (set(t[i] for t in triples) for i in range(3))
    by_property, by_class = defaultdict(list), defaultdict(set)
    for s, p, o in triples:
        by_property[p].append((s, o))
        if p == RDF.type:
            by_class[o].add(s)
    return {
        "triples": len(triples), "distinctSubjects": len(subjects),
        "distinctObjects": len(objects), "properties": len(properties), "classes": len(by_class),
        "entities": sum(isinstance(s, rdflib.URIRef) and s.startswith(SPACE) for s in subjects),
        "by property": {p: (len(pairs), len({s for s, _ in pairs}), len({o for _, o in pairs}))
                        for p, pairs in by_property.items()},
        "by class": {kind: len(members) for kind, members in by_class.items()},
    }


def told(description, dataset):
    """The same as the description has it."""
    def number(node, name):
        values = list(description.objects(node, VOID[name]))
        return values[0].toPython() if len(values) == 1 else values
    said = {name: number(dataset, name) for name in
            ("triples", "distinctSubjects", "distinctObjects", "properties", "classes", "entities")}
    said["by property"] = {
        description.value(part, VOID.property):
            tuple(number(part, n) for n in ("triples", "distinctSubjects", "distinctObjects"))
        for part in description.objects(dataset, VOID.propertyPartition)}
    said["by class"] = {description.value(part, VOID["class"]): number(part, "entities")
                        for part in description.objects(dataset, VOID.classPartition)}
    return said


def compare(name, triples, dataset):
    counted, said = numbers(triples), told(description, dataset)
    tap.case(name, counted == said, "\n".join(
        f"{key}: counted {counted[key]}, described {said[key]}"
        for key in counted if counted[key] != said[key]))


with tempfile.TemporaryDirectory() as folder:
    release = os.path.join(folder, "release")
    subprocess.run([furat, "export", "--release", release], check=True)
    quads = rdflib.ConjunctiveGraph()
    quads.parse(os.path.join(release, "dataset.nq"), format="nquads")
    description = rdflib.Graph().parse(os.path.join(release, "void.ttl"), format="turtle")
    (catalog,) = description.subjects(RDF.type, DCAT.Catalog)
    graphs = {graph.identifier for graph in quads.contexts() if len(graph)}
    for graph in sorted(graphs):
        compare(f"the counts of {graph[len(SPACE):]}", list(quads.get_context(graph)), graph)
    compare("the counts of the whole", list(set(quads.triples((None, None, None)))), catalog)
    tap.case("the description lists the graphs",
             graphs == set(description.objects(catalog, VOID.subset)))
    for place in sorted(set(description.objects(None, DCAT.downloadURL))):
        name = place.rsplit("/", 1)[1]
        sizes = [int(size) for size in description.objects(place, DCAT.byteSize)]
        tap.case(f"the size of {name}",
                 sizes == [os.path.getsize(os.path.join(release, name))], sizes)

    back = rdflib.ConjunctiveGraph()
    back.parse(os.path.join(release, "dataset.jsonld"), format="json-ld")
    path = os.path.join(folder, "back.nq")
    back.serialize(path, format="nquads")
    run = subprocess.run([furat, "diff", "--exit-code", os.path.join(release, "dataset.nq"), path],
                         capture_output=True, text=True, check=False)
    tap.case("the JSON-LD is the dataset", run.returncode == 0, run.stdout[:2000] + run.stderr)
tap.done()
