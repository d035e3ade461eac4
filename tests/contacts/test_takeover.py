"""A person takes over: the flow is silent at once, one wins, everything is there to see, and it can be given back."""

import asyncio
from pathlib import Path

import pytest

from tests.contacts.world import ANA, BEN, ELSEWHERE, MARIA, MINUTE, World, run, world
from warmline.contacts.errors import Changed, Ended, NotYours, OwnedByAnother, StillUnderWay, UnknownContact
from warmline.flows.inputs import Asked, Said


async def begin(at: World) -> str:
    return (await at.talks.begin("chat", identifiers=MARIA)).contact.name


def test_a_person_takes_over_speaks_and_gives_back(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            taken = await at.takeover.take_over(ANA, name)
            assert (str(taken.owner), taken.agent) == ("staff:ana", "Ana")
            await at.say(name, "bill")
            await at.takeover.say(ANA, name, "Hello Maria", "k")
            await at.takeover.say(ANA, name, "Hello Maria", "k")
            await at.takeover.give_back(ANA, name)
            await at.say(name, "hi")
            assert await at.said(name) == [
                ("flow", "Welcome."),
                ("customer", "bill"),
                ("agent", "Hello Maria"),
                ("flow", "You are back with me."),
                ("customer", "hi"),
                ("flow", "You said hi."),
            ]
            owners = [one.event.properties["owner"] for one in at.events("contact.handed_over")]
            assert owners == ["staff:ana", "flow"]
            assert len(at.events("contact.joined")) == len(at.events("contact.left")) == 1

    run(work)


def test_the_flow_is_silent_also_about_what_was_under_way(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, held=True) as at:
            name = await begin(at)
            await at.say(name, "pay")
            await asyncio.sleep(0.01)
            await at.takeover.take_over(ANA, name)
            with pytest.raises(StillUnderWay):
                await at.takeover.give_back(ANA, name)
            at.systems.let_go()
            await at.settled()
            said = await at.said(name)
            assert [by for by, _ in said] == ["flow", "customer", "system"]
            assert said[-1] == ("system", "billing.pay: ok")
            assert [one.event.properties["outcome"] for one in at.events("contact.did")] == ["ok"]
            await at.takeover.give_back(ANA, name)

    run(work)


def test_what_is_said_to_a_person_can_be_read_though_the_flow_had_asked_for_a_secret(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            await at.say(name, "card")
            await at.takeover.take_over(ANA, name)
            await at.say(name, "5105105105105100")
            await at.takeover.say(ANA, name, "Ana here: what happened?", "k")
            await at.say(name, "my card was declined")
            said = [text for by, text in await at.said(name) if by == "customer"]
            assert said == ["card", "•••", "my card was declined"]

    run(work)


@pytest.mark.parametrize("how", ["leaves", "closed"])
def test_what_was_done_for_somebody_who_has_gone_is_on_record(tmp_path: Path, how: str) -> None:
    async def work() -> None:
        async with world(tmp_path, held=True) as at:
            name = await begin(at)
            await at.say(name, "pay")
            await asyncio.sleep(0.01)
            if how == "leaves":
                await at.talks.leave(name)
            else:
                await at.takeover.take_over(ANA, name)
                await at.takeover.close(ANA, name, "bill")
            at.systems.let_go()
            await at.settled()
            assert [one.event.properties["outcome"] for one in at.events("contact.did")] == ["ok"]
            assert all(by != "flow" for by, _ in (await at.said(name))[2:]), "nobody is there to be told"

    run(work)


def test_what_was_under_way_for_somebody_who_has_gone_is_asked_after_a_restart(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, held=True) as at:
            name = await begin(at)
            await at.say(name, "pay")
            await asyncio.sleep(0.01)
            await at.talks.leave(name)
            done = at.systems.done
        async with world(tmp_path) as at:
            at.systems.done = done
            await at.settled()
            assert at.systems.asked == list(done)
            assert list(done.values()) == [1]
            assert [one.event.properties["outcome"] for one in at.events("contact.did")] == ["ok"]

    run(work)


def test_of_two_at_once_one_wins_and_the_other_is_told_by_name(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            done = await asyncio.gather(
                at.takeover.take_over(ANA, name), at.takeover.take_over(BEN, name), return_exceptions=True
            )
            assert [type(one).__name__ for one in done] == ["Contact", "OwnedByAnother"]
            assert isinstance(done[1], OwnedByAnother) and done[1].name == "Ana Reyes"
            assert str((await at.takeover.take_over(ANA, name)).owner) == "staff:ana"
            for attempt in (
                at.takeover.say(BEN, name, "me too", "k"),
                at.takeover.give_back(BEN, name),
                at.takeover.close(BEN, name, "bill"),
            ):
                with pytest.raises(OwnedByAnother, match="Ana Reyes"):
                    await attempt

    run(work)


def test_nobody_speaks_without_having_it(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            with pytest.raises(NotYours):
                await at.takeover.say(ANA, name, "hello", "k")
            seen = await at.talks.contact(name)
            await at.talks.take(name, Asked(what="person"), "k")
            with pytest.raises(Changed):
                await at.takeover.take_over(ANA, name, version=seen.version)
            await at.takeover.take_over(ANA, name)
            await at.takeover.put_back(ANA, name)
            with pytest.raises(NotYours):
                await at.takeover.say(ANA, name, "hello", "k")

    run(work)


def test_who_asks_for_a_person_waits_in_order_and_what_they_waited_is_on_record(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            names = [await begin(at) for _ in range(3)]
            for name in names:
                await at.talks.take(name, Asked(what="person"), "k")
                at.pass_(MINUTE)
            assert [(await at.talks.contact(name)).position for name in names] == [1, 2, 3]
            assert await at.said(names[1]) == [
                ("flow", "Welcome."),
                ("customer", "A person"),
                ("flow", "You are number 2."),
            ]
            await at.takeover.take_over(ANA, names[0])
            at.pass_(10 * MINUTE)
            await at.takeover.close(ANA, names[0], "bill", solved=True)
            assert [(await at.talks.contact(name)).position for name in names] == [0, 1, 2]
            assert [(await at.talks.contact(name)).minutes for name in names] == [None, 10, 20]
            ended = at.events("contact.ended")[-1].event.properties
            assert ended["waited_seconds"] == 180 and ended["seconds"] == 780
            assert [one.event.type for one in at.events()[-6:]] == [
                "contact.reason",
                "contact.person_did",
                "contact.left",
                "contact.solved",
                "contact.ended",
                "contact.wrapped_up",
            ]
            with pytest.raises(Ended):
                await at.takeover.say(ANA, names[0], "and", "k")

    run(work)


def test_where_nobody_is_there_a_callback_is_promised_and_kept(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            at.there.count = 0
            name = await begin(at)
            await at.talks.take(name, Asked(what="person"), "k")
            assert str((await at.talks.contact(name)).owner) == "flow"
            assert (await at.said(name))[-1] == ("flow", "callback: ok")
            [promised] = await at.casework.callbacks(ANA)
            assert (promised.phone, promised.contact) == ("+639171234567", name)
            assert promised.due == at.now + 60 * MINUTE
            assert await at.casework.callbacks(ELSEWHERE) == []
            await at.casework.called_back(ANA, promised.promise)
            assert await at.casework.callbacks(ANA) == []
            kept = at.events("promise.kept")[0].event.properties["promise"]
            assert kept == at.events("contact.promised")[0].event.properties["promise"]

    run(work)


def test_staff_see_within_their_scopes_and_each_look_is_on_record(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            await at.say(name, "bill")
            [live] = await at.takeover.live(ANA)
            assert (live.contact.name, live.where, live.who) == (name, "bill/explain", "account:7013550")
            assert live.said is not None and live.said.text == "bill: ok 12"
            story = await at.takeover.open(ANA, name)
            assert [turn.by for turn in story.turns] == ["flow", "customer", "flow"]
            assert await at.takeover.live(ELSEWHERE) == []
            for attempt in (
                at.takeover.open(ELSEWHERE, name),
                at.takeover.take_over(ELSEWHERE, name),
                at.takeover.say(ELSEWHERE, name, "hi", "k"),
                at.casework.open_case(ELSEWHERE, name, "bill", "x"),
            ):
                with pytest.raises(UnknownContact):
                    await attempt
            looks = (await at.audit.entries()).items
            assert {(one.staff, one.action, one.customer) for one in looks} == {
                ("ana", "customer.looked_at", str(live.contact.customer))
            }
            assert {one.detail for one in looks} == {"live contacts", f"contact {name}"}

    run(work)


def test_a_case_collects_contacts_across_channels(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            first = await begin(at)
            await at.say(first, "bill")
            case = await at.casework.open_case(ANA, first, "bill", "Charged twice, card 4111 1111 1111 1111")
            await at.talks.leave(first)
            second = (await at.talks.begin("phone", identifiers=MARIA[1:])).contact.name
            await at.talks.take(second, Said(text="bill"), "k")
            await at.settled()
            assert (await at.talks.contact(second)).case == case
            assert [one.name for one in await at.casework.of_case(ANA, case)] == [second, first]
            assert "•••• 1111" in str(at.events("case.opened")[0].event.properties["summary"])
            await at.takeover.take_over(ANA, second)
            await at.takeover.close(ANA, second, "bill", solved=True)
            assert at.events("case.solved")[0].event.properties["case"] == case
            third = await begin(at)
            await at.say(third, "bill")
            assert (await at.talks.contact(third)).case == ""

    run(work)


def test_who_leaves_a_queue_has_abandoned_it_and_who_leaves_a_person_has_not(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            waiting, talking = await begin(at), await begin(at)
            await at.talks.take(waiting, Asked(what="person"), "k")
            await at.takeover.take_over(ANA, talking)
            for name in (waiting, talking):
                await at.talks.leave(name)
            outcomes = [(await at.talks.contact(name)).outcome for name in (waiting, talking)]
            assert outcomes == ["abandoned", "completed"]

    run(work)
