"""The contacts that one person has or takes part in at once, with what is new in each."""

from collections.abc import Callable

import msgspec

from warmline.contacts import repository, wrap_up
from warmline.contacts.errors import UnknownContact
from warmline.contacts.listening import News
from warmline.contacts.model import LiveContact, Owner
from warmline.contacts.watching import Watching
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal

MOST = 20
"""Contacts of one person that are shown at once."""

TAKES_PART = "SELECT contact FROM participant WHERE who = ? AND gone = 0 LIMIT ?"
SEEN = "SELECT turns FROM contact_seen WHERE contact = ? AND who = ?"
SEE = """INSERT INTO contact_seen (contact, who, turns) VALUES (?, ?, ?)
         ON CONFLICT (contact, who) DO UPDATE SET turns = max(turns, excluded.turns)"""


class OwnContact(msgspec.Struct, frozen=True, kw_only=True):
    """One of somebody's contacts. `new` is how much the customer has said since they last looked.

    `unanswered_since` is when the customer began to wait for an answer, 0 where they do not. `is_over` says that the
    contact has ended and is to be wrapped up. `is_of_another` says that a colleague has it.
    """

    live: LiveContact
    new: int = 0
    unanswered_since: int = 0
    is_over: bool = False
    is_of_another: bool = False


class Own:
    """What a person has in hand. `clock` gives microseconds."""

    def __init__(self, storage: Storage, watching: Watching, news: News, clock: Callable[[], int]) -> None:
        self._storage = storage
        self._watching = watching
        self._news = news
        self._clock = clock

    def contacts(self, reader: Reader, by: Principal) -> list[OwnContact]:
        """Somebody's contacts in the order in which they were taken, then those that are to be wrapped up.

        Those that a colleague has, and into which they were brought, are among them.
        """
        there = [row[0] for row in reader.all(TAKES_PART, (by.id, MOST))]
        going_on = [one for one in self._watching.some(reader, by, there) if one.contact.state == "open"]
        going_on.sort(key=lambda one: (one.taken_at, one.number))
        over = self._watching.some(
            reader, by, wrap_up.to_do(reader, by.id, self._clock(), MOST - len(going_on))
        )
        return [
            *(self._one(reader, by, one) for one in going_on),
            *(OwnContact(live=one, is_over=True) for one in over),
        ]

    def _one(self, reader: Reader, by: Principal, live: LiveContact) -> OwnContact:
        row = reader.one(SEEN, (live.number, by.id))
        seen = int(row[0]) if row else 0
        turns = repository.turns(reader, live.number, seen)
        return OwnContact(
            live=live,
            new=sum(turn.by == "customer" for turn in turns),
            unanswered_since=_unanswered(reader, live),
            is_of_another=live.contact.owner != Owner("staff", by.id),
        )

    async def saw(self, by: Principal, contact: str, turns: int) -> None:
        """Somebody has seen a contact up to a turn. Raises UnknownContact."""

        def command(tx: Transaction) -> bool:
            record = repository.named(tx, contact)
            if record is None or not self._watching.sees(tx, by, record):
                raise UnknownContact
            return tx.run(SEE, (record.id, by.id, min(turns, record.turns))) > 0

        await self._storage.run(command)
        self._news.tell(_desk_of(by.id))

    def key(self, by: Principal) -> str:
        """By what news of somebody's contacts is listened for."""
        return _desk_of(by.id)


def _desk_of(who: str) -> str:
    return f"staff:{who}"


_LOOKED_AT = 40
"""Latest turns that are looked through for what has no answer yet."""


def _unanswered(reader: Reader, live: LiveContact) -> int:
    """When the first thing was said that nobody has answered."""
    if live.said is None or live.said.by != "customer":
        return 0
    since = 0
    for turn in repository.turns(reader, live.number, max(0, live.contact.turns - _LOOKED_AT)):
        if turn.by == "customer":
            since = since or turn.at
        elif turn.by in ("agent", "flow"):
            since = 0
    return since
