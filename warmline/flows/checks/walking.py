"""Where steps lead: from step to step, into flows that are called and out again."""

from collections.abc import Iterator
from dataclasses import dataclass

from warmline.flows.model import START, Flow, Step, Way
from warmline.flows.steps.call import Call
from warmline.flows.steps.menu import Menu

WORDS_ONLY = frozenset({"say", "branch", "call"})
"""Kinds of steps that only say something or lead on: nothing was asked, found out or done there."""
_USUAL = frozenset({"", "declined", "accepted", "skip", "otherwise", "nothing"})


@dataclass(frozen=True, slots=True)
class Leg:
    """A way out of a step. `target` is the step it leads to, "" out of the flow; `callee` a flow that comes first."""

    way: Way
    target: str
    callee: str = ""


def legs(flow: Flow, step: Step) -> Iterator[Leg]:
    """All ways out of a step."""
    called: dict[str, str] = {}
    if isinstance(step, Menu):
        called = {choice.name: choice.flow for choice in step.choices}
    for way in step.ways:
        target = flow.start if way.target == START and START not in flow.steps else way.target
        callee = step.callee if isinstance(step, Call) else called.get(way.label, "")
        yield Leg(way, target if target in flow.steps else "", callee)


def failing(step: Step, way: Way) -> bool:
    """Whether a way is taken when something did not work: no answer, no understanding, a system that is down."""
    if step.kind in ("menu", "branch", "end"):
        return way.label == "else"
    return way.label not in _USUAL
