"""Questions in words that are no comparisons: is it one of several, is it known, is it set, what stands in a text."""

from dataclasses import replace

from warmline.conditions.errors import EvaluationError
from warmline.conditions.tree import Call, Expr, Has, ListOf, Literal, Loop, Name
from warmline.conditions.types import Record
from warmline.decisions.wording.names import spaced
from warmline.decisions.wording.seen import Seen
from warmline.decisions.wording.shown import listed
from warmline.decisions.wording.statement import Statement, being, doing
from warmline.decisions.wording.terms import Term, field_term, term

_IN_TEXTS = {
    "contains": ("contains", "does not contain"),
    "startsWith": ("begins with", "does not begin with"),
    "endsWith": ("ends with", "does not end with"),
    "matches": ("has the form", "does not have the form"),
}
IN_TEXTS = frozenset(_IN_TEXTS)


def known(has: Has, seen: Seen) -> Statement:
    """`has(x)`: it is known, or not."""
    called = field_term(has, has.operand, has.field, seen)
    if _is_event(has.operand):
        return Statement(claim=f"the event has {called.words}", denial=f"the event has no {called.words}")
    return being(called.words, called.plural, "known")


def is_set(expr: Expr, seen: Seen) -> Statement:
    """A field that is true or false."""
    called = term(expr, seen)
    if called.words == "open" and seen.entries:
        return being("it", False, "open")
    return being(called.words, called.plural, "set")


def within(call: Call, seen: Seen) -> Statement | None:
    """`value in list`: `value is new, not gold or silver`, `bill shock is not kept in mind`."""
    value, holder = call.arguments
    one, other = term(value, seen), term(holder, seen)
    if isinstance(value, Literal) and _is_situations(holder):
        return _kept([str(value.value)], holder, seen)
    if isinstance(value, Literal) and _is_event(holder):
        return Statement(claim=f"the event has {one.words}", denial=f"the event has no {one.words}")
    if one.constant and other.constant:
        return None
    now = "" if one.constant else _now(value, one, seen)
    if other.constant and isinstance(holder, ListOf) and holder.elements:
        kept = [seen.shown(seen.value(element), one.kind) for element in holder.elements]
        made = being(one.words, one.plural, listed(kept, "or"), now)
        return replace(made, hit="")
    return being(one.words, one.plural, f"among {other.words}", now)


def kept_in_mind(loop: Loop, seen: Seen) -> Statement | None:
    """`situations.exists(s, s in [...])`: `neither came back nor gave up waiting is kept in mind`."""
    match loop:
        case Loop(
            macro="exists",
            slot=slot,
            predicate=Call(function="in", arguments=[Name(slot=asked), ListOf(elements=[_, *_] as wanted)]),
        ) if slot == asked and _is_situations(loop.over) and all(isinstance(one, Literal) for one in wanted):
            return _kept([str(one.value) for one in wanted if isinstance(one, Literal)], loop.over, seen)
    return None


def _kept(wanted: list[str], holder: Expr, seen: Seen) -> Statement:
    kept = seen.value(holder)
    names = [spaced(one) for one in wanted]
    there = [spaced(one) for one in wanted if isinstance(kept, list) and one in kept]
    if len(names) == 1:
        denial = f"{names[0]} is not kept in mind"
    else:
        denial = f"none of {listed(names, 'and')} is kept in mind"
        if len(names) == 2:
            denial = f"neither {names[0]} nor {names[1]} is kept in mind"
    state = f"{listed(there, 'and')} {'is' if len(there) == 1 else 'are'} kept in mind" if there else ""
    return Statement(claim=f"{listed(names, 'or')} is kept in mind", denial=denial, state=state)


def in_text(call: Call, seen: Seen) -> Statement | None:
    """What a text contains, begins with, ends with, or looks like."""
    text, part = call.arguments
    one, other = term(text, seen), term(part, seen)
    if one.constant:
        return None
    does, does_not = (f"{verb} {other.words}" for verb in _IN_TEXTS[call.function])
    return doing(one.words, one.plural, does, does_not, _now(text, one, seen))


def _now(expr: Expr, called: Term, seen: Seen) -> str:
    value = seen.value(expr)
    return "" if isinstance(value, EvaluationError) else seen.shown(value, called.kind)


def _is_situations(expr: Expr) -> bool:
    return isinstance(expr, Name) and expr.name == "situations" and not expr.whole


def _is_event(expr: Expr) -> bool:
    return isinstance(expr, Name) and isinstance(expr.type, Record) and expr.type.name == "event"
