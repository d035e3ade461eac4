"""Numbers of things in words: `there are 2 open cases, not none`, `there are no open cases`."""

from typing import Any

from warmline.conditions.errors import EvaluationError
from warmline.conditions.tree import Call, Expr, ListOf
from warmline.conditions.types import INT
from warmline.decisions.wording.nouns import there_are
from warmline.decisions.wording.seen import Seen
from warmline.decisions.wording.statement import Statement
from warmline.decisions.wording.terms import Term, term

_NONE = (("==", 0), ("<=", 0), ("<", 1))
_SOME = ((">", 0), (">=", 1), ("!=", 0))
_MORE_OR_LESS = {"<": "less than ", "<=": "at most ", ">": "more than ", ">=": "at least "}


def things(expr: Expr, called: Term, other: Expr, seen: Seen) -> str:
    """What is counted, where an expression that is compared with another counts things; "" where it does not."""
    match expr, other:
        case Call(function="size", arguments=[inner]), _ if inner.type.name == "list" and other.type == INT:
            return term(inner, seen).words
        case _, ListOf(elements=[]) if expr.type.name == "list":
            return called.words
    return called.words if expr.type == INT and called.plural and other.type == INT else ""


def counted(words: str, left: Expr, operator: str, right: Expr, other: Term, seen: Seen) -> Statement:
    """A comparison of how many there are."""
    count, bound = _length(seen.value(left)), _length(seen.value(right))
    state = ""
    if count is not None:
        state = there_are(words, seen.shown(count) if count else "no", single=count == 1)
    aside = "" if count is None else f"there are {count or 'none'}" if count != 1 else "there is 1"
    none, some = there_are(words, "no"), there_are(words)
    if other.constant and (operator, bound) in _NONE:
        return Statement(claim=none, denial=some, state=state, miss="not none", aside=aside)
    if other.constant and (operator, bound) in _SOME:
        return Statement(claim=some, denial=none, state=state, aside=aside)
    measure = "" if bound is None else seen.shown(bound)
    if not other.constant:
        measure = f"{other.words} ({measure})" if measure else other.words
    demand = _MORE_OR_LESS.get(operator, "") + measure
    made = Statement(
        claim=there_are(words, demand, single=demand == "1"),
        denial=there_are(words, f"not {demand}", single=demand == "1"),
        state=state,
        hit="" if count == bound and operator in ("==", "!=") else demand,
        miss=f"not {demand}",
        aside=aside,
    )
    return made.turned() if operator == "!=" else made


def _length(value: Any) -> int | None:
    """A number of things, or that of the entries of a list; None where it is not known."""
    if isinstance(value, EvaluationError):
        return None
    return len(value) if isinstance(value, list) else int(value)
