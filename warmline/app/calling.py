"""Fills the ports through which sessions reach the company's systems and the knowledge base."""

from collections.abc import Callable
from typing import Any

from warmline.business.model import Business
from warmline.connectors.client import Connectors
from warmline.connectors.model import Operation
from warmline.connectors.outcomes import Outcome
from warmline.connectors.reading import CONNECTORS
from warmline.contacts.ports import Answer


class Systems:
    """The operations that the business in use declares. One that it declares no more has failed."""

    def __init__(self, connectors: Connectors, business: Callable[[], Business]) -> None:
        self._connectors = connectors
        self._business = business

    async def look_up(self, operation: str, arguments: dict[str, Any]) -> Answer:
        """Ask something."""
        found = self._operation(operation)
        if found is None:
            return Answer(outcome="failed", why="unknown_operation")
        return _answer(await self._connectors.look_up(found, arguments))

    async def do(self, operation: str, arguments: dict[str, Any], key: str, *, again: bool) -> Answer:
        """Have something done, at most once for each key."""
        found = self._operation(operation)
        if found is None:  # it may have been done before the business stopped declaring it
            return Answer(outcome="unknown" if again else "failed", why="unknown_operation")
        return _answer(await self._connectors.do(found, arguments, key, again=again))

    def _operation(self, name: str) -> Operation | None:
        return CONNECTORS.of(self._business()).get(name)


def _answer(outcome: Outcome) -> Answer:
    return Answer(outcome=outcome.outcome, value=outcome.value, why=outcome.why)
