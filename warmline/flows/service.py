"""What `service.yaml` says of self-service as a whole: where it begins, its queues, its patience."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from warmline.conditions.said import Said
from warmline.flows.costs import Costs

DAY = 86_400_000_000
MINUTE = 60_000_000
SILENCE: Mapping[str, int] = {"chat": 1_800, "phone": 8, "kiosk": 45, "text": 86_400}
"""Seconds in which a customer can answer, by channel, where nothing else is declared."""


@dataclass(frozen=True, slots=True)
class Span:
    """From one time of day to another, in minutes since midnight; one that ends at its beginning lasts a day."""

    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Queue:
    """Where customers wait for a person. `hours` are by weekday, Monday is 0; None is always.

    Who would wait for more than `call_back_after` minutes is offered a callback; None: nobody is. Of whom skills are
    stated, only those with all of `skills` serve it, and who speaks one of `languages`, where any are named.
    """

    name: str
    title: Said
    hours: Mapping[int, Span] | None = None
    call_back_after: int | None = None
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LockOut:
    """After so many failures within a time, nobody can prove to be this customer for a time (microseconds)."""

    failures: int = 5
    within: int = 15 * MINUTE
    lasts: int = 30 * MINUTE


@dataclass(frozen=True, slots=True)
class Sampling:
    """The share of contacts in which a survey is asked, and how long a customer is left alone after one."""

    share: float = 0.3
    rest: int = 90 * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Self-service of a business. `start` is the flow to begin with by channel, "" for all others.

    `recognise` is the flow that finds out who somebody is, "" where there is none. `resume` is how long somebody
    who dropped out is offered to go on (microseconds), `silence` the seconds in which they can answer by channel.
    `greet` is what people are told when they are connected, None for Warmline's own words.
    """

    start: Mapping[str, str] = field(default_factory=dict)
    recognise: str = ""
    queues: Mapping[str, Queue] = field(default_factory=dict)
    hand_over: str = ""
    greet: Said | None = None
    resume: int = 7 * DAY
    lock_out: LockOut = LockOut()
    silence: Mapping[str, int] = field(default_factory=lambda: SILENCE)
    survey: Sampling = Sampling()
    costs: Costs = field(default_factory=Costs)

    def start_on(self, channel: str) -> str:
        """The flow that a contact on this channel begins with."""
        return self.start.get(channel) or self.start.get("", "")
