"""Versions of the business: a session ends on the one that it began with, after a restart, too."""

import threading
import zlib
from collections.abc import Callable, Collection, Sequence
from typing import Any

import msgspec
import structlog

from warmline.business.load import load_files
from warmline.business.model import Business, BusinessError
from warmline.business.section import Section
from warmline.contacts.dialogue import Dialogue, Flows
from warmline.contacts.serving import Serving, serving_of
from warmline.storage.port import Reader, Transaction

LOG = structlog.get_logger(__name__)

ADD = "INSERT OR IGNORE INTO business_version (version, files, stored) VALUES (?, ?, ?)"
FILES = "SELECT files FROM business_version WHERE version = ?"
STORED = "SELECT version FROM business_version"
IN_USE = "SELECT DISTINCT business FROM contact WHERE state = 'open'"
DROP = "DELETE FROM business_version WHERE version = ?"

_decode = msgspec.msgpack.Decoder(dict[str, bytes]).decode


class Version(msgspec.Struct, frozen=True):
    """One version, ready to use: the business, its flows, how it serves people."""

    business: Business
    dialogue: Dialogue
    serving: Serving


def version_of(business: Business) -> Version:
    """A version of the business, as its folder declares it."""
    return Version(business, Flows(business), serving_of(business))


class Versions:
    """The versions that sessions use. `make` makes one ready; `snapshot` gives the files of the one in use."""

    def __init__(
        self,
        business: Business,
        snapshot: Callable[[], dict[str, bytes]],
        sections: Sequence[Section[Any]],
        make: Callable[[Business], Version],
        clock: Callable[[], int],
    ) -> None:
        self._sections = tuple(sections)
        self._make = make
        self._clock = clock
        self._lock = threading.Lock()
        self._ready: dict[str, Version] = {}
        self._stored: set[str] = set()
        self._snapshot = snapshot
        self.use(business)

    @property
    def current(self) -> Version:
        """The one that contacts begin with now."""
        return self._current

    def use(self, business: Business) -> None:
        """Begin contacts with a new version; called in the thread that reloads, before anything else changes."""
        version = self._make(business)
        files = zlib.compress(msgspec.msgpack.encode(self._snapshot()))
        with self._lock:
            self._ready[business.version] = version
            self._current, self._files = version, files

    def keep(self, tx: Transaction) -> Version:
        """The current version, its files stored: whatever happens, it can be loaded again."""
        with self._lock:
            current, files = self._current, self._files
        name = current.business.version
        if name not in self._stored:
            tx.run(ADD, (name, files, self._clock()))
            tx.after_commit(lambda: self._stored.add(name))
        return current

    def of(self, reader: Reader, name: str) -> Version:
        """A version by its name; the current one where that cannot be loaded any more."""
        with self._lock:
            known = self._ready.get(name)
        return known or self._load(reader, name)

    def _load(self, reader: Reader, name: str) -> Version:
        row = reader.one(FILES, (name,))
        version = self._current
        if row is None:
            LOG.warning("business_version_missing", version=name)
        else:
            try:
                version = self._make(load_files(_decode(zlib.decompress(row[0])), self._sections))
            except BusinessError as error:  # this Warmline is stricter than the one that stored it
                LOG.warning("business_version_refused", version=name, problems=len(error.problems))
        with self._lock:
            self._ready[name] = version
        return version

    def load_all(self, reader: Reader) -> int:
        """Make all versions ready that sessions use; how many. For the start, so that no turn waits for it."""
        used = [row[0] for row in reader.all(IN_USE)]
        for name in used:
            self.of(reader, name)
        return len(used)

    def clear(self, tx: Transaction) -> int:
        """Let go of versions that no session uses any more; how many were stored."""
        used = {row[0] for row in tx.all(IN_USE)} | {self._current.business.version}
        gone = [name for (name,) in tx.all(STORED) if name not in used]
        for name in gone:
            tx.run(DROP, (name,))
        tx.after_commit(lambda: self._forget(used))
        return len(gone)

    def _forget(self, used: Collection[str]) -> None:
        with self._lock:
            used = {*used, self._current.business.version}
            self._ready = {name: one for name, one in self._ready.items() if name in used}
            self._stored &= set(used)

    def forget(self) -> None:
        """Go by nothing that is remembered of the database: a restore has put another in its place."""
        with self._lock:
            self._stored.clear()
