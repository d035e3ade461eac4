"""Contacts with people who write from an address of theirs, such as a phone: one at a time for each address."""

from collections.abc import Callable

from warmline.contacts import repository
from warmline.contacts.beginning import Begin, Beginning
from warmline.contacts.entering import check
from warmline.contacts.errors import TooFast
from warmline.contacts.model import Channel, Given
from warmline.contacts.serving import DAY
from warmline.contacts.taking_in import TakingIn
from warmline.events.model import Identifier
from warmline.flows.prompts import Prompt
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.limits import RateLimiter

A_SECOND, AT_ONCE = 1, 20
"""Messages that are taken from one address."""
KEPT = 30 * DAY
"""How long it is known that a message has come: whoever carries it may bring it again."""
LOOKED_BACK = 10
"""Turns among which the latest question is looked for."""

TAKEN = "SELECT 1 FROM message_taken WHERE place = ? AND id = ?"
TAKE = "INSERT INTO message_taken (place, id, at) VALUES (?, ?, ?)"
FORGET = "DELETE FROM message_taken WHERE at < ?"
GOES_ON = """SELECT contact.name FROM correspondent JOIN contact ON contact.id = correspondent.contact
             WHERE correspondent.place = ? AND correspondent.value = ? AND contact.state = 'open'
             ORDER BY contact.id DESC LIMIT 1"""
WRITES = "INSERT INTO correspondent (contact, place, type, value) VALUES (?, ?, ?, ?)"

Read = Callable[[Prompt | None], Given]
"""What a message says as an answer to the latest question, if there is one."""


class Correspondence:
    """Takes messages in. `clock` gives microseconds, `monotonic` seconds that only go forward."""

    def __init__(
        self,
        storage: Storage,
        beginning: Beginning,
        taking_in: TakingIn,
        clock: Callable[[], int],
        monotonic: Callable[[], float],
        new_id: Callable[[], str],
        new_secret: Callable[[], str],
    ) -> None:
        self._storage = storage
        self._beginning = beginning
        self._taking_in = taking_in
        self._clock = clock
        self._new_id = new_id
        self._new_secret = new_secret
        self._by_address = RateLimiter(A_SECOND, AT_ONCE, monotonic, capacity=50_000)

    async def receive(
        self,
        channel: Channel,
        place: str,
        by: Identifier,
        id: str,
        read: Read,
        *,
        language: str = "",
        flow: str = "",
        greets: bool = False,
    ) -> bool:
        """Take one message in, in the contact with its writer that goes on, or in a new one; False if it had come.

        `place` is where it arrived, `id` what it is called there: the same one again is taken once. `language` is what
        it is written in, if that is clear; the customer's own counts more. `flow` is what a new contact begins with;
        its first words answer a message that only `greets`. Raises TooFast, TooLong, BadInput.
        """
        if wait := self._by_address.take(f"{place} {by.value}"):
            raise TooFast(wait)
        name, token = f"c-{self._new_id()}", self._new_secret()
        begin = Begin(channel=channel, identifiers=(by,), place=place, flow=flow, browser_language=language)

        def command(tx: Transaction) -> bool:
            now = self._clock()
            tx.run(FORGET, (now - KEPT,))
            if tx.one(TAKEN, (place, id)):
                return False
            tx.run(TAKE, (place, id, now))
            going_on = tx.one(GOES_ON, (place, by.value))
            if going_on is None:
                record = self._beginning.begin(tx, name, token, begin)
                tx.run(WRITES, (record.id, place, by.type, by.value))
                if not record.is_open:  # all there was to say has been said
                    return True
            contact = name if going_on is None else str(going_on[0])
            given = read(_asked(tx, contact))
            check(given, id)
            self._taking_in.take(tx, contact, given, id, is_answer=not (greets and going_on is None))
            return True

        return await self._storage.run(command, urgent=True)


def _asked(reader: Reader, contact: str) -> Prompt | None:
    """The latest prompt of a contact that asks something."""
    record = repository.named(reader, contact)
    if record is None:
        return None
    turns = repository.turns(reader, record.id, max(0, record.turns - LOOKED_BACK))
    prompts = [turn.prompt for turn in turns if turn.prompt is not None]
    return next((one for one in reversed(prompts) if one.asks), None)
