"""The sample business as a whole: somebody nobody knows says who they are, proves it, and hears of their bill."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backoffice.office import SAMPLE, SEED, Office, pesos
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.business.folder import read_folder
from warmline.business.report import Report
from warmline.contacts.model import Turn
from warmline.events.model import Event, Identifier
from warmline.flows.inputs import Chose, Said
from warmline.log.model import Decoded
from warmline.simulate.people import customers
from warmline.web.access import Role
from warmline.web.principal import Principal

LOCAL = Principal(kind="local", id="test", name="Test", role=Role.ADMINISTRATOR)
PHONE = "+639175550101"
MARIA = next(iter(customers(SEED, 3)))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The company's other systems, with a bill of Maria's that has jumped."""
    folder = tmp_path / "office"
    folder.mkdir()
    one = Office(folder, "--messages-secret", "m")
    one.done(f"/accounts/{MARIA.account}/invoices", "b0")
    one.done(
        f"/accounts/{MARIA.account}/invoices", "b1", extra=[{"what": "roaming", "amount": pesos(30_000)}]
    )
    yield one
    one.stop()


def _business(folder: Path, url: str) -> Path:
    """The sample, with its systems at another address."""
    host = url.removeprefix("http://")
    for path, content in read_folder(SAMPLE, Report()).files.items():
        if path.startswith("backoffice"):
            continue
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.replace(b"127.0.0.1:8100", host.encode()))
    return folder


def _codes(office: Office) -> list[str]:
    """What Maria's phone shows, the newest first."""
    shown = office.get("/messages")["messages"]
    return [code for one in shown if one["to"] == PHONE for code in re.findall(r"\b\d{6}\b", one["text"])]


async def _code(office: Office) -> str:
    async with asyncio.timeout(10):
        while not (found := await asyncio.to_thread(_codes, office)):
            await asyncio.sleep(0.05)
        return found[0]


def _another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


class Chat:
    """One customer in one contact."""

    def __init__(self, runtime: Runtime) -> None:
        self.talks = runtime.talking.talks
        self.seen = 0
        self.keys = 0
        self.last: Turn | None = None

    async def begin(self) -> None:
        self.name = (await self.talks.begin("chat", language="en")).contact.name
        await self._wait()

    async def say(self, given: Said | Chose) -> str:
        self.keys += 1
        await self.talks.take(self.name, given, f"k{self.keys}")
        return await self._wait()

    async def _wait(self) -> str:
        """What the flow says, once it waits for the customer again."""
        said: list[str] = []
        async with asyncio.timeout(20):
            while True:
                for turn in await self.talks.turns(self.name, self.seen):
                    self.seen = turn.number
                    if turn.by == "flow":
                        self.last = turn
                        said.append(" ".join(turn.prompt.texts) if turn.prompt else turn.text)
                if (
                    said
                    and self.last
                    and self.last.prompt
                    and (self.last.prompt.options or self.last.prompt.field)
                ):
                    return " ".join(said)
                await asyncio.sleep(0.05)


def test_a_stranger_becomes_maria_and_hears_of_her_bill(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESSAGES_WEBHOOK_SECRET", "m")
    (tmp_path / "business").mkdir()
    (tmp_path / "data").mkdir()

    async def go() -> tuple[str, list[str], str]:
        runtime = Runtime(
            Settings(data=tmp_path / "data", business=_business(tmp_path / "business", office.url))
        )
        await runtime.start()
        try:
            known = (Identifier("account", MARIA.account, True), Identifier("phone", PHONE, True))
            told = Event(
                source="crm",
                message_id="1",
                type="customer.identified",
                occurred=1_700_000_000_000_000,
                identifiers=known,
                properties={"traits": MARIA.traits()},
            )
            await runtime.storage.run(runtime.ingest.command("crm", Decoded(events=[told])))
            chat = Chat(runtime)
            await chat.begin()
            await chat.say(Chose(option="bills"))
            assert "account number" in await chat.say(Chose(option="bill"))
            assert "could not find you" in await chat.say(Said(text="7013592"))
            assert "code we sent to •••01" in await chat.say(Said(text="7O1 35 50"))
            assert "not right" in await chat.say(Said(text=_another(await _code(office))))
            said = await chat.say(Said(text=await _code(office)))
            story = await runtime.customers.timeline(LOCAL, f"account:{MARIA.account}")
            return said, [entry.type for entry in story], str([entry.properties for entry in story])
        finally:
            await runtime.stop()

    said, types, properties = asyncio.run(go())
    assert "300.00 more than the one before, because of" in said
    assert {"contact.identified", "contact.verified", "contact.looked_up"} <= set(types)
    code = _codes(office)[0]
    assert code not in properties
    written = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("warmline.db*"))
    assert code.encode() not in written
