"""Times and durations: how they are read and written, added up, and taken apart in a time zone."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from warmline.conditions.errors import BadValue, OutOfRange
from warmline.conditions.values import (
    EARLIEST,
    LATEST,
    LONGEST,
    SECOND,
    Duration,
    Timestamp,
)
from warmline.language.messages import message

_EPOCH = datetime(1970, 1, 1)
_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_PIECE = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_OFFSET = re.compile(r"([+-]?)(\d\d):(\d\d)", re.ASCII)
_UNITS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ms": 1_000_000,
    "s": SECOND,
    "m": 60 * SECOND,
    "h": 3_600 * SECOND,
}


def timestamp(nanoseconds: int) -> Timestamp:
    """A moment between the years 1 and 9999. OutOfRange."""
    if EARLIEST <= nanoseconds <= LATEST:
        return Timestamp(nanoseconds)
    raise OutOfRange("the time is outside of the years 1 to 9999")


def duration(nanoseconds: int) -> Duration:
    """A duration of at most 292 years. OutOfRange."""
    if -LONGEST <= nanoseconds <= LONGEST:
        return Duration(nanoseconds)
    raise OutOfRange("the duration is longer than 292 years")


def read_timestamp(text: str) -> Timestamp:
    """A moment as RFC 3339 writes it: 2025-11-12T08:10:00+08:00. BadValue, OutOfRange."""
    match = _RFC3339.fullmatch(text)
    if match is None:
        raise BadValue(message('"%(text)s" is not a time such as 2025-11-12T08:10:00Z', text=text[:60]))
    year, month, day, hour, minute, second = (int(match[n]) for n in range(1, 7))
    try:
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        raise BadValue(
            message('"%(text)s" is not a time: there is no such day or hour', text=text[:60])
        ) from None
    offset = 0
    if match[8] not in "Zz":
        offset = (int(match[8][1:3]) * 60 + int(match[8][4:6])) * 60
        offset = -offset if match[8][0] == "-" else offset
    seconds = (moment - _EPOCH) // timedelta(seconds=1) - offset
    return timestamp(seconds * SECOND + int((match[7] or "").ljust(9, "0")))


def read_duration(text: str) -> Duration:
    """A duration as CEL writes it: 90s, 1h30m, 1.5h, -250ms. BadValue, OutOfRange."""
    body = text[1:] if text[:1] in ("-", "+") else text
    if body == "0":
        return Duration(0)
    total, at = 0, 0
    for piece in _PIECE.finditer(body):
        if piece.start() != at:
            break
        whole, _, fraction = piece[1].partition(".")
        unit = _UNITS[piece[2]]
        total += _digits(whole) * unit
        total += _digits(fraction) * unit // 10 ** len(fraction) if fraction else 0
        at = piece.end()
    if not body or at != len(body):
        remedy = _in_hours(body)
        raise BadValue(
            message(
                '"%(text)s" is not a duration such as 90s, 30m, 1h30m%(remedy)s',
                text=text[:60],
                remedy=remedy,
            )
        )
    return duration(-total if text[0] == "-" else total)


def _digits(text: str) -> int:
    if len(text) > 30:
        raise OutOfRange("the duration is longer than 292 years")
    return int(text or "0")


def _in_hours(body: str) -> str:
    match = re.fullmatch(r"(\d{1,5}) ?(d|w|days?|weeks?)", body, re.ASCII)
    if match is None:
        return ""
    return f"; write {int(match[1]) * (24 if match[2][0] == 'd' else 168)}h"


def write_timestamp(value: int) -> str:
    """A moment in UTC as RFC 3339, with as many digits of a second as it needs."""
    seconds, nanoseconds = divmod(int(value), SECOND)
    moment = _EPOCH + timedelta(seconds=seconds)
    fraction = _fraction(nanoseconds)
    return f"{moment.isoformat(timespec='seconds')}{fraction}Z"


def write_duration(value: int) -> str:
    """A duration in seconds: 5400s, 0.25s."""
    sign = "-" if value < 0 else ""
    seconds, nanoseconds = divmod(abs(int(value)), SECOND)
    fraction = _fraction(nanoseconds)
    return f"{sign}{seconds}{fraction}s"


def _fraction(nanoseconds: int) -> str:
    """Three, six or nine digits, as protocol buffers write times in JSON."""
    if not nanoseconds:
        return ""
    digits = f"{nanoseconds:09d}"
    for length in (3, 6):
        if not digits[length:].strip("0"):
            return "." + digits[:length]
    return "." + digits


def day_start(text: str, zone: tzinfo) -> Timestamp:
    """When a day (2025-11-12) begins in a time zone. ValueError if it is none."""
    day = date.fromisoformat(text[:10])
    begins = datetime(day.year, day.month, day.day, tzinfo=zone)
    return timestamp(_seconds(begins) * SECOND)


def moment(text: str, zone: tzinfo) -> Timestamp:
    """A time as ISO 8601 writes it, in `zone` where it says none. ValueError if it is none."""
    found = datetime.fromisoformat(text)
    found = found if found.tzinfo is not None else found.replace(tzinfo=zone)
    return timestamp(_seconds(found) * SECOND + found.microsecond * 1_000)


def _seconds(moment: datetime) -> int:
    offset = moment.utcoffset() or timedelta()
    return (moment.replace(tzinfo=None) - offset - _EPOCH) // timedelta(seconds=1)


# -- taking apart

Part = Callable[[datetime], int]

PARTS: dict[str, Part] = {
    "getFullYear": lambda moment: moment.year,
    "getMonth": lambda moment: moment.month - 1,
    "getDate": lambda moment: moment.day,
    "getDayOfMonth": lambda moment: moment.day - 1,
    "getDayOfWeek": lambda moment: (moment.weekday() + 1) % 7,
    "getDayOfYear": lambda moment: moment.timetuple().tm_yday - 1,
    "getHours": lambda moment: moment.hour,
    "getMinutes": lambda moment: moment.minute,
    "getSeconds": lambda moment: moment.second,
}
"""Parts of a time; months, days of the month (but not getDate) and of the year count from 0, Sunday is 0."""

SIZES = {"getHours": 3_600 * SECOND, "getMinutes": 60 * SECOND, "getSeconds": SECOND}
"""What of a duration is counted by the getters it has."""


@lru_cache(maxsize=512)
def zone(name: str) -> tzinfo:
    """A time zone by its name in the IANA database, or by its distance from UTC: +08:00. BadValue.

    The database is read once for each zone; what it says is part of the installation, not of the moment.
    """
    offset = _OFFSET.fullmatch(name)
    if offset is not None and int(offset[2]) < 24 and int(offset[3]) < 60:
        distance = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(-distance if offset[1] == "-" else distance)
    try:
        return UTC if name in ("", "UTC") else ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadValue(
            message('"%(name)s" is not a time zone such as Asia/Manila or +08:00', name=name[:60])
        ) from None


def local(value: int, name: str) -> datetime:
    """A moment in a time zone. BadValue, OutOfRange at the ends of the calendar."""
    seconds = int(value) // SECOND
    try:
        return (_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=UTC).astimezone(zone(name))
    except OverflowError:
        raise OutOfRange("the time is outside of the years 1 to 9999") from None
