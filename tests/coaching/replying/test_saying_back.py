"""What a customer said is said back in their own words, in every language, so that the coach hears it acknowledged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.coaching.acknowledging.judging import acknowledged
from warmline.coaching.replying.model import Part
from warmline.coaching.replying.saying_back import LONGEST, calm, said_back, turned
from warmline.coaching.replying.suggesting import MOST, Sayable, suggested
from warmline.coaching.replying.telling import Ground
from warmline.coaching.replying.words import FOLDER, words_of

LANGUAGES = ("en", "fil", "th", "vi", "zh-Hans", "zh-Hant")
SAID = [
    ("en", "Hi! I was charged twice for roaming and nobody told me.", "you were charged twice"),
    ("en", "My internet has been down for three days.", "your internet has been down for three days"),
    ("en", "I told you twice that your technician did not come.", "you told us twice that our technician"),
    ("fil", "Dalawang beses akong siningil sa isang buwan.", "dalawang beses kayong siningil"),
    ("fil", "Tatlong araw na kaming walang internet.", "tatlong araw na kayong walang internet"),
    ("vi", "Tôi bị trừ tiền hai lần trong cùng một tháng.", "quý khách bị trừ tiền hai lần"),
    ("th", "ผมโดนหักเงินสองครั้งครับ", "คุณโดนหักเงินสองครั้ง"),
    ("zh-Hans", "同一个月扣了我两次钱。", "扣了您两次钱"),
    ("zh-Hant", "約好今天來裝機，我等了一整天沒人。", "您等了一整天沒人"),
]


@pytest.mark.parametrize(("language", "text", "back"), SAID)
def test_who_speaks_and_who_is_spoken_to_change_places(language: str, text: str, back: str) -> None:
    reply = said_back([text], language)
    assert back in reply
    assert acknowledged([text], reply, language).level == "specific"


def test_who_shouts_is_not_shouted_at() -> None:
    assert "“Why was I charged twice for roaming?”" in said_back(
        ["WHY WAS I CHARGED TWICE FOR ROAMING?!"], "en"
    )
    assert "your SIM was charged twice" in said_back(["My SIM was charged twice."], "en")
    assert calm("MY SIM") == "MY SIM"


def test_there_are_words_for_every_language_of_the_desk() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.toml")) == sorted(LANGUAGES)
    for language in LANGUAGES:
        words = words_of(language)
        assert words is not None
        assert "{said}" in words.sorry and "{said}" in words.quote
    assert words_of("zh-TW") == words_of("zh-Hant")
    assert words_of("en-GB") == words_of("en")
    assert words_of("de") is None
    assert words_of("../en") is None


def test_a_question_and_a_demand_are_quoted_and_not_regretted() -> None:
    assert said_back(["Why was I charged twice?"], "en") == "You write: “Why was I charged twice?”"
    assert "“Refund what you charged twice”" in said_back(["Refund what you charged twice"], "en")
    assert "sorry" not in said_back(["Why was I charged twice?"], "en")


def test_the_most_telling_sentence_is_said_back() -> None:
    text = "Good morning. I have a question about my bill. I was charged twice! Thanks"
    assert said_back([text], "en") == "I am sorry that you were charged twice."
    assert said_back(["Hello", "I was charged twice.", "Are you there?"], "en").endswith("charged twice.")


@pytest.mark.parametrize("text", ["", "hello", "thanks a lot", "1", "ok?"])
def test_what_tells_nothing_is_not_said_back(text: str) -> None:
    assert said_back([text], "en") == ""
    assert suggested([text], "en", Sayable()) == []


@given(st.text(max_size=600), st.sampled_from([*LANGUAGES, "de", ""]))
def test_any_text_gets_a_reply_of_a_bounded_length_or_none(text: str, language: str) -> None:
    reply = said_back([text], language)
    assert len(reply) <= 3 * LONGEST
    assert "{" not in reply.replace("{", "", text.count("{"))


@given(st.lists(st.sampled_from(["i", "you", "my", "your", "router", "charged"]), max_size=12))
def test_every_word_stays_in_its_place(words: list[str]) -> None:
    english = words_of("en")
    assert english is not None
    kept = [word for word in turned(" ".join(words), english).split() if word in ("router", "charged")]
    assert kept == [word for word in words if word in ("router", "charged")]


def test_facts_and_steps_follow_what_was_said_and_each_part_says_where_it_is_from() -> None:
    known = (
        Ground(Part("advice", "The network is down.", "outage-status")),
        Ground(Part("fact", "It is back by noon.", "network", 1), Part("step", "We write to you then.")),
    )
    steps = (Part("offer", "We take 100 pesos off.", "credit"),)
    found = suggested(["My internet is down"], "en", Sayable(known, steps))
    assert [[part.comes for part in one.parts] for one in found] == [
        ["words", "advice", "offer"],
        ["words", "fact", "step"],
        ["words"],
    ]
    assert found[0].text.endswith("The network is down. We take 100 pesos off.")
    assert len(suggested(["My internet is down"], "en", Sayable(known * 5, steps))) == MOST
    assert [part.comes for part in suggested(["hello"], "en", Sayable((), steps))[0].parts] == ["offer"]
