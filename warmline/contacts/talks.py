"""Contacts as channels see them: begun, gone on with, listened to, left."""

import hmac
from collections.abc import Callable, Sequence

from warmline.business.model import Disclosure
from warmline.contacts import repository
from warmline.contacts.beginning import Begin, Beginning, hashed
from warmline.contacts.entering import check
from warmline.contacts.errors import TooFast, UnknownContact
from warmline.contacts.left_off import LastAsked, LeftBehind
from warmline.contacts.listening import Listening, News
from warmline.contacts.model import Begun, By, Channel, Contact, Given, Told, Turn
from warmline.contacts.queues import Queues
from warmline.contacts.record import Record
from warmline.contacts.runner import Runner
from warmline.contacts.taking_in import TakingIn, left
from warmline.contacts.whose import Whose
from warmline.events.model import Identifier
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.limits import RateLimiter

INPUTS_A_SECOND, INPUTS_AT_ONCE = 5, 30
"""Inputs of one contact; and the same of one address, times `MANY`."""
BEGUN_A_SECOND, BEGUN_AT_ONCE = 0.5, 20
"""Contacts that one address may begin."""
MANY = 4


class Talks:
    """The contacts of this installation. `clock` gives microseconds, `monotonic` seconds that only go forward.

    `new_id` gives a name that nobody has used, `new_secret` the random part of a token. An `address` of "" is not
    limited in how much it sends.
    """

    def __init__(
        self,
        storage: Storage,
        runner: Runner,
        whose: Whose,
        queues: Queues,
        news: News,
        beginning: Beginning,
        taking_in: TakingIn,
        clock: Callable[[], int],
        monotonic: Callable[[], float],
        new_id: Callable[[], str],
        new_secret: Callable[[], str],
    ) -> None:
        self._storage = storage
        self._runner = runner
        self._whose = whose
        self._queues = queues
        self._news = news
        self._left_behind = LeftBehind(whose)
        self._clock = clock
        self._beginning = beginning
        self._taking_in = taking_in
        self._new_id = new_id
        self._new_secret = new_secret
        self._by_contact = RateLimiter(INPUTS_A_SECOND, INPUTS_AT_ONCE, monotonic, capacity=50_000)
        self._by_address = RateLimiter(INPUTS_A_SECOND * MANY, INPUTS_AT_ONCE * MANY, monotonic)
        self._begun = RateLimiter(BEGUN_A_SECOND, BEGUN_AT_ONCE, monotonic)

    # -- beginning

    async def begin(
        self,
        channel: Channel,
        *,
        identifiers: Sequence[Identifier] = (),
        language: str = "",
        place: str = "",
        flow: str = "",
        browser_language: str = "",
        address: str = "",
    ) -> Begun:
        """Begin a contact; the flow has said its first words when it returns.

        `language` is one that was chosen; without it the customer's own, the browser's or that of the business is
        spoken. `place` is where it was opened, `flow` what to begin with ("": what the business says). Raises TooFast.
        """
        if address and (wait := self._begun.take(address)):
            raise TooFast(wait)
        name, token = f"c-{self._new_id()}", self._new_secret()

        def command(tx: Transaction) -> Contact:
            begin = Begin(
                channel=channel,
                identifiers=tuple(identifiers),
                language=language,
                place=place,
                flow=flow,
                browser_language=browser_language,
                address=address,
            )
            return self._shown(tx, self._beginning.begin(tx, name, token, begin))

        return Begun(contact=await self._storage.run(command, urgent=True), token=token)

    async def resume(self, contact: str, token: str) -> Contact:
        """A contact that was begun before, for whoever holds its token. Raises UnknownContact."""

        def query(reader: Reader) -> Contact:
            _admit(reader, contact, token)
            return self._found(reader, contact)

        return await self._storage.read(query)

    # -- going on

    async def take(
        self,
        contact: str,
        given: Given,
        key: str,
        *,
        seen: int = 0,
        address: str = "",
        at_turn: Callable[[int], None] | None = None,
    ) -> int:
        """Take what the customer put in; the number of turns afterwards, with what the flow says at once.

        `key` is the client's for this input: what comes with the same key again is taken once, and answered the
        same. `seen` is the latest turn that the customer had before them, 0 where nobody knows. `at_turn` is told the
        number of the turn of a file before anybody else sees it.
        Raises UnknownContact, Ended, TooLong, TooFast, BadInput.
        """
        check(given, key)
        self._check_rates(contact, address)
        return await self._storage.run(
            lambda tx: self._taking_in.take(tx, contact, given, key, address, seen, at_turn=at_turn)[1],
            urgent=True,
        )

    async def exchange(
        self,
        contact: str,
        token: str,
        given: Given,
        key: str,
        *,
        after: int = 0,
        seen: int | None = None,
        address: str = "",
    ) -> Told:
        """`resume`, `take`, `contact` and `turns` at one go, which is what a busy channel wants.

        The answer has what was said after turn `after`. `seen` is the latest turn that the customer had before them
        when they gave it (`after`, where it is not said): what they repeat without having seen the next question does
        not answer that. Raises what those raise.
        """
        check(given, key)
        self._check_rates(contact, address)
        had = after if seen is None else seen

        def command(tx: Transaction) -> Told:
            _admit(tx, contact, token)
            record, _ = self._taking_in.take(tx, contact, given, key, address, had)
            return self._told(tx, record, after)

        return await self._storage.run(command, urgent=True)

    async def look(self, contact: str, token: str, *, after: int = 0) -> Told:
        """`resume`, `contact` and `turns` at one go. Raises UnknownContact."""

        def query(reader: Reader) -> Told:
            _admit(reader, contact, token)
            record = repository.named(reader, contact)
            if record is None:
                raise UnknownContact
            return self._told(reader, record, after)

        return await self._storage.read(query)

    def _told(self, reader: Reader, record: Record, after: int) -> Told:
        return Told(contact=self._shown(reader, record), turns=repository.turns(reader, record.id, after))

    def _check_rates(self, contact: str, address: str) -> None:
        if wait := self._by_contact.take(contact):
            raise TooFast(wait)
        if address and (wait := self._by_address.take(address)):
            raise TooFast(wait)

    async def leave(self, contact: str) -> None:
        """The customer is gone for good. Raises UnknownContact; one that has ended stays so."""

        def command(tx: Transaction) -> None:
            work = self._runner.open(tx, contact)
            if work is None:
                raise UnknownContact
            if work.record.is_open:
                left(self._runner, work)

        await self._storage.run(command, urgent=True)

    # -- looking

    async def turns(self, contact: str, after: int = 0) -> list[Turn]:
        """What was said after a turn, a thousand at most. Raises UnknownContact."""

        def query(reader: Reader) -> list[Turn]:
            record = repository.named(reader, contact)
            if record is None:
                raise UnknownContact
            return repository.turns(reader, record.id, after)

        return await self._storage.read(query)

    async def contact(self, contact: str) -> Contact:
        """A contact as it is now. Raises UnknownContact."""
        return await self._storage.read(lambda reader: self._found(reader, contact))

    async def last_asked(self, customer: int, level: Disclosure) -> LastAsked | None:
        """The question at which a customer broke off, as long as they are offered to go on there."""
        since = self._clock() - self._runner.versions.current.serving.resume
        return await self._storage.read(
            lambda reader: self._left_behind.last_asked(reader, customer, level, since)
        )

    def listen(self, contact: str, *also: str) -> Listening:
        """A place at which to wait for news: woken after each commit that changed the contact, or `also` those."""
        return self._news.listen(contact, *also)

    def typing(self, contact: str, by: By) -> None:
        """Somebody is typing; whoever listens is told, nothing is kept."""
        self._news.types(contact, by)

    def typed(self, contact: str, by: By) -> None:
        """Somebody has said what they typed."""
        self._news.silent(contact, by)

    def _found(self, reader: Reader, contact: str) -> Contact:
        record = repository.named(reader, contact)
        if record is None:
            raise UnknownContact
        return self._shown(reader, record)

    def _shown(self, reader: Reader, record: Record) -> Contact:
        position, minutes = self._queues.place(reader, record)
        customer = self._whose.customer(reader, record.identifiers)
        return record.shown(customer=customer, position=position, minutes=minutes)


def _admit(reader: Reader, contact: str, token: str) -> None:
    """Let nobody in but who holds the token. Raises UnknownContact."""
    stored = repository.token_of(reader, contact)
    if stored is None or not hmac.compare_digest(stored, hashed(token)):
        raise UnknownContact
