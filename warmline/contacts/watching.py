"""What members of staff see of contacts: those that are going on, everything about one."""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from warmline.business.model import Disclosure
from warmline.contacts import between, going_on, invitations, notes, repository, taking_part, wrap_up
from warmline.contacts.errors import UnknownContact
from warmline.contacts.left_off import LeftBehind
from warmline.contacts.masking import masked_in
from warmline.contacts.model import OWN, Invitation, LiveContact, Owner, Story, Turn
from warmline.contacts.queues import Queues
from warmline.contacts.record import Record
from warmline.contacts.whose import Whose
from warmline.contacts.work import SOURCE
from warmline.events.model import ERASED, Event, event_id
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.principal import Principal

Show = Literal["", "waiting", "mine", "automated"]
"""Which contacts: all that are going on, who waits for a person, one's own, those that a flow has."""
AT_ONCE = 100
"""Contacts that are looked through at a time for a list."""
MOST_LOOKED_AT = 10_000


class HowMany(msgspec.Struct, frozen=True):
    """How many contacts are going on, how many of them wait for a person, how many a flow has."""

    open: int
    waiting: int
    automated: int


class Watching:
    """The looks of staff at contacts, as queries. Whoever shows what they find puts the look on record."""

    def __init__(self, whose: Whose, queues: Queues) -> None:
        self._whose = whose
        self._queues = queues
        self._earlier = LeftBehind(whose)

    def live(
        self, reader: Reader, by: Principal, show: Show = "", *, queue: str = "", limit: int = 100
    ) -> list[LiveContact]:
        """Contacts that are going on, as far as `by` may see them.

        Who waits for a person is first, the longest wait on top; then those that a person has, one's own in front; then
        those that a flow has, the latest in front. `queue` shows only those of one queue.
        """
        mine = str(Owner("staff", by.id))
        found: list[Record] = []
        if show in ("", "waiting"):
            found += self._some(reader, by, going_on.waiting_for(queue), limit)
        if show in ("", "mine") and not queue:
            found += self._some(reader, by, going_on.owned_by(mine), limit - len(found))
        if show == "" and not queue:
            others = self._some(reader, by, going_on.STAFFED, limit - len(found))
            found += [one for one in others if str(one.owner) != mine]
        if show in ("", "automated") and not queue:
            found += self._some(reader, by, going_on.AUTOMATED, limit - len(found))
        return [self._live(reader, by, one) for one in found]

    def _some(self, reader: Reader, by: Principal, chosen: going_on.Chosen, limit: int) -> list[Record]:
        """Those of a kind that `by` may see."""
        seen: list[Record] = []
        for record in _all(reader, chosen):
            if len(seen) >= limit:
                break
            if self._whose.sees(reader, by, record.identifiers):
                seen.append(record)
        return seen

    def some(self, reader: Reader, by: Principal, ids: Sequence[int]) -> list[LiveContact]:
        """Contacts by their numbers, in that order, as far as `by` may see them."""
        found = {one.id: one for one in repository.by_ids(reader, ids)}
        return [
            self._live(reader, by, found[id])
            for id in ids
            if id in found and self.sees(reader, by, found[id])
        ]

    def sees(self, reader: Reader, by: Principal, record: Record) -> bool:
        """Whether somebody may see a contact."""
        return self._whose.sees(reader, by, record.identifiers)

    def how_many(self, reader: Reader) -> HowMany:
        """How many there are, for whoever may see everybody."""
        return HowMany(*going_on.how_many(reader))

    def one(self, reader: Reader, by: Principal, contact: str) -> LiveContact:
        """One contact as it stands in lists. Raises UnknownContact, of one out of scope, too."""
        return self._live(reader, by, self._named(reader, by, contact))

    def story(self, reader: Reader, by: Principal, contact: str) -> Story:
        """Everything about one contact. Raises UnknownContact, of one out of scope, too."""
        record = self._named(reader, by, contact)
        customer = self._whose.customer(reader, record.identifiers)
        earlier = self._earlier.contacts(reader, record)
        return Story(
            live=self._live(reader, by, record),
            turns=repository.turns(reader, record.id, max(0, record.turns - repository.MOST_TURNS)),
            participants=taking_part.participants(reader, record.id),
            tried=list(record.session.tried),
            known=masked_in(dict(record.session.variables)),
            earlier=[one.shown(customer=customer) for one in earlier],
            summary=record.summary,
            events=record.events,
            notes=notes.of(reader, [record.id, *(one.id for one in earlier)]),
            to_wrap_up_by=wrap_up.waits_for(reader, record.id),
            asides=between.asides(reader, record.id),
            asked=invitations.of_contact(reader, record.id),
        )

    def came_by(self, reader: Reader, by: Principal, contact: str) -> tuple[str, str]:
        """The channel of a contact, and the place on it. Raises UnknownContact, of one out of scope, too."""
        record = self._named(reader, by, contact)
        return record.channel, record.place

    def turns(self, reader: Reader, by: Principal, contact: str, most: int) -> list[Turn]:
        """The latest turns of a contact, in order. Raises UnknownContact, of one out of scope, too."""
        record = self._named(reader, by, contact)
        return repository.turns(reader, record.id, max(0, record.turns - most))

    def happened(self, reader: Reader, story: Story, most: int = 300) -> list[tuple[int, Event]]:
        """The latest events of a contact with their numbers within it, in order; without those that were erased."""
        name, last = story.live.contact.name, story.events
        found = []
        for number in range(max(1, last - most + 1), last + 1):
            stored = log.find(reader, event_id(SOURCE, f"{name} {number}"))
            if stored is not None and stored.event.type != ERASED:
                found.append((number, stored.event))
        return found

    def _named(self, reader: Reader, by: Principal, contact: str) -> Record:
        record = repository.named(reader, contact)
        if record is None or not self.sees(reader, by, record):
            raise UnknownContact
        return record

    def _live(self, reader: Reader, by: Principal, record: Record) -> LiveContact:
        customer = self._whose.customer(reader, record.identifiers)
        position, minutes = self._queues.place(reader, record)
        place = record.place_in_flows
        return LiveContact(
            contact=record.shown(customer=customer, position=position, minutes=minutes),
            number=record.id,
            who=called(self._whose.name(reader, by, customer), record),
            level=Disclosure(record.level).name.lower(),
            where=f"{place.flow}/{place.step}" if place else "",
            said=repository.latest_turn(reader, record.id),
            owned_by=record.owned_by,
            waiting_since=record.waiting_since,
            taken_at=record.taken_at,
            under_way=", ".join(str(getattr(one, "operation", "search")) for one in record.effects),
            beside=beside(reader, record),
            invitations=asked(reader, record),
        )


def beside(reader: Reader, record: Record) -> tuple[str, ...]:
    """Who may speak in a contact beside the person who has it."""
    if record.owner.kind != "staff":
        return ()
    there = taking_part.participants(reader, record.id)
    return tuple(one.who for one in there if one.may_speak and not one.left and one.who != record.owner.name)


def asked(reader: Reader, record: Record) -> tuple[Invitation, ...]:
    """What the person who has a contact asks of others, and nobody has answered."""
    return tuple(invitations.open_of(reader, record.id)) if record.owner.kind == "staff" else ()


def called(name: str, record: Record) -> str:
    """What the customer of a contact is called; "" for somebody of whom nothing is known but this contact."""
    return "" if name.removeprefix(f"{OWN}:") == record.name else name


def _all(reader: Reader, chosen: going_on.Chosen) -> Iterator[Record]:
    """Contacts of a kind, in its order, as many as one look reaches."""
    for start in range(0, MOST_LOOKED_AT, AT_ONCE):
        batch = going_on.chosen(reader, chosen, AT_ONCE, start)
        yield from batch
        if len(batch) < AT_ONCE:
            return
