"""Simulated customers do their errands in a real back office, and the network fails there."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from itertools import pairwise

import httpx

from warmline.events.model import Event
from warmline.simulate.errands import Errands
from warmline.simulate.live import Wish, live

from .office import CUSTOMERS, SEED, Office

Begin = Callable[..., Office]


async def _quick(seconds: float) -> None:
    await asyncio.sleep(0)


class Watching(httpx.AsyncHTTPTransport):
    """Notes which scans of parcels the back office took."""

    def __init__(self) -> None:
        super().__init__()
        self.scans: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if request.url.path.endswith("/scans") and answer.status_code == 201:
            self.scans.append(json.loads(request.content)["status"])
        return answer


async def _some(events: AsyncIterator[Event | Wish], count: int) -> list[Event]:
    found: list[Event] = []
    async for event in events:
        if isinstance(event, Event):
            found.append(event)
        if len(found) == count:
            break
    return found


def test_bills_are_issued_and_paid_and_things_are_ordered(begin: Begin) -> None:
    office = begin()

    watching = Watching()

    async def go() -> Errands:
        async with Errands(office.url, SEED, CUSTOMERS, transport=watching) as errands:
            for _ in range(200):
                await errands.one()
        return errands

    errands = asyncio.run(go())
    assert errands.done > 140
    assert set(watching.scans) == {"sent", "in_transit", "late", "out_for_delivery", "delivered"}
    assert office.get("/healthz")["events_waiting"] > 20
    for one in office.accounts():
        bills = office.get(f"/accounts/{one}/invoices")["invoices"]
        assert all(later["issued"] >= earlier["issued"] for later, earlier in pairwise(bills))
    issued = [one for one in office.accounts() if office.get(f"/accounts/{one}/invoices")["invoices"]]
    assert issued


def test_the_network_fails_in_the_back_office_and_not_in_the_stream(begin: Begin) -> None:
    office = begin()

    async def go() -> list[Event]:
        async with Errands(office.url, SEED, CUSTOMERS) as errands:
            return await _some(errands.through(live(SEED, CUSTOMERS, 1_000.0, sleep=_quick)), 400)

    events = asyncio.run(go())
    types = {event.type for event in events}
    assert not types & {"outage.started", "outage.ended", "service.disturbed", "service.restored"}
    assert {"page.viewed", "roaming.started", "site.searched"} <= types
    assert office.get("/network/outages", all="")["outages"][0]["outage"].startswith("out-")


def test_outages_end_when_they_were_expected_to(begin: Begin) -> None:
    office = begin()
    now = [0.0]

    async def go() -> None:
        async with Errands(office.url, SEED, CUSTOMERS, now=lambda: now[0]) as errands:
            await errands.mend()

    outage = office.done("/network/outages", "mine", area="cebu-north", minutes=5)["outage"]
    asyncio.run(go())
    assert outage in {one["outage"] for one in office.get("/network/outages")["outages"]}
    now[0] = 1e11
    asyncio.run(go())
    assert outage not in {one["outage"] for one in office.get("/network/outages")["outages"]}


def test_a_back_office_that_is_away_is_gone_without() -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there")

    async def go() -> tuple[Errands, list[Event]]:
        async with Errands("http://127.0.0.1:1", 1, 20, transport=httpx.MockTransport(away)) as errands:
            await errands.one()
            await errands.mend()
            return errands, await _some(errands.through(live(1, 20, 1_000.0, sleep=_quick)), 900)

    errands, events = asyncio.run(go())
    assert errands.done == 0
    assert errands.failed >= 3
    assert len(events) == 900
