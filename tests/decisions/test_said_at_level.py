"""What may be said by decisions: nothing that the customer is not known well enough for, whatever the text."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decisions.deciding import FILES, Operator, operator
from warmline.app.sections import SECTIONS
from warmline.business.load import load_files
from warmline.business.model import Business, Disclosure
from warmline.customers.profile import Shape
from warmline.decisions.answers import Decision
from warmline.decisions.asking import Asked, answer

ANYBODY, RECOGNISED, VERIFIED, STAFF = Disclosure
PROFILE = """
fields:
  area: {default: "", disclosure: anonymous, last: {customer.identified: traits.area}}
  name: {default: "", disclosure: recognised, last: {customer.identified: traits.name}}
  plan: {default: "", disclosure: verified, last: {customer.identified: traits.plan}}
  fee: {type: number, default: 0, disclosure: verified, last: {customer.identified: traits.fee}}
  tier: {default: "", disclosure: staff, last: {customer.identified: traits.tier}}
"""
POLICIES = """
- policy: area
  why: All may know.
  on: {asked: any}
  do: [{advise: {action: area, say: "All is well in {customer.area}."}}]
- policy: plan
  why: It ends.
  on: {asked: any}
  when: customer.tier == "gold"
  do: [{advise: {action: plan, say: "{customer.name}, your {customer.plan} ends."}}]
- policy: soft
  why: Kind.
  on: {asked: any}
  do: [{advise: {action: soft, say: "Hello{has(customer.plan) ? ' on ' + customer.plan : ''}."}}]
- {policy: credit, why: Sorry., on: {asked: any}, do: [{offer: credit}]}
- {policy: named, why: Known., on: {asked: any}, do: [{offer: named}]}
"""
OFFERS = """
- {offer: credit, title: A credit, say: "A credit for your {customer.plan}", value: 10, sells: false}
- {offer: named, title: "For {customer.name}", value: customer.fee, sells: false}
"""
MARIA = {"area": "Makati", "name": "Maria", "plan": "Fibre 300", "fee": 977.5, "tier": "gold"}

Start = Callable[..., Operator]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    with ExitStack() as stack:

        def begin(**files: str) -> Operator:
            more = {"policies": POLICIES, "offers": OFFERS, "profile.yaml": PROFILE, **files}
            one = stack.enter_context(operator(tmp_path, **more))
            one.happens("customer.identified", traits=MARIA)
            return one

        yield begin


def heard(decision: Decision) -> dict[str, str]:
    return {one.name: one.say for one in decision.chosen}


def test_each_level_hears_what_it_may_and_staff_read_why_not(start: Start) -> None:
    one = start()
    anybody = one.asks(level=ANYBODY, most=9)
    assert heard(anybody) == {"area": "All is well in Makati.", "soft": "Hello."}
    reasons = {held.name: held.reason for held in anybody.held_back}
    assert reasons["plan"].code == reasons["credit"].code == reasons["named"].code == "not_verified"
    assert reasons["plan"].words == "not said before the customer is verified"
    assert reasons["plan"].facts == {"fields": ["name", "plan"]}
    assert reasons["named"].words == "not said before the customer is recognised"
    assert heard(one.asks(level=RECOGNISED, most=9)).keys() == {"area", "soft", "named"}
    verified = one.asks(level=VERIFIED, most=9)
    assert heard(verified)["plan"] == "Maria, your Fibre 300 ends."
    assert heard(verified)["soft"] == "Hello on Fibre 300."
    assert heard(verified) == heard(one.asks(most=9))


def test_an_offer_that_could_not_be_said_was_not_made(start: Start) -> None:
    one = start()
    one.asks(level=ANYBODY, most=9)
    assert one.said("offer.made") == []
    assert one.decided()["level"] == "anonymous"
    one.asks(level=VERIFIED, most=9)
    assert sorted(made["offer"] for made in one.said("offer.made")) == ["credit", "named"]


def test_an_offer_that_nobody_is_shown_was_not_made(start: Start) -> None:
    one = start()
    known = one.asks(level=VERIFIED, most=9, offers=0)
    assert {"credit", "named"} <= heard(known).keys(), "a flow may go by them"
    assert one.said("offer.made") == []
    one.asks(level=VERIFIED, most=9, offers=1)
    (made,) = one.said("offer.made")
    better = made["offer"]
    assert better == "named", "it is worth more"
    reasons = {held["name"]: held["reason"]["code"] for held in one.decided()["held_back"]}
    assert reasons["credit"] == "lower_priority"


def test_whoever_asks_by_name_is_answered_nothing_else(start: Start) -> None:
    one = start()
    found = one.asks(level=VERIFIED, most=1, only=frozenset({"credit"}), offers=1)
    assert heard(found).keys() == {"credit"}, "what does not belong here takes no place"
    assert [made["offer"] for made in one.said("offer.made")] == ["credit"]
    reasons = {held.name: held.reason.code for held in found.held_back}
    assert reasons == dict.fromkeys(("area", "plan", "soft", "named"), "not_asked")


def test_how_often_somebody_was_not_known_well_enough_is_counted(start: Start) -> None:
    one = start()
    for level in (ANYBODY, ANYBODY, RECOGNISED, VERIFIED):
        one.asks(level=level, most=9)
    counts = {offer.name: offer.counts for offer in asyncio.run(one.overview.offers())}
    assert (counts["credit"].not_verified, counts["named"].not_verified) == (3, 2)


def test_what_only_ranks_is_there_without_its_words(start: Start) -> None:
    one = start()
    ranking = one.asks(level=ANYBODY, most=9, shown=False)
    assert heard(ranking) == {
        "area": "All is well in Makati.",
        "plan": "",
        "soft": "Hello.",
        "credit": "",
        "named": "",
    }
    assert all(one.why for one in ranking.chosen)
    assert one.said("offer.made") == []


def test_what_is_for_staff_is_never_said(start: Start) -> None:
    policies = """
- {policy: tier, why: No., on: {asked: any}, do: [{advise: {action: tier, say: "You are {customer.tier}."}}]}
"""
    one = start(policies=policies)
    assert heard(one.asks()) == {"tier": "You are gold."}
    held = one.asks(level=VERIFIED).held_back
    assert [held.reason.words for held in held] == ["not said to customers: it tells what is for staff only"]


# -- a law

VALUES = {
    "anonymous": "QANYBODYQ",
    "recognised": "QRECOGNISEDQ",
    "verified": "QVERIFIEDQ",
    "staff": "QSTAFFQ",
}
NUMBERS = {"anonymous": 1001.5, "recognised": 2002.5, "verified": 3003.5, "staff": 4004.5}
FIELD = st.sampled_from([*VALUES])
LAW_PROFILE = "fields:\n" + "".join(
    f"  {level}: {{default: {VALUES[level]}, disclosure: {level}, last: {{customer.identified: traits.a}}}}\n"
    f"  n_{level}: {{type: number, default: {NUMBERS[level]}, disclosure: {level}, "
    "last: {customer.identified: traits.n}}\n"
    for level in VALUES
)


def parts(field: str) -> st.SearchStrategy[str]:
    """What a text may say of a field: as it is, guarded, in part, through other names and functions."""
    it = f"customer.{field}"
    return st.sampled_from(
        [
            f"{{{it}}}",
            f"{{has({it}) ? {it} : 'nothing'}}",
            f"{{'so: ' + {it}}}",
            f"{{[{it}, 'a']}}",
            f"{{customer['{field}']}}",
            f"{{[{it}].map(one, one + '!')}}",
            f"{{{it}.endsWith('Q') ? {it} : ''}}",
            f"{{size({it}) > 0 || true ? {it} : ''}}",
        ]
    )


TEXT = st.lists(FIELD.flatmap(parts), min_size=1, max_size=3).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, TEXT, FIELD, st.sampled_from(Disclosure), st.booleans())
def test_no_value_above_the_level_is_ever_said(
    say: str, title: str, offered: str, worth: str, level: Disclosure, shown: bool
) -> None:
    business = law_business(say, title, offered, f"customer.n_{worth}")
    asked = Asked(level=level, shown=shown)
    found, _ = answer(business, asked, None, {}, Shape(business), 1_780_000_000_000_000)
    said = " ".join(f"{one.title} {one.say}" for one in found.chosen)
    values = [one.value for one in found.chosen]
    for name, value in VALUES.items():
        if Disclosure[name.upper()] > level:
            assert value not in said
            assert NUMBERS[name] not in values
    if shown:
        assert len(found.chosen) + len(found.held_back) == 2
        assert {one.reason.code for one in found.held_back} <= {"not_verified"}
    else:
        assert len(found.chosen) == 2


def law_business(say: str, title: str, offered: str, value: str) -> Business:
    policies = (
        f"- {{policy: a, why: So., on: {{asked: any}}, do: [{{advise: {{action: a, say: {json.dumps(say)}}}}}]}}\n"
        "- {policy: o, why: So., on: {asked: any}, do: [{offer: o}]}\n"
    )
    offers = (
        f"- {{offer: o, title: {json.dumps(title)}, say: {json.dumps(offered)}, value: {json.dumps(value)}, "
        "sells: false}\n"
    )
    files = {**FILES, "profile.yaml": LAW_PROFILE, "policies/a.yaml": policies, "offers/a.yaml": offers}
    return load_files({path: text.encode() for path, text in files.items()}, SECTIONS)
