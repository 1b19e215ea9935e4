# SPDX-License-Identifier: GPL-3.0-or-later
"""A library's header is included in one folder only: the one below, or whichever was first."""
import re

import source

# Header, or its folder, to the one folder that may include it.
HOME = {
    "serd/": "io", "raptor2.h": "io", "raptor2/": "io", "lmdb.h": "store",
    "libxml/": "io", "zlib.h": "io", "zstd.h": "io",
    "librdf.h": "redland", "redland.h": "redland", "rasqal.h": "redland", "rasqal/": "redland",
    "readline/": "shell", "fribidi.h": "results", "microhttpd.h": "http",
}
# The C library and POSIX.
_SYSTEM = set("""
assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign
stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar
wchar wctype aio dirent dlfcn fcntl fnmatch ftw getopt glob grp iconv langinfo libgen monetary netdb
nl_types poll pthread pwd regex sched semaphore spawn strings syslog termios unistd utime wordexp
config endian stdio_ext
""".split())
_INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*<([^>]+)>", re.MULTILINE)


def _is_system(header):
    return header.startswith(("sys/", "netinet/", "arpa/", "net/")) or header[:-2] in _SYSTEM


def _library(header):
    return header.split("/")[0] + "/" if "/" in header else header


def _findings():
    first = {}
    for path in source.files(".c", ".h", below=("src",)):
        text = source.strip(source.read(path))
        folder = source.folder_of(path)
        for match in _INCLUDE.finditer(text):
            header = match.group(1)
            if _is_system(header):
                continue
            library = _library(header)
            home = HOME.get(library) or first.setdefault(library, folder)
            if folder != home:
                yield (path, source.line_at(text, match.start(1)), header,
                       f"<{header}> belongs to src/{home}/ alone")


source.report("third_party", list(_findings()))
