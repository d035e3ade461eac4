"""Counts by day: of policies what came of them, of offers what customers made of them."""

import threading
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Generic, TypeVar

import msgspec

from warmline.storage.port import Reader, Row, Transaction

KEPT_DAYS = 400


class Counts(msgspec.Struct, kw_only=True):
    """What came of one policy in a day: how often it was looked at, held, did something, was held back, failed."""

    evaluated: int = 0
    held: int = 0
    acted: int = 0
    held_back: int = 0
    failed: int = 0


class OfferCounts(msgspec.Struct, kw_only=True):
    """How often an offer was made, what became of it, and how often it was held back by which reason."""

    made: int = 0
    accepted: int = 0
    declined: int = 0
    ignored: int = 0
    not_eligible: int = 0
    service_first: int = 0
    no_consent: int = 0
    resting: int = 0
    capped: int = 0
    control_group: int = 0
    lower_priority: int = 0
    disabled: int = 0
    condition_failed: int = 0
    not_verified: int = 0


C = TypeVar("C", bound=msgspec.Struct)
Key = tuple[int, str]
"""A day, and a name."""
Batch = dict[Key, C]


class ByDay(Generic[C]):
    """Counts of one kind of thing, by day and name: those in a table, and those that are not written yet.

    The columns of `table` are the day, the name of the thing (`column`), and a number for each field of `kind`.
    Any thread may add; days count from 1970.
    """

    def __init__(self, table: str, column: str, kind: type[C]) -> None:
        self._kind = kind
        fields = kind.__struct_fields__
        names, marks = ", ".join(fields), ", ".join("?" * (len(fields) + 2))
        sums = ", ".join(f"{one} = {one} + excluded.{one}" for one in fields)
        self._add = f"""INSERT INTO {table} (day, {column}, {names}) VALUES ({marks})
                        ON CONFLICT (day, {column}) DO UPDATE SET {sums}"""
        self._since = f"SELECT day, {column}, {names} FROM {table} WHERE day >= ?"
        self._of = f"SELECT day, {column}, {names} FROM {table} WHERE {column} = ? AND day >= ?"
        self._forget = f"DELETE FROM {table} WHERE day < ?"
        self._adding = threading.Lock()
        self._new: Batch[C] = {}
        self._leaving: list[Batch[C]] = []
        """What is being written: it counts as not written until it is."""

    def add(self, day: int, counted: Mapping[str, C]) -> None:
        """Add what was counted on a day, by name."""
        with self._adding:
            for name, counts in counted.items():
                add(self._new.setdefault((day, name), self._kind()), counts)

    def take(self, most: int) -> Batch[C]:
        """Some of what was counted since the last time; it is to be written, or put back."""
        with self._adding:
            taken = {key: self._new.pop(key) for key in list(islice(self._new, most))}
            if taken:
                self._leaving.append(taken)
            return taken

    def put_back(self, taken: Batch[C]) -> None:
        """What was taken could not be written."""
        with self._adding:
            self._left(taken)
            for key, counts in taken.items():
                add(self._new.setdefault(key, self._kind()), counts)

    def write(self, tx: Transaction, taken: Batch[C]) -> None:
        """Write what was taken, and forget what is too old."""
        if taken:
            tx.run_many(self._add, [(*key, *msgspec.structs.astuple(one)) for key, one in taken.items()])
            tx.run(self._forget, (max(day for day, _ in taken) - KEPT_DAYS,))
        tx.after_commit(lambda: self._written(taken))

    def _written(self, taken: Batch[C]) -> None:
        with self._adding:
            self._left(taken)

    def _left(self, taken: Batch[C]) -> None:
        self._leaving = [one for one in self._leaving if one is not taken]

    def by_name(self, reader: Reader, since: int) -> dict[str, C]:
        """All counts from a day on, added up by name."""
        found: dict[str, C] = {}
        for (_, name), counts in self._counted(reader.all(self._since, (since,))):
            add(found.setdefault(name, self._kind()), counts)
        for (day, name), counts in self._unwritten():
            if day >= since:
                add(found.setdefault(name, self._kind()), counts)
        return found

    def by_day(self, reader: Reader, name: str, since: int) -> dict[int, C]:
        """The counts of one thing from a day on, by day."""
        found = {day: counts for (day, _), counts in self._counted(reader.all(self._of, (name, since)))}
        for (day, other), counts in self._unwritten():
            if other == name and day >= since:
                add(found.setdefault(day, self._kind()), counts)
        return found

    def _counted(self, rows: Iterable[Row]) -> Iterator[tuple[Key, C]]:
        fields = self._kind.__struct_fields__
        for day, name, *numbers in rows:
            yield (day, name), self._kind(**dict(zip(fields, numbers, strict=True)))

    def _unwritten(self) -> list[tuple[Key, C]]:
        with self._adding:
            return [
                (key, msgspec.structs.replace(counts))
                for some in (self._new, *self._leaving)
                for key, counts in some.items()
            ]


def added_up(kind: type[C], several: Iterable[C]) -> C:
    """The sum of some counts."""
    total = kind()
    for one in several:
        add(total, one)
    return total


def add(into: msgspec.Struct, other: msgspec.Struct) -> None:
    """Add one struct of numbers to another of the same kind."""
    for name in into.__struct_fields__:
        setattr(into, name, getattr(into, name) + getattr(other, name))
