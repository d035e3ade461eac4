"""The same answer given twice to one question: the second must not answer the next one, which nobody has seen."""

from warmline.contacts import repository
from warmline.contacts.masking import HIDDEN, masked
from warmline.contacts.model import Given, Turn
from warmline.contacts.work import Work
from warmline.flows.inputs import Chose, Keyed, Said

LOOKED_AT = 12
"""Latest turns that are looked through: a double tap is not older."""


def is_said_twice(work: Work, given: Given, seen: int) -> bool:
    """Whether an input repeats the one before it, and was made when the customer had not seen what was asked since.

    `seen` is the number of the latest turn that they had before them, 0 where nobody knows. A second answer to a secret
    question counts as the same whatever it is, as nobody may know what it was.
    """
    if not seen or not isinstance(given, Said | Chose | Keyed):
        return False
    latest = repository.turns(work.tx, work.record.id, max(0, work.record.turns - LOOKED_AT))
    asked = next((turn for turn in reversed(latest) if _asks(turn)), None)
    before = next((turn for turn in reversed(latest) if turn.by == "customer"), None)
    if asked is None or before is None or not seen < before.number < asked.number:
        return False
    put_in = before.keys or before.text
    if put_in == HIDDEN:
        return True
    question = next((turn for turn in reversed(latest) if turn.number <= seen and _asks(turn)), None)
    return put_in.strip().casefold() == _written(given, question).strip().casefold()


def _asks(turn: Turn) -> bool:
    return turn.prompt is not None and bool(turn.prompt.options or turn.prompt.field)


def _written(given: Said | Chose | Keyed, question: Turn | None) -> str:
    """An input as its turn would have been written where the question was still on the screen."""
    if isinstance(given, Said):
        return masked(given.text)
    if isinstance(given, Keyed):
        return masked(given.keys)
    options = question.prompt.options if question is not None and question.prompt is not None else ()
    return next((masked(one.label) for one in options if one.name == given.option), masked(given.option))
