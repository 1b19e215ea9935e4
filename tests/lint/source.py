# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lints share: the files of the tree, C without comments, exemptions, the report.

A lint is a script `LINT.py [ROOT]` that looks at the tree below ROOT (the source tree when it is
left out), and prints one TAP case whose diagnostics name file:line.  A finding is a tuple
(path, line, key, text); exemptions.txt may excuse (lint, path, key) with a reason.
"""
import os
import re
import sys

import tap

# Include arrows point to a lower level only, and never sideways.
LEVELS = {
    "base": 0, "rdf": 1, "io": 2, "store": 2, "sparql": 2, "func": 2, "load": 3, "plan": 3,
    "exec": 4, "engine": 5, "results": 6, "redland": 6, "shacl": 7, "cli": 8, "shell": 9, "http": 9,
}
MAIN_LEVEL = 10

_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def root():
    return sys.argv[1] if len(sys.argv) > 1 else os.environ.get("top_srcdir", ".")


def files(*suffixes, below=("src", "tests")):
    """Paths relative to the root, sorted, of the files that end in one of the suffixes."""
    found = []
    for top in below:
        for folder, folders, names in os.walk(os.path.join(root(), top)):
            folders[:] = [f for f in folders if not f.startswith(".") and f != "__pycache__"]
            found += [os.path.join(folder, n) for n in names if n.endswith(suffixes)]
    return sorted(os.path.relpath(path, root()) for path in found)


def read(path):
    with open(os.path.join(root(), path), encoding="utf-8", errors="replace") as stream:
        return stream.read()


def folder_of(path):
    """The folder below src/ of a path such as src/io/reader.c, or "" for src/main.c."""
    parts = path.split("/")
    return parts[1] if parts[0] == "src" and len(parts) > 2 else ""


def level_of(path):
    return LEVELS.get(folder_of(path), MAIN_LEVEL)


def strip(text, strings=True):
    """C text with comments, and unless told otherwise the insides of literals, blanked out."""
    def blank(match):
        token = match.group(0)
        if token[0] == "/":
            return re.sub(r"[^\n]", " ", token)
        return token[0] + " " * (len(token) - 2) + token[-1] if strings else token
    return _TOKEN.sub(blank, text)


def line_at(text, offset):
    return text.count("\n", 0, offset) + 1


def functions(text):
    """(name, first line, last line) of each function, by the brace that starts in column 0."""
    lines = strip(text).split("\n")
    start = None
    for number, line in enumerate(lines, 1):
        if line.startswith("{"):
            start = number
        elif line.startswith("}") and start is not None:
            name = _function_name(lines[:start - 1])
            if name:
                yield name, start, number
            start = None


def _function_name(lines_before):
    for line in reversed(lines_before[-12:]):
        match = re.match(r"(?:\w[\w\s*]*[\s*])?(\w+)\(", line)
        if match:
            return match.group(1)
        if line.strip() in ("", "}"):
            return None
    return None


def exemptions(lint):
    """{(path, key)} excused from a lint; each line of the file ends with its reason."""
    excused = set()
    try:
        text = read("tests/lint/exemptions.txt")
    except FileNotFoundError:
        return excused
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            name, path, key, _reason = line.split(None, 3)
            if name == lint:
                excused.add((path, key))
    return excused


def report(lint, findings):
    """Print the case of a lint; an exemption that excuses nothing is a finding too."""
    excused = exemptions(lint)
    used = {(f[0], f[2]) for f in findings}
    left = [f for f in findings if (f[0], f[2]) not in excused]
    for path, key in sorted(excused - used):
        left.append(("tests/lint/exemptions.txt", 0, key, f"{lint} {path} {key} is not needed"))
    text = "\n".join(f"{path}:{line}: {message}" for path, line, _key, message in left)
    tap.case(lint, not left, text)
    tap.done()
