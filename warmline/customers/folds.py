"""Folds: how one field of a profile follows from events.

Every fold is a commutative, associative way of adding: events may come late or out of order, and
two customers may be merged by merging their states, with the same result as folding all their events
by (occurred, sequence). A state is plain data that MessagePack can hold; None is the empty state.
"""

from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from warmline.customers.values import instant

State = Any
Stamp = tuple[bool, int, int]
"""(trusted, occurred, sequence): what decides which of two values is the later one."""

MOST_ITEMS = 500
"""Items one field keeps; beyond them those with the smallest keys are let go, in whatever order they came."""


class Occurrence(msgspec.Struct, frozen=True, gc=False):
    """What a fold sees of an event."""

    type: str
    trusted: bool
    occurred: int
    seq: int


class Fold(Protocol):
    """One way of adding up events. `value` is what was read from the event, already of the field's type."""

    def add(self, state: State, at: Occurrence, value: Any) -> State: ...

    def merge(self, a: State, b: State) -> State: ...

    def value(self, state: State, now: int) -> Any: ...


class Last:
    """The value of the latest event; trusted ones count above those that only claim to know."""

    def add(self, state: State, at: Occurrence, value: Any) -> State:
        if state is None or (at.trusted, at.occurred, at.seq) > (state[0], state[1], state[2]):
            return [at.trusted, at.occurred, at.seq, value]
        return state

    def merge(self, a: State, b: State) -> State:
        return max(a, b, key=_stamp)

    def value(self, state: State, now: int) -> Any:
        return state[3]


class First:
    """The value of the earliest event; trusted ones count above those that only claim to know."""

    def add(self, state: State, at: Occurrence, value: Any) -> State:
        if state is None or (not at.trusted, at.occurred, at.seq) < (not state[0], state[1], state[2]):
            return [at.trusted, at.occurred, at.seq, value]
        return state

    def merge(self, a: State, b: State) -> State:
        return min(a, b, key=lambda s: (not s[0], s[1], s[2]))

    def value(self, state: State, now: int) -> Any:
        return state[3]


class Total:
    """A sum of amounts, by currency ("" for plain numbers and counts), in all or in a moving window.

    With a window the amounts stand in buckets of a 56th of it (three hours for seven days), so that
    the value at any moment is exact to one bucket. Buckets that the newest has left behind are dropped.
    """

    BUCKETS = 56

    def __init__(self, window: int, result: Callable[[dict[str, Any]], Any]) -> None:
        self._size = window // self.BUCKETS if window else 0
        self._result = result

    def add(self, state: State, at: Occurrence, value: Any) -> State:
        amount, currency = value
        bucket = at.occurred // self._size if self._size else 0
        if state is None:
            return [[bucket, currency, amount]]
        _insert(state, bucket, currency, amount)
        return self._prune(state)

    def merge(self, a: State, b: State) -> State:
        merged = [list(entry) for entry in a]
        for bucket, currency, amount in b:
            _insert(merged, bucket, currency, amount)
        return self._prune(merged)

    def value(self, state: State, now: int) -> Any:
        totals: dict[str, Any] = {}
        newest = now // self._size if self._size else 0
        for bucket, currency, amount in state:
            if not self._size or newest - self.BUCKETS <= bucket <= newest:
                totals[currency] = totals.get(currency, 0) + amount
        return self._result(totals)

    def _prune(self, state: list[list[Any]]) -> State:
        oldest = state[-1][0] - self.BUCKETS
        return state if state[0][0] >= oldest else [entry for entry in state if entry[0] >= oldest]


def _insert(entries: list[list[Any]], bucket: int, currency: str, amount: Any) -> None:
    """Add an amount to (bucket, currency, amount) entries, which stay in order."""
    at = len(entries)
    while at and (entries[at - 1][0], entries[at - 1][1]) > (bucket, currency):
        at -= 1
    if at and entries[at - 1][0] == bucket and entries[at - 1][1] == currency:
        entries[at - 1][2] += amount
    else:
        entries.insert(at, [bucket, currency, amount])


class Latest:
    """The latest `keep` events, newest first, each as (occurred, sequence, value)."""

    def __init__(self, keep: int, result: Callable[[list[Any]], Any]) -> None:
        self._keep = keep
        self._result = result

    def add(self, state: State, at: Occurrence, value: Any) -> State:
        entry = [at.occurred, at.seq, value]
        if state is None:
            return [entry]
        if len(state) >= self._keep and (at.occurred, at.seq) < (state[-1][0], state[-1][1]):
            return state
        return self._top([*state, entry])

    def merge(self, a: State, b: State) -> State:
        return self._top([*a, *b])

    def value(self, state: State, now: int) -> Any:
        return self._result(state)

    def _top(self, entries: list[Any]) -> State:
        return sorted(entries, key=lambda entry: (entry[0], entry[1]), reverse=True)[: self._keep]


class ItemsFold:
    """Things under keys. A value is (key, closes, {name: value}); each name of an item keeps its latest value.

    An item is open from the latest event that set it until a later one that closes it, or until the time that
    its value `until` says.
    """

    def __init__(self, show_all: bool, until: str = "") -> None:
        self._show_all = show_all
        self._until = until

    def add(self, state: State, at: Occurrence, value: Any) -> State:
        key, closes, values = value
        stamp = [at.occurred, at.seq]
        item = {
            "closed" if closes else "set": stamp,
            "with": {name: [*stamp, v] for name, v in values.items()},
        }
        return self._put(state or {}, key, item)

    def merge(self, a: State, b: State) -> State:
        for key, item in b.items():
            a = self._put(a, key, item)
        return a

    def value(self, state: State, now: int) -> Any:
        shown = []
        for key, item in state.items():
            opened, closed = item.get("set"), item.get("closed")
            is_open = opened is not None and (closed is None or opened > closed)
            if is_open and self._until and self._until in item["with"]:
                end = instant(item["with"][self._until][2])
                is_open = end is None or end > now
            if is_open or self._show_all:
                since = min(opened or closed, closed or opened)
                values = {name: entry[2] for name, entry in sorted(item["with"].items())}
                shown.append((since, {"id": key, "open": is_open, "since": (opened or closed)[0], **values}))
        return [entry for _, entry in sorted(shown, key=lambda pair: (pair[0], pair[1]["id"]), reverse=True)]

    def _put(self, state: State, key: str, item: dict[str, Any]) -> State:
        known = state.get(key)
        if known is not None:
            item = {
                **{
                    edge: max(stamps)
                    for edge in ("set", "closed")
                    if (stamps := [i[edge] for i in (known, item) if edge in i])
                },
                "with": _later(known["with"], item["with"]),
            }
        state[key] = item
        while len(state) > MOST_ITEMS:
            del state[min(state)]
        return state


def _later(a: dict[str, list[Any]], b: dict[str, list[Any]]) -> dict[str, list[Any]]:
    merged = dict(a)
    for name, entry in b.items():
        if name not in merged or (entry[0], entry[1]) > (merged[name][0], merged[name][1]):
            merged[name] = entry
    return merged


def _stamp(state: list[Any]) -> Stamp:
    return (state[0], state[1], state[2])
