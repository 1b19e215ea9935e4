# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing undone, no path of somebody's machine, no code commented out, no heading broken in two."""
import re

import source

# Put together from parts, so that this file does not find itself.
_UNDONE = re.compile(r"\b(" + "|".join(("TO" "DO", "FIX" "ME", "XX" "X", "HA" "CK")) + r")\b")
# A made-up name such as x or user is nobody's.
_MACHINE = re.compile(
    r"(?<![\w.:/%}])/(" + "|".join(("home", "work", "root", "Users")) + r")/(?!x\b|user\b)\w")
_CODE = re.compile(
    r"^\s*//\s*("
    r"(if|for|while|switch)\s*\(.*\)\s*\{?"
    r"|return\b[^.]*;|else\s*\{|\}|#\s*(include|define|if|endif)\b.*"
    r"|[\w\->.\[\]*]+\s*[-+|&]?=[^=].*;|\w+\([^()]*(\([^()]*\))*[^()]*\);)\s*$")


def _problem(path, line):
    match = _UNDONE.search(line)
    if match:
        return match.group(1), f"{match.group(1)}: finish it"
    match = _MACHINE.search(line)
    if match:
        return "path", f"a path of one machine: {match.group(0)}..."
    if path.endswith((".c", ".h")) and (_CODE.match(line) or re.match(r"\s*#\s*if\s+0\b", line)):
        return "code", "code that is commented out"
    if path.endswith((".c", ".h")) and re.match(r"// -{20,}$", line):
        return "heading", "a heading whose words are not in its line"
    return None


def _findings():
    paths = source.files(".c", ".h", ".sh", ".py", ".mk", ".ac", ".am", ".rq", ".md", ".awk",
                         below=("src", "tests", "docs", "queries", "man"))
    for path in paths:
        for number, line in enumerate(source.read(path).split("\n"), 1):
            problem = _problem(path, line)
            if problem:
                yield path, number, problem[0], problem[1]


source.report("words", list(_findings()))
