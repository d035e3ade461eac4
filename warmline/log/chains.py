"""Chains of causes: what led to an event, and everything that came of it."""

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

import msgspec

from warmline.events.model import ERASED, Event
from warmline.log import causes, outbox, repository
from warmline.log.keys import key_of
from warmline.log.model import Delivery, Stored
from warmline.storage.port import Reader

MOST = 200
"""Consequences that are followed at most."""
DEEPEST = 12
"""Links of a chain that are followed at most."""

Sees = Callable[[Sequence[Stored]], Sequence[bool]]
"""Which of some events whoever looks may see."""


def everybody(events: Sequence[Stored]) -> Sequence[bool]:
    """All of them."""
    return [True] * len(events)


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """One consequence: 1 deep is what the event itself caused. `more` effects of it are not in the tree."""

    stored: Stored
    depth: int
    more: int = 0


class Consequences(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that came of an event, each branch in front of what came of it; siblings in the order of the log.

    `more` direct effects of the event itself are not in it. `hidden` says that some may not be seen by whoever
    looks, and what came of those is left out, too. `unread` says that the log has yet to be read for older causes,
    so that some may be missing.
    """

    branches: list[Branch]
    more: int = 0
    hidden: bool = False
    unread: bool = False


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """An event, what led to it with the first cause first, all that came of it, and what the outside is told of that.

    `deliveries` are by the places of the events. `hidden` says that a cause may not be seen by whoever looks, or is
    not in the log any more.
    """

    event: Stored
    causes: list[Stored]
    hidden: bool
    consequences: Consequences
    deliveries: dict[int, list[Delivery]]

    @property
    def events(self) -> list[Stored]:
        """All events in it."""
        return [*self.causes, self.event, *(branch.stored for branch in self.consequences.branches)]


def follow(reader: Reader, id: str, sees: Sees = everybody, most: int = MOST) -> Followed | None:
    """An event with all that surrounds it; None if there is none that may be seen."""
    event = repository.find(reader, id)
    if event is None or not _seen([event], sees):
        return None
    chain = above(reader, event.event)
    causes_seen = _seen(chain, sees)
    tree = consequences(reader, id, most, sees=sees)
    return Followed(
        event=event,
        causes=causes_seen[::-1],
        hidden=len(causes_seen) < len(chain) or bool(event.event.cause and not chain),
        consequences=tree,
        deliveries=outbox.of(reader, [event.seq, *(branch.stored.seq for branch in tree.branches)]),
    )


def above(reader: Reader, event: Event, most: int = DEEPEST) -> list[Stored]:
    """What led to an event, the nearest cause first, as far as it is in the log."""
    found: dict[bytes, Stored] = {}
    while len(found) < most:
        before = repository.find(reader, event.cause)
        if before is None or before.key in found:  # a source may say that two events caused each other
            break
        found[before.key] = before
        event = before.event
    return list(found.values())


def consequences(
    reader: Reader,
    id: str,
    most: int = MOST,
    deepest: int = DEEPEST,
    sees: Sees = everybody,
) -> Consequences:
    """The tree of what came of the event with this id, nearest first where there are more than `most`."""
    key = key_of(id)
    if key is None:
        return Consequences(branches=[])
    tree = _Tree(reader, most, sees)
    level = [key]
    for _ in range(deepest):
        level = [one.key for parent in level for one in tree.grow(parent)]
    for parent in level:
        tree.more[parent] = causes.count(reader, parent)
    return Consequences(
        branches=list(tree.branches(key)),
        more=tree.more.get(key, 0),
        hidden=tree.hidden,
        unread=bool(causes.unread(reader)),
    )


def _seen(chain: Sequence[Stored], sees: Sees) -> list[Stored]:
    """The events of a chain up to the first that may not be seen, or of which nothing is left."""
    may = zip(chain, sees(chain), strict=True)
    return [stored for stored, _ in takewhile(lambda pair: pair[1] and pair[0].event.type != ERASED, may)]


class _Tree:
    """The tree on its way: effects by the keys of their causes, each event once."""

    def __init__(self, reader: Reader, most: int, sees: Sees) -> None:
        self._reader = reader
        self._left = most
        self._sees = sees
        self._known: set[bytes] = set()
        self._effects: dict[bytes, list[Stored]] = {}
        self.more: dict[bytes, int] = {}
        self.hidden = False

    def grow(self, key: bytes) -> list[Stored]:
        """Add the effects of one event, as many as may still be added."""
        self._known.add(key)
        seqs = causes.effects(self._reader, key, self._left) if self._left else []
        if len(seqs) == self._left:
            self.more[key] = causes.count(self._reader, key) - len(seqs)
        found = [one for one in repository.at(self._reader, seqs) if one.key not in self._known]
        seen = [one for one, may in zip(found, self._sees(found), strict=True) if may]
        self.hidden |= len(seen) < len(found)
        self._known.update(one.key for one in seen)
        self._left -= len(seen)
        self._effects[key] = seen
        return seen

    def branches(self, key: bytes, depth: int = 1) -> Iterator[Branch]:
        """What came of an event, and of that, in the order of reading."""
        for stored in self._effects.get(key, ()):
            yield Branch(stored=stored, depth=depth, more=self.more.get(stored.key, 0))
            yield from self.branches(stored.key, depth + 1)
