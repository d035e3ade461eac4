"""An erasure takes what was advised, done and asked for in the contacts of a customer with it."""

import asyncio
from pathlib import Path

from tests.server import SAMPLE
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.coaching.advising import repository
from warmline.coaching.advising.model import Acted, Approval, Carried
from warmline.coaching.advising.repository import TABLES, Going
from warmline.events.model import Identifier
from warmline.flows.inputs import Said
from warmline.routing import repository as agents
from warmline.routing.model import Had
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
                carried = Carried(
                    contact=name,
                    action="credit",
                    decision="d-1",
                    operation="billing.credit",
                    arguments={"account": "7013550"},
                    key="k",
                    by="ana",
                    name="Ana",
                    began=1,
                )
                repository.carry(tx, carried)

        def left(reader: Reader) -> list[str]:
            return [row[0] for table in TABLES for row in reader.all(f"SELECT contact FROM {table}")]

        await runtime.storage.run(fill)
        await runtime.customers.erase(LOCAL, "user:gone")
        assert await runtime.storage.read(left) == [names[1]] * len(TABLES)
        await runtime.stop()

    asyncio.run(work())


def test_who_is_named_in_what_was_written_about_somebody_else_is_left_out(tmp_path: Path) -> None:
    async def work() -> None:
        runtime = Runtime(Settings(data=tmp_path, business=SAMPLE, cache_mb=8))
        talks = runtime.talking.talks
        await talks.begin("chat", identifiers=(Identifier("account", "7013550", True),), language="en")
        other = (Identifier("account", "7013551", True),)
        name = (await talks.begin("chat", identifiers=other, language="en")).contact.name
        await talks.take(name, Said(text="My aunt has account 7013550"), "k")

        def fill(tx: Transaction) -> None:
            for decision in ("d-1", "d-2"):
                words = f"{decision}: niece of 7013550"
                acted = Acted(action="credit", did="declined", by="ana", name="Ana", at=1, reason=words)
                repository.act(tx, name, decision, acted)
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
                why="Niece of 7013550",
                asked=1,
            )
            carried = Carried(
                contact=name,
                action="credit",
                decision="d-1",
                operation="billing.credit",
                arguments={"account": "7013550"},
                key="k",
                by="ana",
                name="Ana",
                began=1,
                stage="ok",
                answer={"account": "7013550"},
                receipt="It is on the bill of 7013550.",
            )
            repository.carry(tx, carried)
            number = repository.ask(tx, asked).number
            repository.settle(tx, number, "given", by="cora", name="Cora", at=2, word="7013550 is a friend")
            agents.join(tx, name, "ana", "chat", 1)
            tx.run(agents.REASON, ("about 7013550", name))

        def left(reader: Reader) -> tuple[list[str], Approval, Carried, list[Had]]:
            reasons = [repository.acted(reader, name, one)["credit"].reason for one in ("d-1", "d-2")]
            return (
                reasons,
                repository.approvals(reader, name)["credit"],
                repository.carried(reader, name)["credit"],
                agents.had(reader, "ana", 0, 9),
            )

        await runtime.storage.run(fill)
        await runtime.customers.erase(LOCAL, "account:7013550")
        reasons, approval, carried, had = await runtime.storage.read(left)
        assert reasons == ["d-1: niece of erased", "d-2: niece of erased"]
        assert (approval.why, approval.word) == ("Niece of erased", "erased is a friend")
        assert (carried.arguments, carried.answer) == ({"account": "erased"}, {"account": "erased"})
        assert (carried.receipt, carried.stage) == ("It is on the bill of erased.", "ok")
        assert [one.reason for one in had] == ["about erased"]
        await runtime.stop()

    asyncio.run(work())
