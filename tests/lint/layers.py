# SPDX-License-Identifier: GPL-3.0-or-later
"""Includes point only to folders of a lower level, or stay in their own folder."""
import os
import re

import source

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.MULTILINE)


def _problem(path, target):
    folder, other = source.folder_of(path), target.split("/")[0]
    if "/" not in target:
        return f'"{target}" is not named from src/, as in "base/arena.h"'
    if not os.path.exists(os.path.join(source.root(), "src", target)):
        return f'"{target}" is not below src/'
    if other not in source.LEVELS:
        return f"{other}/ has no level in tests/lint/source.py"
    if folder == other or source.LEVELS[other] < source.level_of(path):
        return None
    return f"{folder}/ (level {source.level_of(path)}) includes " \
           f"{other}/ (level {source.LEVELS[other]})"


def _findings():
    for path in source.files(".c", ".h", below=("src",)):
        if source.folder_of(path) not in source.LEVELS and path != "src/main.c":
            yield path, 1, "folder", "its folder has no level in tests/lint/source.py"
            continue
        text = source.strip(source.read(path), strings=False)
        for match in _INCLUDE.finditer(text):
            problem = _problem(path, match.group(1))
            if problem:
                yield path, source.line_at(text, match.start(1)), match.group(1), problem


source.report("layers", list(_findings()))
