"""Timestamps on the wire: ISO 8601 text to whole microseconds since 1970 UTC and back."""

from datetime import UTC, datetime, timedelta

from warmline.log.wire import EventError

SECOND = 1_000_000
_YEAR_1900, _YEAR_10000 = -25_567, 2_932_897
"""The first and the last days that `parse` takes, counted from 1970; ingest asks for more."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH = datetime(1970, 1, 1)


def parse(value: object, name: str) -> int:
    """The moment that `value` names; without an offset it is UTC. Raises EventError.

    ISO 8601 with any offset, as RFC 3339 narrows it; a leap second counts as the second after it.
    Digits beyond the microsecond are cut.
    """
    if not isinstance(value, str):
        raise _bad(value, name)
    text = value.strip()
    if len(text) < 10 or text[4] != "-":
        raise _bad(value, name)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _second_try(text, value, name)
    if moment.tzinfo is None:
        since = moment - _NAIVE_EPOCH
    else:
        since = moment - _EPOCH
    if not _YEAR_1900 <= since.days < _YEAR_10000:
        raise EventError(f'"{name}" is {text}: before 1900 or after 9999, so it is no time of an event.')
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def write(microseconds: int) -> str:
    """ISO 8601 with six decimals and Z."""
    return (_NAIVE_EPOCH + timedelta(microseconds=microseconds)).isoformat(timespec="microseconds") + "Z"


def _second_try(text: str, value: object, name: str) -> datetime:
    """Lower-case letters and leap seconds, which RFC 3339 allows and Python does not read."""
    text = text.upper()
    leap = text[16:19] == ":60"
    try:
        moment = datetime.fromisoformat(text[:16] + ":59" + text[19:] if leap else text)
        return moment + timedelta(seconds=1) if leap else moment
    except (ValueError, OverflowError):
        raise _bad(value, name) from None


def _bad(value: object, name: str) -> EventError:
    shown = repr(value if not isinstance(value, str) else value[:40])[:60]
    return EventError(f'"{name}" is {shown}; send ISO 8601 such as "2026-03-01T09:30:00.250Z".')
