"""A desk with people at both ends: the sample business served, customers who chat, agents who are signed in."""

import asyncio
import hmac
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import httpx

from tests.desk.conftest import PASSWORD, event, past
from tests.server import Server, prepare
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.events.model import Event
from warmline.log.model import Decoded
from warmline.web.access import Role
from warmline.web.principal import LOCAL, Scopes

NOTHING_FADES = "signals: {frustration: {half_life: 365d}}"
"""So that a screen and a reload can be compared, though a moment lies between them."""
SECRET = "what the shop and Warmline share"
PEOPLE = (
    ("ana", "Ana Reyes", Role.AGENT, Scopes()),
    ("ben", "Ben Cruz", Role.AGENT, Scopes()),
    ("lead", "Lea Lim", Role.LEAD, Scopes()),
    ("thai", "Tida", Role.AGENT, Scopes(country=("TH",))),
    ("theo", "Theo", Role.LEAD, Scopes(country=("TH",))),
)


@cache
def _with_people() -> tuple["tempfile.TemporaryDirectory[str]", Server]:
    """Customers with a past and people who serve them, to be copied: made once, as it takes two seconds."""
    folder = tempfile.TemporaryDirectory()
    server = prepare(Path(folder.name))
    consent = event("consent.given", 590, "u-consents", {"purpose": "marketing"})

    async def hire() -> None:
        runtime = Runtime(Settings(data=server.data, business=server.business, cache_mb=16))
        for sign_in, name, role, scopes in PEOPLE:
            await runtime.staff.add(
                LOCAL,
                email=f"{sign_in}@example.com",
                name=name,
                role=role,
                scopes=scopes,
                password=PASSWORD,
            )
        await runtime.stop()

    asyncio.run(_happened(server, [*past(), consent]))
    asyncio.run(hire())
    return folder, server


async def _happened(server: Server, events: Sequence[Event]) -> None:
    runtime = Runtime(Settings(data=server.data, business=server.business, cache_mb=16))
    await runtime.storage.run(runtime.ingest.command("backend", Decoded(events=[*events], rejected=[])))
    await runtime.stop()


def by_hand(business: Path) -> None:
    """Have no offer carried out by a system."""
    for file in (business / "offers").glob("*.yaml"):
        file.write_text(
            re.sub(r"^  (do|with|receipt): .*\n", "", file.read_text("utf-8"), flags=re.M), "utf-8"
        )


@contextmanager
def serving(
    folder: Path,
    more: Sequence[Event] = (),
    settings: Mapping[str, str] | None = None,
    website: str = "",
    *,
    signals: str = "",
    has_systems: bool = False,
) -> Iterator[Server]:
    """A server that is started for trying, with a few people; `more` has happened before.

    `website` is declared beside the one of the sample; `signals` is how the business tunes them. Unless it
    `has_systems`, what offers promise is done by hand: no back office is there to do it.
    """
    _, ready = _with_people()
    server = prepare(folder)
    shutil.rmtree(server.data)
    shutil.copytree(ready.data, server.data)
    server.keys = dict(ready.keys)
    channels = server.business / "channels.yaml"
    channels.write_text(channels.read_text().replace("websites:", f"websites:\n  {website}", 1))
    if signals:
        (server.business / "signals.yaml").write_text(signals)
    if not has_systems:
        by_hand(server.business)
    server.environment |= {"WARMLINE_DEMO": "true", "WARMLINE_CHAT_SECRET": SECRET, **(settings or {})}
    if more:
        asyncio.run(_happened(server, more))
    server.start()
    try:
        yield server
    finally:
        server.stop()


@dataclass
class Chatter:
    """A customer in a chat, without a browser."""

    client: httpx.Client
    contact: str
    headers: dict[str, str]
    sent: int = 0

    @classmethod
    def begin(cls, url: str, user: str = "", website: str = "isla", language: str = "en") -> "Chatter":
        """Begin a chat, as somebody who is signed in to the shop or as nobody in particular."""
        client = httpx.Client(base_url=url, timeout=30, trust_env=False)
        sent: dict[str, Any] = {"website": website, "language": language}
        if user:
            at = int(time.time())
            vouched = hmac.new(SECRET.encode(), f"{at}\n{user}".encode(), "sha256").hexdigest()
            sent["visitor"] = {"id": user, "identifier_hash": vouched, "signed_at": at}
        answer = client.post("/chat/contacts", json=sent)
        assert answer.status_code == 201, answer.text
        begun = answer.json()
        return cls(client, begun["contact"]["name"], {"authorization": f"Bearer {begun['token']}"})

    def give(self, kind: str, **given: Any) -> dict[str, Any]:
        """Put something in; the contact as it is then, with all its turns."""
        self.sent += 1
        sent = {"key": f"k-{self.sent}", "kind": kind, **given}
        answer = self.client.post(f"/chat/contacts/{self.contact}/inputs", json=sent, headers=self.headers)
        assert answer.status_code == 200, answer.text
        now: dict[str, Any] = answer.json()
        return now

    def turns(self) -> list[dict[str, Any]]:
        """All that was said."""
        answer = self.client.get(f"/chat/contacts/{self.contact}/turns", headers=self.headers)
        turns: list[dict[str, Any]] = answer.json()["turns"]
        return turns


class Begin(Protocol):
    """Has a customer begin a chat."""

    def __call__(self, user: str = "", language: str = "en") -> Chatter: ...


@contextmanager
def chatting(desk: Server, *, leaves: bool = False) -> Iterator[Begin]:
    """Has customers begin chats. At the end their connections are closed; whoever `leaves` ends the chat as well."""
    begun: list[Chatter] = []

    def chat(user: str = "", language: str = "en") -> Chatter:
        begun.append(Chatter.begin(desk.url, user, language=language))
        return begun[-1]

    yield chat
    for one in begun:
        if leaves:
            one.client.post(f"/chat/contacts/{one.contact}/leave", headers=one.headers)
        one.client.close()
