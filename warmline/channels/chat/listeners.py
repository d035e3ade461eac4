"""How many pages of one address wait for news at a time: each holds a connection open."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from warmline.channels.chat.errors import TooManyListening

MOST = 200
"""Pages of one address, behind which a whole company or a village may be."""


class Listeners:
    """Counts them, in one event loop; `most` for each address."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._by_address: Counter[str] = Counter()

    @contextmanager
    def one(self, address: str) -> Iterator[None]:
        """One more while it waits; an address of "" is not limited. Raises TooManyListening."""
        if not address:
            yield
            return
        if self._by_address[address] >= self._most:
            raise TooManyListening(self._most)
        self._by_address[address] += 1
        try:
            yield
        finally:
            self._by_address[address] -= 1
            if not self._by_address[address]:
                del self._by_address[address]
