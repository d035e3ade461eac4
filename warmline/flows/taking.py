"""What a session waits for comes, or nobody waits for it any longer."""

from warmline.flows.carried import put_down
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.moves import attempt
from warmline.flows.run import Run
from warmline.flows.session import MOST_LATE

_RECORDS = {"do": "contact.did", "look_up": "contact.looked_up"}
"""What an answer that comes late is put on record as, by the kind of its step."""


def take(run: Run, given: Said | Keyed | Chose | Silence | Result) -> None:
    """The step under way takes what came; from there it goes on."""
    step = run.step
    if not isinstance(given, Result):
        put_down(run)
    attempt(run, lambda run: step.take(run, given))


def let_go(run: Run) -> None:
    """Nobody waits any longer for the answer to what is under way."""
    session = run.session
    waiting = session.waiting
    if waiting is None or waiting.what != "outside" or run.step.kind not in _RECORDS:
        return
    step = run.step
    operation = getattr(step, "operation", None)
    if operation is not None:
        late = {**session.late, waiting.id: f"{_RECORDS[step.kind]} {operation.name}"}
        session.late = dict([*late.items()][-MOST_LATE:])


def take_late(run: Run, given: Result) -> None:
    """An answer for which nobody waits any longer is put on record, and not said."""
    late = dict(run.session.late)
    kind, _, operation = late.pop(given.id).partition(" ")
    run.session.late = late
    run.record(kind, operation=operation, outcome=given.outcome, key=given.id)
