// SPDX-License-Identifier: GPL-3.0-or-later
// Help on SPARQL 1.1: what a pattern is made of, and what may stand behind it.
//                                            [language_*] -> language -> help, .help
#include "cli/language_internal.h"

static const furat_language_entry patterns[] = {
    {.name = "WHERE",
     .others = "pattern, patterns, group pattern, {, }, {}",
     .summary = "the pattern that solutions match",
     .syntax = "[WHERE] { (TRIPLES | FILTER | OPTIONAL | UNION | MINUS | GRAPH "
               "| BIND | VALUES | SERVICE | { ... })... }",
     .text = "Solutions of the parts between the braces are joined: a solution "
             "of the whole has for each variable the same value in all of them. "
             " OPTIONAL, MINUS and BIND go on from what stands before them in "
             "the group; FILTER holds for all of the group, wherever in it it "
             "stands.  Braces inside are groups of their own, whose filters see "
             "only what the group itself binds.  The word may be left out, but "
             "for CONSTRUCT WHERE, DELETE WHERE, and behind the templates of "
             "DELETE and INSERT.",
     .examples = "SELECT ?battle ?name WHERE { ?battle a fur:Battle . ?battle "
                 "skos:prefLabel\n"
                 "  ?name }\n"
                 "\ttwo patterns that share ?battle\n"
                 "SELECT ?battle ?name { ?battle a fur:Battle ; skos:prefLabel "
                 "?name }\n"
                 "\tthe same in short",
     .section = "5",
     .see = "triples, FILTER, OPTIONAL, UNION, subqueries"},
    {.name = "triples",
     .others = "triple, triple patterns, basic graph pattern, ., ;, [], []",
     .summary = "subject, predicate and object, each a term or a variable",
     .syntax = "SUBJECT PREDICATE OBJECT [, OBJECT]... [; PREDICATE OBJECT [, "
               "OBJECT]...]... [.]",
     .text = "A full stop stands between the triples of one subject and those "
             "of the next.  Behind ; another predicate of the same subject "
             "follows, behind , another object of the same predicate.  [ "
             "PREDICATE OBJECT ] is some node that has them.  In the place of "
             "the predicate there may be a path.",
     .examples = "SELECT * { ?claim fur:place place:mosul ; fur:inDocument doc:000 ,\n"
                 "  ?document }\n"
                 "\tthree patterns of one subject\n"
                 "SELECT ?who { [] fur:actor ?who ; fur:event "
                 "event:siege-of-kobani-2014 }\n"
                 "\tthe node between is not wanted",
     .section = "4.2",
     .see = "a, property paths, blank nodes, WHERE"},
    {.name = "a",
     .others = "rdf:type",
     .summary = "the predicate rdf:type: what class something is of",
     .syntax = "SUBJECT a CLASS",
     .text = "A small a in the place of a predicate, or inside of a path, is "
             "rdf:type.",
     .examples = "SELECT ?battle { ?battle a fur:Battle }\n"
                 "\tall battles",
     .section = "4.2.4",
     .see = "triples, property paths"},
    {.name = "OPTIONAL",
     .summary = "match a pattern where it can be, and keep the solution where "
                "it cannot",
     .syntax = "OPTIONAL { PATTERN }",
     .text = "What stands before it in the group is kept in any case; where "
             "the pattern matches, its variables have values as well, once for "
             "each match.  A FILTER inside decides whether the pattern "
             "matches, and sees the variables from before; a FILTER behind it "
             "drops solutions.  The order of several matters: each goes on "
             "from the one before.",
     .examples = "SELECT ?battle ?place { ?battle a fur:Battle\n"
                 "  OPTIONAL { ?battle fur:tookPlaceIn ?place } }\n"
                 "\tbattles, and where they took place if that is told\n"
                 "SELECT ?actor ?alias {\n"
                 "  ?actor a fur:ArmedGroup\n"
                 "  OPTIONAL { ?actor skos:altLabel ?alias FILTER (LANG(?alias) = "
                 "\"en\") }\n"
                 "}\n"
                 "\ta condition that does not drop the group",
     .section = "6",
     .see = "BOUND, COALESCE, FILTER, MINUS"},
    {.name = "UNION",
     .summary = "the solutions of either of several patterns",
     .syntax = "{ PATTERN } UNION { PATTERN } [UNION { PATTERN }]...",
     .text = "The solutions of all sides stand together; what both sides have "
             "comes twice (DISTINCT leaves it once).  Variables that only "
             "another side has are unbound.",
     .examples = "SELECT ?event { { ?event a fur:Battle } UNION { ?event a "
                 "fur:Withdrawal } }\n"
                 "\tevents of two kinds",
     .section = "7",
     .see = "VALUES, property paths, OPTIONAL"},
    {.name = "FILTER",
     .others = "effective boolean value, EBV, errors",
     .summary = "keep the solutions for which a condition is true",
     .syntax = "FILTER (EXPRESSION)\n"
               "FILTER FUNCTION(...)\n"
               "FILTER [NOT] EXISTS { PATTERN }",
     .text = "It holds for the whole group in which it stands, wherever in it "
             "that is.  Where the expression is an error (an unbound variable, "
             "a comparison of things that cannot be compared), the solution is "
             "dropped as if it were false.  A value that is no truth value "
             "counts as true, unless it is an empty text, the number 0 or NaN, "
             "or a number or truth value that is ill-formed; IRIs, dates and "
             "the like are errors.",
     .examples = "SELECT ?name { place:mosul skos:prefLabel ?name\n"
                 "  FILTER (LANG(?name) = \"ar\") }\n"
                 "\tone language\n"
                 "SELECT ?q ?n { ?q a fur:Quantity ; fur:value ?n FILTER (?n >= "
                 "1000) }\n"
                 "\tlarge numbers",
     .section = "5.2.2, 17.2",
     .see = "operators, EXISTS, IF, COALESCE, OPTIONAL"},
    {.name = "BIND",
     .summary = "give a variable the value of an expression",
     .syntax = "BIND (EXPRESSION AS ?VAR)",
     .text = "It sees the values of what stands before it in the group, and "
             "what stands behind sees the new one.  The variable must not have "
             "been used in the group before.  Where the expression is an "
             "error, the variable is left without a value and the solution is "
             "kept.",
     .examples = "SELECT ?event ?year { ?event fur:tookPlaceIn place:mosul\n"
                 "  BIND (STRAFTER(STR(?event), \"mosul-\") AS ?year) }\n"
                 "\tthe end of a name",
     .section = "10.1",
     .see = "AS, VALUES, SELECT"},
    {.name = "VALUES",
     .others = "UNDEF, inline data",
     .summary = "solutions that are written out",
     .syntax = "VALUES ?VAR { TERM... }\n"
               "VALUES (?VAR...) { (TERM...)... }",
     .text = "It joins with what is around it: only solutions that agree with "
             "one of its rows stay.  UNDEF leaves a variable of a row open.  "
             "It may stand in a pattern or, once, behind the whole query, "
             "where it restricts the result.  Terms are IRIs, literals and "
             "UNDEF; expressions and blank nodes cannot stand there.",
     .examples = "SELECT ?place ?name {\n"
                 "  VALUES ?place { place:mosul place:raqqa } ?place skos:prefLabel "
                 "?name }\n"
                 "\tthe names of two places\n"
                 "SELECT ?event ?place { ?event fur:tookPlaceIn ?place }\n"
                 "VALUES (?event ?place)\n"
                 "  { (UNDEF place:mosul) (event:siege-of-kobani-2014 UNDEF) }\n"
                 "\tall of Mosul, and all places of one event",
     .section = "10.2",
     .see = "IN, UNION, BIND"},
    {.name = "MINUS",
     .summary = "take away the solutions that agree with those of a pattern",
     .syntax = "MINUS { PATTERN }",
     .text = "Of the solutions from before in the group those go that agree "
             "with a solution of the pattern in all variables that both have, "
             "and have at least one variable in common; where no variable is "
             "shared nothing is taken away.  The pattern is answered on its "
             "own: filters inside do not see the variables outside, as those "
             "of NOT EXISTS do.",
     .examples = "SELECT ?actor { ?actor a fur:ArmedGroup MINUS { ?actor "
                 "fur:fought ?other } }\n"
                 "\tgroups of which it is not stated that they fought somebody",
     .section = "8.2",
     .see = "EXISTS, OPTIONAL, FILTER"},
    {.name = "EXISTS",
     .others = "NOT EXISTS, NOT",
     .summary = "whether a pattern has a solution, with the values at hand",
     .syntax = "FILTER EXISTS { PATTERN }\n"
               "FILTER NOT EXISTS { PATTERN }",
     .text = "The pattern is tried with the values that the solution gives its "
             "variables; it is true where there is a match, and binds nothing. "
             " It may stand inside of an expression, too, as in BIND or beside "
             "&&.",
     .examples = "SELECT ?actor { ?actor a fur:ArmedGroup\n"
                 "  FILTER NOT EXISTS { ?actor fur:fought ?other } }\n"
                 "\tgroups of which it is not stated that they fought somebody\n"
                 "SELECT ?p ?lost { ?p a fur:Place\n"
                 "  BIND (EXISTS { ?who fur:lostControlOf ?p } AS ?lost) }\n"
                 "\tthe places, and whether somebody lost them",
     .section = "8.1, 17.4.1.4",
     .see = "MINUS, FILTER, ASK"},
    {.name = "GRAPH",
     .others = "named graphs, dataset",
     .summary = "match a pattern in a named graph, or in each of them",
     .syntax = "GRAPH (?VAR | IRI) { PATTERN }",
     .text = "The pattern is matched inside one graph at a time; a variable "
             "gets the name of the graph.  It goes over the named graphs, "
             "never over the default graph.  What stands outside of it matches "
             "the default graph: of the shipped graph that is all graphs "
             "together, of another store the unnamed one, unless it says "
             "otherwise.",
     .examples = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g\n"
                 "  ORDER BY DESC(?n)\n"
                 "\tthe graphs by their size\n"
                 "SELECT ?claim { GRAPH docgraph:000 { ?claim fur:place place:mosul "
                 "} }\n"
                 "\twhat one document says",
     .section = "13.3",
     .see = "FROM, USING, INSERT DATA"},
    {.name = "SERVICE",
     .summary = "ask another endpoint",
     .syntax = "SERVICE [SILENT] (?VAR | IRI) { PATTERN }",
     .text = "The pattern is meant to be answered by the endpoint of that IRI, "
             "and its solutions to join the others.  Furat asks no other "
             "endpoint: SERVICE is an error (exit status 77), and SERVICE "
             "SILENT, as the specification has it where an endpoint fails, is "
             "one solution without values.",
     .examples = "SELECT ?name { place:mosul skos:prefLabel ?name\n"
                 "  SERVICE SILENT <http://example.org/sparql> { ?s ?p ?o } }\n"
                 "\tgoes on without it",
     .document = FURAT_LANGUAGE_FEDERATED_QUERY,
     .section = "2",
     .see = "SILENT, GRAPH"},
    {.name = "property paths",
     .others = "property path, path, paths, ^, /, |, *, +, ?, !",
     .others_last = true,
     .summary = "ways of several steps in the place of a predicate",
     .syntax = "IRI, a\tone step\n"
               "^PATH\tbackwards\n"
               "PATH / PATH\tone behind the other\n"
               "PATH | PATH\teither\n"
               "PATH*\tany number of steps, also none\n"
               "PATH+\tone step or more\n"
               "PATH?\tone step or none\n"
               "!IRI, !(IRI | ^IRI | ...)\ta step that is none of these\n"
               "(PATH)\twhat belongs together",
     .text = "* + ? bind most tightly, then ^, then /, then |: ^a/b+ is "
             "(^a)/(b+).  Variables cannot stand in a path.  With *, + and ? "
             "each pair of ends comes once, however many ways lead from one to "
             "the other, and circles do no harm; / and | give a solution for "
             "each way.  A path of no steps leads from each thing to itself.",
     .examples = "SELECT ?place { place:mosul fur:within+ ?place }\n"
                 "\twhat Mosul lies in, at any distance\n"
                 "SELECT DISTINCT ?document { place:kobani ^fur:place/fur:inDocument\n"
                 "  ?document }\n"
                 "\tthe documents with a claim about Kobani\n"
                 "SELECT ?name { place:raqqa skos:prefLabel|skos:altLabel ?name }\n"
                 "\tnames of both kinds",
     .section = "9",
     .see = "triples, a, UNION"},
};

const furat_language_group furat_language_patterns = {
    "Patterns", patterns, sizeof patterns / sizeof patterns[0], NULL};

static const furat_language_entry modifiers[] = {
    {.name = "GROUP BY",
     .others = "GROUP, BY, grouping",
     .summary = "put the solutions into groups, of which aggregates tell",
     .syntax = "GROUP BY (?VAR | FUNCTION(...) | (EXPRESSION [AS ?VAR]))...",
     .text = "Solutions with the same values are a group, and each group is a "
             "row.  SELECT can name aggregates, what the solutions are grouped "
             "by, and expressions of these, but no *.  Without GROUP BY an "
             "aggregate is of all solutions, which are one group even where "
             "there are none; with it, no solutions make no groups.  Solutions "
             "for which the value is an error are one group.",
     .examples = "SELECT ?class (COUNT(*) AS ?n) { ?thing a ?class } GROUP BY ?class\n"
                 "  ORDER BY DESC(?n)\n"
                 "\tthe classes by the number of their members\n"
                 "SELECT ?year (COUNT(*) AS ?n) { ?dating fur:earliestBegin ?day }\n"
                 "  GROUP BY (YEAR(?day) AS ?year)\n"
                 "\tby the value of an expression",
     .section = "11.2",
     .see = "HAVING, COUNT, SUM, AVG, MIN, MAX, GROUP_CONCAT, SAMPLE"},
    {.name = "HAVING",
     .summary = "keep the groups for which a condition is true",
     .syntax = "HAVING ((EXPRESSION) | FUNCTION(...))...",
     .text = "It is to groups what FILTER is to solutions, and can hold "
             "aggregates; of several conditions all must be true.  Variables "
             "that AS of the SELECT binds are not known yet: the aggregate is "
             "written again.",
     .examples = "SELECT ?class { ?thing a ?class } GROUP BY ?class HAVING "
                 "(COUNT(*) > 100)\n"
                 "\tclasses with more than a hundred members",
     .section = "11.3",
     .see = "GROUP BY, FILTER, COUNT"},
    {.name = "ORDER BY",
     .others = "ORDER, BY, ASC, DESC, sorting",
     .summary = "sort the solutions",
     .syntax = "ORDER BY (?VAR | FUNCTION(...) | (EXPRESSION) | "
               "ASC(EXPRESSION) | DESC(EXPRESSION))...",
     .text = "The first counts most; DESC turns the order round.  Without a "
             "value comes first, then blank nodes, IRIs and literals; numbers "
             "go by their value, texts by their code points, moments by time.  "
             "The specification leaves open how literals of different kinds "
             "follow each other.",
     .examples = "SELECT ?claim ?day { ?claim fur:earliestBegin ?day }\n"
                 "  ORDER BY DESC(?day) LIMIT 5\n"
                 "\tthe latest days\n"
                 "SELECT ?name { ?p a fur:Place ; skos:prefLabel ?name }\n"
                 "  ORDER BY LANG(?name) STRLEN(?name)\n"
                 "\tby the language, then by the length",
     .section = "15.1",
     .see = "LIMIT, GROUP BY"},
    {.name = "LIMIT",
     .summary = "give so many solutions at most",
     .syntax = "LIMIT N",
     .text = "N is a whole number; 0 gives none.  Without ORDER BY which ones "
             "come is not said.  It may stand before or behind OFFSET.",
     .examples = "SELECT ?a ?b { ?a fur:fought ?b } LIMIT 5\n"
                 "\tsome five",
     .section = "15.5",
     .see = "OFFSET, ORDER BY"},
    {.name = "OFFSET",
     .summary = "leave out so many solutions first",
     .syntax = "OFFSET N",
     .text = "Only behind ORDER BY is it sure which ones are left out.",
     .examples = "SELECT ?place { ?place a fur:Place } ORDER BY ?place LIMIT "
                 "10 OFFSET 10\n"
                 "\tthe second ten",
     .section = "15.4",
     .see = "LIMIT, ORDER BY"},
    {.name = "DISTINCT",
     .summary = "give each solution once",
     .syntax = "SELECT DISTINCT ...\n"
               "COUNT(DISTINCT EXPRESSION)",
     .text = "Rows are the same when they have the same terms in all columns "
             "that are selected; 1 and 1.0 are different terms.  Inside of an "
             "aggregate each value counts once.",
     .examples = "SELECT DISTINCT ?place { ?event fur:tookPlaceIn ?place }\n"
                 "\twhere something happened\n"
                 "SELECT (COUNT(DISTINCT ?place) AS ?n) { ?event "
                 "fur:tookPlaceIn ?place }\n"
                 "\thow many places that are",
     .section = "15.3.1",
     .see = "REDUCED, SELECT, COUNT"},
    {.name = "REDUCED",
     .summary = "allow that solutions that are there several times come less "
                "often",
     .syntax = "SELECT REDUCED ...",
     .text = "Each solution comes at least once, and at most as often as "
             "without it: the engine may leave out what is easily left out.  "
             "Furat gives each once, as with DISTINCT.",
     .examples = "SELECT REDUCED ?place { ?event fur:tookPlaceIn ?place }\n"
                 "\tno matter how often",
     .section = "15.3.2",
     .see = "DISTINCT, SELECT"},
    {.name = "AS",
     .summary = "name the value of an expression",
     .syntax = "(EXPRESSION AS ?VAR)",
     .text = "Behind SELECT, in GROUP BY and in BIND, with its parentheses.  "
             "The variable must be a new one.  Where the expression is an "
             "error, it has no value.",
     .examples = "SELECT ?e (STRAFTER(STR(?e), \"event/\") AS ?name) { ?e a "
                 "fur:Battle }\n"
                 "\ta column of one's own",
     .section = "16.1.2",
     .see = "SELECT, BIND, GROUP BY"},
};

const furat_language_group furat_language_modifiers = {
    "Behind the pattern", modifiers, sizeof modifiers / sizeof modifiers[0], NULL};
