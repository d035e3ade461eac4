"""Secrets that customers enter: in memory only, for minutes, never anywhere else."""

import threading
from collections import OrderedDict
from collections.abc import Callable

KEPT_SECONDS = 15 * 60
CAPACITY = 20_000


class Vault:
    """Holds secrets by contact and name. `clock` gives seconds that never run backwards. For several threads."""

    def __init__(
        self, clock: Callable[[], float], *, seconds: float = KEPT_SECONDS, capacity: int = CAPACITY
    ) -> None:
        self._clock = clock
        self._seconds = seconds
        self._capacity = capacity
        self._held: OrderedDict[tuple[str, str], tuple[float, str]] = OrderedDict()
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"Vault({len(self._held)} secrets)"

    def keep(self, contact: str, name: str, value: str) -> None:
        """Hold a secret, in place of one of the same name."""
        with self._lock:
            self._drop_old()
            self._held[contact, name] = (self._clock() + self._seconds, value)
            self._held.move_to_end((contact, name))
            while len(self._held) > self._capacity:
                self._held.popitem(last=False)

    def get(self, contact: str, name: str) -> str | None:
        """A secret; None if it was never entered here, or is gone."""
        with self._lock:
            self._drop_old()
            held = self._held.get((contact, name))
            return held[1] if held else None

    def forget(self, contact: str) -> None:
        """Let go of all secrets of a contact."""
        with self._lock:
            for key in [one for one in self._held if one[0] == contact]:
                del self._held[key]

    def sweep(self) -> None:
        """Let go of what has been held for long enough."""
        with self._lock:
            self._drop_old()

    def _drop_old(self) -> None:
        now = self._clock()
        while self._held and next(iter(self._held.values()))[0] <= now:
            self._held.popitem(last=False)
