"""Questions that are asked at the same moment, answered by one look."""

import asyncio
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from warmline.storage.port import Reader, Storage

K = TypeVar("K", bound=Hashable)
A = TypeVar("A")


class Together(Generic[K, A]):
    """Answers a question for many keys at a time, as when all screens are woken by the same news.

    Each answer holds whatever was committed before it was asked for. To be used in one event loop.
    """

    def __init__(self, storage: Storage, answer: Callable[[Reader, K], A]) -> None:
        self._storage = storage
        self._answer = answer
        self._keys: dict[K, None] = {}
        self._answers: asyncio.Future[dict[K, A]] | None = None

    async def ask(self, key: K) -> A:
        """The answer for a key. Raises what looking raises."""
        if self._answers is None or self._answers.done():
            self._answers = asyncio.ensure_future(self._look())
        self._keys[key] = None
        return (await asyncio.shield(self._answers))[key]

    async def _look(self) -> dict[K, A]:
        await asyncio.sleep(0)  # everybody else who was woken asks first
        keys, self._keys, self._answers = self._keys, {}, None
        return await self._storage.read(lambda reader: {key: self._answer(reader, key) for key in keys})
