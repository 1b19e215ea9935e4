# SPDX-License-Identifier: GPL-3.0-or-later
"""What may go wrong around a store: killed processes, full disks, short reads and writes, damaged
and foreign files, extreme data.  A store holds exactly its last commit afterwards, or what reads
it says what is wrong; nothing crashes, and nothing wrong is told without an error.

FURAT_FAULTS=N kills about N processes and damages 5 N stores (the usual run is short);
FURAT_TEST_SEED says which.
"""
import os
import random
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

import read_store
import tap

TOP = os.environ["top_builddir"]
ACTOR = os.path.join(TOP, "tests", "store", "actor")
FURAT = os.environ["FURAT"]
INSTRUMENTED = os.environ.get("FURAT_INSTRUMENTED", "no") != "no"
N_FAULTS = int(os.environ.get("FURAT_FAULTS", "24"))
SEED = int(os.environ.get("FURAT_TEST_SEED", str(random.randrange(1 << 32))))
RANDOM = random.Random(SEED)


def run(*command, **options):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                          **options)


def furat(*arguments, **options):
    return run(FURAT, *arguments, **options)


def text(path):
    """All quads of a store, sorted; None with an error where it cannot be read."""
    result = furat("export", "--format", "nquads", "-s", path)
    return result.stdout if result.returncode == 0 else None


def is_sound(path):
    return furat("check", "-q", "-s", path).returncode == 0


def write_document(path, first, n):
    with open(path, "w", encoding="utf-8") as stream:
        for i in range(first, first + n):
            stream.write('<https://example.org/s%d> <https://example.org/p%d> "value %d" '
                         '<https://example.org/g%d> .\n' % (i // 5, i % 7, i, i % 3))


def crashed(result):
    return result.returncode < 0 or result.returncode > 130 or \
        b"Sanitizer" in result.stderr or b"runtime error: " in result.stderr


# ---------------------------------------------------------------- killed processes

def kill_later(command, longest):
    """Run a command and kill it at a random moment.  Whether it was still running."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
    time.sleep(RANDOM.random() * longest)
    running = process.poll() is None
    process.kill()
    output = process.communicate()[0]
    return running, output


def kill_updates(folder, n):
    path = os.path.join(folder, "updates.furat")
    wrong = []
    n_killed = 0
    for _ in range(n):
        running, output = kill_later([ACTOR, "write", path, "100000"], 0.2)
        n_killed += running
        told = int(output.split()[-1]) if output.split() else 0
        if not os.path.exists(path):
            continue
        found = run(ACTOR, "verify", path, text=True)
        # The number of the last commit may be lost on its way out.
        last = int(found.stdout) if found.returncode == 0 else -1
        if last < told or not is_sound(path):
            wrong.append((told, found.stdout, found.stderr))
    tap.case("an update that is killed leaves the last commit (%d times)" % n_killed,
             not wrong and n_killed > n // 2, wrong[:5])


def kill_loads(folder, n):
    path = os.path.join(folder, "loads.furat")
    documents = [os.path.join(folder, name) for name in ("first.nq", "second.nq")]
    write_document(documents[0], 0, 3000)
    write_document(documents[1], 2000, 60000)
    furat("load", "-q", "-s", path, documents[0])
    before = text(path)
    kept = os.path.join(folder, "kept.furat")
    shutil.copy(path, kept)
    started = time.monotonic()
    furat("load", "-q", "-s", path, documents[1])
    longest = (time.monotonic() - started) * 1.2
    after = text(path)
    shutil.copy(kept, path)
    wrong = []
    n_killed = n_done = 0
    for i in range(n):
        running, _ = kill_later([FURAT, "load", "-q", "-s", path, documents[1]], longest)
        n_killed += running
        now = text(path)
        if now not in (before, after) or not is_sound(path):
            wrong.append(i)
        if now == after:
            n_done += 1
            shutil.copy(kept, path)
    print("# %d of %d loads were committed before they were killed" % (n_done, n))
    tap.case("a load that is killed loads all or nothing (%d times)" % n_killed,
             not wrong and n_killed > n // 4 and before != after, wrong[:5])
    left = [name for name in os.listdir(folder)
            if name not in ("updates.furat", "updates.furat-lock", "loads.furat",
                            "loads.furat-lock", "kept.furat", "first.nq", "second.nq")]
    tap.case("and leaves no files", not left, left)
    return kept, before


def kill_new_loads(folder, n):
    path = os.path.join(folder, "new.furat")
    document = os.path.join(folder, "second.nq")
    furat("load", "-q", "-s", path, document)
    whole = text(path)
    wrong = []
    n_killed = 0
    for i in range(n):
        for name in (path, path + "-lock"):
            if os.path.exists(name):
                os.unlink(name)
        running, _ = kill_later([FURAT, "load", "-q", "-s", path, document], 0.4)
        n_killed += running
        if os.path.exists(path) and text(path) not in (b"", whole):
            wrong.append(i)
        elif furat("load", "-q", "-s", path, document).returncode or text(path) != whole:
            wrong.append(i)
    tap.case("a new store that is there is whole, and can be loaded (%d times)" % n_killed,
             not wrong, wrong)


def kill_backups(folder, n):
    path = os.path.join(folder, "new.furat")
    furat("load", "-q", "-s", path, os.path.join(folder, "second.nq"))
    whole = text(path)
    target = os.path.join(folder, "backup.furat")
    wrong = []
    n_killed = n_done = 0
    for i in range(n):
        running, _ = kill_later([FURAT, "backup", "-q", "-s", path, target], 0.08)
        n_killed += running
        if os.path.exists(target):
            n_done += 1
            if text(target) != whole:
                wrong.append(i)
            os.unlink(target)
    left = [name for name in os.listdir(folder) if name.startswith("backup.furat.")]
    print("# %d of %d backups were whole before they were killed" % (n_done, n))
    tap.case("a backup that is killed is whole or not there (%d times)" % n_killed,
             not wrong and text(path) == whole and not left, (wrong, left))


# ---------------------------------------------------------------------- full disks

def limit_files(n_bytes, ignore):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN if ignore else signal.SIG_DFL)
    return limit


def full_disks(folder, kept, before, n):
    path = os.path.join(folder, "full.furat")
    document = os.path.join(folder, "second.nq")
    wrong = []
    n_failed = 0
    for _ in range(n):
        shutil.copy(kept, path)
        size = os.path.getsize(path)
        # pylint: disable-next=subprocess-popen-preexec-fn
        result = furat("load", "-q", "-s", path, document,
                       preexec_fn=limit_files(size + RANDOM.randrange(3 << 18), True))
        n_failed += result.returncode == 3
        now = text(path)
        if result.returncode not in (0, 3) or not is_sound(path) or \
                (result.returncode == 3 and now != before):
            wrong.append((result.returncode, result.stderr))
    tap.case("a file that may not grow (%d times)" % n_failed, not wrong and n_failed, wrong[:5])
    backup = os.path.join(folder, "full-backup.furat")
    result = furat("backup", "-q", "-s", kept, backup, preexec_fn=limit_files(50000, True))
    tap.case("a backup that finds no room", result.returncode == 3 and not os.path.exists(backup),
             result.stderr)
    export = os.path.join(folder, "full.nq")
    result = furat("export", "-s", kept, "-o", export, preexec_fn=limit_files(50000, True))
    tap.case("an export that finds no room", result.returncode == 3 and not os.path.exists(export),
             result.stderr)


def small_disk(folder, kept, before):
    disk = os.path.join(folder, "disk")
    os.mkdir(disk)
    if os.geteuid() != 0 or run("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk).returncode:
        tap.skip("a disk of one megabyte", "no permission to mount one")
        return
    try:
        path = os.path.join(disk, "small.furat")
        shutil.copy(kept, path)
        result = furat("load", "-q", "-s", path, os.path.join(folder, "second.nq"))
        tap.case("a disk of one megabyte", result.returncode == 3 and text(path) == before
                 and is_sound(path), result.stderr)
    finally:
        run("umount", disk)


# ----------------------------------------------------------- short reads and writes

def short_io(folder):
    library = os.path.join(folder, "short_io.so")
    source = os.path.join(os.environ["top_srcdir"], "tests", "store", "short_io.c")
    built = run("sh", "-c", "%s -shared -fPIC -O1 -o '%s' '%s' -ldl" % (
        os.environ.get("CC", "cc"), library, source))
    if INSTRUMENTED or built.returncode:
        tap.skip("short reads and writes", "no library can be preloaded here")
        return
    document = os.path.join(folder, "first.nq")
    whole = os.path.join(folder, "whole.furat")
    furat("load", "-q", "-s", whole, document)
    for what, name in (("r", "reads"), ("w", "writes"), ("rw", "reads and writes")):
        path = os.path.join(folder, "short-%s.furat" % what)
        environment = dict(os.environ, LD_PRELOAD=library, FURAT_SHORT=what)
        result = furat("load", "-q", "-s", path, document, env=environment)
        same = result.returncode == 0 and text(path) == text(whole) and is_sound(path)
        failed = result.returncode == 3 and (not os.path.exists(path) or is_sound(path))
        tap.case("short %s" % name, same or (failed and "w" in what), result.stderr)


# ------------------------------------------------------------------- damaged files

def damage(data):
    """A copy that is cut, or has bits flipped, bytes replaced or a piece zeroed."""
    data = bytearray(data)
    kind = RANDOM.randrange(5)
    at = RANDOM.randrange(len(data))
    if kind == 0:
        del data[at:]
    elif kind == 1:
        data[at:at + 4096] = bytes(len(data[at:at + 4096]))
    elif kind == 2:
        data[at:at + 8] = RANDOM.randbytes(len(data[at:at + 8]))
    else:
        for _ in range(1 if kind == 3 else 16):
            data[RANDOM.randrange(len(data))] ^= 1 << RANDOM.randrange(8)
    return bytes(data)


QUERIES = (
    ("query", "--results", "csv", "SELECT ?s ?o { GRAPH ?g { ?s <https://example.org/p3> ?o } }"
     " ORDER BY ?s ?o"),
    ("query", "--results", "csv", "SELECT ?p { GRAPH ?g { <https://example.org/s17> ?p ?o } }"
     " ORDER BY ?p"),
)


WRITERS = (
    ("load", "-q", "-s", "{store}", "{folder}/second.nq"),
    ("update", "-s", "{store}", "DELETE {{ ?s <https://example.org/p3> ?o }}"
     " INSERT {{ ?s <https://example.org/q> ?o }} WHERE {{ ?s <https://example.org/p3> ?o }}"),
    ("backup", "-q", "-f", "-s", "{store}", "{folder}/copy.furat"),
)


def damaged(folder, kept, before, n):
    with open(kept, "rb") as stream:
        data = stream.read()
    answers = [furat(*query, "-s", kept).stdout for query in QUERIES]
    path = os.path.join(folder, "damaged.furat")
    worked = os.path.join(folder, "worked.furat")
    crashes, lies = [], []
    n_found = n_refused = 0
    for i in range(n):
        state = RANDOM.getstate()
        with open(path, "wb") as stream:
            stream.write(damage(data))
        exported = furat("export", "--format", "nquads", "-s", path, timeout=60)
        checked = furat("check", "-q", "-s", path, timeout=60)
        asked = [furat(*query, "-s", path, timeout=60) for query in QUERIES]
        written = []
        for command in WRITERS:
            shutil.copyfile(path, worked)
            written.append(furat(*(word.format(store=worked, folder=folder) for word in command),
                                 timeout=60))
        for result in (exported, checked, *asked, *written):
            if crashed(result):
                crashes.append((i, result.args, result.returncode, result.stderr[-300:]))
        n_refused += exported.returncode != 0
        n_found += checked.returncode != 0
        if exported.returncode == 0 and exported.stdout != before:
            lies.append((i, "export"))
        for answer, result in zip(answers, asked):
            if result.returncode == 0 and result.stdout != answer:
                lies.append((i, result.args[1:]))
        if (crashes or lies) and "FURAT_KEEP_DAMAGED" in os.environ:
            shutil.copy(path, os.environ["FURAT_KEEP_DAMAGED"])
            print("# kept damaged store %d, state %s" % (i, hash(state)))
            break
    print("# of %d damaged stores export refused %d, check found %d" % (n, n_refused, n_found))
    tap.case("no damage crashes a reader or a writer (%d stores)" % n, not crashes, crashes[:5])
    tap.case("nor does it change an answer without an error", not lies, lies[:5])
    tap.case("most of it is found", n_found > n // 4, n_found)


def old_commit(folder, kept):
    """A damaged number must not make the commit before the last one look like the last."""
    path = os.path.join(folder, "older.furat")
    with open(kept, "rb") as stream:
        data = bytearray(stream.read())
    numbers = [page * 4096 + 144 for page in (0, 1)]
    older = min(numbers, key=lambda at: int.from_bytes(data[at:at + 8], "little"))
    data[older + 6] ^= 0x80
    with open(path, "wb") as stream:
        stream.write(data)
    tap.case("the last commit but one is not taken for the last", text(path) is None)


def entry_parts(store):
    """What a reader may never look at: a name for it, and the bytes before and after damage."""
    for name in ("meta", "counts", "stats"):
        for key, value in store.map(name):
            if key != b"format":
                yield "%s of %s" % (key[:2].hex(), name), key + value, \
                    key + value[:-1] + bytes([value[-1] ^ 1])
    for key, value in list(store.map("counts"))[:4] if read_store.xxh3 else []:
        rows, children = struct.unpack_from("<QI", value, 4)
        body = struct.pack("<QI", rows, children + 1)
        seal = (read_store.xxh3(body) ^ read_store.xxh3(key)) & 0xFFFFFFFF
        yield "children of %s" % key[:2].hex(), key + value, \
            key + struct.pack("<I", seal) + body
    root = struct.unpack_from("<IHHQQQQQ", store.data, 40 + 4096 * store.newest)
    for key, value in store.entries(root):
        yield "a list of free pages", key + value, key + b"\xff" + value[1:]
        n = struct.unpack_from("<Q", value)[0]
        yield "a page that is neither used nor free", key + value[:8], \
            key + struct.pack("<Q", n - 1)
        page = struct.pack("<QQ", 1, store.maps["spog"][-1])
        yield "a free page that is in use", key + value[:16], key + page
    page = store.page(store.maps["spog"][-1])
    node = struct.unpack_from("<H", page, 18)[0] + 8
    yield "a key of a branch", page[:node + 32], page[:node] + b"\xff" * 32
    record = struct.pack("<IHHQQQQQ", *store.maps["spog"])
    yield "the size of a map", b"spog" + record, b"spog" + record[:32] + b"\1" + record[33:]


def check_finds(folder):
    """What no answer depends on yet must be found by a check, too."""
    path = os.path.join(folder, "parts.furat")
    document = os.path.join(folder, "parts.trig")
    with open(document, "w", encoding="utf-8") as stream:
        stream.write("@prefix e: <https://example.org/> .\n")
        for i in range(60000):
            stream.write("e:g%d { e:s%d e:p%d %d }\n" % (i % 3, i // 5, i % 7, i))
    furat("load", "-q", "-s", path, document)
    for i in range(3):
        furat("update", "-s", path, "DELETE WHERE { GRAPH ?g { ?s <https://example.org/p%d> ?o } }"
              % i)
    tap.case("a store is sound before it is damaged", is_sound(path))
    with open(path, "rb") as stream:
        data = stream.read()
    missed = []
    parts = list(entry_parts(read_store.File(path)))
    for name, before, after in parts:
        with open(path, "wb") as stream:
            stream.write(data.replace(before, after))
        if before not in data or is_sound(path):
            missed.append(name)
    tap.case("check finds damage that no answer shows (%d parts)" % len(parts),
             not missed and len(parts) > 20, missed[:20])


# -------------------------------------------------------------------- foreign files

FOREIGN = r"""
#include <lmdb.h>
int main(int argc, char **argv)
{
  MDB_env *env; MDB_txn *txn; MDB_dbi dbi; MDB_val v = {1, "x"};
  return argc < 2 || mdb_env_create(&env) || mdb_env_set_maxdbs(env, 4) ||
    mdb_env_open(env, argv[1], MDB_NOSUBDIR, 0644) || mdb_txn_begin(env, 0, 0, &txn) ||
    mdb_dbi_open(txn, "meta", MDB_CREATE, &dbi) || mdb_put(txn, dbi, &v, &v, 0) ||
    mdb_txn_commit(txn);
}
"""


def refused(name, path, status, words):
    for command in (("query", "-s", path, "ASK {}"), ("load", "-q", "-s", path, os.devnull,
                                                      "-f", "nquads"), ("info", "-s", path)):
        result = furat(*command)
        tap.case("%s: furat %s" % (name, command[0]),
                 result.returncode == status and words in result.stderr.decode(),
                 (result.returncode, result.stderr))


def foreign(folder, kept):
    path = os.path.join(folder, "foreign.furat")
    with open(kept, "rb") as stream:
        data = stream.read()
    for version in (1, 3):
        other = data.replace(b"Furat store\n\2", b"Furat store\n" + bytes([version]))
        with open(path, "wb") as stream:
            stream.write(other)
        refused("format version %d" % version, path, 3,
                "has format version %d, but this program reads version 2" % version)
    refused("a folder", folder, 3, "s a directory")
    with open(path, "wb") as stream:
        stream.write(RANDOM.randbytes(100000))
    refused("no store", path, 3, "is not a Furat store")
    os.unlink(path)
    source = os.path.join(folder, "foreign.c")
    with open(source, "w", encoding="utf-8") as stream:
        stream.write(FOREIGN)
    if run("sh", "-c", "%s -o '%s' '%s' -llmdb && '%s' '%s'" % (
            os.environ.get("CC", "cc"), source[:-2], source, source[:-2], path)).returncode:
        tap.skip("a foreign LMDB file", "one cannot be made here")
    else:
        refused("a foreign LMDB file", path, 3, "is not a Furat store")
    if os.geteuid() == 0:
        tap.skip("no permission", "root may do everything")
    else:
        shutil.copy(kept, path)
        os.chmod(path, 0)
        refused("no permission", path, 3, "Permission denied")


# --------------------------------------------------------------------- extreme data

def extremes(folder):
    path = os.path.join(folder, "extreme.furat")
    document = os.path.join(folder, "extreme.nq")
    n = 20000 if INSTRUMENTED else 100000
    with open(document, "w", encoding="utf-8") as stream:
        for i in range(n):
            stream.write("<e:s> <e:p%d> <e:o> <e:g%d> .\n" % (i, i))
        for length in (1 << 16, 1 << 26):
            stream.write('<e:long> <e:p> "%s" .\n' % ("x" * length))
            stream.write("<e:%s> <e:p> \"long\" .\n" % ("y" * (length // 4)))
    result = furat("load", "-q", "-s", path, document)
    tap.case("%d graphs and predicates, terms of 64 KiB and 64 MiB" % n, result.returncode == 0,
             result.stderr)
    tap.case("and are sound", is_sound(path))
    exported = furat("export", "--format", "nquads", "-s", path)
    with open(document, "rb") as stream:
        lines = sorted(stream.read().splitlines())
    tap.case("and come back", sorted(exported.stdout.splitlines()) == lines,
             (exported.returncode, exported.stderr[-300:]))
    counted = furat("info", "--json", "-s", path).stdout
    tap.case("and are counted", b'"named_graphs": %d,' % n in counted, counted[:300])


def main():
    if not os.path.exists(ACTOR):
        tap.skip_all("tests/store/actor was not built")
    print("# FURAT_TEST_SEED=%d FURAT_FAULTS=%d" % (SEED, N_FAULTS))
    with tempfile.TemporaryDirectory(prefix="furat-test.") as folder:
        kills = 0 if INSTRUMENTED else max(N_FAULTS // 4, 1)
        write_document(os.path.join(folder, "second.nq"), 2000, 60000)
        if kills:
            kill_updates(folder, kills)
            kept, before = kill_loads(folder, kills)
            kill_new_loads(folder, kills)
            kill_backups(folder, kills)
        else:
            kept, before = os.path.join(folder, "kept.furat"), None
            write_document(os.path.join(folder, "first.nq"), 0, 3000)
            furat("load", "-q", "-s", kept, os.path.join(folder, "first.nq"))
            before = text(kept)
        if not INSTRUMENTED:
            full_disks(folder, kept, before, max(N_FAULTS // 4, 1))
            small_disk(folder, kept, before)
        short_io(folder)
        foreign(folder, kept)
        damaged(folder, kept, before, N_FAULTS * 5)
        old_commit(folder, kept)
        check_finds(folder)
        extremes(folder)
    tap.done()


sys.stdout.reconfigure(line_buffering=True)
main()
