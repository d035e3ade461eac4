"""`warmline bench desk`: a thousand live contacts that are talked in, and the desks of many people who watch them."""

import asyncio
import json
import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import uvloop

from bench import wire
from bench.business import with_policies
from bench.chat import BEGUN, POLICIES, SECRET, VARIABLE, WEBSITE
from bench.hints import drafts
from bench.load import OPEN_CONNECTIONS
from bench.machine import machine
from bench.mixture import name_of
from bench.prepare import Database, fresh_copy, prepare
from bench.progress import say
from bench.screens import marked, opened, sign_in
from bench.server import RealServer, running
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.channels.chat.visitors import identifier_hash
from warmline.web.access import Role
from warmline.web.principal import LOCAL

RATE = 300
"""Turns a second, over all contacts."""
DESKS = 50
WATCHING, WATCHED = 10, 24
"""Desks that watch chosen contacts side by side, and how many each; the others look at the wall."""
SETTLED = 3.0
"""Seconds in which screens are drawn for the first time, before anybody talks."""
PAINTS = 12
PASSWORD = "four words do it well"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
FILES = {
    "channels.yaml": f"websites: {{{WEBSITE}: {{title: Bench, visitors: {VARIABLE}}}}}\n",
    "service.yaml": "start: main\nqueues: {general: {title: Customer service, hours: always}}\n",
    "flows/main.yaml": """\
flow: main
title: Welcome
wants: help
steps:
  hello:
    identify: {by: [channel]}
    then: greet
    else: welcome
  greet: {say: "Hello {customer.first_name}, this is Isla Mobile.", then: more}
  welcome: {say: "Hello, this is Isla Mobile.", then: more}
  more:
    ask: {what: words, as: text, say: "Please tell me more."}
    then: thanks
  thanks: {say: "Thank you.", then: more}
""",
}


class _Contact(msgspec.Struct):
    name: str


class _Begun(msgspec.Struct):
    contact: _Contact
    token: str


class _Result(msgspec.Struct):
    """What was measured: milliseconds from when a turn was due until it was on each screen that shows its contact."""

    took: list[float]
    turns: int
    seconds: float
    failed: int
    cpu_seconds: float
    pushed_bytes: int
    paints: list[float]
    hints: list[float]


def desk(
    folder: Path, customers: int, preload: int, seconds: float, contacts: int, desks: int
) -> dict[str, Any]:
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
        asyncio.run(_people(data, business, desks))
        with running(data, business) as server:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                found = runner.run(_measure(server, database, seconds, contacts, desks))
            rss = server.max_rss_mb
            server.stop()
    ordered = sorted(found.took)
    paints, hints = sorted(found.paints), sorted(found.hints)
    return {
        "live_contacts": contacts,
        "desks": desks,
        "turns_per_s": round(found.turns / found.seconds, 1),
        "screen_p50_ms": _share(ordered, 50),
        "screen_p99_ms": _share(ordered, 99),
        "first_paint_p90_ms": _share(paints, 90) if paints else None,
        "hint_p50_ms": _share(hints, 50),
        "hint_p99_ms": _share(hints, 99),
        "turns_on_screens": len(ordered),
        "failed": found.failed,
        "turn_cpu_ms": round(1e3 * found.cpu_seconds / max(1, found.turns), 2),
        "pushed_kb_per_s": round(found.pushed_bytes / 1e3 / found.seconds, 1),
        "max_rss_mb": round(rss, 1),
        "customers": database.prepared.customers,
        "machine": before,
    }


async def _people(data: Path, business: Path, desks: int) -> None:
    runtime = Runtime(Settings(data=data, business=business))
    for number in range(desks):
        await runtime.staff.add(
            LOCAL, email=_email(number), name=f"Agent {number}", role=Role.AGENT, password=PASSWORD
        )
    await runtime.stop()


def _email(number: int) -> str:
    return f"agent-{number}@example.com"


async def _measure(
    server: RealServer, database: Database, seconds: float, contacts: int, desks: int
) -> _Result:
    """Begin all contacts, open all screens, then talk."""
    url = f"http://127.0.0.1:{server.port}"
    say(f"beginning {contacts:,} contacts, {BEGUN} a second")
    begun: list[_Begun] = []

    def is_there(number: int, status: int, body: bytes, took: float) -> None:
        if status == 201:
            begun.append(msgspec.json.decode(body, type=_Begun))

    connections = await wire.connect(server.port, OPEN_CONNECTIONS)
    beginnings = [_beginning(number % database.prepared.customers) for number in range(contacts)]
    await wire.open_loop(connections, beginnings, BEGUN, is_there)
    for connection in connections:
        connection.close()
    say(f"{len(begun):,} have begun; {desks} people open their desks")
    cookies = [await sign_in(url, _email(number), PASSWORD) for number in range(desks)]
    paints = await asyncio.to_thread(_paints, url, cookies[0])
    screens, following = await opened(url, cookies, _paths(begun, desks))
    await asyncio.sleep(SETTLED)
    connections = await wire.connect(server.port, OPEN_CONNECTIONS)  # the others have been idle for too long
    say(f"{RATE} turns a second for {seconds:.0f} s")
    failed = 0

    def answered(number: int, status: int, body: bytes, took: float) -> None:
        nonlocal failed
        failed += status != 200

    inputs = _inputs(begun, round(RATE * seconds))
    before, pushed = server.cpu_seconds(), sum(one.bytes for one in screens)
    start = time.perf_counter() + 0.05  # as `open_loop` counts
    hints: list[float] = []
    names = [one.contact.name for one in begun]
    judging = asyncio.create_task(drafts(server.port, cookies, names, seconds, hints))
    took = await wire.open_loop(connections, inputs, RATE, answered)
    await judging
    await asyncio.sleep(1.0)
    cpu, sent = server.cpu_seconds() - before, sum(one.bytes for one in screens) - pushed
    for screen in screens:
        await screen.close()
    await asyncio.gather(*following, return_exceptions=True)
    for connection in connections:
        connection.close()
    on_screens = [1e3 * (at - start - number / RATE) for one in screens for number, at in one.seen.items()]
    return _Result(
        took=on_screens,
        turns=len(inputs) - failed,
        seconds=took,
        failed=failed,
        cpu_seconds=cpu,
        pushed_bytes=sent,
        paints=paints,
        hints=[1e3 * one for one in hints],
    )


def _beginning(customer: int) -> Callable[[], bytes]:
    user = name_of("web", customer)
    visitor = {"id": user, "identifier_hash": identifier_hash(user, SECRET)}
    body = json.dumps({"website": WEBSITE, "visitor": visitor}).encode()
    return lambda: wire.request("/chat/contacts", "", body)


def _inputs(begun: list[_Begun], count: int) -> list[Callable[[], bytes]]:
    """What customers say, each time in another contact, in an order drawn anew each time round."""
    chance = random.Random(1)
    order = list(range(len(begun)))
    made: list[Callable[[], bytes]] = []
    while len(made) < count and order:
        chance.shuffle(order)
        for place in order[: count - len(made)]:
            said = {"kind": "said", "text": marked(len(made), chance), "key": f"k{len(made)}"}
            made.append(_input(begun[place], json.dumps(said).encode()))
    return made


def _input(begun: _Begun, body: bytes) -> Callable[[], bytes]:
    path, token = f"/chat/contacts/{begun.contact.name}/inputs", f"Bearer {begun.token}"
    return lambda: wire.request(path, token, body)


def _paths(begun: list[_Begun], desks: int) -> list[str]:
    """What each desk looks at: most at the wall, some at contacts that they chose."""
    chance = random.Random(2)
    watching = min(WATCHING, desks // 2)
    chosen = [chance.sample(begun, min(WATCHED, len(begun))) for _ in range(watching)]
    watches = ["/contacts/watch/live?" + "&".join(f"c={one.contact.name}" for one in some) for some in chosen]
    return [*watches, *["/contacts/live"] * (desks - watching)]


def _paints(url: str, cookie: str) -> list[float]:
    """Milliseconds until the wall was first painted in a browser; none where Chromium is not installed."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        say("Chromium is not installed: the first paint is not measured")
        return []
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        context = browser.new_context(base_url=url, extra_http_headers={"cookie": cookie})
        found = []
        for number in range(PAINTS + 2):
            page = context.new_page()
            page.goto("/contacts")
            page.wait_for_function(FIRST_PAINT)
            if number >= 2:  # the browser itself has to start
                found.append(float(page.evaluate(FIRST_PAINT)))
            page.close()
        browser.close()
    return found


def _share(ordered: list[float], share: float) -> float:
    """What `share` percent did not exceed."""
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))], 2) if ordered else 0.0
