"""Contacts with people who write: one at a time for each number, each message taken once, each answer sent once."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from tests.contacts.world import ANA, MINUTE, World, run, world
from warmline.channels.declared import CHANNELS, Channels
from warmline.channels.declared_texts import Texts
from warmline.channels.texts.sending import Sending
from warmline.contacts import replies
from warmline.contacts.errors import TooFast, TooLong
from warmline.contacts.model import Given
from warmline.contacts.ports import Answer
from warmline.events.model import Identifier
from warmline.flows.inputs import Asked, Said
from warmline.flows.prompts import Prompt
from warmline.log import outbox
from warmline.log.outbox import Dispatcher
from warmline.storage.port import Reader, Row
from warmline.web.principal import LOCAL

LEA, TOM = "+639175550199", "+639175550188"


@dataclass
class Carrier:
    """Sends text messages, or does not. With `lost` nobody hears of what was sent; `asked` are keys."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    lost: bool = False

    async def look_up(self, operation: str, arguments: dict[str, Any]) -> Answer:
        raise NotImplementedError

    async def do(self, operation: str, arguments: dict[str, Any], key: str, *, again: bool) -> Answer:
        assert operation == "messages.text"
        if again:
            self.asked.append(key)
            if key in self.keys:
                return Answer(outcome="ok")
        if self.answers and (answer := self.answers.pop(0)).outcome != "ok":
            return answer
        await asyncio.sleep(0)
        self.keys.append(key)
        self.sent.append((arguments["to"], arguments["text"]))
        if self.lost:
            raise ConnectionError("the plug was pulled")
        return Answer(outcome="ok")


class Post:
    """A room of contacts with text messages: what is written is taken in, what waits is delivered."""

    def __init__(self, at: World, longest: int = 320) -> None:
        declared = Texts(secret="S", send="messages.text", longest=longest)
        channels = Channels(text_messages={"isla": declared})
        self.business = msgspec.structs.replace(at.business, sections={CHANNELS.name: channels})
        self.at = at
        self.carrier = Carrier()
        self.restart()

    def restart(self) -> None:
        """Whatever was under way is forgotten; the database is not."""
        self.sending = Sending(self.at.storage, self.carrier, lambda: self.business)
        self.dispatcher = Dispatcher(
            self.at.storage, {replies.KIND: self.sending.deliver}, self.at.clock, Random(1)
        )

    async def write(self, number: str, text: str, id: str) -> bool:
        def read(asked: Prompt | None) -> Given:
            return Asked(what="person") if text == "0" else Said(text=text)

        taken = await self.at.talking.correspondence.receive(
            "text", "isla", Identifier("phone", number, True), id, read, greets=text == "hi"
        )
        self.at.seconds += 1
        await self.at.settled()
        return taken

    async def contacts(self) -> list[tuple[str, str]]:
        def query(reader: Reader) -> list[tuple[str, str]]:
            found = reader.all("SELECT name, state FROM contact ORDER BY id")
            return [(row[0], row[1]) for row in found]

        return await self.at.storage.read(query)

    async def dead(self) -> list[str]:
        found = await self.at.storage.read(lambda reader: outbox.page(reader, "dead"))
        return [one.error for one in found]


def test_a_number_has_one_contact_that_goes_on(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            post = Post(at)
            assert await post.write(LEA, "hello", "m1")
            assert await post.write(LEA, "bill", "m2")
            assert await post.write(TOM, "hello", "m3")
            (lea, _), (tom, _) = await post.contacts()
            assert [text for by, text in await at.said(lea) if by == "customer"] == ["hello", "bill"]
            assert [text for by, text in await at.said(tom) if by == "customer"] == ["hello"]
            await at.talks.leave(lea)
            assert await post.write(LEA, "bill", "m4")
            assert [state for _, state in await post.contacts()] == ["ended", "open", "open"]

    run(work)


def test_a_greeting_is_answered_by_the_first_words_of_the_flow(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            post = Post(at)
            await post.write(LEA, "hi", "m1")
            ((lea, _),) = await post.contacts()
            assert await at.said(lea) == [("flow", "Welcome."), ("customer", "hi")]
            await post.write(LEA, "hi", "m2")
            assert (await at.said(lea))[2:] == [("customer", "hi"), ("flow", "You said hi.")]

    run(work)


def test_messages_that_come_at_the_same_moment_come_into_one_contact(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            post = Post(at)
            await asyncio.gather(*(post.write(LEA, f"word {number}", f"m{number}") for number in range(8)))
            ((lea, _),) = await post.contacts()
            said = [text for by, text in await at.said(lea) if by == "customer"]
            assert sorted(said) == [f"word {number}" for number in range(8)]

    run(work)


def test_a_message_that_comes_again_is_taken_once(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            post = Post(at)
            assert await post.write(LEA, "done", "m1")
            at.now += 2 * MINUTE
            assert not await post.write(LEA, "done", "m1"), "even where the contact is over"
            assert len(await post.contacts()) == 1

    run(work)


def test_what_is_refused_leaves_nothing_and_may_come_again(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            post = Post(at)
            with pytest.raises(TooLong):
                await post.write(LEA, "x" * 20_000, "m1")
            assert await post.contacts() == []
            assert await post.write(LEA, "hello", "m1")
            with pytest.raises(TooFast):
                await flood(post)

    run(work)


async def flood(post: Post) -> None:
    """Write more in one moment than anybody does."""
    for number in range(60):
        await post.write(LEA, "again", f"n{number}")
        post.at.seconds -= 1


def test_each_answer_is_one_message_sent_in_order_and_once(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            post = Post(at)
            await post.write(LEA, "hello", "m1")
            assert await post.dispatcher.deliver_due() > 0
            await post.write(LEA, "bill", "m2")
            assert await post.dispatcher.deliver_due() > 0
            texts = [text for to, text in post.carrier.sent if to == LEA]
            assert texts == [
                "Welcome.\nYou said hello.\n1 Your bill\n0 A person",
                "bill: ok 12\n1 Your bill\n0 A person",
            ]
            assert await post.dispatcher.deliver_due() == 0
            assert len(set(post.carrier.keys)) == len(post.carrier.keys) == 2

    run(work)


def test_an_answer_that_is_too_long_for_one_message_becomes_several(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            post = Post(at, longest=30)
            await post.write(LEA, "hello", "m1")
            await post.dispatcher.deliver_due()
            texts = [text for _, text in post.carrier.sent]
            assert texts == ["Welcome.\nYou said hello.", "1 Your bill\n0 A person"]

    run(work)


def test_what_is_said_while_a_message_is_on_its_way_goes_with_the_next_one(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            post = Post(at)
            await post.write(LEA, "hello", "m1")
            sending = asyncio.create_task(post.dispatcher.deliver_due())
            for number in range(2, 8):
                await post.write(LEA, f"no {number}", f"m{number}")
                await asyncio.sleep(0)
            await sending
            while await post.dispatcher.deliver_due():
                pass
            said = "\n".join(text for _, text in post.carrier.sent)
            for number in range(2, 8):
                assert said.count(f"You said no {number}.") == 1
            assert said.count("Welcome.") == 1
            assert len(set(post.carrier.keys)) == len(post.carrier.keys)

    run(work)


def test_a_person_is_sent_under_their_name_and_what_staff_are_noted_is_not(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            post = Post(at, longest=60)
            await post.write(LEA, "0", "m1")
            await post.dispatcher.deliver_due()
            post.carrier.sent.clear()
            ((lea, _),) = await post.contacts()
            await at.takeover.take_over(ANA, lea)
            await at.takeover.say(ANA, lea, "Good morning! " + "I look at your bill now. " * 3, "k1")
            await post.write(LEA, "thank you", "m2")
            await post.dispatcher.deliver_due()
            assert [text for _, text in post.carrier.sent] == [
                "Ana: Good morning! I look at your bill now. I look at your",
                "bill now. I look at your bill now.",
            ]

    run(work)


def test_what_failed_is_sent_later_and_what_came_behind_it_waits(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            post = Post(at)
            post.carrier.answers = [Answer(outcome="failed", why="unreachable")]
            await post.write(LEA, "hello", "m1")
            await post.dispatcher.deliver_due()
            assert post.carrier.sent == []
            await post.write(LEA, "bill", "m2")
            at.now += 60 * MINUTE
            await post.dispatcher.deliver_due()
            assert [text for _, text in post.carrier.sent] == [
                "Welcome.\nYou said hello.\nbill: ok 12\n1 Your bill\n0 A person"
            ]
            assert post.carrier.asked == [], "it is known that it had not left"

    run(work)


def test_after_a_crash_it_is_asked_what_became_of_it(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            post = Post(at)
            post.carrier.lost = True
            await post.write(LEA, "hello", "m1")
            await post.dispatcher.deliver_due()
            post.carrier.lost = False
            post.restart()
            at.now += 60 * MINUTE
            await post.dispatcher.deliver_due()
            assert len(post.carrier.sent) == 1
            assert post.carrier.asked

    run(work)


def test_what_nobody_can_tell_of_is_not_sent_again_and_shows(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            post = Post(at)
            post.carrier.answers = [Answer(outcome="unknown", why="untold"), Answer(outcome="ok")]
            await post.write(LEA, "hello", "m1")
            await post.dispatcher.deliver_due()
            await post.write(LEA, "bill", "m2")
            await post.dispatcher.deliver_due()
            assert [text.splitlines()[0] for _, text in post.carrier.sent] == ["bill: ok 12"]
            assert await post.dead() == [
                "messages.text: it may have been sent or not, nobody can tell (untold)"
            ]
            dead = (await at.storage.read(lambda reader: outbox.page(reader, "dead")))[0]
            await at.storage.run(lambda tx: outbox.retry(tx, dead.id, at.now))
            await post.dispatcher.deliver_due()
            assert post.carrier.asked == [post.carrier.asked[0]], (
                "whoever has it tried again has it asked first"
            )
            assert await post.dead() == []

    run(work)


def all_of(reader: Reader, table: str) -> list[Row]:
    return reader.all(f"SELECT * FROM {table}")


def test_an_erasure_ends_what_was_to_be_sent(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            post = Post(at)
            await post.write(LEA, "my dog is called Bantay", "m1")
            await at.customers.erase(LOCAL, f"phone:{LEA}")
            await post.dispatcher.deliver_due()
            assert post.carrier.sent == []
            for table in ("correspondent", "reply", "message_taken", "delivery"):
                rows = await at.storage.read(partial(all_of, table=table))
                assert LEA not in repr(rows) and "Bantay" not in repr(rows), table

    run(work)
