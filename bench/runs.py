"""The runs that others start by name, and how their results are shown and kept."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.chat import chat as run_chat
from bench.day import day as run_day
from bench.decide import decide as run_decide
from bench.desk import desk as run_desk
from bench.flows import flows as run_flows
from bench.ingest import ingest as run_ingest
from bench.prepare import PrepareError
from bench.progress import say
from bench.search import search as run_search
from bench.server import ServerError
from bench.widget import widget as run_widget

__all__ = [
    "RunError",
    "run_all",
    "run_chat",
    "run_day",
    "run_decide",
    "run_desk",
    "run_flows",
    "run_ingest",
    "run_search",
    "run_widget",
    "table",
]

RunError = (PrepareError, ServerError)
"""What a run may end with instead of a result; the message is for the person who started it."""

TARGETS = {
    "ingest.events_per_s": ("at least", 10_000),
    "ingest.ack_p99_ms": ("at most", 25),
    "ingest.ready_s": ("at most", 3),
    "decide.decide_p99_ms": ("at most", 3),
    "decide.recorded_p99_ms": ("at most", 20),
    "decide.memory_of_10000_mb": ("at most", 200),
    "chat.sessions": ("at least", 5_000),
    "chat.turn_p99_ms": ("at most", 100),
    "chat.session_bytes": ("at most", 4_096),
    "desk.screen_p99_ms": ("at most", 250),
    "desk.first_paint_p90_ms": ("at most", 500),
    "widget.first_reply_p90_ms": ("at most", 300),
    "search.search_p99_ms": ("at most", 10),
    "flows.advances_per_s": ("at least", 30_000),
    "day.projected_wall_s": ("at most", 1_800),
    "day.max_rss_mb": ("at most", 2_048),
}
"""What Warmline is meant to reach on 2 cores, with 1,000,000 customers and a log of 10,000,000 events."""
ARTICLES = 100_000
"""Articles that `search` looks through."""
POLICIES = 1_000
"""Policies that answer each question of `decide`."""
SESSIONS = 5_000
"""Live sessions of `chat`."""
LIVE, DESKS = 1_000, 50
"""Contacts that go on, and the desks that look at them, in `desk`."""
FLOW_SECONDS = 10
"""Seconds for which sessions are advanced."""


def run_all(
    folder: Path, customers: int, preload: int, seconds: float, day_seconds: float | None
) -> dict[str, Any]:
    """All runs, one after the other; the results also go to `results.json` in the folder."""
    say("ingest")
    results = {"ingest": run_ingest(folder, customers, preload, seconds)}
    say("decide")
    results["decide"] = run_decide(folder, customers, preload, seconds, POLICIES)
    say("chat")
    results["chat"] = run_chat(folder, customers, preload, seconds, SESSIONS)
    say("desk")
    results["desk"] = run_desk(folder, customers, preload, seconds, LIVE, DESKS)
    say("widget")
    results["widget"] = run_widget()
    say("search")
    results["search"] = run_search(ARTICLES)
    say("flows")
    results["flows"] = run_flows(min(seconds, FLOW_SECONDS))
    say("day")
    results["day"] = run_day(folder, customers, preload, day_seconds)
    (folder / "results.json").write_text(json.dumps(results, indent=2) + "\n")
    return results


def table(result: dict[str, Any], part: str = "") -> Iterator[str]:
    """The lines of a result, with its target where there is one."""
    for name, value in result.items():
        if isinstance(value, dict):
            yield f"{name}"
            yield from (f"  {line}" for line in table(value, name))
            continue
        shown = f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
        target = TARGETS.get(f"{part}.{name}")
        yield f"{name:26}{shown:>16}" + (f"   {_judged(value, *target)}" if target else "")


def _judged(value: float, side: str, target: float) -> str:
    reached = value >= target if side == "at least" else value <= target
    return f"{'reached' if reached else 'MISSED'}: {side} {target:,}"
