# SPDX-License-Identifier: GPL-3.0-or-later
"""Each file of src/ and tests/ is named in a local.mk, so that it is built and distributed, and
what a local.mk names is there: what only one working copy has would miss in the archive."""
import os
import re

import source


def _named():
    makefiles = source.files(".mk", below=("src", "tests", "man"))
    if os.path.exists(os.path.join(source.root(), "Makefile.am")):
        makefiles.append("Makefile.am")
    text = "".join(source.read(path).replace("\\\n", " ") + "\n" for path in makefiles)
    text = re.sub(r"^#.*", "", text, flags=re.M)
    words = set(re.sub(r"[=+]", " ", text).split())
    # EXTRA_DIST takes a folder whole.
    folders = [w + "/" for w in words if os.path.isdir(os.path.join(source.root(), w))]
    return words, tuple(folders)


def _findings():
    words, folders = _named()
    for path in source.files("", below=("src", "tests")):
        name, suffix = os.path.splitext(path)
        if suffix == ".mk" or os.path.basename(path).startswith("."):
            continue
        if path in words or (suffix == ".c" and name in words):
            continue
        if not path.startswith(folders):
            yield path, 1, "listed", "no local.mk names it"
    for word in sorted(words):
        full = os.path.join(source.root(), word)
        if re.fullmatch(r"(src|tests)/[\w./-]+\.(c|h|py|sh|txt|toml|ttl|rq|awk|head|md)", word) \
                and not os.path.exists(full):
            yield word, 1, "missing", f"{word} is missing, and a local.mk names it"


source.report("listed", list(_findings()))
