"""The queries that only pages need: what came before an event, what happened last, what came in lately."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from warmline.customers.repository import Repository
from warmline.events.model import Event
from warmline.log.model import Stored
from warmline.log.repository import decode
from warmline.storage.port import Reader, places

# The events of a type at some places, newest first.
OF_TYPE = "SELECT seq, key, body FROM event WHERE seq IN {places} AND type = ? ORDER BY seq DESC"
# When events came in, newest first.
BEFORE = "SELECT seq, body FROM event WHERE seq < ? ORDER BY seq DESC LIMIT ?"

END = 1 << 62
LOOKED_AT_ONCE = 256
MINUTE = 60 * 1_000_000
AT_ONCE = 2_000


def property_before(
    reader: Reader, repository: Repository, customer: int, type: str, seq: int, name: str
) -> Mapping[str, Any] | None:
    """A property (a map, such as money) of the customer's last event of this type in front of a place."""
    stored = latest_of_type(reader, repository, customer, type, before=seq)
    value = stored.event.properties.get(name) if stored else None
    return value if isinstance(value, Mapping) else None


def latest_of_type(
    reader: Reader,
    repository: Repository,
    customer: int,
    type: str,
    wanted: Callable[[Event], bool] = lambda event: True,
    before: int = END,
    most: int = END,
) -> Stored | None:
    """The customer's last event of a type, in front of a place, that is wanted; `most` events are looked through."""
    nodes = [node.node for node in repository.members(reader, customer)]
    looked = 0
    while looked < most and (seqs := repository.latest_seqs(reader, nodes, before, LOOKED_AT_ONCE)):
        looked += len(seqs)
        marks, values = places(seqs)
        for seq, key, body in reader.all(OF_TYPE.format(places=marks), (*values, type)):
            if wanted(event := decode(body)):
                return Stored(seq, key, event)
        before = seqs[-1]
    return None


def latest_of(reader: Reader, repository: Repository, customers: Iterable[int]) -> dict[int, int]:
    """Where the latest event of each of some customers is, by their id; who has none is left out."""
    latest: dict[int, int] = {}
    for customer in customers:
        nodes = [node.node for node in repository.members(reader, customer)]
        if seqs := repository.latest_seqs(reader, nodes, END, 1):
            latest[customer] = seqs[0]
    return latest


def received_lately(reader: Reader, now: int, minutes: int, most: int = 50_000) -> list[tuple[int, int]]:
    """Events received in each of the last minutes, oldest first: (minutes ago, count). Looks at `most` events."""
    counts = dict.fromkeys(range(minutes), 0)
    head = reader.one("SELECT coalesce(max(seq), 0) FROM event")
    before, floor = (int(head[0]) if head else 0) + 1, now - minutes * MINUTE
    looked = 0
    while looked < most:
        batch = [(seq, _received(body).received) for seq, body in reader.all(BEFORE, (before, AT_ONCE))]
        looked += len(batch)
        for _, received in batch:
            ago = (now - received) // MINUTE
            if 0 <= ago < minutes:
                counts[ago] += 1
        if len(batch) < AT_ONCE or batch[-1][1] < floor:
            break
        before = batch[-1][0]
    return [(ago, counts[ago]) for ago in reversed(range(minutes))]


class _Received(msgspec.Struct):
    """The one thing of an event that is of interest here."""

    received: int = 0


_received = msgspec.json.Decoder(_Received).decode
