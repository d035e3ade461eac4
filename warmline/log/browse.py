"""Pages of the log for people and programs: filtered, within what they may see, at a bounded cost each."""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from warmline.events.model import ERASED, Event, Identifier
from warmline.log import repository
from warmline.log.model import Stored
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal

FORWARD = "SELECT seq FROM event WHERE seq > ? AND seq <= ?{also} ORDER BY seq LIMIT ?"
BACKWARD = "SELECT seq FROM event WHERE seq < ? AND seq >= ?{also} ORDER BY seq DESC LIMIT ?"
WHOLE_LOG = (Role.LEAD, Role.ANALYST)
"""Who may see what is about no customer."""
WINDOW = 10_000
"""Places looked through by one query."""
LOOK_THROUGH = 1_000
"""Events decoded at once, where only a part of them may be shown."""
MOST_WINDOWS = 20
"""Queries for one page: where little matches, a page ends early, and says where to go on."""


class Visible(Protocol):
    """Who may see which event: customers stand above the log, so this is a port that `app` fills."""

    def customer_of(self, reader: Reader, event: Event) -> int | None:
        """Whose event this is."""
        ...

    def sees(self, reader: Reader, by: Principal, customer: int | None) -> bool:
        """Whether somebody may see a customer, or what is about nobody."""
        ...


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which events are asked for; what is empty does not restrict. Times are microseconds of `occurred`."""

    type: str = ""
    source: str = ""
    channel: str = ""
    since: int = 0
    until: int = 0

    def admits(self, stored: Stored) -> bool:
        """Whether an event is asked for; what is left of erased ones is nothing to show."""
        event = stored.event
        return (
            event.type != ERASED
            and (not self.source or event.source == self.source)
            and (not self.channel or event.channel == self.channel)
        )

    def wants(self, stored: Stored) -> bool:
        """Whether an event is asked for: `admits`, and what the database does otherwise."""
        event = stored.event
        return (
            self.admits(stored)
            and self.type in ("", event.type)
            and event.occurred >= self.since
            and (not self.until or event.occurred < self.until)
        )

    @property
    def sql(self) -> tuple[str, list[object]]:
        """The part of the filter that the database can do."""
        parts: list[str] = []
        values: list[object] = []
        for condition, value in (
            (" AND type = ?", self.type),
            (" AND occurred >= ?", self.since),
            (" AND occurred < ?", self.until),
        ):
            if value:
                parts.append(condition)
                values.append(value)
        return "".join(parts), values


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """Events in the order asked, the place to go on from, and whether the end of the log was reached."""

    events: list[Stored]
    next: int
    at_end: bool


def forward(reader: Reader, by: Principal, visible: Visible, after: int, limit: int, filter: Filter) -> Slice:
    """Events behind a place, oldest first."""
    head = repository.head(reader)
    also, values = filter.sql

    def window(at: int) -> tuple[list[int], int]:
        until = min(head, at + WINDOW)
        rows = reader.all(FORWARD.format(also=also), (at, until, *values, max(limit, LOOK_THROUGH) + 1))
        return [row[0] for row in rows], until

    return _gather(reader, by, visible, filter, after, limit, window, lambda at: at >= head)


def backward(
    reader: Reader, by: Principal, visible: Visible, before: int, limit: int, filter: Filter
) -> Slice:
    """Events in front of a place, newest first."""
    before = min(before, repository.head(reader) + 1)
    also, values = filter.sql

    def window(at: int) -> tuple[list[int], int]:
        until = max(1, at - WINDOW)
        rows = reader.all(BACKWARD.format(also=also), (at, until, *values, max(limit, LOOK_THROUGH) + 1))
        return [row[0] for row in rows], until

    return _gather(reader, by, visible, filter, before, limit, window, lambda at: at <= 1)


def _gather(
    reader: Reader,
    by: Principal,
    visible: Visible,
    filter: Filter,
    at: int,
    limit: int,
    window: Callable[[int], tuple[list[int], int]],
    ended: Callable[[int], bool],
) -> Slice:
    found: list[Stored] = []
    most = max(limit, LOOK_THROUGH)
    for _ in range(MOST_WINDOWS):
        if ended(at):
            break
        seqs, until = window(at)
        # A full answer may have left matches of this window unread: go on behind the last one looked at.
        at = seqs[most - 1] if len(seqs) > most else until
        for stored in repository.at(reader, seqs[:most]):
            if filter.admits(stored) and _may_see(reader, by, visible, stored):
                found.append(within_scopes(reader, by, visible, stored))
            if len(found) == limit:
                at = stored.seq if stored.seq != seqs[-1] else at
                return Slice(events=found, next=at, at_end=ended(at))
    return Slice(events=found, next=at, at_end=ended(at))


def within_scopes(reader: Reader, by: Principal, visible: Visible, stored: Stored) -> Stored:
    """The event with those identifiers only whose customers `by` may see: it may name others besides."""
    event = stored.event
    if by.scopes.everything or len(event.identifiers) < 2:
        return stored

    def may_see(one: Identifier) -> bool:
        alone = msgspec.structs.replace(event, identifiers=(one,))
        return visible.sees(reader, by, visible.customer_of(reader, alone))

    named = tuple(one for one in event.identifiers if may_see(one))
    return Stored(stored.seq, stored.key, msgspec.structs.replace(event, identifiers=named))


def seen_by(reader: Reader, by: Principal, visible: Visible, events: Sequence[Stored]) -> list[bool]:
    """Which events `by` may see who comes from another event; agents see those of customers only."""
    whole_log = by.administrator or by.role in WHOLE_LOG
    whose = [visible.customer_of(reader, stored.event) for stored in events]
    return [(whole_log or customer is not None) and visible.sees(reader, by, customer) for customer in whose]


def _may_see(reader: Reader, by: Principal, visible: Visible, stored: Stored) -> bool:
    return by.scopes.everything or visible.sees(reader, by, visible.customer_of(reader, stored.event))


def customers(reader: Reader, visible: Visible, events: Sequence[Stored]) -> list[int]:
    """Whose events these are."""
    found = {visible.customer_of(reader, stored.event) for stored in events}
    return sorted(customer for customer in found if customer is not None)
