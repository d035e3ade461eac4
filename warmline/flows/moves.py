"""From step to step: flows are entered, called, left, gone back in."""

from collections.abc import Callable

from warmline.business.model import Disclosure
from warmline.conditions.condition import as_value
from warmline.conditions.errors import EvaluationError
from warmline.flows.carried import entered
from warmline.flows.model import BACK, BUILT_IN, CALLBACK, END, HANDOVER, RESUME, START, Flow
from warmline.flows.run import Run
from warmline.flows.session import MOST_DEEP, MOST_SUGGESTED, Place
from warmline.flows.suggesting import SUGGEST, suggestion
from warmline.flows.world import Suggestion

MOST_STEPS = 60
"""Steps in one advance; beyond, a flow goes round in circles."""
ASKED = ".asked"
"""Says in Warmline's own flow that the customer had asked for it."""
CHOSEN = ".chosen"
"""Where a menu keeps which of its options called the flow under way."""
ASKED_ABOUT = "suggested"
"""Where Warmline's own flow keeps what it suggests: the id of the suggestion, the flow."""
LEFT_OFF, BEGINS = "left_off", "flow"
"""Where it keeps, while it asks whether to go on there, where an earlier contact broke off, and how one begins else."""
NOT_YET = ""
"""The step of a flow that is entered once the customer is known well enough."""


def attempt(run: Run, move: Callable[[Run], str | None]) -> None:
    """Makes a move and goes on from there; where a fact is odd, a person goes on."""
    try:
        target = move(run)
    except Exception as error:  # noqa: BLE001 - whatever is odd in a fact, the customer goes on with a person
        target = failed(run, as_value(error))
    follow(run, target)


def follow(run: Run, target: str | None) -> None:
    """Goes to `target` and on from there until something is waited for."""
    while target is not None and not run.session.outcome:
        run.steps += 1
        try:
            target = _circles(run) if run.steps > MOST_STEPS else _move(run, target)
        except Exception as error:  # noqa: BLE001 - whatever is odd in a fact, the customer goes on with a person
            target = failed(run, as_value(error))


def failed(run: Run, error: EvaluationError) -> str | None:
    """A step could not do what is written in it: that is on record, and a person goes on."""
    place = run.place
    run.record("contact.flow_failed", flow=place.flow, step=place.step or START, why=str(error)[:300])
    if run.steps > MOST_STEPS + 10:
        run.end("failed")
        return None
    run.tell_word("Something went wrong on our side.")
    if place.flow == BUILT_IN:
        run.end("failed")
        return None
    return HANDOVER


def _circles(run: Run) -> str | None:
    if run.steps > MOST_STEPS + 1:
        return _move(run, HANDOVER if run.place.flow != BUILT_IN else run.place.step)
    return failed(run, EvaluationError("the flow goes round in circles without asking anything"))


def _move(run: Run, target: str) -> str | None:
    flow = run.flow
    if target in flow.steps:
        if flow.name == run.anew:
            return begin_anew(run)
        return enter(run, target)
    if target == END:
        return leave(run)
    if target == START:
        return enter(run, flow.start)
    if target == BACK:
        return go_back(run)
    if target in (HANDOVER, CALLBACK):
        return built_in(run, target)
    raise EvaluationError(f'there is no step "{target}"')


def enter(run: Run, name: str) -> str | None:
    """To a step of the flow under way; gives where to go on, None where it waits."""
    session = run.session
    before = session.stack[-1]
    step = run.book.flows[before.flow].steps[name]
    session.stack[-1] = Place(before.flow, name)
    session.failures = 0
    session.waiting = None
    if (found := suggestion(run)) is not None:
        return suggest(run, found)
    if before.step and before.step != name:
        run.record("contact.step", flow=before.flow, step=name, kind=step.kind, came_from=before.step)
    else:
        run.record("contact.step", flow=before.flow, step=name, kind=step.kind)
    entered(run)
    return step.enter(run)


def call(run: Run, name: str) -> str | None:
    """Into another flow. One that is under way already is begun anew, and what it called is left."""
    session = run.session
    under_way = [place.flow for place in session.stack]
    if name in under_way:
        del session.stack[under_way.index(name) :]
    elif len(under_way) >= MOST_DEEP:
        raise EvaluationError(f"more than {MOST_DEEP} flows call each other")
    session.stack.append(Place(name, NOT_YET))
    if session.variables.pop(name, None) is not None:
        run.changed = True
    run.forget_facts()
    flow = run.book.flows[name]
    if flow.wants:
        run.tried(name)
        if session.wants != flow.wants:
            session.wants = flow.wants
            run.record("contact.reason", reason=flow.wants, by="flow")
    return _begin(run, flow)


def _begin(run: Run, flow: Flow) -> str | None:
    if run.session.level >= flow.needs:
        return flow.start
    return _recognise(run)


def is_left(run: Run) -> bool:
    """Whether the step under way was left, as it was about somebody else: its flow is to begin anew."""
    session = run.session
    return bool(session.stack) and not session.outcome and session.stack[-1].step == NOT_YET


def begin_anew(run: Run) -> str | None:
    """At the beginning of the flow under way: what it has learnt is gone."""
    run.anew = ""
    run.session.stack[-1] = Place(run.place.flow, NOT_YET)
    return _begin(run, run.flow)


def _recognise(run: Run) -> str | None:
    """Calls the flow that finds out who it is, unless that is under way already."""
    recognise = run.book.service.recognise
    if not recognise or any(place.flow == recognise for place in run.session.stack):
        return _in_vain(run)
    return call(run, recognise)


def _in_vain(run: Run) -> str:
    """The customer cannot be known well enough for this flow: out of it, and to a person."""
    session = run.session
    session.stack.pop()
    if not session.stack:
        session.stack.append(Place(BUILT_IN, NOT_YET))
    run.forget_facts()
    return HANDOVER


def wanted_level(run: Run) -> Disclosure:
    """How well the customer must be known for what they are in."""
    return max(
        (run.book.flows[place.flow].needs for place in run.session.stack), default=Disclosure.ANONYMOUS
    )


def leave(run: Run, *, promised: bool = False) -> str | None:
    """Out of the flow under way, back to where it was called; the session ends where nobody has called.

    A flow that had led to a person is left as well, where nobody was there: it could not go on. Who had asked for a
    person goes on where they were. With `promised` a person was promised to whoever could not show who they are, so
    that what they had wanted to do is left without leading to one again.
    """
    session = run.session
    ended = session.stack[-1]
    if len(session.stack) == 1:
        if ended.flow == BUILT_IN:
            run.tell_word("Thank you, and goodbye.")
        run.end("completed")
        return None
    asked = ASKED in run.variables
    session.stack.pop()
    session.back = [place for place in session.back if place.flow != ended.flow]
    run.forget_facts()
    if ended.flow == BUILT_IN and ended.step in (HANDOVER, CALLBACK) and not asked:
        return leave(run, promised=True)
    if promised and _unknown_still(run, ended):
        return leave(run)
    return resume_here(run, ended)


def resume_here(run: Run, ended: Place | None = None) -> str | None:
    """Where to go on in the flow under way, after what was called from there has `ended`."""
    session = run.session
    place = session.stack[-1]
    flow = run.book.flows[place.flow]
    if ended is not None and _unknown_still(run, ended):
        return _in_vain(run)
    recognise = run.book.service.recognise
    if ended is not None and ended.flow == recognise and not _called(flow, place, recognise):
        return place.step or flow.start
    if place.step == NOT_YET:
        return _begin(run, flow)
    if ended is None or ended.flow == BUILT_IN:
        return place.step
    return flow.steps[place.step].returned(run)


def _unknown_still(run: Run, ended: Place) -> bool:
    """Whether the flow that finds out who it is has `ended`, and the one that waits for it cannot go on."""
    place, recognise = run.place, run.book.service.recognise
    return (
        ended.flow == recognise
        and not _called(run.book.flows[place.flow], place, recognise)
        and run.session.level < wanted_level(run)
    )


def _called(flow: Flow, place: Place, name: str) -> bool:
    """Whether it was the step under way that called a flow."""
    return place.step != NOT_YET and name in flow.steps[place.step].calls()


def resumed(run: Run) -> str | None:
    """Goes on at the top of the stack; whoever must be known better for it is asked first who they are."""
    if run.session.level < wanted_level(run):
        return _recognise(run)
    return run.place.step or run.flow.start


def built_in(run: Run, step: str, asked: bool = False) -> str | None:
    """Into one of Warmline's own steps, because the flow led there or because it was `asked` for."""
    session = run.session
    if run.place.flow != BUILT_IN or run.place.step == RESUME:  # which is asked again once nobody has come
        session.stack.append(Place(BUILT_IN, NOT_YET))
        _forget_own(run)
        if asked:
            run.learn(ASKED, True)
    return enter(run, step)


def suggest(run: Run, found: Suggestion) -> str | None:
    """To the question whether to begin with something else; the step under way comes behind it."""
    session = run.session
    session.suggested = [*session.suggested[1 - MOST_SUGGESTED :], found.id]
    session.stack.append(Place(BUILT_IN, NOT_YET))
    _forget_own(run)
    run.learn(ASKED_ABOUT, [found.id, found.flow])
    return enter(run, SUGGEST)


def wait_in_vain(run: Run) -> None:
    """To the step of a person where none comes, as if it had been asked for: they go on behind it where they were."""
    run.session.stack.append(Place(BUILT_IN, HANDOVER))
    _forget_own(run)
    run.learn(ASKED, True)


def _forget_own(run: Run) -> None:
    """Forget what Warmline's own steps have learnt, but for what the question needs that may be open below them."""
    own = run.session.variables.pop(BUILT_IN, {})
    kept = {name: own[name] for name in (LEFT_OFF, BEGINS) if name in own}
    if kept:
        run.session.variables[BUILT_IN] = kept
    run.forget_facts()


def queue_of(run: Run) -> str:
    """The queue in which a customer waits who is handed over here."""
    for place in reversed(run.session.stack):
        if place.flow != BUILT_IN and (queue := run.book.flows[place.flow].queue):
            return queue
    return run.book.service.hand_over


def go_back(run: Run) -> str | None:
    """Back to what was asked before; what is asked now, where there is nothing."""
    session = run.session
    here = session.stack[-1]
    back = list(session.back)
    while back and back[-1] == here:
        back.pop()
    while back:
        place = back.pop()
        flows = [one.flow for one in session.stack]
        if place.flow in flows and place.step in run.book.flows[place.flow].steps:
            session.back = back
            del session.stack[flows.index(place.flow) + 1 :]
            run.forget_facts()
            return place.step
    session.back = []
    return here.step
