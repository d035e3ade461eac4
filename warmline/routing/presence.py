"""Who is there to take contacts over: fills the port `Waiting` of contacts."""

import threading
from collections.abc import Callable

from warmline.business.model import Business
from warmline.flows.reading.section import FLOWS
from warmline.flows.service import Queue
from warmline.routing import repository
from warmline.routing.model import WORKS_WITH_CUSTOMERS, Stated, serves
from warmline.storage.port import Reader
from warmline.web.principal import Principal

SECONDS = 180.0
"""Whoever has not been seen for so long is not there. An open page of the desk shows itself every few seconds."""
REMEMBERED = 1.0
"""Seconds for which what is stored of everybody is gone by: a place in a queue is asked for all the time."""


class Presence:
    """Remembers when members of staff were last seen. `clock` gives seconds that never run backwards."""

    def __init__(
        self, clock: Callable[[], float], business: Callable[[], Business], seconds: float = SECONDS
    ) -> None:
        self._clock = clock
        self._business = business
        self._seconds = seconds
        self._began = clock()
        self._seen: dict[str, tuple[float, Principal]] = {}
        self._lock = threading.Lock()
        self._stated: dict[str, Stated] = {}
        self._read = -REMEMBERED

    def saw(self, by: Principal) -> None:
        """Somebody who is signed in did something, or has a page open."""
        with self._lock:
            self._seen[by.id] = (self._clock(), by)

    def left(self, who: str) -> None:
        """Somebody has signed out everywhere."""
        with self._lock:
            self._seen.pop(who, None)

    def changed(self) -> None:
        """What is stored of somebody is different from now on."""
        self._read = -REMEMBERED

    def unseen_for(self, who: str) -> float:
        """Seconds since somebody was last seen; since the start, of somebody who has not been seen at all."""
        with self._lock:
            seen = self._seen.get(who)
        return self._clock() - (seen[0] if seen else self._began)

    def is_here(self, who: str) -> bool:
        """Whether somebody was seen lately."""
        with self._lock:
            seen = self._seen.get(who)
        return seen is not None and self._clock() - seen[0] < self._seconds

    def there(self, reader: Reader, queue: str) -> int:
        """How many members of staff are there for a queue now: not on a break, with what the queue asks for."""
        declared, stated = self._queue(queue), self._everybody(reader)
        at_work = (by for by in self._here() if stated.get(by.id, Stated()).state in ("free", "busy"))
        return sum(_serves(by, stated.get(by.id, Stated()), declared) for by in at_work)

    def serves(self, reader: Reader, by: Principal, queue: str) -> bool:
        """Whether somebody has what a queue asks for, there or not."""
        return _serves(by, self._everybody(reader).get(by.id, Stated()), self._queue(queue))

    def served(self, reader: Reader, by: Principal) -> frozenset[str]:
        """The queues that somebody serves."""
        queues = FLOWS.of(self._business()).service.queues
        return frozenset(queue for queue in queues if self.serves(reader, by, queue))

    def _queue(self, queue: str) -> Queue | None:
        return FLOWS.of(self._business()).service.queues.get(queue)

    def _here(self) -> list[Principal]:
        now = self._clock()
        with self._lock:
            self._seen = {who: seen for who, seen in self._seen.items() if now - seen[0] < self._seconds}
            return [by for _, by in self._seen.values() if by.role in WORKS_WITH_CUSTOMERS]

    def _everybody(self, reader: Reader) -> dict[str, Stated]:
        """What is stored of everybody, at most a moment old."""
        now = self._clock()
        if now - self._read >= REMEMBERED:
            self._stated, self._read = repository.everybody(reader), now
        return self._stated


def _serves(by: Principal, own: Stated, queue: Queue | None) -> bool:
    """Whether somebody of whom something is stated serves a queue; one that is declared no more asks for nothing."""
    return queue is None or serves(own, own.languages or (by.language,), queue.skills, queue.languages)
