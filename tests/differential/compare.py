# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether two answers are the same: as multisets, up to the names of blank nodes."""
import math
from decimal import Decimal, InvalidOperation

XSD = "http://www.w3.org/2001/XMLSchema#"
FLOATS = (XSD + "double", XSD + "float")


def same(a, b, statement):
    """Of answers as voices.py has them."""
    if a[0] != b[0]:
        return False
    if a[0] == "error":
        return True
    if a[0] != "rows":
        return a == b
    rows_a, rows_b = ([[canonical(t) for t in row] for row in answer[1]]
                      for answer in (a, b))
    if statement.ordered:
        return rows_a == rows_b
    if statement.kind == "construct":  # graphs are sets
        rows_a, rows_b = without_duplicates(rows_a), without_duplicates(rows_b)
    return coloured(rows_a) == coloured(rows_b)


def without_duplicates(rows):
    return [list(row) for row in {tuple(row) for row in rows}]


def canonical(term):
    """Numbers by value: engines keep more or fewer digits, and lexical forms or not."""
    if term is None or term[0] != "literal" or not term[2].startswith(XSD):
        return term
    text, datatype = term[1], term[2]
    try:
        if datatype in FLOATS:
            number = float(text)
            digits = 6 if datatype.endswith("float") else 12
            text = repr(number) if not math.isfinite(number) else (
                f"{number + 0.0:.{digits}g}")
        elif datatype == XSD + "decimal":
            number = round(Decimal(text), 12)
            text = format(number.normalize() + 0, "f")
        elif datatype == XSD + "integer":
            text = str(int(text))
    except (ValueError, InvalidOperation):
        pass
    return ("literal", text, datatype, term[3])


def coloured(rows):
    """The rows with each blank node replaced by what the rows say about it; answers that
    are the same up to renaming become equal."""
    colours = {t[1]: "" for row in rows for t in row if t and t[0] == "bnode"}
    for _ in range(3):
        seen = {label: [] for label in colours}
        for row in rows:
            for label in {t[1] for t in row if t and t[0] == "bnode"}:
                seen[label].append(repr([
                    t if not t or t[0] != "bnode" else
                    ("self" if t[1] == label else colours[t[1]]) for t in row]))
        colours = {label: str(hash(tuple(sorted(said)))) for label, said in seen.items()}
    return sorted(repr([("bnode", colours[t[1]]) if t and t[0] == "bnode" else t
                        for t in row]) for row in rows)
