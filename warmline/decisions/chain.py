"""What led to an event, and how much comes of one first cause: circles of policies come to an end."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from warmline.decisions.consequences import DEEPEST
from warmline.decisions.recording import MADE
from warmline.events.model import Event
from warmline.log import chains
from warmline.storage.port import Reader

MOST_CAUSES = 3 * DEEPEST
"""Causes looked at: between two decisions stand an action and perhaps a timer."""
MOST_FOLLOWING = 200
"""Things done at once about all that follows from one event: policies that feed each other grow by powers."""


def above(reader: Reader, event: Event) -> tuple[int, str]:
    """Decisions above an event, as far up as it matters, and the id of the first cause that was found."""
    causes = chains.above(reader, event, MOST_CAUSES)
    decisions = sum(stored.event.type == MADE for stored in causes)
    return decisions, causes[-1].id if causes else event.cause


class Following:
    """How much was done already about what follows from each first cause, in one transaction."""

    def __init__(self) -> None:
        self._done: Counter[str] = Counter()
        self._nested = 0

    def is_enough(self, first: str) -> bool:
        """Whether no more is to be done about what follows from it."""
        return bool(first) and self._done[first] >= MOST_FOLLOWING

    def add(self, first: str, count: int) -> None:
        """So many more things are done."""
        if first:
            self._done[first] += count

    @contextmanager
    def carrying_out(self) -> Iterator[None]:
        """While consequences are carried out, others follow; with the first of them all is over."""
        self._nested += 1
        try:
            yield
        finally:
            self._nested -= 1
            if not self._nested:
                self._done.clear()
