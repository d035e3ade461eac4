"""A small business and a storage to try customers on."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from warmline.business.model import Business, Field, IdentifierType, Items
from warmline.customers import profile
from warmline.customers import schema as customers_schema
from warmline.customers.erasure import Ledger
from warmline.customers.projection import Projection
from warmline.customers.service import Customers
from warmline.events.model import Event, Identifier
from warmline.log import schema as log_schema
from warmline.log.ingest import FOR_STAFF, Ingest
from warmline.log.keys import Keys
from warmline.log.model import Decoded, Receipt
from warmline.staff import schema as staff_schema
from warmline.storage.migrations import Migrations
from warmline.storage.sqlite import SqliteStorage

DAY = 86_400 * 1_000_000
NOW = 1_780_000_000 * 1_000_000
MIGRATIONS = {
    "log": log_schema.MIGRATIONS,
    "staff": staff_schema.MIGRATIONS,
    "customers": customers_schema.MIGRATIONS,
}

BUSINESS = Business(
    version="one",
    name="Test",
    region="PH",
    timezone="Asia/Manila",
    currency="PHP",
    languages=("en",),
    identifiers={
        "account": IdentifierType(priority=1, cap=2),
        "user": IdentifierType(priority=2, cap=1),
        "email": IdentifierType(priority=4, format="email", blocked=("unknown@*",)),
        "phone": IdentifierType(priority=5, format="phone", shared=True, cap=3, blocked=("+0000*",)),
        "anonymous": IdentifierType(priority=9, weak=True, cap=5),
    },
    fields={
        "first_name": Field(last={"customer.identified": "traits.first_name | traits.firstName"}),
        "last_text": Field(last={"note": "text"}),
        "since": Field(type="time", first={"note": "occurred", "customer.identified": "occurred"}),
        "notes_7d": Field(type="integer", count=("note",), window="7d"),
        "notes": Field(type="integer", count=("note",)),
        "spent": Field(type="money", sum={"note": "amount"}, window="30d"),
        "weight": Field(type="number", mean={"note": "weight"}, keep=3),
        "recent": Field(type="list", recent=("note",), with_=("text",), keep=4),
        "things": Field(
            type="list",
            items=Items(set={"note": "thing"}, close={"thing.ended": "thing"}),
            with_=("text", "weight"),
        ),
    },
)


class World:
    """One storage with its ingest and projection; the clock stands at NOW."""

    def __init__(
        self, folder: Path, business: Business = BUSINESS, migrations: Migrations = MIGRATIONS
    ) -> None:
        self.storage = SqliteStorage(folder / "warmline.db", migrations, cache_mb=8, readers=1)
        self.projection = Projection(business)
        self.ingest = Ingest(self.storage, [self.projection], lambda: NOW, Keys(stride=1))

    def take(self, *events: Event) -> Receipt:
        """Take events in, as one request; what people decide as the desk appends it."""
        if events and events[0].type in FOR_STAFF:
            new = self.storage.submit(lambda tx: self.ingest.append(tx, events, NOW)).result()
            return Receipt(accepted=new, duplicates=len(events) - new)
        return self.storage.submit(self.ingest.command("test", Decoded(events=list(events)))).result()

    def customers(self) -> Customers:
        """The service of customers, as the desk has it; there are no copies of the data beside it."""
        ledger = Ledger(self.storage.path.with_name("erasures.ndjson"))
        ids = count()
        return Customers(
            self.storage,
            self.projection,
            self.ingest,
            ledger,
            lambda command: None,
            lambda: NOW,
            lambda: f"d{next(ids)}",
        )

    def customer(self, type: str, value: str) -> int | None:
        """The customer who has an identifier."""
        node = self.storage.read_now(lambda reader: self.projection.repository.find(reader, type, value))
        return node.customer if node else None

    def field(self, type: str, value: str, name: str, now: int = NOW) -> object:
        """A profile field of whoever has an identifier."""
        customer = self.customer(type, value)
        assert customer is not None
        stored = self.storage.read_now(lambda reader: self.projection.repository.profile(reader, customer))
        assert stored is not None
        return self.projection.rules.shape.value(profile.decode(stored.body), name, now)


@contextmanager
def world(folder: Path, business: Business = BUSINESS) -> Iterator[World]:
    """A world that is closed afterwards."""
    made = World(folder / f"{time.monotonic_ns()}", business)
    try:
        yield made
    finally:
        made.storage.close()


def event(
    number: int | str,
    type: str = "note",
    ids: Sequence[str] = (),
    *,
    occurred: int = NOW - DAY,
    claimed: Sequence[str] = (),
    **properties: Any,
) -> Event:
    """An event; `ids` ("type:value") are vouched for, `claimed` ones are not; `from_` is the property `from`."""
    return Event(
        source="test",
        message_id=str(number),
        type=type,
        occurred=occurred,
        identifiers=tuple(_identifier(text, True) for text in ids)
        + tuple(_identifier(text, False) for text in claimed),
        properties={name.rstrip("_"): value for name, value in properties.items()},
    )


def _identifier(text: str, verified: bool) -> Identifier:
    type, _, value = text.partition(":")
    return Identifier(type, value, verified)
