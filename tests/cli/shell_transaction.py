# SPDX-License-Identifier: GPL-3.0-or-later
"""Transactions in a session and in scripts: the prompt, what fails, what is stopped, what ends."""
import os
import shutil
import signal
import subprocess
import tempfile

import tap
from screen import CTRL, ENTER, TAB, Screen
from terminal import Terminal

FURAT = os.environ["FURAT"]
ALL = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s ?o"
SLOW = ("INSERT { ?a <x:slow> ?f } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
        "FILTER(STRLEN(CONCAT(STR(?a), STR(?f), STR(?i))) > 1e9) }")

home = tempfile.mkdtemp(prefix="furat-transaction.")
store = os.path.join(home, "a.furat")
document = os.path.join(home, "one.ttl")


def fresh(*lines):
    """The store with one statement, or these."""
    for name in (store, store + "-lock"):
        if os.path.exists(name):
            os.unlink(name)
    with open(document, "w", encoding="utf-8") as out:
        out.write("\n".join(lines or ("<x:a> <x:n> 1 .",)))
    subprocess.run([FURAT, "load", "-q", "-s", store, document], check=True)


def stored():
    return subprocess.run([FURAT, "query", "-s", store, "--results", "csv", ALL], check=True,
                          capture_output=True, text=True).stdout.split()[1:]


def run(name, status, script, *words, expected=None, left=None, arguments=()):
    """A script on standard input: its exit status, what it says on standard error and gives."""
    result = subprocess.run([FURAT, "shell", "-s", store, *arguments], input=script, check=False,
                            capture_output=True, text=True)
    tap.case(name, result.returncode == status and all(word in result.stderr for word in words)
             and (words or not result.stderr)
             and (expected is None or result.stdout.split() == expected),
             (result.returncode, result.stdout, result.stderr))
    if left is not None:
        tap.case("  and leaves what it should", stored() == left, stored())


def scripts():
    add = "INSERT DATA { <x:b> <x:n> 2 };\n"
    fresh()
    run("what is committed is kept", 0, ".begin\n%s%s;\n.commit\n" % (add, ALL),
        expected=["?s", "?o", "<x:a>", "1", "<x:b>", "2"], left=["x:a,1", "x:b,2"])
    fresh()
    run("what is rolled back is not", 0, ".begin\n%s.rollback\n%s;\n" % (add, ALL),
        expected=["?s", "?o", "<x:a>", "1"], left=["x:a,1"])
    run("nor what nobody commits", 1, ".begin\n" + add, "ended inside of a transaction",
        "hint: .commit keeps", left=["x:a,1"])
    run("nor that before .quit", 1, ".begin\n%s.quit\n" % add, "ended inside of a transaction",
        left=["x:a,1"])
    run("nor what stands before an error", 1, ".begin\n%sASK { nosuch:a ?p ?o };\n.commit\n" % add,
        "nosuch:", "note: the transaction that was open was rolled back", left=["x:a,1"])
    run("going on behind the error does not help", 1,
        ".begin\n%sASK { nosuch:a ?p ?o };\n.commit\n%s;\n" % (add, ALL),
        "<stdin>:4: error: .commit: the transaction was rolled back: something in it failed",
        expected=["?s", "?o", "<x:a>", "1"], arguments=("-k",), left=["x:a,1"])
    run("the next transaction is another one", 1,
        ".begin\nASK { nosuch:a ?p ?o };\n.rollback\n.begin\n%s.commit\n" % add, "nosuch:",
        arguments=("-k",), left=["x:a,1", "x:b,2"])
    fresh()
    run("-c and -f share it", 0, "", left=["x:a,1", "x:b,2"],
        arguments=("-c", ".begin", "-c", add, "-c", ".commit"))
    run("one inside of another is an error", 1, ".begin\n.begin\n",
        "<stdin>:2: error: .begin: a transaction is open already", "hint: .commit keeps")
    run("so is .commit without one", 1, ".commit\n", "no transaction is open", "hint: .begin")
    run("and .rollback", 1, ".rollback\n", "no transaction is open", "hint: .begin")
    run(".open does not end it", 1, ".begin\n%s.open %s\n" % (add, document),
        ".open would end the transaction", left=["x:a,1", "x:b,2"])
    part = os.path.join(home, "part.rq")
    with open(part, "w", encoding="utf-8") as out:
        out.write("INSERT DATA { <x:c> <x:n> 3 };\n.commit\n")
    run(".read runs inside of it", 0, ".begin\n.read %s\n" % part,
        left=["x:a,1", "x:b,2", "x:c,3"])
    exported = os.path.join(home, "all.nt")
    fresh()
    run("what looks at the data sees it", 1,
        ".begin\n%s.export %s\n.info\n.predicates\n.describe <x:b>\n" % (add, exported), "ended",
        left=["x:a,1"])
    with open(exported, encoding="utf-8") as written:
        tap.case("and so does .export", "<x:b>" in written.read())
    result = subprocess.run([FURAT, "shell", "--data", document, "-c", ".begin", "-c", add, "-c",
                             ".rollback", "-c", ALL], check=False, capture_output=True, text=True)
    tap.case("files that are loaded for the shell have them", result.returncode == 0 and
             result.stdout.split() == ["?s", "?o", "<x:a>", "1"], (result.stdout, result.stderr))
    result = subprocess.run([FURAT, "shell", "-c", ".begin"], check=False, capture_output=True,
                            text=True)
    tap.case("the shipped graph has none", result.returncode == 1 and
             "hint: the shipped graph stays as it is" in result.stderr, result.stderr)


def shell(*arguments, columns=70, rows=20):
    s = Screen([FURAT, "shell", "-s", store, *arguments], home, columns=columns, rows=rows,
               NO_COLOR="1")
    s.wait_for("furat>")
    s.send(CTRL["l"])
    s.until(lambda s: s.rows == ["furat>"])
    return s


def session():
    fresh()
    with shell() as s:
        s.send(".begin" + ENTER + "CLEAR ALL" + ENTER + "ASK { ?s ?p ?o }" + ENTER
               + "ASK { nosuch:a ?b ?c }" + ENTER + ".rollback" + ENTER + "ASK { ?s ?p ?o }" + ENTER)
        s.golden("the prompt shows that a transaction is open, and an error leaves it so", """
            furat> .begin
            furat*> CLEAR ALL
            1 statement removed
            furat*> ASK { ?s ?p ?o }
            false
            nothing matches ?s ?p ?o
            furat*> ASK { nosuch:a ?b ?c }
            query:1:7: error: prefix nosuch: is not declared
            ASK { nosuch:a ?b ?c }
                  ^~~~~~~
            hint: begin with PREFIX nosuch: <http://...>
            furat*> .rollback
            rolled back
            furat> ASK { ?s ?p ?o }
            true
            furat>
            """)
    with shell() as s:
        s.send(".begin" + ENTER + "INSERT DATA { <x:b> <x:n> 2 }" + ENTER + "nonsense;" + ENTER)
        s.wait_for("^~")
        s.send(CTRL["l"] + ".commit" + ENTER + "ASK {}" + ENTER)
        s.golden("and who sees the error may commit", """
            furat*> .commit
            committed
            furat> ASK {}
            true
            furat>
            """)
        tap.case("what was done", stored() == ["x:a,1", "x:b,2"], stored())
    bad = os.path.join(home, "bad.rq")
    with open(bad, "w", encoding="utf-8") as out:
        out.write("INSERT DATA { <x:c> <x:n> 3 };\nASK { nosuch:a ?b ?c };\n")
    with shell() as s:
        s.send('.prompt "{store}"' + ENTER + ".begin" + ENTER + f".read {bad}" + ENTER)
        s.wait_for("a.furat!")
        tap.case("an error in a script that is read tells what becomes of the transaction",
                 s.text.count("the transaction can only be rolled back now: .rollback") == 1, s.text)
        s.send(CTRL["l"] + ".commit" + ENTER)
        s.golden("which is final", """
            a.furat! .commit
            .commit: error: the transaction was rolled back: something in it
            failed
            a.furat
            """)
        tap.case("nothing of it is kept", stored() == ["x:a,1", "x:b,2"], stored())
    with shell() as s:
        s.send(".begin" + ENTER + "INSERT DATA { <x:mosul> <http://www.w3.org/2000/01/rdf-schema#label>"
               ' "Mosul" ; a <x:City> }' + ENTER)
        s.wait_for("2 statements added")
        s.send(CTRL["l"] + "SELECT * { ?s a <x:C" + TAB)
        tap.case("completion knows what was added", s.wait_for("<x:City>"), s.text)
        s.send(CTRL["c"] + ".describe mos" + TAB)
        tap.case("and names", s.wait_for("mosul"), s.text)
        s.send(CTRL["c"] + ".rollback" + ENTER)
        s.wait_for("rolled back")
        s.send(CTRL["l"] + "SELECT * { ?s a <x:C" + TAB + TAB + "|")
        tap.case("which are gone with it", s.wait_for("<x:C|") and "City" not in s.text, s.text)


def stopped():
    fresh(*("<x:s%d> <x:n> %d ." % (i, i) for i in range(300)))
    with shell() as s:
        s.send(".begin" + ENTER + "DELETE WHERE { <x:s1> ?p ?o }" + ENTER + SLOW + ENTER)
        s.wait_for("1 statement removed")
        s.until(lambda s: "FILTER" in s.text and not s.text.endswith("}"))
        s.send(CTRL["c"])
        tap.case("Ctrl-C stops an update", s.wait_for("interrupted"), s.text)
        s.send(CTRL["l"] + "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }" + ENTER)
        tap.case("and leaves the transaction as it was",
                 s.wait_for("299") and s.wait_for("furat*>"), s.text)
        s.send(".commit" + ENTER)
        tap.case("which can be committed", s.wait_for("committed") and len(stored()) == 299)


def ends():
    for how, keys in (("Ctrl-D", CTRL["d"]), (".quit", ".quit\r"), ("SIGTERM", None),
                      ("SIGHUP", None), ("SIGKILL", None)):
        fresh()
        with Terminal([FURAT, "shell", "-s", store], home, NO_COLOR="1") as t:
            t.expect("furat> ")
            t.ask(".begin", r"furat\*> ")
            t.ask("CLEAR ALL", r"furat\*> ")
            if keys:
                t.send(keys)
            else:
                os.kill(t.pid, getattr(signal, how))
            status = t.wait()
            told = how == "SIGKILL" or "note: the transaction that was open was rolled back" in t.seen
            tap.case(f"{how} rolls back", told and stored() == ["x:a,1"] and
                     (status == 0) == bool(keys), (status, t.seen[-300:]))
        result = subprocess.run([FURAT, "update", "-q", "-s", store, "CLEAR ALL"], check=False,
                                timeout=20)
        tap.case("and leaves no lock", result.returncode == 0 and stored() == [])


def waits():
    fresh()
    with shell() as first, shell() as second:
        first.send(".begin" + ENTER + "INSERT DATA { <x:b> <x:n> 2 }" + ENTER)
        first.wait_for("1 statement added")
        second.send(".begin" + ENTER)
        tap.case("a second transaction waits, and says so", second.wait_for("waiting until"))
        second.send(CTRL["c"])
        tap.case("Ctrl-C ends the wait", second.wait_for("interrupted") and
                 second.wait_for("furat>"), second.text)
        second.send(CTRL["l"] + ".begin" + ENTER)
        second.wait_for("waiting until")
        first.send(".commit" + ENTER)
        tap.case("it goes on behind the first", second.wait_for("furat*>"), second.text)
        second.send("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }" + ENTER)
        tap.case("and sees what that did", second.wait_for("2"), second.text)


def given_up():
    fresh()
    script = os.path.join(home, "s1.rq")
    with open(script, "w", encoding="utf-8") as out:
        out.write("ASK {};\n\n.begin\n")
    with shell() as first, shell() as second:
        first.send(".begin" + ENTER)
        first.wait_for("furat*>")
        second.send(f".read {script}" + ENTER)
        second.wait_for("waiting until")
        second.send(CTRL["c"])
        tap.case("Ctrl-C ends the wait in a script, too", second.wait_for("interrupted") and
                 second.wait_for("\nfurat>"), second.text)
        tap.case("which is said once", second.text.count("error:") == 1, second.text)
        second.send(CTRL["l"] + ".timeout 200ms" + ENTER + ".begin" + ENTER)
        tap.case("who waited for too long is told for what",
                 second.wait_for("still being changed"), second.text)
        result = subprocess.run([FURAT, "update", "--timeout", "200ms", "-s", store, "CLEAR ALL"],
                                check=False, capture_output=True, text=True, timeout=20)
        tap.case("so is furat update", result.returncode == 3 and result.stderr ==
                 f"furat: error: the time limit of 200ms is over, and the store {store} is still being "
                 "changed by somebody else\n", (result.returncode, result.stderr))


try:
    scripts()
    session()
    stopped()
    ends()
    waits()
    given_up()
finally:
    shutil.rmtree(home)
tap.done()
