"""What names somebody does not leave the house, and is back in its place afterwards."""

from hypothesis import given
from hypothesis import strategies as st

from warmline.coaching.replying.veil import Veil

PIECES = st.sampled_from(
    (
        *("Maria", "Maria Santos", "call me", "+63 917 555 0101", "7013550", "maria@mail.example", "1,290"),
        *("twice", "https://isla.example/x?id=7", "4111 1111 1111 1111", "3 days", "\n", "Marianas"),
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


@given(st.lists(PIECES, max_size=12))
def test_nothing_that_names_anybody_is_left_and_everything_comes_back(pieces: list[str]) -> None:
    text, veil = " ".join(pieces), Veil(["Maria Santos"])
    drawn = veil.drawn(text)
    for secret in ("Maria ", "917 555", "7013550", "@mail", "isla.example", "4111 1111"):
        assert secret not in drawn + " "
    assert veil.lifted(drawn) == text
