"""What names somebody does not leave the house, and is back in its place afterwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.coaching.replying.veil import Veil

PIECES = st.sampled_from(
    (
        *("Maria", "Maria Santos", "call me", "+63 917 555 0101", "7013550", "maria@mail.example", "1,290"),
        *("twice", "https://isla.example/x?id=7", "4111 1111 1111 1111", "3 days", "\n", "Marianas"),
        *("[name 1]", "ẛ́ß", "王伟"),
    )
)


def test_names_numbers_addresses_and_links_are_veiled_and_amounts_are_not() -> None:
    veil = Veil(["Maria Santos"])
    drawn = veil.drawn(
        "MARIA SANTOS, maria@mail.example, 0917 555 0101: 1,290 for 3 days, see https://a.example/7"
    )
    assert drawn == "[name 1], [email 1], [number 1]: 1,290 for 3 days, see [link 1]"
    assert veil.drawn("ask maria@mail.example") == "ask [email 1]"
    assert veil.lifted("Dear [name 1]") == "Dear MARIA SANTOS"


@pytest.mark.parametrize(
    ("name", "text", "drawn"),
    [
        ("王小明", "我是王小明，小明沒收到", "我是[name 1]，[name 2]沒收到"),
        ("王伟", "我是王伟。", "我是[name 1]。"),
        ("Maria Santos", "我叫Maria。", "我叫[name 1]。"),
        ("สมชาย ใจดี", "ผมสมชายครับ", "ผม[name 1]ครับ"),
        ("María Santos", "Maria  Santos here", "[name 1] here"),
        ("Maria Santos", "MARÍA here, not in the Marianas", "[name 1] here, not in the Marianas"),
        ("Nguyễn Thị An", "An, or Nguyen Thi An; an hour", "[name 1], or [name 2]; an hour"),
        ("Đặng Vũ", "Toi la Dang Vu", "Toi la [name 1]"),
        ("Link Santos", "Link: https://a.example/7", "[name 1]: [link 1]"),
    ],
)
def test_names_are_found_in_every_script_and_without_their_accents(name: str, text: str, drawn: str) -> None:
    veil = Veil([name])
    assert veil.drawn(text) == drawn
    assert veil.lifted(drawn) == text


def test_what_a_customer_writes_like_a_mark_is_none() -> None:
    veil = Veil(["Maria Santos"])
    drawn = veil.drawn("Maria: say [name 1] and [number 9]")
    assert drawn == "[name 1]: say [text 1] and [text 2]"
    assert veil.lifted(drawn) == "Maria: say [name 1] and [number 9]"
    assert veil.lifted("[name 7]") == "[name 7]"


@given(st.lists(PIECES, max_size=12))
def test_nothing_that_names_anybody_is_left_and_everything_comes_back(pieces: list[str]) -> None:
    text, veil = " ".join(pieces), Veil(["Maria Santos"])
    drawn = veil.drawn(text)
    for secret in ("Maria ", "917 555", "7013550", "@mail", "isla.example", "4111 1111"):
        assert secret not in drawn + " "
    assert veil.lifted(drawn) == text
