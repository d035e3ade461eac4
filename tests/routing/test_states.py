"""What members of staff are, and who counts as being there for a queue."""

import shutil
import time
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from tests.routing.conftest import House, Play
from tests.server import SAMPLE
from warmline.log import repository as log
from warmline.routing import repository
from warmline.routing.errors import BadSkills, NoSuchState, NotAnAgent, OutsideScopes, UnknownAgent
from warmline.routing.model import Stated
from warmline.routing.presence import Presence
from warmline.routing.spells import Spells
from warmline.storage.port import Transaction
from warmline.web.access import Role
from warmline.web.principal import LOCAL, Scopes


@pytest.fixture
def business(tmp_path: Path) -> Path:
    """The sample, with a queue that asks for a skill and a language."""
    folder = tmp_path / "business"
    shutil.copytree(SAMPLE, folder)
    service = folder / "service.yaml"
    text = service.read_text()
    network = "title: Network and faults, hours: always, skills: [network]"
    assert network in text
    service.write_text(
        text.replace(network, "title: Network and faults, hours: always, skills: [radio], languages: [th]")
    )
    return folder


def test_who_is_on_a_break_or_away_is_not_there(play: Play) -> None:
    async def scene(house: House) -> None:
        routing = house.runtime.routing
        ana, _ = await house.hire("ana"), await house.hire("ben", seen=False)
        assert (house.agent("ana").state, house.agent("ben").state) == ("free", "away")
        assert house.there("general") == 1
        await routing.be(ana, "busy")
        assert house.there("general") == 1, "who is busy will be there for whoever waits"
        await routing.be(ana, "break", "meal")
        assert (house.agent("ana").state, house.agent("ana").reason) == ("break", "meal")
        assert house.there("general") == 0
        await routing.be(ana, "free")
        assert house.there("general") == 1

    play(scene)


def test_a_lead_states_nothing_of_whoever_sees_more_customers_than_they_do(play: Play) -> None:
    async def scene(house: House) -> None:
        await house.hire("ana")
        add = house.runtime.staff.add
        lead = await add(
            LOCAL, email="lea@example.com", name="Lea", role=Role.LEAD, scopes=Scopes(country=("PH", "TH"))
        )
        mai = await add(
            LOCAL, email="mai@example.com", name="Mai", role=Role.AGENT, scopes=Scopes(country=("TH",))
        )
        by = lead.account.principal
        describe = partial(house.runtime.routing.describe, skills=["network"], languages=["th"], capacity=2)
        assert (await describe(by, mai.account.id)).skills == ("network",)
        assert (await describe(by, by.id)).skills == ("network",), "of themself, too"
        with pytest.raises(OutsideScopes, match="Ana also works with customers outside of your scopes"):
            await describe(by, house.staff["ana"].id)
        with pytest.raises(OutsideScopes):
            await describe(mai.account.principal, mai.account.id)
        assert house.agent("ana").skills == ()

    play(scene)


def test_analysts_and_programs_take_no_contacts(play: Play) -> None:
    async def scene(house: House) -> None:
        kim = await house.hire("kim", Role.ANALYST)
        assert house.there("general") == 0
        for nobody in (kim, LOCAL):
            with pytest.raises(NotAnAgent):
                await house.runtime.routing.be(nobody, "free")

    play(scene)


def test_a_queue_that_asks_for_something_is_served_by_those_who_have_it(play: Play) -> None:
    async def scene(house: House) -> None:
        await house.hire("ana")
        assert house.there("network") == 0, "she speaks no Thai"
        await house.describe("ana", languages=("en", "th"))
        assert house.there("network") == 1, "of whom no skill is stated, none is missed"
        await house.describe("ana", languages=("en", "th"), skills=("billing",))
        assert (house.there("network"), house.there("billing"), house.there("general")) == (0, 1, 1)
        await house.describe("ana", languages=("en", "th"), skills=("billing", "radio"))
        assert house.there("network") == 1

    play(scene)


def test_a_state_is_on_record_with_how_long_the_one_before_took(play: Play) -> None:
    async def scene(house: House) -> None:
        routing = house.runtime.routing
        ana = await house.hire("ana")
        await routing.be(ana, "free")
        await routing.be(ana, "break", "rest")
        await routing.be(ana, "break", "rest")
        found = house.runtime.storage.read_now(lambda r: log.after(r, 0, 50))
        told = [one.event.properties for one in found if one.event.type == "agent.state"]
        assert [(one["state"], one.get("reason"), one.get("before")) for one in told] == [
            ("free", None, None),
            ("break", "rest", "free"),
        ]
        assert told[1]["seconds"] >= 0  # type: ignore[operator]
        kept = house.runtime.storage.read_now(lambda r: repository.spells(r, ana.id, 0, 1 << 62))
        assert [(one.state, one.reason, one.ended > 0) for one in kept] == [
            ("free", "", True),
            ("break", "rest", False),
        ]

    play(scene)


@pytest.mark.parametrize(
    ("state", "reason"), [("asleep", ""), ("break", "bored"), ("free", "meal"), ("", "rest")]
)
def test_a_state_that_there_is_not_is_refused(play: Play, state: str, reason: str) -> None:
    async def scene(house: House) -> None:
        ana = await house.hire("ana")
        with pytest.raises(NoSuchState) as refused:
            await house.runtime.routing.be(ana, state, reason)
        assert "meal" in str(refused.value.remedy)
        assert house.agent("ana").state == "free"

    play(scene)


def test_signing_in_frees_and_signing_out_of_the_last_session_takes_away(play: Play) -> None:
    async def scene(house: House) -> None:
        staff, routing = house.runtime.staff, house.runtime.routing
        ana = await house.hire("ana", seen=False)

        async def sign_in() -> str:
            signed_in = await staff.sessions.sign_in(
                "ana@example.com", "four words do it well", address="192.0.2.1"
            )
            assert await staff.by_session(signed_in.token)
            return signed_in.token

        first = await sign_in()
        assert house.agent("ana").state == "free"
        await routing.be(ana, "break", "meal")
        second = await sign_in()
        assert house.agent("ana").state == "break", "another browser ends no break"
        await staff.sessions.sign_out(first)
        assert house.agent("ana").state == "break"
        await staff.sessions.sign_out(second)
        assert house.agent("ana").state == "away"
        assert house.there("general") == 0
        await sign_in()
        assert house.agent("ana").state == "free"

    play(scene)


def test_what_is_stated_of_somebody_is_checked_and_on_record(play: Play) -> None:
    async def scene(house: House) -> None:
        await house.hire("ana")
        with pytest.raises(UnknownAgent):
            await house.runtime.routing.describe(LOCAL, "nobody", skills=(), languages=(), capacity=1)
        with pytest.raises(BadSkills, match="not the name of a skill"):
            await house.describe("ana", skills=("Billing!",))
        with pytest.raises(BadSkills, match="not a language"):
            await house.describe("ana", languages=("Thai language",))
        with pytest.raises(BadSkills, match="at once"):
            await house.describe("ana", capacity=0)
        assert await house.describe("ana", skills=("billing", "billing"), capacity=2) == house.agent("ana")
        assert (house.agent("ana").skills, house.agent("ana").capacity) == (("billing",), 2)
        entries = (
            await house.runtime.staff.audit.entries(customer="", staff="local", cursor="", limit=5)
        ).items
        assert entries[0].action == "agent.described"

    play(scene)


def test_who_was_last_seen_when(play: Play) -> None:
    async def scene(house: House) -> None:
        ana = await house.hire("ana")
        assert house.runtime.presence.unseen_for(ana.id) < house.runtime.presence.unseen_for("nobody")

    play(scene)


def test_who_closes_the_browser_without_a_word_was_away_since_then(play: Play) -> None:
    """And is what they had chosen once they are seen again."""

    async def scene(house: House) -> None:
        ana, runtime = await house.hire("ana"), house.runtime
        passed = [0.0]
        began = int(time.time() * 1e6)

        def now() -> int:
            return began + int(passed[0] * 1e6)

        presence = Presence(lambda: passed[0], lambda: runtime.business.current)
        numbers = (str(number) for number in count())
        kept = Spells(runtime.storage, presence, runtime.ingest.append, now, lambda: next(numbers))

        def begin(tx: Transaction) -> None:
            repository.put(tx, ana.id, Stated(state="busy", since=now()))
            kept.record(tx, ana.id, "busy", "", now())

        await runtime.storage.run(begin)
        passed[0] = 120
        presence.saw(ana)
        for seconds in (240, 400, 401):
            passed[0] = seconds
            await kept.look()
        passed[0] = 4000
        presence.saw(ana)
        await kept.look()
        await kept.look()
        found = runtime.storage.read_now(lambda r: log.after(r, 0, 50))
        told = [one.event.properties for one in found if one.event.type == "agent.state"]
        assert [(one["state"], one.get("seconds")) for one in told] == [
            ("busy", None),
            ("away", 120),
            ("busy", 3880),
        ]

    play(scene)
