"""Promising a callback: offered, a number asked for where none is known, promised, told."""

from warmline.flows.effects import CallBack
from warmline.flows.entries.digits import phone
from warmline.flows.entries.hints import phone as example_phone
from warmline.flows.inputs import Keyed, Result, Said
from warmline.flows.model import Step
from warmline.flows.prompts import Field
from warmline.flows.run import TRIES, Run
from warmline.flows.yes_no import answered, yes_or_no
from warmline.language.formats import moment_of
from warmline.language.formats import phone as written

OFFER, PHONE, CALLING = "offer", "phone", "calling"
"""Where within it a step waits: for yes or no, for a number, for the promise."""


def offer(run: Run) -> None:
    """Asks whether somebody may call back."""
    run.tell_word("May we call you back?")
    run.ask(yes_or_no(run), phase=OFFER)


def closed(run: Run, opens: object) -> None:
    """Nobody is there now: when somebody is, where that is known, and whether to call back then."""
    if isinstance(opens, str | int) and opens:
        run.tell_word("Nobody is there at the moment. We open {when}.", when=opening(run, opens))
    else:
        run.tell_word("Nobody is there at the moment.")
    offer(run)


def ask_phone(run: Run) -> None:
    """Asks for the number to call."""
    run.tell_word("Which number may we call?")
    run.ask((), Field(kind="phone", example=example_phone(run.book.region)), phase=PHONE)


def promise(run: Run, queue: str, number: str = "") -> None:
    """Has it promised. `number` is the one that was told, "" for the one on file."""
    run.wait(CallBack(id=run.effect_id(), queue=queue, wants=run.session.wants, phone=number), CALLING)


def promised(run: Run, given: Result, then: str) -> str | None:
    """What came of the promise: told; asked for a number; or nothing to be done."""
    if given.outcome == "ok":
        number = written(str(given.value.get("to") or ""))
        due = given.value.get("due")
        if isinstance(due, str | int) and due:
            run.tell_word("We will call you on {number}, {when}.", number=number, when=opening(run, due))
        else:
            run.tell_word("We will call you on {number} as soon as somebody is free.", number=number)
        return then
    if given.outcome == "refused" and given.why == "no_phone":
        ask_phone(run)
        return None
    run.tell_word("That cannot be done at the moment.")
    return then


def opening(run: Run, when: str | int) -> str:
    """A moment to come, as people say it: today at nine."""
    formats = run.formats
    moment = moment_of(when) if isinstance(when, str) else when
    if moment is None:
        return str(when)[:40]
    days = (formats.moment(moment).date() - formats.moment(run.world.now).date()).days
    time = formats.clock(moment)
    if days in (0, 1):
        return run.word("tomorrow at {time}" if days else "today at {time}", time=time)
    return run.word("on {day} at {time}", day=formats.near_day(moment), time=time)


def again(run: Run) -> None:
    """What is asked, once more."""
    waiting = run.session.waiting
    if waiting is not None and waiting.phase == PHONE:
        ask_phone(run)
    else:
        offer(run)


def answer(step: Step, run: Run, given: object, queue: str, then: str) -> str | None:
    """Yes or no, or a number."""
    waiting = run.session.waiting
    if waiting is not None and waiting.phase == PHONE:
        entry = given.text if isinstance(given, Said) else given.keys if isinstance(given, Keyed) else ""
        number = phone(entry.rstrip("#"), run.book.region)
        if number is None:
            return run.missed(step, given, TRIES, then)
        promise(run, queue, number)
        return None
    yes = answered(run, given)
    if yes is None:
        return run.missed(step, given, TRIES, then, "Please choose one of these.")
    if yes:
        promise(run, queue)
        return None
    return then
