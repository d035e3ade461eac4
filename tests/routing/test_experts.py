"""The directory of experts: stated, learnt, and who is free now."""

from tests.routing.conftest import CUSTOMER, START, House, Play
from warmline.events.model import Event, Identifier
from warmline.log.model import Decoded, Source
from warmline.routing.experts import LEARNT_FOR
from warmline.routing.learnt import solved_by
from warmline.routing.repository import solved
from warmline.storage.port import Transaction
from warmline.web.access import Role


def test_who_is_stated_to_know_and_who_has_solved_it(play: Play) -> None:
    async def scene(house: House) -> None:
        for name in ("ana", "ben", "cleo"):
            await house.hire(name)
        await house.describe("ana", skills=("billing",))
        await house.handled("ben", "c-1", "bill")
        await house.handled("ben", "c-2", "bill")
        await house.handled("cleo", "c-3", "outage")
        found = house.experts("bill")
        assert [(one.agent.name, one.stated, one.solved) for one in found] == [
            ("Ana", ("billing",), 0),
            ("Ben", (), 2),
        ], "the flow of bills hands over to the queue billing: who knows billing knows bills"
        assert house.names("billing") == ["Ana", "Ben"]
        assert house.names("something nobody knows") == []
        assert set(house.names("")) == {"Ana", "Ben", "Cleo"}

    play(scene)


def test_only_what_a_person_solved_counts_and_each_contact_once(play: Play) -> None:
    async def scene(house: House) -> None:
        await house.hire("ana")
        await house.handled("ana", "c-1", "bill", solved=False)
        await house.happens("c-2", "contact.solved", 1, reason="bill", by="flow")
        assert house.names("bill") == []
        await house.handled("ana", "c-3", "bill")
        await house.handled("ana", "c-3", "bill", at=5)
        assert [one.solved for one in house.experts("bill")] == [1]

    play(scene)


def test_what_was_solved_long_ago_tells_nothing(play: Play) -> None:
    async def scene(house: House) -> None:
        await house.hire("ana")
        await house.handled("ana", "c-1", "bill", at=-LEARNT_FOR // 60_000_000)
        assert house.names("bill") == []

    play(scene)


def test_what_was_solved_in_another_system_counts_for_whoever_it_names(play: Play) -> None:
    async def scene(house: House) -> None:
        async def solved(number: int, by: str, reason: str = "bill") -> None:
            event = Event(
                source="old-desk",
                message_id=f"{number}",
                type="contact.solved",
                occurred=START,
                identifiers=CUSTOMER,
                properties={"contact": f"o-{number}", "reason": reason, "by": by},
            )
            await house.runtime.ingest.accept(Source(name="old-desk"), Decoded(events=[event]))

        await solved(1, "staff:Ana@example.com")  # before she has an account
        ana = await house.hire("ana")
        await solved(2, "staff:ana@example.com")
        await solved(2, "staff:ana@example.com")  # sent again
        await solved(3, "staff:nobody@example.com")
        await solved(4, "staff:ana")
        await solved(5, "flow")
        await solved(6, "staff:ana@example.com", "Maria wants her money back")
        await house.handled("ana", "c-1", "bill")
        await house.handled("ana", "c-2", "outage")
        assert [(one.agent.id, one.solved) for one in house.experts("bill")] == [(ana.id, 3)]
        told = house.runtime.storage.read_now(lambda r: solved_by(r, START - LEARNT_FOR))
        assert told == {ana.id: {"bill": 3, "outage": 1}}, "words in which others tell are not kept"
        long_ago = house.runtime.storage.read_now(lambda r: solved_by(r, START + LEARNT_FOR))
        assert long_ago == {}

    play(scene)


def test_free_ones_come_first_then_the_language_then_who_knows_most(play: Play) -> None:
    async def scene(house: House) -> None:
        for name in ("ana", "ben", "cleo", "dao", "eve"):
            await house.hire(name, seen=name != "eve")
            await house.describe(name, skills=("billing",))
        for number in range(9):
            await house.handled("cleo", f"c-{number}", "bill")
        await house.describe("dao", skills=("billing",), languages=("th",))
        assert house.names("bill") == ["Cleo", "Ana", "Ben", "Dao", "Eve"]
        assert house.names("bill", "th") == ["Dao", "Cleo", "Ana", "Ben", "Eve"]
        await house.runtime.routing.be(house.staff["cleo"], "break", "rest")
        assert house.names("bill") == ["Ana", "Ben", "Dao", "Cleo", "Eve"]

    play(scene)


def test_among_everybody_those_of_whom_something_is_stated_come_first(play: Play) -> None:
    async def scene(house: House) -> None:
        for name in ("ana", "ben", "cleo"):
            await house.hire(name)
        await house.describe("cleo", skills=("network",))
        assert house.names("") == ["Cleo", "Ana", "Ben"]

    play(scene)


def test_who_has_as_much_as_they_can_is_busy(play: Play) -> None:
    async def scene(house: House) -> None:
        ana = await house.hire("ana")
        await house.describe("ana", capacity=1)
        talks, takeover = house.runtime.talking.talks, house.runtime.talking.takeover
        known = [Identifier("account", "7013550", True)]
        contact = (await talks.begin("chat", identifiers=known, language="en")).contact.name
        assert house.agent("ana").is_free
        await takeover.take_over(ana, contact)
        assert (house.agent("ana").state, house.agent("ana").has) == ("busy", 1)
        await takeover.close(ana, contact, "bill", solved=True)
        assert (house.agent("ana").state, house.agent("ana").has) == ("free", 0)
        assert [one.solved for one in house.experts("bill")] == [1], "learnt from what was really solved"

    play(scene)


def test_who_left_or_may_not_see_the_customer_is_no_expert(play: Play) -> None:
    async def scene(house: House) -> None:
        ana = await house.hire("ana")
        kim = await house.hire("kim", Role.ANALYST)
        await house.describe("ana", skills=("billing",))
        assert kim.name not in house.names("")
        experts = house.runtime.routing.experts

        def nobody() -> list[str]:
            found = house.runtime.storage.read_now(
                lambda r: experts.experts_for(r, "bill", may=lambda principal: False)
            )
            return [one.agent.name for one in found]

        assert nobody() == []
        besides = house.runtime.storage.read_now(lambda r: experts.experts_for(r, "bill", besides=[ana.id]))
        assert besides == []

    play(scene)


def test_an_erased_contact_is_forgotten(play: Play) -> None:
    async def scene(house: House) -> None:
        ana = await house.hire("ana")
        talks, takeover = house.runtime.talking.talks, house.runtime.talking.takeover
        known = [Identifier("account", "7013550", True)]
        contact = (await talks.begin("chat", identifiers=known, language="en")).contact.name
        await takeover.take_over(ana, contact)
        await takeover.close(ana, contact, "bill", solved=True)
        storage = house.runtime.storage
        assert storage.read_now(lambda r: solved(r, ["bill"], 0)) == {ana.id: 1}

        def forget(tx: Transaction) -> None:
            house.runtime.held_in_contacts.forget(tx, [("account", "7013550")], [], lambda value: value)

        await storage.run(forget)
        assert storage.read_now(lambda r: solved(r, ["bill"], 0)) == {}

    play(scene)
