"""What the back office keeps: accounts and what belongs to them, each a typed record."""

from datetime import date
from typing import Any, Literal

from msgspec import Struct, field, to_builtins

CURRENCY = "PHP"
"""Everything is priced in pesos; amounts are whole centavos."""


class Money(Struct, frozen=True, forbid_unknown_fields=True):
    """An amount in whole minor units (centavos) of an ISO 4217 currency."""

    amount: int
    currency: str = CURRENCY


class Owner(Struct, frozen=True, kw_only=True):
    """Who holds an account."""

    name: str
    first_name: str
    last_name: str
    latin_name: str
    language: str
    phone: str
    email: str
    birth_date: date
    street: str
    city: str
    postcode: str
    country: str


class Account(Struct, frozen=True, kw_only=True):
    """A customer's account. `in_favour` is what they paid or were given beyond what they owe."""

    account: str
    owner: Owner
    brand: str
    area: str
    customer_since: date
    credit_left: Money | None = None
    in_favour: int = 0


class Service(Struct, frozen=True, kw_only=True):
    """A line under a plan."""

    service: str
    account: str
    phone: str
    plan: str
    name: str
    price: Money
    contract_ends: date | None = None
    status: Literal["active", "blocked"] = "active"


class Device(Struct, frozen=True, kw_only=True):
    """A phone or another thing the customer has from us."""

    device: str
    account: str
    product: str
    name: str
    bought: date
    warranty_until: date
    status: Literal["in use", "being replaced"] = "in use"


class Line(Struct, frozen=True, kw_only=True):
    """One line of an invoice."""

    what: str
    amount: Money


class Invoice(Struct, frozen=True, kw_only=True):
    """A bill: its lines add up to `total`; `settled` is what was paid or credited of it (centavos)."""

    invoice: str
    account: str
    issued: str
    period: str
    due: date
    total: Money
    lines: list[Line]
    settled: int = 0

    @property
    def open(self) -> int:
        """What is still to be paid."""
        return self.total.amount - self.settled


class Entry(Struct, frozen=True, kw_only=True):
    """A payment or a credit. `to` says what of it went to which invoice (centavos)."""

    id: str
    account: str
    kind: Literal["payment", "credit"]
    amount: Money
    at: str
    method: str = ""
    why: str = ""
    to: dict[str, int] = {}


class Instalment(Struct, frozen=True, kw_only=True):
    """One part of a payment plan."""

    due: date
    amount: Money


class PaymentPlan(Struct, frozen=True, kw_only=True):
    """A promise to pay what is open of an invoice, in one part or several."""

    payment_plan: str
    account: str
    invoice: str
    instalments: list[Instalment]


class Item(Struct, frozen=True, kw_only=True):
    """A product of an order; `price` is that of one."""

    product: str
    name: str
    quantity: int
    price: Money


class Parcel(Struct, frozen=True, kw_only=True):
    """Where the parcel of an order is."""

    parcel: str
    status: str
    place: str
    expected: date


class Gift(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For whom an order is a gift, on which day, with which words."""

    to: str
    for_: date = field(name="for")
    message: str = ""


class Order(Struct, frozen=True, kw_only=True):
    """Something ordered: open, then completed or cancelled."""

    order: str
    account: str
    what: str
    placed: str
    items: list[Item]
    total: Money
    promised: date
    status: Literal["open", "completed", "cancelled"] = "open"
    parcel: Parcel | None = None
    gift: Gift | None = None


class Appointment(Struct, frozen=True, kw_only=True):
    """A time at which somebody meets a customer, at home or in a shop."""

    appointment: str
    account: str
    kind: str
    at: str
    place: str
    area: str
    status: Literal["booked", "kept", "missed", "cancelled"] = "booked"


class Outage(Struct, frozen=True, kw_only=True):
    """A failure of the network in an area; `ended` is empty while it lasts."""

    outage: str
    area: str
    service: str
    cause: str
    started: str
    expected_end: str
    ended: str = ""


class Verification(Struct, frozen=True, kw_only=True):
    """A one-time code that was sent; only a hash of it is kept."""

    verification: str
    account: str
    digest: str
    expires: int
    attempts_left: int = 3
    status: Literal["open", "verified", "failed"] = "open"


class Message(Struct, frozen=True, kw_only=True):
    """Something that was sent to a customer: what a phone or a mailbox would show."""

    message: str
    account: str
    by: str
    to: str
    text: str
    at: str


class Fault(Struct, frozen=True, kw_only=True):
    """Something a customer says does not work. `outage` is the one that explains it, if one does."""

    fault: str
    account: str
    service: str
    what: str
    area: str
    outage: str = ""
    expected_end: str = ""


def shown(record: Struct) -> dict[str, Any]:
    """A record as an answer shows it."""
    view: dict[str, Any] = to_builtins(record)
    return view
