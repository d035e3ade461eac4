"""What a customer said that is worth naming, how a reply takes it up, what was hinted at."""

from typing import Literal

import msgspec

Level = Literal["none", "generic", "specific"]
"""How a reply acknowledges: not at all, in words that fit everybody, or in words about what this customer said."""
LEVELS: tuple[Level, ...] = ("none", "generic", "specific")
Role = Literal["plain", "acknowledges", "restates", "solves", "asks"]
"""What a piece of a reply does."""
Came = Literal["shown", "followed", "dismissed", "passed_over"]
"""What came of a hint: nothing yet, the reply names what was said, it was put away, the reply was sent without."""


class Point(msgspec.Struct, frozen=True):
    """Something a customer said that is worth naming: `phrase` in their own words, at `start` to `end` of the text.

    `kind` says what it is; `about` names the concept, such as charged_twice, or the number of an amount.
    """

    kind: Literal["problem", "amount", "negative", "feeling", "topic"]
    phrase: str
    start: int
    end: int
    about: str = ""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """How a reply acknowledges what was said.

    `named` are phrases of the customer's that it takes up, `missing` those worth naming that it does not, the most
    telling first. `solution_first` says that it solves or asks before it acknowledges. `where` is the first piece
    that acknowledges, as start and end in the reply. `opens` says that the first paragraph names what was said,
    `solves` that there is a solution or a question in the reply.
    """

    level: Level
    named: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    solution_first: bool = False
    where: tuple[int, int] | None = None
    opens: bool = False
    solves: bool = False


class Again(msgspec.Struct, frozen=True):
    """A customer says something again while the agent is at the solution: `turn` repeats `before`.

    `phrase` is what is repeated, in the words of `turn`.
    """

    turn: int
    before: int
    phrase: str


class Scorecard(msgspec.Struct, frozen=True):
    """What came of the hints that somebody was shown: for themself alone."""

    shown: int = 0
    followed: int = 0
    dismissed: int = 0
    passed_over: int = 0
