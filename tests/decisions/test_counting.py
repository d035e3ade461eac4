"""Counting: what policies and offers came to by day, and which decisions each policy had a part in."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.decisions.deciding import DAY, HOUR, Operator, operator
from warmline.customers.erasure import erase
from warmline.decisions import by_policy
from warmline.decisions.control import is_control
from warmline.decisions.counts import OfferCounts
from warmline.decisions.overview import OfferView
from warmline.log import repository as log
from warmline.storage.errors import StorageError
from warmline.storage.port import Transaction

POLICIES = """
- {policy: sorry, why: w, on: contact.rated, when: event.score < 3, do: [{remember: upset}]}
- {policy: credit, why: w, on: {asked: any}, do: [{offer: credit}]}
- {policy: fibre, why: w, on: {asked: any}, when: '!("upset" in situations)', do: [{offer: fibre}]}
- {policy: family, why: w, on: {asked: any}, do: [{offer: family}, {offer: fibre}]}
"""
OFFERS = """
- {offer: credit, title: Credit, value: 900, sells: false, control: 0.5}
- {offer: fibre, title: Fibre, value: "customer.value_tier == 'gold' ? 200 : 100", propensity: 0.1, cost: 20}
- {offer: family, title: Family plan, value: 500, eligible: customer.value_tier == "gold"}
"""
CONTACT = """
service_first: [{when: '"upset" in situations', why: they are upset}]
"""


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Operator]:
    with operator(tmp_path, policies=POLICIES, offers=OFFERS, contact_policy=CONTACT) as made:
        made.happens("customer.identified", traits={"value_tier": "new"})
        yield made


def offers(one: Operator, days: int = 1) -> dict[str, OfferView]:
    return {view.name: view for view in asyncio.run(one.overview.offers(days))}


def came_to(view: OfferView) -> dict[str, Any]:
    """The counts that are not 0."""
    return {name: n for name in OfferCounts.__struct_fields__ if (n := getattr(view.counts, name))}


def test_an_offer_is_counted_when_it_is_made_and_whoever_says_what_became_of_it(one: Operator) -> None:
    decision = one.asks(most=5)
    one.asks(most=5)  # the offers of just now stand: they are not made again
    one.outcome(decision, "fibre", "declined")
    one.outcome(decision, "fibre", "declined")
    one.happens("offer.accepted", offer="fibre")  # a shop says so, of its own accord
    one.happens("offer.ignored", offer="of-somebody-else")
    found = offers(one)
    assert came_to(found["fibre"]) == {"made": 1, "accepted": 1, "declined": 1}
    assert came_to(found["family"]) == {"not_eligible": 2}
    assert "of-somebody-else" not in found


def test_what_was_held_back_is_counted_by_its_reason(one: Operator) -> None:
    one.happens("contact.rated", contact="c", score=1)
    controls = int(is_control("credit", one.asks(most=5).customer, 0.5))
    assert came_to(offers(one)["fibre"]) == {"service_first": 1}
    for number in range(2, 12):
        one.happens("customer.identified", f"account:{number}", traits={"value_tier": "gold"})
        decision = one.asks(who=f"account:{number}", most=1)
        controls += is_control("credit", decision.customer, 0.5)
    found = offers(one)
    assert 0 < controls < 11, "some are offered it, and some are in its control group"
    assert came_to(found["credit"]).get("control_group") == controls
    assert came_to(found["fibre"])["lower_priority"] == 10


def test_the_counts_of_some_days_are_added_up(one: Operator) -> None:
    one.asks(most=5)
    asyncio.run(one.tally.write())
    one.now += DAY
    one.asks(most=5)
    assert offers(one)["fibre"].counts.made == 1
    assert offers(one, days=2)["fibre"].counts.made == 2
    one.now += 29 * DAY
    assert offers(one, days=30)["fibre"].counts.made == 1
    assert offers(one)["fibre"].counts.made == 0


def test_counts_that_could_not_be_written_are_kept(one: Operator) -> None:
    one.asks(most=5)
    broken = one.tally.offers.write

    def fail(tx: Transaction, taken: object) -> None:
        raise StorageError("the disk is full")

    one.tally.offers.write = fail  # type: ignore[method-assign]
    with pytest.raises(StorageError):
        asyncio.run(one.tally.write())
    assert offers(one)["fibre"].counts.made == 1
    one.tally.offers.write = broken  # type: ignore[method-assign]
    asyncio.run(one.tally.write())
    assert offers(one)["fibre"].counts.made == 1
    assert {view.name: view.today.evaluated for view in asyncio.run(one.overview.policies())}["fibre"] == 1


def test_an_offer_shows_how_its_worth_is_declared(one: Operator) -> None:
    view = offers(one)["fibre"]
    assert view.declared == {
        "propensity": "0.1",
        "value": "customer.value_tier == 'gold' ? 200 : 100",
        "cost": "20",
    }
    assert view.proposed_by == ["fibre", "family"]
    assert view.place == "offers/all.yaml:3"


def decisions_of(one: Operator, policy: str, **more: Any) -> list[dict[str, Any]]:
    """What the decisions say in which a policy had a part, the latest first."""
    asked = {"before": 1 << 62, "limit": 50, **more}
    return one.storage.read_now(
        lambda reader: [
            dict(stored.event.properties)
            for stored in log.at(reader, by_policy.decisions_of(reader, policy, **asked))
        ]
    )


def test_the_decisions_of_a_policy_are_found(one: Operator) -> None:
    one.happens("contact.rated", contact="c", score=5)
    assert decisions_of(one, "sorry") == [], "it did not hold"
    one.happens("contact.rated", contact="c", score=1)
    (judged,) = decisions_of(one, "sorry")
    assert judged["event"] == "contact.rated"
    one.now += HOUR
    one.asks(most=5)
    assert decisions_of(one, "fibre") == [], "it did not hold"
    (asked,) = decisions_of(one, "family")
    assert [held["reason"]["code"] for held in asked["held_back"] if held["policy"] == "family"] == [
        "not_eligible",
        "service_first",
    ]
    one.happens("contact.rated", contact="c", score=2)
    assert len(decisions_of(one, "sorry")) == 2
    assert len(decisions_of(one, "sorry", limit=1)) == 1


def test_nothing_of_an_erased_customer_is_found_by_their_policies(one: Operator) -> None:
    one.happens("contact.rated", contact="c", score=1)
    customer = one.asks(most=1).customer
    assert customer is not None

    def erase_all(tx: Transaction) -> None:
        nodes = one.projection.repository.members(tx, customer)
        erase(tx, one.projection, nodes, one.now)

    one.storage.submit(erase_all).result()
    assert decisions_of(one, "sorry") == [{}]
