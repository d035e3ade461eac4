"""What an expression of a value is called in a sentence: `average of six invoices`, `time since the event`."""

from dataclasses import dataclass

from warmline.conditions.errors import EvaluationError
from warmline.conditions.functions import READ_AT_ONCE
from warmline.conditions.reading import Reading
from warmline.conditions.tree import Call, Choice, Expr, Has, ListOf, Literal, Loop, Name, Select
from warmline.conditions.types import DURATION, NUMBERS, TIMESTAMP, Record
from warmline.decisions.wording.names import TIME_OF_ENTRY, TIME_OF_EVENT
from warmline.decisions.wording.nouns import is_plural
from warmline.decisions.wording.seen import Seen
from warmline.decisions.wording.shown import Kind
from warmline.language.messages import Message, Value, message

LONGEST_QUOTE = 80
_SIGNS: dict[str, Value] = {"*": "×", "/": "÷", "%": message("modulo"), "+": "+", "-": "−"}
_GETTERS: dict[str, tuple[Message, Kind]] = {
    "getFullYear": (message("year"), "plain"),
    "getMonth": (message("month"), "month"),
    "getDate": (message("day of the month"), "plain"),
    "getDayOfMonth": (message("day of the month"), "from_zero"),
    "getDayOfWeek": (message("weekday"), "weekday"),
    "getDayOfYear": (message("day of the year"), "from_zero"),
    "getHours": (message("hour"), "plain"),
    "getMinutes": (message("minute"), "plain"),
    "getSeconds": (message("second"), "plain"),
    "getMilliseconds": (message("millisecond"), "plain"),
}
"""Parts of a time: their names, and how CEL counts them."""
_LENGTHS = {
    "getHours": message("hours"),
    "getMinutes": message("minutes"),
    "getSeconds": message("seconds"),
    "getMilliseconds": message("milliseconds"),
}
"""Parts of a length of time."""
IT = message("it")
"""The entry of a list that is talked about."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words for a value. `constant` ones are shown as what they are, in the manner of what they are compared with.

    `plural` goes with `are`. `loose` says how loosely the words hold together: 1 for products, 2 for sums.
    """

    words: Value
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
        words: Value = seen.quoted(expr) if isinstance(value, EvaluationError) else seen.shown(value)
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
            several = term(operand, seen).words
            if place == 0:
                return Term(message("the first of %(things)s", things=several))
            return Term(message("number %(n)s of %(things)s", n=place + 1, things=several))
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
        return Term(IT if name.slot == innermost else name.name)
    words = seen.names.variable(name.name)
    return Term(words, plural=_is_several(name, words))


def field_term(expr: Expr, operand: Expr, field: str, seen: Seen) -> Term:
    """What a field of something is called; `expr` is the whole."""
    record = operand.type.name if isinstance(operand.type, Record) else ""
    words = seen.names.field(record, field)
    if record == "event" and seen.entries and not str(words).endswith("event"):
        # In a list, an entry may have a field of the same name.
        words = message("%(what)s of the event", what=words)
    if not isinstance(operand, Name) or (operand.slot in seen.entries and len(seen.entries) > 1):
        owner = term(operand, seen).words
        words = words if owner == IT else of(words, owner)
    elif record == "" and operand.slot not in seen.entries:
        words = of(words, seen.names.variable(operand.name))
    return Term(words, kind=_kind(operand, field), plural=_is_several(expr, words))


def _kind(operand: Expr, field: str) -> Kind:
    """Whether a field was declared as money, or as a day."""
    if not isinstance(operand.type, Record) or (declared := operand.type.fields.get(field)) is None:
        return "plain"
    function = getattr(declared.read, "__func__", None)
    if function is Reading.money:
        return "money"
    return "day" if function is Reading.day else "plain"


def _is_several(expr: Expr, words: Value) -> bool:
    """Only what counts or lists can be several: `contract ends` is a day."""
    return (expr.type in NUMBERS or expr.type.name == "list") and is_plural(words)


def _size(inner: Expr, seen: Seen) -> Term:
    counted = term(inner, seen)
    if inner.type.name == "string":
        return Term(message("length of %(what)s", what=counted.words))
    if counted.plural:
        return Term(message("number of %(things)s", things=counted.words))
    return Term(message("number of entries in %(what)s", what=counted.words))


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
    first = message("(%(what)s)", what=left.words) if left.loose > loose else left.words
    last = message("(%(what)s)", what=right.words) if right.loose >= loose else right.words
    words = message("%(one)s %(sign)s %(other)s", one=first, sign=_SIGNS[call.function], other=last)
    return Term(words, kind=kind, loose=loose)


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
        if isinstance(words, str) and words.endswith(" since"):
            return Term(message("time as %(what)s", what=words.removesuffix(" since")))
        return Term(message("time since %(what)s", what=words))
    if _is_now(earlier):
        return Term(message("time until %(what)s", what=_moment(later, seen)))
    begins, ends = _moment(earlier, seen), _moment(later, seen)
    return Term(message("time from %(begins)s to %(ends)s", begins=begins, ends=ends))


def _moved(call: Call, one: Expr, other: Expr, seen: Seen) -> Term:
    """A moment and a length of time before or after it."""
    moment, length = (one, other) if one.type == TIMESTAMP else (other, one)
    apart = term(length, seen).words
    if _is_now(moment):
        return Term(
            message("%(length)s ago", length=apart)
            if call.function == "-"
            else message("%(length)s from now", length=apart)
        )
    around = _moment(moment, seen)
    words = (
        message("%(length)s before %(moment)s", length=apart, moment=around)
        if call.function == "-"
        else message("%(length)s after %(moment)s", length=apart, moment=around)
    )
    return Term(words, kind=term(moment, seen).kind)


def _part_of_time(getter: str, moment: Expr, zone: list[Expr], seen: Seen) -> Term:
    part, kind = _GETTERS[getter]
    if moment.type == DURATION:
        return Term(of(_LENGTHS.get(getter, part), term(moment, seen).words))
    words = message("%(part)s now", part=part) if _is_now(moment) else of(part, term(moment, seen).words)
    if getter == "getHours":
        named = str(zone[0].value) if zone and isinstance(zone[0], Literal) else ""
        there: Value = named or (message("that zone") if zone else "UTC")
        words = message("%(what)s in %(zone)s", what=words, zone=there)
    return Term(words, kind=kind)


def _picked(loop: Loop, seen: Seen) -> Term:
    """Those of a list that a filter keeps, or what a map makes of each."""
    words = term(loop.over, seen).words
    with seen.inside(loop):
        if loop.predicate is not None:
            words = where(words, seen.claimed(loop.predicate, True, seen))
        if loop.result is not None:
            each = term(loop.result, seen).words
            words = words if each in (IT, "id") else of(each, words)
    return Term(words, plural=is_plural(words))


def of(words: Value, owner: Value) -> Message:
    """Something of something else."""
    return message("%(what)s of %(owner)s", what=words, owner=owner)


def where(things: Value, condition: Value) -> Message:
    """Those of several things for which something is so."""
    return message("%(things)s where %(condition)s", things=things, condition=condition)


def _moment(expr: Expr, seen: Seen) -> Value:
    words = term(expr, seen).words
    if words == TIME_OF_EVENT:
        return message("the event")
    return message("it happened") if words == TIME_OF_ENTRY else words


def _is_amount(expr: Expr) -> bool:
    """What is calculated with; texts and lists are only put together."""
    return expr.type in (*NUMBERS, TIMESTAMP, DURATION)


def _is_now(expr: Expr) -> bool:
    return isinstance(expr, Name) and expr.name == "now" and expr.type == TIMESTAMP
