"""From every step there is a way to an end.

Why: a flow that goes round in circles holds on to customers until they hang up. A circle of words alone is refused, for
it would never let anybody speak; a flow that ends only by giving up is worth a warning.
"""

from warmline.flows.checks.checking import Checking
from warmline.flows.checks.walking import WORDS_ONLY, failing, legs
from warmline.flows.model import Flow, Step


def check(checking: Checking) -> None:
    """No circles of words, and for each step an end that can be reached without failing."""
    for flow in checking.flows.values():
        ending = _ending(flow)
        reached = [step for step in flow.steps.values() if step.name in flow.known]
        lost = [step for step in reached if step.name not in ending]
        circle = next((step for step in lost if _goes_round(flow, step)), None)
        if circle is not None:
            what = "goes round in a circle in which nobody is asked anything"
            checking.problem(circle, what, "let one of its steps lead out: then: end")
        elif lost:
            what = "leads to no end but that of giving up"
            checking.warning(lost[0], what, "add a way out, such as an option that ends the flow: then: end")


def _ending(flow: Flow) -> set[str]:
    """The steps from which the flow can end by usual ways: it ends, goes back, or somebody takes over."""
    found = {
        step.name
        for step in flow.steps.values()
        if any(not leg.target for leg in legs(flow, step) if not failing(step, leg.way))
    }
    grown = True
    while grown:
        more = {
            step.name
            for step in flow.steps.values()
            if any(leg.target in found for leg in legs(flow, step) if not failing(step, leg.way))
        } - found
        found |= more
        grown = bool(more)
    return found


def _goes_round(flow: Flow, begin: Step) -> bool:
    """Whether one comes back to a step through words alone, without any other way."""
    seen: set[str] = set()
    waiting = [begin.name]
    while waiting:
        step = flow.steps[waiting.pop()]
        if step.name in seen:
            continue
        if step.kind not in WORDS_ONLY or step.kind == "call":
            return False
        seen.add(step.name)
        waiting += [leg.target for leg in legs(flow, step) if leg.target]
    return True
