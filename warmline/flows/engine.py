"""The engine: one input moves a session, and says what is to be done for it. Pure: same arguments, same result."""

from copy import copy
from dataclasses import dataclass

from warmline.business.model import Disclosure
from warmline.conditions.condition import as_value
from warmline.flows.asked import asked_in, how_asked
from warmline.flows.built_in import LANGUAGE, RESUME
from warmline.flows.effects import Effect
from warmline.flows.fitting import fit
from warmline.flows.inputs import (
    Asked,
    Began,
    Chose,
    GivenBack,
    Input,
    Keyed,
    Left,
    Result,
    Said,
    Silence,
    TakenOver,
)
from warmline.flows.model import BUILT_IN, HANDOVER, Book
from warmline.flows.moves import call, enter, failed, follow, go_back, resume_here
from warmline.flows.run import Run
from warmline.flows.session import MOST_LATE, MOST_SPOKEN, LeftOff, Place, Session, Waiting
from warmline.flows.world import World


@dataclass(frozen=True, slots=True)
class Advanced:
    """A session after one input, and what is to be done for it, in this order."""

    session: Session
    effects: list[Effect]


def begin(
    book: Book,
    contact: str,
    channel: str,
    language: str,
    world: World,
    *,
    level: Disclosure = Disclosure.ANONYMOUS,
    flow: str = "",
    left_off: LeftOff | None = None,
) -> Advanced:
    """A new session with its first input. `level` is how well the channel knows the customer already."""
    session = Session(contact=contact, version=book.version, channel=channel, language=language, level=level)
    return advance(book, session, Began(flow=flow, left_off=left_off), world)


def advance(book: Book, session: Session, given: Input, world: World) -> Advanced:
    """The session after one input. The one that is given is not changed.

    `book` is the version of the flows that the session began with.
    """
    if session.outcome:
        return Advanced(session, [])
    session = copy(session)
    session.stack = list(session.stack)
    session.variables = dict(session.variables)
    session.turn += 1
    if session.language not in book.languages:
        session.language = book.languages[0]
    run = Run(book, session, world)
    if type(given) is Result:
        _result(run, given)
    elif type(given) is Began:
        _began(run, given)
    elif type(given) is Left:
        _left(run)
    elif type(given) is TakenOver:
        _taken_over(run)
    elif type(given) is GivenBack:
        _given_back(run, given)
    else:
        _customer(run, given)  # type: ignore[arg-type]
    return _finished(run)


def _finished(run: Run) -> Advanced:
    run.flush()
    session = run.session
    if run.spoke:
        spoke = [place for place in run.spoke if place != session.stack[-1]] if session.stack else run.spoke
        session.spoken = spoke[-MOST_SPOKEN:]
    if run.changed:
        kept = {place.flow for place in session.stack} | {place.flow for place in session.spoken}
        session.variables = {flow: values for flow, values in session.variables.items() if flow in kept}
        fit(session)
    return Advanced(session, run.effects)


# -- from the customer


def _customer(run: Run, given: Said | Keyed | Chose | Asked | Silence) -> None:
    session = run.session
    waiting = session.waiting
    if waiting is None:
        return
    asked = given if type(given) is Asked else asked_in(given, run.book.languages)
    if asked is not None:
        _asked(run, asked, how_asked(given))
    elif waiting.what == "customer":
        if type(given) is Silence and session.channel != "phone":
            _silent(run)
            return
        _take(run, given)  # type: ignore[arg-type]


def _take(run: Run, given: Said | Keyed | Chose | Silence | Result) -> None:
    step = run.step
    try:
        target = step.take(run, given)
    except Exception as error:  # noqa: BLE001 - whatever is odd in a fact, the customer goes on with a person
        target = failed(run, as_value(error))
    follow(run, target)


def _silent(run: Run) -> None:
    """In writing, nobody is asked again after half an hour of silence: the customer is gone."""
    place = run.place
    run.record("contact.no_input", flow=place.flow, step=place.step, tries=1)
    _left(run)


def _asked(run: Run, asked: Asked, how: str) -> None:
    session = run.session
    waiting = session.waiting
    assert waiting is not None, "an ended session takes nothing"
    if asked.what == "language":
        _language(run, asked.language, waiting)
    elif waiting.what == "person":
        return
    elif asked.what == "person":
        _person(run, how)
    elif waiting.what == "outside":
        return
    elif asked.what == "repeat":
        _repeat(run)
    else:
        follow(run, _guarded(run))


def _guarded(run: Run) -> str | None:
    try:
        return go_back(run)
    except Exception as error:  # noqa: BLE001 - as for any step
        return failed(run, as_value(error))


def _person(run: Run, how: str) -> None:
    """A person wins over everything, also over what is under way: its answer is put on record and not said."""
    session = run.session
    place = session.stack[-1]
    waiting = session.waiting
    if waiting is not None and waiting.what == "outside":
        if place.flow == BUILT_IN and waiting.phase == HANDOVER:
            return
        _let_go(run)
    run.record("contact.asked_person", flow=place.flow, step=place.step, by=how)
    follow(run, HANDOVER)


def _let_go(run: Run) -> None:
    """Nobody waits any longer for the answer to what is under way."""
    session = run.session
    waiting = session.waiting
    if waiting is not None and waiting.what == "outside":
        operation = getattr(run.step, "operation", None)
        name = operation.name if operation is not None else run.step.kind
        late = {
            **session.late,
            waiting.id: ("contact.did " if operation and operation.changes else "") + name,
        }
        session.late = dict([*late.items()][-MOST_LATE:])


def _repeat(run: Run) -> None:
    """What was said last, once more, and what is asked."""
    session = run.session
    spoken = session.spoken
    for place in spoken:
        if place.flow in session.variables or any(place.flow == one.flow for one in session.stack):
            session.stack.append(place)
            run.forget_facts()
            try:
                run.step.retell(run)
            except Exception as error:  # noqa: BLE001 - what cannot be said again is left out
                del error
            session.stack.pop()
            run.forget_facts()
    _again(run)
    run.spoke = list(spoken)


def _again(run: Run) -> None:
    try:
        run.step.again(run)
    except Exception as error:  # noqa: BLE001 - as for any step
        follow(run, failed(run, as_value(error)))


def _language(run: Run, language: str, waiting: Waiting) -> None:
    session = run.session
    if language not in run.book.languages:
        if waiting.what == "customer" and session.stack[-1].flow != BUILT_IN:
            session.stack.append(Place(BUILT_IN, ""))
            run.forget_facts()
            follow(run, LANGUAGE)
        return
    run.speak(language)
    if waiting.what == "customer":
        _repeat(run)


# -- from outside


def _result(run: Run, given: Result) -> None:
    session = run.session
    waiting = session.waiting
    if waiting is not None and waiting.what == "outside" and waiting.id == given.id:
        _take(run, given)
    elif given.id in session.late:
        late = dict(session.late)
        kind, _, name = late.pop(given.id).rpartition(" ")
        session.late = late
        if kind:
            run.record(kind, operation=name, outcome=given.outcome, key=given.id)


def _taken_over(run: Run) -> None:
    _let_go(run)
    run.session.waiting = Waiting(what="person")


def _given_back(run: Run, given: GivenBack) -> None:
    """Goes on in `flow`, or where it was: what may have been done is not done again."""
    session = run.session
    waiting = session.waiting
    if given.flow in run.book.flows and given.flow != BUILT_IN:
        session.stack = []
        session.back = []
        session.stack.append(Place(BUILT_IN, ""))
        follow_call(run, given.flow)
        return
    place = session.stack[-1]
    if place.flow == BUILT_IN and len(session.stack) > 1:
        session.stack.pop()
        run.forget_facts()
        follow(run, resume_here(run, place))
    elif waiting is None or waiting.what == "person":
        follow(run, run.step.given_back(run))
    else:
        follow(run, place.step)


def follow_call(run: Run, flow: str) -> None:
    """Into a flow from nowhere: nobody has called it."""
    run.session.stack = []
    try:
        target = call(run, flow)
    except Exception as error:  # noqa: BLE001 - as for any step
        target = failed(run, as_value(error))
    follow(run, target)


def _began(run: Run, given: Began) -> None:
    session = run.session
    if session.stack:
        return
    book = run.book
    flow = given.flow if given.flow in book.flows else book.service.start_on(session.channel)
    left_off = given.left_off
    if left_off is not None and _is_there(book, left_off) and not given.flow:
        session.stack = [Place(BUILT_IN, "")]
        run.learn("flow", flow)
        stack = [[place.flow, place.step] for place in left_off.stack]
        run.learn("left_off", [stack, left_off.variables, left_off.wants, left_off.contact])
        try:
            enter(run, RESUME)
        except Exception as error:  # noqa: BLE001 - as for any step
            follow(run, failed(run, as_value(error)))
        return
    follow_call(run, flow)


def _is_there(book: Book, left_off: LeftOff) -> bool:
    """Whether all that a customer was in is still there, as flows may have changed since."""
    return bool(left_off.stack) and all(
        place.flow in book.flows
        and place.flow != BUILT_IN
        and (not place.step or place.step in book.flows[place.flow].steps)
        for place in left_off.stack
    )


def _left(run: Run) -> None:
    """The customer is gone. What may have been done under way is nothing to go on with."""
    session = run.session
    if session.stack:
        place = session.stack[-1]
        run.record("contact.left_off", flow=place.flow, step=place.step)
        if session.waiting is not None and session.waiting.what == "customer":
            run.step.left(run)
        resumable = run.step.resumable(session.waiting)
        passed = (BUILT_IN, run.book.service.recognise)
        session.stack = [one for one in session.stack if one.flow not in passed] if resumable else []
    session.late = {}
    run.end("abandoned")
