"""Who it is turns out in the middle of a contact: what was advised for somebody else is not done for them."""

import asyncio
from pathlib import Path

import pytest

from tests.server import SAMPLE
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.coaching.advising import repository
from warmline.coaching.advising.errors import NotAdvised
from warmline.coaching.advising.model import Approval, Carried
from warmline.contacts import repository as contacts
from warmline.events.model import Event, Identifier
from warmline.storage.port import Transaction
from warmline.web.access import Role
from warmline.web.principal import Principal

ANA = Principal(kind="staff", id="ana", name="Ana Reyes", role=Role.AGENT)
RICO, LANI = Identifier("user", "rico", True), Identifier("account", "7013550", True)
CREDIT, LARGE = "goodwill-credit", "loyalty-credit"


def known(who: Identifier, now: int) -> list[Event]:
    """A gold customer to whom we have broken a promise."""
    traits = {"name": who.value, "brand": "isla", "value_tier": "gold", "address": {"country": "PH"}}
    said: dict[str, dict[str, object]] = {
        "customer.identified": {"traits": traits},
        "situation.remembered": {"situation": "promise_broken"},
    }
    return [
        Event(
            source="crm",
            message_id=f"{type} {who.value}",
            type=type,
            occurred=now,
            identifiers=(who,),
            properties=properties,
        )
        for type, properties in said.items()
    ]


async def taken(runtime: Runtime) -> str:
    """A contact of Rico's that Ana has and is advised in."""
    now = runtime.talking.runner.now()
    events = [*known(RICO, now), *known(LANI, now)]
    await runtime.storage.run(lambda tx: runtime.ingest.append(tx, events, now))
    begun = await runtime.talking.talks.begin("chat", identifiers=(RICO,), language="en")
    await runtime.talking.takeover.take_over(ANA, begun.contact.name)
    await runtime.advising.look(ANA, begun.contact.name)
    return begun.contact.name


def is_lanis(tx: Transaction, name: str) -> None:
    """It turns out that it is Lani."""
    record = contacts.named(tx, name)
    assert record is not None
    contacts.add_identifiers(tx, record.id, (LANI, RICO))


def test_what_was_advised_is_not_done_for_somebody_else(tmp_path: Path) -> None:
    async def work() -> None:
        runtime = Runtime(Settings(data=tmp_path, business=SAMPLE, cache_mb=8))
        name = await taken(runtime)
        advice = await runtime.storage.read(lambda reader: runtime.advising.advice(reader, ANA, name))
        assert advice is not None and CREDIT in [one.chosen.name for one in advice.actions]
        await runtime.storage.run(lambda tx: is_lanis(tx, name))
        assert await runtime.storage.read(lambda reader: runtime.advising.advice(reader, ANA, name)) is None
        with pytest.raises(NotAdvised):
            await runtime.advising.done(ANA, name, advice.decision.id, CREDIT)
        await runtime.advising.look(ANA, name)
        again = await runtime.storage.read(lambda reader: runtime.advising.advice(reader, ANA, name))
        assert again is not None and again.decision.id != advice.decision.id
        await runtime.stop()

    asyncio.run(work())


def test_what_was_approved_and_done_for_one_is_neither_given_nor_told_to_another(tmp_path: Path) -> None:
    async def work() -> None:
        runtime = Runtime(Settings(data=tmp_path, business=SAMPLE, cache_mb=8))
        name = await taken(runtime)
        advice = await runtime.storage.read(lambda reader: runtime.advising.advice(reader, ANA, name))
        assert advice is not None
        asked = Approval(
            number=0,
            contact=name,
            decision=advice.decision.id,
            action=LARGE,
            title="Credit",
            cost=650,
            limit=500,
            currency="PHP",
            by="ana",
            name="Ana",
            why="",
            asked=1,
        )
        carried = Carried(
            contact=name,
            action=CREDIT,
            decision=advice.decision.id,
            operation="billing.credit",
            arguments={"account": "7013568"},
            key="k",
            by="ana",
            name="Ana",
            began=1,
            stage="ok",
            answer={"balance": 1},
            receipt="Done, Rico.",
        )

        def fill(tx: Transaction) -> None:
            repository.settle(tx, repository.ask(tx, asked).number, "given", by="lea", name="Lea", at=2)
            repository.carry(tx, carried)

        await runtime.storage.run(fill)
        his = await runtime.storage.read(lambda reader: runtime.advising.advice(reader, ANA, name))
        assert his is not None and [one.action for one in his.approvals] == [LARGE]
        assert [one.carried.receipt for one in his.actions if one.carried] == ["Done, Rico."]
        await runtime.storage.run(lambda tx: is_lanis(tx, name))
        await runtime.advising.look(ANA, name)
        hers = await runtime.storage.read(lambda reader: runtime.advising.advice(reader, ANA, name))
        assert hers is not None and hers.approvals == []
        (told,) = [one.carried for one in hers.actions if one.carried]
        assert (told.stage, told.receipt, told.answer) == ("ok", "", {})
        await runtime.stop()

    asyncio.run(work())
