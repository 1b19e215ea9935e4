# SPDX-License-Identifier: GPL-3.0-or-later
"""A program at a terminal of our own:  t = Terminal([furat, "shell"]);  t.expect("furat> ")

Nothing of the user's reaches it: HOME is a folder that the test gives, INPUTRC is empty, TERM is
"dumb" unless told, the locale is C.UTF-8.
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

import tap

PATIENCE = float(os.environ.get("FURAT_PATIENCE", "60"))
SIGNALS = (b"\x03", b"\x1a", b"\x1c")

# A bare chroot has none; a test that needs one is skipped as a whole.
try:
    for _fd in pty.openpty():
        os.close(_fd)
except OSError as error:
    tap.skip_all(f"no pseudo terminal: {error}")


class Terminal:
    def __init__(self, arguments, home, term="dumb", columns=80, rows=24, **environment):
        env = {"HOME": home, "INPUTRC": "/dev/null", "TERM": term, "LC_ALL": "C.UTF-8",
               "PATH": os.environ.get("PATH", "/usr/bin:/bin"), **environment}
        for name in ("FURAT_DATADIR", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS",
                     "TSAN_OPTIONS", "LD_LIBRARY_PATH"):
            if name in os.environ:
                env.setdefault(name, os.environ[name])
        self.seen = ""       # all that came
        self._rest = ""      # what no expect() has passed yet
        self._bytes = b""    # an unfinished character
        self.status = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            # The size must stand before the program asks for it.
            self._set_size(0, columns, rows)
            os.execve(arguments[0], arguments, env)
        os.set_blocking(self.fd, False)

    @staticmethod
    def _set_size(fd, columns, rows):
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns, rows=24):
        self._set_size(self.fd, columns, rows)
        os.kill(self.pid, signal.SIGWINCH)

    def _edits(self):
        """Whether a program reads keys: no line editor of the terminal's own takes them."""
        try:
            return not termios.tcgetattr(self.fd)[3] & termios.ICANON
        except termios.error:
            return True

    def send(self, text, ahead=False):
        """Type a text (or bytes).  What the program writes meanwhile is read: it may have to go on
        with that before it reads on.  OSError when the terminal is gone or nobody reads it.

        The program may have written its last answer and not yet have the terminal back, which
        would take some keys itself and show others: typing waits for the program, but for
        `ahead` and for what begins with a key that is a signal."""
        data = text if isinstance(text, bytes) else text.encode()
        end = time.monotonic() + PATIENCE
        while not ahead and data[:1] not in SIGNALS and not self._edits():
            if self.wait(0.005) is not None:
                break
            if time.monotonic() > end:
                raise TimeoutError(f"nobody asks for {text!r}")
        end = time.monotonic() + PATIENCE
        while data:
            _, room, _ = select.select([], [self.fd], [], 0)
            if room:
                data = data[os.write(self.fd, data):]
                end = time.monotonic() + PATIENCE
            elif not self._read(0.05) and time.monotonic() > end:
                raise TimeoutError("nobody reads what is typed")

    def read_more(self, timeout=0.0):
        """Take in what has come; False when nothing came in `timeout` seconds."""
        return self._read(timeout)

    def line(self, text):
        self.send(text + "\r")

    def control(self, letter):
        self.send(chr(ord(letter.upper()) - 64))

    def _read(self, timeout):
        """False when nothing came or the terminal is closed."""
        ready, _, _ = select.select([self.fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self._bytes += data
        text = self._bytes.decode("utf-8", "ignore" if not data else "replace")
        # A character that is cut stays for the next time.
        cut = 0
        while cut < 3 and cut < len(self._bytes) and text.endswith("\ufffd"):
            cut += 1
            text = self._bytes[:-cut].decode("utf-8", "replace")
        self._bytes = self._bytes[len(self._bytes) - cut:] if cut else b""
        self.seen += text
        self._rest += text
        return bool(data)

    def skip(self):
        """What has come is passed: expect() looks at what comes from now on."""
        self._rest = ""

    def expect(self, pattern, timeout=PATIENCE):
        """Wait for a regular expression; returns what came up to its end, or None."""
        end = time.monotonic() + timeout
        while True:
            match = re.search(pattern, self._rest)
            if match:
                passed, self._rest = self._rest[:match.end()], self._rest[match.end():]
                return passed
            left = end - time.monotonic()
            if left <= 0 or not (self._read(left) or re.search(pattern, self._rest)):
                return None

    def ask(self, text, prompt=r"furat> "):
        """Enter a line; what the program says until its prompt comes again."""
        self.line(text)
        return self.expect(prompt)

    def wait(self, timeout=PATIENCE):
        """The exit status (negative: the signal), or None while it still runs."""
        end = time.monotonic() + timeout
        while self.status is None and time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                # Its last words may still be in the terminal.
                while self._read(0):
                    pass
            else:
                self._read(0.02)
        return self.status

    def close(self):
        """End it if it still runs."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.status = -signal.SIGKILL
        os.close(self.fd)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
