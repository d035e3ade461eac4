"""From a condition to the ways in which it can hold: each a set of values for each thing that it asks."""

from collections.abc import Iterator

from warmline.conditions.tree import Call, Choice, Expr, Has, Junction, Literal, Select, parts
from warmline.conditions.types import BOOL
from warmline.decisions.overlap.comparisons import compared
from warmline.decisions.overlap.domain import Domain
from warmline.decisions.overlap.spelling import present, spelled

MOST = 32
"""Ways of one condition; one that has more is taken apart no further."""

Branch = dict[str, Domain]
"""What must be the case, by the spelling of what is asked."""

_TRUE = Domain("truth", points=frozenset([True]))
_FALSE = Domain("truth", points=frozenset([False]))


def branches(expr: Expr, truth: bool = True) -> list[Branch]:
    """The ways in which a checked condition can be true (or false). One that cannot has none."""
    match expr:
        case Literal(value=bool() as value):
            return [{}] if value is truth else []
        case Call(function="!", arguments=[inner], method=False):
            return branches(inner, not truth)
        case Junction(operator=operator, operands=operands):
            several = [(operand, truth) for operand in operands]
            return _all_of(several) if (operator == "&&") == truth else _one_of(expr, truth, several)
        case Choice(condition=condition, yes=yes, no=no) if expr.type == BOOL and not _chooses(condition):
            first = _all_of([(condition, True), (yes, truth)])
            second = _all_of([(condition, False), (no, truth)])
            return _few([*first, *second], expr, truth)
    return [_said(expr, truth)]


def both(one: Branch, other: Branch) -> Branch | None:
    """What must be the case where both are; None where that cannot be."""
    merged = dict(one)
    for key, domain in other.items():
        if key in merged:
            domain = merged[key] & domain
            if domain.empty:
                return None
        merged[key] = domain
    return merged


def _all_of(several: list[tuple[Expr, bool]]) -> list[Branch]:
    """The ways in which all can be as they must; what would make too many is taken as a whole."""
    found: list[Branch] = [{}]
    for expr, truth in several:
        ways = branches(expr, truth)
        if len(found) * len(ways) > MOST:
            ways = [_plainly(expr, truth)]
        found = [way for one in found for other in ways if (way := both(one, other)) is not None]
    return found


def _one_of(whole: Expr, wanted: bool, several: list[tuple[Expr, bool]]) -> list[Branch]:
    """The ways in which one can be as it must."""
    return _few([way for expr, truth in several for way in branches(expr, truth)], whole, wanted)


def _chooses(expr: Expr) -> bool:
    """Whether there is a choice in it: one in the condition of another would be gone through twice, and again twice."""
    return isinstance(expr, Choice) or any(_chooses(part) for part in parts(expr))


def _few(found: list[Branch], whole: Expr, wanted: bool) -> list[Branch]:
    return found if len(found) <= MOST else [_plainly(whole, wanted)]


def _plainly(expr: Expr, truth: bool) -> Branch:
    """That the whole of it is true, or false."""
    return {f"is {spelled(expr)}": _TRUE if truth else _FALSE}


def _said(expr: Expr, truth: bool) -> Branch:
    """What one part without `&&` and `||` says, and which fields must be there for it to say so."""
    if isinstance(expr, Has):
        branch = {present(expr.operand, expr.field): _TRUE if truth else _FALSE}
        return branch | _there(expr.operand)
    if isinstance(expr, Call):
        if expr.function in ("==", "!=") and (told := _truth(expr)) is not None:
            asked, value = told
            return _said(asked, value is truth)
        said = compared(expr, truth)
        if said is not None:
            there = {key: domain for part in said.about for key, domain in _there(part).items()}
            return {said.key: said.domain} | there
    return _plainly(expr, truth) | _there(expr)


def _truth(call: Call) -> tuple[Expr, bool] | None:
    """`x == true` and the like, of something simple that is true or false: what is asked, and what it must be."""
    for asked, constant in (call.arguments, call.arguments[::-1]):
        simple = asked.type == BOOL and not isinstance(asked, Junction | Choice | Literal)
        if simple and isinstance(constant, Literal) and isinstance(constant.value, bool):
            return asked, constant.value is (call.function == "==")
    return None


def _there(expr: Expr) -> Branch:
    """The fields that must have been there for an expression to have a value."""
    return {present(part.operand, part.field): _TRUE for part in _surely_read(expr)}


def _surely_read(expr: Expr) -> Iterator[Select]:
    match expr:
        case Select(operand=operand):
            if expr.denoted is None:
                yield expr
            yield from _surely_read(operand)
        case Has(operand=operand):
            yield from _surely_read(operand)
        case Call(arguments=arguments):
            for argument in arguments:
                yield from _surely_read(argument)
