"""Events of the network: outages by area, with each customer they reach."""

from typing import Annotated

from warmline.events.properties import Key, Properties, Quantity, Time, doc


class OutageStarted(Properties):
    """A service stopped working in an area.

    It concerns everybody there and usually has no identifiers; for each customer it reaches, the
    network sends `service.disturbed` with the same `outage`.

    Example: {"outage": "out-2031", "area": "cebu-north", "service": "mobile", "cause": "power cut",
      "expected_end": "2025-11-12T11:00:00+08:00"}
    """

    area: Annotated[Key, doc("The area, as in addresses of customers.")]
    outage: Annotated[str | None, doc("Names the outage.")] = None
    service: Annotated[str | None, doc("What does not work: mobile, fibre …")] = None
    cause: Annotated[str | None, doc("Why, as far as it may be told to anybody.")] = None
    expected_end: Annotated[Time | None, doc("When it should work again.")] = None


class OutageEnded(Properties):
    """A service works again in an area.

    Example: {"outage": "out-2031", "area": "cebu-north", "minutes": 170}
    """

    area: Annotated[Key, doc("The area.")]
    outage: Annotated[str | None, doc("The outage that ended.")] = None
    service: Annotated[str | None, doc("What works again.")] = None
    minutes: Annotated[Quantity | None, doc("How long it lasted.")] = None


class ServiceDisturbed(Properties):
    """A customer's service does not work as it should.

    Example: {"outage": "out-2031", "area": "cebu-north", "service": "mobile",
      "expected_end": "2025-11-12T11:00:00+08:00"}
    """

    outage: Annotated[Key, doc("The outage that is the reason.")]
    area: Annotated[str | None, doc("The area.")] = None
    service: Annotated[str | None, doc("What does not work.")] = None
    expected_end: Annotated[Time | None, doc("When it should work again.")] = None


class ServiceRestored(Properties):
    """A customer's service works again.

    Example: {"outage": "out-2031", "area": "cebu-north", "service": "mobile", "minutes": 170}
    """

    outage: Annotated[Key, doc("The outage that is over for this customer.")]
    area: Annotated[str | None, doc("The area.")] = None
    service: Annotated[str | None, doc("What works again.")] = None
    minutes: Annotated[Quantity | None, doc("How long it lasted for them.")] = None


EVENTS: dict[str, type[Properties]] = {
    "outage.started": OutageStarted,
    "outage.ended": OutageEnded,
    "service.disturbed": ServiceDisturbed,
    "service.restored": ServiceRestored,
}
