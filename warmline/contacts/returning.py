"""Contacts whose owner is gone: they go back to the front of a queue with their story, or to who is in them already."""

from warmline.contacts import going_on
from warmline.contacts.invited import handed_on
from warmline.contacts.model import Owner, Participant
from warmline.contacts.ports import Colleagues
from warmline.contacts.record import first_name
from warmline.contacts.runner import Runner
from warmline.contacts.summary import drafted_summary
from warmline.contacts.work import Work
from warmline.language.words import Words
from warmline.storage.port import Reader, Storage, Transaction


def wait_for_another(work: Work, queue: str, why: str, summary: str = "") -> None:
    """Have the customer wait for somebody else than who has them, at the place that they had, with a summary."""
    record = work.record
    summary = summary.strip() or drafted_summary(work.tx, record)
    record.summary = summary
    handed_on(work, f"queue:{queue}", why=why, summary=summary, is_warm=False)
    work.give_to(Owner("queue", queue), why)
    work.everybody_leaves(why)


class Returning:
    """Looks for people who have contacts and no page of the desk open. `seconds` is how long that may last."""

    def __init__(self, storage: Storage, runner: Runner, colleagues: Colleagues, seconds: float) -> None:
        self._storage = storage
        self._runner = runner
        self._colleagues = colleagues
        self._seconds = seconds

    async def look(self) -> int:
        """Take contacts away from who is gone; how many."""
        gone = await self._storage.read(self._gone)
        for who, contact in gone:
            await self._storage.run(lambda tx, who=who, one=contact: self._return(tx, who, one))  # type: ignore[misc]
        return len(gone)

    def _gone(self, reader: Reader) -> list[tuple[str, str]]:
        """Who is gone, with the contact that they have."""
        owned = going_on.owned_by_staff(reader)
        gone = {who for who in {who for who, _ in owned} if self._is_gone(reader, who)}
        return [(who, contact) for who, contact in owned if who in gone]

    def _is_gone(self, reader: Reader, who: str) -> bool:
        return self._colleagues.unseen(reader, who) > self._seconds

    def _return(self, tx: Transaction, who: str, contact: str) -> None:
        work = self._runner.open(tx, contact)
        if work is None or not work.record.is_open or work.record.owner != Owner("staff", who):
            return  # it has changed hands meanwhile
        if not self._is_gone(tx, who):
            return  # they are back meanwhile
        record = work.record
        name, words = first_name(record.owned_by), Words(record.language)
        work.put("contact.owner_gone", {"owner": str(record.owner), "seconds": round(self._seconds)})
        heir = self._heir(work)
        if heir is not None:
            handed_on(work, f"staff:{heir.who}", why="gone", summary=record.summary, is_warm=True)
            work.give_to(Owner("staff", heir.who), "gone", owned_by=heir.name)
            work.leaves(who, "gone")
            text = words.text("{name} leaves you with {other}.", name=name, other=first_name(heir.name))
        else:
            queue = self._runner.versions.current.serving.queue(record.queue)
            wait_for_another(work, queue.name, "gone")
            text = words.text(
                "{name} cannot go on just now. Somebody else comes to you: you are in front.", name=name
            )
        work.announce(text)
        self._runner.close(work)

    def _heir(self, work: Work) -> Participant | None:
        """Who was brought in and is still there: they go on, and nobody waits."""
        owner = work.record.owner.name
        return next(
            (
                one
                for one in work.taking_part()
                if one.may_speak and one.who != owner and not self._is_gone(work.tx, one.who)
            ),
            None,
        )
