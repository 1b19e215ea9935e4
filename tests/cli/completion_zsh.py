# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion in zsh, at a terminal: what is typed and Tab, and the line that comes of it."""
import os
import re
import shutil
import tempfile

import tap
from terminal import Terminal

ZSH = shutil.which("zsh")
if not ZSH:
    tap.skip_all("zsh is missing (Debian package: zsh)")
HOME = tempfile.mkdtemp(prefix="furat-zsh.")
QUERIES = os.path.join(HOME, "data", "furat", "queries")
os.makedirs(QUERIES)
with open(os.path.join(QUERIES, "mine-alone.rq"), "w") as file:
    file.write("#+ title: One of my own\nSELECT * { ?x fur:place ?_where_iri }\n")
os.mkdir(os.path.join(HOME, "folder"))
for name in ("data.ttl", "data.txt", "my.furat"):
    with open(os.path.join(HOME, name), "w"):
        pass
os.mkdir(os.path.join(HOME, "bin"))
with open(os.path.join(HOME, "bin", "furat"), "w") as file:
    file.write(f'#!/bin/sh\nexec "{os.environ["FURAT"]}" "$@"\n')
os.chmod(os.path.join(HOME, "bin", "furat"), 0o755)
FOLDER = os.path.join(os.environ["top_srcdir"], "completion")
CASES = (("commands", "furat que", "furat query "),
         ("options", "furat query --res", "furat query --results "),
         ("values", "furat query --results ts", "furat query --results tsv "),
         ("values behind =", "furat query --color=n", "furat query --color=never "),
         ("documents", "furat load -s my.furat data.tt", "furat load -s my.furat data.ttl "),
         ("stores", "furat info -s m", "furat info -s my.furat "),
         ("documents behind =", "furat query --data=data.tt", "furat query --data=data.ttl "),
         ("folders", "furat export --release f", "furat export --release folder/"),
         ("canned queries", "furat run foug", "furat run fought "),
         ("parameters", "furat run fought act", "furat run fought actor="),
         ("names", "furat run fought actor=داعش", "furat run fought actor=داعش "),
         ("by a word inside", "furat run fought actor=mos", r"furat run fought actor=Civilians\ in\ Mosul "),
         ("with the article that was typed", "furat run held-by place=الرق", "furat run held-by place=الرقة "),
         ("blanks outside of quotes", "furat run held-by place=Baghdad-a", r"furat run held-by place=Baghdad\ airport "),
         ("behind one that stands", r"furat run held-by place=Baghdad\ a", r"furat run held-by place=Baghdad\ airport "),
         ("in double quotes", 'furat run held-by place="Baghdad a', r"furat run held-by place=Baghdad\ airport "),
         ("in single quotes", "furat run held-by place='Baghdad a", r"furat run held-by place=Baghdad\ airport "),
         ("one of one's own", "furat run mine", "furat run mine-alone "),
         ("its parameters", "furat run mine-alone w", "furat run mine-alone where="),
         ("things with their prefix", "furat run held-by place=place:mos", "furat run held-by place=place:mosul "))

with Terminal([ZSH, "-f", "-i"], HOME, columns=120,
              XDG_DATA_HOME=os.path.join(HOME, "data"),
              PATH=os.path.join(HOME, "bin") + ":" + os.environ.get("PATH", "/usr/bin:/bin")) as t:
    t.line(f"cd; PS1='READY> '; fpath=({FOLDER} $fpath); autoload -U compinit; compinit -u -D; "
           "setopt no_beep no_list_beep; bindkey -e; print LOADED")
    t.expect("\nLOADED")
    # What stands in the line is written out, so that the way of drawing it does not matter.
    t.line("show() { zle -I; print -r -- \"<$BUFFER>\"; BUFFER= }; zle -N show; bindkey '^T' show")
    for name, typed, wanted in CASES:
        t.expect("READY> ")
        t.send(typed + "\t")
        t.control("t")
        found = t.expect(r"<furat [^>]*>") or ""
        seen = re.findall(r"<(furat [^>]*)>", found)
        tap.case(f"zsh: {name}", seen == [wanted], f"{typed!r} became {seen!r}")
        t.line("")
shutil.rmtree(HOME)
tap.done()
