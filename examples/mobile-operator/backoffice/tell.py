"""Tells Warmline what happened here: from the outbox, in order, again until it is taken."""

import asyncio
import logging

import httpx

from backoffice.storage import Database, Transaction
from backoffice.times import now

LOG = logging.getLogger("backoffice")
BATCH = "application/cloudevents-batch+json"
MOST = 200
WAITS = (0.2, 0.5, 1, 2, 5, 10, 30)
IDLE = 0.1
KEPT_US = 86_400_000_000
"""How long what was sent stays in the outbox."""

WAITING = "SELECT id, body FROM outbox WHERE sent = 0 ORDER BY id LIMIT ?"
SENT = "UPDATE outbox SET sent = ? WHERE sent = 0 AND id <= ?"
FORGET = "DELETE FROM outbox WHERE sent > 0 AND sent < ?"


def waiting(tx: Transaction) -> int:
    """How many events are still to be told."""
    return int(tx.run("SELECT count(*) FROM outbox WHERE sent = 0")[0][0])


class Teller:
    """Sends the outbox to one Warmline. What it does not take is sent again, with the same ids."""

    def __init__(self, database: Database, url: str, write_key: str) -> None:
        self._database = database
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"authorization": f"Bearer {write_key}", "content-type": BATCH},
            timeout=10,
            trust_env=False,
        )

    async def run(self) -> None:
        """Go on until cancelled."""
        failures = 0
        async with self._client:
            while True:
                try:
                    told = await self.tell()
                    failures = 0
                except httpx.HTTPError as error:
                    told = 0
                    failures += 1
                    LOG.warning(
                        "Warmline does not take events (%s); trying again", error or type(error).__name__
                    )
                if not told:
                    await asyncio.sleep(WAITS[min(failures, len(WAITS)) - 1] if failures else IDLE)

    async def tell(self) -> int:
        """Send what waits, one batch; how many were taken. Raises HTTPError."""
        rows = await asyncio.to_thread(self._database.run, lambda tx: tx.run(WAITING, (MOST,)))
        if not rows:
            return 0
        answer = await self._client.post("/events", content=b"[" + b",".join(body for _, body in rows) + b"]")
        answer.raise_for_status()
        if rejected := answer.json().get("rejected"):
            LOG.warning("Warmline rejected %s events; they are listed there", rejected)
        at, last = now(), rows[-1][0]

        def note(tx: Transaction) -> None:
            tx.run(SENT, (at, last))
            tx.run(FORGET, (at - KEPT_US,))

        await asyncio.to_thread(self._database.run, note)
        return len(rows)
