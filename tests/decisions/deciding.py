"""A small operator whose policies are tried: its folder as texts, a log, a clock that stands until it is moved."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from warmline.app.executors import CarryOut
from warmline.app.migrations import MIGRATIONS
from warmline.app.sections import SECTIONS
from warmline.business.load import load_files
from warmline.customers.erasure import Ledger
from warmline.customers.projection import Projection
from warmline.customers.service import Customers
from warmline.decisions.answers import Decision
from warmline.decisions.asking import Asked
from warmline.decisions.health import Health
from warmline.decisions.overview import Overview
from warmline.decisions.service import Decisions
from warmline.decisions.stage import Decider
from warmline.decisions.tally import Tally
from warmline.decisions.trying import Trying
from warmline.events.model import Event, Identifier
from warmline.log import outbox, timers
from warmline.log import repository as log
from warmline.log.ingest import Ingest
from warmline.log.model import Decoded, Delivery, ImportJob, Stored
from warmline.storage.sqlite import SqliteStorage
from warmline.web.principal import LOCAL

DAY = 86_400 * 1_000_000
HOUR = DAY // 24
NOW = 1_780_000_000 * 1_000_000
"""2026-05-28, about half past four in the morning in Manila."""

BUSINESS = """
name: Test
region: PH
timezone: Asia/Manila
currency: PHP
languages: [en]
hosts: {allow: ["127.0.0.1:9"]}
"""
IDENTIFIERS = """
identifiers:
  account: {priority: 1, cap: 5}
  email: {priority: 2, format: email}
  anonymous: {priority: 9, weak: true}
"""
PROFILE = """
fields:
  name: {default: "", last: {customer.identified: traits.name}}
  value_tier: {label: Value, default: new, last: {customer.identified: traits.value_tier}}
  churn_risk: {default: "", last: {customer.identified: traits.churn_risk}}
  average_invoice: {type: money, label: Average of six invoices, default: null, mean: {invoice.issued: total}, keep: 6}
  open_invoices: {label: Open invoices, items: {set: {invoice.issued: invoice}, close: {payment.received: invoice}}}
  open_cases: {label: Open cases, items: {set: {case.opened: case}, close: {case.solved: case}}, with: [what, summary]}
  consents: {label: Consents, items: {set: {consent.given: purpose}, close: {consent.withdrawn: purpose}}}
  last_rating: {type: integer, default: null, last: {contact.rated: score}}
"""
WEBHOOKS = """
webhooks:
  messages: {url: "http://127.0.0.1:9/hooks", secret: MESSAGES_SECRET}
"""
FILES = {
    "business.yaml": BUSINESS,
    "identifiers.yaml": IDENTIFIERS,
    "profile.yaml": PROFILE,
    "webhooks.yaml": WEBHOOKS,
}


class Operator:
    """One storage with all that decides, wired as the application does it."""

    def __init__(self, folder: Path, files: Mapping[str, str]) -> None:
        self.now = NOW
        self.files = {path: text.encode() for path, text in {**FILES, **files}.items()}
        self.business = load_files(self.files, SECTIONS)
        self.storage = SqliteStorage(folder / "warmline.db", MIGRATIONS, cache_mb=8, readers=1)
        ids = count()
        carry_out = CarryOut(lambda: self.ingest, self.clock, lambda: None)
        self.tally, self.health = Tally(self.storage), Health(self.storage)
        self.projection = Projection(self.business, watch=Decider(carry_out, self.tally, self.health))
        self.ingest = Ingest(self.storage, [self.projection], self.clock)
        self.timers = timers.Timers(self.storage, self.ingest, self.clock)
        self.customers = Customers(
            self.storage,
            self.projection,
            self.ingest,
            Ledger(folder / "erasures.ndjson"),
            lambda command: None,
            self.clock,
            lambda: f"d{next(ids)}",
        )
        wired = (self.storage, self.customers, carry_out, self.tally, self.health)
        self.decisions = Decisions(*wired, self.clock, lambda: f"ask{next(ids)}")
        self.trying = Trying(
            self.storage, self.customers, self.health, lambda: self.files, SECTIONS, self.clock
        )
        self.overview = Overview(
            self.storage,
            carry_out,
            self.tally,
            self.health,
            lambda: self.business,
            self.clock,
            lambda: f"o{next(ids)}",
        )
        self._ids = count()

    def clock(self) -> int:
        """The moment it is, in microseconds."""
        return self.now

    def use(self, files: Mapping[str, str]) -> None:
        """Go on by other files."""
        self.files = {path: text.encode() for path, text in {**FILES, **files}.items()}
        self.business = load_files(self.files, SECTIONS)
        self.projection.use(self.business)

    def event(
        self, type: str, who: str = "account:1", *, ago: int = 0, id: str = "", **properties: Any
    ) -> Event:
        """An event about somebody, `ago` microseconds before now."""
        kind, _, value = who.partition(":")
        return Event(
            source="test",
            message_id=id or f"m{next(self._ids)}",
            type=type,
            occurred=self.now - ago,
            identifiers=(Identifier(kind, value, kind != "anonymous"),) if who else (),
            properties=properties,
        )

    def happens(self, type: str, who: str = "account:1", **more: Any) -> Event:
        """An event that comes in now."""
        event = self.event(type, who, **more)
        self.take(event)
        return event

    def take(self, *events: Event, imported: bool = False) -> None:
        """Take events in as one group."""
        job = ImportJob(name="past") if imported else None
        command = self.ingest.command("test", Decoded(events=list(events)), job=job)
        receipt = self.storage.submit(command).result()
        assert not receipt.rejected, receipt.problems

    def passes(self, length: int) -> None:
        """Time passes, and timers that are due go off."""
        self.now += length
        asyncio.run(self.timers.fire_due())

    def asks(self, situation: str = "", who: str = "account:1", **more: Any) -> Decision:
        """What a customer is answered."""
        asked = Asked(situation=situation, **more)
        return asyncio.run(self.decisions.decide(LOCAL, who, asked)).decision

    def outcome(self, decision: Decision, offer: str, what: Any) -> None:
        """What they make of an offer."""
        asyncio.run(self.decisions.outcome(LOCAL, decision.id, offer, what))

    def log(self, type: str = "") -> list[Stored]:
        """The whole log, or its events of a type, oldest first."""
        found = self.storage.read_now(lambda reader: log.after(reader, 0, 10_000))
        return [one for one in found if not type or one.event.type == type]

    def said(self, type: str) -> list[dict[str, Any]]:
        """The properties of all events of a type."""
        return [dict(one.event.properties) for one in self.log(type)]

    def decided(self) -> dict[str, Any]:
        """The latest decision on record."""
        return self.said("decision.made")[-1]

    def deliveries(self) -> list[tuple[Delivery, dict[str, Any]]]:
        """What waits to be told to the outside, and its body."""
        waiting = self.storage.read_now(lambda reader: outbox.page(reader, "waiting"))
        return [(one, msgspec.json.decode(one.body)) for one in waiting]

    def situations(self, who: str = "account:1") -> list[str]:
        """What is kept in mind about a customer now."""
        values = asyncio.run(self.customers.values(LOCAL, who))
        return [one["id"] for one in values["situations"]]


@contextmanager
def operator(folder: Path, **files: str) -> Iterator[Operator]:
    """An operator that is closed afterwards; its files are named `policies`, `offers` or by their path."""
    named = {
        "policies": "policies/all.yaml",
        "offers": "offers/all.yaml",
        "contact_policy": "contact-policy.yaml",
    }
    made = Operator(
        folder / f"{time.monotonic_ns()}", {named.get(name, name): text for name, text in files.items()}
    )
    try:
        yield made
    finally:
        made.storage.close()


def money(pesos: float) -> dict[str, Any]:
    """An amount as events carry it."""
    return {"amount": round(pesos * 100), "currency": "PHP"}
