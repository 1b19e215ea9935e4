# SPDX-License-Identifier: GPL-3.0-or-later
"""Growth of times with the size of the data as an SVG: both axes logarithmic, a thin line a
query, a thick one for the geometric mean of a class, dashed ones for what is linear."""
import math

WIDTH, HEIGHT = 260, 220
MARGIN_LEFT, MARGIN_TOP, MARGIN_BOTTOM = 52, 26, 30
COLUMNS = 4
LOW, HIGH = -5, 2  # powers of ten of seconds


def x_of(sizes, size):
    low, high = math.log10(sizes[0]), math.log10(sizes[-1])
    part = (math.log10(size) - low) / (high - low) if high > low else 0.5
    return MARGIN_LEFT + part * (WIDTH - MARGIN_LEFT - 16)


def y_of(seconds):
    part = (math.log10(min(max(seconds, 10 ** LOW), 10 ** HIGH)) - LOW) / (HIGH - LOW)
    return HEIGHT - MARGIN_BOTTOM - part * (HEIGHT - MARGIN_TOP - MARGIN_BOTTOM)


def line(points, style):
    return '<polyline points="%s" fill="none" %s/>' % (
        " ".join("%.1f,%.1f" % point for point in points), style)


def text(x, y, words, anchor="middle", size=9):
    return '<text x="%.1f" y="%.1f" text-anchor="%s" font-size="%d">%s</text>' % (
        x, y, anchor, size, words)


def axes(sizes):
    for power in range(LOW, HIGH + 1):
        y = y_of(10 ** power)
        yield line([(MARGIN_LEFT, y), (WIDTH - 16, y)], 'stroke="#ddd" stroke-width="0.6"')
        label = "%g s" % 10 ** power if power >= 0 else (
            "%g ms" % 10 ** (power + 3) if power >= -3 else "%g us" % 10 ** (power + 6))
        yield text(MARGIN_LEFT - 4, y + 3, label, "end")
    for size in sizes:
        x = x_of(sizes, size)
        yield line([(x, MARGIN_TOP), (x, HEIGHT - MARGIN_BOTTOM)],
                   'stroke="#ddd" stroke-width="0.6"')
        yield text(x, HEIGHT - MARGIN_BOTTOM + 13, "%g M" % (size / 1e6))
    for start in (1e-4, 1e-2):
        yield line([(x_of(sizes, size), y_of(start * size / sizes[0])) for size in sizes],
                   'stroke="#999" stroke-width="0.6" stroke-dasharray="3 3"')


def panel(group, sizes, several):
    yield text(WIDTH / 2 + 16, 16, group, size=12)
    yield from axes(sizes)
    for times in several:
        yield line([(x_of(sizes, size), y_of(t)) for size, t in zip(sizes, times) if t],
                   'stroke="#2a6f97" stroke-width="0.7" opacity="0.6"')
    whole = [times for times in several if all(times)]
    if whole:
        means = [math.exp(sum(math.log(times[i]) for times in whole) / len(whole))
                 for i in range(len(sizes))]
        yield line([(x_of(sizes, size), y_of(t)) for size, t in zip(sizes, means)],
                   'stroke="#b23a48" stroke-width="2.2"')


def growth(document):
    sizes = document["sizes"]
    groups = {}
    for entry in document["queries"]:
        groups.setdefault(entry["query"].split("/")[0], []).append(entry["seconds"])
    n_rows = (len(groups) + COLUMNS - 1) // COLUMNS
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" '
             'font-family="sans-serif">' % (COLUMNS * WIDTH, n_rows * HEIGHT),
             '<rect width="100%" height="100%" fill="white"/>']
    for i, (group, several) in enumerate(groups.items()):
        parts.append('<g transform="translate(%d %d)">' % (
            i % COLUMNS * WIDTH, i // COLUMNS * HEIGHT))
        parts.extend(panel(group, sizes, several))
        parts.append("</g>")
    return "\n".join(parts + ["</svg>"]) + "\n"
