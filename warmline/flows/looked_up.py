"""Where the answers that a flow keeps are from: which operation gave one, asked about what, and when."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from warmline.flows.run import Run
from warmline.flows.session import Session

ASKED, KEPT = ".looking_up", ".looked_up"
"""What the look-up under way was given; of each variable that is an answer, where it is from."""


class LookedUp(NamedTuple):
    """What an operation gave when it was given `arguments`, as far as the flow kept it; `at` in microseconds."""

    operation: str
    arguments: Mapping[str, Any]
    value: Mapping[str, Any]
    at: int


def asks(run: Run, arguments: Mapping[str, Any]) -> None:
    """A look-up begins. What it is given may be something else by the time it is answered."""
    run.learn(ASKED, dict(arguments))


def answered(run: Run, operation: str, into: str, value: Mapping[str, Any] | None) -> None:
    """It has ended: the variable `into` gets the value; None is no answer, and the one before stays."""
    arguments = run.variables.get(ASKED)
    run.learn(ASKED, None)
    if value is not None:
        kept = run.variables.get(KEPT) or {}
        run.learn(into, value)
        given = {"operation": operation, "arguments": arguments, "at": run.world.now}
        run.learn(KEPT, {**kept, into: given})


def looked_up(session: Session) -> Iterator[LookedUp]:
    """The answers that flows keep in a session."""
    for values in session.variables.values():
        for into, given in (values.get(KEPT) or {}).items():
            value = values.get(into)
            if isinstance(value, Mapping) and given["arguments"] is not None:
                yield LookedUp(value=value, **given)
