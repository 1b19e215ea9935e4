// SPDX-License-Identifier: GPL-3.0-or-later
// Help on SPARQL 1.1: the operations of SPARQL 1.1 Update.
//                                            [language_*] -> language -> help, .help
#include "cli/language_internal.h"

static const furat_language_entry updates[] = {
    {.name = "INSERT DATA",
     .others = "DATA, update, updates",
     .summary = "add triples that are written out",
     .syntax = "INSERT DATA { TRIPLES | GRAPH IRI { TRIPLES } ... }",
     .text = "No variables; blank nodes are new ones.  A triple that is there "
             "already stays as it is, and a graph that is not there comes into "
             "being.  Several operations, with ; between them, are one "
             "request: in Furat all of it happens or nothing.",
     .examples = "INSERT DATA { place:mosul skos:altLabel \"Nineveh\"@en }\n"
                 "\tanother name, in the unnamed graph\n"
                 "INSERT DATA { GRAPH graph:mine\n"
                 "  { place:mosul skos:note \"on the Tigris\"@en } }\n"
                 "\ta note in a graph of one's own",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.1.1",
     .see = "DELETE DATA, INSERT, LOAD, blank nodes"},
    {.name = "DELETE DATA",
     .others = "DATA",
     .summary = "remove triples that are written out",
     .syntax = "DELETE DATA { TRIPLES | GRAPH IRI { TRIPLES } ... }",
     .text = "No variables and no blank nodes.  Outside of GRAPH it is the "
             "unnamed graph that they are removed from.  What is not there is "
             "no error.",
     .examples = "DELETE DATA { GRAPH graph:entities\n"
                 "  { place:mosul skos:prefLabel \"Mûsil\"@ku } }\n"
                 "\tone name less",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.1.2",
     .see = "INSERT DATA, DELETE, DELETE WHERE"},
    {.name = "DELETE",
     .others = "DELETE/INSERT, MODIFY",
     .summary = "remove the triples that a pattern finds, and add others in "
                "their place",
     .syntax = "[WITH IRI]\n"
               "DELETE { TEMPLATE } [INSERT { TEMPLATE }]\n"
               "[USING [NAMED] IRI]...\n"
               "WHERE { PATTERN }",
     .text = "The pattern is answered once; then the first template is removed "
             "for each solution, then the second is added.  A triple with a "
             "variable that has no value is passed over.  The template to "
             "remove holds no blank nodes.  Outside of GRAPH a template is of "
             "the unnamed graph, or of that of WITH.",
     .examples = "DELETE { GRAPH ?g { ?thing fur:note ?note } }\n"
                 "WHERE { GRAPH ?g { ?thing fur:note ?note } }\n"
                 "\tremove all notes, from whatever graph\n"
                 "WITH graph:entities\n"
                 "DELETE { ?place skos:prefLabel ?name } INSERT { ?place "
                 "skos:altLabel ?name }\n"
                 "WHERE { ?place skos:prefLabel ?name FILTER (LANG(?name) = "
                 "\"ku\") }\n"
                 "\tchange one predicate for another",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.1.3",
     .see = "INSERT, DELETE WHERE, DELETE DATA, WITH, USING"},
    {.name = "INSERT",
     .others = "DELETE/INSERT, MODIFY",
     .summary = "add triples for each solution of a pattern",
     .syntax = "[WITH IRI]\n"
               "[DELETE { TEMPLATE }] INSERT { TEMPLATE }\n"
               "[USING [NAMED] IRI]...\n"
               "WHERE { PATTERN }",
     .text = "As CONSTRUCT, but into the store.  Blank nodes of the template "
             "are new ones for each solution.  The word WHERE cannot be left "
             "out.",
     .examples = "INSERT { GRAPH graph:mine { ?b fur:wasFoughtBy ?a } }\n"
                 "  WHERE { ?a fur:fought ?b }\n"
                 "\tkeep what can be concluded in a graph of its own",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.1.3",
     .see = "DELETE, INSERT DATA, WITH, USING, CONSTRUCT"},
    {.name = "DELETE WHERE",
     .summary = "remove what a pattern of triples finds",
     .syntax = "DELETE WHERE { TRIPLES | GRAPH (?VAR | IRI) { TRIPLES } ... }",
     .text = "The pattern is the template, so it holds nothing but triples and "
             "GRAPH: no FILTER, no blank nodes.  What stands outside of GRAPH "
             "is removed from the unnamed graph.",
     .examples = "DELETE WHERE { GRAPH graph:entities { place:anbar-governorate "
                 "skos:altLabel\n"
                 "  ?name } }\n"
                 "\tremove the other names of a thing",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.1.3.3",
     .see = "DELETE, DELETE DATA"},
    {.name = "WITH",
     .summary = "the graph of an update where it names none",
     .syntax = "WITH IRI DELETE ... INSERT ... WHERE ...",
     .text = "Templates and the pattern are of that graph wherever they are "
             "not in a GRAPH.  USING is the stronger for the pattern.  DELETE "
             "WHERE and the operations with DATA have none.",
     .examples = "WITH graph:entities DELETE { ?x skos:altLabel ?name }\n"
                 "  WHERE { ?x skos:altLabel ?name }\n"
                 "\tin one graph alone",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.1.3",
     .see = "USING, DELETE, INSERT, GRAPH"},
    {.name = "USING",
     .others = "USING NAMED, NAMED",
     .summary = "choose the graphs that the pattern of an update asks",
     .syntax = "USING IRI\n"
               "USING NAMED IRI",
     .text = "It is for WHERE of DELETE and INSERT what FROM is for a query; "
             "the templates are not concerned.",
     .examples = "INSERT { GRAPH graph:mine { ?claim fur:note \"seen\"@en } }\n"
                 "USING docgraph:000 WHERE { ?claim fur:place place:mosul }\n"
                 "\tfrom the claims of one document",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.1.3",
     .see = "FROM, WITH, INSERT"},
    {.name = "LOAD",
     .others = "INTO",
     .summary = "read a document into a graph",
     .syntax = "LOAD [SILENT] IRI [INTO GRAPH IRI]",
     .text = "Into the unnamed graph, or into the one that is named.  Furat "
             "reads files alone, named as <file:///folder/file.ttl>, and only "
             "those below the folder of --allow-load; anything else is an "
             "error, which SILENT passes over.  Large files are loaded with "
             "furat load.",
     .examples = "LOAD SILENT <file:///tmp/more.ttl> INTO GRAPH graph:mine\n"
                 "\tif it can be read",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.1.4",
     .see = "SILENT, INSERT DATA, CLEAR"},
    {.name = "CLEAR",
     .others = "ALL, DEFAULT, NAMED",
     .summary = "remove all triples of a graph",
     .syntax = "CLEAR [SILENT] (GRAPH IRI | DEFAULT | NAMED | ALL)",
     .text = "DEFAULT is the unnamed graph, NAMED all named ones, ALL "
             "everything.  In Furat a graph without triples is not there, so "
             "it is the same as DROP, and a graph that is not there is no "
             "error.",
     .examples = "CLEAR GRAPH docgraph:004\n"
                 "\tforget one document",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.1.5",
     .see = "DROP, DELETE WHERE, SILENT"},
    {.name = "CREATE",
     .summary = "make an empty graph",
     .syntax = "CREATE [SILENT] GRAPH IRI",
     .text = "In Furat a graph is there when it has triples: nothing is made, "
             "and a graph that has some already is an error.",
     .examples = "CREATE GRAPH graph:mine\n"
                 "\tan error if there is one with triples",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.2.1",
     .see = "DROP, INSERT DATA, SILENT"},
    {.name = "DROP",
     .others = "ALL, DEFAULT, NAMED",
     .summary = "remove a graph",
     .syntax = "DROP [SILENT] (GRAPH IRI | DEFAULT | NAMED | ALL)",
     .text = "DEFAULT is the unnamed graph, which is emptied, NAMED all named "
             "ones, ALL everything.  In Furat a graph that is not there is no "
             "error.",
     .examples = "DROP GRAPH docgraph:004\n"
                 "\tforget one document",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.2.2",
     .see = "CLEAR, CREATE, SILENT"},
    {.name = "COPY",
     .others = "TO, DEFAULT",
     .summary = "make a graph the same as another",
     .syntax = "COPY [SILENT] (DEFAULT | [GRAPH] IRI) TO (DEFAULT | [GRAPH] "
               "IRI)",
     .text = "What the second graph had is removed first; the first stays as "
             "it is.  A first graph that is not there is an error.  A graph "
             "onto itself changes nothing.",
     .examples = "COPY graph:entities TO graph:mine\n"
                 "\ta copy to change",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.2.3",
     .see = "MOVE, ADD, SILENT"},
    {.name = "MOVE",
     .others = "TO, DEFAULT",
     .summary = "rename a graph",
     .syntax = "MOVE [SILENT] (DEFAULT | [GRAPH] IRI) TO (DEFAULT | [GRAPH] "
               "IRI)",
     .text = "What the second graph had is removed first, and the first is not "
             "there any more.  A first graph that is not there is an error.  A "
             "graph onto itself changes nothing.",
     .examples = "MOVE docgraph:004 TO graph:old\n"
                 "\tanother name",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.2.4",
     .see = "COPY, ADD, SILENT"},
    {.name = "ADD",
     .others = "TO, DEFAULT",
     .summary = "put the triples of a graph into another",
     .syntax = "ADD [SILENT] (DEFAULT | [GRAPH] IRI) TO (DEFAULT | [GRAPH] IRI)",
     .text = "Both graphs keep what they have.  A first graph that is not "
             "there is an error.",
     .examples = "ADD docgraph:000 TO graph:mine ; ADD docgraph:001 TO "
                 "graph:mine\n"
                 "\ttwo graphs in one",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3.2.5",
     .see = "COPY, MOVE, SILENT"},
    {.name = "SILENT",
     .summary = "go on where an operation fails",
     .syntax = "(LOAD | CLEAR | CREATE | DROP | COPY | MOVE | ADD) SILENT ...\n"
               "SERVICE SILENT ...",
     .text = "The operation has no effect then, and the request goes on behind "
             "it.",
     .examples = "MOVE SILENT graph:mine TO graph:old\n"
                 "\tif it is there",
     .document = FURAT_LANGUAGE_UPDATE,
     .section = "3",
     .see = "LOAD, CLEAR, DROP, SERVICE"},
};

const furat_language_group furat_language_updates = {
    "Updates", updates, sizeof updates / sizeof updates[0], NULL};
