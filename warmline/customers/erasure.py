"""Erasure: one person taken out of everything, leaving tombstones that keep order and idempotency."""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from warmline.customers.identity import MOST_IDENTIFIERS
from warmline.customers.projection import Projection
from warmline.customers.repository import Node
from warmline.events.model import ERASED, Event, Identifier
from warmline.log import outbox, rejects, timers
from warmline.log import repository as log
from warmline.log.model import Stored
from warmline.storage.port import Transaction

EVENTS_AT_ONCE = 500
_DIGITS = re.compile(rb"\D+")


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """What an erasure touched. `identifiers` names them without saying them: founding event and position."""

    at: int
    identifiers: list[tuple[str, int]]
    events: int
    redacted: int
    rejects: int
    deliveries: int
    timers: int


def erase(tx: Transaction, projection: Projection, nodes: Iterable[Node], now: int) -> Erased:
    """Erase identifiers and every event about them; name them nowhere any more.

    Events about others that name them stay, without them. A customer of whom identifiers remain is
    derived and folded again.
    """
    gone = list(nodes)
    numbers = [node.node for node in gone]
    repository = projection.repository
    about = set(repository.seqs(tx, numbers))
    naming = repository.naming(tx, numbers)
    founded = _founders(tx, numbers)
    spelled = {(node.type, node.value) for node in gone}
    for start in range(0, len(naming), EVENTS_AT_ONCE):
        for stored in log.at(tx, naming[start : start + EVENTS_AT_ONCE]):
            log.overwrite(tx, stored.seq, _without(stored, projection, spelled, stored.seq in about))
    values = [node.value for node in gone]
    forgotten = _forget_rejects(tx, values)
    deliveries = outbox.forget_of(tx, naming)
    stopped = timers.forget_naming(tx, values)
    customers = {node.customer for node in gone}
    repository.forget_nodes(tx, numbers)
    repository.forget_proposals(tx, customers)
    for customer in customers:
        repository.forget_customer(tx, customer)
        projection.derive_again(tx, customer)
    return Erased(
        at=now,
        identifiers=founded,
        events=len(about),
        redacted=len(naming) - len(about),
        rejects=forgotten,
        deliveries=deliveries,
        timers=stopped,
    )


class Ledger:
    """The erasures of this installation, in a file beside the database, which a restore does not take back.

    It names nobody: an identifier stands as the id of the event that first named it, and its position there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, erased: Erased) -> None:
        """Append one erasure."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(erased) + b"\n")
            file.flush()
            os.fsync(file.fileno())

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
            erase(tx, projection, returned.values(), now)
        return len(returned)


def _founders(tx: Transaction, nodes: list[int]) -> list[tuple[str, int]]:
    seqs = [node // MOST_IDENTIFIERS for node in nodes]
    ids = {stored.seq: stored.id for stored in log.at(tx, seqs)}
    return [(ids[node // MOST_IDENTIFIERS], node % MOST_IDENTIFIERS) for node in nodes]


def _without(stored: Stored, projection: Projection, spelled: set[tuple[str, str]], about: bool) -> Event:
    """The event without those who are erased. If it was about them, only its place is left."""
    event = stored.event
    normaliser = projection.rules.normaliser
    left = []
    raw = set()
    for one in event.identifiers:
        normal = normaliser.value(one.type, one.value)
        mine = (one.type, normal) in spelled
        if mine:
            raw |= {one.value, normal or one.value}
        if mine or (about and normal is None):
            left.append(Identifier(ERASED, ""))
        else:
            left.append(one)
    if about:
        return Event(
            source=event.source,
            message_id="",
            type=ERASED,
            occurred=event.occurred,
            received=event.received,
            identifiers=tuple(left),
        )
    hidden = raw | {value for _, value in spelled} | {f"{type}:{value}" for type, value in spelled}
    properties = _redact(event.properties, hidden)
    return msgspec.structs.replace(event, identifiers=tuple(left), properties=properties)


def _redact(value: Any, hidden: set[str]) -> Any:
    if isinstance(value, str):
        return ERASED if value in hidden else value
    if isinstance(value, list):
        return [_redact(one, hidden) for one in value]
    if isinstance(value, dict):
        return {key: _redact(one, hidden) for key, one in value.items()}
    return value


def _forget_rejects(tx: Transaction, values: list[str]) -> int:
    """Remove rejected inputs that spell one of `values`, whatever the case, or the grouping of its digits."""
    needles = [value.casefold().encode() for value in values if len(value) >= 4]
    numbers = [digits for value in values if len(digits := _DIGITS.sub(b"", value.encode())) >= 7]
    count = after = 0
    while batch := rejects.every(tx, after):
        after = batch[-1].id
        for kept in batch:
            text = kept.raw.decode(errors="replace").casefold().encode()
            plain = _DIGITS.sub(b"", text)
            if any(needle in text for needle in needles) or any(number in plain for number in numbers):
                rejects.forget(tx, kept.id)
                count += 1
    return count
