# SPDX-License-Identifier: GPL-3.0-or-later
"""Random datasets and SPARQL statements, small enough to think about.

A statement is a tree of Node, so that a failing one can be cut down: each node knows by
what it may be replaced.
"""
PREFIXES = ("PREFIX : <http://e/> PREFIX xsd: "
            "<http://www.w3.org/2001/XMLSchema#> ")

IRIS = [":a", ":b", ":c", ":d"]
PREDICATES = [":p", ":q", ":r"]
GRAPHS = [":g1", ":g2", ":a"]
# Oxigraph keeps values, not lexical forms: these are the forms that it writes itself.
NUMBERS = ["0", "1", "2", "3", "10", "-1", "1.5", '"2"^^xsd:decimal', "-0.5",
           '"1"^^xsd:double', '"2.5"^^xsd:double', '"-10"^^xsd:double',
           '"INF"^^xsd:double', '"NaN"^^xsd:double', '"1.5"^^xsd:float']
STRINGS = ['""', '"a"', '"b"', '"abc"', '"ABC"', '"a b"', '"é€𝄞"', '"a"@en', '"b"@fr',
           '"abc"@en', '"10"', '"-1.5"', '"true"', '"x.y"']
TIMES = ['"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2020-06-15T12:30:45.5Z"^^xsd:dateTime',
         '"2020-01-01T00:00:00"^^xsd:dateTime', '"2020-01-01"^^xsd:date',
         '"2019-12-31T23:00:00-05:00"^^xsd:dateTime', '"2021-03-01Z"^^xsd:date']
ODD = ["true", "false", '"x"^^:t', '"1"^^:t', '"abc"^^xsd:integer']
# One kind of literal, whose ids a bulk load gives out in their order.
TEXTS = ['"a"', '"b"', '"abc"', '"x"']
VARIABLES = ["?a", "?b", "?c", "?d"]


class Node:
    """Text and nodes, side by side; `alternatives` are simpler things of the same kind."""

    def __init__(self, *parts, alternatives=()):
        self.parts = list(parts)
        self.alternatives = list(alternatives)

    def __str__(self):
        return "".join(str(part) for part in self.parts)


def optional(*parts):
    """Something that may as well be missing."""
    return Node(*parts, alternatives=[""])


class Dataset:
    """Quads as text (graph or "", triple)."""

    def __init__(self, quads):
        self.quads = quads

    def trig(self):
        lines = ["@prefix : <http://e/> . @prefix xsd: "
                 "<http://www.w3.org/2001/XMLSchema#> ."]
        for graph, triple in self.quads:
            lines.append(f"{graph} {{ {triple} . }}" if graph else f"{triple} .")
        return "\n".join(lines) + "\n"


class Generator:
    """All choices come from `random`."""

    def __init__(self, random):
        self.random = random
        self.n_new = 0

    def pick(self, *choices):
        return self.random.choice(choices[0] if len(choices) == 1 else choices)

    def chance(self, p):
        return self.random.random() < p

    # ---------------------------------------------------------------- data

    def literal(self):
        return self.pick(self.pick(NUMBERS[:12], NUMBERS, STRINGS, TIMES, ODD))

    def dataset(self):
        nodes = IRIS + ["_:x", "_:y"]
        quads = []
        for _ in range(self.random.randint(0, 14)):
            s = self.pick(nodes)
            o = self.pick(nodes) if self.chance(0.6) else self.literal()
            graph = self.pick("", "", self.pick(GRAPHS))
            quads.append((graph, f"{s} {self.pick(PREDICATES)} {o}"))
        for i in range(self.random.randint(0, 5)):
            quads.append(("", f"{self.pick(nodes)} :n {i}"))
        for _ in range(self.random.randint(0, 4)):
            quads.append((self.pick("", "", self.pick(GRAPHS)),
                          f"{self.pick(nodes)} :m {self.pick(TEXTS)}"))
        return Dataset(sorted(set(quads)))

    # --------------------------------------------------------- expressions

    def new_variable(self):
        self.n_new += 1
        return f"?v{self.n_new}"

    def variable(self, scope):
        pool = sorted(scope) if scope and self.chance(0.85) else VARIABLES
        return self.pick(pool)

    def constant(self):
        return self.pick(self.literal(), self.literal(), self.pick(IRIS))

    def leaf(self, scope):
        if self.chance(0.6):
            return Node(self.variable(scope))
        return Node(self.constant())

    def call(self, name, *args):
        parts = [name, "("]
        for i, arg in enumerate(args):
            parts += [", " if i else "", arg]
        return Node(*parts, ")", alternatives=[a for a in args if isinstance(a, Node)])

    def expression(self, scope, depth=2):
        if depth == 0 or self.chance(0.15):
            return self.leaf(scope)
        kind = self.pick(self.boolean, self.number, self.string, self.other)
        return kind(scope, depth)

    def sub(self, scope, depth):
        return self.expression(scope, depth - 1)

    def operator(self, a, op, b):
        return Node("(", a, f" {op} ", b, ")", alternatives=[a, b])

    def boolean(self, scope, depth):
        a, b = self.sub(scope, depth), self.sub(scope, depth)
        kind = self.random.randrange(13)
        if kind < 4:
            return self.operator(a, self.pick("=", "!=", "<", ">", "<=", ">="), b)
        if kind < 6:
            return self.operator(a, self.pick("&&", "||"), b)
        if kind == 6:
            return Node("(!", a, ")", alternatives=[a])
        if kind == 7:
            return Node("BOUND(", self.variable(scope), ")")
        if kind == 8:
            op = self.pick(" IN (", " NOT IN (")
            if self.chance(0.4):  # of so many constants that they are looked up as a set
                many = ", ".join(self.constant() for _ in range(self.random.randrange(9, 16)))
                return Node("(", a, op, many, "))", alternatives=[a])
            if self.chance(0.4):
                return self.equations(scope)
            return Node("(", a, op, b, ", ", self.leaf(scope), "))", alternatives=[a, b])
        if kind == 9:
            name = self.pick("isIRI", "isBlank", "isLiteral", "isNumeric")
            return self.call(name, a)
        if kind == 10:
            return self.call("sameTerm", a, b)
        if kind == 11:
            return self.call(self.pick("CONTAINS", "STRSTARTS", "STRENDS"),
                             self.textual(scope, depth), self.textual(scope, depth))
        pattern = self.pick('"a"', '"^A"', '"b$"', '"."', '"a|c"', '"[bc]+"', '"x\\\\."')
        flags = self.pick("", "", ', "i"')
        return self.call("REGEX", self.textual(scope, depth), pattern + flags)

    def equations(self, scope):
        """?x = 1 || "a" = ?x || ...: what may be told by a set of terms."""
        what = self.variable(scope)
        sides = [(what, self.constant()) for _ in range(self.random.randrange(3, 14))]
        texts = [f"{a} = {b}" if self.chance(0.8) else f"{b} = {a}" for a, b in sides]
        return Node("(", " || ".join(texts), ")")

    def textual(self, scope, depth):
        """Mostly a string.  STR of computed numbers is left out: their forms differ."""
        if self.chance(0.4):
            return self.call("STR", self.leaf(scope))
        return self.string(scope, depth - 1) if depth > 1 else self.leaf(scope)

    def number(self, scope, depth):
        a, b = self.sub(scope, depth), self.sub(scope, depth)
        kind = self.random.randrange(9)
        if kind < 4:
            return self.operator(a, self.pick("+", "-", "*", "/"), b)
        if kind == 4:
            return Node("(", self.pick("- ", "+ "), a, ")", alternatives=[a])
        if kind == 5:
            return self.call(self.pick("ABS", "CEIL", "FLOOR", "ROUND"), a)
        if kind == 6:
            return self.call("STRLEN", self.textual(scope, depth))
        if kind == 7:
            return self.call(self.pick("YEAR", "MONTH", "DAY", "HOURS", "MINUTES",
                                       "SECONDS"), a)
        return self.call("xsd:" + self.pick("integer", "decimal", "double", "float"), a)

    def string(self, scope, depth):
        a = self.textual(scope, depth)
        kind = self.random.randrange(9)
        if kind == 0:
            return self.call(self.pick("UCASE", "LCASE", "STR", "ENCODE_FOR_URI"), a)
        if kind == 1:
            where = self.pick("1", "2", "2, 1", "1, 2")
            return self.call("SUBSTR", a, where)
        if kind == 2:
            return self.call("CONCAT", a, self.textual(scope, depth))
        if kind == 3:
            return self.call(self.pick("STRBEFORE", "STRAFTER"), a,
                             self.textual(scope, depth))
        if kind == 4:
            return self.call("REPLACE", a, self.pick('"a", "z"', '"(b)c", "$1$1"'))
        if kind == 5:
            return self.call(self.pick("LANG", "TZ", "MD5", "SHA1"), a)
        if kind == 6:
            return self.call("STRLANG", a, '"de"')
        if kind == 7:
            return self.call("STRDT", a, self.pick("xsd:string", ":t", "xsd:integer"))
        return self.call("xsd:string", self.leaf(scope))

    def other(self, scope, depth):
        a, b = self.sub(scope, depth), self.sub(scope, depth)
        kind = self.random.randrange(7)
        if kind == 0:
            return Node("IF(", a, ", ", b, ", ", self.sub(scope, depth), ")",
                        alternatives=[a, b])
        if kind == 1:
            return self.call("COALESCE", a, b)
        if kind == 2:
            return self.call("DATATYPE", a)
        if kind == 3:
            return self.call("xsd:" + self.pick("boolean", "dateTime"), a)
        if kind == 4:
            return self.call("IRI", self.pick('"http://e/a"', str(self.variable(scope))))
        if kind == 5:
            return self.call("LANGMATCHES", self.call("LANG", a), '"*"')
        return self.leaf(scope)

    # -------------------------------------------------------------- patterns

    def path(self, depth=2, closed=False):
        """Oxigraph counts alternatives and negated sets once: these mostly stand in
        closures (`closed`), where that is right."""
        if depth == 0 or self.chance(0.35):
            return Node(self.pick(PREDICATES))
        kind = self.random.randrange(8)
        closed = closed or kind > 4 or self.chance(0.02)
        if kind in (2, 4) and not closed:
            kind = 0
        a, b = self.path(depth - 1, closed), self.path(depth - 1, closed)
        if kind < 2:
            return Node("(", a, "/", b, ")", alternatives=[a, b])
        if kind == 2:
            return Node("(", a, "|", b, ")", alternatives=[a, b])
        if kind == 3:
            return Node("(^", a, ")", alternatives=[a])
        if kind == 4:
            return Node("!(", self.pick(":p", "^:p", ":p|:q", ":p|^:q", "^:p|^:q"), ")")
        return Node("(", a, self.pick("*", "+", "?"), ")", alternatives=[a])

    def place(self, scope, literal=False):
        if self.chance(0.7):
            name = self.pick(sorted(scope) if scope and self.chance(0.6) else VARIABLES)
            scope.add(name)
            return name
        if literal and self.chance(0.4):
            return self.pick("1", '"2"^^xsd:decimal', '"a"', ":c", "true")
        return self.pick(IRIS + ["[]"])

    def triple(self, scope):
        subject = self.place(scope)
        if self.chance(0.15):
            predicate = self.pick(VARIABLES)
            scope.add(predicate)
        else:
            predicate = self.path() if self.chance(0.3) else self.pick(
                PREDICATES + [":n"])
        return optional(subject, " ", predicate, " ", self.place(scope, True), " . ")

    def group(self, scope, depth):
        """{ ... }, whose variables join `scope`."""
        inner = set()
        body = Node(*[self.element(inner, depth)
                      for _ in range(self.random.randint(1, 3))])
        scope |= inner
        return Node("{ ", body, "} ")

    def values(self, scope):
        names = self.random.sample(VARIABLES, self.pick(1, 1, 2))
        scope |= set(names)
        rows = []
        for _ in range(self.random.randint(0, 3)):
            cells = [self.pick("UNDEF", self.pick(IRIS), self.pick("1", '"a"', "2"))
                     for _ in names]
            rows.append(optional("(", " ".join(cells), ") "))
        return optional("VALUES (", " ".join(names), ") { ", *rows, "} ")

    def subquery(self, scope, depth):
        inner = set()
        body = self.group(inner, depth - 1)
        kept = {v for v in inner if self.chance(0.7)}
        if kept:
            scope |= kept
            head = " ".join(sorted(kept))
        else:
            head = "*"
            scope |= inner
            if not inner:
                return optional(body)
        distinct = self.pick("", "", "DISTINCT ")
        return optional("{ SELECT ", distinct, head, " ", body, "} ")

    def counting(self, scope, depth):
        inner = set()
        body = self.group(inner, depth - 1)
        new = self.new_variable()
        key = self.pick(sorted(inner)) if inner else "?a"
        scope |= {new, key}
        return optional("{ SELECT ", key, f" (COUNT(*) AS {new}) ", body,
                        f"GROUP BY {key} ", "} ")

    def element(self, scope, depth):
        if depth == 0 or self.chance(0.45):
            return self.triple(scope)
        kind = self.random.randrange(16)
        if kind < 3:
            return optional("OPTIONAL ", self.group(scope, depth - 1))
        if kind < 5:
            a, b = self.group(scope, depth - 1), self.group(scope, depth - 1)
            return Node(a, "UNION ", b, alternatives=["", a, b])
        if kind == 5:
            return optional("MINUS ", self.group(set(), depth - 1))
        if kind == 6:
            inner = self.group(scope, depth - 1)
            where = self.pick("?g", self.pick(GRAPHS))
            if where == "?g":
                scope.add("?g")
            return Node("GRAPH ", where, " ", inner, alternatives=["", inner])
        if kind < 9:
            return optional("FILTER (", self.expression(scope, 3), ") ")
        if kind == 9:
            word = self.pick("EXISTS ", "NOT EXISTS ")
            return optional("FILTER ", word, self.group(set(), depth - 1))
        if kind < 12:
            return self.bind(scope)
        if kind == 12:
            return self.values(scope)
        if kind == 13:
            return self.subquery(scope, depth)
        if kind == 14:
            return self.counting(scope, depth)
        inner = self.group(scope, depth - 1)
        return Node(inner, alternatives=["", *inner.parts[1:2]])

    def bind(self, scope):
        expression = self.expression(scope, 3)
        new = self.new_variable()
        scope.add(new)
        return optional("BIND (", expression, f" AS {new}) ")

    # ------------------------------------------------------------ statements

    def dataset_clause(self):
        if not self.chance(0.1):
            return ""
        return Node(*[optional(self.pick("FROM ", "FROM NAMED "), self.pick(GRAPHS), " ")
                      for _ in range(self.random.randint(1, 3))])

    def query(self):
        """(kind, tree, variables, ordered)"""
        kind = self.random.randrange(27)
        if kind > 24:
            return self.asked()
        if kind < 2:
            return self.ask()
        if kind > 21:
            return self.indexed()
        if kind > 19:
            return self.counted()
        if kind < 4:
            return self.construct()
        if kind < 9:
            return self.grouped()
        if kind < 11:
            return self.ordered()
        if kind < 13:
            return self.expressions()
        scope = set()
        body = self.group(scope, 3)
        names = sorted(v for v in scope if self.chance(0.9)) or ["?a"]
        distinct = self.pick("", "", "", "DISTINCT ")
        tree = Node("SELECT ", distinct, " ".join(names), " ", self.dataset_clause(),
                    "WHERE ", body)
        return "select", tree, names, False

    def ask(self):
        return "ask", Node("ASK ", self.dataset_clause(), self.group(set(), 2)), [], False

    def expressions(self):
        """Many expressions over one triple: what functions make of all sorts of terms."""
        heads, names = [], []
        for _ in range(3):
            name = self.new_variable()
            names.append(name)
            heads.append(Node("(", self.expression({"?c", "?d", "?a"}, 3), f" AS {name}) "))
        tree = Node("SELECT ", *heads, "WHERE { ?a ?b ?c . ",
                    optional("?d :p ?a "), "} ")
        return "select", tree, names, False

    def construct(self):
        scope = set()
        body = self.group(scope, 2)
        triples = []
        for _ in range(self.random.randint(1, 3)):
            s = self.pick(sorted(scope) + [":a", "_:n"])
            p = self.pick([":p", ":q", self.pick(sorted(scope) or [":r"])])
            o = self.pick(sorted(scope) + [":b", "_:n", "1"])
            triples.append(optional(s, " ", p, " ", o, " . "))
        return "construct", Node("CONSTRUCT { ", *triples, "} WHERE ", body), [], False

    def ordered(self):
        scope = {"?n"}
        more = optional(self.element(scope, 2))
        limit = optional(self.pick("LIMIT 1 ", "LIMIT 2 ", "LIMIT 0 ", "LIMIT 3 "))
        offset = optional(self.pick("OFFSET 1 ", "OFFSET 2 "))
        order = self.pick("?n", "DESC(?n)", "(0 - ?n)")
        tree = Node("SELECT DISTINCT ?n WHERE { ?s :n ?n . ", more,
                    f"FILTER (DATATYPE(?n) = xsd:integer) }} ORDER BY {order} ", limit,
                    offset)
        return "select", tree, ["?n"], True

    def asked(self):
        """EXISTS and NOT EXISTS of all shapes that share variables with what is outside."""
        scope = set()
        body = [self.triple(scope) for _ in range(self.random.randint(1, 2))]
        if self.chance(0.3):
            body.append(optional("OPTIONAL ", self.group(scope, 0)))
        outer = sorted(scope) or ["?a"]
        for _ in range(self.random.randint(1, 2)):
            body.append(optional("FILTER ", self.pick("EXISTS ", "NOT EXISTS "),
                                 self.shape(set(outer), 2)))
        names = [v for v in outer if self.chance(0.9)] or outer[:1]
        return "select", Node("SELECT ", " ".join(names), " WHERE { ", *body, "} "), names, False

    def shape(self, outer, depth):
        inner = set(outer)
        first = self.triple(inner)
        kind = self.random.randrange(12)
        new = self.new_variable()
        if kind == 0:
            rest = Node(self.group(inner, 1), "UNION ", self.group(inner, 1))
        elif kind == 1:
            rest = optional("OPTIONAL ", self.group(inner, 1), "FILTER (!BOUND(",
                            self.variable(inner), ")) ")
        elif kind == 2:
            rest = optional("MINUS ", self.group(inner, 1))
        elif kind < 5 and depth > 0:
            rest = optional("FILTER ", self.pick("EXISTS ", "NOT EXISTS "),
                            self.shape(inner, depth - 1))
        elif kind == 5:
            rest = optional("BIND (", self.expression(inner, 2), f" AS {new}) FILTER ({new} ",
                            self.pick("!= ", "= ", "< "), self.leaf(inner), ") ")
        elif kind == 6:
            rest = self.values(inner)
        elif kind == 7:
            kept = " ".join(sorted(v for v in inner if self.chance(0.6))) or "*"
            return Node("{ { SELECT ", self.pick("", "DISTINCT "), kept, " { ", first,
                        self.triple(inner), "} ", optional("LIMIT 2 ") if self.chance(0.2) else "",
                        "} } ")
        elif kind == 8:
            key = self.variable(inner)
            having = optional("HAVING (COUNT(*) > 1) ") if self.chance(0.6) else ""
            return Node("{ { SELECT ", key, f" (COUNT(*) AS {new}) {{ ", first,
                        self.triple(inner), f"}} GROUP BY {key} ", having, "} } ")
        elif kind == 9:
            rest = optional("FILTER (", self.expression(inner, 2), ") ")
        elif kind == 10:
            rest = optional("{ ", self.triple(inner), "FILTER (", self.expression(inner, 1), ") } ")
        else:
            rest = self.triple(inner)
        return Node("{ ", first, rest, "} ")

    def indexed(self):
        """ORDER BY of what an index may have in order, from either end.  All that is
        selected is a key, so that no two solutions may change places."""
        names = ["?a", "?n"]
        kind = self.random.randrange(4)
        body = ["?a :n ?n . " if kind > 0 else "?a :m ?n . "]
        if kind == 1:
            names = ["?n"]
        for _ in range(self.random.randint(0, 2)):
            body.append(optional(self.pick(
                "?a :p [] . ", "[] :q ?a . ", "?a :m ?m . ", "?c :n ?m . ?c :p ?a . ",
                "OPTIONAL { ?a :m ?m } ", "OPTIONAL { ?a :q ?a . ?a :n ?m } ",
                "FILTER (?n > 1) ", "FILTER (?n < 3 && ?n != 1) ", 'FILTER (?n >= "b") ',
                "FILTER EXISTS { ?a :p ?b } ", "FILTER NOT EXISTS { ?a :r ?b } ",
                "BIND (?n AS ?k) ", "?b :p+ ?a . ", "VALUES ?a { :a :b :c } ",
                "GRAPH ?g { ?a ?p ?o } ", "MINUS { ?a :q ?b } ")))
        if "?m " in "".join(map(str, body)) and self.chance(0.6):
            names.append("?m")
        self.random.shuffle(names)
        keys = [self.pick(f"{v} ", f"DESC({v}) ", f"DESC({v}) ") for v in names]
        inner = Node("{ ", *body, "} ")
        if self.chance(0.15):
            inner = Node("{ { SELECT ", self.pick("", "DISTINCT "), " ".join(names), " ",
                         inner, "} } ")
        limit = optional(self.pick("LIMIT 1 ", "LIMIT 2 ", "LIMIT 0 ", "LIMIT 3 "))
        offset = optional(self.pick("OFFSET 1 ", "OFFSET 2 ")) if self.chance(0.3) else ""
        tree = Node("SELECT ", self.pick("", "DISTINCT "), " ".join(names), " ",
                    self.dataset_clause(), "WHERE ", inner, "ORDER BY ", *keys,
                    limit if self.chance(0.7) else "", offset)
        return "select", tree, names, True

    def aggregate(self, scope):
        argument = self.expression(scope, 2) if self.chance(0.4) else Node(
            self.variable(scope))
        distinct = self.pick("", "", "DISTINCT ")
        kind = self.random.randrange(8)
        if kind == 0:
            return Node(f"COUNT({distinct}*)")
        if kind < 3:  # oxigraph makes an error of counted errors
            return Node(f"COUNT({distinct}", self.variable(scope), ")")
        if kind < 7:
            return Node(self.pick("SUM", "AVG", "MIN", "MAX"), f"({distinct}", argument,
                        ")")
        return Node(f"STRLEN(GROUP_CONCAT({distinct}STR({self.variable(scope)})",
                    ' ; SEPARATOR=", "))')

    def grouped(self):
        scope = set()
        body = self.group(scope, 2)
        names, heads, keys = [], [], []
        for _ in range(self.random.randint(0, 2)):
            if self.chance(0.7):
                key = self.variable(scope)
                keys.append(key + " ")
            else:
                key = self.new_variable()
                keys.append(Node("(", self.expression(scope, 2), f" AS {key}) "))
            if key not in names:
                names.append(key)
                heads.append(key + " ")
        for _ in range(self.random.randint(1, 2)):
            new = self.new_variable()
            names.append(new)
            value = self.aggregate(scope)
            if self.chance(0.2):
                value = Node("(1 + ", value, ")", alternatives=[value])
            heads.append(Node("(", value, f" AS {new}) "))
        group_by = Node("GROUP BY ", *keys) if keys else ""
        having = ""
        if self.chance(0.25):
            having = optional("HAVING (", self.aggregate(scope),
                              self.pick(" > ", " < ", " != "), self.pick("0", "1", "2"),
                              ") ")
        tree = Node("SELECT ", *heads, "WHERE ", body, group_by, having)
        return "select", tree, names, False

    def counted(self):
        """Groups of one pattern that are only counted, and its distinct values."""
        s = self.pick("?a", "?a", "?a", ":a", ":b")
        p = self.pick("?b", "?b", ":p", ":q", "?a")
        o = self.pick("?c", "?c", "?c", "1", ":b", "?a")
        body = f"{s} {p} {o} . "
        graph = self.pick("", "", "", "?g", "?g", *GRAPHS)
        if graph:
            body = f"GRAPH {graph} {{ {body}}} "
        scope = sorted({x for x in (s, p, o, graph) if x.startswith("?")}) or ["?a"]
        keys = self.random.sample(scope, self.random.randint(0, min(3, len(scope))))
        if keys and self.chance(0.4):
            tree = Node("SELECT DISTINCT ", " ".join(keys), " ", self.dataset_clause(),
                        "WHERE { ", body, "} ")
            return "select", tree, keys, False
        heads, names = [], list(keys)
        for _ in range(self.random.randint(1, 2)):
            name = self.new_variable()
            names.append(name)
            what = self.pick("*", self.random.choice(scope),
                             "DISTINCT " + self.random.choice(scope))
            heads.append(Node(f"(COUNT({what}) AS {name}) "))
        having = optional("HAVING (COUNT(*) > 1) ") if self.chance(0.2) else ""
        tree = Node("SELECT ", " ".join(keys), " ", *heads, self.dataset_clause(),
                    "WHERE { ", body, "} ",
                    "GROUP BY " + " ".join(keys) + " " if keys else "", having)
        return "select", tree, names, False

    # --------------------------------------------------------------- updates

    def quads(self, scope, blank):
        parts = []
        for _ in range(self.random.randint(1, 3)):
            s = self.pick(sorted(scope) + IRIS + (["_:n"] if blank else []))
            p = self.pick(PREDICATES)
            o = self.pick(sorted(scope) + IRIS + ["1", '"a"'] + (["_:n"] if blank else []))
            triple = f"{s} {p} {o} . "
            if self.chance(0.3):
                names = GRAPHS + (["?g"] if "?g" in scope else [])
                triple = f"GRAPH {self.pick(names)} {{ {triple}}} "
            parts.append(optional(triple))
        return Node("{ ", *parts, "} ")

    def update(self):
        kind = self.random.randrange(10)
        silent = self.pick("", "SILENT ")
        if kind == 0:
            return Node("INSERT DATA ", self.quads(set(), True))
        if kind == 1:
            return Node("DELETE DATA ", self.quads(set(), False))
        if kind == 2:
            scope = set()
            triples = Node(*[optional(self.place(scope), " ", self.pick(PREDICATES), " ",
                                      self.pick(VARIABLES), " . ") for _ in range(2)])
            text = str(triples).replace("[]", ":a")
            return Node("DELETE WHERE { ", text, "} ")
        if kind == 3:
            what = self.pick("DEFAULT", "NAMED", "ALL", "GRAPH " + self.pick(GRAPHS))
            return Node(self.pick("CLEAR ", "DROP "), "SILENT ", what, " ")
        if kind == 4:
            a, b = (self.pick("DEFAULT", self.pick(GRAPHS)) for _ in range(2))
            # What is moved must be there: whether a graph without triples is, is left open.
            first = "" if a == "DEFAULT" else f"INSERT DATA {{ GRAPH {a} {{ :a :r :a }} }} ; "
            return Node(first, self.pick("ADD ", "MOVE ", "COPY "), silent, a, " TO ", b,
                        " ")
        scope = set()
        body = self.group(scope, 2)
        delete = optional("DELETE ", self.quads(scope, False)) if kind < 8 else ""
        insert = Node("INSERT ", self.quads(scope, True)) if kind != 5 else (
            "" if delete else "INSERT { } ")
        with_graph = optional("WITH ", self.pick(GRAPHS), " ") if self.chance(0.2) else ""
        using = ""
        if self.chance(0.15):
            using = optional(self.pick("USING ", "USING NAMED "), self.pick(GRAPHS), " ")
        return Node(with_graph, delete, insert, using, "WHERE ", body)
