"""What a contact cost stands at its end: the company's money, the customer's minutes."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.contacts.world import ANA, BEN, MARIA, MINUTE, World, run, world
from warmline.contacts.model import Channel
from warmline.contacts.ports import Answer
from warmline.flows.costs import Costs
from warmline.flows.inputs import Asked

COSTS = Costs(
    currency="PHP",
    person=8_500_000,
    contact={"chat": 200_000, "phone": 3_000_000},
    message=600_000,
    operations={"billing.latest": 5_000_000, "billing.pay": 40_000_000},
)


async def begin(at: World, channel: Channel = "chat") -> str:
    return (await at.talks.begin(channel, identifiers=MARIA)).contact.name


def ended(at: World) -> dict[str, Any]:
    return at.events("contact.ended")[-1].event.properties


@pytest.mark.parametrize(("channel", "cost"), [("chat", 20), ("phone", 300), ("kiosk", 0)])
def test_a_contact_costs_what_its_channel_does(tmp_path: Path, channel: Channel, cost: int) -> None:
    async def work() -> None:
        async with world(tmp_path, costs=COSTS) as at:
            await at.talks.leave(await begin(at, channel))
            assert ended(at)["cost"] == {"amount": cost, "currency": "PHP"}

    run(work)


def test_nothing_is_said_of_cost_where_nothing_is_known_of_it(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            await at.talks.leave(await begin(at))
            assert "cost" not in ended(at) and ended(at)["customer_minutes"] == 0

    run(work)


def test_operations_cost_where_they_happened_or_may_have(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, costs=COSTS) as at:
            for outcome, cost in (("ok", 4020), ("unknown", 4020), ("failed", 20), ("refused", 20)):
                at.systems.answer = Answer(outcome=outcome, value={"text": "12"})  # type: ignore[arg-type]
                name = await begin(at)
                await at.say(name, "pay")
                await at.talks.leave(name)
                assert ended(at)["cost"] == {"amount": cost, "currency": "PHP"}, outcome

    run(work)


def test_what_comes_of_an_operation_after_the_end_has_its_cost_itself(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, costs=COSTS, held=True) as at:
            name = await begin(at)
            await at.say(name, "pay")
            await asyncio.sleep(0.01)
            await at.talks.leave(name)
            at.systems.let_go()
            await at.settled()
            assert ended(at)["cost"] == {"amount": 20, "currency": "PHP"}
            did = at.events("contact.did")[-1].event.properties
            assert did["cost"] == {"amount": 4000, "currency": "PHP"}
            again = await begin(at)
            await at.say(again, "pay")
            await at.settled()
            await at.talks.leave(again)
            assert "cost" not in at.events("contact.did")[-1].event.properties, "contact.ended has it"
            assert ended(at)["cost"] == {"amount": 4020, "currency": "PHP"}

    run(work)


def test_each_of_our_turns_by_text_is_a_message(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, costs=COSTS) as at:
            name = await begin(at, "text")
            await at.say(name, "what?")
            ours = [by for by, _ in await at.said(name) if by == "flow"]
            await at.talks.leave(name)
            assert ended(at)["cost"] == {"amount": 60 * len(ours), "currency": "PHP"} and len(ours) == 2

    run(work)


def test_everybody_who_helped_counts_and_the_wait_is_the_customers(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, costs=COSTS) as at:
            name = await begin(at)
            await at.talks.take(name, Asked(what="person"), "k")
            at.pass_(5 * MINUTE)
            await at.takeover.take_over(ANA, name)
            at.pass_(2 * MINUTE)
            await at.takeover.put_back(ANA, name)
            await at.takeover.take_over(BEN, name)
            at.pass_(4 * MINUTE)
            await at.takeover.say(BEN, name, "Done.", "k")
            at.pass_(MINUTE)
            await at.takeover.close(BEN, name, "bill", solved=True)
            assert ended(at)["cost"] == {"amount": 20 + 7 * 850, "currency": "PHP"}
            assert ended(at)["customer_minutes"] == 11, "five of them waiting, none after the last word"

    run(work)


def test_whoever_is_gone_in_silence_has_given_no_more_time_and_cost_none(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, costs=COSTS) as at:
            name = await begin(at)
            await at.takeover.take_over(ANA, name)
            at.pass_(3 * MINUTE)
            await at.say(name, "thanks")
            at.pass_(2 * 24 * 60 * MINUTE)
            assert await at.talking.keeping.let_go() == 1
            assert ended(at)["cost"] == {"amount": 20 + 3 * 850, "currency": "PHP"}
            assert ended(at)["customer_minutes"] == 3

    run(work)


def test_whoever_gives_up_waiting_has_waited(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, costs=COSTS) as at:
            name = await begin(at)
            await at.talks.take(name, Asked(what="person"), "k")
            at.pass_(9 * MINUTE)
            await at.talks.leave(name)
            assert ended(at)["customer_minutes"] == 9

    run(work)
