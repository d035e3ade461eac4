"""What one comparison says about one expression: the values that are left for it."""

from dataclasses import dataclass
from typing import Any

from warmline.conditions.tree import Call, Expr, ListOf, Literal
from warmline.conditions.types import DOUBLE, DYN
from warmline.conditions.values import Duration, Timestamp
from warmline.decisions.overlap.domain import INEXACT, Domain
from warmline.decisions.overlap.spelling import spelled

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_OUTCOMES = {
    "<": frozenset("<"),
    "<=": frozenset("<="),
    ">": frozenset(">"),
    ">=": frozenset(">="),
    "==": frozenset("="),
    "!=": frozenset("<>?"),
}
"""How two values may be to each other; ? where neither is before the other."""
_ALL_OUTCOMES = frozenset("<=>?")


@dataclass(frozen=True, slots=True)
class Said:
    """The values that are left for an expression; `about` are the parts that surely had a value."""

    key: str
    domain: Domain
    about: tuple[Expr, ...]


def compared(call: Call, truth: bool) -> Said | None:
    """What a comparison says where it is true (or, with `truth` False, false); None where it says nothing simple."""
    if call.method or len(call.arguments) != 2:
        return None
    first, second = call.arguments
    if call.function == "in":
        return _within(first, second, truth)
    if call.function not in _FLIPPED:
        return None
    operator = call.function
    if _constant(first) is not None and _constant(second) is None:
        first, second, operator = second, first, _FLIPPED[operator]
    if _constant(first) is not None:
        return None
    constant = _constant(second)
    if constant is None:
        return None if _is_constant(second) else _between(first, second, operator, truth)
    kind, value = constant
    domain = _domain(kind, operator if truth else _NEGATED[operator], value)
    if not truth and operator not in ("==", "!=") and first.type in (DOUBLE, DYN):
        domain = _with_unordered(domain)
    return Said(f"{kind} {spelled(first)}", domain, (first,))


def _domain(kind: str, operator: str, value: Any) -> Domain:
    match operator:
        case "==":
            return Domain(kind, points=frozenset([value]))
        case "!=":
            return Domain(kind, excluded=frozenset([value]), unordered=True)
        case "<" | "<=":
            return Domain(kind, high=value, high_open=operator == "<")
    return Domain(kind, low=value, low_open=operator == ">")


def _with_unordered(domain: Domain) -> Domain:
    return Domain(
        domain.kind, None, domain.low, domain.high, domain.low_open, domain.high_open, unordered=True
    )


def _within(value: Expr, holder: Expr, truth: bool) -> Said | None:
    """`x in ["a", "b"]`, all of one kind."""
    if not isinstance(holder, ListOf) or not holder.elements or _constant(value) is not None:
        return None
    constants = [_constant(element) for element in holder.elements]
    kinds = {constant[0] for constant in constants if constant is not None}
    if len(kinds) != 1 or None in constants:
        return None
    kind = kinds.pop()
    points = frozenset(constant[1] for constant in constants if constant is not None)
    domain = Domain(kind, points=points) if truth else Domain(kind, excluded=points, unordered=True)
    return Said(f"{kind} {spelled(value)}", domain, (value,))


def _between(first: Expr, second: Expr, operator: str, truth: bool) -> Said:
    """How two expressions are to each other."""
    one, other = spelled(first), spelled(second)
    if one > other:
        one, other, operator = other, one, _FLIPPED[operator]
    outcomes = _OUTCOMES[operator]
    points = outcomes if truth else _ALL_OUTCOMES - outcomes
    return Said(f"order {one} and {other}", Domain("order", points=points), (first, second))


def _constant(expr: Expr) -> tuple[str, Any] | None:
    """The kind and the value of a constant that can be put in order with others; None where it is none such."""
    match expr:
        case Literal(value=bool()):
            return None
        case Literal(value=int() | float() as value) if not isinstance(value, Timestamp | Duration):
            return ("number", float(value)) if -INEXACT < value < INEXACT else None
        case Literal(value=str() as value):
            return "text", value
        case Call(
            function="timestamp" | "duration", arguments=[Literal(value=str() as text)], chosen=chosen
        ) if chosen is not None:
            return expr.function, int(chosen(text))
    return None


def _is_constant(expr: Expr) -> bool:
    """Whether it is a constant, of which nothing more can be said: null, true, a number beyond all."""
    return isinstance(expr, Literal) or (isinstance(expr, Call) and all(map(_is_constant, expr.arguments)))
