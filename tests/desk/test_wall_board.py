"""The board of the wall: whatever happens to contacts, it has what a board that was just made has."""

import asyncio
from pathlib import Path
from random import Random

import pytest

from tests.contacts.world import ANA, BEN, ELSEWHERE, MARIA, MINUTE, NOW, World, run, world
from tests.desk.test_story import book
from warmline.contacts.errors import ContactError
from warmline.contacts.glances import Glances
from warmline.contacts.setting_back import Meanwhile
from warmline.desk.language import Language
from warmline.desk.wall_board import MOST_CHANGED, STALE, Board
from warmline.desk.wall_drawing import CARD, Drawings
from warmline.desk.wall_order import Order
from warmline.events.model import Event, Identifier


def board_of(one: World) -> Board:
    return Board(one.storage, Glances(one.whose, one.clock), one.talking.news, one.clock)


async def same_as_anew(one: World, board: Board) -> None:
    """What the board has is what is read by one that knows nothing yet."""
    kept, anew = await board.fresh(), await board_of(one).fresh()
    assert {name: card.glance for name, card in kept.cards.items()} == {
        name: card.glance for name, card in anew.cards.items()
    }


def introduced(number: int, country: str) -> Event:
    """Maria, as the company's CRM knows her."""
    return Event(
        source="crm",
        message_id=f"maria-{number}",
        type="customer.identified",
        occurred=NOW + number,
        identifiers=MARIA,
        properties={"traits": {"name": f"Maria {number}", "country": country}},
    )


async def something(one: World, chance: Random, name: str) -> None:
    """Whatever somebody may do with a contact."""
    by = chance.choice((ANA, BEN))
    match chance.randrange(7):
        case 0 | 1:
            await one.say(name, chance.choice(("bill", "person", "what?")))
        case 2:
            await one.takeover.take_over(by, name)
        case 3:
            await one.takeover.say(by, name, "Hello", str(chance.random()))
        case 4:
            await one.takeover.give_back(by, name)
        case 5:
            await one.takeover.put_back(by, name)
        case _ if chance.random() < 0.3:
            await one.talks.leave(name)


def test_what_was_committed_is_on_it(tmp_path: Path) -> None:
    async def talk() -> None:
        async with world(tmp_path) as one:
            board = board_of(one)
            begun = (await one.talks.begin("chat", language="en")).contact.name
            await one.say(begun, "bill")
            card = (await board.fresh()).cards[begun]
            assert card.glance.heard is not None
            assert card.glance.heard.text == "bill"
            assert card.glance.live.contact.owner.kind == "flow"
            await one.takeover.take_over(ANA, begun)
            assert (await board.fresh()).cards[begun].glance.live.owned_by == "Ana Reyes"
            await one.takeover.close(ANA, begun, "bill", solved=True)
            assert begun not in (await board.fresh()).cards

    run(talk)


@pytest.mark.parametrize("seed", range(6))
def test_after_whatever_people_do_it_is_as_if_read_anew(tmp_path: Path, seed: int) -> None:
    async def act() -> None:
        chance = Random(seed)
        async with world(tmp_path) as one:
            board = board_of(one)
            names = [(await one.talks.begin("chat", language="en")).contact.name for _ in range(4)]
            for _ in range(40):
                try:
                    await something(one, chance, chance.choice(names))
                except ContactError:
                    continue
                if chance.random() < 0.4:
                    await same_as_anew(one, board)
            await same_as_anew(one, board)

    run(act)


def test_only_what_has_changed_is_drawn_anew(tmp_path: Path) -> None:
    async def talk() -> None:
        async with world(tmp_path) as one:
            board = board_of(one)
            first, second = [(await one.talks.begin("chat", language="en")).contact.name for _ in range(2)]
            before = await board.fresh()
            await one.say(first, "bill")
            after = await board.fresh()
            assert after.revision > before.revision
            assert after.cards[first].revision == after.revision
            assert after.cards[second] is before.cards[second]
            assert await board.fresh() is after

    run(talk)


def test_who_it_is_is_looked_at_again_though_nothing_was_said(tmp_path: Path) -> None:
    async def wait() -> None:
        async with world(tmp_path) as one:
            await one.storage.run(lambda tx: one.ingest.append(tx, [introduced(1, "PH")], one.now))
            begun = (await one.talks.begin("chat", identifiers=MARIA, language="en")).contact.name
            board = board_of(one)
            card = (await board.fresh()).cards[begun]
            assert (card.glance.live.who, card.glance.known.country) == ("Maria 1", "PH")
            await one.storage.run(lambda tx: one.ingest.append(tx, [introduced(2, "TH")], one.now))
            one.pass_(STALE + 1)
            card = (await board.fresh()).cards[begun]
            assert (card.glance.live.who, card.glance.known.country) == ("Maria 2", "TH")

    run(wait)


def test_who_may_see_a_contact_is_known_at_once(tmp_path: Path) -> None:
    """The board may lag behind what is known of a customer; what decides who sees them may not."""

    async def move() -> None:
        async with world(tmp_path) as one:
            await one.storage.run(lambda tx: one.ingest.append(tx, [introduced(1, "TH")], one.now))
            begun = (await one.talks.begin("chat", identifiers=MARIA, language="en")).contact.name
            board = board_of(one)
            glance = (await board.fresh()).cards[begun].glance
            assert one.storage.read_now(lambda reader: board.glances.sees(reader, ELSEWHERE, glance))
            await one.storage.run(lambda tx: one.ingest.append(tx, [introduced(2, "PH")], one.now))
            glance = (await board.fresh()).cards[begun].glance
            assert glance.known.country == "TH"
            assert not one.storage.read_now(lambda reader: board.glances.sees(reader, ELSEWHERE, glance))

    run(move)


def test_it_waits_until_something_happens(tmp_path: Path) -> None:
    async def wait() -> None:
        async with world(tmp_path) as one:
            board = board_of(one)
            before = await board.fresh()
            assert await board.changed(before.revision, 0.01) is before
            begun = (await one.talks.begin("chat", language="en")).contact.name
            after = await board.changed(before.revision, 60)
            assert begun in after.cards

    run(wait)


def test_what_is_being_read_while_a_screen_begins_to_wait_wakes_it(tmp_path: Path) -> None:
    async def wait() -> None:
        async with world(tmp_path) as one:
            board = board_of(one)
            before = await board.fresh()
            begun = (await one.talks.begin("chat", language="en")).contact.name
            await asyncio.sleep(0)  # let the news arrive
            page = asyncio.create_task(board.fresh())
            await asyncio.sleep(0)  # it reads
            assert board.behind == 0 and board.view is before
            async with asyncio.timeout(30):
                after = await board.changed(before.revision, 3_600)
            assert begun in after.cards
            await page

    run(wait)


def test_after_a_restore_everything_is_read_anew(tmp_path: Path) -> None:
    async def restore() -> None:
        async with world(tmp_path) as one:
            board = board_of(one)
            begun = (await one.talks.begin("chat", language="en")).contact.name
            assert begun in (await board.fresh()).cards
            await one.storage.run(lambda tx: tx.run("DELETE FROM contact"))
            one.talking.forget()
            await one.talking.settle(Meanwhile([], []))
            await one.settled()
            assert (await board.fresh()).cards == {}

    run(restore)


def test_what_flows_said_in_between_does_not_hide_the_customer(tmp_path: Path) -> None:
    async def talk() -> None:
        async with world(tmp_path) as one:
            begun = (await one.talks.begin("chat", language="en")).contact.name
            await one.say(begun, "bill")
            one.pass_(MINUTE)
            await one.takeover.take_over(ANA, begun)
            for number in range(3):
                await one.takeover.say(ANA, begun, f"line {number}", f"k-{number}")
            glance = (await board_of(one).fresh()).cards[begun].glance
            assert glance.heard is not None
            assert glance.heard.text == "bill"
            assert glance.turns[-1].text == "line 2"

    run(talk)


def test_it_is_found_by_words_in_any_spelling(tmp_path: Path) -> None:
    async def talk() -> None:
        async with world(tmp_path) as one:
            known = Identifier("account", "7013550", True)
            begun = (await one.talks.begin("chat", identifiers=[known], language="en")).contact.name
            await one.say(begun, "Hóa đơn của TÔI")
            words = (await board_of(one).fresh()).cards[begun].words
            assert "hoa don cua toi" in words
            assert "7013550" in words

    run(talk)


def test_what_changes_while_nobody_looks_does_not_pile_up(tmp_path: Path) -> None:
    async def night() -> None:
        async with world(tmp_path) as one:
            board = board_of(one)
            begun = (await one.talks.begin("chat", language="en")).contact.name
            await board.fresh()
            for number in range(3 * MOST_CHANGED):
                one.talking.news.tell(f"c-{number}")
            await one.say(begun, "bill")
            await asyncio.sleep(0)  # let the news arrive
            assert board.behind <= MOST_CHANGED
            card = (await board.fresh()).cards[begun]
            assert card.glance.heard is not None
            assert card.glance.heard.text == "bill"
            await same_as_anew(one, board)

    run(night)


def test_what_was_drawn_is_kept_up_to_so_many_bytes(tmp_path: Path) -> None:
    async def draw() -> None:
        async with world(tmp_path) as one:
            board = board_of(one)
            for number in range(12):
                name = (await one.talks.begin("chat", language="en")).contact.name
                await one.say(name, f"bill {number}")
            view, flows = await board.fresh(), book()
            say = Language("en", "Asia/Manila", NOW)
            placed = Order().of(view, NOW)
            drawings = Drawings(most=10_000)
            first = [drawings.drawn(CARD, flows, ANA, say, one) for one in placed]
            assert 0 < drawings.bytes <= 10_000
            assert sum(len(one.html) for one in first) > 10_000, "more than is kept"
            assert [drawings.drawn(CARD, flows, ANA, say, one) for one in placed] == first
            assert drawings.bytes <= 10_000

    run(draw)
