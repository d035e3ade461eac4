"""Erasure takes a customer's contacts with it, an export hands them out, a merge brings them together."""

from functools import partial
from pathlib import Path

from tests.contacts.world import ANA, MARIA, run, world
from warmline.events.model import Identifier
from warmline.flows.inputs import Asked
from warmline.storage.port import Reader, Row
from warmline.web.principal import LOCAL

TABLES = ("contact_turn", "contact_key", "contact_identifier", "callback", "contact", "problem_case", "event")


def all_of(reader: Reader, table: str) -> list[Row]:
    return reader.all(f"SELECT * FROM {table}")


def test_an_erasure_takes_the_contacts_of_a_customer_with_it(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            at.there.count = 0
            gone = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.say(gone, "my dog is called Bantay")
            await at.talks.take(gone, Asked(what="person"), "k")
            await at.casework.open_case(ANA, gone, "bill", "About Bantay")
            stays = (
                await at.talks.begin("chat", identifiers=[Identifier("account", "9", True)])
            ).contact.name
            await at.say(stays, "call +63 917 123 4567 or 7013550")
            handed_out = await at.customers.export(LOCAL, "account:7013550")
            assert [one["name"] for one in handed_out["contacts"]] == [gone]
            assert handed_out["contacts"][0]["said"][1]["text"] == "my dog is called Bantay"
            await at.customers.erase(LOCAL, "account:7013550")
            assert at.gone == [gone]
            assert (await at.said(stays))[1:] == [
                ("customer", "call erased or erased"),
                ("flow", "You said call erased or erased."),
            ]
            assert await at.casework.callbacks(ANA) == []
            for table in TABLES:
                rows = await at.storage.read(partial(all_of, table=table))
                for trace in ("Bantay", "7013550", "9171234567"):
                    assert trace not in repr(rows), table

    run(work)


def test_contacts_follow_their_customer_through_a_merge(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            first = (await at.talks.begin("chat", identifiers=MARIA[:1])).contact
            second = (await at.talks.begin("phone", identifiers=MARIA[1:])).contact
            assert first.customer != second.customer
            joined = await at.customers.join(LOCAL, "account:7013550", "phone:+639171234567")
            both = await at.casework.of_customer(ANA, str(joined))
            assert [one.name for one in both] == [second.name, first.name]
            assert (await at.talks.contact(second.name)).customer == joined

    run(work)
