"""Replays: rejected inputs looked at, corrected and taken in after all, or dismissed."""

import re
from collections.abc import Callable

import msgspec

from warmline.language.messages import Told, message
from warmline.log import native, rejects
from warmline.log.ingest import Ingest, problem
from warmline.log.model import KeptReject, Source
from warmline.log.sources import Sources
from warmline.storage.port import Storage, Transaction
from warmline.web.principal import Principal

_WRITE_KEY = re.compile(rb'("writeKey"\s*:\s*")(?:[^"\\]|\\.)*(")')
MASK = rb"\1***\2"


class UnknownReject(Told):
    """There is no rejected input of that number."""

    remedy = "`warmline rejects list` shows those that are open."


class RejectSettled(Told):
    """It was replayed or dismissed before."""

    remedy = "Nothing is left to do with it."


class SourceGone(Told):
    """The source it came from is not there any more, so nobody knows what it was allowed to send."""

    remedy = "Add the source again under the same name, then replay."


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a replay: how many events it made, or why it stays open."""

    replayed: bool
    accepted: int = 0
    duplicates: int = 0
    reason: str = ""


class Replays:
    """The rejected inputs of this installation. `clock` gives microseconds since 1970."""

    def __init__(self, storage: Storage, ingest: Ingest, sources: Sources, clock: Callable[[], int]) -> None:
        self._storage = storage
        self._ingest = ingest
        self._sources = sources
        self._clock = clock

    async def page(self, state: str, before: int, limit: int) -> list[KeptReject]:
        """Those in a state (open, replayed, dismissed), newest first."""
        return await self._storage.read(lambda reader: rejects.page(reader, state, before, limit))

    async def of_job(self, job: str, after: int, limit: int) -> list[KeptReject]:
        """What an import rejected, in the order of its file."""
        return await self._storage.read(lambda reader: rejects.of_job(reader, job, after, limit))

    async def one(self, id: int) -> KeptReject:
        """One by its number. Raises UnknownReject."""
        kept = await self._storage.read(lambda reader: rejects.one(reader, id))
        if kept is None:
            raise UnknownReject(message("There is no rejected input %(n)s.", n=str(id)))
        return kept

    async def replay(self, by: Principal, id: int, corrected: bytes | None = None) -> Outcome:
        """Take it in as it is, or as corrected. If it fails again it stays open, with the new reason.

        What a correction still shows as `***` in place of a write key does no harm: the key is not read.
        Raises UnknownReject, RejectSettled, SourceGone.
        """
        kept = await self.one(id)
        raw = kept.raw if corrected is None else corrected
        now = self._clock()
        decoded = native.replay(kept.form, raw, await self._source(kept), now)
        reasons = [
            f"{one.where}: {one.reason}" if one.where != "body" else one.reason for one in decoded.rejected
        ]
        reasons += [reason for event in decoded.events if (reason := problem(event, now))]
        if not decoded.events and not reasons:
            reasons = ["There is no event in it."]

        def command(tx: Transaction) -> Outcome:
            current = rejects.one(tx, id)
            if current is None:
                raise UnknownReject(message("There is no rejected input %(n)s.", n=str(id)))
            if current.state != "open":
                raise RejectSettled(message("The rejected input %(n)s was settled before.", n=str(id)))
            if reasons:
                reason = "; ".join(reasons)[:2_000]
                rejects.amend(tx, id, raw, reason)
                return Outcome(replayed=False, reason=reason)
            accepted = self._ingest.append(tx, decoded.events, now)
            rejects.settle(tx, id, "replayed", by.id, now)
            return Outcome(replayed=True, accepted=accepted, duplicates=len(decoded.events) - accepted)

        return await self._storage.run(command)

    async def dismiss(self, by: Principal, id: int) -> None:
        """It will not be needed. Raises UnknownReject, RejectSettled."""
        await self.one(id)
        now = self._clock()
        if not await self._storage.run(lambda tx: rejects.settle(tx, id, "dismissed", by.id, now)):
            raise RejectSettled(message("The rejected input %(n)s was settled before.", n=str(id)))

    async def _source(self, kept: KeptReject) -> Source:
        """What the source may say: a replay opens no door that was closed to it."""
        for listed in await self._sources.list():
            if listed.source.name == kept.source:
                return listed.source
        if kept.where.startswith(
            (rejects.OF_IMPORT, rejects.OF_TIMER)
        ):  # by administrators, and by ourselves
            return Source(name=kept.source)
        raise SourceGone(message("The source '%(name)s' is not there any more.", name=kept.source))


def shown(raw: bytes) -> str:
    """What was sent, as it may be shown: the write key that some clients put inside is masked."""
    return _WRITE_KEY.sub(MASK, raw).decode(errors="backslashreplace")
