"""A whole Warmline on the sample business, with staff who can be seen."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.server import SAMPLE
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.events.model import Event, Identifier
from warmline.routing.model import Agent, Expert
from warmline.web.access import Role
from warmline.web.principal import LOCAL, Principal

MINUTE = 60_000_000
START = int(time.time() * 1e6) - 60 * MINUTE
"""An hour ago."""
CUSTOMER = (Identifier("account", "7013550", True),)


@dataclass
class House:
    """A runtime, its staff by name, and what happens in contacts."""

    runtime: Runtime
    staff: dict[str, Principal] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    async def hire(self, name: str, role: Role = Role.AGENT, *, seen: bool = True) -> Principal:
        """Somebody new, who is there unless `seen` is false."""
        made = await self.runtime.staff.add(
            LOCAL, email=f"{name}@example.com", name=name.title(), role=role, password="four words do it well"
        )
        self.staff[name] = made.account.principal
        if seen:
            self.runtime.presence.saw(self.staff[name])
        return self.staff[name]

    async def happens(self, contact: str, type: str, at: int = 0, **properties: object) -> None:
        """An event of a contact, so many minutes after the start."""
        number = self.numbers[contact] = self.numbers.get(contact, 0) + 1
        event = Event(
            source="contacts",
            message_id=f"{contact} {number}",
            type=type,
            occurred=START + at * MINUTE,
            channel="chat",
            identifiers=CUSTOMER,
            properties={"contact": contact, **properties},
        )
        await self.runtime.storage.run(
            lambda tx: self.runtime.ingest.append(tx, [event], START + at * MINUTE)
        )

    async def handled(
        self, who: str, contact: str, reason: str = "bill", *, at: int = 0, solved: bool = True
    ) -> None:
        """Somebody has a contact from its beginning to its end."""
        staff = f"staff:{self.staff[who].id}"
        await self.happens(contact, "contact.joined", at, participant=staff)
        if solved:
            await self.happens(contact, "contact.solved", at + 1, reason=reason, by=staff)
        await self.happens(contact, "contact.left", at + 1, participant=staff, why="closed")
        await self.happens(contact, "contact.ended", at + 1, outcome="completed", reason=reason, owner=staff)

    async def describe(
        self, who: str, *, skills: tuple[str, ...] = (), languages: tuple[str, ...] = (), capacity: int = 3
    ) -> Agent:
        return await self.runtime.routing.describe(
            LOCAL, self.staff[who].id, skills=skills, languages=languages, capacity=capacity
        )

    def agent(self, who: str) -> Agent:
        found = self.runtime.storage.read_now(
            lambda r: self.runtime.routing.experts.agent(r, self.staff[who].id)
        )
        assert found is not None
        return found

    def experts(self, what: str, language: str = "") -> list[Expert]:
        return self.runtime.storage.read_now(
            lambda r: self.runtime.routing.experts.experts_for(r, what, language)
        )

    def names(self, what: str, language: str = "") -> list[str]:
        return [one.agent.name for one in self.experts(what, language)]

    def there(self, queue: str) -> int:
        self.runtime.presence.changed()
        return self.runtime.storage.read_now(lambda r: self.runtime.presence.there(r, queue))


Play = Callable[[Callable[[House], Awaitable[None]]], None]


@pytest.fixture
def business() -> Path:
    return SAMPLE


@pytest.fixture
def play(tmp_path: Path, business: Path) -> Play:
    """Plays a scene in a house of its own."""

    def played(scene: Callable[[House], Awaitable[None]]) -> None:
        async def whole() -> None:
            runtime = Runtime(Settings(data=tmp_path / "data", business=business, cache_mb=8))
            try:
                await scene(House(runtime))
            finally:
                await runtime.stop()

        (tmp_path / "data").mkdir(exist_ok=True)
        asyncio.run(whole())

    return played
