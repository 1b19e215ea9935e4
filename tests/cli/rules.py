# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the command line, one after the other: where results and messages go, that rows come as
they are found, - for standard input, here-documents, parameters, FURAT_STORE, colours."""
import os
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time

import tap
from terminal import Terminal

FURAT = os.environ["FURAT"]
FOLDER = tempfile.mkdtemp(prefix="furat-rules.")
ENV = {**os.environ, "HOME": FOLDER, "TERM": "xterm"}


def path(name):
    return os.path.join(FOLDER, name)


def write(name, text):
    with open(path(name), "w", encoding="utf-8") as file:
        file.write(text)
    return path(name)


def run(*arguments, stdin="", **environment):
    """(exit status, standard output, standard error)"""
    done = subprocess.run([FURAT, *arguments], input=stdin.encode(), env={**ENV, **environment},
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def case(name, result, status, out=None, err=None):
    """`out` and `err` are texts that must be there; "" means nothing at all."""
    passed = result[0] == status
    for wanted, text in ((out, result[1]), (err, result[2])):
        passed = passed and (wanted is None or (wanted in text if wanted else not text))
    tap.case(name, passed, f"{result}")


def at_terminal(*arguments, **environment):
    env = {"term": "xterm", **environment}
    term = env.pop("term")
    with Terminal([FURAT, *arguments], FOLDER, term=term, **env) as t:
        status = t.wait()
        while t._read(0.1):
            pass
        return status, t.seen


DATA = write("a.ttl", 'PREFIX : <http://e/> :s :p "one", 2 ; :q :o .\n')
BAD = write("bad.ttl", "this is no Turtle\n")
QUERY = write("q.rq", "SELECT ?o { ?s <http://e/q> ?o }")


def errors_and_results():
    case("the first error ends a load", run("load", "-s", path("x.furat"), DATA, BAD, path("none.ttl")), 1, "",
         "bad.ttl:1:1: error:")
    tap.case("and nothing of it stays", not os.path.exists(path("x.furat")))
    case("a script of the shell ends with 1 when a statement failed",
         run("shell", "--data", DATA, stdin="SELEC;\n"), 1, "", "error:")
    for command in (["query", "--data", DATA, "ASK { ?s ?p 2 }"], ["run", "fought", "actor=داعش"],
                    ["load", "-s", path("y.furat"), DATA], ["export", "--data", DATA],
                    ["parse", DATA], ["query", "--data", DATA, "--max-rows", "1", "SELECT ?o { ?s ?p ?o }"]):
        status, out, err = run(*command)
        words = ("loaded", "actor: ISIS", "only the first", "error", "hint")
        tap.case(f"{command[0]}: results and notes do not mix",
                 status == 0 and not any(word in out for word in words) and (not err or err.endswith("\n")),
                 out + err)
    status, out, err = run("query", "--data", DATA, "-r", "json", "--max-rows", "1", "SELECT ?o { ?s ?p ?o }")
    tap.case("a note leaves JSON whole", status == 0 and out.endswith("]}}\n") and "only the first is shown" in err, out)


def rows_at_once():
    endless = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    for name, arguments in (("solutions", ["SELECT * " + endless]),
                            ("solutions in JSON", ["-r", "json", "SELECT * " + endless]),
                            ("triples", ["-r", "ntriples", "CONSTRUCT { ?a ?b ?i } " + endless])):
        begun = time.monotonic()
        process = subprocess.Popen([FURAT, "query", *arguments], env=ENV, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        lines = [process.stdout.readline() for _ in range(2)]
        tap.case(f"the first {name} come before the last", all(lines) and time.monotonic() - begun < 30)
        process.stdout.close()
        err = process.stderr.read()
        tap.case("a reader that leaves ends it as any program", process.wait(30) == -signal.SIGPIPE, process.returncode)
        tap.case("without a word", err == b"", err)
    # A row a second: each is seen when it is found, not when a block is full.
    read, feed = os.pipe()
    process = subprocess.Popen([FURAT, "parse", "-f", "ntriples", "-"], env=ENV, stdin=read,
                               stdout=subprocess.PIPE, bufsize=0)
    os.close(read)
    seen = 0
    for i in range(3):
        os.write(feed, (f'<http://e/{i}> <http://e/p> "' + "x" * 70000 + '" .\n').encode())
        while select.select([process.stdout], [], [], 20 if seen <= i else 0.2)[0]:
            seen += process.stdout.read(1 << 20).count(b"\n")
            if seen > i:
                break
    os.close(feed)
    process.wait(30)
    tap.case("statements of a pipe go on as they come", seen == 3, seen)


def standard_input():
    turtle = "<http://e/s> <http://e/p> 2 ."
    case("data", run("query", "--data", "-", "ASK { ?s ?p 2 }", stdin=turtle), 0, "true")
    case("data of a syntax that is told", run("query", "--data", "-", "--data-format", "nquads", "ASK { GRAPH ?g { ?s ?p ?o } }",
                                              stdin="<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n"), 0, "true")
    case("data of a named graph", run("query", "--named-graph", "graph:mine=-", "SELECT ?g { GRAPH ?g { ?s ?p 2 } }",
                                      stdin=turtle), 0, "<https://w3id.org/furat/graph/mine>")
    case("a document without a syntax", run("canonicalize", "-", stdin=turtle), 0, '<http://e/s> <http://e/p> "2"')
    case("a query", run("query", "--data", DATA, "--query", "-", stdin="ASK { ?s ?p 2 }"), 0, "true")
    case("a query as the operand", run("query", "--data", DATA, "-", stdin="ASK { ?s ?p 2 }"), 0, "true")
    case("an update", run("update", "--data", DATA, "--dump", "nquads", "--update", "-",
                          stdin="DELETE WHERE { ?s <http://e/p> ?o }"), 0, "<http://e/q>")
    case("a document", run("parse", "-f", "turtle", "-", stdin="<urn:a> <urn:b> 1 ."), 0, "<urn:a>")
    case("a document to load", run("load", "-qs", path("in.furat"), "-f", "ntriples", "-",
                                   stdin="<urn:a> <urn:b> <urn:c> .\n"), 0, "", "")
    case("a plan", run("explain", "--data", DATA, "-", stdin="ASK { ?s ?p 2 }"), 0, "scan")
    case("a query for export", run("export", "--data", DATA, "--query", "-", stdin="DESCRIBE <http://e/s>"), 0, "one")
    case("twice is refused", run("query", "--data", "-", "--query", "-", stdin="ASK {}"), 2, "", "given twice")
    case("two documents are refused", run("diff", "-f", "turtle", "-", "-"), 2, "", "given twice")
    case("in a named graph too", run("query", "--data", "-", "--named-graph", "http://e/g=-", "ASK {}"), 2, "", "twice")
    case("and beside a request that comes from there", run("query", "--data", "-", stdin="ASK {}"), 2, "",
         "for both the data and the query")
    here = subprocess.run(["/bin/sh", "-c", f'"{FURAT}" query --data "{DATA}" <<\'EOF\'\nSELECT ?o\n{{ ?s <http://e/q> ?o }}\nEOF'],
                          env=ENV, stdout=subprocess.PIPE)
    tap.case("a here-document is a query", here.stdout == b"?o\n<http://e/o>\n", here.stdout)
    status, seen = at_terminal("query", "--data", DATA)
    tap.case("without a query a terminal is told how to give one",
             status == 2 and "there is no query" in seen and "--query" in seen, seen)


def shapes_of_results():
    status, seen = at_terminal("query", "--data", DATA, "--query", QUERY)
    tap.case("at a terminal solutions are a table", status == 0 and "┌" in seen and "1 row" in seen, seen)
    status, seen = at_terminal("query", "--data", DATA, "--query", QUERY, "-r", "tsv")
    tap.case("unless told", status == 0 and seen == "?o\r\n<http://e/o>\r\n", repr(seen))
    case("in a pipe they are TSV", run("query", "--data", DATA, "--query", QUERY), 0, "?o\n<http://e/o>\n", "")
    case("unless told so", run("query", "--data", DATA, "--query", QUERY, "-r", "table"), 0, "1 row")


def names_of_files():
    evil = write("a\x1b]0;evil\x07\u202e.nt", '<http://e/s> <http://e/p> "o" .\n')
    store, copy = (os.path.join(FOLDER, f"{name}\x1b[31m.furat") for name in ("store", "copy"))
    for arguments in (("load", "-s", store, evil), ("backup", "-s", store, copy), ("check", "-s", store)):
        status, seen = at_terminal(*arguments)
        said = seen.replace("\x1b[K", "").replace("\x1b[0m", "")
        tap.case(f"furat {arguments[0]} makes names of files harmless at a terminal",
                 status == 0 and "\\u001B" in said and "\x1b" not in said and "\x07" not in said
                 and "\u202e" not in said, repr(seen))


def keys_of_the_pager():
    pager = "trap '' INT; cat >/dev/null; echo begins; sleep 2; echo ends"
    with Terminal([FURAT, "query", "SELECT * { ?a ?b ?c }"], FOLDER, term="xterm", PAGER=pager) as t:
        t.expect("begins")
        t.control("c")
        time.sleep(0.2)
        t.control("c")
        t.wait()
        while t._read(0.1):
            pass
        tap.case("Ctrl-C again and again is the pager's", "ends" in t.seen, repr(t.seen))


def documents_at_a_terminal():
    evil = write("evil.nt", '<http://e/s> <http://e/p> "a\\u001B[2Jb\\u202Ec\\u009B1m" .\n')
    query = write("evil.rq", 'ASK { ?s ?p "b\u202ec\u009b1m" }\n')
    for arguments in (("export", "--data", evil, "-f", "ntriples"), ("parse", evil),
                      ("parse", "--query", query), ("canonicalize", evil), ("diff", evil, DATA),
                      ("update", "--data", evil, "--dump", "nquads", "CLEAR GRAPH <http://e/g>")):
        status, seen = at_terminal(*arguments)
        tap.case(f"furat {' '.join(arguments[:2])} makes data harmless at a terminal",
                 status in (0, 1) and "\\u202E" in seen and "\\u009B" in seen
                 and not re.search("[\x9b\u202e]|\x1b\\[2J", seen), f"{status} {seen!r}")
    done = run("export", "--data", evil, "-f", "ntriples")
    tap.case("and leaves it as it is elsewhere", "b\u202ec\u009b1m" in done[1], str(done))


def alone():
    case("furat alone reads statements of standard input", run(stdin="ASK { actor:isis fur:fought ?b }\n"), 0, "true\n", "")
    case("none are no error", run(stdin=""), 0, "", "")
    case("one that fails is told by the status", run(stdin="ASK {\n"), 1, "", "error:")
    case("its options need no name", run("--data", DATA, stdin="ASK { ?s ?p 2 }\n"), 0, "true\n", "")


def help_at_a_terminal():
    status, seen = at_terminal("help", "query", PAGER="cat", MANPAGER="cat")
    if shutil.which("man"):
        tap.case("furat help query is a page at a terminal", status == 0 and "FURAT-QUERY(1)" in seen, seen)
    status, seen = at_terminal("help", "query", PATH="/nowhere")
    tap.case("and its help where there is no man", status == 0 and "Usage: furat query" in seen, seen)
    status, seen = at_terminal("help")
    tap.case("furat help is the list of commands", status == 0 and "Commands:" in seen, seen)


def parameters():
    def bind(*params, text="SELECT (STR(?v) AS ?text) (DATATYPE(?v) AS ?type) (LANG(?v) AS ?lang) (isIRI(?v) AS ?iri) {}"):
        arguments = [item for param in params for item in ("--param", param)]
        return run("query", *arguments, "-r", "csv", text.replace("{}", "{ BIND(?v AS ?w) }"))

    xsd = "http://www.w3.org/2001/XMLSchema#"
    for name, value, row in (("an IRI", "<http://e/x>", "http://e/x,,,true"),
                             ("a prefixed name", "actor:isis", "https://w3id.org/furat/id/actor/isis,,,true"),
                             ("a literal", '"a b"', f"a b,{xsd}string,,false"),
                             ("one with a language", '"سلام"@ar', "سلام,http://www.w3.org/1999/02/22-rdf-syntax-ns#langString,ar,false"),
                             ("one with a type", '"2017"^^xsd:gYear', f"2017,{xsd}gYear,,false"),
                             ("a number", "5", f"5,{xsd}integer,,false"),
                             ("a decimal", "-5.5", f"-5.5,{xsd}decimal,,false"),
                             ("a double", "1e3", f"1e3,{xsd}double,,false"),
                             ("a boolean", "true", f"true,{xsd}boolean,,false"),
                             ("plain text", "hello = you", f"hello = you,{xsd}string,,false"),
                             ("nothing", "", f",{xsd}string,,false")):
        status, out, err = bind("v=" + value)
        tap.case(f"a parameter is {name}", status == 0 and out.split("\r\n")[1] == row, out + err)
    case("its name may have its sign", bind("?v=5"), 0, "5,")
    case("-p is --param", run("query", "-p", "v=5", "ASK { FILTER(?v = 5) }"), 0, "true")
    case("of an update, too", run("update", "--data", DATA, "--dump", "nquads", "-p", 'v="new"@en',
                                  "INSERT { <http://e/n> <http://e/p> ?v } WHERE {}"), 0, '"new"@en')
    case("and of a pattern that is deleted", run("update", "--data", DATA, "--dump", "nquads", "-p", "p=<http://e/p>",
                                                 "DELETE WHERE { ?s ?p ?o }"), 0, "<http://e/q>")
    case("one without a name", bind("=5"), 2, "", "a parameter is NAME=TERM, not =5")
    case("one without a value", bind("v"), 2, "", "a parameter is NAME=TERM, not v")
    case("a name with a space", bind("a b=5"), 2, "", "a parameter is NAME=TERM")
    case("one twice", bind("v=5", "v=6"), 2, "", "the parameter v is given twice")
    case("one that is no IRI", bind("v=<a b>"), 1, "", "this is no absolute IRI: a b")
    case("a literal without an end", bind('v="x'), 1, "", 'this is no literal: "x')
    case("one of another query", bind("w2=5"), 1, "", "the query has no variable ?w2")
    case("one of another update", run("update", "--data", DATA, "-p", "w2=5", "CLEAR ALL"), 1, "",
         "the update has no variable ?w2")


def store_of_the_environment():
    store, other = path("env.furat"), path("other.furat")
    run("load", "-qs", store, DATA)
    case("the store of FURAT_STORE is asked", run("query", "--query", QUERY, FURAT_STORE=store), 0, "<http://e/o>")
    case("and loaded into", run("load", "-q", write("more.nt", "<http://e/1> <http://e/q> <http://e/2> .\n"),
                                FURAT_STORE=store), 0, "", "")
    case("and changed", run("update", "INSERT DATA { <http://e/3> <http://e/q> <http://e/4> }", FURAT_STORE=store), 0)
    case("and exported", run("export", "-f", "nquads", FURAT_STORE=store), 0, "<http://e/4>")
    case("and told of", run("info", FURAT_STORE=store), 0, "from FURAT_STORE")
    case("for programs too", run("info", "--json", FURAT_STORE=store), 0, '"store_from": "FURAT_STORE"')
    case("and checked", run("check", FURAT_STORE=store), 0, "is sound")
    case("and copied", run("backup", "-q", path("copy.furat"), FURAT_STORE=store), 0)
    case("and opened by the shell", run("shell", stdin="ASK { <http://e/3> ?p ?o }\n", FURAT_STORE=store), 0, "true")
    run("load", "-qs", other, write("other.nt", "<http://e/other> <http://e/q> <http://e/x> .\n"))
    case("-s wins", run("query", "-s", other, "--query", QUERY, FURAT_STORE=store), 0, "?o\n<http://e/x>\n")
    case("and is told", run("info", "-s", other, "--json", FURAT_STORE=store), 0, '"store_from": "option"')
    case("so do files", run("query", "--data", DATA, "--query", QUERY, FURAT_STORE=store), 0, "?o\n<http://e/o>\n")
    case("empty it means none", run("info", FURAT_STORE=""), 0, "the shipped graph")
    case("a store that is not there is blamed on it", run("query", "ASK {}", FURAT_STORE=path("no.furat")), 3, "",
         "hint: the environment variable FURAT_STORE names this store")
    for command in (["parse", DATA], ["canonicalize", DATA], ["diff", DATA, DATA], ["version"], ["help"]):
        case(f"{command[0]} has no use for it", run(*command, FURAT_STORE=path("no.furat")), 0)


def colours():
    escape = re.compile("\x1b\\[[0-9;]*m")
    bad = ["query", "SELECT ?a { ?a fur:fought actr:isis }"]
    status, seen = at_terminal(*bad)
    tap.case("errors have colours at a terminal", status == 1 and escape.search(seen), repr(seen))
    status, seen = at_terminal(*bad, NO_COLOR="1")
    tap.case("not with NO_COLOR", status == 1 and not escape.search(seen), repr(seen))
    status, seen = at_terminal(*bad, term="dumb")
    tap.case("nor at a dumb one", status == 1 and not escape.search(seen), repr(seen))
    status, seen = at_terminal(*bad, "--color", "never")
    tap.case("nor when told so", status == 1 and not escape.search(seen), repr(seen))
    status, seen = at_terminal(*bad, "--color=always", NO_COLOR="1")
    tap.case("the option is the stronger", status == 1 and escape.search(seen), repr(seen))
    status, out, err = run(*bad)
    tap.case("a file has none", status == 1 and not escape.search(err), repr(err))
    status, out, err = run(*bad, "--color", "always")
    tap.case("unless told so", status == 1 and escape.search(err), repr(err))
    for command in ("query", "load", "parse", "info", "diff", "run", "help", "shell"):
        status, out, err = run(command, "--color", "never", "--help")
        tap.case(f"{command} knows --color", status == 0 and "Usage: furat " + command in out, err)
    case("it has three values", run("query", "--color", "maybe", "ASK {}"), 2, "", "auto always never")


try:
    errors_and_results()
    rows_at_once()
    standard_input()
    shapes_of_results()
    help_at_a_terminal()
    names_of_files()
    documents_at_a_terminal()
    keys_of_the_pager()
    alone()
    parameters()
    store_of_the_environment()
    colours()
finally:
    shutil.rmtree(FOLDER)
tap.done()
