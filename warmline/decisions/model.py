"""Policies, offers and the contact policy: read, checked and ready to be judged by."""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from warmline.conditions.condition import Condition, Expression
from warmline.conditions.environment import Environment, Frame
from warmline.conditions.errors import BadValue, EvaluationError
from warmline.conditions.said import Said
from warmline.language.messages import message

if TYPE_CHECKING:
    from warmline.decisions.actions.base import Action
    from warmline.decisions.actions.proposals import Proposal
    from warmline.decisions.operating import Doing

ANY = "any"
"""The situation of policies that are asked about whatever comes up."""
DAY = 86_400 * 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """When a policy looks at an event: `wait` microseconds behind the time that `since` gives, or behind the event."""

    wait: int
    since: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When this happens (or is asked about) and that holds, do this.

    Either it acts: `on` these event types it does what `do` says. Or it answers: `asked` about these situations it
    `proposes` something. `environment` is what its condition sees.
    An event that came more than `within` microseconds after it occurred is left alone. Of the policies with the
    same `first_of` (the rows of a decision table) only the first that holds does anything. `digest` changes
    whenever anything of it does; `place` is file and line.
    """

    name: str
    why: str
    place: str
    environment: Environment
    do: tuple["Action", ...] = ()
    proposes: tuple["Proposal", ...] = ()
    on: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    when: Condition | None = None
    after: Delay | None = None
    within: int = DAY
    priority: int = 50
    first_of: str = ""
    digest: str = ""

    @property
    def where(self) -> tuple[str, int]:
        """File and line of `place`; policies stand in this order."""
        file, _, line = self.place.rpartition(":")
        return file, int(line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many times within so many microseconds."""

    times: int
    within: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupRow:
    """One row: its condition (None holds always), what it gives, and the line it stands on."""

    when: Condition | None
    gives: Expression
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A declared table that gives a value: the first row that holds says it."""

    name: str
    file: str
    rows: tuple[LookupRow, ...]

    def value(self, frame: Frame, told: Frame | None = None) -> Any:
        """What the first row that holds gives; None where none does. Raises EvaluationError.

        Which row holds is judged by `frame`, and what it gives is found from what may be `told`, where that is less.
        """
        for row in self.rows:
            held = True if row.when is None else row.when.holds(frame)
            if isinstance(held, EvaluationError):
                raise held
            if held:
                return _value(row.gives, frame if told is None else told)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number that is declared: an expression, or what a table says. `source` tells which, in words."""

    by: Expression | Lookup
    source: str

    def value(self, frame: Frame, told: Frame | None = None) -> float:
        """The number, or as much of it as may be `told`. Raises EvaluationError."""
        if isinstance(self.by, Lookup):
            value = self.by.value(frame, told)
        else:
            value = _value(self.by, frame if told is None else told)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise BadValue(message("%(source)s gives no number", source=self.source))
        return float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something a customer can accept or decline.

    It is worth `propensity` x `context` x `value` x `lever`; `value` and `cost` are in major units of the currency of
    the business. `sells` is false for a remedy, which is offered whatever else is open. `purpose` is the consent
    that it needs. `valid` and `rest` (after a decline) are microseconds. `control` is the share of customers, 0 to 1,
    who are not offered it so that one can see what it does. Of the offers of one `group` only the best is made.
    `title` is as it was written, `called` what customers are told, as `say` is. `sides` are its price, our advice and
    what others choose, as far as they are written, in this order. `doing` is how a system carries it out, if one does.
    """

    name: str
    title: str
    called: Said
    place: str
    say: Said | None
    eligible: Condition | None
    propensity: Quantity
    context: Quantity
    value: Quantity
    lever: Quantity
    cost: Quantity
    sells: bool = True
    purpose: str = ""
    valid: int = 14 * DAY
    limit: Limit | None = None
    rest: int | None = None
    control: float = 0.0
    group: str = ""
    sides: tuple[tuple[str, Said], ...] = ()
    doing: "Doing | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """While this holds, nothing is sold."""

    when: Condition
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From when to when nobody is disturbed, in minutes of the day, in the customer's time zone."""

    begin: int
    end: int
    zone: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPolicy:
    """How often customers are offered something or written to, when not, and what comes first.

    `rest` is how long an offer rests after it was declined, where it does not say itself, in microseconds.
    """

    offers: Limit | None = None
    reach: Limit | None = None
    rest: int = 30 * DAY
    quiet: QuietHours | None = None
    service_first: tuple[Bar, ...] = ()


def _value(expression: Expression, frame: Frame) -> Any:
    value = expression.value(frame)
    if isinstance(value, EvaluationError):
        raise value
    return value
