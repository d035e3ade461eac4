"""Asking: ranked answers with reasons, why not the others, on record first; what came of them counts afterwards."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.decisions.deciding import BUSINESS, DAY, HOUR, Operator, money, operator
from warmline.decisions.answers import Decision
from warmline.decisions.asking import Asked
from warmline.decisions.control import is_control
from warmline.decisions.errors import NoLongerStands, NotLoaded, NotOffered, UnknownDecision
from warmline.web.access import Role
from warmline.web.principal import LOCAL, Principal, Scopes

POLICIES = """
- policy: outage
  why: There is an outage.
  on: {asked: any}
  when: '"outage" in situations'
  do: [{advise: {action: outage-status, say: "It is back by noon."}}]
- {policy: credit, why: Third outage this quarter, on: {asked: outage}, do: [{offer: outage-credit}]}
- {policy: fibre, why: Fibre reached the street., on: {asked: any}, do: [{offer: fibre}]}
- {policy: family, why: Two lines at one address., on: {asked: any}, do: [{offer: family}]}
- {policy: gold, why: For gold., on: {asked: any}, when: customer.value_tier == "gold", do: [{offer: gold}]}
"""
OFFERS = """
- {offer: outage-credit, title: Credit, value: 11.40, propensity: 0.62, sells: false}
- {offer: fibre, title: Fibre 300, value: 100, propensity: 0.10, lever: 1.5}
- {offer: family, title: Family plan, value: 80, propensity: 0.05}
- {offer: gold, title: Gold plan, value: 500, propensity: 0.9, say: "For you, {customer.name}: gold."}
"""

Start = Callable[..., Operator]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    with ExitStack() as stack:

        def begin(**files: str) -> Operator:
            one = stack.enter_context(operator(tmp_path, **{"policies": POLICIES, "offers": OFFERS, **files}))
            one.happens("customer.identified", traits={"name": "Maria Santos", "value_tier": "new"})
            return one

        yield begin


def names(decision: Decision) -> list[str]:
    return [one.name for one in decision.chosen]


def reasons(decision: Decision) -> dict[str, tuple[str, str]]:
    """Why each was held back: code and words, by the name of what was."""
    return {one.name or one.policy: (one.reason.code, one.reason.words) for one in decision.held_back}


def test_advice_comes_first_then_offers_by_what_they_are_worth(start: Start) -> None:
    one = start()
    one.happens("situation.remembered", situation="outage")
    decision = one.asks()
    assert [(c.rank, c.kind, c.name, c.policy) for c in decision.chosen] == [
        (1, "advise", "outage-status", "outage"),
        (2, "offer", "fibre", "fibre"),
        (3, "offer", "outage-credit", "credit"),
    ]
    assert [c.words for c in decision.chosen] == [
        "It is back by noon.",
        "P 0.10 × value 100.00 × lever 1.50",
        "P 0.62 × value 11.40",
    ]
    assert decision.chosen[2].worth is not None
    assert decision.chosen[2].worth.score == pytest.approx(7.068)
    assert decision.chosen[2].worth.sources == {"propensity": "declared", "value": "declared"}
    assert reasons(decision) == {
        "family": ("lower_priority", "3 answers come before it, and no more were asked for")
    }
    assert decision.not_held == ["gold"]


def test_policies_answer_what_they_are_asked_about(start: Start) -> None:
    one = start()
    assert "outage-credit" not in names(one.asks(most=20))
    assert "outage-credit" in names(one.asks("outage", most=20))
    asked = one.asks(most=20, explain=True)
    explained = {held.policy: (held.reason.code, held.reason.words) for held in asked.explained}
    assert explained["credit"] == ("not_asked", "it answers about outage, which is not kept in mind")
    assert explained["gold"][0] == "condition_false"


def test_it_is_on_record_before_it_is_answered(start: Start) -> None:
    one = start()
    decision = one.asks(contact={"contact": "c-1", "channel": "phone"})
    stored = one.log("decision.made")[-1]
    assert stored.id == decision.id
    assert stored.event.channel == "phone"
    said = one.decided()
    assert [c["name"] for c in said["chosen"]] == names(decision)
    assert said["business"] == one.business.version
    assert said["contact"] == "c-1"
    made = one.log("offer.made")
    assert [m.event.properties["offer"] for m in made] == names(decision)
    assert {m.event.cause for m in made} == {decision.id}


def test_an_offer_asked_for_again_in_the_same_contact_is_the_same_offer(start: Start) -> None:
    one = start()
    one.asks(most=1, contact={"contact": "c-1"})
    one.now += 2 * HOUR
    one.asks(most=1, contact={"contact": "c-1"})
    assert len(one.log("offer.made")) == 1
    one.asks(most=1, contact={"contact": "c-2"})
    assert len(one.log("offer.made")) == 2


def test_service_comes_first(start: Start) -> None:
    bars = """
    service_first:
      - {when: size(customer.open_cases) > 0, why: a service problem is open}
      - {when: has(customer.last_rating) && customer.last_rating <= 2, why: they were unhappy last time}
    """
    one = start(contact_policy=bars)
    one.happens("case.opened", case="k", what="outage")
    decision = one.asks("outage", most=5)
    assert names(decision) == ["outage-credit"], "a remedy is not sold"
    assert reasons(decision)["fibre"] == ("service_first", "a service problem is open")
    one.happens("case.solved", case="k")
    one.happens("contact.rated", contact="c", score=1)
    assert reasons(one.asks(most=5))["fibre"] == ("service_first", "they were unhappy last time")
    one.happens("contact.rated", contact="c", score=5)
    assert "fibre" in names(one.asks(most=5))


def test_a_declined_offer_rests(start: Start) -> None:
    one = start(contact_policy="rest: 30d")
    decision = one.asks(most=5)
    one.outcome(decision, "fibre", "declined")
    one.now += 9 * DAY
    again = one.asks(most=5)
    assert reasons(again)["fibre"] == ("resting", "declined 9 days ago, rests 30 days")
    one.now += 22 * DAY
    assert "fibre" in names(one.asks(most=5))


def test_limits_count_what_was_offered(start: Start) -> None:
    offers = OFFERS.replace("lever: 1.5}", "lever: 1.5, limit: {times: 2, in: 30d}}")
    one = start(offers=offers, contact_policy="offers: {times: 4, in: 7d}")
    for _ in range(2):
        assert "fibre" in names(one.asks(most=2))
        one.now += 2 * HOUR
    decision = one.asks(most=2)
    assert reasons(decision)["fibre"] == ("capped", "offered twice in 30 days")
    assert reasons(decision)["family"] == ("capped", "offered something 4 times in 7 days")
    one.now += 8 * DAY
    assert names(one.asks(most=2)) == ["family"]


def test_what_needs_consent_waits_for_it(start: Start) -> None:
    one = start(offers=OFFERS.replace("lever: 1.5}", "lever: 1.5, purpose: marketing}"))
    assert reasons(one.asks())["fibre"] == ("no_consent", "no consent to marketing")
    one.happens("consent.given", purpose="marketing")
    assert "fibre" in names(one.asks())
    one.happens("consent.withdrawn", purpose="marketing")
    assert reasons(one.asks())["fibre"] == ("no_consent", "no consent to marketing")


def test_eligibility_is_explained(start: Start) -> None:
    one = start(offers=OFFERS.replace("lever: 1.5}", "lever: 1.5, eligible: customer.value_tier == 'gold'}"))
    code, words = reasons(one.asks())["fibre"]
    assert code == "not_eligible"
    assert "gold" in words


def test_the_control_group_is_the_same_each_time_and_about_as_large_as_declared(start: Start) -> None:
    one = start(offers=OFFERS.replace("lever: 1.5}", "lever: 1.5, control: 0.5}"))
    drawn = []
    for account in range(40):
        one.happens("customer.identified", f"account:c{account}", traits={"name": "x"})
        first, second = (reasons(one.asks(who=f"account:c{account}", most=9)) for _ in range(2))
        assert ("fibre" in first) == ("fibre" in second)
        drawn.append("fibre" in first)
        if "fibre" in first:
            assert first["fibre"][0] == "control_group"
    assert 8 < sum(drawn) < 32
    share = sum(is_control("fibre", customer, 0.1) for customer in range(20_000)) / 20_000
    assert 0.09 < share < 0.11


def test_of_a_group_only_the_best_is_offered(start: Start) -> None:
    grouped = OFFERS.replace("title: Fibre 300", "title: F, group: plans").replace(
        "title: Family plan", "title: P, group: plans"
    )
    decision = start(offers=grouped).asks(most=9)
    assert "family" not in names(decision)
    words = "fibre is worth more, and one of them is enough"
    assert reasons(decision)["family"] == ("lower_priority", words)


def test_texts_hold_facts(start: Start) -> None:
    one = start()
    one.happens("customer.identified", traits={"value_tier": "gold"})
    decision = one.asks()
    assert decision.chosen[0].say == "For you, Maria Santos: gold."
    assert decision.chosen[1].say == "Fibre 300", "without a text of its own it is called by its title"


def test_a_number_that_cannot_be_found_costs_only_its_offer(start: Start) -> None:
    offers = OFFERS.replace("value: 100", "value: '100.0 / double(customer.name)'")
    decision = start(offers=offers).asks()
    assert names(decision) == ["family"]
    assert reasons(decision)["fibre"][0] == "condition_failed"


def test_outcomes_are_said_once_and_only_of_what_was_chosen(start: Start) -> None:
    one = start()
    decision = one.asks()
    for _ in range(2):
        one.outcome(decision, "fibre", "accepted")
    assert [said["offer"] for said in one.said("offer.accepted")] == ["fibre"]
    with pytest.raises(NotOffered):
        one.outcome(decision, "gold", "accepted")
    for id in ("", "nonsense", one.log("offer.made")[0].id):
        with pytest.raises(UnknownDecision):
            asyncio.run(one.decisions.outcome(LOCAL, id, "fibre", "accepted"))
    elsewhere = Principal(kind="staff", id="s", name="S", role=Role.LEAD, scopes=Scopes(country=("TH",)))
    with pytest.raises(UnknownDecision):
        asyncio.run(one.decisions.outcome(elsewhere, decision.id, "fibre", "accepted"))


def test_other_policies_are_tried_without_a_trace(start: Start) -> None:
    one = start()
    before = len(one.log())
    other = one.trying.with_files(
        {
            "policies/new.yaml": "{policy: gold, why: w, on: {asked: any}, do: [{offer: gold}]}",
            "offers/new.yaml": "{offer: gold, title: Gold, value: 1}",
        }
    )
    compared = asyncio.run(one.trying.compare(LOCAL, "account:1", Asked(), other))
    assert names(compared.now) == ["fibre", "family"]
    assert names(compared.then) == ["gold"]
    assert compared.heading[0] == "Maria Santos"
    assert len(one.log()) == before
    with pytest.raises(NotLoaded, match=r"policies/new\.yaml:1"):
        one.trying.with_files({"policies/new.yaml": "{policy: x, why: w, on: nonsense.typ, do: []}"})


def test_each_policy_shows_what_it_did_today(start: Start) -> None:
    one = start(policies=POLICIES + "- {policy: bill, why: w, on: invoice.issued, do: [{remember: bill}]}\n")
    for _ in range(3):
        one.asks()
    one.happens("invoice.issued", invoice="1", total=money(1))
    views = {view.name: view for view in asyncio.run(one.overview.policies())}
    assert (views["fibre"].today.evaluated, views["fibre"].today.acted) == (3, 3)
    assert (views["gold"].today.evaluated, views["gold"].today.held) == (3, 0)
    assert (views["bill"].today.held, views["bill"].today.acted) == (1, 1)
    assert views["bill"].does == ["remember bill"]
    asyncio.run(one.tally.write())
    one.asks()
    view, days = asyncio.run(one.overview.policy("fibre"))
    assert view.today.evaluated == 4
    assert [counts.evaluated for counts in days.values()] == [4]
    one.now += DAY
    assert {view.today.evaluated for view in asyncio.run(one.overview.policies())} == {0}


def test_an_offer_is_accepted_while_it_stands(start: Start) -> None:
    one = start(offers=OFFERS.replace("lever: 1.5}", "lever: 1.5, valid: 2d}"))
    decision = one.asks()
    one.now += 3 * DAY
    with pytest.raises(NoLongerStands, match="stood until 2026-05-"):
        one.outcome(decision, "fibre", "accepted")
    one.outcome(decision, "fibre", "declined")
    one.outcome(decision, "family", "accepted")


def test_a_clock_that_was_set_back_breaks_nothing(start: Start) -> None:
    one = start(offers=OFFERS.replace("lever: 1.5}", "lever: 1.5, limit: {times: 1, in: 7d}}"))
    decision = one.asks(most=5)
    one.outcome(decision, "fibre", "declined")
    one.now -= 2 * DAY
    again = one.asks(most=5)
    assert reasons(again)["fibre"][0] == "resting", "what will have been said counts"
    assert names(again) == ["family"]
    one.happens("invoice.issued", invoice="1", total=money(1))
    one.now += 4 * DAY
    assert "family" in names(one.asks(most=5))


def test_a_situation_that_nothing_answers_about_is_pointed_out(start: Start) -> None:
    one = start()

    def note(situation: str) -> str:
        asked = Asked(situation=situation)
        return asyncio.run(one.decisions.decide(LOCAL, "account:1", asked)).note

    assert note("outge") == "No policy answers about outge: did you mean outage? known: outage"
    assert note("outage") == note("") == ""


def test_customers_are_told_in_their_language_and_the_record_says_which(start: Start) -> None:
    thai = """
msgid "It is back by noon."
msgstr "จะใช้งานได้อีกครั้งก่อนเที่ยงค่ะ"

msgid "Fibre 300"
msgstr "ไฟเบอร์ 300"

msgid "Gold plan"
msgstr ""

msgid "For you, {customer.name}: gold."
msgstr "สำหรับคุณ {customer.name} แพ็กเกจโกลด์ค่ะ"
"""
    spoken = BUSINESS.replace("[en]", "[en, th]")
    one = start(**{"business.yaml": spoken, "locale/th.po": thai})
    one.happens("situation.remembered", situation="outage")
    one.happens("customer.identified", traits={"value_tier": "gold"})
    decision = one.asks(most=4, contact={"contact": "c1", "language": "th"})
    told = {each.name: (each.title, each.say, each.words) for each in decision.chosen}
    assert told["outage-status"] == ("", "จะใช้งานได้อีกครั้งก่อนเที่ยงค่ะ", "It is back by noon.")
    assert told["fibre"][:2] == ("ไฟเบอร์ 300", "ไฟเบอร์ 300")
    assert told["gold"][:2] == ("Gold plan", "สำหรับคุณ Maria Santos แพ็กเกจโกลด์ค่ะ")
    assert decision.language == "th"
    assert one.decided()["language"] == "th"
    assert one.decided()["chosen"][0]["say"] == told["outage-status"][1]
    assert one.asks(most=4).chosen[0].say == "It is back by noon."
    assert one.asks(most=4, contact={"language": "th"}, language="en").chosen[0].say == "It is back by noon."
