"""What did not work is not tried again and again by itself: after some tries there is another way.

Why: "I did not understand that" a fifth time is a wall. Steps ask three times at most by themselves; this rule finds
flows that lead back to the same step when it has given up, or when a system is down.
"""

from warmline.flows.checks.checking import Checking
from warmline.flows.checks.walking import WORDS_ONLY, failing, legs
from warmline.flows.model import Flow, Step

USUAL_TRIES = 4


def check(checking: Checking) -> None:
    """No way that is taken on failure leads back to where it failed with nothing but words in between."""
    for flow, step in checking.reached():
        for leg in legs(flow, step):
            if leg.target and failing(step, leg.way) and _leads_back(flow, leg.target, step):
                line = flow.steps[step.name].line
                what = f'comes back to itself when it did not work ("{leg.way.label}"), without end'
                checking.problem(step, what, "lead to another way, or to handover", line)
                break
        tries = getattr(step, "tries", 0)
        if tries > USUAL_TRIES:
            what = f"asks up to {tries} times"
            checking.warning(step, what, "three are enough; then somebody else should help")


def _leads_back(flow: Flow, target: str, step: Step) -> bool:
    seen: set[str] = set()
    waiting = [target]
    while waiting:
        name = waiting.pop()
        if name == step.name:
            return True
        if name in seen or flow.steps[name].kind not in WORDS_ONLY:
            continue
        seen.add(name)
        waiting += [leg.target for leg in legs(flow, flow.steps[name]) if leg.target]
    return False
