"""Spreads layers sideways: each slot as near to the middle of what it is joined with as the others let it."""

from collections.abc import Sequence

from warmline.flows.drawing.ordering import Slot

SWEEPS = 8


def spread(layers: Sequence[Sequence[Slot]], gap: float) -> None:
    """Give every slot its `x`; those of a layer keep their order and at least `gap` between them."""
    for layer in layers:
        _place(layer, [0.0] * len(layer), gap)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for layer in layers if down else list(reversed(layers)):
            _place(layer, [_wanted(slot, down) for slot in layer], gap)


def _wanted(slot: Slot, down: bool) -> float:
    """Where a slot would like to be."""
    near = slot.above if down else slot.below
    return sum(one.x for one in near) / len(near) if near else slot.x


def _place(layer: Sequence[Slot], wanted: Sequence[float], gap: float) -> None:
    """The places nearest to the wanted ones (least squares) that keep order and gaps: pool adjacent violators."""
    offsets, at = [], 0.0
    for before, slot in zip((None, *layer), layer, strict=False):
        at += (before.width + slot.width) / 2 + gap if before is not None else 0.0
        offsets.append(at)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        mean, size = want - offset, 1
        while pools and pools[-1][0] > mean:
            other, count = pools.pop()
            mean, size = (mean * size + other * count) / (size + count), size + count
        pools.append((mean, size))
    means = [mean for mean, size in pools for _ in range(size)]
    for slot, mean, offset in zip(layer, means, offsets, strict=True):
        slot.x = mean + offset
