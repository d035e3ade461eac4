"""Where a customer broke off: offered once when they come back, on whatever channel."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from warmline.business.model import Disclosure
from warmline.contacts import repository
from warmline.contacts.record import Record
from warmline.contacts.whose import Whose
from warmline.contacts.work import Work
from warmline.events.model import Identifier
from warmline.flows.prompts import Prompt
from warmline.flows.session import LeftOff
from warmline.storage.port import Reader

LOOKED_AT = 20
"""Latest contacts of each identifier that are looked through."""
TURNS_LOOKED_AT = 50
"""Latest turns among which the question is looked for that was not answered."""


class LastAsked(msgspec.Struct, frozen=True, kw_only=True):
    """The question at which somebody broke off, as they were asked it, and when that was."""

    text: str
    language: str
    at: int


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

    def last_asked(self, reader: Reader, customer: int, level: Disclosure, since: int) -> LastAsked | None:
        """What a customer was asked last who broke off after `since`, if whoever is told is known as well as then."""
        known = self._whose.identifiers(reader, customer)
        for record in self._of(reader, customer, known, LOOKED_AT):
            if record.resumable and record.ended >= since and level >= record.session.level:
                turns = repository.turns(reader, record.id, max(0, record.turns - TURNS_LOOKED_AT))
                asked = _question([turn.prompt for turn in turns if turn.prompt is not None])
                if asked is not None:
                    return LastAsked(text=asked.texts[-1], language=asked.language, at=record.ended)
        return None

    def contacts(self, reader: Reader, record: Record, limit: int = LOOKED_AT) -> list[Record]:
        """The other contacts of a contact's customer, the latest first."""
        customer = self._whose.customer(reader, record.identifiers)
        known = self._whose.identifiers(reader, customer) if customer is not None else record.identifiers
        return self._of(reader, customer, known, limit, record.id)

    def _of(
        self, reader: Reader, customer: int | None, known: Iterable[Identifier], limit: int, but: int = 0
    ) -> list[Record]:
        ids = {
            id
            for one in known
            for id in repository.contacts_with(reader, one.type, one.value, limit)
            if id != but
        }
        found = repository.by_ids(reader, sorted(ids, reverse=True)[:limit])
        if customer is None:
            return found
        return [one for one in found if self._whose.customer(reader, one.identifiers) == customer]


def _question(prompts: list[Prompt]) -> Prompt | None:
    """The latest question, as it was first asked: what was said beside it has the same that can be answered."""
    asking = [one for one in reversed(prompts) if one.texts and one.asks]
    if not asking:
        return None
    question = asking[0]
    for one in asking[1:]:
        if (one.options, one.field) != (question.options, question.field):
            break
        question = one
    return question
