# SPDX-License-Identifier: GPL-3.0-or-later
"""What a terminal is told beside results, by the shell and by commands: notes, hints, greetings."""
import os
import re
import tempfile

import tap
from terminal import Terminal

FURAT = os.environ["FURAT"]


def said(arguments, home, **how):
    """All that a command says at a terminal, and its status."""
    with Terminal([FURAT, *arguments], home, **how) as t:
        status = t.wait()
        return t.seen.replace("\r\n", "\n"), status


def names(home):
    text, _ = said(["query", "--no-pager", "--param", "who=داعش", "SELECT ?x { ?who a ?x }"], home)
    tap.case("the value of a parameter that is a name of a thing is told of",
             "it would match with actor:isis (a thing of that name, not a text)" in text, text)


def main():
    with tempfile.TemporaryDirectory() as home:
        names(home)
    tap.done()


main()
