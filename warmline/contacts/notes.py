"""Notes of staff about a contact: colleagues read them, the customer never does."""

from collections.abc import Callable, Sequence
from typing import Any

from warmline.contacts import repository
from warmline.contacts.errors import TooLong
from warmline.contacts.masking import masked
from warmline.contacts.model import Note
from warmline.contacts.reach import Reach
from warmline.contacts.runner import Runner
from warmline.contacts.work import Work
from warmline.storage.port import Reader, Storage, Transaction, places
from warmline.web.principal import Principal

LONGEST_NOTE = 4_000
"""Characters of one note."""
MOST = 100
"""Notes that are shown of one customer."""

ADD = "INSERT INTO contact_note (contact, event, at, who, name, text) VALUES (?, ?, ?, ?, ?, ?)"
OF = """SELECT contact.name, event, at, who, contact_note.name, text FROM contact_note
        JOIN contact ON contact.id = contact_note.contact WHERE contact_note.contact IN """
IN = "SELECT event, text FROM contact_note WHERE contact = ?"
CHANGE = "UPDATE contact_note SET text = ? WHERE contact = ? AND event = ?"


class Notes:
    """What staff write down about contacts, each within the scopes of whoever writes."""

    def __init__(self, storage: Storage, runner: Runner, reach: Reach) -> None:
        self._storage = storage
        self._runner = runner
        self._reach = reach

    async def write(self, by: Principal, contact: str, text: str, key: str) -> None:
        """Note something about a contact, whoever has it, after its end, too. The same key again: noted once.

        Raises UnknownContact, TooLong.
        """
        check(text)

        def command(tx: Transaction) -> None:
            work = self._reach.found(tx, by, contact)
            own_key = f"note {by.id} {key}"
            if repository.turns_after_key(tx, work.record.id, own_key) is not None:
                return
            put(work, by, text)
            repository.add_key(tx, work.record.id, own_key, work.record.turns)
            self._reach.on_record(work, by, "contact.noted")
            self._runner.close(work)

        await self._storage.run(command, urgent=True)


def check(text: str) -> None:
    """Refuse what is no note. Raises TooLong."""
    if len(text) > LONGEST_NOTE:
        raise TooLong(len(text), LONGEST_NOTE)


def put(work: Work, by: Principal, text: str) -> None:
    """Put a note on record within a command."""
    words = masked(text)
    work.put("contact.note", {"text": words, "by": f"staff:{by.id}"})
    record = work.record
    work.tx.run(ADD, (record.id, record.events, work.now, by.id, by.name, words))


def of(reader: Reader, contacts: Sequence[int]) -> list[Note]:
    """The notes about some contacts, the latest first."""
    marks, values = places(contacts)
    rows = reader.all(f"{OF}{marks} ORDER BY at DESC, event DESC LIMIT {MOST}", values)
    return [
        Note(contact=contact, event=event, at=at, who=who, name=name, text=text)
        for contact, event, at, who, name, text in rows
    ]


def rewrite(tx: Transaction, contact: int, without: Callable[[Any], Any]) -> None:
    """Leave somebody out of the notes about a contact. Only an erasure may do this."""
    for event, text in tx.all(IN, (contact,)):
        left = without(text)
        if left != text:
            tx.run(CHANGE, (left, contact, event))
