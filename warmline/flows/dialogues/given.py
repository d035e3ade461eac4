"""What a dialogue says is known of the customer: events folded into a profile, and values stated beside them."""

import re
from collections.abc import Mapping
from typing import Any

from msgspec import inspect

from warmline.business.model import Business, Field
from warmline.business.window import window_microseconds
from warmline.conditions.facts import of_profile
from warmline.conditions.known import Find
from warmline.customers.profile import Profile, Shape
from warmline.events.catalogue import CATALOGUE
from warmline.events.expected import kind as kind_of
from warmline.events.expected import plain
from warmline.events.model import Event, Identifier
from warmline.flows.dialogues.model import Dialogue
from warmline.language.formats import minor_digits
from warmline.log.model import Stored

PATTERN = re.compile(r"[0-9]+[mhdw]", re.ASCII)
JUST_NOW = "1m"
"""How long ago an event was that does not say it."""


class Stated(Shape):
    """The fields of a business, some of them with a value that is stated rather than folded."""

    def __init__(self, business: Business, stated: Mapping[str, Any]) -> None:
        super().__init__(business)
        self._stated = stated

    def value(self, profile: Profile, name: str, now: int) -> Any:
        """The stated value of a field, or the folded one."""
        return self._stated[name] if name in self._stated else super().value(profile, name, now)


class Customer:
    """The customer of a dialogue: `find` gives the facts, `shape` and `profile` are what policies look at."""

    def __init__(self, business: Business, dialogue: Dialogue) -> None:
        self.shape = Stated(business, _values(business, dialogue.profile))
        self.profile = self._folded(business, dialogue)
        self.find: Find = of_profile(self.shape, self.profile, dialogue.now)

    def _folded(self, business: Business, dialogue: Dialogue) -> Profile:
        profile: Profile = {}
        for number, written in enumerate(dialogue.events, 1):
            named = event_of(written)
            assert named is not None, "events were checked when they were read"
            kind, properties = named
            occurred = dialogue.now - window_microseconds(str(written.get("ago", JUST_NOW)))
            event = Event(
                source="dialogue",
                message_id=str(number),
                type=kind,
                occurred=occurred,
                received=occurred,
                identifiers=(Identifier("account", str(dialogue.profile.get("account", "")), True),),
                properties=_properties(kind, properties, business.currency),
            )
            self.shape.add(profile, Stored(number, b"", event), verified=True)
        return profile


def event_of(written: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """The type and the properties of an event as a dialogue writes it; None where it writes none, or several."""
    found = [(name, value) for name, value in written.items() if name != "ago"]
    if len(found) != 1 or not isinstance(found[0][1] or {}, dict) or "." not in found[0][0]:
        return None
    return found[0][0], dict(found[0][1] or {})


def _properties(kind: str, properties: dict[str, Any], currency: str) -> dict[str, Any]:
    if kind not in CATALOGUE:
        return properties
    found: dict[str, Any] = priced(properties, inspect.type_info(CATALOGUE[kind].properties), currency)
    return found


def priced(value: Any, kind: inspect.Type, currency: str) -> Any:
    """A value of an event with its amounts of money as events carry them: `1290` for 129000 centavos."""
    kind = plain(kind)
    if kind_of(kind) == "money":
        return money(value, currency) if _is_number(value) else value
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        fields = {field.encode_name: field.type for field in kind.fields}
        return {
            name: priced(one, fields[name], currency) if name in fields else one
            for name, one in value.items()
        }
    if isinstance(kind, inspect.ListType) and isinstance(value, list):
        return [priced(one, kind.item_type, currency) for one in value]
    return value


def money(amount: float, currency: str) -> dict[str, Any]:
    """An amount in major units as events and systems carry it."""
    return {"amount": round(amount * 10 ** minor_digits(currency)), "currency": currency}


def _values(business: Business, stated: Mapping[str, Any]) -> dict[str, Any]:
    """Stated values as a profile keeps them."""
    return {
        name: _value(business.fields[name], value, business.currency)
        for name, value in stated.items()
        if name in business.fields
    }


def _value(field: Field, value: Any, currency: str) -> Any:
    if field.type == "money" and _is_number(value):
        return money(value, currency)
    if field.items is not None and isinstance(value, list):
        return [one if isinstance(one, dict) else {"id": one} for one in value]
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
