"""The gateway of text messages: brings Warmline what phones write."""

import time

import httpx

from backoffice.admit import sign
from backoffice.errors import Refused

PATH = "/texts/isla"
"""Where Warmline takes them, as channels.yaml names it."""


class Gateway:
    """Brings messages to the Warmline at `url`, signed with the secret that both know."""

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._secret = secret

    async def bring(self, id: str, sender: str, text: str) -> None:
        """Bring one; the same id again is taken once. Raises Refused where it is not taken."""
        if not (self._url and self._secret):
            raise Refused(
                503,
                "no_warmline",
                "There is no Warmline to bring it to.",
                "Start both with the same WARMLINE_TEXTS_SECRET, and the back office with --warmline.",
            )
        request = httpx.Request("POST", self._url + PATH, json={"id": id, "from": sender, "text": text})
        request.headers["x-signature"] = sign(
            self._secret, int(time.time()), "POST", request.url.raw_path.decode(), request.content
        )
        try:
            async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
                answer = await client.send(request)
        except httpx.HTTPError as error:
            why = error or type(error).__name__
            raise Refused(502, "not_brought", f"Warmline does not answer: {why}.", "Try again.") from None
        if not answer.is_success:
            raise Refused(502, "not_taken", f"Warmline does not take it: {answer.text}", "Try again.")
