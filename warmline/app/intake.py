"""Fills the port by which the ingest routes reach the log: keys, rate limits, ingest."""

from collections.abc import Callable

from warmline.app.metrics import Metrics
from warmline.log import held
from warmline.log.ingest import Ingest
from warmline.log.model import Decoded, Receipt, Rejected, Source
from warmline.log.sources import Sources
from warmline.storage.port import Storage
from warmline.web.limits import RateLimiter

HELD_A_SECOND, HELD_AT_ONCE = 5, 50
"""Bodies kept of one source that come under a key of before, or in part: each of them costs a commit."""


class SourceIntake:
    """Takes events in for the sources of this installation."""

    def __init__(
        self,
        storage: Storage,
        ingest: Ingest,
        sources: Sources,
        clock: Callable[[], int],
        monotonic: Callable[[], float],
        metrics: Metrics,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._held = RateLimiter(HELD_A_SECOND, HELD_AT_ONCE, monotonic)
        self._ingest = ingest
        self._sources = sources
        self._monotonic = monotonic
        self._metrics = metrics
        self._limiters: dict[str, RateLimiter] = {}

    def source_for(self, write_key: str) -> Source | None:
        """The source with this write key, from memory."""
        return self._sources.for_key(write_key)

    def wait(self, source: Source, events: int) -> float:
        """Seconds until the source may send so many events; 0.0 when it may now, and they are counted."""
        if not source.rate:
            return 0.0
        limiter = self._limiters.get(source.name)
        if limiter is None or limiter.rate != source.rate:
            limiter = RateLimiter(source.rate, source.rate * 2, self._monotonic, capacity=1)
            self._limiters[source.name] = limiter
        return limiter.take(source.name, events)

    async def accept(self, source: Source, decoded: Decoded) -> Receipt:
        """Take in events; returns after the durable commit."""
        receipt = await self._ingest.accept(source, decoded)
        self._metrics.took(source.name, receipt)
        return receipt

    def former_source_for(self, write_key: str) -> Source | None:
        """The source whose write key this was, or which is shut off; from memory."""
        return self._sources.formerly(write_key)

    async def hold(self, source: Source, rejected: Rejected) -> None:
        """Keep a body that nothing was taken of, so many a second and so many in all."""
        if self._held.take(source.name) > 0:
            return
        now = self._clock()
        if await self._storage.run(lambda tx: held.keep(tx, source.name, rejected, now)):
            self._metrics.took(source.name, Receipt(rejected=1))

    def count_refused(self, why: str, source: str) -> None:
        """Count a request of which nothing was taken in."""
        self._metrics.refused.labels(why, source).inc()

    async def refuse(self, source: Source, rejected: Rejected) -> None:
        """Keep the body of a request that is refused as a whole."""
        await self.accept(source, Decoded(rejected=[rejected]))
