# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions of at most 100 lines and files of at most 800; functions over 60 are only named."""
import source

HARD_LINES = 100
SOFT_LINES = 60
FILE_LINES = 800


def _findings():
    for path in source.files(".c", ".h"):
        text = source.read(path)
        n_lines = text.count("\n")
        if n_lines > FILE_LINES:
            yield path, FILE_LINES, "file", f"{n_lines} lines, over {FILE_LINES}"
        for name, first, last in source.functions(text):
            length = last - first - 1
            if length > HARD_LINES:
                yield path, first, name, f"{name} has {length} lines, over {HARD_LINES}"
            elif length > SOFT_LINES:
                print(f"# {path}:{first}: note: {name} has {length} lines")


source.report("sizes", list(_findings()))
