"""The course of made-up events: what happens next, to whom, until the end."""

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from random import Random
from typing import Any

from warmline.events.model import Event, Identifier
from warmline.simulate.people import Customer
from warmline.simulate.rhythm import DAY, next_time


class Person:
    """A customer in the course of events: their names for each source, and what is going on with them."""

    __slots__ = (
        "account",
        "browser",
        "cases",
        "count",
        "credit",
        "crm",
        "customer",
        "extra",
        "joined",
        "line",
        "on_phone",
        "plan",
        "service",
        "signed_in",
    )

    def __init__(self, customer: Customer) -> None:
        self.customer = customer
        self.count = 0
        self.joined = False
        self.credit = 20_000
        self.plan = customer.plan
        """The plan they are on; it can change."""
        self.extra: list[tuple[str, int, str]] = []
        """What stands on the next bill beyond the plan: what for, centavos, the event it comes from."""
        self.cases: dict[str, tuple[int, str]] = {}
        """By reason, what is not solved yet: contacts so far, and the case."""
        self.service = f"s-{customer.account}"
        account = Identifier("account", customer.account, True)
        phone = Identifier("phone", customer.phone, True)
        self.account = (account,)
        self.line = (account, phone)
        self.crm = (
            account,
            Identifier("user", customer.user, True),
            Identifier("email", customer.email, True),
            phone,
        )
        self.on_phone = (Identifier("phone", customer.phone),)
        self.browser = (Identifier("anonymous", f"b{customer.index:x}-{customer.account[-4:]}"),)
        self.signed_in = (Identifier("user", customer.user), *self.browser)


Action = Callable[["World", int, Person, Any], Event | None]
"""Something that happens to a person at a time; it gives its event and says what happens later."""


class World:
    """All that is going to happen, in the order of its time. Memory: what has been set going, no more."""

    def __init__(self, name: str, seed: str, end: int) -> None:
        self.name = name
        self.random = Random(seed)
        self.end = end
        self._set = 0
        self._ahead: list[tuple[int, int, Action, Person, Any]] = []

    def at(self, time: int, action: Action, person: Person, more: Any = None) -> None:
        """Let something happen at `time` (µs); what is after the end never happens."""
        if time < self.end:
            self._set += 1
            heappush(self._ahead, (time, self._set, action, person, more))

    def after(
        self, time: int, days: float, curve: tuple[int, ...], action: Action, person: Person, more: Any = None
    ) -> None:
        """Let something happen some `days` on average after `time`, at a time of day by `curve`."""
        earliest = time + int(self.random.expovariate(1 / days) * DAY)
        self.at(next_time(self.random, earliest, curve), action, person, more)

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.random.random() < probability

    def run(self) -> Iterator[Event]:
        """Everything that happens until the end, in time order."""
        ahead = self._ahead
        while ahead:
            time, _, action, person, more = heappop(ahead)
            event = action(self, time, person, more)
            if event is not None:
                yield event

    def event(
        self,
        source: str,
        type: str,
        time: int,
        person: Person,
        identifiers: tuple[Identifier, ...],
        properties: dict[str, object],
        channel: str = "",
        cause: str = "",
    ) -> Event:
        """An event of `person`; `cause` is the id of the one that led to it.

        Its message id counts their events, so it is the same in every run.
        """
        person.count += 1
        return Event(
            source=source,
            message_id=f"{self.name}-{person.customer.index}-{person.count}",
            type=type,
            occurred=time,
            channel=channel,
            identifiers=identifiers,
            properties=properties,
            cause=cause,
        )

    def key(self, letter: str, person: Person) -> str:
        """A name for a thing of `person`: an invoice, an order, a contact."""
        return f"{letter}-{person.customer.account}-{person.count}"


def pesos(centavos: int) -> dict[str, object]:
    """An amount as events write it."""
    return {"amount": centavos, "currency": "PHP"}
