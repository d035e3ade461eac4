"""Who works with customers now: their state, what they know, how much they have."""

from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from warmline.web.access import Role
from warmline.web.principal import Principal

State = Literal["free", "busy", "break", "away"]
"""What members of staff say of themselves: somebody on a break, or away, gets nobody."""
STATES: tuple[State, ...] = get_args(State)
Why = Literal["rest", "meal", "meeting", "training", "work", "other"]
"""Why somebody takes a break; `work` is what has to be done after a contact, or beside them."""
BREAKS: tuple[Why, ...] = get_args(Why)
WORKS_WITH_CUSTOMERS = frozenset({Role.AGENT, Role.LEAD, Role.ADMINISTRATOR})

CAPACITY = 3
"""Contacts at once, where nothing else is said of somebody."""
MOST_AT_ONCE = 20
MOST_SKILLS = 40
LONGEST_SKILL = 40
IN_A_ROW = 3
"""So many hard contacts one after the other, and a break is offered."""


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of a member of staff: the state since when, what they can, how much at once.

    No `languages` means the one of their account. Hard contacts count towards a break since `rested`.
    """

    state: State = "free"
    reason: str = ""
    since: int = 0
    capacity: int = CAPACITY
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    rested: int = 0


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff as colleagues see them now.

    `state` is what holds: who has not been seen for a while is away, who has as much as they can is busy, whatever they
    had said. `has` is how many contacts they are accountable for.
    """

    principal: Principal
    state: State
    reason: str
    since: int
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    capacity: int
    has: int

    @property
    def id(self) -> str:
        """The id of the account."""
        return self.principal.id

    @property
    def name(self) -> str:
        """What they are called."""
        return self.principal.name

    @property
    def is_free(self) -> bool:
        """Whether one more contact can come to them."""
        return self.state == "free"


class Expert(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who knows about something, and why one may think so.

    `stated` are their skills that fit, `solved` how many contacts about it they have solved lately. `speaks` says
    whether they speak the language that was asked for.
    """

    agent: Agent
    stated: tuple[str, ...] = ()
    solved: int = 0
    speaks: bool = True

    @property
    def knows(self) -> bool:
        """Whether there is any reason to think so."""
        return bool(self.stated) or self.solved > 0


class Had(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that a member of staff took part in, for their own day. `thanked` is the event of the thanks."""

    contact: str
    began: int
    ended: int
    channel: str
    reason: str
    hard: bool
    solved: bool
    thanked: int
    score: int
    best: int


class Spell(msgspec.Struct, frozen=True, kw_only=True):
    """A time that somebody spent in one state. `ended` is 0 while it lasts."""

    state: State
    reason: str
    began: int
    ended: int = 0


def holds(stated: Stated, *, there: bool, has: int) -> State:
    """The state that holds of what was said.

    >>> holds(Stated(state="free", capacity=2), there=True, has=2)
    'busy'
    """
    if not there:
        return "away"
    return "busy" if stated.state == "free" and has >= stated.capacity else stated.state


def serves(stated: Stated, speaks: Sequence[str], skills: Sequence[str], languages: Sequence[str]) -> bool:
    """Whether somebody serves a queue that asks for skills and languages.

    Of whom no skills are stated, none are missed: a small company names nobody's.

    >>> serves(Stated(skills=("network",)), ["en"], ["billing"], [])
    False
    """
    can = not skills or not stated.skills or set(skills) <= set(stated.skills)
    return can and (not languages or not set(languages).isdisjoint(speaks))


def may_describe(by: Principal, agent: Agent) -> bool:
    """Whether somebody may state what another knows, and how much they can have at once."""
    return by.administrator or (by.role is Role.LEAD and agent.principal.scopes.within(by.scopes))


def break_is_due(hard: Sequence[bool]) -> bool:
    """Whether a break should be offered after contacts, the latest first.

    >>> break_is_due([True, True, True, False]), break_is_due([False, True, True, True])
    (True, False)
    """
    return len(hard) >= IN_A_ROW and all(hard[:IN_A_ROW])
