"""A small business with self-service for tests: its files, a world, and a customer who talks to it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from warmline.business.load import load_files
from warmline.business.model import BusinessError, Disclosure, Problem
from warmline.connectors.reading import CONNECTORS
from warmline.flows.effects import NEEDS_ANSWER, Effect, Record, Say
from warmline.flows.engine import Advanced, advance
from warmline.flows.inputs import Began, Input, Result
from warmline.flows.model import Book
from warmline.flows.reading.section import FLOWS
from warmline.flows.session import LeftOff, Session
from warmline.flows.world import Suggestion, World

NOW = 1_770_000_000_000_000
"""2026-02-02T10:40:00+08:00, a Monday."""

FILES = {
    "business.yaml": """\
name: Isla Mobile
region: PH
timezone: Asia/Manila
currency: PHP
languages: [en, fil, th]
hosts: {allow: [back.example.com]}
""",
    "identifiers.yaml": "identifiers: {account: {priority: 1}}\n",
    "profile.yaml": """\
fields:
  account: {last: {customer.identified: traits.account}, default: null, disclosure: verified}
  first_name: {last: {customer.identified: traits.first_name}, default: null, disclosure: recognised}
  area: {last: {customer.identified: traits.area}, default: null, disclosure: anonymous}
  balance: {type: money, last: {customer.identified: traits.balance}, default: null, disclosure: verified}
  vip: {type: boolean, last: {customer.identified: traits.vip}, default: false, disclosure: staff}
""",
    "webhooks.yaml": "webhooks: {}\n",
    "connectors/billing.yaml": """\
connector: billing
url: https://back.example.com
secret: BACK_SECRET
operations:
  latest_invoice:
    get: /accounts/{account}/invoices?latest
    takes: {account: text}
    gives: {number: text, total: money, change: money?, reasons: [text], due: date, note: text?}
    disclosure: verified
  plans:
    get: /plans
    gives: {names: [text]}
    disclosure: anonymous
  pay:
    post: /payments
    takes: {account: text, amount: money, card: text?, when: date?}
    gives: {payment: text, total: money}
    refuses: {too_often: "Paid already."}
""",
    "service.yaml": """\
start: main
recognise: who
queues:
  general: {title: Customer service, hours: always}
  billing: {title: Bills and payments, hours: {mon-fri: "08:00-20:00", sat: "09:00-17:00"}}
hand_over: general
call_back_after: 3
""",
    "flows/main.yaml": """\
flow: main
title: Welcome
steps:
  topics:
    menu:
      say: "What can I do for you?"
      options: [{name: bye, say: "Nothing", then: bye}]
  bye: {say: "Bye.", then: end}
""",
    "flows/who.yaml": """\
flow: who
title: Who you are
steps:
  ask_account:
    ask: {what: number, as: account, say: "What is your account number?"}
    then: done
  done: {end: recognised}
""",
}

PROFILE = {
    "account": "7013550",
    "first_name": "Maria",
    "area": "Cebu North",
    "balance": {"amount": 129000, "currency": "PHP"},
    "vip": True,
    "situations": [],
}

INVOICE: dict[str, Any] = {
    "number": "R-1",
    "total": {"amount": 129000, "currency": "PHP"},
    "change": {"amount": 64000, "currency": "PHP"},
    "reasons": ["roaming"],
    "due": "2026-02-12",
}


def files(more: Mapping[str, str | None]) -> dict[str, bytes]:
    """The files of the business with some of one's own, or (None) without some."""
    merged = {path: text for path, text in {**FILES, **more}.items() if text is not None}
    return {path: text.encode() for path, text in merged.items()}


def book(more: Mapping[str, str | None]) -> Book:
    """The flows of the business with these files. Raises BusinessError."""
    return FLOWS.of(load_files(files(more), [CONNECTORS, FLOWS]))


def found(more: Mapping[str, str | None]) -> list[Problem]:
    """What is wrong with these files."""
    try:
        return list(load_files(files(more), [CONNECTORS, FLOWS]).warnings)
    except BusinessError as error:
        return error.problems


def world(
    profile: Mapping[str, Any] = PROFILE, now: int = NOW, contact: Mapping[str, Any] | None = None
) -> World:
    """The facts of a moment."""
    return World(now=now, customer=profile.get, contact=(contact or {}).get)


class Talk:
    """A customer in a session: what they give, and all that came of it."""

    def __init__(
        self,
        book: Book,
        *,
        level: Disclosure = Disclosure.VERIFIED,
        channel: str = "phone",
        language: str = "en",
        flow: str = "",
        left_off: LeftOff | None = None,
        profile: Mapping[str, Any] = PROFILE,
        contact: Mapping[str, Any] | None = None,
        suggestions: Sequence[Suggestion] = (),
    ) -> None:
        self.book = book
        self.profile = profile
        self.facts = replace(world(profile, contact=contact), suggestions=lambda: suggestions)
        self.session = Session(
            contact="c-1", version=book.version, channel=channel, language=language, level=level
        )
        self.effects: list[Effect] = []
        self.give(Began(flow=flow, left_off=left_off))

    def give(self, given: Input) -> Advanced:
        """One input further."""
        advanced = advance(self.book, self.session, given, self.facts)
        self.session, self.effects = advanced.session, list(advanced.effects)
        return advanced

    def answer(self, outcome: Any = "ok", why: str = "", **value: Any) -> Advanced:
        """The world's answer to what is waited for."""
        return self.give(Result(id=self.wanted.id, outcome=outcome, value=value, why=why))

    @property
    def wanted(self) -> Any:
        """The effect whose answer is waited for."""
        return next(effect for effect in self.effects if isinstance(effect, NEEDS_ANSWER))

    @property
    def hears(self) -> str:
        """All that was said after the last input, a line each."""
        return "\n".join(text for one in self.effects if isinstance(one, Say) for text in one.prompt.texts)

    @property
    def options(self) -> list[str]:
        """The names of what can be chosen in the last prompt, without what can be asked at every moment."""
        prompts = [one.prompt for one in self.effects if isinstance(one, Say)]
        universal = ("person", "repeat", "back", "language")
        return [one.name for one in prompts[-1].options if one.kind not in universal] if prompts else []

    @property
    def recorded(self) -> list[str]:
        """The types of the events put on record after the last input."""
        return [one.type for one in self.effects if isinstance(one, Record)]

    def record(self, kind: str) -> dict[str, Any]:
        """The properties of the event of a type that was put on record after the last input."""
        return next(one.properties for one in self.effects if isinstance(one, Record) and one.type == kind)
