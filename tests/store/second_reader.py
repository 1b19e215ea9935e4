# SPDX-License-Identifier: GPL-3.0-or-later
"""A store is what docs/FORMAT.md says: a reader written from that page finds in it what was put in."""
import os
import subprocess
import sys
import tempfile

import tap

sys.path.insert(0, os.path.join(os.environ["top_srcdir"], "tests", "store"))
import read_store  # noqa: E402 (the path comes first)

program = os.path.join(os.environ["top_builddir"], "tests", "store", "make_store")
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "graph.furat")
    made = subprocess.run([program, path], capture_output=True, text=True, check=False)
    tap.case("make_store makes a store", made.returncode == 0, made.stderr)
    expected = set(made.stdout.splitlines())
    try:
        lines, prefixes = read_store.read_store(path)
        text = ""
    except read_store.Damaged as error:
        lines, prefixes, text = [], {}, str(error)
    tap.case("blocks, terms, sums and statistics are as described", not text, text)
    missing = sorted(expected - set(lines))[:5]
    extra = sorted(set(lines) - expected)[:5]
    tap.case("the quads are those that were put in", not missing and not extra,
             f"missing: {missing}\nextra: {extra}")
    tap.case("prefixes are found", prefixes == {"ex": "https://example.org/"}, prefixes)
    if read_store.xxh3:
        with open(path, "r+b") as stream:
            data = bytearray(stream.read())
            # A byte in the middle of a block of a leaf page, where only a checksum can tell.
            at = data.index(b"https://example.org/id/actor/1")
            data[at] ^= 1
            stream.seek(0)
            stream.write(data)
        try:
            read_store.read_store(path)
            found = False
        except (read_store.Damaged, UnicodeDecodeError):
            found = True
        tap.case("checksums are as described", found)
    else:
        tap.skip("checksums are as described", "libxxhash.so.0 is missing")
tap.done()
