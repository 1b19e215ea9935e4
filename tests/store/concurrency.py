# SPDX-License-Identifier: GPL-3.0-or-later
"""Several processes on one store: snapshots, one writer at a time, readers that died."""
import os
import signal
import subprocess
import tempfile
import time

import tap

ACTOR = os.path.join(os.environ["top_builddir"], "tests", "store", "actor")
FURAT = os.environ["FURAT"]
N_COMMITS = 150


def actor(*arguments):
    return subprocess.run([ACTOR, *arguments], capture_output=True, text=True, check=False)


def start(*arguments):
    return subprocess.Popen([ACTOR, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def ask(process):
    """One more look of a `hold` process at its snapshot."""
    process.stdin.write("\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def end(process):
    process.stdin.close()
    process.wait()
    process.stdout.close()
    process.stderr.close()
    return process.returncode


def snapshots(path):
    actor("write", path, "5")
    readers = [start("hold", path) for _ in range(3)]
    first = [reader.stdout.readline().strip() for reader in readers]
    tap.case("readers see the last commit", first == ["5"] * 3, first)
    writer = start("write", path, "60")
    seen = set()
    for _ in range(30):
        late = actor("verify", path)
        seen.add(late.stdout.strip() if late.returncode == 0 else late.stdout + late.stderr)
    kept = [ask(reader) for reader in readers]
    tap.case("and keep it while a writer commits", kept == ["5"] * 3, kept)
    tap.case("each new reader sees one whole commit", all(s.isdigit() for s in seen), seen)
    tap.case("the writer does not wait for them", end(writer) == 0)
    tap.case("nor do they wait for anything", [end(reader) for reader in readers] == [0] * 3)
    tap.case("a reader after it sees its last commit", actor("verify", path).stdout == "65\n")


def one_writer(path, document):
    locker = start("lock", path)
    locker.stdout.readline()
    busy = subprocess.run([FURAT, "load", "--no-wait", "-s", path, document],
                          capture_output=True, text=True, check=False)
    tap.case("a second writer is told that the store is busy",
             busy.returncode == 3 and "being changed by somebody else" in busy.stderr,
             busy.stderr)
    waiting = subprocess.Popen([FURAT, "load", "--wait", "-q", "-s", path, document])
    time.sleep(0.5)
    tap.case("or waits", waiting.poll() is None)
    tap.case("readers go on", actor("verify", path).returncode == 0)
    for command in (["load", "--wait", "-q", "-s", path, document],
                    ["update", "-s", path, "CLEAR DEFAULT"]):
        impatient = subprocess.Popen([FURAT, *command], stderr=subprocess.PIPE)
        time.sleep(0.5)
        impatient.send_signal(signal.SIGINT)
        try:
            said = impatient.communicate(timeout=20)[1]
        except subprocess.TimeoutExpired:
            impatient.kill()
            said = impatient.communicate()[1]
        tap.case("an interrupt ends the wait of furat %s" % command[0],
                 impatient.returncode == 130 and b"interrupted" in said,
                 (impatient.returncode, said))
    end(locker)
    tap.case("until the other has ended", waiting.wait(60) == 0)
    locker = start("lock", path)
    locker.stdout.readline()
    locker.kill()
    end(locker)
    after = subprocess.run([FURAT, "load", "--no-wait", "-q", "-s", path, document], check=False)
    tap.case("a writer that was killed holds nobody up", after.returncode == 0)


def replaced(folder):
    path = os.path.join(folder, "replaced")
    other = os.path.join(folder, "other")
    actor("write", path, "5")
    actor("write", other, "9")
    held = start("hold", path)
    held.stdout.readline()
    backup = [FURAT, "backup", "--force", "-q", "-s", other, path]
    refused = subprocess.run(backup, capture_output=True, text=True, check=False)
    tap.case("a store that somebody has open is not replaced", refused.returncode == 3 and
             "is open in another program" in refused.stderr, refused.stderr)
    tap.case("and can be opened", actor("verify", path).stdout == "5\n")
    tap.case("no copy stays", not [n for n in os.listdir(folder) if n.startswith("replaced.")])
    end(held)
    tap.case("afterwards it is", subprocess.run(backup, check=False).returncode == 0 and
             actor("verify", path).stdout == "9\n")


def growth(path, reader):
    """Bytes that the file grows by in commits that replace each other's data."""
    actor("write", path, "50")
    held = start("hold", path)
    held.stdout.readline()
    if reader == "killed":
        held.kill()
    if reader != "alive":
        end(held)
    before = os.path.getsize(path)
    actor("write", path, str(N_COMMITS))
    grown = os.path.getsize(path) - before
    if reader == "alive":
        end(held)
    return grown


def stale_readers(folder):
    grown = {reader: growth(os.path.join(folder, reader), reader)
             for reader in ("none", "killed", "alive")}
    print("# bytes grown in %d commits: %s" % (N_COMMITS, grown))
    tap.case("a reader that was killed does not let the file grow",
             grown["killed"] <= grown["none"] * 1.2 + 65536, grown)
    tap.case("one that is alive keeps its pages", grown["alive"] > grown["none"], grown)


def main():
    if not os.path.exists(ACTOR):
        tap.skip_all("tests/store/actor was not built")
    with tempfile.TemporaryDirectory(prefix="furat-test.") as folder:
        document = os.path.join(folder, "one.nt")
        with open(document, "w", encoding="utf-8") as stream:
            stream.write("<https://example.org/x> <https://example.org/y> \"z\" .\n")
        snapshots(os.path.join(folder, "snapshots"))
        one_writer(os.path.join(folder, "writers"), document)
        stale_readers(folder)
        replaced(folder)
    tap.done()


main()
