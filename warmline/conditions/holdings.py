"""What conditions see of a profile: the declared fields, down to what the entries of lists hold."""

from collections.abc import Iterable, Mapping

from msgspec import inspect

from warmline.business.model import Field
from warmline.business.paths import EVENT_PARTS, alternatives, name_of
from warmline.conditions.declared import Declared
from warmline.conditions.reading import Reading, each, entries, number, text, truth, whole
from warmline.conditions.types import (
    ANY_MAP,
    BOOL,
    DOUBLE,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    FieldType,
    Read,
    Record,
    Type,
    list_of,
    map_of,
)
from warmline.events.catalogue import CATALOGUE
from warmline.events.expected import plain


class Holdings:
    """Types of the fields of profiles."""

    def __init__(self, reading: Reading, declared: Declared) -> None:
        self._reading = reading
        self._declared = declared
        self._plain: dict[str, tuple[Type, Read]] = {
            "text": (STRING, text),
            "number": (DOUBLE, number),
            "integer": (INT, whole),
            "money": (DOUBLE, reading.money),
            "boolean": (BOOL, truth),
            "date": (TIMESTAMP, reading.day),
            "time": (TIMESTAMP, reading.time),
            "list": (list_of(DYN), each(reading.anything)),
            "map": (map_of(STRING, DYN), entries(reading.anything)),
        }

    def fields(self, declared: Mapping[str, Field]) -> dict[str, FieldType]:
        """All fields of a profile. One without a default may be absent, unless it counts or lists something."""
        return {name: self._field(name, field) for name, field in declared.items()}

    def _field(self, name: str, field: Field) -> FieldType:
        called = f"an entry of customer.{name}"
        if field.items is not None:
            own = {
                "id": FieldType(STRING, False, text),
                "open": FieldType(BOOL, False, truth),
                "since": FieldType(TIMESTAMP, False, self._reading.time),
            }
            return self._list(called, own, field.with_, field.items.set)
        if field.recent is not None:
            own = {
                "type": FieldType(STRING, False, text),
                "occurred": FieldType(TIMESTAMP, False, self._reading.time),
            }
            return self._list(called, own, field.with_, field.recent)
        kind, read = self._plain[field.type]
        counts = field.count is not None or field.sum is not None
        return FieldType(kind, field.default is None and not counts, read)

    def _list(
        self, called: str, own: dict[str, FieldType], names: Iterable[str], event_types: Iterable[str]
    ) -> FieldType:
        """A list of things with fields of their own and those that were taken from events, which may be absent."""
        types = list(event_types)
        taken = {name_of(path): self._taken(path, types, called) for path in names}
        record = Record(called, (), own | taken)
        return FieldType(list_of(record), False, each(self._declared.reads(record)))

    def _taken(self, path: str, event_types: list[str], called: str) -> FieldType:
        """What a path takes from events of these types: declared where all that have it agree, anything otherwise."""
        anything = FieldType(DYN, True, self._reading.anything)
        found: list[FieldType] = []
        for event_type in event_types:
            if event_type not in CATALOGUE:
                return anything
            for part in alternatives(path):
                described = _at(part, CATALOGUE[event_type].properties)
                if described is not None:
                    found.append(self._declared.of(described, f"{called}.{name_of(path)}", optional=True))
        if not found or any(one.type != found[0].type for one in found) or found[0].type == ANY_MAP:
            return anything
        return found[0]


def _at(path: str, properties: type) -> inspect.Type | None:
    """The type of what stands at a path into an event, None where nothing is declared."""
    if path in EVENT_PARTS:
        return EVENT_PARTS[path] if path != "occurred" else None
    described: inspect.Type | None = inspect.type_info(properties)
    for step in path.removeprefix("properties.").split("."):
        bare = plain(described) if described is not None else None
        if not isinstance(bare, inspect.StructType):
            return None
        described = next((field.type for field in bare.fields if field.encode_name == step), None)
    return described
