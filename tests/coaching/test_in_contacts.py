"""Signals in contacts that go on: noticed in the very turn, on record, known to flows, marked, erased."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.coaching import repository
from warmline.coaching.marking import UnknownSignal
from warmline.coaching.model import Noticed
from warmline.contacts import repository as contacts
from warmline.contacts.errors import UnknownContact
from warmline.events.model import Event, Identifier
from warmline.flows.inputs import Asked, Said
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal, Scopes

FILES = {
    "business.yaml": "name: T\nregion: PH\ntimezone: Asia/Manila\ncurrency: PHP\nlanguages: [en, fil]\n",
    "identifiers.yaml": "identifiers: {account: {priority: 1}}\n",
    "profile.yaml": (
        'fields:\n  name: {default: "", last: {customer.identified: traits.name}}\n'
        '  country: {default: "", last: {customer.identified: traits.country}}\n'
    ),
    "service.yaml": "start: main\nqueues: {general: {title: Service, hours: always}}\n",
    "flows/main.yaml": """\
flow: main
title: Main
steps:
  colour:
    ask: {what: colour, as: text, say: "Which colour?"}
    then: look
  look:
    branch:
      - {when: contact.frustration >= 50, then: sorry}
      - {then: colour}
  sorry: {say: "I hear that you are upset.", then: colour}
""",
    "policies/upset.yaml": """\
policy: upset
why: Somebody should look.
on: contact.signal
when: event.signal == "frustration" && event.score >= 50
do:
  - notify: {text: "Somebody is upset.", role: agent}
""",
}
MARIA = Identifier("account", "7013550", True)
ANA = Principal(kind="staff", id="ana", name="Ana Reyes", role=Role.AGENT)
ELSEWHERE = Principal(kind="staff", id="eve", name="Eve", role=Role.AGENT, scopes=Scopes(country=("TH",)))
UPSET = "THIS IS RIDICULOUS!!! nobody ever answers"
Work = Callable[[Runtime], Awaitable[None]]


@pytest.fixture
def run(tmp_path: Path) -> Callable[[Work], None]:
    """Runs work with a Warmline of a small business."""
    settings = Settings(data=tmp_path / "data", business=tmp_path / "business", cache_mb=8)
    for path, text in FILES.items():
        file = settings.business / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def run(work: Work) -> None:
        async def whole() -> None:
            runtime = Runtime(settings)
            await runtime.start()
            try:
                await work(runtime)
            finally:
                await runtime.stop()

        asyncio.run(whole())

    return run


async def begun(runtime: Runtime, *identifiers: Identifier) -> str:
    return (await runtime.talking.talks.begin("chat", identifiers=identifiers)).contact.name


async def say(runtime: Runtime, contact: str, *texts: str) -> list[str]:
    """What the flow says to the last of some texts."""
    before = 0
    for place, text in enumerate(texts):
        before = len(await runtime.talking.talks.turns(contact))
        await runtime.talking.talks.take(contact, Said(text=text), f"{text} {place} {before}")
    turns = await runtime.talking.talks.turns(contact)
    return [turn.text for turn in turns[before:] if turn.by == "flow"]


def events(runtime: Runtime, type: str) -> list[Event]:
    stored = runtime.storage.read_now(lambda reader: log.after(reader, 0, 10_000))
    return [one.event for one in stored if one.event.type == type]


def noticed(runtime: Runtime, contact: str) -> Noticed:
    def query(reader: Reader) -> Noticed:
        record = contacts.named(reader, contact)
        assert record is not None
        return repository.of(reader, record.id)

    return runtime.storage.read_now(query)


def test_a_signal_is_on_record_in_the_turn_that_gives_it_and_the_flow_knows(
    run: Callable[[Work], None],
) -> None:
    async def work(runtime: Runtime) -> None:
        contact = await begun(runtime)
        assert await say(runtime, contact, "blue please") == ["Which colour?"]
        assert events(runtime, "contact.signal") == []
        assert "I hear that you are upset." in (await say(runtime, contact, UPSET))[0]
        (signal,) = events(runtime, "contact.signal")
        assert signal.properties["signal"] == "frustration"
        assert signal.properties["turn"] == 4
        codes = {one["code"] for one in signal.properties["reasons"]}  # type: ignore[attr-defined]
        assert {"upset_words", "exclamation"} <= codes
        assert UPSET not in str(signal.properties), "words of customers are in turns alone"
        found = noticed(runtime, contact)
        assert [one.kind for one in found.standing(found.signals[0].at)] == ["frustration"]
        assert found.need_at(found.signals[0].at).why[0] == "frustration"
        assert [one.properties["text"] for one in events(runtime, "staff.notified")] == ["Somebody is upset."]

    run(work)


def test_it_is_given_once_while_it_lasts(run: Callable[[Work], None]) -> None:
    async def work(runtime: Runtime) -> None:
        contact = await begun(runtime)
        await say(runtime, contact, UPSET, "this is useless", "are you kidding me")
        assert len(events(runtime, "contact.signal")) == 1

    run(work)


def test_a_repeat_to_a_person_is_a_signal_of_its_own(run: Callable[[Work], None]) -> None:
    async def work(runtime: Runtime) -> None:
        contact = await begun(runtime, MARIA)
        await say(runtime, contact, "the parcel with my router was lost")
        await runtime.talking.talks.take(contact, Asked(what="person"), "p")
        await runtime.talking.takeover.take_over(ANA, contact)
        await runtime.talking.takeover.say(ANA, contact, "Let me look at your plan.", "a")
        assert "said_again" not in {one.properties["signal"] for one in events(runtime, "contact.signal")}
        await say(runtime, contact, "but the parcel with my router was lost")
        assert "said_again" in {one.properties["signal"] for one in events(runtime, "contact.signal")}

    run(work)


def test_contacting_again_about_the_same_and_interest_from_before_count(
    run: Callable[[Work], None],
) -> None:
    async def work(runtime: Runtime) -> None:
        now = runtime.talking.talks._clock()
        seen = Event(
            source="web",
            message_id="1",
            type="page.viewed",
            occurred=now,
            received=now,
            identifiers=(MARIA,),
            properties={"path": "/plans/unlimited"},
        )
        await runtime.storage.run(lambda tx: runtime.ingest.append(tx, [seen], now))
        contact = await begun(runtime, MARIA)
        found = noticed(runtime, contact).scores["buying"]
        assert [one.code for one in found.reasons] == ["buying_interest"]
        assert noticed(runtime, await begun(runtime)).scores == {}

    run(work)


def test_what_is_marked_wrong_is_on_record_and_counted(run: Callable[[Work], None]) -> None:
    async def work(runtime: Runtime) -> None:
        contact = await begun(runtime, MARIA)
        await say(runtime, contact, UPSET)
        with pytest.raises(UnknownContact):
            await runtime.marking.mark(ELSEWHERE, contact, 1)
        with pytest.raises(UnknownSignal):
            await runtime.marking.mark(ANA, contact, 2)
        assert await runtime.marking.mark(ANA, contact, 1)
        assert not await runtime.marking.mark(ANA, contact, 1)
        (event,) = events(runtime, "contact.signal_wrong")
        assert event.properties["by"] == "staff:ana"
        frustration = next(one for one in await runtime.marking.so_far(0) if one.kind == "frustration")
        assert (frustration.given, frustration.wrong, frustration.right) == (1, 1, 0.0)
        assert any(one.code == "upset_words" and one.wrong == 1 for one in frustration.reasons)
        assert noticed(runtime, contact).standing(runtime.talking.talks._clock()) == []
        assert [one.contact for one in await runtime.marking.latest(ANA, 0)] == [contact]
        assert await runtime.marking.latest(ELSEWHERE, 0) == []
        assert await runtime.marking.mark(ANA, contact, 1, wrong=False)
        assert noticed(runtime, contact).signals[0].wrong is False

    run(work)


def test_an_erasure_takes_it_along_and_an_export_hands_it_out(run: Callable[[Work], None]) -> None:
    async def work(runtime: Runtime) -> None:
        contact = await begun(runtime, MARIA)
        await say(runtime, contact, UPSET)
        named = [(MARIA.type, MARIA.value)]
        held = runtime.held_in_contacts
        exported = runtime.storage.read_now(lambda reader: held.everything(reader, named))
        assert exported["contacts"][0]["noticed"][0]["kind"] == "frustration"
        await runtime.storage.run(lambda tx: held.forget(tx, named, [], lambda value: value))
        left = runtime.storage.read_now(
            lambda reader: [
                row
                for table in ("contact_signal", "contact_noticed")
                for row in reader.all(f"SELECT * FROM {table}")
            ]
        )
        assert left == []

    run(work)


def test_a_detector_that_fails_keeps_nobody_from_talking(
    run: Callable[[Work], None], caplog: pytest.LogCaptureFixture
) -> None:
    async def work(runtime: Runtime) -> None:
        contact = await begun(runtime)
        runtime.noticer._rules = lambda: None  # type: ignore[assignment, return-value]
        assert await say(runtime, contact, UPSET) == ["Which colour?"]
        assert "could not be looked at for signals" in caplog.text

    run(work)
