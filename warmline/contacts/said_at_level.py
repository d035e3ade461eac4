"""Advice and offers that a flow asks for before the customer is known well enough to be told.

While Warmline runs, such a text is held back with a reason; this finds it before, so that nobody wonders why a
policy that holds is never heard.
"""

from collections.abc import Iterator, Mapping

from warmline.business.folder import Folder
from warmline.business.model import Business, Disclosure
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.conditions.said import Said
from warmline.conditions.told import Told
from warmline.decisions.actions.proposals import Advice
from warmline.decisions.model import ANY, Policy
from warmline.decisions.reading.section import DECISIONS
from warmline.decisions.rulebook import Rulebook
from warmline.flows.checks.levels import levels
from warmline.flows.model import BUILT_IN, Flow, Step
from warmline.flows.reading.section import FLOWS
from warmline.flows.steps.decide import Decide
from warmline.flows.steps.offer import Offer

Asking = Decide | Offer


def _read(folder: Folder, business: Business, report: Report) -> None:
    """What cannot be loaded anyway is not looked at."""
    if report.refused:
        return
    book = DECISIONS.of(business)
    flows = {name: flow for name, flow in FLOWS.of(business).flows.items() if name != BUILT_IN}
    asking = [*_asking(flows)]
    for policy in book.answering:
        for name, kind, said in _texts(book, policy):
            steps = [(step, level) for step, level in asking if _wants(step, policy, name, kind)]
            if steps:
                _look_at(said, f'{kind} "{name}"', steps, book, report)


def _asking(flows: Mapping[str, Flow]) -> Iterator[tuple[Asking, Disclosure]]:
    """Each step that tells the customer what was decided, with the level that is sure there."""
    known = levels(flows)
    for flow in flows.values():
        for step in flow.steps.values():
            if step.name in flow.known and _tells(step):
                assert isinstance(step, Decide | Offer), "nothing else tells what was decided"
                yield step, known[flow.name].get(step.name, flow.needs)


def _tells(step: Step) -> bool:
    return isinstance(step, Offer) or (isinstance(step, Decide) and step.tells)


def _texts(book: Rulebook, policy: Policy) -> Iterator[tuple[str, str, Said]]:
    """What customers are told of what a policy proposes: its name, what it is, the text."""
    for proposal in policy.proposes:
        if isinstance(proposal, Advice):
            yield proposal.name, "advice", proposal.say
            continue
        offer = book.offers[proposal.name]
        yield offer.name, "offer", offer.called
        if offer.say is not None:
            yield offer.name, "offer", offer.say


def _wants(step: Asking, policy: Policy, name: str, kind: str) -> bool:
    """Whether a step means this one: it asks about what the policy answers about, or names it.

    A step that asks about whatever comes up, and names nothing, does not count: it takes what may be said.
    """
    if kind == "offer" and isinstance(step, Decide):
        return False  # it tells advice alone
    named = isinstance(step, Offer) and name in step.only
    if step.situation in policy.asked:
        return named or not (isinstance(step, Offer) and step.only)
    return named and (not step.situation or ANY in policy.asked)


def _look_at(
    said: Said, called: str, steps: list[tuple[Asking, Disclosure]], book: Rulebook, report: Report
) -> None:
    """Warn once for a text, of the step that is furthest from where it could be said."""
    step, level = min(steps, key=lambda one: one[1])
    above = Told(level, book.levels).above(said.expressions)
    if not above:
        return
    field, needed = max(above.items(), key=lambda one: one[1])
    what = f"{called} says customer.{field}, "
    if needed is Disclosure.STAFF:
        what += f"which is for staff only; {step.file}:{step.line} would tell it to the customer"
        remedy = "leave it out, or declare its disclosure in profile.yaml"
    else:
        word = needed.name.lower()
        what += f"for which a customer must be {word}; {step.file}:{step.line} asks for it before"
        remedy = f"leave it out, or write needs: {word} in {step.file}"
    report.warning(said.wording.file, said.wording.line, what, remedy)


SAID_AT_LEVEL = Section("said at level", (), _read)
"""To be read behind the policies and the flows; there is nothing to ask it for."""
