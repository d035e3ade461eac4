"""Draws a flow as SVG: boxes with words in them, lines with how many went that way."""

import itertools
from collections.abc import Callable, Sequence
from html import escape
from textwrap import wrap

from warmline.flows.drawing.graph import OUT, Edge, Graph, Node, went
from warmline.flows.drawing.layout import Box, Path, Point, layout
from warmline.flows.drawing.style import STYLE
from warmline.flows.drawing.traffic import NOBODY, Traffic

WIDTH, PADDING = 232.0, 12.0
HEAD, LINE = 20.0, 16.0
LETTERS, MOST_LINES = 33, 3
"""Characters of a line of words, and lines of what is said; a text that is longer ends with …"""
MOST_EXITS = 5
LABEL = 30


def svg_of(
    graph: Graph,
    *,
    title: str,
    traffic: Traffic = NOBODY,
    here: str = "",
    href: Callable[[str], str] | None = None,
    number: Callable[[int], str] = "{:,}".format,
    alone: bool = True,
) -> str:
    """The picture. `here` is the step to point out; `href` where the link of a step leads, without it there are none.

    One that stands `alone` brings its style along, in light and dark; on a page the page's own style is used.
    """
    lines = {node.name: _lines(node) for node in graph.nodes}
    boxes = [Box(node.name, WIDTH, _height(lines[node.name])) for node in graph.nodes]
    placed = layout(boxes, [(edge.source, edge.target) for edge in graph.edges])
    rows = _label_rows(placed.paths)
    drawn = [
        _line(edge, path, row, traffic, number)
        for edge, path, row in zip(graph.edges, placed.paths, rows, strict=True)
    ]
    for node, box in zip(graph.nodes, boxes, strict=True):
        count = traffic.steps.get(node.name, 0)
        told = number(count) if count else ""
        drawn.append(_box(node, box, placed.places[node.name], lines[node.name], told, here, href))
    width, height = round(placed.width), round(placed.height)
    style = f"<style>{STYLE}</style>" if alone else ""
    return (
        f'<svg class="flow" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="group" aria-label="{escape(title)}">{style}{ARROW}{"".join(drawn)}</svg>'
    )


ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0.5 7.5 4 0 7.5Z" class="tip"/></marker></defs>'
)


def in_words(name: str) -> str:
    """The name of a step as people read it."""
    return name.replace("-", " ").replace("_", " ")


def _lines(node: Node) -> list[tuple[str, str]]:
    """Class and text of each line below the head of a box."""
    found = [("kind", node.kind)]
    for words in node.words[:2]:
        rows = wrap(words, LETTERS) or [""]
        shown = rows[:MOST_LINES]
        if len(rows) > MOST_LINES:
            shown[-1] = shown[-1][: LETTERS - 1].rstrip(" .,") + "…"
        found += [("words", row) for row in shown]
    if node.calls:
        found += [("calls", row) for row in wrap("↗ " + ", ".join(map(in_words, node.calls)), LETTERS)[:2]]
    exits = [
        f"{one.label} → {OUT[one.target]}" if one.label else f"→ {OUT[one.target]}" for one in node.exits
    ]
    found += [("exit", _short(one, LETTERS)) for one in exits[:MOST_EXITS]]
    if len(exits) > MOST_EXITS:
        found.append(("exit", "…"))
    return found


def _height(lines: list[tuple[str, str]]) -> float:
    return 2 * PADDING + HEAD + LINE * len(lines) - 4


def _box(
    node: Node,
    box: Box,
    place: Point,
    lines: Sequence[tuple[str, str]],
    count: str,
    here: str,
    href: Callable[[str], str] | None,
) -> str:
    x, y = place
    name = _short(in_words(node.name), 26)
    texts = [f'<text class="name" x="{PADDING:g}" y="{PADDING + 13:g}">{escape(name)}</text>']
    if count:
        texts.append(
            f'<text class="count" x="{WIDTH - PADDING:g}" y="{PADDING + 13:g}">{escape(count)}</text>'
        )
    for row, (kind, text) in enumerate(lines):
        at = PADDING + HEAD + LINE * row + 11
        texts.append(f'<text class="{kind}" x="{PADDING:g}" y="{at:g}">{escape(text)}</text>')
    mark = " here" if node.name == here else ""
    moved = f'transform="translate({x:.1f} {y:.1f})"'
    inner = "\n".join((f'<rect width="{box.width:g}" height="{box.height:g}" rx="10"/>', *texts))
    if href is not None:
        return f'<a class="node{mark}" {moved} href="{escape(href(node.name))}">{inner}</a>'
    said = " ".join(filter(None, (name, count, *(text for _, text in lines))))
    current = ' aria-current="step"' if mark else ""
    return f'<g class="node{mark}" {moved} role="img" aria-label="{escape(said)}"{current}>{inner}</g>'


def _label_rows(paths: Sequence[Path]) -> list[int]:
    """In which row the label of each line stands, so that those of lines to one box are apart."""
    coming: dict[str, list[Path]] = {}
    for path in sorted(paths, key=lambda path: path.points[-1]):
        if not path.back and len(path.points) == 2:
            coming.setdefault(path.target, []).append(path)
    return [
        coming[path.target].index(path) % 3 if path in coming.get(path.target, ()) else 0 for path in paths
    ]


def _line(edge: Edge, path: Path, row: int, traffic: Traffic, number: Callable[[int], str]) -> str:
    count = went(edge, traffic)
    label = _short(", ".join(filter(None, edge.labels)), LABEL)
    told = " · ".join(filter(None, (label, number(count) if count else "")))
    text = ""
    if told:
        (x, y), anchor = _label_place(path, row), "end" if path.back else "middle"
        text = f'<text class="label" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(told)}</text>'
    kind = "way back" if path.back else "way"
    return f'<g class="{kind}"><path d="{_curve(path)}" marker-end="url(#arrow)"/>{text}</g>'


def _label_place(path: Path, row: int) -> Point:
    """Beside the place where a line comes to the next layer: there it is apart from the others."""
    if path.back:
        at, down = path.points[2]
        return at - 10, down - 3
    x, y = path.points[1]
    return x, y - 14 - 13 * row


def _curve(path: Path) -> str:
    points = path.points
    drawn = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    if path.back:
        return drawn + "".join(f"L{x:.1f} {y:.1f}" for x, y in points[1:])
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        middle = (y1 + y2) / 2
        drawn += f"C{x1:.1f} {middle:.1f} {x2:.1f} {middle:.1f} {x2:.1f} {y2:.1f}"
    return drawn


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip(" ,·") + "…"
