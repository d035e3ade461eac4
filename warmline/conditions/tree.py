"""The tree of an expression, as the parser makes it and the checker annotates it.

Macros stay what they were written as (`Has`, `Loop`), so that whoever explains a condition can point at what its
author wrote.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Union

from warmline.conditions.types import DYN, Type


@dataclass(slots=True, kw_only=True)
class Part:
    """One part of an expression: where it stands in the text, and of which type it is once checked."""

    start: int
    end: int
    type: Type = DYN


@dataclass(slots=True)
class Literal(Part):
    """A constant, as a value of conditions."""

    value: Any


@dataclass(slots=True)
class Name(Part):
    """A variable; `whole` names (`.x`) never mean a loop's. `slot` is its place in the frame, -1 for a type."""

    name: str
    whole: bool = False
    slot: int = -1
    denoted: Any = None


@dataclass(slots=True)
class Select(Part):
    """`operand.field`"""

    operand: "Expr"
    field: str
    denoted: Any = None


@dataclass(slots=True)
class Has(Part):
    """`has(operand.field)`"""

    operand: "Expr"
    field: str


@dataclass(slots=True)
class Call(Part):
    """A function or operator. A method has its target as the first argument.

    `chosen` is what the checker found for these types; None leaves it to the values.
    """

    function: str
    arguments: list["Expr"]
    method: bool = False
    chosen: Callable[..., Any] | None = None


@dataclass(slots=True)
class Junction(Part):
    """`a && b && c` or `a || b || c`, flat however many there are. `operator` is && or ||."""

    operator: str
    operands: list["Expr"]


@dataclass(slots=True)
class Choice(Part):
    """`condition ? yes : no`"""

    condition: "Expr"
    yes: "Expr"
    no: "Expr"


@dataclass(slots=True)
class ListOf(Part):
    """`[a, b]`"""

    elements: list["Expr"]


@dataclass(slots=True)
class MapOf(Part):
    """`{k: v}`"""

    entries: list[tuple["Expr", "Expr"]]


@dataclass(slots=True)
class Loop(Part):
    """`over.macro(variable, …)`: all, exists, exists_one, filter, or map with an optional predicate first."""

    macro: str
    over: "Expr"
    variable: str
    predicate: Union["Expr", None]
    result: Union["Expr", None]
    slot: int = field(default=-1)


Expr = Literal | Name | Select | Has | Call | Junction | Choice | ListOf | MapOf | Loop


def parts(expr: Expr) -> Iterator[Expr]:
    """The direct parts of an expression, in the order they are written."""
    match expr:
        case Select() | Has():
            yield expr.operand
        case Call():
            yield from expr.arguments
        case Junction():
            yield from expr.operands
        case Choice():
            yield from (expr.condition, expr.yes, expr.no)
        case ListOf():
            yield from expr.elements
        case MapOf():
            for key, value in expr.entries:
                yield key
                yield value
        case Loop():
            yield expr.over
            if expr.predicate is not None:
                yield expr.predicate
            if expr.result is not None:
                yield expr.result
        case Literal() | Name():
            return


def weight(expr: Expr) -> int:
    """How many parts an expression has, itself included."""
    return 1 + sum(weight(part) for part in parts(expr))
