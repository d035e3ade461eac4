"""The engine: one input moves a session, and says what is to be done for it. Pure: same arguments, same result."""

from copy import copy
from dataclasses import dataclass

from warmline.business.model import Disclosure
from warmline.flows import happened, heard
from warmline.flows.effects import Effect
from warmline.flows.fitting import fit
from warmline.flows.inputs import Began, Closed, GivenBack, Input, Left, Result, Suggested, TakenOver
from warmline.flows.model import Book
from warmline.flows.run import Run
from warmline.flows.session import MOST_SPOKEN, LeftOff, Session
from warmline.flows.somebody_else import forget_former
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
    session.who = world.who
    if world.another:
        forget_former(run)
    if type(given) is Result:
        happened.answered(run, given)
    elif type(given) is Began:
        happened.began(run, given)
    elif type(given) is Left:
        happened.left(run)
    elif type(given) is TakenOver:
        happened.taken_over(run)
    elif type(given) is GivenBack:
        happened.given_back(run, given)
    elif type(given) is Closed:
        happened.closed(run, given)
    elif type(given) is Suggested:
        happened.suggested(run)
    else:
        heard.hear(run, given)  # type: ignore[arg-type]
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
