"""What is proposed as probable duplicates, and what a decision about them is worth afterwards."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.customers.world import BUSINESS, NOW, World, event, world
from warmline.business.model import Field
from warmline.customers import duplicates
from warmline.customers.model import UnknownProposal
from warmline.customers.proposals import Proposals
from warmline.web.principal import LOCAL

NAMED = replace(
    BUSINESS,
    fields={
        **BUSINESS.fields,
        "last_name": Field(last={"customer.identified": "traits.last_name"}),
        "birth_date": Field(last={"customer.identified": "traits.birth_date"}),
        "address": Field(type="map", last={"customer.identified": "traits.address"}),
    },
)
GIVEN = ["Maria", "Jose", "Ana", "Ramon", "Liza", "Carlo", "Divina", "Noel"]
FAMILY = ["Santos", "Reyes", "Mendoza", "Castillo", "Aquino"]


class Desk:
    """A world with the service of customers and the proposals about them."""

    def __init__(self, made: World) -> None:
        self.made = made
        self.customers = made.customers()
        self.proposals = Proposals(made.storage, made.projection, self.customers, lambda: NOW)

    def look(self) -> set[tuple[int, int]]:
        """Look for duplicates; who is proposed then."""
        asyncio.run(
            duplicates.look(
                self.made.storage, self.made.projection, self.proposals, lambda: NOW, lambda *_: None
            )
        )
        return {(one.a.id, one.b.id) for one in asyncio.run(self.proposals.page(LOCAL, limit=100))}

    def pair(self, *users: str) -> tuple[int, int]:
        """The ids of two users, in order."""
        a, b = (self.made.customer("user", user) for user in users)
        assert a is not None and b is not None
        return min(a, b), max(a, b)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sixty people, and second records of two of them."""
    with world(tmp_path, NAMED) as made:
        for number in range(60):
            _identify(made, f"u{number}", GIVEN[number % 8], FAMILY[number % 5], number)
        _identify(made, "again1", "Jose", "Ryees", 1)
        _identify(made, "again2", "Ana", "Mendoza", 2)
        yield Desk(made)


def _identify(made: World, user: str, first: str, last: str, number: int) -> None:
    traits = {
        "first_name": first,
        "last_name": last,
        "birth_date": f"19{40 + number}-0{number % 9 + 1}-1{number % 7}",
        "address": {"street": f"{number} Long Street", "city": "Cebu"},
    }
    made.take(event(user, "customer.identified", [f"user:{user}"], traits=traits))


def test_second_records_are_proposed_and_nobody_else(desk: Desk) -> None:
    assert desk.look() == {desk.pair("u1", "again1"), desk.pair("u2", "again2")}


def test_a_decision_holds_when_it_is_looked_again(desk: Desk) -> None:
    desk.look()
    asyncio.run(desk.proposals.decline(LOCAL, *desk.pair("u1", "again1")))
    asyncio.run(desk.proposals.accept(LOCAL, *desk.pair("u2", "again2")))
    assert desk.look() == set()
    with pytest.raises(UnknownProposal):
        asyncio.run(desk.proposals.decline(LOCAL, *desk.pair("u1", "again1")))


def test_declined_customers_stay_so_when_one_of_them_becomes_part_of_another(desk: Desk) -> None:
    before = desk.pair("u1", "again1")
    desk.look()
    asyncio.run(desk.proposals.decline(LOCAL, *before))
    _identify(desk.made, "third", "Jose", "Reyes", 1)
    asyncio.run(desk.customers.join(LOCAL, "user:third", "user:u1"))
    asyncio.run(desk.customers.join(LOCAL, "user:u50", "user:again1"))
    _identify(desk.made, "again1", "Jose", "Ryees", 1)
    assert desk.pair("u1", "again1") not in desk.look()


def test_who_was_separated_by_a_person_is_not_proposed(desk: Desk) -> None:
    asyncio.run(desk.customers.join(LOCAL, "user:u2", "user:again2"))
    asyncio.run(desk.customers.separate(LOCAL, "user:u2", ["user:again2"]))
    assert desk.pair("u2", "again2")[0] != desk.pair("u2", "again2")[1]
    assert desk.look() == {desk.pair("u1", "again1")}


def test_a_proposal_that_no_longer_holds_is_withdrawn(desk: Desk) -> None:
    assert desk.pair("u2", "again2") in desk.look()
    traits = {"first_name": "Winston", "last_name": "Abernathy", "birth_date": "2001-12-30", "address": {}}
    desk.made.take(event("corrected", "customer.identified", ["user:again2"], traits=traits))
    assert desk.look() == {desk.pair("u1", "again1")}


def test_an_address_says_what_its_parts_say() -> None:
    values = {
        "name": "Ann",
        "address": {"street": "1 Mill Lane", "city": "Hull", "postcode": 12345},
        "tags": ["x"],
    }
    assert duplicates.said_of_person(values) == {
        "full_name": "Ann",
        "street": "1 Mill Lane",
        "city": "Hull",
        "postcode": "12345",
    }
    assert duplicates.said_of_person({"address": "1 Mill Lane, Hull"}) == {"street": "1 Mill Lane, Hull"}
