"""Under which names the record of looks knows a customer: ids change with merges, logs part at a restore.

An id is the number of an identifier, which is a place in the log and a position there. Where another log
may have given the number to somebody else, the founding event and the position stand for it ("9f3c…:0").
"""

import re

from warmline.customers.identity import MOST_IDENTIFIERS
from warmline.customers.projection import Projection
from warmline.customers.repository import Node, Repository
from warmline.log import repository as log
from warmline.staff.repository import FOR_EVER
from warmline.storage.port import Reader
from warmline.web.principal import Scopes, in_scope

_FOUNDED = re.compile(r"([0-9a-f]{32}):(\d{1,2})")


def founded(reader: Reader, repository: Repository, text: str) -> Node | None:
    """The identifier that a founding event and a position name."""
    match = _FOUNDED.fullmatch(text)
    founder = log.find(reader, match[1]) if match else None
    if match is None or founder is None:
        return None
    return repository.node(reader, founder.seq * MOST_IDENTIFIERS + int(match[2]))


class Looks:
    """What the record of looks asks about customers (`warmline.staff.audit.Known`)."""

    def __init__(self, projection: Projection) -> None:
        self._projection = projection
        self._repository = projection.repository

    def names(self, reader: Reader, customer: str) -> list[tuple[str, int]]:
        """All ids that a customer has and had, each with the time until which it was theirs.

        Whoever was taken out of another customer had that one's id until then.
        """
        nodes = self._members(reader, customer)
        if not nodes:
            return [(customer, FOR_EVER)]
        until = dict.fromkeys((node.node for node in nodes), FOR_EVER)
        for seq, id in self._before(reader, [node.node for node in nodes]).items():
            for stored in log.at(reader, [seq]):
                until[id] = max(until.get(id, 0), stored.event.received or stored.event.occurred)
        events = {
            stored.seq: stored.id for stored in log.at(reader, [id // MOST_IDENTIFIERS for id in until])
        }
        names = []
        for id, time in until.items():
            names.append((str(id), time))
            if founder := events.get(id // MOST_IDENTIFIERS):
                names.append((f"{founder}:{id % MOST_IDENTIFIERS}", time))
        return names

    def places(self, reader: Reader, customer: str) -> list[int]:
        """The places of all events that name a customer, in order."""
        return self._repository.naming(reader, [node.node for node in self._members(reader, customer)])

    def within(self, reader: Reader, customer: str, scopes: Scopes) -> bool:
        """Whether who has these scopes gets to see a customer."""
        nodes = self._members(reader, customer)
        stored = self._repository.profile(reader, nodes[0].customer) if nodes else None
        return stored is not None and in_scope(
            scopes, stored.names.brand, stored.names.country, stored.names.partner
        )

    def _members(self, reader: Reader, customer: str) -> list[Node]:
        if customer.isdecimal() and len(customer) < 19:
            node = self._repository.node(reader, int(customer))
        else:
            node = founded(reader, self._repository, customer)
        return self._repository.members(reader, node.customer) if node else []

    def _before(self, reader: Reader, nodes: list[int]) -> dict[int, int]:
        """The ids of customers that these were a part of, by the places at which a person took them apart."""
        before: dict[int, int] = {}
        for a, b, seq in self._repository.apart_at(reader, nodes):
            before[seq] = min(a, b, before.get(seq, a))
        return before


class Renamed:
    """How the data that a restore brings speaks of customers of the running data."""

    def __init__(self, running: Reader, arriving: Reader) -> None:
        self._running = running
        low, high = 0, min(log.head(running), log.head(arriving))
        while low < high:
            middle = (low + high + 1) // 2
            if self._key(running, middle) == self._key(arriving, middle):
                low = middle
            else:
                high = middle - 1
        self.same_up_to = low

    def customer(self, id: str) -> str:
        """The id, or founding event and position where the other log may give the id to somebody else."""
        if not id.isdecimal() or len(id) > 18 or int(id) // MOST_IDENTIFIERS <= self.same_up_to:
            return id
        seq, position = divmod(int(id), MOST_IDENTIFIERS)
        return next((f"{stored.id}:{position}" for stored in log.at(self._running, [seq])), f"{id} before")

    @staticmethod
    def _key(reader: Reader, seq: int) -> bytes | None:
        return next((stored.key for stored in log.at(reader, [seq])), None)
