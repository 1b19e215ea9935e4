# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions that no source file may call, and those that only some may.

Memory is asked for in base/memory.c alone, so that each allocation can be made to fail, and clocks
are read in base/clock.c.  Nothing
below the command line and the shell prints or ends the program.
"""
import re

import source

NOWHERE = {
    "sprintf": "has no bound: use snprintf or a buffer",
    "vsprintf": "has no bound: use vsnprintf or a buffer",
    "strcpy": "has no bound", "stpcpy": "has no bound", "strcat": "has no bound",
    "strncpy": "may leave out the final NUL", "strncat": "counts the wrong thing",
    "atoi": "cannot report an error", "atol": "cannot report an error",
    "atoll": "cannot report an error", "atof": "cannot report an error",
    "strtok": "keeps hidden state", "gets": "has no bound",
    "scanf": "reports too little", "sscanf": "reports too little", "fscanf": "reports too little",
    "alloca": "cannot fail", "system": "runs a shell", "popen": "runs a shell",
    "tmpnam": "races", "tempnam": "races", "mktemp": "races",
    "setjmp": "skips clean-up", "longjmp": "skips clean-up",
    "localtime": "is not thread-safe: use the _r form",
    "gmtime": "is not thread-safe: use the _r form",
    "asctime": "is not thread-safe", "ctime": "is not thread-safe",
    "rand": "is not seeded", "srand": "is hidden state",
}
MEMORY = ("malloc", "calloc", "realloc", "reallocarray", "aligned_alloc", "posix_memalign",
          "free", "strdup", "strndup", "asprintf", "vasprintf", "getline", "getdelim",
          "open_memstream")
MEMORY_FILE = "src/base/memory.c"
CLOCK_FILE = "src/base/clock.c"
OUTPUT = ("printf", "vprintf", "puts", "putchar", "perror", "exit", "_exit", "_Exit",
          "quick_exit", "abort", "err", "errx", "warn", "warnx")
STREAMS = ("stdout", "stderr")
OUTPUT_LEVEL = source.LEVELS["cli"]

_CALL = re.compile(r"(?<![\w.])(?<!->)(\w+)\s*\(")
_WORD = re.compile(r"(?<![\w.])(?<!->)(" + "|".join(STREAMS) + r")\b")


def _problem(path, name):
    if name in NOWHERE:
        return f"{name} {NOWHERE[name]}"
    if name in MEMORY and path != MEMORY_FILE:
        return f"{name} outside {MEMORY_FILE}: use base/memory.h"
    if name == "clock_gettime" and path != CLOCK_FILE:
        return f"{name} outside {CLOCK_FILE}: use base/clock.h"
    if name in OUTPUT + STREAMS and source.level_of(path) < OUTPUT_LEVEL:
        return f"{name} below the command line: report an error instead"
    return None


def _findings():
    for path in source.files(".c", ".h", below=("src",)):
        text = source.strip(source.read(path))
        text = re.sub(r"^[ \t]*#[ \t]*include[^\n]*", "", text, flags=re.MULTILINE)
        for pattern in (_CALL, _WORD):
            for match in pattern.finditer(text):
                problem = _problem(path, match.group(1))
                if problem:
                    yield path, source.line_at(text, match.start()), match.group(1), problem


source.report("banned", list(_findings()))
