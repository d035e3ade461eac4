"""Contacts at a glance: what is needed of each to keep thousands of them in view."""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from warmline.business.model import Disclosure
from warmline.contacts import going_on, repository
from warmline.contacts.model import LiveContact, Turn
from warmline.contacts.record import Record
from warmline.contacts.watching import asked, beside, called
from warmline.contacts.whose import SELF_SERVICE, Whose
from warmline.events.model import Identifier
from warmline.storage.port import Reader
from warmline.web.principal import Principal

AT_ONCE = 256
"""Contacts that are read together."""
LOOKED_BACK = 6
"""Turns among which the customer's latest is looked for: a flow may say a few in a row."""
TURNS = 8
"""Turns that are kept of each contact, for whoever looks closer."""
REMEMBERED_FOR, MOST_REMEMBERED = 10_000_000, 20_000
"""For how long (microseconds) and of how many customers it is remembered who they are."""
TIER = "value_tier"
"""The field of the profile that says what a customer is worth, where a business has one."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Who a customer is, in as many words as a card has room for."""

    name: str = ""
    known_as: str = ""
    tier: str = ""
    brand: str = ""
    country: str = ""
    partner: str = ""


NOBODY = Known()


class Glance(msgspec.Struct, frozen=True, kw_only=True):
    """One contact that is going on, whoever looks at it.

    Nothing in it depends on other contacts, so that it is right until
    the contact changes: places in queues are looked up where they are shown.

    `heard` is what the customer said last, whatever was said since. `queue` is the one they wait in, or waited in
    last, `tried` are flows. `identifiers` decide who may see it.
    """

    live: LiveContact
    known: Known
    queue: str
    tried: tuple[str, ...]
    turns: tuple[Turn, ...]
    heard: Turn | None
    identifiers: tuple[Identifier, ...]


class Glances:
    """Reads contacts that are going on. One reading at a time; `clock` gives microseconds since 1970."""

    def __init__(self, whose: Whose, clock: Callable[[], int]) -> None:
        self._whose = whose
        self._clock = clock
        self._customers: dict[int, tuple[int, Known]] = {}

    def names(self, reader: Reader) -> list[str]:
        """The names of all that are going on."""
        return going_on.open_names(reader)

    def of(self, reader: Reader, names: Sequence[str], *, ended: bool = False) -> Iterator[Glance]:
        """Those of some contacts that are going on still; with `ended`, those that are over, too."""
        for start in range(0, len(names), AT_ONCE):
            for record in repository.by_names(reader, names[start : start + AT_ONCE]):
                if record.is_open or ended:
                    yield self._glance(reader, record)

    def sees(self, reader: Reader, by: Principal, glance: Glance) -> bool:
        """Whether a member of staff may see a contact, as things stand now."""
        return self._whose.sees(reader, by, glance.identifiers)

    def forget(self) -> None:
        """Read anew who everybody is."""
        self._customers.clear()

    def _glance(self, reader: Reader, record: Record) -> Glance:
        customer = self._whose.customer(reader, record.identifiers)
        known = NOBODY if customer is None else self._known(reader, record, customer)
        place = record.place_in_flows
        turns = repository.latest_turns(reader, record.id, max(TURNS, LOOKED_BACK))
        heard = next((one for one in turns[:LOOKED_BACK] if one.by == "customer"), None)
        live = LiveContact(
            contact=record.shown(customer=customer),
            number=record.id,
            who=known.name or called(known.known_as, record),
            level=Disclosure(record.level).name.lower(),
            where=f"{place.flow}/{place.step}" if place else "",
            said=turns[0] if turns else None,
            owned_by=record.owned_by,
            waiting_since=record.waiting_since,
            beside=beside(reader, record),
            invitations=asked(reader, record),
        )
        return Glance(
            live=live,
            known=known,
            queue=record.owner.name if record.owner.kind == "queue" else record.queue,
            tried=tuple(record.session.tried),
            turns=tuple(reversed(turns)),
            heard=heard,
            identifiers=record.identifiers,
        )

    def _known(self, reader: Reader, record: Record, customer: int) -> Known:
        """Who a customer is, remembered for a while: that changes less often than what is said."""
        now = self._clock()
        before = self._customers.get(customer)
        if before is not None and now - before[0] < REMEMBERED_FOR:
            return before[1]
        found = self._whose.found(reader, SELF_SERVICE, customer)
        if found is None:
            return NOBODY
        tier = self._whose.facts(reader, record.identifiers, now)(TIER)
        known = Known(
            name=found.name,
            known_as=found.known_as,
            tier=tier if isinstance(tier, str) else "",
            brand=found.brand,
            country=found.country,
            partner=found.partner,
        )
        if len(self._customers) >= MOST_REMEMBERED:
            self._customers.clear()
        self._customers[customer] = (now, known)
        return known
