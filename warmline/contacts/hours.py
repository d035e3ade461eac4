"""When a queue is open, in the time zone of the business."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from warmline.flows.service import Span

DAY = 24 * 60
_WEEK = 8
"""Days looked ahead: what opens once a week may have closed a minute ago."""


class Hours(msgspec.Struct, frozen=True):
    """Spans of each weekday (Monday first) in minutes from midnight. Without any it is always closed."""

    spans: tuple[tuple[tuple[int, int], ...], ...] = ()

    @classmethod
    def of(cls, declared: Mapping[int, Span] | None) -> "Hours":
        """As a queue declares them; None is always. What lasts beyond midnight goes on on the day after.

        >>> Hours.of({5: Span(22 * 60, 2 * 60)}).spans[5:]
        (((1320, 1440),), ((0, 120),))
        """
        if declared is None:
            return OPEN
        days: list[list[tuple[int, int]]] = [[] for _ in range(7)]
        for day, span in declared.items():
            if span.begins < span.ends:
                days[day].append((span.begins, span.ends))
                continue
            days[day].append((span.begins, DAY))
            if span.ends:
                days[(day + 1) % 7].append((0, span.ends))
        return cls(tuple(tuple(sorted(spans)) for spans in days))

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


OPEN = Hours((((0, DAY),),) * 7)
