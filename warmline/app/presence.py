"""Fills the port that tells whether somebody is there to take contacts over: who uses the desk now."""

import threading
from collections.abc import Callable

from warmline.storage.port import Reader
from warmline.web.principal import Principal

SECONDS = 180.0
"""Whoever has not been seen for so long is not there. An open page of the desk shows itself every few seconds."""


class Presence:
    """Remembers when members of staff were last seen. `clock` gives seconds that never run backwards."""

    def __init__(self, clock: Callable[[], float], seconds: float = SECONDS) -> None:
        self._clock = clock
        self._seconds = seconds
        self._seen: dict[str, float] = {}
        self._latest: dict[str, float] = {}
        self._begun = clock()
        self._lock = threading.Lock()

    def saw(self, by: Principal) -> None:
        """Somebody who is signed in did something."""
        with self._lock:
            self._seen[by.id] = self._latest[by.id] = self._clock()

    def unseen_for(self, who: str) -> float:
        """Seconds since somebody was last seen; since the start, if they never were."""
        with self._lock:
            return self._clock() - self._latest.get(who, self._begun)

    def there(self, reader: Reader, queue: str) -> int:
        """How many members of staff are there now: everybody serves every queue."""
        now = self._clock()
        with self._lock:
            self._seen = {who: at for who, at in self._seen.items() if now - at < self._seconds}
            return len(self._seen)
