"""What conditions of a business see: `event`, `customer`, `contact`, `now`, `situations`, each as it is declared.

facts = Facts(business)
environment = facts.environment(["invoice.issued"])
condition = Condition("event.total > 1000.0 && customer.value_tier == 'gold'", environment)
condition.holds(facts.frame(environment, now=now, event=event, customer=values.get))
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import inspect

from warmline.business.model import Business
from warmline.conditions.declared import Declared, together
from warmline.conditions.environment import Environment, Frame
from warmline.conditions.holdings import Holdings
from warmline.conditions.known import Find, Known
from warmline.conditions.reading import Reading, each, text, whole
from warmline.conditions.times import timestamp
from warmline.conditions.types import INT, STRING, TIMESTAMP, FieldType, Record, Type, list_of
from warmline.customers.profile import Profile, Shape
from warmline.events.catalogue import CATALOGUE
from warmline.events.model import Event

IN_TALK = ("level", "channel", "language")
"""What is always known of a contact that is under way: `contact.level` is anonymous, recognised or verified."""
NOTICED = ("frustration", "signals")
"""What was noticed in a contact: how upset the customer is (0 to 100), the signals that stand."""


class Facts:
    """The declarations of one business; made once when it is loaded."""

    def __init__(self, business: Business) -> None:
        reading = Reading(business.currency, ZoneInfo(business.timezone))
        self.reading = reading
        self._declared = Declared(reading)
        self._other = reading.anything
        self._customer = Record("customer", (), Holdings(reading, self._declared).fields(business.fields))
        contact = _contact(self._declared, reading)
        self._contact = Record("contact", (), contact)
        self._talk = Record("contact", (), contact | _always(contact))
        self._no_contact = Known(self._contact, _nothing, self._other)
        self._envelope = {
            "type": FieldType(STRING, False, str),
            "source": FieldType(STRING, False, str),
            "channel": FieldType(STRING, True, str),
            "occurred": FieldType(TIMESTAMP, False, reading.time),
        }

    def environment(self, event_types: Iterable[str]) -> Environment:
        """What a condition on events of these types may use; without any, there is no `event`."""
        names = list(event_types)
        variables = {
            "customer": self._customer,
            "contact": self._contact,
            "now": TIMESTAMP,
            "situations": list_of(STRING),
        }
        if names:
            return Environment({"event": self._event(names)} | variables)
        return Environment(variables)

    def with_variables(self, variables: Mapping[str, Type], money: Iterable[str] = ()) -> Environment:
        """What a condition sees in the middle of a contact, and variables of whoever asks; `money` are amounts."""
        common = {**self.environment(()).variables, "contact": self._talk}
        return Environment({**common, **variables}, [*money])

    def customer(self, find: Find) -> Known:
        """The variable `customer`, of what `find` gives by name."""
        return Known(self._customer, find, self._other)

    def contact(self, find: Find) -> Known:
        """The variable `contact` of one that is under way, of what `find` gives by name."""
        return Known(self._talk, find, self._other)

    def thing(self, record: Record, find: Find) -> Known:
        """A variable that is a thing with the fields of `record`, of what `find` gives by name."""
        return Known(record, find, self._other)

    def frame(
        self,
        environment: Environment,
        now: int,
        customer: Find,
        event: Event | None = None,
        contact: Find | None = None,
    ) -> Frame:
        """The facts of one moment (`now` in microseconds), for all conditions that were checked against an environment.

        `customer` and `contact` give what is stored under a name, None where nothing is.
        """
        values: dict[str, Any] = {
            "customer": Known(self._customer, customer, self._other),
            "contact": Known(self._contact, contact, self._other) if contact else self._no_contact,
            "now": timestamp(now * 1_000),
            "situations": [],
        }
        if "situations" in environment.used:
            values["situations"] = [one["id"] for one in customer("situations") or ()]
        if event is not None:
            kind = environment.variables["event"]
            assert isinstance(kind, Record), "events are records"
            values["event"] = Known(kind, _found_in(event), self._other, lambda: _all_of(event))
        return environment.frame(values)

    def _event(self, names: list[str]) -> Record:
        known = [
            self._declared.record(_struct(CATALOGUE[name].properties), "event").fields
            for name in names
            if name in CATALOGUE
        ]
        free = len(known) < len(names)
        fields = self._envelope | together(known if not free else [*known, {}], self._other)
        return Record("event", (), fields, open=True, dynamic=free)


def of_profile(shape: Shape, profile: Profile, now: int) -> Find:
    """What a profile holds by name, as its fields were at `now` (microseconds)."""

    def find(name: str) -> Any:
        return shape.value(profile, name, now) if name in shape.fields else None

    return find


def of_unread(shape: Shape, profile: Callable[[], Profile], now: int) -> Find:
    """The same of a profile that is read when something of it is first asked for."""
    known: Profile | None = None

    def find(name: str) -> Any:
        nonlocal known
        if name not in shape.fields:
            return None
        if known is None:
            known = profile()
        return shape.value(known, name, now)

    return find


_OWN: dict[str, Callable[[Event], Any]] = {
    "type": lambda event: event.type,
    "source": lambda event: event.source,
    "channel": lambda event: event.channel or None,
    "occurred": lambda event: event.occurred,
}
"""What is said of every event, beside its properties."""


def _found_in(event: Event) -> Find:
    properties = event.properties

    def find(name: str) -> Any:
        value = properties.get(name)
        return _OWN[name](event) if value is None and name in _OWN else value

    return find


def _all_of(event: Event) -> dict[str, Any]:
    return {"type": event.type, "source": event.source, "occurred": event.occurred} | event.properties


def _nothing(name: str) -> Any:
    return None


def _struct(properties: type) -> inspect.StructType:
    described = inspect.type_info(properties)
    assert isinstance(described, inspect.StructType), "properties are structs"
    return described


def _always(contact: Mapping[str, FieldType]) -> dict[str, FieldType]:
    """The fields that a contact has for sure while it is under way."""
    noticed = {name: FieldType(contact[name].type, False, contact[name].read) for name in NOTICED}
    return dict.fromkeys(IN_TALK, FieldType(STRING, False, str)) | noticed


def _contact(declared: Declared, reading: Reading) -> dict[str, FieldType]:
    """What a contact is known by: all that the events of its beginning and reason say, where there is one.

    `staff` is the sign-in name of the member of staff who asks what would help in it.
    """
    kinds = [_struct(CATALOGUE[name].properties) for name in ("contact.started", "contact.reason")]
    fields = together(({**declared.record(kind, "contact").fields} for kind in kinds), reading.anything)
    fields["started"] = FieldType(TIMESTAMP, True, reading.time)
    fields["staff"] = FieldType(STRING, True, str)
    fields["frustration"] = FieldType(INT, True, whole)
    fields["signals"] = FieldType(list_of(STRING), True, each(text))
    return {name: FieldType(field.type, True, field.read) for name, field in fields.items()}
