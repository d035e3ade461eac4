"""Asking when numbers are none, tables fail, offers stand already and much has happened before."""

import asyncio
from pathlib import Path

import pytest

from tests.decisions.deciding import DAY, HOUR, Operator, operator
from warmline.business.model import BusinessError

POLICIES = """
- {policy: f, why: w, on: {asked: any}, do: [{offer: fibre}]}
- {policy: g, why: w, on: {asked: any}, do: [{offer: family}]}
"""
FIBRE = "{offer: fibre, title: F, value: 100, propensity: 0.1}"
FAMILY = "{offer: family, title: G, value: 1, propensity: 0.1}"


def offers(fibre: str = FIBRE) -> str:
    return f"- {fibre}\n- {FAMILY}\n"


@pytest.mark.parametrize("value", ["double(customer.name) * 10.0", "0.0 * (double(customer.name) * 10.0)"])
def test_a_worth_that_is_no_number_costs_its_offer(tmp_path: Path, value: str) -> None:
    with operator(tmp_path, policies=POLICIES, offers=offers(FIBRE.replace("100", f'"{value}"'))) as one:
        one.happens("customer.identified", traits={"name": "1e308"})
        decision = one.asks()
        assert [chosen.name for chosen in decision.chosen] == ["family"]
        assert decision.held_back[0].reason.code == "condition_failed"


def test_a_table_of_authority_that_fails_costs_what_it_would_say(tmp_path: Path) -> None:
    files = {
        "policies/all.yaml": POLICIES,
        "offers/all.yaml": offers(),
        "tables/authority.csv": "when,gives: number\ndouble(customer.name) > 1.0,5\n",
    }
    one = Operator(tmp_path, files)
    try:
        one.happens("customer.identified", traits={"name": "no number"})
        assert [(chosen.name, chosen.authority) for chosen in one.asks().chosen] == [
            ("fibre", None),
            ("family", None),
        ]
    finally:
        one.storage.close()


def test_an_offer_that_stands_is_shown_again_and_no_limit_holds_it_back(tmp_path: Path) -> None:
    limited = FIBRE.replace("}", ", limit: {times: 1, in: 7d}, valid: 1d}")
    with operator(
        tmp_path, policies=POLICIES, offers=offers(limited), contact_policy="offers: {times: 2, in: 7d}"
    ) as one:
        one.happens("customer.identified", traits={})
        for _ in range(2):
            assert [chosen.name for chosen in one.asks(contact={"contact": "c-1"}).chosen] == [
                "fibre",
                "family",
            ]
            one.now += 2 * HOUR
        assert len(one.log("offer.made")) == 2
        assert one.asks(contact={"contact": "c-2"}).chosen == []
        one.now += 2 * DAY
        again = one.asks(contact={"contact": "c-1"})
        assert [chosen.name for chosen in again.chosen] == ["family"], "the other stands no longer"


def test_what_was_declined_rests_however_much_was_offered_since(tmp_path: Path) -> None:
    with operator(tmp_path, policies=POLICIES, offers=offers()) as one:
        one.happens("customer.identified", traits={})
        one.outcome(one.asks(), "fibre", "declined")
        for _ in range(35):
            one.now += 2 * HOUR
            one.outcome(one.asks(), "family", "ignored")
        assert [chosen.name for chosen in one.asks().chosen] == ["family"]


def test_what_a_contact_is_called_is_kept_as_far_as_it_is_a_name(tmp_path: Path) -> None:
    with operator(tmp_path, policies=POLICIES, offers=offers()) as one:
        one.happens("customer.identified", traits={})
        one.asks(contact={"contact": "c" * 100_000, "channel": ["phone"] * 1_000})
        event = one.log("decision.made")[-1].event
        assert (event.channel, event.properties["contact"]) == ("", "c" * 200)


@pytest.mark.parametrize("type", ["customer.linked", "customer.erased", "policy.due"])
def test_a_policy_on_what_no_policy_sees_is_refused(tmp_path: Path, type: str) -> None:
    with pytest.raises(BusinessError, match=f"no policy sees {type}"):
        Operator(tmp_path, {"policies/all.yaml": f"{{policy: p, why: w, on: {type}, do: [{{remember: a}}]}}"})


def test_rows_that_say_the_same_are_disabled_each_by_itself(tmp_path: Path) -> None:
    table = "on,why,do: remember\ninvoice.issued,w,x\ninvoice.issued,w,x\n"
    one = Operator(tmp_path, {"policies/a.csv": table, "policies/b.csv": table})
    one.storage.close()
    digests = [policy.digest for policy in one.overview.book.policies.values()]
    assert len(set(digests)) == 4


def test_a_limit_beyond_what_is_kept_of_a_customer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BusinessError, match="times is more than 60"):
        Operator(tmp_path, {"contact-policy.yaml": "reach: {times: 61, in: 90d}"})


def test_loading_other_policies_leaves_the_server_free(tmp_path: Path) -> None:
    row = (
        "- {{policy: p{n}, why: w, on: {{asked: any}}, when: customer.name == '{n}', do: [{{offer: fibre}}]}}"
    )
    many = "\n".join(row.format(n=n) for n in range(1_500))

    async def turns_meanwhile(one: Operator) -> int:
        """How often something else had its turn on the event loop while they were loaded."""
        loading = asyncio.create_task(one.trying.loaded({"policies/a.yaml": many, "offers/a.yaml": offers()}))
        turns = 0
        while not loading.done():
            await asyncio.sleep(0.001)
            turns += 1
        assert "decisions" in (await loading).sections
        return turns

    with operator(tmp_path) as one:
        assert asyncio.run(turns_meanwhile(one)) > 5, "loaded on the event loop, there are one or two"
