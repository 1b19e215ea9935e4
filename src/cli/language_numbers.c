// SPDX-License-Identifier: GPL-3.0-or-later
// Help on SPARQL 1.1: aggregates, functions on numbers and moments, digests and casts.
//                                            [language_*] -> language -> help, .help
#include "cli/language_internal.h"

static const furat_language_entry aggregates[] = {
    {.name = "COUNT",
     .summary = "how many solutions, or values",
     .words = "DISTINCT\teach value, or with * each solution, once\n"
              "expression\twhat is counted where it has a value\n"
              "*\tall solutions",
     .result = "xsd:integer",
     .text = "COUNT(*) counts solutions, COUNT(?x) those in which ?x has a "
             "value: errors and what is unbound do not count.  Of nothing it "
             "is 0.",
     .examples = "SELECT (COUNT(*) AS ?n) { ?battle a fur:Battle }\n"
                 "\thow many battles\n"
                 "SELECT ?place (COUNT(DISTINCT ?who) AS ?n) { ?who "
                 "fur:lostControlOf ?place }\n"
                 "  GROUP BY ?place\n"
                 "\tby how many a place was lost",
     .section = "18.5.1.2",
     .see = "GROUP BY, HAVING, SUM, DISTINCT"},
    {.name = "SUM",
     .summary = "the sum of numbers",
     .words = "DISTINCT\teach value once\n"
              "number\tan expression",
     .result = "a number, of the widest type that is among them",
     .text = "Of nothing it is 0.  One value that is no number, or is missing, "
             "and there is no sum: a FILTER (BOUND(?x)) leaves such out.",
     .examples = "SELECT (SUM(?n) AS ?sum) { VALUES ?n { 1 2 3 } }\n"
                 "\t6\n"
                 "SELECT (SUM(?n) AS ?sites) {\n"
                 "  ?q a fur:Quantity ; fur:unit fur:sites ; fur:value ?n }\n"
                 "\tof the data",
     .section = "18.5.1.3",
     .see = "AVG, COUNT, GROUP BY"},
    {.name = "AVG",
     .summary = "the mean of numbers",
     .words = "DISTINCT\teach value once\n"
              "number\tan expression",
     .result = "xsd:decimal, or xsd:float or xsd:double where there is one "
               "among them; of nothing the integer 0",
     .text = "One value that is no number, or is missing, and there is none.",
     .examples = "SELECT (AVG(?n) AS ?mean) { VALUES ?n { 1 2 } }\n"
                 "\t1.5\n"
                 "SELECT (AVG(?length) AS ?mean) { ?document "
                 "fur:lengthInCodePoints ?length }\n"
                 "\tof the data",
     .section = "18.5.1.4",
     .see = "SUM, COUNT, GROUP BY"},
    {.name = "MIN",
     .summary = "the least value",
     .words = "DISTINCT\tmakes no difference\n"
              "expression\tof numbers, texts, dates, IRIs",
     .result = "a term, as it is",
     .text = "In the order of ORDER BY, so values of different kinds can be "
             "among them.  Of nothing, or where a value is missing, there is "
             "none.",
     .examples = "SELECT (MIN(?day) AS ?first) { ?dating fur:earliestBegin "
                 "?day }\n"
                 "\tthe earliest day\n"
                 "SELECT (MIN(?x) AS ?least) { VALUES ?x { 10 9.5 11 } }\n"
                 "\t9.5",
     .section = "18.5.1.5",
     .see = "MAX, ORDER BY, GROUP BY"},
    {.name = "MAX",
     .summary = "the greatest value",
     .words = "DISTINCT\tmakes no difference\n"
              "expression\tof numbers, texts, dates, IRIs",
     .result = "a term, as it is",
     .text = "In the order of ORDER BY, so values of different kinds can be "
             "among them.  Of nothing, or where a value is missing, there is "
             "none.",
     .examples = "SELECT ?who (MAX(?n) AS ?most) { ?q fur:subject ?who ; fur:value "
                 "?n }\n"
                 "  GROUP BY ?who\n"
                 "\tthe largest number of each\n"
                 "SELECT (MAX(?x) AS ?most) { VALUES ?x { 10 9.5 11 } }\n"
                 "\t11",
     .section = "18.5.1.6",
     .see = "MIN, ORDER BY, GROUP BY"},
    {.name = "SAMPLE",
     .summary = "some value of the group",
     .words = "DISTINCT\tmakes no difference\n"
              "expression\twhat one value is wanted of",
     .result = "a term, as it is",
     .text = "For what is the same in all of a group, or where any value will "
             "do.  Which one it is may change from one time to the next.",
     .examples = "SELECT ?class (SAMPLE(?thing) AS ?example) { ?thing a ?class }\n"
                 "  GROUP BY ?class\n"
                 "\ta member of each class",
     .section = "18.5.1.8",
     .see = "GROUP BY, MIN"},
    {.name = "GROUP_CONCAT",
     .others = "SEPARATOR",
     .summary = "texts put together into one",
     .words = "DISTINCT\teach value once\n"
              "text\tof each solution: a text, or a number or the like as STR "
              "has it\n"
              "SEPARATOR\twhat stands between them, a string; without it a space",
     .result = "xsd:string",
     .text = "The order is not defined.  Of nothing it is \"\"; where a value is "
             "missing, there is none.",
     .examples = "SELECT ?p (GROUP_CONCAT(?name; SEPARATOR=\", \") AS ?names) {\n"
                 "  ?p a fur:Place ; skos:prefLabel ?name } GROUP BY ?p\n"
                 "\tall names of a place in one cell\n"
                 "SELECT (GROUP_CONCAT(?x; SEPARATOR=\"+\") AS ?all) { VALUES ?x { "
                 "1 2 } }\n"
                 "\t\"1+2\"",
     .section = "18.5.1.7",
     .see = "CONCAT, GROUP BY, STR"},
};

const furat_language_group furat_language_aggregates = {
    "Aggregates", aggregates, sizeof aggregates / sizeof aggregates[0],
    "aggregates, aggregate functions"};

static const furat_language_entry numbers[] = {
    {.name = "ABS",
     .summary = "a number without its sign",
     .words = "number\ta number",
     .result = "a number of the same type",
     .text = "The type stays: of an integer it is an integer.  What is no "
             "number is an error, and so is a text of digits.",
     .examples = "ABS(-1.5)\n"
                 "\t1.5",
     .section = "17.4.4.1",
     .see = "ROUND, arithmetic"},
    {.name = "ROUND",
     .summary = "the nearest whole number",
     .words = "number\ta number",
     .result = "a number of the same type",
     .text = "In the middle between two it is the greater one.  It stays of its "
             "type; xsd:integer(ROUND(?x)) is an integer.",
     .examples = "ROUND(2.5)\n"
                 "\t3.0\n"
                 "ROUND(-2.5)\n"
                 "\t-2.0",
     .section = "17.4.4.2",
     .see = "CEIL, FLOOR, xsd:integer"},
    {.name = "CEIL",
     .summary = "the least whole number that is not smaller",
     .words = "number\ta number",
     .result = "a number of the same type",
     .text = "It stays of its type: of a decimal it is a decimal, 11.0 and not "
             "11.  What is no number is an error.",
     .examples = "CEIL(10.1)\n"
                 "\t11.0\n"
                 "CEIL(-10.5)\n"
                 "\t-10.0",
     .section = "17.4.4.3",
     .see = "FLOOR, ROUND"},
    {.name = "FLOOR",
     .summary = "the greatest whole number that is not greater",
     .words = "number\ta number",
     .result = "a number of the same type",
     .text = "It stays of its type: of a decimal it is a decimal, 10.0 and not "
             "10.  What is no number is an error.",
     .examples = "FLOOR(10.9)\n"
                 "\t10.0\n"
                 "FLOOR(-10.5)\n"
                 "\t-11.0",
     .section = "17.4.4.4",
     .see = "CEIL, ROUND"},
    {.name = "RAND",
     .summary = "a number by chance",
     .result = "xsd:double, from 0 on and less than 1",
     .text = "Each solution has another one.  In ORDER BY it shuffles the "
             "solutions, and LIMIT draws some of them.",
     .examples = "RAND() < 1\n"
                 "\ttrue\n"
                 "SELECT ?place { ?place a fur:Place } ORDER BY RAND() LIMIT 3\n"
                 "\tthree places by chance",
     .section = "17.4.4.5",
     .see = "UUID, SAMPLE"},
};

const furat_language_group furat_language_numbers = {"Functions on numbers", numbers,
                                                     sizeof numbers / sizeof numbers[0],
                                                     "functions, numbers"};

static const furat_language_entry times[] = {
    {.name = "NOW",
     .summary = "the moment of the query",
     .result = "xsd:dateTime",
     .text = "It is the same in all of a query, and in UTC.  In Furat durations "
             "can be added to it.",
     .examples = "NOW() = NOW()\n"
                 "\ttrue\n"
                 "YEAR(NOW()) > 2020\n"
                 "\ttrue",
     .section = "17.4.5.1",
     .see = "YEAR, xsd:dateTime"},
    {.name = "YEAR",
     .summary = "the year of a moment",
     .words = "dateTime\tan xsd:dateTime; in Furat also an xsd:date, xsd:gYear "
              "or another type that has one",
     .result = "xsd:integer",
     .text = "As it is written, in its own time zone.  What has no year, such "
             "as an xsd:time, is an error.",
     .examples = "YEAR(\"2017-10-17T10:00:00Z\"^^xsd:dateTime)\n"
                 "\t2017\n"
                 "YEAR(\"2017-10-17\"^^xsd:date)\n"
                 "\t2017",
     .section = "17.4.5.2",
     .see = "MONTH, DAY, xsd:dateTime"},
    {.name = "MONTH",
     .summary = "the month of a moment",
     .words = "dateTime\tan xsd:dateTime; in Furat also an xsd:date, "
              "xsd:gYearMonth or another type that has one",
     .result = "xsd:integer, 1 to 12",
     .text = "As it is written, in its own time zone.  What has no month, such "
             "as an xsd:gYear, is an error.",
     .examples = "MONTH(\"2017-10-17T10:00:00Z\"^^xsd:dateTime)\n"
                 "\t10",
     .section = "17.4.5.3",
     .see = "YEAR, DAY"},
    {.name = "DAY",
     .summary = "the day of a moment in its month",
     .words = "dateTime\tan xsd:dateTime; in Furat also an xsd:date or another "
              "type that has one",
     .result = "xsd:integer, 1 to 31",
     .text = "As it is written, in its own time zone.  What has no day, such as "
             "an xsd:gYearMonth, is an error.",
     .examples = "DAY(\"2017-10-17T10:00:00Z\"^^xsd:dateTime)\n"
                 "\t17",
     .section = "17.4.5.4",
     .see = "YEAR, MONTH"},
    {.name = "HOURS",
     .summary = "the hour of a moment",
     .words = "dateTime\tan xsd:dateTime; in Furat also an xsd:time",
     .result = "xsd:integer, 0 to 23",
     .text = "As it is written, in its own time zone.  What has no time of the "
             "day, such as an xsd:date, is an error.",
     .examples = "HOURS(\"2017-10-17T14:45:13.815-05:00\"^^xsd:dateTime)\n"
                 "\t14",
     .section = "17.4.5.5",
     .see = "MINUTES, SECONDS, TIMEZONE"},
    {.name = "MINUTES",
     .summary = "the minute of a moment",
     .words = "dateTime\tan xsd:dateTime; in Furat also an xsd:time",
     .result = "xsd:integer, 0 to 59",
     .text = "As it is written, in its own time zone.  What has no time of the "
             "day, such as an xsd:date, is an error.",
     .examples = "MINUTES(\"2017-10-17T14:45:13.815-05:00\"^^xsd:dateTime)\n"
                 "\t45",
     .section = "17.4.5.6",
     .see = "HOURS, SECONDS"},
    {.name = "SECONDS",
     .summary = "the seconds of a moment, with their fraction",
     .words = "dateTime\tan xsd:dateTime; in Furat also an xsd:time",
     .result = "xsd:decimal",
     .text = "The whole seconds alone are FLOOR of it.  What has no time of the "
             "day, such as an xsd:date, is an error.",
     .examples = "SECONDS(\"2017-10-17T14:45:13.815-05:00\"^^xsd:dateTime)\n"
                 "\t13.815",
     .section = "17.4.5.7",
     .see = "HOURS, MINUTES"},
    {.name = "TIMEZONE",
     .summary = "the time zone of a moment as a duration",
     .words = "dateTime\tan xsd:dateTime; in Furat also an xsd:date or another "
              "type that has one",
     .result = "xsd:dayTimeDuration",
     .text = "Of a moment without a time zone it is an error; TZ has \"\" then.",
     .examples = "TIMEZONE(\"2017-10-17T14:45:13-05:00\"^^xsd:dateTime)\n"
                 "\t\"-PT5H\"^^xsd:dayTimeDuration",
     .section = "17.4.5.8",
     .see = "TZ, HOURS"},
    {.name = "TZ",
     .summary = "the time zone of a moment as it is written",
     .words = "dateTime\tan xsd:dateTime; in Furat also an xsd:date or another "
              "type that has one",
     .result = "xsd:string",
     .text = "Z for UTC, and \"\" where there is none.",
     .examples = "TZ(\"2017-10-17T14:45:13-05:00\"^^xsd:dateTime)\n"
                 "\t\"-05:00\"\n"
                 "TZ(\"2017-10-17T14:45:13\"^^xsd:dateTime)\n"
                 "\t\"\"",
     .section = "17.4.5.9",
     .see = "TIMEZONE, HOURS"},
};

const furat_language_group furat_language_times = {
    "Functions on dates and times", times, sizeof times / sizeof times[0],
    "functions, dates, date, times, time, durations, duration"};

static const furat_language_entry digests[] = {
    {.name = "MD5",
     .summary = "the MD5 digest of a text",
     .words = "text\ta string without a language",
     .result = "xsd:string, in hexadecimal digits",
     .text = "Of the bytes of the text in UTF-8.  Anything but a plain string "
             "is an error; STR makes one of a number, an IRI or a text with a "
             "language.",
     .examples = "MD5(\"abc\")\n"
                 "\t\"900150983cd24fb0d6963f7d28e17f72\"",
     .section = "17.4.6.1",
     .see = "SHA1, SHA256"},
    {.name = "SHA1",
     .summary = "the SHA-1 digest of a text",
     .words = "text\ta string without a language",
     .result = "xsd:string, in hexadecimal digits",
     .text = "Of the bytes of the text in UTF-8.  Anything but a plain string "
             "is an error; STR makes one of a number, an IRI or a text with a "
             "language.",
     .examples = "SHA1(\"abc\")\n"
                 "\t\"a9993e364706816aba3e25717850c26c9cd0d89d\"",
     .section = "17.4.6.2",
     .see = "MD5, SHA256"},
    {.name = "SHA256",
     .summary = "the SHA-256 digest of a text",
     .words = "text\ta string without a language",
     .result = "xsd:string, in hexadecimal digits",
     .text = "Of the bytes of the text in UTF-8.  Anything but a plain string "
             "is an error; STR makes one of a number, an IRI or a text with a "
             "language.",
     .examples = "SHA256(STR(\"abc\"@en))\n"
                 "\t\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20"
                 "015ad\"",
     .section = "17.4.6.3",
     .see = "SHA512, SHA1"},
    {.name = "SHA384",
     .summary = "the SHA-384 digest of a text",
     .words = "text\ta string without a language",
     .result = "xsd:string, in hexadecimal digits",
     .text = "Of the bytes of the text in UTF-8.  Anything but a plain string "
             "is an error; STR makes one of a number, an IRI or a text with a "
             "language.",
     .examples = "STRLEN(SHA384(\"abc\"))\n"
                 "\t96",
     .section = "17.4.6.4",
     .see = "SHA256, SHA512"},
    {.name = "SHA512",
     .summary = "the SHA-512 digest of a text",
     .words = "text\ta string without a language",
     .result = "xsd:string, in hexadecimal digits",
     .text = "Of the bytes of the text in UTF-8.  Anything but a plain string "
             "is an error; STR makes one of a number, an IRI or a text with a "
             "language.",
     .examples = "STRLEN(SHA512(\"abc\"))\n"
                 "\t128",
     .section = "17.4.6.5",
     .see = "SHA256, SHA384"},
};

const furat_language_group furat_language_digests = {
    "Digests", digests, sizeof digests / sizeof digests[0], "functions, hashes"};

static const furat_language_entry casts[] = {
    {.name = "xsd:string",
     .others = "casts, cast, constructor functions",
     .summary = "a value as a text",
     .syntax = "xsd:string(term)",
     .words = "term\ta literal or an IRI",
     .result = "xsd:string",
     .text = "Numbers and truth values in their canonical form, whereas STR "
             "leaves what is written.",
     .examples = "xsd:string(5)\n"
                 "\t\"5\"\n"
                 "xsd:string(\"1\"^^xsd:boolean)\n"
                 "\t\"true\"",
     .section = "17.5",
     .see = "STR, xsd:integer"},
    {.name = "xsd:boolean",
     .summary = "a value as a truth value",
     .syntax = "xsd:boolean(term)",
     .words = "term\ta string \"true\", \"false\", \"1\" or \"0\", a number, a truth "
              "value",
     .result = "xsd:boolean",
     .text = "The numbers 0 and NaN are false, other ones true.  Anything else "
             "is an error.",
     .examples = "xsd:boolean(\"1\")\n"
                 "\ttrue\n"
                 "xsd:boolean(0.0)\n"
                 "\tfalse",
     .section = "17.5",
     .see = "logic, FILTER, IF"},
    {.name = "xsd:integer",
     .others = "xsd:int, xsd:long, xsd:short, xsd:byte, "
               "xsd:nonNegativeInteger, xsd:positiveInteger, "
               "xsd:nonPositiveInteger, xsd:negativeInteger, xsd:unsignedLong, "
               "xsd:unsignedInt, xsd:unsignedShort, xsd:unsignedByte",
     .summary = "a value as a whole number",
     .syntax = "xsd:integer(term)",
     .words = "term\ta string of digits, a number, a truth value",
     .result = "xsd:integer",
     .text = "Of a number what stands behind the point is cut off; a string "
             "\"2.9\" is an error.  Furat has the types derived from it as "
             "casts, too: xsd:int(5), an error where the number is out of "
             "their bounds.",
     .examples = "xsd:integer(\"42\")\n"
                 "\t42\n"
                 "xsd:integer(-2.9)\n"
                 "\t-2",
     .section = "17.5",
     .see = "ROUND, FLOOR, xsd:decimal"},
    {.name = "xsd:decimal",
     .summary = "a value as a decimal number",
     .syntax = "xsd:decimal(term)",
     .words = "term\ta string as \"1.5\", a number, a truth value",
     .result = "xsd:decimal",
     .text = "NaN and infinity are errors.",
     .examples = "xsd:decimal(\"1.50\")\n"
                 "\t1.5\n"
                 "xsd:decimal(2)\n"
                 "\t2.0",
     .section = "17.5",
     .see = "xsd:integer, xsd:double"},
    {.name = "xsd:float",
     .summary = "a value as a number of single precision",
     .syntax = "xsd:float(term)",
     .words = "term\ta string as \"1.5e3\", \"INF\" or \"NaN\", a number, a truth "
              "value",
     .result = "xsd:float",
     .text = "About seven digits are kept.",
     .examples = "xsd:float(2.5)\n"
                 "\t\"2.5E0\"^^xsd:float",
     .section = "17.5",
     .see = "xsd:double, xsd:decimal"},
    {.name = "xsd:double",
     .summary = "a value as a number of double precision",
     .syntax = "xsd:double(term)",
     .words = "term\ta string as \"1.5e3\", \"INF\" or \"NaN\", a number, a truth "
              "value",
     .result = "xsd:double",
     .text = "About sixteen digits are kept.",
     .examples = "xsd:double(\"2.5\")\n"
                 "\t\"2.5E0\"^^xsd:double",
     .section = "17.5",
     .see = "xsd:float, xsd:decimal"},
    {.name = "xsd:dateTime",
     .summary = "a value as a moment",
     .syntax = "xsd:dateTime(term)",
     .words = "term\ta string as \"2017-10-17T10:00:00Z\", a moment; in Furat "
              "also an xsd:date, which is its midnight",
     .result = "xsd:dateTime",
     .text = "The time zone may be missing.  A moment without one may be up to "
             "14 hours off, so to compare it with one that has one is an error "
             "where that matters.",
     .examples = "xsd:dateTime(\"2017-10-17T10:00:00Z\")\n"
                 "\t\"2017-10-17T10:00:00Z\"^^xsd:dateTime",
     .section = "17.5",
     .see = "xsd:date, YEAR, NOW"},
    {.name = "xsd:date",
     .others = "xsd:time, xsd:gYear, xsd:gYearMonth, xsd:gMonth, "
               "xsd:gMonthDay, xsd:gDay, xsd:duration, xsd:yearMonthDuration, "
               "xsd:dayTimeDuration",
     .summary = "a value as a day; other types of moments and durations, too",
     .syntax = "xsd:date(term)\n"
               "xsd:time(term), xsd:gYear(term), xsd:gYearMonth(term), "
               "xsd:gMonth(term), xsd:gMonthDay(term), xsd:gDay(term)\n"
               "xsd:duration(term), xsd:yearMonthDuration(term), "
               "xsd:dayTimeDuration(term)",
     .words = "term\ta string as the type writes it, or a moment or duration "
              "that has what is wanted",
     .result = "of the type",
     .text = "These are Furat's, as XPath has them; SPARQL 1.1 itself names "
             "seven casts, from xsd:string to xsd:dateTime.",
     .examples = "xsd:date(\"2017-10-17T10:00:00Z\"^^xsd:dateTime)\n"
                 "\t\"2017-10-17Z\"^^xsd:date\n"
                 "xsd:gYear(\"2017-10-17\"^^xsd:date)\n"
                 "\t\"2017\"^^xsd:gYear",
     .section = "17.5",
     .see = "xsd:dateTime, YEAR, arithmetic"},
};

const furat_language_group furat_language_casts = {"Casts", casts,
                                                   sizeof casts / sizeof casts[0], NULL};
