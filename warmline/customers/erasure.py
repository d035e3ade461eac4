"""Erasure: one person taken out of everything, leaving tombstones that keep order and idempotency."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

from warmline.customers.elsewhere import NOWHERE, Elsewhere
from warmline.customers.identity import MOST_IDENTIFIERS
from warmline.customers.neighbourhood import around, derive
from warmline.customers.projection import Projection
from warmline.customers.repository import Node
from warmline.customers.spellings import Spellings
from warmline.customers.sweep import Sweep, forget_rejects
from warmline.events.model import ERASED, Event, Identifier
from warmline.log import outbox, timers
from warmline.log import repository as log
from warmline.log.model import Stored
from warmline.staff import audit
from warmline.storage.files import sync
from warmline.storage.port import Transaction

EVENTS_AT_ONCE = 500


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """What an erasure touched. `identifiers` names them without saying them: founding event and position."""

    at: int
    identifiers: list[tuple[str, int]]
    events: int
    redacted: int
    rejects: int
    deliveries: int
    timers: int


def erase(
    tx: Transaction,
    projection: Projection,
    nodes: Iterable[Node],
    now: int,
    sweep: Sweep | None = None,
    elsewhere: Elsewhere = NOWHERE,
) -> Erased:
    """Erase identifiers and every event about them; name them nowhere any more.

    Events about others that name them stay, without them. A customer of whom identifiers remain is
    derived and folded again, and so is everybody of whose events something was taken. `sweep` has gone
    through (a part of) the log for these identifiers before; `elsewhere` is what rooms above keep.
    """
    gone = list(nodes)
    numbers = [node.node for node in gone]
    repository = projection.repository
    sweep = sweep or Sweep(projection, gone)
    sweep.finish(tx)
    about = set(repository.seqs(tx, numbers))
    naming = sorted({*repository.naming(tx, numbers), *sweep.found})
    founded = _founders(tx, numbers)
    others: set[tuple[str, str]] = set()
    spoken: set[str] = set()
    redacted = 0
    for start in range(0, len(naming), EVENTS_AT_ONCE):
        for stored in log.at(tx, naming[start : start + EVENTS_AT_ONCE]):
            is_about = stored.seq in about
            left = _without(stored, projection, sweep.spellings, is_about)
            if left != stored.event:
                log.overwrite(tx, stored.seq, left)
                redacted += not is_about
                others |= _about(left, projection)
                if not is_about and isinstance(contact := stored.event.properties.get("contact"), str):
                    spoken.add(contact)
    forgotten = forget_rejects(tx, sweep.spellings)
    deliveries = outbox.forget_of(tx, naming)
    stopped = timers.rewrite(
        tx,
        lambda event: _timer_without(event, projection, sweep.spellings),
        lambda body: not sweep.spellings.may_be_in(body),
    )
    audit.forget_names(tx, sweep.spellings.without)
    elsewhere.forget(tx, sorted(sweep.names), sorted(spoken), sweep.spellings.without)
    customers = {node.customer for node in gone}
    left_around = around(tx, repository, numbers) - set(numbers)
    repository.forget_nodes(tx, numbers)
    repository.forget_proposals(tx, {*numbers, *customers})
    for customer in customers:
        repository.forget_customer(tx, customer)
    projection.erased()
    derive(tx, projection, left_around)
    touched = {node.customer for one in others if (node := repository.find(tx, *one))}
    projection.fold_anew(tx, sorted(touched))
    return Erased(
        at=now,
        identifiers=founded,
        events=len(about),
        redacted=redacted,
        rejects=forgotten,
        deliveries=deliveries,
        timers=stopped,
    )


class Ledger:
    """The erasures of this installation, in a file beside the database, which a restore does not take back.

    It names nobody: an identifier stands as the id of the event that first named it, and its position there.
    """

    def __init__(self, path: Path, elsewhere: Elsewhere = NOWHERE) -> None:
        self._path = path
        self._elsewhere = elsewhere

    def add(self, erased: Erased) -> None:
        """Append one erasure."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab+") as file:
            if file.tell() and _last_byte(file) != b"\n":
                file.write(b"\n")  # a power cut left a line unfinished: it must not spoil this one
            file.write(msgspec.json.encode(erased) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        sync(self._path.parent)  # so that the file itself is there, if it is new

    def entries(self) -> list[Erased]:
        """All erasures, oldest first."""
        if not self._path.exists():
            return []
        found = []
        for line in self._path.read_bytes().splitlines():
            with suppress(msgspec.DecodeError):  # a power cut may leave the last one unfinished
                found.append(msgspec.json.decode(line, type=Erased))
        return found

    def apply(self, tx: Transaction, projection: Projection, now: int) -> int:
        """Erase again whatever a restored backup has brought back; how many identifiers that were."""
        returned: dict[int, Node] = {}
        for entry in self.entries():
            for id, position in entry.identifiers:
                founder = log.find(tx, id)
                node = (
                    projection.repository.node(tx, founder.seq * MOST_IDENTIFIERS + position)
                    if founder
                    else None
                )
                if node is not None:
                    returned[node.node] = node
        if returned:
            erase(tx, projection, returned.values(), now, elsewhere=self._elsewhere)
        return len(returned)


def _last_byte(file: IO[bytes]) -> bytes:
    file.seek(-1, os.SEEK_END)
    return file.read(1)


def _founders(tx: Transaction, nodes: list[int]) -> list[tuple[str, int]]:
    seqs = [node // MOST_IDENTIFIERS for node in nodes]
    ids = {stored.seq: stored.id for stored in log.at(tx, seqs)}
    return [(ids[node // MOST_IDENTIFIERS], node % MOST_IDENTIFIERS) for node in nodes]


def _without(stored: Stored, projection: Projection, spellings: Spellings, about: bool) -> Event:
    """The event without those who are erased. If it was about them, only its place is left."""
    event = stored.event
    value = projection.rules.normaliser.value
    left = tuple(
        Identifier(ERASED, "")
        if spellings.names(one) or (about and value(one.type, one.value) is None)
        else one
        for one in event.identifiers
    )
    if about:
        return Event(
            source=event.source,
            message_id="",
            type=ERASED,
            occurred=event.occurred,
            received=event.received,
            identifiers=left,
        )
    properties = spellings.without(event.properties)
    return msgspec.structs.replace(event, identifiers=left, properties=properties)


def _about(event: Event, projection: Projection) -> set[tuple[str, str]]:
    """The identifier of whom an event is about, if it is about anybody."""
    asserted = projection.rules.identity.normal(event)
    return {(asserted[0][1].type, asserted[0][1].value)} if asserted else set()


def _timer_without(event: Event, projection: Projection, spellings: Spellings) -> Event | None:
    """The event of a timer without those who are erased; None if it is about them."""
    about = _about(event, projection)
    if about and spellings.names(Identifier(*about.pop())):
        return None
    left = tuple(one for one in event.identifiers if not spellings.names(one))
    return msgspec.structs.replace(event, identifiers=left, properties=spellings.without(event.properties))
