"""When things happen: times of day as people call, browse and shop, in the time zone of the sample."""

from datetime import UTC, datetime
from random import Random

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
ZONE = 8 * HOUR
"""Asia/Manila is eight hours ahead of UTC, without daylight saving time."""

_STEPS = 720


def _curve(*weights: int) -> tuple[int, ...]:
    """Equally likely times of day (µs) for the weights of 24 hours."""
    total = sum(weights)
    times: list[int] = []
    below = 0
    for hour, weight in enumerate(weights):
        start, below = below, below + weight
        first = -(-start * _STEPS // total)
        last = -(-below * _STEPS // total)
        times += [
            int((hour + (step * total / _STEPS - start) / weight) * HOUR) for step in range(first, last)
        ]
    return tuple(times)


CALLS = _curve(3, 2, 1, 1, 1, 2, 6, 16, 36, 52, 58, 54, 44, 46, 52, 50, 46, 42, 38, 34, 28, 20, 12, 6)
BROWSING = _curve(10, 6, 3, 2, 2, 3, 8, 16, 20, 20, 20, 24, 32, 26, 20, 20, 22, 26, 34, 46, 58, 60, 44, 24)
OPENING = _curve(0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 30, 34, 32, 28, 28, 30, 34, 40, 38, 20, 6, 0, 0, 0)
WORKING = _curve(0, 0, 0, 0, 0, 0, 0, 4, 26, 40, 40, 34, 18, 32, 40, 38, 30, 12, 4, 0, 0, 0, 0, 0)
NIGHT = _curve(4, 20, 30, 30, 14, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
ANY = _curve(*[1] * 24)


def midnight(time: int) -> int:
    """The beginning of the local day that `time` (µs) is in."""
    return (time + ZONE) // DAY * DAY - ZONE


def next_time(random: Random, earliest: int, curve: tuple[int, ...]) -> int:
    """A time by `curve` on the local day of `earliest`, or on the next day if that has passed."""
    time = midnight(earliest) + curve[int(random.random() * len(curve))] + int(random.random() * 2 * MINUTE)
    return time if time > earliest else time + DAY


def micros(moment: datetime) -> int:
    """A moment as microseconds since 1970."""
    return int(moment.timestamp()) * SECOND + moment.microsecond


def iso(time: int) -> str:
    """A time (µs) as RFC 3339 in local time, to the second."""
    return datetime.fromtimestamp((time + ZONE) // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%S+08:00")


def day(time: int) -> str:
    """The local day of a time (µs): 2025-11-12."""
    return iso(time)[:10]
