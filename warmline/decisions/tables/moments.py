"""Days, times and lengths of time as people write them in cells."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from warmline.business.window import MICROSECONDS, window_microseconds
from warmline.conditions import times
from warmline.conditions.errors import EvaluationError
from warmline.decisions.tables.cells import BadCell

_MOMENT = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d))? ?(Z|[+-]\d\d:\d\d)?)?", re.ASCII
)
_OTHER_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", re.ASCII)
_HOURS = MICROSECONDS["h"] * 1_000
_MINUTES = MICROSECONDS["m"] * 1_000


@dataclass(frozen=True, slots=True)
class Span:
    """A moment, or a whole day: from its beginning up to, not including, the beginning of the next.

    Both as CEL writes them; of a moment they are the same.
    """

    begin: str
    end: str


def span(text: str, zone: tzinfo) -> Span:
    """What `2026-01-31` or `2026-01-31 08:30` names, in `zone` where it says none. BadCell."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise BadCell(f'"{text}" is not a day or a time', _remedy(text))
    year, month, day = (int(part) for part in found.groups()[:3])
    try:
        if found[4] is None:
            first = date(year, month, day)
            return Span(_day(first, zone), _day(first + timedelta(days=1), zone))
        own = datetime.fromisoformat(f"2000-01-01T00:00:00{found[7]}").tzinfo if found[7] else zone
        hour, minute, second = int(found[4]), int(found[5]), int(found[6] or 0)
        at = _moment(datetime(year, month, day, hour, minute, second, tzinfo=own))
    except (ValueError, OverflowError, EvaluationError):
        raise BadCell(f'"{text}" is not a day or a time: there is no such', "look at the calendar") from None
    return Span(at, at)


def length(text: str) -> str:
    """`14d`, `36h`, `1h30m` as CEL writes it. BadCell."""
    sign, body = ("-", text[1:].strip()) if text[:1] == "-" else ("", text)
    try:
        nanoseconds = window_microseconds(body) * 1_000
    except ValueError:
        try:
            nanoseconds = int(times.read_duration(body))
        except EvaluationError:
            remedy = "write minutes, hours, days or weeks: 30m, 12h, 14d, 2w"
            raise BadCell(f'"{text}" is not a length of time', remedy) from None
    for unit, size in (("h", _HOURS), ("m", _MINUTES)):
        if nanoseconds % size == 0:
            return f'duration("{sign}{nanoseconds // size}{unit}")'
    return f'duration("{sign}{times.write_duration(nanoseconds)}")'


def _day(day: date, zone: tzinfo) -> str:
    return _moment(datetime(day.year, day.month, day.day, tzinfo=zone))


def _moment(at: datetime) -> str:
    """A moment as CEL writes it; in UTC where the distance of its zone has seconds. EvaluationError."""
    value = times.moment(at.isoformat(), UTC)
    whole = (at.utcoffset() or timedelta()) % timedelta(minutes=1) == timedelta()
    written = at.isoformat(timespec="seconds") if whole else times.write_timestamp(value)
    return f'timestamp("{written}")'


def _remedy(text: str) -> str:
    other = _OTHER_DAY.fullmatch(text)
    if other:
        first, second, year = int(other[1]), int(other[3]), other[4]
        if 12 < first <= 31 and 0 < second <= 12:
            return f"write the year first: {year}-{second:02}-{first:02}"
        if 12 < second <= 31 and 0 < first <= 12:
            return f"write the year first: {year}-{first:02}-{second:02}"
    return "write the year, the month, the day: 2026-01-31, or 2026-01-31 08:30"
