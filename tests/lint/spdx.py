# SPDX-License-Identifier: GPL-3.0-or-later
"""Each source file opens with its licence; C says next, in at most 11 lines, what the file does."""
import source

LINE = "SPDX-License-Identifier: GPL-3.0-or-later"
HEAD_LINES = range(2, 13)


def _head_length(lines):
    for number, line in enumerate(lines):
        if not line.startswith("//"):
            return number
    return len(lines)


def _findings():
    for path in source.files(".c", ".h", ".sh", ".py", ".mk"):
        lines = source.read(path).split("\n")
        at = 1 if lines[0].startswith("#!") else 0
        if len(lines) <= at or not lines[at].endswith(LINE):
            yield path, at + 1, "licence", f"the line '{LINE}' is missing"
        elif path.endswith((".c", ".h")) and _head_length(lines) not in HEAD_LINES:
            yield path, 1, "head", \
                f"the head has {_head_length(lines)} comment lines, not 2 to 12"


source.report("spdx", list(_findings()))
