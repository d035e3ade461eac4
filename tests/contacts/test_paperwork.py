"""What people do around a contact: notes for colleagues, what is new in several at once, wrapping up."""

from pathlib import Path

import pytest

from tests.contacts.world import ANA, BEN, ELSEWHERE, MARIA, MINUTE, World, run, world
from warmline.channels.chat.files import Files
from warmline.contacts.errors import NothingToWrapUp, TooLong, UnknownContact
from warmline.contacts.model import Attached, Note, Story
from warmline.contacts.own import OwnContact
from warmline.contacts.wrap_up import FOR
from warmline.events.model import Identifier
from warmline.storage.errors import StorageFull
from warmline.web.principal import LOCAL, Principal


async def begin(at: World, account: str = "") -> str:
    known = [Identifier("account", account, True)] if account else MARIA
    return (await at.talks.begin("chat", identifiers=known)).contact.name


async def story(at: World, name: str, by: Principal = ANA) -> Story:
    return await at.storage.read(lambda reader: at.takeover.watching.story(reader, by, name))


async def notes(at: World, name: str) -> list[Note]:
    return (await story(at, name)).notes


async def own(at: World, by: Principal = ANA) -> list[OwnContact]:
    return await at.storage.read(lambda reader: at.talking.own.contacts(reader, by))


async def new(at: World) -> dict[str, int]:
    return {one.live.contact.name: one.new for one in await own(at)}


def test_a_note_is_for_colleagues_and_stays_with_the_customer(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            first = await begin(at)
            before = await at.said(first)
            for _ in range(2):
                await at.talking.notes.write(ANA, first, "Card 4111 1111 1111 1111, likes tea", "k")
            assert await at.said(first) == before
            (note,) = await notes(at, first)
            assert (note.name, note.text) == ("Ana Reyes", "Card •••• 1111, likes tea")
            (event,) = at.events("contact.note")
            assert event.event.properties == {"contact": first, "text": note.text, "by": "staff:ana"}
            await at.talks.leave(first)
            await at.talking.notes.write(BEN, first, "was content", "k")
            second = await begin(at)
            assert [(one.contact, one.text) for one in await notes(at, second)] == [
                (first, "was content"),
                (first, "Card •••• 1111, likes tea"),
            ]
            assert await notes(at, await begin(at, "9")) == []

    run(work)


def test_who_may_not_see_a_contact_notes_nothing_about_it(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            with pytest.raises(UnknownContact):
                await at.talking.notes.write(ELSEWHERE, name, "hi", "k")
            with pytest.raises(UnknownContact):
                await at.talking.own.saw(ELSEWHERE, name, 1)
            with pytest.raises(TooLong):
                await at.talking.notes.write(ANA, name, "x" * 5_000, "k")
            assert at.events("contact.note") == []

    run(work)


def test_notes_go_with_an_erasure_and_come_with_an_export(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            gone = await begin(at)
            await at.talking.notes.write(ANA, gone, "Her dog is called Bantay", "k")
            stays = await begin(at, "9")
            await at.say(stays, "my aunt has 7013550")
            await at.talking.notes.write(ANA, stays, "Niece of 7013550", "k")
            exported = await at.customers.export(LOCAL, "account:7013550")
            assert [one["text"] for one in exported["contacts"][0]["notes"]] == ["Her dog is called Bantay"]
            await at.customers.erase(LOCAL, "account:7013550")
            rows = await at.storage.read(lambda reader: reader.all("SELECT text FROM contact_note"))
            assert rows == [("Niece of erased",)]

    run(work)


def test_what_is_new_counts_until_it_was_seen(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            first, second = await begin(at), await begin(at, "9")
            await at.takeover.take_over(ANA, first)
            at.pass_(MINUTE)
            await at.takeover.take_over(ANA, second)
            asked = at.now
            await at.say(first, "hello?")
            at.pass_(MINUTE)
            await at.say(first, "are you there?")
            assert await new(at) == {first: 2, second: 0}
            assert [one.unanswered_since for one in await own(at)] == [asked, 0]
            turns = (await at.talks.contact(first)).turns
            await at.talking.own.saw(ANA, first, turns - 1)
            assert await new(at) == {first: 1, second: 0}
            await at.talking.own.saw(ANA, first, turns + 100)
            await at.talking.own.saw(ANA, first, 1)  # a screen that is behind takes nothing back
            assert await new(at) == {first: 0, second: 0}
            await at.takeover.say(ANA, first, "I am", "k")
            assert [one.unanswered_since for one in await own(at)] == [0, 0]
            assert await own(at, BEN) == []

    run(work)


def test_whoever_has_a_contact_is_woken_by_news_of_all_of_theirs(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            first, second, third = await begin(at), await begin(at, "9"), await begin(at, "10")
            for name in (first, second):
                await at.takeover.take_over(ANA, name)
            async with at.talks.listen(first, at.talking.own.key(ANA)) as news:
                while await news.wait(0.05):
                    continue
                await at.say(third, "nobody has this one")
                assert not await news.wait(0.05)
                await at.say(second, "hello?")
                assert await news.wait(10)
                await at.takeover.give_back(ANA, second)
                assert await news.wait(10)
                await at.takeover.take_over(BEN, second)
                while await news.wait(0.05):
                    continue
                await at.say(second, "hello?")
                assert not await news.wait(0.05)

    run(work)


def test_what_ends_while_a_person_has_it_is_wrapped_up_by_that_person(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            await at.takeover.take_over(ANA, name)
            with pytest.raises(NothingToWrapUp):
                await at.talking.wrap_ups.wrap_up(ANA, name, "bill", True)
            await at.talks.leave(name)
            assert [one.is_over for one in await own(at)] == [True]
            assert (await story(at, name)).to_wrap_up_by == "ana"
            at.pass_(MINUTE)
            with pytest.raises(NothingToWrapUp):
                await at.talking.wrap_ups.wrap_up(BEN, name, "bill", True)
            await at.talking.wrap_ups.wrap_up(ANA, name, "bill", True, "was charged twice")
            (done,) = at.events("contact.wrapped_up")
            assert done.event.properties == {
                "contact": name,
                "reason": "bill",
                "solved": True,
                "seconds": 60,
                "by": "staff:ana",
            }
            assert len(at.events("contact.solved")) == len(at.events("contact.ended")) == 1
            assert [one.text for one in await notes(at, name)] == ["was charged twice"]
            assert await own(at) == []
            with pytest.raises(NothingToWrapUp):
                await at.talking.wrap_ups.wrap_up(ANA, name, "bill", True)

    run(work)


def test_what_was_closed_or_is_long_over_waits_for_nobody(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            closed, left = await begin(at), await begin(at, "9")
            for name in (closed, left):
                await at.takeover.take_over(ANA, name)
            await at.takeover.close(ANA, closed, "bill", solved=False, note="will call again")
            assert [one.event.properties["solved"] for one in at.events("contact.wrapped_up")] == [False]
            assert [one.text for one in await notes(at, closed)] == ["will call again"]
            await at.talks.leave(left)
            assert [one.live.contact.name for one in await own(at)] == [left]
            at.pass_(FOR)
            assert await own(at) == []

    run(work)


def test_a_file_is_placed_before_anybody_sees_its_turn(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            await at.takeover.take_over(ANA, name)
            placed: list[tuple[int, int]] = []

            def place(number: int) -> None:
                committed = at.storage.read_now(lambda reader: at.takeover.watching.story(reader, ANA, name))
                placed.append((number, len(committed.turns)))

            turn = await at.takeover.say(ANA, name, "bill.pdf", "k", at_turn=place)
            assert placed == [(turn, turn - 1)]
            turn = await at.talks.take(name, Attached(title="bill.png"), "k", at_turn=place)
            assert placed[1:] == [(turn, turn - 1)]

    run(work)


def test_a_file_of_a_command_that_came_to_nothing_stands_at_nobodys_turn(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            await at.takeover.take_over(ANA, name)
            files = Files(tmp_path / "files", lambda: "file-1")
            kept = files.keep(name, "photo.png", b"\x89PNG\r\n\x1a\n", "f1")

            def failed(number: int) -> None:
                place(number)
                raise StorageFull("no room left")

            with pytest.raises(StorageFull), files.placing(name, kept) as place:
                await at.talks.take(name, Attached(title=kept.title), "f1", at_turn=failed)
            assert [one.turn for one in files.of(name)] == [0]
            with files.placing(name, kept) as place:
                turn = await at.talks.take(name, Attached(title=kept.title), "f1", at_turn=place)
            assert [one.turn for one in files.of(name)] == [turn]

    run(work)


def test_whoever_was_brought_in_has_it_among_theirs_until_they_leave(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            await at.takeover.take_over(ANA, name)
            asked = await at.talking.transfers.bring_in(ANA, name, BEN.id, "Charged twice")
            assert await own(at, BEN) == []
            async with at.talks.listen(at.talking.own.key(BEN)) as news:
                await at.talking.transfers.accept(BEN, name, asked.number)
                assert await news.wait(10)
                assert [one.is_of_another for one in await own(at, BEN)] == [True]
                assert [one.is_of_another for one in await own(at, ANA)] == [False]
                while await news.wait(0.05):
                    continue
                await at.say(name, "hello?")
                assert await news.wait(10)
                while await news.wait(0.05):
                    continue
                await at.talking.transfers.leave(BEN, name)
                assert await news.wait(10)
            assert await own(at, BEN) == []

    run(work)
