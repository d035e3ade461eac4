"""`kill -9` at random moments of a load: what was acknowledged is there once, profiles and the outside agree."""

import asyncio
import random
import shutil
import signal
import threading
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from tests.faults.receiver import SECRET, Receiver, receiving
from tests.server import Server, prepare
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.events.model import Event, Identifier, event_id
from warmline.log import outbox, timers
from warmline.log import repository as log
from warmline.log.model import Stored

ROUNDS = 12
SEED = 20_260
WORKERS = 4
TIMERS = 150
TIMERS_OVER = 25
"""Timers, and the seconds over which they are due from the start of the test."""
POLICY = """
policy: asked-again
why: So that something is decided.
on: contact.reason
within: 400d
do: [{remember: asked}, {call: {webhook: called, with: {reason: "{event.reason}"}}}]
"""
TOLD = ("contact.started", "case.opened", "timer.rang")


class Client:
    """Sends batches until it is stopped; what was not acknowledged is sent again, under the same message ids."""

    def __init__(self, number: int) -> None:
        self._random = random.Random(f"{SEED}:{number}")
        self._name = f"w{number}"
        self._count = 0
        self._pending: list[dict[str, Any]] | None = None
        self.acknowledged: list[str] = []
        self.sent: set[str] = set()

    def run(self, url: str, key: str, stop: threading.Event) -> None:
        """Send until the server dies or `stop` is set; then only what is pending is finished."""
        with httpx.Client(base_url=url, auth=(key, ""), timeout=10, trust_env=False) as http:
            while self._pending is not None or not stop.is_set():
                batch = self._pending or [self._message() for _ in range(self._random.randrange(1, 12))]
                self._pending = batch
                self.sent |= {message["messageId"] for message in batch}
                try:
                    answer = http.post("/v1/batch", json={"batch": batch})
                except httpx.TransportError:
                    return
                assert answer.json() == {"success": True}, answer.text
                self.acknowledged += [message["messageId"] for message in batch]
                self._pending = None

    def _message(self) -> dict[str, Any]:
        """An event of one of few customers, some of whom turn out to be the same."""
        draw, self._count = self._random, self._count + 1
        who = draw.randrange(40)
        message = {
            "messageId": f"{self._name}-{self._count}",
            "userId": f"u{who}",
            "timestamp": f"2026-01-{draw.randrange(1, 28):02d}T0{draw.randrange(10)}:00:00Z",
        }
        kind = draw.randrange(6)
        if kind == 0:
            traits = {"first_name": f"Name {self._count}", "email": f"one{who // 2}@mail.example"}
            return message | {"type": "identify", "anonymousId": f"b{draw.randrange(60)}", "traits": traits}
        if kind == 1:
            return message | {"type": "alias", "previousId": f"b{draw.randrange(60)}"}
        event = draw.choice(("contact.started", "contact.reason", "case.opened", "usage.recorded"))
        shapes: dict[str, dict[str, object]] = {
            "contact.started": {"contact": f"c{self._count % 9}"},
            "contact.reason": {"contact": f"c{self._count % 9}", "reason": "bill"},
            "case.opened": {"case": f"k{self._count % 5}", "what": "bill"},
            "usage.recorded": {"megabytes": draw.randrange(900)},
        }
        return message | {"type": "track", "event": event, "properties": shapes[event]}


def test_nothing_acknowledged_is_lost_or_done_twice(tmp_path: Path) -> None:
    draw = random.Random(SEED)
    clients = [Client(number) for number in range(WORKERS)]
    with receiving(SEED) as receiver:
        server = _prepared(tmp_path, receiver)
        began = time.monotonic()
        for _ in range(ROUNDS):
            _one_round(server, clients, until_killed=0.1 + 1.9 * draw.random() ** 1.5)
        time.sleep(max(0.0, TIMERS_OVER - (time.monotonic() - began)))
        server.start()
        stop = threading.Event()
        stop.set()
        for client in clients:
            client.run(server.url, server.keys["backend"], stop)
        _drained(server, 60)
        assert server.stop() == 0, server.log()
        assert receiver.wrong == []
        _check(server, clients, receiver)


def _prepared(folder: Path, receiver: Receiver) -> Server:
    """The sample business with one webhook, and timers that fire during the test."""
    server = prepare(folder)
    server.environment["FAULTS_SECRET"] = SECRET
    business = server.business / "business.yaml"
    listed = f"- 127.0.0.1:8100\n    - 127.0.0.1:{receiver.port}"
    business.write_text(business.read_text().replace("- 127.0.0.1:8100", listed))
    url = f"http://127.0.0.1:{receiver.port}/hook"
    (server.business / "webhooks.yaml").write_text(
        f"webhooks:\n  crm: {{url: {url}, on: [{', '.join(TOLD)}], secret: FAULTS_SECRET}}\n"
        f"  called: {{url: {url}, secret: FAULTS_SECRET}}\n"
    )
    for name in ("policies", "offers", "tables"):
        shutil.rmtree(server.business / name, ignore_errors=True)
    (server.business / "policies").mkdir()
    (server.business / "policies" / "all.yaml").write_text(POLICY)

    async def set_timers() -> None:
        runtime = _runtime(server)
        now = time.time_ns() // 1000
        step = TIMERS_OVER * 1_000_000 // TIMERS
        for number in range(TIMERS):
            event = Event(
                source="timers",
                message_id="",
                type="timer.rang",
                occurred=0,
                identifiers=(Identifier("user", f"u{number % 40}", True),),
                properties={"number": number},
            )
            due = now + number * step
            await runtime.storage.run(partial(timers.set_timer, key=f"t{number}", due=due, event=event))
        await runtime.stop()

    asyncio.run(set_timers())
    return server


def _runtime(server: Server) -> Runtime:
    return Runtime(Settings(data=server.data, business=server.business, cache_mb=16))


def _one_round(server: Server, clients: list[Client], until_killed: float) -> None:
    server.start()
    stop = threading.Event()
    threads = [
        threading.Thread(target=client.run, args=(server.url, server.keys["backend"], stop))
        for client in clients
    ]
    for thread in threads:
        thread.start()
    time.sleep(until_killed)
    server.stop(signal.SIGKILL)
    stop.set()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


def _drained(server: Server, seconds: float) -> None:
    """Wait until every timer has fired and every delivery was made."""
    until = time.monotonic() + seconds
    with server.staff() as http:
        figures: dict[str, float] = {}
        while time.monotonic() < until:
            lines = [
                line.split() for line in http.get("/metrics").text.splitlines() if not line.startswith("#")
            ]
            figures = {line[0]: float(line[1]) for line in lines if len(line) == 2}
            if not figures["warmline_timers"] and not figures["warmline_deliveries_waiting"]:
                return
            time.sleep(0.2)
    raise AssertionError(f"still waiting after {seconds} s: {figures}\n{server.log()}")


def _check(server: Server, clients: list[Client], receiver: Receiver) -> None:
    async def look() -> tuple[list[Stored], list[Any], int]:
        runtime = _runtime(server)
        stored = await runtime.storage.read(lambda reader: log.after(reader, 0, 1_000_000))
        differences = await runtime.customers.rebuild(replace=False)
        dead = await runtime.storage.read(lambda reader: outbox.count(reader, "dead"))
        await runtime.stop()
        return stored, differences, dead

    stored, differences, dead = asyncio.run(look())
    times = Counter(one.event.message_id for one in stored if one.event.source == "backend")
    acknowledged = {id for client in clients for id in client.acknowledged}
    assert len(acknowledged) > 100, "the load was no load"
    assert acknowledged - set(times) == set(), "acknowledged events are lost"
    assert set(times) == acknowledged, "events are there that nobody sent, or that nobody was told of"
    assert max(times.values()) == 1
    assert [one.seq for one in stored] == list(range(1, len(stored) + 1))
    assert differences == []
    assert dead == 0
    rang = Counter(one.event.properties["number"] for one in stored if one.event.type == "timer.rang")
    assert rang == dict.fromkeys(range(TIMERS), 1)
    told = {
        f"crm:{event_id(one.event.source, one.event.message_id)}" for one in stored if one.event.type in TOLD
    }
    reasons = Counter(one.id for one in stored if one.event.type == "contact.reason")
    decisions = {one.id: one.event.cause for one in stored if one.event.type == "decision.made"}
    assert Counter(decisions.values()) == reasons, "each is decided once"
    remembered = Counter(one.event.cause for one in stored if one.event.type == "situation.remembered")
    assert remembered == dict.fromkeys(decisions, 1)
    called = {f"{decision}:asked-again:1" for decision in decisions}
    assert receiver.taken == told | called
