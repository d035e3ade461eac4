"""What is left to do when a contact is over: what it was about, whether it is solved, a word for the next time."""

from warmline.contacts import notes
from warmline.contacts.errors import NothingToWrapUp
from warmline.contacts.masking import masked
from warmline.contacts.reach import Reach
from warmline.contacts.runner import Runner
from warmline.contacts.work import Work
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal

LONGEST_REASON = 200
FOR = 12 * 3_600 * 1_000_000
"""How long a contact waits to be wrapped up, in microseconds; nobody remembers it better later."""

TO_DO = "SELECT contact FROM contact_to_wrap_up WHERE who = ? AND since > ? ORDER BY since LIMIT ?"
WHOSE = "SELECT who FROM contact_to_wrap_up WHERE contact = ?"
DONE = "DELETE FROM contact_to_wrap_up WHERE contact = ?"


class WrapUps:
    """Contacts that ended while somebody had them, and how they are wrapped up."""

    def __init__(self, storage: Storage, runner: Runner, reach: Reach) -> None:
        self._storage = storage
        self._runner = runner
        self._reach = reach

    async def wrap_up(self, by: Principal, contact: str, reason: str, solved: bool, note: str = "") -> None:
        """Say what a contact was about that ended while `by` had it.

        Raises UnknownContact, NothingToWrapUp, TooLong.
        """
        notes.check(note)

        def command(tx: Transaction) -> None:
            work = self._reach.found(tx, by, contact)
            record = work.record
            if record.is_open or waits_for(tx, record.id) != by.id:
                raise NothingToWrapUp
            told(work, by, reason, solved, note)
            if solved:
                work.put("contact.solved", {"reason": record.wants or None, "by": f"staff:{by.id}"})
            seconds = round(max(0, work.now - record.ended) / 1e6, 3)
            wrapped_up(work, by, solved=solved, seconds=seconds)
            tx.run(DONE, (record.id,))
            self._reach.on_record(work, by, "contact.wrapped_up")
            self._runner.close(work)

        await self._storage.run(command, urgent=True)


def told(work: Work, by: Principal, reason: str, solved: bool, note: str) -> None:
    """Put on record what a contact was about; solving it solves the case that it belongs to."""
    record = work.record
    if reason and reason != record.wants:
        record.wants = masked(reason)[:LONGEST_REASON]
        work.put("contact.reason", {"reason": record.wants, "by": f"staff:{by.id}"})
    if note:
        notes.put(work, by, note)
    if solved and record.case:
        work.put("case.solved", {"case": record.case, "what": record.wants or None})


def wrapped_up(work: Work, by: Principal, *, solved: bool, seconds: float) -> None:
    """Put on record that a contact needs nothing more, and how long that took after its end."""
    properties = {"reason": work.record.wants or None, "solved": solved, "seconds": seconds}
    work.put("contact.wrapped_up", {**properties, "by": f"staff:{by.id}"})


def to_do(reader: Reader, who: str, now: int, limit: int) -> list[int]:
    """The numbers of the contacts that somebody has to wrap up, the one that waits longest first."""
    return [row[0] for row in reader.all(TO_DO, (who, now - FOR, limit))]


def waits_for(reader: Reader, contact: int) -> str:
    """Who has to wrap a contact up; "" for nobody."""
    row = reader.one(WHOSE, (contact,))
    return str(row[0]) if row else ""
