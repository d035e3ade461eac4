"""Rows that can never be the first that holds, because a row above them holds whenever they do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment
from warmline.decisions.overlap.ways import Ways, follows, ways

MOST_COMPARED = 300
"""Rows of a table up to which each is compared with each above it; beyond, only with those of the same words."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A row as it stands in its table: its condition, and what it is asked on, such as types of events."""

    line: int
    when: Condition | None
    environment: Environment
    asked_on: frozenset[str] = field(default=frozenset(("",)))


def lost_rows(rows: Sequence[Standing]) -> Iterator[tuple[Standing, Standing | None]]:
    """Each row that can never be the first, with one before it that always is; None where it never holds at all.

    `rows` come in the order in which they are asked.
    """
    same: dict[str | None, list[Standing]] = {}
    known: list[tuple[Standing, Ways]] = []
    for row in rows:
        text = row.when.text if row.when else None
        candidates = [*same.get(None, ()), *same.get(text, ())]
        before = next((one for one in candidates if row.asked_on <= one.asked_on), None)
        own = ways(row.when, row.environment) if len(rows) <= MOST_COMPARED else None
        if own is not None and before is None:
            above = (one for one, its in known if row.asked_on <= one.asked_on and follows(own, its))
            before = next(above, None) if own else None
            known.append((row, own))
        if before is not None or own == []:
            yield row, before
        else:
            same.setdefault(text, []).append(row)
