"""Orders what stands in each layer, so that few lines cross: each goes to the middle of what it is joined with."""

from collections.abc import Callable
from dataclasses import dataclass, field

SWEEPS = 10


@dataclass(slots=True, eq=False)
class Slot:
    """A place in a layer: of a box, or ("") of a line that passes. `x` is its middle."""

    name: str
    width: float
    above: list["Slot"] = field(default_factory=list)
    below: list["Slot"] = field(default_factory=list)
    place: int = 0
    x: float = 0.0


def in_order(layers: list[list[Slot]]) -> None:
    """Sort each layer, down and up again, and keep the order with the fewest crossings."""
    _number(layers)
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for layer in layers if down else reversed(layers):
            layer.sort(key=_middle_of(down))
            _number([layer])
        crossings = _crossings(layers)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    layers[:] = best
    _number(layers)


def _number(layers: list[list[Slot]]) -> None:
    for layer in layers:
        for place, slot in enumerate(layer):
            slot.place = place


def _middle_of(down: bool) -> Callable[[Slot], float]:
    """Where the neighbours of a slot are, in the layer above or below; its own place where it has none."""

    def middle(slot: Slot) -> float:
        near = slot.above if down else slot.below
        return sum(one.place for one in near) / len(near) if near else slot.place

    return middle


def _crossings(layers: list[list[Slot]]) -> int:
    """How many pairs of lines between neighbouring layers cross."""
    count = 0
    for layer in layers:
        ends = [(slot.place, other.place) for slot in layer for other in slot.below]
        for index, (a, b) in enumerate(ends):
            count += sum((a - c) * (b - d) < 0 for c, d in ends[index + 1 :])
    return count
