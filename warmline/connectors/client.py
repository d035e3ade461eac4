"""Calling operations: looked up within their time, done at most once, and no outcome told that is not known."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from warmline.conditions.reading import Misfit
from warmline.connectors.breaker import Breaker
from warmline.connectors.exchange import NoAnswer, NotSent
from warmline.connectors.model import Connector, Operation
from warmline.connectors.outcomes import UNTOLD, Fate, Outcome, Reply, fate, understood
from warmline.connectors.values import is_secret

LOG = logging.getLogger(__name__)
TRIES_TO_LOOK_UP = 2
MOST_SENDS = 3
"""How often one thing is sent, each time under the same key, and only where it is known not to be done."""
ASK_TIMEOUT = 2.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0

Observe = Callable[[str, str, float], None]
"""Told of each call: the operation, the outcome, the seconds it took."""


def failed(why: str) -> Outcome:
    """It did not happen."""
    return Outcome(outcome="failed", why=why)


def unknown(why: str) -> Outcome:
    """It may have happened."""
    return Outcome(outcome="unknown", why=why)


class Exchanges(Protocol):
    """Speaks with systems; `Exchange` does it over HTTP."""

    async def send(
        self, connector: Connector, method: str, target: str, body: Any, key: str, within: float
    ) -> Reply:
        """Send one request; its answer `within` so many seconds. Raises NotSent, NoAnswer."""
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...


class Connectors:
    """Calls the operations that a business declares. `monotonic` is in seconds, `observe` keeps figures."""

    def __init__(
        self,
        exchange: Exchanges,
        observe: Observe = lambda operation, outcome, seconds: None,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._exchange = exchange
        self._observe = observe
        self._monotonic = monotonic
        self._sleep = sleep
        self._breakers: dict[str, Breaker] = {}

    async def look_up(self, operation: Operation, arguments: Mapping[str, Any]) -> Outcome:
        """Look something up: ok, refused or failed, within the operation's time."""
        begun = self._monotonic()
        return self._told(operation, await self._look_up(operation, arguments, begun), begun)

    async def do(
        self, operation: Operation, arguments: Mapping[str, Any], key: str, *, again: bool = False
    ) -> Outcome:
        """Have something done, at most once for a key.

        With `again` it may have been sent before (Warmline was stopped meanwhile): what became of it is asked first.
        """
        begun = self._monotonic()
        return self._told(operation, await self._do(operation, arguments, key, again), begun)

    async def settle(self, operation: Operation, key: str) -> Outcome:
        """What became of a key, without sending anything: `failed` says that nothing was done under it so far."""
        begun = self._monotonic()
        found = await self._fate(operation.connector, key, begun + operation.connector.patience)
        return self._told(operation, _outcome(operation, found), begun)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._exchange.close()

    def _told(self, operation: Operation, outcome: Outcome, begun: float) -> Outcome:
        self._observe(operation.name, outcome.outcome, self._monotonic() - begun)
        if outcome.outcome in ("failed", "unknown"):
            LOG.warning("operation %s: %s (%s)", operation.name, outcome.outcome, outcome.why)
        return outcome

    async def _look_up(self, operation: Operation, arguments: Mapping[str, Any], begun: float) -> Outcome:
        try:
            target, _ = _request(operation, arguments)
        except Misfit as misfit:
            LOG.error("operation %s cannot be called: it %s", operation.name, misfit)
            return failed("bad_arguments")
        why = ""
        for _ in range(TRIES_TO_LOOK_UP):
            left = begun + operation.timeout - self._monotonic()
            if left <= 0:
                break
            if not self._breaker(operation.connector).lets(self._monotonic()):
                return failed(why or "resting")
            try:
                reply = await self._send(operation.connector, "GET", target, None, "", left)
            except (NotSent, NoAnswer) as error:
                why = str(error)
                continue
            outcome = understood(operation, reply)
            if outcome is not None:
                return outcome
            why = f"status_{reply.status}" if not 200 <= reply.status < 300 else "garbage"
            if reply.status < 500:
                break
        return failed(why)

    async def _do(self, operation: Operation, arguments: Mapping[str, Any], key: str, again: bool) -> Outcome:
        connector = operation.connector
        deadline = self._monotonic() + operation.timeout + connector.patience
        if again:
            settled = _outcome(operation, await self._fate(connector, key, deadline))
            if settled.outcome != "failed":
                return settled
        try:
            target, body = _request(operation, arguments)
        except Misfit as misfit:
            LOG.error("operation %s cannot be called: it %s", operation.name, misfit)
            return failed("bad_arguments")
        if not self._breaker(connector).lets(self._monotonic()):
            return failed("resting")
        at_large = again
        """Whether a request has left that may yet arrive, so that `not done` may change."""
        for number in range(MOST_SENDS):
            try:
                reply = await self._send(connector, operation.method, target, body, key, operation.timeout)
                outcome = understood(operation, reply)
                why = f"status_{reply.status}"
            except NotSent as error:
                if not at_large:
                    return failed(str(error))
                outcome, why = None, str(error)
            except NoAnswer as error:
                at_large = True
                outcome, why = None, str(error)
            if outcome is not None and not (outcome.outcome == "failed" and at_large):
                return outcome
            found = await self._fate(connector, key, deadline)
            if found.state != "not_done":
                return _outcome(operation, found, why)
            if self._monotonic() >= deadline:
                break
            await self._sleep(FIRST_PAUSE * 2**number)
        return unknown(why) if at_large else failed(why)

    async def _fate(self, connector: Connector, key: str, deadline: float) -> Fate:
        """What the system says became of a key, asked until it says so, or until the deadline."""
        if connector.outcome is None:
            return UNTOLD
        target = connector.outcome.filled({"key": key})
        pause = FIRST_PAUSE
        while True:
            try:
                found = fate(await self._send(connector, "GET", target, None, "", ASK_TIMEOUT))
            except (NotSent, NoAnswer):
                found = None
            if found is not None:
                return found
            if self._monotonic() + pause > deadline:
                return UNTOLD
            await self._sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _send(
        self, connector: Connector, method: str, target: str, body: Any, key: str, within: float
    ) -> Reply:
        """One exchange, noted by the breaker."""
        try:
            reply = await self._exchange.send(connector, method, target, body, key, within)
        except (NotSent, NoAnswer):
            self._breaker(connector).note(False, self._monotonic())
            raise
        self._breaker(connector).note(reply.status < 500, self._monotonic())
        return reply

    def _breaker(self, connector: Connector) -> Breaker:
        return self._breakers.setdefault(connector.url, Breaker())


def _request(operation: Operation, arguments: Mapping[str, Any]) -> tuple[str, dict[str, Any] | None]:
    """The address of a request, and its body. Raises Misfit."""
    written = operation.written(arguments)
    if gone := [name for name, value in written.items() if is_secret(value)]:
        raise Misfit(f"needs {gone[0]}, a secret that is no longer kept")
    named = operation.address.names
    values = {name: str(written[name]) for name in named}
    if operation.changes:
        body = operation.takes.placed(written, named)
        return operation.address.filled(values), {**operation.always, **body}
    query = {name: _in_query(value) for name, value in written.items() if name not in named}
    return operation.address.filled(values, query), None


def _in_query(value: Any) -> str:
    if isinstance(value, dict):
        return str(value["amount"])
    return str(value).lower() if isinstance(value, bool) else str(value)


def _outcome(operation: Operation, found: Fate, why: str = "untold") -> Outcome:
    """What a fate says came of an operation. What is done with an answer that cannot be read stays unknown."""
    if found.state == "not_done":
        return failed("not_done")
    outcome = understood(operation, found.reply) if found.reply is not None else None
    return outcome or unknown(why)
