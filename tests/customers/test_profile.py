"""The profile: every way of folding, at any moment, from events in any order."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.customers.world import BUSINESS, DAY, NOW, World, event, world
from warmline.business.model import Business, Disclosure, Field
from warmline.customers.profile import Shape
from warmline.customers.rebuild import rebuild, refresh


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as one:
        yield one


def test_counts_in_a_window_move_with_the_clock(made: World) -> None:
    made.take(*(event(n, ids=["account:1"], occurred=NOW - n * DAY) for n in range(10)))
    assert made.field("account", "1", "notes") == 10
    assert made.field("account", "1", "notes_7d") == 8  # today, and the days 1 to 7; exact to three hours
    assert made.field("account", "1", "notes_7d", now=NOW + 3 * DAY) == 5
    assert made.field("account", "1", "notes_7d", now=NOW + 30 * DAY) == 0


def test_money_adds_up_in_its_own_currency(made: World) -> None:
    pesos, dollars = {"amount": 100, "currency": "PHP"}, {"amount": 7, "currency": "USD"}
    made.take(event(1, ids=["account:1"], amount=pesos), event(2, ids=["account:1"], amount=pesos))
    made.take(event(3, ids=["account:1"], amount=dollars), event(4, ids=["account:1"], amount="100"))
    assert made.field("account", "1", "spent") == {"amount": 200, "currency": "PHP"}


def test_a_mean_is_that_of_the_latest(made: World) -> None:
    for number, (days, weight) in enumerate([(9, 1000), (3, 3), (2, 6), (1, 9.5)]):
        made.take(event(number, ids=["account:1"], occurred=NOW - days * DAY, weight=weight))
    assert made.field("account", "1", "weight") == pytest.approx(18.5 / 3)


def test_late_events_do_not_become_the_latest(made: World) -> None:
    for number, days, name in ((1, 1, "new"), (2, 5, "old")):
        traits = {"first_name": name}
        made.take(
            event(number, "customer.identified", ["account:1"], occurred=NOW - days * DAY, traits=traits)
        )
    assert made.field("account", "1", "first_name") == "new"
    assert made.field("account", "1", "since") == NOW - 5 * DAY


def test_what_happened_counts_by_its_time_even_if_the_phone_was_not_vouched_for(made: World) -> None:
    made.take(event(1, ids=["account:1", "phone:+639170000001"], text="a chat", occurred=NOW - 90 * DAY))
    made.take(event(2, claimed=["phone:+639170000001"], text="a call", occurred=NOW - DAY))
    assert made.field("account", "1", "last_text") == "a call"


def test_both_spellings_of_a_trait_are_read(made: World) -> None:
    made.take(event(1, "customer.identified", ["account:1"], traits={"firstName": "Maria"}))
    assert made.field("account", "1", "first_name") == "Maria"


def test_recent_ones_are_the_newest_first(made: World) -> None:
    made.take(*(event(n, ids=["account:1"], occurred=NOW - n * DAY, text=f"t{n}") for n in range(6)))
    recent = made.field("account", "1", "recent")
    assert isinstance(recent, list)
    assert [entry["text"] for entry in recent] == ["t0", "t1", "t2", "t3"]


def test_items_are_open_until_they_end_whatever_comes_first(made: World) -> None:
    made.take(event(1, "thing.ended", ["account:1"], occurred=NOW - DAY, thing="p"))
    made.take(event(2, ids=["account:1"], occurred=NOW - 2 * DAY, thing="p", text="begun"))
    made.take(event(3, ids=["account:1"], occurred=NOW - 2 * DAY, thing="q", text="begun"))
    made.take(event(4, ids=["account:1"], occurred=NOW - DAY, thing="q", weight=3))
    things = made.field("account", "1", "things")
    assert isinstance(things, list)
    assert [(t["id"], t["text"], t["weight"]) for t in things] == [("q", "begun", 3)]


def test_what_nothing_is_known_of_has_its_default(made: World) -> None:
    made.take(event(1, "something.else", ["account:1"]))
    assert made.field("account", "1", "first_name") is None
    assert made.field("account", "1", "notes") == 0
    assert made.field("account", "1", "things") == []


def test_disclosure_hides_what_may_not_be_said() -> None:
    fields = {
        "greeting": Field(last={"note": "text"}, disclosure="recognised"),
        "bill": Field(type="money", last={"note": "amount"}, disclosure="verified"),
    }
    shape = Shape(_with(fields))
    names = [[f.name for f in shape.shown({}, NOW, level)] for level in Disclosure]
    assert names == [[], ["greeting"], ["greeting", "bill"], ["greeting", "bill"]]


def test_a_new_field_is_there_for_everybody_after_a_reload(made: World) -> None:
    made.take(*(event(n, ids=[f"account:{n % 3}"], text=f"t{n}") for n in range(9)))
    made.projection.use(_with({**BUSINESS.fields, "newest_text": Field(last={"note": "text"})}))
    made.take(event(99, ids=["account:1"], text="after"))
    assert made.field("account", "1", "newest_text") == "after"
    assert made.field("account", "1", "notes") == 4, "folded from the log, the new event once"
    assert asyncio.run(refresh(made.storage, made.projection)) == 2
    assert made.field("account", "2", "newest_text") == "t8"
    assert asyncio.run(rebuild(made.storage, made.projection, replace=False)) == []


def _with(fields: dict[str, Field]) -> Business:
    return msgspec.structs.replace(BUSINESS, fields=fields, version="two")


def test_identifiers_beyond_those_that_are_looked_at_change_no_profile(tmp_path: Path) -> None:
    """However the profile came about: as events came, or folded from the log."""
    with world(tmp_path) as made:
        made.take(
            event(
                1,
                "customer.identified",
                claimed=[f"anonymous:a{n}" for n in range(16)],
                traits={"first_name": "Li"},
            )
        )
        made.take(event(2, "customer.identified", ["account:9"], claimed=["anonymous:a0"]))
        made.take(
            event(
                3,
                "customer.identified",
                ["account:9"],
                claimed=[f"anonymous:a{n}" for n in range(20)],
                traits={"first_name": "Wei"},
            )
        )
        assert asyncio.run(rebuild(made.storage, made.projection, replace=False)) == []
