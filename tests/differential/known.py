# SPDX-License-Identifier: GPL-3.0-or-later
"""Differences that README.md explains, known by the look of the shrunk case."""
import re

import compare
from generate import GRAPHS

TERM = r'(:[a-d]|"a"|1|"2"\^\^xsd:decimal|true)'  # an end of a path in the query
AGGREGATES = "(COUNT|SUM|AVG|MIN|MAX|GROUP_CONCAT)"


def explanation(statements, ours, theirs, third):
    """Why the answers to the last of the statements differ, or None."""
    text = "\n".join(str(statement.tree) for statement in statements)
    if re.search(rf"{TERM} \([^ ]*[*?]\)|[*?]\)[^ ]* {TERM} ", text):
        return "zero-length paths"
    counted = re.search(AGGREGATES, text)
    if re.search(r"!\(|[a-z)]\|", text) and (counted or as_set(ours) == as_set(theirs)):
        return "alternatives count"
    if re.search(r" [<>]=? ", text) and third and compare.same(ours, third,
                                                                statements[-1]):
        return "order of terms with themselves"
    if re.search(r"FROM (NAMED )?(:\w+) FROM (NAMED )?\2 ", text):
        return "a graph named twice"
    if re.search(r"EXISTS \{ (\{ )?MINUS \{ \} ", text):
        return "nothing without nothing"
    nothing = theirs == ("rows", []) and ours[0] == "rows" and len(ours[1]) == 1
    if nothing and "GROUP BY" not in text and re.search(f"{AGGREGATES}\\(", text):
        return "a group of nothing"
    return None


def without_languages(dataset, text):
    """Strings with a language become plain ones."""
    return dataset, re.sub(r'"@[a-z]+', '"',
                           re.sub(r'STRLANG\((.*?), "de"\)', r"(\1)", text))


def without_bad_numbers(dataset, text):
    return dataset, text.replace('"abc"^^xsd:integer', '"abc"^^:u').replace(
        "xsd:integer)", "xsd:string)")


def with_graphs(dataset, text):
    """No graph is missing."""
    return dataset + [(graph, ":u :u :u") for graph in GRAPHS], text


def without_extremes(dataset, text):
    return dataset, re.sub(r"\b(MIN|MAX)\(", "COUNT(", text)


# Changes of a case after which it may no longer differ.
CHANGES = {"strings with a language as conditions": without_languages,
           "ill-typed numbers as conditions": without_bad_numbers,
           "extremes of what has no order": without_extremes,
           "graphs without triples": with_graphs}


def as_set(answer):
    if answer[0] != "rows":
        return answer
    return set(compare.coloured([[compare.canonical(t) for t in row]
                                 for row in answer[1]]))
