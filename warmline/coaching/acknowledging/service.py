"""Hints to whoever replies: whether what was said is acknowledged, what came of the hint, one's own scorecard."""

from collections.abc import Callable

import msgspec

from warmline.coaching.acknowledging import repository
from warmline.coaching.acknowledging.judging import acknowledged
from warmline.coaching.acknowledging.model import Came, Judgement, Scorecard
from warmline.coaching.acknowledging.unanswered import unanswered
from warmline.contacts.watching import Watching
from warmline.storage.port import Reader, Storage
from warmline.web.principal import Principal

TURNS = 40
"""The latest turns of a contact that are looked at."""
ENDS = frozenset(".!?;。！？；…\n")
LONG = 60
"""Characters of a draft that is worth judging though no sentence of it has ended."""


class Hint(msgspec.Struct, frozen=True):
    """How a draft does, for the customer's `turn` that it answers. `came` is what came of the hint before.

    `due` says that the draft is at the solution, or done, without naming what was said, `long_form` that its first
    paragraph is the place for that.
    """

    contact: str
    turn: int
    judgement: Judgement
    came: Came | None
    due: bool
    long_form: bool = False


class Coach:
    """Looks at replies before they are sent. It hints and never blocks.

    `is_long_form` tells of a channel and a place on it whether people write there as in letters.
    """

    def __init__(
        self,
        storage: Storage,
        watching: Watching,
        is_long_form: Callable[[str, str], bool],
        clock: Callable[[], int],
    ) -> None:
        self._storage = storage
        self._watching = watching
        self._is_long_form = is_long_form
        self._clock = clock

    async def look(self, by: Principal, contact: str, text: str) -> Hint | None:
        """How a draft takes up what was said; None where nothing asks for it. Raises UnknownContact."""

        def query(reader: Reader) -> Hint | None:
            long_form = self._is_long_form(*self._watching.came_by(reader, by, contact))
            waiting = unanswered(self._watching.turns(reader, by, contact, TURNS), wishes=long_form)
            if waiting is None or not text.strip():
                return None
            judgement = acknowledged(waiting.texts, text, waiting.language, long_form=long_form)
            before = repository.came(reader, by.id, contact, waiting.turn)
            return Hint(contact, waiting.turn, judgement, before, _is_due(judgement, text), long_form)

        return await self._storage.read(query)

    async def hint(self, by: Principal, contact: str, text: str) -> Hint | None:
        """`look` while somebody types: a hint that is due counts as shown. Raises UnknownContact."""
        found = await self.look(by, contact, text)
        if found is not None and found.due and found.came is None:
            turn, now = found.turn, self._clock()
            await self._storage.run(lambda tx: repository.show(tx, by.id, contact, turn, now), urgent=True)
        return found

    async def dismiss(self, by: Principal, contact: str, turn: int) -> None:
        """Put a hint away: it is not shown again for what was said."""
        await self._settle(by, contact, turn, "dismissed")

    async def sent(self, by: Principal, hint: Hint | None) -> None:
        """The text that was looked at has been sent."""
        if hint is None or hint.came is None:
            return
        followed = hint.judgement.level == "specific"
        await self._settle(by, hint.contact, hint.turn, "followed" if followed else "passed_over")

    async def _settle(self, by: Principal, contact: str, turn: int, what: Came) -> None:
        await self._storage.run(lambda tx: repository.settle(tx, by.id, contact, turn, what), urgent=True)

    async def scorecard(self, by: Principal, since: int) -> Scorecard:
        """What came of the hints that `by` was shown; nobody is shown those of others."""
        return await self._storage.read(lambda reader: repository.scorecard(reader, by.id, since))


def _is_due(judgement: Judgement, text: str) -> bool:
    """Whether a draft has gone past the place where what was said is named."""
    if judgement.level == "specific":
        return False
    return judgement.solves or text.rstrip(" ")[-1:] in ENDS or len(text) >= LONG
