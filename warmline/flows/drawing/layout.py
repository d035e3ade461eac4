"""Puts boxes into layers, so that lines lead down and rarely cross: a small version of Sugiyama's method.

K. Sugiyama, S. Tagawa, M. Toda: Methods for visual understanding of hierarchical system structures (1981). Lines that
lead back are left out of the layers and go up at the side. Pure: the same boxes and lines always stand the same.
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from warmline.flows.drawing.ordering import Slot, in_order
from warmline.flows.drawing.spreading import spread

GAP, LAYER_GAP, LANE = 36.0, 58.0, 26.0
"""Between boxes of a layer, between layers, between lines that lead back."""
MARGIN = 44.0
"""Around all of it: room for lines that lead back to the top."""
STEP = 13.0
"""Between lines that run side by side."""
PORTS = 26.0
"""Between the ends of several lines at one box, at most."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """Something to be placed. Sizes are in pixels."""

    name: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Path:
    """One line, as points from its beginning to its end; `back` where it leads up again."""

    source: str
    target: str
    points: tuple[Point, ...]
    back: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is: the upper left corner of each box, the lines in the order in which they were given."""

    width: float
    height: float
    places: dict[str, Point]
    paths: tuple[Path, ...]


def layout(boxes: Sequence[Box], lines: Sequence[tuple[str, str]]) -> Layout:
    """Place boxes that are joined by lines. The first box is on top."""
    names = [box.name for box in boxes]
    back = _leading_back(names, lines)
    forward = [line for line in lines if line not in back]
    layer_of = _layers(names, forward)
    size = {box.name: box for box in boxes}
    layers: list[list[Slot]] = [[] for _ in range(max(layer_of.values(), default=0) + 1)]
    slots = {name: Slot(name, size[name].width) for name in names}
    for name in names:
        layers[layer_of[name]].append(slots[name])
    chains = {line: _chain(line, slots, layer_of, layers) for line in forward}
    in_order(layers)
    spread(layers, GAP)
    left = min((slot.x - slot.width / 2 for layer in layers for slot in layer), default=0.0)
    tops, bottoms = _rows(layers, size)
    places = {
        name: (slot.x - slot.width / 2 - left + MARGIN, tops[layer_of[name]]) for name, slot in slots.items()
    }
    starts, ends = _ports(chains, slots), _ports({line: chain[::-1] for line, chain in chains.items()}, slots)
    right = max((slot.x + slot.width / 2 for layer in layers for slot in layer), default=0.0) - left + MARGIN
    paths: list[Path] = []
    from_row: Counter[int] = Counter()
    lane = 0
    for line in lines:
        source, target = line
        if line in chains:
            shift = MARGIN - left
            first = (starts[line] + shift, places[source][1] + size[source].height)
            bends = [
                point
                for slot, row in zip(
                    chains[line][1:-1], range(layer_of[source] + 1, layer_of[target]), strict=True
                )
                for point in ((slot.x + shift, tops[row]), (slot.x + shift, bottoms[row]))
            ]
            last = (ends[line] + shift, places[target][1])
            paths.append(Path(source, target, (first, *bends, last)))
            continue
        lane += 1
        at, (row, above) = right + LANE * lane, (layer_of[source], layer_of[target])
        down = bottoms[row] + STEP * (1 + from_row[row] % 4)
        from_row[row] += 1
        up = tops[above] - STEP * (1 + lane % 3)
        begin = (places[source][0] + size[source].width - STEP, places[source][1] + size[source].height)
        end = (places[target][0] + size[target].width - STEP, places[target][1])
        points = (begin, (begin[0], down), (at, down), (at, up), (end[0], up), end)
        paths.append(Path(source, target, points, back=True))
    width = right + LANE * lane + MARGIN
    below = STEP * min(5, from_row[len(layers) - 1] + 1)
    return Layout(width, (bottoms[-1] if bottoms else 0) + below, places, tuple(paths))


def _leading_back(names: Sequence[str], lines: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """The lines that close a circle, going on from the first box."""
    onward: dict[str, list[str]] = {name: [] for name in names}
    for source, target in lines:
        onward[source].append(target)
    back: set[tuple[str, str]] = set()
    done: set[str] = set()
    for name in names:
        if name in done:
            continue
        way, begun = [(name, iter(onward[name]))], {name}
        while way:
            at, rest = way[-1]
            onto = next(rest, None)
            if onto is None:
                way.pop()
                begun.discard(at)
                done.add(at)
            elif onto in begun:
                back.add((at, onto))
            elif onto not in done:
                begun.add(onto)
                way.append((onto, iter(onward[onto])))
    return back


def _layers(names: Sequence[str], lines: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The layer of each box: one below all that lead to it."""
    before: dict[str, set[str]] = {name: set() for name in names}
    for source, target in lines:
        before[target].add(source)
    layer: dict[str, int] = {}
    while len(layer) < len(names):
        for name in names:
            if name not in layer and before[name] <= layer.keys():
                layer[name] = 1 + max((layer[one] for one in before[name]), default=-1)
    return layer


def _chain(
    line: tuple[str, str], slots: dict[str, Slot], layer_of: dict[str, int], layers: list[list[Slot]]
) -> list[Slot]:
    """The slots that a line goes through: in each layer that it crosses it has a narrow one of its own."""
    source, target = line
    chain = [slots[source]]
    for row in range(layer_of[source] + 1, layer_of[target]):
        between = Slot("", LANE)
        layers[row].append(between)
        chain.append(between)
    chain.append(slots[target])
    for above, below in itertools.pairwise(chain):
        above.below.append(below)
        below.above.append(above)
    return chain


def _rows(layers: list[list[Slot]], size: dict[str, Box]) -> tuple[list[float], list[float]]:
    """Where each layer begins and ends."""
    tops, bottoms, y = [], [], MARGIN
    for layer in layers:
        tops.append(y)
        y += max((size[slot.name].height for slot in layer if slot.name), default=0.0)
        bottoms.append(y)
        y += LAYER_GAP
    return tops, bottoms


def _ports(chains: dict[tuple[str, str], list[Slot]], slots: dict[str, Slot]) -> dict[tuple[str, str], float]:
    """Where along its first box each line begins: beside each other, in the order of where they go."""
    by_box: dict[str, list[tuple[str, str]]] = {}
    for line, chain in chains.items():
        by_box.setdefault(chain[0].name, []).append(line)
    found = {}
    for name, several in by_box.items():
        several.sort(key=lambda line: chains[line][1].x)
        room = max(0.0, slots[name].width - 2 * PORTS)
        step = min(PORTS, room / max(1, len(several) - 1))
        for place, line in enumerate(several):
            found[line] = slots[name].x + (place - (len(several) - 1) / 2) * step
    return found
