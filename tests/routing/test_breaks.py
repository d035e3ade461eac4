"""After hard contacts in a row a break is offered, and thanks are remembered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.routing.conftest import House, Play
from warmline.routing.model import IN_A_ROW, break_is_due
from warmline.routing.repository import had
from warmline.routing.thanks import thanks


async def hard(house: House, contact: str, at: int) -> None:
    """Ana has a contact whose customer was upset before she came."""
    await house.happens(contact, "contact.signal", at, signal="frustration", number=1, score=80)
    await house.handled("ana", contact, at=at)


def offered(house: House) -> bool:
    who = house.staff["ana"].id
    return house.runtime.storage.read_now(lambda r: house.runtime.routing.offers_break(r, who))


def test_three_hard_contacts_in_a_row_and_a_break_is_offered(play: Play) -> None:
    async def scene(house: House) -> None:
        await house.hire("ana")
        await hard(house, "c-1", 1)
        await hard(house, "c-2", 3)
        assert not offered(house)
        await hard(house, "c-3", 5)
        assert offered(house)
        await house.handled("ana", "c-4", at=7)
        assert not offered(house), "an easy one ends the row"

    play(scene)


@pytest.mark.parametrize("answer", ["break", "not now"])
def test_once_answered_what_was_hard_does_not_count_any_more(play: Play, answer: str) -> None:
    async def scene(house: House) -> None:
        routing, ana = house.runtime.routing, await house.hire("ana")
        await routing.be(ana, "free")
        for number in range(1, 4):
            await hard(house, f"c-{number}", number * 2)
        assert offered(house)
        if answer == "break":
            await routing.be(ana, "break", "rest")
            assert not offered(house)
            await routing.be(ana, "free")
        else:
            await routing.decline_break(ana)
        assert not offered(house)

    play(scene)


def test_a_signal_that_was_wrong_makes_nothing_hard(play: Play) -> None:
    async def scene(house: House) -> None:
        await house.hire("ana")
        for number in range(1, 4):
            await hard(house, f"c-{number}", number * 2)
        await house.happens("c-2", "contact.signal_wrong", 9, signal="frustration", number=1, by="staff:1")
        assert not offered(house)
        told = {"signal": "frustration", "number": 1, "by": "staff:1", "wrong": False}
        await house.happens("c-2", "contact.signal_wrong", 10, **told)
        assert offered(house), "it was not wrong after all"

    play(scene)


def test_other_signals_are_not_hard(play: Play) -> None:
    async def scene(house: House) -> None:
        await house.hire("ana")
        for number in range(1, 4):
            await house.happens(f"c-{number}", "contact.signal", number, signal="buying", number=1, score=90)
            await house.handled("ana", f"c-{number}", at=number)
        assert not offered(house)

    play(scene)


def test_thanks_and_ratings_go_to_who_had_the_contact(play: Play) -> None:
    async def scene(house: House) -> None:
        ana, ben = await house.hire("ana"), await house.hire("ben")
        await house.happens("c-1", "contact.turn", 0, by="customer", text="thank you")
        for at, who in ((1, "ana"), (2, "ben")):
            staff = f"staff:{house.staff[who].id}"
            await house.happens("c-1", "contact.joined", at, participant=staff)
            if who == "ben":
                await house.happens("c-1", "contact.turn", 2, by="agent", text="thank you for waiting")
                await house.happens("c-1", "contact.turn", 3, by="customer", text="Salamat po, Ben!")
            await house.happens("c-1", "contact.left", 4, participant=staff)
        await house.happens("c-1", "contact.rated", 5, score=5, of=5)
        read = house.runtime.storage.read_now
        of_ana = read(lambda r: had(r, ana.id, 0, 1 << 62))
        of_ben = read(lambda r: had(r, ben.id, 0, 1 << 62))
        assert [(one.thanked > 0, one.score) for one in of_ana] == [(False, 0)]
        assert [(one.thanked, one.score, one.best) for one in of_ben] == [(6, 5, 5)]

    play(scene)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you so much!",
        "ok THANKS",
        "thx!!",
        "That is much appreciated.",
        "Maraming salamat po",
        "Cảm ơn bạn nhiều nhé",
        "cam on em",
        "ขอบคุณมากค่ะ",
        "谢谢你的帮助",
        "非常感謝",
    ],
)
def test_thanks_in_six_languages(text: str) -> None:
    assert thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "No, thanks.",
        "no thank you",
        "Thanks for nothing",
        "not yet",
        "the thankless job",
        "Hindi na, salamat",
        "不用了,谢谢",
        "Không, cảm ơn",
        "",
    ],
)
def test_what_only_seems_to_thank(text: str) -> None:
    assert not thanks(text)


@given(st.lists(st.booleans(), max_size=8))
def test_a_break_is_due_exactly_after_a_row_of_hard_ones(contacts: list[bool]) -> None:
    row = 0
    for one in contacts:
        if not one:
            break
        row += 1
    assert break_is_due(contacts) == (row >= IN_A_ROW)
