"""A small business with a field of every type, for policies, offers and tables of tests."""

from collections.abc import Mapping
from typing import Any

from warmline.business.load import load_files
from warmline.business.model import BusinessError, Problem
from warmline.decisions.reading.section import DECISIONS
from warmline.decisions.rulebook import Rulebook

NOW = 1_770_000_000_000_000
"""2026-02-02T02:40:00Z"""

FILES = {
    "business.yaml": """\
name: Isla Mobile
region: PH
timezone: Asia/Manila
currency: PHP
languages: [en]
hosts: {allow: [hooks.example.com]}
""",
    "identifiers.yaml": "identifiers: {account: {priority: 1}}\n",
    "profile.yaml": """\
fields:
  tier: {last: {customer.identified: traits.tier}, default: new}
  plan: {last: {customer.identified: traits.plan}, default: null}
  age: {type: integer, last: {customer.identified: traits.age}, default: null}
  score: {type: number, last: {customer.identified: traits.score}, default: null}
  average_invoice: {type: money, mean: {invoice.issued: total}, default: null}
  vip: {type: boolean, last: {customer.identified: traits.vip}, default: false}
  no_selling: {type: boolean, last: {customer.identified: traits.no_selling}, default: null}
  birth_date: {type: date, last: {customer.identified: traits.birth_date}, default: null}
  seen: {type: time, last: {contact.started: occurred}, default: null}
  needs: {type: list, last: {customer.identified: traits.needs}, default: []}
  contacts_7d: {count: [contact.started], window: 7d}
  open_cases:
    items: {set: {case.opened: case}, close: {case.solved: case}}
    with: [what, due]
  consents:
    items: {set: {consent.given: purpose}, close: {consent.withdrawn: purpose}}
""",
    "webhooks.yaml": """\
webhooks:
  messages: {url: "https://hooks.example.com/send", secret: MESSAGES_SECRET}
""",
}


def rulebook(files: Mapping[str, str | bytes]) -> Rulebook:
    """What these files decide by, beside those of the shop. Raises BusinessError."""
    return DECISIONS.of(load_files(_encoded(files), [DECISIONS]))


def found(files: Mapping[str, str | bytes]) -> list[Problem]:
    """All problems and warnings of these files beside those of the shop."""
    try:
        return list(load_files(_encoded(files), [DECISIONS]).warnings)
    except BusinessError as error:
        return error.problems


def said(problems: list[Problem], file: str, level: str = "problem") -> list[tuple[str, str]]:
    """`line: what` and the remedy of each problem of a file."""
    return [
        (f"{one.line}: {one.what}", one.remedy) for one in problems if one.file == file and one.level == level
    ]


def _encoded(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    together: dict[str, Any] = {**FILES, **files}
    return {name: text if isinstance(text, bytes) else text.encode() for name, text in together.items()}
