"""Who waits for news of contacts: woken after each commit that changed one, told who types."""

import asyncio
import time
from collections.abc import Callable
from types import TracebackType

from warmline.contacts.model import By

TYPING_SECONDS = 6.0
"""How long somebody counts as typing after they were last seen to."""

ASKED = "invitations"
"""In place of a contact's name: news of what members of staff ask of each other."""


class Listening:
    """One listener's place: `async with talks.listen(name) as news: await news.wait(20)`."""

    def __init__(self, news: "News", contact: str, also: tuple[str, ...] = ()) -> None:
        self._news = news
        self._contact = contact
        self._names = (contact, *also)
        self._woken = asyncio.Event()

    async def __aenter__(self) -> "Listening":
        for name in self._names:
            self._news.add(name, self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in self._names:
            self._news.remove(name, self)

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
        self._followers: list[Callable[[str], None]] = []

    def attach(self) -> None:
        """Serve the running event loop."""
        self._loop = asyncio.get_running_loop()

    def listen(self, contact: str, *also: str) -> Listening:
        """A place to wait at, for news of `also`, too: what is on somebody's desk (`staff:…`), a queue."""
        return Listening(self, contact, also)

    def follow(self, told: Callable[[str], None]) -> None:
        """Have `told` called in the event loop with the name of each contact that has changed, from now on.

        It is called with "" where all of them may have.
        """
        self._followers.append(told)

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
            self._loop.call_soon_threadsafe(self._changed, contact)

    def tell_all(self) -> None:
        """Everything may have changed, as after a restore; from any thread."""
        for contact in ("", *self._listeners):
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

    def _changed(self, contact: str) -> None:
        for told in self._followers:
            told(contact)
        self._wake(contact)

    def _wake(self, contact: str) -> None:
        for one in tuple(self._listeners.get(contact, ())):
            one.wake()
