"""Conditions alone: microseconds for each of a thousand on one event, and what ten thousand take in memory."""

import random
import time
import tracemalloc
from typing import Any

from bench.business import SAMPLE
from warmline.business.load import load
from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment, Frame
from warmline.conditions.facts import Facts
from warmline.events.model import Event

NOW = 1_770_000_000_000_000
ROUNDS = 200

SHAPES = (
    "has(customer.average_invoice) && event.total > {a}.5 * customer.average_invoice && customer.contacts_7d >= {b}",
    "customer.area == 'area-{b}' && customer.value_tier in ['gold', 'silver']",
    "customer.failed_payments_90d >= {b} && !customer.no_selling",
    "has(event.due) && event.due - now < duration('{b}h') || customer.outages_90d > {b}",
    "customer.parcels.exists(p, has(p.status) && p.status == 'late-{b}')",
)
"""Like those of the sample's policies: amounts, texts, counts, times, and a look through a list."""

EVENT = Event(
    source="billing",
    message_id="1",
    type="invoice.issued",
    occurred=NOW,
    properties={
        "invoice": "i-1",
        "total": {"amount": 129_000, "currency": "PHP"},
        "due": "2026-02-20",
        "lines": [{"what": "roaming", "amount": {"amount": 32_000, "currency": "PHP"}}],
    },
)
CUSTOMER: dict[str, Any] = {
    "average_invoice": {"amount": 65_000, "currency": "PHP"},
    "contacts_7d": 4,
    "area": "area-3",
    "value_tier": "gold",
    "failed_payments_90d": 1,
    "no_selling": False,
    "outages_90d": 3,
    "parcels": [{"id": str(n), "open": True, "since": NOW, "status": f"late-{20 * n}"} for n in range(3)],
}


def conditions(count: int) -> dict[str, Any]:
    """All figures: loading, evaluating (each round with facts of its own, as for a new event), memory."""
    facts = Facts(load(SAMPLE))
    environment = facts.environment([EVENT.type])
    chance = random.Random(1)
    texts = [
        SHAPES[n % len(SHAPES)].format(a=chance.randrange(1, 5), b=chance.randrange(1, 60))
        for n in range(count)
    ]
    began = time.perf_counter()
    loaded = [Condition(text, environment) for text in texts]
    loading = time.perf_counter() - began
    rounds = []
    held = 0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        frame = _frame(facts, environment)
        held = sum(condition.holds(frame) is True for condition in loaded)
        rounds.append(time.perf_counter() - began)
    rounds.sort()
    return {
        "conditions": count,
        "held": held,
        "us_per_condition": round(1e6 * rounds[ROUNDS // 2] / count, 2),
        "event_p50_ms": round(1e3 * rounds[ROUNDS // 2], 3),
        "event_p99_ms": round(1e3 * rounds[ROUNDS * 99 // 100], 3),
        "load_us_per_condition": round(1e6 * loading / count),
        "memory_mb_of_10000": round(_memory(environment, texts), 1),
    }


def _frame(facts: Facts, environment: Environment) -> Frame:
    return facts.frame(environment, NOW, CUSTOMER.get, EVENT)


def _memory(environment: Environment, texts: list[str]) -> float:
    tracemalloc.start()
    kept = [Condition(texts[n % len(texts)], environment) for n in range(10_000)]
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(kept) == 10_000
    return used / 2**20
