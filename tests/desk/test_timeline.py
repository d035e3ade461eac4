"""The timeline of a customer: the steps of a contact are one line, and nothing is lost of them."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from warmline.desk.feed import Row
from warmline.desk.language import Language
from warmline.desk.timeline import by_day, page_of

NOON = 1_770_000_000_000_000
TYPES = ("contact.step", "contact.menu", "contact.did", "invoice.issued")
SAY = Language("en", "Asia/Manila", NOON)


def row(seq: int, type: str, contact: str = "c-1") -> Row:
    """An event; those with lower numbers are older."""
    return Row(
        seq=seq,
        id=f"e-{seq}",
        type=type,
        group="care",
        tone="",
        source="self-service",
        channel="chat",
        occurred=NOON + seq,
        text=type,
        contact=contact,
    )


def lines(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The number of each line, and how many steps it holds."""
    return [(line.row.seq, len(line.steps)) for _, day in by_day(rows, SAY) for line in day]


def test_the_steps_of_a_contact_are_one_line_where_the_latest_stands() -> None:
    told = [
        row(6, "contact.ended"),
        row(5, "contact.step"),
        row(4, "contact.did"),
        row(3, "contact.menu"),
        row(2, "contact.step", "c-2"),
        row(1, "contact.step"),
    ]
    assert lines(told) == [(6, 0), (5, 3), (4, 0), (2, 0)]


def test_steps_of_no_contact_stand_alone() -> None:
    assert lines([row(2, "contact.step", ""), row(1, "contact.step", "")]) == [(2, 0), (1, 0)]


@given(
    st.lists(st.tuples(st.sampled_from(TYPES), st.sampled_from(("", "c-1", "c-2"))), max_size=40),
    st.integers(1, 8),
)
def test_page_after_page_shows_each_event_once(events: list[tuple[str, str]], most: int) -> None:
    rows = [row(-number, type, contact) for number, (type, contact) in enumerate(events)]
    seen: list[int] = []
    rest = rows
    while rest:
        count = page_of(rest, most)
        assert count > 0
        page, rest = rest[:count], rest[count:]
        shown = [line for _, day in by_day(page, SAY) for line in day]
        assert len(shown) <= most
        seen += [one.seq for line in shown for one in (line.steps or [line.row])]
    assert sorted(seen, reverse=True) == [one.seq for one in rows]
