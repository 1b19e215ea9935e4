# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts a failing case down to one in which nothing more can be left out."""
from generate import Dataset, Node

MOST_TRIES = 600


def shrink(dataset, statements, fails):
    """`fails(dataset, statements)` is true of the case, and of what is returned."""
    tries = [MOST_TRIES]

    def still(dataset, statements):
        tries[0] -= 1
        return tries[0] > 0 and fails(dataset, statements)

    smaller = True
    while smaller and tries[0] > 0:
        smaller = False
        for i in range(len(statements) - 1, -1, -1):
            fewer = statements[:i] + statements[i + 1:]
            if len(statements) > 1 and still(dataset, fewer):
                statements, smaller = fewer, True
        for statement in statements:
            if cut(statement.tree, lambda: still(dataset, statements)):
                smaller = True
        for i in range(len(dataset.quads) - 1, -1, -1):
            fewer = Dataset(dataset.quads[:i] + dataset.quads[i + 1:])
            if still(fewer, statements):
                dataset, smaller = fewer, True
    return dataset, statements


def cut(node, still):
    """Replace parts by their alternatives in place, the outer ones first."""
    smaller = False
    for i, part in enumerate(node.parts):
        if not isinstance(part, Node):
            continue
        for alternative in part.alternatives:
            node.parts[i] = alternative
            if still():
                smaller = True
                break
            node.parts[i] = part
        if isinstance(node.parts[i], Node) and cut(node.parts[i], still):
            smaller = True
    return smaller
