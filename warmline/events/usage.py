"""Events of usage: what customers use of their services, at home or abroad."""

from typing import Annotated

from warmline.events.model import Money
from warmline.events.properties import Key, Properties, Quantity, doc


class UsageRecorded(Properties):
    """A customer used a service; one record may sum up a session or a day.

    Example: {"service": "s-639175550101", "megabytes": 812.5, "minutes": 12, "messages": 3}
    """

    service: Annotated[str | None, doc("The service.")] = None
    megabytes: Annotated[Quantity | None, doc("Data that was carried.")] = None
    minutes: Annotated[Quantity | None, doc("Minutes that were talked.")] = None
    messages: Annotated[Quantity | None, doc("Messages that were sent.")] = None
    country: Annotated[str | None, doc("Where, when it was abroad, as an ISO 3166 code.")] = None
    cost: Annotated[Money | None, doc("What it costs beyond the plan.")] = None
    left: Annotated[Money | None, doc("Credit afterwards, when it is paid ahead.")] = None


class AllowanceUsed(Properties):
    """A customer has used up a good part, or all, of what their plan includes.

    Example: {"service": "s-639175550101", "kind": "data", "percent": 90}
    """

    kind: Annotated[Key, doc("What was used: data, voice, sms …")]
    percent: Annotated[Quantity, doc("How much of it, in percent.")]
    service: Annotated[str | None, doc("The service.")] = None


class RoamingStarted(Properties):
    """A customer's phone joined a network abroad.

    Example: {"service": "s-639175550101", "country": "TH", "network": "Chao Net"}
    """

    country: Annotated[Key, doc("Where, as an ISO 3166 code.")]
    service: Annotated[str | None, doc("The service.")] = None
    network: Annotated[str | None, doc("The network abroad.")] = None


class RoamingEnded(Properties):
    """A customer's phone is back in its own network.

    Example: {"service": "s-639175550101", "country": "TH", "cost": {"amount": 32000, "currency": "PHP"}}
    """

    country: Annotated[Key, doc("Where it was, as an ISO 3166 code.")]
    service: Annotated[str | None, doc("The service.")] = None
    cost: Annotated[Money | None, doc("What was used abroad, as far as it is known.")] = None


EVENTS: dict[str, type[Properties]] = {
    "usage.recorded": UsageRecorded,
    "allowance.used": AllowanceUsed,
    "roaming.started": RoamingStarted,
    "roaming.ended": RoamingEnded,
}
