"""The customer turns out to be another one in the middle of a session: nothing of the former one is said or kept."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.flows.island import PROFILE, Talk, world
from tests.flows.making import MONEY, flows, inputs, results
from tests.flows.test_engine_laws import LAWS, STEPS, answered, moved, reaches_a_person, read
from warmline.business.model import Disclosure
from warmline.flows.effects import Say
from warmline.flows.engine import begin
from warmline.flows.inputs import Result, Said, Silence
from warmline.flows.world import World

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
FORMER = "XAVIERA"
"""Stands wherever the world tells something of the former customer."""
PLAIN = frozenset({"currency", "due", "opens", "call_back", "kind", "until", "sure"})
"""What is no text."""
FEW = st.lists(st.tuples(st.booleans(), inputs(), results()), max_size=3)
BILL = Result(
    id="",
    outcome="ok",
    value={"number": "R-1", "total": MONEY, "reasons": ["roaming"], "due": "2026-02-12"},
)
OF_FORMER = {**PROFILE, "first_name": FORMER, "area": FORMER, "account": FORMER}


def marked(value: Any) -> Any:
    """What the world answers about the former customer: every text of it bears their name."""
    if isinstance(value, str):
        return FORMER
    if isinstance(value, list | tuple):
        return [marked(one) for one in value]
    if isinstance(value, dict):
        return {name: one if name in PLAIN else marked(one) for name, one in value.items()}
    return value


def looking_up_first(files: dict[str, str]) -> dict[str, str]:
    """The same flows, each of which begins with the bill and goes on with the first of its other steps."""
    changed = {}
    for name, text in files.items():
        flow = yaml.safe_load(text)
        flow["start"] = "invoice"
        flow["steps"]["invoice"]["then"] = "s0"
        changed[name] = yaml.safe_dump(flow, allow_unicode=True, sort_keys=False)
    return changed


@LAWS
@given(flows(), FEW, inputs(), results(), STEPS, st.sampled_from(Disclosure))
def test_nothing_of_the_former_customer_is_said_or_kept(
    files: dict[str, str], before: list[Any], then: Any, result: Result, after: list[Any], level: Disclosure
) -> None:
    book = read(looking_up_first(files))
    former = replace(world(OF_FORMER), who="phone 1")
    session = begin(book, "c-1", "chat", "en", former, level=level).session
    for outside, next_one, answer in [(True, Silence(), BILL), *before]:
        told = msgspec.structs.replace(answer, value=marked(answer.value), why=answer.why)
        session, _ = moved(book, session, answered(session, outside, next_one, told), former)
    was = session
    changed = replace(world(), who="account 2", another=True)
    session, effects = moved(book, session, answered(session, True, then, result), changed)
    assert session.level <= Disclosure.RECOGNISED or session.outcome
    others: World = replace(changed, another=False)
    for outside, next_one, answer in [*after, (True, Said(text="1"), Result(id="", outcome="ok"))]:
        heard = [one for one in effects if isinstance(one, Say)]
        assert FORMER not in str(heard), (was, heard)
        if not session.outcome:
            assert FORMER not in str(session.variables), session.variables
            assert reaches_a_person(book, session, others)
        session, effects = moved(book, session, answered(session, outside, next_one, answer), others)


FAMILY = {
    "flows/main.yaml": """\
flow: main
steps:
  where: {ask: {what: where, as: text, say: "Where is it?"}, then: help}
  help: {call: bill, then: bye}
  bye: {say: "About {where}.", end: done}
""",
    "flows/bill.yaml": """\
flow: bill
needs: recognised
steps:
  look:
    look_up: billing.plans
    into: plans
    on_failure: {then: handover}
    then: ready
  ready: {ask: {what: number, as: text, say: "Plans {plans.names}. Which?"}, then: found}
  found: {identify: {by: [account]}, then: told, else: handover}
  told: {say: "Plans {plans.names} for {number}.", then: end}
""",
}


def test_a_flow_that_has_lost_something_begins_anew_and_what_was_said_stays() -> None:
    talk = Talk(read(FAMILY), level=Disclosure.VERIFIED, channel="chat")
    talk.facts = replace(talk.facts, who="phone 1")
    talk.give(Said(text="the kitchen"))
    talk.answer(names=[FORMER])
    assert f"Plans {FORMER}. Which?" in talk.hears
    talk.facts = replace(talk.facts, who="account 2", another=True)
    talk.give(Said(text="seven"))
    assert talk.session.level is Disclosure.RECOGNISED
    assert FORMER not in str(talk.session)
    talk.facts = replace(talk.facts, another=False)
    talk.answer(names=["theirs"])
    assert "Plans theirs. Which?" in talk.hears
    talk.give(Said(text="seven"))
    assert "Plans theirs for seven." in talk.hears
    assert "About the kitchen." in talk.hears


def test_who_is_found_out_by_an_account_is_known_no_better_than_that() -> None:
    talk = Talk(read(FAMILY), level=Disclosure.ANONYMOUS, channel="chat")
    talk.facts = replace(talk.facts, who="phone 1")
    talk.give(Said(text="the kitchen"))
    talk.answer("refused", "not_found")
    talk.give(Said(text="7013550"))
    talk.facts = replace(talk.facts, who="account 2", another=True)
    talk.answer()
    assert talk.session.level is Disclosure.RECOGNISED
    assert talk.session.variables["main"]["where"] == "the kitchen"
