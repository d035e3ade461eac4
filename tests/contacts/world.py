"""A whole room of contacts on a real storage, with a clock that stands until it is moved, and systems that obey."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from tests.contacts.scripted import Script
from warmline.app.executors import CarryOut
from warmline.app.migrations import MIGRATIONS
from warmline.app.talking import Talking
from warmline.business.model import Business, Field, IdentifierType
from warmline.contacts.cases import Cases
from warmline.contacts.dialogue import Dialogue
from warmline.contacts.forgetting import HeldInContacts
from warmline.contacts.hours import OPEN, Hours
from warmline.contacts.ports import Answer, Asker, Recognised
from warmline.contacts.serving import Queue, Serving
from warmline.contacts.versions import Version
from warmline.contacts.whose import Whose
from warmline.customers.erasure import Ledger
from warmline.customers.looks import Looks
from warmline.customers.projection import Projection
from warmline.customers.service import Customers
from warmline.decisions.health import Health
from warmline.decisions.service import Decisions
from warmline.decisions.tally import Tally
from warmline.events.model import Identifier
from warmline.flows.costs import Costs
from warmline.flows.effects import CheckKnowledge, Identify
from warmline.flows.inputs import Said
from warmline.log import repository as log
from warmline.log.ingest import Ingest
from warmline.log.model import Stored
from warmline.staff.audit import Audit
from warmline.storage.port import Reader, Transaction
from warmline.storage.sqlite import SqliteStorage
from warmline.web.access import Role
from warmline.web.principal import Principal, Scopes

T = TypeVar("T")
NOW = 1_780_000_000 * 1_000_000
MINUTE = 60 * 1_000_000
MARIA = (Identifier("account", "7013550", True), Identifier("phone", "+639171234567", True))
ANA = Principal(kind="staff", id="ana", name="Ana Reyes", role=Role.AGENT)
BEN = Principal(kind="staff", id="ben", name="Ben Cruz", role=Role.AGENT)
CORA = Principal(kind="staff", id="cora", name="Cora Diaz", role=Role.LEAD)
ELSEWHERE = Principal(kind="staff", id="eve", name="Eve", role=Role.AGENT, scopes=Scopes(country=("TH",)))


def business(version: str = "one") -> Business:
    return Business(
        version=version,
        name="Test",
        region="PH",
        timezone="Asia/Manila",
        currency="PHP",
        languages=("en", "fil"),
        identifiers={
            "account": IdentifierType(priority=1, cap=2),
            "phone": IdentifierType(priority=5, format="phone", shared=True),
            "anonymous": IdentifierType(priority=9, weak=True),
        },
        fields={
            "name": Field(default="", last={"customer.identified": "traits.name"}),
            "language": Field(last={"customer.identified": "traits.language"}),
            "country": Field(default="", last={"customer.identified": "traits.country"}),
        },
    )


@dataclass
class Systems:
    """The company's systems: each call waits until it is let go, where `held`; what was done counts by key."""

    held: bool = False
    looked_up: list[str] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    arguments: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answer: Answer = field(default_factory=lambda: Answer(outcome="ok", value={"text": "12"}))

    def __post_init__(self) -> None:
        self._gate = asyncio.Event()

    def let_go(self) -> None:
        self._gate.set()

    async def look_up(self, operation: str, arguments: dict[str, Any]) -> Answer:
        self.looked_up.append(operation)
        if self.held:
            await self._gate.wait()
        return self.answer

    async def do(self, operation: str, arguments: dict[str, Any], key: str, *, again: bool) -> Answer:
        if again:
            self.asked.append(key)
            if key in self.done:
                return self.answer
        self.arguments.append(arguments)
        self.done[key] = self.done.get(key, 0) + 1
        if self.held:
            await self._gate.wait()
        return self.answer

    async def find(self, text: str, language: str, most: int, level: int) -> Answer:
        return Answer(outcome="ok", value={"sure": "none", "found": []})


class Recognisers:
    """Knows people by their account; the right code is 123456."""

    def identify(self, tx: Transaction, asker: Asker, effect: Identify, now: int) -> Recognised:
        account = effect.answers.get("account", [""])[0]
        return Recognised(answer=Answer(outcome="ok"), identifiers=(Identifier("account", account),))

    def send_code(self, tx: Transaction, asker: Asker, key: str, now: int) -> Answer:
        return Answer(outcome="ok", value={"to": "4567"})

    def check_code(self, tx: Transaction, asker: Asker, entered: str, now: int) -> Recognised:
        right = entered == "123456"
        answer = Answer(outcome="ok") if right else Answer(outcome="refused", why="wrong")
        return Recognised(answer=answer)

    def check_knowledge(self, tx: Transaction, asker: Asker, effect: CheckKnowledge, now: int) -> Recognised:
        return Recognised(answer=Answer(outcome="refused", why="wrong"))


class There:
    """How many members of staff are there, and who serves none of the queues."""

    count = 1

    def __init__(self) -> None:
        self.serve_none: set[str] = set()

    def serves(self, reader: Reader, by: Principal, queue: str) -> bool:
        return by.id not in self.serve_none

    def there(self, reader: Reader, queue: str) -> int:
        return self.count


class Staff:
    """Ana, Ben, Cora and Eve, who sees another part of the customers; how long each was not seen at the desk."""

    def __init__(self) -> None:
        self.gone: dict[str, float] = {}

    def find(self, reader: Reader, who: str) -> Principal | None:
        return next((one for one in (ANA, BEN, CORA, ELSEWHERE) if one.id == who), None)

    def unseen(self, reader: Reader, who: str) -> float:
        return self.gone.get(who, 0.0)


class World:
    """A room of contacts. `closed` keeps what is stored; `World` on the same folder goes on with it."""

    def __init__(
        self,
        folder: Path,
        dialogue: Dialogue | None = None,
        held: bool = False,
        recognises: Recognisers | None = None,
        call_back_after: int | None = None,
        costs: Costs | None = None,
        hours: Hours = OPEN,
    ) -> None:
        self.costs, self.hours = costs or Costs(), hours
        self.now = NOW
        self.seconds = 0.0
        self.folder = folder
        self.storage = SqliteStorage(folder / "warmline.db", MIGRATIONS, cache_mb=8)
        self.dialogue = dialogue or Script()
        self.call_back_after = call_back_after
        self.systems = Systems(held=held)
        self.there = There()
        self.staff = Staff()
        self.business = business()
        self.gone: list[str] = []
        self._ids = count(1)
        self._keys = count(1)
        carry_out = CarryOut(lambda: self.ingest, self.clock, lambda: None)
        self.projection = Projection(self.business)
        rooms: list[Whose] = []
        self.cases = Cases(lambda: rooms[0])
        self.ingest = Ingest(self.storage, [self.projection, self.cases], self.clock)
        self.customers = Customers(
            self.storage,
            self.projection,
            self.ingest,
            Ledger(folder / "erasures.ndjson"),
            lambda command: None,
            self.clock,
            self.new_id,
            HeldInContacts(self.projection, self.gone.append),
        )
        self.whose = Whose(self.projection, self.customers)
        rooms.append(self.whose)
        tally, health = Tally(self.storage), Health(self.storage)
        self.decisions = Decisions(
            self.storage, self.customers, carry_out, tally, health, self.clock, self.new_id
        )
        self.audit = Audit(self.storage, self.clock, Looks(self.projection))
        self.talking = Talking(
            storage=self.storage,
            whose=self.whose,
            customers=self.customers,
            decisions=self.decisions,
            ingest=self.ingest,
            audit=self.audit,
            business=self.business,
            snapshot=dict,
            sections=(),
            make=self.version,
            outside=self.systems,
            searches=self.systems,
            recognises=recognises or Recognisers(),
            waiting=self.there,
            colleagues=self.staff,
            owner_gone=60.0,
            clock=self.clock,
            new_id=self.new_id,
            new_secret=lambda: f"secret-{self.new_id()}",
            monotonic=lambda: self.seconds,
        )
        self.talks = self.talking.talks
        self.takeover = self.talking.takeover
        self.transfers = self.talking.transfers
        self.whispering = self.talking.whispering
        self.casework = self.talking.casework

    def clock(self) -> int:
        return self.now

    def new_id(self) -> str:
        return f"{self.folder.name}-{next(self._ids)}"

    def version(self, of: Business) -> Version:
        serving = Serving(
            zone=ZoneInfo(of.timezone),
            queues={
                name: Queue(name=name, call_back_after=self.call_back_after, hours=self.hours)
                for name in ("general", "billing")
            },
            costs=self.costs,
            silence={"chat": 30 * MINUTE},
        )
        return Version(of, self.dialogue, serving)

    def pass_(self, microseconds: int) -> None:
        self.now += microseconds
        self.seconds += microseconds / 1e6

    async def say(self, contact: str, text: str, key: str = "") -> int:
        """The customer says something, and what needs the world has come back, unless it is held."""
        number = await self.talks.take(contact, Said(text=text), key or f"k{next(self._keys)}")
        self.seconds += 1
        if not self.systems.held:
            await self.settled()
        return number

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        await asyncio.sleep(0)
        while self.talking.errands.count:
            await asyncio.sleep(0.001)

    async def said(self, contact: str) -> list[tuple[str, str]]:
        """Who said what."""
        return [(turn.by, turn.text or turn.keys) for turn in await self.talks.turns(contact)]

    def events(self, type: str = "") -> list[Stored]:
        """What is on record."""
        every = self.storage.read_now(lambda reader: log.after(reader, 0, 10_000))
        return [one for one in every if one.event.type == type or not type]


def run(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a test that waits."""
    return asyncio.run(work())


@asynccontextmanager
async def world(
    folder: Path,
    *,
    dialogue: Dialogue | None = None,
    held: bool = False,
    recognises: Recognisers | None = None,
    call_back_after: int | None = None,
    costs: Costs | None = None,
    hours: Hours = OPEN,
) -> AsyncIterator[World]:
    """A room of contacts in this event loop."""
    one = World(folder, dialogue, held, recognises, call_back_after, costs, hours)
    try:
        await one.talking.keeping.take_up()
        yield one
    finally:
        await one.talking.errands.stop()
        one.storage.close()
