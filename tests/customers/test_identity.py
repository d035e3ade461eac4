"""Who is who: anonymous visitors become known ones, families do not become one person, merges are taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stdnum.luhn
from hypothesis import given
from hypothesis import strategies as st

from tests.customers.world import DAY, NOW, World, event, world
from warmline.business.model import Business, IdentifierType
from warmline.customers.identifiers import Normaliser, Refused, luhn


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as one:
        yield one


def test_an_anonymous_visitor_becomes_known_with_their_history(made: World) -> None:
    made.take(event(1, claimed=["anonymous:x"], text="looked at phones"))
    made.take(event(2, "customer.identified", ["account:1"], traits={"first_name": "Maria"}))
    before = made.customer("account", "1")
    made.take(event(3, ids=["account:1", "anonymous:x"], text="signed in"))
    assert made.customer("anonymous", "x") == made.customer("account", "1")
    assert made.field("account", "1", "notes") == 2
    assert made.field("account", "1", "first_name") == "Maria"
    assert before is not None


def test_a_browser_attaches_itself_to_a_known_customer_and_nothing_else(made: World) -> None:
    made.take(event(1, ids=["account:1"]), event(2, claimed=["anonymous:x"]))
    made.take(event(3, claimed=["account:1", "anonymous:x"]))
    assert made.customer("anonymous", "x") == made.customer("account", "1")
    made.take(event(4, claimed=["account:1", "email:thief@example.com", "phone:+639170000009"]))
    assert made.customer("email", "thief@example.com") != made.customer("account", "1")
    assert made.customer("phone", "+639170000009") != made.customer("account", "1")


def test_what_nobody_vouches_for_never_merges_two_known_customers(made: World) -> None:
    made.take(event(1, ids=["account:1"]), event(2, ids=["account:2"]))
    made.take(event(3, claimed=["account:1", "account:2"]))
    assert made.customer("account", "1") != made.customer("account", "2")
    made.take(event(4, ids=["account:1", "account:2"]))
    assert made.customer("account", "1") == made.customer("account", "2")


def test_a_claimed_trait_does_not_overwrite_a_vouched_one(made: World) -> None:
    made.take(
        event(1, "customer.identified", ["account:1"], traits={"first_name": "Maria"}, occurred=NOW - 9 * DAY)
    )
    made.take(event(2, "customer.identified", claimed=["account:1"], traits={"first_name": "Eve"}))
    assert made.field("account", "1", "first_name") == "Maria"


def test_a_phone_that_two_known_customers_share_makes_a_household(made: World) -> None:
    made.take(
        event(1, ids=["account:1", "phone:0917 000 0001"]), event(2, ids=["account:2", "phone:+639170000001"])
    )
    one, two = made.customer("account", "1"), made.customer("account", "2")
    assert one != two
    assert made.customer("phone", "+639170000001") == one


def test_no_customer_gets_more_identifiers_than_the_cap(made: World) -> None:
    made.take(*(event(n, ids=[f"account:{n}", "email:a@example.com"]) for n in range(4)))
    customers = [made.customer("account", str(n)) for n in range(4)]
    assert len(set(customers)) == 3, "two accounts at the most, each of the others alone"


def test_a_user_id_is_one_person_whatever_the_browser_did(made: World) -> None:
    made.take(event(1, ids=["user:u1", "anonymous:x"]), event(2, ids=["user:u2", "anonymous:x"]))
    assert made.customer("user", "u1") != made.customer("user", "u2")


def test_blocked_values_name_nobody(made: World) -> None:
    made.take(
        event(1, ids=["account:1", "email:Unknown@Shop.example"]),
        event(2, ids=["account:2", "email:unknown@shop.example"]),
    )
    assert made.customer("account", "1") != made.customer("account", "2")
    assert made.customer("email", "unknown@shop.example") is None
    assert made.take(event(3, ids=["email:unknown@x.example"])).accepted == 1, "the event itself is kept"


def test_a_merge_is_taken_back_with_the_history_of_each(made: World) -> None:
    made.take(event(1, ids=["account:1"], text="bill"), event(2, ids=["account:2"], text="outage"))
    younger = made.customer("account", "2")
    made.take(event(3, ids=["account:1", "account:2"], text="together"))
    assert made.field("account", "2", "notes") == 3
    made.take(event(4, "customer.unlinked", split=["account:2"], from_=["account:1"]))
    assert made.customer("account", "2") == younger
    assert made.field("account", "2", "notes") == 1
    assert made.field("account", "1", "notes") == 2
    made.take(event(5, ids=["account:1", "account:2"], text="the same claim again"))
    assert made.customer("account", "1") != made.customer("account", "2"), (
        "what a person separated stays separate"
    )
    made.take(event(6, "customer.linked", identifiers=["account:1", "account:2"]))
    assert made.customer("account", "1") == made.customer("account", "2")


def test_an_old_id_still_leads_to_the_customer(made: World) -> None:
    made.take(event(1, ids=["account:1"]), event(2, ids=["account:2"]))
    old = made.customer("account", "2")
    assert old is not None
    made.take(event(3, ids=["account:1", "account:2"]))
    node = made.storage.read_now(lambda reader: made.projection.repository.node(reader, old))
    assert node is not None
    assert node.customer == made.customer("account", "1")


def test_resending_adds_nothing(made: World) -> None:
    assert made.take(event(1, ids=["account:1"]), event(1, ids=["account:1"])).duplicates == 1
    assert made.take(event(1, ids=["account:1"])).duplicates == 1
    assert made.field("account", "1", "notes") == 1


RULES = Business(
    version="1",
    name="Rules",
    region="PH",
    timezone="Asia/Manila",
    currency="PHP",
    languages=("en",),
    identifiers={
        "account": IdentifierType(priority=1, format="digits", check="luhn"),
        "email": IdentifierType(priority=2, format="email"),
        "phone": IdentifierType(priority=3, format="phone"),
        "handle": IdentifierType(priority=4, format="handle"),
    },
)


@pytest.mark.parametrize(
    ("type", "given", "normal"),
    [
        ("phone", "0917 555 0101", "+639175550101"),
        ("phone", "+63 (917) 555-0101", "+639175550101"),
        ("phone", "+66 81 234 5678", "+66812345678"),
        ("email", " Maria.Santos@Example.COM ", "maria.santos@example.com"),
        ("handle", "@MariaS", "marias"),
        ("account", "701-3550", "7013550"),
    ],
)
def test_identifiers_come_to_one_spelling(type: str, given: str, normal: str) -> None:
    assert Normaliser(RULES).value(type, given) == normal


@pytest.mark.parametrize(
    ("type", "given", "reason"),
    [
        ("account", "7013554", "check digit"),
        ("email", "maria at example", "not an address"),
        ("phone", "12", "not a possible number"),
        ("handle", "@", "nothing is left"),
        ("email", " ", "1 to 320"),
    ],
)
def test_what_is_no_identifier_says_why(type: str, given: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        Normaliser(RULES).check(type, given)


@given(st.text("0123456789", max_size=20) | st.text(max_size=6))
def test_luhn_agrees_with_python_stdnum(number: str) -> None:
    assert luhn(number) == stdnum.luhn.is_valid(number)
