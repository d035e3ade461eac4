"""Limits: so many times within so long, and when the next time is."""

from collections.abc import Iterable

from warmline.decisions.model import Limit


def free_again(limit: Limit | None, times: Iterable[int], now: int) -> int | None:
    """When a limit is no longer reached, in microseconds; None where it is not reached now.

    `times` are moments in microseconds, newest first.
    """
    if limit is None:
        return None
    counted = [at for at in times if at > now - limit.within]
    return counted[limit.times - 1] + limit.within if len(counted) >= limit.times else None
