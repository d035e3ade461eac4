"""Contacts as channels see them: begun, gone on with, listened to, left."""

import hmac
from collections.abc import Callable, Sequence
from hashlib import sha256

from warmline.contacts import repository
from warmline.contacts.asides import say_aside
from warmline.contacts.entering import check, put_turn, without_cards
from warmline.contacts.errors import Ended, TooFast, UnknownContact
from warmline.contacts.left_off import LeftBehind
from warmline.contacts.listening import Listening, News
from warmline.contacts.model import (
    LONGEST_KEY,
    OWN,
    Attached,
    Begun,
    By,
    Channel,
    Contact,
    Given,
    Told,
    Turn,
)
from warmline.contacts.queues import Queues
from warmline.contacts.record import Record
from warmline.contacts.runner import Runner
from warmline.contacts.twice import is_said_twice
from warmline.contacts.whispering import answered
from warmline.contacts.whose import Whose
from warmline.contacts.work import FLOW, Work
from warmline.events.model import Identifier
from warmline.flows.inputs import Began, Keyed, Left, Said, Silence
from warmline.flows.session import Session
from warmline.language.words import Words
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.limits import RateLimiter

INPUTS_A_SECOND, INPUTS_AT_ONCE = 5, 30
"""Inputs of one contact; and the same of one address, times `MANY`."""
BEGUN_A_SECOND, BEGUN_AT_ONCE = 0.5, 20
"""Contacts that one address may begin."""
MANY = 4
LONGEST_LANGUAGE = 35


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
            known = self._whose.normal(tuple(identifiers)) or (Identifier(OWN, name),)
            spoken = language or self._language(tx, known, browser_language)
            work = self._begin(tx, name, token, channel, known, spoken, place)
            work.address = address
            resume = self._runner.versions.current.serving.resume
            # Who comes for one thing is not asked about another, which waits until they come for anything.
            left_off = None if flow else self._left_behind.take(work, resume)
            self._runner.advance(work, Began(flow=flow, left_off=left_off))
            self._runner.close(work)
            return self._shown(tx, work.record)

        return Begun(contact=await self._storage.run(command, urgent=True), token=token)

    def _begin(
        self,
        tx: Transaction,
        name: str,
        token: str,
        channel: Channel,
        identifiers: tuple[Identifier, ...],
        language: str,
        place: str,
    ) -> Work:
        """A new contact, which the flow owns."""
        now, version = self._clock(), self._runner.versions.keep(tx)
        session = Session(contact=name, version=version.business.version, channel=channel, language=language)
        record = Record(
            id=0,
            name=name,
            channel=channel,
            place=place[:LONGEST_KEY],
            state="open",
            outcome="",
            owner=FLOW,
            owned_by="",
            version=1,
            language=language,
            level=0,
            wants="",
            summary="",
            case="",
            started=now,
            last=now,
            ended=0,
            due=None,
            waiting_since=0,
            waited=0,
            taken_at=0,
            turns=0,
            events=0,
            cause="",
            asks_secret=False,
            asks_number=False,
            business=version.business.version,
            session=session,
            effects=[],
            resumable=False,
            identifiers=identifiers,
        )
        repository.add(tx, record, _hashed(token))
        work = self._runner.work(tx, record)
        work.put(
            "contact.started", {"direction": "inbound", "to": record.place or None, "language": language}
        )
        return work

    def _language(self, reader: Reader, identifiers: tuple[Identifier, ...], browser: str) -> str:
        """The language to begin in: the customer's own, the browser's, else the first of the business."""
        spoken = self._runner.versions.current.business.languages
        facts = self._whose.facts(reader, identifiers, self._clock())
        own = self._whose.customer(reader, identifiers) is not None and facts("language")
        for wanted in (own, browser[:LONGEST_LANGUAGE]):
            if wanted and (found := _nearest(str(wanted), spoken)):
                return found
        return spoken[0]

    async def resume(self, contact: str, token: str) -> Contact:
        """A contact that was begun before, for whoever holds its token. Raises UnknownContact."""

        def query(reader: Reader) -> Contact:
            _admit(reader, contact, token)
            return self._found(reader, contact)

        return await self._storage.read(query)

    # -- going on

    async def take(self, contact: str, given: Given, key: str, *, address: str = "") -> int:
        """Take what the customer put in; the number of turns afterwards, with what the flow says at once.

        `key` is the client's for this input: what comes with the same key again is taken once, and answered the
        same. Raises UnknownContact, Ended, TooLong, TooFast, BadInput.
        """
        check(given, key)
        self._check_rates(contact, address)
        return await self._storage.run(lambda tx: self._take(tx, contact, given, key, address), urgent=True)

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
            self._take(tx, contact, given, key, address, had)
            return self._told(tx, contact, after)

        return await self._storage.run(command, urgent=True)

    async def look(self, contact: str, token: str, *, after: int = 0) -> Told:
        """`resume`, `contact` and `turns` at one go. Raises UnknownContact."""

        def query(reader: Reader) -> Told:
            _admit(reader, contact, token)
            return self._told(reader, contact, after)

        return await self._storage.read(query)

    def _told(self, reader: Reader, contact: str, after: int) -> Told:
        record = repository.named(reader, contact)
        if record is None:
            raise UnknownContact
        return Told(contact=self._shown(reader, record), turns=repository.turns(reader, record.id, after))

    def _check_rates(self, contact: str, address: str) -> None:
        if wait := self._by_contact.take(contact):
            raise TooFast(wait)
        if address and (wait := self._by_address.take(address)):
            raise TooFast(wait)

    def _take(
        self, tx: Transaction, contact: str, given: Given, key: str, address: str, seen: int = 0
    ) -> int:
        work = self._runner.open(tx, contact)
        if work is None:
            raise UnknownContact
        work.address = address
        record = work.record
        before = repository.turns_after_key(tx, record.id, key)
        if before is not None:
            return before
        if not record.is_open:
            raise Ended
        if is_said_twice(work, given, seen):
            repository.add_key(tx, record.id, key, record.turns)
            return record.turns
        if isinstance(given, Left):
            left(self._runner, work)
        elif isinstance(given, Attached):
            put_turn(work, given)
            if self._runner.is_flow_on(record):
                say_aside(
                    work, Words(record.language).text("I have kept the file for the person who helps you.")
                )
            self._runner.close(work)
        else:
            kept = given if record.asks_secret or record.asks_number else without_cards(given)
            put_turn(work, given)
            if record.whispered and isinstance(given, Said | Keyed):
                answered(work)
            elif self._runner.is_flow_on(record):
                self._runner.advance(work, kept)
            self._runner.close(work)
        repository.add_key(tx, record.id, key, record.turns)
        if not isinstance(given, Silence | Left):
            self._news.silent(contact, "customer")
        return record.turns

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


def left(runner: Runner, work: Work) -> None:
    """The customer is gone: the flow ends as it does then, whoever else had them is told."""
    if runner.is_flow_on(work.record):
        runner.advance(work, Left())
    if work.record.is_open:
        work.end("completed" if work.record.owner.kind == "staff" else "abandoned")
    runner.close(work)


def _nearest(wanted: str, spoken: Sequence[str]) -> str:
    """The language of the business that a tag, or a browser's list of them, asks for first; "" for none."""
    for part in wanted.replace("_", "-").split(","):
        tag = part.split(";")[0].strip().casefold()
        exact = [one for one in spoken if one.casefold() == tag]
        near = [one for one in spoken if one.casefold().split("-")[0] == tag.split("-")[0]]
        if tag and (exact or near):
            return (exact or near)[0]
    return ""


def _admit(reader: Reader, contact: str, token: str) -> None:
    """Let nobody in but who holds the token. Raises UnknownContact."""
    stored = repository.token_of(reader, contact)
    if stored is None or not hmac.compare_digest(stored, _hashed(token)):
        raise UnknownContact


def _hashed(token: str) -> bytes:
    """What is stored of a token: a plain hash will do for 256 random bits."""
    return sha256(token.encode()).digest()
