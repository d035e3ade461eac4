"""Comparisons in words: `total is ₱990.00, not more than ₱1,500.00`."""

from typing import Any

from warmline.conditions.errors import EvaluationError
from warmline.conditions.tree import Call
from warmline.conditions.values import Timestamp
from warmline.decisions.wording.counts import counted, things
from warmline.decisions.wording.seen import Seen
from warmline.decisions.wording.shown import exactly
from warmline.decisions.wording.statement import Statement, being
from warmline.decisions.wording.terms import Term, term, together

SIGNS = ("==", "!=", "<", "<=", ">", ">=")
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_AMOUNTS = {"<": "less than ", "<=": "at most ", ">": "more than ", ">=": "at least "}
_IN_ORDER = {"<": "before ", "<=": "at or before ", ">": "after ", ">=": "at or after "}
"""For times, and for what else has an order without being an amount."""


def compared(call: Call, seen: Seen) -> Statement | None:
    """What a comparison says; None where there are no words for it."""
    operator, (left, right) = call.function, call.arguments
    one, other = term(left, seen), term(right, seen)
    if one.constant:
        left, right, one, other = right, left, other, one
        operator = _TURNED.get(operator, operator)
    if one.constant:
        return None
    if words := things(left, one, right, seen):
        return counted(words, left, operator, right, other, seen)
    return _measured(one, seen.value(left), operator, other, seen.value(right), seen)


def _measured(one: Term, value: Any, operator: str, other: Term, bound: Any, seen: Seen) -> Statement | None:
    """A value and what it is measured by; either may be an error, where it is not known."""
    if isinstance(value, dict) or isinstance(bound, dict):
        return None
    kind = together(one, other)
    now, measure = (
        "" if isinstance(found, EvaluationError) else seen.shown(found, kind) for found in (value, bound)
    )
    if now and now == measure and not isinstance(value, list) and value != bound:
        now, measure = exactly(value), exactly(bound)
    same = operator in ("==", "!=")
    says = ""
    if not same:
        in_order = isinstance(bound, Timestamp | str) or kind in ("month", "weekday")
        says = (_IN_ORDER if in_order else _AMOUNTS)[operator]
    if not other.constant:
        says = "the same as " if same else says
        measure = f"{other.words} ({measure})" if measure else other.words
    made = being(one.words, one.plural, says + measure, now)
    return made.turned() if operator == "!=" else made
