"""Sends what customers are told by text message: each part in order, once, and given up only where that is seen."""

import asyncio
from collections.abc import Callable
from weakref import WeakValueDictionary

from warmline.business.model import Business
from warmline.channels.declared import CHANNELS
from warmline.channels.declared_texts import Texts
from warmline.channels.rendering.plain import broken, plain
from warmline.contacts import replies
from warmline.contacts.ports import Outside
from warmline.contacts.replies import Due, Reply, Told
from warmline.language.words import Words
from warmline.log.model import Delivery
from warmline.log.outbox import GiveUp
from warmline.storage.port import Storage


class NotSent(Exception):
    """It certainly did not leave: it can be tried again."""


class Sending:
    """Sends replies through the operation that their channel names."""

    def __init__(self, storage: Storage, outside: Outside, business: Callable[[], Business]) -> None:
        self._storage = storage
        self._outside = outside
        self._business = business
        self._under_way: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def deliver(self, delivery: Delivery) -> None:
        """Send a reply, and first those before it that wait. Raises GiveUp, and NotSent where it can be tried again.

        One of those before it that cannot be sent holds nothing up: its own delivery says so.
        """
        contact = delivery.body.decode().rsplit(" ", 1)[0]
        async with self._under_way.setdefault(contact, asyncio.Lock()):
            due = await self._storage.read(lambda reader: replies.due(reader, delivery))
            if due is None:
                return
            declared = CHANNELS.of(self._business()).text_messages.get(due.place)
            if declared is None:
                raise GiveUp(f"channels.yaml no longer declares the text messages {due.place!r}")
            for reply in due.replies:
                try:
                    await self._send(due, declared, reply)
                except GiveUp:
                    if reply.number == due.number:
                        raise

    async def _send(self, due: Due, declared: Texts, reply: Reply) -> None:
        is_begun = reply.is_begun
        parts = parts_of(reply, declared.longest)
        for number, part in enumerate(parts[reply.parts :], reply.parts + 1):
            if not await self._storage.run(lambda tx: replies.begin(tx, reply)):
                return
            key = f"{due.contact}-{reply.number}-{number}"
            arguments = {"to": due.to.value, "text": part}
            answer = await self._outside.do(declared.send, arguments, key, again=is_begun)
            if answer.outcome == "failed":
                await self._storage.run(lambda tx: replies.not_sent(tx, reply))
                raise NotSent(f"{declared.send} failed: {answer.why}")
            if answer.outcome != "ok":
                await self._storage.run(lambda tx: replies.lose(tx, reply))
                refused = answer.outcome == "refused"
                why = "was refused" if refused else "may have been sent or not, nobody can tell"
                raise GiveUp(f"{declared.send}: it {why} ({answer.why})")
            await self._storage.run(lambda tx, sent=number: replies.sent(tx, reply, sent))  # type: ignore[misc]
            is_begun = False
        await self._storage.run(lambda tx: replies.done(tx, reply))


def parts_of(reply: Reply, longest: int) -> list[str]:
    """The messages that an answer becomes: one, where it fits; what a person says begins with their name."""
    return broken("\n".join(line for told in reply.told for line in _lines(told, longest)), longest)


def _lines(told: Told, longest: int) -> list[str]:
    turn = told.turn
    if turn.prompt is not None:
        return plain(turn.prompt, Words(turn.prompt.language), longest, goes_on=told.is_brief)
    return [f"{turn.name}: {turn.text}" if turn.name else turn.text]
