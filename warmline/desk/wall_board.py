"""The contacts that are going on, in memory: read anew where they have changed, whenever a screen looks."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from itertools import takewhile
from typing import NamedTuple

import msgspec

from warmline.coaching.model import NOTHING, Noticed
from warmline.coaching.repository import noticed
from warmline.contacts.glances import Glance, Glances
from warmline.contacts.listening import News
from warmline.language.analysis import fold
from warmline.storage.port import Reader, Storage

STALE = 10_000_000
"""Microseconds after which a contact is read again though nothing was heard of it: who it is may have changed."""
A_ROUND = 1_000_000
"""Microseconds between two looks for such contacts."""
MOST_CHANGED = 2_000
"""Contacts that are remembered to have changed: beyond that all are read anew, as nobody has looked for long."""
APART = 0.1
"""Seconds between two rounds at least, in which what has changed is read once for all screens that wait for it."""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One contact of the board. `revision` is that of the board when it last changed, `words` are for searching."""

    glance: Glance
    noticed: Noticed
    revision: int
    words: str

    @property
    def name(self) -> str:
        """The name of the contact."""
        return self.glance.live.contact.name


class View(NamedTuple):
    """The board at one moment. It is never changed: a later one takes its place."""

    revision: int
    cards: Mapping[str, Card]


class Board:
    """All contacts that are going on. Nothing is read while nobody looks. `clock` gives microseconds since 1970."""

    def __init__(self, storage: Storage, glances: Glances, news: News, clock: Callable[[], int]) -> None:
        self.view = View(0, {})
        self.glances = glances
        self._storage = storage
        self._clock = clock
        self._cards: dict[str, Card] = {}
        self._read_at: dict[str, int] = {}  # in the order of reading
        self._changed: set[str] = set()
        self._everything = True
        self._looked = 0
        self._lock = asyncio.Lock()
        self._told = asyncio.Event()
        self._round: asyncio.Future[View] | None = None
        self._round_over = 0.0
        news.follow(self._tell)

    def _tell(self, contact: str) -> None:
        if not contact:
            self._everything = True
        elif not self._everything:
            self._changed.add(contact)
        if self._everything or len(self._changed) > MOST_CHANGED:
            self._everything = True
            self._changed.clear()
        self._told.set()
        self._told = asyncio.Event()

    @property
    def behind(self) -> int:
        """How many contacts are remembered to have changed since somebody looked."""
        return len(self._changed)

    async def fresh(self) -> View:
        """The board with everything in it that was committed before the call."""
        async with self._lock:
            everything, changed = self._everything, self._changed
            self._everything, self._changed = False, set()
            names = [] if everything else [*changed, *self._stale(changed)]
            if everything or names:
                try:
                    await self._read(everything, names)
                except BaseException:
                    self._everything = self._everything or everything
                    self._changed |= changed
                    raise
            return self.view

    async def changed(self, since: int, seconds: float) -> View:
        """The board once it differs from what it was at revision `since`, or after so many seconds.

        Screens that wait are woken together and get the same view, so that they can share what is drawn of it.
        """
        told = self._told
        is_news = (
            bool(self._changed) or self._everything or self._lock.locked()
        )  # or it is being read just now
        if self.view.revision == since and not is_news:
            try:
                await asyncio.wait_for(told.wait(), seconds)
            except TimeoutError:
                pass
        if self.view.revision == since:
            if self._round is None or self._round.done():
                self._round = asyncio.ensure_future(self._next())
            await asyncio.shield(self._round)
        return self.view

    async def _next(self) -> View:
        """The board at the next round."""
        await asyncio.sleep(max(0.0, self._round_over + APART - time.monotonic()))
        try:
            return await self.fresh()
        finally:
            self._round_over = time.monotonic()

    def _stale(self, changed: set[str]) -> Iterable[str]:
        """Some of those that nothing was heard of for long, so that all have their turn."""
        now = self._clock()
        if now - self._looked < A_ROUND:
            return []
        self._looked = now
        most = max(50, len(self._read_at) * A_ROUND // STALE + 1)
        oldest = takewhile(lambda one: now - one[1] > STALE, self._read_at.items())
        return [name for name, _ in oldest if name not in changed][:most]

    async def _read(self, everything: bool, names: list[str]) -> None:
        if everything:
            self.glances.forget()

        def query(reader: Reader) -> tuple[list[str], list[Glance], Mapping[int, Noticed]]:
            wanted = self.glances.names(reader) if everything else names
            found = list(self.glances.of(reader, wanted))
            return wanted, found, noticed(reader, [one.live.number for one in found])

        wanted, found, signs = await self._storage.read(query)
        now, revision = self._clock(), self.view.revision + 1
        gone = {*(self._cards if everything else ()), *wanted}
        differs = False
        for glance in found:
            name = glance.live.contact.name
            gone.discard(name)
            self._read_at.pop(name, None)
            self._read_at[name] = now
            before, seen = self._cards.get(name), signs.get(glance.live.number, NOTHING)
            if before is None or before.glance != glance or before.noticed != seen:
                self._cards[name] = Card(glance=glance, noticed=seen, revision=revision, words=_words(glance))
                differs = True
        for name in gone:
            self._read_at.pop(name, None)
            differs = self._cards.pop(name, None) is not None or differs
        if differs:
            self.view = View(revision, dict(self._cards))


def ended(glance: Glance) -> Card:
    """A contact that is over, and on no board. Its revision follows from what it says: an erasure may change that."""
    says = blake2b(msgspec.msgpack.encode(glance), digest_size=6).digest()
    return Card(glance=glance, noticed=NOTHING, revision=-int.from_bytes(says), words="")


def _words(glance: Glance) -> str:
    """What a contact is found by: who it is, what they want, where they are, what was said last."""
    live = glance.live
    said = (one.text for one in glance.turns)
    parts = (live.who, glance.known.known_as, live.contact.wants, live.where, live.owned_by, *said)
    return fold("\n".join(part for part in parts if part))
