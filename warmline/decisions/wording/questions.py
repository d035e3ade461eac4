"""Questions in words that are no comparisons: is it one of several, is it known, is it set, what stands in a text."""

from dataclasses import replace

from warmline.conditions.errors import EvaluationError
from warmline.conditions.tree import Call, Expr, Has, ListOf, Literal, Loop, Name
from warmline.conditions.types import Record
from warmline.decisions.wording.names import spaced
from warmline.decisions.wording.seen import Seen
from warmline.decisions.wording.shown import listed
from warmline.decisions.wording.statement import Statement, being, doing
from warmline.decisions.wording.terms import IT, Term, field_term, term
from warmline.language.messages import Value, marked, message

_IN_TEXTS = marked(
    {
        "contains": ("contains %(text)s", "does not contain %(text)s"),
        "startsWith": ("begins with %(text)s", "does not begin with %(text)s"),
        "endsWith": ("ends with %(text)s", "does not end with %(text)s"),
        "matches": ("has the form %(text)s", "does not have the form %(text)s"),
    }
)
IN_TEXTS = frozenset(_IN_TEXTS)


def known(has: Has, seen: Seen) -> Statement:
    """`has(x)`: it is known, or not."""
    called = field_term(has, has.operand, has.field, seen)
    if _is_event(has.operand):
        return _in_event(called.words)
    return being(called.words, called.plural, message("known"))


def is_set(expr: Expr, seen: Seen) -> Statement:
    """A field that is true or false."""
    called = term(expr, seen)
    if called.words == "open" and seen.entries:
        return being(IT, False, message("open"))
    return being(called.words, called.plural, message("set"))


def within(call: Call, seen: Seen) -> Statement | None:
    """`value in list`: `value is new, not gold or silver`, `bill shock is not kept in mind`."""
    value, holder = call.arguments
    one, other = term(value, seen), term(holder, seen)
    if isinstance(value, Literal) and _is_situations(holder):
        return _kept([str(value.value)], holder, seen)
    if isinstance(value, Literal) and _is_event(holder):
        return _in_event(one.words)
    if one.constant and other.constant:
        return None
    now: Value = "" if one.constant else _now(value, one, seen)
    if other.constant and isinstance(holder, ListOf) and holder.elements:
        kept = [seen.shown(seen.value(element), one.kind) for element in holder.elements]
        made = being(one.words, one.plural, listed(kept, "or"), now)
        return replace(made, hit="")
    return being(one.words, one.plural, message("among %(list)s", list=other.words), now)


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
        denial = message("%(what)s is not kept in mind", what=names[0])
    elif len(names) == 2:
        denial = message("neither %(one)s nor %(other)s is kept in mind", one=names[0], other=names[1])
    else:
        denial = message("none of %(list)s is kept in mind", list=listed(names, "and"))
    state: Value = ""
    if len(there) == 1:
        state = message("%(what)s is kept in mind", what=there[0])
    elif there:
        state = message("%(list)s are kept in mind", list=listed(there, "and"))
    claim = message("%(what)s is kept in mind", what=listed(names, "or"))
    return Statement(claim=claim, denial=denial, state=state)


def in_text(call: Call, seen: Seen) -> Statement | None:
    """What a text contains, begins with, ends with, or looks like."""
    text, part = call.arguments
    one, other = term(text, seen), term(part, seen)
    if one.constant:
        return None
    does, does_not = (message(pattern, text=other.words) for pattern in _IN_TEXTS[call.function])
    return doing(one.words, one.plural, does, does_not, _now(text, one, seen))


def _in_event(words: Value) -> Statement:
    return Statement(
        claim=message("the event has %(what)s", what=words),
        denial=message("the event has no %(what)s", what=words),
    )


def _now(expr: Expr, called: Term, seen: Seen) -> Value:
    value = seen.value(expr)
    return "" if isinstance(value, EvaluationError) else seen.shown(value, called.kind)


def _is_situations(expr: Expr) -> bool:
    return isinstance(expr, Name) and expr.name == "situations" and not expr.whole


def _is_event(expr: Expr) -> bool:
    return isinstance(expr, Name) and isinstance(expr.type, Record) and expr.type.name == "event"
