"""Numbers of things in words: `there are 2 open cases, not none`, `there are no open cases`."""

from typing import Any

from warmline.conditions.errors import EvaluationError
from warmline.conditions.tree import Call, Expr, ListOf
from warmline.conditions.types import INT
from warmline.decisions.wording.nouns import there_are, there_are_no
from warmline.decisions.wording.seen import Seen
from warmline.decisions.wording.statement import Statement
from warmline.decisions.wording.terms import Term, term
from warmline.language.messages import Message, Value, marked, message

_NONE = (("==", 0), ("<=", 0), ("<", 1))
_SOME = ((">", 0), (">=", 1), ("!=", 0))
AMOUNTS = marked(
    {
        "<": "less than %(value)s",
        "<=": "at most %(value)s",
        ">": "more than %(value)s",
        ">=": "at least %(value)s",
    }
)
"""By the sign of a comparison."""


def things(expr: Expr, called: Term, other: Expr, seen: Seen) -> Value:
    """What is counted, where an expression that is compared with another counts things; "" where it does not."""
    match expr, other:
        case Call(function="size", arguments=[inner]), _ if inner.type.name == "list" and other.type == INT:
            return term(inner, seen).words
        case _, ListOf(elements=[]) if expr.type.name == "list":
            return called.words
    return called.words if expr.type == INT and called.plural and other.type == INT else ""


def counted(words: Value, left: Expr, operator: str, right: Expr, other: Term, seen: Seen) -> Statement:
    """A comparison of how many there are."""
    count, bound = _length(seen.value(left)), _length(seen.value(right))
    state: Value = ""
    aside: Value = ""
    if count is not None:
        state = there_are(words, seen.shown(count), single=count == 1) if count else there_are_no(words)
        aside = _so_many(count)
    none, some = there_are_no(words), there_are(words)
    if other.constant and (operator, bound) in _NONE:
        return Statement(claim=none, denial=some, state=state, miss=message("not none"), aside=aside)
    if other.constant and (operator, bound) in _SOME:
        return Statement(claim=some, denial=none, state=state, aside=aside)
    demand = behind_its_name(other, "" if bound is None else seen.shown(bound))
    if operator in AMOUNTS:
        demand = message(AMOUNTS[operator], value=demand)
    single = other.constant and bound == 1 and operator not in AMOUNTS
    miss = message("not %(value)s", value=demand)
    made = Statement(
        claim=there_are(words, demand, single=single),
        denial=there_are(words, miss, single=single),
        state=state,
        hit="" if count == bound and operator in ("==", "!=") else demand,
        miss=miss,
        aside=aside,
    )
    return made.turned() if operator == "!=" else made


def behind_its_name(called: Term, value: Value) -> Value:
    """What something is measured by: its value, after its name where it is not written in the condition itself."""
    if called.constant:
        return value
    return message("%(what)s (%(value)s)", what=called.words, value=value) if value else called.words


def _so_many(count: int) -> Message:
    if count == 1:
        return message("there is 1")
    return message("there are %(n)s", n=count) if count else message("there are none")


def _length(value: Any) -> int | None:
    """A number of things, or that of the entries of a list; None where it is not known."""
    if isinstance(value, EvaluationError):
        return None
    return len(value) if isinstance(value, list) else int(value)
