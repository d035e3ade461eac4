"""A long wait for a person: a callback is offered instead, for the time at which the place comes up.

Whoever wants none, says nothing or cannot be called then keeps waiting, in place.
"""

from warmline.flows.effects import CallBack
from warmline.flows.entries.digits import phone
from warmline.flows.entries.hints import phone as example_phone
from warmline.flows.inputs import Keyed, Result, Said
from warmline.flows.model import Step
from warmline.flows.prompts import Field
from warmline.flows.run import TRIES, Run
from warmline.flows.session import Waiting
from warmline.flows.steps.promising import opening, promised
from warmline.flows.yes_no import answered, yes_or_no

OFFER, PHONE, CALLING = "held", "held_phone", "held_calling"
"""Where within it a step waits: for yes or no, for a number, for the promise."""
WHEN = ".call_back"
"""Where the time is kept that was offered."""
WAITS_ON = "waits on"
"""The way that is none: the customer was not understood, and keeps waiting."""


def is_held(run: Run) -> bool:
    """Whether the customer waits in a queue, with a callback offered instead."""
    waiting = run.session.waiting
    return waiting is not None and waiting.phase in (OFFER, PHONE, CALLING)


def offer(run: Run, when: object) -> bool:
    """Asks whether to call instead, where the answer of the queue says when that can be."""
    if not isinstance(when, str | int) or not when:
        return False
    run.learn(WHEN, when)
    _ask(run)
    return True


def wait(run: Run) -> None:
    """From now on the flow is silent, until a person comes."""
    run.flush()
    run.session.failures = 0
    run.session.waiting = Waiting(what="person")


def keep_place(run: Run) -> None:
    """No callback: the customer waits on."""
    run.tell_word("You keep your place in the queue.")
    wait(run)


def again(run: Run) -> None:
    """What is asked, once more."""
    waiting = run.session.waiting
    if waiting is not None and waiting.phase == PHONE:
        _ask_phone(run)
    else:
        _ask(run)


def take(step: Step, run: Run, given: object, queue: str, then: str) -> str | None:
    """Yes or no, a number, or what came of the promise."""
    waiting = run.session.waiting
    phase = waiting.phase if waiting is not None else ""
    if isinstance(given, Result):
        return _promised(run, given, then)
    if phase == PHONE:
        entry = given.text if isinstance(given, Said) else given.keys if isinstance(given, Keyed) else ""
        number = phone(entry.rstrip("#"), run.book.region)
        if number is not None:
            _promise(run, queue, number)
        elif run.missed(step, given, TRIES, WAITS_ON) == WAITS_ON:
            keep_place(run)
        return None
    yes = answered(run, given)
    if yes:
        _promise(run, queue)
    elif yes is False or run.missed(step, given, TRIES, WAITS_ON, "Please choose one of these.") == WAITS_ON:
        keep_place(run)
    return None


def _ask(run: Run) -> None:
    when = opening(run, run.variables[WHEN])
    run.tell_word("We can also call you {when}, and you keep your place. Shall we?", when=when)
    run.ask(yes_or_no(run), phase=OFFER)


def _ask_phone(run: Run) -> None:
    run.tell_word("Which number may we call?")
    run.ask((), Field(kind="phone", example=example_phone(run.book.region)), phase=PHONE)


def _promise(run: Run, queue: str, number: str = "") -> None:
    wants = run.session.wants
    run.wait(CallBack(id=run.effect_id(), queue=queue, wants=wants, phone=number, held=True), CALLING)


def _promised(run: Run, given: Result, then: str) -> str | None:
    if given.outcome == "ok":
        return promised(run, given, then)
    if given.outcome == "refused" and given.why == "no_phone":
        _ask_phone(run)
        return None
    run.tell_word("That cannot be done at the moment.")
    keep_place(run)
    return None
