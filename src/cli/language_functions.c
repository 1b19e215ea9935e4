// SPDX-License-Identifier: GPL-3.0-or-later
// Help on SPARQL 1.1: functions that decide, and those on terms.
//                                            [language_*] -> language -> help, .help
#include "cli/language_internal.h"

static const furat_language_entry forms[] = {
    {.name = "BOUND",
     .summary = "whether a variable has a value",
     .words = "variable\ta variable, not an expression",
     .result = "xsd:boolean",
     .text = "Variables of an OPTIONAL may have none.  FILTER (!BOUND(?x)) "
             "behind it keeps the solutions without a match, as NOT EXISTS "
             "does.",
     .examples = "SELECT ?e (BOUND(?p) AS ?told) { ?e a fur:Attack\n"
                 "  OPTIONAL { ?e fur:tookPlaceIn ?p } }\n"
                 "\twhether the place is told\n"
                 "BOUND(?nothing)\n"
                 "\tfalse",
     .section = "17.4.1.1",
     .see = "OPTIONAL, COALESCE, EXISTS"},
    {.name = "IF",
     .summary = "one of two values, as a condition says",
     .words = "condition\tcounts as in FILTER; where it is an error, so is IF\n"
              "then\twhere it is true\n"
              "else\twhere it is false",
     .result = "that of the expression that is chosen",
     .text = "Only the one that is chosen is computed, so an error in the "
             "other does no harm.",
     .examples = "IF(2 > 1, \"more\", \"not more\")\n"
                 "\t\"more\"\n"
                 "IF(true, 1, 1/0)\n"
                 "\t1",
     .section = "17.4.1.2",
     .see = "COALESCE, FILTER, logic"},
    {.name = "COALESCE",
     .summary = "the first expression that is no error",
     .words = "expression\tone after the other, until one has a value",
     .result = "that of the expression",
     .text = "A variable without a value is an error, too.  Where all are, or "
             "there are none, so is COALESCE.",
     .examples = "COALESCE(?nothing, 1/0, \"unknown\")\n"
                 "\t\"unknown\"\n"
                 "SELECT ?e (COALESCE(?p, \"not told\") AS ?where) { ?e a fur:Attack\n"
                 "  OPTIONAL { ?e fur:tookPlaceIn ?p } }\n"
                 "\tsomething in each cell",
     .section = "17.4.1.3",
     .see = "IF, BOUND, OPTIONAL"},
    {.name = "sameTerm",
     .summary = "whether two terms are the very same",
     .words = "term\tany two terms",
     .result = "xsd:boolean",
     .text = "In contrast to = it compares no values, and is never an error "
             "where both are there.",
     .examples = "sameTerm(1, 1.0)\n"
                 "\tfalse\n"
                 "sameTerm(\"a\"@en, \"a\"@en)\n"
                 "\ttrue",
     .section = "17.4.1.8",
     .see = "comparison, isIRI"},
};

const furat_language_group furat_language_forms = {
    "Functions that decide", forms, sizeof forms / sizeof forms[0], "functions"};

static const furat_language_entry terms_functions[] = {
    {.name = "isIRI",
     .others = "isURI",
     .summary = "whether a term is an IRI",
     .words = "term\tany term",
     .result = "xsd:boolean",
     .text = "isURI is the same.  A text that only looks like an IRI is a "
             "literal; IRI makes one of it.",
     .examples = "isIRI(place:mosul)\n"
                 "\ttrue\n"
                 "isIRI(\"https://w3id.org/furat/id/place/mosul\")\n"
                 "\tfalse",
     .section = "17.4.2.1",
     .see = "isBLANK, isLITERAL, IRI"},
    {.name = "isURI",
     .summary = "the same as isIRI",
     .words = "term\tany term",
     .result = "xsd:boolean",
     .text = "The name is from the time before IRIs.",
     .examples = "isURI(place:mosul)\n"
                 "\ttrue",
     .section = "17.4.2.1",
     .see = "isIRI"},
    {.name = "isBLANK",
     .summary = "whether a term is a blank node",
     .words = "term\tany term",
     .result = "xsd:boolean",
     .text = "A blank node has no name outside of the data.  What is none is an "
             "IRI or a literal.",
     .examples = "isBLANK(BNODE())\n"
                 "\ttrue\n"
                 "isBLANK(place:mosul)\n"
                 "\tfalse",
     .section = "17.4.2.2",
     .see = "isIRI, isLITERAL, BNODE, blank nodes"},
    {.name = "isLITERAL",
     .summary = "whether a term is a literal",
     .words = "term\tany term",
     .result = "xsd:boolean",
     .text = "Texts, numbers, dates and truth values are literals.",
     .examples = "isLITERAL(5)\n"
                 "\ttrue\n"
                 "SELECT DISTINCT ?p { place:mosul ?p ?o FILTER isLITERAL(?o) }\n"
                 "\tthe predicates of Mosul that lead to texts and numbers",
     .section = "17.4.2.3",
     .see = "isIRI, isBLANK, isNUMERIC, literals"},
    {.name = "isNUMERIC",
     .summary = "whether a term is a number",
     .words = "term\tany term",
     .result = "xsd:boolean",
     .text = "By its datatype, and its text must be one of it: \"5\" is a text, "
             "and \"x\"^^xsd:integer is none.",
     .examples = "isNUMERIC(5.0)\n"
                 "\ttrue\n"
                 "isNUMERIC(\"5\")\n"
                 "\tfalse",
     .section = "17.4.2.4",
     .see = "isLITERAL, DATATYPE, xsd:integer"},
    {.name = "STR",
     .summary = "the text of a literal or an IRI",
     .words = "term\ta literal or an IRI; a blank node is an error",
     .result = "xsd:string",
     .text = "Without language and datatype, so texts of any language can be "
             "compared, and IRIs be searched.",
     .examples = "STR(\"Mosul\"@en)\n"
                 "\t\"Mosul\"\n"
                 "STR(place:mosul)\n"
                 "\t\"https://w3id.org/furat/id/place/mosul\"",
     .section = "17.4.2.5",
     .see = "xsd:string, STRDT, STRLANG, IRI"},
    {.name = "LANG",
     .summary = "the language tag of a text",
     .words = "text\ta literal; an IRI or a blank node is an error",
     .result = "xsd:string",
     .text = "Of a literal without one it is \"\".",
     .examples = "LANG(\"Mosul\"@en)\n"
                 "\t\"en\"\n"
                 "LANG(5)\n"
                 "\t\"\"",
     .section = "17.4.2.6",
     .see = "LANGMATCHES, STRLANG, literals"},
    {.name = "LANGMATCHES",
     .summary = "whether a language tag is of a language",
     .words = "language\ta tag, as LANG gives it\n"
              "range\ta language such as \"en\", of which en-GB is one, too; "
              "\"*\" is any",
     .result = "xsd:boolean",
     .text = "Case does not count.  A tag \"\" fits no range.",
     .examples = "LANGMATCHES(\"ar-IQ\", \"ar\")\n"
                 "\ttrue\n"
                 "LANGMATCHES(\"\", \"*\")\n"
                 "\tfalse\n"
                 "SELECT ?name { place:raqqa skos:prefLabel ?name\n"
                 "  FILTER LANGMATCHES(LANG(?name), \"ar\") }\n"
                 "\tof the data",
     .section = "17.4.3.13",
     .see = "LANG, FILTER"},
    {.name = "DATATYPE",
     .summary = "the datatype of a literal",
     .words = "literal\ta literal; an IRI or a blank node is an error",
     .result = "an IRI",
     .text = "Of a text it is xsd:string, of a text with a language "
             "rdf:langString.",
     .examples = "DATATYPE(5)\n"
                 "\txsd:integer\n"
                 "DATATYPE(\"Mosul\"@en)\n"
                 "\trdf:langString",
     .section = "17.4.2.7",
     .see = "isNUMERIC, STRDT, literals"},
    {.name = "IRI",
     .others = "URI",
     .summary = "a text as an IRI",
     .words = "text\ta string, or an IRI, which stays as it is",
     .result = "an IRI",
     .text = "A relative one is resolved by BASE; where there is none, it is "
             "an error.  URI is the same.",
     .examples = "IRI(\"https://w3id.org/furat/id/place/mosul\")\n"
                 "\tplace:mosul\n"
                 "SELECT ?iri { VALUES ?s { \"mosul\" \"raqqa\" }\n"
                 "  BIND (IRI(CONCAT(STR(place:), ?s)) AS ?iri) }\n"
                 "\tIRIs that are put together",
     .section = "17.4.2.8",
     .see = "STR, isIRI, BASE, ENCODE_FOR_URI"},
    {.name = "URI",
     .summary = "the same as IRI",
     .words = "text\ta string, or an IRI",
     .result = "an IRI",
     .text = "The name is from the time before IRIs.",
     .examples = "URI(\"https://w3id.org/furat/id/place/mosul\")\n"
                 "\tplace:mosul",
     .section = "17.4.2.8",
     .see = "IRI"},
    {.name = "BNODE",
     .summary = "a new blank node",
     .words = "text\twithin one solution the same string gives the same node",
     .result = "a blank node",
     .text = "Without an argument it is another one each time.",
     .examples = "isBLANK(BNODE(\"a\"))\n"
                 "\ttrue\n"
                 "sameTerm(BNODE(), BNODE())\n"
                 "\tfalse",
     .section = "17.4.2.9",
     .see = "isBLANK, UUID, blank nodes"},
    {.name = "STRDT",
     .summary = "a literal of a text and a datatype",
     .words = "text\ta string without a language\n"
              "datatype\tan IRI",
     .result = "a literal",
     .text = "It makes the literal as it is written, whether or not the text "
             "is one of the datatype; casts as xsd:integer() check it.",
     .examples = "STRDT(\"5\", xsd:integer)\n"
                 "\t5",
     .section = "17.4.2.10",
     .see = "STRLANG, DATATYPE, xsd:integer"},
    {.name = "STRLANG",
     .summary = "a text in a language",
     .words = "text\ta string without a language\n"
              "language\ta tag, as \"ar\"",
     .result = "a text with a language tag",
     .text = "For texts that have one already, STR takes it off first.",
     .examples = "STRLANG(\"Mosul\", \"en\")\n"
                 "\t\"Mosul\"@en",
     .section = "17.4.2.11",
     .see = "LANG, STRDT, STR"},
    {.name = "UUID",
     .summary = "a new IRI that is nowhere else",
     .result = "an IRI, <urn:uuid:...>",
     .text = "Each call gives another one, also within a solution.  STRUUID "
             "gives the same kind of number as a text.",
     .examples = "STRSTARTS(STR(UUID()), \"urn:uuid:\")\n"
                 "\ttrue",
     .section = "17.4.2.12",
     .see = "STRUUID, BNODE, IRI"},
    {.name = "STRUUID",
     .summary = "the text of a new UUID",
     .result = "xsd:string",
     .text = "Each call gives another one.  With CONCAT and IRI it makes IRIs "
             "of one's own that are nowhere else.",
     .examples = "STRLEN(STRUUID())\n"
                 "\t36",
     .section = "17.4.2.13",
     .see = "UUID"},
};

const furat_language_group furat_language_terms_functions = {
    "Functions on terms", terms_functions,
    sizeof terms_functions / sizeof terms_functions[0], "functions"};
