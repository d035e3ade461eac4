"""A queue closes while people wait in it: each of them is told, once, and asked whether to be called back."""

from warmline.contacts.runner import Runner
from warmline.contacts.work import FLOW
from warmline.flows.inputs import Closed
from warmline.log.moment import write
from warmline.storage.port import Storage, Transaction

AT_ONCE = 50
"""Customers who are told at one look."""
WAITING_IN = """SELECT name FROM contact WHERE owner = ? AND state = 'open' ORDER BY waiting_since LIMIT ?"""


class Closing:
    """Has the flow take back whoever waits where nobody will come any more."""

    def __init__(self, storage: Storage, runner: Runner) -> None:
        self._storage = storage
        self._runner = runner
        self._in_vain: set[str] = set()

    async def look(self, now: int) -> int:
        """Tell those who wait in queues that are closed by now; how many."""
        serving = self._runner.versions.current.serving
        told = 0
        for name, queue in serving.queues.items():
            if queue.hours.is_open(now, serving.zone):
                continue
            opens = queue.hours.opens(now, serving.zone)
            for contact in await self._waiting(name):
                await self._storage.run(
                    lambda tx, one=contact, when=opens: self._tell(tx, one, when)  # type: ignore[misc]
                )
                told += 1
        return told

    async def _waiting(self, queue: str) -> list[str]:
        limit = AT_ONCE + len(self._in_vain)
        rows = await self._storage.read(lambda reader: reader.all(WAITING_IN, (f"queue:{queue}", limit)))
        return [row[0] for row in rows if row[0] not in self._in_vain]

    def _tell(self, tx: Transaction, contact: str, opens: int | None) -> None:
        work = self._runner.open(tx, contact)
        if work is None or not work.record.is_open or work.record.owner.kind != "queue":
            return  # somebody has come, or they have gone
        work.give_to(FLOW, "the queue has closed")
        self._runner.advance(work, Closed(opens="" if opens is None else write(opens)))
        if work.record.owner.kind == "queue":  # the flow failed, and they are left to wait
            self._in_vain.add(contact)
        self._runner.close(work)
