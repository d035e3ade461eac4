"""What a customer says, keys or presses: asked for at every moment, or an answer to what was asked."""

from contextlib import suppress

from warmline.conditions.errors import EvaluationError
from warmline.flows import mentioned
from warmline.flows.asked import asked_in, how_asked
from warmline.flows.built_in import LANGUAGE
from warmline.flows.happened import left
from warmline.flows.inputs import Asked, Chose, Keyed, Said, Silence
from warmline.flows.model import BUILT_IN, HANDOVER, START
from warmline.flows.moves import attempt, begin_anew, built_in, go_back, is_left
from warmline.flows.run import Run
from warmline.flows.session import Waiting
from warmline.flows.steps import holding
from warmline.flows.taking import let_go, take


def hear(run: Run, given: Said | Keyed | Chose | Asked | Silence) -> None:
    """Takes what a customer gives. What is not asked for is not heard while something is under way outside."""
    session = run.session
    waiting = session.waiting
    if waiting is None:
        return
    asked = given if isinstance(given, Asked) else asked_in(given, run.book.languages)
    if is_left(run) and (asked is None or asked.what != "person"):
        if asked is not None and asked.language in run.book.languages:
            run.speak(asked.language)
        if waiting.what == "customer":
            attempt(run, begin_anew)
    elif asked is not None:
        _asked(run, asked, how_asked(given), waiting)
    elif waiting.what == "customer" and not isinstance(given, Asked):
        if isinstance(given, Silence) and holding.is_held(run) and session.channel != "phone":
            attempt(run, lambda run: holding.keep_place(run))
        elif isinstance(given, Silence) and session.channel != "phone":
            _silent(run)
        else:
            if isinstance(given, Said):
                mentioned.note(run, given.text)
            take(run, given)


def _silent(run: Run) -> None:
    """In writing, nobody is asked again after half an hour of silence: the customer is gone."""
    place = run.place
    run.record("contact.no_input", flow=place.flow, step=place.step, tries=1)
    left(run)


def _asked(run: Run, asked: Asked, how: str, waiting: Waiting) -> None:
    if asked.what == "language":
        _language(run, asked.language, waiting)
    elif asked.what in ("person", "back") and holding.is_held(run):
        if waiting.what == "customer":  # who waits for a person already does not begin anew
            attempt(run, lambda run: holding.keep_place(run))
    elif asked.what == "person" and waiting.what != "person":
        _person(run, how, waiting)
    elif waiting.what == "customer":
        if asked.what == "repeat":
            _repeat(run)
        else:
            run.interrupt()
            attempt(run, go_back)


def _person(run: Run, how: str, waiting: Waiting) -> None:
    """A person wins over everything, also over what is under way: its answer is put on record and not said."""
    place = run.place
    if waiting.what == "outside":
        if place.flow == BUILT_IN and waiting.phase == HANDOVER:
            return
        let_go(run)
    run.interrupt()
    run.record("contact.asked_person", flow=place.flow, step=place.step or START, by=how)
    attempt(run, lambda run: built_in(run, HANDOVER, asked=True))


def _repeat(run: Run) -> None:
    """What was said last, once more, and what is asked. What cannot be said again is left out."""
    session = run.session
    spoken = session.spoken
    for place in spoken:
        session.stack.append(place)
        run.forget_facts()
        with suppress(EvaluationError, LookupError):
            run.step.retell(run)
        session.stack.pop()
    run.forget_facts()
    attempt(run, lambda run: run.step.again(run))
    run.spoke = list(spoken)


def _language(run: Run, language: str, waiting: Waiting) -> None:
    """On in a language, or to the question which one."""
    if language in run.book.languages:
        run.speak(language)
        if waiting.what == "customer":
            _repeat(run)
    elif waiting.what == "customer" and run.place.flow != BUILT_IN:
        attempt(run, lambda run: built_in(run, LANGUAGE, asked=True))
