"""Quiet hours: whether somebody may be disturbed now, where they are."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from warmline.conditions.environment import Frame
from warmline.decisions.model import QuietHours

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def quiet_until(quiet: QuietHours | None, frame: Frame, business_zone: str, now: int) -> int | None:
    """When the quiet hours end in which a customer is now, in microseconds; None if they may be disturbed.

    Where their time zone cannot be told, that of the business counts.
    """
    if quiet is None or quiet.begin == quiet.end:
        return None
    zone = _zone(quiet, frame, business_zone)
    local = (_EPOCH + timedelta(microseconds=now)).astimezone(zone)
    minute = local.hour * 60 + local.minute
    is_over_midnight = quiet.begin > quiet.end
    if is_over_midnight:
        is_quiet = minute >= quiet.begin or minute < quiet.end
    else:
        is_quiet = quiet.begin <= minute < quiet.end
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1 if is_over_midnight and minute >= quiet.begin else 0)
    end = datetime(day.year, day.month, day.day, quiet.end // 60, quiet.end % 60, tzinfo=zone)
    # Where clocks are set back the end comes twice in a night; the first may be over.
    ends = (int((one - _EPOCH) / timedelta(microseconds=1)) for one in (end, end.replace(fold=1)))
    return next((at for at in ends if at > now), None)


def _zone(quiet: QuietHours, frame: Frame, business_zone: str) -> ZoneInfo:
    name = quiet.zone.value(frame) if quiet.zone is not None else None
    if isinstance(name, str):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    return ZoneInfo(business_zone)
