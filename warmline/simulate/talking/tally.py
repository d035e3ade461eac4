"""Counts what came of the contacts of simulated customers."""

from collections import Counter
from typing import Any

from warmline.simulate.talking.talk import Talked

ENDINGS = ("reached", "handed_over", "abandoned", "failed")


class Tally:
    """Contacts by goal with how they ended."""

    def __init__(self) -> None:
        self.begun = 0
        self.turns = 0
        self.why = ""
        """What the last one that failed met with."""
        self._ended: Counter[tuple[str, str]] = Counter()
        self._languages: Counter[str] = Counter()

    def begin(self) -> None:
        """Somebody begins."""
        self.begun += 1

    def end(self, talked: Talked) -> None:
        """Somebody is done."""
        self.turns += len(talked.turns)
        self.why = talked.why or self.why
        self._ended[talked.goal, talked.ending] += 1
        self._languages[talked.language] += 1

    def count(self, ending: str, goal: str = "") -> int:
        """How many contacts ended so; of one goal, or of all."""
        return sum(
            number for (one, how), number in self._ended.items() if how == ending and goal in ("", one)
        )

    @property
    def ended(self) -> int:
        """How many are over."""
        return self._ended.total()

    def line(self) -> str:
        """All of it in one line."""
        counts = ", ".join(f"{self.count(ending):,} {ending.replace('_', ' ')}" for ending in ENDINGS)
        return f"{self.begun:,} contacts begun: {counts}, {self.begun - self.ended:,} going on"

    def rows(self) -> list[tuple[str, ...]]:
        """A line for each goal, for people."""
        goals = sorted({goal for goal, _ in self._ended})
        return [(goal, *(str(self.count(ending, goal)) for ending in ENDINGS)) for goal in goals]

    def summary(self) -> dict[str, Any]:
        """The same, for programs."""
        goals = sorted({goal for goal, _ in self._ended})
        return {
            "begun": self.begun,
            "ended": self.ended,
            **{ending: self.count(ending) for ending in ENDINGS},
            "turns": self.turns,
            "goals": {goal: {ending: self.count(ending, goal) for ending in ENDINGS} for goal in goals},
            "languages": dict(sorted(self._languages.items())),
        }
