"""What holds for every business, every customer and whatever the world answers."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.flows.island import PROFILE, book, world
from tests.flows.making import flows, inputs, results
from warmline.business.model import Disclosure
from warmline.events.catalogue import problem
from warmline.flows.effects import NEEDS_ANSWER, Effect, End, HandOver, Record
from warmline.flows.engine import advance, begin
from warmline.flows.fitting import MOST_BYTES, size
from warmline.flows.inputs import Asked, Input, Result
from warmline.flows.model import Book
from warmline.flows.session import LeftOff, Session
from warmline.flows.steps import holding
from warmline.flows.world import Suggestion, World

STEPS = st.lists(st.tuples(st.booleans(), inputs(), results()), max_size=25)
WHO = {
    "flows/who.yaml": """\
flow: who
steps:
  known: {identify: {}, then: prove}
  prove: {verify: {by: code}, then: done}
  done: {end: done}
"""
}
SUGGESTED = (Suggestion("s-1", "flow1"), Suggestion("s-2", "main"), Suggestion("s-3", "flow2"))
SERVICE = """\
start: main
recognise: who
queues: {general: {title: Customer service}, billing: {title: Bills}}
survey: {sample: 1.0}
"""
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
LAWS = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,)
)


def read(files: dict[str, str]) -> Book:
    return book({**WHO, "service.yaml": SERVICE, **files})


def moved(flows: Book, session: Session, given: Input, facts: World) -> tuple[Session, list[Effect]]:
    """One advance, with all that must hold for any."""
    before = msgspec.msgpack.encode(session)
    advanced = advance(flows, session, given, facts)
    assert msgspec.msgpack.encode(session) == before, "the session that is given is not changed"
    after, effects = advanced.session, list(advanced.effects)
    assert size(after) <= MOST_BYTES
    assert (after.waiting is None) == bool(after.outcome), "it waits, or it has ended"
    wanting = [one for one in effects if isinstance(one, NEEDS_ANSWER)]
    assert wanting == [one for one in effects[-1:] if isinstance(one, NEEDS_ANSWER)]
    if wanting:
        assert after.waiting is not None and after.waiting.id == wanting[0].id
    ends = [one for one in effects if isinstance(one, End)]
    assert bool(ends) == (bool(after.outcome) and not session.outcome)
    assert "a fault of Warmline" not in str(effects), effects
    for one in effects:
        if isinstance(one, Record):
            assert problem(one.type, {"contact": "c-1", **one.properties}) == ""
    stored = msgspec.msgpack.decode(before, type=Session)
    again = advance(flows, stored, given, facts)
    assert (again.session, list(again.effects)) == (after, effects), (
        "a stored session goes on as it would have"
    )
    return after, effects


def reaches_a_person(flows: Book, session: Session, facts: World) -> bool:
    """Whether asking for a person leads to one, unless one is asked for already."""
    waiting = session.waiting
    if waiting is None or waiting.what == "person":
        return True
    if waiting.phase in (holding.OFFER, holding.PHONE, holding.CALLING):
        return True  # they wait in the queue, and are offered a callback
    _, effects = moved(flows, session, Asked(what="person"), facts)
    handing = session.stack[-1].flow == "warmline" and waiting.phase == "handover"
    return handing or any(isinstance(one, HandOver) for one in effects)


def answered(session: Session, outside: bool, given: Input, result: Result) -> Input:
    """What comes next: mostly the answer that is waited for, now and then anything else."""
    waiting = session.waiting
    if waiting is not None and waiting.what == "outside" and outside:
        return msgspec.structs.replace(result, id=waiting.id)
    return given


@LAWS
@given(flows(), STEPS, st.sampled_from(Disclosure), st.sampled_from(["chat", "phone"]), st.booleans())
def test_no_customer_is_ever_stuck(
    files: dict[str, str], steps: list[Any], level: Disclosure, channel: str, known: bool
) -> None:
    book = read(files)
    facts = replace(world(PROFILE if known else {}), suggestions=lambda: SUGGESTED)
    session = begin(book, "c-1", channel, "en", facts, level=level).session
    assert reaches_a_person(book, session, facts)
    for outside, next_one, result in steps:
        session, _ = moved(book, session, answered(session, outside, next_one, result), facts)
        assert reaches_a_person(book, session, facts)


@LAWS
@given(flows(), STEPS, STEPS, st.sampled_from(Disclosure))
def test_whoever_dropped_out_can_go_on(
    files: dict[str, str], before: list[Any], after: list[Any], level: Disclosure
) -> None:
    book = read(files)
    facts = world()
    session = begin(book, "c-1", "chat", "en", facts).session
    for outside, next_one, result in before:
        session, _ = moved(book, session, answered(session, outside, next_one, result), facts)
    left = LeftOff(
        contact="c-1", stack=tuple(session.stack), variables=session.variables, wants=session.wants, at=0
    )
    session = begin(book, "c-2", "phone", "th", facts, level=level, left_off=left).session
    for outside, next_one, result in after:
        session, _ = moved(book, session, answered(session, outside, next_one, result), facts)
        assert reaches_a_person(book, session, facts)
