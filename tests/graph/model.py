# SPDX-License-Identifier: GPL-3.0-or-later
"""What a claim of each class needs, and what each property takes: the tables of the graph's test.

They are stated here once; checks.py reads them and docs/ENCODING.md explains them in words.
"""
from collections import namedtuple

# required: each of them once; one_of: at least one group whole; optional: these too.
Parts = namedtuple("Parts", "required one_of optional")

COMMON = {"inDocument", "passage", "certainty", "attributedTo", "negated"}
TIME = {"edtf", "earliestBegin", "latestBegin", "earliestEnd", "latestEnd", "datePrecision",
        "dayOfWeek", "relativeTo"}
# A claim may have several of these; of everything else it has one.
SEVERAL = {"passage", "attributedTo"}

CLAIMS = {
    "Participation": Parts({"event", "role"}, [{"actor"}, {"means"}, {"negated"}],
                           {"actor", "means", "place", "extent"} | TIME),
    "Relation": Parts({"subject", "relationType", "object"}, [],
                      {"means", "event", "place", "extent", "change"} | TIME),
    "Control": Parts({"holder", "change"}, [{"place"}, {"extent"}],
                     {"place", "extent", "event", "means"} | TIME),
    "Dating": Parts({"event", "phase", "datePrecision"}, [], TIME),
    "Quantity": Parts({"measure", "qualifier", "unit"}, [{"event"}, {"subject"}, {"place"}],
                      {"event", "subject", "place", "extent", "value", "minValue", "maxValue",
                       "describedAs"} | TIME),
    "Causation": Parts({"cause", "effect", "causeType"}, [], {"event", "place"}),
    "Naming": Parts({"subject", "nameText"}, [], {"describedAs"} | TIME),
    "Description": Parts(set(), [{"subject", "describedAs"}, {"event", "place"}],
                         {"subject", "describedAs", "object", "event", "place", "extent"} | TIME),
}

# Numbers by qualifier: (these are there, these are not).  A vague amount has a least value
# (thousands) or an extent (many).
NUMBERS = {
    "exact": ({"value", "minValue", "maxValue"}, set()),
    "about": ({"value"}, {"minValue", "maxValue"}),
    "atLeast": ({"minValue"}, {"value", "maxValue"}),
    "moreThan": ({"minValue"}, {"value", "maxValue"}),
    "atMost": ({"maxValue"}, {"value", "minValue"}),
    "lessThan": ({"maxValue"}, {"value", "minValue"}),
    "range": ({"minValue", "maxValue"}, {"value"}),
    "vague": (set(), {"value", "maxValue"}),
}

# What an object property takes: a class, or narrower concepts of one of the top concepts.
OBJECTS = {
    "within": ["Place"], "subEventOf": ["Event"], "inDocument": ["Document"],
    "passage": ["Passage"], "attributedTo": ["Actor"], "actor": ["Actor"], "holder": ["Actor"],
    "event": ["Event"], "relativeTo": ["Event"], "place": ["Place"], "cause": ["Event"],
    "effect": ["Event"], "conflictsWith": ["Claim"],
    "subject": ["Actor", "Place", "Event", "Document"],
    "object": ["Actor", "Place", "Event", "Document"],
}
CONCEPTS = {
    "placeKind": ["kindOfPlace"], "eventKind": ["kindOfEvent"], "role": ["kindOfRole"],
    "means": ["kindOfMeans"], "relationType": ["kindOfRelation"], "change": ["kindOfChange"],
    "extent": ["degreeOfExtent"], "causeType": ["kindOfCause"], "phase": ["phaseOfEvent"],
    "describedAs": ["quality", "kindOfPlace", "kindOfEvent"],
    "certainty": ["degreeOfCertainty"], "datePrecision": ["precision"],
    "dayOfWeek": ["timeInWeek"],
    "measure": ["kindOfMeasure"], "unit": ["kindOfUnit"], "qualifier": ["numberQualifier"],
}

# Where things live.
GRAPH_OF_CLASS = {"Actor": "entities", "Event": "entities", "Place": "entities",
                  "Document": "entities", "Passage": "passages"}

# A run of so many words of a document is more than a name.
NAME_WORDS = 7
