"""What decisions say in a contact: as much as its customer is known well enough for; a check finds what never is."""

import asyncio
from pathlib import Path

from tests.flows import island
from warmline.app.runtime import Runtime
from warmline.app.sections import SECTIONS
from warmline.app.settings import Settings
from warmline.business.load import load_files
from warmline.events.model import Event, Identifier
from warmline.log.model import Decoded

POLICIES = """\
- policy: outage
  why: There is an outage.
  on: {asked: outage}
  when: has(customer.first_name)
  do:
    - advise: {action: area, say: "The network is down."}
    - advise:
        action: name
        say: "We are sorry, {customer.first_name}."
- policy: credit
  why: It was long.
  on: {asked: outage}
  when: has(customer.account)
  do: [{offer: credit}]
"""
OFFERS = """\
offer: credit
title: A credit
say: "A credit to {customer.account}?"
eligible: has(customer.account)
value: 10
sells: false
"""
MAIN = """\
flow: main
title: Welcome
steps:
  before: {decide: {situation: outage, tell: true}, then: find}
  find: {identify: {by: [channel]}, say: "Let me see.", then: after, else: end}
  after: {decide: {situation: outage, tell: true}, say: "Now I know.", then: remedy}
  remedy: {offer: {situation: outage, only: [credit]}, accepted: more, declined: more}
  more: {menu: {say: "Anything else?", options: [{name: bye, say: "No", then: end}]}}
"""
BUSINESS = {
    "business.yaml": island.FILES["business.yaml"].replace("[en, fil, th]", "[en]"),
    "identifiers.yaml": "identifiers: {account: {priority: 1}, phone: {priority: 2, format: phone}}\n",
    "policies/all.yaml": POLICIES,
    "offers/all.yaml": OFFERS,
    "flows/main.yaml": MAIN,
}


def test_a_check_names_the_text_and_the_step_that_asks_for_it_too_early() -> None:
    found = [
        one for one in load_files(island.files(BUSINESS), SECTIONS).warnings if "says customer" in one.what
    ]
    assert [(one.place, one.what) for one in found] == [
        (
            "offers/all.yaml:3",
            'offer "credit" says customer.account, for which a customer must be verified; '
            "flows/main.yaml:7 asks for it before",
        ),
        (
            "policies/all.yaml:9",
            'advice "name" says customer.first_name, for which a customer must be recognised; '
            "flows/main.yaml:4 asks for it before",
        ),
    ]
    assert [one.remedy for one in found] == [
        "leave it out, or write needs: verified in flows/main.yaml",
        "leave it out, or write needs: recognised in flows/main.yaml",
    ]


def test_a_check_is_content_where_customers_are_known_well_enough() -> None:
    needs = MAIN.replace("title: Welcome", "title: Welcome\nneeds: verified")
    warned = load_files(island.files({**BUSINESS, "flows/main.yaml": needs}), SECTIONS).warnings
    assert not [one for one in warned if "says customer" in one.what]


def test_a_contact_hears_more_once_its_customer_is_known(tmp_path: Path) -> None:
    folder = tmp_path / "business"
    for path, content in island.files(BUSINESS).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (tmp_path / "data").mkdir()
    known = (Identifier("account", "7013550", True), Identifier("phone", "+639171234567", True))

    async def go() -> str:
        runtime = Runtime(Settings(data=tmp_path / "data", business=folder))
        await runtime.start()
        try:
            told = Event(
                source="crm",
                message_id="1",
                type="customer.identified",
                occurred=1_700_000_000_000_000,
                identifiers=known,
                properties={"traits": {"first_name": "Maria", "account": "7013550"}},
            )
            await runtime.storage.run(runtime.ingest.command("crm", Decoded(events=[told])))
            talks = runtime.talking.talks
            begun = await talks.begin("chat", identifiers=known, language="en")
            turns = await talks.turns(begun.contact.name)
            return " ".join(text for turn in turns if turn.prompt for text in turn.prompt.texts)
        finally:
            await runtime.stop()

    said = asyncio.run(go())
    before, _, after = said.partition("Now I know.")
    assert "The network is down." in before
    assert "Maria" not in before
    assert "We are sorry, Maria." in after
    assert "7013550" not in said
