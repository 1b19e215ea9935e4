# SPDX-License-Identifier: GPL-3.0-or-later
"""TAP for Python tests:  import tap;  tap.case(name, passed, text);  tap.done()

A script that stops before tap.done() has printed no plan, so it counts as failed.
"""
import signal
import sys

# In the background of a shell it is ignored, and the programs that are tested would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

_count = 0
_failed = 0


def case(name, passed, text=""):
    """One case; `text` is shown when it failed.  Returns `passed`."""
    global _count, _failed
    _count += 1
    if not passed:
        _failed += 1
    print(f"{'ok' if passed else 'not ok'} {_count} - {_clean(name)}")
    if not passed and text:
        for line in str(text)[:4000].splitlines():
            print(f"# {line}")
    sys.stdout.flush()
    return passed


def skip(name, reason):
    """One case that cannot run here."""
    global _count
    _count += 1
    print(f"ok {_count} - {_clean(name)} # SKIP {reason}")


def skip_all(reason):
    """The whole script cannot run here; ends it."""
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def done():
    """The plan; ends the script, with status 1 when a case failed."""
    print(f"1..{_count}")
    sys.exit(1 if _failed else 0)


def _clean(name):
    return " ".join(str(name).replace("#", "\\#").split())
