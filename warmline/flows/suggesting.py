"""When to ask whether to begin what the company wants: at a menu, where nothing else is under way."""

from warmline.business.model import Disclosure
from warmline.conditions.errors import EvaluationError
from warmline.flows.model import BUILT_IN
from warmline.flows.run import Run
from warmline.flows.world import Suggestion

SUGGEST = "suggest"
"""The step of Warmline's own flow that asks."""
FITTING = "menu"
"""The kind of step before which it may be asked: the customer is to choose what to do."""


def suggestion(run: Run) -> Suggestion | None:
    """What to ask about before the menu under way; None where there is nothing, or where it would interrupt.

    It is for whoever is known: a family may share the phone. Nothing is suggested within a task, nor to somebody whose
    own words say already what they came for.
    """
    session, book = run.session, run.book
    if session.level < Disclosure.RECOGNISED or session.carried or run.step.kind != FITTING:
        return None
    passed = (BUILT_IN, book.service.recognise)
    if any(place.flow in passed or book.flows[place.flow].wants for place in session.stack):
        return None
    there = (one for one in run.world.suggestions() if one.id not in session.suggested)
    return next((one for one in there if title(run, one.flow)), None)


def title(run: Run, name: str) -> str:
    """What a flow is called; "" for one that is not there, is under way, or cannot be told of now."""
    flow = run.book.flows.get(name)
    if flow is None or flow.title is None or any(place.flow == name for place in run.session.stack):
        return ""
    try:
        return flow.title.text(run.told, run.formats)
    except EvaluationError:
        return ""
