"""Which of many conditions need to be compared in pairs: not those that plainly ask for different values."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

from warmline.decisions.overlap.ways import Ways

FEW = 24
"""So many are compared each with each."""
MOST_POINTS = 8
"""Values of one condition up to which it is put with others by its values."""


def pairs(several: Sequence[Ways], labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of positions of different labels, the smaller first: every one whose conditions may hold at once is there.

    Conditions that ask for one of a few values of the same thing meet only those that ask for the same value;
    failing that, those that ask for ranges meet the ranges that touch theirs. Some pairs come twice.
    """
    for one, other in _among(several, labels, list(range(len(several))), frozenset()):
        if labels[one] != labels[other]:
            yield min(one, other), max(one, other)


def _among(
    several: Sequence[Ways], labels: Sequence[str], members: list[int], used: frozenset[str]
) -> Iterator[tuple[int, int]]:
    if len({labels[member] for member in members}) < 2:
        return
    if len(members) <= FEW:
        yield from combinations(members, 2)
        return
    key, buckets = _telling(several, labels, members, used)
    if not key:
        yield from _touching(several, members)
        return
    for bucket in buckets.values():
        yield from _among(several, labels, bucket, used | {key})
    telling = {member for bucket in buckets.values() for member in bucket}
    rest = [member for member in members if member not in telling]
    yield from product(rest, telling)
    yield from _among(several, labels, rest, used | {key})


def _telling(
    several: Sequence[Ways], labels: Sequence[str], members: list[int], used: frozenset[str]
) -> tuple[str, dict[Any, list[int]]]:
    """What tells them apart best by value, and those that ask for each; "" where nothing saves half of the pairs."""
    by_key: dict[str, dict[Any, list[int]]] = {}
    for member in members:
        for key in several[member][0] if several[member] else ():
            for point in _points(several[member], key) if key not in used else ():
                by_key.setdefault(key, {}).setdefault(point, []).append(member)
    best, least = "", _of_different_labels(labels, members) // 2
    for key, buckets in by_key.items():
        telling = len({member for bucket in buckets.values() for member in bucket})
        rest = len(members) - telling
        cost = sum(_of_different_labels(labels, bucket) for bucket in buckets.values())
        cost += rest * telling + rest**2 // 2
        if cost <= least:
            best, least = key, cost
    return best, by_key.get(best, {})


def _of_different_labels(labels: Sequence[str], members: list[int]) -> int:
    """How many pairs there are of different labels."""
    counts = Counter(labels[member] for member in members)
    return (len(members) ** 2 - sum(count**2 for count in counts.values())) // 2


def _points(ways: Ways, key: str) -> frozenset[Any]:
    """The values that a condition leaves for a thing; none where they are too many to name."""
    found: frozenset[Any] = frozenset()
    for way in ways:
        domain = way.get(key)
        if domain is None or domain.points is None:
            return frozenset()
        found |= domain.points
    return found if len(found) <= MOST_POINTS else frozenset()


def _touching(several: Sequence[Ways], members: list[int]) -> Iterator[tuple[int, int]]:
    """Those whose ranges of one thing touch, and all those without a range of it."""
    spans: dict[str, list[tuple[Any, Any, int]]] = {}
    for member in members:
        for key in several[member][0] if several[member] else ():
            hull = _hull(several[member], key)
            if hull is not None:
                spans.setdefault(key, []).append((*hull, member))
    ranges = max(spans.values(), key=len, default=[])
    ranges.sort(key=lambda span: span[0])
    for position, (_, high, member) in enumerate(ranges):
        for low, _, other in ranges[position + 1 :]:
            if low > high:
                break
            yield member, other
    ranged = {member for _, _, member in ranges}
    rest = [member for member in members if member not in ranged]
    yield from product(rest, ranged)
    yield from combinations(rest, 2)


def _hull(ways: Ways, key: str) -> tuple[Any, Any] | None:
    """The lowest and the highest value that a condition leaves for a thing; None where there is no bound."""
    lows, highs = [], []
    for way in ways:
        domain = way.get(key)
        if domain is None or domain.unordered:
            return None
        ends = domain.points if domain.points is not None else (domain.low, domain.high)
        if None in ends or domain.kind in ("truth", "order"):
            return None
        lows.append(min(ends))
        highs.append(max(ends))
    return (min(lows), max(highs)) if lows else None
