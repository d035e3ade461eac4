"""Facts in replies: whatever is known and however well, nothing above the customer's level is ever told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.business.load import load_files
from warmline.business.model import BusinessError, Disclosure
from warmline.business.section import Section
from warmline.coaching.replying.grounds import fitting_of
from warmline.coaching.replying.known import KnownFacts
from warmline.coaching.replying.reading import REPLIES
from warmline.coaching.replying.telling import Answered, Telling
from warmline.conditions.told import levels_of
from warmline.connectors.reading import CONNECTORS
from warmline.decisions.reading.section import DECISIONS
from warmline.flows.reading.section import FLOWS
from warmline.knowledge.reading import KNOWLEDGE
from warmline.language.formats import Formats

BUSINESS = """
name: Island
region: PH
timezone: Asia/Manila
currency: PHP
languages: [en, th]
hosts: {allow: ["127.0.0.1:8100"]}
"""
PROFILE = """
fields:
  open: {disclosure: anonymous, default: "", last: {customer.identified: traits.open}}
  known: {disclosure: recognised, default: "", last: {customer.identified: traits.known}}
  proved: {disclosure: verified, default: "", last: {customer.identified: traits.proved}}
  hidden: {disclosure: staff, default: "", last: {customer.identified: traits.hidden}}
"""
CONNECTOR = """
connector: billing
url: http://127.0.0.1:8100
operations:
  anybody: {get: "/a/{account}", takes: {account: text}, gives: {word: text, sum: money}, disclosure: anonymous}
  somebody: {get: "/s/{account}", takes: {account: text}, gives: {word: text, sum: money}, disclosure: recognised}
  them: {get: "/t/{account}", takes: {account: text}, gives: {word: text, sum: money}}
"""
FACTS = """
- {fact: open, about: [any], says: "It is {customer.open}."}
- {fact: known, about: [any], says: "It is {customer.known}."}
- fact: proved
  about: [any]
  says:
    - {when: 'customer.proved != ""', say: "It is {customer.proved}, and {customer.known}."}
    - {when: 'customer.known != ""', say: "It is {customer.known}."}
- {fact: hinted, about: [any], when: 'customer.hidden != ""', says: "Something is there: {customer.open}."}
- fact: anybody
  about: [any]
  look_up: billing.anybody
  with: {account: customer.hidden}
  into: found
  says: "They say {found.word} about {customer.proved}."
- fact: somebody
  about: [any]
  look_up: billing.somebody
  with: {account: customer.hidden}
  into: found
  says: "They say {found.word}."
- fact: them
  about: [any]
  look_up: billing.them
  with: {account: customer.hidden}
  into: found
  says: "They say {found.word}: {found.sum}."
  next: "And {customer.known}?"
"""
NEEDED = {
    "OPEN": Disclosure.ANONYMOUS,
    "KNOWN": Disclosure.RECOGNISED,
    "PROVED": Disclosure.VERIFIED,
    "HIDDEN": Disclosure.STAFF,
    "anybody-said": Disclosure.ANONYMOUS,
    "somebody-said": Disclosure.RECOGNISED,
    "them-said": Disclosure.VERIFIED,
}
"""Everything that is known of the customer, with the level at which they may hear it."""
SECTIONS: list[Section[Any]] = [CONNECTORS, DECISIONS, KNOWLEDGE, FLOWS, REPLIES]


def files(facts: str = FACTS) -> dict[str, bytes]:
    written = {
        "business.yaml": BUSINESS,
        "identifiers.yaml": "identifiers: {account: {priority: 1}}",
        "profile.yaml": PROFILE,
        "connectors/billing.yaml": CONNECTOR,
        "replies.yaml": facts,
    }
    return {path: text.encode() for path, text in written.items()}


@pytest.fixture(scope="module")
def known() -> tuple[KnownFacts, dict[str, Disclosure]]:
    business = load_files(files(), SECTIONS)
    return REPLIES.of(business), levels_of(business)


def telling(
    known: tuple[KnownFacts, dict[str, Disclosure]],
    level: Disclosure,
    stored: dict[str, str],
    tag: str = "en",
) -> Telling:
    facts, levels = known
    return Telling(facts, stored.get, {}, level, levels, Formats(tag, "Asia/Manila", 0), 0)


def told(one: Telling) -> list[str]:
    """Every word of every fact, whatever a look-up may have brought."""
    words = []
    for fact in one.known.facts:
        short = fact.looks_up.operation.name.partition(".")[2] if fact.looks_up else ""
        value: dict[str, Any] = {"word": f"{short}-said", "sum": {"amount": 129_000, "currency": "PHP"}}
        if (ground := one.ground(fact, Answered(value, 1) if short else None, 0)) is not None:
            words += [ground.fact.text, ground.next.text if ground.next else ""]
    return words


STORED = st.fixed_dictionaries(
    {}, optional={name: st.just(name.upper()) for name in ("open", "known", "proved", "hidden")}
)


@given(level=st.sampled_from(Disclosure), stored=STORED, tag=st.sampled_from(["en", "th", "de"]))
def test_nothing_above_the_level_is_told_or_asked_for(
    known: tuple[KnownFacts, dict[str, Disclosure]], level: Disclosure, stored: dict[str, str], tag: str
) -> None:
    level = min(level, Disclosure.VERIFIED)  # nobody but staff is known better, and replies are for customers
    one = telling(known, level, stored, tag)
    words = " ".join(told(one))
    assert [marker for marker, needed in NEEDED.items() if marker in words and needed > level] == []
    for fact in one.known.facts:
        asked = one.arguments(fact)
        assert asked is None or (fact.looks_up is not None and fact.looks_up.operation.disclosure <= level)
        assert asked is None or asked == {"account": "HIDDEN"}  # without an account, nobody is asked


def test_who_has_shown_who_they_are_hears_all_that_is_theirs(
    known: tuple[KnownFacts, dict[str, Disclosure]],
) -> None:
    everything = {name: name.upper() for name in ("open", "known", "proved", "hidden")}
    words = told(telling(known, Disclosure.VERIFIED, everything))
    assert "It is PROVED, and KNOWN." in words
    assert "They say them-said: ₱1,290.00." in words and "And KNOWN?" in words
    assert not any("Something is there" in one for one in words)  # nor do replies hint at what is for staff


def test_a_fact_without_its_look_up_is_left_out(known: tuple[KnownFacts, dict[str, Disclosure]]) -> None:
    one = telling(known, Disclosure.VERIFIED, {"hidden": "HIDDEN"})
    fact = next(fact for fact in one.known.facts if fact.name == "them")
    assert one.ground(fact, None, 0) is None


def test_facts_about_what_was_said_first_come_first(known: tuple[KnownFacts, dict[str, Disclosure]]) -> None:
    found = fitting_of(known[0].facts, [frozenset({"bill"}), frozenset({"pay"})])
    assert [place for _, place in found] == [2] * len(
        known[0].facts
    )  # they fit whatever comes up, and come last


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ('- {fact: a, about: [any], says: "{customer.hidden}"}', "which is for staff only"),
        ('- {fact: a, about: [bil], says: "x"}', 'nothing is about "bil"'),
        ('- {fact: a, about: [any], look_up: billing.thm, says: "x"}', 'there is no operation "billing.thm"'),
        ('- {fact: a, about: [any], look_up: billing.them, says: "x"}', 'billing.them needs "account"'),
        ('- {fact: a, about: [any], into: x, says: "x"}', "nothing is looked up"),
        ('- {fact: a, about: [any], says: "{found.word}"}', "found"),
        ('- {fact: a, about: [any], says: "x"}\n- {fact: a, about: [any], says: "y"}', "stands twice"),
        ("- {fact: a, about: [any]}", "says"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(facts: str, problem: str) -> None:
    with pytest.raises(BusinessError) as refused:
        load_files(files(facts), SECTIONS)
    assert "replies.yaml:" in str(refused.value) and problem in str(refused.value)
