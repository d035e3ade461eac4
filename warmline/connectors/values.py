"""Values between flows and systems: how each declared type stands in JSON, and what conditions see of it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property
from itertools import pairwise
from typing import Any

from warmline.conditions.declared import Declared
from warmline.conditions.reading import Misfit, Reading, each, number, text, truth, whole
from warmline.conditions.times import timestamp
from warmline.conditions.types import (
    BOOL,
    DOUBLE,
    INT,
    STRING,
    TIMESTAMP,
    FieldType,
    Read,
    Record,
    Type,
    list_of,
)
from warmline.conditions.values import MOST_INT, SECOND, Timestamp
from warmline.language.formats import minor_digits

LONGEST_TEXT = 4_000
MOST_ENTRIES = 500
WORDS = ("text", "integer", "number", "money", "boolean", "date", "time")
"""Types of single values, as they are written."""

Path = tuple[str | int, ...]
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of values: what conditions see (`type`, `read`), and how JSON is checked on its way in and out.

    `take` gives what an answer says, `write` what is sent for a value of conditions or for JSON; both raise Misfit.
    """

    type: Type
    read: Read
    take: Convert
    write: Convert


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a record: its kind, whether it may be absent, and where it stands in the JSON."""

    kind: Kind
    optional: bool
    path: Path


class Kinds:
    """The kinds of values of one business, whose money and days they are in."""

    def __init__(self, currency: str, zone: tzinfo) -> None:
        self.reading = Reading(currency, zone)
        self.declared = Declared(self.reading)
        self._currency = currency
        self._zone = zone
        reading = self.reading
        self._plain = {
            "text": Kind(STRING, text, _text, _text),
            "integer": Kind(INT, whole, whole, whole),
            "number": Kind(DOUBLE, number, _finite, _finite),
            "money": Kind(DOUBLE, reading.money, self._money, self._priced),
            "boolean": Kind(BOOL, truth, truth, truth),
            "date": Kind(TIMESTAMP, reading.day, self._day, self._day),
            "time": Kind(TIMESTAMP, reading.time, self._time, self._time),
        }

    def plain(self, word: str) -> Kind:
        """The kind of a single value, by its word. KeyError."""
        return self._plain[word]

    def list(self, entry: Kind) -> Kind:
        """A list of values of one kind."""
        return Kind(list_of(entry.type), each(entry.read), _entries(entry.take), _entries(entry.write))

    def record(self, fields: "Fields") -> Kind:
        """A thing with fields."""
        return Kind(fields.record, fields.read, fields.taken, fields.written)

    def _money(self, raw: Any) -> dict[str, Any]:
        """An amount as systems tell it, in the currency of the business: no other can be counted with here."""
        if not isinstance(raw, dict):
            raise Misfit('is not money, as {"amount": 129000, "currency": "PHP"}')
        amount, currency = raw.get("amount"), raw.get("currency")
        if type(amount) is not int or abs(amount) > MOST_INT or currency != self._currency:
            raise Misfit(f"is not an amount in {self._currency}")
        return {"amount": amount, "currency": currency}

    def _priced(self, value: Any) -> dict[str, Any]:
        """An amount to send, from major units or as it is."""
        if isinstance(value, dict):
            return self._money(value)
        try:
            amount = round(_finite(value) * 10 ** minor_digits(self._currency))
        except Misfit:
            raise Misfit("is not an amount of money") from None
        return self._money({"amount": amount, "currency": self._currency})

    def _day(self, value: Any) -> str:
        if isinstance(value, Timestamp):
            return self._moment(value).date().isoformat()
        try:
            return date.fromisoformat(value[:10]).isoformat()
        except (ValueError, TypeError):
            raise Misfit("is not a day such as 2025-11-12") from None

    def _time(self, value: Any) -> str:
        if isinstance(value, Timestamp):
            return self._moment(value).isoformat()
        if not isinstance(value, str):
            raise Misfit("is not a time such as 2025-11-12T08:10:00Z")
        self.reading.time(value)
        return value

    def _moment(self, value: Timestamp) -> datetime:
        try:
            seconds, rest = divmod(int(timestamp(value)), SECOND)
            return (
                datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest // 1_000).astimezone(self._zone)
            )
        except (OverflowError, ValueError):
            raise Misfit("is a time outside of the calendar") from None


class Fields:
    """Named values of declared kinds. `record` is their type in conditions, under the name `called`."""

    def __init__(self, called: str, parts: Mapping[str, Part], kinds: Kinds) -> None:
        self.called = called
        self.parts = parts
        self._kinds = kinds

    @cached_property
    def record(self) -> Record:
        """What conditions see of it."""
        fields = {
            name: FieldType(part.kind.type, part.optional, part.kind.read)
            for name, part in self.parts.items()
        }
        return Record(self.called, (), fields)

    @cached_property
    def read(self) -> Read:
        """Reads what `taken` has kept as a value of conditions."""
        return self._kinds.declared.reads(self.record)

    def taken(self, raw: Any) -> dict[str, Any]:
        """What JSON says of each field, by its name; what is not declared is left out. Raises Misfit."""
        found: dict[str, Any] = {}
        for name, part in self.parts.items():
            value = _at(raw, part.path)
            if value is None:
                if not part.optional:
                    raise Misfit(f"has no {name}")
                continue
            found[name] = _within(name, part.kind.take, value)
        return found

    def written(self, values: Any) -> dict[str, Any]:
        """Values by name as JSON, still by name; `{secret: name}` stays as it is. Raises Misfit."""
        if not isinstance(values, Mapping):
            raise Misfit("is not a map")
        for name in values:
            if name not in self.parts:
                raise Misfit(f"takes no {name}")
        found: dict[str, Any] = {}
        for name, part in self.parts.items():
            value = values.get(name)
            if value is None:
                if not part.optional:
                    raise Misfit(f"needs {name}")
                continue
            found[name] = value if is_secret(value) else _within(name, part.kind.write, value)
        return found

    def placed(self, written: Mapping[str, Any], left_out: tuple[str, ...] = ()) -> dict[str, Any]:
        """Written values, each where it stands in the JSON of a request."""
        body: dict[str, Any] = {}
        for name, value in written.items():
            if name not in left_out:
                put(body, self.parts[name].path, value)
        return body


def is_secret(value: Any) -> bool:
    """Whether a value stands for a secret that is kept elsewhere."""
    return isinstance(value, dict) and value.keys() == {"secret"}


def put(body: dict[str, Any], path: Path, value: Any) -> None:
    """Put a value where a path leads, making what is on the way."""
    here: Any = body
    for step, following in pairwise(path):
        inside: Any = [] if isinstance(following, int) else {}
        if isinstance(here, list):
            while len(here) <= int(step):
                here.append(type(inside)())
            here = here[int(step)]
        else:
            here = here.setdefault(step, inside)
    if isinstance(here, list):
        here.insert(int(path[-1]), value)
    else:
        here[path[-1]] = value


def _at(raw: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, int):
            if not isinstance(raw, list) or step >= len(raw):
                return None
            raw = raw[step]
        else:
            if not isinstance(raw, dict):
                return None
            raw = raw.get(step)
    return raw


def _within(name: str, convert: Convert, value: Any) -> Any:
    try:
        return convert(value)
    except Misfit as misfit:
        raise Misfit(f"{name}: {misfit}") from None


def _entries(convert: Convert) -> Convert:
    def entries(raw: Any) -> list[Any]:
        if not isinstance(raw, list | tuple):
            raise Misfit("is not a list")
        if len(raw) > MOST_ENTRIES:
            raise Misfit(f"has more than {MOST_ENTRIES} entries")
        return [convert(one) for one in raw]

    return entries


def _text(raw: Any) -> str:
    found = text(raw)
    if len(found) > LONGEST_TEXT:
        raise Misfit(f"is longer than {LONGEST_TEXT:,} characters")
    return found


def _finite(raw: Any) -> float:
    found = number(raw)
    if not math.isfinite(found):
        raise Misfit("is not a number")
    return found
