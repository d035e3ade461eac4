"""Menus are at most two deep: after the second choice something happens.

Why: each further menu loses customers, and those who stay no longer know where they are. A menu counts as deeper if it
is offered right after a choice, with nothing but a few words in between; after something was asked, looked up, done, or
explained, the count begins anew.
"""

from collections import deque

from warmline.flows.checks.checking import Checking
from warmline.flows.checks.walking import WORDS_ONLY, legs
from warmline.flows.model import Flow, Step
from warmline.language.speech import seconds

MOST_DEEP = 2
MENU = "menu"
SECONDS_OF_AN_ANSWER = 4.0
"""From here on what is said is something that the customer came for, and not a word on the way."""


def check(checking: Checking) -> None:
    """The shortest way to each menu counts: a menu that leads back to the first is no deeper."""
    depths = _depths(checking)
    for flow, step in checking.reached():
        depth = depths.get((flow.name, step.name), 0)
        if step.kind == MENU and depth > MOST_DEEP:
            what = f"is a menu behind {depth - 1} others"
            checking.problem(step, what, "offer its options earlier, or ask instead of offering")


def _depths(checking: Checking) -> dict[tuple[str, str], int]:
    """How many menus one has come through at each step, itself included, on the shortest way."""
    found: dict[tuple[str, str], int] = {}
    waiting = deque((*root, 0) for root in _roots(checking))
    while waiting:
        name, at, before = waiting.popleft()
        flow, step = checking.flows[name], checking.flows[name].steps[at]
        depth = before + (step.kind == MENU)
        if found.get((name, at), depth + 1) <= depth:
            continue
        found[name, at] = depth
        if step.kind != MENU and not _is_passing(step):
            continue
        for place in _next(checking, flow, step):
            # Breadth first by depth: words in between cost nothing, so they are looked at before further menus.
            if checking.flows[place[0]].steps[place[1]].kind == MENU:
                waiting.append((*place, depth))
            else:
                waiting.appendleft((*place, depth))
    return found


def _roots(checking: Checking) -> set[tuple[str, str]]:
    """Where counting begins: where contacts begin, and behind whatever was more than words."""
    starts = {name for name in checking.book.service.start.values() if name in checking.flows}
    roots = {(name, checking.flows[name].start) for name in starts}
    for flow, step in checking.reached():
        if step.kind != MENU and not _is_passing(step):
            roots |= set(_next(checking, flow, step))
        elif step.kind == "call":
            roots |= {(flow.name, leg.target) for leg in legs(flow, step) if leg.target}
    return roots


def _is_passing(step: Step) -> bool:
    """Whether nothing comes of a step but a few words, or another step."""
    said = sum(seconds(text.wording.source, "") for text in step.say)
    return step.kind in WORDS_ONLY and said < SECONDS_OF_AN_ANSWER


def _next(checking: Checking, flow: Flow, step: Step) -> list[tuple[str, str]]:
    found = []
    for leg in legs(flow, step):
        if leg.callee in checking.flows:
            found.append((leg.callee, checking.flows[leg.callee].start))
        elif leg.target and step.kind != "call":
            found.append((flow.name, leg.target))
    return found
