"""What a part of a condition says, as a sentence without the facts: `status is late and it is open`."""

from warmline.conditions.tree import Call, Expr, Has, Junction, Literal, Loop, Name, Select
from warmline.conditions.types import BOOL, DYN
from warmline.decisions.wording.comparisons import SIGNS, compared
from warmline.decisions.wording.nouns import there_are, there_are_no
from warmline.decisions.wording.paths import without_guards
from warmline.decisions.wording.questions import IN_TEXTS, in_text, is_set, kept_in_mind, known, within
from warmline.decisions.wording.seen import Seen
from warmline.decisions.wording.statement import Statement
from warmline.decisions.wording.terms import clipped, is_constant, term, where
from warmline.language.messages import Value, message


def statement(expr: Expr, seen: Seen) -> Statement | None:
    """The sentences about a part that is one comparison or question; None where there are no words for it."""
    match expr:
        case Has():
            return known(expr, seen)
        case Name() | Select() if expr.type in (BOOL, DYN) and not is_constant(expr):
            return is_set(expr, seen)
        case Call(function="==" | "!=", arguments=[one, Literal(value=bool() as wanted)]) if one.type == BOOL:
            made = statement(one, seen)
            return made.turned() if made and wanted is (expr.function == "!=") else made
        case Call(function=sign, method=False) if sign in SIGNS:
            return compared(expr, seen)
        case Call(function="in"):
            return within(expr, seen)
        case Call(function=function, arguments=[_, _]) if function in IN_TEXTS:
            return in_text(expr, seen)
        case Loop():
            return kept_in_mind(expr, seen)
    return None


def claimed(expr: Expr, wanted: bool, seen: Seen) -> Value:
    """A part as a sentence, or with `wanted` False its opposite; quoted where there are no words for it."""
    if made := statement(expr, seen):
        return made.claim if wanted else made.denial
    match expr:
        case Call(function="!", arguments=[inner]):
            return claimed(inner, not wanted, seen)
        case Junction():
            both = (expr.operator == "&&") is wanted
            return _joined([_inside(part, wanted, seen) for part in without_guards(expr, seen)], both)
        case Loop(macro="exists", predicate=predicate) if predicate is not None:
            with seen.inside(expr):
                what = claimed(predicate, True, seen)
            those = where(term(expr.over, seen).words, what)
            return there_are(those) if wanted else there_are_no(those)
    quote = clipped(seen.quoted(expr))
    return quote if wanted else message("not (%(what)s)", what=quote)


def _joined(claims: list[Value], both: bool) -> Value:
    found = claims[0]
    for one in claims[1:]:
        found = (
            message("%(one)s and %(other)s", one=found, other=one)
            if both
            else message("%(one)s or %(other)s", one=found, other=one)
        )
    return found


def _inside(expr: Expr, wanted: bool, seen: Seen) -> Value:
    """An operand; one that is a junction itself in parentheses."""
    words = claimed(expr, wanted, seen)
    return message("(%(what)s)", what=words) if isinstance(expr, Junction) else words
