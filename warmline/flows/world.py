"""What a flow may know of the world while it advances: plain facts, handed in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from warmline.conditions.known import Find


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A flow that the company would like to begin with. `id` tells it from all others."""

    id: str
    flow: str


def _nothing(name: str) -> Any:
    return None


def _no_suggestions() -> Sequence[Suggestion]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The facts of one moment. `now` is microseconds since 1970; `customer` and `contact` give what is stored by name.

    Of the contact, flows know `surveyed` besides: when this customer was last asked for a rating, in microseconds.

    A text is only ever told what may be said at the session's level; conditions see everything. `languages` are those
    of the business. `who` is what the customer is known by, "" for nobody yet; they are `another` where this is no
    longer the customer whom the session was about before. `suggestions` gives what there is to suggest to them,
    the first first.
    """

    now: int
    customer: Find = _nothing
    contact: Find = _nothing
    languages: tuple[str, ...] = ()
    who: str = ""
    another: bool = False
    suggestions: Callable[[], Sequence[Suggestion]] = _no_suggestions
