"""What must hold for the fields of the profile: that each can be folded, shown and relied upon."""

import re
from collections.abc import Mapping as MappingOf
from datetime import date, datetime, time
from typing import Any

from warmline.business.built_in import BUILT_IN
from warmline.business.codes import currencies
from warmline.business.located import Mapping, Node
from warmline.business.model import Disclosure, Field
from warmline.business.paths import alternatives, is_path, mismatch, misses, name_of
from warmline.business.report import Report
from warmline.business.suggest import nearest, suggest
from warmline.business.window import window_microseconds

TYPES = ("text", "number", "integer", "money", "boolean", "date", "time", "list", "map")
FOLDS = ("last", "first", "count", "sum", "mean", "recent", "items")
DISCLOSURES = tuple(level.name.lower() for level in Disclosure)
SHOWN = ("open", "all")
MOST_KEPT = 1_000

# The types a fold can give; the first is what it gives where none is written.
TYPES_OF = {
    "count": ("integer", "number"),
    "sum": ("number", "integer", "money"),
    "mean": ("number", "money"),
    "recent": ("list",),
    "items": ("list", "map"),
}
_OPTIONS = {"window": ("count", "sum"), "keep": ("mean", "recent"), "with": ("recent", "items")}
_OWN_NAMES = {"items": ("id", "open", "since"), "recent": ()}
_TEXT_TYPES = ("text", "boolean", "date", "time")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
# Words that cannot be a member name in a CEL expression: `customer.in` would not parse.
_RESERVED = re.compile(
    "as|break|const|continue|else|false|for|function|if|import|in|let|loop|namespace|null|package"
    "|return|true|var|void|while"
)
_CLOSE = 0.8


def fold_of(field: Field) -> str:
    """The way a field folds; "" where there is none or more than one."""
    given = [fold for fold in FOLDS if getattr(field, fold) is not None]
    return given[0] if len(given) == 1 else ""


class FieldCheck:
    """Checks the fields of one profile. `known` maps event types to the struct of their properties."""

    def __init__(self, known: MappingOf[str, type], report: Report) -> None:
        self._known = known
        self._report = report

    def check(self, name: str, field: Field, node: Mapping) -> None:
        """One field; `node` is the map of all fields."""
        self._name, self._field, self._node = name, field, node
        if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
            remedy = "begin with a letter; use a-z, 0-9 and _; not a word of CEL such as in or true"
            self._refuse(f'"{name}" is not a name for a field', remedy)
        if name in BUILT_IN:
            self._refuse(f'field "{name}" is one that every profile has', "give yours another name")
        if field.type not in TYPES:
            self._refuse(f'"{field.type}" is not a type', suggest(field.type, TYPES), "type")
        if field.disclosure not in DISCLOSURES:
            what = f'"{field.disclosure}" is not a disclosure level'
            self._refuse(what, suggest(field.disclosure, DISCLOSURES), "disclosure")
        given = [fold for fold in FOLDS if getattr(field, fold) is not None]
        if len(given) != 1:
            what = (
                f'field "{name}" folds in {len(given)} ways: {", ".join(given)}'
                if given
                else (f'field "{name}" does not say how it follows from events')
            )
            self._refuse(what, "give exactly one of " + ", ".join(FOLDS), *given[1:2])
            return
        fold = given[0]
        if fold in TYPES_OF and field.type in TYPES and field.type not in TYPES_OF[fold]:
            self._refuse(
                f"{fold} gives no {field.type}", "write type: " + " or ".join(TYPES_OF[fold]), "type"
            )
        self._check_options(fold)
        self._check_default(fold)
        self._check_events(fold)

    def _check_options(self, fold: str) -> None:
        field, written = self._field, self._written()
        for key, folds in _OPTIONS.items():
            if key in written and fold not in folds:
                self._refuse(f"{fold} takes no {key}", f"only {' and '.join(folds)} do: remove it", key)
        if field.window:
            try:
                window_microseconds(field.window)
            except ValueError as error:
                self._refuse(str(error), "write minutes, hours, days or weeks: 30m, 12h, 7d, 2w", "window")
        elif "window" in written:
            self._refuse("window is empty", "write one such as 7d, or remove it to take all", "window")
        if not 1 <= field.keep <= MOST_KEPT:
            self._refuse(f"keep {field.keep} is out of range", f"use 1 to {MOST_KEPT:,}", "keep")
        if field.items is not None and field.items.show not in SHOWN:
            self._refuse(
                f'"{field.items.show}" is not known for show',
                suggest(field.items.show, SHOWN),
                "items",
                "show",
            )

    def _check_default(self, fold: str) -> None:
        field, written = self._field, self._written()
        if "default" not in written:
            if fold in ("last", "first", "mean"):
                what = f'field "{self._name}" has no default'
                remedy = "until an event sets it there is nothing: say default: null, and guard it with has()"
                self._refuse(what, remedy)
        elif field.default is not None and field.type in TYPES and not _fits(field.default, field.type):
            what = f"default {_shown(field.default)} is not of type {field.type}"
            self._refuse(what, _EXAMPLES[field.type], "default")

    def _check_events(self, fold: str) -> None:
        field = self._field
        if field.items is not None:
            self._check_items(field)
            return
        paths = getattr(field, fold)
        if not paths:
            self._refuse(f"{fold} names no event type", "name at least one", fold)
        if isinstance(paths, dict):
            for event_type, path in paths.items():
                self._check_type(event_type, fold, event_type)
                self._check_path(event_type, path, field.type, fold, event_type)
        else:
            for index, event_type in enumerate(paths or ()):
                self._check_type(event_type, fold, index)
            self._check_with(tuple(paths or ()), fold)

    def _check_items(self, field: Field) -> None:
        items = field.items
        assert items is not None
        if not items.set:
            self._refuse(
                "set names no event type", "name the events that begin or change an item", "items", "set"
            )
        for key, paths in (("set", items.set), ("close", items.close)):
            for event_type, path in paths.items():
                self._check_type(event_type, "items", key, event_type)
                self._check_path(event_type, path, "text", "items", key, event_type)
        if items.until and items.until not in map(name_of, field.with_):
            what = f'until names "{items.until}", which is not among the values of with'
            self._refuse(what, "add it to with", "items", "until")
        for event_type in items.close:
            if event_type in items.set:
                what = f"{event_type} both sets and closes an item"
                self._refuse(what, "keep it in one of the two", "items", "close", event_type)
        self._check_with(tuple(items.set), "items")

    def _check_type(self, event_type: str, *path: str | int) -> None:
        if not event_type.strip():
            self._refuse("an event type is empty", "name one, such as invoice.issued", *path)
        elif event_type not in self._known:
            guess = nearest(event_type, self._known, _CLOSE)
            if guess:
                what = f'"{event_type}" is not an event type Warmline knows'
                line = self._node.line_of(self._name, *path)
                self._report.warning(
                    self._node.file, line, what, f"did you mean {guess}? own types are welcome"
                )

    def _check_path(self, event_type: str, path: str, wanted: str, *where: str | int) -> None:
        for part in alternatives(path):
            if not is_path(part):
                remedy = "write properties with dots between: plan.name, or =text for a constant"
                self._refuse(f'"{part}" is not a path into an event', remedy, *where)
                continue
            if part.startswith("=") and wanted not in _TEXT_TYPES:
                self._refuse(f'the constant "{part}" is not of type {wanted}', "a constant is text", *where)
                continue
            properties = self._known.get(event_type)
            if properties is None:
                continue
            missing = misses(part, properties)
            other = mismatch(part, properties, wanted)
            if missing is not None:
                self._not_named(part, event_type, missing, *where)
            elif other is not None:
                self._refuse(
                    f'"{part}" of {event_type} is of type {other}, not {wanted}',
                    f"write type: {other}",
                    *where,
                )

    def _check_with(self, event_types: tuple[str, ...], fold: str) -> None:
        """Each value of an entry must be in at least one of its events, where all of them are known."""
        names: dict[str, str] = {}
        for index, path in enumerate(self._field.with_):
            where = ("with", index)
            name = name_of(path)
            if not is_path(path) or path.startswith("="):
                self._refuse(
                    f'"{path}" is not a path into an event', "write a property, such as plan.name", *where
                )
            elif name in names or name in _OWN_NAMES.get(fold, ()):
                taken = f"by {names[name]}" if name in names else f"by {fold} itself"
                self._refuse(
                    f'the name "{name}" is taken {taken}', "leave it out, or use another property", *where
                )
            elif event_types and all(event_type in self._known for event_type in event_types):
                found = [misses(path, self._known[event_type]) for event_type in event_types]
                if None not in found and found[0] is not None:
                    self._not_named(path, " or ".join(event_types), found[0], *where)
            names[name] = path

    def _not_named(self, path: str, event_types: str, remedy: str, *where: str | int) -> None:
        """A property that the catalogue does not name: refused if it looks like a slip, else welcome."""
        what = f'"{path}" is not in {event_types}'
        if not remedy.startswith("known:"):
            self._refuse(what, remedy, *where)
        else:
            line = self._node.line_of(self._name, *where)
            self._report.warning(self._node.file, line, what, f"fine if your source sends it; {remedy}")

    def _written(self) -> dict[str, Node]:
        node = self._node.items[self._name]
        return node.items if isinstance(node, Mapping) else {}

    def _refuse(self, what: str, remedy: str, *path: str | int) -> None:
        self._report.problem(self._node.file, self._node.line_of(self._name, *path), what, remedy)


_EXAMPLES = {
    "text": 'write text, in "quotes" where it looks like something else',
    "number": "write digits, such as 12.5",
    "integer": "write digits, such as 12",
    "money": "write minor units: 1290, or {amount: 1290, currency: PHP}",
    "boolean": "write true or false",
    "date": "write it as 2025-01-31",
    "time": "write it as 2025-01-31T08:30:00Z or 08:30",
    "list": "write [one, two] or []",
    "map": "write {name: value} or {}",
}


def _fits(value: Any, kind: str) -> bool:
    if kind == "money" and isinstance(value, dict):
        return (
            value.keys() == {"amount", "currency"}
            and _is_whole(value["amount"])
            and value["currency"] in currencies()
        )
    if kind in ("integer", "money"):
        return _is_whole(value)
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "date":
        return isinstance(value, str) and _parses(value, date)
    if kind == "time":
        return _is_whole(value) or (
            isinstance(value, str) and (_parses(value, datetime) or _parses(value, time))
        )
    return isinstance(value, {"text": str, "boolean": bool, "list": list, "map": dict}[kind])


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _parses(text: str, kind: type[date] | type[time]) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "a map" if isinstance(value, dict) else "a list"
    return str(value).lower() if isinstance(value, bool) else str(value)
