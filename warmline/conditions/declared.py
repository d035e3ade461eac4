"""From the types of events in Python to types of conditions: which fields there are, and which may be absent."""

from collections.abc import Iterable, Mapping

from msgspec import NODEFAULT, inspect

from warmline.business.paths import OPEN
from warmline.conditions.known import Known
from warmline.conditions.reading import Misfit, Reading, each, entries, number, text, truth, whole
from warmline.conditions.types import (
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
from warmline.events.expected import plain
from warmline.events.model import Money


class Declared:
    """Types of conditions for one business, whose money and days they are read in."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def of(self, described: inspect.Type, name: str, optional: bool = False) -> FieldType:
        """What conditions see of a field of an event; `name` is what it is called in messages."""
        kind, read = self._of(plain(described), name)
        return FieldType(kind, optional or _may_be_null(described), read)

    def _of(self, described: inspect.Type, name: str) -> tuple[Type, Read]:
        match described:
            case inspect.StructType(cls=cls) if cls is Money:
                return DOUBLE, self._reading.money
            case inspect.StructType():
                record = self.record(described, name)
                return record, self.reads(record)
            case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
                element = self.of(item, f"an entry of {name}")
                return list_of(element.type), each(element.read)
            case inspect.DictType(value_type=value):
                inside = self.of(value, f"an entry of {name}")
                return map_of(STRING, inside.type), entries(inside.read)
            case inspect.LiteralType(values=values) if all(isinstance(value, str) for value in values):
                return STRING, text
        plain_kinds: dict[type[inspect.Type], tuple[Type, Read]] = {
            inspect.StrType: (STRING, text),
            inspect.IntType: (INT, whole),
            inspect.FloatType: (DOUBLE, number),
            inspect.BoolType: (BOOL, truth),
            inspect.DateType: (TIMESTAMP, self._reading.day),
            inspect.DateTimeType: (TIMESTAMP, self._reading.time),
        }
        return plain_kinds.get(type(described), (DYN, self._reading.anything))

    def record(self, described: inspect.StructType, name: str) -> Record:
        """The record of a struct. Those that businesses add to may have fields of their own."""
        fields = {
            field.encode_name: self.of(field.type, f"{name}.{field.encode_name}", _may_be_left_out(field))
            for field in described.fields
        }
        added = described.cls in OPEN
        return Record(name, (), fields, open=added, dynamic=added)

    def reads(self, record: Record) -> Read:
        """Reads a stored map as a thing with the fields of `record`."""
        other = self._reading.anything

        def read(raw: object) -> Known:
            if not isinstance(raw, dict):
                raise Misfit("is not a map")
            return Known(record, raw.get, other, lambda: raw)

        return read


def _may_be_null(described: inspect.Type) -> bool:
    if isinstance(described, inspect.Metadata):
        return _may_be_null(described.type)
    if isinstance(described, inspect.UnionType):
        return any(isinstance(one, inspect.NoneType) for one in described.types)
    return isinstance(described, inspect.NoneType)


def _may_be_left_out(field: inspect.Field) -> bool:
    """Not required, and without a default that would stand in for it."""
    return not field.required and (field.default is NODEFAULT or field.default is None)


def together(records: Iterable[Mapping[str, FieldType]], other: Read) -> dict[str, FieldType]:
    """The fields of what may be any of several: optional where not all have it, of any kind where they differ."""
    several = list(records)
    found: dict[str, FieldType] = {}
    for name in dict.fromkeys(name for fields in several for name in fields):
        declared = [fields[name] for fields in several if name in fields]
        optional = len(declared) < len(several) or any(field.optional for field in declared)
        same = all(field.type == declared[0].type for field in declared)
        found[name] = FieldType(
            declared[0].type if same else DYN, optional, declared[0].read if same else other
        )
    return found
