"""Which looks at contacts are on record already, so that a piece of an open page is put there once."""

from warmline.contacts.model import Story
from warmline.web.principal import Principal

HOLDS = 60 * 60_000_000
"""Microseconds for which a look counts for the pieces of a page that are asked for later."""
REMEMBERED = 20_000


class Looks:
    """Remembers them. Whatever it forgets is put on record once more, never less."""

    def __init__(self) -> None:
        self._at: dict[tuple[str, str, str, int | None], int] = {}

    def has(self, by: Principal, story: Story, now: int) -> bool:
        """Whether a look is on record; not of a contact whose customer has become known since."""
        known = self._at.get(_key(by, story))
        return known is not None and now - known < HOLDS

    def put(self, by: Principal, story: Story, now: int) -> None:
        """It is on record from now on."""
        if len(self._at) >= REMEMBERED:
            self._at.clear()
        self._at[_key(by, story)] = now


def _key(by: Principal, story: Story) -> tuple[str, str, str, int | None]:
    contact = story.live.contact
    return by.kind, by.id, contact.name, contact.customer
