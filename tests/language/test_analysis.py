"""Index terms: what is spelt in several ways becomes one, whatever the script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.language.analysis import LONGEST, fold, is_word, joined, parts, terms
from warmline.language.fillers import without_fillers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Why is it SO high?", ["why", "is", "it", "so", "high"]),
        ("Hóa đơn", ["hoa", "don"]),
        ("HOA DON", ["hoa", "don"]),
        ("niño, Straße", ["nino", "strasse"]),
        ("５ＧＢ ﬁbre", ["5gb", "fibre"]),
        ("帳單", ["帐", "单", "帐单"]),
        ("账单", ["账", "单", "账单"]),
        ("eSIM卡", ["esim", "卡"]),
        ("บิลแพง", ["บิล", "ลแพ", "แพง"]),
        ("ซิม", ["ซิม"]),
        ("🎉 !? *#06#", ["06"]),
        ("", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("網路訊號恢復", "网路讯号恢复"),
        ("ค่าโทร", "คาโทร"),
        ("ชำระ", "ชําระ"),
        ("Nạp tiền", "nap tien"),
        ("Nạp tiền", "Nạp tiền"),
        ("Wi‑Fi", "wi fi"),
    ],
)
def test_spellings_of_one_thing_have_the_same_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other)


def test_a_two_character_word_is_found_inside_of_a_longer_one() -> None:
    assert "漫游" in terms("国际漫游资费")


def test_vietnamese_has_pairs_of_syllables_beside_the_syllables() -> None:
    assert terms("hủy hợp đồng, ngay", "vi") == ["huy", "hop", "huy_hop", "dong", "hop_dong", "ngay"]
    assert parts("hop_dong") == ("hop", "dong")
    assert parts("账单") == ("账", "单")
    assert parts("plan") == ()


def test_words_with_hyphens_are_also_one_word() -> None:
    assert joined("Wi-Fi or pre-paid e-wallet") == ["wifi", "prepaid", "ewallet"]


@given(st.text(max_size=300))
def test_any_text_has_terms_that_can_be_indexed(text: str) -> None:
    for language in ("", "vi"):
        for term in terms(text, language):
            assert term
            assert not any(character.isspace() for character in term)
            assert len(term) <= 2 * LONGEST + 1


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd", "Zs"]), max_size=100))
def test_case_makes_no_difference(text: str) -> None:
    assert terms(text.upper().lower()) == terms(text.upper())


def test_only_words_of_letters_can_be_mistyped() -> None:
    assert is_word("roaming")
    assert not is_word("账单")
    assert not is_word("ซิม")
    assert not is_word("5gb")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Hi, can you please tell me about roaming?", "en", "roaming"),
        ("请问怎么充值", "zh-Hans", "充值"),
        ("請問怎麼儲值", "zh-Hant", "储值"),
        ("Cho tôi hỏi về hợp đồng", "vi", "hop dong"),
        ("Paano po mag-load?", "fil", "mag-load"),
        ("what is this about", "en", "what is this about"),
        ("ona to powiedziała", "pl", "ona to powiedziała"),
    ],
)
def test_what_stands_around_a_question_is_left_out(text: str, language: str, expected: str) -> None:
    assert without_fillers(text, language).split() == expected.split()
