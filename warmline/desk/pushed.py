"""A list on a screen, and what has to be sent for it to show another."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import msgspec

_KEPT = 64
"""Differences that are kept: screens that show the same are at most a few pushes apart."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it is in the page: its place, a mark of its contents, the HTML, whose it is."""

    seq: int
    mark: str
    html: str
    customer: int


class PushedRow(msgspec.Struct, frozen=True):
    """A row that is new, or looks different now."""

    seq: int
    html: str


class Push(msgspec.Struct, frozen=True):
    """What has to be done to the screen: rows to put in by their places, places whose rows go.

    `beside` is a text that stands beside the list, such as how many there are by now; "" where none does. `order` are
    the places of all rows from top to bottom, where the list is not in the order of places and that has changed.
    """

    rows: list[PushedRow]
    gone: list[int]
    head: int
    beside: str
    order: tuple[int, ...] = ()


class On(NamedTuple):
    """What stands on a screen: the marks of rows by their places, from top to bottom, and the text beside them."""

    marks: Mapping[int, str]
    order: tuple[int, ...] = ()
    beside: str = ""


class Drawn(msgspec.Struct, frozen=True, dict=True):
    """A list as it is now, at which place of the log; `beside` as in a push.

    `sorted` says that rows stand in an order of their own, and not in that of their places; `shared` that many screens
    show this very list.
    """

    rows: list[Shown]
    head: int
    beside: str = ""
    sorted: bool = False
    shared: bool = False

    @cached_property
    def on(self) -> On:
        """What stands on a screen that shows it."""
        marks = {row.seq: row.mark for row in self.rows}
        return On(marks, tuple(marks) if self.sorted else (), self.beside)


class Change(NamedTuple):
    """A push as it is sent, "" where nothing has changed; and the customers whom changed rows are about."""

    text: str
    customers: frozenset[int]


class Changes:
    """What is different between two lists; worked out once where many screens show the same ones."""

    def __init__(self) -> None:
        self._kept: dict[
            tuple[int, int], tuple[On, Drawn, Change]
        ] = {}  # by the objects, which are kept with it

    def between(self, before: On, drawn: Drawn) -> Change:
        """What has to be done to a screen with `before` on it, so that it shows `drawn`."""
        if not drawn.shared:
            return change(before, drawn)
        key = (id(before), id(drawn))
        if (known := self._kept.get(key)) is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            known = self._kept[key] = (before, drawn, change(before, drawn))
        return known[2]


CHANGES = Changes()
"""What all screens share."""


def change(before: On, drawn: Drawn) -> Change:
    """What has to be done to a screen, and whom that shows."""
    after = drawn.on
    changed = [row for row in drawn.rows if before.marks.get(row.seq) != row.mark]
    gone = [seq for seq in before.marks if seq not in after.marks]
    moved = after.order if after.order != before.order else ()
    customers = frozenset(row.customer for row in changed if row.customer)
    if not (changed or gone or moved or after.beside != before.beside):
        return Change("", customers)
    rows = [PushedRow(row.seq, row.html) for row in changed]
    push = Push(rows, gone, drawn.head, drawn.beside, moved)
    return Change(msgspec.json.encode(push).decode(), customers)
