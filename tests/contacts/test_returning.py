"""Who has a contact and is gone from the desk loses it: the customer goes to the front, and is told."""

from pathlib import Path

from tests.contacts.world import ANA, BEN, CORA, MARIA, MINUTE, World, run, world
from warmline.contacts.returning import Returning
from warmline.flows.inputs import Asked

SUMMARY = "Charged twice for roaming."


async def look(at: World) -> int:
    """What happens by itself every second."""
    return await Returning(at.storage, at.talking.runner, at.staff, 60.0).look()


def test_a_contact_goes_back_to_the_front_of_its_queue_with_its_story(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            names = [(await at.talks.begin("chat", identifiers=MARIA)).contact.name for _ in range(2)]
            await at.say(names[1], "I was charged twice")
            for name in names:
                await at.talks.take(name, Asked(what="person"), "c")
                at.pass_(MINUTE)
            await at.takeover.take_over(ANA, names[1])
            await at.takeover.say(ANA, names[1], "Let me see.", "k")
            at.staff.gone["ana"] = 59.0
            assert await look(at) == 0
            at.staff.gone["ana"] = 61.0
            assert await look(at) == 1
            contact = await at.talks.contact(names[1])
            assert (str(contact.owner), contact.position, contact.handed_on) == ("queue:general", 1, 1)
            assert (await at.said(names[1]))[-1] == (
                "system",
                "Ana cannot go on just now. Somebody else comes to you: you are in front.",
            )
            story = await at.takeover.open(CORA, names[1])
            assert "“I was charged twice”" in story.summary
            assert "Ana said last: “Let me see.”" in story.summary
            assert all(one.left for one in story.participants)
            (gone,) = at.events("contact.owner_gone")
            assert gone.event.properties["owner"] == "staff:ana"
            assert await look(at) == 0
            await at.takeover.take_over(BEN, names[1])
            assert await look(at) == 0

    run(work)


class Back(dict[str, float]):
    """Who is gone when it is looked for, and back in the next moment."""

    def get(self, who: str, otherwise: float = 0.0) -> float:  # type: ignore[override]
        return self.pop(who, otherwise)


def test_who_is_back_in_the_meantime_keeps_what_they_have(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.takeover.take_over(ANA, name)
            at.staff.gone = Back(ana=61.0)
            await look(at)
            assert str((await at.talks.contact(name)).owner) == "staff:ana"
            assert at.events("contact.owner_gone") == []

    run(work)


def test_what_never_waited_waits_in_front_too(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            waiting = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.talks.take(waiting, Asked(what="person"), "c")
            at.pass_(MINUTE)
            name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.takeover.take_over(ANA, name)
            at.staff.gone["ana"] = 61.0
            await look(at)
            assert (await at.talks.contact(name)).position == 1

    run(work)


def test_who_was_brought_in_goes_on(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.takeover.take_over(ANA, name)
            asked = await at.transfers.bring_in(ANA, name, "ben", SUMMARY)
            await at.transfers.accept(BEN, name, asked.number)
            at.staff.gone["ana"] = 61.0
            await look(at)
            contact = await at.talks.contact(name)
            assert (str(contact.owner), contact.agent) == ("staff:ben", "Ben")
            assert (await at.said(name))[-1] == ("system", "Ana leaves you with Ben.")
            await at.takeover.say(BEN, name, "I am here.", "k")
            at.staff.gone["ben"] = 61.0
            await look(at)
            assert str((await at.talks.contact(name)).owner) == "queue:general"

    run(work)
