"""Things with declared fields: read from what is stored when a condition asks, and then remembered."""

from collections.abc import Callable, Mapping
from typing import Any

from warmline.conditions.errors import NoSuchKey
from warmline.conditions.reading import Misfit
from warmline.conditions.types import Read, Record
from warmline.language.messages import message

Find = Callable[[str], Any]
"""Gives what is stored under a name, None where nothing is."""


class Known(dict[str, Any]):
    """Values of a record by name. What was asked once is in the dict, ready; the rest is read when missed.

    A thousand conditions on one event read its total once.
    """

    __slots__ = ("_find", "_names", "_other", "_record")

    def __init__(
        self, record: Record, find: Find, other: Read, names: Callable[[], Mapping[str, Any]] | None = None
    ) -> None:
        """`other` reads what is not declared; `names` gives all that is stored, where that can be had."""
        self._record = record
        self._find = find
        self._other = other
        self._names = names

    def __missing__(self, name: Any) -> Any:
        raw = self._find(name) if isinstance(name, str) else None
        if raw is None:
            raise NoSuchKey(message('%(what)s has no "%(name)s"', what=self._record.name, name=name))
        field = self._record.fields.get(name)
        if field is None:
            value = self._other(raw)
        else:
            try:
                value = field.read(raw)
            except Misfit as misfit:
                raise misfit.error(f"{self._record.name}.{name}") from None
        self[name] = value
        return value

    def has(self, name: Any) -> bool:
        """Whether a field has a value; null is none."""
        return dict.__contains__(self, name) or (isinstance(name, str) and self._find(name) is not None)

    def whole(self) -> dict[str, Any]:
        """All that is there, as a plain map."""
        stored = self._names() if self._names is not None else self._record.fields
        return {name: self[name] for name in stored if self.has(name)}
