"""How many went which way: counted once for each event, by day, whoever sends them."""

import asyncio
from pathlib import Path

from tests.contacts.world import NOW
from warmline.app.migrations import MIGRATIONS
from warmline.contacts import ways
from warmline.events.model import Event
from warmline.flows.drawing.traffic import Traffic
from warmline.log.ingest import Ingest
from warmline.storage.sqlite import SqliteStorage


def step(number: int, step: str, came_from: str = "", flow: str = "bill", days_ago: int = 0) -> Event:
    properties: dict[str, object] = {"contact": "c-1", "flow": flow, "step": step}
    if came_from:
        properties["came_from"] = came_from
    return event(number, "contact.step", properties, days_ago)


def event(number: int, type: str, properties: dict[str, object], days_ago: int = 0) -> Event:
    return Event(
        source="contacts",
        message_id=f"c-1 {number}",
        type=type,
        occurred=NOW - days_ago * ways.DAY,
        properties=properties,
    )


def did(number: int, what: str) -> Event:
    return event(
        number,
        "contact.person_did",
        {"contact": "c-1", "flow": "bill", "step": "explain", "by": "staff:ana", "did": what},
    )


EVENTS = [
    step(1, "explain"),
    step(2, "clear", "explain"),
    event(3, "contact.choice", {"contact": "c-1", "flow": "bill", "step": "clear", "choice": "pay"}),
    step(4, "amount", flow="pay"),
    step(5, "clear", "explain"),
    step(6, "explain", days_ago=9),
    event(7, "contact.choice", {"contact": "c-1", "step": "of another system", "choice": "1"}),
    did(8, "solved"),
    did(9, "solved"),
    did(10, "gave_back"),
]


def test_ways_are_counted_once(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "log.db", MIGRATIONS, cache_mb=4)
    ingest = Ingest(storage, [ways.Ways()], lambda: NOW)

    async def work() -> None:
        for _ in range(2):
            await storage.run(lambda tx: ingest.append(tx, EVENTS, NOW))
        week = await storage.read(lambda reader: ways.traffic(reader, "bill", NOW - 7 * ways.DAY))
        moves, choices = {("explain", "clear"): 2}, {("clear", "pay"): 1}
        assert week == Traffic(steps={"explain": 1, "clear": 2}, moves=moves, choices=choices)
        people = await storage.read(lambda reader: ways.people_did(reader, "bill", NOW - 7 * ways.DAY))
        assert people == {"explain": {"solved": 2, "gave_back": 1}}
        month = await storage.read(lambda reader: ways.traffic(reader, "bill", NOW - 30 * ways.DAY))
        assert month.steps["explain"] == 2
        assert await storage.read(lambda reader: ways.begun(reader, NOW - ways.DAY)) == {"bill": 1, "pay": 1}

    asyncio.run(work())
    storage.close()


def test_old_days_are_forgotten(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "log.db", MIGRATIONS, cache_mb=4)
    ingest = Ingest(storage, [ways.Ways()], lambda: NOW)

    async def work() -> None:
        await storage.run(lambda tx: ingest.append(tx, [step(1, "explain", days_ago=500)], NOW))
        await storage.run(lambda tx: ingest.append(tx, [step(2, "explain")], NOW))
        assert (await storage.read(lambda reader: ways.traffic(reader, "bill", 0))).steps == {"explain": 1}

    asyncio.run(work())
    storage.close()
