"""Look-ups for replies: all at once, within a short time, remembered for a moment."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from warmline.coaching.replying.telling import Answered
from warmline.contacts.ports import Outside

PATIENCE = 1.2
"""Seconds that whoever writes waits for all look-ups together."""
KEPT = 60_000_000
"""Microseconds for which an answer is used again."""
MOST = 512
"""Answers that are remembered."""

Wanted = tuple[str, Mapping[str, Any]]
"""An operation and what it is given."""
_write = msgspec.json.Encoder(order="deterministic").encode


class LookUps:
    """Asks the company's systems. `clock` gives microseconds. What is not answered in time is left out."""

    def __init__(self, outside: Outside, clock: Callable[[], int], patience: float = PATIENCE) -> None:
        self._outside = outside
        self._clock = clock
        self._patience = patience
        self._kept: dict[bytes, Answered] = {}

    async def answers(self, wanted: Sequence[Wanted], since: int = 0) -> dict[bytes, Answered]:
        """What came back, by `key_of`; of answers that are remembered those that are not older than `since`."""
        now = self._clock()
        fresh = max(since, now - KEPT)
        self._kept = {key: one for key, one in self._kept.items() if one.at >= now - KEPT}
        by_key = {key_of(*one): one for one in wanted}
        found = {key: one for key in by_key if (one := self._kept.get(key)) and one.at >= fresh}
        asking = {
            key: asyncio.create_task(self._outside.look_up(one[0], dict(one[1])))
            for key, one in by_key.items()
            if key not in found
        }
        if asking:
            done, late = await asyncio.wait(asking.values(), timeout=self._patience)
            for task in late:
                task.cancel()
            for key, task in asking.items():
                if task in done and task.exception() is None and task.result().outcome == "ok":
                    found[key] = self._keep(key, Answered(task.result().value, now))
        return found

    def _keep(self, key: bytes, answer: Answered) -> Answered:
        if len(self._kept) >= MOST:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = answer
        return answer


def key_of(operation: str, arguments: Mapping[str, Any]) -> bytes:
    """What an answer is remembered by."""
    return _write([operation, arguments])
