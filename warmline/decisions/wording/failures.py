"""Why a condition could not be judged, in words: `the event has no due`, `last rating is not a whole number`."""

from warmline.conditions.errors import EvaluationError, NoSuchKey, OtherCurrency, Unreadable
from warmline.conditions.tree import Call, Expr, Literal, Name, Select, parts
from warmline.conditions.types import Record
from warmline.decisions.wording.finding import Finding
from warmline.decisions.wording.paths import facts_of
from warmline.decisions.wording.seen import Seen
from warmline.decisions.wording.terms import clipped, term
from warmline.language.messages import Message, Value, message


def failed(error: EvaluationError, seen: Seen) -> Finding:
    """What went wrong, and with which part."""
    part = _at(seen.parts.whole, error)
    if part is None:
        return Finding(words=error.said)
    return Finding(words=_words(part, error, seen), parts=(part,), facts=facts_of(part, seen))


def _at(expr: Expr, error: EvaluationError) -> Expr | None:
    """The innermost part that stands where the error does."""
    if not expr.start <= error.start <= error.end <= expr.end:
        return None
    inside = next((found for part in parts(expr) if (found := _at(part, error))), None)
    return inside or (expr if (expr.start, expr.end) == (error.start, error.end) else None)


def _words(part: Expr, error: EvaluationError, seen: Seen) -> Value:
    match part:
        case Select(operand=operand) | Call(function="[]", arguments=[operand, Literal(value=str())]):
            called = term(part, seen).words
            if isinstance(error, Unreadable | OtherCurrency):
                return Message(error.said.pattern, {**error.said.values, "field": called})
            if isinstance(error, NoSuchKey):
                of_event = isinstance(operand, Name) and isinstance(operand.type, Record)
                return (
                    message("the event has no %(what)s", what=called)
                    if of_event and operand.type.name == "event"
                    else message("%(what)s is not known", what=called)
                )
    return message("%(error)s: %(part)s", error=error.said, part=clipped(seen.quoted(part)))
