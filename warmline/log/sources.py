"""Sources: the systems that may send events, and their write keys."""

import threading
from collections.abc import Callable
from hashlib import sha256

import msgspec

from warmline.language.messages import Told, message
from warmline.log.model import Source
from warmline.storage.port import Reader, Storage, Transaction

PUT = """INSERT INTO source (name, hash, hint, body, created, changed, keyed) VALUES (?, ?, ?, ?, ?, ?, ?)"""
CHANGE = "UPDATE source SET body = ?, changed = ? WHERE name = ?"
NEW_KEY = "UPDATE source SET hash = ?, hint = ?, keyed = ? WHERE name = ?"
DECIDED = "SELECT name, hash, hint, body, created, changed, keyed FROM source ORDER BY name"
END_KEY = """INSERT INTO former_key (hash, source, ended) SELECT hash, name, ? FROM source WHERE name = ?
             ON CONFLICT (hash) DO NOTHING"""
FORMER = "SELECT hash, source, ended FROM former_key WHERE ended > ?"
FORGET_KEYS = "DELETE FROM former_key WHERE ended <= ?"
ALL = "SELECT name, hash, hint, body, created FROM source ORDER BY name"

SECRET_PREFIX = "wks_"  # noqa: S105 - what a secret begins with, so that scanners of code find leaked ones
RESERVED = {"desk": message("what staff decide"), "decisions": message("what policies decide")}
"""Names of sources that are our own, and what they say."""
PUBLIC_PREFIX = "wkp_"
REMEMBERED = 90 * 86_400 * 1_000_000
"""Microseconds for which a key that was replaced is known for whose it was."""


class UnknownSource(Told):
    """There is no source of that name."""


class SourceExists(Told):
    """A source of that name is there already."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A source as it is shown: with the first letters of its key, never the key."""

    source: Source
    hint: str
    created: int


class Sources:
    """The sources of this installation; keys are looked up in memory, only their hashes are stored."""

    def __init__(self, storage: Storage, clock: Callable[[], int], secret: Callable[[], str]) -> None:
        self._storage = storage
        self._clock = clock
        self._secret = secret
        self._lock = threading.Lock()
        self._by_hash: dict[bytes, Source] = {}
        self._former: dict[bytes, tuple[str, int]] = {}
        self.reload()

    def reload(self) -> None:
        """Read the sources again, after a start or a restore."""
        since = self._clock() - REMEMBERED
        found, former = self._storage.read_now(lambda reader: (reader.all(ALL), reader.all(FORMER, (since,))))
        with self._lock:
            self._former = {hash: (name, ended) for hash, name, ended in former}
            self._by_hash = {row[1]: msgspec.json.decode(row[3], type=Source) for row in found}

    def for_key(self, key: str) -> Source | None:
        """The active source with this write key."""
        source = self._by_hash.get(_hash(key))
        return source if source is not None and source.active else None

    def formerly(self, key: str) -> Source | None:
        """The source that had this write key until it was replaced, or has it and is shut off."""
        hash = _hash(key)
        source = self._by_hash.get(hash)
        if source is not None:
            return None if source.active else source
        name, ended = self._former.get(hash, ("", 0))
        if ended <= self._clock() - REMEMBERED:
            return None
        return next((one for one in self._by_hash.values() if one.name == name), None)

    async def list(self) -> list[Listed]:
        """All sources by name."""
        return await self._storage.read(_listed)

    async def add(self, source: Source) -> str:
        """Add a source; its write key, which is not shown again."""
        key = (PUBLIC_PREFIX if source.public else SECRET_PREFIX) + self._secret()

        def put(tx: Transaction) -> None:
            if source.name in RESERVED:
                raise SourceExists(
                    message(
                        "'%(name)s' is %(what)s; choose another name",
                        name=source.name,
                        what=RESERVED[source.name],
                    )
                )
            if any(row[0] == source.name for row in tx.all(ALL)):
                raise SourceExists(
                    message(
                        "there is a source '%(name)s' already; choose another name or rotate its key",
                        name=source.name,
                    )
                )
            now = self._clock()
            tx.run(PUT, (source.name, _hash(key), key[:10], msgspec.json.encode(source), now, now, now))

        await self._storage.run(put)
        self.reload()
        return key

    async def change(self, source: Source) -> None:
        """Replace what is declared of a source, its key aside."""

        def put(tx: Transaction) -> None:
            if not tx.run(CHANGE, (msgspec.json.encode(source), self._clock(), source.name)):
                raise UnknownSource(message("there is no source '%(name)s'", name=source.name))

        await self._storage.run(put)
        self.reload()

    async def rotate(self, name: str) -> str:
        """Give a source a new write key; the old one stops at once.

        What still comes under the old one is refused, and kept (see `warmline.log.held`).
        """

        def put(tx: Transaction) -> str:
            listed = {one.source.name: one.source for one in _listed(tx)}
            if name not in listed:
                raise UnknownSource(message("there is no source '%(name)s'", name=name))
            key = (PUBLIC_PREFIX if listed[name].public else SECRET_PREFIX) + self._secret()
            now = self._clock()
            tx.run(FORGET_KEYS, (now - REMEMBERED,))
            tx.run(END_KEY, (now, name))
            tx.run(NEW_KEY, (_hash(key), key[:10], now, name))
            return key

        key = await self._storage.run(put)
        self.reload()
        return key


def carry_over(running: Reader, arriving: Transaction) -> None:
    """Have what was decided about sources hold in a database that arrives: of each decision the newest.

    A key that was rotated since stays dead, a source that was shut off stays shut off, and one that came
    since goes on sending.
    """
    theirs = {row[0]: row for row in arriving.all(DECIDED)}
    for row in running.all(DECIDED):
        name, hash, hint, body, _, changed, keyed = row
        if name not in theirs:
            arriving.run(PUT, row)
            continue
        if changed >= theirs[name][5]:
            arriving.run(CHANGE, (body, changed, name))
        if keyed >= theirs[name][6]:
            arriving.run(NEW_KEY, (hash, hint, keyed, name))


def _listed(reader: Reader) -> list[Listed]:
    return [
        Listed(source=msgspec.json.decode(body, type=Source), hint=hint, created=created)
        for _, _, hint, body, created in reader.all(ALL)
    ]


def _hash(key: str) -> bytes:
    """Keys are 256 random bits, so a plain hash is enough to store."""
    return sha256(key.encode()).digest()
