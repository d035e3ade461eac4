"""The queries of who takes part in contacts, and who has to say what one was about."""

from warmline.contacts.model import Participant
from warmline.storage.port import Reader, Transaction

PARTICIPANTS = "SELECT who, name, joined, gone, may_speak FROM participant WHERE contact = ? ORDER BY joined"
JOIN = """INSERT INTO participant (contact, who, name, joined, may_speak) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET gone = 0, may_speak = excluded.may_speak"""
LEAVE = "UPDATE participant SET gone = ? WHERE contact = ? AND who = ? AND gone = 0"
TO_WRAP_UP = "INSERT OR REPLACE INTO contact_to_wrap_up (contact, who, since) VALUES (?, ?, ?)"
LEAVE_ALL = "UPDATE participant SET gone = ? WHERE contact = ? AND gone = 0"


def participants(reader: Reader, contact: int) -> list[Participant]:
    """Who takes and took part."""
    return [
        Participant(who=who, name=name, joined=joined, left=gone, may_speak=bool(may_speak))
        for who, name, joined, gone, may_speak in reader.all(PARTICIPANTS, (contact,))
    ]


def join(tx: Transaction, contact: int, who: str, name: str, now: int, may_speak: bool) -> None:
    """Somebody takes part from now on."""
    tx.run(JOIN, (contact, who, name, now, may_speak))


def leave(tx: Transaction, contact: int, who: str, now: int) -> bool:
    """Somebody does no more; False if they did not."""
    return tx.run(LEAVE, (now, contact, who)) > 0


def leave_all(tx: Transaction, contact: int, now: int) -> None:
    """Nobody takes part any more."""
    tx.run(LEAVE_ALL, (now, contact))


def is_to_wrap_up(tx: Transaction, contact: int, who: str, now: int) -> None:
    """Somebody has to say what a contact was about that ended while they had it."""
    tx.run(TO_WRAP_UP, (contact, who, now))
