# SPDX-License-Identifier: GPL-3.0-or-later
"""A second reader of store files, written from docs/FORMAT.md alone.

    read_store.py STORE      prints its quads as N-Quads, after checking what can be checked

Reads LMDB's pages itself, so that nothing of the store's own code or libraries is in the way
(but libxxhash for the checksums, where it is installed).
"""
import ctypes
import datetime
import mmap
import struct
import sys

NAMES = ["spog", "sopg", "psog", "posg", "ospg", "opsg", "gspo"]
MASK = (1 << 64) - 1
XSD = "http://www.w3.org/2001/XMLSchema#"


class Damaged(Exception):
    """What the file holds is not what docs/FORMAT.md says."""


def need(condition, text):
    if not condition:
        raise Damaged(text)


def load_xxhash():
    try:
        library = ctypes.CDLL("libxxhash.so.0")
    except OSError:
        return None
    function = library.XXH3_64bits_withSeed
    function.restype = ctypes.c_uint64
    function.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint64]
    return lambda data, seed=0: function(bytes(data), len(data), seed)


xxh3 = load_xxhash()


# ---- LMDB's pages (data format 1)

class File:
    def __init__(self, path):
        with open(path, "rb") as stream:
            self.data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        metas = [self.meta(0)]
        self.page_bytes = metas[0]["page_bytes"]
        metas.append(self.meta(self.page_bytes))
        self.newest = max((0, 1), key=lambda number: metas[number]["txn"])
        self.maps = {}
        for key, value in self.entries(metas[self.newest]["main"]):
            self.maps[key.decode()] = struct.unpack("<IHHQQQQQ", value)

    def meta(self, offset):
        data = self.data[offset:offset + 168]
        magic, version = struct.unpack_from("<II", data, 16)
        need(magic == 0xBEEFC0DE and version == 1, "not an LMDB file")
        return {"page_bytes": struct.unpack_from("<I", data, 40)[0],
                "main": struct.unpack_from("<IHHQQQQQ", data, 88),
                "txn": struct.unpack_from("<Q", data, 144)[0]}

    def page(self, number):
        at = number * self.page_bytes
        return self.data[at:at + self.page_bytes]

    def entries(self, root):
        """Keys and values of a tree, in order."""
        if root[-1] == MASK:
            return
        stack = [root[-1]]
        while stack:
            page = self.page(stack.pop())
            flags, lower = struct.unpack_from("<HH", page, 10)
            nodes = struct.unpack_from(f"<{(lower - 16) // 2}H", page, 16)
            children = []
            for node in nodes:
                low, high, node_flags, key_bytes = struct.unpack_from("<HHHH", page, node)
                key = page[node + 8:node + 8 + key_bytes]
                if flags & 1:
                    children.append(low | high << 16 | node_flags << 32)
                    continue
                size = low | high << 16
                start = node + 8 + key_bytes
                if node_flags & 1:
                    first = struct.unpack_from("<Q", page, start)[0] * self.page_bytes + 16
                    yield key, self.data[first:first + size]
                else:
                    yield key, page[start:start + size]
            stack.extend(reversed(children))

    def map(self, name):
        return self.entries(self.maps[name])


# ---- blocks of rows (section 3)

class Bytes:
    """Takes numbers from the front of a byte string."""

    def __init__(self, data, at=0):
        self.data = data
        self.at = at

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def take(self, count):
        self.at += count
        need(self.at <= len(self.data), "a block is cut short")
        return self.data[self.at - count:self.at]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def zigzag(self):
        code = self.varint()
        return code >> 1 if code % 2 == 0 else -(code + 1 >> 1)

    def packed(self, count, width):
        number = int.from_bytes(self.take((count * width + 7) // 8), "little")
        need(number >> (count * width) == 0, "unused bits are not 0")
        mask = (1 << width) - 1
        return [number >> (i * width) & mask for i in range(count)]


def column(data, n, first, inner=False):
    coder = data.byte()
    if coder == 0:
        return [first] * n
    if coder == 1:
        width = data.byte()
        base = first + data.zigzag()
        return [(base + x) & MASK for x in data.packed(n, width)]
    if coder == 2:
        width = data.byte()
        step = data.zigzag()
        values = [first]
        for x in data.packed(n - 1, width):
            values.append((values[-1] + step + x) & MASK)
        return values
    if coder == 3:
        k, width = data.byte(), data.byte()
        bases, shifts = [(first + data.zigzag()) & MASK], [data.byte()]
        for _ in range(k - 1):
            bases.append((bases[-1] + data.varint()) & MASK)
            shifts.append(data.byte())
        selector = (k - 1).bit_length()
        return [(bases[x % (1 << selector)] + (x >> selector << shifts[x % (1 << selector)])) & MASK
                for x in data.packed(n, width + selector)]
    need(coder == 4 and not inner, f"coder {coder} does not exist")
    runs = struct.unpack("<H", data.take(2))[0]
    lengths = data.packed(runs, data.byte())
    values = column(data, runs, first, True)
    return [value for value, length in zip(values, lengths) for _ in range(length + 1)]


def check_seal(key, value):
    if xxh3:
        want = (xxh3(value[4:]) ^ xxh3(key)) & 0xFFFFFFFF
        need(struct.unpack_from("<I", value)[0] == want, "a checksum is wrong")


def blocks(file, name, fields):
    """(key, rows) of each block, with order and checksums checked."""
    last = None
    for key, value in file.map(name):
        need(len(key) == 8 * fields, f"{name}: a key is too long or too short")
        need(len(value) <= 4080 // 3 - 10 - 8 * fields, f"{name}: a block is too long")
        check_seal(key, value)
        first = struct.unpack(f">{fields}Q", key)
        n = struct.unpack_from("<H", value, 4)[0]
        data = Bytes(value, 6)
        rows = list(zip(*[column(data, n, first[f]) for f in range(fields)]))
        need(data.at == len(value), f"{name}: a block has bytes left over")
        need(len(rows) == n and rows[0] == first, f"{name}: a block is not what its head says")
        for row in rows:
            need(last is None or last < row, f"{name}: rows are out of order")
            last = row
        yield key, rows


# ---- terms (sections 2, 4, 5)

def read_terms(file):
    terms = []
    for key, value in file.map("terms"):
        need(struct.unpack(">Q", key)[0] == len(terms), "terms: there is a gap")
        check_seal(key, value)
        count = struct.unpack_from("<H", value, 4)[0]
        need(count == 1 or len(value) <= 1002, "terms: a block is too long")
        data = Bytes(value, 6)
        text = b""
        for _ in range(count):
            head = data.varint()
            text = text[:head >> 3] + data.take(data.varint())
            tag = head & 7
            extra = None
            if tag == 4:
                extra = data.take(data.varint())
            elif tag == 5:
                extra = data.varint()
            terms.append((tag, bytes(text), extra))
        need(data.at == len(value), "terms: a block has bytes left over")
    return terms


def extra_bytes(terms, term):
    if term[0] == 4:
        return term[2].lower()
    return terms[term[2]][1] if term[0] == 5 else b""


def check_hashes(file, terms):
    rows = [row for _, block in blocks(file, "hash", 2) for row in block]
    need(sorted(index for _, index in rows) == list(range(len(terms))), "hash: an index is missing")
    for stored, index in rows if xxh3 else []:
        term = terms[index]
        value = xxh3(term[1], term[0])
        if term[0] in (4, 5):
            value = xxh3(extra_bytes(terms, term), value)
        need(value >> 24 == stored, f"hash: that of term {index} is wrong")


def check_order(terms, ordered):
    keys = [(t[0], t[1], extra_bytes(terms, t)) for t in terms[:ordered]]
    need(all(a < b for a, b in zip(keys, keys[1:])), "terms: not in order")


def fixed(value, digits):
    text = f"{abs(value):0{digits + 1}d}"
    whole, fraction = text[:-digits], text[-digits:].rstrip("0") or "0"
    return ("-" if value < 0 else "") + whole + "." + fraction


def zone_text(zone):
    if zone == 0:
        return ""
    minutes = zone - 841
    if minutes == 0:
        return "Z"
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def date_text(days):
    """Python's calendar begins with year 1; 400 years have 146,097 days."""
    cycles, year = 0, 0
    while days < -600000:
        days += 146097
        cycles -= 1
    while days > 2000000:
        days -= 146097
        cycles += 1
    date = datetime.date(1970, 1, 1) + datetime.timedelta(days=days)
    year = date.year + 400 * cycles
    sign = "-" if year < 0 else ""
    return f"{sign}{abs(year):04d}-{date.month:02d}-{date.day:02d}"


def moment(payload, unit):
    """Date and time of day in units (of which `unit` make a minute) in its time zone."""
    zone = payload & 0x7FF
    count = (payload >> 11) - (1 << 48)
    local = count + ((zone - 841) * unit if zone else 0)
    days, rest = divmod(local, 1440 * unit)
    return date_text(days), rest, zone_text(zone)


def value_text(tag, payload):
    number = payload - (1 << 59)
    if tag == 6:
        return "true" if payload else "false", "boolean"
    if tag == 7:
        return str(number), "integer"
    if tag == 8:
        return fixed(number, 8), "decimal"
    if tag == 9:
        if number == 0:
            return "0.0E0", "double"
        exponent, mantissa = divmod(abs(number), 10 ** 15)
        return ("-" if number < 0 else "") + fixed(mantissa, 14) + f"E{exponent - 280}", "double"
    if tag == 11:
        date, ms, zone = moment(payload, 60000)
        text = f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}"
        if ms % 1000:
            text += f".{ms % 1000:03d}".rstrip("0")
        return f"{date}T{text}{zone}", "dateTime"
    date, rest, zone = moment(payload, 1)
    need(rest == 0, "a date does not begin at midnight")
    if tag == 10:
        return date + zone, "date"
    need(tag in (12, 13), f"tag {tag} does not exist")
    need(date.endswith("-01"), "a month does not begin on its first day")
    return (date[:-6] + zone, "gYear") if tag == 12 else (date[:-3] + zone, "gYearMonth")


def quoted(text):
    for old, new in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(old, new)
    return f'"{text}"'


def term_text(terms, identifier):
    tag, payload = identifier >> 60, identifier & (1 << 60) - 1
    if tag >= 6:
        text, datatype = value_text(tag, payload)
        return f'"{text}"^^<{XSD}{datatype}>'
    need(1 <= tag <= 5 and payload < len(terms), f"the id {identifier:016x} stands for nothing")
    kind, text, extra = terms[payload]
    need(kind == tag, f"the term of {identifier:016x} is of another kind")
    text = text.decode()
    if tag == 1:
        return "_:" + text
    if tag == 2:
        return f"<{text}>"
    if tag == 3:
        return quoted(text)
    if tag == 4:
        return f"{quoted(text)}@{extra.decode()}"
    need(terms[extra][0] == 2, "a datatype is no IRI")
    return f"{quoted(text)}^^<{terms[extra][1].decode()}>"


# ---- the whole file (sections 6, 7)

def check_counts(counts, number, keys, sizes, name):
    """Both levels against the blocks."""
    for level in (1, 2):
        mine = [(k[2:], v) for k, v in counts if k[0] == number and k[1] == level]
        need(not keys or mine, f"{name}: there are no sums")
        starts = [key for key, _ in mine]
        need(not starts or starts[0] == bytes(32), f"{name}: the first sum does not begin at 0")
        for i, (key, value) in enumerate(mine):
            end = starts[i + 1] if i + 1 < len(starts) else None
            inside = [j for j, k in enumerate(keys) if k >= key and (end is None or k < end)]
            check_seal(bytes([number, level]) + key, value)
            rows, children = struct.unpack_from("<QI", value, 4)
            need(rows == sum(sizes[j] for j in inside) and children == len(inside),
                 f"{name}: a sum of level {level} is wrong")
        keys, sizes = starts, [struct.unpack_from("<QI", v, 4)[0] for _, v in mine]


def read_store(path):
    """The quads, as N-Quads lines, and the prefixes."""
    file = File(path)
    meta = {bytes(k): bytes(v) for k, v in file.map("meta")}
    need(meta[b"format"] == b"Furat store\n" + struct.pack("<I", 2), "another format")
    for key, value in meta.items():
        if key != b"format":
            check_seal(key, value)
    state = struct.unpack_from("<8Q", meta[b"state"], 4)
    terms = read_terms(file)
    need(state[1] == len(terms), "the number of terms is wrong")
    check_hashes(file, terms)
    check_order(terms, state[2])
    counts = [(bytes(k), bytes(v)) for k, v in file.map("counts")]
    quads = None
    for number, name in enumerate(NAMES):
        found, keys, sizes = [], [], []
        for key, rows in blocks(file, name, 4):
            keys.append(bytes(key))
            sizes.append(len(rows))
            for row in rows:
                by_field = dict(zip(name, row))
                found.append(tuple(by_field[f] for f in "spog"))
        check_counts(counts, number, keys, sizes, name)
        quads = quads or set(found)
        need(len(found) == len(quads) == state[0] and set(found) == quads,
             f"{name}: other quads than spog")
    check_statistics(file, quads, state)
    return [line(terms, quad) for quad in quads], {
        k[7:].decode(): v[4:].decode() for k, v in meta.items() if k.startswith(b"prefix:")}


def check_statistics(file, quads, state):
    distinct = [len({quad[f] for quad in quads}) for f in range(4)]
    need(list(state[3:7]) == distinct, "a total is wrong")
    stored = {}
    for key, value in file.map("stats"):
        check_seal(key, value)
        stored[struct.unpack(">Q", key)[0]] = struct.unpack_from("<3Q", value, 4)
    seen = {}
    for s, p, o, _ in quads:
        rows, subjects, objects = seen.setdefault(p, [0, set(), set()])
        seen[p][0] = rows + 1
        subjects.add(s)
        objects.add(o)
    need(stored == {p: (n, len(s), len(o)) for p, (n, s, o) in seen.items()}, "stats are wrong")


def line(terms, quad):
    texts = [term_text(terms, identifier) for identifier in quad[:3]]
    if quad[3] != 1:
        texts.append(term_text(terms, quad[3]))
    return " ".join(texts) + " ."


if __name__ == "__main__":
    for text in sorted(read_store(sys.argv[1])[0]):
        print(text)
