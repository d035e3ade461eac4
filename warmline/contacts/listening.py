"""Who waits for news of a contact: woken after each commit that changed it, told who types."""

import asyncio
import time
from collections.abc import Callable
from types import TracebackType

from warmline.contacts.model import By

TYPING_SECONDS = 6.0
"""How long somebody counts as typing after they were last seen to."""


class Listening:
    """One listener's place: `async with talks.listen(name) as news: await news.wait(20)`."""

    def __init__(self, news: "News", contact: str) -> None:
        self._news = news
        self._contact = contact
        self._woken = asyncio.Event()

    async def __aenter__(self) -> "Listening":
        self._news.add(self._contact, self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._news.remove(self._contact, self)

    async def wait(self, seconds: float) -> bool:
        """Return when something has changed since the last time, True then; False after so many seconds."""
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return False
        self._woken.clear()
        return True

    def typing(self) -> frozenset[By]:
        """Who is typing now."""
        return self._news.typing(self._contact)

    def wake(self) -> None:
        """There is news."""
        self._woken.set()


class News:
    """The listeners of one event loop, by contact. `clock` gives seconds that never run backwards."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: dict[str, set[Listening]] = {}
        self._typing: dict[str, dict[By, float]] = {}

    def attach(self) -> None:
        """Serve the running event loop."""
        self._loop = asyncio.get_running_loop()

    def listen(self, contact: str) -> Listening:
        """A place to wait at."""
        return Listening(self, contact)

    def add(self, contact: str, one: Listening) -> None:
        """Tell this listener, too."""
        self._listeners.setdefault(contact, set()).add(one)

    def remove(self, contact: str, one: Listening) -> None:
        """Tell it no more."""
        others = self._listeners.get(contact)
        if others is not None:
            others.discard(one)
            if not others:
                del self._listeners[contact]
                self._typing.pop(contact, None)

    def tell(self, contact: str) -> None:
        """Something of a contact has changed; from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, contact)

    def tell_all(self) -> None:
        """Anything may have changed; from any thread."""
        for contact in tuple(self._listeners):
            self.tell(contact)

    def types(self, contact: str, by: By) -> None:
        """Somebody is typing; whoever listens is told, nothing is kept."""
        if contact in self._listeners:
            self._typing.setdefault(contact, {})[by] = self._clock() + TYPING_SECONDS
            self._wake(contact)

    def typing(self, contact: str) -> frozenset[By]:
        """Who is typing now."""
        now = self._clock()
        return frozenset(by for by, until in self._typing.get(contact, {}).items() if until > now)

    def silent(self, contact: str, by: By) -> None:
        """Somebody has said what they typed; from any thread."""
        if (typing := self._typing.get(contact)) is not None:
            typing.pop(by, None)

    def _wake(self, contact: str) -> None:
        for one in tuple(self._listeners.get(contact, ())):
            one.wake()
