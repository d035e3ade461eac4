"""What a value in a cell means, by the type of what its column asks for."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Protocol

from warmline.conditions.types import (
    BOOL,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    UINT,
    Record,
    Type,
    in_words,
)
from warmline.decisions.tables.cells import BadCell, Value
from warmline.decisions.tables.moments import length, span
from warmline.decisions.tables.numbers import is_number, number

_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}
_BY_CONDITION = "write such a condition in a column when"


class Kind(Protocol):
    """How the cells of a column become CEL. `written` is what is asked, as it can stand before an operator."""

    def compared(self, written: str, operator: str, value: Value) -> str:
        """`written operator value`; the operator is ==, !=, <, <=, > or >=. BadCell."""
        ...

    def one_of(self, written: str, values: list[Value]) -> str:
        """Whether it is one of several values, without parentheses. BadCell."""
        ...


@dataclass(frozen=True, slots=True)
class Plain:
    """Values that have a constant in CEL. `ordered` says whether some come before others."""

    constant: Callable[[Value], str]
    ordered: bool = True

    def compared(self, written: str, operator: str, value: Value) -> str:
        if not self.ordered and operator not in ("==", "!="):
            what = f"{operator} {value.text} puts texts in order"
            raise BadCell(what, f"name the texts: a | b; or {_BY_CONDITION}")
        return f"{written} {operator} {self.constant(value)}"

    def one_of(self, written: str, values: list[Value]) -> str:
        return f"{written} in [{', '.join(self.constant(value) for value in values)}]"


@dataclass(frozen=True, slots=True)
class Truth:
    """yes or no."""

    def compared(self, written: str, operator: str, value: Value) -> str:
        if operator not in ("==", "!="):
            raise BadCell(f"{operator} {value.text} puts yes and no in order", "write yes or no")
        return written if _truth(value) == (operator == "==") else f"!{written}"

    def one_of(self, written: str, values: list[Value]) -> str:
        shown = ", ".join("true" if _truth(value) else "false" for value in values)
        return f"{written} in [{shown}]"


@dataclass(frozen=True, slots=True)
class Moments:
    """Times, and days as the whole of the day: `2026-01-31` is any moment of it, `> 2026-01-31` after it."""

    zone: tzinfo

    def compared(self, written: str, operator: str, value: Value) -> str:
        named = span(value.text, self.zone)
        day = named.begin != named.end
        match operator:
            case "<" | ">=":
                return f"{written} {operator} {named.begin}"
            case ">" | "<=" if day:
                return f"{written} {'>=' if operator == '>' else '<'} {named.end}"
            case "==" if day:
                return f"({written} >= {named.begin} && {written} < {named.end})"
            case "!=" if day:
                return f"({written} < {named.begin} || {written} >= {named.end})"
        return f"{written} {operator} {named.begin}"

    def one_of(self, written: str, values: list[Value]) -> str:
        return " || ".join(self.compared(written, "==", value) for value in values)


@dataclass(frozen=True, slots=True)
class Entries:
    """Lists: whether a value is in it."""

    constant: Callable[[Value], str]

    def compared(self, written: str, operator: str, value: Value) -> str:
        if operator not in ("==", "!="):
            remedy = f"name what is in it, or ask for its size: size({written})"
            raise BadCell(f"{operator} {value.text} compares a list", remedy)
        within = f"{self.constant(value)} in {written}"
        return within if operator == "==" else f"!({within})"

    def one_of(self, written: str, values: list[Value]) -> str:
        return " || ".join(self.compared(written, "==", value) for value in values)


def kind_of(asked: Type, written: str, zone: tzinfo, decimal: str) -> Kind:
    """How the cells of a column are read that asks for `written`. BadCell where no cell could say anything."""
    if asked == BOOL:
        return Truth()
    if asked == TIMESTAMP:
        return Moments(zone)
    if asked.name == "list" and asked.parameters:
        element = asked.parameters[0]
        if isinstance(element, Record) or (constant := _constant(element, decimal)) is None:
            remedy = f"ask how many: size({written}), or for one: {written}.exists(x, …)"
            raise BadCell(f"{written} is a list of things", remedy)
        return Entries(constant)
    constant = _constant(asked, decimal)
    if constant is None:
        name = next(iter(asked.fields), "name") if isinstance(asked, Record) else "name"
        remedy = f"name one: {written}.{name}" if isinstance(asked, Record) else f'write {written}["{name}"]'
        raise BadCell(f"{written} is {in_words(asked)}, not a value", remedy)
    return Plain(constant, ordered=asked != STRING)


def _constant(kind: Type, decimal: str) -> Callable[[Value], str] | None:
    """How a value of a type becomes a constant of CEL; None where it cannot."""
    if kind == STRING:
        return lambda value: text(value.text)
    if kind in (INT, UINT, DOUBLE):
        return lambda value: number(value.text, kind, decimal)
    if kind == DURATION:
        return lambda value: length(value.text)
    return (lambda value: _anything(value, decimal)) if kind == DYN else None


def text(written: str) -> str:
    """A text as CEL writes it."""
    return json.dumps(written, ensure_ascii=False)


def _truth(value: Value) -> bool:
    found = _TRUTHS.get(value.text.casefold())
    if found is None:
        raise BadCell(f'"{value.text}" is neither yes nor no', "write yes or no")
    return found


def _anything(value: Value, decimal: str) -> str:
    """Where nothing is declared: numbers, true and false are those, anything else is a text. `007` is one."""
    digits = value.text.lstrip("+-")
    leading = len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()
    if value.quoted or leading or not is_number(value.text, decimal):
        return value.text if value.text in ("true", "false") and not value.quoted else text(value.text)
    try:
        return number(value.text, INT, decimal)
    except BadCell:
        return number(value.text, DOUBLE, decimal)
