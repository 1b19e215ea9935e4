# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of the papers do what they show.

examples.py            run every ```console block and compare; one case a command
examples.py --update   write what the program says now into the papers
examples.py [--update] PAPER...   the same with these papers alone, such as SHELL.md

Commands run at a terminal of 90 columns.  In a block, `$ ` starts a command and `> ` goes on with it; what follows up to the next command is
its output, with what it writes on standard error.  A command whose output has lines
with the shell's prompt is a session: what stands behind a prompt is typed.  The blocks of a paper run one after the other in one folder that is empty at first.
The EXAMPLES of the manual page are run as well, in a folder with the files that they name.
"""
import difflib
import glob
import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile

import tap
from terminal import Terminal

TOP = os.environ["top_srcdir"]
FURAT = os.environ["FURAT"]
TYPED = re.compile(r"^(furat[*!]?| +[{(\[]| +-| +\"\"\"| +''')> ?")
PROMPT = r"(^|[\r\n])(furat[*!]?| +[{(\[]| +-| +\"\"\"| +''')> "
COLUMNS = 90


def papers():
    return [os.path.join(TOP, "README.md"), *sorted(glob.glob(os.path.join(TOP, "docs", "*.md")))]


def blocks(text):
    """(start, end) of the lines inside each console block."""
    lines = text.split("\n")
    start = None
    for i, line in enumerate(lines):
        if start is None and line.strip() == "```console":
            start = i + 1
        elif start is not None and line.strip() == "```":
            yield start, i
            start = None


def commands(lines):
    """(command lines, output lines) of a block."""
    found = []
    for line in lines:
        if line.startswith("$ "):
            found.append(([line], []))
        elif found and line.startswith("> ") and not found[-1][1]:
            found[-1][0].append(line)
        elif found:
            found[-1][1].append(line)
    return found


def environment(home):
    programs = os.path.join(home, "bin")
    os.makedirs(programs, exist_ok=True)
    link = os.path.join(programs, "furat")
    if not os.path.exists(link):
        with open(link, "w") as file:
            file.write(f'#!/bin/sh\nexec "{FURAT}" "$@"\n')
        os.chmod(link, 0o755)
    env = {"HOME": home, "PATH": programs + ":" + os.environ.get("PATH", "/usr/bin:/bin"),
           "LC_ALL": "C.UTF-8", "TERM": "dumb", "INPUTRC": "/dev/null"}
    for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"):
        if name in os.environ:
            env[name] = os.environ[name]
    return env


def lines_of(transcript):
    return re.sub(r"\r+\n", "\n", transcript).split("\n")


def run_command(command, folder, env):
    """What somebody at a terminal sees, and the exit status."""
    with terminal(command, folder, env) as t:
        status = t.wait(120)
        while t._read(0.1):
            pass
        lines = lines_of(t.seen)
    return lines[:-1] if lines[-1] == "" else lines, status


def terminal(command, folder, env):
    others = {name: value for name, value in env.items() if name not in ("HOME", "TERM")}
    return Terminal(["/bin/sh", "-c", f'cd "{folder}" && {command}'], env["HOME"],
                    columns=COLUMNS, **others)


def run_session(command, output, folder, env):
    """Type what stands behind the prompts; returns the whole transcript."""
    typed = [TYPED.sub("", line) for line in output if TYPED.match(line)]
    with terminal("exec " + command, folder, env) as t:
        for line in typed:
            t.expect(PROMPT)
            t.line(line)
        t.expect(PROMPT)
        t.control("d")
        t.wait()
        lines = [line.rstrip() for line in lines_of(t.seen)]
    while lines and lines[-1] in ("", "furat>"):
        lines.pop()
    return lines


def is_session(output):
    return any(line.startswith("furat>") for line in output)


def check_paper(path, update):
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    folder = tempfile.mkdtemp(prefix="furat-docs.")
    env = environment(tempfile.mkdtemp(prefix="furat-home."))
    name = os.path.basename(path)
    fresh, done = [], 0
    for start, end in blocks("\n".join(lines)):
        fresh += lines[done:start]
        done = end
        for given, output in commands(lines[start:end]):
            command = "\n".join(line[2:] for line in given)
            if is_session(output):
                actual = run_session(command, output, folder, env)
            else:
                actual, _ = run_command(command, folder, env)
            fresh += given + actual
            if not update:
                diff = "\n".join(difflib.unified_diff(output, actual, "paper", "program", lineterm=""))
                tap.case(f"{name}: {command}", output == actual, diff)
    fresh += lines[done:]
    if update and fresh != lines:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(fresh))
        print(f"# {path} was updated")
    shutil.rmtree(folder)
    shutil.rmtree(env["HOME"])


def manual_examples():
    listing = subprocess.run([FURAT, "--help"], stdout=subprocess.PIPE, check=True).stdout.decode()
    names = re.findall(r"^  ([a-z]+) ", listing.split("Commands:", 1)[1].split("\n\n", 1)[0], re.M)
    examples = {}
    for name in ["", *names]:
        for text in page_examples(name):
            examples.setdefault(text, "furat" + ("-" + name if name else ""))
    return examples


def page_examples(name):
    page = subprocess.run([FURAT, "help", "--man", *([name] if name else [])], stdout=subprocess.PIPE,
                          check=True).stdout.decode()
    section = page.split("\n.SH EXAMPLES\n", 1)[-1].split("\n.SH ", 1)[0].split("\n") \
        if "\n.SH EXAMPLES\n" in page else []
    for i, line in enumerate(section):
        if line == ".TP":
            text = section[i + 1].replace("\\-", "-").replace("\\(aq", "'").replace("\\(ti", "~")
            yield text.replace("\\(ha", "^").replace("\\&", "").replace("\\e", "\\")


def check_manual():
    folder = tempfile.mkdtemp(prefix="furat-docs.")
    env = environment(tempfile.mkdtemp(prefix="furat-home."))
    fixtures = os.path.join(TOP, "tests", "docs", "fixtures")
    shutil.copytree(fixtures, folder, dirs_exist_ok=True)
    os.chmod(folder, 0o700)  # a source tree may be read-only
    with open(os.path.join(folder, "data.nq"), "rb") as plain:
        with gzip.open(os.path.join(folder, "more.nq.gz"), "wb") as packed:
            packed.write(plain.read())
    n = 0
    # Loads come first: the others ask what they made.
    examples = manual_examples()
    for command in sorted(examples, key=lambda text: ("furat load" not in text, "furat backup" in text)):
        n += 1
        done = subprocess.run(["/bin/sh", "-c", command], cwd=folder, env=env, timeout=120,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        tap.case(f"{examples[command]}.1: {command}", done.returncode == 0, done.stdout.decode())
    tap.case("the manual pages have examples", n > 20, n)
    shutil.rmtree(folder)
    shutil.rmtree(env["HOME"])


update = "--update" in sys.argv[1:]
wanted = [name for name in sys.argv[1:] if name != "--update"]
for paper in papers():
    if os.path.exists(paper) and (not wanted or os.path.basename(paper) in wanted):
        check_paper(paper, update)
if not update and wanted:
    tap.done()
elif not update:
    check_manual()
    tap.done()
