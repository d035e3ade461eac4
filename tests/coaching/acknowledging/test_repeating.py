"""What a customer says again is noticed while the agent is at the solution, and not before."""

import pytest

from warmline.coaching.acknowledging.repeating import said_again
from warmline.coaching.acknowledging.unanswered import unanswered
from warmline.contacts.model import By, Turn


def turns(*said: tuple[By, str], language: str = "en") -> list[Turn]:
    return [
        Turn(number=number, at=number, by=by, text=text, language=language)
        for number, (by, text) in enumerate(said, 1)
    ]


TWICE: tuple[By, str] = ("customer", "I was charged twice for roaming")
STEPS: tuple[By, str] = ("agent", "Please restart the phone and try again.")


@pytest.mark.parametrize("again", ["But you charged me twice!", "I already told you"])
def test_the_same_again_behind_a_solution_is_noticed_at_once(again: str) -> None:
    found = said_again(turns(TWICE, STEPS, ("customer", again)))
    assert found is not None
    assert (found.turn, found.before) == (3, 1)
    assert "twice" in found.phrase


def test_what_they_name_now_is_told_and_not_what_stands_nearest() -> None:
    named: tuple[By, str] = ("agent", "You were charged twice, I see. I am looking at it now.")
    person: tuple[By, str] = ("customer", "agent")
    found = said_again(turns(TWICE, person, named, ("customer", "thanks. but I said charged twice")))
    assert found is not None
    assert found.phrase == "charged twice"


@pytest.mark.parametrize(
    "said",
    [
        (TWICE, STEPS, ("customer", "ok, thank you")),
        (TWICE, STEPS, ("customer", "My parcel has not arrived either")),
        (TWICE, ("customer", "You charged me twice!")),
        (TWICE, ("flow", "Press 1 for your bill."), ("customer", "You charged me twice!")),
        (TWICE, ("agent", "Oh no."), ("customer", "You charged me twice!")),
    ],
)
def test_what_is_new_or_not_yet_answered_is_no_alarm(said: tuple[tuple[By, str], ...]) -> None:
    assert said_again(turns(*said)) is None


def test_the_alarm_ends_when_what_was_said_is_named() -> None:
    again: list[tuple[By, str]] = [TWICE, STEPS, ("customer", "You charged me twice!")]
    assert said_again(turns(*again, ("agent", "Sorry for the inconvenience."))) is not None
    named: tuple[By, str] = ("agent", "You are right, and I am sorry: you were charged twice.")
    assert said_again(turns(*again, named)) is None


@pytest.mark.parametrize(
    ("language", "first", "solution", "again"),
    [
        ("zh-Hans", "我的网断了三天", "请您重启路由器。", "我说了网断了三天！"),
        ("zh-Hant", "我的網路斷了三天", "請您重啟數據機。", "就是斷網三天了啊"),
        ("th", "เน็ตใช้ไม่ได้มาสามวันแล้ว", "รบกวนลองรีสตาร์ทเราเตอร์ค่ะ", "บอกแล้วว่าเน็ตใช้ไม่ได้"),
        (
            "vi",
            "Mạng nhà tôi mất mạng ba ngày",
            "Anh vui lòng khởi động lại modem.",
            "Tôi nói rồi, mất mạng ba ngày",
        ),
        (
            "fil",
            "Tatlong araw na kaming walang internet",
            "Paki-restart po ang modem.",
            "Walang internet nga po!",
        ),
    ],
)
def test_it_is_noticed_in_every_language(language: str, first: str, solution: str, again: str) -> None:
    said: tuple[tuple[By, str], ...] = (("customer", first), ("agent", solution), ("customer", again))
    assert said_again(turns(*said, language=language)) is not None


def test_a_plain_wish_asks_for_no_acknowledgement() -> None:
    assert unanswered(turns(("customer", "Hello, which plans do you have?"))) is None
    waiting = unanswered(turns(TWICE))
    assert waiting is not None and waiting.turn == 1 and waiting.language == "en"


def test_what_has_been_named_is_answered() -> None:
    named: tuple[By, str] = ("agent", "I am sorry that you were charged twice.")
    assert unanswered(turns(TWICE, named, ("customer", "Thank you"))) is None
    generic: tuple[By, str] = ("agent", "Sorry for the inconvenience.")
    waiting = unanswered(turns(TWICE, generic, ("customer", "So?")))
    assert waiting is not None and waiting.texts == (TWICE[1], "So?")
