"""How the time of staff is spent: what holds of somebody from when to when, on record as it changes."""

import asyncio
from collections.abc import Callable, Sequence

from warmline.events.model import Event
from warmline.routing import repository
from warmline.routing.model import Spell, State
from warmline.routing.presence import Presence
from warmline.storage.port import Reader, Storage, Transaction

SOURCE = "routing"
"""The source of what happens to the state of staff."""
EVERY = 30.0
"""Seconds between two looks for those who have closed their browser without a word."""

Append = Callable[[Transaction, Sequence[Event], int], object]


class Spells:
    """Keeps them. `append` puts events into the log within a command; `clock` gives microseconds since 1970."""

    def __init__(
        self,
        storage: Storage,
        presence: Presence,
        append: Append,
        clock: Callable[[], int],
        new_id: Callable[[], str],
    ) -> None:
        self._storage = storage
        self._presence = presence
        self._append = append
        self._clock = clock
        self._new_id = new_id

    def record(self, tx: Transaction, who: str, state: State, reason: str, at: int) -> None:
        """Another state holds of somebody from `at` on; the same one again is none."""
        before = repository.open_spell(tx, who)
        if before is not None and (before.state, before.reason) == (state, reason):
            return
        at = max(at, before.began + 1) if before else at
        repository.begin_spell(tx, who, Spell(state=state, reason=reason, began=at))
        told: dict[str, object] = {"staff": who, "state": state}
        if reason:
            told["reason"] = reason
        if before is not None:
            told |= {"before": before.state, "seconds": round((at - before.began) / 1e6, 3)}
        now = self._clock()
        event = Event(
            source=SOURCE,
            message_id=self._new_id(),
            type="agent.state",
            occurred=at,
            received=now,
            properties=told,
        )
        self._append(tx, [event], now)

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            await self.look()

    async def look(self) -> None:
        """Put on record who is not there any more, from when they were last seen, and who is there again."""
        if await self._storage.read(self._changed):
            await self._storage.run(self._record_changed)

    def _changed(self, reader: Reader) -> dict[str, tuple[State, str, int]]:
        """Of whom something else holds than is on record: what, and since when."""
        now, stated = self._clock(), repository.everybody(reader)
        found: dict[str, tuple[State, str, int]] = {}
        for who, spell in repository.open_spells(reader).items():
            own = stated.get(who)
            if own is None:
                continue
            if self._presence.is_here(who):
                holds = (own.state, own.reason, now)
            else:
                holds = ("away", "", now - round(self._presence.unseen_for(who) * 1e6))
            if (spell.state, spell.reason) != holds[:2]:
                found[who] = holds
        return found

    def _record_changed(self, tx: Transaction) -> None:
        for who, (state, reason, at) in self._changed(tx).items():
            self.record(tx, who, state, reason, at)
