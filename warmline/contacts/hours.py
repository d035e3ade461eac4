"""When a queue is open: `always`, or spans of the day by weekday, in the time zone of the business."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS = "always"
_WEEK = 8


class BadHours(ValueError):
    """Opening hours are not written as they should be; the message says what is wrong."""


class Hours(msgspec.Struct, frozen=True):
    """Spans of each weekday in minutes from midnight; a span may end at 24:00. Without any it is always closed.

    >>> Hours.read({"mon-fri": "08:00-20:00", "sat": "09:00-12:00, 13:00-17:00"}).spans[5]
    ((540, 720), (780, 1020))
    """

    spans: tuple[tuple[tuple[int, int], ...], ...] = ()

    @classmethod
    def read(cls, written: str | Mapping[str, str]) -> "Hours":
        """From `always`, or `{mon-fri: "08:00-20:00", sat: "09:00-17:00"}`. Raises BadHours."""
        if isinstance(written, str):
            if written != ALWAYS:
                raise BadHours(f"{written!r} is neither {ALWAYS!r} nor a map of weekdays")
            return OPEN
        days: list[tuple[tuple[int, int], ...]] = [()] * 7
        for names, text in written.items():
            spans = tuple(_span(part) for part in str(text).split(","))
            for day in _days(names):
                days[day] = tuple(sorted((*days[day], *spans)))
        return cls(tuple(days))

    def is_open(self, now: int, zone: ZoneInfo) -> bool:
        """Whether it is open at a time (microseconds since 1970)."""
        if not self.spans:
            return False
        local = datetime.fromtimestamp(now / 1e6, zone)
        minute = local.hour * 60 + local.minute
        return any(begin <= minute < end for begin, end in self.spans[local.weekday()])

    def opens(self, now: int, zone: ZoneInfo) -> int | None:
        """When it opens next after a time, in microseconds; None if it never does."""
        if not any(self.spans):
            return None
        local = datetime.fromtimestamp(now / 1e6, zone)
        for ahead in range(_WEEK):
            day = local.date() + timedelta(days=ahead)
            for begin, _ in self.spans[day.weekday()]:
                wall = datetime(day.year, day.month, day.day, begin // 60, begin % 60, tzinfo=zone)
                at = round(wall.astimezone(UTC).timestamp() * 1e6)
                if at > now:
                    return at
        return None


OPEN = Hours((((0, 24 * 60),),) * 7)


def _days(names: str) -> list[int]:
    found: list[int] = []
    for part in names.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first not in DAYS or (last and last not in DAYS):
            raise BadHours(f"{part!r} is no weekday or span of weekdays; write mon, tue … sun, or mon-fri")
        begin, end = DAYS.index(first), DAYS.index(last or first)
        found += [day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)]
    return found


def _span(text: str) -> tuple[int, int]:
    begin, dash, end = text.strip().partition("-")
    if not dash:
        raise BadHours(f'{text!r} is no span of a day; write "08:00-20:00"')
    span = _minute(begin), _minute(end)
    if span[0] >= span[1]:
        raise BadHours(f"{text!r} ends before it begins; write two spans, one on each day")
    return span


def _minute(text: str) -> int:
    hour, colon, minute = text.strip().partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(minute) == 2):
        raise BadHours(f'{text!r} is no time of day; write "08:00"')
    found = int(hour) * 60 + int(minute)
    if int(minute) > 59 or found > 24 * 60:
        raise BadHours(f"{text!r} is no time of day")
    return found
