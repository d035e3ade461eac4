"""The breaker: a system that fails again and again is left alone for a while, so that nobody waits for it in vain."""

FAILURES = 5
"""Failures in a row after which it opens."""
REST = 10.0
"""Seconds for which it stays open; then one request tries."""


class Breaker:
    """Of one system. `now` is in seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._failures = 0
        self._until = 0.0

    def lets(self, now: float) -> bool:
        """Whether a request may be made. After a rest the first that asks may; the others wait for what comes of it."""
        if self._failures < FAILURES:
            return True
        if now < self._until:
            return False
        self._until = now + REST
        return True

    def note(self, well: bool, now: float) -> None:
        """What came of a request."""
        if well:
            self._failures = 0
            return
        self._failures += 1
        if self._failures >= FAILURES:
            self._until = now + REST
