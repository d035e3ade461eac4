"""Screens of staff for load: signed in, connected by WebSocket, told by a mark in it when a turn is on them."""

import asyncio
import json
import random
import re
import time
from http.cookies import SimpleCookie
from typing import Any

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect

MARK = re.compile(r"number (\d+)\.")
"""How a turn is known on a screen."""
_WHAT = ("phone", "SIM", "router", "bill", "plan", "parcel", "address", "signal", "contract", "voucher")
_DOES = ("arrived", "moved", "ended", "started", "works", "fits", "opened", "changed", "rings", "blinks")
_WHEN = (
    "today",
    "yesterday",
    "at home",
    "in town",
    "on Monday",
    "since lunch",
    "after the trip",
    "on the boat",
)


def marked(number: int, chance: random.Random) -> str:
    """What a customer says in the turn of a number: no two alike, as what is said again is noticed.

    >>> MARK.search(marked(7, random.Random(1)))[1]
    '7'
    """
    words = (*chance.sample(_WHAT, 2), *chance.sample(_DOES, 2), *chance.sample(_WHEN, 2))
    return f"My {words[0]} {words[2]} and the {words[1]} {words[3]} {' '.join(words[4:])}, number {number}."


class _Row(msgspec.Struct):
    seq: int
    html: str


class _Push(msgspec.Struct):
    rows: list[_Row]
    gone: list[int]


_decode = msgspec.json.Decoder(_Push).decode


class Screen:
    """One page of the desk that is kept up to date. `seen` has when each turn came on it, in seconds.

    A turn counts where its contact was on the screen before: one whose card comes up later was not watched.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.seen: dict[int, float] = {}
        self.bytes = 0
        self.pushes = 0
        self._shown: dict[int, int] = {}
        self._socket: ClientConnection | None = None

    async def open(self, url: str, cookie: str) -> None:
        """Connect as a page that shows nothing yet does."""
        address = url.replace("http:", "ws:") + self.path
        headers = {"cookie": cookie, "origin": url}
        self._socket = await connect(address, additional_headers=headers, max_size=None)
        await self._socket.send(json.dumps({"shown": []}))

    async def follow(self) -> None:
        """Take in what is pushed, until it is closed."""
        assert self._socket is not None
        async for message in self._socket:
            self._take(message, time.perf_counter())

    async def close(self) -> None:
        """Close the page."""
        if self._socket is not None:
            await self._socket.close()

    def _take(self, message: str | bytes, now: float) -> None:
        push = _decode(message)
        self.bytes += len(message)
        self.pushes += 1
        for row in push.rows:
            latest = max(map(int, MARK.findall(row.html)), default=-1)
            before = self._shown.get(row.seq)
            if before is not None and latest > before:
                self.seen.setdefault(latest, now)
            self._shown[row.seq] = latest
        for seq in push.gone:
            self._shown.pop(seq, None)


async def sign_in(url: str, email: str, password: str) -> str:
    """The cookie of somebody who signed in."""
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
        answer = await client.post("/sign-in", data={"email": email, "password": password})
        assert answer.status_code == 303, answer.text
        jar: SimpleCookie = SimpleCookie()
        for sent in answer.headers.get_list("set-cookie"):
            jar.load(sent)
        return "; ".join(f"{name}={one.value}" for name, one in jar.items())


async def opened(
    url: str, cookies: list[str], paths: list[str]
) -> tuple[list[Screen], list[asyncio.Task[Any]]]:
    """Screens that are connected, and what follows them."""
    screens = [Screen(path) for path in paths]
    await asyncio.gather(*(one.open(url, cookie) for one, cookie in zip(screens, cookies, strict=True)))
    return screens, [asyncio.create_task(one.follow()) for one in screens]
