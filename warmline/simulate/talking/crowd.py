"""Many simulated customers at once in the chat of one Warmline."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from random import Random

import httpx

from warmline.simulate.people import Customer, customer
from warmline.simulate.talking.chat import Chat
from warmline.simulate.talking.goals import Goal, any_goal, for_reason
from warmline.simulate.talking.letterbox import Letterbox
from warmline.simulate.talking.moods import mood
from warmline.simulate.talking.talk import Talked, talk
from warmline.simulate.talking.tally import Tally
from warmline.simulate.talking.visitor import Visitor

SIGNED_IN = 0.65
"""The share of those who are signed in to the site, where it signs its visitors."""
FAILED_AT_ONCE = 20
"""So many failures in a row, from the first contact on, show that there is nothing to talk to."""


class NobodyAnswers(Exception):
    """None of the contacts came about; the message says why."""


class Crowd:
    """Customers of `seed` who talk to the `website` of the Warmline at `url`.

    `secret` is what the site signs visitors with, "" lets all of them be anonymous. `office` is the address of the
    back office that sends their messages. `heard` gets everything that came of each contact.
    """

    def __init__(
        self,
        url: str,
        website: str,
        seed: int,
        customers: int,
        *,
        secret: str = "",
        office: str = "",
        speed: float = 1.0,
        at_once: int = 40,
        patience: float = 60.0,
        heard: Callable[[Talked], None] = lambda talked: None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.tally = Tally()
        self._website, self._seed, self._customers = website, seed, customers
        self._secret, self._speed, self._patience = secret, speed, patience
        self._heard, self._sleep = heard, sleep
        self._places = asyncio.Semaphore(at_once)
        self._going: set[asyncio.Task[None]] = set()
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=at_once)
        self._client = httpx.AsyncClient(base_url=url, trust_env=False, limits=limits)
        self._office = httpx.AsyncClient(base_url=office, trust_env=False) if office else None
        self._letterbox = Letterbox(self._office, sleep)

    async def __aenter__(self) -> "Crowd":
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._going:
            task.cancel()
        await asyncio.gather(*self._going, return_exceptions=True)
        await self._client.aclose()
        if self._office is not None:
            await self._office.aclose()

    async def arrive(self, rate: float, visits: int = 0) -> None:
        """Let `rate` customers a minute begin, `visits` of them or without end, and wait until they are done.

        Raises NobodyAnswers.
        """
        random = Random(f"{self._seed}:arrivals")
        number = 0
        while not visits or number < visits:
            await self._sleep(random.expovariate(rate / 60) / self._speed)
            await self.come(number)
            number += 1
            self._check()
        await asyncio.gather(*self._going)
        self._check()

    async def come(self, number: int) -> None:
        """Visit `number` begins as soon as there is room; who comes with which goal and mood follows from the seed."""
        random = Random(f"{self._seed}:visit:{number}")
        who = customer(self._seed, random.randrange(self._customers))
        await self._begin(random, who, any_goal(random))

    async def come_because(self, number: int, who: Customer, reason: str) -> None:
        """The same for somebody who has a reason; they stay away where there is no room."""
        if self._places.locked():
            return
        random = Random(f"{self._seed}:visit:{number}")
        await self._begin(random, who, for_reason(reason, random))

    async def _begin(self, random: Random, who: Customer, goal: Goal) -> None:
        from warmline.channels.chat.visitors import (
            identifier_hash,
        )  # with much behind it: --help does not wait

        await self._places.acquire()
        self.tally.begin()
        visitor = Visitor(who, goal, mood(random, who.patience), random)
        signed = bool(self._secret) and random.random() < SIGNED_IN
        at = int(time.time())
        hash = identifier_hash(who.user, self._secret, at) if signed else ""
        identified = {"id": who.user, "identifier_hash": hash, "signed_at": at} if signed else {}
        language = "" if signed else who.language
        chat = Chat(self._client, self._website, identified, language, patience=self._patience)
        task = asyncio.create_task(self._talk(visitor, chat))
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    async def _talk(self, visitor: Visitor, chat: Chat) -> None:
        try:
            talked = await talk(visitor, chat, self._letterbox, speed=self._speed, sleep=self._sleep)
            self.tally.end(talked)
            self._heard(talked)
        finally:
            self._places.release()

    def _check(self) -> None:
        failed = self.tally.count("failed")
        if failed == self.tally.ended and (failed >= FAILED_AT_ONCE or (failed and not self._going)):
            raise NobodyAnswers(self.tally.why)
