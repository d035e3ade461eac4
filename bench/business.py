"""The business folders that runs work by: the sample's own files, and so many policies beside them."""

import json
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from warmline.app.sections import SECTIONS
from warmline.business.load import load
from warmline.decisions.reading.section import DECISIONS

SAMPLE = Path(__file__).parent.parent / "examples" / "mobile-operator"
OWN = ("business.yaml", "identifiers.yaml", "profile.yaml")
"""What decides the state of a prepared database; policies do not."""
ACTIVE = 100
"""Policies that judge events while ingest is measured."""
SEED = 7

ANSWERING = (
    "has(customer.average_invoice) && customer.average_invoice > {a}00.0 && customer.contacts_7d >= {b}",
    "customer.area == 'area-{b}' && customer.value_tier in ['gold', 'silver']",
    "customer.failed_payments_90d >= {b} && !customer.no_selling",
    "has(customer.contract_ends) && customer.contract_ends - now < duration('{b}h') || customer.outages_90d > {b}",
    "customer.parcels.exists(p, has(p.status) && p.status == 'late-{b}')",
)
"""Conditions like those of the sample: amounts, texts, counts, times, and a look through a list."""
ACTING = (
    ("invoice.issued", "has(customer.average_invoice) && event.total > {a}.5 * customer.average_invoice"),
    ("usage.recorded", "has(event.left) && event.left < {a}.0 && customer.value_tier == 'gold'"),
    ("contact.started", "customer.contacts_7d >= 1{a} && customer.value_tier == 'silver'"),
    ("contact.reason", "event.reason == 'reason-{b}'"),
    ("contact.turn", "has(event.text) && event.text.contains('word-{b}')"),
    ("page.viewed", "has(event.path) && event.path == '/cancel/{b}'"),
    ("product.viewed", "event.product == 'product-{b}' && customer.value_tier == 'gold'"),
    ("parcel.scanned", "event.status == 'late' && customer.contacts_7d > {b}"),
    ("contact.rated", "event.score <= 1 && customer.outages_90d > {b}"),
    ("credit.topped_up", "event.amount > {b}000.0"),
)
"""On the types of the mixture; what happens seldom holds now and then, as it should."""
ELSEWHERE = "customer.contacts_7d >= 1{a} && customer.value_tier == 'silver'"
"""On other types, and on several at once."""


def without_policies(folder: Path) -> Path:
    """The sample's own files alone, in a new folder; in one language, as nothing beside them is translated."""
    folder.mkdir(parents=True)
    for name in OWN:
        shutil.copy(SAMPLE / name, folder / name)
    about = folder / "business.yaml"
    about.write_text(re.sub(r"^languages: .*$", "languages: [en]", about.read_text(), flags=re.MULTILINE))
    return folder


def with_policies(
    folder: Path, acting: int = 0, answering: int = 0, *, spread_as_sample: bool = False
) -> Path:
    """The same with so many policies that act on events, and so many that answer.

    Those that act stand on the ten commonest types of events, or on the types that those of the sample stand on.
    """
    without_policies(folder)
    policies = folder / "policies"
    policies.mkdir()
    _write(policies, "acting", list(_acting(acting, _of_sample() if spread_as_sample else _commonest())))
    _write(policies, "answering", list(_answering(answering)))
    offers = folder / "offers"
    offers.mkdir()
    _write(offers, "offers", [_offer(number) for number in range(20)] if answering else [])
    return folder


def _write(folder: Path, name: str, entries: list[dict[str, Any]]) -> None:
    """JSON is YAML; a file holds a thousand entries at most, as a person's would."""
    for start in range(0, len(entries), 1_000):
        text = json.dumps(entries[start : start + 1_000], indent=1)
        (folder / f"{name}-{start // 1_000}.yaml").write_text(text)


def _commonest() -> list[tuple[str, ...]]:
    return [(kind,) for kind, _ in ACTING]


def _of_sample() -> list[tuple[str, ...]]:
    """What sets off each policy of the sample that acts on events."""
    book = DECISIONS.of(load(SAMPLE, SECTIONS))
    return [tuple(sorted(policy.on)) for policy in book.policies.values() if policy.on]


def _acting(count: int, spread: Sequence[tuple[str, ...]]) -> Iterator[dict[str, Any]]:
    chance = random.Random(SEED)
    conditions = dict(ACTING)
    for number in range(count):
        kinds = spread[number % len(spread)]
        condition = conditions.get(kinds[0], ELSEWHERE) if len(kinds) == 1 else ELSEWHERE
        yield {
            "policy": f"acting-{number}",
            "why": "So that there is something to judge.",
            "on": kinds[0] if len(kinds) == 1 else list(kinds),
            "when": condition.format(a=chance.randrange(2, 9), b=chance.randrange(2, 60)),
            "do": [{"remember": {"situation": f"situation-{number}", "for": "1d"}}],
        }


def _answering(count: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(SEED)
    for number in range(count):
        condition = ANSWERING[number % len(ANSWERING)]
        yield {
            "policy": f"answering-{number}",
            "why": "So that there is something to choose from.",
            "on": {"asked": "any"},
            "when": condition.format(a=chance.randrange(1, 90), b=chance.randrange(1, 60)),
            "do": [{"offer": f"offer-{number % 20}"}],
        }


def _offer(number: int) -> dict[str, Any]:
    return {
        "offer": f"offer-{number}",
        "title": f"Offer {number}",
        "value": 10 + number,
        "propensity": 0.1 + number / 100,
        "eligible": "customer.value_tier != 'nobody'",
        "limit": {"times": 3, "in": "7d"},
        "control": 0.05,
    }
