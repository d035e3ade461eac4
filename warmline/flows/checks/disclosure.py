"""Nothing is said to somebody who is not known well enough for it.

Why: whoever holds the phone may be anybody in the family, and whoever knows an account number may be anybody at all.
While Warmline runs, such a text is never said; this rule finds it before, so that nobody is connected with a person
because a text could not be said.
"""

from collections.abc import Iterator

from warmline.business.model import Disclosure
from warmline.conditions.said import Said
from warmline.conditions.tree import Expr, Has, Name, Select, parts
from warmline.flows.checks.checking import Checking
from warmline.flows.checks.levels import levels, when_held
from warmline.flows.model import Flow, Step
from warmline.flows.steps.menu import Menu
from warmline.flows.variables import GIVEN

CUSTOMER = "customer"


def check(checking: Checking) -> None:
    """Each fact in each text, against the level that is sure at its step."""
    known = levels(checking.flows)
    for flow, step in checking.reached():
        level = known[flow.name].get(step.name, flow.needs)
        for said, at in _texts(step, level):
            for expression in said.expressions:
                for fact, needed in _facts(checking, flow, expression.tree):
                    if needed > at:
                        _report(checking, flow, step, said, fact, needed, at)


def _texts(step: Step, level: Disclosure) -> Iterator[tuple[Said, Disclosure]]:
    """What a step says, each with the level of those who hear it: an option may be there for some only."""
    options: dict[int, Disclosure] = {}
    if isinstance(step, Menu):
        for choice in step.choices:
            for said in choice.label:
                options[id(said)] = when_held(choice.when.text) if choice.when else level
    for said in step.texts():
        yield said, max(level, options.get(id(said), level))


def _facts(checking: Checking, flow: Flow, tree: Expr) -> Iterator[tuple[str, Disclosure]]:
    """The facts that an expression uses, each with the level at which it may be told."""
    match tree:
        case (
            Select(operand=Name(name="customer"), field=field)
            | Has(operand=Name(name="customer"), field=field)
        ):
            yield f"{CUSTOMER}.{field}", checking.book.levels.get(field, Disclosure.STAFF)
        case Select(operand=Name(name="given"), field=field) | Has(operand=Name(name="given"), field=field):
            if field in flow.variables:
                yield f"{GIVEN}.{field}", flow.variables[field].disclosure
        case Name(name=name):
            if name in flow.variables:
                yield name, flow.variables[name].disclosure
        case _:
            for part in parts(tree):
                yield from _facts(checking, flow, part)


def _report(
    checking: Checking, flow: Flow, step: Step, said: Said, fact: str, needed: Disclosure, at: Disclosure
) -> None:
    if needed is Disclosure.STAFF:
        what, remedy = (
            f"says {fact}, which is for staff only",
            "leave it out, or declare its disclosure in profile.yaml",
        )
    else:
        what = f"says {fact}, for which a customer must be {needed.name.lower()}; here they are {_words(at)}"
        remedy = f"write needs: {needed.name.lower()} in {flow.file}, or verify before"
    checking.problem(step, what, remedy, said.wording.line)


def _words(level: Disclosure) -> str:
    return "perhaps anybody" if level is Disclosure.ANONYMOUS else f"only {level.name.lower()} for sure"
