"""The state at the beginning: what the simulated history of the same seed left behind in these systems.

Warmline's log holds the same history, so that what it knows and what the back office says agree.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from backoffice import ledger
from backoffice.model import (
    Account,
    Appointment,
    Device,
    Entry,
    Gift,
    Invoice,
    Item,
    Line,
    Money,
    Order,
    Outage,
    Owner,
    Parcel,
    Service,
)
from backoffice.storage import PUT, SET_FACT, Database, Transaction, row_of
from warmline.events.model import Event
from warmline.simulate.history import history
from warmline.simulate.places import PRODUCTS
from warmline.simulate.rhythm import iso

PHONES = [product for product in PRODUCTS if product.category == "phones"]
WARRANTY = timedelta(days=730)


class StateError(Exception):
    """The data folder holds another population; the message says which."""


def prepare(database: Database, seed: int, customers: int, days: int, end: datetime) -> int:
    """Fill an empty database; how many accounts there are. Raises StateError if it holds other people."""
    wanted = f"seed {seed}, {customers} customers, {days} days"

    def begin(tx: Transaction) -> bool:
        held = tx.run("SELECT value FROM fact WHERE name = 'population'")
        if held and held[0][0] != wanted:
            raise StateError(
                f"The data folder holds {held[0][0]}, not {wanted}. Start with those, or with another --data."
            )
        return not held

    if database.run(begin):
        past = Past()
        for event in history(seed, customers, days, end):
            past.take(event)
        records = past.records()

        def fill(tx: Transaction) -> None:
            for record in records:
                tx.run(PUT, row_of(record))
            tx.run(SET_FACT, ("population", wanted))

        database.run(fill)
    return database.run(lambda tx: int(tx.run("SELECT count(*) FROM record WHERE kind = 'Account'")[0][0]))


class Past:
    """Takes the events of the history, in order, and gives the records they leave."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.invoices: dict[str, dict[str, Invoice]] = {}
        self.others: dict[tuple[str, str], Any] = {}
        self._take: dict[str, Callable[[Event, str, Any], None]] = {
            "customer.identified": self._identified,
            "service.activated": self._activated,
            "invoice.issued": self._invoiced,
            "payment.received": self._paid,
            "credit.given": self._credited,
            "order.placed": self._ordered,
            "order.completed": lambda event, account, p: self._order(p["order"], "completed"),
            "order.cancelled": lambda event, account, p: self._order(p["order"], "cancelled"),
            "parcel.scanned": self._scanned,
            "appointment.booked": self._booked,
            "appointment.kept": lambda event, account, p: self._appointment(p["appointment"], "kept"),
            "appointment.missed": lambda event, account, p: self._appointment(p["appointment"], "missed"),
            "outage.started": self._failed,
            "outage.ended": self._works,
        }
        for name in ("usage.recorded", "credit.topped_up", "credit.low", "credit.exhausted"):
            self._take[name] = self._left

    def take(self, event: Event) -> None:
        """Take one event; those that are nothing to these systems are passed over."""
        handler = self._take.get(event.type)
        if handler is not None:
            account = next((one.value for one in event.identifiers if one.type == "account"), "")
            handler(event, account, event.properties)

    def records(self) -> list[msgspec.Struct]:
        """All records."""
        bills = [invoice for own in self.invoices.values() for invoice in own.values()]
        return [*self.accounts.values(), *bills, *self.others.values()]

    def _keep(self, record: msgspec.Struct) -> None:
        self.others[type(record).__name__, getattr(record, record.__struct_fields__[0])] = record

    def _identified(self, event: Event, account: str, properties: dict[str, Any]) -> None:
        traits = properties["traits"]
        if "name" not in traits:
            return
        address = traits["address"]
        since = date.fromisoformat(traits["customer_since"])
        self.accounts[account] = Account(
            account=account,
            owner=Owner(
                name=traits["name"],
                first_name=traits["first_name"],
                last_name=traits["last_name"],
                latin_name=traits["latin_name"],
                language=traits["language"],
                phone=traits["phone"],
                email=traits["email"],
                birth_date=date.fromisoformat(traits["birth_date"]),
                street=address["street"],
                city=address["city"],
                postcode=address["postcode"],
                country=address["country"],
            ),
            brand=traits["brand"],
            area=address["area"],
            customer_since=since,
        )
        self.invoices[account] = {}
        phone = PHONES[int(account) // 10 % len(PHONES)]
        self._device(account, f"d-{account}", phone.product, phone.name, since)

    def _device(self, account: str, device: str, product: str, name: str, bought: date) -> None:
        self._keep(
            Device(
                device=device,
                account=account,
                product=product,
                name=name,
                bought=bought,
                warranty_until=bought + WARRANTY,
            )
        )

    def _activated(self, event: Event, account: str, properties: dict[str, Any]) -> None:
        self._keep(
            Service(
                service=properties["service"],
                account=account,
                phone=self.accounts[account].owner.phone,
                plan=properties["plan"],
                name=properties["name"],
                price=Money(**properties["price"]),
                contract_ends=date.fromisoformat(properties["ends"])
                if properties["price"]["amount"]
                else None,
            )
        )

    def _left(self, event: Event, account: str, properties: dict[str, Any]) -> None:
        if left := properties.get("left"):
            self.accounts[account] = replace(self.accounts[account], credit_left=Money(**left))

    def _invoiced(self, event: Event, account: str, properties: dict[str, Any]) -> None:
        invoice = Invoice(
            invoice=properties["invoice"],
            account=account,
            issued=iso(event.occurred),
            period=properties["period"],
            due=date.fromisoformat(properties["due"]),
            total=Money(**properties["total"]),
            lines=[Line(what=one["what"], amount=Money(**one["amount"])) for one in properties["lines"]],
        )
        self.accounts[account], self.invoices[account][invoice.invoice] = ledger.issue(
            self.accounts[account], invoice
        )

    def _paid(self, event: Event, account: str, properties: dict[str, Any]) -> None:
        self._settle(account, properties["invoice"], "payment", properties["payment"], event, properties)

    def _credited(self, event: Event, account: str, properties: dict[str, Any]) -> None:
        self._settle(account, "", "credit", properties["credit"], event, properties)

    def _settle(
        self, account: str, first: str, kind: Any, id: str, event: Event, properties: dict[str, Any]
    ) -> None:
        own = self.invoices[account]
        amount = properties["amount"]["amount"]
        self.accounts[account], changed, to = ledger.settle(
            self.accounts[account], list(own.values()), amount, first
        )
        own.update({one.invoice: one for one in changed})
        self._keep(
            Entry(
                id=id,
                account=account,
                kind=kind,
                amount=Money(amount),
                at=iso(event.occurred),
                method=properties.get("method", ""),
                why=properties.get("why", ""),
                to=to,
            )
        )

    def _ordered(self, event: Event, account: str, properties: dict[str, Any]) -> None:
        gift = properties.get("gift_for")
        order = Order(
            order=properties["order"],
            account=account,
            what=properties["what"],
            placed=iso(event.occurred),
            items=msgspec.convert(properties["items"], list[Item]),
            total=Money(**properties["total"]),
            promised=date.fromisoformat(properties["promised"]),
            gift=Gift(to="", for_=date.fromisoformat(gift)) if gift else None,
        )
        self._keep(order)

    def _order(self, id: str, status: Any) -> None:
        order = self.others["Order", id]
        self._keep(replace(order, status=status))
        item = order.items[0]
        if status == "completed" and order.what in ("phones", "tablets") and order.gift is None:
            bought = date.fromisoformat(order.placed[:10])
            self._device(order.account, f"d-{id}", item.product, item.name, bought)

    def _scanned(self, event: Event, account: str, properties: dict[str, Any]) -> None:
        parcel = msgspec.convert({**properties, "parcel": properties["parcel"]}, Parcel, strict=False)
        self._keep(replace(self.others["Order", properties["order"]], parcel=parcel))

    def _booked(self, event: Event, account: str, properties: dict[str, Any]) -> None:
        self._keep(msgspec.convert({**properties, "account": account}, Appointment))

    def _appointment(self, id: str, status: Any) -> None:
        self._keep(replace(self.others["Appointment", id], status=status))

    def _failed(self, event: Event, account: str, properties: dict[str, Any]) -> None:
        self._keep(msgspec.convert({**properties, "started": iso(event.occurred)}, Outage))

    def _works(self, event: Event, account: str, properties: dict[str, Any]) -> None:
        self._keep(replace(self.others["Outage", properties["outage"]], ended=iso(event.occurred)))
