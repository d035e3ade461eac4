"""Erasure takes a customer's contacts with it, an export hands them out, a merge brings them together."""

from pathlib import Path

from tests.contacts.world import ANA, MARIA, run, world
from warmline.contacts.forgetting import everything, forget
from warmline.events.model import Identifier
from warmline.flows.inputs import Asked
from warmline.web.principal import LOCAL

NAMED = [(one.type, one.value) for one in MARIA]


def test_an_erasure_takes_the_contacts_of_a_customer_with_it(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            at.there.count = 0
            gone = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.say(gone, "my dog is called Bantay")
            await at.talks.take(gone, Asked(what="person"), "k")
            stays = (
                await at.talks.begin("chat", identifiers=[Identifier("account", "9", True)])
            ).contact.name
            await at.say(stays, "hello")
            handed_out = at.storage.read_now(lambda reader: everything(reader, at.whose, NAMED))
            assert [one["name"] for one in handed_out] == [gone]
            assert handed_out[0]["said"][1]["text"] == "my dog is called Bantay"
            assert await at.storage.run(lambda tx: forget(tx, at.whose, NAMED)) == 1
            assert at.storage.read_now(lambda reader: everything(reader, at.whose, NAMED)) == []
            assert await at.said(stays) != []
            assert await at.casework.callbacks(ANA) == []
            tables = ("contact_turn", "contact_key", "contact_identifier", "callback", "contact")
            for table in tables:
                rows = at.storage.read_now(lambda reader, table=table: reader.all(f"SELECT * FROM {table}"))
                assert "Bantay" not in repr(rows) and "7013550" not in repr(rows)

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
