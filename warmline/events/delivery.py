"""Events of service delivery: orders, parcels, appointments, services that begin, change and end."""

from typing import Annotated, Literal

from msgspec import Struct

from warmline.events.model import Money
from warmline.events.properties import Day, Key, Properties, Time, doc


class Item(Struct, frozen=True, kw_only=True):
    """One product of an order or a purchase: `{"product": "sim-5g", "quantity": 2}`."""

    product: str
    name: str | None = None
    quantity: int = 1
    price: Money | None = None


class OrderPlaced(Properties):
    """A customer ordered something that is still to be delivered or done.

    Example: {"order": "o-5521", "what": "phone", "items": [{"product": "nova-9", "name": "Nova 9"}],
      "total": {"amount": 1899000, "currency": "PHP"}, "promised": "2025-11-15"}
    """

    order: Annotated[Key, doc("Number of the order.")]
    what: Annotated[str | None, doc("What it is about: phone, sim, plan change, gift …")] = None
    items: Annotated[list[Item] | None, doc("What was ordered.")] = None
    total: Annotated[Money | None, doc("What it costs.")] = None
    promised: Annotated[Day | None, doc("The day it was promised for.")] = None
    gift_for: Annotated[Day | None, doc("The day of the occasion, when it is a gift.")] = None


class OrderCompleted(Properties):
    """An order was delivered or done.

    Example: {"order": "o-5521", "what": "phone"}
    """

    order: Annotated[Key, doc("Number of the order.")]
    what: Annotated[str | None, doc("What it was about.")] = None


class OrderCancelled(Properties):
    """An order will not be carried out.

    Example: {"order": "o-5521", "by": "customer", "reason": "found it cheaper"}
    """

    order: Annotated[Key, doc("Number of the order.")]
    by: Annotated[Literal["customer", "company"] | None, doc("Who cancelled it.")] = None
    reason: Annotated[str | None, doc("Why.")] = None


class ServiceActivated(Properties):
    """A customer's service works from now on, or works under a new plan.

    The same `service` again means that its plan or price changed.

    Example: {"service": "s-639175550101", "kind": "mobile", "plan": "unlimited-m", "name": "Unlimited M",
      "price": {"amount": 97000, "currency": "PHP"}, "ends": "2026-10-31"}
    """

    service: Annotated[Key, doc("Names the service: a line, a subscription.")]
    kind: Annotated[str | None, doc("mobile, fibre, insurance …")] = None
    plan: Annotated[str | None, doc("The plan, as the catalogue of products names it.")] = None
    name: Annotated[str | None, doc("The plan, as customers know it.")] = None
    price: Annotated[Money | None, doc("What it costs a month.")] = None
    ends: Annotated[Day | None, doc("When the contract ends.")] = None


class ServiceEnded(Properties):
    """A customer's service stopped for good.

    Example: {"service": "s-639175550101", "by": "customer", "reason": "moving abroad"}
    """

    service: Annotated[Key, doc("Names the service.")]
    by: Annotated[Literal["customer", "company"] | None, doc("Who ended it.")] = None
    reason: Annotated[str | None, doc("Why.")] = None


class ParcelScanned(Properties):
    """A parcel was seen somewhere on its way to a customer.

    Example: {"parcel": "pk-88121", "status": "in_transit", "order": "o-5521", "place": "Cebu hub",
      "expected": "2025-11-15"}
    """

    parcel: Annotated[Key, doc("Names the parcel.")]
    status: Annotated[
        Literal[
            "sent", "in_transit", "out_for_delivery", "attempted", "late", "delivered", "lost", "returned"
        ],
        doc("Where it stands."),
    ]
    order: Annotated[str | None, doc("The order it belongs to.")] = None
    place: Annotated[str | None, doc("Where it was scanned.")] = None
    expected: Annotated[Day | None, doc("When it should arrive.")] = None


class AppointmentBooked(Properties):
    """A customer and we agreed on a time to meet; the same appointment again moves it.

    Example: {"appointment": "a-610", "kind": "repair", "at": "2025-11-14T09:00:00+08:00",
      "place": "home", "area": "cebu-north"}
    """

    appointment: Annotated[Key, doc("Names the appointment.")]
    at: Annotated[Time, doc("When it begins.")]
    kind: Annotated[str | None, doc("What for: installation, repair, advice …")] = None
    place: Annotated[str | None, doc("Where: home, or the name of a shop.")] = None
    area: Annotated[str | None, doc("The area, when it is at the customer's.")] = None


class AppointmentKept(Properties):
    """An appointment took place.

    Example: {"appointment": "a-610", "kind": "repair"}
    """

    appointment: Annotated[Key, doc("The appointment.")]
    kind: Annotated[str | None, doc("What it was for.")] = None


class AppointmentMissed(Properties):
    """One side did not come to an appointment.

    Example: {"appointment": "a-610", "by": "company", "kind": "repair", "reason": "technician delayed"}
    """

    appointment: Annotated[Key, doc("The appointment.")]
    by: Annotated[Literal["customer", "company"], doc("Who did not come.")]
    kind: Annotated[str | None, doc("What it was for.")] = None
    reason: Annotated[str | None, doc("Why.")] = None


class AppointmentCancelled(Properties):
    """An appointment will not take place.

    Example: {"appointment": "a-610", "by": "customer"}
    """

    appointment: Annotated[Key, doc("The appointment.")]
    by: Annotated[Literal["customer", "company"] | None, doc("Who cancelled it.")] = None


EVENTS: dict[str, type[Properties]] = {
    "order.placed": OrderPlaced,
    "order.completed": OrderCompleted,
    "order.cancelled": OrderCancelled,
    "service.activated": ServiceActivated,
    "service.ended": ServiceEnded,
    "parcel.scanned": ParcelScanned,
    "appointment.booked": AppointmentBooked,
    "appointment.kept": AppointmentKept,
    "appointment.missed": AppointmentMissed,
    "appointment.cancelled": AppointmentCancelled,
}
