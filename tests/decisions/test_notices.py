"""Notices wait for somebody of the right role and scopes, until one person takes them or their customer is erased."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import SAMPLE
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.decisions.notices.model import AlreadyTaken, Notice, UnknownNotice
from warmline.decisions.notices.repository import state
from warmline.decisions.notices.service import AT_ONCE, MOST_COUNTED, Keeping
from warmline.events.model import Event, Identifier
from warmline.log import repository as log
from warmline.storage.port import Transaction
from warmline.web.access import Role
from warmline.web.principal import LOCAL, Principal, Scopes

NOW = 1_780_000_000_000_000


def staff(role: Role, name: str = "", **scopes: tuple[str, ...]) -> Principal:
    return Principal(kind="staff", id=name or role, name=name or role, role=role, scopes=Scopes(**scopes))


AGENT, LEAD = staff(Role.AGENT), staff(Role.LEAD)
ISLA = staff(Role.LEAD, "scoped", brand=("isla",))


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    """One with Maria (brand isla) and Somchai (isla-go)."""
    made = Runtime(Settings(data=tmp_path, business=SAMPLE, cache_mb=8))
    for name, brand in (("maria", "isla"), ("somchai", "isla-go")):
        happen(made, event(name, "customer.identified", name, traits={"name": name, "brand": brand}))
    yield made
    asyncio.run(made.stop())


def event(name: str, type: str, who: str = "", cause: str = "", **properties: object) -> Event:
    return Event(
        source="decisions",
        message_id=f"{type} {name}",
        type=type,
        occurred=NOW,
        identifiers=(Identifier("user", who, True),) if who else (),
        properties=properties,
        cause=cause,
    )


def notice(name: str, who: str = "maria", role: str | None = "agent", cause: str = "") -> Event:
    said = {"notice": name, "text": name, "policy": "about-to-leave"} | ({"role": role} if role else {})
    return event(name, "staff.notified", who, cause, **said)


def happen(runtime: Runtime, *events: Event) -> None:
    runtime.storage.submit(lambda tx: runtime.ingest.append(tx, events, NOW)).result()


def still_open(runtime: Runtime, by: Principal, **rest: int) -> list[Notice]:
    return runtime.storage.read_now(lambda reader: runtime.notices.still_open(reader, by, **rest))


def texts(runtime: Runtime, by: Principal) -> list[str]:
    return [one.text for one in still_open(runtime, by)]


def taken(runtime: Runtime, by: Principal) -> list[tuple[str, str]]:
    found = runtime.storage.read_now(lambda reader: runtime.notices.taken(reader, by))
    return [(one.text, one.taken_by) for one in found]


def count(runtime: Runtime, by: Principal) -> int:
    return runtime.storage.read_now(lambda reader: runtime.notices.count(reader, by))


def number(runtime: Runtime, text: str) -> int:
    return next(one.seq for one in still_open(runtime, LOCAL) if one.text == text)


def test_agents_get_those_for_agents_and_leads_all(runtime: Runtime) -> None:
    happen(runtime, notice("a"), notice("b", role="lead"), notice("c", role=None), event("x", "note.taken"))
    assert texts(runtime, AGENT) == ["c", "a"]
    assert texts(runtime, LEAD) == texts(runtime, LOCAL) == ["c", "b", "a"]
    assert (count(runtime, AGENT), count(runtime, LEAD)) == (2, 3)


def test_one_says_which_policy_wanted_it_and_why(runtime: Runtime) -> None:
    done = [
        {"policy": "another", "kind": "notify", "why": "not this"},
        {"policy": "about-to-leave", "kind": "notify", "why": "They looked at how to cancel."},
    ]
    decision = event("d", "decision.made", "maria", decision="d", business="b", done=done)
    happen(runtime, decision, notice("a", cause=decision.id), notice("b", cause=notice("a").id))
    without, told = still_open(runtime, AGENT)
    assert (told.policy, told.why, told.decision) == (
        "about-to-leave",
        "They looked at how to cancel.",
        decision.id,
    )
    assert told.customer is not None and told.customer.name == "maria"
    assert without.why == ""


def test_a_decision_about_others_is_not_told_to_who_may_not_see_them(runtime: Runtime) -> None:
    done = [{"policy": "about-to-leave", "kind": "notify", "why": "Somchai rang."}]
    decision = event("d", "decision.made", "somchai", decision="d", business="b", done=done)
    happen(runtime, decision, notice("a", cause=decision.id))
    assert [(one.why, one.decision) for one in still_open(runtime, LEAD)] == [("Somchai rang.", decision.id)]
    assert [(one.text, one.why, one.decision) for one in still_open(runtime, ISLA)] == [("a", "", "")]


def test_who_takes_one_has_it_alone(runtime: Runtime) -> None:
    added = runtime.staff.add(LOCAL, email="ana@example.com", name="Ana Cruz", role=Role.AGENT)
    ana = asyncio.run(added).account.principal
    happen(runtime, notice("first"), notice("second"), notice("third"))
    numbers = {text: number(runtime, text) for text in ("first", "second", "third")}
    for text in ("second", "first"):
        asyncio.run(runtime.notices.take(ana, numbers[text]))
    asyncio.run(runtime.notices.take(ana, numbers["first"]))  # a double click
    assert texts(runtime, AGENT) == ["third"]
    assert taken(runtime, AGENT) == [("first", "Ana Cruz"), ("second", "Ana Cruz")]
    with pytest.raises(AlreadyTaken, match="Ana Cruz has taken"):
        asyncio.run(runtime.notices.take(LEAD, numbers["first"]))
    entries = asyncio.run(runtime.staff.audit.entries()).items
    assert [one.staff for one in entries if one.action == "notice.taken"] == [ana.id, ana.id]


def test_nobody_takes_what_is_not_theirs(runtime: Runtime) -> None:
    happen(runtime, notice("leads", role="lead"), notice("his", who="somchai"), notice("nobodys", who=""))
    for by, text in ((AGENT, "leads"), (ISLA, "his"), (ISLA, "nobodys")):
        with pytest.raises(UnknownNotice):
            asyncio.run(runtime.notices.take(by, number(runtime, text)))
    for unknown in (0, 1, 9999):  # 1 is an event that is no notice
        with pytest.raises(UnknownNotice):
            asyncio.run(runtime.notices.take(LOCAL, unknown))
    assert len(texts(runtime, LOCAL)) == 3


def test_who_has_scopes_gets_those_of_their_customers(runtime: Runtime) -> None:
    """However many others there are in between."""
    own = {0, 40, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE + 30}
    every = range(2 * AT_ONCE + 50)
    happen(runtime, *[notice(f"n{n}", "maria" if n in own else "somchai") for n in every], notice("x", ""))
    wanted = [f"n{n}" for n in sorted(own, reverse=True)]
    assert texts(runtime, ISLA) == wanted
    assert count(runtime, ISLA) == len(own)
    first = still_open(runtime, ISLA, limit=2)
    rest = still_open(runtime, ISLA, limit=9, before=first[-1].seq)
    assert [one.text for one in (*first, *rest)] == wanted
    assert count(runtime, LEAD) == MOST_COUNTED


def test_an_erasure_takes_them_away(runtime: Runtime) -> None:
    happen(runtime, notice("open"), notice("taken"), notice("his", who="somchai"))
    asyncio.run(runtime.notices.take(AGENT, number(runtime, "taken")))
    asyncio.run(runtime.customers.erase(LOCAL, "user:maria"))
    assert texts(runtime, LOCAL) == ["his"]
    assert taken(runtime, LOCAL) == []
    assert count(runtime, LOCAL) == 1
    with pytest.raises(UnknownNotice):
        asyncio.run(runtime.notices.take(AGENT, 3))


def test_what_was_taken_comes_back_with_nothing(runtime: Runtime) -> None:
    """The same event again is no new notice, and what fails is no notice at all."""
    happen(runtime, notice("a"))
    asyncio.run(runtime.notices.take(AGENT, number(runtime, "a")))
    happen(runtime, notice("a"))

    def failing(tx: Transaction) -> None:
        runtime.ingest.append(tx, [notice("b")], NOW)
        raise ZeroDivisionError

    assert isinstance(runtime.storage.submit(failing).exception(), ZeroDivisionError)
    assert texts(runtime, LOCAL) == []
    assert [text for text, _ in taken(runtime, LOCAL)] == ["a"]


def test_the_past_notifies_nobody() -> None:
    assert Keeping().read(notice("a"))
    assert not Keeping().read(notice("a"), live=False)
    assert not Keeping().read(event("x", "note.taken"))


def test_each_change_can_be_noticed(runtime: Runtime) -> None:
    """What is on a screen is drawn anew where this changes."""
    seen = [runtime.storage.read_now(state)]
    happen(runtime, notice("a"), notice("b"))
    seen.append(runtime.storage.read_now(state))
    for text in ("a", "b"):
        asyncio.run(runtime.notices.take(AGENT, number(runtime, text)))
        seen.append(runtime.storage.read_now(state))
    assert len(set(seen)) == len(seen)
    assert runtime.storage.read_now(log.head) == 4
