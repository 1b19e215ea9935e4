# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of the graph: each takes a Dataset and yields one complaint a line."""
import hashlib
import os
import re
import unicodedata
from collections import Counter

import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS, XSD

import edtf
from dataset import BASE, DCTERMS, FUR, GRAPH, VOID, local, short
from model import (CLAIMS, COMMON, CONCEPTS, GRAPH_OF_CLASS, NAME_WORDS, NUMBERS, OBJECTS,
                   SEVERAL)

OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
FOAF = rdflib.Namespace("http://xmlns.com/foaf/0.1/")
WGS = rdflib.Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
SCHEMA = rdflib.Namespace("http://schema.org/")
BOUNDS = ("earliestBegin", "latestBegin", "earliestEnd", "latestEnd")


def catalog_lists_the_files(data):
    """The catalog lists exactly the files there are, each once."""
    listed = [path for _, path in data.dumps()]
    for path in sorted(set(data.files) - set(listed)):
        yield f"{path}: not in the catalog"
    for path in sorted(set(listed) - set(data.files)):
        yield f"{path}: in the catalog, but not there"
    for path, count in Counter(listed).items():
        if count > 1:
            yield f"{path}: in {count} graphs"
    for document in data.of_class("Document"):
        graph = GRAPH["doc/" + str(document).rsplit("/", 1)[1]]
        if len(data.quads.get_context(graph)) \
                and (graph, DCTERMS.subject, document) not in data.quads:
            yield f"{short(graph)}: the catalog does not say whose claims it holds"
    for graph in {graph for graph, _ in data.dumps()}:
        for wanted in (DCTERMS.license, DCTERMS.title):
            if not list(data.quads.objects(graph, wanted)):
                yield f"{short(graph)}: the catalog gives no {short(wanted)}"


def iris_are_defined(data):
    """Every IRI of our namespace that is used has a type somewhere."""
    defined = set(data.quads.subjects(RDF.type, None))
    exempt = {VOID.dataDump, OWL.versionIRI, FOAF.homepage}
    for s, p, o in data.quads.triples((None, None, None)):
        for term in (s, p) if p in exempt else (s, p, o):
            if isinstance(term, rdflib.URIRef) and str(term).startswith(BASE) \
                    and term not in defined:
                yield f"{short(term)}: used but not defined"


def predicates_are_properties(data):
    """Our terms stand where they belong: properties as predicates, classes behind rdf:type."""
    properties = set(data.quads.subjects(RDF.type, OWL.ObjectProperty)) \
        | set(data.quads.subjects(RDF.type, OWL.DatatypeProperty))
    classes = set(data.quads.subjects(RDF.type, OWL.Class))
    for s, p, o in data.quads.triples((None, None, None)):
        if local(p) and p not in properties:
            yield f"{short(s)}: {short(p)} is not a property"
        if p == RDF.type and local(o) and o not in classes:
            yield f"{short(s)}: {short(o)} is not a class"
    for term in data.quads.subjects(RDF.type, None):
        roles = {kind for kind in data.quads.objects(term, RDF.type)} \
            & {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty,
               SKOS.Concept, SKOS.ConceptScheme}
        if len(roles) > 1:
            yield f"{short(term)}: is {' and '.join(sorted(r.split('#')[1] for r in roles))}"


def direct_triples_are_derived(data):
    """No direct triple is written by hand."""
    for prop in data.quads.subjects(RDFS.subPropertyOf, FUR.directRelation):
        for s, o in data.quads.subject_objects(prop):
            yield f"{short(s)} {short(prop)} {short(o)}: direct triples are made by rule"


def labels_are_complete(data):
    """Every entity, concept and term has one preferred label in Arabic and one in English."""
    nodes = {node for kind in ("Actor", "Place", "Event", "Document")
             for node in data.of_class(kind)}
    nodes |= set(data.quads.subjects(RDF.type, SKOS.Concept))
    nodes |= set(data.quads.subjects(RDF.type, SKOS.ConceptScheme))
    wanted = [(node, SKOS.prefLabel) for node in nodes]
    wanted += [(node, prop) for node in data.quads.subjects(RDF.type, SKOS.Concept)
               for prop in (SKOS.definition, SKOS.example)]
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        wanted += [(term, prop) for term in data.quads.subjects(RDF.type, kind) if local(term)
                   for prop in (RDFS.label, RDFS.comment, SKOS.example)]
    for node, prop in sorted(wanted):
        languages = Counter(label.language for label in data.quads.objects(node, prop))
        for language in ("ar", "en"):
            if languages[language] != 1:
                yield (f"{short(node)}: {languages[language]} {short(prop).split('#')[-1]} "
                       f"in {language}, not one")
    for node in nodes:
        yield from _label_complaints(data, node)
    for prop in (FUR.note, SKOS.editorialNote):
        for node in set(data.quads.subjects(prop, None)):
            languages = Counter(note.language for note in data.quads.objects(node, prop))
            if set(languages) != {"ar", "en"} or languages["ar"] != languages["en"]:
                yield f"{short(node)}: a note is in Arabic and in English"


def _label_complaints(data, node):
    seen = Counter()
    for prop in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
        for label in data.quads.objects(node, prop):
            seen[label] += 1
            if str(label) != " ".join(str(label).split()) or not str(label):
                yield f"{short(node)}: a label with idle blanks"
            if unicodedata.normalize("NFC", str(label)) != str(label):
                yield f"{short(node)}: a label that is not in NFC"
            if not label.language:
                yield f"{short(node)}: a label without language"
    for label, count in seen.items():
        if count > 1:
            yield f"{short(node)}: the label {label} twice"


def terms_are_used(data):
    """Every class has a member, every property stands in a triple or in a rule that makes one."""
    for kind in data.quads.subjects(RDF.type, OWL.Class):
        if local(kind) and not data.of_class(local(kind)):
            yield f"{short(kind)}: a class that nothing is of"
    made = data.made_by_rules() | {local(p) for p in data.quads.predicates(None, None)}
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for prop in data.quads.subjects(RDF.type, kind):
            below = {local(p) for p in data.quads.transitive_subjects(RDFS.subPropertyOf, prop)}
            if local(prop) and not below & made:
                yield f"{short(prop)}: a property that nothing uses"


def classes_are_aligned(data):
    """Every class is tied to another vocabulary, by itself or by a class above it."""
    for kind in data.quads.subjects(RDF.type, OWL.Class):
        above = set(data.quads.transitive_objects(kind, RDFS.subClassOf))
        if local(kind) and all(local(o) for c in above for prop in
                               (RDFS.subClassOf, OWL.equivalentClass, RDFS.seeAlso)
                               for o in data.quads.objects(c, prop)):
            yield f"{short(kind)}: tied to no class of another vocabulary"


def things_are_in_their_graph(data):
    """Types of entities are the editor's word; a document's graph has its own claims only."""
    for kind, name in GRAPH_OF_CLASS.items():
        here = data.graph(name)
        for node in data.of_class(kind):
            if not list(here.objects(node, RDF.type)):
                yield f"{short(node)}: a {kind} that the graph {name} does not type"
    for claim in data.of_class("Claim"):
        match = re.fullmatch(r"stmt/(\d{3})-\d+", short(claim))
        if not match:
            yield f"{short(claim)}: not the IRI of a claim"
            continue
        document = rdflib.URIRef(BASE + "doc/" + match.group(1))
        if (claim, FUR.inDocument, document) not in data.graph("doc/" + match.group(1)):
            yield f"{short(claim)}: not in the graph of its document"
    for graph, document in data.quads.subject_objects(DCTERMS.subject):
        for node in set(data.quads.get_context(graph).subjects()):
            if node != document and not short(node).startswith(
                    f"stmt/{short(document).split('/')[1]}-"):
                yield f"{short(graph)}: says something of {short(node)}, which is no claim"


def claims_have_their_parts(data):
    """Every claim has what its class needs, and nothing else."""
    for claim in data.of_class("Claim"):
        classes = [k for k in map(local, data.quads.objects(claim, RDF.type)) if k in CLAIMS]
        if len(classes) != 1:
            yield f"{short(claim)}: {len(classes)} classes of claim, not one"
            continue
        parts = CLAIMS[classes[0]]
        counts = Counter(local(p) for g in (_own_graph(data, claim),)
                         for p in g.predicates(claim) if p != RDF.type)
        for name in sorted((parts.required | COMMON) - {"attributedTo", "negated"}):
            if not counts[name]:
                yield f"{short(claim)}: a {classes[0]} without fur:{name}"
        if parts.one_of and not any(all(counts[n] for n in group) for group in parts.one_of):
            wanted = " or ".join(" with ".join(f"fur:{n}" for n in sorted(g))
                                 for g in parts.one_of)
            yield f"{short(claim)}: a {classes[0]} without {wanted}"
        for name, count in counts.items():
            if name not in COMMON | parts.required | parts.optional:
                yield f"{short(claim)}: a {classes[0]} takes no {'fur:' + name if name else 'such property'}"
            elif count > 1 and name not in SEVERAL:
                yield f"{short(claim)}: fur:{name} {count} times"


def _own_graph(data, claim):
    return data.graph("doc/" + short(claim)[len("stmt/"):].split("-")[0])


def parts_have_their_kind(data):
    """Each property has an object of its class, or a concept of its scheme."""
    for name, classes in OBJECTS.items():
        for s, o in data.quads.subject_objects(FUR[name]):
            if not data.kinds(o) & set(classes):
                yield f"{short(s)}: fur:{name} {short(o)} is no {' or '.join(classes)}"
    for name, tops in CONCEPTS.items():
        for s, o in data.quads.subject_objects(FUR[name]):
            if not data.top_concepts(o) & set(tops) or local(o) in tops:
                yield f"{short(s)}: fur:{name} {short(o)} is no concept of {' or '.join(tops)}"
    for s, o in data.quads.subject_objects(FUR.negated):
        if o.toPython() is not True:
            yield f"{short(s)}: fur:negated is true or is not there"
    for name in ("value", "minValue", "maxValue"):
        for s, o in data.quads.subject_objects(FUR[name]):
            if o.datatype not in (XSD.integer, XSD.decimal):
                yield f"{short(s)}: fur:{name} is no integer or decimal"


def parts_of_events_are_claimed(data):
    """An event is part of another because a document says so, and then it is."""
    claimed = {(data.quads.value(claim, FUR.subject), data.quads.value(claim, FUR.object))
               for claim in data.quads.subjects(FUR.relationType, FUR.partOf)}
    given = set(data.quads.subject_objects(FUR.subEventOf))
    for part, whole in sorted(given - claimed):
        yield f"{short(part)}: part of {short(whole)}, but no claim says so"
    for part, whole in sorted(claimed - given):
        yield f"{short(part)}: claimed to be part of {short(whole)}, but no fur:subEventOf"


def times_agree(data):
    """The bounds are what the EDTF string says, and so is the precision."""
    for claim in data.of_class("Claim"):
        get = {name: data.quads.value(claim, FUR[name])
               for name in BOUNDS + ("edtf", "datePrecision", "phase", "relativeTo")}
        precision = local(get["datePrecision"]) if get["datePrecision"] else None
        for complaint in _time_complaints(get, precision):
            yield f"{short(claim)}: {complaint}"


def _time_complaints(get, precision):
    given = {name: str(get[name]) for name in BOUNDS if get[name] is not None}
    for name in given:
        if get[name].datatype != XSD.date:
            yield f"fur:{name} is no xsd:date"
    if precision and (precision.startswith("relative") != (get["relativeTo"] is not None)):
        yield f"precision {precision} {'with' if get['relativeTo'] else 'without'} fur:relativeTo"
    if get["edtf"] is None:
        if given:
            yield "bounds without an EDTF string"
        if precision and precision not in edtf.WITHOUT_BOUNDS - {"dayWithoutYear"}:
            yield f"precision {precision} without an EDTF string"
        return
    if str(get["edtf"].datatype) != "http://id.loc.gov/datatypes/edtf/EDTF":
        yield "fur:edtf is no edtf:EDTF"
    phase = local(get["phase"]) if get["phase"] is not None else "whole"
    try:
        wanted, name = edtf.bounds(str(get["edtf"]), precision, phase)
    except ValueError as error:
        yield str(error)
        return
    if name != precision:
        yield f"{get['edtf']} has precision {name}, not {precision}"
    for bound in BOUNDS:
        if wanted.get(bound) != given.get(bound):
            yield (f"{get['edtf']} has {wanted.get(bound, 'no')} fur:{bound}, "
                   f"not {given.get(bound, 'none')}")


def numbers_agree(data):
    """A number is given the way its qualifier says."""
    for claim in data.of_class("Quantity"):
        qualifier = local(data.quads.value(claim, FUR.qualifier))
        numbers = {name: data.quads.value(claim, FUR[name])
                   for name in ("value", "minValue", "maxValue")}
        there = {name for name, number in numbers.items() if number is not None}
        wanted, unwanted = NUMBERS.get(qualifier, (set(), set()))
        for name in sorted(wanted - there):
            yield f"{short(claim)}: {qualifier} without fur:{name}"
        for name in sorted(unwanted & there):
            yield f"{short(claim)}: {qualifier} with fur:{name}"
        if qualifier == "vague" and "minValue" not in there \
                and data.quads.value(claim, FUR.extent) is None:
            yield f"{short(claim)}: vague without fur:minValue or fur:extent"
        if wanted <= there and qualifier == "exact" and len(set(numbers.values())) != 1:
            yield f"{short(claim)}: exact with different numbers"
        if wanted <= there and qualifier == "range" \
                and not numbers["minValue"].toPython() < numbers["maxValue"].toPython():
            yield f"{short(claim)}: a range that is none"


def passages_are_sound(data):
    """A passage says where it is, and lies inside its document."""
    for passage in data.of_class("Passage"):
        document = data.quads.value(passage, OA.hasSource)
        selectors = list(data.quads.objects(passage, OA.hasSelector))
        if len(selectors) != 1 or document is None:
            yield f"{short(passage)}: a passage has one source and one selector"
            continue
        start, end = (data.quads.value(selectors[0], p) for p in (OA.start, OA.end))
        length = data.quads.value(document, FUR.lengthInCodePoints)
        wanted = f"passage/{short(document).split('/')[-1]}/{start}-{end}"
        if short(passage) != wanted:
            yield f"{short(passage)}: its IRI and its offsets differ ({wanted})"
        if None in (start, end, length) \
                or not 0 <= start.toPython() < end.toPython() <= length.toPython():
            yield f"{short(passage)}: not inside the document"
        if not list(data.quads.subjects(FUR.passage, passage)):
            yield f"{short(passage)}: no claim rests on it"
    for claim, passage in data.quads.subject_objects(FUR.passage):
        if data.quads.value(passage, OA.hasSource) != data.quads.value(claim, FUR.inDocument):
            yield f"{short(claim)}: {short(passage)} is of another document"


def documents_are_the_right_ones(data):
    """Digest and length are those of the file.  Needs the documents."""
    for iri, document in data.documents.items():
        digest = hashlib.sha256(document.data).hexdigest()
        if {str(d) for d in data.quads.objects(iri, FUR.sha256)} != {digest}:
            yield f"{short(iri)}: sha256 is {digest}"
        lengths = {n.toPython() for n in data.quads.objects(iri, FUR.lengthInCodePoints)}
        if lengths != {len(document.text)}:
            yield f"{short(iri)}: the length is {len(document.text)} code points"


def passages_fit_the_text(data):
    """A passage cuts no grapheme cluster and has no idle blanks.  Needs the documents."""
    for passage in data.of_class("Passage"):
        document = data.documents.get(data.quads.value(passage, OA.hasSource))
        selector = data.quads.value(passage, OA.hasSelector)
        if document is None or selector is None:
            continue
        start, end = (data.quads.value(selector, p).toPython() for p in (OA.start, OA.end))
        if not 0 <= start < end <= len(document.text):
            continue
        for offset in (start, end):
            if _inside_cluster(document.text, offset):
                yield f"{short(passage)}: {offset} is inside a grapheme cluster"
        words = document.text[start:end]
        if words != words.strip():
            yield f"{short(passage)}: begins or ends with a blank"


def _inside_cluster(text, offset):
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    return (unicodedata.category(after) in ("Mn", "Me", "Mc") or after == "\u200d"
            or before == "\u200d" or before + after == "\r\n")


def names_are_as_used(data):
    """A Naming's text is a label of its subject, and the words of one of its passages."""
    for claim in data.of_class("Naming"):
        subject = data.quads.value(claim, FUR.subject)
        text = data.quads.value(claim, FUR.nameText)
        labels = {label for prop in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
                  for label in data.quads.objects(subject, prop)}
        if text not in labels:
            yield f"{short(claim)}: {text} is no label of {short(subject)}"
        read = [_words_of(data, passage) for passage in data.quads.objects(claim, FUR.passage)]
        if None not in read and not any(str(text) in (words, _without_preposition(words))
                                        for words in read):
            yield f"{short(claim)}: no passage of it reads {text}"


def _without_preposition(words):
    """The name behind the preposition of two letters that swallows the alif of the article."""
    return "\u0627" + words[1:] if words.startswith("\u0644\u0644") else words


def _words_of(data, passage):
    document = data.documents.get(data.quads.value(passage, OA.hasSource))
    selector = data.quads.value(passage, OA.hasSelector)
    if document is None or selector is None:
        return None
    return document.text[data.quads.value(selector, OA.start).toPython():
                         data.quads.value(selector, OA.end).toPython()]


def no_sentence_is_copied(data):
    """No literal shares more words in a row with a document than a name has."""
    runs = {}
    for iri, document in data.documents.items():
        words = _words(document.text)
        for i in range(len(words) - NAME_WORDS + 1):
            runs[tuple(words[i:i + NAME_WORDS])] = iri
    for s, p, o in data.quads.triples((None, None, None)):
        if not isinstance(o, rdflib.Literal) or (p == DCTERMS.title and s in data.documents):
            continue
        words = _words(str(o))
        for i in range(len(words) - NAME_WORDS + 1):
            if tuple(words[i:i + NAME_WORDS]) in runs:
                yield f"{short(s)}: {short(p)} copies {NAME_WORDS} words in a row"
                break


def _words(text):
    plain = "".join(c for c in unicodedata.normalize("NFD", text)
                    if unicodedata.category(c) != "Mn")
    return re.findall(r"\w+", plain)


def gazetteer_is_whole(data):
    """Every row of the gazetteer is a place with its point, links and containment, and every
    place with a point is a row.  Needs the rows."""
    rows = [row for row in data.rows if "not a place" not in row["note"]]
    by_labels = _places_by_label(data)
    found = {}
    for row in rows:
        kind = re.sub(" (.)", lambda m: m.group(1).upper(), row["kind"])
        names = (row["name_ar"], "\u0645\u0646\u0637\u0642\u0629 " + row["name_ar"])
        places = [place for name in names for place in by_labels.get((kind, name), [])]
        if len(places) != 1:
            yield f"{row['name_en']}: {len(places)} places of that kind and Arabic name"
        else:
            found[places[0]] = row
    for place, row in found.items():
        yield from _row_complaints(data, place, row)
    points = set(data.quads.subjects(WGS.lat, None))
    for place in sorted(points - set(found)):
        yield f"{short(place)}: has a point, but is no row of the gazetteer"


def _places_by_label(data):
    """By kind and Arabic label; the gazetteer names a district with or without that word, and
    has nothing of what sets a label apart, in brackets behind it."""
    found = {}
    for place in data.of_class("Place"):
        for label in data.quads.objects(place, SKOS.prefLabel):
            kind = local(data.quads.value(place, FUR.placeKind))
            found.setdefault((kind, re.sub(r" \(.*\)$", "", str(label))), []).append(place)
    return found


def _row_complaints(data, place, row):
    def say(what):
        return f"{short(place)}: {what} is not that of the gazetteer"
    for prop, column in ((WGS.lat, "lat"), (WGS.long, "lon")):
        numbers = [str(n) for n in data.quads.objects(place, prop)]
        if numbers != ([row[column]] if row[column] else []):
            yield say(f"{column} {' and '.join(numbers) or '(none)'}")
    links = {str(o) for o in data.quads.objects(place, SCHEMA.sameAs)}
    wanted = set()
    if row["geonames_id"]:
        wanted.add(f"https://sws.geonames.org/{row['geonames_id']}/")
    if row["wikidata_qid"]:
        wanted.add("http://www.wikidata.org/entity/" + row["wikidata_qid"])
    if links != wanted:
        yield say(f"identity link {' and '.join(sorted(links)) or '(none)'}")
    kurdish = [str(o) for o in data.quads.objects(place, SKOS.prefLabel) if o.language == "ku"]
    if kurdish != ([row["name_ku"]] if row["name_ku"] else []):
        yield say("the Kurdish label")
    if row["within"]:
        names = {str(label).split(" (")[0] for outer in data.quads.objects(place, FUR.within)
                 for label in data.quads.objects(outer, SKOS.prefLabel)}
        if row["within"].split(" (")[0] not in names:
            yield say("containment")
    if not list(data.graph("gazetteer").objects(place, DCTERMS.source)):
        yield f"{short(place)}: no source"


def containment_ends(data):
    """No place is within itself, by whatever chain."""
    for place in data.of_class("Place"):
        for outer in data.quads.objects(place, FUR.within):
            if place in set(data.quads.transitive_objects(outer, FUR.within)):
                yield f"{short(place)}: within itself"


def worked_example_is_true(data):
    """The example of docs/ENCODING.md is what the graph has."""
    with open(os.path.join(data.root, "docs/ENCODING.md"), encoding="utf-8") as file:
        blocks = re.findall(r"^```turtle\n(.*?)^```$", file.read(), re.M | re.S)
    if not blocks:
        yield "docs/ENCODING.md: no example"
    for block in blocks:
        for triple in rdflib.Graph().parse(data=block, format="turtle"):
            pattern = tuple(None if isinstance(t, rdflib.BNode) else t for t in triple)
            if pattern not in data.quads:
                yield "docs/ENCODING.md: not in the graph: " + " ".join(map(short, triple))


def files_say_their_licence(data):
    """Every file begins with its licence."""
    for path in data.files:
        with open(os.path.join(data.root, path), encoding="utf-8") as file:
            if "SPDX-License-Identifier: CC-BY-4.0" not in file.readline():
                yield f"{path}: no licence in the first line"


CHECKS = [catalog_lists_the_files, files_say_their_licence, iris_are_defined,
          predicates_are_properties, direct_triples_are_derived, labels_are_complete,
          terms_are_used, classes_are_aligned,
          things_are_in_their_graph, claims_have_their_parts, parts_have_their_kind,
          parts_of_events_are_claimed, times_agree,
          numbers_agree, passages_are_sound, names_are_as_used, containment_ends,
          worked_example_is_true]
WITH_DOCUMENTS = [documents_are_the_right_ones, passages_fit_the_text, no_sentence_is_copied]
WITH_ROWS = [gazetteer_is_whole]
