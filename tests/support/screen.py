# SPDX-License-Identifier: GPL-3.0-or-later
"""A program on a screen that is emulated, for golden screens:

    with Screen([furat, "shell", "--data", data], home, columns=60, rows=12) as s:
        s.wait_for("furat>")
        s.send(CTRL["l"])
        s.until(lambda s: s.rows == ["furat>"])
        s.send("ASK {}" + ENTER)
        s.golden("an answer", '''
            furat> ASK {}
            true
            furat>
            ''', cursor=(2, 7))

What is waited for may take long on a busy machine; nothing sleeps, and what never comes fails.
Blanks at the end of a row and empty rows at the end of the screen do not count.  A row that has
scrolled off the top is in s.scrolled.  Characters without a width (vowel marks, isolates) stand
behind the cell that they follow, as they were written.
"""
import os
import textwrap
import time

import tap
from terminal import PATIENCE, Terminal

try:
    import pyte
    from wcwidth import wcwidth
except ImportError:
    tap.skip_all("pyte is missing (Debian package: python3-pyte)")

ENTER, TAB, ESCAPE, BACKSPACE = "\r", "\t", "\x1b", "\x7f"
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
HOME, END, DELETE = "\x1b[H", "\x1b[F", "\x1b[3~"
CTRL = {letter: chr(ord(letter) - ord("a") + 1) for letter in "abcdefghijklmnopqrstuvwxyz"}


def paste(text):
    """What a terminal sends when `text` is pasted where bracketed paste is on."""
    return f"\x1b[200~{text}\x1b[201~"


class _Emulator(pyte.Screen):
    """pyte, but for what has no width: pyte drops it with all that follows."""

    def __init__(self, columns, rows, answer, reflows):
        self.scrolled = []
        self._answer = answer
        self._reflows = reflows
        self._wrapped = set()  # rows that go on in the next one
        super().__init__(columns, rows)

    def write_process_input(self, data):
        self._answer(data)

    def draw(self, data):
        for char in data:
            if wcwidth(char) > 0:
                if wcwidth(char) == 2 and self.cursor.x == self.columns - 1:
                    self.cursor.x = self.columns  # half of it never stands at the edge
                if self.cursor.x == self.columns:
                    self._wrapped.add(self.cursor.y)
                super().draw(char)
            elif self.cursor.x > 0:
                self._hang(char, self.cursor.x - 1)

    def _hang(self, char, x):
        line = self.buffer[self.cursor.y]
        if line[x].data == "" and x > 0:  # behind a wide character
            x -= 1
        line[x] = line[x]._replace(data=line[x].data + char)

    def index(self):
        if self.cursor.y == self.lines - 1 and not self.margins:
            self.scrolled.append(self.row(0))
            self._wrapped = {y - 1 for y in self._wrapped if y > 0}
        super().index()

    def erase_in_line(self, how=0, private=False):
        super().erase_in_line(how, private)
        self._wrapped.discard(self.cursor.y)

    def erase_in_display(self, how=0, *arguments, **options):
        super().erase_in_display(how, *arguments, **options)
        self._wrapped = {y for y in self._wrapped if y < self.cursor.y and how == 0}

    def _wrap_again(self, columns):
        """As most terminals do when their width changes: a line that was wrapped is one line."""
        rows, wrapped, cursor, line, old = [], set(), (0, 0), [], self.columns
        for y in range(self.lines):
            at = len(line) + min(self.cursor.x, old - 1)
            line += [self.buffer[y][x] for x in range(old)]
            if y == self.cursor.y:
                cursor = len(rows) + at // columns, at % columns
            if y not in self._wrapped:
                while line and line[-1].data == " ":
                    line.pop()
                pieces = [line[i:i + columns] for i in range(0, max(len(line), 1), columns)]
                wrapped.update(range(len(rows), len(rows) + len(pieces) - 1))
                rows += pieces
                line = []
        while len(rows) > max(self.lines, cursor[0] + 1) and not rows[-1]:
            rows.pop()
        above = max(0, min(len(rows) - self.lines, cursor[0]))
        self._wrapped = {y - above for y in wrapped if y >= above}
        for y in range(self.lines):
            self.buffer.pop(y, None)
            for x, char in enumerate(rows[above + y] if above + y < len(rows) else []):
                self.buffer[y][x] = char
        self.cursor.y, self.cursor.x = cursor[0] - above, cursor[1]

    def resize(self, lines, columns):
        """As xterm does: the row of the cursor stays, rows below it go first."""
        if self._reflows and columns != self.columns:
            self._wrap_again(columns)
        while self.cursor.y >= lines:
            self.scrolled.append(self.row(0))
            for y in range(self.lines - 1):
                self.buffer[y] = self.buffer[y + 1]
            self.buffer.pop(self.lines - 1, None)
            self.cursor.y -= 1
        for y in [y for y in self.buffer if y >= lines]:
            self.buffer.pop(y)
        for line in self.buffer.values():
            for x in [x for x in line if x >= columns]:
                line.pop(x)
        self.cursor.x = min(self.cursor.x, columns - 1)
        self.lines, self.columns = lines, columns
        self.set_margins()

    def row(self, y):
        line = self.buffer[y]
        return "".join(line[x].data for x in range(self.columns)).rstrip()


class Screen(Terminal):
    def __init__(self, arguments, home, term="xterm-256color", columns=80, rows=24,
                 reflows=False, mute=False, **environment):
        """`reflows`: wrap lines again when the width changes, as most terminals but xterm do.
        `mute`: do not tell where the cursor is."""
        super().__init__(arguments, home, term=term, columns=columns, rows=rows, **environment)
        self._screen = _Emulator(columns, rows, (lambda data: None) if mute else self.send, reflows)
        self._stream = pyte.Stream(self._screen)
        self._fed = 0

    @property
    def rows(self):
        """The texts of the rows, without the empty ones at the end."""
        rows = [self._screen.row(y) for y in range(self._screen.lines)]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    @property
    def text(self):
        return "\n".join(self.rows)

    @property
    def scrolled(self):
        return self._screen.scrolled

    @property
    def cursor(self):
        """(row, column) from 0; the column may be one behind the last."""
        return self._screen.cursor.y, self._screen.cursor.x

    def styles(self, y):
        """The runs of row `y` that have a style: [("SELECT", "blue bold"), ...]."""
        runs, before = [], None
        for x in range(self._screen.columns):
            char = self._screen.buffer[y][x]
            words = [] if char.fg == "default" else [char.fg]
            words += [] if char.bg == "default" else [f"on-{char.bg}"]
            words += [name for name in ("bold", "italics", "underscore", "reverse")
                      if getattr(char, name)]
            style = " ".join(words)
            if style and style == before:
                runs[-1] = (runs[-1][0] + char.data, style)
            elif style:
                runs.append((char.data, style))
            before = style
        return runs

    def resize(self, columns, rows=24):
        self.update()
        self._screen.resize(rows, columns)
        super().resize(columns, rows)

    def update(self, timeout=0.0):
        """Take in what has come; False when nothing came in `timeout` seconds."""
        came = self._read(timeout)
        for _ in range(64):  # what never stops to come must be looked at too
            if not came or not self._read(0):
                break
        self._stream.feed(self.seen[self._fed:])
        self._fed = len(self.seen)
        return came

    def until(self, condition, timeout=PATIENCE):
        """Wait until condition(self) holds; whether it does."""
        end = time.monotonic() + timeout
        self.update()
        while not condition(self):
            left = end - time.monotonic()
            if left <= 0 or (not self.update(min(left, 1.0)) and self._is_over()):
                return condition(self)
        return True

    def _is_over(self):
        if self.status is None:
            self.wait(timeout=0.05)
            self.update()
        return self.status is not None

    def wait_for(self, text, timeout=PATIENCE):
        """Wait until the text stands on the screen; whether it does."""
        return self.until(lambda s: text in s.text, timeout)

    def wait_gone(self, text, timeout=PATIENCE):
        """Wait until the text stands nowhere on the screen."""
        return self.until(lambda s: text not in s.text, timeout)

    def golden(self, name, expected, cursor=None, styles=None, timeout=PATIENCE):
        """A test case: the screen becomes `expected` (a text, indented as the test is, or a list
        of rows), the cursor stands at (row, column), rows have the styles {row: [(text, style)]}.
        """
        if isinstance(expected, str):
            expected = textwrap.dedent(expected).strip("\n").split("\n")
        wanted = [line.rstrip() for line in expected]
        while wanted and not wanted[-1]:
            wanted.pop()

        def holds(s):
            return (s.rows == wanted and cursor in (None, s.cursor)
                    and all(s.styles(y) == runs for y, runs in (styles or {}).items()))
        passed = self.until(holds, timeout)
        return tap.case(name, passed, "" if passed else self._difference(wanted, cursor, styles))

    def _difference(self, wanted, cursor, styles):
        lines = ["the screen:"] + self.rows + ["wanted:"] + wanted
        lines.append(f"cursor: {self.cursor}, wanted: {cursor or 'anywhere'}")
        for y, runs in (styles or {}).items():
            lines += [f"styles of row {y}: {self.styles(y)}", f"wanted: {runs}"]
        return "\n".join(f"|{line!r}" if not line.isprintable() else f"|{line}"
                         for line in lines)
