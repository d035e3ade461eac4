"""Replies are judged as people judge them, whatever was said and however long it is."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from warmline.coaching.acknowledging.evaluating import Example, examples
from warmline.coaching.acknowledging.judging import acknowledged
from warmline.coaching.acknowledging.said import said
from warmline.coaching.acknowledging.words import LONGEST, known, languages, read, words_of

PAIRS = list(
    examples((Path(__file__).parents[3] / "training" / "replies-8.csv").read_text("utf-8").splitlines())
)
TWICE = "Hi, I was charged twice for roaming this month and nobody told me."


@pytest.mark.parametrize("pair", PAIRS, ids=lambda one: f"{one.language}-{one.line}")
def test_a_reply_is_judged_as_people_judge_it(pair: Example) -> None:
    assert acknowledged([pair.customer], pair.reply, pair.language).level == pair.label


def test_every_language_has_pairs_of_each_level() -> None:
    told = {(one.language.partition("-")[0], one.label) for one in PAIRS}
    assert told == {(tag, level) for tag in languages() for level in ("none", "generic", "specific")}


def test_what_is_missing_is_named_in_the_words_of_the_customer() -> None:
    judgement = acknowledged([TWICE], "Please send me your account number.", "en")
    assert judgement.missing[0] == "charged twice"
    assert judgement.solves and not judgement.named and judgement.where is None


def test_what_is_acknowledged_is_named_and_found_in_the_reply() -> None:
    reply = "Oh no. You were charged twice, and that is not right. I will refund one."
    judgement = acknowledged([TWICE], reply, "en")
    assert judgement.named == ("charged twice",)
    assert judgement.where is not None
    assert reply[slice(*judgement.where)].startswith("You were charged twice")
    assert not judgement.solution_first


def test_an_acknowledgement_behind_the_solution_counts_and_is_told_apart() -> None:
    judgement = acknowledged([TWICE], "I will refund it today. Sorry that you were billed double.", "en")
    assert judgement.level == "specific" and judgement.solution_first


@pytest.mark.parametrize(
    ("reply", "late"),
    [
        ("You were charged twice for roaming, and nobody told you.\n\nI will refund one.", False),
        ("Thank you for your letter.\n\nYou were charged twice, I see that. I will refund one.", True),
    ],
)
def test_a_letter_names_what_was_said_in_its_first_paragraph(reply: str, late: bool) -> None:
    judgement = acknowledged([TWICE], reply, "en", long_form=True)
    assert judgement.level == "specific"
    assert judgement.opens is not late
    assert judgement.solution_first is late


def test_vietnamese_without_accents_is_understood() -> None:
    told = "toi bi tru tien hai lan, goi 3 lan roi ma khong ai tra loi"
    reply = "Em xin lỗi anh vì bị trừ tiền hai lần. Em kiểm tra ngay ạ."
    assert acknowledged([told], reply, "vi").level == "specific"
    assert acknowledged([told], "em xin loi vi su bat tien nay", "vi").level == "generic"


def test_what_was_said_is_as_it_was_written() -> None:
    told = "Nhà tôi MẤT MẠNG ba ngày rồi"
    points = said(told, "vi")
    assert [told[one.start : one.end] for one in points] == [one.phrase for one in points]
    assert points[0].phrase == "MẤT MẠNG"


def test_a_language_without_words_is_told_and_not_guessed() -> None:
    assert not known("de") and known("zh-Hant") and known("tl")
    with pytest.raises(KeyError):
        acknowledged(["Das Netz geht nicht"], "Tut mir leid", "de")


@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(languages()))
@example("İ" * 20 + " ﬁ", "ﷺ no ½", "en")
@example("e\u0301 กำ ำ้ ", "ไม่\u200b", "th")
def test_whatever_is_written_has_a_judgement_within_its_text(told: str, reply: str, language: str) -> None:
    judgement = acknowledged([told], reply, language)
    assert (judgement.level == "none") == (judgement.where is None)
    if judgement.where is not None:
        assert 0 <= judgement.where[0] < judgement.where[1] <= len(reply)
    for point in said(told, language):
        assert 0 <= point.start < point.end <= len(told)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("character", ["ﷺ", "ﷺ ", "½", "a", "好，"])
def test_however_long_a_text_becomes_when_it_is_folded_as_much_of_it_is_compared(
    character: str, language: str
) -> None:
    text = "Sorry. " + character * LONGEST
    plain, _ = read(text, language)
    assert len(plain.text) <= LONGEST and len(plain.places) == len(plain.text) + 1
    assert 0 < plain.place(0, len(plain.text))[1] <= LONGEST
    judgement = acknowledged([text], text, language)
    assert judgement.where is None or judgement.where[1] <= LONGEST


@pytest.mark.parametrize("language", languages())
def test_the_words_of_every_language_cover_what_those_of_english_do(language: str) -> None:
    words, english = words_of(language, False), words_of("en", False)
    assert set(words.problems) == set(english.problems)
    assert set(words.topics) >= set(english.topics) - {"queue", "location", "tv"}
    assert len(words.numbers) >= 9
