"""Simulated customers act as time passes, at the speed asked for."""

import asyncio
from itertools import pairwise

from warmline.events.catalogue import problem
from warmline.events.model import Event
from warmline.simulate.live import live


class Time:
    """A clock that sleeping moves on."""

    def __init__(self) -> None:
        self.now = 1_762_916_400.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def _first(count: int, seed: int, speed: float, time: Time) -> list[Event]:
    events = []
    async for event in live(seed, 2_000, speed, now=time, sleep=time.sleep):
        events.append(event)
        if len(events) == count:
            break
    return events


def test_live_traffic_is_valid_ordered_and_repeatable() -> None:
    events = asyncio.run(_first(3_000, 1, 1.0, Time()))
    assert {problem(event.type, event.properties) for event in events} == {""}
    assert all(earlier.occurred <= later.occurred for earlier, later in pairwise(events))
    assert len({event.id for event in events}) == len(events)
    assert {"contact.started", "contact.ended", "page.viewed", "outage.started"} <= {
        event.type for event in events
    }
    by_id = {event.id: event for event in events}
    back = [event for event in events if event.type == "roaming.ended"]
    assert back
    assert {by_id[event.cause].type for event in back} == {"roaming.started"}
    asked = {by_id[event.cause].type for event in events if event.type == "contact.started" and event.cause}
    assert "roaming.started" in asked
    assert {"phone", "chat", "web"} <= {event.channel for event in events}
    assert events == asyncio.run(_first(3_000, 1, 1.0, Time()))


def test_forty_at_once_and_ten_times_as_fast() -> None:
    slow, fast = Time(), Time()
    asyncio.run(_first(1_000, 1, 1.0, slow))
    asyncio.run(_first(1_000, 1, 10.0, fast))
    passed = slow.now - Time().now
    assert abs(passed - 10 * (fast.now - Time().now)) < 1
    assert 2 < 1_000 / passed < 20
