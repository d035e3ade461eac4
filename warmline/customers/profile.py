"""The profile: what is known about a customer now, folded from events as the business declares it."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from warmline.business.built_in import BUILT_IN
from warmline.business.model import Business, Disclosure, Field, Items
from warmline.business.window import window_microseconds
from warmline.customers.folds import First, Fold, ItemsFold, Last, Latest, Occurrence, State, Total
from warmline.customers.paths import reader
from warmline.customers.recognising import postcodes
from warmline.customers.repository import Names, Recognisable
from warmline.customers.values import CONVERTERS, amount_of, mean_of, total_of
from warmline.events.model import Event
from warmline.log.model import Stored

Profile = dict[str, State]
"""Field names and their states; a field that no event has touched is not there.

In a profile that was opened for work a state may still be the bytes it is stored as (`msgspec.Raw`).
"""

Extract = Callable[[Event], Any]


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What one field takes from one event: how it folds, and the value."""

    field: str
    fold: Fold
    value: Any


_CLAIMS = frozenset({"customer.identified", "customer.grouped"})
"""Events that say who somebody is: what nobody vouches for never displaces what somebody does."""
_NAMING = ("name", "first_name", "last_name", "brand", "country", "partner")


class ShownField(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a profile as it is shown."""

    name: str
    label: str
    type: str
    disclosure: str
    value: Any


class Shape:
    """All fields of a business, ready to fold. `version` changes when states would have to be folded anew."""

    def __init__(self, business: Business) -> None:
        self.fields = business.fields
        self._recognise_by = business.recognise_by
        self.version = sha256(
            msgspec.json.encode(
                [
                    business.currency,
                    sorted((n, _folded(f)) for n, f in business.fields.items() if n not in BUILT_IN),
                    *([business.recognise_by] if business.recognise_by else []),
                ]
            )
        ).hexdigest()[:12]
        self.naming: set[str] = set()
        """Event types that may change what a customer is called or recognised by."""
        by = business.recognise_by
        names = {*_NAMING, *by.name, by.postcode, by.birth_date} if by else set(_NAMING)
        self._folds: dict[str, Fold] = {}
        self._by_type: dict[str, list[tuple[str, Fold, Extract]]] = {}
        for name, field in business.fields.items():
            fold, extracts = _compile(field, business.currency)
            self._folds[name] = fold
            if name in names:
                self.naming |= extracts.keys()
            for event_type, extract in extracts.items():
                self._by_type.setdefault(event_type, []).append((name, fold, extract))

    def read(self, event: Event) -> list[Reading]:
        """What the fields take from an event, wherever it will stand in the log."""
        return [
            Reading(name, fold, value)
            for name, fold, extract in self._by_type.get(event.type, ())
            if (value := extract(event)) is not None
        ]

    def add(
        self, profile: Profile, stored: Stored, verified: bool, readings: Sequence[Reading] | None = None
    ) -> None:
        """Fold one event into `profile`, in place; `readings` where it was read already."""
        event = stored.event
        if readings is None:
            readings = self.read(event)
        if not readings:
            return
        trusted = verified or event.type not in _CLAIMS
        at = Occurrence(event.type, trusted, event.occurred, stored.seq)
        for one in readings:
            profile[one.field] = one.fold.add(state_of(profile, one.field), at, one.value)

    def merge(self, a: Profile, b: Profile) -> Profile:
        """The profile of two customers who are one."""
        merged = dict(a)
        for name, state in b.items():
            if name in merged:
                state = self._folds[name].merge(state_of(merged, name), state_of(b, name))
            merged[name] = state
        return merged

    def names(self, profile: Profile) -> Names:
        """What the customer is searched and filtered by: the fields of these names, where declared."""
        texts = {
            name: state[3]
            for name in _NAMING
            if isinstance(state := state_of(profile, name), list) and len(state) == 4
        }
        full = texts.get("name") or " ".join(filter(None, (texts.get("first_name"), texts.get("last_name"))))
        return Names(str(full), *(str(texts.get(name, "")) for name in ("brand", "country", "partner")))

    def recognisable(self, profile: Profile) -> Recognisable | None:
        """By what the customer is recognised who says it; None where a part of it is not known."""
        by = self._recognise_by
        if by is None:
            return None
        birth_date, postcode = (self.value(profile, name, 0) for name in (by.birth_date, by.postcode))
        if not birth_date or not postcode or not (code := postcodes.normal(str(postcode))):
            return None
        names = [str(value).replace("\n", " ") for name in by.name if (value := self.value(profile, name, 0))]
        return Recognisable(str(birth_date).replace("-", ""), code, "\n".join(names)) if names else None

    def value(self, profile: Profile, name: str, now: int) -> Any:
        """The value of a field at `now` (microseconds), its default if nothing is known."""
        state = state_of(profile, name)
        if state is not None:
            return self._folds[name].value(state, now)
        field = self.fields[name]
        if field.default is None and (field.count is not None or field.sum is not None):
            return 0
        return [] if field.default is None and (field.items or field.recent is not None) else field.default

    def values(self, profile: Profile, now: int) -> dict[str, Any]:
        """Every declared field and its value at `now`."""
        return {name: self.value(profile, name, now) for name in self.fields}

    def shown(self, profile: Profile, now: int, level: Disclosure) -> list[ShownField]:
        """The fields that may be said at a disclosure level, in the order declared."""
        return [
            ShownField(
                name=name,
                label=field.label or name.replace("_", " "),
                type=field.type,
                disclosure=field.disclosure,
                value=self.value(profile, name, now),
            )
            for name, field in self.fields.items()
            if Disclosure[field.disclosure.upper()] <= level
        ]


def encode(profile: Profile) -> bytes:
    """A profile as bytes, the same for the same profile whatever the order its fields were touched in."""
    return _encode(profile)


def open_up(body: bytes) -> Profile:
    """A stored profile, ready to be folded into: each state stays bytes until somebody asks for it.

    An event touches one field of twenty or two; the others go back as they came.
    """
    return _open_up(body)


def state_of(profile: Profile, field: str) -> State:
    """The state of a field, decoded; None if no event has touched it."""
    state = profile.get(field)
    return _decode_state(state) if type(state) is msgspec.Raw else state


_encode = msgspec.msgpack.Encoder(order="deterministic").encode
_decode_state: Callable[[msgspec.Raw], State] = msgspec.msgpack.Decoder().decode
_open_up: Callable[[bytes], Profile] = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode
decode: Callable[[bytes], Profile] = msgspec.msgpack.Decoder(dict[str, Any]).decode


def _window(text: str) -> int:
    """The length of a window in microseconds; 0 for all time."""
    return window_microseconds(text) if text else 0


def _folded(field: Field) -> Any:
    """What of a declaration decides the states: everything but how it is shown, and when an item ends by itself."""
    folded = msgspec.to_builtins(msgspec.structs.replace(field, label="", disclosure="staff", default=None))
    if folded["items"] is not None:
        del folded["items"]["until"]
    return folded


def _compile(field: Field, currency: str) -> tuple[Fold, dict[str, Extract]]:
    """How a field folds, and what it reads from each event type."""
    convert = CONVERTERS[field.type]
    if field.last is not None:
        return Last(), {t: _then(convert, reader(path)) for t, path in field.last.items()}
    if field.first is not None:
        return First(), {t: _then(convert, reader(path)) for t, path in field.first.items()}
    if field.count is not None:
        count = Total(_window(field.window), lambda totals: totals.get("", 0))
        return count, {t: lambda event: (1, "") for t in field.count}
    if field.sum is not None:
        total = Total(_window(field.window), lambda totals: total_of(totals, currency))
        return total, {t: _then(amount_of, reader(path)) for t, path in field.sum.items()}
    if field.mean is not None:
        mean = Latest(field.keep, lambda entries: mean_of(entries, currency))
        return mean, {t: _then(amount_of, reader(path)) for t, path in field.mean.items()}
    if field.recent is not None:
        recent = Latest(field.keep, lambda entries: [{"occurred": e[0], **e[2]} for e in entries])
        return recent, {t: _values(field.with_) for t in field.recent}
    assert field.items is not None, "the business folder was checked"
    return ItemsFold(field.items.show == "all", field.items.until), _item_extracts(field.items, field.with_)


def _item_extracts(items: Items, names: Iterable[str]) -> dict[str, Extract]:
    values = _values(names, with_type=False)

    def extract(path: str, closes: bool) -> Extract:
        read = reader(path)

        def item(event: Event) -> Any:
            key = CONVERTERS["text"](read(event))
            return None if key is None else (key, closes, {} if closes else values(event))

        return item

    return {t: extract(path, closes=False) for t, path in items.set.items()} | {
        t: extract(path, closes=True) for t, path in items.close.items()
    }


def _values(names: Iterable[str], with_type: bool = True) -> Extract:
    """The properties `names` of an event that are there, as a map; paths are called by their last part."""
    readers = [(name.rsplit(".", 1)[-1], reader(name)) for name in names]

    def values(event: Event) -> Any:
        found = {name: value for name, read in readers if (value := read(event)) is not None}
        return {"type": event.type, **found} if with_type else found

    return values


def _then(convert: Callable[[Any], Any], read: Callable[[Event], Any]) -> Extract:
    def extract(event: Event) -> Any:
        value = read(event)
        return None if value is None else convert(value)

    return extract
