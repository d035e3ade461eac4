"""Situations that one policy remembers and another asks for by nearly the same name: slips that nothing else shows.

A source may send situations, too, and a flow may ask about any; so only what looks like a slip of the pen is told.
"""

from collections.abc import Iterable, Iterator, Sequence

from warmline.business.report import Report
from warmline.business.suggest import nearest
from warmline.conditions.condition import Condition
from warmline.conditions.parsing import parse
from warmline.conditions.tree import Call, Expr, ListOf, Literal, Loop, Name, parts
from warmline.decisions.actions.forget import Forget
from warmline.decisions.actions.remember import Remember
from warmline.decisions.model import ANY, ContactPolicy, Offer, Policy
from warmline.decisions.reading.contact_policy import FILE

VARIABLE = "situations"
ALIKE = 0.85
"""How much two names resemble each other that are taken for one; `appointment` is not `appointment_open`."""
_Place = tuple[str, str, int]
"""Who says it, in which file and line."""


def warn_of_slips(
    policies: Sequence[Policy], offers: Iterable[Offer], contact: ContactPolicy, report: Report
) -> None:
    """Report names of situations that are only remembered or only asked for, and nearly one of the others."""
    remembered: dict[str, _Place] = {}
    wanted: dict[str, _Place] = {}
    for policy in policies:
        place = _place(f'policy "{policy.name}"', policy.place)
        for action in policy.do:
            if isinstance(action, Remember):
                remembered.setdefault(action.situation, place)
        forgotten = [action.situation for action in policy.do if isinstance(action, Forget)]
        for name in (*policy.asked, *forgotten, *_named(policy.when)):
            wanted.setdefault(name, place)
    for offer in offers:
        for name in _named(offer.eligible):
            wanted.setdefault(name, _place(f'offer "{offer.name}"', offer.place))
    for bar in contact.service_first:
        for name in _named(bar.when):
            wanted.setdefault(name, (f'"{bar.why}"', FILE, 0))
    wanted.pop(ANY, None)
    told: set[str] = set()
    for names, others, said in (
        (wanted, remembered, "is about the situation {}, which no policy remembers"),
        (remembered, wanted, "remembers {}, and nothing is about that situation"),
    ):
        for name, (who, file, line) in names.items():
            if name not in others and name not in told and (guess := nearest(name, others, ALIKE)):
                told.add(guess)
                report.warning(file, line, f"{who} {said.format(name)}", f"did you mean {guess}?")


def _place(who: str, place: str) -> _Place:
    file, _, line = place.rpartition(":")
    return who, file, int(line)


def _named(condition: Condition | None) -> Iterator[str]:
    """The situations that a condition names."""
    if condition is not None and VARIABLE in condition.text:
        yield from _in(parse(condition.text), frozenset())


def _in(expr: Expr, loops: frozenset[str]) -> Iterator[str]:
    """The same of an expression within loops over the situations, whose variables are `loops`."""
    match expr:
        case Call(function="in", arguments=[Literal(value=str(name)), Name(name="situations")]):
            yield name
        case Call(function="in", arguments=[Name(name=variable), ListOf(elements=elements)]) if (
            variable in loops
        ):
            yield from (one.value for one in elements if isinstance(one, Literal))
        case Call(function="==" | "!=", arguments=[Name(name=variable), Literal(value=str(name))]) if (
            variable in loops
        ):
            yield name
    if isinstance(expr, Loop) and isinstance(expr.over, Name) and expr.over.name == VARIABLE:
        loops |= {expr.variable}
    for part in parts(expr):
        yield from _in(part, loops)
