"""One contact in the chat of a Warmline, over HTTP: what a page with the widget would send."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import httpx
import msgspec

from warmline.channels.chat.model import Now

LONG = 20
"""Seconds that one question for news stays open at most."""
SOON, LATEST = 0.2, 3.0
"""Seconds until something is tried again: at first, and at most."""
_decode = msgspec.json.Decoder(Now).decode


class ChatError(Exception):
    """The chat does not take what is sent; the message says why."""


class Talk(Protocol):
    """A contact as a visitor uses it."""

    async def begin(self) -> Now:
        """Begin it."""
        ...

    async def put(self, given: dict[str, Any]) -> Now:
        """Put something in."""
        ...

    async def news(self, seconds: float) -> Now:
        """What is new, waited for."""
        ...

    async def leave(self) -> None:
        """Be gone."""
        ...


class Chat:
    """A contact on `website`. What is not acknowledged is sent again under the same key, for `patience` seconds."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        website: str,
        visitor: Mapping[str, object],
        language: str,
        *,
        patience: float = 60.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.contact = ""
        self.heard = 0
        self._client = client
        self._begin = {"website": website, "visitor": visitor, "language": language}
        self._patience = patience
        self._sleep = sleep
        self._headers: dict[str, str] = {}
        self._keys = 0

    async def begin(self) -> Now:
        """Begin the contact. Raises ChatError."""
        now = await self._ask("POST", "/chat/contacts", self._begin)
        self.contact = now.contact.name
        self._headers = {"authorization": f"Bearer {now.token}"}
        return now

    async def put(self, given: dict[str, Any]) -> Now:
        """Put something in, once. Raises ChatError."""
        self._keys += 1
        body = {**given, "key": f"k{self._keys}", "after": self.heard}
        return await self._ask("POST", f"/chat/contacts/{self.contact}/inputs", body)

    async def news(self, seconds: float) -> Now:
        """What is new, waited for so long at most. Raises ChatError."""
        wait = max(0, min(LONG, int(seconds)))
        return await self._ask("GET", f"/chat/contacts/{self.contact}/turns?after={self.heard}&wait={wait}")

    async def leave(self) -> None:
        """End the contact. Raises ChatError."""
        await self._send("POST", f"/chat/contacts/{self.contact}/leave")

    async def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Now:
        try:
            now = _decode(await self._send(method, path, body))
        except msgspec.DecodeError as error:
            raise ChatError(f"its answer cannot be read ({error})") from error
        self.heard = max([self.heard, *(turn.number for turn in now.turns)])
        return now

    async def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> bytes:
        waited, pause = 0.0, SOON
        while True:
            try:
                answer = await self._client.request(
                    method, path, json=body, headers=self._headers, timeout=LONG + 10
                )
            except httpx.TransportError as error:
                why = f"it cannot be reached ({error or type(error).__name__})"
            else:
                if answer.is_success:
                    return answer.content
                why = f"it answers {answer.status_code}: {answer.text[:200]}"
                if answer.status_code < 500 and answer.status_code != 429:
                    raise ChatError(why)
                pause = max(pause, float(answer.headers.get("retry-after", 0) or 0))
            if waited >= self._patience:
                raise ChatError(why)
            await self._sleep(pause)
            waited += pause
            pause = min(2 * pause, LATEST)
