"""Drafts that are judged while others talk: what the desk asks for whenever somebody who replies pauses."""

import random
from collections.abc import Callable
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from bench import wire
from warmline.web.cookies import NAME
from warmline.web.csrf import HEADER, csrf_token

RATE = 25
"""Drafts a second: each of 50 people pauses every other second."""
_DRAFTS = (
    "Please restart the router and wait for two minutes.",
    "I am sorry for the inconvenience. Could you tell me your account number?",
    "I see that your phone has been out of order. That must be tedious; I look at the line now.",
    "The voucher is on its way",
)


async def drafts(
    port: int, cookies: list[str], contacts: list[str], seconds: float, took: list[float]
) -> None:
    """Have drafts judged for so long; `took` gets the seconds from when each should have been sent to its hint."""
    chance = random.Random(3)
    every = [
        _draft(cookies[number % len(cookies)], chance.choice(contacts), f"{chance.choice(_DRAFTS)} {number}")
        for number in range(round(RATE * seconds))
    ]
    connections = await wire.connect(port, RATE)

    def answered(number: int, status: int, body: bytes, after: float) -> None:
        assert status == 200, f"a draft was answered with {status}"
        took.append(after)

    await wire.open_loop(connections, every, RATE, answered)
    for connection in connections:
        connection.close()


def _draft(cookie: str, contact: str, text: str) -> Callable[[], bytes]:
    token = SimpleCookie(cookie)[NAME].value
    body = urlencode({"text": text}).encode()
    head = (
        f"POST /contacts/{contact}/hint HTTP/1.1\r\nhost: localhost\r\ncookie: {cookie}\r\n"
        f"{HEADER}: {csrf_token(token)}\r\naccept: text/html\r\nsec-fetch-site: same-origin\r\n"
        f"content-type: application/x-www-form-urlencoded\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return lambda: head.encode() + body
