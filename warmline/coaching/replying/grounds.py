"""What is known of the customer of a contact that fits what they want: from the profile, from systems, from flows."""

from collections.abc import Callable, Collection, Mapping, Sequence

import msgspec

from warmline.business.model import Business, Disclosure
from warmline.coaching.replying.known import ANY, KnownFact
from warmline.coaching.replying.looking_up import LookUps, Wanted, key_of
from warmline.coaching.replying.reading import REPLIES
from warmline.coaching.replying.telling import Answered, Ground, Telling
from warmline.conditions.facts import of_profile
from warmline.conditions.told import levels_of
from warmline.contacts.here import facts_of
from warmline.contacts.record import Record
from warmline.contacts.whose import Whose
from warmline.customers.model import UnknownCustomer
from warmline.customers.service import Customers
from warmline.flows.looked_up import looked_up
from warmline.language.formats import Formats
from warmline.storage.port import Reader
from warmline.web.principal import Principal

MOST_LOOKED_UP = 4
"""Facts that systems are asked about for one contact at a time."""


class Customer(msgspec.Struct, frozen=True):
    """One customer at one moment, with what flows have looked up in this contact, by `key_of` what they asked."""

    telling: Telling
    held: Mapping[bytes, Answered]


class Grounds:
    """Finds facts for replies. `clock` gives microseconds, `business` the one in use."""

    def __init__(
        self,
        customers: Customers,
        whose: Whose,
        look_ups: LookUps,
        business: Callable[[], Business],
        clock: Callable[[], int],
    ) -> None:
        self._customers = customers
        self._whose = whose
        self._look_ups = look_ups
        self._business = business
        self._clock = clock

    def customer(self, reader: Reader, by: Principal, record: Record, language: str) -> Customer | None:
        """Whose contact it is, as far as `by` may see them; None for nobody we know."""
        customer = self._whose.customer(reader, record.identifiers)
        if customer is None:
            return None
        try:
            opened = self._customers.open(reader, by, str(customer))
        except UnknownCustomer:
            return None
        business, now = self._business(), self._clock()
        telling = Telling(
            known=REPLIES.of(business),
            find=of_profile(opened.rules.shape, opened.profile, now),
            contact=facts_of(record),
            level=Disclosure(record.level),
            levels=levels_of(business),
            formats=Formats(language, business.timezone, now),
            now=now,
        )
        return Customer(telling, held(record, self._whose.known_as(record.identifiers)))

    async def of(self, customer: Customer, topics: Sequence[Collection[str]], since: int = 0) -> list[Ground]:
        """The facts that fit, the best first: those about the first of `topics`, and so on; then what always fits.

        What was looked up before `since` is looked up again.
        """
        telling = customer.telling
        held = {key: one for key, one in customer.held.items() if one.at >= since}
        fitting = fitting_of(telling.known.facts, topics)
        asking: dict[str, Wanted] = {}
        for fact, _ in fitting:
            arguments = telling.arguments(fact)
            if arguments is not None and fact.looks_up is not None:
                asking[fact.name] = (fact.looks_up.operation.name, arguments)
        answers = await self._look_ups.answers([*asking.values()][:MOST_LOOKED_UP], since)
        found = []
        for fact, fits in fitting:
            asked = key_of(*asking[fact.name]) if fact.name in asking else b""
            ground = telling.ground(fact, answers.get(asked) or held.get(asked), fits)
            if ground is not None:
                found.append(ground)
        return found


def fitting_of(facts: Sequence[KnownFact], topics: Sequence[Collection[str]]) -> list[tuple[KnownFact, int]]:
    """The facts that are about one of some topics, with the place of the first that they are about."""
    found = []
    for fact in facts:
        places = [place for place, some in enumerate(topics) if not fact.about.isdisjoint(some)]
        if places or ANY in fact.about:
            found.append((fact, min(places, default=len(topics))))
    return sorted(found, key=lambda one: one[1])


def held(record: Record, who: str) -> dict[bytes, Answered]:
    """What flows have looked up in this contact, by `key_of` what they asked: none of it while it was of another."""
    if record.session.who != who:
        return {}
    return {
        key_of(one.operation, one.arguments): Answered(one.value, one.at)
        for one in looked_up(record.session)
        if one.at >= record.started
    }
