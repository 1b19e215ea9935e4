# SPDX-License-Identifier: GPL-3.0-or-later
"""Random keys, as fast as the terminal takes them, in windows of random sizes: at the end the shell
still answers, and Ctrl-D ends it.  What happens depends on the clock as well as on the seed, which is
printed, so this runs when it is asked for: FURAT_MONKEY_SECONDS: how long each seed takes;
FURAT_MONKEY_SEED: the first seed; FURAT_MONKEY_SEEDS: how many (6).
"""
import os
import random
import re
import shutil
import signal
import tempfile
import time

import tap
from terminal import PATIENCE, Terminal

FURAT = os.environ["FURAT"]
SEED = int(os.environ.get("FURAT_MONKEY_SEED", random.randrange(1 << 30)))
SECONDS = float(os.environ.get("FURAT_MONKEY_SECONDS", "0"))
SEEDS = int(os.environ.get("FURAT_MONKEY_SEEDS", "6"))

KEYS = ["\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[3~", "\x1b[1;5C", "\x1b[Z",
        "\x1b[15~", "\x1b[5~", "\x1b[6~", "\x7f", "\t", "\r", "\n", "\x1b\r", "\x1b", "\x14", "\x1bz"]
KEYS += [chr(ord(letter) - 96) for letter in "abcefghklnoprtuwxy"] + ["\x1f"]
KEYS += ["\x1b" + letter for letter in "bfduytlcrpn<>.&*?#_-50\\"]
KEYS += ["\x12mo", "\x12AS", "\x18sS", "\x1bp.\r", "\x1bpzz\r", "\x1bnA", "\x1bp\r", "\x16\t", "\x16\x01",
         "\x18(", "\x18)", "\x18e", "\x18\x18", "\x18\x15", "\x18\x7f", "\x15\x15", "\x1b-\x1b5",
         "\x1d?", "\x12\x12", "\x12\x13\x7f", "\x13s\x12\x1b[A", "\x12{\r", "\x12\x1b[200~د\n\x1b[201~", "\x1b\x1d{", "\x1b\x07", "\x1b[", "\x12\x18\x1d", "\x12\x18a", "\x18\x12", "\x1d",
         "\x1b5\x1d", "\x00", "\x10\x10", "\x10x", "\x10x\x1bp", "\x1b\x10", "\x18\x05", "\x1ba", "\x1be", "\x1bE", "\x1bQ"]
VI = ["\x1bk", "\x1bkx", "\x1bkx/", "\x1bj", "\x1b/A\r", "\x1b/.\r", "\x1b?S\r", "\x1bn", "\x1bN", "\x1bdd", "\x1bcw", "\x1bu",
      "\x1bU", "\x1b3x", "\x1bd5", "\x1b5d3w", "\x1bp", "\x1bP", "\x1b.", "i", "A", "R", "\x1bv", "\x1bfe",
      "\x1b;", "\x1b,", "\x1bre", "\x1b3re", "\x1by$", "\x1bd", "\x1bc", "\x1b\x05", "\x1bma", "\x1b`a",
      "\x1bG", "\x1b5G", "\x1b~", "\x1b#", "\x1b_", "\x1b@a", "\x1b=", "\x1b*", "\x1b|", "\x1b%", "\x1bC"]
TEXTS = ["SELECT ", "?x ", "{", "}", "(", ")", "\"", "'''", "ex:a ", "<http://e/a>", " . ", ";", "# c",
         "داعش", "مُحَمَّد", "日本", "👨\u200d👩\u200d👧", "e\u0301\u0323", "\u202e", "ASK {}", ".mode ", ".help",
         "PREFIX x: <http://x/>", "{ ?s ?p ?o } LIMIT 1", ".set _x 5", ".labels on", ".read /etc/\t\t"]
BYTES = [b"\xff\xfe", b"\xd9", b"\xe6\x97", b"\xc0\x80", b"a\x00b", b"\xf0\x9f\x91", b"\xed\xa0\x80"]
PLACES = [{"term": "xterm-256color"}, {"term": "dumb"}, {"term": "vt100"},
          {"term": "xterm-256color", "LC_ALL": "C"}]
EMACS_KEYS = r'''
"\C-xs": forward-search-history
"\e[5~": history-search-backward
"\e[6~": history-search-forward
"\ez": history-substring-search-backward
"\C-t": "\eZ\e5\C-]"
'''


def some_keys(chance, vi):
    what = chance.random()
    if what < 0.5:
        return chance.choice(KEYS + VI if vi else KEYS)
    if what < 0.87:
        return chance.choice(TEXTS)
    if what < 0.9:
        return chance.choice(BYTES)
    if what < 0.95:
        end = "" if chance.random() < 0.1 else "\x1b[201~"
        return f"\x1b[200~{chance.choice(TEXTS)}\n{chance.choice(TEXTS)}{end}"
    if what < 0.953:
        return (chance.choice(TEXTS) + chance.choice(["", "\r"])) * 40
    return "\x03"


def disturb(t, chance):
    if chance.random() < 0.02:
        for _ in range(chance.choice([1, 1, 20])):
            t.resize(chance.choice([1, 2, 3, chance.randrange(1, 200)]), chance.randrange(1, 30))
    if chance.random() < 0.003:
        os.kill(t.pid, signal.SIGSTOP)
        os.kill(t.pid, signal.SIGCONT)


def play(t, chance, vi):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and t.wait(0) is None:
        for _ in range(chance.randrange(1, 8)):
            disturb(t, chance)
            t.send(some_keys(chance, vi))
        pause = chance.choice([0, 0, 0.001, 0.02])
        while t.read_more(pause) and time.monotonic() < end:
            pass
        t.skip()


def still_answers(t):
    """Whatever state the keys have left: a paste that goes on, a search, a question, vi's mode."""
    end = time.monotonic() + PATIENCE
    t.resize(60, 16)
    while time.monotonic() < end and t.wait(0) is None:
        t.send("\x1b[201~\x03")
        if t.expect(r"furat> ", 2):
            t.send("\x03.monkey\r")
            if t.expect(r"no command \.monkey", 3):
                return True
    return False


def leave(t):
    """Ctrl-D, again where Ctrl-C has dropped it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and t.wait(0) is None:
        t.send("\x03")
        t.expect(r"furat> ", 1)
        t.send("\x04")
        t.wait(1)


def monkey(seed):
    chance = random.Random(seed)
    vi = chance.random() < 0.4
    inputrc = os.path.join(home, "inputrc")
    with open(inputrc, "w", encoding="utf-8") as out:
        out.write("set editing-mode vi\n" if vi else EMACS_KEYS)
    place = PLACES[seed % len(PLACES)]
    what = f"{place.get('LC_ALL', '')} {place['term']} {'vi' if vi else 'emacs'}".strip()
    with Terminal([FURAT, "shell", "--data", data], home, columns=60, rows=16,
                  INPUTRC=inputrc, VISUAL="true", PAGER="cat", **place) as t:
        alive = False
        try:
            t.expect(r"> ", PATIENCE)
            t.resize(chance.choice([1, 2, 60, 200]), 16)
            play(t, chance, vi)
            # The keys may have said so.
            quitted = t.status == 0 and re.search(r"quit|exit", t.seen)
            alive = bool(quitted) or still_answers(t)
            if t.status is None:
                leave(t)
        except OSError as error:  # the terminal is gone
            what += f", {error}"
        status = t.wait(PATIENCE if alive else 1)
        report = re.search(r".*(ERROR: |runtime error)[\s\S]{0,3000}", t.seen)
        tap.case(f"{what}: random keys, then an answer and the end", alive and status == 0,
                 f"seed {seed}, answers {alive}, status {status}\n" +
                 (report.group() if report else repr(t.seen[-1000:])))


if not SECONDS:
    tap.skip_all("FURAT_MONKEY_SECONDS says how long to press random keys")
home = tempfile.mkdtemp(prefix="furat-monkey.")
os.chdir(home)
data = os.path.join(home, "data.ttl")
with open(data, "w", encoding="utf-8") as file:
    file.write('<http://e/a> <http://e/b> 7 , "داعش"@ar , "日本" .')
print(f"# seed {SEED}")
for number in range(SEEDS):
    monkey(SEED + number)
os.chdir("/")
shutil.rmtree(home, ignore_errors=True)
tap.done()
