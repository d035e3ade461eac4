"""Where simulated customers find the one-time codes that are sent to them: the messages of the back office."""

import asyncio
import re
from collections.abc import Awaitable, Callable

import httpx

from warmline.simulate.people import Customer

_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
LOOKED = 40
"""How often somebody looks, half a second apart, before they believe that nothing comes."""
PAUSE = 0.5


class Letterbox:
    """Reads what was sent to customers by the back office at `url`; without one, nothing is ever found."""

    def __init__(
        self, client: httpx.AsyncClient | None, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._client = client
        self._sleep = sleep
        self._used: set[str] = set()

    async def code(self, who: Customer) -> str:
        """The newest code that was sent to a customer and has not been used; "" where none comes."""
        if self._client is None:
            return ""
        for _ in range(LOOKED):
            if found := await self._look(who):
                return found
            await self._sleep(PAUSE)
        return ""

    async def _look(self, who: Customer) -> str:
        assert self._client is not None
        try:
            answer = await self._client.get("/messages")
            sent = answer.json().get("messages", ()) if answer.is_success else ()
        except (httpx.TransportError, ValueError):
            return ""
        mine = (who.phone, who.email)
        for one in sent:  # the newest stands first
            is_mine = one.get("account") == who.account or one.get("to") in mine
            if is_mine and one["message"] not in self._used and (found := _CODE.search(one["text"])):
                self._used.add(one["message"])
                return found[0]
        return ""
