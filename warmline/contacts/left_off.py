"""Where a customer broke off: offered once when they come back, on whatever channel."""

from collections.abc import Mapping
from typing import Any

from warmline.contacts import repository
from warmline.contacts.record import Record
from warmline.contacts.whose import Whose
from warmline.contacts.work import Work
from warmline.flows.session import LeftOff
from warmline.storage.port import Reader

LOOKED_AT = 20
"""Latest contacts of each identifier that are looked through."""


def settle(work: Work, properties: Mapping[str, Any]) -> None:
    """Somebody has answered whether they go on: whoever does has, and so has a no of who is known as well as then."""
    record = repository.named(work.tx, str(properties.get("before")))
    if record is not None and (properties.get("went_on") or work.record.level >= record.session.level):
        _use_up(work, record)


def _use_up(work: Work, record: Record) -> None:
    record.resumable = False
    repository.change(work.tx, record)


class LeftBehind:
    """Finds what a customer left behind."""

    def __init__(self, whose: Whose) -> None:
        self._whose = whose

    def take(self, work: Work, within: int) -> LeftOff | None:
        """Where the customer of a new contact broke off, no more than `within` microseconds ago.

        It is offered once: whatever they make of it, it is not offered again. Where they have not shown who they are as
        well as then, somebody else may be there, and only their answer can use it up (`settle`).
        """
        found = None
        for record in self.contacts(work.tx, work.record):
            if record.resumable and record.ended >= work.now - within:
                found = found or record
                if work.record.level >= record.session.level:
                    _use_up(work, record)
        if found is None:
            return None
        session = found.session
        return LeftOff(
            contact=found.name,
            stack=tuple(session.stack),
            variables=session.variables,
            wants=session.wants,
            at=found.ended,
            level=session.level,
        )

    def contacts(self, reader: Reader, record: Record, limit: int = LOOKED_AT) -> list[Record]:
        """The other contacts of a contact's customer, the latest first."""
        customer = self._whose.customer(reader, record.identifiers)
        known = self._whose.identifiers(reader, customer) if customer is not None else record.identifiers
        ids = {
            id
            for one in known
            for id in repository.contacts_with(reader, one.type, one.value, limit)
            if id != record.id
        }
        found = repository.by_ids(reader, sorted(ids, reverse=True)[:limit])
        if customer is None:
            return found
        return [one for one in found if self._whose.customer(reader, one.identifiers) == customer]
