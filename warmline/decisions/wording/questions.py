"""Questions in words that are no comparisons: is it one of several, is it known, is it set, what stands in a text."""

from dataclasses import replace

from warmline.decisions.conditions.errors import EvaluationError
from warmline.decisions.conditions.tree import Call, Expr, Has, ListOf, Literal, Name
from warmline.decisions.conditions.types import Record
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
    if isinstance(value, Literal) and isinstance(holder, Name) and holder.name == "situations":
        return being(spaced(str(value.value)), False, "kept in mind")
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


def _is_event(expr: Expr) -> bool:
    return isinstance(expr, Name) and isinstance(expr.type, Record) and expr.type.name == "event"
