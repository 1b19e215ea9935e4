# SPDX-License-Identifier: GPL-3.0-or-later
"""Each lint finds what it is for: small trees that it must reject, and one it must accept."""
import os
import subprocess
import sys
import tempfile

import tap

HERE = os.path.join(os.environ["top_srcdir"], "tests", "lint")
SPDX = "// SPDX-License-Identifier: GPL-3.0-or-later\n// What this file does.\n"
UNDONE = "TO" "DO"
LONG = SPDX + "int\nlong_one(int n)\n{\n" + "  n++;\n" * 101 + "  return n;\n}\n"

# Lint, path of the file at fault, its text, what the finding must say.
BAD = [
    ("layers.py", "src/base/a.c", SPDX + '\n#include "io/b.h"\n', "src/base/a.c:4: base/ (level 0)"),
    ("layers.py", "src/store/a.c", SPDX + '#include "io/b.h"\n', "store/ (level 2) includes io/"),
    ("layers.py", "src/io/a.c", SPDX + '#include "b.h"\n', "not named from src/"),
    ("layers.py", "src/io/a.c", SPDX + '#include "rdf/none.h"\n', "is not below src/"),
    ("layers.py", "src/new/a.c", SPDX, "has no level"),
    ("third_party.py", "src/cli/a.c", SPDX + "#include <serd/serd.h>\n", "src/io/ alone"),
    ("third_party.py", "src/io/a.c", SPDX + "#  include <lmdb.h>\n", "src/store/ alone"),
    ("third_party.py", "src/rdf/a.c", SPDX + "#include <utf8proc.h>\n", "src/base/ alone"),
    ("banned.py", "src/cli/a.c", SPDX + "int f(char *s) { return sprintf(s, s); }\n", ":3: sprintf"),
    ("banned.py", "src/rdf/a.c", SPDX + "void *f(void) { return malloc (1); }\n", "malloc outside"),
    ("banned.py", "src/rdf/a.c", SPDX + "void f(void) { clock_gettime(0, 0); }\n", "use base/clock.h"),
    ("banned.py", "src/rdf/a.c", SPDX + "void f(void) { exit(1); }\n", "exit below"),
    ("banned.py", "src/rdf/a.c", SPDX + "void f(void) { fputs(s, stderr); }\n", "stderr below"),
    ("sizes.py", "src/rdf/a.c", LONG, "src/rdf/a.c:5: long_one has 102 lines"),
    ("sizes.py", "src/rdf/a.c", SPDX + "\n" * 800, "802 lines"),
    ("spdx.py", "src/rdf/a.c", "int x;\n", "src/rdf/a.c:1: the line"),
    ("spdx.py", "src/rdf/a.c", SPDX.split("\n", maxsplit=1)[0] + "\nint x;\n", "has 1 comment lines"),
    ("spdx.py", "tests/x.sh", "#!/bin/sh\ntrue\n", "tests/x.sh:2: the line"),
    ("words.py", "src/rdf/a.c", SPDX + f"// {UNDONE}: more\n", "src/rdf/a.c:3: " + UNDONE),
    ("words.py", "tests/x.sh", "cat /" "home/me/x\n", "a path of one machine"),
    ("words.py", "src/rdf/a.c", SPDX + "  // n = count(x) + 1;\n", "commented out"),
    ("words.py", "src/rdf/a.c", SPDX + "#if 0\n#endif\n", "commented out"),
    ("words.py", "src/rdf/a.c", SPDX + "// " + "-" * 80 + "\n// groups\n", "whose words are not"),
    ("listed.py", "tests/local.mk", "EXTRA_DIST += tests/none.txt\n", "tests/none.txt is missing"),
    ("listed.py", "src/rdf/lost.c", SPDX, "src/rdf/lost.c:1: no local.mk"),
    ("headers.sh", "src/rdf/a.h", SPDX + "size_t furat_n(void);\n", "src/rdf/a.h:1: does not"),
    ("format.sh", "src/rdf/a.c", SPDX + "int   x;\n", "src/rdf/a.c:3:"),
    ("shell.sh", "tests/x.sh", "#!/bin/sh\nunused=1\n", "tests/x.sh:2:"),
]

GOOD_MAKE = ("# SPDX-License-Identifier: GPL-3.0-or-later\n"
             "libfurat_la_SOURCES += src/io/b.h src/io/b.c\\\n src/base/c.h\n")
GOOD = {
    "src/base/c.h": SPDX + '\n#ifndef FURAT_BASE_C_H\n#define FURAT_BASE_C_H\n\n'
                    '#include <stddef.h>\n\nsize_t\nfurat_n(void);\n\n#endif\n',
    "src/io/b.h": SPDX + '\n#ifndef FURAT_IO_B_H\n#define FURAT_IO_B_H\n\n#include "base/c.h"\n\n'
                  'typedef size_t furat_m;\n\n#endif\n',
    "src/io/b.c": SPDX + '\n#include "io/b.h"\n\n#include "base/c.h"\n\n'
                  '// Why malloc() is not called here; it = "an explanation".\n'
                  'static const char *const text = "sprintf(s); // ' + 'exit(1)";\n'
                  '\nsize_t\nfurat_n(void)\n{\n  return text[0] != 0;\n}\n',
    "src/io/local.mk": GOOD_MAKE,
    "tests/x.sh": "#!/bin/sh\n# SPDX-License-Identifier: GPL-3.0-or-later\necho \"$1\"\n",
    "tests/local.mk": GOOD_MAKE.split("\n", maxsplit=1)[0] + "\nTAP_TESTS += tests/x.sh\n",
}


def run_lint(lint, tree):
    """The output of a lint over a tree of these files."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in {"src/io/b.h": SPDX, "src/rdf/z.h": SPDX, **tree}.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as stream:
                stream.write(text)
        os.makedirs(os.path.join(root, "tests"), exist_ok=True)
        return run([os.path.join(HERE, lint), root])


def run(command):
    interpreter = [sys.executable] if command[0].endswith(".py") else ["sh"]
    return subprocess.run(interpreter + command, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout


def skipped(output):
    return output.startswith("1..0") or "# SKIP" in output.split("\n", maxsplit=1)[0]


def check(name, output, passed):
    if skipped(output):
        tap.skip(name, output.split("SKIP", 1)[1].split("\n", 1)[0].strip())
    else:
        tap.case(name, passed, output)


def check_globals():
    """globals.sh reads an archive, not the tree."""
    os.environ["FURAT_INSTRUMENTED"] = "no"
    code = SPDX + ("struct pair { const char *name; };\n"
                   "extern const struct pair furat_t[]; const struct pair furat_t[] = {{\"a\"}};\n"
                   "int %s(void); int %s(void) {\n%s  return 1;\n}\n")
    for name, function, body, wanted in (
            ("finds a static variable", "furat_f", "  static int n; n++;\n", "not ok 1"),
            ("finds a name without prefix", "next", "", "not ok 2"),
            ("accepts tables of constants", "furat_f", "", None)):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a")
            with open(path + ".c", "w", encoding="utf-8") as stream:
                stream.write(code % (function, function, body))
            subprocess.run(f"{os.environ.get('CC', 'cc')} -g -fPIC -c -o '{path}.o' '{path}.c' && "
                           f"ar cr '{path}.a' '{path}.o'", shell=True, check=True)
            found = run([os.path.join(HERE, "globals.sh"), path + ".a"])
            check(f"globals.sh {name}", found,
                  wanted in found if wanted else "not ok" not in found)


for bad_lint, bad_path, bad_text, wanted in BAD:
    files = {bad_path: bad_text}
    if bad_lint == "third_party.py":
        files["src/base/c.c"] = SPDX + "#include <utf8proc.h>\n#include <stdio.h>\n"
    found = run_lint(bad_lint, files)
    check(f"{bad_lint} finds: {wanted}", found, "not ok 1" in found and wanted in found)
for good_lint in sorted({bad[0] for bad in BAD}):
    found = run_lint(good_lint, dict(GOOD, **{"src/rdf/local.mk": "src/rdf/z.h"})
                     if good_lint == "listed.py" else GOOD)
    check(f"{good_lint} accepts a clean tree", found, "ok 1" in found and "not ok" not in found)
check_globals()
tap.done()
