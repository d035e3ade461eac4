"""A phone of a family: who it is turns out in the middle of the contact, and the session is told so."""

from pathlib import Path
from typing import ClassVar

from tests.contacts.scripted import Script, Step
from tests.contacts.world import NOW, Recognisers, World, run, world
from warmline.contacts.ports import Asker, Recognised
from warmline.events.model import Event, Identifier
from warmline.flows.effects import Identify
from warmline.flows.inputs import Input, Result, Said
from warmline.flows.session import Session
from warmline.flows.world import World as Facts
from warmline.storage.port import Transaction

PHONE = Identifier("phone", "+639171234567", True)


class Finder(Script):
    """Takes each word for an account; notes of every input who it came from."""

    def __init__(self) -> None:
        super().__init__()
        self.saw: list[tuple[str, bool, str]] = []

    def advance(self, session: Session, given: Input, world: Facts) -> Step:
        self.saw.append((world.who, world.another, str(world.customer("name"))))
        step = super().advance(session, given if not isinstance(given, Result) else Said(text="?"), world)
        step.session.who = world.who
        if isinstance(given, Said):
            answers = {"account": [given.text]}
            step.effects[:] = [Identify(id=f"i{session.turn}", by="account", answers=answers)]
        return step


async def known(at: World, *people: tuple[str, str]) -> None:
    for number, (account, name) in enumerate(people):
        event = Event(
            source="crm",
            message_id=str(number),
            type="customer.identified",
            occurred=NOW + number,
            identifiers=(Identifier("account", account, True), PHONE),
            properties={"traits": {"name": name}},
        )
        await at.storage.run(lambda tx, event=event: at.ingest.append(tx, [event], NOW))  # type: ignore[misc]


def test_whoever_enters_another_account_is_somebody_else_from_then_on(tmp_path: Path) -> None:
    async def work() -> None:
        finder = Finder()
        async with world(tmp_path, dialogue=finder) as at:
            await known(at, ("7013550", "Maria"), ("7013568", "Marie"))
            name = (await at.talks.begin("phone", identifiers=(PHONE,))).contact.name
            assert finder.saw[-1] == ("phone +639171234567", False, "Maria")
            await at.say(name, "7013568")
            assert finder.saw[-2:] == [
                ("phone +639171234567", False, "Maria"),
                ("account 7013568", True, "Marie"),
            ]
            await at.say(name, "7013568")
            assert finder.saw[-1] == ("account 7013568", False, "Marie")

    run(work)


def test_another_name_of_the_same_customer_changes_nothing(tmp_path: Path) -> None:
    async def work() -> None:
        finder = Finder()
        async with world(tmp_path, dialogue=finder) as at:
            await known(at, ("7013550", "Maria"), ("7013568", "Marie"))
            name = (await at.talks.begin("phone", identifiers=(PHONE,))).contact.name
            await at.say(name, "7013550")
            assert finder.saw[-1] == ("account 7013550", False, "Maria")

    run(work)


def test_it_is_known_where_somebody_comes_from_who_is_to_be_recognised(tmp_path: Path) -> None:
    class Noting(Recognisers):
        asked_from: ClassVar[list[str]] = []

        def identify(self, tx: Transaction, asker: Asker, effect: Identify, now: int) -> Recognised:
            self.asked_from.append(asker.address)
            return super().identify(tx, asker, effect, now)

    async def work() -> None:
        async with world(tmp_path, dialogue=Finder(), recognises=Noting()) as at:
            begun = await at.talks.begin("chat", address="203.0.113.9")
            await at.talks.take(begun.contact.name, Said(text="7013550"), "k1", address="203.0.113.9")
            await at.talks.exchange(
                begun.contact.name, begun.token, Said(text="1"), "k2", address="203.0.113.8"
            )
        assert Noting.asked_from == ["203.0.113.9", "203.0.113.8"]

    run(work)
