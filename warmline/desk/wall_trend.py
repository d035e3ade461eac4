"""Whether a contact needs a person more than a minute ago, or less: remembered as long as somebody looks."""

from typing import Literal

Trend = Literal["", "rising", "falling"]
BACK = 4
"""Steps that a need is compared with: a minute."""
KEPT = 3 * BACK
"""Steps after which a need that was remembered tells nothing any more."""
LEAST = 5
"""Points by which a need must differ to be said to rise or fall."""


class Trends:
    """The needs of the last minutes, by contact and step."""

    def __init__(self) -> None:
        self._needs: dict[str, dict[int, int]] = {}

    def of(self, name: str, step: int, score: int, began: int) -> Trend:
        """Where the need of a contact goes, which is `score` now; `began` is the step in which it began.

        >>> trends = Trends()
        >>> trends.of("c-1", 10, 40, began=10), trends.of("c-1", 14, 38, began=10), trends.of("c-1", 18, 20, began=10)
        ('rising', '', 'falling')
        """
        known = {at: one for at, one in self._needs.get(name, {}).items() if step - KEPT <= at < step}
        self._needs[name] = known | {step: score}
        if (before := _before(known, step)) is None:
            before = 0 if step - began < BACK else score
        if abs(score - before) < LEAST:
            return ""
        return "rising" if score > before else "falling"

    def forget(self, name: str) -> None:
        """Forget a contact that is over."""
        self._needs.pop(name, None)


def _before(known: dict[int, int], step: int) -> int | None:
    """The need of a minute ago, or the first one that is known since."""
    long_ago = [at for at in known if at <= step - BACK]
    if long_ago:
        return known[max(long_ago)]
    return known[min(known)] if known else None
