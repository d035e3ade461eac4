"""A survey is one question, and nothing is asked after it.

Why: it is asked of somebody who is done and wants to leave. One question many answer, three hardly anybody; and whoever
answers three is no longer like those who do not.
"""

from warmline.flows.checks.checking import Checking
from warmline.flows.checks.walking import legs
from warmline.flows.model import Flow, Step

SURVEY = "survey"
_ASKING = frozenset({SURVEY, "ask", "menu"})
_QUESTION_MARKS = ("?", "？")


def check(checking: Checking) -> None:
    """One question mark in its text, and no further question behind it."""
    for flow, step in checking.reached():
        if step.kind != SURVEY:
            continue
        for said in step.texts():
            asked = sum(said.wording.source.count(mark) for mark in _QUESTION_MARKS)
            if asked > 1:
                what = f"asks {asked} questions at once"
                checking.problem(step, what, "ask the one that you will act upon", said.wording.line)
        behind = _asked_behind(flow, step)
        if behind is not None:
            what = f'is followed by another question, "{behind.name}"'
            checking.problem(step, what, "one question is enough; comment: true lets them add something")


def _asked_behind(flow: Flow, survey: Step) -> Step | None:
    """The nearest step behind it that asks something."""
    seen, waiting = {survey.name}, [survey]
    while waiting:
        for leg in legs(flow, waiting.pop(0)):
            if not leg.target or leg.target in seen:
                continue
            step = flow.steps[leg.target]
            if step.kind in _ASKING:
                return step
            seen.add(step.name)
            waiting.append(step)
    return None
