"""One-time codes: queued with the turn that asks for one, sent after its commit, checked once."""

import secrets
from collections.abc import Callable

from warmline.contacts.messages import Message, Messages
from warmline.contacts.verification_rules import CODE_LASTS, Sent, code_of
from warmline.customers.recognising.service import Recogniser
from warmline.language.words import Words
from warmline.log import outbox
from warmline.log.model import Delivery
from warmline.storage.port import Reader, Storage, Transaction

KIND = "code"
TARGET = "one-time codes"
COLUMNS = "id, customer, salt, language, expires, tries"
OF = f"SELECT {COLUMNS} FROM one_time_code WHERE contact = ?"
BY_ID = f"SELECT {COLUMNS} FROM one_time_code WHERE id = ?"
PUT = """INSERT INTO one_time_code (contact, id, customer, salt, language, expires) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (contact) DO UPDATE SET id = excluded.id, customer = excluded.customer, salt = excluded.salt,
         language = excluded.language, expires = excluded.expires, tries = 0"""
TRIED = "UPDATE one_time_code SET tries = tries + 1 WHERE contact = ?"
DROP = "DELETE FROM one_time_code WHERE contact = ?"
DROP_OLD = "DELETE FROM one_time_code WHERE expires <= ?"
SALT_BYTES = 16


class Codes:
    """Codes of one Warmline. `key` is the secret that they follow from: it is in no database and no backup of one.

    Neither the code nor where it goes is stored. What waits in the outbox is the name of a code; whoever sends it
    finds out both.
    """

    def __init__(
        self,
        storage: Storage,
        recogniser: Recogniser,
        messages: Messages,
        key: bytes,
        called: Callable[[], str],
        clock: Callable[[], int],
        wake: Callable[[], None],
        chance: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self.key = key
        self._storage = storage
        self._recogniser = recogniser
        self._messages = messages
        self._called = called
        self._clock = clock
        self._wake = wake
        self._chance = chance

    @property
    def can_be_sent(self) -> bool:
        """Whether there is something to send them with."""
        return self._messages.is_ready

    def queue(self, tx: Transaction, contact: str, id: str, customer: int, language: str, now: int) -> None:
        """Have a new code sent; the one before is good no more."""
        tx.run(DROP_OLD, (now,))
        tx.run(PUT, (contact, id, customer, self._chance(SALT_BYTES), language, now + CODE_LASTS))
        outbox.put(tx, key=f"code:{id}", kind=KIND, target=TARGET, body=id.encode(), seq=0, due=now)
        tx.after_commit(self._wake)

    def sent(self, reader: Reader, contact: str) -> Sent | None:
        """The code that was sent last in a contact."""
        row = reader.one(OF, (contact,))
        return Sent(*row) if row else None

    def tried(self, tx: Transaction, contact: str) -> None:
        """It was tried in vain."""
        tx.run(TRIED, (contact,))

    def drop(self, tx: Transaction, contact: str) -> None:
        """It is good no more."""
        tx.run(DROP, (contact,))

    async def deliver(self, delivery: Delivery) -> None:
        """Send a code that waits; one that was replaced, or came too late, is let go."""
        message = await self._storage.read(lambda reader: self._message(reader, delivery))
        if message is not None:
            await self._messages.send(message)

    def _message(self, reader: Reader, delivery: Delivery) -> Message | None:
        row = reader.one(BY_ID, (delivery.body.decode(),))
        if row is None or (sent := Sent(*row)).expires <= self._clock():
            return None
        to = self._recogniser.address_of(reader, sent.customer)
        if to is None:
            return None
        code = code_of(self.key, sent.salt)
        text = Words(sent.language).text(
            "{business}: your code is {code}. It is good for five minutes. Tell it to nobody else.",
            business=self._called(),
            code=code,
        )
        return Message(key=delivery.key, to=to, text=text)
