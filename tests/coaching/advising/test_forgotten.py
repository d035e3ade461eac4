"""An erasure takes what was advised, done and asked for in the contacts of a customer with it."""

import asyncio
from pathlib import Path

from tests.server import SAMPLE
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.coaching.advising import repository
from warmline.coaching.advising.model import Acted, Approval
from warmline.coaching.advising.repository import TABLES, Going
from warmline.events.model import Identifier
from warmline.storage.port import Reader, Transaction
from warmline.web.principal import LOCAL


def test_nothing_of_it_is_left(tmp_path: Path) -> None:
    async def work() -> None:
        runtime = Runtime(Settings(data=tmp_path, business=SAMPLE, cache_mb=8))
        names = []
        for user in ("gone", "stays"):
            known = (Identifier("user", user, True),)
            begun = await runtime.talking.talks.begin("chat", identifiers=known, language="en")
            names.append(begun.contact.name)

        def fill(tx: Transaction) -> None:
            for name in names:
                repository.go_by(tx, name, Going("d-1", "bill", "ana", 1))
                acted = Acted(action="credit", did="declined", by="ana", name="Ana", at=1, reason="Bantay")
                repository.act(tx, name, "d-1", acted)
                asked = Approval(
                    number=0,
                    contact=name,
                    decision="d-1",
                    action="credit",
                    title="Credit",
                    cost=2,
                    limit=1,
                    currency="PHP",
                    by="ana",
                    name="Ana",
                    why="for Bantay",
                    asked=1,
                )
                repository.ask(tx, asked)

        def left(reader: Reader) -> list[str]:
            return [row[0] for table in TABLES for row in reader.all(f"SELECT contact FROM {table}")]

        await runtime.storage.run(fill)
        await runtime.customers.erase(LOCAL, "user:gone")
        assert await runtime.storage.read(left) == [names[1]] * len(TABLES)
        await runtime.stop()

    asyncio.run(work())
