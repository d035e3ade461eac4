"""Finding out who somebody is, and having them prove it: on real tables, with what must not be found out."""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest

from tests.backoffice.office import Office
from tests.customers.test_recognising import DECLARED, LI, MARIA, SOMCHAI, person
from tests.customers.world import MIGRATIONS, NOW, World, event
from warmline.app.messages import ByWebhook
from warmline.app.own_key import own_key
from warmline.app.webhooks import Webhooks
from warmline.business.model import Webhook
from warmline.contacts.codes import Codes
from warmline.contacts.messages import Message
from warmline.contacts.ports import Answer, Asker, Recognised
from warmline.contacts.verification import Verification
from warmline.contacts.verification_rules import CODE_LASTS, CODES, MANY
from warmline.contacts.verification_schema import MIGRATIONS as VERIFICATION
from warmline.customers.recognising.service import Recogniser
from warmline.events.model import Identifier
from warmline.flows.effects import CheckKnowledge, Identify
from warmline.flows.service import LockOut
from warmline.log import outbox
from warmline.storage.port import Transaction

T = TypeVar("T")
SECOND = 1_000_000
RULE = LockOut(failures=3, within=60 * SECOND, lasts=120 * SECOND)
MARIAS_PHONE = "+639175550101"
ACCOUNT = Identifier("account", "7013550")


@dataclass
class Phone:
    """What was sent, as phones show it."""

    is_ready: bool = True
    shown: list[Message] = field(default_factory=list)

    async def send(self, message: Message) -> None:
        self.shown.append(message)


class Counter:
    """Verification over the tables of a world; `now` is the time, which tests move on."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder, DECLARED, {**MIGRATIONS, "verification": VERIFICATION})
        self.now = NOW
        self.phone = Phone()
        self.key = own_key(folder)
        recogniser = Recogniser(self.world.projection)
        self.codes = Codes(
            self.world.storage,
            recogniser,
            self.phone,
            self.key,
            lambda: "Isla",
            lambda: self.now,
            lambda: None,
        )
        self.verification = Verification(self.world.projection, recogniser, self.codes, lambda business: RULE)
        self.world.take(MARIA, SOMCHAI, LI)

    def asker(self, contact: str = "c1", *known: Identifier, address: str = "") -> Asker:
        customer = self.world.customer(known[0].type, known[0].value) if known else None
        return Asker(
            contact=contact,
            channel="chat",
            language="en",
            identifiers=known,
            customer=customer,
            address=address,
        )

    def run(self, command: Callable[[Transaction], T]) -> T:
        return self.world.storage.submit(command).result()

    def identify(self, asker: Asker, by: Any = "account", **answers: str | list[str]) -> Recognised:
        said = {name: [one] if isinstance(one, str) else one for name, one in answers.items()}
        effect = Identify(id="e", by=by, answers=said)
        return self.run(lambda tx: self.verification.identify(tx, asker, effect, self.now))

    def send(self, asker: Asker, key: str = "e1") -> Answer:
        answer = self.run(lambda tx: self.verification.send_code(tx, asker, key, self.now))
        asyncio.run(self.deliver())
        return answer

    async def deliver(self) -> None:
        """Send what waits in the outbox."""
        waiting = await self.world.storage.read(lambda reader: outbox.page(reader, "waiting"))
        for one in waiting:
            await self.codes.deliver(one)
            done = (one.id, one.key)
            await self.world.storage.run(lambda tx, done=done: tx.run(outbox.DONE, done))  # type: ignore[misc]

    def check(self, asker: Asker, entered: str) -> Recognised:
        return self.run(lambda tx: self.verification.check_code(tx, asker, entered, self.now))

    def know(self, asker: Asker, **facts: str | list[str]) -> Recognised:
        said = {name: [one] if isinstance(one, str) else one for name, one in facts.items()}
        effect = CheckKnowledge(id="e", facts=said)
        return self.run(lambda tx: self.verification.check_knowledge(tx, asker, effect, self.now))

    def last_code(self) -> str:
        found = re.search(r"\b\d{6}\b", self.phone.shown[-1].text)
        assert found is not None
        return found[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def told(found: Recognised | Answer) -> str:
    answer = found.answer if isinstance(found, Recognised) else found
    return answer.outcome if answer.outcome == "ok" else answer.why


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path)
    yield made
    made.world.storage.close()


PERSON: dict[str, str | list[str]] = {
    "postcode": "cebu 6000",
    "name": ["maria santo's", "Maria Santos"],
    "birth_date": "12 March 1985",
}


def test_whoever_is_identified_is_known_by_their_name_which_nobody_vouches_for_yet(counter: Counter) -> None:
    for by, answers in (("account", {"account": "701 35 5O"}), ("person", PERSON)):
        found = counter.identify(counter.asker(), by, **answers)
        assert told(found) == "ok"
        assert found.identifiers == (Identifier("account", "7013550", False),)
    caller = counter.asker("c2", Identifier("phone", MARIAS_PHONE, True))
    assert told(counter.identify(caller, "channel")) == "ok"
    assert (
        told(counter.identify(counter.asker("c3", Identifier("phone", MARIAS_PHONE)), "channel"))
        == "not_found"
    )


def test_what_was_wrong_is_never_told(counter: Counter) -> None:
    slips = [
        {"postcode": "1234"},
        {"name": "Juan Dizon"},
        {"birth_date": "1 January 1970"},
        {"birth_date": "?"},
    ]
    answers = [
        counter.identify(counter.asker(f"c{n}"), "person", **PERSON | slip) for n, slip in enumerate(slips)
    ]
    assert len({msgspec.json.encode(one) for one in answers}) == 1
    assert told(answers[0]) == "not_found"


def test_nobody_becomes_a_second_person_in_one_contact(counter: Counter) -> None:
    asker = counter.asker("c1", ACCOUNT)
    assert told(counter.identify(asker, account="7013576")) == "not_found"
    family = counter.asker("c2", Identifier("phone", MARIAS_PHONE, True))
    assert told(counter.identify(family, account="7013576")) == "ok", "somebody else with this phone"


def test_a_contact_that_guesses_is_locked_out_for_a_while(counter: Counter) -> None:
    for expected in ("not_found", "not_found", "not_found", "locked"):
        assert told(counter.identify(counter.asker(), account="7013592")) == expected
    assert told(counter.identify(counter.asker(), account="7013550")) == "locked", (
        "also with the right answer"
    )
    assert told(counter.identify(counter.asker("c2"), account="7013550")) == "ok"
    counter.now += RULE.lasts
    assert told(counter.identify(counter.asker(), account="7013550")) == "ok"


def test_an_address_that_tries_out_many_is_locked_out_in_every_contact(counter: Counter) -> None:
    for number in range(MANY * RULE.failures):
        asker = counter.asker(f"c{number}", address="203.0.113.9")
        assert told(counter.identify(asker, account="7013592")) == "not_found"
    assert told(counter.identify(counter.asker("new", address="203.0.113.9"), account="7013550")) == "locked"
    assert told(counter.identify(counter.asker("new", address="203.0.113.8"), account="7013550")) == "ok"


def test_a_code_goes_to_the_phone_that_is_vouched_for_and_proves_who_it_is_once(counter: Counter) -> None:
    counter.world.take(event(9, "note", claimed=["account:7013550", "phone:+639999999999"]))
    asker = counter.asker("c1", ACCOUNT)
    assert counter.send(asker).value == {"to": "•••01"}
    (message,) = counter.phone.shown
    assert message.to == Identifier("phone", MARIAS_PHONE, True) and message.text.startswith("Isla: ")
    code = counter.last_code()
    assert told(counter.check(asker, wrong(code))) == "wrong"
    found = counter.check(asker, f"{code[:3]} {code[3:]}#")
    assert told(found) == "ok"
    assert found.identifiers == (Identifier("account", "7013550", True),)
    assert told(counter.check(asker, code)) == "expired", "it is good once"


def test_a_code_is_good_for_five_minutes_three_tries_its_customer_and_its_contact(counter: Counter) -> None:
    asker = counter.asker("c1", ACCOUNT)
    counter.send(asker)
    code = counter.last_code()
    assert told(counter.check(counter.asker("c2", ACCOUNT), code)) == "expired"
    assert told(counter.check(counter.asker("c1", Identifier("account", "7013576")), code)) == "expired"
    counter.send(asker, "e2")
    code = counter.last_code()
    counter.now += CODE_LASTS
    assert told(counter.check(asker, code)) == "expired"
    counter.send(asker, "e3")
    before, code = code, counter.last_code()
    assert before == code or told(counter.check(asker, before)) == "wrong", "the one before is good no more"


def test_guessing_a_code_locks_the_customer_out_wherever_it_comes_from(counter: Counter) -> None:
    for number, expected in enumerate(("wrong", "wrong", "locked")):
        asker = counter.asker(f"c{number}", ACCOUNT)
        counter.send(asker, f"e{number}")
        assert told(counter.check(asker, wrong(counter.last_code()))) == expected
    asker = counter.asker("c9", ACCOUNT)
    assert told(counter.send(asker, "e9")) == "locked"
    assert told(counter.know(asker, birth_date="1985-03-12")) == "locked"
    counter.now += RULE.lasts
    assert told(counter.send(asker, "e10")) == "ok"


def test_nobody_is_sent_codes_without_end(counter: Counter) -> None:
    asker = counter.asker("c1", ACCOUNT)
    answers = [told(counter.send(asker, f"e{number}")) for number in range(CODES.failures + 2)]
    assert answers.count("ok") == CODES.failures and answers[-1] == "locked"
    assert told(counter.send(counter.asker("c2", ACCOUNT), "x")) == "locked"


def test_without_a_way_to_send_or_an_address_no_code_is_promised(counter: Counter) -> None:
    counter.world.take(person(20, "7013592", "No Phone", "1000", "1980-01-01"))
    assert told(counter.send(counter.asker("c1", Identifier("account", "7013592")))) == "no_address"
    assert told(counter.send(counter.asker("c2"))) == "no_address"
    counter.phone.is_ready = False
    assert told(counter.send(counter.asker("c3", ACCOUNT))) == "no_address"
    assert counter.phone.shown == []


def test_a_code_is_sent_once_after_a_crash_and_is_nowhere_in_the_data(counter: Counter) -> None:
    asker = counter.asker("c1", ACCOUNT)
    answer = counter.run(lambda tx: counter.verification.send_code(tx, asker, "e1", counter.now))
    assert told(answer) == "ok" and counter.phone.shown == [], "it is sent after the commit"
    asyncio.run(counter.deliver())
    asyncio.run(counter.deliver())
    assert len(counter.phone.shown) == 1
    code = counter.last_code()
    folder = counter.world.storage.path.parent
    database = b"".join(path.read_bytes() for path in folder.glob("warmline.db*"))
    assert code.encode() not in database
    assert counter.key not in database
    assert (folder / "own.key").stat().st_mode & 0o077 == 0
    assert own_key(folder) == counter.key, "a restart makes no code wrong"
    assert told(counter.check(asker, code)) == "ok"


def test_a_code_that_could_not_be_sent_in_time_is_sent_no_more(counter: Counter) -> None:
    asker = counter.asker("c1", ACCOUNT)
    counter.run(lambda tx: counter.verification.send_code(tx, asker, "e1", counter.now))
    counter.now += CODE_LASTS
    asyncio.run(counter.deliver())
    assert counter.phone.shown == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"birth_date": "12 March 1985"}, "ok"),
        ({"birth_date": ["12.3.85", "12.3.58"], "postcode": "6000 Cebu"}, "ok"),
        ({"name": "Santos, Maria", "postcode": "6OOO"}, "ok"),
        ({"birth_date": "13 March 1985"}, "wrong"),
        ({"birth_date": "12 March 1985", "postcode": "6001"}, "wrong"),
        ({"latin_name": ""}, "wrong"),
        ({"latin_name": "anything"}, "wrong"),
        ({"no_such_field": "x"}, "wrong"),
        ({}, "wrong"),
    ],
)
def test_what_only_the_customer_knows_is_taken_in_any_form_but_not_nearly(
    counter: Counter, facts: dict[str, str | list[str]], expected: str
) -> None:
    found = counter.know(counter.asker("c1", ACCOUNT), **facts)
    assert told(found) == expected
    assert bool(found.identifiers) == (expected == "ok")
    assert told(counter.know(counter.asker("c2"), **facts)) == "wrong", "nobody knows anything"


def test_success_forgives_what_was_mistyped_before(counter: Counter) -> None:
    asker = counter.asker("c1", ACCOUNT)
    for _ in range(3):
        assert [
            told(counter.know(asker, birth_date=day)) for day in ("1.1.1970", "2.1.1970", "12.3.1985")
        ] == [
            "wrong",
            "wrong",
            "ok",
        ]


def test_the_back_office_shows_the_code_that_a_customer_is_sent(counter: Counter, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    office = Office(folder, "--messages-secret", "m")
    try:
        business = msgspec.structs.replace(
            DECLARED,
            hosts=(office.url.removeprefix("http://"),),
            webhooks={"messages": Webhook(url=f"{office.url}/hooks/messages", secret="M")},
        )
        webhooks = Webhooks(business, lambda: NOW, {"M": "m"})
        sender = ByWebhook(webhooks, lambda: business)
        assert sender.is_ready
        asker = counter.asker("c1", ACCOUNT)
        counter.codes._messages = sender
        assert counter.send(asker).value == {"to": "•••01"}
        (shown,) = office.get("/messages")["messages"][:1]
        assert (shown["to"], shown["by"]) == (MARIAS_PHONE, "sms")
        code = re.findall(r"\d{6}", shown["text"])[0]
        assert told(counter.check(asker, code)) == "ok"
    finally:
        office.stop()
