// SPDX-License-Identifier: GPL-3.0-or-later
// Help on SPARQL 1.1: terms, and the operators of expressions.
//                                            [language_*] -> language -> help, .help
#include "cli/language_internal.h"

static const furat_language_entry terms[] = {
    {.name = "variables",
     .others = "variable, $, ?var",
     .summary = "?name or $name: what the answer is about",
     .syntax = "?NAME\n"
               "$NAME",
     .text = "Both are the same variable.  Names are case-sensitive, of "
             "letters of any script, digits and _.  In all places of a group "
             "it has the same value.  In Furat ?_NAME is a variable that .set "
             "binds in the shell.",
     .examples = "SELECT ?name { $place a fur:Place . ?place skos:prefLabel "
                 "?name } LIMIT 3\n"
                 "\t?place and $place are one",
     .section = "4.1.3",
     .see = "blank nodes, BIND, BOUND"},
    {.name = "IRIs",
     .others = "IRI, URI, prefixed names, prefixed name",
     .summary = "the names of things: <https://...> or prefix:name",
     .syntax = "<IRI>\n"
               "PREFIX:NAME",
     .text = "In brackets it is written out, and may be relative to BASE.  "
             "Behind a prefix other signs than letters, digits, _ - . and : "
             "need a backslash, as in place:a\\,b, or are written %2C; a full "
             "stop cannot end it.",
     .examples = "SELECT ?name { <https://w3id.org/furat/id/place/mosul> "
                 "skos:prefLabel\n"
                 "  ?name }\n"
                 "\twritten out\n"
                 "SELECT ?name { place:mosul skos:prefLabel ?name }\n"
                 "\tthe same",
     .section = "4.1.1",
     .see = "PREFIX, BASE, literals"},
    {.name = "literals",
     .others = "literal, strings, string, texts, numbers, language tags, "
               "datatypes, true, false, booleans, @, ^^",
     .summary = "texts, numbers, truth values and dates",
     .syntax = "\"TEXT\", 'TEXT'\ta text; \\\" \\' \\\\ \\n \\r \\t \\b \\f inside\n"
               "\"\"\"TEXT\"\"\", '''TEXT'''\ta text of several lines\n"
               "\"TEXT\"@LANGUAGE\ta text in a language\n"
               "\"TEXT\"^^DATATYPE\tany other value, as \"2017-10-17\"^^xsd:date\n"
               "5, 5.0, 5e0\tan xsd:integer, xsd:decimal and xsd:double\n"
               "true, false\txsd:boolean",
     .text = "A pattern matches the very same term: \"Mosul\" is not \"Mosul\"@en, "
             "and 5 is not \"5\".  In a FILTER = compares values.  \\u0041 and "
             "\\U00000041 are signs by their numbers, anywhere in a statement.",
     .examples = "SELECT ?place { ?place skos:prefLabel \"Mosul\"@en }\n"
                 "\tthe thing with that name\n"
                 "SELECT ?claim { ?claim fur:earliestBegin "
                 "\"2019-03-23\"^^xsd:date }\n"
                 "\twith that day",
     .section = "4.1.2",
     .see = "LANG, DATATYPE, STRDT, xsd:date, operators"},
    {.name = "blank nodes",
     .others = "blank node, _, _:, []",
     .summary = "things without a name",
     .syntax = "_:LABEL\n"
               "[]\n"
               "[ PREDICATE OBJECT ; ... ]",
     .text = "In a pattern one is a variable that cannot be selected, and that "
             "nothing else can use: its label cannot stand in two groups.  In "
             "a template of CONSTRUCT or INSERT, and in INSERT DATA, it makes "
             "a new node.  No label reaches a blank node of the data.",
     .examples = "SELECT ?actor { _:claim fur:actor\n"
                 "  ?actor ; fur:event event:battle-of-mosul-2016 }\n"
                 "\twho took part, by claims that do not matter",
     .section = "4.1.4",
     .see = "BNODE, isBLANK, triples"},
    {.name = "collections",
     .others = "collection, lists, list, (, ), ()",
     .summary = "(1 2 3): a list in RDF",
     .syntax = "(TERM...)",
     .text = "It stands for the first of the nodes that make up the list, "
             "chained by rdf:first and rdf:rest; () is rdf:nil.  Lists of any "
             "length are walked with a path.",
     .examples = "SELECT ?class {\n"
                 "  ?all a owl:AllDisjointClasses ; owl:members/rdf:rest*/rdf:first "
                 "?class }\n"
                 "\tthe members of lists",
     .section = "4.2.3",
     .see = "property paths, blank nodes"},
    {.name = "comments",
     .others = "comment, #",
     .summary = "# up to the end of the line",
     .syntax = "# TEXT",
     .text = "Anywhere but inside of an IRI or a string.",
     .examples = "SELECT ?n # the names\n"
                 "{ place:mosul skos:prefLabel ?n }\n"
                 "\ta comment is passed over",
     .section = "19.4",
     .see = "PREFIX, SELECT"},
};

const furat_language_group furat_language_terms = {"Terms", terms,
                                                   sizeof terms / sizeof terms[0], NULL};

static const furat_language_entry operators[] = {
    {.name = "operators",
     .others = "operator, expressions, expression, precedence",
     .summary = "what expressions are made of, from the loosest to the tightest",
     .syntax = "A || B\tor\n"
               "A && B\tand\n"
               "= != < > <= >= IN NOT IN\tcomparison: one, no chain of them\n"
               "A + B, A - B\tsum, difference\n"
               "A * B, A / B\tproduct, quotient\n"
               "!A, -A, +A\tnot, negative, as it is\n"
               "FUNCTION(...), (A)\tfirst of all",
     .text = "Those of a line go from left to right.  An expression that "
             "cannot be computed is an error: FILTER drops the solution, BIND "
             "and AS leave the variable without a value, and COALESCE and || "
             "can go on from it.",
     .examples = "1 + 2 * 3\n"
                 "\t7\n"
                 "(1 + 2) * 3 = 9 && ! false\n"
                 "\ttrue",
     .section = "17.3",
     .see = "comparison, logic, arithmetic, IN, FILTER"},
    {.name = "comparison",
     .others = "=, !=, <, >, <=, >=, equality, RDFterm-equal",
     .summary = "= != < > <= >=: compare values",
     .syntax = "A = B\n"
               "A != B\n"
               "A < B, A > B, A <= B, A >= B",
     .text = "Numbers of all types, texts, truth values, dates and moments are "
             "compared by their value: 1 = 1.0 is true.  Other terms are equal "
             "when they are the same term; of two different literals of a "
             "datatype that is not known it cannot be told, which is an error. "
             " Texts with and without a language are different, and < between "
             "IRIs or texts with a language is an error.",
     .examples = "1 = 1.0\n"
                 "\ttrue\n"
                 "\"a\" = \"a\"@en\n"
                 "\tfalse\n"
                 "\"2014-06-10\"^^xsd:date < \"2017-10-17\"^^xsd:date\n"
                 "\ttrue",
     .section = "17.3, 17.4.1.7",
     .see = "sameTerm, IN, STR, operators"},
    {.name = "logic",
     .others = "&&, ||, !, and, or, not, logical-and, logical-or",
     .summary = "&& || !: and, or, not, also of errors",
     .syntax = "A && B\n"
               "A || B\n"
               "!A",
     .text = "Values that are no truth values count as FILTER has it.  Where "
             "one side is an error, || is true if the other is true, && is "
             "false if the other is false, and all else is an error; ! of an "
             "error is an error.",
     .examples = "1/0 = 1 || true\n"
                 "\ttrue\n"
                 "1/0 = 1 && false\n"
                 "\tfalse\n"
                 "! \"\"\n"
                 "\ttrue",
     .section = "17.2, 17.4.1.5, 17.4.1.6",
     .see = "FILTER, IF, COALESCE, operators"},
    {.name = "arithmetic",
     .others = "+, -, *, /",
     .summary = "+ - * /: compute with numbers",
     .syntax = "A + B, A - B, A * B, A / B\n"
               "-A, +A",
     .text = "The result is of the wider of both types: xsd:integer, "
             "xsd:decimal, xsd:float, xsd:double; the quotient of two integers "
             "is a decimal.  To divide by 0 is an error, but for floats and "
             "doubles.  Furat also adds durations to dates and subtracts "
             "dates, as XPath does.",
     .examples = "7 / 2\n"
                 "\t3.5\n"
                 "\"2017-10-17\"^^xsd:date - \"2014-06-10\"^^xsd:date\n"
                 "\t\"P1225D\"^^xsd:dayTimeDuration",
     .section = "17.3",
     .see = "ABS, ROUND, SUM, xsd:integer, operators"},
    {.name = "IN",
     .others = "NOT IN, NOT",
     .summary = "whether a value is one of a list",
     .syntax = "A IN (EXPRESSION, ...)\n"
               "A NOT IN (EXPRESSION, ...)",
     .text = "It is A = E1 || A = E2 ... , with its rule for errors: an error "
             "in the list does no harm where another of it is equal.  NOT IN "
             "is the opposite.  The list may be empty.",
     .examples = "2 IN (1, 2, 3)\n"
                 "\ttrue\n"
                 "2 IN (1/0, 2)\n"
                 "\ttrue\n"
                 "SELECT ?name { place:mosul skos:prefLabel ?name\n"
                 "  FILTER (LANG(?name) IN (\"ar\", \"en\")) }\n"
                 "\tin one of two languages",
     .section = "17.4.1.9, 17.4.1.10",
     .see = "VALUES, comparison, logic"},
};

const furat_language_group furat_language_operators = {
    "Operators", operators, sizeof operators / sizeof operators[0], NULL};
