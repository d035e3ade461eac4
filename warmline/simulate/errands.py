"""What is done in the back office of the simulation: bills come and are paid, things are ordered and sent, lines fail.

The back office then tells Warmline of it, as a company's own systems do, so that what it says when it is asked is what
the log holds.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from random import Random
from time import time as clock
from typing import Any

import httpx

from warmline.events.model import Event
from warmline.simulate.live import Wish
from warmline.simulate.people import customer
from warmline.simulate.places import PRODUCTS

EVERY = 12.0
"""Seconds between two errands, on average."""
CHEAP = [product.product for product in PRODUCTS if product.price < 500_000]
EXTRA = ("roaming", "extra data", "calls")
"""What makes a bill higher than usual, one in five."""
WAY = ("sent", "in_transit", "out_for_delivery", "delivered")
"""How a parcel goes; one in four is late before it is out for delivery."""
FAILS = frozenset(("outage.started", "outage.ended", "service.disturbed", "service.restored"))
"""What the back office tells of by itself, once the network fails there."""
MINUTE = 60


class Errands:
    """Goes to the back office at `url`. `done` and `failed` count what came of it.

    One errand is tried once: a back office that is away misses a bill or an order of the simulation, nothing else.
    """

    def __init__(
        self,
        url: str,
        seed: int,
        customers: int,
        *,
        now: Callable[[], float] = clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.done = 0
        self.failed = 0
        self._seed, self._customers = seed, customers
        self._now, self._sleep = now, sleep
        self._random = Random(f"{seed}:errands")
        self._name = f"e{seed}-{int(now() * 1000):x}"
        self._numbers = 0
        self._outages: dict[object, str] = {}
        self._parcels: list[tuple[str, int, bool]] = []
        """Orders that were placed here: the stage their parcels come to next, and whether they are still to be late."""
        self._client = httpx.AsyncClient(base_url=url, timeout=10, trust_env=False, transport=transport)

    async def __aenter__(self) -> "Errands":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def run(self, speed: float = 1.0) -> None:
        """Go on until cancelled; `speed` 10 does in one second what takes ten."""
        while True:
            await self._sleep(self._random.expovariate(1 / EVERY) / speed)
            await self.one()
            await self.mend()

    async def one(self) -> None:
        """One customer is billed, pays, or orders something, or a parcel is seen on its way."""
        account = customer(self._seed, self._random.randrange(self._customers)).account
        what = self._random.random()
        if what < 0.3:
            await self._bill(account)
        elif what < 0.58:
            await self._pay(account)
        elif what < 0.65 or not self._parcels:
            await self._order(account)
        else:
            await self._scan()

    async def through(self, events: AsyncIterator[Event | Wish]) -> AsyncIterator[Event | Wish]:
        """The same, events of outages aside: the network fails in the back office, which tells of it."""
        async for event in events:
            if isinstance(event, Wish) or event.type not in FAILS:
                yield event
            elif event.type == "outage.started":
                await self._fail(event.properties)
            elif event.type == "outage.ended":
                await self._end(self._outages.pop(event.properties["outage"], ""))

    async def mend(self) -> None:
        """End the outages that were expected to be over by now, whoever began them."""
        for outage in (await self._ask("/network/outages")).get("outages", ()):
            with suppress(ValueError):  # an outage of which nobody knows how long it takes
                if datetime.fromisoformat(outage["expected_end"]).timestamp() < self._now():
                    await self._end(outage["outage"])

    async def _bill(self, account: str) -> None:
        extra = []
        if self._random.random() < 0.2:
            amount = {"amount": self._random.randrange(20_000, 160_000, 500)}
            extra = [{"what": self._random.choice(EXTRA), "amount": amount}]
        await self._do(f"/accounts/{account}/invoices", extra=extra)

    async def _order(self, account: str) -> None:
        items = [{"product": self._random.choice(CHEAP)}]
        placed = await self._do("/orders", account=account, items=items)
        if placed:
            self._parcels.append((placed["order"], 0, self._random.random() < 0.25))

    async def _scan(self) -> None:
        """The parcel that has not been seen for longest comes to its next place, or is late."""
        order, stage, late = self._parcels.pop(0)
        is_late = late and WAY[stage] == "out_for_delivery"
        place = "Manila hub" if is_late or stage < 2 else "with the courier"
        await self._do(f"/orders/{order}/scans", status="late" if is_late else WAY[stage], place=place)
        if is_late:
            self._parcels.append((order, stage, False))
        elif stage + 1 < len(WAY):
            self._parcels.append((order, stage + 1, late))

    async def _pay(self, account: str) -> None:
        invoices = (await self._ask(f"/accounts/{account}/invoices")).get("invoices", ())
        for invoice in invoices:
            if invoice["open"]["amount"] > 0:
                token = "tok_declined" if self._random.random() < 0.1 else "tok_simulated"
                given = {"amount": invoice["open"], "invoice": invoice["invoice"], "token": token}
                await self._do(f"/accounts/{account}/payments", method="card", **given)
                return

    async def _fail(self, properties: dict[str, Any]) -> None:
        if (await self._ask(f"/network/outages?area={properties['area']}")).get("outages"):
            return  # somebody cut this network already
        expected = datetime.fromisoformat(properties["expected_end"]).timestamp()
        minutes = max(1, round((expected - self._now()) / MINUTE))
        begun = await self._do("/network/outages", area=properties["area"], minutes=minutes)
        if begun:
            self._outages[properties["outage"]] = begun["outage"]

    async def _end(self, outage: str) -> None:
        if outage:
            await self._do(f"/network/outages/{outage}/end")

    async def _do(self, path: str, **body: object) -> Any:
        """What an operation answers; nothing if it did not come off."""
        self._numbers += 1
        key = {"idempotency-key": f"{self._name}-{self._numbers}"}
        return await self._answer(self._client.build_request("POST", path, json=body, headers=key))

    async def _ask(self, path: str) -> Any:
        return await self._answer(self._client.build_request("GET", path))

    async def _answer(self, request: httpx.Request) -> Any:
        try:
            answer = await self._client.send(request)
            found = answer.json() if answer.is_success else {}
        except (httpx.TransportError, ValueError):
            found = {}
        if found:
            self.done += 1
        else:
            self.failed += 1
        return found
