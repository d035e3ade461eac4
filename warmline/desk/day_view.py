"""One day of a member of staff: when it is, how its time went, what it adds up to."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from warmline.routing.model import Had, Spell, State

MICROSECONDS = 1_000_000


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the calendar, from and until when it lasts."""

    date: date
    begins: int
    ends: int

    @property
    def before(self) -> str:
        """The day before, as addresses name it."""
        return (self.date - timedelta(days=1)).isoformat()

    @property
    def after(self) -> str:
        """The day after."""
        return (self.date + timedelta(days=1)).isoformat()


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the day in one state: where it begins and how much it is of all that is told, from 0 to 1."""

    state: State
    reason: str
    began: int
    ended: int
    begins: float
    share: float
    lasts: bool


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """What the contacts of a day add up to. `rating` is the mean share of the best possible, None without ratings."""

    contacts: int
    solved: int
    thanked: int
    hard: int
    rated: int
    rating: float | None


def day_of(text: str, now: int, timezone: str) -> Day:
    """The day that an address names (`2026-11-26`); today, if it names none, or one that is not here yet.

    >>> day_of("2026-11-26", 1_800_000_000_000_000, "Asia/Manila").date.isoformat()
    '2026-11-26'
    """
    zone = ZoneInfo(timezone)
    today = datetime.fromtimestamp(now / MICROSECONDS, zone).date()
    try:
        wanted = min(date.fromisoformat(text), today)
    except ValueError:
        wanted = today
    wanted = max(wanted, date(1970, 1, 2))
    begins, ends = (
        int(datetime(one.year, one.month, one.day, tzinfo=zone).timestamp()) * MICROSECONDS
        for one in (wanted, wanted + timedelta(days=1))
    )
    return Day(date=wanted, begins=begins, ends=ends)


def parts_of(day: Day, spells: Sequence[Spell], now: int) -> list[Part]:
    """The states of a day in order, without the time before the first and after the last that somebody worked."""
    until = min(day.ends, now)
    cut = [
        Part(
            state=one.state,
            reason=one.reason,
            began=max(one.began, day.begins),
            ended=min(one.ended or until, until),
            begins=0.0,
            share=0.0,
            lasts=not one.ended and until == now,
        )
        for one in spells
    ]
    cut = [one for one in cut if one.ended > one.began or one.lasts]
    while cut and cut[0].state == "away":
        del cut[0]
    while cut and cut[-1].state == "away":
        del cut[-1]
    whole = sum(one.ended - one.began for one in cut) or 1
    placed, so_far = [], 0
    for one in cut:
        length = one.ended - one.began
        placed.append(msgspec.structs.replace(one, begins=so_far / whole, share=length / whole))
        so_far += length
    return placed


def time_in(parts: Sequence[Part], state: State) -> float:
    """Seconds of a day in a state."""
    return sum(one.ended - one.began for one in parts if one.state == state) / MICROSECONDS


def sums_of(had: Sequence[Had]) -> Sums:
    """What contacts add up to. One that was come back to is one."""
    by_contact: dict[str, list[Had]] = {}
    for one in had:
        by_contact.setdefault(one.contact, []).append(one)

    def count(holds: str) -> int:
        return sum(any(getattr(one, holds) for one in several) for several in by_contact.values())

    rated = [one.score / one.best for one in had if one.best]
    return Sums(
        contacts=len(by_contact),
        solved=count("solved"),
        thanked=count("thanked"),
        hard=count("hard"),
        rated=len(rated),
        rating=sum(rated) / len(rated) if rated else None,
    )
