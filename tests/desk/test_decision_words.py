"""Policies and decisions in words: each kind of action, what was offered, the list as it is asked for."""

from typing import Any

import pytest

from tests.decisions.deciding import FILES
from warmline.app.sections import SECTIONS
from warmline.business.load import load_files
from warmline.decisions.actions.registry import ACTIONS
from warmline.decisions.answers import Chosen, Decision, Worth
from warmline.decisions.counts import Counts, OfferCounts
from warmline.decisions.overview import OfferView, PolicyView
from warmline.decisions.reading.section import DECISIONS
from warmline.decisions.rulebook import Rulebook
from warmline.desk.customer_decisions import kept_in_mind, offered
from warmline.desk.decision_view import decision_view
from warmline.desk.language import Language
from warmline.desk.offer_pages import Shown
from warmline.desk.policy_list import Wanted, chosen
from warmline.desk.policy_words import asked_about, deeds, timing

NOW = 1_780_000_000 * 1_000_000
SAY = Language("en", "Asia/Manila", NOW)
ACTS: dict[str, list[tuple[str, str, list[tuple[str, str]]]]] = {
    "remember": [
        ("{situation: bill_shock, for: 14d}", "Keep in mind for 14 days: bill shock", []),
        ("bill_shock", "Keep in mind for good: bill shock", []),
    ],
    "forget": [("bill_shock", "No longer keep in mind: bill shock", [])],
    "set": [("{churn_risk: high}", "Set what is known", [("churn risk", "high")])],
    "case": [
        (
            '{what: bill, summary: "Bill {event.invoice}", due: 2d}',
            "Open a case about bill, due in 2 days",
            [("", "Bill {event.invoice}")],
        ),
        ("{what: bill, summary: Bill}", "Open a case about bill", [("", "Bill")]),
    ],
    "notify": [
        ('"Look at this"', "Tell agents", [("", "Look at this")]),
        ("{text: Look, role: lead}", "Tell leads", [("", "Look")]),
    ],
    "call": [
        (
            '{webhook: messages, reaches_customer: true, with: {the_text: "Hello"}}',
            "Have messages reach the customer",
            [("the text", "Hello")],
        ),
        ("{webhook: messages}", "Tell messages", []),
    ],
    "message": [('"It is over."', "Tell the customer", [("", "It is over.")])],
    "route": [
        ("billing", "Route to billing", []),
        ("{queue: billing, why: Asked twice}", "Route to billing", [("", "Asked twice")]),
    ],
    "flow": [
        ("bill", "Begin within 30 days: bill", []),
        ("{flow: bill, for: 2d, why: It jumped}", "Begin within 2 days: bill", [("", "It jumped")]),
    ],
}
"""By kind of action: how it is written, its words, and what it says."""


SELF_SERVICE = {
    "service.yaml": "start: bill\nqueues: {billing: {title: Bills}}\n",
    "flows/bill.yaml": "flow: bill\ntitle: Your bill\nsteps: {bye: {end: solved}}\n",
}
"""What policies can begin, and route to."""


def rulebook(policies: str, offers: str = "") -> Rulebook:
    files = {**FILES, **SELF_SERVICE, "policies/all.yaml": policies, "offers/all.yaml": offers}
    return DECISIONS.of(load_files({path: text.encode() for path, text in files.items()}, SECTIONS))


def test_every_kind_of_action_is_told_in_words() -> None:
    assert sorted(ACTS) == sorted(ACTIONS)
    for kind, cases in ACTS.items():
        for written, words, texts in cases:
            book = rulebook(f"- {{policy: p, why: w, on: invoice.issued, do: [{{{kind}: {written}}}]}}")
            (deed,) = deeds(SAY, book.policies["p"], book)
            assert (deed.words, deed.texts) == (words, texts), written


def test_what_is_proposed_leads_to_its_offer() -> None:
    book = rulebook(
        "- {policy: p, why: w, on: {asked: [bill, any]}, do: [{advise: {action: say-it, say: Hello}}, {offer: o}]}",
        "- {offer: o, title: A present, value: 1, say: Take it}",
    )
    policy = book.policies["p"]
    assert deeds(SAY, policy, book) == [
        ("Advise: say it", [("", "Hello")], ""),
        ("Offer: A present", [("", "Take it")], "/offers#o"),
    ]
    assert asked_about(SAY, policy.asked) == ["bill", "whatever comes up"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("", ""),
        ("after: 3d, ", "3 days after the event"),
        ("after: {wait: 1h, from: event.due}, ", "1 hr after event.due"),
        ("within: 2h, ", "Not if it came in more than 2 hr late"),
    ],
)
def test_when_a_policy_looks_is_told(more: str, words: str) -> None:
    book = rulebook(f"- {{policy: p, why: w, on: contact.promised, {more}do: [{{remember: x}}]}}")
    assert timing(SAY, book.policies["p"]) == words


def entry(type: str, occurred: int, **more: Any) -> dict[str, Any]:
    return {"type": f"offer.{type}", "occurred": occurred, "offer": "plan", "decision": "d1", **more}


def test_each_offer_is_one_line_with_what_became_of_it() -> None:
    entries = [
        entry("accepted", 9, decision=None, offer="in-the-shop"),
        entry("accepted", 8),
        entry("made", 7, decision="d2"),
        entry("declined", 4),
        entry("made", 3),
    ]
    lines = [(one.title, one.made, one.outcome, one.settled) for one in offered(entries, {})]
    assert lines == [
        ("In the shop", 0, "accepted", 9),
        ("Plan", 3, "accepted", 8),
        ("Plan", 7, "", 0),
    ]


def test_what_is_kept_in_mind_for_good_is_in_front() -> None:
    kept = kept_in_mind(
        [
            {"id": "bill_shock", "until": "2026-06-01T00:00:00Z", "policy": "p", "why": "w"},
            {"id": "bereavement", "policy": "p", "why": "w"},
            {"id": "parcel_late", "until": "2026-07-01T00:00:00Z"},
        ]
    )
    assert [one.situation for one in kept] == ["bereavement", "parcel late", "bill shock"]
    assert kept[1].why == ""


def view(name: str, **today: int) -> PolicyView:
    return PolicyView(
        name=name,
        why=f"Because of {name}",
        place="policies/x.yaml:1",
        on=["invoice.issued"],
        asked=[],
        when="true",
        does=[],
        priority=50,
        today=Counts(**today),
    )


def test_the_list_is_as_it_was_asked_for() -> None:
    policies = [
        view("c", evaluated=5, held=1),
        view("a", evaluated=9),
        view("z", evaluated=7, held=3, failed=1),
        view("d"),
    ]

    def names(**wanted: str) -> str:
        return "".join(one.name for one in chosen(policies, Wanted.of(wanted.items())))

    assert names() == "cazd"
    assert names(sort="name") == "acdz"
    assert names(sort="held") == "zcad"
    assert names(only="never") == "a"
    assert names(only="idle") == "d"
    assert names(only="failed") == "z"
    assert names(q="BECAUSE z") == "z"
    assert names(sort="no such order", only="no such choice") == "cazd"
    assert Wanted.of({"q": " x ", "kind": "act", "other": "1"}.items()).given == {"q": "x", "kind": "act"}


def test_a_share_that_says_nothing_is_not_shown() -> None:
    """Whoever accepts today may have been made the offer yesterday."""

    def share(**counts: int) -> float | None:
        offer = OfferView(
            name="o",
            title="O",
            place="offers/x.yaml:1",
            sells=True,
            purpose="",
            declared={},
            proposed_by=[],
            control=0.0,
            counts=OfferCounts(**counts),
        )
        return Shown(offer=offer, worth=[], held_back=[]).accepted_share

    assert share(made=4, accepted=1) == 0.25
    assert share(made=1, accepted=2) is None
    assert share(accepted=1) is None
    assert share() is None


def test_staff_read_titles_in_their_language_whatever_the_customer_was_told_in() -> None:
    book = rulebook(
        '- {policy: p, why: w, on: {asked: any}, do: [{offer: fibre}, {advise: {action: wait, say: "Wait a day."}}]}',
        "- {offer: fibre, title: Fibre 300, value: 1}",
    )
    told = Decision(
        id="d",
        business=book.version,
        at=NOW,
        language="th",
        chosen=[
            Chosen(
                rank=1, kind="advise", name="wait", policy="p", why="w", words="Wait a day.", say="รอหนึ่งวันค่ะ"
            ),
            Chosen(
                rank=2,
                kind="offer",
                name="fibre",
                policy="p",
                why="w",
                words="P 1 × value 1",
                title="ไฟเบอร์ 300",
                say="ไฟเบอร์ 300",
                worth=Worth(propensity=1, context=1, value=1, lever=1, cost=0, currency="PHP", sources={}),
            ),
        ],
    )
    advice, offer = decision_view(SAY, told, book.offers, {}, book.version).answers
    assert (advice.chosen.say, advice.meaning, advice.language) == ("รอหนึ่งวันค่ะ", "Wait a day.", "th")
    assert (offer.title, offer.chosen.say, offer.meaning, offer.language) == (
        "Fibre 300",
        "ไฟเบอร์ 300",
        "",
        "th",
    )
