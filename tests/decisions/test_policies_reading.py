"""Policies, offers and the contact policy as they are read, and everything that is refused, with its place."""

import pytest

from warmline.decisions.actions.call import CallWebhook
from warmline.decisions.actions.case import OpenCase
from warmline.decisions.actions.forget import Forget
from warmline.decisions.actions.notify import Notify
from warmline.decisions.actions.proposals import Advice, Proposed
from warmline.decisions.actions.registry import ACTIONS, PROPOSALS
from warmline.decisions.actions.remember import Remember
from warmline.decisions.actions.set_traits import SetTraits
from warmline.decisions.model import ANY, DAY, ContactPolicy, Limit, Policy, QuietHours

from .broken_policies import BROKEN, CONTACT, OFFERS, POLICIES, answer, offer, policy
from .shop import NOW, found, rulebook, said

EVERYTHING = """
- policy: bill-shock
  why: A bill that jumps is the commonest reason to call.
  on: [invoice.issued, payment.failed]
  when: customer.vip
  after: {wait: 3d, from: event.occurred}
  within: 2d
  priority: 70
  do:
    - set: {tier: gold, age: 7}
    - remember: {situation: late, for: 14d}
    - remember: kept
    - forget: old
    - case: {what: bill, summary: "A {customer.tier} bill", due: 2d}
    - notify: "Call {customer.tier}"
    - notify: {text: a, role: lead}
    - call: {webhook: messages, reaches_customer: true, with: {text: "Hello {customer.tier}"}}
"""


@pytest.mark.parametrize(("file", "content", "expected"), BROKEN)
def test_a_mistake_is_told_with_its_place_and_what_to_do(file: str, content: str, expected: str) -> None:
    where, _, remedy = expected.partition(" =>")
    told = said(found({file: content}), file)
    assert any(what.startswith(where) and text.startswith(remedy.strip()) for what, text in told), told


def test_every_kind_of_action_and_proposal_is_refused_somewhere() -> None:
    for kind in (*ACTIONS, *PROPOSALS):
        assert any(f"{kind}:" in content for file, content, _ in BROKEN if file == POLICIES), kind


def nothing(name: str) -> None:
    return None


def the_policy(written: str, **files: str) -> Policy:
    (only,) = rulebook({POLICIES: written, **files}).policies.values()
    return only


def test_a_policy_that_acts() -> None:
    read = the_policy(EVERYTHING)
    assert (read.name, read.place, read.why) == (
        "bill-shock",
        "policies/p.yaml:2",
        "A bill that jumps is the commonest reason to call.",
    )
    assert read.on == ("invoice.issued", "payment.failed") and read.asked == ()
    assert read.when is not None and read.when.text == "customer.vip"
    assert read.after is not None and read.after.wait == 3 * DAY
    assert read.after.since is not None and read.after.since.text == "event.occurred"
    assert (read.within, read.priority, read.first_of) == (2 * DAY, 70, "")
    first, second, third, fourth, case, notice, lead, call = read.do
    assert first == SetTraits({"tier": "gold", "age": 7})
    assert (second, third) == (Remember("late", 14 * DAY), Remember("kept", None))
    assert isinstance(fourth, Forget) and fourth.situation == "old"
    assert isinstance(case, OpenCase) and (case.what, case.due) == ("bill", 2 * DAY)
    assert isinstance(notice, Notify) and (notice.text.written, notice.role) == (
        "Call {customer.tier}",
        "agent",
    )
    assert isinstance(lead, Notify) and lead.role == "lead"
    assert isinstance(call, CallWebhook) and (call.webhook, call.reaches) == ("messages", True)


def test_a_policy_that_answers() -> None:
    read = the_policy(
        answer("[advise: {action: stay, say: 'Stay, {customer.tier}'}, offer: plan]"), **{OFFERS: offer()}
    )
    assert read.asked == ("late",) and read.on == () and read.do == ()
    advice, proposed = read.proposes
    assert isinstance(advice, Advice) and (advice.name, advice.say.wording.source) == (
        "stay",
        "Stay, {customer.tier}",
    )
    assert isinstance(proposed, Proposed) and (proposed.name, proposed.line) == ("plan", 4)
    assert the_policy(policy(on="{asked: any}", do="[advise: {action: a, say: b}]")).asked == (ANY,)


def test_what_need_not_be_written() -> None:
    read = the_policy(policy(do="{remember: late}"))
    assert (read.when, read.after, read.within, read.priority) == (None, None, DAY, 50)
    assert read.do == (Remember("late", None),)
    assert the_policy(policy(after="12h")).after is not None


def test_the_digest_changes_with_anything_that_is_written() -> None:
    digests = [
        the_policy(written).digest
        for written in (policy(), policy(why="Other"), policy(priority="51"), policy(do="[remember: other]"))
    ]
    assert len(set(digests)) == 4
    assert the_policy("# a remark\n" + policy()).digest == digests[0]


def test_policies_are_in_the_order_in_which_they_are_judged() -> None:
    def named(name: str, **keys: str) -> str:
        return "- " + policy(policy=name, **keys).replace("\n", "\n  ").rstrip() + "\n"

    rows = [
        "on,do: remember,why,policy,priority",
        "invoice.issued,a,x,sixth,",
        "invoice.issued,a,x,second,60",
    ]
    files = {
        "policies/b.yaml": named("fourth") + named("fifth"),
        "policies/a/z.yaml": named("third") + named("first", priority="90"),
        "policies/c.csv": "\n".join(rows),
    }
    assert list(rulebook(files).policies) == ["first", "second", "third", "fourth", "fifth", "sixth"]


def test_an_offer() -> None:
    everything = (
        "offer: plan\ntitle: A plan\nvalue: 100\nsay: Take it\neligible: customer.vip\npropensity: 0.5\ncontext: 2\n"
        "lever: 1.5\ncost: customer.contacts_7d\nsells: false\npurpose: marketing\nvalid: 7d\n"
        "limit: {times: 2, in: 30d}\nrest: 60d\ncontrol: 0.05\ngroup: plans\n"
    )
    book = rulebook({OFFERS: everything})
    read = book.offers["plan"]
    assert (read.title, read.place, read.group, read.purpose) == (
        "A plan",
        "offers/o.yaml:1",
        "plans",
        "marketing",
    )
    assert read.say is not None and read.eligible is not None
    assert (read.valid, read.limit, read.rest) == (7 * DAY, Limit(times=2, within=30 * DAY), 60 * DAY)
    assert (read.sells, read.control) == (False, 0.05)
    frame = book.facts.frame(book.asked, NOW, {"contacts_7d": 3}.get)
    quantities = (read.value, read.propensity, read.context, read.lever, read.cost)
    assert [one.value(frame) for one in quantities] == [100.0, 0.5, 2.0, 1.5, 3.0]
    assert [one.source for one in quantities] == ["declared"] * 5


def test_what_an_offer_need_not_say() -> None:
    book = rulebook({OFFERS: offer()})
    read = book.offers["plan"]
    frame = book.facts.frame(book.asked, NOW, nothing)
    quantities = (read.propensity, read.context, read.lever, read.cost)
    assert [(one.value(frame), one.source) for one in quantities] == [
        (1.0, "by default"),
        (1.0, "by default"),
        (1.0, "by default"),
        (0.0, "by default"),
    ]
    assert (read.sells, read.valid, read.limit, read.rest, read.control) == (True, 14 * DAY, None, None, 0.0)


def test_an_offer_that_needs_consent_needs_a_field_that_lists_consents() -> None:
    files = {OFFERS: offer(purpose="marketing")}
    assert found(files) == []
    without = {"profile.yaml": "fields: {tier: {last: {customer.identified: traits.tier}, default: new}}\n"}
    assert said(found({**files, **without}), OFFERS) == [
        (
            '4: offer "plan": it needs consent to "marketing", and no field of profile.yaml lists consents',
            "declare the field consents",
        )
    ]


def test_the_contact_policy() -> None:
    written = (
        "offers: {times: 3, in: 7d}\nreach: {times: 2, in: 1d}\nrest: 60d\n"
        'quiet: {from: "21:00", to: "08:30", time_zone: "\'Asia/Manila\'"}\n'
        "service_first:\n- {when: size(customer.open_cases) > 0, why: a service problem is open}\n"
    )
    book = rulebook({CONTACT: written})
    read = book.contact
    assert (read.offers, read.reach) == (Limit(times=3, within=7 * DAY), Limit(times=2, within=DAY))
    assert read.rest == 60 * DAY
    assert isinstance(read.quiet, QuietHours) and (read.quiet.begin, read.quiet.end) == (21 * 60, 8 * 60 + 30)
    assert read.quiet.zone is not None
    assert read.quiet.zone.value(book.facts.frame(book.asked, NOW, nothing)) == "Asia/Manila"
    (bar,) = read.service_first
    assert (bar.when.text, bar.why) == ("size(customer.open_cases) > 0", "a service problem is open")


@pytest.mark.parametrize("files", [{}, {CONTACT: ""}])
def test_without_a_contact_policy_nothing_is_limited(files: dict[str, str]) -> None:
    assert rulebook(files).contact == ContactPolicy()


@pytest.mark.parametrize("content", ["", "[]\n", "# nothing yet\n"])
def test_files_may_be_empty(content: str) -> None:
    book = rulebook({POLICIES: content, OFFERS: content})
    assert not book.policies and not book.offers
