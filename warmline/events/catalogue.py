"""The catalogue of event types: what the company runs on, typed, explained and checked.

Unknown types are welcome: they are stored and can be used like any other, they are only not checked.
The same goes for properties beyond the ones named here.
"""

import inspect
import json

import msgspec

from warmline.events import (
    authority,
    billing,
    care,
    commerce,
    consent,
    decisions,
    delivery,
    dialogue,
    identity,
    network,
    operation,
    people,
    usage,
    web,
)
from warmline.events.expected import expected, kind
from warmline.events.properties import Properties

GROUPS = {
    "care": care,
    "dialogue": dialogue,
    "people": people,
    "billing": billing,
    "delivery": delivery,
    "network": network,
    "usage": usage,
    "commerce": commerce,
    "web": web,
    "identity": identity,
    "consent": consent,
    "decisions": decisions,
    "authority": authority,
    "operation": operation,
}


class Property(msgspec.Struct, frozen=True, kw_only=True):
    """One named property of an event type.

    `kind` is the type of a profile field that can hold it (text, number, integer, money, boolean,
    date, time, list, map). `expected` says in words how a value is written.
    """

    name: str
    kind: str
    expected: str
    required: bool
    doc: str


class EventType(msgspec.Struct, frozen=True, kw_only=True):
    """One type of event: its wire name, group, meaning, properties and an example of them."""

    name: str
    group: str
    summary: str
    details: str
    properties: type[Properties]
    fields: tuple[Property, ...]
    example: dict[str, object]


def event_type(name: str, group: str, shape: type[Properties]) -> EventType:
    """The entry of one type, read from the docstring and the annotations of `shape`."""
    text, _, example = inspect.cleandoc(shape.__doc__ or "").partition("Example:")
    summary, _, details = text.strip().partition("\n\n")
    return EventType(
        name=name,
        group=group,
        summary=" ".join(summary.split()),
        details=" ".join(details.split()),
        properties=shape,
        fields=fields_of(shape),
        example=json.loads(example),
    )


def fields_of(shape: type[msgspec.Struct]) -> tuple[Property, ...]:
    """The named properties of a struct, in their order."""
    described = msgspec.inspect.type_info(shape)
    assert isinstance(described, msgspec.inspect.StructType)
    return tuple(
        Property(
            name=field.encode_name,
            kind=kind(field.type),
            expected=expected(field.type),
            required=field.required,
            doc=documentation(field.type),
        )
        for field in described.fields
    )


def documentation(described: msgspec.inspect.Type) -> str:
    """What `doc(…)` says of a property, "" where there is none."""
    if isinstance(described, msgspec.inspect.Metadata):
        return str((described.extra_json_schema or {}).get("description", ""))
    return ""


CATALOGUE: dict[str, EventType] = {
    name: event_type(name, group, shape)
    for group, module in GROUPS.items()
    for name, shape in module.EVENTS.items()
}

_SHAPES: dict[str, type[Properties]] = {name: known.properties for name, known in CATALOGUE.items()}


def problem(event_type: str, properties: dict[str, object]) -> str:
    """What is wrong with the properties of an event, where, and what to do; "" when they are fine.

    Types that are not in the catalogue are always fine.
    """
    shape = _SHAPES.get(event_type)
    if shape is None:
        return ""
    try:
        msgspec.convert(properties, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        return f"{event_type}: {explain(str(error), CATALOGUE[event_type])}"
    return ""


def explain(message: str, known: EventType) -> str:
    """A validation message of msgspec in the words of the catalogue.

    >>> explain("Expected `str`, got `int` - at `$.reason`", CATALOGUE["contact.reason"])
    'property "reason" should be text, and is a whole number'
    """
    what, _, place = message.partition(" - at ")
    path = place.strip("`").removeprefix("$").removeprefix(".")
    fields = {field.name: field for field in known.fields}
    field = fields.get(path.split(".")[0].split("[")[0])
    if what.startswith("Object missing required field"):
        missing = what.split("`")[1]
        if path:
            wanted = f" (it should be {field.expected})" if field else ""
            return f'property "{path}" has no "{missing}"{wanted}'
        wanted = f"; expected {fields[missing].expected}" if missing in fields else ""
        return f'property "{missing}" is missing{wanted}'
    if field is None:
        return f"properties should be an object ({message})"
    if path == field.name:
        found = FOUND.get(what.rpartition("got ")[2].strip("`"), "") if ", got " in what else ""
        return f'property "{path}" should be {field.expected}' + (f", and is {found}" if found else "")
    wanted = f'"{field.name}" should be {field.expected}'
    return f'property "{path}": {what[:1].lower()}{what[1:]} ({wanted})'


FOUND = {
    "str": "text",
    "int": "a whole number",
    "float": "a number with a fraction",
    "bool": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
}


def describe() -> dict[str, list[EventType]]:
    """The whole catalogue for documentation and pages: types by group, in reading order."""
    return {group: [known for known in CATALOGUE.values() if known.group == group] for group in GROUPS}
