"""Entries of word lists find what they say, in whatever spelling; odd texts and entries break nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.coaching.lexicon import Lexicon, apart, built_in
from warmline.coaching.patterns import BadEntry, Pattern
from warmline.coaching.plain import is_accented, plain

LEXICONS = {
    tag: Lexicon(built_in(), tag) for tag in ("en", "zh-Hans", "zh-Hant", "th", "vi", "fil", "de", "")
}


def fits(entry: str, text: str) -> bool:
    accented = is_accented(text)
    pattern = Pattern(entry, {"time": ("hours", "days")})
    return pattern.search(plain(text, accents=accented), accented=accented) is not None


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("fed up", "I'm FED   up!!"),
        ("told you", "I've toooold you"),
        ("dont listen", "you don’t listen"),
        ("(been|am) waiting * {time}", "i have been waiting for two DAYS now"),
        ("so (very|) slow", "so slow"),
        ("frustrat~", "how frustrating"),
        ("^ agent ^", "Agent!"),
        ("((no|not one) person|nobody) answers", "not one person answers"),
        ("quá tệ", "dịch vụ QUÁ TỆ"),
        ("quá tệ", "dich vu qua te"),
        ("hủy gói", "tôi muốn huỷ gói"),
        ("等了*天", "我已經等了足足三天"),
        ("ช้า*มาก", "ช้า โคตรๆ มากกกก"),
        ("wifi*没", "我的WiFi還是沒有"),
        ("😡", "really 😡😡"),
    ],
)
def test_an_entry_finds(entry: str, text: str) -> None:
    assert fits(entry, text)


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("fed up", "the cat was fed upstairs"),
        ("fed up", "it was fed. Up we go"),
        ("waiting * {time}", "waiting. It takes two days"),
        ("^ agent ^", "the agent was nice"),
        ("chán", "bàn chân"),
        ("chán", "chan"),
        ("quá tệ", "quả tê"),
        ("等了*天", "等了。今天好了"),
    ],
)
def test_an_entry_passes_over(entry: str, text: str) -> None:
    assert not fits(entry, text)


def test_what_stood_in_a_gap_is_left_out() -> None:
    found = Pattern("nobody * answers", {}).search(plain("Nobody of Ana's people answers", accents=False))
    assert found is not None
    assert found.words == "nobody … answers"


@pytest.mark.parametrize("entry", ["", "*", "(a|)", "(a", "a)", "{none} a", "{", "(a|b"])
def test_an_entry_that_cannot_be_read_is_refused(entry: str) -> None:
    with pytest.raises(BadEntry):
        Pattern(entry, {})


@given(st.text(alphabet="ab(|) {}*~^็ก等", max_size=16))
def test_any_entry_is_read_or_refused(entry: str) -> None:
    try:
        pattern = Pattern(entry, {"a": ("a",)})
    except BadEntry:
        return
    pattern.search(plain("a b ab ก 等", accents=False))


@given(st.text(max_size=200), st.sampled_from(sorted(LEXICONS)))
def test_any_text_is_looked_through(text: str, language: str) -> None:
    hits = LEXICONS[language].find(text)
    assert apart(hits) == hits
    assert all(hit.start < hit.end for hit in hits)


@given(st.text(max_size=60))
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    once = plain(text, accents=False)
    assert plain(once, accents=False) == once


def test_both_forms_of_chinese_share_a_list_and_english_is_within_all() -> None:
    assert LEXICONS["zh-Hant"].find("氣死我了") == LEXICONS["zh-Hans"].find("气死我了") != []
    assert {hit.list for hit in LEXICONS["th"].find("this is ridiculous")} == {"frustration"}
    assert {hit.list for hit in LEXICONS["en"].find("แย่มาก")} == {"frustration"}
