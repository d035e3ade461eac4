"""What a session waits for from outside: carried out after the commit, its result taken as the next input."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from warmline.contacts.ports import Answer, Outside, Searches
from warmline.contacts.vault import Vault
from warmline.flows.effects import Do, Effect, Find, LookUp
from warmline.flows.inputs import Result
from warmline.storage.errors import StorageBusy, StorageClosed

LOG = logging.getLogger(__name__)

AT_ONCE = 64
"""Things under way at a time; the others wait for their turn."""
LONGEST = 60.0
"""Seconds after which something that does not answer counts as failed, whatever its own time limit."""
AGAIN = 0.5
"""Seconds after which a result is handed in again that could not be stored."""

OUTSIDE = (LookUp, Do, Find)
Deliver = Callable[[str, Result, int], Awaitable[None]]


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to be done outside for a contact. `again`: it may have been begun before a restart."""

    contact: str
    effect: Effect
    language: str
    level: int
    again: bool = False


class Errands:
    """Carries errands out, many at a time. `deliver` takes the result, and how many milliseconds it took."""

    def __init__(self, outside: Outside, searches: Searches, vault: Vault, deliver: Deliver) -> None:
        self._outside = outside
        self._searches = searches
        self._vault = vault
        self._deliver = deliver
        self._loop: asyncio.AbstractEventLoop | None = None
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}

    def attach(self) -> None:
        """Work in the running event loop."""
        self._loop = asyncio.get_running_loop()

    @property
    def count(self) -> int:
        """How many are under way."""
        return len(self._tasks)

    def start_soon(self, errand: Errand) -> None:
        """Begin; from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.start, errand)

    def start(self, errand: Errand) -> None:
        """Begin, unless it is under way already."""
        key = (errand.contact, str(getattr(errand.effect, "id", "")))
        if key not in self._tasks:
            task = asyncio.get_running_loop().create_task(self._run(errand))
            self._tasks[key] = task
            task.add_done_callback(lambda _: self._tasks.pop(key, None))

    async def stop(self) -> None:
        """Stop; whatever is under way is carried out again after the next start."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, errand: Errand) -> None:
        began = time.monotonic()
        async with self._slots:
            answer = await self._carry_out(errand)
        result = Result(
            id=str(getattr(errand.effect, "id", "")),
            outcome=answer.outcome,
            value=answer.value,
            why=answer.why,
        )
        took = round((time.monotonic() - began) * 1e3)
        while True:
            try:
                await self._deliver(errand.contact, result, took)
            except StorageClosed:
                return
            except StorageBusy:
                await asyncio.sleep(AGAIN)
            except Exception:
                LOG.exception("the result of something outside could not be taken in")
                return
            else:
                return

    async def _carry_out(self, errand: Errand) -> Answer:
        """What came of it. A thing that may have happened is never said to have failed."""
        effect = errand.effect
        try:
            async with asyncio.timeout(LONGEST):
                if isinstance(effect, Find):
                    return await self._searches.find(effect.text, errand.language, effect.most, errand.level)
                if isinstance(effect, LookUp):
                    return await self._outside.look_up(effect.operation, effect.arguments)
                assert isinstance(effect, Do), "nothing else is carried out outside"
                return await self._do(errand, effect)
        except Exception as error:
            LOG.exception("an effect could not be carried out")
            outcome = "unknown" if isinstance(effect, Do) else "failed"
            return Answer(outcome=outcome, why=type(error).__name__)  # type: ignore[arg-type]

    async def _do(self, errand: Errand, effect: Do) -> Answer:
        arguments = self._with_secrets(errand.contact, effect.arguments)
        return await self._outside.do(effect.operation, arguments, effect.id, again=errand.again)

    def _with_secrets(self, contact: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """The arguments with each `{"secret": name}` replaced, as far as the secrets are still held."""
        filled: dict[str, Any] = {}
        for name, value in arguments.items():
            is_secret = isinstance(value, dict) and value.keys() == {"secret"}
            secret = self._vault.get(contact, str(value["secret"])) if is_secret else None
            filled[name] = value if secret is None else secret
        return filled
