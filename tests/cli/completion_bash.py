# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion in bash, at a terminal: what is typed and Tab, and the line that comes of it."""
import os
import re
import shutil
import tempfile

import tap
from terminal import Terminal

BASH = shutil.which("bash")
if not BASH:
    tap.skip_all("bash is missing (Debian package: bash)")
HOME = tempfile.mkdtemp(prefix="furat-bash.")
QUERIES = os.path.join(HOME, "data", "furat", "queries")
os.makedirs(QUERIES)
os.mkdir(os.path.join(HOME, "folder"))
for name in ("data.ttl", "data.txt", "my.furat"):
    with open(os.path.join(HOME, name), "w"):
        pass
with open(os.path.join(QUERIES, "mine-alone.rq"), "w") as file:
    file.write("#+ title: One of my own\nSELECT * { ?x fur:place ?_where_iri }\n")
os.mkdir(os.path.join(HOME, "bin"))
with open(os.path.join(HOME, "bin", "furat"), "w") as file:
    file.write(f'#!/bin/sh\nexec "{os.environ["FURAT"]}" "$@"\n')
os.chmod(os.path.join(HOME, "bin", "furat"), 0o755)
SCRIPT = os.path.join(os.environ["top_srcdir"], "completion", "furat.bash")
CASES = (("commands", "furat que", "furat query "),
         ("options", "furat query --res", "furat query --results "),
         ("values behind =", "furat query --color=n", "furat query --color=never "),
         ("documents", "furat load -s my.furat data.tt", "furat load -s my.furat data.ttl "),
         ("canned queries", "furat run foug", "furat run fought "),
         ("one of one's own", "furat run mine", "furat run mine-alone "),
         ("parameters", "furat run fought act", "furat run fought actor="),
         ("of one's own query, too", "furat run mine-alone w", "furat run mine-alone where="),
         ("names", "furat run fought actor=داعش", "furat run fought actor=داعش "),
         ("by a word inside", "furat run fought actor=mos", r"furat run fought actor=Civilians\ in\ Mosul "),
         ("with the article that was typed", "furat run held-by place=الرق", "furat run held-by place=الرقة "),
         ("things with their prefix", "furat run held-by place=place:mos", "furat run held-by place=place:mosul "),
         ("blanks outside of quotes", "furat run held-by place=Baghdad-a", r"furat run held-by place=Baghdad\ airport "),
         ("behind one that stands", r"furat run held-by place=Baghdad\ a", r"furat run held-by place=Baghdad\ airport "),
         ("in double quotes", 'furat run held-by place="Baghdad-a', 'furat run held-by place="Baghdad airport" '),
         ("behind a blank in them", 'furat run held-by place="Baghdad a', 'furat run held-by place="Baghdad airport" '),
         ("in single quotes", "furat run held-by place='Baghdad a", "furat run held-by place='Baghdad airport' "),
         ("around the whole word", 'furat run held-by "place=Baghdad a', 'furat run held-by "place=Baghdad airport" '),
         ("other signs", "furat run held-by place=Baghuz-not", r"furat run held-by place=Baghuz\ \(not\ Baghuz\ Fawqani\) "),
         ("these in quotes", 'furat run held-by place="Baghuz (n', 'furat run held-by place="Baghuz (not Baghuz Fawqani)" '))

with Terminal([BASH, "--norc", "--noprofile", "-i"], HOME, columns=200, INPUTRC="/dev/null",
              XDG_DATA_HOME=os.path.join(HOME, "data"),
              PATH=os.path.join(HOME, "bin") + ":" + os.environ.get("PATH", "/usr/bin:/bin")) as t:
    t.line(f"cd; PS1='READY> '; . '{SCRIPT}'; bind 'set bell-style none'; echo LOADED")
    t.expect("\nLOADED")
    # What stands in the line is written out, so that the way of drawing it does not matter.
    t.line("show() { printf '<<%s>>\\n' \"$READLINE_LINE\"; READLINE_LINE=; }; bind -x '\"\\C-t\": show'")
    for name, typed, wanted in CASES:
        t.expect("READY> ")
        t.send(typed + "\t")
        t.control("t")
        found = t.expect(r"<<furat [^\n]*>>") or ""
        seen = re.findall(r"<<(furat [^\n]*)>>", found)
        tap.case(f"bash: {name}", seen == [wanted], f"{typed!r} became {seen!r}")
        t.line("")
    t.expect("READY> ")
    t.send("furat run fought actor=\t\t\t")
    found = t.expect(r"isis")
    tap.case("bash: what the data have, without a letter", found is not None, t.seen[-500:])
shutil.rmtree(HOME)
tap.done()
