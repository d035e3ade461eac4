"""What policies do in contacts: said where the customer is, as far as they are known there, once; else by phone."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.contacts.world import ANA
from tests.flows import island
from warmline.app import clock
from warmline.app.runtime import Runtime
from warmline.app.sections import SECTIONS
from warmline.app.settings import Settings
from warmline.business.load import load_files
from warmline.business.model import BusinessError
from warmline.contacts.model import Turn
from warmline.contacts.whose import SELF_SERVICE
from warmline.events.model import Event, Identifier
from warmline.flows.inputs import Chose
from warmline.log import outbox
from warmline.log import repository as log
from warmline.log.model import Decoded

KNOWN = (Identifier("account", "7013550", True), Identifier("phone", "+639171234567", True))
POLICIES = """\
- policy: tell
  why: They wait for it.
  on: network.restored
  when: has(customer.first_name)
  do: [{message: "{customer.first_name}, the network is back."}]
- policy: tell-account
  why: They wait for it.
  on: account.settled
  when: has(customer.account)
  do: [{message: "Account {customer.account} is settled."}]
- policy: of-event
  why: They wait for it.
  on: parcel.late
  do: [{message: "Parcel {event.parcel} is late."}]
- policy: move
  why: They have asked twice.
  on: asked.twice
  do: [{route: billing}]
"""
MAIN = """\
flow: main
title: Welcome
steps:
  topics:
    menu:
      say: "What can I do for you?"
      options: [{name: who, say: "It is me", then: find}, {name: bye, say: "Nothing", then: end}]
  find: {identify: {by: [channel]}, then: topics, else: topics}
"""
FILES = {
    "identifiers.yaml": "identifiers: {account: {priority: 1}, phone: {priority: 2, format: phone}}\n",
    "policies/all.yaml": POLICIES,
    "flows/main.yaml": MAIN,
    "service.yaml": island.FILES["service.yaml"].replace(
        '{mon-fri: "08:00-20:00", sat: "09:00-17:00"}', "always"
    ),
}


@pytest.fixture
def phone() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What sends messages: its address, and what it was told."""
    told: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{web.server_port}", told
    web.shutdown()
    web.server_close()


@asynccontextmanager
async def running(folder: Path, host: str, more: Mapping[str, str] | None = None) -> AsyncIterator[Runtime]:
    """A Warmline on the island that knows Maria."""
    files = {
        **FILES,
        "business.yaml": island.FILES["business.yaml"]
        .replace("[en, fil, th]", "[en]")
        .replace("[back.example.com]", f'[back.example.com, "{host}"]'),
        **(more or {}),
        "webhooks.yaml": f'webhooks: {{messages: {{url: "http://{host}/hooks", secret: MESSAGES_SECRET}}}}\n',
    }
    for path, content in island.files(files).items():
        (folder / "business" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "business" / path).write_bytes(content)
    (folder / "data").mkdir()
    runtime = Runtime(Settings(data=folder / "data", business=folder / "business"))
    await runtime.start()
    try:
        await happens(runtime, "customer.identified", traits={"first_name": "Maria", "account": "7013550"})
        yield runtime
    finally:
        await runtime.stop()


async def happens(runtime: Runtime, type: str, **properties: Any) -> None:
    event = Event(
        source="crm",
        message_id=type,
        type=type,
        occurred=clock.now(),
        identifiers=KNOWN,
        properties=properties,
    )
    await runtime.storage.run(runtime.ingest.command("crm", Decoded(events=[event])))


async def settled(runtime: Runtime) -> list[str]:
    """Wait until nothing waits in the outbox; what could not be delivered."""
    async with asyncio.timeout(20):
        while await runtime.storage.read(lambda reader: outbox.count(reader, "waiting")):
            await asyncio.sleep(0.02)
    dead = await runtime.storage.read(lambda reader: outbox.page(reader, "dead"))
    return [one.error for one in dead]


async def turns(runtime: Runtime, contact: str) -> list[Turn]:
    return await runtime.talking.talks.turns(contact)


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESSAGES_SECRET", "m")


def test_a_message_is_said_in_the_contact_as_far_as_its_customer_is_known(
    tmp_path: Path, phone: tuple[str, list[dict[str, Any]]]
) -> None:
    host, told = phone

    async def go() -> None:
        async with running(tmp_path, host) as runtime:
            talks = runtime.talking.talks
            name = (await talks.begin("chat", identifiers=KNOWN, language="en")).contact.name
            await happens(runtime, "network.restored")
            await settled(runtime)
            assert "Maria" not in " ".join(turn.text for turn in await turns(runtime, name))
            assert [one["values"]["text"] for one in told] == ["Maria, the network is back."]

            await talks.take(name, Chose(option="who"), "k1")
            told.clear()
            event = Event(
                source="crm",
                message_id="again",
                type="network.restored",
                occurred=clock.now(),
                identifiers=KNOWN,
            )
            await runtime.storage.run(runtime.ingest.command("crm", Decoded(events=[event])))
            await settled(runtime)
            last = (await turns(runtime, name))[-1]
            assert (last.by, last.text) == ("flow", "Maria, the network is back.")
            assert last.prompt is not None
            assert "who" in [option.name for option in last.prompt.options]
            assert told == []

    asyncio.run(go())


def test_what_a_phone_must_not_hear_is_not_sent_and_says_why(
    tmp_path: Path, phone: tuple[str, list[dict[str, Any]]]
) -> None:
    host, told = phone

    async def go() -> None:
        async with running(tmp_path, host) as runtime:
            await happens(runtime, "account.settled")
            await happens(runtime, "parcel.late", parcel="X-77")
            why = "nothing of it may be said to somebody who has not shown who they are"
            assert [one.endswith(why) for one in await settled(runtime)] == [True, True]
            assert told == []

    asyncio.run(go())


def test_a_contact_is_routed_to_a_queue_where_somebody_is_there(
    tmp_path: Path, phone: tuple[str, list[dict[str, Any]]]
) -> None:
    async def go() -> None:
        async with running(tmp_path, phone[0]) as runtime:
            talks = runtime.talking.talks
            name = (await talks.begin("chat", identifiers=KNOWN, language="en")).contact.name
            runtime.presence.saw(ANA)
            await happens(runtime, "asked.twice")
            await settled(runtime)
            contact = await talks.contact(name)
            assert str(contact.owner) == "queue:billing"
            assert (await turns(runtime, name))[-1].text == "I am connecting you with a person."

    asyncio.run(go())


def test_a_queue_that_is_not_there_is_refused() -> None:
    files = {**FILES, "policies/all.yaml": POLICIES.replace("route: billing", "route: biling")}
    with pytest.raises(BusinessError) as refused:
        load_files(island.files(files), SECTIONS)
    problems = [one for one in refused.value.problems if "no queue" in one.what]
    assert [(one.place, one.remedy) for one in problems] == [
        ("policies/all.yaml:18", "did you mean billing? known: general, billing")
    ]


BEGINS = POLICIES + (
    "- policy: expired\n  why: Their card has expired.\n  on: card.expired\n  do: [{flow: {flow: renew, for: 2d}}]\n"
)
RENEW = 'flow: renew\ntitle: A new card\nsteps: {only: {say: "Here is your new card.", then: end}}\n'
QUESTION = "Before that, shall we take care of this: A new card?"


async def said(runtime: Runtime, contact: str) -> str:
    return (await turns(runtime, contact))[-1].text


async def known(runtime: Runtime) -> str:
    """A contact in which the customer is recognised; they do not go on where they left off before."""
    talks = runtime.talking.talks
    name = (await talks.begin("chat", identifiers=KNOWN, language="en")).contact.name
    if (await said(runtime, name)).startswith("Last time"):
        await talks.take(name, Chose(option="no"), "anew")
    await talks.take(name, Chose(option="who"), "known")
    return name


async def answers(runtime: Runtime) -> list[str]:
    """What customers made of what was suggested, as the log has it."""
    stored = await runtime.storage.read(lambda reader: log.after(reader, 0, 1_000))
    return [str(one.event.properties["answer"]) for one in stored if one.event.type == "contact.suggested"]


def test_a_flow_that_a_policy_wants_begins_in_the_contact_that_is_going_on(
    tmp_path: Path, phone: tuple[str, list[dict[str, Any]]]
) -> None:
    async def go() -> None:
        async with running(
            tmp_path, phone[0], {"policies/all.yaml": BEGINS, "flows/renew.yaml": RENEW}
        ) as runtime:
            name = await known(runtime)
            await happens(runtime, "card.expired")
            assert await settled(runtime) == []
            assert await said(runtime, name) == QUESTION
            await runtime.talking.talks.take(name, Chose(option="yes"), "k2")
            assert (await said(runtime, name)).startswith("Here is your new card.")
            assert await answers(runtime) == ["begun"]
            again = await known(runtime)
            assert await said(runtime, again) == "What can I do for you?"

    asyncio.run(go())


def test_without_a_contact_it_is_kept_and_asked_in_the_next_ones_until_there_is_an_answer(
    tmp_path: Path, phone: tuple[str, list[dict[str, Any]]]
) -> None:
    async def go() -> None:
        async with running(
            tmp_path, phone[0], {"policies/all.yaml": BEGINS, "flows/renew.yaml": RENEW}
        ) as runtime:
            await happens(runtime, "card.expired")
            assert await settled(runtime) == []
            for _ in range(2):
                name = await known(runtime)
                assert await said(runtime, name) == QUESTION
                await runtime.talking.talks.leave(name)
            name = await known(runtime)
            await runtime.talking.talks.take(name, Chose(option="no"), "c")
            assert await said(runtime, name) == "What can I do for you?"
            assert await answers(runtime) == ["ignored", "ignored", "declined"]

    asyncio.run(go())


def test_an_erased_customer_is_asked_nothing_more(
    tmp_path: Path, phone: tuple[str, list[dict[str, Any]]]
) -> None:
    async def go() -> None:
        async with running(
            tmp_path, phone[0], {"policies/all.yaml": BEGINS, "flows/renew.yaml": RENEW}
        ) as runtime:
            await happens(runtime, "card.expired")
            await settled(runtime)
            found = await runtime.storage.read(lambda reader: runtime.whose.customer(reader, KNOWN))
            await runtime.customers.erase(SELF_SERVICE, str(found))
            kept = await runtime.storage.read(lambda reader: reader.all("SELECT * FROM suggestion", ()))
            assert kept == []

    asyncio.run(go())


@pytest.mark.parametrize(
    ("flow", "remedy"),
    [("renw", "did you mean renew? known: main, renew, who"), ("warmline", "known: main, renew, who")],
)
def test_a_flow_that_is_not_there_is_refused(flow: str, remedy: str) -> None:
    policies = BEGINS.replace("flow: renew,", f"flow: {flow},")
    files = {**FILES, "policies/all.yaml": policies, "flows/renew.yaml": RENEW}
    with pytest.raises(BusinessError) as refused:
        load_files(island.files(files), SECTIONS)
    (problem,) = [one for one in refused.value.problems if "no flow" in one.what]
    assert (problem.place, problem.remedy) == ("policies/all.yaml:22", remedy)
