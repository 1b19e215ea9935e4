// SPDX-License-Identifier: GPL-3.0-or-later
// Help on SPARQL 1.1: the forms of queries and what stands before their pattern.
//                                            [language_*] -> language -> help, .help
#include "cli/language_internal.h"

static const furat_language_entry queries[] = {
    {.name = "SELECT",
     .summary = "ask for the values of variables: a table of solutions",
     .syntax = "SELECT [DISTINCT | REDUCED] (?VAR | (EXPRESSION AS ?VAR))... | *\n"
               "[FROM [NAMED] IRI]...\n"
               "[WHERE] { PATTERN }\n"
               "[GROUP BY ...] [HAVING ...] [ORDER BY ...] [LIMIT N] [OFFSET N] "
               "[VALUES ...]",
     .text = "Each solution of the pattern is a row, and each variable that is "
             "named a column; * takes all variables of the pattern.  An "
             "expression needs parentheses and AS; those that follow may use "
             "what it gives.  A variable that has no value in a solution is "
             "left empty.  Beside an aggregate, or with GROUP BY, only "
             "aggregates and variables of GROUP BY can stand.",
     .examples = "SELECT ?a ?b { ?a fur:fought ?b } ORDER BY ?a LIMIT 5\n"
                 "\twho fought whom\n"
                 "SELECT ?name (STRLEN(?name) AS ?length) { place:mosul "
                 "skos:prefLabel ?name }\n"
                 "\tthe names of Mosul, and their lengths",
     .section = "16.1",
     .see = "WHERE, DISTINCT, AS, ORDER BY, GROUP BY, subqueries"},
    {.name = "CONSTRUCT",
     .summary = "make a graph: a template is filled in with each solution",
     .syntax = "CONSTRUCT { TEMPLATE } [FROM [NAMED] IRI]... [WHERE] { PATTERN }\n"
               "[GROUP BY ...] [HAVING ...] [ORDER BY ...] [LIMIT N] [OFFSET N] "
               "[VALUES ...]\n"
               "CONSTRUCT [FROM [NAMED] IRI]... WHERE { TRIPLES }\n"
               "[GROUP BY ...] [HAVING ...] [ORDER BY ...] [LIMIT N] [OFFSET N] "
               "[VALUES ...]",
     .text = "The template holds triples whose variables get the values of "
             "each solution; the answer is the set of them all.  A triple with "
             "a variable that has no value, or that would be none (a literal "
             "as its subject), is left out.  Blank nodes of the template are "
             "new ones for each solution.  The short form takes the pattern "
             "for the template; then it can hold nothing but triples.",
     .examples = "CONSTRUCT { ?b fur:wasFoughtBy ?a } WHERE { ?a fur:fought ?b "
                 "}\n"
                 "\tthe same statements the other way round\n"
                 "CONSTRUCT WHERE { ?place fur:within place:iraq ; "
                 "skos:prefLabel ?name }\n"
                 "\twhat was found, as a graph",
     .section = "16.2",
     .see = "DESCRIBE, INSERT, blank nodes, WHERE"},
    {.name = "ASK",
     .summary = "ask whether the pattern has a solution: true or false",
     .syntax = "ASK [FROM [NAMED] IRI]... [WHERE] { PATTERN }\n"
               "[GROUP BY ...] [HAVING ...] [ORDER BY ...] [LIMIT N] [OFFSET N] "
               "[VALUES ...]",
     .text = "It is true as soon as one solution is found, and false when there "
             "is none.  What may stand behind the pattern of a SELECT may stand "
             "here, too, but only HAVING, OFFSET, LIMIT 0 and VALUES can change "
             "the answer.",
     .examples = "ASK { actor:isis fur:fought actor:peshmerga }\n"
                 "\twhether it is stated that ISIS fought the Peshmerga\n"
                 "ASK { ?event fur:tookPlaceIn place:mosul\n"
                 "  FILTER NOT EXISTS { ?event fur:ledTo ?other } }\n"
                 "\twhether something happened in Mosul that led to nothing",
     .section = "16.3",
     .see = "EXISTS, SELECT, FILTER"},
    {.name = "DESCRIBE",
     .summary = "get a graph that tells about things",
     .syntax = "DESCRIBE (?VAR | IRI)... | * [FROM [NAMED] IRI]... [[WHERE] { "
               "PATTERN }]\n"
               "[GROUP BY ...] [HAVING ...] [ORDER BY ...] [LIMIT N] [OFFSET N] "
               "[VALUES ...]",
     .text = "Things are named, or found by the pattern.  What a description "
             "is, is left to the engine by the specification: Furat gives the "
             "triples that have the thing as their subject, and those of the "
             "blank nodes that these lead to.",
     .examples = "DESCRIBE place:mosul\n"
                 "\twhat is stated of Mosul\n"
                 "DESCRIBE ?battle WHERE {\n"
                 "  ?battle a fur:Battle ; fur:tookPlaceIn place:kobani }\n"
                 "\tof the battles at Kobani",
     .section = "16.4",
     .see = "CONSTRUCT, SELECT, WHERE"},
    {.name = "subqueries",
     .others = "subquery, subselect",
     .summary = "a SELECT inside of a pattern, whose solutions join the others",
     .syntax = "{ SELECT ... [WHERE] { PATTERN } [GROUP BY ...] [ORDER BY ...] "
               "[LIMIT N] [VALUES ...] }",
     .text = "It stands between braces of its own and is answered on its own, "
             "before the pattern around it: no value comes in from there.  "
             "Only the variables that it selects are seen outside; a variable "
             "of the same name inside that is not selected is another one.  It "
             "has no PREFIX and no FROM.",
     .examples = "SELECT ?name ?n {\n"
                 "  { SELECT ?a (COUNT(*) AS ?n) { ?a fur:fought ?b } GROUP BY ?a\n"
                 "  ORDER BY DESC(?n) LIMIT 3 }\n"
                 "  ?a skos:prefLabel ?name\n"
                 "}\n"
                 "\tthe names of the three who fought most others",
     .section = "12",
     .see = "SELECT, GROUP BY, WHERE"},
    {.name = "PREFIX",
     .summary = "declare a short name for the beginning of IRIs",
     .syntax = "PREFIX NAME: <IRI>",
     .text = "Before the query or the update, as often as needed; NAME may be "
             "empty.  fur:Place is then the IRI with Place behind it.  Furat "
             "knows the usual prefixes and those of the data without a "
             "declaration (.prefixes lists them); one in the statement is the "
             "stronger.",
     .examples = "PREFIX w: <http://www.w3.org/2003/01/geo/wgs84_pos#>\n"
                 "SELECT ?place ?lat { ?place w:lat ?lat } ORDER BY DESC(?lat) "
                 "LIMIT 3\n"
                 "\tthe northernmost places",
     .section = "4.1.1.1",
     .see = "BASE, IRIs"},
    {.name = "BASE",
     .summary = "give the IRI that relative ones begin from",
     .syntax = "BASE <IRI>",
     .text = "Before the query or the update; it resolves the relative IRIs "
             "that come behind it, those of PREFIX included.  Without it they "
             "are resolved against the base that the command line gives; where "
             "there is none, a relative IRI is an error.",
     .examples = "BASE <https://w3id.org/furat/id/place/>\n"
                 "SELECT ?name { <mosul> skos:prefLabel ?name }\n"
                 "\t<mosul> is place:mosul",
     .section = "4.1.1.2",
     .see = "PREFIX, IRIs"},
    {.name = "FROM",
     .others = "FROM NAMED, NAMED",
     .summary = "choose the graphs that a query asks",
     .syntax = "FROM IRI\n"
               "FROM NAMED IRI",
     .text = "Graphs of FROM, merged, are the default graph, which patterns "
             "outside of GRAPH match; those of FROM NAMED are the named "
             "graphs, which GRAPH reaches.  As soon as one of both is there, "
             "nothing else is asked: with FROM NAMED alone the default graph "
             "is empty, with FROM alone there are no named graphs.  For "
             "updates it is USING.",
     .examples = "SELECT ?name FROM graph:entities { place:mosul "
                 "skos:prefLabel ?name }\n"
                 "\tthe names in one graph\n"
                 "SELECT ?g ?claim FROM NAMED docgraph:000 FROM NAMED "
                 "docgraph:001\n"
                 "{ GRAPH ?g { ?claim fur:place place:mosul } }\n"
                 "\tthe claims of two documents about Mosul",
     .section = "13.2",
     .see = "GRAPH, USING"},
};

const furat_language_group furat_language_queries = {
    "Queries", queries, sizeof queries / sizeof queries[0], NULL};
