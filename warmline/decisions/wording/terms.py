"""What an expression of a value is called in a sentence: `average of six invoices`, `time since the event`."""

from dataclasses import dataclass

from warmline.conditions.errors import EvaluationError
from warmline.conditions.functions import READ_AT_ONCE
from warmline.conditions.reading import Reading
from warmline.conditions.tree import Call, Choice, Expr, Has, ListOf, Literal, Loop, Name, Select
from warmline.conditions.types import DURATION, NUMBERS, TIMESTAMP, Record
from warmline.decisions.wording.nouns import is_plural
from warmline.decisions.wording.seen import Seen
from warmline.decisions.wording.shown import Kind

LONGEST_QUOTE = 80
_SIGNS = {"*": "×", "/": "÷", "%": "modulo", "+": "+", "-": "−"}
_GETTERS: dict[str, tuple[str, Kind]] = {
    "getFullYear": ("year", "plain"),
    "getMonth": ("month", "month"),
    "getDate": ("day of the month", "plain"),
    "getDayOfMonth": ("day of the month", "from_zero"),
    "getDayOfWeek": ("weekday", "weekday"),
    "getDayOfYear": ("day of the year", "from_zero"),
    "getHours": ("hour", "plain"),
    "getMinutes": ("minute", "plain"),
    "getSeconds": ("second", "plain"),
    "getMilliseconds": ("millisecond", "plain"),
}
"""Parts of a time: their names, and how CEL counts them."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words for a value. `constant` ones are shown as what they are, in the manner of what they are compared with.

    `plural` goes with `are`. `loose` says how loosely the words hold together: 1 for products, 2 for sums.
    """

    words: str
    kind: Kind = "plain"
    plural: bool = False
    constant: bool = False
    loose: int = 0


def clipped(text: str) -> str:
    """What is quoted of a condition, on one line and not too long for one."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def together(one: Term, other: Term) -> Kind:
    """How two values that are compared or added are shown."""
    return one.kind if one.kind != "plain" else other.kind


def is_constant(expr: Expr) -> bool:
    """Whether the value is written in the condition itself."""
    match expr:
        case Literal():
            return True
        case Name(denoted=denoted) | Select(denoted=denoted):
            return denoted is not None
        case ListOf(elements=elements):
            return all(is_constant(element) for element in elements)
        case Call(function=function, arguments=[Literal()], method=False):
            return function in READ_AT_ONCE
    return False


def term(expr: Expr, seen: Seen) -> Term:
    """What an expression is called; quoted, where there are no words for it."""
    if is_constant(expr):
        value = seen.value(expr)
        words = seen.quoted(expr) if isinstance(value, EvaluationError) else seen.shown(value)
        return Term(words, constant=not isinstance(value, EvaluationError))
    match expr:
        case Name():
            return _variable(expr, seen)
        case Select(operand=operand, field=field):
            return field_term(expr, operand, field, seen)
        case Call(function="[]", arguments=[operand, Literal(value=str() as field)]):
            return field_term(expr, operand, field, seen)
        case Call(function="[]", arguments=[operand, Literal(value=int() as place)]) if (
            operand.type.name == "list"
        ):
            which = "the first" if place == 0 else f"number {place + 1}"
            return Term(f"{which} of {term(operand, seen).words}")
        case Choice(condition=Has(), yes=yes, no=no) if is_constant(no):
            return term(yes, seen)
        case Call(function="size", arguments=[inner]):
            return _size(inner, seen)
        case Call(function="dyn" | "double" | "int" | "string", arguments=[inner], method=False) if (
            inner.type not in (TIMESTAMP, DURATION)
        ):
            return term(inner, seen)
        case Call(function="+" | "-" | "*" | "/" | "%", arguments=[one, other]) if _is_amount(expr):
            return _calculated(expr, one, other, seen)
        case Call(function=getter, arguments=[moment, *zone], method=True) if getter in _GETTERS:
            return _part_of_time(getter, moment, zone, seen)
        case Loop(macro="filter" | "map"):
            return _picked(expr, seen)
    return Term(clipped(seen.quoted(expr)))


def _variable(name: Name, seen: Seen) -> Term:
    if name.slot in seen.entries:
        innermost = next(reversed(seen.entries))
        return Term("it" if name.slot == innermost else name.name)
    words = seen.names.variable(name.name)
    return Term(words, plural=_is_several(name, words))


def field_term(expr: Expr, operand: Expr, field: str, seen: Seen) -> Term:
    """What a field of something is called; `expr` is the whole."""
    record = operand.type.name if isinstance(operand.type, Record) else ""
    words = seen.names.field(record, field)
    if record == "event" and seen.entries and not words.endswith("event"):
        words += " of the event"  # in a list, an entry may have a field of the same name
    if not isinstance(operand, Name) or (operand.slot in seen.entries and len(seen.entries) > 1):
        owner = term(operand, seen).words
        words = words if owner == "it" else f"{words} of {owner}"
    elif record == "" and operand.slot not in seen.entries:
        words = f"{words} of {seen.names.variable(operand.name)}"
    return Term(words, kind=_kind(operand, field), plural=_is_several(expr, words))


def _kind(operand: Expr, field: str) -> Kind:
    """Whether a field was declared as money, or as a day."""
    if not isinstance(operand.type, Record) or (declared := operand.type.fields.get(field)) is None:
        return "plain"
    function = getattr(declared.read, "__func__", None)
    if function is Reading.money:
        return "money"
    return "day" if function is Reading.day else "plain"


def _is_several(expr: Expr, words: str) -> bool:
    """Only what counts or lists can be several: `contract ends` is a day."""
    return (expr.type in NUMBERS or expr.type.name == "list") and is_plural(words)


def _size(inner: Expr, seen: Seen) -> Term:
    counted = term(inner, seen)
    if inner.type.name == "string":
        return Term(f"length of {counted.words}")
    return Term(f"number of {counted.words}" if counted.plural else f"number of entries in {counted.words}")


def _calculated(call: Call, one: Expr, other: Expr, seen: Seen) -> Term:
    if call.type == DURATION and call.function == "-" and one.type == TIMESTAMP:
        return _time_between(one, other, seen)
    if call.type == TIMESTAMP:
        return _moved(call, one, other, seen)
    left, right = term(one, seen), term(other, seen)
    adds = call.function in "+-"
    kind = _kind_of_result(call.function, left, right)
    loose = 2 if adds else 1
    if adds and left.constant:
        left = Term(seen.shown(seen.value(one), kind))
    if adds and right.constant:
        right = Term(seen.shown(seen.value(other), kind))
    first = f"({left.words})" if left.loose > loose else left.words
    last = f"({right.words})" if right.loose >= loose else right.words
    return Term(f"{first} {_SIGNS[call.function]} {last}", kind=kind, loose=loose)


def _kind_of_result(operator: str, left: Term, right: Term) -> Kind:
    money = [one.kind == "money" for one in (left, right)]
    if operator in "+-":
        return "money" if any(money) else "plain"
    if operator == "*":
        return "money" if money.count(True) == 1 else "plain"
    return "money" if money[0] and not money[1] else "plain"


def _time_between(later: Expr, earlier: Expr, seen: Seen) -> Term:
    """`now - x` is the time since x, `x - now` the time until then."""
    if _is_now(later):
        words = _moment(earlier, seen)
        noun = words.removesuffix(" since")
        return Term(f"time since {words}" if noun == words else f"time as {noun}")
    if _is_now(earlier):
        return Term(f"time until {_moment(later, seen)}")
    return Term(f"time from {_moment(earlier, seen)} to {_moment(later, seen)}")


def _moved(call: Call, one: Expr, other: Expr, seen: Seen) -> Term:
    """A moment and a length of time before or after it."""
    moment, length = (one, other) if one.type == TIMESTAMP else (other, one)
    apart = term(length, seen).words
    if _is_now(moment):
        return Term(f"{apart} ago" if call.function == "-" else f"{apart} from now")
    side = "before" if call.function == "-" else "after"
    return Term(f"{apart} {side} {_moment(moment, seen)}", kind=term(moment, seen).kind)


def _part_of_time(getter: str, moment: Expr, zone: list[Expr], seen: Seen) -> Term:
    words, kind = _GETTERS[getter]
    if moment.type == DURATION:
        return Term(f"{words}s of {term(moment, seen).words}")
    words = f"{words} now" if _is_now(moment) else f"{words} of {term(moment, seen).words}"
    if getter == "getHours":
        words += f" in {zone[0].value if zone and isinstance(zone[0], Literal) else 'that zone' if zone else 'UTC'}"
    return Term(words, kind=kind)


def _picked(loop: Loop, seen: Seen) -> Term:
    """Those of a list that a filter keeps, or what a map makes of each."""
    words = term(loop.over, seen).words
    with seen.inside(loop):
        if loop.predicate is not None:
            words = f"{words} where {seen.claimed(loop.predicate, True, seen)}"
        if loop.result is not None:
            each = term(loop.result, seen).words
            words = words if each in ("it", "id") else f"{each} of {words}"
    return Term(words, plural=is_plural(words))


def _moment(expr: Expr, seen: Seen) -> str:
    words = term(expr, seen).words
    return {"time of the event": "the event", "time of it": "it happened"}.get(words, words)


def _is_amount(expr: Expr) -> bool:
    """What is calculated with; texts and lists are only put together."""
    return expr.type in (*NUMBERS, TIMESTAMP, DURATION)


def _is_now(expr: Expr) -> bool:
    return isinstance(expr, Name) and expr.name == "now" and expr.type == TIMESTAMP
