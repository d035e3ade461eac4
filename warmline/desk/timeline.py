"""The timeline of a customer: what happened by day, with the steps of one contact in one line."""

from collections.abc import Sequence
from itertools import groupby

import msgspec

from warmline.desk.feed import Row
from warmline.desk.language import Language

_STEPS = frozenset(
    {
        "contact.step",
        "contact.menu",
        "contact.choice",
        "contact.no_input",
        "contact.no_match",
        "contact.looked_up",
        "contact.search",
    }
)
"""Events of which a contact has dozens, and none says much alone."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line: an event, or the latest of several `steps` that are shown when it is opened."""

    row: Row
    steps: list[Row] = []


def by_day(rows: Sequence[Row], say: Language) -> list[tuple[str, list[Line]]]:
    """The latest first, with a heading for each day."""
    days = groupby(rows, key=lambda row: say.weekday(row.occurred))
    return [(day, _folded(list(group))) for day, group in days]


def _folded(rows: list[Row]) -> list[Line]:
    """The events of one day; the steps of a contact stand where its latest step does."""
    contacts: dict[str, list[Row]] = {}
    for row in rows:
        if _is_step(row):
            contacts.setdefault(row.contact, []).append(row)
    lines = []
    for row in rows:
        steps = contacts.get(row.contact, []) if _is_step(row) else []
        if len(steps) < 2:
            lines.append(Line(row=row))
        elif steps[0] is row:
            lines.append(Line(row=row, steps=steps))
    return lines


def page_of(rows: Sequence[Row], most: int) -> int:
    """How many of these events make a page of so many lines; a contact past midnight has one line on each day."""
    seen: set[str] = set()
    lines = 0
    for number, row in enumerate(rows):
        if _is_step(row) and row.contact in seen:
            continue
        if lines == most:
            return number
        lines += 1
        if _is_step(row):
            seen.add(row.contact)
    return len(rows)


def _is_step(row: Row) -> bool:
    return row.type in _STEPS and row.contact != ""
