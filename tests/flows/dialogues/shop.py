"""A business whose flows dialogues are played against in tests, and how they are played."""

from collections.abc import Mapping
from typing import Any

from tests.flows.island import files
from warmline.business.folder import Folder
from warmline.business.load import load_files
from warmline.business.model import Disclosure, Problem
from warmline.business.report import Report
from warmline.connectors.reading import CONNECTORS
from warmline.flows.dialogues.given import Customer
from warmline.flows.dialogues.model import Dialogue, Difference
from warmline.flows.dialogues.playing import Player
from warmline.flows.dialogues.reading import read_dialogues
from warmline.flows.effects import Decide
from warmline.flows.reading.section import FLOWS

SHOP: Mapping[str, str] = {
    "flows/main.yaml": """\
flow: main
title: Welcome
queue: general
steps:
  topics:
    menu:
      say: "What can I do for you?"
      options:
        - {name: bill, say: "Your bill", flow: bill}
        - {name: hours, say: "Opening hours", then: hours}
        - {name: ask, say: "A question", then: question}
    then: topics
  hours: {say: "We are open from ten to nine.", then: bye}
  question: {answer: {say: "What would you like to know?"}, then: bye}
  bye: {say: "Bye.", end: solved}
""",
    "flows/bill.yaml": """\
flow: bill
title: Bills
needs: verified
wants: bill
queue: billing
steps:
  look:
    look_up: billing.latest_invoice
    with: {account: customer.account}
    into: invoice
    say: "Your bill is {invoice.total}."
    on_failure: {say: "I cannot see it.", then: handover}
    then: help
  help:
    offer: {situation: bill_shock}
    accepted: card
    declined: bye
  card:
    ask: {what: card, as: digits, secret: true, length: 4, say: "Which card?"}
    then: pay
  pay:
    do: billing.pay
    with: {account: customer.account, amount: invoice.total, card: secret.card}
    confirm: "I charge {invoice.total}. Shall I?"
    receipt: {say: "Paid.", lines: {Number: "{result.payment}"}}
    refused: {too_often: {say: "That was paid.", then: bye}}
    then: bye
  bye: {end: solved}
""",
    "flows/who.yaml": """\
flow: who
title: Who you are
steps:
  known: {identify: {by: [channel, account]}, then: prove, else: handover}
  prove: {verify: {by: code}, then: done, else: handover}
  done: {end: recognised}
""",
    "locale/fil.po": """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "What can I do for you?"
msgstr "Ano po ang maitutulong ko?"

msgid "Your bill"
msgstr "Ang bill ninyo"

msgid "Opening hours"
msgstr "Oras ng bukas"

msgid "A question"
msgstr "Isang tanong"

msgid "We are open from ten to nine."
msgstr "Bukas kami mula alas diyes hanggang alas nuwebe."

msgid "Bye."
msgstr "Paalam."
""",
    "dialogues/people.yaml": """\
maria:
  profile: {account: "7013550", first_name: Maria, balance: 1290}
  answers:
    billing.latest_invoice: {number: R-1, total: 1290, reasons: [], due: "2026-03-30"}
""",
}
OFFER = "decisions: {bill_shock: [{name: parts, title: In parts, say: Pay in parts?}]}"


class NoPolicies:
    """Policies that hold for nobody."""

    def decide(
        self,
        customer: Customer,
        contact: Mapping[str, Any],
        wanted: Decide,
        level: Disclosure,
        language: str,
        now: int,
    ) -> dict[str, Any]:
        """Nothing."""
        return {"decision": "d-1", "chosen": []}


class NoArticles:
    """A knowledge base without articles."""

    def find(self, text: str, language: str, most: int, level: Disclosure) -> dict[str, Any]:
        """Nothing."""
        return {"sure": "none", "found": []}


def read(
    dialogues: str, more: Mapping[str, str | None] | None = None
) -> tuple[Player, list[Dialogue], list[Problem]]:
    """A player of the shop, the dialogues of a file, and what is wrong with them."""
    written = files({**SHOP, **(more or {}), "dialogues/shop.yaml": dialogues})
    business = load_files(written, [CONNECTORS, FLOWS])
    book = FLOWS.of(business)
    report = Report()
    found = read_dialogues(Folder(written), business, book.flows, report)
    return Player(business, book, NoPolicies(), NoArticles()), found, report.sorted()


def differences(dialogues: str, more: Mapping[str, str | None] | None = None) -> list[Difference]:
    """What differs when the dialogues of a file are played."""
    player, found, problems = read(dialogues, more)
    assert not problems, problems
    return [one for dialogue in found for one in player.play(dialogue)]
