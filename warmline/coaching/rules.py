"""What a business says about signals: from which score they are told, how fast they fade, in which words."""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from warmline.coaching.lexicon import Lexicon, WordList, built_in
from warmline.coaching.model import KINDS, Kind

MINUTE = 60_000_000
HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE


class KindRule(msgspec.Struct, frozen=True, kw_only=True):
    """One kind: the score from which a signal is given, how long until a score has halved, whether it is noticed."""

    threshold: int = 50
    half_life: int = 10 * MINUTE
    on: bool = True


HALF_LIVES: dict[Kind, int] = {
    "frustration": 10 * MINUTE,
    "said_again": 5 * MINUTE,
    "churn": 12 * HOUR,
    "buying": 2 * HOUR,
    "vulnerable": 7 * DAY,
}


def usual() -> dict[Kind, KindRule]:
    """The rules where a business says nothing."""
    return {kind: KindRule(half_life=HALF_LIVES[kind]) for kind in KINDS}


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. `off` are detectors that are not asked, `pages` the paths whose visits show interest in buying.

    `again_within` is how long a contact about the same thing counts as contacting again. `own` are entries that the
    business itself calls strong: no tone takes anything from them.
    """

    kinds: Mapping[Kind, KindRule] = msgspec.field(default_factory=usual)
    off: frozenset[str] = frozenset()
    words: Mapping[str, WordList] = msgspec.field(default_factory=built_in)
    pages: tuple[str, ...] = ("/plans*", "/shop*", "/offers*")
    limit: int = 90
    again_within: int = 3 * DAY
    own: frozenset[str] = frozenset()
    lexicons: dict[str, Lexicon] = msgspec.field(default_factory=dict)

    def lexicon(self, language: str) -> Lexicon:
        """The word lists that serve contacts in a language."""
        found = self.lexicons.get(language)
        if found is None:
            found = self.lexicons[language] = Lexicon(self.words, language)
        return found


@lru_cache(maxsize=1)
def usual_rules() -> Rules:
    """The rules of a business that has no signals.yaml."""
    return Rules()
