"""The sweep: everything written gone through for people who are to be erased, wherever it names them.

Events tell whom they name by their identifiers, and are found by them. What somebody wrote into an event of
somebody else is found by reading the whole log: before the erasure, in readers, in pieces.
"""

from collections.abc import Iterable

from warmline.customers.projection import Projection
from warmline.customers.repository import Node
from warmline.customers.spellings import Spellings
from warmline.events.model import ERASED
from warmline.log import reject_parts, rejects
from warmline.log import repository as log
from warmline.log.model import KeptReject
from warmline.storage.port import Reader, Transaction

EVENTS_AT_ONCE = 1_000
BODIES = "SELECT seq, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?"


class Sweep:
    """How far the log was gone through for some identifiers, and which events name them."""

    def __init__(self, projection: Projection, nodes: Iterable[Node]) -> None:
        self.names = frozenset((node.type, node.value) for node in nodes)
        self.spellings = Spellings(projection.rules.normaliser, self.names)
        self.found: list[int] = []
        self._done = 0

    def step(self, reader: Reader) -> bool:
        """Go through the next events; False at the end of the log."""
        rows = reader.all(BODIES, (self._done, EVENTS_AT_ONCE))
        if not rows:
            return False
        if self.spellings.may_be_in(b"\n".join(body for _, body in rows)):
            self.found += [seq for seq, body in rows if self.spellings.may_be_in(body) and self._names(body)]
        self._done = rows[-1][0]
        return True

    def finish(self, reader: Reader) -> None:
        """Go through all that is left: what came since the last step, or everything."""
        while self.step(reader):
            pass

    def _names(self, body: bytes) -> bool:
        event = log.decode(body)
        return event.type != ERASED and (
            any(map(self.spellings.names, event.identifiers)) or self.spellings.is_in(event.properties)
        )


def forget_rejects(tx: Transaction, spellings: Spellings) -> int:
    """Take those who are erased out of rejected inputs; how many changed or went.

    Of a body with the messages of many, theirs are removed and the others stay, to be replayed.
    """
    count = after = 0
    while batch := rejects.every(tx, after):
        after = batch[-1].id
        for kept in batch:
            if spellings.may_be_in(kept.raw + kept.reason.encode()):
                left = _left(kept, spellings)
                if left is None:
                    rejects.forget(tx, kept.id)
                elif left != kept.raw:
                    rejects.rewrite(tx, kept.id, left, str(spellings.without(kept.reason)))
                count += left != kept.raw
    return count


def _left(kept: KeptReject, spellings: Spellings) -> bytes | None:
    """What is left of a rejected input; None for nothing."""
    body = reject_parts.parts(kept)
    if body is None:
        return None if spellings.is_in(kept.raw.decode(errors="replace")) else kept.raw
    theirs = [spellings.is_in(reject_parts.legible(message)) for message in body.messages]
    if not any(theirs) and not spellings.is_in(body.around or {}):
        return None if body.one and spellings.is_in(kept.reason) else kept.raw
    if all(theirs) or spellings.is_in(body.around or {}):
        return None
    named = iter(theirs)
    return body.only(lambda message: not next(named))
