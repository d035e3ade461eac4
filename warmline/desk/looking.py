"""Who has the page of a contact before them now: so that two people do not answer at once."""

import time
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager

import msgspec

from warmline.contacts.listening import TYPING_SECONDS
from warmline.web.principal import Principal


class Looker(msgspec.Struct, frozen=True, order=True):
    """A member of staff who looks at a contact."""

    name: str
    id: str

    @property
    def initials(self) -> str:
        """Their first letters.

        >>> Looker("Lea Lim", "7").initials
        'LL'
        """
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class Looking:
    """Kept in memory, for as long as pages are open. `told` hears the name of each contact of which it has changed.

    It knows no scopes: whoever asks for a contact, or opens its page, has been found to be allowed to. `clock` gives
    seconds that never run backwards.
    """

    def __init__(self, told: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._told = told
        self._clock = clock
        self._pages: dict[str, dict[Looker, int]] = {}
        self._writing: dict[str, dict[Looker, float]] = {}

    @contextmanager
    def at(self, contact: str, by: Principal) -> Iterator["Look"]:
        """While a page of somebody is open."""
        look = Look(self, contact, Looker(by.name, by.id))
        try:
            yield look
        finally:
            look.turn(False)

    def wrote(self, contact: str, by: Principal) -> None:
        """Somebody has said what they were writing."""
        self.writes(contact, Looker(by.name, by.id), False)

    @property
    def contacts(self) -> Set[str]:
        """The contacts that somebody looks at."""
        return self._pages.keys()

    def others(self, contact: str, by: Principal) -> tuple[Looker, ...]:
        """Everybody else who looks at a contact now, by name."""
        pages = list(self._pages.get(contact, ()))  # pages open and close while a screen is drawn in a thread
        return tuple(sorted(one for one in pages if one.id != by.id))

    def writers(self, contact: str, by: Principal) -> tuple[Looker, ...]:
        """Everybody else who is writing to the customer now."""
        now, writing = self._clock(), list(self._writing.get(contact, {}).items())
        return tuple(sorted(one for one, until in writing if until > now and one.id != by.id))

    def count(self, contact: str, who: Looker, change: int) -> None:
        """One page more, or less."""
        pages = self._pages.setdefault(contact, {})
        before = pages.get(who, 0)
        pages[who] = before + change
        if pages[who] <= 0:
            del pages[who]
            self.writes(contact, who, False)
        if not pages:
            del self._pages[contact]
        if (before > 0) != (before + change > 0):
            self._told(contact)

    def writes(self, contact: str, who: Looker, does: bool) -> None:
        """Somebody is writing, or not any more."""
        writing = self._writing.setdefault(contact, {})
        if does:
            writing[who] = self._clock() + TYPING_SECONDS
        else:
            writing.pop(who, None)
        if not writing:
            del self._writing[contact]


class Look:
    """One open page: whoever has it counts while they may see the contact and have the page before them."""

    def __init__(self, looking: Looking, contact: str, who: Looker) -> None:
        self._looking = looking
        self._contact = contact
        self._who = who
        self._may = False
        self._wants = False
        self._counts = False

    def allow(self) -> None:
        """They may see the contact."""
        self._may = True
        self._count()

    def turn(self, on: bool) -> None:
        """They have the page before them, or not any more: a tab behind others is not looked at."""
        self._wants = on
        self._count()

    def writes(self) -> None:
        """They are writing to the customer."""
        self._looking.writes(self._contact, self._who, True)

    def _count(self) -> None:
        counts = self._may and self._wants
        if counts != self._counts:
            self._counts = counts
            self._looking.count(self._contact, self._who, 1 if counts else -1)
