"""How well a customer is known for sure at each step, on whatever way they came."""

import re
from collections.abc import Mapping

from warmline.business.model import Disclosure
from warmline.conditions.errors import Refusal
from warmline.conditions.parsing import parse
from warmline.conditions.tree import Junction
from warmline.flows.checks.walking import Leg, legs
from warmline.flows.model import Flow, Step
from warmline.flows.steps.branch import Branch

_FOUND_OUT = {"identify": Disclosure.RECOGNISED, "verify": Disclosure.VERIFIED}
_ASKED = re.compile(r'contact\.level\s*(==|!=)\s*["\'](anonymous|recognised|verified)["\']')


def levels(flows: Mapping[str, Flow]) -> dict[str, dict[str, Disclosure]]:
    """By flow and step, the lowest level that any way to it has. Steps that cannot be reached are left out.

    A flow is entered at the level that it `needs`, at least; a step that identifies or verifies raises it on its usual
    way, a branch on `contact.level` where it says so, and a flow that is called to the lowest of its ends.
    """
    ends = {name: flow.needs for name, flow in flows.items()}
    while True:
        found = {name: _within(flow, ends) for name, flow in flows.items()}
        after = {name: max(ends[name], _lowest_end(flow, found[name], ends)) for name, flow in flows.items()}
        if after == ends:
            return found
        ends = after


def when_held(condition: str) -> Disclosure:
    """The level that somebody has for whom a condition holds."""
    return max(map(_asked, _together(condition)), default=Disclosure.ANONYMOUS)


def when_not_held(condition: str) -> Disclosure:
    """The level that somebody has for whom a condition does not hold."""
    asked = _ASKED.fullmatch(condition.strip())
    if asked is None:
        return Disclosure.ANONYMOUS
    if asked[1] == "!=":
        return Disclosure[asked[2].upper()]
    return Disclosure.RECOGNISED if asked[2] == "anonymous" else Disclosure.ANONYMOUS


def _together(condition: str) -> list[str]:
    """The conditions that hold whenever this one does: it, or what stands between its &&."""
    try:
        tree = parse(condition)
    except Refusal:
        return []  # the last way of a branch has none
    both = isinstance(tree, Junction) and tree.operator == "&&"
    operands = tree.operands if isinstance(tree, Junction) and both else [tree]
    return [condition[one.start : one.end] for one in operands]


def _asked(condition: str) -> Disclosure:
    found = _ASKED.fullmatch(condition)
    if found is None:
        return Disclosure.ANONYMOUS
    if found[1] == "==":
        return Disclosure[found[2].upper()]
    return Disclosure.RECOGNISED if found[2] == "anonymous" else Disclosure.ANONYMOUS


def _within(flow: Flow, ends: Mapping[str, Disclosure]) -> dict[str, Disclosure]:
    found = {flow.start: flow.needs}
    waiting = [flow.start]
    while waiting:
        step = flow.steps[waiting.pop()]
        for leg, level in _raised(flow, step, found[step.name], ends):
            before = found.get(leg.target)
            if leg.target and (before is None or level < before):
                found[leg.target] = level
                waiting.append(leg.target)
    return found


def _raised(
    flow: Flow, step: Step, level: Disclosure, ends: Mapping[str, Disclosure]
) -> list[tuple[Leg, Disclosure]]:
    """Each way out of a step with the level behind it."""
    found = []
    so_far = level
    for leg in legs(flow, step):
        behind = so_far
        if not leg.way.label and step.kind in _FOUND_OUT:
            behind = max(level, _FOUND_OUT[step.kind])
        if isinstance(step, Branch):
            behind = max(so_far, when_held(leg.way.label))
            so_far = max(so_far, when_not_held(leg.way.label))
        if leg.callee in ends:
            behind = max(behind, ends[leg.callee])
        found.append((leg, behind))
    return found


def _lowest_end(flow: Flow, found: Mapping[str, Disclosure], ends: Mapping[str, Disclosure]) -> Disclosure:
    """The level at which a flow comes back to its caller."""
    out = [
        behind
        for name, level in found.items()
        for leg, behind in _raised(flow, flow.steps[name], level, ends)
        if not leg.target
    ]
    return min(out, default=flow.needs)
