"""`warmline bench chat`: thousands of live sessions in one process, talked to at a constant rate through the chat."""

import asyncio
import json
import os
import random
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import uvloop

from bench import wire
from bench.business import with_policies
from bench.load import OPEN_CONNECTIONS
from bench.machine import machine
from bench.mixture import name_of
from bench.prepare import Database, fresh_copy, prepare
from bench.progress import say
from bench.server import RealServer, running
from warmline.channels.chat.visitors import identifier_hash

RATE = 300
"""Turns a second."""
BEGUN = 200
"""Contacts begun a second, before anything is measured."""
POLICIES = 100
"""Policies that answer what a menu is ranked by; as many judge what happens in a contact."""
SECRET, VARIABLE = "what the site signs visitors with", "WARMLINE_BENCH_VISITORS"
WEBSITE = "bench"
FILES = {
    "channels.yaml": f"websites: {{{WEBSITE}: {{title: Bench, visitors: {VARIABLE}}}}}\n",
    "service.yaml": "start: main\nqueues: {general: {title: Customer service, hours: always}}\n",
    "flows/main.yaml": """\
flow: main
title: Welcome
steps:
  hello:
    identify: {by: [channel]}
    then: greet
    else: welcome
  greet: {say: "Hello {customer.first_name}, this is Isla Mobile.", then: topics}
  welcome: {say: "Hello, this is Isla Mobile.", then: topics}
  topics:
    menu:
      say: How can I help?
      ranked: true
      options:
        - {name: bill, say: Your bill, flow: bill, likely: [offer-1]}
        - {name: plan, say: Your plan, flow: plan, likely: [offer-2]}
        - {name: network, say: The network, then: network}
        - {name: other, say: Something else, then: more}
        - {name: done, say: That is all, then: bye}
    then: topics
  network:
    branch:
      - {when: "size(customer.outages) > 0", then: outage}
      - {then: fine}
  outage: {say: "The network is down in your area. We are working on it.", then: topics}
  fine: {say: "We know of no outage in your area.", then: topics}
  more: {say: "I can help with bills, plans and the network.", then: topics}
  bye: {say: "Goodbye.", then: end}
""",
    "flows/bill.yaml": """\
flow: bill
title: Bills
wants: bill
steps:
  until:
    ask: {what: day, as: digits, length: 2, say: "Which day of the month suits you? Two digits, please."}
    then: done
  done: {say: "From now on your bill comes on day {day}.", then: end}
""",
    "flows/plan.yaml": """\
flow: plan
title: Plans
wants: plan
steps:
  which:
    menu:
      say: Which plan would you like to hear about?
      options:
        - {name: small, say: Small, then: small}
        - {name: large, say: Large, then: large}
  small: {say: "Small: 5 GB for 299 pesos a month.", then: end}
  large: {say: "Large: 50 GB for 999 pesos a month.", then: end}
""",
}
CHOICES: tuple[dict[str, str], ...] = (
    {"kind": "chose", "option": "bill"},
    {"kind": "said", "text": "15"},
    {"kind": "chose", "option": "network"},
    {"kind": "chose", "option": "plan"},
    {"kind": "chose", "option": "large"},
    {"kind": "said", "text": "what else is there?"},
    {"kind": "asked", "what": "repeat"},
)
"""What each customer does, over and over, from a place of their own in it."""


class _Contact(msgspec.Struct):
    name: str
    owner: str


class _Turn(msgspec.Struct):
    number: int
    by: str


class _Now(msgspec.Struct):
    """What of an answer is looked at."""

    contact: _Contact
    turns: list[_Turn]
    token: str = ""


class Talked:
    """What the turns took, in milliseconds, and what went wrong."""

    def __init__(self) -> None:
        self.took: list[float] = []
        self.failed = 0
        self.cpu_seconds = 0.0
        self.unanswered = 0

    def heard(self, number: int, status: int, body: bytes, took: float) -> None:
        """One answer."""
        if status != 200:
            self.failed += 1
            return
        now = msgspec.json.decode(body, type=_Now)
        self.unanswered += not any(turn.by == "flow" for turn in now.turns) or now.contact.owner != "flow"
        self.took.append(1e3 * took)

    def taking(self, share: float) -> float:
        """What `share` percent did not exceed."""
        ordered = sorted(self.took)
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))], 2) if ordered else 0.0


def chat(folder: Path, customers: int, preload: int, seconds: float, sessions: int) -> dict[str, Any]:
    """Measure; the JSON object that the command prints. Raises PrepareError, ServerError."""
    database = prepare(folder, customers, preload)
    before = machine()
    os.environ[VARIABLE] = SECRET  # the server that is started inherits it
    with fresh_copy(database, folder, say) as data:
        business = with_policies(data.parent / "business", acting=POLICIES, answering=POLICIES)
        for path, text in FILES.items():
            file = business / path
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        with running(data, business) as server:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                talked, took = runner.run(_measure(server, database, seconds, sessions))
            rss = server.max_rss_mb
            server.stop()
        largest, alive = _sessions(data / "warmline.db")
    return {
        "sessions": alive,
        "turns_per_s": round(len(talked.took) / took, 1),
        "turn_p50_ms": talked.taking(50),
        "turn_p99_ms": talked.taking(99),
        "session_bytes": largest,
        "turn_cpu_ms": round(1e3 * talked.cpu_seconds / max(1, len(talked.took)), 2),
        "failed": talked.failed,
        "unanswered": talked.unanswered,
        "max_rss_mb": round(rss, 1),
        "customers": database.prepared.customers,
        "machine": before,
    }


async def _measure(
    server: RealServer, database: Database, seconds: float, sessions: int
) -> tuple[Talked, float]:
    """Begin all sessions, then talk in all of them."""
    say(f"beginning {sessions:,} contacts, {BEGUN} a second")
    begun: list[_Now] = []

    def is_there(number: int, status: int, body: bytes, took: float) -> None:
        if status == 201:
            begun.append(msgspec.json.decode(body, type=_Now))

    connections = await wire.connect(server.port, OPEN_CONNECTIONS)
    beginnings = [_beginning(number % database.prepared.customers) for number in range(sessions)]
    await wire.open_loop(connections, beginnings, BEGUN, is_there)
    say(f"{len(begun):,} have begun; {RATE} turns a second for {seconds:.0f} s")
    talked = Talked()
    inputs = _inputs(begun, round(RATE * seconds))
    before = server.cpu_seconds()
    took = await wire.open_loop(connections, inputs, RATE, talked.heard)
    talked.cpu_seconds = server.cpu_seconds() - before
    for connection in connections:
        connection.close()
    return talked, took


def _beginning(customer: int) -> Callable[[], bytes]:
    user = name_of("web", customer)
    at = int(time.time())
    visitor = {"id": user, "identifier_hash": identifier_hash(user, SECRET, at), "signed_at": at}
    body = json.dumps({"website": WEBSITE, "visitor": visitor}).encode()
    return lambda: wire.request("/chat/contacts", "", body)


def _inputs(begun: list[_Now], count: int) -> list[Callable[[], bytes]]:
    """What is put in: the sessions in an order drawn anew each time round, each going on where it is."""
    chance = random.Random(1)
    order = list(range(len(begun)))
    made: list[Callable[[], bytes]] = []
    while len(made) < count and order:
        round_ = len(made) // len(order)
        chance.shuffle(order)
        for place in order[: count - len(made)]:
            given = {**CHOICES[round_ % len(CHOICES)], "key": f"k{round_}"}
            made.append(_input(begun[place], json.dumps({**given, "after": 2 + 2 * round_}).encode()))
    return made


def _input(now: _Now, body: bytes) -> Callable[[], bytes]:
    path, token = f"/chat/contacts/{now.contact.name}/inputs", f"Bearer {now.token}"
    return lambda: wire.request(path, token, body)


def _sessions(database: Path) -> tuple[int, int]:
    """The bytes of the largest stored session, and how many contacts are going on."""
    until = time.monotonic() + 10
    while True:
        try:
            with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
                row = connection.execute(
                    "SELECT max(length(session)), count(*) FROM contact WHERE state = 'open'"
                ).fetchone()
            return int(row[0] or 0), int(row[1])
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
