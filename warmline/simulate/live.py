"""Simulated customers now: they browse, things happen to them, they get in contact, at the pace of real life."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from heapq import heappop, heappush
from random import Random
from time import time as clock
from typing import NamedTuple

from warmline.events.model import Event, Identifier, event_id
from warmline.simulate.causes import DISTURBED, OUTAGE
from warmline.simulate.happenings import happenings
from warmline.simulate.people import Customer, customer
from warmline.simulate.phrases import REASONS
from warmline.simulate.places import AREAS
from warmline.simulate.rhythm import DAY, MINUTE, SECOND, iso
from warmline.simulate.web_story import PAGES, SITE

AT_ONCE = 40
OUTAGE_EVERY = 20 * 60
"""Seconds between two outages, on average."""
HAPPENS = 0.12
"""The share of those who begin to whom something happens, rather than that they get in contact or browse."""
ASKS_AFTER = 60
"""Seconds, on average, from what happened until somebody asks about it."""
STAYS = 150
"""Seconds, on average, until somebody else comes after one who got in contact."""
NEIGHBOURS = 300
"""Customers who notice outages: Maria, and the others with the lowest numbers."""

WISH = ""
"""The type of what is no event: somebody gets in contact."""


class Wish(NamedTuple):
    """Somebody wants to get in contact, for a reason; how it goes is seen when they talk."""

    who: Customer
    reason: str


_Planned = tuple[float, int, Customer | None, str, str, str, tuple[Identifier, ...], dict[str, object], str]
"""Seconds from the beginning, a number, who, source, type, channel, identifiers, properties, cause."""


async def live(
    seed: int,
    customers: int,
    speed: float = 1.0,
    at_once: int = AT_ONCE,
    now: Callable[[], float] = clock,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[Event | Wish]:
    """Events and wishes of `at_once` simulated customers out of `customers`, without end, each as it happens.

    `speed` 10 lets ten seconds pass in one. `now` gives seconds since 1970. Who does what follows
    from `seed`; times and message ids follow from the moment it begins, so that two runs are two days.
    """
    course = _Course(seed, customers, at_once, int(now() * SECOND))
    started = now()
    while True:
        planned = course.next()
        wait = started + planned[0] / speed - now()
        if wait > 0:
            await sleep(wait)
        _, number, _, source, type, channel, identifiers, properties, cause = planned
        if type == WISH:
            yield Wish(customer(seed, int(str(properties["who"]))), str(properties["reason"]))
            continue
        yield Event(
            source=source,
            message_id=f"{course.name}-{number}",
            type=type,
            occurred=int(now() * SECOND),
            channel=channel,
            identifiers=identifiers,
            properties=properties,
            cause=cause,
        )


class _Course:
    """What the simulated customers are going to do, in order. Each who is done makes room for another."""

    def __init__(self, seed: int, customers: int, at_once: int, began: int) -> None:
        self.name = f"l{seed}-{began // 1000:x}"
        self._random = Random(f"{seed}:live")
        self._seed, self._customers, self._began = seed, customers, began
        self._numbers = 0
        self._ahead: list[_Planned] = []
        self._busy: set[int] = set()
        self._left: dict[int, int] = {}
        self._neighbours = [customer(seed, index) for index in range(min(customers, NEIGHBOURS))]
        for _ in range(min(at_once, customers)):
            self._somebody(self._random.random() * 90)
        self._outage(60 + 120 * self._random.random(), AREAS[0].area)  # soon, and where Maria lives

    def next(self) -> _Planned:
        """What happens next."""
        planned = heappop(self._ahead)
        seconds, _, who, _, type, *_ = planned
        if who is not None:
            self._left[who.index] -= 1
            if not self._left[who.index]:
                self._busy.discard(who.index)
                stays = STAYS if type == WISH else 10
                self._somebody(seconds + self._random.expovariate(1 / stays))
        elif type == "outage.started":
            self._outage(seconds + self._random.expovariate(1 / OUTAGE_EVERY))
        return planned

    def _plan(
        self,
        seconds: float,
        who: Customer | None,
        source: str,
        type: str,
        channel: str,
        identifiers: tuple[Identifier, ...],
        properties: dict[str, object],
        cause: str = "",
    ) -> str:
        """Let an event happen at its time; its id, which those it leads to carry as their cause."""
        self._numbers += 1
        number = self._numbers
        heappush(self._ahead, (seconds, number, who, source, type, channel, identifiers, properties, cause))
        if who is not None:
            self._left[who.index] = self._left.get(who.index, 0) + 1
        return event_id(source, f"{self.name}-{number}")

    def _somebody(self, seconds: float) -> None:
        """A customer who is not busy begins: most with a contact, some browse first, to some something happens."""
        random = self._random
        index = random.randrange(self._customers)
        while index in self._busy:
            index = (index + 1) % self._customers
        self._busy.add(index)
        who = customer(self._seed, index)
        if random.random() < HAPPENS:
            self._happens(seconds, who)
            return
        if random.random() < 0.4:
            seconds = self._browses(seconds, who)
            if random.random() < 0.3:
                return
        self._contact(seconds, who, random.choice(REASONS), busy=True)

    def _contact(self, seconds: float, who: Customer, reason: str, busy: bool) -> None:
        """Somebody gets in contact. Only one who is `busy` with it makes room for another afterwards."""
        wish: dict[str, object] = {"who": who.index, "reason": reason}
        self._plan(seconds, who if busy else None, "", WISH, "", (), wish)

    def _happens(self, seconds: float, who: Customer) -> None:
        """Something happens to somebody; some ask about it soon."""
        first = ""
        for one in happenings(self._random, who):
            happened = self._plan(
                seconds + one.later,
                None if first else who,
                one.source,
                one.type,
                one.channel,
                (one.known_by,),
                one.properties,
                first,
            )
            first = first or happened
            if one.asks:
                asks = seconds + one.later + self._random.expovariate(1 / ASKS_AFTER)
                self._contact(asks, who, one.asks, busy=False)

    def _browses(self, seconds: float, who: Customer) -> float:
        """A few pages, the last of them signed in."""
        pages = self._random.randrange(1, 5)
        browser = Identifier("anonymous", f"{self.name}-b{self._numbers}")
        for page in range(pages):
            path, title = self._random.choice(PAGES)
            identifiers = (Identifier("user", who.user), browser) if page == pages - 1 else (browser,)
            properties: dict[str, object] = {"path": path, "title": title, "url": SITE + path}
            self._plan(seconds, who, "web", "page.viewed", "web", identifiers, properties)
            seconds += 4 + self._random.expovariate(1 / 15)
        return seconds

    def _outage(self, seconds: float, area: str = "") -> None:
        """An outage in an area, for those there who are well known, and its end. Maria always notices."""
        area = area or self._random.choice(AREAS).area
        lasts = 600 + self._random.expovariate(1 / 900)
        properties: dict[str, object] = {
            "outage": f"{self.name}-o{self._numbers}",
            "area": area,
            "service": "mobile",
        }
        expected = {"expected_end": iso(self._began + int((seconds + lasts) * SECOND) + 15 * MINUTE)}
        over = {"minutes": round(lasts / 60)}
        began = self._plan(seconds, None, "network", "outage.started", "", (), properties | expected)
        ended = self._plan(seconds + lasts, None, "network", "outage.ended", "", (), properties | over, began)
        for who in self._neighbours:
            if who.area != area or (who.index and self._random.random() > DISTURBED):
                continue
            name = (Identifier("account", who.account, True),)
            noticed = seconds + 60 * self._random.random()
            self._plan(noticed, None, "network", "service.disturbed", "", name, properties | expected, began)
            self._plan(
                noticed + lasts, None, "network", "service.restored", "", name, properties | over, ended
            )
            if who.index > 2 and self._random.random() < OUTAGE.share:
                calls = noticed + 60 + self._random.expovariate(1 / OUTAGE.days) * DAY / SECOND
                self._contact(calls, who, OUTAGE.reason, busy=False)
