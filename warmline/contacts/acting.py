"""What policies want done in contacts: done after the commit that wanted it, once, or visible as undeliverable."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from warmline.business.model import Disclosure
from warmline.contacts import repository, suggestions
from warmline.contacts.asides import say_aside
from warmline.contacts.left_off import LOOKED_AT
from warmline.contacts.messages import Message, Messages
from warmline.contacts.model import Owner
from warmline.contacts.queues import Queues
from warmline.contacts.record import Record
from warmline.contacts.runner import Runner
from warmline.contacts.whose import Whose
from warmline.contacts.work import Work
from warmline.customers.recognising.service import Recogniser
from warmline.decisions.actions import flow, message, route
from warmline.decisions.recording import SOURCE
from warmline.events.model import Event
from warmline.flows.inputs import Suggested
from warmline.flows.prompts import Prompt
from warmline.flows.session import Waiting
from warmline.language.words import Words
from warmline.log import outbox
from warmline.log import repository as log
from warmline.log.model import Delivery, Stored
from warmline.log.outbox import GiveUp
from warmline.storage.port import Storage, Transaction

KIND, TARGET = "contact", "contacts"
WANTED = frozenset({message.WANTED, route.WANTED, flow.WANTED})
"""The types of events by which policies say what they want done here."""
SHOWS = frozenset({"chat", "text"})
"""Channels on which something can be said that nobody asked for: a caller would be interrupted."""
BY_PHONE = Disclosure.RECOGNISED
"""What may be said to whoever holds the phone."""


class Acting:
    """Carries out what policies want.

    It waits in the outbox until then: a contact may be at work in the very commit that wanted it.
    """

    def __init__(
        self,
        storage: Storage,
        runner: Runner,
        whose: Whose,
        queues: Queues,
        recogniser: Recogniser,
        messages: Messages,
        wake: Callable[[], None],
    ) -> None:
        self._storage = storage
        self._runner = runner
        self._whose = whose
        self._queues = queues
        self._recogniser = recogniser
        self._messages = messages
        self._wake = wake

    async def deliver(self, delivery: Delivery) -> None:
        """Do one thing. Raises GiveUp where it cannot be done, whatever goes wrong where it can be tried again."""
        sending = await self._storage.run(lambda tx: self._carry_out(tx, delivery), urgent=True)
        if sending is not None:
            await self._messages.send(sending)

    def _carry_out(self, tx: Transaction, delivery: Delivery) -> Message | None:
        """Do it within a command; the message that is still to be sent, if there is one."""
        stored = log.find(tx, delivery.body.decode())
        if stored is None:  # erased meanwhile
            return None
        if stored.event.type == flow.WANTED:
            self._suggest(tx, stored, delivery.key)
            return None
        record = self._going_on(tx, stored.event)
        if record is not None and repository.turns_after_key(tx, record.id, delivery.key) is not None:
            return None
        if stored.event.type == route.WANTED:
            if record is not None:
                self._route(self._runner.work(tx, record), stored.event, delivery.key)
            return None
        if record is not None and self._say(self._runner.work(tx, record), stored.event, delivery.key):
            return None
        return self._by_phone(tx, stored.event, delivery.key)

    def _going_on(self, tx: Transaction, event: Event) -> Record | None:
        """The customer's latest contact that is going on."""
        customer = self._whose.customer(tx, event.identifiers)
        known = self._whose.identifiers(tx, customer) if customer is not None else event.identifiers
        ids = {id for one in known for id in repository.contacts_with(tx, one.type, one.value, LOOKED_AT)}
        found = repository.by_ids(tx, sorted(ids, reverse=True)[:LOOKED_AT])
        return next(
            (one for one in found if one.is_open and self._whose.customer(tx, one.identifiers) == customer),
            None,
        )

    # -- a message

    def _say(self, work: Work, event: Event, key: str) -> bool:
        """Say it in a contact, if its channel and its level allow; what can be answered there stays.

        Where a person has the contact, nobody else speaks in it.
        """
        record = work.record
        if record.channel not in SHOWS or record.owner.kind == "staff":
            return False
        text = _best(event, Disclosure(record.level))
        if not text:
            return False
        work.record.cause = event.cause or record.cause
        say_aside(work, text)
        self._done(work, key)
        return True

    def _by_phone(self, tx: Transaction, event: Event, key: str) -> Message:
        text = _best(event, BY_PHONE)
        if not text:
            raise GiveUp("nothing of it may be said to somebody who has not shown who they are")
        customer = self._whose.customer(tx, event.identifiers)
        to = self._recogniser.address_of(tx, customer) if customer is not None else None
        if to is None:
            raise GiveUp("the customer has no phone and no address that somebody vouches for")
        return Message(key=key, to=to, text=text)

    # -- a flow

    def _suggest(self, tx: Transaction, stored: Stored, key: str) -> None:
        """Keep that a flow is wanted; whoever is at a menu in writing is asked at once, others at their next one."""
        whose = self._whose.normal(stored.event.identifiers)
        if not whose:
            raise GiveUp("the event names nobody with whom a flow could begin")
        suggestions.add(tx, stored, whose[0])
        record = self._going_on(tx, stored.event)
        if record is None or record.channel not in SHOWS or record.owner.kind != "flow":
            return
        if repository.turns_after_key(tx, record.id, key) is None:
            work = self._runner.work(tx, record)
            self._runner.advance(work, Suggested())
            self._done(work, key)

    # -- another queue

    def _route(self, work: Work, event: Event, key: str) -> None:
        """Have the customer wait in a queue.

        Whoever a person has, or waits there already, is left alone, and so is everybody where nobody is there.
        """
        record = work.record
        version = self._runner.versions.of(work.tx, record.business)
        queue = version.serving.queue(str(event.properties.get("queue")))
        is_open, _ = self._queues.opens(work.tx, version, queue, work.now)
        owner = Owner("queue", queue.name)
        if record.owner.kind == "staff" or record.owner == owner or not is_open:
            return
        record.session = msgspec.structs.replace(record.session, waiting=Waiting(what="person"))
        work.give_to(owner, str(event.properties.get("why") or ""))
        told = Words(record.language).text("I am connecting you with a person.")
        work.say(Prompt(language=record.language, texts=(told,)))
        self._done(work, key)

    def _done(self, work: Work, key: str) -> None:
        repository.add_key(work.tx, work.record.id, key, work.record.turns)
        self._runner.close(work)

    # -- what is wanted

    def queue(self, tx: Transaction, stored: Stored) -> None:
        """Have it done after this commit."""
        body, due = stored.id.encode(), stored.event.received
        outbox.put(tx, key=f"act:{stored.id}", kind=KIND, target=TARGET, body=body, seq=stored.seq, due=due)
        tx.after_commit(self._wake)


class Wanted:
    """The stage of ingest that sees what policies want done in contacts; an imported past wants nothing."""

    def __init__(self, acting: Callable[[], Acting]) -> None:
        """`acting` gives who does it, once there is one."""
        self._acting = acting

    def read(self, event: Event, live: bool = True) -> bool:
        """Whether it is for us: no other source can say what policies want."""
        return live and event.source == SOURCE and event.type in WANTED

    def __call__(self, tx: Transaction, arrived: Sequence[Stored], readings: Sequence[Any]) -> None:
        """Queue what is."""
        for stored, wanted in zip(arrived, readings, strict=True):
            if wanted:
                self._acting().queue(tx, stored)


def _best(event: Event, level: Disclosure) -> str:
    """The fullest text that may be said at a level; "" where there is none."""
    texts = event.properties.get("texts")
    if not isinstance(texts, dict):
        return ""
    levels = (Disclosure.VERIFIED, Disclosure.RECOGNISED, Disclosure.ANONYMOUS)
    return next(
        (str(texts[one.name.lower()]) for one in levels if one <= level and texts.get(one.name.lower())), ""
    )
