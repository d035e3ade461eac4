"""Two customers turn out to be one in the middle of it all: what one was given is not given to the other again."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.coaching.advising.test_somebody_else import ANA, CREDIT, LANI, RICO, known
from tests.desk.wall import by_hand
from tests.server import SAMPLE
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.coaching.advising import repository
from warmline.coaching.advising.errors import NoLongerFits
from warmline.events.model import Event, Identifier
from warmline.web.principal import LOCAL


def account(who: Identifier, value: str, now: int) -> Event:
    """An account, by which billing knows a customer."""
    return Event(
        source="crm",
        message_id=f"account of {who.value}",
        type="customer.identified",
        occurred=now,
        identifiers=(who, Identifier("account", value, True)),
        properties={"traits": {}},
    )


async def begun(runtime: Runtime, who: Identifier) -> tuple[str, str]:
    """A contact that Ana has, with the decision that she goes by."""
    contact = (await runtime.talking.talks.begin("chat", identifiers=(who,), language="en")).contact.name
    await runtime.talking.takeover.take_over(ANA, contact)
    await runtime.advising.look(ANA, contact)
    advice = await runtime.storage.read(lambda reader: runtime.advising.advice(reader, ANA, contact))
    assert advice is not None and CREDIT in [one.chosen.name for one in advice.actions]
    return contact, advice.decision.id


async def both(runtime: Runtime) -> tuple[tuple[str, str], tuple[str, str]]:
    """A contact of Rico and one of Lani, whom nobody takes for one yet."""
    now = runtime.talking.runner.now()
    events = [*known(RICO, now), *known(LANI, now), account(RICO, "7013568", now)]
    await runtime.storage.run(lambda tx: runtime.ingest.append(tx, events, now))
    return await begun(runtime, RICO), await begun(runtime, LANI)


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("is_asked_anew", [False, True])
def test_what_is_under_way_for_one_is_not_begun_for_the_other(
    tmp_path: Path, first: int, is_asked_anew: bool
) -> None:
    async def work() -> None:
        runtime = Runtime(Settings(data=tmp_path, business=SAMPLE, cache_mb=8))
        two = await both(runtime)
        (one, decision), (other, later) = two[first], two[1 - first]
        await runtime.advising.done(ANA, one, decision, CREDIT)
        await runtime.customers.join(LOCAL, str(RICO), str(LANI))
        if is_asked_anew:
            await runtime.advising.ask(ANA, other)
            advice = await runtime.storage.read(lambda reader: runtime.advising.advice(reader, ANA, other))
            assert advice is not None
            later = advice.decision.id
        with pytest.raises(NoLongerFits, match="in another contact"):
            await runtime.advising.done(ANA, other, later, CREDIT)
        carried = await runtime.storage.read(lambda reader: repository.carried(reader, other))
        assert carried == {}
        await runtime.stop()

    asyncio.run(work())


def test_what_is_under_way_for_one_is_not_begun_again_once_they_are_two(tmp_path: Path) -> None:
    async def work() -> None:
        runtime = Runtime(Settings(data=tmp_path, business=SAMPLE, cache_mb=8))
        (_, _), (one, _) = await both(runtime)
        await runtime.customers.join(LOCAL, str(RICO), str(LANI))
        await runtime.advising.ask(ANA, one)
        advice = await runtime.storage.read(lambda reader: runtime.advising.advice(reader, ANA, one))
        assert advice is not None
        await runtime.advising.done(ANA, one, advice.decision.id, CREDIT)
        await runtime.customers.separate(LOCAL, str(LANI), [str(LANI)])
        other, decision = await begun(runtime, LANI)
        with pytest.raises(NoLongerFits, match="in another contact"):
            await runtime.advising.done(ANA, other, decision, CREDIT)
        await runtime.stop()

    asyncio.run(work())


def test_what_one_was_given_rests_for_the_other(tmp_path: Path) -> None:
    business = tmp_path / "business"
    shutil.copytree(SAMPLE, business)
    by_hand(business)

    async def work() -> None:
        runtime = Runtime(Settings(data=tmp_path / "data", business=business, cache_mb=8))
        (one, decision), (other, later) = await both(runtime)
        await runtime.advising.done(ANA, other, later, CREDIT)
        await runtime.customers.join(LOCAL, str(RICO), str(LANI))
        with pytest.raises(NoLongerFits, match="accepted today"):
            await runtime.advising.done(ANA, one, decision, CREDIT)
        await runtime.advising.ask(ANA, one)
        advice = await runtime.storage.read(lambda reader: runtime.advising.advice(reader, ANA, one))
        assert advice is not None and CREDIT not in [each.chosen.name for each in advice.actions]
        assert "resting" in [each.reason.code for each in advice.decision.held_back if each.name == CREDIT]
        await runtime.stop()

    asyncio.run(work())
