"""Simulated customers act as time passes, at the speed asked for."""

import asyncio
from itertools import pairwise

from warmline.events.catalogue import problem
from warmline.events.model import Event
from warmline.simulate.live import Wish, live
from warmline.simulate.phrases import REASONS


class Time:
    """A clock that sleeping moves on."""

    def __init__(self) -> None:
        self.now = 1_762_916_400.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def _first(count: int, seed: int, speed: float, time: Time) -> list[Event | Wish]:
    events: list[Event | Wish] = []
    async for event in live(seed, 2_000, speed, now=time, sleep=time.sleep):
        events.append(event)
        if len(events) == count:
            break
    return events


def test_live_traffic_is_valid_ordered_and_repeatable() -> None:
    happened = asyncio.run(_first(3_000, 1, 1.0, Time()))
    events = [one for one in happened if isinstance(one, Event)]
    assert {problem(event.type, event.properties) for event in events} == {""}
    assert all(earlier.occurred <= later.occurred for earlier, later in pairwise(events))
    assert len({event.id for event in events}) == len(events)
    types = {event.type for event in events}
    assert {"page.viewed", "outage.started"} <= types
    assert not any(type.startswith("contact.") for type in types)  # those come of it when somebody talks
    by_id = {event.id: event for event in events}
    back = [event for event in events if event.type == "roaming.ended"]
    assert back
    assert {by_id[event.cause].type for event in back} == {"roaming.started"}
    assert happened == asyncio.run(_first(3_000, 1, 1.0, Time()))


def test_customers_want_to_get_in_contact_for_every_reason() -> None:
    happened = asyncio.run(_first(3_000, 1, 1.0, Time()))
    wishes = [one for one in happened if isinstance(one, Wish)]
    assert {wish.reason for wish in wishes} == set(REASONS)
    assert len({wish.who.index for wish in wishes}) > 100


def test_forty_at_once_and_ten_times_as_fast() -> None:
    slow, fast = Time(), Time()
    asyncio.run(_first(1_000, 1, 1.0, slow))
    asyncio.run(_first(1_000, 1, 10.0, fast))
    passed = slow.now - Time().now
    assert abs(passed - 10 * (fast.now - Time().now)) < 1
    assert 0.1 < 1_000 / passed < 5, passed
