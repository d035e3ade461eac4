"""Draws a flow as SVG: boxes with words in them, lines with how many went that way."""

import itertools
from collections.abc import Callable, Sequence
from html import escape

from warmline.flows.drawing.graph import Edge, Graph, Node, went
from warmline.flows.drawing.layout import Box, Path, Point, layout
from warmline.flows.drawing.lines import Line, Part, Teller, below, fitting, in_words, labels
from warmline.flows.drawing.style import STYLE
from warmline.flows.drawing.traffic import NOBODY, Traffic

WIDTH, PADDING = 232.0, 12.0
HEAD, LINE = 20.0, 16.0
NAME, LABEL = 26, 30
"""Characters of the name of a step, and of what stands at a line."""
IN_ENGLISH = Teller()


def svg_of(
    graph: Graph,
    *,
    title: str,
    traffic: Traffic = NOBODY,
    here: str = "",
    href: Callable[[str], str] | None = None,
    teller: Teller = IN_ENGLISH,
    alone: bool = True,
) -> str:
    """The picture. `here` is the step to point out; `href` where the link of a step leads, without it there are none.

    One that stands `alone` brings its style along, in light and dark; on a page the page's own style is used.
    """
    lines = {node.name: below(node, teller) for node in graph.nodes}
    boxes = [Box(node.name, WIDTH, _height(lines[node.name])) for node in graph.nodes]
    placed = layout(boxes, [(edge.source, edge.target) for edge in graph.edges])
    rows = _label_rows(placed.paths)
    drawn = [
        _line(edge, path, row, traffic, teller)
        for edge, path, row in zip(graph.edges, placed.paths, rows, strict=True)
    ]
    for node, box in zip(graph.nodes, boxes, strict=True):
        count = traffic.steps.get(node.name, 0)
        told = teller.number(count) if count else ""
        drawn.append(
            _box(node, box, placed.places[node.name], lines[node.name], told, here, href, teller.written)
        )
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


def _height(lines: Sequence[Line]) -> float:
    return 2 * PADDING + HEAD + LINE * len(lines) - 4


def _box(
    node: Node,
    box: Box,
    place: Point,
    lines: Sequence[Line],
    count: str,
    here: str,
    href: Callable[[str], str] | None,
    written: str,
) -> str:
    x, y = place
    name = Line("name", fitting([Part(in_words(node.name), True)], NAME))
    texts = [_text(name, PADDING + 13, written)]
    if count:
        texts.append(
            f'<text class="count" x="{WIDTH - PADDING:g}" y="{PADDING + 13:g}">{escape(count)}</text>'
        )
    texts += [_text(line, PADDING + HEAD + LINE * row + 11, written) for row, line in enumerate(lines)]
    mark = " here" if node.name == here else ""
    moved = f'transform="translate({x:.1f} {y:.1f})"'
    inner = "\n".join((f'<rect width="{box.width:g}" height="{box.height:g}" rx="10"/>', *texts))
    if href is not None:
        return f'<a class="node{mark}" {moved} href="{escape(href(node.name))}">{inner}</a>'
    said = " ".join(filter(None, (str(name), count, *map(str, lines))))
    current = ' aria-current="step"' if mark else ""
    return f'<g class="node{mark}" {moved} role="img" aria-label="{escape(said)}"{current}>{inner}</g>'


def _text(line: Line, y: float, written: str) -> str:
    """A line in a box."""
    return f'<text class="{line.kind}" x="{PADDING:g}" y="{y:g}">{_spoken(line.parts, written)}</text>'


def _spoken(parts: Sequence[Part], written: str) -> str:
    """Texts, with their language where that is the one of the business."""
    return "".join(
        f'<tspan lang="{escape(written)}">{escape(part.text)}</tspan>'
        if part.own and written
        else escape(part.text)
        for part in parts
    )


def _label_rows(paths: Sequence[Path]) -> list[int]:
    """In which row the label of each line stands, so that those of lines to one box are apart."""
    coming: dict[str, list[Path]] = {}
    for path in sorted(paths, key=lambda path: path.points[-1]):
        if not path.back and len(path.points) == 2:
            coming.setdefault(path.target, []).append(path)
    return [
        coming[path.target].index(path) % 3 if path in coming.get(path.target, ()) else 0 for path in paths
    ]


def _line(edge: Edge, path: Path, row: int, traffic: Traffic, teller: Teller) -> str:
    count = went(edge, traffic)
    told = labels(edge.labels, teller, LABEL)
    if count:
        told = (*told, *([Part(" · ")] if told else []), Part(teller.number(count)))
    text = ""
    if told:
        (x, y), anchor = _label_place(path, row), "end" if path.back else "middle"
        said = _spoken(told, teller.written)
        text = f'<text class="label" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{said}</text>'
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
