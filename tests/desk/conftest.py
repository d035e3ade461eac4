"""A desk to try: a real server with a few customers, staff of every role, and a real Chromium."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import MOST_PATIENCE, PATIENT, launched
from tests.server import Server, prepare
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.events.model import Event, Identifier, event_id
from warmline.log import outbox
from warmline.log import repository as log
from warmline.log.model import Decoded, Rejected
from warmline.storage.port import Transaction
from warmline.web.access import Role
from warmline.web.principal import LOCAL, Scopes

PASSWORD = "four words do it well"
NOW = int(time.time() * 1e6)
MINUTE = 60_000_000
PEOPLE = {"admin": Role.ADMINISTRATOR, "lead": Role.LEAD, "ana": Role.AGENT, "kim": Role.ANALYST}
"""Sign-in names (at example.com) that see everybody; `north` is a lead, `scoped` an analyst, of brand isla only."""
BAD = (
    b'{"type": "visit.started", "occurred": "yesterday", "source": "backend", '
    b'"properties": {"visit": "v-1", "place": "cebu"}}'
)


def event(
    type: str, number: int, who: str, properties: dict[str, Any], *more: Identifier, **rest: Any
) -> Event:
    """The event of a customer, `number` minutes after the first."""
    return Event(
        source="backend",
        message_id=f"m-{number}",
        type=type,
        occurred=NOW - 600 * MINUTE + number * MINUTE,
        identifiers=(Identifier("user", who, True), *more),
        properties=properties,
        **rest,
    )


def peso(amount: int) -> dict[str, object]:
    return {"amount": amount, "currency": "PHP"}


def past() -> list[Event]:
    """Maria (brand isla) with two bills and a contact that the second one caused; Somchai (brand isla-go)."""
    maria = {
        "name": "Maria Santos",
        "brand": "isla",
        "value_tier": "gold",
        "language": "fil",
        "address": {"country": "PH"},
    }
    somchai = {"name": "Somchai Prasert", "brand": "isla-go", "language": "th", "address": {"country": "TH"}}
    phone = Identifier("phone", "+639175550101", True)
    bill = event(
        "invoice.issued", 5, "u-maria", {"invoice": "i-2", "total": peso(129000), "due": "2026-12-02"}
    )
    return [
        event("customer.identified", 1, "u-maria", {"traits": maria}, phone),
        event(
            "customer.identified",
            2,
            "u-somchai",
            {"traits": somchai},
            Identifier("email", "somchai@mail.example", True),
        ),
        event("invoice.issued", 3, "u-maria", {"invoice": "i-1", "total": peso(65000)}),
        event(
            "payment.failed",
            4,
            "u-somchai",
            {"payment": "p-1", "amount": peso(79900), "reason": "card expired"},
        ),
        bill,
        event(
            "contact.started",
            6,
            "u-maria",
            {"contact": "c-1", "language": "fil"},
            channel="phone",
            cause=bill.id,
        ),
        event(
            "service.activated", 7, "u-maria", {"service": "s-1", "name": "Unlimited M", "price": peso(97000)}
        ),
    ]


BILL = event_id("backend", "m-5")
"""The bill that made Maria get in touch; what it should have told the books was given up."""


def notice(name: str, who: str, text: str, policy: str = "call-first", **rest: Any) -> Event:
    """What a policy wants staff to know about a customer (about nobody without one)."""
    properties = {"notice": name, "text": text, "policy": policy, "role": rest.pop("role", "agent")}
    identifiers = (Identifier("user", who, True),) if who else ()
    return Event(
        source="decisions",
        message_id=name,
        type="staff.notified",
        occurred=rest.pop("occurred", NOW),
        identifiers=identifiers,
        properties=properties,
        **rest,
    )


WHY = "This bill is far above what they usually pay."


def notified() -> list[Event]:
    """What a policy made of Maria's bill: an agent should call her. And a lead should know of Somchai."""
    done = [{"policy": "call-first", "kind": "notify", "words": "notify agents", "why": WHY}]
    decision = Event(
        source="decisions",
        message_id=f"of {BILL}",
        type="decision.made",
        occurred=NOW,
        identifiers=(Identifier("user", "u-maria", True),),
        properties={"decision": "d-1", "business": "v1", "event": "invoice.issued", "done": done},
        cause=BILL,
    )
    return [
        decision,
        notice("n-1", "u-maria", "The bill of Maria doubled; call before she does.", cause=decision.id),
        notice("n-2", "u-somchai", "Somchai is about to leave.", "about-to-leave", role="lead"),
        notice("n-3", "", "Calls of Cebu will come in: it is down.", "outage"),
    ]


def _given_up(tx: Transaction) -> None:
    bill = log.find(tx, BILL)
    assert bill is not None
    outbox.put(tx, key="k", kind="webhook", target="books", body=b"{}", seq=bill.seq, due=NOW)
    tx.run("UPDATE delivery SET state = 'dead', attempts = 12, error = 'it answered 500'")


async def _fill(server: Server) -> None:
    runtime = Runtime(Settings(data=server.data, business=server.business, cache_mb=16))
    rejected = [Rejected(raw=BAD, reason='"occurred" is "yesterday"', where="line 1", form="event")]
    await runtime.storage.run(runtime.ingest.command("backend", Decoded(events=past(), rejected=rejected)))
    await runtime.storage.run(_given_up)
    await runtime.storage.run(lambda tx: runtime.ingest.append(tx, notified(), NOW))
    for name, role in PEOPLE.items():
        await runtime.staff.add(
            LOCAL, email=f"{name}@example.com", name=name.title(), role=role, password=PASSWORD
        )
    for name, role in (("north", Role.LEAD), ("scoped", Role.ANALYST)):
        scopes = Scopes(brand=("isla",))
        await runtime.staff.add(
            LOCAL, email=f"{name}@example.com", name=name, role=role, scopes=scopes, password=PASSWORD
        )
    await runtime.stop()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the people and the past of this module."""
    server = prepare(tmp_path_factory.mktemp("desk"))
    asyncio.run(_fill(server))
    server.start()
    yield server
    server.stop()


@dataclass
class Visitor:
    """Somebody who is signed in, without a browser: `get` and `post` as a browser without JavaScript would."""

    client: httpx.Client

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def post(self, path: str, form: dict[str, Any]) -> httpx.Response:
        """Send a form from the page at `/me`, which every role has."""
        return self.client.post(path, data={**form, "_csrf_token": self.csrf()})

    def csrf(self) -> str:
        """The token that forms carry."""
        return self.client.get("/me").text.partition('name="csrf-token" content="')[2].partition('"')[0]


@pytest.fixture(scope="module")
def visit(desk: Server) -> Iterator[Callable[[str], Visitor]]:
    """Signs somebody in by their name."""
    open_clients: dict[str, Visitor] = {}

    def sign_in(name: str) -> Visitor:
        if name not in open_clients:
            client = httpx.Client(
                base_url=desk.url, headers={"accept": "text/html"}, timeout=30, trust_env=False
            )
            answer = client.post("/sign-in", data={"email": f"{name}@example.com", "password": PASSWORD})
            assert answer.status_code == 303, answer.text
            open_clients[name] = Visitor(client)
        return open_clients[name]

    yield sign_in
    for one in open_clients.values():
        one.client.close()


@pytest.fixture(scope="module")
def chromium(desk: Server) -> Iterator[Browser]:
    """Chromium without a window. Playwright keeps an event loop running, so the desk must have been filled before."""
    with launched() as browser:
        yield browser


@dataclass
class Windows:
    """Opens windows of people who are signed in, and keeps what the browser complained about."""

    browser: Browser
    url: str
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, name: str = "", path: str = "/", **options: Any) -> Page:
        """A page that `name` looks at; nobody is signed in without one."""
        context = self.browser.new_context(base_url=self.url, **options)
        context.add_init_script(PATIENT)
        context.set_default_timeout(MOST_PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if name:
            page.goto("/sign-in")
            page.get_by_label("Email").fill(f"{name}@example.com")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/*")
        page.goto(path)
        return page


@pytest.fixture
def windows(chromium: Browser, desk: Server) -> Iterator[Windows]:
    """Windows onto the desk of this module; closed afterwards."""
    opened = Windows(chromium, desk.url)
    yield opened
    for context in opened.contexts:
        context.close()
