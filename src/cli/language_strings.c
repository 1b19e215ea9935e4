// SPDX-License-Identifier: GPL-3.0-or-later
// Help on SPARQL 1.1: functions on texts.
//                                            [language_*] -> language -> help, .help
#include "cli/language_internal.h"

static const furat_language_entry strings[] = {
    {.name = "STRLEN",
     .others = "length",
     .summary = "how many characters a text has",
     .words = "text\ta string, with a language or without",
     .result = "xsd:integer",
     .text = "Code points count, so a letter with a vowel mark on it is two.",
     .examples = "STRLEN(\"Mosul\"@en)\n"
                 "\t5\n"
                 "STRLEN(\"الموصل\")\n"
                 "\t6",
     .section = "17.4.3.2",
     .see = "SUBSTR, STR"},
    {.name = "SUBSTR",
     .summary = "a part of a text",
     .words = "text\ta string\n"
              "first\tthe number of the first character, from 1\n"
              "length\thow many; without it up to the end",
     .result = "a string, with the language of text",
     .text = "What lies outside of the text is passed over.",
     .examples = "SUBSTR(\"foobar\", 4)\n"
                 "\t\"bar\"\n"
                 "SUBSTR(\"foobar\"@en, 1, 3)\n"
                 "\t\"foo\"@en",
     .section = "17.4.3.3",
     .see = "STRBEFORE, STRAFTER, STRLEN"},
    {.name = "UCASE",
     .others = "upper",
     .summary = "a text in capitals",
     .words = "text\ta string",
     .result = "a string, with the language of text",
     .text = "As Unicode has it, so it may become longer.  Letters of scripts "
             "without capitals stay.",
     .examples = "UCASE(\"Mosul\"@en)\n"
                 "\t\"MOSUL\"@en\n"
                 "UCASE(\"straße\")\n"
                 "\t\"STRASSE\"",
     .section = "17.4.3.4",
     .see = "LCASE, REGEX"},
    {.name = "LCASE",
     .others = "lower",
     .summary = "a text in small letters",
     .words = "text\ta string",
     .result = "a string, with the language of text",
     .text = "On both sides of = it compares without regard to case.",
     .examples = "LCASE(\"Mosul\")\n"
                 "\t\"mosul\"\n"
                 "LCASE(\"MOSUL\") = LCASE(\"Mosul\")\n"
                 "\ttrue",
     .section = "17.4.3.5",
     .see = "UCASE, REGEX"},
    {.name = "STRSTARTS",
     .summary = "whether a text starts with another",
     .words = "text\ta string\n"
              "start\twithout a language, or of the language of text; another "
              "is an error",
     .result = "xsd:boolean",
     .text = "Every text starts with \"\".  Case counts; LCASE on both sides "
             "makes it not count.",
     .examples = "STRSTARTS(\"Mosul\", \"Mo\")\n"
                 "\ttrue\n"
                 "SELECT ?name { ?p a fur:Place ; skos:prefLabel ?name\n"
                 "  FILTER STRSTARTS(?name, \"Al-\") }\n"
                 "\tof the data",
     .section = "17.4.3.6",
     .see = "STRENDS, CONTAINS, STRAFTER, REGEX"},
    {.name = "STRENDS",
     .summary = "whether a text ends with another",
     .words = "text\ta string\n"
              "end\twithout a language, or of the language of text; another is "
              "an error",
     .result = "xsd:boolean",
     .text = "Every text ends with \"\".  Case counts; LCASE on both sides "
             "makes it not count.",
     .examples = "STRENDS(\"Mosul\"@en, \"sul\")\n"
                 "\ttrue",
     .section = "17.4.3.7",
     .see = "STRSTARTS, CONTAINS, STRBEFORE, REGEX"},
    {.name = "CONTAINS",
     .others = "like",
     .summary = "whether a text has another in it",
     .words = "text\ta string\n"
              "part\twithout a language, or of the language of text; another is "
              "an error",
     .result = "xsd:boolean",
     .text = "Every text has \"\" in it.  Case counts; LCASE on both sides, or "
             "REGEX with \"i\", makes it not count.",
     .examples = "CONTAINS(\"Mosul\"@en, \"os\")\n"
                 "\ttrue\n"
                 "SELECT ?name { ?e a fur:Event ; skos:prefLabel ?name\n"
                 "  FILTER CONTAINS(LCASE(?name), \"mosul\") }\n"
                 "\tof the data",
     .section = "17.4.3.8",
     .see = "STRSTARTS, STRENDS, REGEX, LCASE"},
    {.name = "STRBEFORE",
     .summary = "what stands before the first place of another text",
     .words = "text\ta string\n"
              "part\twithout a language, or of the language of text; another is "
              "an error",
     .result = "a string, with the language of text; \"\" without one where the "
               "part is not in it",
     .text = "Before \"\" there is the empty text.",
     .examples = "STRBEFORE(\"2017-10-17\", \"-\")\n"
                 "\t\"2017\"\n"
                 "STRBEFORE(\"abc\"@en, \"b\")\n"
                 "\t\"a\"@en\n"
                 "STRBEFORE(\"abc\"@en, \"z\")\n"
                 "\t\"\"",
     .section = "17.4.3.9",
     .see = "STRAFTER, SUBSTR, CONTAINS"},
    {.name = "STRAFTER",
     .summary = "what stands behind the first place of another text",
     .words = "text\ta string\n"
              "part\twithout a language, or of the language of text; another is "
              "an error",
     .result = "a string, with the language of text; \"\" without one where the "
               "part is not in it",
     .text = "Behind \"\" there is the whole text.",
     .examples = "STRAFTER(\"2017-10-17\", \"-\")\n"
                 "\t\"10-17\"\n"
                 "STRAFTER(STR(place:mosul), \"place/\")\n"
                 "\t\"mosul\"",
     .section = "17.4.3.10",
     .see = "STRBEFORE, SUBSTR, CONTAINS"},
    {.name = "ENCODE_FOR_URI",
     .summary = "a text as it may stand inside of an IRI",
     .words = "text\ta string",
     .result = "xsd:string",
     .text = "All but letters A to Z, digits and - _ . ~ become %XX, byte by "
             "byte in UTF-8.",
     .examples = "ENCODE_FOR_URI(\"Tal Afar/2017\")\n"
                 "\t\"Tal%20Afar%2F2017\"\n"
                 "ENCODE_FOR_URI(\"é\")\n"
                 "\t\"%C3%A9\"",
     .section = "17.4.3.11",
     .see = "IRI, CONCAT"},
    {.name = "CONCAT",
     .summary = "texts one behind the other",
     .words = "text\tstrings, as many as there are; a number is an error, "
              "STR(5) is not",
     .result = "a string, with the language that all of them have; else "
               "without one",
     .text = "Without arguments it is \"\".",
     .examples = "CONCAT(\"Tal \", \"Afar\")\n"
                 "\t\"Tal Afar\"\n"
                 "CONCAT(\"a\"@en, \"b\"@en)\n"
                 "\t\"ab\"@en",
     .section = "17.4.3.12",
     .see = "GROUP_CONCAT, STR, SUBSTR"},
    {.name = "REGEX",
     .others = "regular expressions, regular expression, like",
     .summary = "whether some part of a text fits a regular expression",
     .words = "text\ta string, with a language or without; STR() of an IRI\n"
              "pattern\ta string without a language, as in XPath; its \\ is "
              "written \\\\\n"
              "flags\t\"i\" case does not count, \"s\" . is any character, \"m\" ^ "
              "and $ are of lines, \"x\" blanks in the pattern do not count, \"q\" "
              "the pattern is plain text",
     .result = "xsd:boolean",
     .text = "^ is the start of the text and $ its end; without them any part "
             "may fit.  \\d \\w \\s and \\p{L} are known, but no looking ahead and "
             "no \\b.",
     .examples = "REGEX(\"Mosul\", \"^mo\", \"i\")\n"
                 "\ttrue\n"
                 "REGEX(\"2017-10-17\", \"^\\\\d{4}-\\\\d\\\\d\")\n"
                 "\ttrue\n"
                 "SELECT ?name { ?p a fur:Place ; skos:prefLabel ?name\n"
                 "  FILTER REGEX(?name, \"^(mosul|raqqa)$\", \"i\") }\n"
                 "\tof the data",
     .section = "17.4.3.14",
     .see = "REPLACE, CONTAINS, STRSTARTS"},
    {.name = "REPLACE",
     .summary = "a text with all that fits a regular expression replaced",
     .words = "text\ta string\n"
              "pattern\tas of REGEX; one that fits \"\" is an error\n"
              "by\twhat comes in its place; $1 is what the first parentheses "
              "hold, $0 all\n"
              "flags\tas of REGEX",
     .result = "a string, with the language of text",
     .text = "\\\\$ and \\\\\\\\ in the replacement are a dollar and a backslash.",
     .examples = "REPLACE(\"2017-10-17\", \"(\\\\d+)-(\\\\d+)-(\\\\d+)\", \"$3.$2.$1\")\n"
                 "\t\"17.10.2017\"\n"
                 "REPLACE(\"Tal Afar\"@en, \" \", \"_\")\n"
                 "\t\"Tal_Afar\"@en",
     .section = "17.4.3.15",
     .see = "REGEX, SUBSTR, STRAFTER"},
};

const furat_language_group furat_language_strings = {"Functions on texts", strings,
                                                     sizeof strings / sizeof strings[0],
                                                     "functions, strings, texts"};
