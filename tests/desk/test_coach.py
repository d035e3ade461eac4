"""The coach beside the composer, without a browser: what it hints at, what comes of it, who may ask."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.desk.conftest import Visitor
from tests.desk.wall import Chatter, serving
from tests.server import Server

Visit = Callable[[str], Visitor]
STEPS = "Please restart your phone."
NAMED = "You were charged twice, and I am sorry. I will refund one of them."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    letters = "letters: {title: Write to us, long_form: true}"
    with serving(tmp_path_factory.mktemp("coach"), website=letters) as server:
        yield server


@pytest.fixture
def taken(desk: Server, visit: Visit) -> Iterator[Chatter]:
    """A contact that Ana has, in which the customer has said what went wrong."""
    chat = Chatter.begin(desk.url)
    visit("ana").post(f"/contacts/{chat.contact}/take", {})
    chat.give("said", text="I was charged <b>twice</b> for roaming and nobody told me")
    yield chat
    chat.client.close()


@pytest.fixture
def letter(desk: Server, visit: Visit) -> Iterator[Chatter]:
    """A contact that Ana has, in which the customer has written as in a letter."""
    chat = Chatter.begin(desk.url, website="letters")
    visit("ana").post(f"/contacts/{chat.contact}/take", {})
    yield chat
    chat.client.close()


def hint(who: Visitor, chat: Chatter, text: str) -> str:
    answer = who.post(f"/contacts/{chat.contact}/hint", {"text": text})
    assert answer.status_code == 200
    return answer.text


def came(desk: Server, chat: Chatter) -> list[str]:
    """What came of the hints in a contact."""
    with closing(sqlite3.connect(desk.data / "warmline.db")) as database:
        rows = database.execute("SELECT came FROM coach_hint WHERE contact = ?", (chat.contact,)).fetchall()
    return [row[0] for row in rows]


def test_a_hint_names_what_is_missing_and_comes_once(desk: Server, visit: Visit, taken: Chatter) -> None:
    ana = visit("ana")
    assert hint(ana, taken, "").strip() == ""
    assert hint(ana, taken, "Hello").strip() == ""  # it may still come
    assert came(desk, taken) == []
    told = hint(ana, taken, STEPS)
    assert "You have not mentioned" in told and "nobody told me" in told
    assert "<b>" not in told
    assert "This would fit everybody." in hint(ana, taken, "Sorry for the inconvenience. " + STEPS)
    assert came(desk, taken) == ["shown"]


def test_what_is_acknowledged_is_told_and_counts_as_followed(
    desk: Server, visit: Visit, taken: Chatter
) -> None:
    ana = visit("ana")
    hint(ana, taken, STEPS)
    assert "acknowledged" in hint(ana, taken, NAMED)
    assert ana.post(f"/contacts/{taken.contact}/say", {"text": NAMED}).status_code == 303
    assert came(desk, taken) == ["followed"]
    assert hint(ana, taken, STEPS).strip() == ""  # it has been named


def test_a_hint_blocks_nothing(desk: Server, visit: Visit, taken: Chatter) -> None:
    ana = visit("ana")
    hint(ana, taken, STEPS)
    assert ana.post(f"/contacts/{taken.contact}/say", {"text": STEPS}).status_code == 303
    assert [one["text"] for one in taken.turns() if one["by"] == "agent"] == [STEPS]
    assert came(desk, taken) == ["passed_over"]


def test_a_hint_that_was_put_away_stays_away(desk: Server, visit: Visit, taken: Chatter) -> None:
    ana = visit("ana")
    turn = hint(ana, taken, STEPS).partition('data-turn="')[2].partition('"')[0]
    assert ana.post(f"/contacts/{taken.contact}/hint/dismiss", {"turn": turn}).status_code == 200
    assert hint(ana, taken, STEPS).strip() == ""
    assert came(desk, taken) == ["dismissed"]


def test_what_is_said_again_stands_above_the_story_until_it_is_named(visit: Visit, taken: Chatter) -> None:
    ana = visit("ana")
    ana.post(f"/contacts/{taken.contact}/say", {"text": STEPS})
    page = f"/contacts/{taken.contact}"
    assert "They say it again" not in ana.get(page).text
    taken.give("said", text="But nobody told me, and you charged it twice!")
    assert "They say it again" in ana.get(page).text
    ana.post(f"/contacts/{taken.contact}/say", {"text": NAMED})
    assert "They say it again" not in ana.get(page).text


def test_a_letter_says_back_what_was_asked_in_its_first_paragraph(visit: Visit, letter: Chatter) -> None:
    ana = visit("ana")
    letter.give("said", text="I was charged twice for roaming and nobody told me")
    late = f"Thank you for writing to us.\r\n\r\n{NAMED}"
    assert "it belongs in the first paragraph" in hint(ana, letter, late)
    in_time = hint(ana, letter, NAMED.replace(". I", ".\r\n\r\nI"))
    assert "acknowledged" in in_time and "paragraph" not in in_time


def test_a_letter_says_back_a_plain_question_and_a_chat_need_not(
    desk: Server, visit: Visit, letter: Chatter
) -> None:
    ana = visit("ana")
    question, answer = "Which papers do I need to move my number?", "Please bring your passport."
    letter.give("said", text=question)
    assert "You have not mentioned" in hint(ana, letter, answer)
    assert "acknowledged" in hint(ana, letter, f"You ask which papers you need for your number.\n\n{answer}")
    chat = Chatter.begin(desk.url)
    ana.post(f"/contacts/{chat.contact}/take", {})
    chat.give("said", text=question)
    assert hint(ana, chat, answer).strip() == ""
    chat.client.close()


def test_in_a_chat_a_later_paragraph_will_do(visit: Visit, taken: Chatter) -> None:
    assert "paragraph" not in hint(visit("ana"), taken, f"Thank you for telling me.\n\n{NAMED}")


def test_who_may_not_see_the_customer_is_told_nothing(visit: Visit, taken: Chatter) -> None:
    user = Chatter.begin(str(taken.client.base_url), "u-maria")
    visit("ana").post(f"/contacts/{user.contact}/take", {})
    user.give("said", text="I was charged twice and nobody told me")
    answer = visit("thai").post(f"/contacts/{user.contact}/hint", {"text": STEPS})
    assert answer.status_code == 404
    assert "nobody told me" not in answer.text
    user.client.close()
