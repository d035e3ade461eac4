"""Another customer than before in one session: nothing that was learnt about the former one is kept or said.

A family shares a phone; who it is turns out when somebody enters an account. What they have said themselves in this
session stays, as they are the one who said it. A flow that has lost something begins anew.
"""

from collections.abc import Mapping
from typing import Any

from warmline.business.model import Disclosure
from warmline.flows import looked_up
from warmline.flows.model import BUILT_IN, RESUME
from warmline.flows.moves import CHOSEN, NOT_YET
from warmline.flows.run import Run
from warmline.flows.session import Place, Waiting
from warmline.flows.steps.ask import TAKEN
from warmline.flows.suggesting import SUGGEST
from warmline.flows.taking import let_go

GO_ON = frozenset({"identify", "verify", "handover", "callback"})
"""Kinds of steps that are about nobody in particular: finding out who it is, and getting to a person."""


def forget_former(run: Run) -> None:
    """Forgets the former customer, and leaves each step whose flow has lost something: it begins anew."""
    session = run.session
    session.level = min(session.level, Disclosure.RECOGNISED)
    session.back, session.spoken = [], []
    if not session.stack:
        return
    top = session.stack[-1]
    stays = (
        top.step != NOT_YET
        and (top.flow == BUILT_IN or run.step.kind in GO_ON)
        and top.step not in (RESUME, SUGGEST)
    )
    if not stays:
        let_go(run)
    lost = {flow for flow in session.variables if _forget(run, flow, stays and flow == top.flow)}
    run.changed = True
    run.forget_facts()
    below = session.stack[:-1]
    session.stack = [Place(one.flow, NOT_YET) if one.flow in lost else one for one in below] + [top]
    if stays:
        run.anew = top.flow if top.flow in lost else ""
        return
    if top.flow == BUILT_IN and below:
        session.stack.pop()
    flow = session.stack[-1].flow
    session.stack[-1] = Place(
        run.book.service.start_on(session.channel) if flow == BUILT_IN else flow, NOT_YET
    )
    if session.waiting is not None and session.waiting.what == "outside":
        session.waiting = Waiting(what="customer")


def _forget(run: Run, flow: str, stays: bool) -> bool:
    """Leaves what was said, and how far a step that stays has come; whether anything is lost."""
    values: Mapping[str, Any] = run.session.variables[flow]
    declared = run.book.flows[flow].variables if flow in run.book.flows else {}
    own = not values.get(TAKEN)  # what was taken from the former profile was not said by anybody
    kept = {
        name: value
        for name, value in values.items()
        if name == CHOSEN
        or (own and name in declared and declared[name].said)
        or (stays and name.startswith(".") and name not in (looked_up.ASKED, looked_up.KEPT))
    }
    run.session.variables[flow] = kept
    return kept != values
