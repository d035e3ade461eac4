"""The sender gets every event to the receiver, whatever the network does, and gives up with a clear word."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import msgspec
import pytest

from warmline.events.model import Event, Identifier, event_id
from warmline.simulate.send import MOST, Sender, SendError


def event(number: int, cause: str = "") -> Event:
    return Event(
        source="network",
        message_id=f"m-{number}",
        type="service.disturbed",
        occurred=1_762_916_400_123_456 + number,
        channel="phone",
        identifiers=(Identifier("phone", "+639175550101"), Identifier("phone", "+639175550102")),
        properties={"outage": "o-1"},
        cause=cause,
    )


class Receiver:
    """Answers by plan: a status for each request, 200 when the plan is at its end."""

    def __init__(self, *plan: int) -> None:
        self.plan = list(plan)
        self.batches: list[list[dict[str, object]]] = []
        self.waits: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        status = self.plan.pop(0) if self.plan else 200
        if status == 0:
            raise httpx.ConnectError("refused")
        if status != 200:
            return httpx.Response(status, text="no", headers={"retry-after": "3"})
        assert request.headers["authorization"] == "Bearer key"
        batch = msgspec.json.decode(request.content)
        self.batches.append(batch)
        return httpx.Response(200, json={"accepted": len(batch), "duplicates": 0, "rejected": 0})

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)

    def sender(self, source: str = "") -> Sender:
        transport = httpx.MockTransport(self)
        return Sender("http://there", "key", source, sleep=self.sleep, transport=transport)


def send(receiver: Receiver, *events: Event, source: str = "") -> int:
    async def run() -> int:
        async with receiver.sender(source) as sender:
            await sender.send(events)
            return sender.taken

    return asyncio.run(run())


def test_an_event_is_a_cloud_event() -> None:
    receiver = Receiver()
    assert send(receiver, event(1)) == 1
    assert receiver.batches == [
        [
            {
                "specversion": "1.0",
                "id": "m-1",
                "source": "/simulation/network",
                "type": "service.disturbed",
                "time": "2025-11-12T03:00:00.123457Z",
                "data": {"outage": "o-1", "identifiers": {"phone": ["+639175550101", "+639175550102"]}},
                "channel": "phone",
            }
        ]
    ]


def test_it_tries_again_and_waits_as_it_is_told() -> None:
    receiver = Receiver(0, 503, 429)
    assert send(receiver, *map(event, range(MOST + 1))) == MOST + 1
    assert [len(batch) for batch in receiver.batches] == [MOST, 1]
    assert receiver.waits == [0.5, 3, 3]


@pytest.mark.parametrize(("plan", "word"), [([401], "write key"), ([400], "refused"), ([0] * 99, "running")])
def test_it_gives_up_with_a_reason(plan: list[int], word: str) -> None:
    with pytest.raises(SendError, match=word):
        send(Receiver(*plan), event(1))


def test_causes_are_those_of_the_receiver() -> None:
    receiver = Receiver()
    send(receiver, event(1), event(2, event(1).id), event(3, "unknown"), source="demo")
    causes = [one.get("cause") for one in receiver.batches[0]]
    assert causes == [None, event_id("demo", "/simulation/network m-1"), None]
    send(receiver, event(1), event(2, event(1).id))
    assert "cause" not in receiver.batches[1][1]


def test_a_stream_goes_in_batches_and_its_failure_is_not_swallowed() -> None:
    async def stream(fails: bool) -> AsyncIterator[Event]:
        for number in range(1_200):
            yield event(number)
        if fails:
            raise ValueError("no more")

    async def run(receiver: Receiver, fails: bool) -> None:
        async with receiver.sender() as sender:
            await sender.send_all(stream(fails))

    receiver = Receiver()
    asyncio.run(run(receiver, fails=False))
    assert [one["id"] for batch in receiver.batches for one in batch] == [f"m-{n}" for n in range(1_200)]
    with pytest.raises(ValueError, match="no more"):
        asyncio.run(run(Receiver(), fails=True))
