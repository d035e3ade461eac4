"""How many decisions led to an event, one after another."""

from warmline.decisions.consequences import DEEPEST
from warmline.decisions.recording import MADE
from warmline.events.model import Event
from warmline.log import repository as log
from warmline.storage.port import Reader

MOST_CAUSES = 3 * DEEPEST
"""Causes looked at: between two decisions stand an action and perhaps a timer."""


def depth(reader: Reader, event: Event) -> int:
    """Decisions above an event, as far up as it matters."""
    count, cause = 0, event.cause
    for _ in range(MOST_CAUSES):
        above = log.find(reader, cause) if cause else None
        if above is None or count >= DEEPEST:
            break
        count += above.event.type == MADE
        cause = above.event.cause
    return count
