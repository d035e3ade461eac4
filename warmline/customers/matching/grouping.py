"""Gathering weighed pairs into people, so that one bad link does not tie two people together."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence

from warmline.customers.matching.model import Scored

# Weights beyond these say no more than 'surely' and 'surely not'; one such pair must not outvote the others.
# Unlike records are the weaker witness: people move, marry and are written down badly twice, and then two of
# their records have nothing in common but a third.
_SURELY, _SURELY_NOT = 14.0, -4.0
_LARGEST = 250


def connected(pairs: Iterable[Scored], least: float) -> list[list[int]]:
    """Sets of rows joined by pairs of at least this weight; sets too large to be one person are cut again."""
    strong = [p for p in pairs if p.weight >= least]
    parent: dict[int, int] = {}

    def find(row: int) -> int:
        while parent.setdefault(row, row) != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for pair in strong:
        a, b = find(pair.left), find(pair.right)
        if a != b:
            parent[max(a, b)] = min(a, b)
    members: dict[int, list[int]] = defaultdict(list)
    for row in sorted(parent):
        members[find(row)].append(row)
    sets: list[list[int]] = []
    inside: dict[int, list[Scored]] = defaultdict(list)
    for pair in strong:
        inside[find(pair.left)].append(pair)
    for root, rows in members.items():
        if len(rows) > _LARGEST and least < 40:
            sets.extend(connected(inside[root], least + 2))
        else:
            sets.append(rows)
    return sets


def gather(rows: Sequence[int], weights: dict[tuple[int, int], float], least: float) -> list[list[int]]:
    """Splits one connected set into people by average linkage.

    The two groups with the highest mean weight between their members are joined until no mean reaches
    `least`; pairs that were never weighed count as 'surely not'.
    """
    groups: dict[int, list[int]] = {i: [row] for i, row in enumerate(rows)}
    sums: dict[int, dict[int, float]] = {i: {} for i in groups}
    heap: list[tuple[float, int, int]] = []
    for i, a in enumerate(rows):
        for j in range(i + 1, len(rows)):
            weight = weights.get((min(a, rows[j]), max(a, rows[j])), _SURELY_NOT)
            weight = max(_SURELY_NOT, min(_SURELY, weight))
            sums[i][j] = sums[j][i] = weight
            if weight >= least:
                heap.append((-weight, i, j))
    heapq.heapify(heap)
    fresh = len(rows)
    while heap:
        _, i, j = heapq.heappop(heap)
        if i not in groups or j not in groups:
            continue
        groups[fresh] = groups.pop(i) + groups.pop(j)
        sums[fresh] = {}
        for other, members in groups.items():
            if other == fresh:
                continue
            total = sums[i][other] + sums[j][other]
            sums[fresh][other] = sums[other][fresh] = total
            mean = total / (len(members) * len(groups[fresh]))
            if mean >= least:
                heapq.heappush(heap, (-mean, other, fresh))
        fresh += 1
    return [sorted(members) for members in groups.values()]
