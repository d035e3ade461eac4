"""Fields of maps, entries of lists: `a.b`, `a[b]`, `has(a.b)`."""

from collections.abc import Callable
from typing import Any

from warmline.conditions.environment import Frame
from warmline.conditions.errors import NoSuchKey, NoSuchOverload, OutOfRange
from warmline.conditions.known import Known
from warmline.conditions.values import UInt, key_of, name_of
from warmline.language.messages import message

Run = Callable[[Frame], Any]


def field_of(operand: Run, name: str) -> Run:
    """`operand.name`, where the operand is a map. NoSuchKey, NoSuchOverload."""

    def select(frame: Frame) -> Any:
        holder = operand(frame)
        if not isinstance(holder, dict):
            raise NoSuchOverload(message("%(kind)s has no fields", kind=name_of(holder)))
        try:
            return holder[name]
        except KeyError:
            raise NoSuchKey(message('there is no "%(name)s"', name=name)) from None

    return select


def has_known(slot: int, name: str) -> Run:
    """`has(variable.name)` of a thing with declared fields. What was read already is found without asking."""

    def asked(frame: Frame) -> Any:
        known = frame[slot]
        return name in known or known.has(name)

    return asked


def has_field(operand: Run, name: str) -> Run:
    """`has(operand.name)` of whatever has fields. NoSuchOverload."""

    def asked(frame: Frame) -> bool:
        holder = operand(frame)
        if not isinstance(holder, dict):
            raise NoSuchOverload(message("%(kind)s has no fields", kind=name_of(holder)))
        return holder.has(name) if isinstance(holder, Known) else name in holder

    return asked


def index(operand: Run, at: Run) -> Run:
    """`operand[at]` of a list or a map. OutOfRange, NoSuchKey, NoSuchOverload."""

    def entry(frame: Frame) -> Any:
        holder, position = operand(frame), at(frame)
        if isinstance(holder, list):
            return holder[_position(position, len(holder))]
        if not isinstance(holder, dict) or isinstance(position, list | dict):
            raise NoSuchOverload(
                message(
                    "%(kind)s has no entry for %(other_kind)s",
                    kind=name_of(holder),
                    other_kind=name_of(position),
                )
            )
        try:
            return holder[key_of(position)]
        except KeyError:
            shown = f'"{position}"' if isinstance(position, str) else str(position)
            raise NoSuchKey(message("there is no %(key)s", key=shown[:60])) from None

    return entry


def _position(value: Any, size: int) -> int:
    kind = type(value)
    if kind is float and value.is_integer():
        value = int(value)
    elif kind is not int and kind is not UInt:
        raise NoSuchOverload(
            message("the index of a list is a whole number, not %(kind)s", kind=name_of(value))
        )
    if not 0 <= value < size:
        raise OutOfRange(
            message("the list has %(size)s entries, and none at %(value)s", size=size, value=value)
        )
    return int(value)
