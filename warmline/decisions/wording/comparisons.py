"""Comparisons in words: `total is ₱990.00, not more than ₱1,500.00`."""

from typing import Any

from warmline.conditions.errors import EvaluationError
from warmline.conditions.tree import Call
from warmline.conditions.values import Timestamp
from warmline.decisions.wording.counts import AMOUNTS, behind_its_name, counted, things
from warmline.decisions.wording.seen import Seen
from warmline.decisions.wording.shown import exactly
from warmline.decisions.wording.statement import Statement, being
from warmline.decisions.wording.terms import Term, term, together
from warmline.language.messages import marked, message

SIGNS = ("==", "!=", "<", "<=", ">", ">=")
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_IN_ORDER = marked(
    {
        "<": "before %(value)s",
        "<=": "at or before %(value)s",
        ">": "after %(value)s",
        ">=": "at or after %(value)s",
    }
)
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
    if now and seen.read(now) == seen.read(measure):
        now = measure
        if not isinstance(value, list) and value != bound:
            now, measure = exactly(value), exactly(bound)
    demand = measure = behind_its_name(other, measure)
    if operator not in ("==", "!="):
        in_order = isinstance(bound, Timestamp | str) or kind in ("month", "weekday")
        demand = message((_IN_ORDER if in_order else AMOUNTS)[operator], value=measure)
    elif not other.constant:
        demand = message("the same as %(value)s", value=measure)
    made = being(one.words, one.plural, demand, now)
    return made.turned() if operator == "!=" else made
