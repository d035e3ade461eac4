"""What happens around a session: it begins, the world answers, a person takes over, the customer leaves."""

from typing import Any

from warmline.flows.fitting import MOST_BYTES, smaller
from warmline.flows.inputs import Began, Closed, GivenBack, Result
from warmline.flows.model import BUILT_IN, RESUME, Book
from warmline.flows.moves import (
    BEGINS,
    LEFT_OFF,
    attempt,
    begin_anew,
    call,
    enter,
    follow,
    is_left,
    resume_here,
    suggest,
    wait_in_vain,
)
from warmline.flows.run import Run
from warmline.flows.session import LeftOff, Place, Waiting
from warmline.flows.steps import holding, promising
from warmline.flows.steps.chosen import DECISION, OFFER
from warmline.flows.steps.handover import HandOver
from warmline.flows.suggesting import suggestion
from warmline.flows.taking import let_go, take, take_late


def began(run: Run, given: Began) -> None:
    """To the first step, or to the question whether to go on where an earlier contact broke off."""
    session, book = run.session, run.book
    if session.stack:
        return
    flow = given.flow if given.flow in book.flows else book.service.start_on(session.channel)
    left_off = given.left_off
    if left_off is None or given.flow or not _is_there(book, left_off):
        attempt(run, lambda run: call(run, flow))
        return
    session.stack = [Place(BUILT_IN, "")]
    run.learn(BEGINS, flow)
    stack = [[place.flow, place.step] for place in left_off.stack]
    variables = left_off.variables
    if left_off.level > session.level:
        variables = {flow: _without_decisions(known) for flow, known in variables.items()}
    variables = smaller(variables, MOST_BYTES // 2)
    run.learn(LEFT_OFF, [stack, variables, left_off.wants, left_off.contact])
    attempt(run, lambda run: enter(run, RESUME))


def _without_decisions(known: dict[str, Any]) -> dict[str, Any]:
    """What a flow knew, without texts that were made for somebody who had shown better who they are."""
    return {name: value for name, value in known.items() if name not in (OFFER, DECISION)}


def answered(run: Run, given: Result) -> None:
    """The world has answered. What nobody waits for, or has ever asked for, is not said."""
    waiting = run.session.waiting
    if waiting is not None and waiting.what == "outside" and waiting.id == given.id:
        take(run, given)
    elif given.id in run.session.late:
        take_late(run, given)
    if is_left(run) and waiting is not None and waiting.what == "customer":
        attempt(run, begin_anew)


def taken_over(run: Run) -> None:
    """A person has it now."""
    let_go(run)
    run.interrupt()
    run.session.waiting = Waiting(what="person")


def given_back(run: Run, given: GivenBack) -> None:
    """Goes on in `flow`, or where it was: what may have been done is not done again."""
    session = run.session
    waiting, place = session.waiting, run.place
    if given.flow in run.book.flows and given.flow != BUILT_IN:
        session.stack, session.back = [], []
        attempt(run, lambda run: call(run, given.flow))
    elif place.flow == BUILT_IN and len(session.stack) > 1:
        session.stack.pop()
        run.forget_facts()
        attempt(run, lambda run: resume_here(run, place))
    elif is_left(run):
        attempt(run, begin_anew)
    elif waiting is not None and waiting.what == "person":
        attempt(run, lambda run: run.step.given_back(run))
    else:
        follow(run, place.step)


def closed(run: Run, given: Closed) -> None:
    """The queue has closed in which they wait: they may be called back, or go on by themselves where they were."""
    session = run.session
    waiting = session.waiting
    if waiting is None or (waiting.what != "person" and not holding.is_held(run)):
        return
    session.failures = 0
    if (
        is_left(run) or run.step.kind != HandOver.kind
    ):  # they were put into the queue from the middle of a flow
        wait_in_vain(run)
    attempt(run, lambda run: promising.closed(run, given.opens))


def suggested(run: Run) -> None:
    """There is something new to suggest: it is asked at once where the customer is at a menu, else at the next one."""
    waiting = run.session.waiting
    if waiting is None or waiting.what != "customer" or is_left(run):
        return
    if (found := suggestion(run)) is not None:
        run.interrupt()
        attempt(run, lambda run: suggest(run, found))


def _is_there(book: Book, left_off: LeftOff) -> bool:
    """Whether all that a customer was in is still there, as flows may have changed since."""
    return bool(left_off.stack) and all(
        place.flow in book.flows
        and place.flow != BUILT_IN
        and (not place.step or place.step in book.flows[place.flow].steps)
        for place in left_off.stack
    )


def left(run: Run) -> None:
    """The customer is gone. What may have been done under way is nothing to go on with."""
    session = run.session
    if session.stack and is_left(run):
        session.stack = []
    if session.stack:
        place = session.stack[-1]
        run.record("contact.left_off", flow=place.flow, step=place.step)
        run.interrupt()
        run.step.left(run)
        resumable = run.step.resumable(session.waiting)
        passed = (BUILT_IN, run.book.service.recognise)
        session.stack = [one for one in session.stack if one.flow not in passed] if resumable else []
    session.late, session.spoken = {}, []
    run.changed = True  # so that nothing is kept of flows that nobody goes on in
    run.end("abandoned")
