# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands on the screen while somebody types."""
import os
import shutil
import tempfile

import tap
from screen import CTRL, ENTER, Screen

FURAT = os.environ["FURAT"]
DATA = '''
@prefix ex: <http://example.org/> .
ex:a ex:label "داعش"@ar , "ISIS"@en ; ex:n 7 .
ex:b ex:label "日本" ; ex:n 1200 .
'''

home = tempfile.mkdtemp(prefix="furat-shell.")
data = os.path.join(home, "data.ttl")
with open(data, "w", encoding="utf-8") as file:
    file.write(DATA)


def shell(*arguments, **options):
    """A shell whose screen is empty but for its prompt."""
    s = Screen([FURAT, "shell", *(arguments or ("--data", data))], home, **options)
    s.wait_for("furat>")
    s.send(CTRL["l"])
    s.until(lambda s: s.rows == ["furat>"])
    return s


def answers_stand_on_the_screen():
    with shell(columns=50, rows=12) as s:
        s.send("SELECT ?o { ?s ?p ?o } ORDER BY ?o" + ENTER)
        s.golden("wide and right-to-left cells keep the columns", """
            furat> SELECT ?o { ?s ?p ?o } ORDER BY ?o
            ┌──────────┐
            │ o        │
            ├──────────┤
            │ 日本     │
            │ ISIS @en │
            │ \u2068داعش @ar\u2069 │
            │        7 │
            │     1200 │
            └──────────┘
            5 rows
            furat>
            """, cursor=(11, 7))


try:
    for test in (answers_stand_on_the_screen,):
        test()
finally:
    shutil.rmtree(home, ignore_errors=True)
tap.done()
