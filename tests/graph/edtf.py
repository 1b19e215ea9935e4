# SPDX-License-Identifier: GPL-3.0-or-later
"""The days that an EDTF string stands for, with the precision that goes with it.

Only the forms that the graph uses: a day, month, year, third of a year, an interval with an open
or unsaid side, one time out of a span of which it is not said which, and a day of every year.
"""
import calendar
import re

THIRDS = {"37": (1, 4), "38": (5, 8), "39": (9, 12)}
PARTS_OF_MONTH = {"earlyMonth": (1, 10), "midMonth": (11, 20), "lateMonth": (21, 31)}
WITHOUT_BOUNDS = {"dayWithoutYear", "weekday", "relative", "relativeBefore", "relativeAfter",
                  "relativeDuring"}


def _last_day(year, month):
    return calendar.monthrange(year, month)[1]


def _single(text, precision):
    """(first day, last day, the precision of the string itself)"""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if not match:
        raise ValueError(f"{text} is not a form of EDTF that the graph uses")
    year, month, day = (int(part) if part else None for part in match.groups())
    if day:
        if not 1 <= month <= 12 or not 1 <= day <= _last_day(year, month):
            raise ValueError(f"{text} is not a day")
        return text, text, "day"
    if match.group(2) in THIRDS:
        first, last = THIRDS[match.group(2)]
        return (f"{text[:4]}-{first:02}-01", f"{text[:4]}-{last:02}-{_last_day(year, last)}",
                "partOfYear")
    if month:
        if not 1 <= month <= 12:
            raise ValueError(f"{text} is not a month")
        first, last = PARTS_OF_MONTH.get(precision, (1, 31))
        return (f"{text}-{first:02}", f"{text}-{min(last, _last_day(year, month)):02}",
                precision if precision in PARTS_OF_MONTH else "month")
    return f"{text}-01-01", f"{text}-12-31", "year"


def bounds(text, precision, phase):
    """The bounds that a claim with this EDTF string has, and its precision.

    `phase` is begin, end, whole or peak; a claim that is no Dating counts as whole.
    """
    if re.fullmatch(r"XXXX-\d\d-\d\d", text):
        return {}, "dayWithoutYear"
    span = re.fullmatch(r"\[([^].]+)\.\.([^].]+)\]", text)
    if span:
        return _somewhen(*span.groups(), precision, phase)
    if text.count("/") == 1:
        left, right = text.split("/")
        result, names = {}, []
        if left:
            first, last, name = _single(left, precision)
            result.update(earliestBegin=first, latestBegin=last)
            names.append(name)
        if right:
            first, last, name = _single(right, precision)
            if left:
                result.update(earliestEnd=first)
            result["latestBegin" if phase == "begin" else "latestEnd"] = last
            names.append(name)
        if not names:
            raise ValueError(f"{text} says nothing")
        return result, names[-1] if left else "by"
    first, last, name = _single(text, precision)
    return _within(first, last, phase), name


def _somewhen(left, right, precision, phase):
    """The bounds of something that happened once between two times."""
    first, _, _ = _single(left, precision)
    _, last, name = _single(right, precision)
    if not first < last:
        raise ValueError(f"[{left}..{right}] ends before it begins")
    return _within(first, last, phase), name


def _within(first, last, phase):
    """The bounds of what lies in a span of days."""
    result = {}
    if phase != "end":
        result.update(earliestBegin=first, latestBegin=last)
    if phase != "begin":
        result.update(earliestEnd=first, latestEnd=last)
    return result
