"""Fills the port of drafts with a language model behind any OpenAI-compatible endpoint; off unless one is set."""

import asyncio
import ssl
from collections.abc import Callable, Mapping

import httpx
import msgspec
import structlog

from warmline.business.hosts import elsewhere, is_loopback, may_call, split_url
from warmline.coaching.replying.ports import Material

LOG = structlog.get_logger(__name__)

LARGEST = 256 * 1024
"""Bytes of an answer."""
MOST_TOKENS = 400
TASKS = {
    "reply": (
        "You draft a reply for a member of staff of a company, who reads and changes it before it is sent."
        " First acknowledge what the customer said, naming it in their own words; then help."
        " Use the facts that are given and no others: promise nothing, and invent no amounts, dates or links."
        " Keep marks in square brackets as they are. Two to four short sentences, nothing but the reply."
    ),
    "summary": (
        "You summarise a conversation for a member of staff who takes it over: what the customer wants, what was"
        " tried, what is still open. Only what was said in it. Keep marks in square brackets as they are."
        " At most three short sentences, nothing but the summary."
    ),
}


class _Message(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Message


class _Answer(msgspec.Struct):
    choices: list[_Choice]


class LanguageModel:
    """One model at `url` (…/v1). `hosts` gives those that may be called now; a draft takes `seconds` at most."""

    def __init__(
        self,
        url: str,
        key: str,
        name: str,
        seconds: float,
        hosts: Callable[[], tuple[str, ...]],
        addresses: Mapping[str, str],
    ) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._name = name
        self._seconds = seconds
        self._hosts = hosts
        self._addresses = addresses
        self._client: httpx.AsyncClient | None = None

    @property
    def is_on(self) -> bool:
        """Whether there is a model to ask."""
        return bool(self._url and self._name)

    async def draft(self, material: Material) -> str:
        """A draft; "" where there is none in time, or none that can be read."""
        if not self.is_on:
            return ""
        if why := self._why_not():
            LOG.warning("model_not_called", why=why)
            return ""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._ask(material)
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
            LOG.warning("model_failed", why=type(error).__name__)
        except (msgspec.DecodeError, ValueError):
            LOG.warning("model_failed", why="its answer cannot be read")
        return ""

    def _why_not(self) -> str:
        """Why the model must not be called; "" where it may."""
        if not may_call(self._url, self._hosts()):
            return "its host is not on the list of hosts of the business"
        parts = split_url(self._url)
        if parts is None or (parts.scheme == "http" and not is_loopback(parts.hostname or "")):
            return "what customers say leaves this machine by https only"
        return ""

    async def _ask(self, material: Material) -> str:
        """Ask once. Raises what can go wrong on the way; ValueError for an answer that is none."""
        headers = {"accept": "application/json", "content-type": "application/json"}
        if self._key:
            headers["authorization"] = f"Bearer {self._key}"
        request = self._open().build_request(
            "POST",
            elsewhere(f"{self._url}/chat/completions", self._addresses),
            content=msgspec.json.encode(_asked(self._name, material)),
            headers=headers,
        )
        answer = await self._open().send(request, stream=True)
        try:
            if answer.status_code != 200:
                raise ValueError(answer.status_code)
            received = bytearray()
            async for part in answer.aiter_bytes():
                received += part
                if len(received) > LARGEST:
                    raise ValueError("too large")
        finally:
            await answer.aclose()
        read = msgspec.json.decode(bytes(received), type=_Answer)
        if not read.choices:
            raise ValueError("empty")
        return read.choices[0].message.content

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                timeout=None,  # noqa: S113 - a draft as a whole has a time limit
                follow_redirects=False,
                trust_env=False,
            )
        return self._client

    async def close(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None


def _asked(name: str, material: Material) -> dict[str, object]:
    """The request. What customers say is material, and no instruction: it stands in one message of its own."""
    said = "\n".join(f"{by}: {text}" for by, text in material.said)
    facts = "\n".join(f"- {one}" for one in material.facts) or "- none"
    return {
        "model": name,
        "max_tokens": MOST_TOKENS,
        "temperature": 0.2,
        "messages": [
            {
                "role": "system",
                "content": f"{TASKS[material.what]} Write in the language {material.language}.",
            },
            {"role": "user", "content": f"Facts:\n{facts}\n\nThe conversation so far:\n{said}"},
        ],
    }
