"""Looks for the parts of a condition that decided it, and says why each gave what it gave."""

from dataclasses import replace

from warmline.conditions.errors import EvaluationError
from warmline.conditions.tree import Call, Choice, Expr, Junction, Literal, Loop
from warmline.decisions.wording.claims import statement
from warmline.decisions.wording.finding import Finding, neither, one_line
from warmline.decisions.wording.loops import looped
from warmline.decisions.wording.paths import facts_of, without_guards
from warmline.decisions.wording.seen import Seen
from warmline.decisions.wording.terms import clipped, is_constant
from warmline.language.messages import message

MOST_FINDINGS = 8
"""How many parts of one junction are put into words."""


def why(expr: Expr, gave: bool, seen: Seen) -> Finding:
    """Why an expression gave true or false, in one line."""
    return _found(expr, gave, seen) or _quoted(expr, gave, seen)


def _found(expr: Expr, gave: bool, seen: Seen) -> Finding | None:
    """None where there are no words for it."""
    match expr:
        case Literal():
            words = message("it always holds") if gave else message("it never holds")
            return Finding(words=words, parts=(expr,))
        case Call(function="!", arguments=[inner]):
            return _of(expr, _found(inner, not gave, seen))
        case Junction():
            return _junction(expr, gave, seen)
        case Choice():
            return _choice(expr, gave, seen)
    made = statement(expr, seen)
    if made is None:
        return _of(expr, looped(expr, gave, seen, why)) if isinstance(expr, Loop) else None
    return Finding(
        words=made.so if gave else made.not_so,
        parts=(expr,),
        facts=facts_of(expr, seen),
        wanted=made.denial if gave else made.claim,
        aside=made.aside,
        state=made.state,
        rest=made.hit if gave else made.miss,
    )


def _junction(junction: Junction, gave: bool, seen: Seen) -> Finding | None:
    """A false part decides an &&, a true one an ||; otherwise it took all of them."""
    if (junction.operator == "&&") is gave:
        every = without_guards(junction, seen)
        found = [why(operand, gave, seen) for operand in every[:MOST_FINDINGS]]
        beyond = len(every) - len(found)
        return one_line(found, beyond) if gave else neither(found)
    deciding = [operand for operand in junction.operands if seen.truth(operand) is gave]
    if not deciding:
        return None
    if gave:
        return why(deciding[0], gave, seen)
    found = [why(operand, gave, seen) for operand in deciding[:MOST_FINDINGS]]
    return found[0] if len(found) == 1 else one_line(found, len(deciding) - len(found))


def _choice(choice: Choice, gave: bool, seen: Seen) -> Finding | None:
    """The side that was taken says it; where that is a constant, it is the question that decided."""
    asked = seen.truth(choice.condition)
    if isinstance(asked, EvaluationError):
        return None
    side = choice.yes if asked else choice.no
    if is_constant(side):
        return _of(choice, _found(choice.condition, asked, seen))
    found = _of(choice, _found(side, gave, seen))
    return found and replace(found, facts=facts_of(choice.condition, seen) | found.facts)


def _of(part: Expr, found: Finding | None) -> Finding | None:
    """A finding inside of a part, as one about the part."""
    return None if found is None else replace(found, parts=(part,))


def _quoted(expr: Expr, gave: bool, seen: Seen) -> Finding:
    said = clipped(seen.quoted(expr))
    words = message("so: %(what)s", what=said) if gave else message("not so: %(what)s", what=said)
    return Finding(words=words, parts=(expr,), facts=facts_of(expr, seen))
